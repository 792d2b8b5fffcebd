"""``kg identity``: the reasons in words, and a file that the next build reads."""

from __future__ import annotations

import csv
import shutil

import pytest
from conftest import SAMPLES

NAMED = ("turing.md", "church.html", "bohr.md", "feynman.md")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMED:
        shutil.copy(SAMPLES / name, folder)
    return folder


@pytest.fixture(scope="module")
def built(pages, tmp_path_factory):
    from kg.cli import run

    graph = tmp_path_factory.mktemp("graph") / "graph.ttl"
    assert run(["build", "-q", str(pages), "-o", str(graph)]) == 0
    return graph


@pytest.fixture
def graph(built, tmp_path):
    return shutil.copy(built, tmp_path / "graph.ttl")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        pytest.param("Alan Turing", "church.html#Alan Turing", "advised by alonzo church on both pages", id="a tie"),
        pytest.param(
            "bohr.md#John Wheeler", "feynman.md#John Wheeler", "nothing else that both pages state", id="a name"
        ),
        pytest.param("Niels Bohr", "Alan Turing", "Nothing suggested that they are one", id="nothing"),
        pytest.param("John Wheeler", "John Wheeler", "Two: ", id="one name that two bear"),
    ],
)
def test_why_tells_the_reasons(kg, graph, one, other, says):
    ended = kg("identity", "why", one, other, "--graph", graph)
    assert ended.status == 0, ended.err
    assert says in ended.out


def test_why_begins_with_the_answer(kg, graph):
    assert kg("identity", "why", "Alan Turing", "church.html#Alan Turing", "--graph", graph).out.startswith("One: ")
    assert kg("identity", "why", "Niels Bohr", "Alan Turing", "--graph", graph).out.startswith("Two: ")


def test_list_unsure_has_what_was_kept_apart_and_leaves_out_what_is_sure(kg, graph):
    unsure = kg("identity", "list", "--unsure", "--graph", graph)
    every = kg("identity", "list", "--graph", graph)
    assert "John Wheeler ≠ John Wheeler: the same name, and nothing else" in unsure.out
    assert "the page's owner" not in unsure.out
    assert "the page's owner" in every.out
    assert set(unsure.out.splitlines()) < set(every.out.splitlines())


def test_a_merge_is_read_by_the_next_build(kg, graph, pages):
    ended = kg(
        "identity", "merge", "feynman.md#John Wheeler", "bohr.md#John Wheeler", "--note", "one", "--graph", graph
    )
    assert ended.status == 0, ended.err
    assert kg("build", "-q", pages, "-o", graph).status == 0
    told = kg("identity", "why", "feynman.md#John Wheeler", "bohr.md#John Wheeler", "--graph", graph).out
    assert told.startswith("One: John Wheeler")
    assert "by identity.csv, line 2" in told
    assert "merge  feynman.md#John Wheeler | bohr.md#John Wheeler  one" in kg("identity", "list", "--graph", graph).out


def test_a_split_is_read_by_the_next_build_from_wherever_it_lies(kg, graph, pages, tmp_path):
    mine = tmp_path / "mine.csv"
    ended = kg("identity", "split", "Alan Turing", "church.html#Alan Turing", "--graph", graph, "--decisions", mine)
    assert ended.status == 0, ended.err
    assert rows(mine)[0]["one"].startswith("person/")
    assert kg("build", "-q", pages, "-o", graph, "--decisions", mine).status == 0
    told = kg("identity", "why", "turing.md#Alan Turing", "church.html#Alan Turing", "--graph", graph).out
    assert told.startswith("Two: ")
    assert "but the user says so (mine.csv, line 2)" in told


@pytest.mark.parametrize(
    ("side", "says"),
    [
        pytest.param("Nobody", "nothing in the graph goes by 'Nobody'", id="unknown"),
        pytest.param("John Wheeler", "can mean person/john-wheeler-", id="two of the name"),
        pytest.param("turing.md#Nobody", "nothing in the graph goes by", id="no such words on the page"),
    ],
)
def test_what_is_not_one_entity_is_a_sentence_and_writes_nothing(kg, graph, side, says):
    ended = kg("identity", "merge", "Alan Turing", side, "--graph", graph)
    assert ended.status == 2
    assert says in ended.err
    assert not (graph.parent / "identity.csv").exists()


def test_a_slip_in_the_file_stops_the_build_before_the_graph_changes(kg, graph, pages):
    before = graph.read_bytes()
    (graph.parent / "identity.csv").write_text("decision,one,other,note\nmerg,person/a,person/b,\n", encoding="utf-8")
    ended = kg("build", "-q", pages, "-o", graph)
    assert ended.status == 2
    assert "identity.csv, line 2: 'merg' is no decision; write merge or split" in ended.err
    assert graph.read_bytes() == before


def test_a_store_reads_the_file_beside_it(kg, pages, tmp_path):
    store = tmp_path / "store"
    assert kg("build", "-q", pages, "--store", store).status == 0
    row = "merge,feynman.md#John Wheeler,bohr.md#John Wheeler,\n"
    (tmp_path / "identity.csv").write_text("decision,one,other,note\n" + row, encoding="utf-8")
    assert kg("build", "-q", pages, "--store", store).status == 0
    told = kg("identity", "why", "feynman.md#John Wheeler", "bohr.md#John Wheeler", "--graph", store).out
    assert told.startswith("One: John Wheeler")


@pytest.mark.parametrize("name", ["why", "list", "merge", "split"])
def test_each_has_help_with_an_example(kg, name):
    ended = kg("identity", name, "--help")
    assert ended.status == 0
    assert f"kg identity {name} " in ended.out
