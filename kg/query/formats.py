"""Rows to text: a table for the terminal, and the formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from typing import Any

from kg import vocab
from kg.errors import QueryError
from kg.query.rows import Rows

# What a page wrote must not steer a terminal: control characters, and those that turn the direction of text.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def formatted(rows: Rows, format: str = "table", *, width: int | None = None) -> str:
    """An answer as text in one of ``FORMATS``, with a line end behind the last line.

    Args:
        width: columns of the terminal, for ``table``; as wide as the terminal if None.

    Raises:
        QueryError: there is no such format.
    """
    try:
        write = FORMATS[format]
    except KeyError:
        raise QueryError(f"no format is named {format!r}; there are {', '.join(FORMATS)}") from None
    return write(rows, width)


def _shown(cell: Any) -> str:
    """A cell for people: IRIs of the vocabularies with their prefix, nothing that steers the terminal."""
    if cell is None:
        return ""
    value = str(cell.value)
    if not _is_literal(cell):
        for prefix, namespace in vocab.PREFIXES.items():
            if value.startswith(namespace):
                value = f"{prefix}:{value[len(namespace) :]}"
        if _OURS.search(value):
            value = value.rsplit("/", 1)[-1]  # a key says whom it means; its address is for programs
    return _STEERING.sub(" ", value).strip()


# An entity of a graph: its kind, and a key that ends in a part of a hash.
_OURS = re.compile(r"/[a-z]+/[\w%-]+-[0-9a-f]{6,}$")
_WORD = 14  # columns; a longer word may be cut


def _is_literal(cell: Any) -> bool:
    from pyoxigraph import Literal

    return isinstance(cell, Literal)


def _table(rows: Rows, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    shown = [[_shown(cell) for cell in row] for row in rows.rows]
    # A column in which nothing stands tells nothing, and takes the room of those that do.
    kept = [i for i in range(len(rows.columns)) if not shown or any(row[i] for row in shown)]
    for i in kept:
        words = " ".join([rows.columns[i], *(row[i] for row in shown)]).split()
        widest = min(max(map(len, words), default=1), _WORD) if len(kept) <= 9 else 1
        table.add_column(rows.columns[i], overflow="fold", min_width=widest)
    for row in shown:
        table.add_row(*(Text(row[i]) for i in kept))
    out = io.StringIO()
    console = Console(file=out, width=width or shutil.get_terminal_size((120, 24)).columns, color_system=None)
    console.print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join([*lines, f"{len(rows.rows):,} row{'' if len(rows.rows) == 1 else 's'}", ""])


def _separated(rows: Rows, delimiter: str, cell: Callable[[Any], str], header: str = "") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    writer.writerow([header + column for column in rows.columns])
    writer.writerows([cell(value) for value in row] for row in rows.rows)
    return out.getvalue()


def _csv(rows: Rows, width: int | None) -> str:
    return _separated(rows, ",", lambda cell: "" if cell is None else str(cell.value))


def _tsv(rows: Rows, width: int | None) -> str:
    # A term in the syntax of Turtle holds neither tab nor line end.
    lines = ["\t".join(f"?{column}" for column in rows.columns)]
    lines += ["\t".join("" if cell is None else str(cell).replace("\t", "\\t") for cell in row) for row in rows.rows]
    return "\n".join([*lines, ""])


def _markdown(rows: Rows, width: int | None) -> str:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    # A page's text must stay text: no markup, no link, no cell of its own.
    escaped = [[re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", _shown(cell)) for cell in row] for row in rows.rows]
    head = [line(list(rows.columns)), line(["---"] * len(rows.columns))]
    return "\n".join([*head, *map(line, escaped), ""])


def _json(rows: Rows, width: int | None) -> str:
    return json.dumps(as_json(rows), ensure_ascii=False, indent=1) + "\n"


def as_json(rows: Rows) -> dict[str, Any]:
    """An answer in the SPARQL 1.1 Query Results JSON Format. Source: https://www.w3.org/TR/sparql11-results-json/"""
    if rows.form == "ASK":
        return {"head": {}, "boolean": rows.rows[0][0].value == "true"}
    bindings = [
        {name: _json_cell(cell) for name, cell in zip(rows.columns, row, strict=True) if cell is not None}
        for row in rows.rows
    ]
    return {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}


def _json_cell(cell: Any) -> dict[str, str]:
    from pyoxigraph import BlankNode

    if not _is_literal(cell):
        return {"type": "bnode" if isinstance(cell, BlankNode) else "uri", "value": cell.value}
    found = {"type": "literal", "value": cell.value}
    if cell.language:
        return {**found, "xml:lang": cell.language}
    return found if cell.datatype.value == vocab.XSD_STRING else {**found, "datatype": cell.datatype.value}


#: What ``formatted`` can write.
FORMATS: Mapping[str, Callable[[Rows, int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "markdown": _markdown,
}
