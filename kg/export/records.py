"""A graph to Records: its people, each with the facts of their pages, and the things that these name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from kg.errors import GraphError, SettingsError
from kg.model import LIST_SLOTS, SLOTS, EntityKind, Kind
from kg.sparql import oxigraph

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity. ``parent`` is the IRI of what it belongs to, ``place`` an IRI or plain text; both may be empty."""

    iri: str
    kind: EntityKind
    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    parent: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: the texts of its slots as written, and the IRIs of the things that they name.

    Several values of ``authors`` and ``advisor`` stand in the order of the page. A list's ``things`` has one entry a
    value, empty where a value names nothing.
    """

    iri: str
    kind: Kind
    label: str
    texts: Mapping[str, tuple[str, ...]]
    things: Mapping[str, tuple[str, ...]]
    first: str = ""
    last: str = ""
    confidence: str = ""

    def __getitem__(self, slot: str) -> str:
        """The first text of a slot, or an empty string."""
        return next(iter(self.texts.get(slot, ())), "")

    def thing(self, slot: str) -> str:
        """The IRI of the first thing that a slot names, or an empty string."""
        return next(iter(self.things.get(slot, ())), "")


@dataclass(frozen=True, slots=True)
class Person:
    """The owner of one or more pages. A fact that two pages state in the same words stands once.

    ``name`` is empty where no page says whose it is; the thing has a name for that too ("the person of ada.md").
    """

    thing: Thing
    name: str
    pages: tuple[str, ...]
    rows: tuple[Row, ...]
    read_on: str = ""

    def of(self, kind: Kind) -> tuple[Row, ...]:
        """The facts of one kind, the latest first."""
        return tuple(row for row in self.rows if row.kind is kind)


@dataclass(frozen=True, slots=True)
class Records:
    """What is exported. ``store`` is the graph itself, for the formats that take its statements as they are."""

    people: tuple[Person, ...]
    things: Mapping[str, Thing]
    store: pyoxigraph.Store

    def name(self, iri: str) -> str:
        """The name of a thing, or its IRI."""
        return self.things[iri].name if iri in self.things else iri


def records(graph: rdflib.Graph, *, people: Sequence[str] = ()) -> Records:
    """Read the facts of a graph.

    Args:
        graph: as ``kg.graph.load`` gives it, or any graph of rdflib.
        people: names or IRIs of owners of pages; all if empty.

    Raises:
        GraphError: the graph has no page of a person.
        SettingsError: nobody, or more than one person, has such a name.
    """
    store = oxigraph(graph)
    things = {thing.iri: thing for thing in _things(store)}
    rows = _rows(store)
    found = tuple(_people(store, things, rows))
    if not found:
        raise GraphError("the graph holds nobody's page; build one with kg build")
    chosen = [_named(found, name).thing.iri for name in people]
    return Records(tuple(p for p in found if not chosen or p.thing.iri in chosen), things, store)


def _named(people: Sequence[Person], name: str) -> Person:
    """The person of an IRI or a name or, where only one has them, of some words of a name."""
    wanted = name.casefold()
    exact = [p for p in people if p.thing.iri == name or wanted in map(str.casefold, _names(p.thing))]
    close = exact or [p for p in people if any(_holds_words(called, wanted) for called in _names(p.thing))]
    if len(close) == 1:
        return close[0]
    if not close:
        raise SettingsError(f"{name!r}: nobody's page has that name; kg query GRAPH identity lists the people")
    some = ", ".join(f"{p.thing.name} <{p.thing.iri}>" for p in close[:4])
    raise SettingsError(f"{name!r} may be {some}{', …' if len(close) > 4 else ''}; give the IRI of one")


def _names(thing: Thing) -> tuple[str, ...]:
    return (thing.name, *thing.aliases)


def _holds_words(name: str, wanted: str) -> bool:
    return set(wanted.split()) <= set(name.casefold().split())


# ---------------------------------------------------------------------------------------------------------------
# from statements


_Table = Mapping[str, Mapping[str, list[str]]]


def select(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query over all named graphs as texts, each once, sorted; an empty cell is an empty text."""
    import pyoxigraph

    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return sorted({tuple(_text(cell) for cell in row) for row in found})


