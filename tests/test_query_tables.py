"""The fact tables as files of other tools: what those read is what the tables say."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pandas
import pytest
from handmade import every_kind, graph, profile

from kg.errors import QueryError, SettingsError
from kg.model import SLOTS
from kg.query import TABLE_FORMS, facts_tables, write_facts

#: Words of a page that would break out of a cell, a quote or a statement.
ODD = 'The "Engine", Vol. 1;\nor: \'Robert\'); DROP TABLE "talks"; --\t=2+3'
GRAPH = graph(
    every_kind(),
    profile("odd.md", ("talks", {"title": ODD}), ("positions", {"role": "Reader", "end": "1850"})),
)


def _of_sqlite(out: Path, table: str) -> pandas.DataFrame:
    with sqlite3.connect(out) as database:
        frame = pandas.read_sql(f'SELECT * FROM "{table}"', database)
    database.close()
    return frame


def _of_duckdb(out: Path, table: str) -> pandas.DataFrame:
    with duckdb.connect(str(out), read_only=True) as database:
        return database.execute(f'SELECT * FROM "{table}"').df()


def _of_json(out: Path, table: str) -> pandas.DataFrame:
    found = json.loads((out / f"{table}.json").read_text(encoding="utf-8"))
    rows = [{name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"]]
    return pandas.DataFrame(rows, columns=found["head"]["vars"])


READ: Mapping[str, Callable[[Path, str], pandas.DataFrame]] = {
    "json": _of_json,
    "csv": lambda out, table: pandas.read_csv(out / f"{table}.csv", dtype=str),
    "parquet": lambda out, table: pandas.read_parquet(out / f"{table}.parquet"),
    "duckdb": _of_duckdb,
    "sqlite": _of_sqlite,
}


def _plain(frame: pandas.DataFrame) -> list[dict[str, str]]:
    """Rows without their empty cells; a truth as the word."""
    rows = [{name: cell for name, cell in row.items() if not pandas.isna(cell)} for row in frame.to_dict("records")]
    return [{name: "true" if name == "current" and cell else str(cell) for name, cell in row.items()} for row in rows]


def test_every_form_is_read_back_here():
    assert set(READ) == set(TABLE_FORMS)


@pytest.mark.parametrize("form", TABLE_FORMS)
def test_another_tool_reads_what_the_tables_say(form, tmp_path):
    write_facts(GRAPH, tmp_path / "out", form)
    for kind, rows in facts_tables(GRAPH).items():
        frame = READ[form](tmp_path / "out", kind.value)
        assert [*frame.columns] == ["person", "source", *SLOTS[kind]]
        assert _plain(frame) == rows.texts()


@pytest.mark.parametrize("form", ["parquet", "duckdb"])
def test_a_truth_is_a_truth_and_not_a_word(form, tmp_path):
    write_facts(GRAPH, tmp_path / "out", form)
    frame = READ[form](tmp_path / "out", "positions")
    assert [None if pandas.isna(truth) else truth for truth in frame["current"]] == [True, None]
    assert [*frame["start"]][0] == "1842"


def test_duckdb_reads_the_parquet_files_in_place(tmp_path):
    write_facts(GRAPH, tmp_path / "out", "parquet")
    found = duckdb.sql(f"SELECT role FROM '{tmp_path}/out/positions.parquet' WHERE current").fetchall()
    assert found == [("Research Intern",)]


@pytest.mark.parametrize("form", TABLE_FORMS)
def test_an_older_table_is_replaced(form, tmp_path):
    write_facts(GRAPH, tmp_path / "out", form)
    write_facts(graph(every_kind("b.md")), tmp_path / "out", form)
    assert [*READ[form](tmp_path / "out", "talks")["source"]] == ["b.md"]


@pytest.mark.parametrize("form", TABLE_FORMS)
def test_what_fails_on_the_way_leaves_the_older_tables_and_nothing_half(form, tmp_path, monkeypatch):
    write_facts(GRAPH, tmp_path / "out", form)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def write_and_fail(tables: object, path: Path, write=TABLE_FORMS[form].write) -> None:
        write(tables, path)
        raise OSError(28, "No space left on device")

    failing = type(TABLE_FORMS[form])(write_and_fail, TABLE_FORMS[form].suffix)
    monkeypatch.setitem(TABLE_FORMS, form, failing)
    with pytest.raises(QueryError, match="out: cannot be written .No space left"):
        write_facts(graph(every_kind("b.md")), tmp_path / "out", form)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("form", "library"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_library_is_one_sentence_with_its_cure(form, library, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["kg.query.tables"], "find_spec", lambda name: None if name == library else object())
    with pytest.raises(SettingsError, match=rf"{library} not installed; run: pip install 'researcher-kg\[tables\]'"):
        write_facts(GRAPH, tmp_path / "out", form)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("form", TABLE_FORMS)
def test_a_place_of_the_wrong_sort_is_one_sentence(form, tmp_path):
    place = tmp_path / "taken"
    place.mkdir() if TABLE_FORMS[form].suffix else place.write_text("a file")
    with pytest.raises(QueryError, match="taken: cannot be written, for it is a f"):
        write_facts(GRAPH, place, form)


def test_the_command_writes_the_form_that_is_asked_for(kg, sample_graph, tmp_path):
    ended = kg("facts", sample_graph, "--to", "sqlite", "-o", tmp_path / "facts.sqlite")
    assert (ended.status, ended.out) == (0, "")
    assert "facts.sqlite: 13 tables" in ended.err
    assert len(_of_sqlite(tmp_path / "facts.sqlite", "education")) > 20
    assert kg("facts", sample_graph, "--to", "xls", "-o", tmp_path / "facts.xls").status == 2
