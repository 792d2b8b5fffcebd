"""How people write their pages: a habit a case, with all that is read of its kind."""

from __future__ import annotations

import pytest

from kg.model import Kind
from tests.extracted import rows

HABITS = [
    pytest.param(
        Kind.EDUCATION,
        ("## Education\n- Ph.D University of Tromsø, 2019"),
        [{"organization": "University of Tromsø", "level": "doctorate", "degree": "Ph.D", "end": "2019"}],
        id="a degree right before its school",
    ),
    pytest.param(
        Kind.EDUCATION,
        (
            "## Education\n"
            "\n"
            "**Master of Science** (M.Sc.) in *Marine Geology*, 2014 from University of Bergen\n"
            "\n"
            "**Bachelor of Science** (B.Sc.) in *Earth Science*, 2012, from University of Oslo"
        ),
        [
            {
                "organization": "University of Bergen",
                "level": "master",
                "degree": "Master of Science",
                "field": "Marine Geology",
                "end": "2014",
            },
            {
                "organization": "University of Oslo",
                "level": "bachelor",
                "degree": "Bachelor of Science",
                "field": "Earth Science",
                "end": "2012",
            },
        ],
        id="the degree's name and its short form",
    ),
    pytest.param(
        Kind.EDUCATION,
        (
            "## Education\n"
            "- 1997-98 University of Lund MMath (Part III Mathematics, Distinction)\n"
            "- 1994-97 University of Uppsala BA Natural Sciences (First Class Honours)"
        ),
        [
            {
                "organization": "University of Lund",
                "level": "master",
                "degree": "MMath",
                "field": "Part III Mathematics",
                "start": "1997",
                "end": "1998",
            },
            {
                "organization": "University of Uppsala",
                "level": "bachelor",
                "degree": "BA",
                "field": "Natural Sciences",
                "start": "1994",
                "end": "1997",
            },
        ],
        id="year, school, degree and field in a row",
    ),
    pytest.param(
        Kind.EDUCATION,
        ("## Experience\n- Summer 2021 AI Undergraduate Researcher at Klar AI Lab"),
        [],
        id="a role that an undergraduate had is no degree",
    ),
    pytest.param(
        Kind.EDUCATION,
        ("# Publications\n\n\\* = graduate student co-author"),
        [],
        id="the legend of a list is no degree",
    ),
    pytest.param(
        Kind.POSITIONS,
        (
            "## Professional Experience\n"
            "**Machine Intelligence Lab, UiT**  \n"
            "*Research Assistant*<span style='float: right'>Mar 2018 - Aug 2020</span>  \n"
            "*Research Intern*<span style='float: right'>Jul 2017 - Feb 2018</span>"
        ),
        [
            {
                "organization": "UiT",
                "role": "Research Assistant",
                "unit": "Machine Intelligence Lab",
                "start": "2018-03",
                "end": "2020-08",
            },
            {
                "organization": "UiT",
                "role": "Research Intern",
                "unit": "Machine Intelligence Lab",
                "start": "2017-07",
                "end": "2018-02",
            },
        ],
        id="employer on a bold line, posts with their dates below",
    ),
    pytest.param(
        Kind.POSITIONS,
        (
            "## Experience\n"
            "### Senior Research Scientist\n"
            "Nokia Bell Labs, Espoo, Finland  \n"
            "Jan 2019 – Present\n"
            "- Leading work on radio"
        ),
        [
            {
                "organization": "Nokia Bell Labs",
                "role": "Senior Research Scientist",
                "unit": "Nokia Bell Labs",
                "location": "Espoo, Finland",
                "start": "2019-01",
                "current": "true",
            }
        ],
        id="the post as a heading, the employer below",
    ),
    pytest.param(
        Kind.POSITIONS,
        ("## Employment\n- 2012-14 University of Lund University Lecturer, Department of Physics"),
        [
            {
                "organization": "University of Lund",
                "role": "University Lecturer",
                "unit": "Department of Physics",
                "start": "2012",
                "end": "2014",
            }
        ],
        id="years, employer and post in a row",
    ),
    pytest.param(
        Kind.POSITIONS,
        ("## Experience\n- Spring 2019 Intern (Radio) at IMDA"),
        [{"organization": "IMDA", "role": "Intern", "end": "2019-21"}],
        id="a subject in brackets is no employer",
    ),
    pytest.param(
        Kind.POSITIONS,
        ("## Experience\n\nSummer 2021 Undergraduate Researcher at Klar AI Lab\n\nSummer 2020 Intern at Grab"),
        [
            {"organization": "Klar AI Lab", "role": "Undergraduate Researcher", "end": "2021-22"},
            {"organization": "Grab", "role": "Intern", "end": "2020-22"},
        ],
        id="paragraphs are entries",
    ),
    pytest.param(
        Kind.POSITIONS,
        ("# Ingrid Moe\nAssistant Professor<br>\nDepartment of Software<br>\nAalto University"),
        [
            {
                "organization": "Aalto University",
                "role": "Assistant Professor",
                "unit": "Department of Software",
                "current": "true",
            }
        ],
        id="a visiting card",
    ),
    pytest.param(
        Kind.POSITIONS,
        "In the past, I've worked at Spotify, Ericsson Research and the Swedish Space Corporation.",
        [
            {"organization": "Spotify"},
            {"organization": "Ericsson Research"},
            {"organization": "Swedish Space Corporation"},
        ],
        id="employers in a row",
    ),
    pytest.param(
        Kind.POSITIONS,
        (
            "## News\n"
            "- 2021.07 Joined Saab Bofors as a data scientist!\n"
            "- [2020.1.15] Move to ETH Zurich as a visiting researcher."
        ),
        [
            {"organization": "Saab Bofors", "role": "data scientist", "start": "2021-07"},
            {"organization": "ETH Zurich", "role": "visiting researcher", "end": "2020-01-15"},
        ],
        id="news that open with a verb",
    ),
    pytest.param(
        Kind.POSITIONS,
        (
            "I was a postdoc at Aarhus University, and before that a software developer at Maersk Line "
            "from 2011 to 2013."
        ),
        [
            {"organization": "Aarhus University", "role": "postdoc"},
            {"organization": "Maersk Line", "role": "software developer", "start": "2011", "end": "2013"},
        ],
        id="two posts in one sentence, the years behind the second",
    ),
    pytest.param(
        Kind.POSITIONS,
        (
            "I served as a Research Assistant at the State Key Laboratory of Internet of Things for "
            "Smart City at the University of Macau."
        ),
        [
            {
                "organization": "University of Macau",
                "role": "Research Assistant",
                "unit": "State Key Laboratory of Internet of Things for Smart City",
            }
        ],
        id="a laboratory with a long name in a university",
    ),
    pytest.param(
        Kind.POSITIONS,
        "I work as a lecturer at the Chair of Algebra, TU Kaiserslautern.",
        [{"organization": "TU Kaiserslautern", "role": "lecturer", "unit": "Chair of Algebra", "current": "true"}],
        id="the chair of a professor is a unit",
    ),
    pytest.param(
        Kind.POSITIONS,
        "I spent two years at Borealis Labs in Tromsø as a research engineer.",
        [{"organization": "Borealis Labs", "role": "research engineer", "location": "Tromsø"}],
        id="a town that no list knows",
    ),
    pytest.param(
        Kind.SERVICE,
        (
            "## Service\n"
            "- Peer Reviewer: Optics & Laser Technology, Surface and Coatings Technology, Results in "
            "Physics and Applied Optics."
        ),
        [
            {"organization": "Optics & Laser Technology", "role": "Peer Reviewer"},
            {"organization": "Surface and Coatings Technology", "role": "Peer Reviewer"},
            {"organization": "Results in Physics", "role": "Peer Reviewer"},
            {"organization": "Applied Optics", "role": "Peer Reviewer"},
        ],
        id="the last and closes a list",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- Reviewed papers for Cell, Nature Methods, and PLOS ONE"),
        [
            {"organization": "Cell", "role": "Reviewed"},
            {"organization": "Nature Methods", "role": "Reviewed"},
            {"organization": "PLOS ONE", "role": "Reviewed"},
        ],
        id="what was reviewed for",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- Program committee member: ECAI 2023, IJCAI 2022 & 2023"),
        [
            {"organization": "ECAI", "role": "Program committee member", "date": "2023"},
            {"organization": "IJCAI", "role": "Program committee member", "date": "2022|2023"},
        ],
        id="two years of one venue",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- Member of IEEE and ACM\n- Member of the Norwegian Academy of Science and Letters"),
        [
            {"organization": "IEEE", "role": "Member"},
            {"organization": "ACM", "role": "Member"},
            {"organization": "Norwegian Academy of Science and Letters", "role": "Member"},
        ],
        id="two societies",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- PhD dissertation committees: Anna Berg, On the origin of fjords. 2021"),
        [],
        id="the committee of a thesis is none",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Publications\n"
            "- Berg, P.A., Lind, N., ... Krog, R.R., Garborg, H. & the FJORD consortium (2018). The "
            "initiation of ice in coastal waters. European Journal of Oceanography."
        ),
        [
            {
                "title": "The initiation of ice in coastal waters",
                "venue": "European Journal of Oceanography",
                "date": "2018",
                "authors": "Berg, P.A.|Lind, N.|Krog, R.R.|Garborg, H.|the FJORD consortium",
            }
        ],
        id="authors left out in the middle, a consortium last",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ("## Publications\n- Holm, S., Lind, N. (in press). Mega-analysis of ice cover. American Journal of Ice."),
        [{"title": "Mega-analysis of ice cover", "venue": "American Journal of Ice", "authors": "Holm, S.|Lind, N."}],
        id="a paper in press",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Publications\n"
            '- J. Moe and P. Berg, "Tensor fields on trees," *IEEE Trans. Inf. Theory*, vol. 63, no. '
            "2, pp. 11–20, Feb. 2017."
        ),
        [
            {
                "title": "Tensor fields on trees",
                "venue": "IEEE Trans. Inf. Theory",
                "date": "2017-02",
                "authors": "J. Moe|P. Berg",
            }
        ],
        id="abbreviated journals",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Patents\n"
            "- In-Kuk Berg, Chang-Su Lind, and Yeong-Jun Holm, “Apparatus and method of detecting an "
            "input,” Pub. No. US20130088425 A1, Apr. 2013."
        ),
        [
            {
                "title": "Apparatus and method of detecting an input",
                "venue": "US20130088425 A1",
                "date": "2013-04",
                "authors": "In-Kuk Berg|Chang-Su Lind|Yeong-Jun Holm",
            }
        ],
        id="a patent's number",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ("## Publications\n- Graph drawing in the hyperbolic plane. J. Moe, P. Berg. SODA 2020."),
        [
            {
                "title": "Graph drawing in the hyperbolic plane",
                "venue": "SODA",
                "date": "2020",
                "authors": "J. Moe|P. Berg",
            }
        ],
        id="title, authors, venue with full stops",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Publications\n"
            "\n"
            "> **Multi-label search considering dependence**  \n"
            "> Hae Cheon Berg, **Jin Moe**, Dae Won Lind  \n"
            "> ***Pattern Recognition Letters****, Vol. 136(1), pp. 279-285, 1 August 2020*"
        ),
        [
            {
                "title": "Multi-label search considering dependence",
                "venue": "Pattern Recognition Letters",
                "date": "2020-08-01",
                "authors": "Hae Cheon Berg|Jin Moe|Dae Won Lind",
            }
        ],
        id="a line each",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Publications\n"
            '- Moe, Jonas, and Petra Berg. 2014. "The Price of Salt." *Journal of Economic History* 74 '
            "(1): 1–36."
        ),
        [
            {
                "title": "The Price of Salt",
                "venue": "Journal of Economic History",
                "date": "2014",
                "authors": "Moe, Jonas|Petra Berg",
            }
        ],
        id="Chicago style",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ("## Publications\n- Berg P., Moe J., Cod stocks recovered, Polar Biology 35 (2012) 11-19."),
        [{"title": "Cod stocks recovered", "venue": "Polar Biology", "date": "2012", "authors": "Berg P.|Moe J."}],
        id="commas only",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ("## Publications\n- Moe J., Lind K.; Herring and whales; Fisheries Research, 2009, 98, 1-9"),
        [{"title": "Herring and whales", "venue": "Fisheries Research", "date": "2009", "authors": "Moe J.|Lind K."}],
        id="semicolons",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ('## Working papers\n\n"Fish and Trade: Evidence from Norwegian Ports" (with Petra Berg) [draft](x.pdf)'),
        [{"title": "Fish and Trade: Evidence from Norwegian Ports", "authors": "Petra Berg"}],
        id="economists name co-authors behind the title",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ("## Publications\n- [Ports and People](p.pdf), *American Economic Review*, 2018, 108(3): 1–30."),
        [{"title": "Ports and People", "venue": "American Economic Review", "date": "2018", "url": "p.pdf"}],
        id="a short linked title first",
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected"), HABITS)
def test_a_habit_of_writers_is_read(kind: Kind, text: str, expected: list[dict[str, str]]) -> None:
    assert rows(text, kind) == expected
