"""The user's word on who and what is the same: it always wins, and a slip of the hand in its file is one sentence."""

from __future__ import annotations

import pytest
from people import fact, has, page, wrote

from kg.errors import SettingsError
from kg.model import EntityKind, Kind
from kg.resolve import Row, add_decision, read_decisions, resolve

HEAD = "decision,one,other,note\n"
LOOMS = "Four Looms and the Weaving of Long Threads"
OLSEN = page("a.md", "Mara Olsen", wrote(LOOMS, "Mara Olsen", "Ivo Brandt"))
BRANDT = page("b.md", "Ivo Brandt", wrote(LOOMS, "M. Olsen", "I. Brandt"))


def works_at(source: str, *organizations: str):
    return page(source, "", *(fact(Kind.POSITIONS, organization=name) for name in organizations))


@pytest.fixture
def said(tmp_path):
    def write(*lines: str):
        path = tmp_path / "identity.csv"
        path.write_text(HEAD + "".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def keys(found) -> dict[str, str]:
    return {f"{m.profile}#{m.text}": key for m, key in found.of.items()}


@pytest.mark.parametrize(
    ("line", "one", "other", "are_one"),
    [
        pytest.param("merge,a.md#NTU,b.md#ACDS,", "a.md#NTU", "b.md#ACDS", True, id="words on two pages"),
        pytest.param(
            "merge,organization/duke-university,b.md#ACDS,", "a.md#Duke", "b.md#ACDS", True, id="words, to a key"
        ),
        pytest.param(
            "merge,organization/duke-university,organization/yale-university,",
            "a.md#Duke",
            "b.md#Yale",
            True,
            id="keys",
        ),
        pytest.param("split,a.md#Duke,b.md#Duke,", "a.md#Duke", "b.md#Duke", False, id="words that had one key"),
        pytest.param(
            "split,organization/duke-university,b.md#Duke,another",
            "a.md#Duke",
            "b.md#Duke",
            False,
            id="words from a key",
        ),
        pytest.param("merge,c.md#Duke,d.md#NTU,", "a.md#NTU", "a.md#Duke", False, id="pages that are not read"),
    ],
)
def test_the_user_joins_and_parts(said, line, one, other, are_one):
    pages = [works_at("a.md", "NTU", "Duke"), works_at("b.md", "ACDS", "Yale", "Duke")]
    found = keys(resolve(pages, decisions=said(line)))
    assert (found[one] == found[other]) is are_one


def test_what_was_merged_goes_by_the_first(said):
    found = resolve([works_at("a.md", "Duke", "Yale")], decisions=said("merge,organization/yale-university,a.md#Duke,"))
    (entity,) = [e for e in found.entities if e.key == "organization/yale-university"]
    assert (entity.name, entity.former) == ("Yale University", ("organization/duke-university",))


def test_words_are_merged_with_what_only_a_table_knows(said):
    found = resolve([works_at("a.md", "ACDS")], decisions=said("merge,organization/yale-university,a.md#ACDS,"))
    (entity,) = [e for e in found.entities if e.kind is EntityKind.ORGANIZATION]
    assert (entity.name, entity.aliases) == ("Yale University", ("ACDS",))


def test_a_split_undoes_what_evidence_joined_and_says_whose_word_it_is(said):
    assert keys(resolve([OLSEN, BRANDT]))["b.md#M. Olsen"] == keys(resolve([OLSEN]))["a.md#Mara Olsen"]
    found = resolve([OLSEN, BRANDT], decisions=said("split,a.md#Mara Olsen,b.md#M. Olsen,two cousins"))
    assert keys(found)["b.md#M. Olsen"] != keys(found)["a.md#Mara Olsen"]
    assert {d.by for d in found.decisions if "the user says that they are two" in d.reasons} == {"identity.csv, line 2"}


def test_a_merge_undoes_what_kept_two_apart(said):
    pages = [page(f"{n}.md", "Wei Zhang", has("orcid", f"0000-0000-0000-000{n}")) for n in (1, 2)]
    assert len(set(keys(resolve(pages)).values())) == 2
    found = resolve(pages, decisions=said("merge,2.md#Wei Zhang,1.md#Wei Zhang,"))
    assert set(keys(found).values()) == {keys(resolve(pages))["2.md#Wei Zhang"]}


def test_a_unit_of_what_was_merged_stands_under_it(said):
    found = resolve(
        [works_at("a.md", "Tide Lab, Duke University", "Yale")],
        decisions=said("merge,organization/yale-university,organization/duke-university,"),
    )
    assert [e.parent for e in found.entities if e.name.startswith("Tide Lab")] == ["organization/yale-university"]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        pytest.param("", 1, "columns", id="empty"),
        pytest.param("one,two\n", 1, "columns", id="other columns"),
        pytest.param(HEAD + "join,person/a,person/b,\n", 2, "merge or split", id="no decision"),
        pytest.param(HEAD + "\nmerge,person/a\n", 3, "cells", id="a cell is missing"),
        pytest.param(HEAD + "merge,a.md#X, Y,b.md#Z,\n", 2, "quotation marks", id="a comma in words"),
        pytest.param(HEAD + "merge,Ada,b.md#Z,\n", 2, "SOURCE#WORDS", id="only a name"),
        pytest.param(HEAD + "merge,https://example.org/person/a,b.md#Z,\n", 2, "key of an entity", id="an IRI"),
        pytest.param(HEAD + "merge,person/a,person/a,\n", 2, "both sides", id="twice the same"),
        pytest.param(HEAD + 'merge,"a.md#X,b.md#Z,\n', 2, "quotation mark", id="an open quotation mark"),
        pytest.param(HEAD + "merge,a.md#NTU,a.md#Mara,\n", 2, "of one kind", id="two kinds"),
        pytest.param(
            HEAD + "merge,organization/duke-university,a.md#NTU,\nsplit,a.md#NTU,a.md#Duke,\n", 3, "take one",
            id="both ways",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_sentence_with_its_line(tmp_path, content, line, what):
    path = tmp_path / "identity.csv"
    path.write_text(content, encoding="utf-8")
    pages = [page("a.md", "Mara", fact(Kind.POSITIONS, organization="NTU"), fact(Kind.POSITIONS, organization="Duke"))]
    with pytest.raises(SettingsError) as error:
        resolve(pages, decisions=path)
    assert f"identity.csv, line {line}: " in str(error.value)
    assert what in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [pytest.param(b"\xff\xfe\x00", id="no text"), pytest.param(None, id="missing")])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, content):
    path = tmp_path / "identity.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match="cannot be read as decisions"):
        read_decisions(path)


def test_a_decision_is_written_once_and_the_opposite_takes_its_place(tmp_path):
    path = tmp_path / "new" / "identity.csv"
    assert add_decision(path, Row("merge", "person/a", "b.md#Z, the second", "so said she"))
    assert not add_decision(path, Row("merge", "b.md#Z, the second", "person/a"))
    assert add_decision(path, Row("split", "person/a", "b.md#Z, the second"))
    assert add_decision(path, Row("merge", "person/a", "person/c"))
    assert [(r.decision, r.one, r.other) for r in read_decisions(path)] == [
        ("split", "person/a", "b.md#Z, the second"),
        ("merge", "person/a", "person/c"),
    ]
    assert [file.name for file in path.parent.iterdir()] == ["identity.csv"]


def test_what_names_nothing_is_not_written(tmp_path):
    with pytest.raises(SettingsError, match="names nothing"):
        add_decision(tmp_path / "identity.csv", Row("merge", "Ada", "person/a"))
    assert list(tmp_path.iterdir()) == []
