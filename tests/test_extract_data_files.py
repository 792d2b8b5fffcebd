"""Data files whose keys say what their values are: JSON Resume, RenderCV, al-folio, ORCID, CFF, authors."""

from __future__ import annotations

import json
import time

import pytest

from kg.extract import extract
from kg.model import Kind, texts
from kg.read import read_text
from kg.read.dialects import DIALECTS

SECONDS = 15


def read_json(value: object):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return read_text(text, path="data.json", format="json")


def read_yaml(text: str):
    return read_text(text, path="data.yml", format="yaml")


def rows(document, kind: Kind):
    """The facts of one kind as rows: every value by its slot."""
    facts = [fact for fact in extract(document).facts if fact.kind is kind]
    for fact in facts:
        for evidence in (*fact.evidence, *(v.evidence for values in fact.slots.values() for v in values)):
            assert evidence.quote == document.text[evidence.span.start : evidence.span.end] != ""
    return [{slot: ", ".join(texts(fact, slot)) for slot in fact.slots if slot != "scheme"} for fact in facts]


# ---------------------------------------------------------------------------------------------------------------
# JSON Resume

RESUME = {
    "basics": {
        "name": "Sofja Kowalewskaja",
        "label": "Mathematician",
        "email": "sofja@mathematik.example",
        "url": "https://kowalewskaja.example/home",
        "summary": "I study partial differential equations.",
        "location": {"city": "Stockholm", "countryCode": "SE"},
        "profiles": [
            {"network": "GitHub", "username": "sofja", "url": ""},
            {"network": "ORCID", "url": "https://orcid.org/0000-0000-0000-0001"},
            {"network": "Facebook", "username": "sofja.k"},
        ],
    },
    "work": [
        {
            "name": "Stockholm University",
            "position": "Professor of Mathematics",
            "location": "Stockholm",
            "startDate": "1889-06",
        },
        {"name": "Stockholm University", "position": "Lecturer", "startDate": "1884", "endDate": "1889-06-01"},
    ],
    "volunteer": [{"organization": "Acta Mathematica", "position": "Editor", "startDate": "1884", "endDate": "1891"}],
    "education": [
        {
            "institution": "University of Göttingen",
            "area": "Mathematics",
            "studyType": "Doctorate",
            "startDate": "1870",
            "endDate": "1874-08",
        }
    ],
    "awards": [{"title": "Prix Bordin", "date": "1888-12-24", "awarder": "French Academy of Sciences"}],
    "certificates": [{"name": "Riding", "date": "1880"}],
    "publications": [
        {
            "name": "Zur Theorie der partiellen Differentialgleichungen",
            "publisher": "Journal für die reine und angewandte Mathematik",
            "releaseDate": "1875",
            "url": "https://doi.org/10.9999/crll.1875",
        }
    ],
    "skills": [{"name": "Languages", "keywords": ["Russian", "German"]}],
    "interests": [
        {"name": "Analysis", "keywords": ["Abelian integrals"]},
        {"name": "Hobbies", "keywords": []},
    ],
    "references": [{"name": "Karl Weierstraß", "reference": "She was my best student."}],
    "projects": [
        {"name": "The Spinning Top", "startDate": "1885", "endDate": "1888", "entity": "Stockholm University"}
    ],
}
OLD_RESUME = {
    "basics": {
        "name": "Emmy Noether",
        "email": "emmy@algebra.example",
        "website": "https://noether.example",
        "profiles": [
            {
                "network": "Google Scholar",
                "username": "",
                "url": "https://scholar.google.com/citations?user=AbCdEfGhIjKl",
            }
        ],
    },
    "work": [
        {
            "company": "Bryn Mawr College",
            "position": "Guest Professor",
            "website": "",
            "startDate": "1933",
            "endDate": "present",
        }
    ],
    "education": [
        {
            "institution": "University of Erlangen",
            "area": "Ph.D. in Mathematics",
            "studyType": "",
            "startDate": "",
            "endDate": "1907",
            "gpa": None,
            "courses": [],
        }
    ],
    "skills": [],
    "publications": [
        {
            "name": "Invariante Variationsprobleme",
            "publisher": "Göttinger Nachrichten",
            "releaseDate": "1918-07-26",
            "website": "https://noether.example/1918",
        }
    ],
    "presentations": [
        {
            "name": "Hypercomplex quantities",
            "event": "International Congress",
            "date": "1932-09-07",
            "location": "Zürich",
        }
    ],
    "teaching": [
        {"course": "Ideal Theory", "institution": "University of Göttingen", "date": "1924-10-01", "role": "Lecturer"}
    ],
    "portfolio": [{"name": "Modern Algebra Notes", "category": "portfolio", "date": "1930", "url": "/portfolio/notes"}],
}


