"""A question to the SPARQL endpoint of another server, and its answer to rows.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg import vocab
from kg.errors import QueryError
from kg.query.questions import bound, question
from kg.query.rows import MOST_ROWS, Rows, few
from kg.remote import Server

#: What is read; a server that knows none of these says so by its status.
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/sparql-results+xml;q=0.5"


def ask_endpoint(
    url: str,
    name_or_text: str | Path,
    *,
    server: Server,
    seconds: float = 60.0,
    default_graphs: Sequence[str] = (),
    **parameters: str,
) -> Rows:
    """Answer a question from a SPARQL endpoint, as ``ask`` answers it from a graph.

    Args:
        name_or_text: as ``ask`` takes it; the server reads the query, so that it may say ``SERVICE`` and ``FROM``.
        seconds: how long to wait for the whole answer.
        default_graphs: what the query asks where it names no graph. The named questions want all named graphs as one:
            most stores do so by themselves, Fuseki for ``urn:x-arq:UnionGraph``.
        parameters: values for the question's parameters, as text.

    Raises:
        QueryError: the question is unknown, has no such parameter, or its answer has too many rows or is none.
        RemoteError: the server cannot be reached, refuses the query, or takes too long.
    """
    asked = question(name_or_text)
    text = _declared(bound(asked, {name: str(value) for name, value in parameters.items() if value is not None}))
    form: dict[str, str | list[str]] = {"query": text}
    if default_graphs:
        form["default-graph-uri"] = list(default_graphs)
    kind, content = server.read("POST", url, seconds=seconds, data=form, headers={"Accept": _ACCEPT})
    try:
        return _rows(kind, content)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{url}: answered {asked.name} with no results ({kind or 'no type'}: {error})") from error


def _declared(text: str) -> str:
    """The query with the prefixes of the vocabularies, which need no declaration here and do elsewhere."""
    given = {name.lower() for name in re.findall(r"^\s*PREFIX\s+([\w.-]*):", text, re.IGNORECASE | re.MULTILINE)}
    used = {name: iri for name, iri in vocab.PREFIXES.items() if name not in given and f"{name}:" in text}
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used.items()) + text


def _rows(kind: str, content: bytes) -> Rows:
    import pyoxigraph
    from pyoxigraph import QueryResultsFormat, RdfFormat

    if results := QueryResultsFormat.from_media_type(kind):
        found = pyoxigraph.parse_query_results(content, format=results)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Rows(("answer",), ((pyoxigraph.Literal(bool(found)),),), "ASK")
        columns = tuple(variable.value for variable in found.variables)
        return Rows(columns, tuple(tuple(map(_canonical, row)) for row in few(found, MOST_ROWS)))
    if graph := RdfFormat.from_media_type(kind):
        triples = few(pyoxigraph.parse(content, format=graph), MOST_ROWS)
        rows = sorted({str(t.triple): (t.subject, t.predicate, t.object) for t in triples}.items())
        return Rows(("subject", "predicate", "object"), tuple(row for _, row in rows), "CONSTRUCT")
    raise ValueError("a type that kg does not read")


def _canonical(cell: Any) -> Any:
    """Virtuoso writes true as 1; readers of rows compare with one word."""
    from pyoxigraph import Literal

    if isinstance(cell, Literal) and cell.datatype.value == vocab.XSD_BOOLEAN and cell.value in ("0", "1"):
        return Literal("true" if cell.value == "1" else "false", datatype=cell.datatype)
    return cell
