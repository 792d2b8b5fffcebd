"""Graphs in files: the formats, the same bytes each time, hostile text, and nothing half-written."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from handmade import every_kind, profile, quads, resolution
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphError, QueryError, SettingsError
from kg.graph import FORMATS, load, save
from kg.graph.quads import Quads
from kg.graph.terms import text

RDFLIB = {".ttl": "turtle", ".trig": "trig", ".nt": "nt", ".nq": "nquads", ".jsonld": "json-ld", ".rdf": "xml"}

HOSTILE = [
    pytest.param('say "hi" \\ and \\u0041', id="quotes and backslashes"),
    pytest.param("two\nlines\r\nand a\ttab", id="line ends"),
    pytest.param("nul \x00 bell \x07 escape \x1b[31m", id="control characters"),
    pytest.param("\ufffe\uffff", id="what XML cannot hold"),
    pytest.param("half a pair \ud83d", id="half a surrogate pair"),
    pytest.param("<script>alert(1)</script> & ]]>", id="markup"),
    pytest.param("> . <http://evil.example/s> <http://evil.example/p> <http://evil.example/o> .", id="a statement"),
    pytest.param("{{ x }} ${x} %s %(a)s \\N{BULLET}", id="templates"),
    pytest.param("الخوارزمي 李飞飞 😀 ä", id="many scripts"),
]
HOSTILE_URLS = [
    pytest.param("javascript:alert(1)", id="script"),
    pytest.param("http://example.org/a b", id="a blank"),
    pytest.param('http://example.org/">x', id="a quote"),
    pytest.param("http://[broken", id="a broken host"),
    pytest.param("//example.org/x", id="no scheme"),
    pytest.param("http://example.org/%zz", id="a broken escape"),
    pytest.param("data:text/html,<b>", id="data"),
    pytest.param("", id="nothing"),
]


def union(lines: Quads) -> set[str]:
    return {str(quad.triple) for quad in lines}


@pytest.mark.parametrize("suffix", FORMATS)
def test_rdflib_and_oxigraph_read_the_same_number_of_triples(tmp_path, suffix):
    built = quads(every_kind(), every_kind("copy.md"))
    save(built, tmp_path / f"graph{suffix}")
    with_rdflib = rdflib.Dataset(default_union=True).parse(tmp_path / f"graph{suffix}", format=RDFLIB[suffix])
    format = getattr(pyoxigraph.RdfFormat, FORMATS[suffix].oxigraph)
    with_oxigraph = {str(q.triple) for q in pyoxigraph.parse(path=str(tmp_path / f"graph{suffix}"), format=format)}
    assert with_oxigraph == union(built)
    assert len(set(with_rdflib.triples((None, None, None)))) == len(with_oxigraph)
    assert len(load(tmp_path / f"graph{suffix}")) == len(with_oxigraph)


def test_every_format_is_tested():
    assert set(FORMATS) == set(RDFLIB)


@pytest.mark.parametrize("suffix", [suffix for suffix, format in FORMATS.items() if format.graphs])
def test_named_graphs_are_kept_where_the_format_has_them(tmp_path, suffix):
    built = quads(every_kind("a.md"), every_kind("b/c.md"))
    save(built, tmp_path / f"graph{suffix}")
    names = {str(graph.identifier) for graph in load(tmp_path / f"graph{suffix}").graphs()}
    rooms = ("source/a.md", "source/b/c.md", "identity", "shortcuts", "run")
    assert names >= {f"https://example.org/kg/graph/{room}" for room in rooms}


def test_turtle_puts_a_subject_in_one_place_and_its_classes_first(tmp_path):
    save(quads(every_kind()), tmp_path / "graph.ttl")
    lines = (tmp_path / "graph.ttl").read_text(encoding="utf-8").splitlines()
    heads = [line.split(" ", 1) for line in lines if line and line[0] not in "@\t"]
    assert len({subject for subject, _ in heads}) == len(heads) > 50
    typed = [subject for subject, rest in heads if rest.startswith("a ")]
    assert len(typed) >= len(heads) - 5  # what has no class: the named graphs, as the run tells of them
    assert any(subject.startswith("education:") for subject in typed)


def test_no_node_is_blank():
    assert not [q for q in quads(every_kind()) if "_:" in (str(q.subject)[:2], str(q.object)[:2])]


def test_json_ld_is_compact_under_the_context_of_the_ontology(tmp_path):
    save(quads(every_kind()), tmp_path / "graph.jsonld")
    text = (tmp_path / "graph.jsonld").read_text(encoding="utf-8")
    assert '"rkg:organization": "organization:university-of-london"' in text
    assert '"@type": "vivo:Authorship"' in text
    assert '"rkg:start": "1842"' in text


# ---------------------------------------------------------------------------------------------------------------
# the same bytes


_PRINT_DIGESTS = """
import hashlib, sys
from handmade import every_kind, quads
from kg.graph.files import FORMATS, serialize
pages = [every_kind(name) for name in sys.argv[1:]]
print([hashlib.sha256(serialize(quads(*pages), format)).hexdigest() for format in FORMATS.values()])
"""


def digests(seed: str, *names: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_DIGESTS, *names], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_same_pages_give_the_same_bytes_whatever_the_hash_seed_and_the_order():
    first = digests("0", "a.md", "b.md", "c.md")
    assert first == digests("1", "a.md", "b.md", "c.md")
    assert first == digests("4242", "c.md", "a.md", "b.md")
    assert first != digests("0", "a.md", "b.md")


def test_an_iri_is_made_of_the_fact_and_not_of_its_neighbours():
    alone = quads(profile("a.md", ("interests", {"topic": "looms"})))
    among = quads(profile("a.md", ("interests", {"topic": "cards"}), ("interests", {"topic": "looms"})))
    facts = [
        {str(q.subject) for q in found if str(q.subject).startswith("<https://example.org/kg/interests/")}
        for found in (alone, among)
    ]
    assert len(facts[0]) == 1 < len(facts[1])
    assert facts[0] < facts[1]


# ---------------------------------------------------------------------------------------------------------------
# hostile text


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_page_breaks_a_file(tmp_path, suffix, text):
    page = profile(
        "a.md",
        ("identity", {"name": text}),
        ("positions", {"organization": text, "role": text}),
        ("awards", {"title": text}),
    )
    built = quads(page)
    save(built, tmp_path / f"graph{suffix}")
    read = load(tmp_path / f"graph{suffix}")
    assert len(read) == len(union(built))
    written = {q.object.value for q in built if str(q.predicate).endswith("roleName>")}
    if suffix == ".rdf":  # XML has no way to write these
        written = {re.sub("[\x01-\x08\x1b\ufffe\uffff]", "\ufffd", value) for value in written}
    assert written == set(map(str, read.objects(None, rdflib.URIRef("https://schema.org/roleName"))))
    rdflib.Dataset().parse(tmp_path / f"graph{suffix}", format=RDFLIB[suffix])
    assert not list(read.triples((rdflib.URIRef("http://evil.example/s"), None, None)))


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_comes_back_from_a_statement_and_stays_in_it(value, other):
    """U+0000 and half a surrogate pair come back as U+FFFD; everything else to the letter."""
    line = f"<a:s> <a:p> {text(value)} .\n<a:s> <a:p> {text(other, 'a:type')} .\n"
    first, second = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    for found, written in ((first.object.value, value), (second.object.value, other)):
        assert len(found) == len(written)
        kept = (
            a == b or (a == "\ufffd" and (b == "\0" or "\ud800" <= b <= "\udfff"))
            for a, b in zip(found, written, strict=True)
        )
        assert all(kept)


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_an_address_that_is_none_stays_text(tmp_path, url):
    page = profile("a.md", ("publications", {"title": "T", "url": url}))
    resolved = resolution(page)
    linked = type(resolved)(
        tuple(type(e)(e.key, e.kind, e.name, same_as=(url,)) for e in resolved.entities), resolved.of
    )
    built = quads(page, resolved=linked)
    save(built, tmp_path / "graph.ttl")
    assert len(load(tmp_path / "graph.ttl")) == len(union(built))
    objects = [
        q.object for q in built if str(q.predicate) in ("<https://schema.org/sameAs>", "<https://schema.org/url>")
    ]
    assert objects
    assert all(isinstance(found, pyoxigraph.Literal) for found in objects)


@pytest.mark.parametrize("name", ["ü ö.md", "a b/c#d?e.md", "100%.md", "über/李.md", 'q"<>.md', "-.md"])
def test_any_file_name_makes_an_iri_of_its_own(tmp_path, name):
    built = quads(profile(name, ("interests", {"topic": "looms"})), every_kind())
    save(built, tmp_path / "graph.rdf")
    paths = set(
        map(
            str,
            load(tmp_path / "graph.rdf").objects(None, rdflib.URIRef("https://w3id.org/researcher-kg/ontology#path")),
        )
    )
    assert paths == {name, "lovelace.md"}


# ---------------------------------------------------------------------------------------------------------------
# bases


def test_the_base_is_the_users(tmp_path):
    save(quads(every_kind(), base="https://kg.example.org/people"), tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "@prefix person: <https://kg.example.org/people/person/> ." in text
    assert "https://example.org/kg/" not in text


@pytest.mark.parametrize("base", ["people", "http://a b/", "<x>", "/kg/"])
def test_a_base_that_is_no_iri_is_refused(base):
    with pytest.raises(SettingsError, match="no base IRI"):
        quads(every_kind(), base=base)


# ---------------------------------------------------------------------------------------------------------------
# whole or not at all


@pytest.mark.parametrize("name", ["graph.owl", "graph", "graph.ttl.gz"])
def test_an_unknown_suffix_is_one_sentence_that_names_the_known_ones(tmp_path, name):
    for use in (lambda path: save(quads(every_kind()), path), load):
        with pytest.raises(GraphError) as caught:
            use(tmp_path / name)
        assert name in str(caught.value)
        assert ".ttl, .trig, .nt, .nq, .jsonld, .rdf" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_graph_that_cannot_be_written_leaves_the_old_one_whole(tmp_path, monkeypatch):
    save(quads(every_kind()), tmp_path / "graph.ttl")
    before = hashlib.sha256((tmp_path / "graph.ttl").read_bytes()).digest()

    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GraphError, match="cannot be written \\(No space left on device\\)"):
        save(quads(every_kind("other.md")), tmp_path / "graph.ttl")
    assert hashlib.sha256((tmp_path / "graph.ttl").read_bytes()).digest() == before
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(GraphError, match="cannot be written"):
        save(quads(every_kind()), tmp_path / "no" / "graph.ttl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("graph.ttl", b"this is no Turtle", id="text"),
        pytest.param("graph.nq", b"\x89PNG\r\n\x1a\n\x00\x00", id="a picture"),
        pytest.param("graph.rdf", b"<html><body>", id="a web page"),
        pytest.param(
            "graph.jsonld", b'{"@context": "https://example.org/remote.jsonld", "@id": "x:y"}', id="a remote context"
        ),
        pytest.param("graph.jsonld", b"{", id="half of JSON"),
    ],
)
def test_a_file_that_is_no_graph_is_one_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GraphError, match="not a graph in|cannot be read") as caught:
        load(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_missing_graph_is_one_sentence(tmp_path):
    with pytest.raises(GraphError, match=r"graph\.ttl: cannot be read"):
        load(tmp_path / "graph.ttl")


# ---------------------------------------------------------------------------------------------------------------
# rdflib on top


def test_a_loaded_graph_answers_rdflibs_queries_over_all_named_graphs(tmp_path):
    save(quads(every_kind()), tmp_path / "graph.trig")
    rows = list(
        load(tmp_path / "graph.trig").query("SELECT ?p { ?s a <http://vivoweb.org/ontology/core#Authorship> ; ?p ?o }")
    )
    assert len(rows) == 10


def test_text_is_plain_text_for_rdflib(tmp_path):
    save(quads(every_kind()), tmp_path / "graph.trig")
    found = load(tmp_path / "graph.trig")
    name, ada = rdflib.URIRef("https://schema.org/name"), rdflib.Literal("Ada Lovelace")
    who = rdflib.URIRef("https://example.org/kg/person/ada-lovelace")
    assert found.value(who, name) == ada
    assert list(found.subjects(name, ada)) == [who]
    assert (who, name, ada) in found
    assert [
        row.n for row in found.query("SELECT ?who ?n { ?who <https://schema.org/name> ?n }", initBindings={"who": who})
    ] == [ada]
    described = found.query(f"CONSTRUCT {{ <{who}> <{name}> ?n }} WHERE {{ <{who}> <{name}> ?n }}").graph
    assert list(described) == [(who, name, ada)]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", id="service"),
        pytest.param("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", id="file"),
    ],
)
def test_a_loaded_graph_refuses_queries_that_would_leave_it(tmp_path, query):
    save(quads(every_kind()), tmp_path / "graph.nt")
    with pytest.raises(QueryError):
        load(tmp_path / "graph.nt").query(query)


def test_quads_are_a_sequence(tmp_path):
    built = quads(every_kind())
    every = list(built)
    assert len(every) == len(built)
    assert built[3] == every[3]
    assert list(built[2:5]) == every[2:5]
    assert len(set(every)) == len(every)
