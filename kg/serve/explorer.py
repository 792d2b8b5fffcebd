"""A thing in a large graph to a drawing of what is near it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import vocab

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store
    from rdflib import Dataset

_FACTS = frozenset(vocab.FACT_CLASS.values())
_LISTS = frozenset(vocab.LIST_NODE.values())


def drawn(graph: Dataset, **options: Any) -> bytes:
    """The interactive page of a graph."""
    from kg.draw import draw

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        draw(graph, page, **options)
        return page.read_bytes()


def surroundings(store: Store, thing: str, depth: int, most: int) -> Dataset:
    """The facts that are up to ``depth`` steps from a thing, at most ``most``, with all that a drawing says of them."""
    from pyoxigraph import NamedNode

    from kg.graph.files import as_rdflib

    rim = [NamedNode(thing)]
    things = {rim[0]}
    facts: dict[Any, list[Quad]] = {}
    for _ in range(max(depth, 1)):
        found = {fact for end in rim for fact in _facts_of(store, end) if fact not in facts}
        new = sorted(found, key=str)[: most - len(facts)]
        facts |= {fact: list(_told(store, fact)) for fact in new}
        ends = {q.object for fact in new for q in facts[fact] if isinstance(q.object, NamedNode)} - things
        rim = [end for end in sorted(ends, key=str) if _has_name(store, end)]
        things.update(rim)
    return as_rdflib(_part(store, things, facts))


def _part(store: Store, things: set[Any], facts: dict[Any, list[Quad]]) -> Store:
    from pyoxigraph import Store

    part = Store()
    for quads in facts.values():
        part.extend(quads)
    for thing in things:
        part.extend(store.quads_for_pattern(thing, None, None))
    return part


def _facts_of(store: Store, end: Any) -> Iterator[Any]:
    """The facts that name a thing, by themselves or in a list of theirs."""
    for quad in store.quads_for_pattern(None, None, end):
        if _is_fact(store, quad.subject):
            yield quad.subject
        else:
            for above in store.quads_for_pattern(None, None, quad.subject):
                if above.predicate.value in _LISTS:
                    yield above.subject


def _told(store: Store, fact: Any) -> Iterator[Quad]:
    """A fact with its lists, its page and the words that state it."""
    deeper = {vocab.WAS_DERIVED_FROM, vocab.EVIDENCE, *_LISTS}
    for quad in store.quads_for_pattern(fact, None, None):
        yield quad
        if quad.predicate.value in deeper:
            for inner in _of(store, quad.object):
                yield inner
                if inner.predicate.value in (vocab.HAS_SELECTOR, vocab.HAS_SOURCE):
                    yield from _of(store, inner.object)


def _of(store: Store, node: Any) -> Iterator[Quad]:
    yield from store.quads_for_pattern(node, None, None)


def _is_fact(store: Store, node: Any) -> bool:
    from pyoxigraph import NamedNode

    classes: Iterator[Any] = store.quads_for_pattern(node, NamedNode(vocab.TYPE), None)
    return any(quad.object.value in _FACTS for quad in classes)


def _has_name(store: Store, node: Any) -> bool:
    from pyoxigraph import NamedNode

    return next(iter(store.quads_for_pattern(node, NamedNode(vocab.NAME), None)), None) is not None
