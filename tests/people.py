"""Small pages about people, for the tests of who is one: each is a name and what the page says besides."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import SLOTS, Evidence, Fact, Kind, Profile, Span, Value

#: ``name`` or ``(name, url)``.
Named = str | tuple[str, str]


def value(named: Named) -> Value:
    text, url = (named, "") if isinstance(named, str) else named
    return Value(text, Evidence("x.md", Span(0, 1), text, "", "by hand"), url)


def fact(kind: Kind, **slots: Named | Sequence[Named]) -> Fact:
    made = {}
    for slot in SLOTS[kind]:
        if slot in slots:
            given = slots[slot]
            made[slot] = tuple(map(value, given)) if isinstance(given, list) else (value(given),)
    return Fact(kind, made, (), 1.0)


def page(source: str, name: str, *facts: Fact) -> Profile:
    """A page of somebody."""
    return Profile(source, (), (fact(Kind.IDENTITY, name=name), *facts))


def wrote(title: str, *authors: Named, date: str = "", url: str = "") -> Fact:
    slots = {"title": title, "authors": list(authors), "date": date, "url": url}
    return fact(Kind.PUBLICATIONS, **{slot: given for slot, given in slots.items() if given})


def studied(organization: str, start: str, end: str, *advisors: Named, level: str = "doctorate") -> Fact:
    slots = {"organization": organization, "level": level, "start": start, "end": end}
    return fact(
        Kind.EDUCATION, **{s: v for s, v in slots.items() if v}, **({"advisor": list(advisors)} if advisors else {})
    )


def worked(organization: str, start: str, end: str = "") -> Fact:
    until = {"end": end} if end else {"current": "true"}
    return fact(Kind.POSITIONS, organization=organization, role="Professor", start=start, **until)


def knows(name: Named, relation: str) -> Fact:
    return fact(Kind.PEOPLE, name=name, relation=relation)


def has(scheme: str, account: str) -> Fact:
    return fact(Kind.IDENTIFIERS, value=account, scheme=scheme)