@pytest.mark.parametrize(
    ("resume", "kind", "expected"),
    [
        pytest.param(RESUME, Kind.IDENTITY, [{"name": "Sofja Kowalewskaja"}], id="name"),
        pytest.param(
            RESUME,
            Kind.IDENTIFIERS,
            [
                {"value": "sofja@mathematik.example"},
                {"value": "https://kowalewskaja.example/home"},
                {"value": "sofja"},
                {"value": "0000-0000-0000-0001"},
            ],
            id="accounts of known networks",
        ),
        pytest.param(
            RESUME,
            Kind.POSITIONS,
            [
                {
                    "organization": "Stockholm University",
                    "role": "Professor of Mathematics",
                    "location": "Stockholm",
                    "start": "1889-06",
                    "current": "true",
                },
                {"organization": "Stockholm University", "role": "Lecturer", "start": "1884", "end": "1889-06-01"},
            ],
            id="work without an end goes on",
        ),
        pytest.param(
            RESUME,
            Kind.EDUCATION,
            [
                {
                    "organization": "University of Göttingen",
                    "level": "doctorate",
                    "degree": "Doctorate",
                    "field": "Mathematics",
                    "start": "1870",
                    "end": "1874-08",
                }
            ],
            id="education",
        ),
        pytest.param(
            RESUME,
            Kind.AWARDS,
            [{"title": "Prix Bordin", "issuer": "French Academy of Sciences", "date": "1888-12-24"}],
            id="awards",
        ),
        pytest.param(
            RESUME,
            Kind.PUBLICATIONS,
            [
                {
                    "title": "Zur Theorie der partiellen Differentialgleichungen",
                    "venue": "Journal für die reine und angewandte Mathematik",
                    "date": "1875",
                    "url": "https://doi.org/10.9999/crll.1875",
                }
            ],
            id="publications",
        ),
        pytest.param(
            RESUME,
            Kind.SERVICE,
            [{"organization": "Acta Mathematica", "role": "Editor", "date": "1884/1891"}],
            id="volunteer",
        ),
        pytest.param(
            RESUME,
            Kind.PROJECTS,
            [{"name": "The Spinning Top", "organization": "Stockholm University", "date": "1885/1888"}],
            id="projects",
        ),
        pytest.param(RESUME, Kind.PEOPLE, [], id="references are no ties"),
        pytest.param(
            OLD_RESUME,
            Kind.IDENTIFIERS,
            [{"value": "emmy@algebra.example"}, {"value": "https://noether.example"}, {"value": "AbCdEfGhIjKl"}],
            id="older: website",
        ),
        pytest.param(
            OLD_RESUME,
            Kind.POSITIONS,
            [{"organization": "Bryn Mawr College", "role": "Guest Professor", "start": "1933", "current": "true"}],
            id="older: company, present",
        ),
        pytest.param(
            OLD_RESUME,
            Kind.EDUCATION,
            [
                {
                    "organization": "University of Erlangen",
                    "level": "doctorate",
                    "degree": "Ph.D.",
                    "field": "Mathematics",
                    "end": "1907",
                }
            ],
            id="older: the area holds the degree",
        ),
        pytest.param(
            OLD_RESUME,
            Kind.PUBLICATIONS,
            [
                {
                    "title": "Invariante Variationsprobleme",
                    "venue": "Göttinger Nachrichten",
                    "date": "1918-07-26",
                    "url": "https://noether.example/1918",
                }
            ],
            id="older: publications",
        ),
        pytest.param(
            OLD_RESUME,
            Kind.TALKS,
            [
                {
                    "title": "Hypercomplex quantities",
                    "event": "International Congress",
                    "location": "Zürich",
                    "date": "1932-09-07",
                }
            ],
            id="older: presentations",
        ),
        pytest.param(
            OLD_RESUME,
            Kind.TEACHING,
            [
                {
                    "course": "Ideal Theory",
                    "role": "Lecturer",
                    "organization": "University of Göttingen",
                    "date": "1924-10-01",
                }
            ],
            id="older: teaching",
        ),
        pytest.param(
            OLD_RESUME, Kind.PROJECTS, [{"name": "Modern Algebra Notes", "date": "1930"}], id="older: portfolio"
        ),
    ],
)
def test_a_json_resume_states(resume, kind, expected):
    assert rows(read_json(resume), kind) == expected


