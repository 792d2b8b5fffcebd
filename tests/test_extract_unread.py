"""A line from which nothing was read is named; one that states a fact, a heading or a bare number is not."""

from __future__ import annotations

import pytest

from kg.extract import extract
from kg.read import read_text

PAGE = """# Edith Sample

## Education

- Ph.D. in Physics, University of Vienna, 1921
- {line}
"""


@pytest.mark.parametrize(
    ("line", "is_unread"),
    [
        pytest.param("The cat sleeps on the piano", True, id="states nothing that we know"),
        pytest.param("1234", False, id="a number alone"),
        pytest.param("B.Sc. in Physics, University of Graz, 1917", False, id="a fact"),
    ],
)
def test_a_line_is_unread_where_no_fact_is_stated(line, is_unread):
    text = PAGE.format(line=line)
    unread = extract(read_text(text, path="edith.md", format="markdown")).unread
    assert [text[note.span.start : note.span.end] for note in unread if note.span] == ([line] if is_unread else [])


def test_a_note_names_the_page_the_line_and_its_words():
    unread = extract(read_text(PAGE.format(line="The cat sleeps"), path="edith.md", format="markdown")).unread
    assert [(note.source, note.message) for note in unread] == [
        ("edith.md", "line 6: nothing read from 'The cat sleeps'")
    ]


def test_a_row_of_a_table_is_one_line():
    text = "| a thing | a colour |\n|---|---|\n| piano | black |\n| cat | grey |\n"
    unread = extract(read_text(text, path="table.md", format="markdown")).unread
    assert [note.message.split("from ")[1] for note in unread][-1] == "'cat | grey'"
