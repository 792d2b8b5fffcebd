"""A graph and the SHACL shapes to a report that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg import vocab
from kg.resources import resource
from kg.sparql import oxigraph

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

#: How many of the places that break one rule the report names.
SHOWN = 3


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place where a rule of the shapes does not hold.

    ``message`` says the rule, ``path`` the property, ``value`` what stands there (empty where something is missing),
    ``label`` and ``source`` what the node is and which profile states it, where the graph says so.
    """

    message: str
    path: str
    node: str
    value: str
    label: str
    source: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Whether a graph conforms, and what does not hold, sorted. Warnings do not keep a graph from conforming."""

    conforms: bool
    violations: tuple[Violation, ...]
    text: str


def check(graph: rdflib.Graph) -> Report:
    """Check a graph against ``ontology/shapes.ttl``.

    A graph that holds no evidence at all is not asked for any.
    """
    import rdflib
    from pyshacl import validate

    data = _in_memory(graph)
    shapes = rdflib.Graph().parse(resource("ontology", "shapes.ttl"))
    if (None, rdflib.URIRef(vocab.EVIDENCE), None) not in data:
        shapes.add((rdflib.URIRef(vocab.EVIDENCED_SHAPE), rdflib.SH.deactivated, rdflib.Literal(True)))
    conforms, results, _ = validate(
        data, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True, inplace=True
    )
    violations = tuple(sorted(_violations(results, data)))
    return Report(conforms, violations, _text(conforms, violations, len(data)))


def _in_memory(graph: rdflib.Graph) -> rdflib.Graph:
    """The union of a graph's named graphs in rdflib's own store, which pyshacl is fastest on."""
    import rdflib

    plain = rdflib.Graph()
    node = lru_cache(maxsize=1 << 16)(_node)
    for quad in oxigraph(graph):
        plain.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return plain


def _node(found: Any) -> Node:
    import pyoxigraph
    import rdflib

    if isinstance(found, pyoxigraph.NamedNode):
        return rdflib.URIRef(found.value)
    if isinstance(found, pyoxigraph.BlankNode):
        return rdflib.BNode(found.value)
    if found.language:
        return rdflib.Literal(found.value, lang=found.language)
    # For rdflib a string with its datatype and one without are two values; the shapes have the plain one.
    datatype = found.datatype.value
    return rdflib.Literal(found.value, datatype=None if datatype == vocab.XSD_STRING else rdflib.URIRef(datatype))


def _violations(results: rdflib.Graph, data: rdflib.Graph) -> Iterable[Violation]:
    import rdflib

    for result in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):

        def said(property_: Node, result: Node = result) -> str:
            return str(results.value(result, property_) or "")

        node = results.value(result, rdflib.SH.focusNode)
        profile = data.value(node, rdflib.URIRef(vocab.WAS_DERIVED_FROM))
        yield Violation(
            message=said(rdflib.SH.resultMessage),
            path=_short(said(rdflib.SH.resultPath)),
            node=str(node),
            value=said(rdflib.SH.value),
            label=str(
                data.value(node, rdflib.URIRef(vocab.LABEL)) or data.value(node, rdflib.URIRef(vocab.NAME)) or ""
            ),
            source=str(data.value(profile, rdflib.URIRef(vocab.PATH)) or "") if profile else "",
            is_warning=results.value(result, rdflib.SH.resultSeverity) == rdflib.SH.Warning,
        )


def _short(iri: str) -> str:
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _text(conforms: bool, violations: Sequence[Violation], statements: int) -> str:
    errors = [v for v in violations if not v.is_warning]
    warnings = [v for v in violations if v.is_warning]
    head = f"{statements:,} statements {'conform' if conforms else 'do not conform'} to the shapes"
    found = [_count(len(errors), "violation"), _count(len(warnings), "warning")]
    lines = [f"{head}: {', '.join(found)}" if violations else head]
    for title, some in (("violation", errors), ("warning", warnings)):
        lines += _grouped(title, some)
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _grouped(title: str, violations: Iterable[Violation]) -> list[str]:
    rules: dict[tuple[str, str], list[Violation]] = defaultdict(list)
    for violation in violations:
        rules[violation.message, violation.path].append(violation)
    lines = []
    for (message, path), broken in rules.items():
        lines.append(f"\n{title}: {message} ({path}, {_count(len(broken), 'place')})")
        lines += [f"  {_place(violation)}" for violation in broken[:SHOWN]]
        if len(broken) > SHOWN:
            lines.append(f"  … and {len(broken) - SHOWN:,} more")
    return lines


def _place(violation: Violation) -> str:
    what = _cut(violation.label) or violation.node
    where = f"{violation.source}: " if violation.source else ""
    value = f", which has {_cut(violation.value)!r}" if violation.value else ", where it is missing"
    return f"{where}{what}{value} <{violation.node}>"


def _cut(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
