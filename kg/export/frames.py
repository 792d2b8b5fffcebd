"""A graph to framed JSON-LD: a tree for each person, with the facts of each kind under its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg import vocab
from kg.edtf import is_edtf
from kg.export.records import Person, Records, Row
from kg.export.resume import stated
from kg.model import LIST_SLOTS, SLOTS, Kind

_Node = Mapping[str, Any]


def framed(records: Records) -> str:
    """JSON that a program walks without knowing RDF, and that is RDF all the same."""
    people = [stated(_person(records, person)) for person in records.people]
    content = {"@context": _context(), "@graph": people}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


#: The names of what is said of a thing. A kind has other meanings for some; a thing within a fact takes these again.
_THING: _Node = {"name": vocab.NAME, "alias": vocab.ALT_LABEL, "sameAs": {"@id": vocab.SAME_AS, "@type": "@id"}}


def _context() -> _Node:
    """Short names for the terms; a kind is the list of the facts whose person is the one above."""
    context: dict[str, Any] = {"id": "@id", "type": "@type", **vocab.PREFIXES}
    context |= {**_THING, "label": vocab.LABEL}
    for kind in Kind:
        if kind is not Kind.IDENTITY:
            context[kind.value] = {"@reverse": vocab.PERSON, "@context": _slots(kind), "@container": "@set"}
    return context


def _slots(kind: Kind) -> _Node:
    """The names of a kind's slots: as written by its name, the thing itself with ``_is`` behind it."""
    names: dict[str, Any] = {}
    for slot in SLOTS[kind]:
        if slot in LIST_SLOTS:
            inner = {"text": vocab.TEXTS[kind, slot], "is": _link(vocab.LINKS[kind, slot]), "rank": vocab.RANK}
            names[slot] = {"@id": vocab.LIST_NODE[slot], "@context": inner, "@container": "@set"}
        else:
            names[slot] = {"@id": vocab.TEXTS[kind, slot], **_type(kind, slot)}
            if (kind, slot) in vocab.LINKS:
                names[f"{slot}_is"] = _link(vocab.LINKS[kind, slot])
    if kind is Kind.SERVICE:
        names["event_is"] = _link(vocab.EVENT)
    return names


def _link(property_: str) -> _Node:
    return {"@id": property_, "@context": _THING}


def _type(kind: Kind, slot: str) -> _Node:
    if slot in ("start", "end", "date"):
        return {"@type": vocab.EDTF}
    if slot == "current":
        return {"@type": vocab.XSD_BOOLEAN}
    return {"@type": vocab.XSD_ANY_URI} if slot == "url" else {}


def _person(records: Records, person: Person) -> _Node:
    return {
        **_thing(records, person.thing.iri),
        **{kind.value: [_fact(records, row) for row in person.of(kind)] for kind in Kind if kind is not Kind.IDENTITY},
    }


def _thing(records: Records, iri: str) -> _Node:
    thing = records.things.get(iri)
    if thing is None:
        return {}
    return {
        "id": iri,
        "type": vocab.ENTITY_CLASS[thing.kind][0],
        "name": thing.name,
        "alias": list(thing.aliases),
        "sameAs": list(thing.same_as),
    }


def _fact(records: Records, row: Row) -> _Node:
    fact: dict[str, Any] = {"id": row.iri, "type": vocab.FACT_CLASS[row.kind], "label": row.label}
    for slot in SLOTS[row.kind]:
        texts, things = row.texts.get(slot, ()), row.things.get(slot, ())
        if slot in LIST_SLOTS:
            fact[slot] = [_entry(records, row, slot, n) for n in range(len(texts))]
        else:
            written = [_written(slot, text) for text in texts]
            fact[slot] = written if len(written) > 1 else next(iter(written), "")
            is_event = row.kind is Kind.SERVICE and _is_event(records, things)
            fact["event_is" if is_event else f"{slot}_is"] = [_thing(records, iri) for iri in things]
    return fact


def _written(slot: str, text: str) -> Any:
    # What stands in place of a date and is none is a plain text in the graph too.
    return {"@value": text} if slot in ("start", "end", "date") and not is_edtf(text) else text


def _is_event(records: Records, things: tuple[str, ...]) -> bool:
    return any(iri in records.things and records.things[iri].kind.value == "event" for iri in things)


def _entry(records: Records, row: Row, slot: str, n: int) -> _Node:
    things = row.things.get(slot, ())
    return {
        "id": f"{row.iri}-{slot}-{n + 1}",
        "rank": n + 1,
        "text": row.texts[slot][n],
        "is": _thing(records, things[n]) if n < len(things) else {},
    }
