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
        ("## Experience\n- Spring 2019 Intern (Radio) at Telenor"),
        [{"organization": "Telenor", "role": "Intern", "end": "2019-21"}],
        id="a subject in brackets is no employer",
    ),
    pytest.param(
        Kind.POSITIONS,
        ("## Experience\n\nSummer 2021 Undergraduate Researcher at Klar AI Lab\n\nSummer 2020 Intern at Vipps"),
        [
            {"organization": "Klar AI Lab", "role": "Undergraduate Researcher", "end": "2021-22"},
            {"organization": "Vipps", "role": "Intern", "end": "2020-22"},
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
            "- [2019.3.2] Move to TU Delft as a visiting researcher."
        ),
        [
            {"organization": "Saab Bofors", "role": "data scientist", "start": "2021-07"},
            {"organization": "TU Delft", "role": "visiting researcher", "end": "2019-03-02"},
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
            "I served as a Research Assistant at the Key Laboratory of Theory of Tides for Coastal "
            "Towns at the University of Bergen."
        ),
        [
            {
                "organization": "University of Bergen",
                "role": "Research Assistant",
                "unit": "Key Laboratory of Theory of Tides for Coastal Towns",
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
            "- Peer Reviewer: Rocks & Minerals, Soil and Tillage Research, Results in Botany and "
            "Applied Clay Science."
        ),
        [
            {"organization": "Rocks & Minerals", "role": "Peer Reviewer"},
            {"organization": "Soil and Tillage Research", "role": "Peer Reviewer"},
            {"organization": "Results in Botany", "role": "Peer Reviewer"},
            {"organization": "Applied Clay Science", "role": "Peer Reviewer"},
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
            "- In-Ho Berg, Sun-Ja Lind, and Pål-Erik Holm, “Apparatus and method of sorting herring,” "
            "Pub. No. US20111234567 A1, May 2011."
        ),
        [
            {
                "title": "Apparatus and method of sorting herring",
                "venue": "US20111234567 A1",
                "date": "2011-05",
                "authors": "In-Ho Berg|Sun-Ja Lind|Pål-Erik Holm",
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
            "> **Cold starts in small and busy clouds**  \n"
            "> Ha Neul Berg, **Jin Moe**, Da Som Lind  \n"
            "> ***Cloud Computing Letters****, Vol. 12(1), pp. 1-9, 3 May 2019*"
        ),
        [
            {
                "title": "Cold starts in small and busy clouds",
                "venue": "Cloud Computing Letters",
                "date": "2019-05-03",
                "authors": "Ha Neul Berg|Jin Moe|Da Som Lind",
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
    pytest.param(
        Kind.PUBLICATIONS,
        (
            "## Publications\n"
            "\n"
            "<div class='paper-box'><div class='paper-box-image'><div><img src='a.png' "
            "alt='sym'></div></div><div class='paper-box-text'><p><strong>Quiet noise in deep "
            "nets</strong></p><p>Lu Berg, <b>Jin Moe</b></p><p><b><a "
            "href='https://x.org/1'>ICML2024</a></b></p><p>We found that noise is "
            "quiet.</p></div></div>\n"
            "\n"
            "<div class='paper-box'><div class='paper-box-image'><div><img src='b.png' "
            "alt='sym'></div></div><div class='paper-box-text'><p><strong>Slow waves in shallow "
            "nets</strong></p><p>Lu Berg, <b>Jin Moe</b></p><p><b><a href='https://x.org/2'>ICLR "
            "2024</a></b></p></div></div>"
        ),
        [
            {"title": "Quiet noise in deep nets", "venue": "ICML", "date": "2024", "authors": "Lu Berg|Jin Moe"},
            {"title": "Slow waves in shallow nets", "venue": "ICLR", "date": "2024", "authors": "Lu Berg|Jin Moe"},
        ],
        id="a theme's box for each paper",
    ),
    pytest.param(
        Kind.PUBLICATIONS,
        ('## News\n- My paper is accepted by the NeurIPS 2025 workshop "Generative models in finance".'),
        [],
        id="a quoted workshop is no paper",
    ),
    pytest.param(
        Kind.TALKS,
        (
            "## Talks\n"
            "### 2023\n"
            "- **Deep reading** @ NLP Nordic (Gothenburg)\n"
            "- **Old maps, new nets** @ MapCon, virtual"
        ),
        [
            {"title": "Deep reading", "event": "NLP Nordic (Gothenburg)", "date": "2023"},
            {"title": "Old maps, new nets", "event": "MapCon", "location": "virtual", "date": "2023"},
        ],
        id="dates in the headings",
    ),
    pytest.param(
        Kind.TALKS,
        (
            "## Presentations\n"
            "\n"
            "Moe, J. & Berg, P. (2019, May). Salt and trade in the Hanseatic north. Paper presented at "
            "the annual meeting of the Economic History Society, Belfast."
        ),
        [
            {
                "title": "Salt and trade in the Hanseatic north",
                "event": "annual meeting of the Economic History Society",
                "location": "Belfast",
                "date": "2019-05",
            }
        ],
        id="what was presented where",
    ),
    pytest.param(
        Kind.TALKS,
        (
            "## Presentations\n"
            "\n"
            "| Date | Title | Event |\n"
            "|---|---|---|\n"
            "| 2019-05-10 | Whales in court | Law & Society, Washington DC |"
        ),
        [{"title": "Whales in court", "event": "Law & Society", "location": "Washington DC", "date": "2019-05-10"}],
        id="the titles of a table's columns",
    ),
    pytest.param(
        Kind.AWARDS,
        ("## Awards\n- Royal Society University Research Fellowship (declined), 2007\n- Nansen Prize, 2009"),
        [{"title": "Nansen Prize", "date": "2009"}],
        id="an honour that was declined",
    ),
    pytest.param(
        Kind.AWARDS,
        ("## Awards\n- Merit Scholarship for 2017 Graduates (12/300), University of Bergen, 2017.06"),
        [{"title": "Merit Scholarship for 2017 Graduates", "issuer": "University of Bergen", "date": "2017-06"}],
        id="a year that belongs to the title",
    ),
    pytest.param(
        Kind.AWARDS,
        ("## Awards\n- Polar Norway (PN) 50 Doctoral Fellowship, National Research Foundation of Norway, 2011 – 2016"),
        [
            {
                "title": "Polar Norway (PN) 50 Doctoral Fellowship",
                "issuer": "National Research Foundation of Norway",
                "date": "2011/2016",
            }
        ],
        id="an acronym inside the title",
    ),
    pytest.param(
        Kind.AWARDS,
        (
            "## News\n"
            "- May 2021 My team won 1st Runner Up at the Fjord Data Visualization Competition.\n"
            "- Nov 2020 My project was awarded 1st prize at NordTech Fair."
        ),
        [
            {"title": "1st Runner Up", "issuer": "Fjord Data Visualization Competition", "date": "2021-05"},
            {"title": "1st prize", "issuer": "NordTech Fair", "date": "2020-11"},
        ],
        id="places in competitions, as news",
    ),
    pytest.param(
        Kind.AWARDS,
        "In 1951 I was elected a Fellow of the Royal Society.",
        [{"title": "Fellow of the Royal Society", "issuer": "Royal Society", "date": "1951"}],
        id="a Fellow of a society",
    ),
    pytest.param(
        Kind.POSITIONS,
        "In 1951 I was elected a Fellow of the Royal Society.",
        [],
        id="a Fellow of a society holds no post",
    ),
    pytest.param(
        Kind.GRANTS,
        ("## Grants / Awards\n- 2017 Co-PI on EPSRC Programme grant EP/Z000000/1 (£1,000,000)"),
        [{"title": "EPSRC Programme grant EP/Z000000/1", "funder": "EPSRC", "start": "2017"}],
        id="a grant among honours",
    ),
    pytest.param(
        Kind.TEACHING,
        (
            "## Teaching\n"
            "### University of Oslo\n"
            "- **MAT 2578**: Knots (Spring 2021)\n"
            "- MAT 1000: Introduction to Sets (Fall 2020, Fall 2021)"
        ),
        [
            {"course": "MAT 2578: Knots", "organization": "University of Oslo", "date": "2021-21"},
            {
                "course": "MAT 1000: Introduction to Sets",
                "organization": "University of Oslo",
                "date": "2020-23|2021-23",
            },
        ],
        id="a school's heading over its courses",
    ),
    pytest.param(
        Kind.TEACHING,
        ("## Teaching\n- TA for CS 229 (Machine Learning) – Autumn 2021"),
        [{"course": "CS 229 (Machine Learning)", "role": "TA", "date": "2021-23"}],
        id="brackets close",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- Program Committee Member, ECAI 2025, Tool and Demo Track"),
        [{"organization": "ECAI", "role": "Program Committee Member", "date": "2025"}],
        id="a track is a part of its venue",
    ),
    pytest.param(
        Kind.SERVICE,
        ("## Service\n- Reviewer for Journal of Systems and Software"),
        [{"organization": "Journal of Systems and Software", "role": "Reviewer"}],
        id="a journal of two things",
    ),
    pytest.param(
        Kind.INTERESTS,
        "My research focuses on building safe, fast, and reliable controllers for tidal turbines.",
        [{"topic": "building safe, fast, and reliable controllers for tidal turbines"}],
        id="qualities of one thing",
    ),
    pytest.param(
        Kind.PROJECTS,
        ("## Software\n- **mossmap**: maps of mosses\n- Ice dynamics"),
        [{"name": "mossmap"}],
        id="a name and a description",
    ),
    pytest.param(
        Kind.PROJECTS,
        "I work on MossKit, a map maker, and on type systems.",
        [{"name": "MossKit"}],
        id="what somebody works on by name",
    ),
    pytest.param(
        Kind.EDUCATION,
        ("I am a Ph.D. candidate in CS at Uppsala University, advised by Prof. A. Lind and Prof. M. Berg."),
        [
            {
                "organization": "Uppsala University",
                "level": "doctorate",
                "degree": "Ph.D.",
                "field": "CS",
                "current": "true",
                "advisor": "A. Lind|M. Berg",
            }
        ],
        id="initials of advisors",
    ),
    pytest.param(
        Kind.EDUCATION,
        ("## 教育\n- 海洋学博士在读，卑尔根大学，2015至今"),
        [
            {
                "organization": "卑尔根大学",
                "level": "doctorate",
                "degree": "博士在读",
                "field": "海洋学",
                "start": "2015",
                "current": "true",
            }
        ],
        id="a Chinese degree behind its subject",
    ),
    pytest.param(
        Kind.EDUCATION,
        "I completed an MSc in AI at Lund.",
        [{"organization": "Lund", "level": "master", "degree": "MSc", "field": "AI"}],
        id="a town's university",
    ),
    pytest.param(Kind.EDUCATION, "I left my Ph.D. program to work on search.", [], id="a degree that was left"),
    pytest.param(
        Kind.POSITIONS,
        "I am an Assistant Professor at Nordlys College, Bodø, Norway.",
        [
            {
                "organization": "Nordlys College",
                "role": "Assistant Professor",
                "location": "Bodø, Norway",
                "current": "true",
            }
        ],
        id="a town before its country",
    ),
    pytest.param(
        Kind.POSITIONS,
        "In 1943 I was invited to work at Los Alamos; I refused.",
        [],
        id="an invitation that was refused",
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected"), HABITS)
def test_a_habit_of_writers_is_read(kind: Kind, text: str, expected: list[dict[str, str]]) -> None:
    assert rows(text, kind) == expected
