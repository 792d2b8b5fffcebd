"""A site is recognized by what lies in it, and is one profile; a folder of pages stays a folder of profiles."""

from __future__ import annotations

import shutil

import pytest
from conftest import SAMPLES
from sites import ACADEMIC_PAGES, AL_FOLIO, HUGO, PLAIN, profile, rows, write

from kg import pipeline
from kg.graph import to_quads
from kg.model import Kind
from kg.read.site import site_at
from kg.resolve import resolve
from kg.sites import read_site

LAYOUTS = {"AcademicPages": ACADEMIC_PAGES, "al-folio": AL_FOLIO, "Hugo": HUGO, "HTML": PLAIN}


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        *(pytest.param(files, layout, id=layout) for layout, files in LAYOUTS.items()),
        pytest.param({"_config.yml": "", "_pages/about.md": ""}, "acad-homepage", id="acad-homepage"),
        pytest.param({"_config.yml": "", "index.md": ""}, "Jekyll", id="minimal-light"),
        pytest.param({"hugo.yaml": "", "content/_index.md": ""}, "Hugo", id="Hugo by its configuration"),
        pytest.param({"index.html": "", "papers.bib": ""}, "HTML", id="one page and a bibliography"),
        pytest.param({"resume.json": "", "package.json": ""}, "JSON Resume", id="JSON Resume"),
        pytest.param({"Edith_Sample_CV.yaml": ""}, "CV", id="a lone CV in YAML"),
        pytest.param({"cv.md": "", "papers.bib": ""}, "CV", id="a CV and a bibliography"),
        pytest.param({"index.html": "", "cv/index.html": "", "teaching/index.html": ""}, "HTML", id="pages in folders"),
    ],
)
def test_a_site_is_recognized_by_what_lies_in_it(tmp_path, files, layout):
    site = site_at(write(tmp_path, files))
    assert site and site.layout == layout


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"ada.md": "", "bert.md": ""}, id="pages"),
        pytest.param({"index.html": "", "ada.html": "", "bert.html": ""}, id="a list of people and their pages"),
        pytest.param({"index.html": ""}, id="one page"),
        pytest.param({"cv.md": ""}, id="a CV that is a page"),
        pytest.param({"ada_cv.yaml": "", "bert_cv.yaml": ""}, id="several people's CVs"),
        pytest.param({"_config.yml": ""}, id="a configuration and nothing else"),
        pytest.param({"paper.pdf": "", "notes.txt": ""}, id="no pages"),
        pytest.param({"node_modules/_config.yml": "", ".git/_pages/about.md": "", "a.md": ""}, id="hidden from view"),
    ],
)
def test_another_folder_is_no_site(tmp_path, files):
    assert site_at(write(tmp_path, files)) is None


def test_the_samples_are_many_profiles():
    assert site_at(SAMPLES) is None
    assert len(pipeline.find([SAMPLES])) >= 14


