"""A graph to the thirteen fact tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import Kind
from kg.query.formats import formatted
from kg.query.rows import Rows, ask

if TYPE_CHECKING:
    import rdflib


def facts_tables(graph: rdflib.Graph) -> dict[Kind, Rows]:
    """Each kind's table: ``person``, ``source`` and the kind's slots, one row a fact.

    Text is as written on the page and dates are EDTF. Several values of a slot stand in one cell, joined by `` | ``.
    """
    return {kind: ask(graph, kind.value) for kind in Kind}


def write_facts(graph: rdflib.Graph, folder: Path) -> None:
    """Write the tables as ``KIND.json`` (SPARQL 1.1 results) into a folder, which is made if it is not there.

    Raises:
        QueryError: the folder cannot be written.
    """
    tables = facts_tables(graph)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, rows in tables.items():
            _write(folder / f"{kind.value}.json", formatted(rows, "json"))
    except OSError as error:
        raise QueryError(f"{folder}: cannot be written ({error.strerror}); choose another folder with -o") from error


def _write(path: Path, content: str) -> None:
    # Whole or not at all: a table that is cut short reads as one with fewer facts.
    with tempfile.TemporaryDirectory(prefix=".kg-", dir=path.parent) as beside:
        whole = Path(beside) / path.name
        whole.write_text(content, encoding="utf-8")
        whole.replace(path)
