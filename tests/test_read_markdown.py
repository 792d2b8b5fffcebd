"""What a reader of the rendered page sees is what the blocks of a Markdown page say."""

from __future__ import annotations

import pytest

from kg.model import Block, Document
from kg.read import read_text


def document(source: str) -> Document:
    return read_text(source, path="page.md", format="markdown")


def outline(source: str) -> list[str]:
    """One string a block: kind, depth and lines."""
    return [shape(block) for block in document(source).blocks]


def shape(block: Block) -> str:
    return f"{block.kind} {block.depth}: " + " / ".join(line.text for line in block.lines)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param("# Work\n\nI count stars.", ["heading 1: Work", "paragraph 0: I count stars."], id="hashes"),
        pytest.param("Work\n====\nI count.", ["heading 1: Work", "paragraph 0: I count."], id="underlined"),
        pytest.param("Work\n----\n", ["heading 2: Work"], id="underlined with dashes"),
        pytest.param("I count.\n# Work", ["paragraph 0: I count.", "heading 1: Work"], id="no blank line before"),
        pytest.param("##Work", ["heading 2: Work"], id="no blank after the hashes"),
        pytest.param("## Work ## {#work .big}", ["heading 2: Work"], id="an identifier in brackets"),
        pytest.param(
            "I count stars.\nAnd planets.\nWork\n====",
            ["paragraph 0: I count stars. And planets.", "heading 1: Work"],
            id="underlined below a paragraph: the last line",
        ),
        pytest.param(
            "I count stars.\nI have done so for years.\n---\nMore.",
            ["paragraph 0: I count stars. I have done so for years.", "paragraph 0: More."],
            id="dashes below a sentence are a rule",
        ),
        pytest.param("**Work:**\n\nI count.", ["heading 6: Work:", "paragraph 0: I count."], id="bold words alone"),
        pytest.param(
            "**I count all of the stars that are in the sky**",
            ["paragraph 0: I count all of the stars that are in the sky"],
            id="a bold sentence is a paragraph",
        ),
        pytest.param("**[Paper](p.pdf)**", ["paragraph 0: Paper"], id="a bold link is a paragraph"),
        pytest.param("<h2>Work</h2>\ntext", ["heading 2: Work", "paragraph 0: text"], id="HTML"),
        pytest.param("# 🔭 Work &amp; Life :tada:", ["heading 1: 🔭 Work & Life :tada:"], id="emoji and entities stay"),
    ],
)
def test_headings_are_read_as_people_write_them(source, seen):
    assert outline(source) == seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param("- a\n- b", ["item 1: a", "item 1: b"], id="dashes"),
        pytest.param("text\n- a", ["paragraph 0: text", "item 1: a"], id="no blank line before"),
        pytest.param("*   a\n*   b", ["item 1: a", "item 1: b"], id="wide bullets"),
        pytest.param("1) a\n2) b", ["item 1: a", "item 1: b"], id="numbers with brackets"),
        pytest.param("• a\n• b", ["item 1: a", "item 1: b"], id="bullets that Markdown does not know"),
        pytest.param("- a\n  - b\n    - c", ["item 1: a", "item 2: b", "item 3: c"], id="nested"),
        pytest.param("- a\n\n  more", ["item 1: a", "paragraph 1: more"], id="a second paragraph in an item"),
        pytest.param("- a <br> b\\\n  c", ["item 1: a / b / c"], id="breaks in an item"),
        pytest.param("- [ ] a\n- [x] b", ["item 1: a", "item 1: b"], id="tasks"),
        pytest.param("- - a", ["item 2: a"], id="an item without text of its own"),
        pytest.param(
            "2019. Moved.\n2021. Moved again.", ["item 1: 2019. Moved.", "item 1: 2021. Moved again."], id="years"
        ),
        pytest.param("Term\n: what it means", ["item 1: Term", "item 2: what it means"], id="definitions"),
        pytest.param("* TOC\n{:toc}\n\ntext", ["paragraph 0: text"], id="a table of contents is not there"),
    ],
)
def test_lists_are_read_as_people_write_them(source, seen):
    assert outline(source) == seen


