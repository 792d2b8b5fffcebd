"""Shortcuts: one-line edges that follow from facts, and from nothing else."""

from __future__ import annotations

import pytest
from handmade import every_kind, profile, quads, short

from kg.graph import shortcuts
from kg.graph.quads import Quads
from kg.graph.shortcuts import RULES

SHORTCUTS = [
    pytest.param(
        "positions",
        {"organization": "Mint", "current": "true"},
        (":person/ada", "schema:worksFor", ":organization/mint"),
        id="works for",
    ),
    pytest.param(
        "positions",
        {"organization": "Mint", "end": "1842"},
        (":person/ada", "rkg:workedAt", ":organization/mint"),
        id="worked at",
    ),
    pytest.param(
        "positions",
        {"unit": "Press", "current": "true"},
        (":person/ada", "schema:worksFor", ":organization/press"),
        id="a unit alone",
    ),
    pytest.param(
        "education",
        {"organization": "Bologna", "level": "master"},
        (":person/ada", "schema:alumniOf", ":organization/bologna"),
        id="alumni of",
    ),
    pytest.param(
        "education",
        {"organization": "Bologna", "current": "true"},
        (":person/ada", "rkg:studiesAt", ":organization/bologna"),
        id="studies at",
    ),
    pytest.param(
        "education",
        {"organization": "Bologna", "advisor": ["Emmy"]},
        (":person/ada", "rkg:advisedBy", ":person/emmy"),
        id="advisor of a degree",
    ),
    pytest.param(
        "people",
        {"name": "Emmy", "relation": "advisor"},
        (":person/ada", "rkg:advisedBy", ":person/emmy"),
        id="advised by",
    ),
    pytest.param(
        "people",
        {"name": "Emmy", "relation": "advisee"},
        (":person/emmy", "rkg:advisedBy", ":person/ada"),
        id="advisee",
    ),
    pytest.param(
        "people", {"name": "Emmy", "relation": "host"}, (":person/ada", "rkg:hostedBy", ":person/emmy"), id="hosted by"
    ),
    pytest.param(
        "people",
        {"name": "Emmy", "relation": "collaborator"},
        (":person/ada", "schema:colleague", ":person/emmy"),
        id="colleague",
    ),
    pytest.param("awards", {"title": "Medal"}, (":person/ada", "schema:award", ":award/medal"), id="award"),
    pytest.param(
        "interests", {"topic": "looms"}, (":person/ada", "schema:knowsAbout", ":topic/looms"), id="knows about"
    ),
    pytest.param(
        "service",
        {"organization": "Society of Engines", "role": "Member"},
        (":person/ada", "schema:memberOf", ":organization/society-of-engines"),
        id="member of",
    ),
    pytest.param(
        "publications",
        {"title": "Notes", "authors": ["Emmy"]},
        (":work/notes", "schema:author", ":person/emmy"),
        id="author in the list",
    ),
    pytest.param(
        "publications", {"title": "Notes"}, (":work/notes", "schema:author", ":person/ada"), id="the owner is an author"
    ),
    pytest.param(
        "identifiers",
        {"value": "a@b.example", "scheme": "email"},
        (":person/ada", "schema:email", '"a@b.example"'),
        id="email",
    ),
]


def derived(found: Quads) -> set[tuple[str, str, str]]:
    return {
        (short(q.subject), short(q.predicate), short(q.object))
        for q in found
        if str(q.graph_name).endswith("/graph/shortcuts>")
    }


def ada(*facts):
    return profile("ada.md", ("identity", {"name": "Ada"}), *facts)


@pytest.mark.parametrize(("kind", "slots", "expected"), SHORTCUTS)
def test_a_fact_gives_its_shortcut(kind, slots, expected):
    assert expected in derived(quads(ada((kind, slots))))


def test_each_rule_is_specified():
    specified = {row.values[2][1] for row in SHORTCUTS} | {"schema:identifier"}
    assert specified == {short(f"<{rule.shortcut}>") for rule in RULES}


def test_an_identifier_is_found_from_its_person():
    (edge,) = derived(quads(ada(("identifiers", {"value": "ada", "scheme": "github"}))))
    assert edge[:2] == (":person/ada", "schema:identifier")
    assert edge[2].startswith(":identifiers/")


@pytest.mark.parametrize(
    ("kind", "slots"),
    [
        pytest.param("positions", {"role": "Freelancer", "current": "true"}, id="a post without an employer"),
        pytest.param("service", {"organization": "Annals", "role": "Reviewer"}, id="a venue has no members"),
        pytest.param("people", {"name": "Emmy"}, id="a tie of no stated sort"),
        pytest.param("talks", {"title": "On looms"}, id="a talk"),
    ],
)
def test_a_fact_that_says_too_little_gives_none(kind, slots):
    assert derived(quads(ada((kind, slots)))) == set()


def test_who_works_there_now_is_not_said_to_have_left():
    edges = derived(quads(ada(("positions", {"organization": "Mint", "current": "true"}))))
    assert {p for _, p, _ in edges} == {"schema:worksFor"}


@pytest.mark.parametrize("with_evidence", [True, False], ids=["whole graph", "lean graph"])
def test_shortcuts_can_be_rebuilt_from_the_facts(with_evidence):
    built = quads(every_kind(), every_kind("b.md"), evidence=with_evidence)
    stated = Quads(tuple(line for line in built.lines if "/graph/shortcuts>" not in line), built.base)
    kept = tuple(line for line in built.lines if "/graph/shortcuts>" in line)
    assert len(kept) > 10
    assert shortcuts(stated).lines == kept
    assert shortcuts(built).lines == kept
