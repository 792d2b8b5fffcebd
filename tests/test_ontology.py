"""The code, the ontology, the shapes, the context and the queries use the same terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from handmade import every_kind, quads
from rdflib import OWL, RDF, RDFS, SH, SKOS, URIRef

from kg import vocab
from kg.model import Kind
from kg.query import questions
from kg.resources import resource

ONTOLOGY = rdflib.Graph().parse(resource("ontology", "rkg.ttl"))
SHAPES = rdflib.Graph().parse(resource("ontology", "shapes.ttl"))
CONTEXT = json.loads(resource("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
SHAPE = "https://w3id.org/researcher-kg/shape#"

NAMESPACES = tuple(vocab.PREFIXES.values())
#: Languages that the files are written in, and datatypes, are not terms of the graph.
GRAMMAR = (vocab.OWL, str(SH), vocab.XSD, SHAPE)
MAPPINGS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, SKOS.exactMatch)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))


def terms_of_the_code() -> set[str]:
    named = {name: value for name, value in vars(vocab).items() if name.isupper() and name != "DEFAULT_BASE"}
    found = {text for value in named.values() for text in strings(value)}
    return {iri for iri in found - set(NAMESPACES) if not iri.startswith(GRAMMAR)}


CODE = terms_of_the_code()
DESCRIBED = {str(s) for s in ONTOLOGY.subjects(RDFS.isDefinedBy)}


def test_there_are_terms_to_compare():
    assert len(CODE) > 150
    assert len(CODE & DESCRIBED) > 150


def test_the_ontology_describes_the_terms_of_the_code_and_no_others():
    assert CODE == DESCRIBED


@pytest.mark.parametrize("iri", sorted(DESCRIBED))
def test_a_term_has_a_type_a_label_a_comment_and_a_mapping(iri):
    term = URIRef(iri)
    types = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property, RDFS.Datatype}
    assert len(set(ONTOLOGY.objects(term, RDF.type)) & types) == 1
    assert len(set(ONTOLOGY.objects(term, RDFS.label))) == 1
    comments = [str(comment) for comment in ONTOLOGY.objects(term, RDFS.comment)]
    assert len(comments) == 1
    assert comments[0].endswith(".")
    assert any(ONTOLOGY.objects(term, mapping) for mapping in MAPPINGS)


def test_each_term_of_our_own_is_tied_to_one_of_others():
    def reaches(term: URIRef) -> bool:
        found = [o for mapping in MAPPINGS for o in ONTOLOGY.transitive_objects(term, mapping)]
        return any(not str(o).startswith(vocab.RKG) for o in found)

    own = [URIRef(iri) for iri in DESCRIBED if iri.startswith(vocab.RKG)]
    assert len(own) > 70
    assert [iri for iri in own if not reaches(iri)] == []


def test_only_a_vocabulary_that_has_a_prefix_is_used():
    assert [iri for iri in CODE if not iri.startswith((*NAMESPACES, vocab.EDTF))] == []


def used_in_the_built_graph() -> set[str]:
    found = set()
    for quad in quads(every_kind()):
        found.add(quad.predicate.value)
        if quad.predicate.value == vocab.TYPE:
            found.add(quad.object.value)
    return found


def test_a_built_graph_uses_no_term_that_the_ontology_does_not_describe():
    assert used_in_the_built_graph() - DESCRIBED == set()


def test_properties_lead_to_what_the_ontology_says():
    """An object property has IRIs as values, a datatype property literals."""
    for quad in quads(every_kind()):
        property_ = URIRef(quad.predicate.value)
        is_literal = str(quad.object).startswith('"')
        if (property_, RDF.type, OWL.ObjectProperty) in ONTOLOGY:
            # A link that is no web address stays text.
            assert not is_literal or property_ == URIRef(vocab.SAME_AS), quad
        if (property_, RDF.type, OWL.DatatypeProperty) in ONTOLOGY:
            assert is_literal, quad


def iris_in(graph: rdflib.Graph) -> set[str]:
    return {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}


def test_the_shapes_speak_of_described_terms_only():
    spoken = {iri for iri in iris_in(SHAPES) if not iri.startswith(GRAMMAR)} - {str(RDFS.comment), str(RDF.first)}
    spoken -= {str(RDF.rest), str(RDF.nil)}
    assert spoken - DESCRIBED == set()
    assert URIRef(vocab.EVIDENCED_SHAPE) in set(SHAPES.subjects(RDF.type, SH.NodeShape))


def test_every_class_of_facts_has_a_shape():
    targets = {str(target) for target in SHAPES.objects(None, SH.targetClass)}
    assert set(vocab.FACT_CLASS.values()) <= targets


def test_the_shapes_are_shacl_core():
    core = {str(term) for term in SHAPES.predicates()} & {str(SH.sparql), str(SH.js), str(SH.rule), str(SH.target)}
    assert core == set()


def expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return vocab.PREFIXES[prefix] + local


def test_the_context_has_the_prefixes_and_coerces_described_properties_as_the_ontology_types_them():
    prefixes = {name: iri for name, iri in CONTEXT.items() if isinstance(iri, str)}
    assert prefixes == {name: iri for name, iri in vocab.PREFIXES.items() if name != "owl"}
    coerced = {expanded(name): rule["@type"] for name, rule in CONTEXT.items() if not isinstance(rule, str)}
    assert set(coerced) <= DESCRIBED
    objects = {str(s) for s in ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty)}
    assert {iri for iri, type_ in coerced.items() if type_ == "@id"} == objects


_PREFIX = re.compile(r"PREFIX (\w+): <([^>]*)>")
_NAME = re.compile(r"(?<![\w?$<:/])(\w+):(\w+)")


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_query_declares_its_prefixes_and_uses_described_terms(asked):
    declared = dict(_PREFIX.findall(asked.text))
    assert {name: vocab.PREFIXES.get(name) for name in declared} == declared
    body = re.sub(r'#.*|"[^"]*"', "", _PREFIX.sub("", asked.text))
    used = {(prefix, local) for prefix, local in _NAME.findall(body)}
    assert {prefix for prefix, _ in used} == set(declared)
    iris = {declared[prefix] + local for prefix, local in used}
    assert {iri for iri in iris if not iri.startswith(vocab.XSD)} - DESCRIBED == set()


def test_no_vocabulary_iri_is_written_outside_of_vocab():
    package = Path(vocab.__file__).parent
    hosts = re.compile(
        r"(https?://(schema\.org|w3id\.org|vivoweb\.org|purl\.org|xmlns\.com|www\.w3\.org/(ns|\d{4})/)[^\s\"'>]*)"
    )
    rooms = [package / "graph", package / "query", package / "check", package / "sparql.py"]
    files = [file for room in rooms for file in (sorted(room.rglob("*.py")) if room.is_dir() else [room])]
    assert len(files) > 15
    assert {str(file): hosts.findall(file.read_text(encoding="utf-8")) for file in files
            if hosts.search(file.read_text(encoding="utf-8"))} == {}  # fmt: skip


def test_the_fact_tables_are_the_thirteen_kinds():
    assert {asked.name for asked in questions() if asked.is_table} == {kind.value for kind in Kind}


def test_the_query_in_the_guide_is_answered():
    from handmade import graph, profile

    from kg.query import ask

    (text,) = re.findall(
        r"```sparql\n(.*?)```", resource("ontology", "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    page = profile(
        "a.md", ("identity", {"name": "Ada"}), ("positions", {"organization": "Mint", "start": "1840", "end": "1842"})
    )
    answers = [ask(graph(page), text, org="mint", year=year).texts() for year in ("1841", "1843")]
    assert answers == [[{"person": "Ada"}], []]