def classes(store: pyoxigraph.Store, iri: str) -> frozenset[str]:
    """The classes of a node."""
    from pyoxigraph import NamedNode

    found = store.quads_for_pattern(NamedNode(iri), NamedNode(vocab.TYPE), None, None)
    return frozenset(_text(quad.object) for quad in found)


def _text(cell: object) -> str:
    return "" if cell is None else str(getattr(cell, "value", cell))


def _table(rows: Iterable[Sequence[str]]) -> _Table:
    """Rows of node, property, value as a table of each node's properties."""
    table: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, property_, value in rows:
        table[node][property_].append(value)
    return table


_THINGS = """
SELECT ?thing ?property ?value WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class ; ?property ?value .
  FILTER(?property IN ({properties}))
}}"""

_OF_THINGS = (vocab.TYPE, vocab.NAME, vocab.ALT_LABEL, vocab.SAME_AS, vocab.CATEGORY, vocab.LOCATION)


def _things(store: pyoxigraph.Store) -> Iterator[Thing]:
    of_class = {classes[0]: kind for kind, classes in vocab.ENTITY_CLASS.items()}
    properties = (*_OF_THINGS, *sorted(set(vocab.PARENT.values())))
    query = _THINGS.format(classes=" ".join(map(_iri, of_class)), properties=", ".join(map(_iri, properties)))
    for iri, stated in _table(select(store, query)).items():
        kinds = [of_class[class_] for class_ in stated[vocab.TYPE] if class_ in of_class]
        # A fact can have the class of a thing (a grant is a schema:Grant); it has no name as a thing has.
        if kinds and vocab.NAME in stated:
            yield _thing(iri, kinds[0], stated)


def _thing(iri: str, kind: EntityKind, stated: Mapping[str, list[str]]) -> Thing:
    name, *others = stated[vocab.NAME]
    return Thing(
        iri=iri,
        kind=kind,
        name=name,
        category=_only(stated.get(vocab.CATEGORY, ())),
        aliases=tuple(dict.fromkeys((*others, *stated.get(vocab.ALT_LABEL, ())))),
        same_as=tuple(stated.get(vocab.SAME_AS, ())),
        parent=_only(stated.get(vocab.PARENT[kind], ()) if kind in vocab.PARENT else ()),
        place=_only(stated.get(vocab.LOCATION, ())),
    )


