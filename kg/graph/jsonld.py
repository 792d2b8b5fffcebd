"""Expanded JSON-LD to compact JSON-LD under the context of the ontology.

Compacting is done here, for what a graph of ours holds: no blank nodes, no lists, no languages. The libraries that
compact any JSON-LD take minutes where this takes a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg import vocab
from kg.resources import resource

_Node = Mapping[str, Any]


@lru_cache(maxsize=1)
def context() -> dict[str, Any]:
    """The prefixes, and the type that the values of a property have unless they say otherwise."""
    found: dict[str, Any] = json.loads(resource("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return found


def compact(expanded: bytes, own: Mapping[str, str]) -> bytes:
    """The same graph in compact form; ``own`` are further prefixes, for the IRIs that the graph itself makes."""
    rules = {**context(), **own}
    names = _Names({name: rule for name, rule in rules.items() if isinstance(rule, str)})
    types = {name: rule["@type"] for name, rule in rules.items() if not isinstance(rule, str)}
    graphs = [_graph(node, names, types) for node in json.loads(expanded)]
    head = json.dumps(rules, ensure_ascii=False, indent=1)
    body = ",\n".join(json.dumps(graph, ensure_ascii=False, indent=1) for graph in graphs)
    return f'{{"@context": {head},\n"@graph": [\n{body}\n]}}\n'.encode()


class _Names:
    """IRIs to compact IRIs; an IRI that no prefix begins stays as it is."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._known: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        if iri not in self._known:
            cut = max(iri.rfind("/"), iri.rfind("#")) + 1
            prefix = self._prefix.get(iri[:cut])
            # "//" behind the colon would make it an address again.
            self._known[iri] = f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri
        return self._known[iri]


def _graph(node: _Node, names: _Names, types: Mapping[str, str]) -> dict[str, Any]:
    if "@graph" not in node:
        return _node(node, names, types)
    return {"@id": names[node["@id"]], "@graph": [_node(inner, names, types) for inner in node["@graph"]]}


def _node(node: _Node, names: _Names, types: Mapping[str, str]) -> dict[str, Any]:
    compacted: dict[str, Any] = {}
    for key, values in node.items():
        if key == "@id":
            compacted[key] = names[values]
        elif key == vocab.TYPE:
            compacted["@type"] = _one([names[value["@id"]] for value in values])
        else:
            name = names[key]
            compacted[name] = _one([_value(value, types.get(name, ""), names) for value in values])
    return compacted


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _value(value: _Node, type_: str, names: _Names) -> Any:
    if "@id" in value:
        return names[value["@id"]] if type_ == "@id" else {"@id": names[value["@id"]]}
    lexical, datatype = value["@value"], value.get("@type", vocab.XSD_STRING)
    # A plain JSON string takes the type of its property, so that one that is coerced must be a typed literal.
    if names[datatype] == type_ or (datatype == vocab.XSD_STRING and not type_):
        return lexical
    return {"@value": lexical, "@type": names[datatype]}