def test_an_item_knows_the_item_that_it_lies_in():
    blocks = document("- a\n  - b\n  - c\n\n    more\n- d").blocks
    assert [(block.lines[0].text, block.parent) for block in blocks] == [
        ("a", None),
        ("b", 0),
        ("c", 0),
        ("more", 2),
        ("d", None),
    ]


def test_items_of_one_list_share_its_number_and_order():
    blocks = document("1. a\n2. b\n\ntext\n\n- c").blocks
    a, b, text, c = blocks
    assert a.list_id == b.list_id != c.list_id
    assert (text.list_id, a.ordered, c.ordered) == (-1, True, False)


def test_a_table_has_a_block_for_each_row_with_the_titles_of_its_columns():
    head, row = document("| Year | What |\n|---|---|\n| 1843 | Notes <br> on *engines* |").blocks
    assert head.header == row.header == ("Year", "What")
    assert [line.text for line in head.lines] == ["Year", "What"]
    assert [line.text for line in row.lines] == ["1843", "Notes on engines"]
    assert row.lines[1].soft_breaks == (5,)


def test_an_empty_cell_keeps_its_place():
    row = document("| a | b | c |\n|---|---|---|\n| 1 |  | 3 |").blocks[1]
    assert [line.text for line in row.lines] == ["1", "", "3"]


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        pytest.param("[Ada](http://a.org)", "Ada", [("Ada", "http://a.org", "")], id="inline"),
        pytest.param('[Ada](http://a.org "The page")', "Ada", [("Ada", "http://a.org", "The page")], id="with a title"),
        pytest.param("[Ada][1]\n\n[1]: http://a.org", "Ada", [("Ada", "http://a.org", "")], id="by reference"),
        pytest.param("[Ada]\n\n[ada]: http://a.org", "Ada", [("Ada", "http://a.org", "")], id="by its words"),
        pytest.param(
            "<http://a.org/b_c>", "http://a.org/b_c", [("http://a.org/b_c", "http://a.org/b_c", "")], id="angles"
        ),
        pytest.param("<ada@a.org>", "ada@a.org", [("ada@a.org", "mailto:ada@a.org", "")], id="angles, address"),
        pytest.param(
            "at http://a.org/x_y.", "at http://a.org/x_y.", [("http://a.org/x_y", "http://a.org/x_y", "")], id="bare"
        ),
        pytest.param(
            "at www.a.org", "at www.a.org", [("www.a.org", "http://www.a.org", "")], id="bare, without scheme"
        ),
        pytest.param("<a href='x?a=1&amp;b=2'>Ada</a>", "Ada", [("Ada", "x?a=1&b=2", "")], id="HTML"),
        pytest.param("[Ada](a.html){:target='_blank'}", "Ada", [("Ada", "a.html", "")], id="attributes of kramdown"),
        pytest.param("[Ada]({{ site.baseurl }}/a.pdf)", "Ada", [("Ada", "/a.pdf", "")], id="Liquid in the address"),
        pytest.param(
            "[Ada]({{ '/a.pdf' | relative_url }})", "Ada", [("Ada", "/a.pdf", "")], id="a path through Liquid"
        ),
        pytest.param("[<i class='fab fa-github'></i>](http://a.org) x", "x", [("", "http://a.org", "")], id="an icon"),
        pytest.param("[a **b**](x) c [d](y)", "a b c d", [("a b", "x", ""), ("d", "y", "")], id="two, with emphasis"),
        pytest.param("<a name='here'></a>Ada", "Ada", [], id="an anchor is none"),
    ],
)
def test_links_are_found_with_their_words(source, text, links):
    (line,) = document(source).blocks[0].lines
    assert line.text == text
    assert [(line.text[link.start : link.end], link.url, link.title) for link in line.links] == links


def test_a_link_knows_where_its_address_stands():
    source = "See [Ada](http://a.org/ada) and <a href='http://a.org/b'>Bea</a>."
    links = document(source).blocks[0].lines[0].links
    assert [source[link.span.start : link.span.end] for link in links] == ["http://a.org/ada", "http://a.org/b"]


