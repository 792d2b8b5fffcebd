"""Résumés and CVs are valid to those who defined their formats, and no page can break out of one."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import jsonschema
import pytest
import yaml
from export_samples import HOSTILE, LOVELACE, NAMES, one
from pylatexenc.latexwalker import LatexEnvironmentNode, LatexWalker
from samples import PAGES

from kg.export.cv_yaml import al_folio, rendercv
from kg.export.dates import iso, period, spoken
from kg.export.latex_cv import latex_cv
from kg.export.markdown_cv import markdown_cv
from kg.export.resume import academicpages, json_resume

SCHEMAS = Path(__file__).parent / "schemas"


@lru_cache
def validator(name: str) -> jsonschema.protocols.Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())


def test_there_are_samples():
    assert len(PAGES) == 23
    assert len(NAMES) == 25


@pytest.mark.parametrize("name", NAMES)
def test_a_resume_meets_the_json_resume_schema(name, sample_graph):
    resume = json.loads(json_resume(one(name, sample_graph)))
    assert [f"{error.json_path}: {error.message}" for error in validator("json-resume").iter_errors(resume)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_cv_meets_the_schema_of_rendercv(name, sample_graph):
    cv = yaml.safe_load(rendercv(one(name, sample_graph)))
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("rendercv").iter_errors(cv)] == []


def test_the_schemas_refuse_what_is_wrong():
    assert list(validator("json-resume").iter_errors({"work": [{"startDate": "spring"}]}))
    assert list(validator("rendercv").iter_errors({"cv": {"sections": {"a": [{"company": 1}]}}}))


def test_a_resume_says_what_the_page_says(sample_graph):
    resume = json.loads(json_resume(one(LOVELACE, sample_graph)))
    assert resume["basics"] == {"name": "Ada Lovelace", "email": "ada@example.org"}
    assert resume["education"] == [
        {
            "institution": "University of London",
            "department": "School of Logic",
            "area": "Mathematics",
            "studyType": "Ph.D.",
            "startDate": "1832",  # a season is no date of ISO 8601
            "endDate": "1835-06",
            "advisors": ["Augustus De Morgan", "Mary Somerville"],
        }
    ]
    assert resume["work"][0]["startDate"] == "1842"
    assert "endDate" not in resume["work"][0]  # still running, which is what the format means by none
    assert resume["publications"][0]["authors"] == ["L. F. Menabrea", "Ada Lovelace"]


def test_the_data_file_of_academicpages_has_its_lists(sample_graph):
    cv = json.loads(academicpages(one(LOVELACE, sample_graph)))
    assert {"basics", "work", "education", "publications", "presentations", "teaching", "portfolio"} <= set(cv)
    assert cv["work"][0]["company"] == "Analytical Engines Ltd"
    assert cv["presentations"][0]["event"] == "Salon"


def test_the_data_file_of_al_folio_has_the_types_of_its_theme(sample_graph):
    sections = yaml.safe_load(al_folio(one(LOVELACE, sample_graph)))
    assert {section["type"] for section in sections} == {"map", "time_table", "list"}
    (education,) = (section for section in sections if section["title"] == "Education")
    assert education["contents"] == [
        {
            "title": "Ph.D. in Mathematics",
            "institution": "University of London",
            "year": "Fall 1832–June 1835",
            "description": ["School of Logic", "Advisors: Augustus De Morgan and Mary Somerville"],
            "department": "School of Logic",
            "advisors": ["Augustus De Morgan", "Mary Somerville"],
        }
    ]


# ---------------------------------------------------------------------------------------------------------------
# LaTeX


@pytest.mark.parametrize("name", NAMES)
def test_a_latex_cv_is_well_formed(name, sample_graph):
    """Brackets and environments close, to a parser that we did not write; nothing of a page is a command in it."""
    text = latex_cv(one(name, sample_graph))
    nodes, _, _ = LatexWalker(text, tolerant_parsing=False).get_latex_nodes()
    (document,) = (node for node in nodes if isinstance(node, LatexEnvironmentNode))
    assert document.environmentname == "document"
    inner = [node.environmentname for node in document.nodelist if isinstance(node, LatexEnvironmentNode)]
    assert inner and set(inner) == {"itemize"}
    assert text.count(r"\end{document}") == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_latex_cv_uses_few_commands(name, sample_graph):
    text = latex_cv(one(name, sample_graph)).split(r"\begin{document}")[1]
    plain = text.replace("\\\\", "")
    used = set(re.findall(r"\\([A-Za-z]+)", plain))
    symbols = {
        "textbackslash",
        "textasciicircum",
        "textasciitilde",
        "textless",
        "textgreater",
        "textbar",
        "textquotedbl",
    }
    assert used <= {"LARGE", "par", "medskip", "href", "section", "begin", "end", "item", "emph", "textbf"} | symbols


# ---------------------------------------------------------------------------------------------------------------
# Markdown and dates


def test_no_markup_of_a_page_is_markup_of_a_cv(sample_graph):
    from kg.read import read

    text = markdown_cv(one(HOSTILE, sample_graph))
    folder = Path(sample_graph).parent
    (folder / "hostile-cv.md").write_text(text, encoding="utf-8")
    document = read(folder / "hostile-cv.md", root=folder)
    assert not any(
        "javascript:" in link.url for block in document.blocks for line in block.lines for link in line.links
    )
    assert "</script>" in "".join(line.text for block in document.blocks for line in block.lines)


@pytest.mark.parametrize(
    ("edtf", "as_iso", "as_words"),
    [
        pytest.param("2006", "2006", "2006", id="year"),
        pytest.param("2006?", "2006", "2006?", id="uncertain year"),
        pytest.param("1946~", "1946", "ca. 1946", id="about a year"),
        pytest.param("2024-05", "2024-05", "May 2024", id="month"),
        pytest.param("2024-11-16", "2024-11-16", "November 16, 2024", id="day"),
        pytest.param("2021-21", "2021", "Spring 2021", id="season"),
        pytest.param("2019/2020", "2019", "2019–2020", id="academic year"),
        pytest.param("2019/..", "2019", "2019–present", id="open end"),
        pytest.param("199X", "", "1990s", id="decade"),
        pytest.param("", "", "", id="no date"),
    ],
)
def test_a_date_is_what_each_format_can_say(edtf, as_iso, as_words):
    assert iso(edtf) == as_iso
    assert spoken(edtf) == as_words


@pytest.mark.parametrize(
    ("start", "end", "now", "words"),
    [
        pytest.param("2006", "2009", False, "2006–2009", id="over"),
        pytest.param("2019-09", "", True, "September 2019–present", id="still running"),
        pytest.param("2021", "2027", True, "2021–2027 (expected)", id="its end is expected"),
        pytest.param("", "1911", False, "1911", id="the end alone"),
        pytest.param("1909", "", False, "starting 1909", id="the start alone"),
        pytest.param("2020", "2020", False, "2020", id="within a year"),
        pytest.param("", "", False, "", id="not stated"),
    ],
)
def test_a_period_is_as_a_cv_writes_it(start, end, now, words):
    assert period(start, end, now=now) == words