@pytest.mark.parametrize(
    ("label", "kind", "expected"),
    [
        pytest.param(
            "Professor of Physics, ETH Zurich",
            Kind.POSITIONS,
            [{"organization": "ETH Zurich", "role": "Professor of Physics", "current": "true"}],
            id="a post with its employer",
        ),
        pytest.param(
            "PhD Candidate at MIT",
            Kind.EDUCATION,
            [{"organization": "MIT", "level": "doctorate", "degree": "PhD", "current": "true"}],
            id="a degree under way",
        ),
        pytest.param("Web Developer & Designer", Kind.POSITIONS, [], id="a tagline is no post"),
    ],
)
def test_the_line_under_a_name_is_read_as_a_sentence(label, kind, expected):
    assert rows(read_json({"basics": {"name": "Ada Lovelace", "label": label}}), kind) == expected
    assert rows(read_yaml(f"cv:\n  name: Ada Lovelace\n  headline: {label}\n"), kind) == expected


def test_interests_of_a_json_resume_are_topics_but_for_hobbies():
    topics = [row["topic"] for row in rows(read_json(RESUME), Kind.INTERESTS)]
    assert topics[:2] == ["Analysis", "Abelian integrals"]
    assert "Hobbies" not in topics and "Russian" not in topics


# ---------------------------------------------------------------------------------------------------------------
# CVs in YAML

