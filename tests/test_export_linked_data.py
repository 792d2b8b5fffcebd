"""Linked data for others: nanopublications valid to nanopub's own check, VIVO with its intervals, and so on."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from export_samples import HOSTILE, LOVELACE, everybody, one
from nanopub import Nanopub
from rdflib.namespace import DCTERMS, FOAF, RDF, VOID

from kg import vocab
from kg.export.dataset import description
from kg.export.frames import framed
from kg.export.nanopubs import nanopubs
from kg.export.records import Records
from kg.export.vivo import vivo
from kg.model import Kind

#: The library of nanopubs still stands on a class that rdflib is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

WHO = [LOVELACE, HOSTILE, "born", "church", "chern"]


def triples(text: str, form: pyoxigraph.RdfFormat) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in pyoxigraph.parse(text.encode(), format=form)}


def held(records: Records) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in records.store}


# ---------------------------------------------------------------------------------------------------------------
# nanopublications


def publications(text: str) -> dict[str, rdflib.ConjunctiveGraph]:
    """The four graphs of each."""
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="trig")
    found: dict[str, rdflib.ConjunctiveGraph] = defaultdict(rdflib.ConjunctiveGraph)
    for graph in dataset.graphs():
        name, _, part = str(graph.identifier).partition("#")
        if part:
            found[name].get_context(graph.identifier).__iadd__(graph)
    return found


@pytest.mark.parametrize("name", [LOVELACE, HOSTILE, "church"])
def test_a_nanopublication_is_valid_to_the_library_of_nanopubs(name, sample_graph):
    records = one(name, sample_graph)
    found = publications(nanopubs(records))
    assert len(found) == sum(len(person.rows) for person in records.people)
    for graphs in found.values():
        assert Nanopub(rdf=graphs).is_valid


def test_a_nanopublication_has_the_fact_its_words_and_who_read_it(sample_graph):
    parts = next(
        parts
        for graphs in publications(nanopubs(one("born", sample_graph))).values()
        for parts in ({str(c.identifier).partition("#")[2]: c.serialize(format="nt") for c in graphs.contexts()},)
        if "Hughes Medal" in parts["assertion"]
    )
    assert "Royal Society" in parts["assertion"] and "exact" not in parts["assertion"]
    assert "Hughes Medal, Royal Society, 1950" in parts["provenance"]
    assert "programVersion" in parts["pubinfo"]


# ---------------------------------------------------------------------------------------------------------------
# VIVO

#: What VIVO's pages ask of the nodes that they show. Source: the ontology's documentation.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix vivo: <http://vivoweb.org/ontology/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
[] a sh:NodeShape ; sh:targetClass foaf:Person ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass vivo:Position ;
  sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ;
  sh:property [ sh:path vivo:relates ; sh:qualifiedValueShape [ sh:class foaf:Person ] ; sh:qualifiedMinCount 1 ] ;
  sh:property [ sh:path vivo:dateTimeInterval ; sh:maxCount 1 ; sh:class vivo:DateTimeInterval ] .
[] a sh:NodeShape ; sh:targetClass vivo:DateTimeInterval ;
  sh:or ( [ sh:property [ sh:path vivo:start ; sh:minCount 1 ] ]
          [ sh:property [ sh:path vivo:end ; sh:minCount 1 ] ] ) ;
  sh:property [ sh:path vivo:start ; sh:maxCount 1 ; sh:class vivo:DateTimeValue ] ;
  sh:property [ sh:path vivo:end ; sh:maxCount 1 ; sh:class vivo:DateTimeValue ] .
[] a sh:NodeShape ; sh:targetClass vivo:DateTimeValue ;
  sh:property [ sh:path vivo:dateTime ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ;
  sh:property [ sh:path vivo:dateTimePrecision ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( vivo:yearPrecision vivo:yearMonthPrecision vivo:yearMonthDayPrecision ) ] .
[] a sh:NodeShape ; sh:targetClass vivo:Authorship ;
  sh:property [ sh:path vivo:rank ; sh:minCount 1 ; sh:datatype xsd:integer ] ;
  sh:property [ sh:path vivo:relates ; sh:minCount 2 ; sh:maxCount 2 ] .
[] a sh:NodeShape ; sh:targetClass vcard:Individual ; sh:property [ sh:path vcard:hasName ; sh:minCount 1 ] .
"""


@lru_cache
def in_vivo(name: str, sample_graph: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=vivo(one(name, sample_graph)), format="turtle")