def _only(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _iri(iri: str) -> str:
    return f"<{iri}>"


_FACTS = """
SELECT ?fact ?property ?value WHERE {{
  ?fact a <{class_}> ; <{person}> ?person ; ?property ?value .
  FILTER(?property IN ({properties}))
}}"""

_ENTRIES = """
SELECT ?fact ?rank ?text ?thing WHERE {{
  ?fact <{node}> ?entry . ?entry <{rank}> ?rank ; <{text}> ?text .
  OPTIONAL {{ ?entry <{link}> ?thing }}
}}"""

_OF_FACTS = (
    vocab.PERSON,
    vocab.LABEL,
    vocab.CONFIDENCE,
    vocab.EARLIEST,
    vocab.LATEST,
    vocab.EVENT,
)


def _rows(store: pyoxigraph.Store) -> Mapping[str, list[Row]]:
    """The facts of each person."""
    of: dict[str, list[Row]] = defaultdict(list)
    for kind in Kind:
        table = _table(select(store, _facts_query(kind)))
        lists = {slot: _entries(store, kind, slot) for slot in SLOTS[kind] if slot in LIST_SLOTS}
        for iri, stated in table.items():
            row = _row(iri, kind, stated, {slot: entries.get(iri, []) for slot, entries in lists.items()})
            for person in stated[vocab.PERSON]:
                of[person].append(row)
    return of


def _facts_query(kind: Kind) -> str:
    texts = {vocab.TEXTS[kind, slot] for slot in SLOTS[kind] if slot not in LIST_SLOTS}
    links = {vocab.LINKS[kind, slot] for slot in SLOTS[kind] if (kind, slot) in vocab.LINKS}
    properties = ", ".join(map(_iri, sorted({*_OF_FACTS, *texts, *links})))
    return _FACTS.format(class_=vocab.FACT_CLASS[kind], person=vocab.PERSON, properties=properties)


def _entries(store: pyoxigraph.Store, kind: Kind, slot: str) -> Mapping[str, list[tuple[str, str]]]:
    """The text and the thing of each value of a list, in order, by fact."""
    query = _ENTRIES.format(
        node=vocab.LIST_NODE[slot], rank=vocab.RANK, text=vocab.TEXTS[kind, slot], link=vocab.LINKS[kind, slot]
    )
    of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for fact, _, text, thing in sorted(select(store, query), key=lambda row: (row[0], int(row[1]))):
        of[fact].append((text, thing))
    return of


def _row(iri: str, kind: Kind, stated: Mapping[str, list[str]], lists: Mapping[str, Sequence[tuple[str, str]]]) -> Row:
    texts: dict[str, tuple[str, ...]] = {}
    things: dict[str, tuple[str, ...]] = {}
    for slot in SLOTS[kind]:
        if slot in lists:
            texts[slot] = tuple(text for text, _ in lists[slot])
            things[slot] = tuple(thing for _, thing in lists[slot])
        else:
            texts[slot] = tuple(stated.get(vocab.TEXTS[kind, slot], ()))
            things[slot] = tuple(_linked(kind, slot, stated))
    return Row(
        iri=iri,
        kind=kind,
        label=_only(stated.get(vocab.LABEL, ())),
        texts={slot: found for slot, found in texts.items() if found},
        things={slot: found for slot, found in things.items() if any(found)},
        first=_only(stated.get(vocab.EARLIEST, ())),
        last=_only(stated.get(vocab.LATEST, ())),
        confidence=_only(stated.get(vocab.CONFIDENCE, ())),
    )


def _linked(kind: Kind, slot: str, stated: Mapping[str, list[str]]) -> Iterator[str]:
    if (kind, slot) in vocab.LINKS:
        yield from stated.get(vocab.LINKS[kind, slot], ())
    if kind is Kind.SERVICE and slot == "organization":
        yield from stated.get(vocab.EVENT, ())


_PAGES = """
SELECT ?person ?path ?day WHERE {{
  ?page <{of}> ?person ; <{path}> ?path . OPTIONAL {{ ?page <{read_on}> ?day }}
}}"""


def _people(
    store: pyoxigraph.Store, things: Mapping[str, Thing], rows: Mapping[str, Sequence[Row]]
) -> Iterator[Person]:
    pages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    query = _PAGES.format(of=vocab.MAIN_ENTITY, path=vocab.PATH, read_on=vocab.READ_ON)
    for person, path, day in select(store, query):
        pages[person].append((path, day))
    for person, read in pages.items():
        if person in things:
            paths, days = zip(*read, strict=True)
            found = tuple(_in_order(rows.get(person, ())))
            is_named = any(row.kind is Kind.IDENTITY for row in found)
            yield Person(things[person], things[person].name if is_named else "", paths, found, max(days))


def _in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """Kind by kind, the latest first, what has no date last; of those that say the same, one."""
    said = set()
    for row in sorted(rows, key=_place):
        content = (row.kind, tuple(sorted(row.texts.items())))
        if content not in said:
            said.add(content)
            yield row


_KINDS = list(Kind)


def _place(row: Row) -> tuple[int, int, str, str]:
    now = row["current"] == "true"
    day = "9999-99-99" if now else row.last or row.first
    # Later days first: no text sorts backwards, a number does.
    return _KINDS.index(row.kind), -int(day.replace("-", "") or 0), row.label, row.iri