RENDERCV = """
cv:
  name: Ada Lovelace
  location: London
  email: ada@engine.example
  website: https://lovelace.example
  social_networks:
    - network: LinkedIn
      username: ada-lovelace
    - network: GitHub
      username: ada
  sections:
    summary:
      - Writes about engines.
    education:
      - institution: University of London
        area: Mathematics
        degree: BSc
        start_date: 1835-09
        end_date: 1838-06
        highlights:
          - "Thesis: On Numbers"
          - "Advisor: Augustus De Morgan"
    professional_experience:
      - company: Analytical Engine Works
        position: Programmer
        location: London
        start_date: 1842-01
        end_date: present
    honors_and_awards:
      - name: Medal of the Society
        date: 1843
      - bullet: Prize for Translation (Royal Society), 1934
    publications:
      - title: Notes on the Analytical Engine
        authors:
          - "***Ada Lovelace***"
          - Luigi Menabrea
        doi: 10.9999/notes.1843
        journal: Scientific Memoirs
        date: 1843-09
    academic_service:
      - label: Reviewer
        details: Philosophical Transactions (1999, 2001)
    invited_talks:
      - name: Numbers in motion
        location: Turin
        date: 1841-05
design:
  theme: classic
"""
AL_FOLIO = """
- title: General Information
  type: map
  contents:
    - name: Full Name
      value: Marie Curie
    - name: Date of Birth
      value: 7 November 1867
- title: Education
  type: time_table
  contents:
    - title: Ph.D. in Physics
      institution: University of Paris, Paris, France
      year: 1903
      description:
        - Some words.
- title: Experience
  type: time_table
  contents:
    - title: Professor of Physics
      institution: University of Paris
      year: 1906 - 1934
    - title: Director
      department: Curie Laboratory
      institution: Radium Institute
      year: 1914 - present
- title: Honors and Awards
  type: time_table
  contents:
    - year: 1903
      items:
        - Nobel Prize in Physics
    - year: 1911
      items:
        - Nobel Prize in Chemistry
- title: Academic Interests
  type: nested_list
  contents:
    - title: Radioactivity
      items:
        - Polonium
        - Radium
"""


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param(RENDERCV, Kind.IDENTITY, [{"name": "Ada Lovelace"}], id="RenderCV: name"),
        pytest.param(
            RENDERCV,
            Kind.IDENTIFIERS,
            [
                {"value": "ada@engine.example"},
                {"value": "https://lovelace.example"},
                {"value": "ada-lovelace"},
                {"value": "ada"},
            ],
            id="RenderCV: accounts",
        ),
        pytest.param(
            RENDERCV,
            Kind.EDUCATION,
            [
                {
                    "organization": "University of London",
                    "level": "bachelor",
                    "degree": "BSc",
                    "field": "Mathematics",
                    "start": "1835-09",
                    "end": "1838-06",
                    "advisor": "Augustus De Morgan",
                }
            ],
            id="RenderCV: education",
        ),
        pytest.param(
            RENDERCV,
            Kind.POSITIONS,
            [
                {
                    "organization": "Analytical Engine Works",
                    "role": "Programmer",
                    "location": "London",
                    "start": "1842-01",
                    "current": "true",
                }
            ],
            id="RenderCV: a section by its words",
        ),
        pytest.param(
            RENDERCV,
            Kind.AWARDS,
            [
                {"title": "Medal of the Society", "date": "1843"},
                {"title": "Prize for Translation", "issuer": "Royal Society", "date": "1934"},
            ],
            id="RenderCV: an entry and a bullet",
        ),
        pytest.param(
            RENDERCV,
            Kind.PUBLICATIONS,
            [
                {
                    "title": "Notes on the Analytical Engine",
                    "venue": "Scientific Memoirs",
                    "date": "1843-09",
                    "authors": "Ada Lovelace, Luigi Menabrea",
                    "url": "https://doi.org/10.9999/notes.1843",
                }
            ],
            id="RenderCV: publications",
        ),
        pytest.param(
            RENDERCV,
            Kind.TALKS,
            [{"title": "Numbers in motion", "location": "Turin", "date": "1841-05"}],
            id="RenderCV: talks",
        ),
        pytest.param(
            RENDERCV,
            Kind.SERVICE,
            [{"organization": "Philosophical Transactions", "role": "Reviewer", "date": "1999, 2001"}],
            id="RenderCV: a label and its details",
        ),
        pytest.param(AL_FOLIO, Kind.IDENTITY, [{"name": "Marie Curie"}], id="al-folio: name"),
        pytest.param(
            AL_FOLIO,
            Kind.EDUCATION,
            [
                {
                    "organization": "University of Paris",
                    "level": "doctorate",
                    "degree": "Ph.D.",
                    "field": "Physics",
                    "end": "1903",
                }
            ],
            id="al-folio: education",
        ),
        pytest.param(
            AL_FOLIO,
            Kind.POSITIONS,
            [
                {
                    "organization": "University of Paris",
                    "role": "Professor of Physics",
                    "start": "1906",
                    "end": "1934",
                },
                {
                    "organization": "Radium Institute",
                    "role": "Director",
                    "unit": "Curie Laboratory",
                    "start": "1914",
                    "current": "true",
                },
            ],
            id="al-folio: positions",
        ),
        pytest.param(
            AL_FOLIO,
            Kind.AWARDS,
            [
                {"title": "Nobel Prize in Physics", "date": "1903"},
                {"title": "Nobel Prize in Chemistry", "date": "1911"},
            ],
            id="al-folio: items under a year",
        ),
    ],
)
def test_a_cv_in_yaml_states(text, kind, expected):
    assert rows(read_yaml(text), kind) == expected


def test_the_accounts_of_al_folio_are_those_of_its_keys():
    text = "email: jane@uni.example\norcid_id: 0000-0000-0000-0001\ngithub_username: janedoe\nrss_icon: true\n"
    document = read_yaml(text)
    assert document.source.format == "al-folio-socials"
    assert [row["value"] for row in rows(document, Kind.IDENTIFIERS)] == [
        "jane@uni.example",
        "0000-0000-0000-0001",
        "janedoe",
    ]


