"""The shapes: what a built graph meets, and what each of them finds."""

from __future__ import annotations

import pytest
import rdflib
from handmade import every_kind, graph, profile, quads
from rdflib import Literal, URIRef

from kg import vocab
from kg.check import check
from kg.graph import to_quads
from kg.graph.files import dataset
from kg.graph.quads import Quads
from kg.model import Decision, Resolution

RKG = vocab.RKG


def test_a_built_graph_conforms():
    report = check(graph(every_kind(), every_kind("b.md"), profile("empty.md")))
    assert report.violations == ()
    assert report.conforms
    assert report.text.endswith("conform to the shapes")


def test_a_graph_without_evidence_conforms_too():
    report = check(graph(every_kind(), evidence=False))
    assert (report.conforms, report.violations) == (True, ())


def test_decisions_conform():
    from datetime import date

    from handmade import resolution

    page = every_kind()
    found = resolution(page)
    decisions = (Decision("person/ada-lovelace", "person/other", 0.5, ("one name",), False, "kg"),)
    built = to_quads([page], Resolution(found.entities, found.of, decisions), read_on=date(2026, 1, 1))
    assert check(dataset(built)).conforms


def without(built: Quads, *parts: str) -> rdflib.Dataset:
    kept = tuple(line for line in built.lines if not all(part in line for part in parts))
    assert len(kept) < len(built.lines), f"no line has {parts}"
    return dataset(Quads(kept, built.base))


def with_changed(built: Quads, old: str, new: str) -> rdflib.Dataset:
    changed = tuple(line.replace(old, new) for line in built.lines)
    assert changed != built.lines, f"no line has {old}"
    return dataset(Quads(changed, built.base))


BUILT = quads(every_kind())
NO_ORGANIZATION = "a position has at most one organization, which is a schema:Organization"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param(("/interests/", "ontology#person>"), "a fact has one person", id="no person"),
        pytest.param(("/awards/", "ontology#evidence>"), "a fact has evidence", id="no evidence"),
        pytest.param(("/awards/", "ontology#confidence>"), "a fact has one confidence from 0 to 1", id="no confidence"),
        pytest.param(("/talks/", "prov#wasDerivedFrom>"), "a fact comes from one profile", id="no profile"),
        pytest.param(("/awards/", "ontology#awardName>"), "an award has one name", id="no key"),
        pytest.param(("/award/", "schema.org/name>"), "an entity has one name", id="no name"),
        pytest.param(("/organization/", "#type>", "Organization>"), NO_ORGANIZATION, id="a link to nothing"),
        pytest.param(("oa#exact>",), "a selector has the words, to the letter", id="no quote"),
        pytest.param(("oa#hasSource>",), "evidence is in one file", id="no file"),
        pytest.param(("vivoweb.org/ontology/core#rank>",), "an entry of a list has one rank, from 1", id="no rank"),
        pytest.param(
            ("schema.org/mainEntity>",),
            "a profile is one person's, which is a schema:Person",
            id="a page without a person",
        ),
        pytest.param(("ontology#readOn>", "/document/"), "a profile was read on one day", id="no day of reading"),
        pytest.param(("ontology#denotes>",), "a mention stands for one entity", id="a mention of nothing"),
        pytest.param(("ontology#programVersion>",), "a reading names the program's version", id="no version"),
    ],
)
def test_what_is_missing_is_found(parts, message):
    report = check(without(BUILT, *parts))
    assert not report.conforms
    assert message in {violation.message for violation in report.violations}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('"0.90"', '"1.50"', "a fact has one confidence from 0 to 1", id="more than sure"),
        pytest.param(
            '"doctorate"', '"Ph.D."', "a level is bachelor, master, doctorate or other", id="a level of no table"
        ),
        pytest.param(
            '"collaborator"', '"friend"', "a relation is advisor, host, collaborator or advisee", id="a relation"
        ),
        pytest.param('"email"', '"fax"', "an identifier has one of the known schemes", id="a scheme"),
        pytest.param(f'"1832-23"^^<{vocab.EDTF}>', '"autumn 1832"', "a date is EDTF", id="a date that is text"),
        pytest.param('"1832-23"', '"Autumn 1832"', "a date is EDTF", id="a date of the wrong form"),
        pytest.param(
            f'"1842-01-01"^^<{vocab.XSD_DATE}>',
            '"1842"',
            "the earliest day is one xsd:date",
            id="a bound that is no day",
        ),
        pytest.param(f'"true"^^<{vocab.XSD_BOOLEAN}>', '"yes"', "current is true or false, once", id="current"),
        pytest.param("0a" * 32, "none", "a file has one SHA-256", id="a checksum"),
    ],
)
def test_what_is_wrong_is_found(old, new, message):
    report = check(with_changed(BUILT, old, new))
    assert not report.conforms
    assert message in {violation.message for violation in report.violations}


def test_a_selector_begins_before_it_ends():
    found = graph(every_kind())
    selector = next(found.subjects(URIRef(vocab.OA_START), None))
    found.default_graph.add((selector, URIRef(vocab.OA_START), Literal(99999)))
    assert not check(found).conforms


def test_dates_in_the_wrong_order_are_a_warning():
    page = profile("a.md", ("positions", {"organization": "Mint", "role": "Clerk", "start": "1850", "end": "1840"}))
    report = check(graph(page))
    assert report.conforms
    (violation,) = report.violations
    assert violation.is_warning
    assert (violation.source, violation.label) == ("a.md", "Clerk, Mint (1850–1840)")
    assert "warning: it ends before it starts" in report.text
    assert "a.md: Clerk, Mint (1850–1840)" in report.text


def test_the_report_groups_what_breaks_one_rule_and_counts_it():
    report = check(without(quads(*(every_kind(f"{n}.md") for n in range(5))), "ontology#awardName>"))
    assert "violation: an award has one name (rkg:awardName, 5 places)" in report.text
    assert "… and 2 more" in report.text
    assert report.text.count("Medal for Programs") == 3


def test_the_report_is_in_one_order():
    broken = without(BUILT, "ontology#confidence>")
    assert check(broken).violations == tuple(sorted(check(broken).violations)) != ()
