"""Every character that a line shows knows where it stands in the file."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import BlockKind, Document, Line, source_span
from kg.read import read_text

#: What pages are made of, whole and broken.
FRAGMENTS = [
    "Ada", "é", "王", "🔭", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "&amp;", "&nbsp;",
    "&#233;", "&x", "&", "# ", "##", "- ", "  - ", "* ", "• ", "1. ", "2019. ", "> ", "    ", "======\n",
    "---\n", "| a | b |\n|---|---|\n", "|", "**", "*", "_", "`", "```\n", "~~", "\\", "\\*", "[", "](", ")",
    "[a](b)", "![c](d)", "<http://a.org>", "www.a.org", "http://a.org/x_y", "[1]: b\n", "[^1]", "<b>", "</b>",
    "<a href='x'>", "</a>", "<br>", "<p>", "</p>", "<div>", "</div>", "<div markdown='1'>\n", "<ul>", "<li>",
    "</ul>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<h2>", "</h2>", "<dl>", "<dt>", "<dd>", "<pre>",
    "</pre>", "<img alt='Ada' src='x'>", "<!--", "-->", "<script>", "</script>", "<", ">", "{% if x %}",
    "{% for x %}", "{% endfor %}", "{% comment %}", "{% endcomment %}", "{{ x }}", "{: .a}", "{#b}", "{%", "}}",
    "---\n", "name: Ada\n", "bio: >\n  a\n  b\n", "x: 'y''z'\n", 'x: "\\u00e9 **b**"\n', "<title>", "⹂", "⹃",
]  # fmt: skip
sources = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


def lines_of(document: Document) -> list[Line]:
    lines = [line for block in document.blocks for line in block.lines]
    return lines + [line for field in document.fields for line in field.lines]


@settings(max_examples=400, deadline=None)
@given(sources, st.sampled_from(["markdown", "html"]), st.data())
def test_a_part_of_a_line_is_found_in_the_source(source, format, data):
    document = read_text(source, path="page", format=format)
    for line in lines_of(document):
        if not line.text:
            continue
        start = data.draw(st.integers(0, len(line.text) - 1))
        end = data.draw(st.integers(start + 1, len(line.text)))
        span = source_span(line, start, end)
        assert 0 <= span.start < span.end <= len(source)
        assert line.text[start] in source[span.start] or not is_verbatim(line, start)
        assert line.text[end - 1] in source[span.end - 1] or not is_verbatim(line, end - 1)


@settings(max_examples=400, deadline=None)
@given(sources, st.sampled_from(["markdown", "html"]))
def test_pieces_tile_a_line_and_stand_in_the_source_in_order(source, format):
    document = read_text(source, path="page", format=format)
    for line in lines_of(document):
        edges = [piece.at for piece in line.pieces] + [len(line.text)]
        assert edges[0] == 0 and edges == sorted(set(edges)) if line.text else not line.pieces
        for piece, (left, right) in zip(line.pieces, pairwise(edges), strict=True):
            if piece.verbatim:
                assert source[piece.span.start : piece.span.end] == line.text[left:right]
            else:
                assert piece.span.start < piece.span.end
        assert all(one.span.end <= other.span.start for one, other in pairwise(line.pieces))


@settings(max_examples=400, deadline=None)
@given(sources, st.sampled_from(["markdown", "html"]))
def test_a_line_is_what_a_reader_sees(source, format):
    document = read_text(source, path="page", format=format)
    for line in lines_of(document):
        assert line.text == " ".join(line.text.split())
        assert all(line.text[place] == " " for place in line.soft_breaks)
        assert all(0 <= mark.start < mark.end <= len(line.text) for mark in line.marks)
        assert all(0 <= link.start <= link.end <= len(line.text) for link in line.links)
    for index, block in enumerate(document.blocks):
        assert block.parent is None or block.parent < index
        assert block.kind is BlockKind.ROW or all(line.text or line.links for line in block.lines)


def is_verbatim(line: Line, index: int) -> bool:
    return [piece for piece in line.pieces if piece.at <= index][-1].verbatim


@pytest.mark.parametrize(
    ("source", "words", "found"),
    [
        pytest.param("I met **Ada** Lovelace.", "Ada Lovelace", "Ada** Lovelace", id="markup between is inside"),
        pytest.param("I met **Ada Lovelace**.", "Ada Lovelace", "Ada Lovelace", id="markup around is outside"),
        pytest.param(
            "[Ada](http://a.org)\n  Lovelace", "Ada Lovelace", "Ada](http://a.org)\n  Lovelace", id="over a line"
        ),
        pytest.param("at AT&amp;T Labs", "AT&T", "AT&amp;T", id="an entity inside"),
        pytest.param("at B&amp;", "&", "&amp;", id="an entity alone"),
        pytest.param("王 **é** 🔭 Ada", "Ada", "Ada", id="characters, not bytes"),
        pytest.param("<div>\n   1843: *Notes*\n</div>", "1843: Notes", "1843: *Notes", id="in HTML"),
        pytest.param("> - a\n>   b", "a b", "a\n>   b", id="in a list in a quotation"),
        pytest.param("a<!-- x -->b", "ab", "a<!-- x -->b", id="a comment inside"),
    ],
)
def test_words_are_found_where_they_stand(source, words, found):
    document = read_text(source, path="page.md", format="markdown")
    (line,) = [line for block in document.blocks for line in block.lines]
    start = line.text.index(words)
    span = source_span(line, start, start + len(words))
    assert source[span.start : span.end] == found