def test_one_author_is_the_owner_and_several_are_nobody():
    one = "Jane Roe:\n  name: Jane Roe\n  uri: https://roe.example\n  email: jane@uni.example\n"
    two = one + "Max Roe:\n  name: Max Roe\n  bio: Writes.\n"
    assert rows(read_yaml(one), Kind.IDENTITY) == [{"name": "Jane Roe"}]
    assert [row["value"] for row in rows(read_yaml(one), Kind.IDENTIFIERS)] == [
        "jane@uni.example",
        "https://roe.example",
    ]
    assert extract(read_yaml(two)).facts == ()


def test_a_citation_file_names_the_software_and_the_paper():
    text = """
cff-version: 1.2.0
message: Please cite it.
title: Engine Notes
date-released: 1843-10-01
authors:
  - family-names: Lovelace
    given-names: Ada
preferred-citation:
  type: article
  title: Sketch of the Engine
  journal: Scientific Memoirs
  year: 1843
  doi: 10.9999/sketch
  authors:
    - family-names: Lovelace
      given-names: Ada
    - given-names: Bartel
      name-particle: van der
      family-names: Waerden
    - name: The Engine Society
references:
  - title: Somebody else's work
    type: book
"""
    document = read_text(text, path="CITATION.cff", format="cff")
    assert rows(document, Kind.PROJECTS) == [{"name": "Engine Notes", "date": "1843-10-01"}]
    assert rows(document, Kind.PUBLICATIONS) == [
        {
            "title": "Sketch of the Engine",
            "venue": "Scientific Memoirs",
            "date": "1843",
            "authors": "Ada Lovelace, Bartel van der Waerden, The Engine Society",
            "url": "https://doi.org/10.9999/sketch",
        }
    ]
    assert rows(document, Kind.IDENTITY) == []


# ---------------------------------------------------------------------------------------------------------------
# ORCID


def day(year: str, month: str | None = None) -> dict[str, object]:
    return {"year": {"value": year}, "month": month and {"value": month}, "day": None}


def body(name: str, city: str) -> dict[str, object]:
    return {"name": name, "address": {"city": city, "region": None, "country": "DE"}}


EMPLOYED = {
    "put-code": 7,
    "department-name": "Faculty of Mathematics",
    "role-title": "Professor",
    "start-date": day("1895", "04"),
    "end-date": None,
    "organization": body("University of Göttingen", "Göttingen"),
}
STUDIED = {
    "department-name": None,
    "role-title": "Ph.D. in Mathematics",
    "start-date": None,
    "end-date": day("1885"),
    "organization": body("University of Königsberg", "Königsberg"),
}
WORK = {
    "title": {"title": {"value": "Grundlagen der Geometrie"}, "subtitle": None},
    "type": "book",
    "journal-title": {"value": "Festschrift"},
    "publication-date": day("1899", "06"),
    "url": None,
    "external-ids": {
        "external-id": [
            {"external-id-type": "issn", "external-id-value": "0000-0000", "external-id-url": None},
            {"external-id-type": "doi", "external-id-value": "10.9999/geometrie", "external-id-url": None},
        ]
    },
}
REVIEW = {"reviewer-role": "reviewer", "convening-organization": body("Mathematische Annalen", "Leipzig")}
RECORD = {
    "orcid-identifier": {"uri": "https://orcid.org/0000-0000-0000-0001", "path": "0000-0000-0000-0001"},
    "person": {
        "name": {"given-names": {"value": "David"}, "family-name": {"value": "Hilbert"}, "credit-name": None},
        "biography": {"content": "David Hilbert is a mathematician."},
        "emails": {"email": [{"email": "david@mathematik.example"}]},
        "researcher-urls": {
            "researcher-url": [{"url-name": "GitHub", "url": {"value": "https://github.com/dhilbert"}}]
        },
        "keywords": {"keyword": [{"content": "geometry"}]},
    },
    "activities-summary": {
        "employments": {"affiliation-group": [{"summaries": [{"employment-summary": EMPLOYED}]}]},
        "educations": {"affiliation-group": [{"summaries": [{"education-summary": STUDIED}]}]},
        "works": {"group": [{"work-summary": [WORK, {**WORK, "journal-title": None}]}]},
        "peer-reviews": {
            "group": [
                {"peer-review-group": [{"peer-review-summary": [{**REVIEW, "completion-date": day("1901")}]}]},
                {"peer-review-group": [{"peer-review-summary": [{**REVIEW, "completion-date": day("1902")}]}]},
            ]
        },
        "fundings": {
            "group": [
                {
                    "funding-summary": [
                        {
                            "title": {"title": {"value": "Foundations"}},
                            "type": "grant",
                            "start-date": day("1917"),
                            "end-date": day("1919"),
                            "organization": body("Academy of Sciences", "Göttingen"),
                        }
                    ]
                }
            ]
        },
    },
}
OLD_RECORD = {
    **RECORD,
    "activities-summary": {
        "employments": {"employment-summary": [EMPLOYED]},
        "educations": {"education-summary": [STUDIED]},
    },
}


