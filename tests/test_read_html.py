"""HTML pages: the same blocks as Markdown gives, and nothing of the markup."""

from __future__ import annotations

import pytest

from kg.model import BlockKind, Document
from kg.read import read_text


def document(source: str) -> Document:
    return read_text(source, path="page.html", format="html")


def outline(source: str) -> list[str]:
    return [
        f"{block.kind} {block.depth}: " + " / ".join(line.text for line in block.lines)
        for block in document(source).blocks
    ]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param("<p>a<p>b", ["paragraph 0: a", "paragraph 0: b"], id="paragraphs without end tags"),
        pytest.param("<div>a<p>b</p>c</div>", ["paragraph 0: a", "paragraph 0: b", "paragraph 0: c"], id="mixed"),
        pytest.param("<H1>A</H1><h3>B</h3>", ["heading 1: A", "heading 3: B"], id="headings"),
        pytest.param("<p><b>Work</b></p><p>a</p>", ["heading 6: Work", "paragraph 0: a"], id="bold words alone"),
        pytest.param(
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", ["item 1: a", "item 1: b", "item 2: c", "item 1: d"], id="lists"
        ),
        pytest.param("<ul><li>a</li><ul><li>b</li></ul></ul>", ["item 1: a", "item 2: b"], id="a list beside its item"),
        pytest.param("<ul><li>a</li><div>b</div></ul>", ["item 1: a", "paragraph 1: b"], id="a text beside its item"),
        pytest.param("<li>a<li>b", ["item 1: a", "item 1: b"], id="items without a list"),
        pytest.param("<li><p>a</p><p>b</p></li>", ["item 1: a", "paragraph 1: b"], id="paragraphs in an item"),
        pytest.param("<dl><dt>1843<dd>Notes</dl>", ["item 1: 1843", "item 2: Notes"], id="definitions"),
        pytest.param("<p>a\n  b<br/>c<br>d</p>", ["paragraph 0: a b / c / d"], id="breaks"),
        pytest.param("<pre>a\n b</pre>", ["paragraph 0: a / b"], id="preformatted"),
        pytest.param("<p>1. a *b* _c_ [d](e)</p>", ["paragraph 0: 1. a *b* _c_ [d](e)"], id="no Markdown"),
        pytest.param(
            "<p>a &lt;b&gt; &#x27; &eacute; &amp;amp; &bogus; &</p>",
            ["paragraph 0: a <b> ' é &amp; &bogus; &"],
            id="entities",
        ),
        pytest.param("a < b <3 <> </ > c", ["paragraph 0: a < b <3 <> </ > c"], id="signs that are no tags"),
        pytest.param("<x-card>a</x-card></b></span>b", ["paragraph 0: ab"], id="unknown and stray tags"),
        pytest.param(
            "<p>a<!-- b --><script>c</script><style>d</style></p>", ["paragraph 0: a"], id="what is not shown"
        ),
        pytest.param("<head><title>t</title></head><body>a", ["paragraph 0: a"], id="the head"),
        pytest.param("<p title='a > b'>c</p>", ["paragraph 0: c"], id="an angle in an attribute"),
        pytest.param('<a href=x">a</a> "b"', ['paragraph 0: a "b"'], id="an attribute with half a quote"),
    ],
)
def test_a_page_has_the_blocks_that_a_reader_sees(source, seen):
    assert outline(source) == seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param(
            "<table><tr><th>Year<th>What<tr><td>1843<td>Notes</table>",
            [("row", ["Year", "What"], ("Year", "What")), ("row", ["1843", "Notes"], ("Year", "What"))],
            id="with titles",
        ),
        pytest.param(
            "<table><tbody><tr><td>1843</td><td>Notes<br>on engines</td></tr></tbody></table>",
            [("row", ["1843", "Notes on engines"], ())],
            id="without titles, with a break",
        ),
        pytest.param(
            "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", [("row", ["a", "b"], ())], id="paragraphs"
        ),
        pytest.param(
            "<table><tr><td>a</td><td></td><td>b</td></tr></table>", [("row", ["a", "", "b"], ())], id="an empty cell"
        ),
        pytest.param(
            "<table><tr><td><img src=x></td><td><h1>Ada</h1><p>a</p></td></tr></table>",
            [("heading", ["Ada"], ()), ("paragraph", ["a"], ())],
            id="a table that only lays out the page",
        ),
        pytest.param(
            "<table><tr><td></td><td>a<br>b</td></tr></table>", [("paragraph", ["a", "b"], ())], id="one full cell"
        ),
        pytest.param(
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
            [("paragraph", ["a"], ()), ("row", ["b", "c"], ())],
            id="a table in a table",
        ),
    ],
)
def test_rows_are_rows_unless_the_table_lays_out_the_page(source, seen):
    blocks = document(source).blocks
    assert [(block.kind.value, [line.text for line in block.lines], block.header) for block in blocks] == seen


def test_rows_of_one_table_share_its_number():
    source = "<table><tr><td>a<td>b<tr><td>c<td>d</table><table><tr><td>e<td>f</table>"
    first, second, other = (block.list_id for block in document(source).blocks)
    assert first == second != other


def test_a_cell_in_a_list_item_lies_in_it():
    item, row = document("<ul><li>a<table><tr><td>b<td>c</table></ul>").blocks
    assert (item.kind, row.kind, row.parent) == (BlockKind.ITEM, BlockKind.ROW, 0)


def test_links_and_marks_have_their_words():
    (line,) = document("<p>See <a href='a.html' title='T'>the <b>page</b></a> <a name=x>x</a>.</p>").blocks[0].lines
    assert [(line.text[k.start : k.end], k.url, k.title) for k in line.links] == [("the page", "a.html", "T")]
    assert [(line.text[m.start : m.end], m.kind) for m in line.marks] == [("page", "strong")]


def test_what_the_head_says_is_in_fields():
    source = "<head><title>\n Ada &amp; engines</title><meta name=author content='Ada L.'><meta charset=utf-8></head>"
    fields = document(source).fields
    assert [(field.path, field.value) for field in fields] == [
        (("title",), "Ada & engines"),
        (("meta", "author"), "Ada L."),
    ]
    assert [source[field.span.start : field.span.end] for field in fields] == ["Ada &amp; engines", "Ada L."]


def test_a_page_of_jekyll_in_html_has_front_matter_and_liquid():
    page = document("---\ntitle: Ada\n---\n<h1>{{ page.title }}</h1>\n{% if x %}<p>a</p>{% endif %}")
    assert [field.value for field in page.fields] == ["Ada"]
    assert [block.lines[0].text for block in page.blocks] == ["a"]
