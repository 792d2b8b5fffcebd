"""The questions across profiles, each with a small world in which the answer is plain."""

from __future__ import annotations

import pytest
from handmade import graph, profile, resolution

from kg.errors import QueryError
from kg.model import Decision, Entity, EntityKind, Mention, Resolution
from kg.query import ask, questions


def person(source: str, name: str, *facts):
    return profile(source, ("identity", {"name": name}), *facts)


ADA = person(
    "ada.md",
    "Ada",
    (
        "education",
        {"organization": "Bologna", "level": "doctorate", "degree": "Ph.D.", "end": "1835", "advisor": ["Mary"]},
    ),
    ("positions", {"organization": "Mint", "role": "Clerk", "start": "1836", "end": "1840"}),
    ("positions", {"organization": "Engines Ltd", "role": "Programmer", "start": "1841", "current": "true"}),
    ("awards", {"title": "Copper Medal", "date": "1843"}),
    ("interests", {"topic": "looms"}),
    ("publications", {"title": "Notes", "authors": ["Ada", "Bob"]}),
)
BOB = person(
    "bob.md",
    "Bob",
    ("education", {"organization": "Bologna", "level": "master", "start": "1834", "end": "1837"}),
    ("positions", {"organization": "Mint", "role": "Assayer", "start": "1838-06", "end": "1839"}),
    ("people", {"name": "Ada", "relation": "advisor"}),
    ("awards", {"title": "Copper Medal", "date": "1841-05"}),
    ("interests", {"topic": "wheels"}),
)
MARY = person(
    "mary.md",
    "Mary",
    ("people", {"name": "Ada", "relation": "advisee"}),
    ("people", {"name": "Grace", "relation": "collaborator"}),
    ("education", {"organization": "Padua", "level": "doctorate", "start": "1820", "end": "1824"}),
    ("positions", {"organization": "Bologna", "role": "Professor", "start": "1825", "end": "1835"}),
)
WORLD = graph(ADA, BOB, MARY)

ANSWERS = [
    pytest.param(
        "overlap",
        {"org": "mint"},
        ["one", "other", "organization", "from", "until"],
        [("Ada", "Bob", "Mint", "1838-06-01", "1839-12-31")],
        id="at one place in the same years",
    ),
    pytest.param(
        "overlap",
        {"person": "Mary"},
        ["one", "other", "from", "until"],
        [("Bob", "Mary", "1834-01-01", "1835-12-31")],
        id="with one person; an end alone is no stay",
    ),
    pytest.param(
        "alumni-now",
        {"org": "bologna", "now": "engines"},
        ["person", "alumnusOf", "worksFor", "role"],
        [("Ada", "Bologna", "Engines Ltd", "Programmer")],
        id="alumni of X who work at Y",
    ),
    pytest.param("alumni-now", {"now": "Mint"}, ["person"], [], id="who left is not there now"),
    pytest.param(
        "laureates",
        {"award": "medal"},
        ["award", "year", "person", "source"],
        [("Copper Medal", "1841", "Bob", "bob.md"), ("Copper Medal", "1843", "Ada", "ada.md")],
        id="laureates by year",
    ),
    pytest.param(
        "ancestors",
        {"person": "Bob"},
        ["person", "ancestor", "advised"],
        [("Bob", "Ada", "Bob"), ("Bob", "Mary", "Ada")],
        id="advisors and their advisors",
    ),
    pytest.param(
        "descendants",
        {"person": "Mary"},
        ["person", "descendant", "advisor"],
        [("Mary", "Ada", "Mary"), ("Mary", "Bob", "Ada")],
        id="advisees and their advisees",
    ),
    pytest.param(
        "destinations",
        {"org": "Bologna"},
        ["graduatesOf", "wentTo", "people", "names"],
        [("Bologna", "Mint", "2", "Ada | Bob"), ("Bologna", "Engines Ltd", "1", "Ada")],
        id="where graduates went",
    ),
    pytest.param(
        "coauthors", {}, ["person", "coauthor", "works"], [("Ada", "Bob", "1"), ("Bob", "Ada", "1")], id="co-authors"
    ),
    pytest.param(
        "coauthors-colleagues",
        {},
        ["person", "coauthor", "work", "shared"],
        [("Ada", "Bob", "Notes", "Bologna"), ("Ada", "Bob", "Notes", "Mint")],
        id="co-authors who shared an employer",
    ),
    pytest.param(
        "experts", {"topic": "LOOMS"}, ["topic", "person", "now"], [("looms", "Ada", "Engines Ltd")], id="who knows"
    ),
    pytest.param(
        "experts", {"topic": "wheels"}, ["topic", "person", "now"], [("wheels", "Bob", None)], id="who knows, no post"
    ),
    pytest.param(
        "posts-on",
        {"date": "1839-01-01"},
        ["person", "role", "organization", "start", "end"],
        [("Ada", "Clerk", "Mint", "1836", "1840"), ("Bob", "Assayer", "Mint", "1838-06", "1839")],
        id="posts held on a day",
    ),
    pytest.param("posts-on", {}, ["person", "organization"], [("Ada", "Engines Ltd")], id="posts held when read"),
    pytest.param(
        "posts-on", {"date": "1838-01-01", "org": "mint"}, ["person"], [("Ada",)], id="posts on a day at a place"
    ),
    pytest.param(
        "coaffiliation",
        {"person": "Ada"},
        ["one", "other", "shared", "institutions"],
        [("Ada", "Bob", "2", "Bologna | Mint"), ("Ada", "Mary", "1", "Bologna")],
        id="shared institutions",
    ),
    pytest.param(
        "mobility",
        {},
        ["from", "to", "people"],
        [("Bologna", "Mint", "2"), ("Mint", "Engines Ltd", "1"), ("Padua", "Bologna", "1")],
        id="moves",
    ),
    pytest.param("mobility", {"org": "padua"}, ["from", "to"], [("Padua", "Bologna")], id="moves from or to a place"),
    pytest.param(
        "timeline",
        {"person": "ada", "year": "1842"},
        ["start", "current", "what"],
        [("1841", "true", "Programmer, Engines Ltd (1841–now)")],
        id="a year in a life",
    ),
    pytest.param(
        "timeline",
        {"person": "Bob"},
        ["start", "end"],
        [("1834", "1837"), ("1838-06", "1839"), ("1841-05", None)],
        id="a life in order",
    ),
    pytest.param(
        "members",
        {"org": "Bologna"},
        ["person", "as", "start", "end"],
        [("Ada", "Ph.D.", None, "1835"), ("Mary", "Professor", "1825", "1835"), ("Bob", "master", "1834", "1837")],
        id="members of an institution",
    ),
    pytest.param(
        "collaborators",
        {"person": "Mary"},
        ["person", "relation", "other", "source"],
        [
            ("Ada", "advisor", "Mary", "ada.md"),
            ("Mary", "advisee", "Ada", "mary.md"),
            ("Mary", "collaborator", "Grace", "mary.md"),
        ],
        id="ties in words",
    ),
    pytest.param(
        "evidence",
        {"person": "Ada", "about": "clerk"},
        ["fact", "confidence", "source", "line", "heading", "sentence", "rule"],
        [("Clerk, Mint (1836–1840)", "0.9", "ada.md", "1", "Life", "Mint Clerk 1836 1840", "by hand")],
        id="the sentence behind a fact",
    ),
]


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), ANSWERS)
def test_a_question_is_answered(name, parameters, columns, expected):
    rows = ask(WORLD, name, **parameters)
    assert [tuple(row.get(column) for column in columns) for row in rows.texts()] == expected