@pytest.mark.parametrize("name", WHO)
def test_a_profile_is_as_vivo_shows_it(name, sample_graph):
    conforms, _, text = pyshacl.validate(in_vivo(name, sample_graph), shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert conforms, text


def test_the_shapes_of_vivo_refuse_what_it_would_not_show():
    wrong = "@prefix vivo: <http://vivoweb.org/ontology/core#> . <urn:x> a vivo:Position , vivo:DateTimeInterval ."
    conforms, _, _ = pyshacl.validate(
        wrong, data_graph_format="turtle", shacl_graph=SHAPES, shacl_graph_format="turtle"
    )
    assert not conforms


def test_a_degree_is_a_process_with_a_degree_and_an_interval(sample_graph):
    graph, v = in_vivo(LOVELACE, sample_graph), rdflib.Namespace(vocab.VIVO)
    (process,) = graph.subjects(RDF.type, v.EducationalProcess)
    interval = graph.value(process, v.dateTimeInterval)
    end = graph.value(interval, v.end)
    assert str(graph.value(end, v.dateTime)).startswith("1835-06-01")
    assert graph.value(end, v.dateTimePrecision) == v.yearMonthPrecision
    assert graph.value(graph.value(interval, v.start), v.dateTimePrecision) == v.yearPrecision
    assert str(graph.value(process, v.majorField)) == "Mathematics"
    assert len(list(graph.subjects(RDF.type, v.AdvisingRelationship))) == 2


def test_every_kind_but_names_and_accounts_is_in_the_vivo_profile(sample_graph):
    graph, v = in_vivo(LOVELACE, sample_graph), rdflib.Namespace(vocab.VIVO)
    classes = {"EducationalProcess", "Position", "AwardReceipt", "Grant", "Authorship", "Presentation", "TeacherRole"}
    assert {name for name in classes if (None, RDF.type, v[name]) in graph} == classes
    assert (None, RDF.type, v.ReviewerRole) in graph and (None, v.hasResearchArea, None) in graph
    assert (None, RDF.type, FOAF.Person) in graph


# ---------------------------------------------------------------------------------------------------------------
# the description, and the tree


def test_the_description_counts_what_is_there(sample_graph):
    records = everybody(sample_graph)
    graph = rdflib.Graph().parse(data=description(records), format="turtle")
    (dataset,) = graph.subjects(RDF.type, VOID.Dataset)
    assert (dataset, RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset")) in graph
    assert int(graph.value(dataset, VOID.triples)) == len(held(records))
    assert int(graph.value(dataset, VOID.distinctSubjects)) == len({s for s, _, _ in held(records)})
    parts = {str(graph.value(p, VOID["class"])): int(graph.value(p, VOID.entities))
             for p in graph.objects(dataset, VOID.classPartition)}  # fmt: skip
    assert parts[vocab.FACT_CLASS[Kind.AWARDS]] == sum(len(person.of(Kind.AWARDS)) for person in records.people)
    shares = (int(graph.value(p, VOID.triples)) for p in graph.objects(dataset, VOID.propertyPartition))
    assert sum(shares) == len(held(records))
    assert len(list(graph.objects(dataset, DCTERMS.subject))) == 23


@pytest.mark.parametrize("name", WHO)
def test_the_tree_says_nothing_that_the_graph_does_not(name, sample_graph):
    records = one(name, sample_graph)
    found = triples(framed(records), pyoxigraph.RdfFormat.JSON_LD)
    assert len(found) > 20
    assert found - held(records) == set()


def test_the_tree_is_walked_without_rdf(sample_graph):
    (ada,) = json.loads(framed(one(LOVELACE, sample_graph)))["@graph"]
    (degree,) = ada["education"]
    assert (ada["name"], degree["organization"], degree["end"]) == ("Ada Lovelace", "University of London", "1835-06")
    assert degree["organization_is"][0]["type"] == vocab.SCHEMA + "Organization"
    assert [entry["text"] for entry in degree["advisor"]] == ["Augustus De Morgan", "Mary Somerville"]
    assert set(ada) - {"id", "type", "name"} == {kind.value for kind in Kind} - {"identity"}


def test_rdflib_reads_the_same_tree(sample_graph):
    text = framed(one(LOVELACE, sample_graph))
    found = rdflib.Graph().parse(data=text, format="json-ld")
    assert len(found) == len(triples(text, pyoxigraph.RdfFormat.JSON_LD))
