"""Profiles and graphs made by hand, for the tests of the rooms behind `extract`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg import vocab
from kg.graph import to_quads
from kg.graph.files import dataset
from kg.graph.quads import Quads
from kg.mentions import mentions, owner
from kg.model import SLOTS, Entity, EntityKind, Evidence, Fact, Kind, Mention, Profile, Resolution, Source, Span, Value

READ_ON = date(2026, 1, 31)


def evidence(source: str, quote: str, start: int = 0, *, heading: str = "Life", line: int = 1) -> Evidence:
    return Evidence(
        source, Span(start, start + len(quote)), quote, heading, "by hand", prefix="… ", suffix=" …", line=line
    )


def fact(source: str, kind: str, /, *, confidence: float = 0.9, at: int = 0, **slots: str | Sequence[str]) -> Fact:
    """A fact whose values stand one behind the other from character ``at``, and whose sentence holds them all."""
    values: dict[str, tuple[Value, ...]] = {}
    start = at
    for slot in SLOTS[Kind(kind)]:
        if slot in slots:
            given = slots[slot]
            texts = [given] if isinstance(given, str) else list(given)
            found = []
            for text in texts:
                found.append(Value(text, evidence(source, text, start)))
                start += len(text) + 1
            values[slot] = tuple(found)
    assert set(slots) == set(values), f"{kind} has no slot {set(slots) - set(values)}"
    sentence = " ".join(value.text for some in values.values() for value in some)
    return Fact(Kind(kind), values, (evidence(source, sentence, at),), confidence)


def profile(source: str, *facts: tuple[str, Mapping[str, str | Sequence[str]]]) -> Profile:
    """A profile of facts, each given as its kind and its slots."""
    made = tuple(fact(source, kind, at=1000 * n, **slots) for n, (kind, slots) in enumerate(facts))
    return Profile(source, (Source(source, "0a" * 32, "markdown"),), made)


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def resolution(*profiles: Profile, merged: Mapping[str, str] | None = None) -> Resolution:
    """One entity for each name within its kind, the same on every page; ``merged`` gives further names for one."""
    merged = merged or {}
    of: dict[Mention, str] = {}
    entities: dict[str, Entity] = {}
    for made in profiles:
        for mention in mentions(made):
            text = merged.get(mention.text, mention.text)
            name = slug(text) if text else slug(f"person of {made.source}")
            key = f"{mention.kind.value}/{name}"
            of[mention] = key
            known = entities.setdefault(key, Entity(key, mention.kind, text))
            if mention.text not in ("", known.name, *known.aliases):
                entities[key] = replace(known, aliases=tuple(sorted((*known.aliases, mention.text))))
    return Resolution(tuple(entities[key] for key in sorted(entities)), of)


def quads(*profiles: Profile, resolved: Resolution | None = None, evidence: bool = True, base: str = "") -> Quads:
    return to_quads(profiles, resolved or resolution(*profiles), base_iri=base, evidence=evidence, read_on=READ_ON)


def graph(*profiles: Profile, **options):
    """The graph of profiles as rdflib's dataset."""
    return dataset(quads(*profiles, **options))


_NAMES = {**vocab.PREFIXES, "": vocab.DEFAULT_BASE}


def short(term: object) -> str:
    """A term of pyoxigraph as tests write it: ``rkg:person``, ``:person/ada``, ``"text"``, ``"1843"^^xsd:gYear``."""
    text = str(term).replace(f"<{vocab.EDTF}>", "edtf")
    for prefix, namespace in _NAMES.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    return re.sub(r"<([a-z]*:[^>]*)>", r"\1", text)


def triples(found: Quads) -> set[tuple[str, str, str]]:
    """The triples of all named graphs in short form."""
    return {(short(q.subject), short(q.predicate), short(q.object)) for q in found}


def properties(found: Quads, class_: str) -> set[tuple[str, str]]:
    """The properties of the one node that has a class."""
    every = triples(found)
    nodes = {s for s, p, o in every if (p, o) == ("rdf:type", class_)}
    assert len(nodes) == 1, f"{len(nodes)} nodes are {class_}"
    return {(p, o) for s, p, o in every if s in nodes}


#: A page with at least one fact of each of the thirteen kinds.
def every_kind(source: str = "lovelace.md") -> Profile:
    return profile(
        source,
        ("identity", {"name": "Ada Lovelace"}),
        ("identifiers", {"value": "ada@example.org", "scheme": "email"}),
        (
            "education",
            {
                "organization": "University of London",
                "level": "doctorate",
                "degree": "Ph.D.",
                "field": "Mathematics",
                "unit": "School of Logic",
                "start": "1832-23",
                "end": "1835-06",
                "advisor": ["Augustus De Morgan", "Mary Somerville"],
            },
        ),
        (
            "positions",
            {
                "organization": "Analytical Engines Ltd",
                "role": "Research Intern",
                "unit": "Programming",
                "location": "London",
                "start": "1842",
                "current": "true",
            },
        ),
        ("awards", {"title": "Medal for Programs", "issuer": "Royal Society", "date": "1843"}),
        ("grants", {"title": "Engines at Work", "funder": "The Treasury", "start": "1841", "end": "1843"}),
        (
            "publications",
            {
                "title": "Notes on the Engine",
                "venue": "Scientific Memoirs",
                "date": "1843-09",
                "authors": ["L. F. Menabrea", "Ada Lovelace"],
                "url": "https://example.org/notes",
            },
        ),
        (
            "talks",
            {"title": "Keynote: What engines can do", "event": "Salon", "location": "Turin", "date": "1840-08-01"},
        ),
        ("interests", {"topic": "analytical engines"}),
        ("people", {"name": "Charles Babbage", "relation": "collaborator"}),
        ("service", {"organization": "Scientific Memoirs", "role": "Reviewer", "date": ["1843", "1844"]}),
        (
            "teaching",
            {"course": "Programming 1", "role": "Lecturer", "organization": "University of London", "date": "1844"},
        ),
        ("projects", {"name": "Bernoulli", "organization": "Analytical Engines Ltd", "date": "1842/1843"}),
    )


def owner_key(made: Profile) -> str:
    return resolution(made).of[owner(made)]


assert {f.kind for f in every_kind().facts} == set(Kind), "the page with every kind lacks one"
assert EntityKind.PERSON.value == "person"
