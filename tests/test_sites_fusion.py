"""One fact told by several files is one fact, in the words of the most trusted; the template's own text is none."""

from __future__ import annotations

import csv

import pytest
from sites import ACADEMIC_PAGES, profile, rows, write

from kg.extract.collections import collection_item
from kg.extract.fusion import is_named
from kg.extract.residue import fingerprint, sample_of, without_samples
from kg.model import Kind, first
from kg.read import read_text
from kg.resources import resource

CONFIG = "author:\n  name: Edith Sample\n"
PAPER = "---\ntitle: Tides in shallow basins\nvenue: Invented Seas\ndate: {date}\n---\n"
ENTRY = "@article{{{key}, title={{{title}}}, author={{{author}}}, journal={{Invented Seas}}, year={{{year}}}{more}}}\n"


def entry(title="Tides in shallow basins", author="Sample, Edith", year=2019, more="", key="a"):
    return ENTRY.format(key=key, title=title, author=author, year=year, more=more)


def papers(tmp_path, files, *slots):
    return rows(profile(write(tmp_path, {"_config.yml": CONFIG, **files})), Kind.PUBLICATIONS, *slots)


def test_a_paper_told_three_times_is_one_fact_with_three_evidences(tmp_path):
    files = {
        "_config.yml": CONFIG,
        "_bibliography/papers.bib": entry(),
        "_publications/a.md": PAPER.format(date="2019-04-01"),
        "_pages/publications.md": "# Publications\n\n- Edith Sample. Tides in shallow basins. Invented Seas, 2019.\n",
    }
    (fact,) = [fact for fact in profile(write(tmp_path, files)).facts if fact.kind is Kind.PUBLICATIONS]
    assert [evidence.source.split("/", 1)[1] for evidence in fact.evidence] == [
        "_bibliography/papers.bib",
        "_publications/a.md",
        "_pages/publications.md",
    ]
    assert first(fact, "date") == "2019-04-01"
    assert fact.confidence > 0.97


def test_the_bibliography_has_the_words_before_the_front_matter(tmp_path):
    files = {
        "_bibliography/papers.bib": entry(title="Tides in Shallow Basins"),
        "_publications/a.md": PAPER.format(date="2019-04-01"),
    }
    assert papers(tmp_path, files, "title") == [("Tides in Shallow Basins",)]


def test_two_years_for_one_paper_are_told_and_the_trusted_one_is_kept(tmp_path):
    files = {"_bibliography/a.bib": entry(), "_publications/a.md": PAPER.format(date="2020-05-01")}
    found = profile(write(tmp_path / "edith", {"_config.yml": CONFIG, **files}))
    assert rows(found, Kind.PUBLICATIONS, "date") == [("2019",)]
    (note,) = [note for note in found.notes if "two dates" in note.message]
    assert note.message == (
        "'Tides in shallow basins' has two dates: 2019 in edith/_bibliography/a.bib,"
        " 2020 in edith/_publications/a.md; 2019 is kept"
    )


@pytest.mark.parametrize(
    ("files", "titles"),
    [
        pytest.param(
            {
                "a.bib": entry(title="Tides in basins", more=", doi={10.1234/x}"),
                "b.bib": entry(title="Tides in basins: a longer title", more=", doi={10.1234/X}"),
            },
            ["Tides in basins"],
            id="one DOI, a title and its long form",
        ),
        pytest.param(
            {
                "a.bib": entry(title="Tides in basins", more=", doi={10.1234/x}")
                + entry(title="Waves on open water", more=", doi={10.1234/x}", key="b"),
            },
            ["Tides in basins", "Waves on open water"],
            id="a DOI copied to another work joins nothing",
        ),
        pytest.param(
            {
                "a.bib": entry(year=2016, more=", doi={10.1234/thesis}")
                + entry(year=2018, more=", doi={10.1234/article}", key="b"),
            },
            ["Tides in shallow basins", "Tides in shallow basins"],
            id="a thesis and an article of one title, each with its DOI and year",
        ),
        pytest.param(
            {"a.bib": entry(), "b.bib": entry(title="Tides in Shallow Basins.")},
            ["Tides in shallow basins"],
            id="a full stop",
        ),
    ],
)
def test_a_paper_is_one_by_its_title_or_its_doi(tmp_path, files, titles):
    files = {f"_bibliography/{name}": text for name, text in files.items()}
    assert [title for (title,) in papers(tmp_path, files, "title")] == titles


