"""Pages made to be slow: each is read within seconds, since each step takes time linear in the page."""

from __future__ import annotations

import time

import pytest

from kg.read import read_text

#: Far above what any of these pages takes, and far below what one quadratic step would.
SECONDS = 30
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)

PAGES = {
    "a million brackets": "[" * 1_000_000,
    "a million brackets that close": "[" * 500_000 + "]" * 500_000,
    "links without an end": "[a](" * 100_000,
    "nested lists": "- " * 100_000 + "a",
    "nested quotations": "> " * 100_000 + "a",
    "nested elements": "<div>" * 100_000 + "a" + "</div>" * 100_000,
    "nested lists of HTML": "<ul><li>" * 30_000 + "a",
    "nested tables": "<table><tr><td>" * 15_000 + "a",
    "emphasis that never ends": "<b><i>" * 20_000 + "</b>" * 20_000,
    "tags without an end": '<a href="' * 100_000,
    "comments without an end": "<!-" * 100_000 + "<!--" * 100_000,
    "Liquid without an end": "{% for x %}{{{% raw %}{::" * 30_000,
    "attribute lists without an end": "{:{.a{a='" * 100_000,
    "scripts without an end": "<script><style><title>" * 50_000,
    "asterisks": "*a **b " * 100_000,
    "backticks": "`a``" * 50_000,
    "ampersands": "&a&#&" * 200_000,
    "one long word": "a" * 1_000_000,
    "one long blank": "a" + " " * 1_000_000 + "b",
    "equals signs": "a\n" + "=" * 1_000_000 + "a",
    "addresses": "http://a((www." * 50_000,
    "a broad table": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|b|\n" * 1_000,
    "definitions of links": "".join(f"[a{number}]: b\n" for number in range(30_000)),
    "front matter of brackets": "---\n" + "[" * 1_000_000 + "\n---\n",
    "front matter of dashes": "---\n" + "- " * 100_000 + "\n---\n",
    "front matter of keys": "---\n" + "a: " * 300_000 + "\n---\n",
    "front matter of aliases": f"---\n{BOMB}---\n",
    "front matter that holds itself": "---\na: &a [*a, *a]\n---\n",
    "front matter of many parts": "+++\n" + "a." * 100_000 + "b = 1\n+++\n",
}


@pytest.mark.parametrize("format", ["markdown", "html"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_made_to_be_slow_is_read_within_seconds(page, format):
    begin = time.process_time()
    document = read_text(page, path="page", format=format)
    assert time.process_time() - begin < SECONDS
    assert document.text == page


@pytest.mark.parametrize(
    "data", ["[" * 1_000_000, "- " * 100_000, "a: " * 300_000, BOMB, '"' * 500_001], ids=lambda data: data[:6]
)
def test_a_data_file_made_to_be_slow_is_read_within_seconds(data):
    begin = time.process_time()
    assert read_text(data, path="data.yml", format="yaml").notes
    assert time.process_time() - begin < SECONDS


def test_text_behind_a_depth_that_nobody_nests_is_still_read():
    document = read_text("<ul><li>" * 50_000 + "Ada", path="page", format="html")
    assert [line.text for block in document.blocks for line in block.lines] == ["Ada"]


def test_values_that_aliases_multiply_are_cut_off_with_a_note():
    document = read_text(f"---\n{BOMB}---\nText.", path="page.md", format="markdown")
    assert len(document.fields) <= 20_000
    assert "more than 20000 values" in document.notes[0].message
    assert document.blocks


def test_too_deep_front_matter_gives_a_note_and_its_simple_lines():
    document = read_text(f"---\nname: Ada\nx: {'[' * 60}\n---\nText.", path="page.md", format="markdown")
    assert ("name",) in [field.path for field in document.fields]
    assert "nested more than 50 deep" in document.notes[0].message