@pytest.mark.parametrize(
    ("record", "kind", "expected"),
    [
        pytest.param(RECORD, Kind.IDENTITY, [{"name": "David Hilbert"}], id="name"),
        pytest.param(
            RECORD,
            Kind.IDENTIFIERS,
            [{"value": "0000-0000-0000-0001"}, {"value": "david@mathematik.example"}, {"value": "dhilbert"}],
            id="accounts",
        ),
        *(
            pytest.param(
                record,
                kind,
                expected,
                id=f"{kind.value}, version {version}",
            )
            for version, record in ((3, RECORD), (2, OLD_RECORD))
            for kind, expected in (
                (
                    Kind.POSITIONS,
                    [
                        {
                            "organization": "University of Göttingen",
                            "role": "Professor",
                            "unit": "Faculty of Mathematics",
                            "location": "Göttingen",
                            "start": "1895-04",
                            "current": "true",
                        }
                    ],
                ),
                (
                    Kind.EDUCATION,
                    [
                        {
                            "organization": "University of Königsberg",
                            "level": "doctorate",
                            "degree": "Ph.D.",
                            "field": "Mathematics",
                            "end": "1885",
                        }
                    ],
                ),
            )
        ),
        pytest.param(
            RECORD,
            Kind.PUBLICATIONS,
            [
                {
                    "title": "Grundlagen der Geometrie",
                    "venue": "Festschrift",
                    "date": "1899-06",
                    "url": "https://doi.org/10.9999/geometrie",
                }
            ],
            id="a work once, with its DOI",
        ),
        pytest.param(
            RECORD,
            Kind.SERVICE,
            [{"organization": "Mathematische Annalen", "role": "reviewer", "date": "1901, 1902"}],
            id="reviews are one service",
        ),
        pytest.param(
            RECORD,
            Kind.GRANTS,
            [{"title": "Foundations", "funder": "Academy of Sciences", "start": "1917", "end": "1919"}],
            id="funding",
        ),
        pytest.param(RECORD, Kind.INTERESTS, [{"topic": "geometry"}], id="keywords"),
    ],
)
def test_an_orcid_record_states(record, kind, expected):
    assert rows(read_json(record), kind) == expected


def test_a_day_that_never_was_is_read_as_its_month():
    work = {"basics": {"name": "A B"}, "awards": [{"title": "Medal", "date": "1930-02-29"}]}
    assert rows(read_json(work), Kind.AWARDS) == [{"title": "Medal", "date": "1930-02"}]


# ---------------------------------------------------------------------------------------------------------------
# formats and mistakes


@pytest.mark.parametrize(
    ("text", "format"),
    [
        pytest.param('{"basics": {"name": "A"}}', "json-resume", id="JSON Resume"),
        pytest.param('{"orcid-identifier": {"path": "0"}}', "orcid", id="ORCID"),
        pytest.param("cv: {name: A}", "rendercv", id="RenderCV"),
        pytest.param("cff-version: 1.2.0", "cff", id="CFF"),
        pytest.param("- {title: A, type: map, contents: [b]}", "al-folio-cv", id="al-folio CV"),
        pytest.param("github_username: a", "al-folio-socials", id="al-folio socials"),
        pytest.param("title: A\nname: B\ngithub_username: a", "yaml", id="settings of a site are no socials"),
        pytest.param("Jane Roe: {name: Jane Roe, bio: b}", "authors", id="authors"),
        pytest.param('{"name": "package", "author": "A B", "version": "1.0"}', "json", id="a package is none"),
        pytest.param("name: A\nrole: Professor", "yaml", id="a person in YAML"),
        pytest.param("[]", "json", id="an empty list"),
    ],
)
def test_a_data_file_is_known_by_its_keys(text, format):
    document = read_text(text, path="data", format="json" if text[0] in "{[" and text[1] != "t" else "yaml")
    assert document.source.format == format
    assert format in DIALECTS or format in ("json", "yaml")


