"""Two pages that name the same people: who is one, who stays two."""

from __future__ import annotations

from kg.model import EntityKind as E
from kg.model import Evidence, Fact, Kind, Mention, Profile, Span, Value
from kg.resolve import resolve


def value(text: str, url: str = "") -> Value:
    return Value(text, Evidence("x.md", Span(0, 1), text, "", "test"), url)


def profile(source: str, *facts: Fact) -> Profile:
    return Profile(source, (), facts)


def fact(kind: Kind, **slots: str) -> Fact:
    return Fact(kind, {slot: (value(text),) for slot, text in slots.items()}, (), 1.0)


def test_two_owners_of_one_name_are_two_people():
    pages = [profile(f"{page}.md", fact(Kind.IDENTITY, name="Wei Zhang")) for page in ("a", "b")]
    of = resolve(pages).of
    assert of[Mention("a.md", E.PERSON, "Wei Zhang")] != of[Mention("b.md", E.PERSON, "Wei Zhang")]


def test_an_organization_is_one_however_its_name_is_set():
    pages = [
        profile("a.md", fact(Kind.POSITIONS, organization="The University of Atlantis", role="Lecturer")),
        profile("b.md", fact(Kind.EDUCATION, organization="university of ATLANTIS", level="master")),
    ]
    of = resolve(pages).of
    assert (
        of[Mention("a.md", E.ORGANIZATION, "The University of Atlantis")]
        == of[Mention("b.md", E.ORGANIZATION, "university of ATLANTIS")]
    )