TESTED_BELOW = {"changes", "contradictions", "unsure", "mentions", "decisions"}


def test_each_question_across_profiles_has_a_test():
    across = {asked.name for asked in questions() if not asked.is_table}
    assert len(across) >= 12
    assert across == {row.values[0] for row in ANSWERS} | TESTED_BELOW


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param(
            [("positions", {"organization": "Mint", "role": "Clerk", "start": "1850", "end": "1840"})],
            ["it ends before it starts"],
            id="end before start",
        ),
        pytest.param(
            [
                ("education", {"organization": "Bologna", "level": "doctorate", "end": "1835"}),
                ("education", {"organization": "Bologna", "level": "doctorate", "end": "1837"}),
            ],
            ["one degree, two years"],
            id="one degree with two years",
        ),
        pytest.param(
            [
                ("education", {"organization": "Bologna", "level": "doctorate", "end": "1835"}),
                ("education", {"organization": "Bologna", "level": "doctorate", "end": "1835-06"}),
                ("education", {"organization": "Bologna", "level": "master", "end": "1832"}),
            ],
            [],
            id="more precise, and another degree",
        ),
        pytest.param(
            [
                ("education", {"organization": "Bologna", "level": "doctorate", "degree": "Ph.D.", "end": "1835"}),
                ("education", {"organization": "Bologna", "level": "doctorate", "degree": "Sc.D.", "end": "1850"}),
                ("education", {"organization": "Bologna", "level": "master", "field": "Law", "end": "1830"}),
                ("education", {"organization": "Bologna", "level": "master", "field": "Logic", "end": "1832"}),
            ],
            [],
            id="two degrees of one level",
        ),
        pytest.param(
            [
                ("education", {"organization": "Bologna", "level": "doctorate", "degree": "Ph.D.", "end": "1835"}),
                ("education", {"organization": "Bologna", "level": "doctorate", "degree": "PhD", "end": "1836"}),
            ],
            ["one degree, two years"],
            id="one degree in two spellings",
        ),
        pytest.param(
            [
                ("positions", {"organization": "Mint", "role": "Clerk", "start": "1836", "end": "1840"}),
                ("positions", {"organization": "Mint", "role": "Clerk", "start": "1838", "end": "1840"}),
            ],
            ["one post, two beginnings"],
            id="one post that began twice",
        ),
        pytest.param(
            [
                ("positions", {"organization": "Mint", "role": "Clerk", "start": "1836", "end": "1838"}),
                ("positions", {"organization": "Mint", "role": "Clerk", "start": "1840", "end": "1842"}),
                ("positions", {"organization": "Engines Ltd", "role": "Clerk", "start": "1837", "end": "1842"}),
            ],
            [],
            id="one post held twice, and another beside it",
        ),
    ],
)
def test_contradictions_are_found_with_their_sentences(facts, why):
    rows = ask(graph(person("ada.md", "Ada", *facts)), "contradictions").texts()
    assert [row["why"] for row in rows] == why
    assert all(row["sentence"] and row["source"] == "ada.md" for row in rows)
    assert all("otherSentence" in row for row in rows if row["why"].startswith("one "))