def test_a_link_that_goes_over_a_break_is_in_both_lines():
    lines = document("<a href=x>one<br>two</a>").blocks[0].lines
    assert [(line.text, line.links[0].url, line.links[0].end) for line in lines] == [("one", "x", 3), ("two", "x", 3)]


def test_an_image_is_its_alternative_text():
    (line,) = document("![A portrait](ada.jpg) of Ada").blocks[0].lines
    (image,) = line.links
    assert (line.text, image.image, image.url, image.start, image.end) == ("A portrait of Ada", True, "ada.jpg", 0, 10)


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        pytest.param("a **b** c", "a b c", [("strong", "b")], id="strong"),
        pytest.param("a *b* _c_", "a b c", [("em", "b"), ("em", "c")], id="emphasis"),
        pytest.param("***b***", "b", [("em", "b"), ("strong", "b")], id="both"),
        pytest.param("a <b>b</b> <i>c</i>", "a b c", [("strong", "b"), ("em", "c")], id="HTML"),
        pytest.param("`b` ~~c~~ <sup>d</sup>", "b c d", [("code", "b"), ("del", "c"), ("sup", "d")], id="others"),
        pytest.param("**姓名：**张三", "姓名：张三", [("strong", "姓名：")], id="punctuation inside, letter outside"),
        pytest.param("**Name:**Ada", "Name:Ada", [("strong", "Name:")], id="the same in Latin letters"),
        pytest.param("** Name ** Ada", "Name Ada", [("strong", "Name")], id="blanks inside"),
        pytest.param("Ada*, Grace* and Mary", "Ada*, Grace* and Mary", [], id="footnote signs are none"),
        pytest.param("Ada\\*, Grace\\*", "Ada*, Grace*", [], id="escaped"),
        pytest.param("a_b_c and 2 * 3 * 4", "a_b_c and 2 * 3 * 4", [], id="within words, between blanks"),
    ],
)
def test_emphasis_is_a_mark_and_not_text(source, text, marks):
    (line,) = document(source).blocks[0].lines
    assert line.text == text
    assert [(mark.kind, line.text[mark.start : mark.end]) for mark in line.marks] == marks


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("a\nb", ["a b"], id="a new line is a blank"),
        pytest.param("a<br>b", ["a", "b"], id="HTML"),
        pytest.param("a  \nb", ["a", "b"], id="two blanks"),
        pytest.param("a\\\nb", ["a", "b"], id="a backslash"),
        pytest.param("a<span style='float:right'>b</span>c", ["a b c"], id="words that float apart"),
        pytest.param("<span class='cap'>A</span>da", ["Ada"], id="a span within a word"),
        pytest.param("a&nbsp;&nbsp; b\u00a0c", ["a b c"], id="white space is folded"),
        pytest.param("co\u00adop\u200bera\x02te", ["cooperate"], id="what nobody sees is left out"),
        pytest.param("AT&amp;T &copy; &#8211; &lt;b&gt; R&D &nosuch;", ["AT&T © – <b> R&D &nosuch;"], id="entities"),
        pytest.param("a \\| b \\[c\\] \\# d", ["a | b [c] # d"], id="escapes"),
        pytest.param("    four blanks are no program", ["four blanks are no program"], id="indented"),
        pytest.param("x < y and a<5 and 3 > 2", ["x < y and a<5 and 3 > 2"], id="signs that are no tags"),
        pytest.param("a\r\nb", ["a b"], id="line ends of Windows"),
    ],
)
def test_a_paragraph_has_the_lines_that_a_reader_sees(source, lines):
    (block,) = document(source).blocks
    assert [line.text for line in block.lines] == lines


def test_two_breaks_part_paragraphs_but_not_items():
    assert outline("a<br><br>b\n\n- c<br><br>d") == ["paragraph 0: a", "paragraph 0: b", "item 1: c / d"]


