"""``kg query``, ``kg facts``, ``kg check``, ``kg draw`` and ``kg explain`` on a graph of the samples."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES

from kg.cli.asking import PARAMETERS
from kg.model import SLOTS, Kind
from kg.query import FORMATS, questions

QUESTIONS = questions()


@pytest.fixture
def two_people(kg, tmp_path) -> Path:
    """The graph of two pages of our own."""
    for name, school in (("Edith Sample", "University of Vienna"), ("Karl Muster", "University of Basel")):
        page = tmp_path / "site" / f"{name.split()[0].lower()}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"# {name}\n\n## Education\n\n- Ph.D. in Physics, {school}, 1921\n", encoding="utf-8")
    assert kg("build", "-q", tmp_path / "site", "-o", tmp_path / "two.trig").status == 0
    return tmp_path / "two.trig"


def test_every_parameter_of_a_question_is_an_option():
    assert len(QUESTIONS) >= 25
    asked_for = {parameter.name for question in QUESTIONS for parameter in question.parameters}
    assert asked_for == set(PARAMETERS)


def test_the_list_shows_each_question_in_plain_words(kg):
    ended = kg("query", "--list")
    assert ended.status == 0
    for question in QUESTIONS:
        assert question.name in ended.out and question.asks in ended.out


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_every_question_is_answered(name, kg, sample_graph):
    ended = kg("query", sample_graph, name, "-f", "json")
    assert (ended.status, ended.err) == (0, "")
    assert "bindings" in json.loads(ended.out)["results"]


def test_a_parameter_narrows_the_answer(kg, two_people):
    def sources(*more: str) -> set[str]:
        ended = kg("query", two_people, "education", *more, "-f", "csv")
        return {row["source"] for row in csv.DictReader(io.StringIO(ended.out))}

    assert sources("--person", "muster") == {"karl.md"}
    assert sources() == {"edith.md", "karl.md"}


def test_a_parameter_is_never_part_of_the_query(kg, sample_graph):
    ended = kg("query", sample_graph, "education", "--person", '" } UNION { ?s ?p ?o } #', "-f", "csv")
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 1


def test_a_parameter_that_the_question_does_not_take_is_a_sentence(kg, sample_graph):
    ended = kg("query", sample_graph, "education", "--topic", "quanta")
    assert ended.status == 2
    assert "education has no parameter --topic; it takes --person" in ended.err


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_answer(form, kg, two_people):
    ended = kg("query", two_people, "members", "--org", "Basel", "-f", form)
    assert ended.status == 0
    assert "Karl Muster" in ended.out
    assert "Edith Sample" not in ended.out


def test_a_file_of_sparql_is_a_question_too(kg, sample_graph, tmp_path):
    file = tmp_path / "mine.rq"
    file.write_text("SELECT (COUNT(*) AS ?statements) { ?s ?p ?o }")
    ended = kg("query", sample_graph, file, "-f", "tsv")
    assert ended.status == 0
    assert int(ended.out.splitlines()[1].split('"')[1] if '"' in ended.out else ended.out.splitlines()[1]) > 1_000


def test_sparql_may_stand_on_the_command_line(kg, sample_graph):
    ended = kg("query", sample_graph, "-e", "ASK { ?person a schema:Person }", "-f", "json")
    assert json.loads(ended.out)["boolean"] is True


def test_the_reader_of_a_pipe_may_leave(sample_graph):
    command = [sys.executable, "-m", "kg", "query", str(sample_graph), "-e", "SELECT * { ?s ?p ?o }", "-f", "csv"]
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")


def test_facts_are_thirteen_tables_with_the_slots_of_their_kind(kg, sample_graph, tmp_path):
    assert kg("facts", sample_graph, "-o", tmp_path / "tables").status == 0
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted(Kind)
    for kind in Kind:
        table = json.loads((tmp_path / "tables" / f"{kind}.json").read_text(encoding="utf-8"))
        assert table["head"]["vars"] == ["person", "source", *SLOTS[kind]]


def test_the_samples_conform(kg, sample_graph):
    assert kg("check", sample_graph).status == 0


def test_a_graph_that_breaks_a_shape_fails(kg, sample_graph, tmp_path):
    # An education without the person whose it is.
    text = sample_graph.read_text(encoding="utf-8")
    broken = tmp_path / "broken.ttl"
    broken.write_text(text.replace("rkg:person ", "rkg:someone "), encoding="utf-8")
    ended = kg("check", broken)
    assert ended.status == 1
    assert ended.out


def test_a_drawing_may_be_asked_for_by_its_format(kg, sample_graph, tmp_path):
    ended = kg("draw", sample_graph, "--person", "Curie", "--to", "svg", "-o", tmp_path / "curie")
    assert ended.status == 0, ended.err
    assert (tmp_path / "curie").read_text(encoding="utf-8").startswith("<svg")


def test_a_drawing_is_one_file(kg, sample_graph, tmp_path):
    assert kg("draw", sample_graph, "-o", tmp_path / "network.html").status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["network.html"]


def test_explain_shows_each_line_with_its_number_and_its_facts(kg, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Edith Sample\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n")
    lines = kg("explain", page).out.splitlines()
    at = lines.index("    5   Ph.D. in Physics, University of Vienna, 1921")
    assert lines[at + 1].startswith("        → education ")
    assert "organization: University of Vienna" in lines[at + 1]


def test_explain_lets_no_page_steer_the_terminal(kg, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Edith \x1b[2J\x1b[31mSample\x07\n")
    assert "\x1b" not in kg("explain", page).out


def test_explain_of_no_page_is_a_sentence(kg):
    ended = kg("explain", Path("missing.md"))
    assert ended.status == 2
    assert "missing.md: no such file" in ended.err


def test_explain_reads_every_sample(kg):
    pages = sorted(SAMPLES.glob("*.*"))
    assert len(pages) >= 14
    for page in pages:
        ended = kg("explain", page)
        assert ended.status == 0, ended.err