def test_a_copied_doi_is_told(tmp_path):
    text = entry(title="Tides in basins", more=", doi={10.1234/x}")
    text += entry(title="Waves on open water", more=", doi={10.1234/x}", key="b")
    found = profile(write(tmp_path, {"_config.yml": CONFIG, "_bibliography/a.bib": text}))
    assert [n.message for n in found.notes if "DOI" in n.message and "gives to another title" in n.message]


def test_a_reading_list_is_not_what_the_owner_wrote(tmp_path):
    others = "".join(entry(title=f"Work {n} of others", author="Muster, Bert", key=f"k{n}") for n in range(9))
    found = profile(write(tmp_path, {"_config.yml": CONFIG, "_bibliography/read.bib": others + entry()}))
    assert rows(found, Kind.PUBLICATIONS, "title") == [("Tides in shallow basins",)]
    assert [note.message for note in found.notes] == ["9 of 10 works do not name Edith Sample; passed over"]


def test_a_work_of_a_collaboration_stays_in_a_bibliography_of_the_owner(tmp_path):
    own = "".join(entry(title=f"Own work number {n} on tides", key=f"k{n}") for n in range(19))
    found = papers(
        tmp_path, {"_bibliography/a.bib": own + entry(title="All tides", author="{The Tide Group}")}, "title"
    )
    assert ("All tides",) in found and len(found) == 20


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Edith Sample", True, id="in full"),
        pytest.param("Sample, E.", True, id="initial"),
        pytest.param("E. B. Sample", True, id="initials"),
        pytest.param("Sample", True, id="family name alone"),
        pytest.param("Edi Sample", True, id="short form"),
        pytest.param("Sample, Bert", False, id="another given name"),
        pytest.param("Edith Muster", False, id="another family name"),
        pytest.param("B. Muster", False, id="somebody else"),
    ],
)
def test_an_author_can_be_the_owner(written, expected):
    assert is_named(["Edith Sample"], written) is expected


def test_the_title_of_a_page_is_no_second_name(tmp_path):
    files = {"_config.yml": CONFIG, "_pages/about.md": "---\ntitle: Bert Muster\n---\nHello.\n"}
    assert rows(profile(write(tmp_path, files)), Kind.IDENTITY, "name") == [("Edith Sample",)]


# ---------------------------------------------------------------------------------------------------------------
# one item of a collection


def item(front, folder=Kind.PUBLICATIONS, body="", names=None):
    document = read_text(f"---\n{front}\n---\n{body}", path="x.md", format="markdown")
    return [
        {slot: " | ".join(v.text for v in values) for slot, values in fact.slots.items()} | {"kind": fact.kind}
        for fact in collection_item(document, folder, names=names or {})
    ]


@pytest.mark.parametrize(
    ("front", "date"),
    [
        pytest.param("date: 2019-04-05", "2019-04-05", id="a day"),
        pytest.param("date: 2019-4-5", "2019-04-05", id="a day without zeros"),
        pytest.param("date: 2019-04-05 00:00:00 +01:00", "2019-04-05", id="a day and an hour"),
        pytest.param("date: 2019-01-01", "2019", id="the first of January is a year"),
        pytest.param("date: 2019-01-01\ncitation: E. Sample (2019). T.", "2019", id="and so it is beside a citation"),
        pytest.param("date: 2019-01-01\ncitation: E. Sample. T. Jan. 2019", "2019-01", id="unless that says January"),
        pytest.param("date: 2019-06-31", "2019", id="a day that is none"),
        pytest.param("year: 2019", "2019", id="a year"),
        pytest.param("date: March 2019", "2019-03", id="in words"),
        pytest.param("date: 2017-01-01 -- 2017-01-05", "2017", id="from the first of January on"),
        pytest.param("permalink: /publication/2019-04-05-t", "2019-04-05", id="in the address, if nowhere else"),
    ],
)
def test_the_date_of_an_item(front, date):
    assert [row["date"] for row in item(f"title: T of this\n{front}")] == [date]


