"""The three functions of Python: build, query, draw."""

from __future__ import annotations

import importlib
import inspect
from datetime import date
from pathlib import Path

import pytest

import kg as package
from kg import build, draw, query
from kg.errors import InputError
from kg.graph import load


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "edith.md"
    path.write_text("# Edith Sample\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n")
    return path


@pytest.mark.parametrize("function", [build, query, draw])
def test_a_public_function_says_what_it_takes_gives_and_raises(function):
    assert inspect.isfunction(function)
    doc = inspect.getdoc(function) or ""
    assert all(part in doc for part in ("Args:", "Returns:", "Raises:", ">>> "))


def test_the_functions_keep_their_names_when_their_rooms_are_imported():
    for room in ("kg.query", "kg.draw"):
        assert inspect.ismodule(importlib.import_module(room))
    assert (package.query, package.draw) == (query, draw)


def test_a_graph_is_rdflibs_and_answers(page):
    graph = build(page, read_on=date(2026, 1, 31))
    (row,) = query(graph, "education").texts()
    assert row["organization"] == "University of Vienna"
    assert row["end"] == "1921"
    assert sum(1 for _ in graph.query("SELECT * { ?s schema:name 'Edith Sample' }")) == 1


def test_a_graph_in_a_file_answers_too(page, tmp_path, kg):
    kg("build", "-q", page, "-o", tmp_path / "graph.trig")
    assert query(tmp_path / "graph.trig", "identity").texts()[0]["name"] == "Edith Sample"


def test_what_is_built_is_what_is_saved(page, tmp_path, kg):
    kg("build", "-q", page, "-o", tmp_path / "graph.nq", "--read-on", "2026-01-31")
    built, saved = build(page, read_on=date(2026, 1, 31)), load(tmp_path / "graph.nq")
    assert set(built.quads()) == set(saved.quads())
    assert len(built) > 50


def test_a_page_that_cannot_be_read_among_others_is_a_warning(page, tmp_path):
    with pytest.warns(UserWarning, match=r"missing\.md: no such file"):
        assert len(build(page, tmp_path / "missing.md")) > 50


def test_no_page_that_can_be_read_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"missing\.md"):
        build(tmp_path / "missing.md")


def test_a_drawing_is_where_it_was_asked_for(page, tmp_path):
    out = draw(build(page), tmp_path / "network.html")
    assert out == tmp_path / "network.html"
    assert "Edith Sample" in out.read_text(encoding="utf-8")
