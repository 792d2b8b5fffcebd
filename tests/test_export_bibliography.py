"""BibTeX and CSL-JSON hold the works, to readers that we did not write."""

from __future__ import annotations

import json
import re
import warnings

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from export_samples import HOSTILE, NAMES, everybody, one
from pybtex.database import BibliographyData, parse_string

from kg.export.bibliography import bibtex, csl_json, split_name, works
from kg.model import Kind


def read_bibtex(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


@pytest.mark.parametrize("name", NAMES)
def test_pybtex_reads_every_work(name, sample_graph):
    records = one(name, sample_graph)
    entries = read_bibtex(bibtex(records)).entries
    listed = {row["title"] for person in records.people for row in person.of(Kind.PUBLICATIONS)}
    assert len(entries) == len({work.key for work in works(records)})
    assert len(entries) == len({row.thing("title") for p in records.people for row in p.of(Kind.PUBLICATIONS)})
    assert len(entries) <= len(listed)
    for work in works(records):
        assert len(entries[work.key].persons.get("author", [])) == len(work.row.texts.get("authors", ()))


@pytest.mark.parametrize("name", NAMES)
def test_citeproc_sets_every_work(name, sample_graph):
    items = json.loads(csl_json(one(name, sample_graph)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py warns of types that it does not know how to style
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(items)


def test_an_item_has_what_csl_calls_it(sample_graph):
    (item,) = json.loads(csl_json(one("Ada Lovelace", sample_graph)))
    assert item == {
        "id": "menabrea1843notes",
        "type": "article-journal",
        "title": "Notes on the Engine",
        "author": [{"family": "Menabrea", "given": "L. F."}, {"family": "Lovelace", "given": "Ada"}],
        "container-title": "Scientific Memoirs",
        "issued": {"date-parts": [[1843, 9]]},
        "URL": "https://example.org/notes",
    }


def test_an_entry_has_what_bibtex_calls_it(sample_graph):
    entry = read_bibtex(bibtex(one("Ada Lovelace", sample_graph))).entries["menabrea1843notes"]
    assert entry.type == "article"
    assert entry.fields["title"] == "{Notes on the Engine}"
    assert entry.fields["journal"] == "Scientific Memoirs"
    assert (entry.fields["year"], entry.fields["month"]) == ("1843", "September")
    assert [" ".join(person.last_names) for person in entry.persons["author"]] == ["Menabrea", "Lovelace"]


def test_a_work_that_two_pages_list_stands_once(sample_graph):
    records = everybody(sample_graph)
    rows = [row for person in records.people for row in person.of(Kind.PUBLICATIONS)]
    written = list(works(records))
    assert len(written) == len({row.thing("title") for row in rows}) < len(rows)
    assert len({work.key for work in written}) == len(written)
    assert all(re.fullmatch(r"[a-z0-9-]+", work.key) for work in written)


def test_no_title_breaks_out_of_its_entry(sample_graph):
    text = bibtex(one(HOSTILE, sample_graph))
    assert len(read_bibtex(text).entries) == 2
    assert "javascript:" not in text


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        pytest.param("Emmy Noether", "Emmy", "Noether", id="given name first"),
        pytest.param("M. Born", "M.", "Born", id="initial"),
        pytest.param("Noether, Emmy", "Emmy", "Noether", id="family name first"),
        pytest.param("John von Neumann", "John", "von Neumann", id="particle"),
        pytest.param("Plato", "", "Plato", id="one word"),
        pytest.param("陈省身", "", "陈省身", id="no Latin letters"),
    ],
)
def test_a_name_has_its_parts(written, given, family):
    assert split_name(written) == (given, family)
