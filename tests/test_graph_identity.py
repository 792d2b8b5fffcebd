"""Entities, the words that stand for them, and the decisions between."""

from __future__ import annotations

import pytest
from handmade import profile, properties, quads, resolution, triples

from kg.model import Decision, Entity, EntityKind, Mention, Resolution

PAGE = profile(
    "ada.md",
    ("identity", {"name": "Ada"}),
    ("education", {"organization": "Univ. of Bologna", "unit": "School of Law"}),
)


def with_entity(key: str, **changes) -> Resolution:
    found = resolution(PAGE)
    changed = tuple(
        Entity(**{**{name: getattr(e, name) for name in e.__slots__}, **changes}) if e.key == key else e
        for e in found.entities
    )
    return Resolution(changed, found.of, found.decisions)


BOLOGNA = "organization/univ-of-bologna"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, {("rdf:type", "schema:Organization"), ("schema:name", '"Univ. of Bologna"')}, id="name"),
        pytest.param(
            {"aliases": ("UniBo", "Bologna")},
            {("skos:altLabel", '"UniBo"'), ("skos:altLabel", '"Bologna"')},
            id="aliases",
        ),
        pytest.param(
            {"category": "university"},
            {("rdf:type", "schema:CollegeOrUniversity"), ("rkg:category", '"university"')},
            id="category",
        ),
        pytest.param({"category": "circus"}, {("rkg:category", '"circus"')}, id="a category of no class"),
        pytest.param(
            {"same_as": ("https://example.org/record",)},
            {("schema:sameAs", "https://example.org/record")},
            id="accepted link",
        ),
        pytest.param(
            {"former": ("organization/bologna-1",)}, {("schema:sameAs", ":organization/bologna-1")}, id="a key it had"
        ),
        pytest.param(
            {"parent": "organization/school-of-law"},
            {("schema:parentOrganization", ":organization/school-of-law")},
            id="parent",
        ),
        pytest.param({"place": "Bologna, Italy"}, {("schema:location", '"Bologna, Italy"')}, id="place"),
        pytest.param(
            {"successor": "organization/school-of-law"},
            {("rkg:successor", ":organization/school-of-law")},
            id="successor",
        ),
    ],
)
def test_an_entity_has_what_is_known_of_it(changes, expected):
    every = triples(quads(PAGE, resolved=with_entity(BOLOGNA, **changes)))
    assert expected <= {(p, o) for s, p, o in every if s == f":{BOLOGNA}"}


def test_a_key_that_an_entity_had_leads_to_it_and_stands_in_its_decisions():
    former = "organization/bologna-1"
    found = with_entity(BOLOGNA, former=(former,))
    why = Decision(BOLOGNA, former, 0.9, ("the same link",), True, "kg")
    every = triples(quads(PAGE, resolved=Resolution(found.entities, found.of, (why,))))
    assert {(p, o) for s, p, o in every if s == f":{former}"} == {("schema:sameAs", f":{BOLOGNA}")}
    assert {o for s, p, o in every if p == "rkg:right"} == {f":{former}"}


def test_each_mention_says_which_words_stand_for_what_and_where():
    every = triples(quads(PAGE))
    mentions = {s for s, p, o in every if (p, o) == ("rdf:type", "rkg:Mention")}
    said = {
        (o, denoted)
        for s, p, o in every
        if s in mentions and p == "rkg:mentionText"
        for t, q, denoted in every
        if t == s and q == "rkg:denotes"
    }
    assert said == {
        ('"Ada"', ":person/ada"),
        ('"Univ. of Bologna"', f":{BOLOGNA}"),
        ('"School of Law"', ":organization/school-of-law"),
    }
    assert {o for s, p, o in every if s in mentions and p == "prov:wasDerivedFrom"} == {":document/ada.md"}


def decided(*decisions: Decision):
    found = resolution(PAGE)
    return quads(PAGE, resolved=Resolution(found.entities, found.of, decisions))


SCHOOL = Mention("ada.md", EntityKind.ORGANIZATION, "Univ. of Bologna")


def test_an_accepted_mention_has_its_score_and_its_reasons():
    built = decided(Decision(SCHOOL.text, BOLOGNA, 0.93, ("the same name", "the same place"), True, "kg", SCHOOL))
    every = triples(built)
    (node,) = {s for s, p, o in every if (p, o) == ("rkg:mentionText", '"Univ. of Bologna"')}
    assert {(p, o) for s, p, o in every if s == node} >= {
        ("rkg:score", '"0.93"^^xsd:decimal'),
        ("rkg:reason", '"the same name"'),
        ("rkg:reason", '"the same place"'),
        ("rkg:decidedBy", '"kg"'),
    }
    assert "rkg:IdentityDecision" not in {o for _, _, o in every}


def test_what_was_kept_apart_is_a_decision_of_its_own():
    built = decided(
        Decision(SCHOOL.text, "organization/bologna-business-school", 0.4, ("another school",), False, "kg", SCHOOL)
    )
    found = properties(built, "rkg:IdentityDecision")
    assert found >= {
        ("rkg:accepted", '"false"^^xsd:boolean'),
        ("rkg:right", '"organization/bologna-business-school"'),
        ("rkg:reason", '"another school"'),
        ("rkg:score", '"0.40"^^xsd:decimal'),
    }
    assert [o for p, o in found if p == "rkg:left"][0].startswith(":mention/")


def test_two_entities_that_were_compared_are_named_by_their_iris():
    built = decided(Decision(BOLOGNA, "organization/school-of-law", 0.9, ("the user says so",), True, "the user"))
    assert properties(built, "rkg:IdentityDecision") >= {
        ("rkg:left", f":{BOLOGNA}"),
        ("rkg:right", ":organization/school-of-law"),
        ("rkg:accepted", '"true"^^xsd:boolean'),
    }