@pytest.mark.parametrize(
    ("front", "authors"),
    [
        pytest.param("authors: Ada Sample and Bert Muster", "Ada Sample | Bert Muster", id="and"),
        pytest.param("authors: Sample A., <b>Muster B.</b>, Test C.", "Sample A. | Muster B. | Test C.", id="initials"),
        pytest.param("authors: Sample, A., Muster, B.", "Sample, A. | Muster, B.", id="family name first"),
        pytest.param(
            "authors: L. da F. Sample, F. N. Muster*", "L. da F. Sample | F. N. Muster", id="particles, marks"
        ),
        pytest.param("authors: Daniel A. Sample, Bert M.J. Muster", "Daniel A. Sample | Bert M.J. Muster", id="middle"),
        pytest.param("authors: [Ada Sample, 'Muster, Bert', ...]", "Ada Sample | Muster, Bert", id="a list"),
        pytest.param("authors: Ada Sample et al.", "Ada Sample", id="and others"),
        pytest.param("citation: 'A. Sample, B. Muster. (2019). T. <i>J</i>.'", "A. Sample | B. Muster", id="citation"),
        pytest.param("coauthors: [bm, ada]", "Bert Muster | ada", id="ids"),
    ],
)
def test_the_authors_of_an_item(front, authors):
    assert [row["authors"] for row in item(f"title: T of this\n{front}", names={"bm": "Bert Muster"})] == [authors]


def test_authors_below_the_front_matter_are_read_where_none_stand_in_it():
    (row,) = item("title: T of this", body="Recommended citation: A. Sample, B. Muster. (2019). T of this.\n")
    assert row["authors"] == "A. Sample | B. Muster"


def test_a_talk_among_the_publications_is_a_talk():
    (row,) = item("title: T of this\ncollection: talks\nvenue: Sea Days")
    assert (row["kind"], row["event"]) == (Kind.TALKS, "Sea Days")


def test_an_item_without_a_title_states_nothing():
    assert item("venue: Sea Days") == []


@pytest.mark.parametrize(
    ("front", "venue", "url"),
    [
        pytest.param(
            "publication: In *Sea Days*\nhugoblox: {ids: {doi: 10.1234/x}}", "Sea Days", "10.1234/x", id="Hugo"
        ),
        pytest.param(
            "journal: In Vitro Tides\ndoi: 10.1234/x", "In Vitro Tides", "10.1234/x", id="a journal called In"
        ),
        pytest.param("venue: <i>Sea</i> &amp; Land\nlink: https://doi.org/10.1/x", "Sea & Land", "10.1/x", id="markup"),
    ],
)
def test_the_venue_and_the_address_of_an_item(front, venue, url):
    (row,) = item(f"title: T of this\n{front}")
    assert (row["venue"], row["url"]) == (venue, f"https://doi.org/{url}")


def test_toml_front_matter_is_read_with_its_dates():
    text = '+++\ntitle = "T of this"\ndate = 2019-04-01T00:00:00Z\nauthors = ["Ada Sample", "B. Muster"]\n+++\n'
    document = read_text(text, path="x.md", format="markdown")
    (fact,) = collection_item(document, Kind.PUBLICATIONS, names={})
    assert (first(fact, "date"), [v.text for v in fact.slots["authors"]]) == ("2019-04-01", ["Ada Sample", "B. Muster"])


