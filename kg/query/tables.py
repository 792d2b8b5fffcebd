"""The thirteen fact tables to files that other tools open: one file a table, or one database of all of them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, SettingsError
from kg.model import Kind
from kg.query.facts import facts_tables
from kg.query.formats import formatted
from kg.query.rows import Rows

if TYPE_CHECKING:
    import rdflib

#: The one slot that is no text: whether a post or a study went on when the page was read.
_TRUTH = "current"

_Tables = Mapping[Kind, Rows]


@dataclass(frozen=True, slots=True)
class TableForm:
    """``write`` puts the tables at a path that is not there yet, by the libraries that it ``needs``.

    ``suffix`` is that of a database of all tables, and empty where each table is a file in a folder.
    """

    write: Callable[[_Tables, Path], None]
    suffix: str = ""
    needs: tuple[str, ...] = ()


def write_facts(graph: rdflib.Graph, out: Path, form: str = "json") -> None:
    """Write the fact tables of a graph, whole or not at all.

    Columns are ``person``, ``source`` and the slots of the kind, all text but ``current``, which is true or missing.
    Several values of a slot stand in one cell, joined by `` | ``.

    Args:
        graph: as ``kg.graph.load`` gives it.
        out: a folder for ``json``, ``csv`` and ``parquet``, in which each table takes the place of an older one; a
            file for ``duckdb`` and ``sqlite``.
        form: one of ``TABLE_FORMS``.

    Raises:
        SettingsError: there is no such form, or the library that writes it is not installed.
        QueryError: ``out`` cannot be written.
    """
    if form not in TABLE_FORMS:
        raise SettingsError(f"no form of tables is named {form!r}; there are {', '.join(TABLE_FORMS)}")
    made = TABLE_FORMS[form]
    _refuse(out, made)
    tables = facts_tables(graph)
    try:
        (out.parent if made.suffix else out).mkdir(parents=True, exist_ok=True)
        # Beside the place, so that each move is within one file system and happens at once.
        with tempfile.TemporaryDirectory(prefix=".kg-", dir=out.parent if made.suffix else out) as folder:
            whole = Path(folder) / "whole"
            made.write(tables, whole)
            moves = [(whole, out)] if made.suffix else [(file, out / file.name) for file in sorted(whole.iterdir())]
            for file, place in moves:
                file.replace(place)
    except OSError as error:
        raise QueryError(f"{out}: cannot be written ({error.strerror or error}); choose another with -o") from error


def _refuse(out: Path, form: TableForm) -> None:
    """Before the tables are asked for, what would fail after it."""
    if form.suffix and out.is_dir():
        raise QueryError(f"{out}: cannot be written, for it is a folder; name a file with -o")
    if not form.suffix and out.exists() and not out.is_dir():
        raise QueryError(f"{out}: cannot be written, for it is a file and tables need a folder; choose another with -o")
    if missing := [library for library in form.needs if find_spec(library) is None]:
        raise SettingsError(f"{' and '.join(missing)} not installed; run: pip install 'researcher-kg[tables]'")


# ---------------------------------------------------------------------------------------------------------------
# one function a form


def _in_folder(suffix: str, write: Callable[[Rows, Path], object]) -> Callable[[_Tables, Path], None]:
    def write_all(tables: _Tables, folder: Path) -> None:
        folder.mkdir()
        for kind, rows in tables.items():
            write(rows, folder / f"{kind.value}{suffix}")

    return write_all


def _as_text(form: str) -> Callable[[Rows, Path], object]:
    # The line ends are part of the format: no system's own.
    return lambda rows, path: path.write_text(formatted(rows, form), encoding="utf-8", newline="")


def _parquet(rows: Rows, path: Path) -> None:
    from pyarrow import parquet

    parquet.write_table(_arrow(rows), path, compression="zstd")


def _arrow(rows: Rows) -> Any:
    import pyarrow

    columns = {name: _column(rows, at) for at, name in enumerate(rows.columns)}
    types = [(name, pyarrow.bool_() if name == _TRUTH else pyarrow.string()) for name in columns]
    return pyarrow.table(columns, schema=pyarrow.schema(types))


def _column(rows: Rows, at: int) -> list[Any]:
    values = (None if row[at] is None else row[at].value for row in rows.rows)
    return (
        [value if value is None else value == "true" for value in values] if rows.columns[at] == _TRUTH else [*values]
    )


def _duckdb(tables: _Tables, path: Path) -> None:
    import duckdb

    with closing(duckdb.connect(str(path))) as database:
        for kind, rows in tables.items():
            database.register("found", _arrow(rows))
            database.execute(f'CREATE TABLE "{kind.value}" AS SELECT * FROM found')
            database.unregister("found")


def _sqlite(tables: _Tables, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        for kind, rows in tables.items():
            # Names of kinds and slots are words of ours; what stands on a page is only ever a bound value.
            columns = ", ".join(f'"{name}" {"BOOLEAN" if name == _TRUTH else "TEXT"}' for name in rows.columns)
            database.execute(f'CREATE TABLE "{kind.value}" ({columns})')
            places = ", ".join("?" * len(rows.columns))
            columnwise = [_column(rows, at) for at in range(len(rows.columns))]
            database.executemany(f'INSERT INTO "{kind.value}" VALUES ({places})', zip(*columnwise, strict=True))


#: What ``write_facts`` can write.
TABLE_FORMS: Mapping[str, TableForm] = {
    "json": TableForm(_in_folder(".json", _as_text("json"))),
    "csv": TableForm(_in_folder(".csv", _as_text("csv"))),
    "parquet": TableForm(_in_folder(".parquet", _parquet), needs=("pyarrow",)),
    "duckdb": TableForm(_duckdb, ".duckdb", needs=("pyarrow", "duckdb")),
    "sqlite": TableForm(_sqlite, ".sqlite"),
}
