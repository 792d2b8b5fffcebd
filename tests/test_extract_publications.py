"""References, theses and news are read as works: title, authors, venue, date, address."""

from __future__ import annotations

import pytest

from kg.extract.authors import authors_at
from kg.model import Kind
from tests.extracted import rows

LISTED = "# Publications\n\n"


def publications(text: str) -> list[dict[str, str]]:
    return rows(text, Kind.PUBLICATIONS)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(
            '- A. Moreno, **B. Okafor** and C. Lind, "On the Growth of Mosses", Journal of Bryology, 12 (3), 2011.',
            {
                "title": "On the Growth of Mosses",
                "authors": "A. Moreno|B. Okafor|C. Lind",
                "venue": "Journal of Bryology",
                "date": "2011",
            },
            id="quoted title",
        ),
        pytest.param(
            "- Moreno, A., & Okafor, B. (2015). Mosses of the north. *Annals of Botany*, 7, 1-9.",
            {
                "title": "Mosses of the north",
                "authors": "Moreno, A.|Okafor, B.",
                "venue": "Annals of Botany",
                "date": "2015",
            },
            id="family names first, year behind them",
        ),
        pytest.param(
            "- [Wet Stones and Dry Walls](https://example.org/w.pdf). Ana Moreno\\*, Bola Okafor, et al. GeoConf 2020.",
            {
                "title": "Wet Stones and Dry Walls",
                "authors": "Ana Moreno|Bola Okafor",
                "venue": "GeoConf",
                "date": "2020",
                "url": "https://example.org/w.pdf",
            },
            id="linked title first",
        ),
        pytest.param(
            "- B. Okafor. The Sound of Rivers. *Hydrology Letters*, 1999.",
            {"title": "The Sound of Rivers", "venue": "Hydrology Letters", "date": "1999"},
            id="italics behind a plain title are the venue",
        ),
        pytest.param(
            "- 王小明，李华. 山区苔藓研究[J]. 植物学报, 2018, 12(3): 1-9.",
            {"title": "山区苔藓研究", "authors": "王小明|李华", "venue": "植物学报", "date": "2018"},
            id="the Chinese national style",
        ),
    ],
)
def test_a_reference_is_read(item: str, expected: dict[str, str]) -> None:
    (row,) = publications(LISTED + item)
    assert expected.items() <= row.items()


def test_a_paper_box_is_one_work_with_its_badge_as_the_venue() -> None:
    page = (
        LISTED + "<div class='paper-box'><div><div class=\"badge\">HydroConf 2021</div><img src='a.png' alt=''></div>\n"
        "<div class='paper-box-text' markdown=\"1\">\n\n[Rivers Under Ice and Snow](https://example.org/r)\n\n"
        "**Bola Okafor**, Ana Moreno\n\n</div></div>\n"
    )
    (row,) = publications(page)
    assert row["title"] == "Rivers Under Ice and Snow"
    assert row["authors"] == "Bola Okafor|Ana Moreno"
    assert row["date"] == "2021"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            LISTED + "- See my [Google Scholar](https://scholar.google.com/citations?user=abc)", id="a pointer"
        ),
        pytest.param(LISTED + "[More publications](/publications/)", id="a link to the rest"),
        pytest.param("# News\n\n- Our paper was accepted to GeoConf 2020!", id="a paper without a name"),
        pytest.param(LISTED + "<!-- - A. Moreno, B. Okafor. Mosses of old. 1990. -->", id="a comment"),
    ],
)
def test_what_names_no_work_is_not_read(text: str) -> None:
    assert publications(text) == []


def test_the_works_that_a_copied_page_kept_are_not_the_owners() -> None:
    page = "# Ana Moreno\n\n" + LISTED + "- Carl Lind, Dag Berg. A History of Fjords. Nordic Press, 2001.\n"
    assert publications(page) == []


def test_a_thesis_named_under_a_degree_is_a_work() -> None:
    page = "# Education\n\n- Ph.D. in Geology, University of Oslo, 1994\n  - Dissertation: Fjords in Winter Light\n"
    (row,) = publications(page)
    assert row["title"] == "Fjords in Winter Light"


def test_news_that_name_a_paper_and_where_it_appears_are_read() -> None:
    (row,) = publications('# News\n\n- 2021.05: Our paper "Mosses on Trains" was accepted by Annals of Botany.')
    assert row == {"title": "Mosses on Trains", "venue": "Annals of Botany", "date": "2021-05"}


@pytest.mark.parametrize(
    ("written", "names"),
    [
        pytest.param("A. B. Moreno, C. Lind and D. Berg.", ["A. B. Moreno", "C. Lind", "D. Berg"], id="initials"),
        pytest.param(
            "Ana Moreno*, Bola Okafor†, and Carl van Lind", ["Ana Moreno", "Bola Okafor", "Carl van Lind"], id="marks"
        ),
        pytest.param("Moreno, A.; Okafor, B.", ["Moreno, A.", "Okafor, B."], id="semicolons"),
        pytest.param("Journal of Bryology, 2011", [], id="a venue is no name"),
    ],
)
def test_author_lists_in_their_forms(written: str, names: list[str]) -> None:
    found, _ = authors_at(written, 0, len(written))
    assert [written[f.start : f.end] for f in found] == names
