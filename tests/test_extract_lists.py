"""Awards, talks, service, teaching, grants and projects, as lists and sentences state them."""

from __future__ import annotations

import pytest

from kg.model import Kind
from tests.extracted import rows

CASES = [
    pytest.param(
        Kind.AWARDS,
        "# Awards\n\n- Harbour Prize for Young Poets, City of Bergen, 2004",
        {"title": "Harbour Prize for Young Poets", "date": "2004"},
        id="award: title, giver, year",
    ),
    pytest.param(
        Kind.AWARDS,
        "# Honors\n\n- *2019.05*, **2nd place**, [National Bridge Building Contest](https://example.org)",
        {"title": "2nd place, National Bridge Building Contest", "date": "2019-05"},
        id="award: a rank and what it was reached in",
    ),
    pytest.param(
        Kind.AWARDS,
        "# Awards\n\n- Best Paper Award at GeoConf 2011",
        {"title": "Best Paper Award", "date": "2011"},
        id="award: at an event",
    ),
    pytest.param(
        Kind.AWARDS,
        "I received the Golden Compass Award from the Society of Navigators in 1999.",
        {"title": "Golden Compass Award", "issuer": "Society of Navigators", "date": "1999"},
        id="award: in a sentence",
    ),
    pytest.param(
        Kind.TALKS,
        "# Talks\n\n- Moss and Memory <br>\nNordic Botany Congress 2018, Turku, Finland, 2018/06/11",
        {"title": "Moss and Memory", "location": "Turku, Finland", "date": "2018-06-11"},
        id="talk: three parts on two lines",
    ),
    pytest.param(
        Kind.TALKS,
        '# News\n\nIn May 2016 I gave a talk on "Moss and Memory" at the Nordic Botany Congress.',
        {"title": "Moss and Memory", "event": "Nordic Botany Congress", "date": "2016-05"},
        id="talk: in a sentence",
    ),
    pytest.param(
        Kind.SERVICE,
        "# Service\n\n- Member, Society of Navigators, 2012",
        {"organization": "Society of Navigators", "role": "Member", "date": "2012"},
        id="service: a membership",
    ),
    pytest.param(
        Kind.SERVICE,
        "I serve as an Associate Editor for Annals of Botany.",
        {"organization": "Annals of Botany", "role": "Associate Editor"},
        id="service: in a sentence",
    ),
    pytest.param(
        Kind.TEACHING,
        "# Teaching\n\n- Teaching Assistant, Introduction to Weaving, University of Malta, Fall 2010",
        {"role": "Teaching Assistant", "course": "Introduction to Weaving", "organization": "University of Malta"},
        id="teaching: assisted",
    ),
    pytest.param(
        Kind.TEACHING,
        "# Teaching\n\n- **Knots and Ropes**, Spring 2012, Fall 2013",
        {"course": "Knots and Ropes", "date": "2012-21|2013-23"},
        id="teaching: two terms",
    ),
    pytest.param(
        Kind.GRANTS,
        '# Grants\n\n- "Mosses in a Warming North", NSF, 2015 - 2018',
        {"title": "Mosses in a Warming North", "funder": "NSF", "start": "2015", "end": "2018"},
        id="grant: quoted",
    ),
    pytest.param(
        Kind.PROJECTS,
        "# Software\n\n- **mossmap**: maps of mosses, 2014",
        {"name": "mossmap", "date": "2014"},
        id="project: bold name",
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_a_line_is_read(kind: Kind, text: str, expected: dict[str, str]) -> None:
    (row,) = rows(text, kind)
    assert expected.items() <= row.items()


def test_a_list_of_venues_is_a_row_each_with_all_its_years() -> None:
    found = rows("# Service\n\n- Reviewer for GeoConf 2019, GeoConf 2020, HydroConf 2021", Kind.SERVICE)
    assert [(row["organization"], row["date"]) for row in found] == [("GeoConf", "2019|2020"), ("HydroConf", "2021")]


def test_a_heading_may_name_the_role_of_the_venues_under_it() -> None:
    found = rows("# Services\n\n### Reviewer\n\n- Annals of Botany, Bryology Today", Kind.SERVICE)
    assert [(row["organization"], row["role"]) for row in found] == [
        ("Annals of Botany", "Reviewer"),
        ("Bryology Today", "Reviewer"),
    ]


def test_honours_in_one_line_are_a_row_each() -> None:
    found = rows(
        "# Awards\n\n- *2014*, Merit Scholarship, National Scholarship, Outstanding Student Award", Kind.AWARDS
    )
    assert [row["title"] for row in found] == ["Merit Scholarship", "National Scholarship", "Outstanding Student Award"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(Kind.AWARDS, "# News\n\n- My student won the Golden Compass Award!", id="a student's award"),
        pytest.param(
            Kind.AWARDS, "# Awards\n\n- Visiting Professor at the University of Malta, 2011", id="a post among honours"
        ),
        pytest.param(
            Kind.SERVICE, "I am a member of the Data Systems Lab at the University of Malta.", id="a member of a lab"
        ),
        pytest.param(Kind.TEACHING, "# Coursework\n\n- Knots and Ropes", id="a course taken"),
        pytest.param(Kind.TALKS, "# Talks\n\n<!-- - Moss and Memory, Nordic Botany Congress, 2018 -->", id="a comment"),
    ],
)
def test_what_is_not_the_owners_is_not_read(kind: Kind, text: str) -> None:
    assert rows(text, kind) == []
