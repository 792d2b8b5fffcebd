"""The Oxigraph store as rdflib sees it, except that a query cannot leave it and that a string is a plain string."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import IO, Any

from oxrdflib import OxigraphStore
from rdflib import Graph, Literal
from rdflib.namespace import XSD
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier

from kg.sparql import refuse_unsafe


class GuardedStore(OxigraphStore):
    """Refuses ``SERVICE`` and ``FROM``, as Oxigraph would call the address.

    Oxigraph gives each string its datatype; for rdflib ``Literal("x", datatype=XSD.string)`` is not ``Literal("x")``.
    ``held`` is a file that stays open, and locked, as long as the store is in use.
    """

    def __init__(self, *, store: Any, held: IO[bytes] | None = None) -> None:
        super().__init__(store=store)
        if held is not None:
            weakref.finalize(self, held.close)

    def triples(
        self, triple_pattern: Any, context: Graph | None = None
    ) -> Iterator[tuple[Any, Iterator[Graph | None]]]:
        for (subject, predicate, object_), contexts in super().triples(triple_pattern, context):
            yield (subject, predicate, _plain(object_)), contexts

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: Any,
    ) -> Result:
        if isinstance(query, str):
            refuse_unsafe(query)
        result = super().query(query, initNs, initBindings, queryGraph, **kwargs)
        if result.type == "SELECT":
            result.bindings = [{name: _plain(value) for name, value in row.items()} for row in result.bindings]
        elif result.graph is not None:
            result.graph, typed = Graph(), result.graph
            for subject, predicate, object_ in typed:
                result.graph.add((subject, predicate, _plain(object_)))
        return result


def _plain(term: Any) -> Any:
    return Literal(str(term)) if isinstance(term, Literal) and term.datatype == XSD.string else term