def test_a_json_file_of_no_known_format_gives_no_facts_and_one_sentence():
    document = read_json({"name": "package", "author": "Ada Lovelace", "homepage": "https://ada.example"})
    assert extract(document).facts == ()
    (note,) = document.notes
    assert "no format that kg knows: nothing was read; it reads JSON Resume" in note.message


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param('{"basics": {"name": "Ada"},\n "work": [{"name": "Engine', 2, "Unterminated string", id="cut off"),
        pytest.param('{"basics": {"name": "Ada"}', 1, "it ends too early", id="a brace is missing"),
        pytest.param('{"basics": {"name": "Ada"}}}', 1, "unexpected '}'", id="a brace too many"),
        pytest.param('{"basics": {"name": "Ada", "label" 1}}', 1, "a colon is missing", id="no colon"),
        pytest.param('{"basics": {"name": "Ada", "label": NaN}}', 1, "unexpected 'NaN", id="no JSON word"),
    ],
)
def test_broken_json_is_read_up_to_the_mistake(text, line, problem):
    document = read_json(text)
    assert rows(document, Kind.IDENTITY) == [{"name": "Ada"}]
    assert document.notes[0].message.startswith(f"line {line}: broken JSON ({problem}")


@pytest.mark.parametrize("field", ['Zo\\u00eb \\"Z\\" O\\/Brien', "\\ud83d\\ude00 Smile", "Caf\\u00e9\\nNoir"])
def test_escapes_of_json_are_decoded_and_keep_their_place(field):
    document = read_json(f'{{"basics": {{"name": "{field}"}}}}')
    (value,) = document.fields
    assert value.value == json.loads(f'"{field}"')
    assert document.text[value.span.start : value.span.end] == field
    assert " ".join(line.text for line in value.lines) == value.value.replace("\n", " ")


HOSTILE = {
    "brackets": "[" * 300_000,
    "objects": '{"basics":' * 100_000,
    "a resume a hundred deep": '{"basics":' * 100 + "1" + "}" * 100,
    "a huge number": '{"basics": {"name": ' + "9" * 1_000_000 + "}}",
    "a number with a huge exponent": '{"basics": {"name": 1e' + "9" * 100_000 + "}}",
    "backslashes": '{"basics": {"name": "' + "\\\\" * 30_000 + '"}}',
    "half surrogates": '{"basics": {"name": "' + "\\ud800" * 50_000 + '"}}',
    "one key many times": "{" + '"basics": {"name": "A B"},' * 20_000 + '"z": 1}',
    "many entries": '{"basics": {}, "awards": [' + '{"title": "Medal"},' * 20_000 + "{}]}",
    "many entries that differ": json.dumps(
        {"basics": {"name": "A"}, "publications": [{"name": f"Title number {n}"} for n in range(5_000)]}
    ),
    "many names": json.dumps({"basics": {"name": "A"}, "publications": [{"name": "T", "authors": ["A B"] * 20_000}]}),
    "one long name list": json.dumps(
        {"basics": {"name": "A"}, "publications": [{"name": "T", "authors": "A B, " * 20_000}]}
    ),
    "a long text": json.dumps({"basics": {"name": "A", "summary": "I am at X. " * 5_000}}),
    "a long organization": json.dumps(
        {"basics": {"name": "A"}, "work": [{"name": "University of, " * 3_000, "position": "P"}]}
    ),
    "a long date": json.dumps({"basics": {"name": "A"}, "work": [{"name": "U", "startDate": "1999-" * 50_000}]}),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_data_file_is_read_within_seconds(text):
    begin = time.process_time()
    extract(read_json(text))
    assert time.process_time() - begin < SECONDS


def test_aliases_of_yaml_do_not_multiply():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    begin = time.process_time()
    document = read_yaml(f"{bomb}cv:\n  name: Ada Lovelace\n  sections: *j\n")
    extract(document)
    assert time.process_time() - begin < SECONDS
    assert document.notes
