"""A fact to the words that stand for it in a list: ``Research Intern, Acme Labs (2020–2021)``."""

from __future__ import annotations

from collections.abc import Mapping

from kg.graph.dates import spoken
from kg.model import SLOTS, Fact, Kind, first, texts

#: The slots that name a fact of each kind, in the order in which people say them.
NAMED_BY: Mapping[Kind, tuple[str, ...]] = {
    Kind.IDENTITY: ("name",),
    Kind.IDENTIFIERS: ("scheme", "value"),
    Kind.EDUCATION: ("degree", "field", "unit", "organization"),
    Kind.POSITIONS: ("role", "unit", "organization"),
    Kind.AWARDS: ("title", "issuer"),
    Kind.GRANTS: ("title", "funder"),
    Kind.PUBLICATIONS: ("title", "venue"),
    Kind.TALKS: ("title", "event"),
    Kind.INTERESTS: ("topic",),
    Kind.PEOPLE: ("relation", "name"),
    Kind.SERVICE: ("role", "organization"),
    Kind.TEACHING: ("role", "course", "organization"),
    Kind.PROJECTS: ("name",),
}


def label(fact: Fact) -> str:
    """One line for a fact; an education without a stated degree is named by its level."""
    named = [", ".join(texts(fact, slot)) for slot in NAMED_BY[fact.kind] if fact.slots.get(slot)]
    if fact.kind is Kind.EDUCATION and not fact.slots.get("degree") and first(fact, "level"):
        named.insert(0, first(fact, "level"))
    words, when = ", ".join(named) or fact.kind.value, _when(fact)
    return f"{words} ({when})" if when else words


def _when(fact: Fact) -> str:
    if "date" in SLOTS[fact.kind]:
        return ", ".join(spoken(day) for day in texts(fact, "date"))
    start, end = spoken(first(fact, "start")), spoken(first(fact, "end"))
    if first(fact, "current"):
        return f"{start}–{end or 'now'}" if start else f"until {end}" if end else "now"
    return f"{start}–{end}" if start and end and start != end else f"since {start}" if start and not end else end
