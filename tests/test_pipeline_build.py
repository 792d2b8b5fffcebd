"""The same pages give the same graph, whoever reads them and in whatever order they are named."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest
from conftest import SAMPLES, kg_process

from kg import pipeline
from kg.errors import InputError
from kg.graph import save

DAY = date(2026, 1, 31)


def write(path: Path, name: str = "Edith Sample") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {name}\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n", encoding="utf-8")
    return path


def graph(tmp_path: Path, *paths: Path, **options: int) -> bytes:
    save(pipeline.build(paths, read_on=DAY, **options).quads, tmp_path / "graph.trig")
    return (tmp_path / "graph.trig").read_bytes()


@pytest.fixture(scope="module")
def samples() -> list[Path]:
    pages = [page.path for page in pipeline.find([SAMPLES])]
    assert len(pages) >= 14
    return pages


def test_the_order_of_the_arguments_does_not_matter(samples, tmp_path):
    shuffled = random.Random(1).sample(samples, len(samples))
    assert graph(tmp_path, *shuffled) == graph(tmp_path, *samples)


def test_the_number_of_workers_does_not_matter(samples, tmp_path):
    assert graph(tmp_path, *samples, workers=3) == graph(tmp_path, *samples)


def test_the_hash_seed_does_not_matter(tmp_path):
    outs = [tmp_path / "1.trig", tmp_path / "2.trig"]
    for seed, out in zip(("1", "2"), outs, strict=True):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ended = kg_process("build", SAMPLES, "-o", out, "--read-on", "2026-01-31", env=environment)
        assert ended.status == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_folder_of_the_input_does_not_matter(samples, tmp_path, monkeypatch):
    from_elsewhere = graph(tmp_path, SAMPLES)
    monkeypatch.chdir(SAMPLES.parent)
    assert graph(tmp_path, Path("profiles")) == from_elsewhere


# ---------------------------------------------------------------------------------------------------------------
# what a page is called


def sources(*paths: Path) -> list[str]:
    return [page.source for page in pipeline.find(paths)]


def test_a_page_is_called_by_its_path_from_the_folder_that_was_given(tmp_path):
    write(tmp_path / "site" / "a" / "edith.md")
    assert sources(tmp_path / "site") == ["a/edith.md"]
    assert sources(tmp_path) == ["site/a/edith.md"]


def test_a_page_given_by_itself_is_called_by_its_name(tmp_path):
    assert sources(write(tmp_path / "site" / "edith.md")) == ["edith.md"]


def test_a_page_given_twice_is_read_once(tmp_path):
    page = write(tmp_path / "site" / "a" / "edith.md")
    assert sources(tmp_path / "site", page, page, tmp_path / "site" / "a") == ["a/edith.md"]


def test_pages_of_the_same_name_are_called_by_their_paths_from_the_common_folder(tmp_path):
    for folder in ("x", "y"):
        write(tmp_path / folder / "edith.md")
    expected = ["x/edith.md", "y/edith.md"]
    assert sources(tmp_path / "x", tmp_path / "y") == expected
    assert sources(tmp_path / "y", tmp_path / "x") == expected


# ---------------------------------------------------------------------------------------------------------------
# what goes wrong on a page


def test_a_mistake_of_ours_on_one_page_costs_no_other_page(tmp_path, monkeypatch):
    import kg.extract

    extract = kg.extract.extract

    def fail_on_bad(document, *others):
        if document.source.path == "bad.md":
            raise IndexError("list index out of range")
        return extract(document, *others)

    monkeypatch.setattr(kg.extract, "extract", fail_on_bad)
    built = pipeline.build([write(tmp_path / "bad.md"), write(tmp_path / "good.md")], read_on=DAY)
    bad, good = built.readings
    assert "bad.md" in bad.failure and "IndexError" in bad.failure and "report" in bad.failure
    assert "Traceback" in bad.bug
    assert good.profile is not None


def test_nothing_to_read_is_an_error_that_names_each_page(tmp_path):
    with pytest.raises(InputError, match=r"(?s)a\.md.*b\.md"):
        pipeline.build([tmp_path / "a.md", tmp_path / "b.md"])


# ---------------------------------------------------------------------------------------------------------------
# explain


def test_each_line_shows_what_was_read_from_it(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "---\nauthor: Edith Sample\n---\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n"
        "- The cat sleeps\n"
    )
    lines = {line.number: line for line in pipeline.explain(page)}
    assert lines[8].unread and not lines[8].read
    assert lines[2].text == "author: Edith Sample"
    assert lines[7].text == "Ph.D. in Physics, University of Vienna, 1921"
    assert [fact.kind for fact in lines[7].facts] == ["education"]
    assert lines[7].facts[0].evidence[0].rule
    assert lines[7].read and not lines[7].unread
