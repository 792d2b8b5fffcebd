"""What the sample profiles and their gold facts must be, so that figures on them mean something."""

from __future__ import annotations

import re

import pytest
from samples import GOLD, NOT_FACTS, PAGES, gold_of, plain, readings, source_of, spans_of_years

from kg.edtf import is_edtf
from kg.model import LIST_SLOTS, SLOTS, Kind

#: Slots whose values are words of our tables or are written in a normal form, and so need not stand on the page.
NORMALIZED = frozenset({"level", "relation", "scheme", "current", "start", "end", "date"})
#: Slots that may stand in an attribute or a link's target.
ADDRESSES = frozenset({"url", "value"})
DATES = frozenset({"start", "end", "date"})
WORDS = {
    "level": {"bachelor", "master", "doctorate", "other"},
    "relation": {"advisor", "host", "collaborator", "advisee"},
    "scheme": {"email", "homepage"},
}

#: A form that homepages have, how it shows, and on how many of our pages it does at least.
FORMS = [
    pytest.param(r"\A---\n.*?^author_profile: true$", 6, id="AcademicPages front matter"),
    pytest.param(r"^[^\n]+\n={3,}$", 4, id="Setext headings"),
    pytest.param(r"\A---\nlayout: about\n.*?^profile:$", 3, id="al-folio front matter"),
    pytest.param(r"\A---\nlayout: homepage$", 3, id="minimal-light front matter"),
    pytest.param(r"^#+ [\U0001F300-\U0001FAFF]", 3, id="emoji headings"),
    pytest.param(r"^- \*[0-9.]+ - [^*]+\*", 3, id="dates in front, in emphasis"),
    pytest.param(r"\A---\n.*?^superuser: true$", 1, id="Hugo front matter in YAML"),
    pytest.param(r"\A\+\+\+\n.*?^\[\[education\.courses\]\]$", 1, id="Hugo front matter in TOML"),
    pytest.param(r"<body>.*<ul", 2, id="plain HTML with lists"),
    pytest.param(r"<table.*<td", 3, id="HTML tables"),
    pytest.param(r"^\|[ :|-]+\|$", 2, id="Markdown tables"),
    pytest.param(r"^: [^\n]+$", 1, id="definition lists"),
    pytest.param(r"(<br>\n[^\n<]+){3}", 2, id="lines ended by br"),
    pytest.param(r"^ +\* ", 3, id="nested lists"),
    pytest.param(r"\A(?!.*^#{2,} )(?!.*^ *[*-] )(?!.*<)", 1, id="prose without lists or headed sections"),
    pytest.param(r"class='paper-box'", 1, id="paper boxes"),
    pytest.param(r"\{%.*%\}", 2, id="Liquid"),
    pytest.param(r"&[a-z]+;", 3, id="HTML entities"),
    pytest.param(r"<!--(?!.*<!--).*-->", 5, id="commented text"),
    pytest.param(r"^lang: de$", 1, id="German"),
    pytest.param(r"^lang: fr$", 1, id="French"),
    pytest.param(r"^lang: es$", 1, id="Spanish"),
    pytest.param(r"教育经历", 1, id="Chinese"),
]


def facts():
    """Every gold row, with its page and kind."""
    return [(name, kind, row) for name in GOLD for kind, rows in gold_of(name).items() for row in rows]


def test_every_page_has_its_gold_and_every_gold_its_page():
    assert sorted(PAGES) == sorted(GOLD)
    assert len(PAGES) >= 20


@pytest.mark.parametrize("name", sorted(GOLD))
def test_gold_has_all_kinds_and_only_their_slots(name):
    gold = gold_of(name)
    assert sorted(gold) == sorted(Kind)
    for kind, rows in gold.items():
        for row in rows:
            assert set(row) <= set(SLOTS[Kind(kind)])
            assert all(isinstance(row[slot], list) for slot in LIST_SLOTS & set(row))
            assert row.get("current", True) is True


@pytest.mark.parametrize("name", sorted(GOLD))
def test_gold_text_stands_on_the_page_outside_its_comments(name):
    source = source_of(name)
    text, addresses = plain(source), source.replace(" (at) ", "@")
    absent = [
        reading
        for rows in gold_of(name).values()
        for row in rows
        for slot in set(row) - NORMALIZED
        for reading in readings(row[slot])
        if reading not in (addresses if slot in ADDRESSES else text)
    ]
    assert absent == []


@pytest.mark.parametrize("name", sorted(GOLD))
def test_gold_dates_are_edtf_with_years_of_the_page(name):
    page = plain(source_of(name))
    for rows in gold_of(name).values():
        for row in rows:
            for date in (date for slot in DATES & set(row) for date in readings(row[slot])):
                assert is_edtf(date)
                for year in re.findall(r"(?:^|/)(\d{4})", date):
                    assert year in page or f"/{year[2:]}" in page, f"{date} is nowhere on the page"


