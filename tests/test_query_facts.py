"""The thirteen fact tables give back what the facts say, as written."""

from __future__ import annotations

import json

import pytest
from handmade import every_kind, graph, profile

from kg.errors import QueryError
from kg.model import SLOTS, Kind
from kg.query import ask, facts_tables, write_facts

PAGE = every_kind()
GRAPHS = {"whole": graph(PAGE), "lean": graph(PAGE, evidence=False)}


@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_table_has_the_values_of_the_facts_as_written(kind, form):
    rows = facts_tables(GRAPHS[form])[kind]
    assert rows.columns == ("person", "source", *SLOTS[kind])
    expected = [
        {
            "person": "https://example.org/kg/person/ada-lovelace",
            "source": "lovelace.md",
            **{slot: " | ".join(value.text for value in values) for slot, values in fact.slots.items()},
        }
        for fact in PAGE.facts
        if fact.kind is kind
    ]
    assert rows.texts() == expected


def test_a_slot_that_is_not_stated_is_empty():
    page = profile("a.md", ("positions", {"role": "Freelancer"}))
    assert ask(graph(page), "positions").texts() == [
        {"person": "https://example.org/kg/person/person-of-a-md", "source": "a.md", "role": "Freelancer"}
    ]


def test_text_is_as_written_and_not_the_name_of_the_entity():
    from handmade import resolution

    page = profile(
        "a.md",
        ("education", {"organization": "Univ. of Bologna", "level": "master"}),
        ("positions", {"organization": "Alma Mater, Bologna", "role": "Reader"}),
    )
    one = resolution(
        page, merged={"Univ. of Bologna": "University of Bologna", "Alma Mater, Bologna": "University of Bologna"}
    )
    found = graph(page, resolved=one)
    assert ask(found, "education").texts()[0]["organization"] == "Univ. of Bologna"
    assert ask(found, "positions").texts()[0]["organization"] == "Alma Mater, Bologna"
    assert {row["organization"] for row in ask(found, "members").texts()} == {"University of Bologna"}


@pytest.mark.parametrize("count", [2, 11, 40])
def test_a_list_keeps_its_order(count):
    authors = [f"Author {(7 * n) % count:02}" for n in range(count)]
    page = profile("a.md", ("publications", {"title": "T", "authors": authors}))
    assert ask(graph(page), "publications").texts()[0]["authors"] == " | ".join(authors)


def test_two_people_with_one_name_keep_their_own_rows():
    pages = [
        profile(source, ("identity", {"name": "Wei Zhang"}), ("interests", {"topic": "looms"})) for source in ("a", "b")
    ]
    assert [row["source"] for row in ask(graph(*pages), "interests").texts()] == ["a", "b"]


@pytest.mark.parametrize(
    ("person", "sources"),
    [
        pytest.param("ada", ["a.md"], id="a word, whatever its case"),
        pytest.param("Ada Lovelace", ["a.md"], id="the whole name"),
        pytest.param("ad", [], id="no part of a word"),
        pytest.param("Charles", ["c.md"], id="another"),
    ],
)
def test_a_table_can_be_asked_for_one_person(person, sources):
    pages = [
        profile("a.md", ("identity", {"name": "Ada Lovelace"}), ("interests", {"topic": "looms"})),
        profile("c.md", ("identity", {"name": "Charles Babbage"}), ("interests", {"topic": "wheels"})),
    ]
    rows = ask(graph(*pages), "interests", person=person)
    assert [row["source"] for row in rows.texts()] == sources


def test_the_tables_are_written_in_the_results_format(tmp_path):
    write_facts(GRAPHS["whole"], tmp_path / "new" / "tables")
    files = sorted(path.name for path in (tmp_path / "new" / "tables").iterdir())
    assert files == sorted(f"{kind.value}.json" for kind in Kind)
    table = json.loads((tmp_path / "new" / "tables" / "positions.json").read_text(encoding="utf-8"))
    (row,) = table["results"]["bindings"]
    assert table["head"]["vars"] == ["person", "source", *SLOTS[Kind.POSITIONS]]
    assert row["person"] == {"type": "uri", "value": "https://example.org/kg/person/ada-lovelace"}
    assert row["organization"] == {"type": "literal", "value": "Analytical Engines Ltd"}
    assert row["current"]["value"] == "true"
    assert "end" not in row


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(QueryError, match="taken: cannot be written"):
        write_facts(GRAPHS["lean"], tmp_path / "taken")