@pytest.mark.parametrize(
    ("files", "kind", "slots", "expected"),
    [
        pytest.param(ACADEMIC_PAGES, Kind.IDENTITY, ("name",), ("Edith Sample",), id="AcademicPages name"),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.IDENTIFIERS,
            ("scheme", "value"),
            ("github", "edith-sample"),
            id="AcademicPages account",
        ),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.POSITIONS,
            ("organization", "location", "current"),
            ("Lakeside Institute", "Graz, Austria", "true"),
            id="AcademicPages employer",
        ),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.PUBLICATIONS,
            ("title", "venue", "date", "authors"),
            ("Tides in shallow basins", "Journal of Invented Seas", "2019", "E. Sample | B. Muster"),
            id="AcademicPages publication",
        ),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.TALKS,
            ("title", "event", "location", "date"),
            ("How basins fill", "Sea Days", "Vienna", "2020-05-04"),
            id="AcademicPages talk",
        ),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.TEACHING,
            ("course", "organization", "date"),
            ("Hydraulics", "University of Vienna", "2021"),
            id="AcademicPages course",
        ),
        pytest.param(
            ACADEMIC_PAGES,
            Kind.PROJECTS,
            ("name",),
            ("Gauge, a library for tide tables",),
            id="AcademicPages portfolio",
        ),
        pytest.param(AL_FOLIO, Kind.IDENTITY, ("name",), ("Edith B. Sample",), id="al-folio name"),
        pytest.param(
            AL_FOLIO, Kind.IDENTIFIERS, ("scheme", "value"), ("google-scholar", "AbCdEfGhIjKl"), id="al-folio account"
        ),
        pytest.param(
            AL_FOLIO,
            Kind.PUBLICATIONS,
            ("title", "venue", "date"),
            ("Tides in shallow basins", "Journal of Invented Seas", "2019"),
            id="al-folio bibliography",
        ),
        pytest.param(
            AL_FOLIO, Kind.AWARDS, ("title", "date"), ("Silver Oar Award", "2021-03-02"), id="al-folio news, dated"
        ),
        pytest.param(AL_FOLIO, Kind.PROJECTS, ("name",), ("Gauge",), id="al-folio project"),
        pytest.param(HUGO, Kind.IDENTITY, ("name",), ("Edith Sample",), id="Hugo name"),
        pytest.param(
            HUGO,
            Kind.PUBLICATIONS,
            ("title", "venue", "date", "url"),
            (
                "Tides in shallow basins",
                "Proceedings of the Invented Seas",
                "2019-04-01",
                "https://doi.org/10.1234/tides",
            ),
            id="Hugo publication, its bibliography and its page as one",
        ),
        pytest.param(
            HUGO,
            Kind.TALKS,
            ("title", "event", "location", "date"),
            ("How basins fill", "Sea Days", "Vienna", "2020-05-04"),
            id="Hugo event",
        ),
        pytest.param(HUGO, Kind.PROJECTS, ("name",), ("Gauge",), id="Hugo project"),
        pytest.param(PLAIN, Kind.IDENTITY, ("name",), ("Edith Sample",), id="HTML name"),
        pytest.param(
            PLAIN, Kind.TALKS, ("title", "date"), ("How basins fill", "2020-05"), id="HTML talk on its own page"
        ),
    ],
)
def test_each_part_of_a_site_gives_its_facts_once(tmp_path, files, kind, slots, expected):
    assert rows(profile(write(tmp_path / "edith", files)), kind, *slots) == [expected]


def test_an_id_stands_for_the_author_whose_record_it_is(tmp_path):
    files = {name: text for name, text in HUGO.items() if not name.endswith(".bib")}
    assert rows(profile(write(tmp_path, files)), Kind.PUBLICATIONS, "authors") == [
        ("Edith Sample | Bert Muster | Cleo Test",)
    ]


def test_files_are_named_from_the_folder_above_the_site(tmp_path):
    found = profile(write(tmp_path / "edith", ACADEMIC_PAGES))
    assert found.source == "edith"
    assert {source.path for source in found.documents} >= {"edith/_config.yml", "edith/_talks/one.md"}
    assert {e.source for fact in found.facts for e in fact.evidence} <= {source.path for source in found.documents}


def test_every_quote_stands_in_its_file(tmp_path):
    for name, files in LAYOUTS.items():
        found = profile(write(tmp_path / name, files))
        stated = [e for fact in found.facts for e in fact.evidence]
        stated += [value.evidence for fact in found.facts for values in fact.slots.values() for value in values]
        assert stated
        for evidence in stated:
            text = (tmp_path / evidence.source).read_text(encoding="utf-8")
            assert text[evidence.span.start : evidence.span.end] == evidence.quote != ""


def test_the_graph_has_each_file_as_a_part_of_the_profile(tmp_path):
    found = profile(write(tmp_path / "edith", ACADEMIC_PAGES))
    text = "\n".join(to_quads([found], resolve([found]), read_on=pipeline.date(2026, 1, 1)).lines)
    for source in found.documents:
        assert f"/document/{source.path}> " in text and source.sha256 in text


def test_several_sites_and_pages_are_built_together(tmp_path):
    for name in ("ada", "bert"):
        write(tmp_path / name, ACADEMIC_PAGES)
    write(tmp_path, {"cleo.md": "# Cleo Test\n\nI am a hydrologist at the University of Graz.\n"})
    assert [page.source for page in pipeline.find([tmp_path])] == ["ada", "bert", "cleo.md"]
    assert [page.source for page in pipeline.find([tmp_path / "bert", tmp_path / "ada"])] == ["ada", "bert"]
    assert [page.source for page in pipeline.find([tmp_path / "ada", tmp_path])] == ["ada", "bert", "cleo.md"]