def test_a_venue_to_be_announced_is_none():
    (row,) = item("title: T of this\nvenue: tbd")
    assert "venue" not in row


def test_the_broken_front_matter_that_jekyll_reads_is_read():
    (row,) = item("title: T of this: a study\njournal:\tInvented Seas\ndoi:\t10.1234/x")
    assert (row["title"], row["venue"], row["url"]) == (
        "T of this: a study",
        "Invented Seas",
        "https://doi.org/10.1234/x",
    )


# ---------------------------------------------------------------------------------------------------------------
# what templates ship


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Paper Title Number 4", id="AcademicPages paper"),
        pytest.param("Talk 1 on Relevant Topic in Your Field", id="AcademicPages talk"),
        pytest.param("Teaching experience 2", id="AcademicPages course"),
        pytest.param("Portfolio item number 1", id="AcademicPages portfolio"),
        pytest.param("project 3", id="al-folio project"),
        pytest.param("An example journal article", id="Hugo publication"),
    ],
)
def test_a_sample_is_told_by_its_title(title):
    assert sample_of(read_text(f"---\ntitle: {title}\n---\n", path="x.md", format="markdown"))


def test_samples_are_no_facts_and_are_named_to_the_owner(tmp_path):
    found = profile(write(tmp_path / "edith", ACADEMIC_PAGES))
    told = [(note.source, note.message) for note in found.notes if "of the template" in note.message]
    assert told == [
        ("edith/_publications", "a sample of the template (placeholder), still shown to visitors; delete old.md"),
        ("edith/_teaching", "a sample of the template (academicpages), still shown to visitors; delete sample.md"),
    ]


def test_entries_of_a_data_file_that_the_template_ships_are_left_out(monkeypatch):
    shipped = {
        fingerprint(text): "a template" for text in ("University of Nowhere", "Master of Waiting", "To be written")
    }
    monkeypatch.setattr("kg.extract.residue._values", lambda: shipped)
    text = (
        "education:\n- institution: University of Nowhere\n  area: Master of Waiting\n  year: 2014\n"
        "- institution: University of Graz\n  area: Hydrology\n  year: 2015\n"
    )
    left, notes = without_samples(read_text(text, path="cv.yml", format="yaml"))
    assert [field.value for field in left.fields] == ["University of Graz", "Hydrology", "2015"]
    assert [note.message for note in notes] == [
        "1 of 2 entries are samples that the template a template ships; delete them"
    ]


def test_a_page_that_still_shows_its_template_is_named(tmp_path):
    page = (
        "---\ntitle: CV\n---\n# Education\n\n- B.S. in GitHub, GitHub University, 2012\n- Ph.D. in Physics, MIT, 2015\n"
    )
    found = profile(write(tmp_path / "edith", {"_config.yml": CONFIG, "_pages/cv.md": page, "_pages/about.md": ""}))
    assert rows(found, Kind.EDUCATION, "organization") == [("MIT",)]
    (note,) = [note for note in found.notes if "of the template" in note.message]
    assert note.message.startswith("line 6: text of the template")


def test_an_account_that_the_template_ships_is_not_the_owners(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.extract.residue._values", lambda: {fingerprint("AbCdEfGhIjKl"): "a template"})
    config = "name: Edith Sample\nscholar_userid: AbCdEfGhIjKl\ngithub_username: edith-sample\n"
    found = profile(write(tmp_path, {"_config.yml": config, "_pages/about.md": "---\n---\n"}))
    assert rows(found, Kind.IDENTIFIERS, "scheme", "value") == [("github", "edith-sample")]


def test_fingerprints_are_sorted_and_each_is_there_once():
    with resource("data", "gazetteers", "residue_values.csv").open(encoding="utf-8", newline="") as file:
        fingerprints = [row["fingerprint"] for row in csv.DictReader(file)]
    assert len(fingerprints) > 100
    assert fingerprints == sorted(set(fingerprints))