def test_the_place_of_a_soft_break_is_kept():
    (line,) = document("one\n  two\nthree").blocks[0].lines
    assert (line.text, line.soft_breaks) == ("one two three", (3, 7))


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<!-- x -->", id="comment"),
        pytest.param("<!-- x\n\n- y\n\n# z -->", id="comment over blocks"),
        pytest.param("<script>\n\nx = '<p>y</p>'\n\n</script>", id="script"),
        pytest.param("<style>\np {}\n\nx {}\n</style>", id="style"),
        pytest.param("```\nx\n```", id="code in fences"),
        pytest.param("~~~ python\nx\n~~~", id="code in waves"),
        pytest.param("{% comment %}\nx\n\n# y\n{% endcomment %}", id="Liquid comment"),
        pytest.param("{%- comment -%} x {%- endcomment -%}", id="Liquid comment, trimmed"),
        pytest.param("{% for x in y %}\n- {{ x.name }} z\n{% endfor %}", id="Liquid loop"),
        pytest.param("{% for x in y %}{% for z in x %}a{% endfor %}b{% endfor %}", id="loop in a loop"),
        pytest.param("{% include x.html %}", id="Liquid tag"),
        pytest.param("{{ site.title }}", id="Liquid output"),
        pytest.param("{::comment}\nx\n{:/comment}", id="kramdown comment"),
        pytest.param("{: .wide }", id="kramdown attributes"),
        pytest.param('{style="color: red"}', id="Hugo attributes"),
        pytest.param("{{< figure src='x.png' >}}", id="Hugo shortcode"),
        pytest.param("<div hidden>x</div>", id="hidden element"),
        pytest.param("<div style='display: none'><p>x</p></div>", id="element that is not displayed"),
        pytest.param("<?php include 'x'; ?>", id="processing instruction"),
        pytest.param("[x]: http://a.org", id="definition of a link"),
        pytest.param("***", id="rule"),
    ],
)
def test_what_is_not_shown_is_not_content(hidden):
    assert outline(f"before\n\n{hidden}\n\nafter") == ["paragraph 0: before", "paragraph 0: after"]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param("{% if x %}\nyes\n{% endif %}", ["paragraph 0: yes"], id="the body of a condition"),
        pytest.param("{% raw %}{{ x }}{% endraw %}", ["paragraph 0: {{ x }}"], id="raw text"),
        pytest.param("a {% unfinished", ["paragraph 0: a {% unfinished"], id="a tag without an end"),
        pytest.param("a <!-- b", ["paragraph 0: a"], id="a comment without an end hides the rest"),
    ],
)
def test_what_liquid_and_comments_leave_is_content(source, seen):
    assert outline(source) == seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        pytest.param(
            '<div markdown="1">\n## Work\n- **a**\n- b\n</div>',
            ["heading 2: Work", "item 1: a", "item 1: b"],
            id="markdown=1",
        ),
        pytest.param(
            "<div>\n    ## Work\n    - [a](x)\n      - b\n</div>",
            ["heading 2: Work", "item 1: a", "item 2: b"],
            id="indented and without the attribute",
        ),
        pytest.param("<div>\n\n## Work\n\n</div>", ["heading 2: Work"], id="with blank lines"),
        pytest.param("<p>1. **a**</p>", ["paragraph 0: 1. a"], id="no list within a paragraph"),
        pytest.param("<td>- a *b*</td>", ["paragraph 0: - a b"], id="no list within a cell on one line"),
        pytest.param("<center>a [b](x)</center>", ["paragraph 0: a b"], id="a link"),
        pytest.param(
            "<ul>\n    <li>a\n\n    <li>b <b>c</b></li>\n</ul>",
            ["item 1: a", "item 1: b c"],
            id="a list with blank lines",
        ),
        pytest.param(
            "- a\n  <div>b</div>\n- c", ["item 1: a", "paragraph 1: b", "item 1: c"], id="HTML in a list of Markdown"
        ),
        pytest.param(
            "<details><summary>Older</summary>\n\n- a\n\n</details>", ["paragraph 0: Older", "item 1: a"], id="details"
        ),
    ],
)
def test_markdown_inside_html_is_read_as_markdown(source, seen):
    assert outline(source) == seen


def test_a_block_names_the_class_that_it_stands_in():
    blocks = document("<div class='card'>\n<div class='card-text' markdown='1'>\na\n</div>\nb\n</div>\n\nc").blocks
    assert [(block.lines[0].text, block.box) for block in blocks] == [("a", "card-text"), ("b", "card"), ("c", "")]
