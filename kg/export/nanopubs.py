"""Facts to nanopublications: each one small claim with where it comes from and how it was published.

A nanopublication is four named graphs: the head names the others, the assertion has the fact, the provenance the words
that state it and how sure the reading is, and the publication info who read it and when. To publish them, sign each
with a nanopub tool, which gives it a trusty address. Source: https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg import vocab
from kg.export.records import Records, Row
from kg.export.terms import NP, Statements

if TYPE_CHECKING:
    import pyoxigraph

#: What the graph says about the reading of a fact, not about the world.
_OF_READING = frozenset({vocab.CONFIDENCE, vocab.WAS_DERIVED_FROM, vocab.EVIDENCE, vocab.VALUE_EVIDENCE})
_LISTS = tuple(vocab.LIST_NODE.values())


def nanopubs(records: Records) -> str:
    """TriG with four graphs a fact."""
    out = Statements()
    for person in records.people:
        for row in person.rows:
            _nanopub(out, records, row, person.read_on)
    return out.trig()


def _nanopub(out: Statements, records: Records, row: Row, read_on: str) -> None:
    this = f"{row.iri}/nanopub"
    head, assertion, provenance, info = (f"{this}#{name}" for name in ("Head", "assertion", "provenance", "pubinfo"))
    out.link(this, vocab.TYPE, NP + "Nanopublication", head)
    out.link(this, NP + "hasAssertion", assertion, head)
    out.link(this, NP + "hasProvenance", provenance, head)
    out.link(this, NP + "hasPublicationInfo", info, head)

    about = list(_about(records.store, row.iri))
    out.add(_moved((quad for quad in about if quad.predicate.value not in _OF_READING), assertion))
    out.add(_moved(_named_things(records, about), assertion))

    sources = [quad for quad in about if quad.predicate.value in _OF_READING]
    for quad in sources:
        if node := _iri(quad.object):
            out.link(assertion, vocab.WAS_DERIVED_FROM, node, provenance)
            out.add(_moved(_words(records.store, node), provenance))
        else:
            out.text(assertion, vocab.CONFIDENCE, row.confidence, vocab.XSD_DECIMAL, provenance)

    out.text(this, vocab.DCTERMS + "created", read_on, vocab.XSD_DATE, info)
    for reading in _readings(records.store, sources):
        out.link(this, vocab.WAS_GENERATED_BY, reading, info)
        out.add(_moved(_of(records.store, reading, vocab.PROGRAM_VERSION), info))


def _about(store: pyoxigraph.Store, fact: str) -> Iterator[pyoxigraph.Quad]:
    """What is stated of a fact, and of the nodes of its lists."""
    for quad in _of(store, fact):
        yield quad
        if quad.predicate.value in _LISTS:
            yield from _of(store, _iri(quad.object))


def _named_things(records: Records, about: list[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:
    """The names of the things that an assertion names, without which it says nothing to a reader."""
    for quad in about:
        if _iri(quad.object) in records.things:
            yield from _of(records.store, _iri(quad.object), vocab.NAME)


def _words(store: pyoxigraph.Store, node: str) -> Iterator[pyoxigraph.Quad]:
    """What is stated of evidence, of its selector, and of the document that both are in."""
    for quad in _of(store, node):
        if quad.predicate.value != vocab.MAIN_ENTITY:
            yield quad
        if quad.predicate.value in (vocab.HAS_SELECTOR, vocab.HAS_SOURCE):
            yield from _words(store, _iri(quad.object))


def _readings(store: pyoxigraph.Store, sources: list[pyoxigraph.Quad]) -> list[str]:
    """The runs of the program that read the pages from which a fact was derived."""
    from pyoxigraph import NamedNode

    pages = [_iri(quad.object) for quad in sources if quad.predicate.value == vocab.WAS_DERIVED_FROM]
    used = NamedNode(vocab.USED)
    found = (quad for page in pages for quad in store.quads_for_pattern(None, used, NamedNode(page), None))
    return sorted({_iri(quad.subject) for quad in found})


def _of(store: pyoxigraph.Store, node: str, property_: str = "") -> Iterator[pyoxigraph.Quad]:
    from pyoxigraph import NamedNode

    if not node:
        return iter(())
    return store.quads_for_pattern(NamedNode(node), NamedNode(property_) if property_ else None, None, None)


def _iri(node: object) -> str:
    """The IRI of a term; a literal has none."""
    from pyoxigraph import NamedNode

    return node.value if isinstance(node, NamedNode) else ""


def _moved(quads: Iterable[pyoxigraph.Quad], graph: str) -> Iterator[pyoxigraph.Quad]:
    from pyoxigraph import NamedNode, Quad

    where = NamedNode(graph)
    return (Quad(quad.subject, quad.predicate, quad.object, where) for quad in quads)