def test_the_same_site_in_two_folders_is_named_from_the_folder_above_both(tmp_path):
    for name in ("x", "y"):
        write(tmp_path / name / "ada", ACADEMIC_PAGES)
    found = pipeline.find([tmp_path / "x" / "ada", tmp_path / "y" / "ada"])
    assert [page.source for page in found] == ["x/ada", "y/ada"]


def test_what_was_read_and_passed_over_is_told(tmp_path):
    site = write(tmp_path / "edith", {**ACADEMIC_PAGES, "files/paper.pdf": "", "assets/js/x.js": ""})
    found = read_site(site, source="edith", root=tmp_path)
    assert found.told[0].message == (
        "AcademicPages site: 1 owner, 3 publications, 1 talks, 2 teaching, 1 projects, 1 pages"
    )
    passed = {note.source: note.message for note in found.profile.notes if note.message.startswith("passed over")}
    assert passed == {
        "edith/_pages/category-archive.html": "passed over: a page of the theme",
        "edith/_posts/2020-01-01-hello.md": "passed over: a post",
        "edith/files/paper.pdf": "passed over: not the owner's own record",
    }


@pytest.mark.parametrize(
    ("name", "text", "is_read"),
    [
        pytest.param("_pages/cv.md", "# Education", True, id="where pages lie"),
        pytest.param("_pages/parts/cv.md", "# Education", False, id="a part of a page"),
        pytest.param("INSTALL.md", "# Install", False, id="a guide to the theme"),
        pytest.param("cv.md", "---\ntitle: CV\n---\n", True, id="a page beside the configuration"),
        pytest.param("_talks/404.md", "---\ntitle: Lost\n---\n", True, id="an item called as a page of the theme"),
        pytest.param("_pages/404.md", "---\ntitle: Lost\n---\n", False, id="a page of the theme"),
        pytest.param(
            "_selected_papers/a.md", "---\ntitle: A\n---\n", True, id="an item of a collection of another name"
        ),
        pytest.param("_books/a.md", "---\ntitle: A\n---\n", False, id="an item of a collection of no telling name"),
        pytest.param("assets/paper.pdf", "", False, id="a paper in PDF"),
        pytest.param("_data/cv/awards.yml", "", True, id="a data file of the owner"),
        pytest.param("_data/navigation.yml", "", False, id="a data file of the theme"),
    ],
)
def test_what_is_a_document_of_a_jekyll_site(tmp_path, name, text, is_read):
    site = site_at(write(tmp_path, {"_config.yml": "", "_pages/about.md": "", name: text}))
    assert ((tmp_path / name) in [path for _, path in site.documents]) is is_read


@pytest.mark.parametrize(
    ("name", "role"),
    [
        pytest.param("content/publication/a/index.md", "publications", id="a bundle"),
        pytest.param("content/talk/a.md", "talks", id="a file"),
        pytest.param("content/en/event/a/index.md", "talks", id="in a language"),
        pytest.param("content/publication/_index.md", "", id="the list of a collection"),
        pytest.param("content/project/a/more.md", "", id="a second page of a project"),
        pytest.param("content/courses/a/_index.md", "teaching", id="a course of several pages"),
        pytest.param("content/courses/a/week1.md", "", id="a week of it"),
        pytest.param("content/post/a/index.md", "", id="a post"),
        pytest.param("content/slides/a/index.md", "", id="slides"),
        pytest.param("content/home/about.md", "pages", id="a part of the front page"),
    ],
)
def test_what_is_a_document_of_a_hugo_site(tmp_path, name, role):
    site = site_at(write(tmp_path, {"content/authors/admin/_index.md": "", name: ""}))
    assert {path: str(role) for role, path in site.documents}.get(tmp_path / name, "") == role


def test_a_site_moves_without_a_change_to_what_is_read(tmp_path):
    one = profile(write(tmp_path / "one" / "edith", ACADEMIC_PAGES))
    shutil.move(tmp_path / "one", tmp_path / "two")
    assert profile(tmp_path / "two" / "edith") == one
