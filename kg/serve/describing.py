"""The service's description of itself. Source: https://www.w3.org/TR/sparql11-service-description/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg import vocab
from kg.serve.media import OFFERS, chosen

if TYPE_CHECKING:
    from pyoxigraph import Triple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = {
    "JSON": "SPARQL_Results_JSON",
    "XML": "SPARQL_Results_XML",
    "CSV": "SPARQL_Results_CSV",
    "TSV": "SPARQL_Results_TSV",
    "TURTLE": "Turtle",
    "N_TRIPLES": "N-Triples",
    "JSON_LD": "JSON-LD",
    "RDF_XML": "RDF_XML",
}


def description(endpoint: str, accept: str, *, updates: bool) -> tuple[str, bytes]:
    """The media type that a client likes best, empty if none, and the description in it."""
    from pyoxigraph import RdfFormat, serialize

    media = chosen(accept, tuple(OFFERS["triples"]))
    if not media:
        return "", b""
    format_ = getattr(RdfFormat, OFFERS["triples"][media])
    prefixes = {"sd": _SD, "formats": _FORMATS}
    return media, serialize(_triples(endpoint, updates), format=format_, prefixes=prefixes) or b""


def _triples(endpoint: str, updates: bool) -> Iterator[Triple]:
    from pyoxigraph import BlankNode, NamedNode, Triple

    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")
    type_ = NamedNode(vocab.TYPE)

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    yield Triple(service, type_, sd("Service"))
    yield Triple(service, sd("endpoint"), service)
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    if updates:
        yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Update"))
    for name in sorted(set(_RESULTS.values())):
        yield Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, type_, sd("Dataset"))
    yield Triple(dataset, sd("defaultGraph"), graph)
    yield Triple(graph, type_, sd("Graph"))
