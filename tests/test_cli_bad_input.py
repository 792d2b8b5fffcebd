"""Whatever is given: one sentence that says what, where and what to do; a proper exit status; nothing half-written.

Each case runs the real command in a process of its own.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ended, kg_process

GOOD = "# Edith Sample\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    page = tmp_path / "site" / "good.md"
    page.parent.mkdir()
    page.write_text(GOOD, encoding="utf-8")
    return page


def no_traceback(ended: Ended) -> bool:
    return "Traceback" not in ended.err + ended.out and ended.status != 70


# ---------------------------------------------------------------------------------------------------------------
# pages


def missing(path: Path) -> Path:
    return path.with_name("mising.md")


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def blank(path: Path) -> Path:
    path.write_bytes(b" \n\n\t\n")
    return path


def binary(path: Path) -> Path:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    return path


def too_large(path: Path) -> Path:
    path.write_bytes(b"- a long list of things\n" * 900_000)
    return path


def folder_without_pages(path: Path) -> Path:
    folder = path.parent / "photos"
    folder.mkdir()
    (folder / "me.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def unknown_suffix(path: Path) -> Path:
    path = path.with_suffix(".key")
    path.write_bytes(b"slides")
    return path


BAD = [
    pytest.param(missing, "mising.md: no such file or folder; check the spelling", id="missing path"),
    pytest.param(empty, "page.md: the file is empty; give a page with text", id="empty file"),
    pytest.param(blank, "page.md: the file is empty; give a page with text", id="only white space"),
    pytest.param(binary, "page.md: a binary file, not a text; give", id="binary"),
    pytest.param(too_large, " MB is more than the ", id="20 MB page"),
    pytest.param(folder_without_pages, "photos: no page in this folder; kg reads .bib", id="folder without pages"),
    pytest.param(unknown_suffix, "page.key: no reader for '.key'; kg reads", id="no reader"),
]


@pytest.mark.parametrize(("make", "sentence"), BAD)
def test_a_page_that_cannot_be_read_is_one_sentence_and_no_graph(make: Callable[[Path], Path], sentence, tmp_path):
    out = tmp_path / "graph.ttl"
    ended = kg_process("build", make(tmp_path / "page.md"), "-o", out)
    assert no_traceback(ended)
    assert ended.status == 2
    assert sentence in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not list(tmp_path.glob("*graph*"))


@pytest.mark.parametrize(("make", "sentence"), BAD)
def test_the_other_pages_of_the_run_are_still_built(make: Callable[[Path], Path], sentence, tmp_path, good):
    out = tmp_path / "graph.ttl"
    ended = kg_process("build", make(tmp_path / "page.md"), good, "-o", out)
    assert no_traceback(ended)
    assert ended.status == 1
    assert sentence in ended.err
    assert "1 page read, 1 not" in ended.err
    assert "University of Vienna" in out.read_text(encoding="utf-8")


ODD = [
    pytest.param(
        "# Zoé Müller\n\n- Ph.D. in Physics, University of Vienna, 1921\n".encode("cp1252"),
        "page.md: not UTF-8; read as cp1252",
        id="not UTF-8",
    ),
    pytest.param(
        b"---\ntitle: [unclosed\n  - : :\n---\n" + GOOD.encode(), "page.md: ", id="broken YAML in front matter"
    ),
]


@pytest.mark.parametrize(("content", "sentence"), ODD)
def test_a_page_that_can_be_read_in_part_is_read_and_reported(content: bytes, sentence, tmp_path):
    page, out = tmp_path / "page.md", tmp_path / "graph.ttl"
    page.write_bytes(content)
    ended = kg_process("build", page, "-o", out)
    assert no_traceback(ended)
    assert ended.status == 0
    assert sentence in ended.err
    assert "University of Vienna" in out.read_text(encoding="utf-8")


HEAVY = [
    pytest.param("[" * 1_000_000, id="a million opening brackets"),
    pytest.param("[" * 500_000 + "]" * 500_000, id="nested brackets"),
    pytest.param("> " * 100_000 + "deep", id="nested quotes"),
    pytest.param("<div>" * 200_000, id="nested HTML"),
    pytest.param("*a **b " * 150_000, id="unclosed emphasis"),
    pytest.param("".join(f"{'  ' * n}- item\n" for n in range(1_000)), id="nested lists"),
    pytest.param("---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "---\n# Bomb\n", id="YAML alias bomb"),
]  # fmt: skip


@pytest.mark.parametrize("text", HEAVY)
def test_a_page_made_to_exhaust_a_parser_ends_in_time(text: str, tmp_path, good):
    page, out = tmp_path / "page.md", tmp_path / "graph.ttl"
    page.write_text(text, encoding="utf-8")
    ended = kg_process("build", page, good, "-o", out, timeout=60)
    assert no_traceback(ended)
    assert ended.status in (0, 1)
    assert "University of Vienna" in out.read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------
# outputs


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, good):
    # Below a regular file nothing can be made, not even by root.
    ended = kg_process("build", good, "-o", good / "graph.ttl")
    assert no_traceback(ended)
    assert ended.status == 2
    assert "graph.ttl" in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert list(tmp_path.rglob("*")) == [good.parent, good]


def test_an_output_of_an_unknown_format_is_refused_before_any_page_is_read(tmp_path, good):
    ended = kg_process("build", tmp_path / "missing.md", "-o", tmp_path / "graph.xlsx")
    assert ended.status == 2
    assert ".xlsx" in ended.err and ".ttl" in ended.err
    assert "missing.md" not in ended.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_a_sentence(tmp_path, good):
    good.parent.chmod(0o555)
    ended = kg_process("build", good, "-o", good.parent / "graph.ttl")
    good.parent.chmod(0o755)
    assert ended.status == 2
    assert "cannot be written (Permission denied)" in ended.err


def test_a_disk_that_takes_no_more_is_a_sentence_and_leaves_nothing(tmp_path, good):
    out = tmp_path / "out"
    out.mkdir()
    # The system itself ends the writing after 500 bytes, in the midst of the file.
    ended = kg_process(
        "build", good, "-o", out / "graph.ttl", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
    )
    assert no_traceback(ended)
    assert ended.status == 2
    assert "graph.ttl: cannot be written (File too large)" in ended.err
    assert list(out.iterdir()) == []


def test_an_output_is_left_as_it_was_when_the_run_fails(tmp_path):
    out = tmp_path / "graph.ttl"
    out.write_text("earlier work")
    assert kg_process("build", tmp_path / "missing.md", "-o", out).status == 2
    assert out.read_text() == "earlier work"


# ---------------------------------------------------------------------------------------------------------------
# graphs and queries

GRAPH_COMMANDS = [
    pytest.param(("query", "{}", "education"), id="query"),
    pytest.param(("facts", "{}", "-o", "{}.facts"), id="facts"),
    pytest.param(("check", "{}"), id="check"),
    pytest.param(("draw", "{}", "-o", "{}.html"), id="draw"),
]
BAD_GRAPHS = [
    pytest.param("graph.ttl", None, "graph.ttl", id="missing"),
    pytest.param("graph.ttl", b"this is no Turtle", "graph.ttl", id="not RDF"),
    pytest.param("graph.ttl", b"\x89PNG\0\xff\xfe", "graph.ttl", id="binary"),
    pytest.param("graph.docx", b"PK", "graph.docx", id="unknown suffix"),
]


@pytest.mark.parametrize("arguments", GRAPH_COMMANDS)
@pytest.mark.parametrize(("name", "content", "sentence"), BAD_GRAPHS)
def test_a_graph_that_cannot_be_read_is_one_sentence(arguments, name, content, sentence, kg, tmp_path):
    graph = tmp_path / name
    if content is not None:
        graph.write_bytes(content)
    ended = kg(*(argument.format(graph) for argument in arguments))
    assert no_traceback(ended)
    assert ended.status == 2
    assert sentence in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ([name] if content is not None else [])


BAD_QUERIES = [
    pytest.param(("-e", "SELEC ?s WHERE { ?s ?p ?o }"), "line 1, column 1: a query begins", id="typo in SPARQL"),
    pytest.param(("eduction",), "education", id="typo in a question's name"),
    pytest.param(("missing.rq",), "missing.rq", id="missing file"),
    pytest.param(("-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE", id="SERVICE"),
    pytest.param((), "--list", id="no question"),
    pytest.param(("education", "--format", "xml"), "xml", id="unknown format"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD_QUERIES)
def test_a_query_that_cannot_be_answered_is_one_sentence(arguments, sentence, kg, sample_graph):
    ended = kg("query", sample_graph, *arguments)
    assert no_traceback(ended)
    assert ended.status == 2
    assert ended.out == ""
    assert sentence in ended.err
