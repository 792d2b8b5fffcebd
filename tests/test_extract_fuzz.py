"""Pages that nobody would write: nothing crashes, and all that is read stands where it says.

``benchmarks/fuzz.py`` makes such pages by the hundred thousand; these are the same mutations, chosen by hypothesis.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT / "benchmarks"))
import fuzz

PAGES = fuzz.originals()
KEPT = 1500  # characters: a part of a page is read in milliseconds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


@settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    page=st.sampled_from(PAGES),
    start=st.integers(0, 4000),
    mutations=st.lists(st.sampled_from(fuzz.MUTATIONS), min_size=1, max_size=3),
    rng=st.randoms(use_true_random=False),
)
def test_a_mutated_page_is_read_without_a_crash_and_every_span_is_valid(folder, page, start, mutations, rng):
    suffix, text = page
    text = text[start % len(text) :][:KEPT]
    for mutation in mutations:
        text = mutation(text, rng) if text else text
    assert fuzz.problems_of(suffix, text[: 4 * KEPT], folder) == []


@pytest.mark.parametrize("number", range(100))
def test_a_page_of_the_benchmark_is_read_too(folder, number):
    suffix, text = fuzz.mutated(number, PAGES)
    assert fuzz.problems_of(suffix, text[: 4 * KEPT], folder) == []


def test_a_place_that_is_not_its_quote_is_told(folder, monkeypatch):
    whole = "# Ada Weaver\n\nI work on looms.\n\n## Education\n\n- Ph.D., University of Oslo, 1990\n"
    assert fuzz.problems_of(".md", whole, folder) == []
    read = fuzz.extract

    def misplaced(document):
        from dataclasses import replace

        return read(replace(document, text="x" + document.text))

    monkeypatch.setattr(fuzz, "extract", misplaced)
    assert fuzz.problems_of(".md", whole, folder) != []
