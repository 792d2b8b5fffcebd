"""What a page says of posts is read as its owner means it: employer, role, unit, place, time."""

from __future__ import annotations

import pytest

from kg.extract.mentions import affiliations
from kg.extract.roles import roles
from kg.model import Kind
from tests.extracted import rows

LISTED = "# Experience\n\n"


def positions(text: str) -> list[dict[str, str]]:
    return rows(text, Kind.POSITIONS)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(
            "* Research Associate, University of Ghana, 2010-2014",
            {"organization": "University of Ghana", "role": "Research Associate", "start": "2010", "end": "2014"},
            id="role, employer, years",
        ),
        pytest.param(
            "* Brightwater: Field Engineer (May 2021 - Now)",
            {"organization": "Brightwater", "role": "Field Engineer", "start": "2021-05", "current": "true"},
            id="employer without a cue word",
        ),
        pytest.param(
            "- *03/2015–08/2019*: Curator, Museum of Natural History, Vienna, Austria.",
            {"organization": "Museum of Natural History", "role": "Curator", "location": "Vienna, Austria"},
            id="date first, place last",
        ),
        pytest.param(
            "* 2016-2019: Postdoctoral Fellow\n  * University of Otago\n  * Supervisor: Professor Hana Ngata",
            {"organization": "University of Otago", "role": "Postdoctoral Fellow", "start": "2016", "end": "2019"},
            id="employer on a nested line",
        ),
        pytest.param(
            "* Jan 2011-Jul 2015: Chair <br> Department of Music <br> University of Malta",
            {"organization": "University of Malta", "role": "Chair", "unit": "Department of Music"},
            id="three lines of one entry",
        ),
        pytest.param(
            "- **Redfin Analytics** (Apr. 2023 – present)<br> <em>Data Scientist, Pricing Team</em>",
            {"organization": "Redfin Analytics", "role": "Data Scientist", "unit": "Pricing Team"},
            id="role and team on the second line",
        ),
    ],
)
def test_a_listed_post_is_read(item: str, expected: dict[str, str]) -> None:
    (row,) = positions(LISTED + item)
    assert expected.items() <= row.items()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "I am currently an Associate Professor at the School of Nursing, University of Jordan.",
            [{"organization": "University of Jordan", "role": "Associate Professor", "current": "true"}],
            id="now",
        ),
        pytest.param(
            "Previously, I was a research fellow at the University of Bath and a lecturer at Kyoto University.",
            [
                {"organization": "University of Bath", "role": "research fellow"},
                {"organization": "Kyoto University", "role": "lecturer"},
            ],
            id="two posts, both past",
        ),
        pytest.param(
            "I taught at the University of Lagos, as Instructor from 1990 to 1994, as Professor from 1994 to 2001.",
            [
                {"organization": "University of Lagos", "role": "Instructor", "start": "1990", "end": "1994"},
                {"organization": "University of Lagos", "role": "Professor", "start": "1994", "end": "2001"},
            ],
            id="told in a row",
        ),
        pytest.param(
            "In the summer of 2022 I interned at Brightwater.",
            [{"organization": "Brightwater", "role": "intern"}],
            id="the verb names the post",
        ),
    ],
)
def test_a_sentence_about_posts_is_read(sentence: str, expected: list[dict[str, str]]) -> None:
    found = positions(sentence)
    assert len(found) == len(expected), found
    for want in expected:
        assert any(want.items() <= row.items() for row in found), (want, found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I am a PhD student at the University of Cyprus.", id="a student holds no post"),
        pytest.param("I declined an offer as professor at the University of Cyprus.", id="declined"),
        pytest.param("My advisor is Professor Maria Costa at the University of Cyprus.", id="the advisor's post"),
        pytest.param("I am an engineer and a poet.", id="a description of oneself"),
        pytest.param("We are looking for a research assistant at the University of Cyprus.", id="an opening"),
        pytest.param("She was president of the Student Chess Club.", id="an office in a club is service"),
    ],
)
def test_what_is_no_post_of_the_owner_is_not_read(text: str) -> None:
    assert positions(text) == []


def test_the_headline_of_front_matter_is_a_post_held_now() -> None:
    page = "---\nlayout: about\nsubtitle: Staff Scientist, Norwegian Polar Institute\n---\nI study ice.\n"
    (row,) = positions(page)
    assert row == {"organization": "Norwegian Polar Institute", "role": "Staff Scientist", "current": "true"}


def test_what_hangs_under_a_heading_without_a_word_for_it_is_told_by_its_entries() -> None:
    page = "## Where I have been\n\n- Acme Glass: Technician (1990 - 1995)\n- Borel Optics: Engineer (1995 - 2004)\n"
    assert [row["organization"] for row in positions(page)] == ["Acme Glass", "Borel Optics"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Machine Learning Research Intern, Acme", ["Machine Learning Research Intern"], id="modifiers"),
        pytest.param("Research and Teaching Assistant", ["Research and Teaching Assistant"], id="a coordination"),
        pytest.param("Professor of Medieval History at X", ["Professor of Medieval History"], id="of a subject"),
        pytest.param("Director of the Harbour Museum", ["Director"], id="of a house: the house is no part of it"),
    ],
)
def test_the_words_of_a_role(written: str, expected: list[str]) -> None:
    assert [written[r.start : r.end] for r in roles(written, listed=True)] == expected


@pytest.mark.parametrize(
    ("written", "organization", "units"),
    [
        pytest.param("School of Law, University of Fiji", "University of Fiji", ["School of Law"], id="unit first"),
        pytest.param("University of Fiji, School of Law", "University of Fiji", ["School of Law"], id="unit last"),
        pytest.param(
            "Department of Ecology, Evolution, and Behavior at the University of Perth",
            "University of Perth",
            ["Department of Ecology, Evolution, and Behavior"],
            id="a list inside a name",
        ),
        pytest.param(
            "Instituto de Física de la Universidad de Cuenca",
            "Universidad de Cuenca",
            ["Instituto de Física"],
            id="Spanish",
        ),
        pytest.param(
            "University of Science and Technology of Benin",
            "University of Science and Technology of Benin",
            [],
            id="and",
        ),
        pytest.param("University of Perth (UP), Perth", "University of Perth", [], id="an acronym in brackets"),
    ],
)
def test_an_affiliation_is_cut_into_organization_and_units(written: str, organization: str, units: list[str]) -> None:
    (found,) = affiliations(written)
    assert found.organization is not None
    assert written[found.organization.start : found.organization.end] == organization
    assert [written[u.start : u.end] for u in found.units] == units