@pytest.mark.parametrize(("slot", "words"), WORDS.items(), ids=list(WORDS))
def test_gold_uses_the_words_of_the_tables(slot, words):
    used = {reading for _, _, row in facts() if slot in row for reading in readings(row[slot])}
    assert used == words


@pytest.mark.parametrize("name", sorted(GOLD))
def test_a_gold_row_stands_once(name):
    for rows in gold_of(name).values():
        assert len({str(sorted(row.items())) for row in rows}) == len(rows)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_gold_rows(kind):
    least = {Kind.GRANTS: 4, Kind.TEACHING: 9, Kind.PROJECTS: 8}.get(kind, 16)
    assert sum(found is kind or found == kind for _, found, _ in facts()) >= least


@pytest.mark.parametrize(("shows", "pages"), FORMS)
def test_the_pages_have_the_forms_of_real_homepages(shows, pages):
    form = re.compile(shows, re.DOTALL | re.MULTILINE)
    assert sum(bool(form.search(source_of(name))) for name in PAGES) >= pages


@pytest.mark.parametrize(("name", "words", "why"), NOT_FACTS, ids=[f"{name}: {why}" for name, _, why in NOT_FACTS])
def test_what_a_page_only_mentions_is_not_in_gold(name, words, why):
    assert words in source_of(name)
    assert words not in GOLD[name].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("organization", "year", "people"),
    [
        pytest.param("University of Göttingen", 1926, {"born", "hilbert", "noether", "von-neumann"}, id="Göttingen"),
        pytest.param("University of Berlin", 1928, {"meitner", "von-neumann"}, id="Berlin"),
        pytest.param("Princeton University", 1931, {"church", "veblen", "von-neumann"}, id="Princeton University"),
        pytest.param("Institute for Advanced Study", 1933, {"einstein", "veblen", "von-neumann"}, id="the Institute"),
        pytest.param("University of Copenhagen", 1932, {"bohr", "chandrasekhar"}, id="Copenhagen"),
        pytest.param(
            "Massachusetts Institute of Technology", 1957, {"calderon", "shannon"}, id="MIT across two languages"
        ),
        pytest.param("Columbia University", 1941, {"fermi", "goeppert-mayer"}, id="Columbia before the war"),
        pytest.param("Los Alamos Laboratory", 1945, {"fermi", "feynman", "goeppert-mayer"}, id="Los Alamos"),
        pytest.param("University of Chicago", 1950, {"chandrasekhar", "fermi", "goeppert-mayer"}, id="Chicago"),
    ],
)
def test_people_were_at_one_place_in_one_year(organization, year, people):
    there = {
        name
        for name, kind, row in facts()
        if kind == Kind.POSITIONS and organization in readings(row.get("organization", ""))
        for first, last in spans_of_years(row)
        if first <= year <= last
    }
    assert there == people


@pytest.mark.parametrize(
    ("advisor", "people"),
    [
        pytest.param("Max Born", {"fermi", "goeppert-mayer", "heisenberg"}, id="Max Born"),
        pytest.param("David Hilbert", {"von-neumann", "weyl"}, id="David Hilbert"),
        pytest.param("Alonzo Church", {"turing"}, id="Alonzo Church"),
        pytest.param("Oswald Veblen", {"church"}, id="Oswald Veblen"),
        pytest.param("Niels Bohr", {"heisenberg"}, id="Niels Bohr"),
    ],
)
def test_people_with_pages_taught_and_hosted_one_another(advisor, people):
    taught = {
        name
        for name, kind, row in facts()
        if kind == Kind.PEOPLE
        and advisor in readings(row["name"])
        and {"advisor", "host"} & set(readings(row["relation"]))
    }
    assert taught == people


@pytest.mark.parametrize(
    ("award", "people"),
    [
        pytest.param(
            "Nobel Prize in Physics",
            {"bohr", "born", "chandrasekhar", "einstein", "fermi", "feynman", "goeppert-mayer", "heisenberg"},
            id="Nobel Prize in Physics",
        ),
        pytest.param("Max Planck Medal", {"bohr", "born", "einstein", "fermi", "heisenberg", "meitner"}, id="Planck"),
        pytest.param("Copley Medal", {"bohr", "chandrasekhar", "einstein"}, id="Copley"),
        pytest.param("Hughes Medal", {"bohr", "born", "fermi"}, id="Hughes"),
        pytest.param("Matteucci Medal", {"bohr", "einstein", "fermi", "heisenberg"}, id="Matteucci"),
        pytest.param("Medal for Merit", {"fermi", "von-neumann"}, id="Medal for Merit, in one year"),
        pytest.param("National Medal of Science", {"chandrasekhar", "shannon", "wu"}, id="National Medal of Science"),
    ],
)
def test_people_won_the_same_awards(award, people):
    won = {name for name, kind, row in facts() if kind == Kind.AWARDS and award in readings(row["title"])}
    assert won == people
