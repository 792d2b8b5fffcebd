"""What a page says of degrees, held and pursued, is read as its owner means it."""

from __future__ import annotations

import pytest

from kg.extract.degrees import degrees
from kg.model import Kind
from tests.extracted import rows

LISTED = "# Education\n\n"


def education(text: str) -> list[dict[str, str]]:
    return rows(text, Kind.EDUCATION)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(
            "* Ph.D. in Botany, University of Leeds, 2014",
            {
                "organization": "University of Leeds",
                "level": "doctorate",
                "degree": "Ph.D.",
                "field": "Botany",
                "end": "2014",
            },
            id="degree, field, school, year",
        ),
        pytest.param(
            "* M.Sc. in Marine Geology, 2009 - 2011 <br> Institute of Oceanography, University of Bergen, Norway",
            {
                "organization": "University of Bergen",
                "unit": "Institute of Oceanography",
                "level": "master",
                "field": "Marine Geology",
                "start": "2009",
                "end": "2011",
            },
            id="an institute with its parent is a unit",
        ),
        pytest.param(
            "- *2019.09 - now*, B.Eng. in Ceramics, School of Materials, Tianjin University.",
            {
                "organization": "Tianjin University",
                "unit": "School of Materials",
                "start": "2019-09",
                "current": "true",
            },
            id="date first, still running",
        ),
        pytest.param(
            "- B.A. in Dance, University of Ghana, 2027 (expected)",
            {"end": "2027", "current": "true"},
            id="expected",
        ),
        pytest.param(
            "- Dr. rer. nat., Physik, Universität Leipzig, 1998",
            {"organization": "Universität Leipzig", "level": "doctorate", "field": "Physik", "end": "1998"},
            id="a German degree",
        ),
        pytest.param(
            "- 博士，复旦大学物理系，物理学，2010.09 – 2015.06",
            {"organization": "复旦大学", "level": "doctorate", "start": "2010-09", "end": "2015-06"},
            id="a Chinese entry",
        ),
        pytest.param(
            "- M.A. in Greek, University of Crete, 2003\n  - Advisor: Eleni Papadaki",
            {"advisor": "Eleni Papadaki"},
            id="the advisor of a nested line",
        ),
    ],
)
def test_a_listed_degree_is_read(item: str, expected: dict[str, str]) -> None:
    (row,) = education(LISTED + item)
    assert expected.items() <= row.items()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "I received my PhD in Economics from the University of Nairobi in 2018, advised by Prof. Jane Wanjiru.",
            [{"organization": "University of Nairobi", "field": "Economics", "end": "2018", "advisor": "Jane Wanjiru"}],
            id="received from",
        ),
        pytest.param(
            "I am a third-year Ph.D. student in Linguistics at the University of Iceland.",
            [
                {
                    "organization": "University of Iceland",
                    "level": "doctorate",
                    "field": "Linguistics",
                    "current": "true",
                }
            ],
            id="a student now",
        ),
        pytest.param(
            "She holds an MS and a BS in Soil Science from Makerere University, in 2012 and 2009, respectively.",
            [
                {"level": "master", "field": "Soil Science", "organization": "Makerere University", "end": "2012"},
                {"level": "bachelor", "field": "Soil Science", "organization": "Makerere University", "end": "2009"},
            ],
            id="two degrees told at once",
        ),
        pytest.param(
            "I earned MSc's in Hydrology from Delft University of Technology and the University of Zagreb.",
            [{"organization": "Delft University of Technology"}, {"organization": "University of Zagreb"}],
            id="one kind of degree at two schools",
        ),
        pytest.param(
            "I earned my master's degree at the University of Porto in 2020, and I am now a PhD student at ETH Zurich.",
            [
                {"level": "master", "end": "2020"},
                {"level": "doctorate", "organization": "ETH Zurich", "current": "true"},
            ],
            id="only the second goes on",
        ),
    ],
)
def test_a_sentence_about_degrees_is_read(sentence: str, expected: list[dict[str, str]]) -> None:
    found = education(sentence)
    assert len(found) == len(expected)
    for want in expected:
        assert any(want.items() <= row.items() for row in found), (want, found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I am looking for PhD students in Chemistry at the University of Oslo.", id="an opening"),
        pytest.param("I have supervised three PhD students at the University of Oslo.", id="somebody else's degree"),
        pytest.param("I declined a PhD offer from the University of Oslo.", id="declined"),
        pytest.param("# Education\n\n* B.S. in GitHub, GitHub University, 2012", id="what a template ships"),
        pytest.param("<!-- I received my PhD from the University of Oslo in 2011. -->", id="a comment"),
    ],
)
def test_what_is_no_degree_of_the_owner_is_not_read(text: str) -> None:
    assert education(text) == []


def test_an_aside_does_not_give_the_place_of_the_degree() -> None:
    (row,) = education("During my PhD, I spent a year at the University of Tartu as a visiting scholar.")
    assert row == {"level": "doctorate", "degree": "PhD"}


def test_the_same_degree_in_a_list_and_in_a_sentence_is_one() -> None:
    (row,) = education(
        "I obtained my Ph.D. from the University of York.\n\n# Education\n\n* Ph.D. in Law, University of York, 2001"
    )
    assert row["end"] == "2001"


def test_the_columns_from_and_to_are_one_period() -> None:
    table = (
        "# Education\n\n| From | To | Degree | School |\n|--|--|--|--|\n"
        "| 1990 | 1994 | B.Sc. in Physics | University of Turku |"
    )
    (row,) = education(table)
    assert (row["start"], row["end"]) == ("1990", "1994")


def test_records_of_front_matter_are_read() -> None:
    page = (
        "---\ntitle: Ana Silva\neducation:\n  courses:\n  - course: PhD in Astronomy\n"
        "    institution: University of Lisbon\n"
        "    year: 2016\n---\nHello.\n"
    )
    (row,) = education(page)
    assert row == {
        "organization": "University of Lisbon",
        "level": "doctorate",
        "degree": "PhD",
        "field": "Astronomy",
        "end": "2016",
    }


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        pytest.param("M.Sc./Ph.D. degrees", ["master", "doctorate"], id="two with a slash"),
        pytest.param("Bachelor of Fine Arts", ["bachelor"], id="spelled out"),
        pytest.param("minors in Music", ["other"], id="a minor"),
        pytest.param("Boston, MA 02139", [], id="a state is no degree"),
        pytest.param("my PhD students", [], id="students are not a degree"),
        pytest.param("Licenciatura en Historia", ["bachelor"], id="Spanish"),
        pytest.param("工学硕士", ["master"], id="Chinese"),
    ],
)
def test_degree_names_have_their_level(written: str, levels: list[str]) -> None:
    assert [degree.level for degree in degrees(written)] == levels