def test_two_versions_of_a_page_are_compared():
    old = person(
        "old/ada.md",
        "Ada",
        ("positions", {"organization": "Mint", "current": "true"}),
        ("interests", {"topic": "looms"}),
    )
    new = person(
        "new/ada.md",
        "Ada",
        ("positions", {"organization": "Mint", "end": "1840"}),
        ("positions", {"organization": "Engines Ltd", "start": "1841", "current": "true"}),
        ("interests", {"topic": "looms"}),
    )
    rows = ask(graph(old, new), "changes", old="old/ada.md", new="new/ada.md").texts()
    assert {(row["change"], row["fact"], row["source"]) for row in rows} == {
        ("gone", "Mint (now)", "old/ada.md"),
        ("new", "Mint (1840)", "new/ada.md"),
        ("new", "Engines Ltd (1841–now)", "new/ada.md"),
    }
    assert all(row["sentence"] for row in rows)


def test_unsure_facts_are_listed_from_the_least_sure():
    from dataclasses import replace

    page = person("ada.md", "Ada", ("interests", {"topic": "looms"}), ("interests", {"topic": "wheels"}))
    name, *interests = page.facts
    doubted = replace(
        page, facts=(name, *(replace(f, confidence=c) for f, c in zip(interests, (0.7, 0.3), strict=True)))
    )
    rows = ask(graph(doubted), "unsure").texts()
    assert [(row["confidence"], row["fact"]) for row in rows] == [("0.3", "wheels"), ("0.7", "looms")]


def with_records() -> Resolution:
    """Bologna linked to records, with the decision; and one decision to keep two apart."""
    found = resolution(ADA)
    mention = Mention("ada.md", EntityKind.ORGANIZATION, "Bologna")
    links = ("http://www.wikidata.org/entity/Q0", "https://ror.org/000000000")
    entities = tuple(
        Entity(e.key, e.kind, "University of Bologna", ("Bologna",), same_as=links) if e.name == "Bologna" else e
        for e in found.entities
    )
    decisions = (
        Decision("Bologna", "organization/bologna", 0.95, ("an exact alias",), True, "kg", mention),
        Decision("Bologna", "organization/bologna-fc", 0.2, ("a football club",), False, "kg", mention),
    )
    return Resolution(entities, found.of, decisions)


def test_mentions_are_listed_with_what_they_stand_for():
    rows = ask(graph(ADA, resolved=with_records()), "mentions", words="bologna")
    assert rows.columns == ("mention", "kind", "entity", "name", "ror", "wikidata", "score", "source")
    assert rows.texts() == [
        {
            "mention": "Bologna",
            "kind": "organization",
            "entity": "https://example.org/kg/organization/bologna",
            "name": "University of Bologna",
            "ror": "https://ror.org/000000000",
            "wikidata": "http://www.wikidata.org/entity/Q0",
            "score": "0.95",
            "source": "ada.md",
        }
    ]


def test_every_organization_person_event_and_topic_is_among_the_mentions():
    from handmade import every_kind

    kinds = {row["kind"] for row in ask(graph(every_kind()), "mentions").texts()}
    assert kinds == {"organization", "person", "event", "topic"}


def test_decisions_are_listed_with_their_reasons():
    rows = ask(graph(ADA, resolved=with_records()), "decisions", words="bologna").texts()
    assert [(row["left"], row["right"], row["accepted"], row["reason"]) for row in rows] == [
        ("Bologna", "organization/bologna-fc", "false", "a football club"),
        ("Bologna", "University of Bologna", "true", "an exact alias"),
    ]


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_question_says_what_it_asks_and_what_it_takes(asked):
    assert asked.asks.endswith("?")
    assert asked.text.startswith("# question: ")
    for parameter in asked.parameters:
        assert f"VALUES ?ask_{parameter.name} {{ UNDEF }}" in asked.text
        assert parameter.help
    assert asked.text.count("?ask_") >= 2 * len(asked.parameters)


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_an_answer_comes_in_one_order(asked):
    """Rows that a query leaves in any order would differ from one build to the next."""
    again = graph(MARY, BOB, ADA)
    assert ask(WORLD, asked.name).rows == ask(again, asked.name).rows


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_question_can_be_asked_of_an_empty_graph(asked):
    import rdflib

    assert ask(rdflib.Graph(), asked.name).rows == ()


def test_a_question_that_is_unknown_names_those_that_are():
    with pytest.raises(QueryError, match="alumni-now"):
        ask(WORLD, "alumni")
