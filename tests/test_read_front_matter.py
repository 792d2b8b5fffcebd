"""Front matter and data files: each value with its keys and its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document
from kg.read import read_text


def page(front: str) -> Document:
    return read_text(f"---\n{front}\n---\nText.", path="page.md", format="markdown")


def told(document: Document) -> list[tuple[str, str, str]]:
    """Keys, value, and what stands in the file where the value is said to stand."""
    return [
        (".".join(map(str, field.path)), field.value, document.text[field.span.start : field.span.end])
        for field in document.fields
    ]


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        pytest.param("name: Ada", [("name", "Ada", "Ada")], id="plain"),
        pytest.param("name: 'Ada'", [("name", "Ada", "Ada")], id="quoted"),
        pytest.param('name: "Adá \\u00e9"', [("name", "Adá é", "Adá \\u00e9")], id="quoted, with an escape"),
        pytest.param("a: 王\nname: Ada # the author", [("a", "王", "王"), ("name", "Ada", "Ada")], id="with a comment"),
        pytest.param("a:\n  b:\n    - c: 1\n    - c: 2", [("a.b.0.c", "1", "1"), ("a.b.1.c", "2", "2")], id="nested"),
        pytest.param(
            "a: [x, 'y z', {b: w}]", [("a.0", "x", "x"), ("a.1", "y z", "y z"), ("a.2.b", "w", "w")], id="flow"
        ),
        pytest.param("bio: >\n  one\n  two", [("bio", "one two", "one\n  two")], id="folded block"),
        pytest.param("bio: |\n  one\n  two", [("bio", "one\ntwo", "one\n  two")], id="literal block"),
        pytest.param("bio: one\n  two", [("bio", "one two", "one\n  two")], id="over two lines"),
        pytest.param("a: &x {b: 1}\nc: *x", [("a.b", "1", "1"), ("c.b", "1", "1")], id="alias"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x", [("a.b", "1", "1"), ("c.b", "1", "1")], id="merge key"),
        pytest.param("a: 1\na: 2", [("a", "1", "1"), ("a", "2", "2")], id="a key twice"),
        pytest.param("a:\nb: ~\nc: ''\nd: null", [], id="nothing in it"),
        pytest.param(
            "on: true\n2019: moved", [("on", "true", "true"), ("2019", "moved", "moved")], id="keys that are no words"
        ),
    ],
)
def test_yaml_is_a_row_of_values_with_their_places(front, fields):
    document = page(front)
    assert told(document) == fields
    assert not document.notes
    assert [block.lines[0].text for block in document.blocks] == ["Text."]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["name", "title", "größe", "url", "bio"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["C"])).map(str.strip).filter(bool),
        min_size=1,
    )
)
def test_what_yaml_writes_is_read_with_its_place(values):
    source = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    document = read_text(source, path="data.yml", format="yaml")
    assert [(field.path, field.value) for field in document.fields] == [
        ((key,), value) for key, value in values.items()
    ]
    for field in document.fields:
        before, written = document.text[field.span.start - 1], document.text[field.span.start : field.span.end]
        quote = before if before in ("'", '"') else ""
        assert yaml.load(f"{quote}{written}{quote}", yaml.BaseLoader) == field.value


@pytest.mark.parametrize(
    ("front", "line", "kept"),
    [
        pytest.param(
            "name: Ada\ntitle: Dr: x: y\nrole: poet", 3, ["name=Ada", "title=Dr: x: y", "role=poet"], id="colons"
        ),
        pytest.param("name: Ada\nrole: 'poet", 4, ["name=Ada", "role='poet"], id="an open quote"),
        pytest.param("name: Ada\n\trole: poet", 3, ["name=Ada", "name.role=poet"], id="a tab"),
        pytest.param("name: Ada\nbio: {{ site.bio }}x", 3, ["name=Ada", "bio={{ site.bio }}x"], id="Liquid"),
        pytest.param("author:\n  name: @ada\n  role: poet", 3, ["author.name=@ada", "author.role=poet"], id="nested"),
    ],
)
def test_broken_yaml_is_noted_with_its_line_and_its_simple_lines_are_kept(front, line, kept):
    document = page(front)
    (note,) = document.notes
    assert note.source == "page.md"
    assert note.message.startswith(f"line {line}: broken YAML")
    assert "in quotes" in note.message
    assert [f"{path}={value}" for path, value, _ in told(document)] == kept
    assert all(value == written for _, value, written in told(document))
    assert document.blocks


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        pytest.param('name = "Ada"\nage = 36', [("name", "Ada", "Ada"), ("age", "36", "36")], id="plain"),
        pytest.param("[a]\nx = true\n[b]\nx = 'y'", [("a.x", "true", "true"), ("b.x", "y", "y")], id="tables"),
        pytest.param('x = ["a", "b"]', [("x.0", "a", "a"), ("x.1", "b", "b")], id="list"),
        pytest.param('[[p]]\nn = "n"\n[[p]]\nn = "m"', [("p.0.n", "n", "n"), ("p.1.n", "m", "m")], id="list of tables"),
        pytest.param('a = "a\\tb"', [], id="a value that is not written as it is meant is left out"),
    ],
)
def test_toml_is_a_row_of_values_with_their_places(front, fields):
    document = read_text(f"+++\n{front}\n+++\nText.", path="page.md", format="markdown")
    assert told(document) == fields
    assert [block.lines[0].text for block in document.blocks] == ["Text."]


def test_a_toml_value_stands_behind_its_key():
    document = read_text("+++\ntitle = 'a'\na = 'x'\nb = 'a'\n+++\n", path="page.md", format="markdown")
    places = [document.text[: field.span.start].count("\n") for field in document.fields]
    assert places == [1, 2, 3]


def test_broken_toml_is_noted_and_its_simple_lines_are_kept():
    document = read_text("+++\nname = 'Ada'\nage = \n+++\n", path="page.md", format="markdown")
    assert told(document) == [("name", "Ada", "Ada")]
    assert "broken TOML" in document.notes[0].message


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("---\nJust a text.\n---\nMore.", id="a text between rules"),
        pytest.param("---\n- a\n- b\n---\nMore.", id="a list between rules"),
        pytest.param("---\n\nA: no end", id="a rule at the top"),
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(source):
    document = read_text(source, path="page.md", format="markdown")
    assert not document.fields
    assert not document.notes
    assert document.blocks


@pytest.mark.parametrize(
    ("front", "lines", "links"),
    [
        pytest.param("x: Ada", ["Ada"], [], id="plain"),
        pytest.param("x: <a href='http://a.org'>A</a> of<br>B &amp; C", ["A of", "B & C"], ["http://a.org"], id="HTML"),
        pytest.param("x: a **b** [c](d)", ["a b c"], ["d"], id="Markdown"),
        pytest.param("x: >\n  one\n  *two*\n\n  three", ["one two", "three"], [], id="a folded block"),
        pytest.param('x: "say \\"hi\\"\\nnow"', ['say "hi" now'], [], id="escapes"),
        pytest.param("x: 'it''s'", ["it's"], [], id="a doubled quote"),
        pytest.param("x: 2019. Moved", ["2019. Moved"], [], id="no list"),
        pytest.param("x: https://a.org/b_c_d", ["https://a.org/b_c_d"], ["https://a.org/b_c_d"], id="an address"),
    ],
)
def test_a_value_has_the_lines_that_a_reader_sees(front, lines, links):
    (field,) = page(front).fields
    assert [line.text for line in field.lines] == lines
    assert [link.url for line in field.lines for link in line.links] == links


def test_a_data_file_has_fields_and_no_blocks():
    document = read_text("---\n- name: Ada\n- name: Grace\n", path="people.yml", format="yaml")
    assert [field.path for field in document.fields] == [(0, "name"), (1, "name")]
    assert not document.blocks
