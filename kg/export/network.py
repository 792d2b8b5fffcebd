"""Records to a network of things: people, institutions, works … and a line for each fact that ties two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.export.records import Person, Records, Row, Thing, records
from kg.model import SLOTS, Kind

if TYPE_CHECKING:
    import networkx
    import rdflib


@dataclass(frozen=True, slots=True)
class Way:
    """How a slot of a fact ties two things: from what the slot ``source`` names, or from the owner of the page.

    ``word`` is what a line is called, in the manner of Neo4j. A line that is ``back`` runs from the slot's thing.
    """

    word: str
    source: str = ""
    back: bool = False


#: The lines of each kind of fact.
WAYS: Mapping[tuple[Kind, str], Way] = {
    (Kind.EDUCATION, "organization"): Way("STUDIED_AT"),
    (Kind.EDUCATION, "unit"): Way("STUDIED_IN"),
    (Kind.EDUCATION, "advisor"): Way("ADVISED", back=True),
    (Kind.POSITIONS, "organization"): Way("WORKED_AT"),
    (Kind.POSITIONS, "unit"): Way("WORKED_IN"),
    (Kind.POSITIONS, "location"): Way("LOCATED_IN", "organization"),
    (Kind.AWARDS, "title"): Way("WON"),
    (Kind.AWARDS, "issuer"): Way("GIVES", "title", back=True),
    (Kind.GRANTS, "funder"): Way("FUNDED", back=True),
    (Kind.PUBLICATIONS, "title"): Way("WROTE"),
    (Kind.PUBLICATIONS, "venue"): Way("PUBLISHED_IN", "title"),
    (Kind.PUBLICATIONS, "authors"): Way("WROTE", "title", back=True),
    (Kind.TALKS, "event"): Way("SPOKE_AT"),
    (Kind.TALKS, "location"): Way("LOCATED_IN", "event"),
    (Kind.INTERESTS, "topic"): Way("KNOWS_ABOUT"),
    (Kind.SERVICE, "organization"): Way("SERVED"),
    (Kind.TEACHING, "course"): Way("TAUGHT"),
    (Kind.TEACHING, "organization"): Way("OFFERED_BY", "course"),
    (Kind.PROJECTS, "name"): Way("BUILT"),
    (Kind.PROJECTS, "organization"): Way("BUILT_AT", "name"),
}

#: The line to a person who is named in words, by the relation.
RELATIONS: Mapping[str, Way] = {
    "advisor": Way("ADVISED", back=True),
    "advisee": Way("ADVISED"),
    "host": Way("HOSTED", back=True),
    "collaborator": Way("WORKED_WITH"),
}
_PART_OF = "PART_OF"


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two things. ``properties`` has the texts of the fact's slots and its confidence."""

    source: str
    target: str
    word: str
    fact: str
    kind: str
    label: str
    first: str
    last: str
    properties: Mapping[str, str]


def to_networkx(graph: rdflib.Graph, *, person: str | Sequence[str] = ()) -> networkx.MultiDiGraph:
    """A graph of ours as one of networkx: a node a thing, a line for each fact that ties two things.

    Nodes have ``label``, ``kind``, ``category`` and ``owner`` (whether a page of the person was read). Lines have
    ``word`` (``STUDIED_AT`` …), ``kind``, ``label``, ``fact``, ``first`` and ``last`` (days, where they are known), and
    the texts of the fact's slots. All values are texts, so that every format of networkx can hold them.

    Args:
        person: names or IRIs of owners of pages; all if empty.

    Raises:
        GraphError: the graph has no page of a person.
        SettingsError: nobody of that name.

    >>> to_networkx(graph).number_of_nodes()  # doctest: +SKIP
    """
    return network(records(graph, people=[person] if isinstance(person, str) else person))


def network(found: Records) -> networkx.MultiDiGraph:
    """The same from records."""
    import networkx

    made = networkx.MultiDiGraph()
    ties = list(lines(found))
    owners = {person.thing.iri for person in found.people}
    for iri in sorted({end for line in ties for end in (line.source, line.target)} | owners):
        made.add_node(iri, **node(found.things[iri], iri in owners))
    for line in ties:
        made.add_edge(line.source, line.target, key=line_id(line), **attributes(line))
    return made


def node(thing: Thing, is_owner: bool) -> dict[str, Any]:
    """The attributes of a node."""
    return {
        "label": _clean(thing.name),
        "kind": thing.kind.value,
        "category": thing.category,
        "owner": "true" if is_owner else "false",
        "same_as": " ".join(thing.same_as),
    }


def attributes(line: Line) -> dict[str, str]:
    """The attributes of a line; those without a value are left out."""
    own = {
        "word": line.word,
        "kind": line.kind,
        "label": line.label,
        "fact": line.fact,
        "first": line.first,
        "last": line.last,
    }
    return {name: _clean(value) for name, value in {**line.properties, **own}.items() if value}


def _clean(text: str) -> str:
    # What XML 1.0 has no way to write would make GraphML that no tool opens.
    return "".join(c for c in text if c in "\t\n" or c.isprintable() or c.isspace())


def line_id(line: Line) -> str:
    """A name of a line that no other line of a network has."""
    return " ".join(filter(None, (line.word, line.fact, line.source, line.target)))


def lines(found: Records) -> Iterator[Line]:
    """The ties of all facts, then those of parts to their wholes, each once and in one order."""
    ties = {(line.source, line.target, line.word, line.fact): line for line in _lines(found)}
    used = {end for line in ties.values() for end in (line.source, line.target)}
    yield from (ties[key] for key in sorted(ties))
    for iri in sorted(_with_parents(found, used)):
        parent = found.things[iri].parent
        yield Line(iri, parent, _PART_OF, "", "", "part of", "", "", {})


def _with_parents(found: Records, used: set[str]) -> set[str]:
    """The things whose whole is a thing too: those of a fact, what they are part of, and so on."""
    reached: set[str] = set()
    todo = sorted(used)
    while todo:
        thing = found.things.get(todo.pop())
        if thing and thing.parent in found.things and thing.iri != thing.parent and thing.iri not in reached:
            reached.add(thing.iri)
            todo.append(thing.parent)
    return reached


def _lines(found: Records) -> Iterator[Line]:
    for person in found.people:
        for row in person.rows:
            for way, source, target in _ties(person, row):
                if source in found.things and target in found.things and source != target:
                    yield _line(row, way, source, target)


def _ties(person: Person, row: Row) -> Iterator[tuple[Way, str, str]]:
    if row.kind is Kind.PEOPLE and row["relation"] in RELATIONS:
        way = RELATIONS[row["relation"]]
        yield from (_turned(way, person.thing.iri, other) for other in row.things.get("name", ()))
    for slot in SLOTS[row.kind]:
        way = WAYS.get((row.kind, slot), _NO_WAY)
        if way is not _NO_WAY:
            source = row.thing(way.source) if way.source else person.thing.iri
            yield from (_turned(way, source, target) for target in row.things.get(slot, ()))


_NO_WAY = Way("")


def _turned(way: Way, source: str, target: str) -> tuple[Way, str, str]:
    return (way, target, source) if way.back else (way, source, target)


def _line(row: Row, way: Way, source: str, target: str) -> Line:
    texts = {slot: "; ".join(values) for slot, values in row.texts.items()}
    return Line(
        source=source,
        target=target,
        word=way.word,
        fact=row.iri,
        kind=row.kind.value,
        label=row.label,
        first=row.first,
        last=row.last,
        properties={**texts, "confidence": row.confidence},
    )
