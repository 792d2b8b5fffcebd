"""Which words of a fact stand for something, and for what."""

from __future__ import annotations

import pytest
from handmade import every_kind, fact, profile

from kg.mentions import NAMES, mention, mentions, owner, served
from kg.model import SLOTS, EntityKind, Kind, Mention, first


def the_mention(kind: str, slot: str, **slots) -> Mention | None:
    page = profile("a.md", (kind, slots))
    (stated,) = page.facts
    return mention(page, stated, slot, stated.slots[slot][0])


@pytest.mark.parametrize(
    ("kind", "slot", "slots", "expected"),
    [
        pytest.param(
            "positions",
            "organization",
            {"organization": "Mint", "location": "London"},
            Mention("a.md", EntityKind.ORGANIZATION, "Mint", place="London"),
            id="an employer with its place",
        ),
        pytest.param(
            "education",
            "unit",
            {"organization": "Bologna", "unit": "School of Law"},
            Mention("a.md", EntityKind.ORGANIZATION, "School of Law", parent="Bologna"),
            id="a unit with its organization",
        ),
        pytest.param(
            "awards",
            "title",
            {"title": "Medal", "issuer": "Royal Society"},
            Mention("a.md", EntityKind.AWARD, "Medal", parent="Royal Society"),
            id="an award with its giver",
        ),
        pytest.param("positions", "role", {"role": "Clerk"}, None, id="a role names nothing"),
        pytest.param("awards", "date", {"title": "Medal", "date": "1843"}, None, id="a date names nothing"),
    ],
)
def test_a_slot_names_what_the_table_says(kind, slot, slots, expected):
    assert the_mention(kind, slot, **slots) == expected


@pytest.mark.parametrize(
    ("organization", "role", "kind"),
    [
        pytest.param("NeurIPS", "Reviewer", EntityKind.EVENT, id="reviewer"),
        pytest.param("Annals", "Editorial board member", EntityKind.EVENT, id="an editorial board is a journal's"),
        pytest.param("ICML", "Program Committee Member", EntityKind.EVENT, id="a programme committee"),
        pytest.param("Royal Society", "Fellow", EntityKind.ORGANIZATION, id="fellow"),
        pytest.param("Advisory Board of Mints", "", EntityKind.ORGANIZATION, id="the name says that it is a body"),
        pytest.param("SIGGRAPH", "", EntityKind.EVENT, id="nothing said"),
        pytest.param("计算机学会", "会员", EntityKind.ORGANIZATION, id="a society in Chinese"),
    ],
)
def test_a_service_is_for_a_venue_or_a_body(organization, role, kind):
    slots = {"organization": organization, **({"role": role} if role else {})}
    assert served(fact("a.md", "service", **slots)) is kind


def test_the_owner_of_a_page_is_its_first_mention():
    page = profile("a.md", ("interests", {"topic": "looms"}), ("identity", {"name": "Ada"}))
    assert owner(page) == Mention("a.md", EntityKind.PERSON, "Ada")
    assert next(mentions(page)) == owner(page)
    assert owner(profile("b.md")) == Mention("b.md", EntityKind.PERSON, "")


def test_the_name_in_an_identity_fact_is_the_owner():
    page = profile("a.md", ("identity", {"name": "Ada"}))
    assert the_mention("identity", "name", name="Ada") == owner(page)


def test_each_mention_comes_once():
    page = every_kind()
    found = list(mentions(page))
    assert len(found) == len(set(found))
    assert [m.text for m in found].count("University of London") == 1
    assert {m.kind for m in found} == set(EntityKind)


def test_the_table_speaks_of_slots_that_there_are():
    assert all(slot in SLOTS[kind] for kind, slot in NAMES)
    named_in = {kind for kind, _ in NAMES}
    assert set(Kind) - named_in == {Kind.IDENTIFIERS}
    parents = {(kind, naming.parent) for (kind, _), naming in NAMES.items() if naming.parent}
    assert all(parent in SLOTS[kind] for kind, parent in parents)
    assert first(every_kind().facts[0], "name") == "Ada Lovelace"
