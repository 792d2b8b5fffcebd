"""How extraction is scored: the table is the specification."""

from __future__ import annotations

import pytest
from scoring import Counts, by_kind, headline, score, score_page

from kg.model import Kind

RIGHT, EXTRA, MISSING, WRONG = Counts(right=1), Counts(extra=1), Counts(missing=1), Counts(extra=1, missing=1)
UNSTATED = Counts()
ORG = {"organization": "University of Göttingen"}


@pytest.mark.parametrize(
    ("kind", "slot", "gold", "found", "counts"),
    [
        pytest.param("positions", "role", {**ORG, "role": "Lecturer"}, {**ORG, "role": "Lecturer"}, RIGHT, id="equal"),
        pytest.param("positions", "role", ORG, {**ORG, "role": "Lecturer"}, EXTRA, id="only the found row states it"),
        pytest.param("positions", "unit", {**ORG, "unit": "Physics"}, ORG, MISSING, id="only gold states it"),
        pytest.param(
            "positions", "unit", {**ORG, "unit": "Physics"}, {**ORG, "unit": "Botany"}, WRONG, id="stated differently"
        ),
        pytest.param("positions", "unit", ORG, ORG, UNSTATED, id="stated by neither"),
        pytest.param("interests", "topic", {"topic": "Group Theory"}, {"topic": "group theory"}, RIGHT, id="case"),
        pytest.param("people", "name", {"name": "Lipót Fejér"}, {"name": "Lipot Fejer"}, RIGHT, id="accents"),
        pytest.param(
            "positions", "organization", {**ORG}, {"organization": "The University, Göttingen"}, RIGHT, id="small words"
        ),
        pytest.param(
            "talks",
            "title",
            {"title": "Some Topics in Information Theory"},
            {"title": "Information"},
            WRONG,
            id="a fragment does not pass as the whole",
        ),
        pytest.param(
            "awards", "title", {"title": "Gold Medal | Medal"}, {"title": "Medal"}, RIGHT, id="the second reading"
        ),
        pytest.param(
            "awards",
            "date",
            {"title": "Medal", "date": "1918-05"},
            {"title": "Medal", "date": "1918"},
            WRONG,
            id="a date agrees only when equal",
        ),
        pytest.param(
            "identifiers",
            "value",
            {"value": "https://example.org/ada"},
            {"value": "https://example.org/ada/"},
            RIGHT,
            id="a slash at the end of an address",
        ),
        pytest.param(
            "positions",
            "current",
            {**ORG, "current": True},
            {**ORG, "current": "true"},
            RIGHT,
            id="true and the word true",
        ),
        pytest.param(
            "service",
            "date",
            {"organization": "The Annals", "date": ["1923", "1924"]},
            {"organization": "The Annals", "date": "1924"},
            RIGHT,
            id="one of several years",
        ),
        pytest.param(
            "education",
            "advisor",
            {**ORG, "advisor": ["Max Born", "Carl Runge"]},
            {**ORG, "advisor": "Carl Runge | James Franck"},
            Counts(right=0.5, extra=0.5, missing=0.5),
            id="a list weighs as one slot",
        ),
        pytest.param(
            "positions",
            "start",
            {**ORG, "start": "1923", "end": "1923"},
            {**ORG, "end": "1923"},
            RIGHT,
            id="the one date of a post, found as its end",
        ),
        pytest.param(
            "positions",
            "start",
            {**ORG, "start": "1923", "end": "1923"},
            {**ORG, "end": "1923", "current": "true"},
            MISSING,
            id="the one date of a current post is no end",
        ),
    ],
)
def test_a_slot_of_a_pair_counts_as_right_extra_or_missing(kind, slot, gold, found, counts):
    assert score_page(Kind(kind), [gold], [found])[slot] == counts


def test_rows_are_paired_so_that_the_whole_is_most_alike_and_not_in_order():
    gold = [{"title": "Copley Medal", "date": "1925"}, {"title": "Hughes Medal", "date": "1921"}]
    scored = score_page(Kind.AWARDS, gold, gold[::-1])
    assert scored["date"] == Counts(right=2)


def test_between_rows_with_equal_keys_the_other_slots_decide():
    posts = [{**ORG, "role": "Professor", "start": "1895"}, {**ORG, "role": "Professor", "start": "1921"}]
    assert score_page(Kind.POSITIONS, posts, posts[::-1])["start"] == Counts(right=2)


def test_all_slots_of_a_row_without_a_partner_count():
    gold = [{"name": "EDVAC", "date": "1945"}]
    found = [{"name": "Tea parties", "organization": "Fine Hall"}]
    assert score_page(Kind.PROJECTS, gold, found) == {
        "name": Counts(extra=1, missing=1),
        "organization": Counts(extra=1),
        "date": Counts(missing=1),
    }


def test_the_address_of_a_publication_is_not_scored():
    assert "url" not in score_page(Kind.PUBLICATIONS, [{"title": "A", "url": "https://example.org"}], [])


def test_figures_are_by_kind_and_the_headline_is_the_mean_of_the_core_kinds_that_gold_has():
    gold = {
        "ada": {"interests": [{"topic": "engines"}, {"topic": "poetry"}], "talks": [{"title": "On Engines"}]},
        "bo": {"projects": [{"name": "Difference Engine"}], "interests": [{"topic": "tides"}]},
    }
    found = {"ada": {"interests": [{"topic": "engines"}, {"topic": "horses"}], "talks": [{"title": "On engines"}]}}
    scores = score(gold, found)
    figures = by_kind(scores)
    # interests: 1 right, 1 extra, 2 missing, so precision 1/2, recall 1/3
    assert figures[Kind.INTERESTS] == pytest.approx(40)
    assert figures[Kind.TALKS] == pytest.approx(100)
    assert figures[Kind.PROJECTS] == 0
    assert headline(scores) == pytest.approx(70)


def test_a_page_that_gold_does_not_have_is_not_scored():
    assert by_kind(score({}, {"ada": {"interests": [{"topic": "tides"}]}}))[Kind.INTERESTS] == 0
    assert headline(score({}, {})) == 0
