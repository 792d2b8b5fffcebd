"""``kg build``: what it writes, what it says, and to whom."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import kg_process

from kg.graph import FORMATS, load

PAGE = """---
title: Edith Sample
---
# Edith Sample

## Education

- Ph.D. in Physics, University of Vienna, 1921
- Something that is no degree at all, on a line of its own
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "edith.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_summary_says_pages_facts_lines_not_understood_and_time(kg, page, tmp_path):
    ended = kg("build", page, "-o", tmp_path / "graph.ttl")
    assert ended.status == 0
    assert ended.out == ""
    assert re.fullmatch(
        r"1 page read; \d+\.\d s\n"
        r"\d+ facts: .*\b1 education\b.*\n"
        r"1 line not understood.*\n"
        r"[\d,]+ statements in .*graph\.ttl\n",
        ended.err,
    )


def test_quiet_says_nothing(kg, page, tmp_path):
    ended = kg("build", "-q", page, "-o", tmp_path / "graph.ttl")
    assert (ended.status, ended.out, ended.err) == (0, "", "")


def test_quiet_may_stand_before_the_command(kg, page, tmp_path):
    assert kg("-q", "build", page, "-o", tmp_path / "graph.ttl").err == ""


def test_verbose_names_the_lines_not_understood(kg, page, tmp_path):
    ended = kg("build", "-v", page, "-o", tmp_path / "graph.ttl")
    assert "edith.md: line 9: nothing read from 'Something that is no degree at all" in ended.err


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_decides_the_format(suffix, kg, page, tmp_path):
    out = tmp_path / f"graph{suffix}"
    assert kg("build", page, "-o", out).status == 0
    assert len(load(out)) > 10


def test_the_lean_graph_has_no_evidence(kg, page, tmp_path):
    kg("build", page, "-o", tmp_path / "full.nt")
    kg("build", page, "-o", tmp_path / "lean.nt", "--no-evidence")
    full, lean = ((tmp_path / name).read_text() for name in ("full.nt", "lean.nt"))
    assert "oa#exact" in full
    assert "oa#exact" not in lean
    assert "University of Vienna" in lean


def test_the_base_iri_is_the_users(kg, page, tmp_path):
    kg("build", page, "-o", tmp_path / "graph.nt", "--base-iri", "https://kg.sample.org/")
    text = (tmp_path / "graph.nt").read_text()
    assert "<https://kg.sample.org/" in text
    assert "<https://example.org/" not in text


def test_a_base_that_is_no_iri_is_a_sentence(kg, page, tmp_path):
    ended = kg("build", page, "-o", tmp_path / "graph.nt", "--base-iri", "not an iri")
    assert ended.status == 2
    assert "not an iri" in ended.err


def test_facts_less_sure_than_asked_for_are_left_out(kg, page, tmp_path):
    assert "0 facts" in kg("build", page, "-o", tmp_path / "graph.ttl", "--min-confidence", "1").err
    assert "0 facts" not in kg("build", page, "-o", tmp_path / "graph.ttl", "--min-confidence", "0").err


def test_present_is_as_of_the_day_that_was_given(kg, page, tmp_path):
    kg("build", page, "-o", tmp_path / "graph.nt", "--read-on", "2001-02-03")
    assert "2001-02-03" in (tmp_path / "graph.nt").read_text()


def test_progress_is_shown_in_a_terminal_and_not_in_a_pipe(page, tmp_path):
    command = [sys.executable, "-m", "kg", "build", str(page), "-o", str(tmp_path / "graph.ttl")]
    assert "reading" in _in_a_terminal(command)
    piped = kg_process(*command[3:])
    assert piped.status == 0
    assert "\x1b" not in piped.err and "reading" not in piped.err


def _in_a_terminal(command: list[str]) -> str:
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):  # at once: a terminal that nobody reads from blocks who writes to it
            parts.append(part)
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert running.wait(timeout=60) == 0
    return b"".join(parts).decode()
