"""The network in the formats of graph tools, read back by readers that we did not write."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import duckdb
import networkx
import pydot
import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_cypher import CypherLexer, CypherParser
from export_samples import HOSTILE, LOVELACE, everybody, one

from kg.export import to_networkx
from kg.export.network import RELATIONS, WAYS, network
from kg.export.network_files import COLOURS, cypher, cytoscape, dot, gexf, graphml, neo4j_csv
from kg.model import EntityKind, Kind
from kg.vocab import LINKS

WHO = [LOVELACE, HOSTILE, "born", "chern"]


def shape(graph: networkx.Graph) -> set[tuple[str, str, str, str]]:
    return {(a, b, d.get("word", ""), d.get("fact", "")) for a, b, d in graph.edges(data=True)}


def reread(read, text: str, suffix: str) -> networkx.Graph:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph{suffix}"
        path.write_text(text, encoding="utf-8")
        return read(path)


def test_every_link_of_a_fact_is_a_line():
    assert set(WAYS) == {key for key in LINKS if key[0] not in (Kind.IDENTITY, Kind.PEOPLE)}
    assert set(RELATIONS) == {"advisor", "advisee", "host", "collaborator"}
    assert set(COLOURS) == {kind.value for kind in EntityKind}


def test_networkx_has_the_things_and_the_facts(sample_graph):
    from kg.graph import load

    graph = to_networkx(load(sample_graph))
    names = networkx.get_node_attributes(graph, "label")
    found = {names[node]: node for node in graph if graph.nodes[node]["owner"] == "true"}
    assert len(found) == 23
    born = found["Max Born"]
    posts = [d for _, _, d in graph.out_edges(born, data=True) if d["word"] == "WORKED_AT"]
    stokes = next(d for d in posts if d.get("role") == "Stokes Lecturer")
    assert (stokes["first"], stokes["last"]) == ("1933-01-01", "1936-12-31")
    advised = {names[b] for _, b, d in graph.out_edges(born, data=True) if d["word"] == "ADVISED"}
    assert {"Max Delbrück", "Pascual Jordan"} <= advised
    # A network for the algorithms of networkx, not only a file: some are asked.
    assert networkx.has_path(graph.to_undirected(), born, found["Emmy Noether"])
    assert sum(networkx.pagerank(networkx.DiGraph(graph)).values()) == pytest.approx(1)


def test_one_person_gives_a_smaller_network(sample_graph):
    from kg.graph import load

    whole, part = to_networkx(load(sample_graph)), to_networkx(load(sample_graph), person="Max Born")
    assert set(part) < set(whole)
    assert [d["owner"] for _, d in part.nodes(data=True)].count("true") == 1


@pytest.mark.parametrize("name", WHO)
def test_graphml_comes_back_whole(name, sample_graph):
    made = network(one(name, sample_graph))
    again = reread(networkx.read_graphml, graphml(one(name, sample_graph)), ".graphml")
    assert shape(again) == shape(made)
    assert dict(again.nodes(data=True)) == dict(made.nodes(data=True))


@pytest.mark.parametrize("name", WHO)
def test_gexf_comes_back_with_labels_kinds_and_days(name, sample_graph):
    made = network(one(name, sample_graph))
    again = reread(networkx.read_gexf, gexf(one(name, sample_graph)), ".gexf")
    assert shape(again) == shape(made)
    assert {n: d["label"] for n, d in again.nodes(data=True)} == {n: d["label"] for n, d in made.nodes(data=True)}
    assert {n: d["kind"] for n, d in again.nodes(data=True)} == {n: d["kind"] for n, d in made.nodes(data=True)}
    assert all("viz" in d for _, d in again.nodes(data=True))
    days = {d["fact"]: (d.get("start"), d.get("end")) for _, _, d in again.edges(data=True) if "fact" in d}
    assert days == {d["fact"]: (d.get("first"), d.get("last")) for _, _, d in made.edges(data=True) if "fact" in d}


@pytest.mark.parametrize("name", WHO)
def test_cytoscape_comes_back_whole(name, sample_graph):
    made = network(one(name, sample_graph))
    elements = {"directed": True, "multigraph": True, **json.loads(cytoscape(one(name, sample_graph)))}
    for edge in elements["elements"]["edges"]:
        edge["data"]["key"] = edge["data"]["id"]
    for node in elements["elements"]["nodes"]:
        node["data"]["value"] = node["data"]["id"]  # what networkx calls a node by; Cytoscape has no use for it
    again = networkx.cytoscape_graph({"data": [], **elements})
    assert shape(again) == shape(made)


# ---------------------------------------------------------------------------------------------------------------
# Neo4j


@pytest.mark.parametrize("name", WHO)
def test_the_tables_for_neo4j_hold_together(name, sample_graph, tmp_path):
    """DuckDB reads them, by types that the headers name; every line ends at nodes that are there."""
    made = network(one(name, sample_graph))
    for file, text in neo4j_csv(one(name, sample_graph)).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    base = duckdb.connect()
    base.execute(f"create table n as from read_csv('{tmp_path}/nodes.csv', header=true, all_varchar=true)")
    base.execute(f"create table r as from read_csv('{tmp_path}/relationships.csv', header=true, all_varchar=true)")
    assert base.execute('select count(*), count(distinct "iri:ID") from n').fetchone() == (len(made), len(made))
    assert base.execute("select count(*) from r").fetchone() == (made.number_of_edges(),)
    ends = 'from r where ":START_ID" not in (select "iri:ID" from n) or ":END_ID" not in (select "iri:ID" from n)'
    assert base.execute(f"select count(*) {ends}").fetchone() == (0,)
    assert base.execute('select count(*) from r where ":TYPE" is null').fetchone() == (0,)
    bad = 'where try_cast("first:date" as date) is null and "first:date" is not null'
    assert base.execute(f"select count(*) from r {bad}").fetchone() == (0,)
    fields = {name.partition(":")[2] for name in base.sql("from r").columns if ":" in name}
    assert fields == {"START_ID", "END_ID", "TYPE", "date", "float"}


class Complaints(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(self, recognizer, offendingSymbol, line, column, msg, e):  # the names are ANTLR's
        self.found.append(f"{line}:{column} {msg}")


def complaints(statement: str) -> list[str]:
    """What the openCypher grammar says about a statement."""
    heard = Complaints()
    lexer = CypherLexer(InputStream(statement))
    lexer.removeErrorListeners()
    lexer.addErrorListener(heard)
    parser = CypherParser(CommonTokenStream(lexer))
    parser.removeErrorListeners()
    parser.addErrorListener(heard)
    parser.script()
    return heard.found


@pytest.mark.parametrize("name", WHO)
def test_cypher_is_cypher_to_its_grammar(name, sample_graph):
    constraint, *statements = cypher(one(name, sample_graph)).splitlines()
    assert constraint.startswith("CREATE CONSTRAINT")  # Neo4j's own, which openCypher has not
    made = network(one(name, sample_graph))
    assert len(statements) == len(made) + made.number_of_edges()
    assert [statement for statement in statements if complaints(statement)] == []


def test_the_grammar_refuses_what_is_no_cypher():
    assert complaints("MERGE (n:Thing {iri: 'a'b'});")


# ---------------------------------------------------------------------------------------------------------------
# Graphviz


@pytest.mark.parametrize("name", [LOVELACE, HOSTILE])
def test_dot_is_read_by_pydot(name, sample_graph):
    (read,) = pydot.graph_from_dot_data(dot(one(name, sample_graph)))
    made = network(one(name, sample_graph))
    things = [node for node in read.get_node_list() if node.get_name() != "node"]
    assert read.get_type() == "digraph"
    assert {json.loads(node.get_name()) for node in things} == set(made)
    assert len(read.get_edge_list()) == made.number_of_edges()


def test_a_network_is_the_same_every_time(sample_graph):
    whole = everybody(sample_graph)
    assert all(write(whole) == write(whole) for write in (graphml, gexf, cytoscape, cypher, dot))
