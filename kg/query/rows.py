"""A question and a graph to rows."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg import vocab
from kg.errors import QueryError
from kg.query.questions import bound, question
from kg.sparql import odd_token, oxigraph, place, refuse_unsafe

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

#: Rows beyond this are no answer that a person reads; a query that has more was not meant so.
MOST_ROWS = 500_000
_STACK = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: one tuple a row, in the order of ``columns``; a cell without a value is None.

    Cells are pyoxigraph's terms: ``cell.value`` is the text of an IRI or a literal. ``form`` is the form of the query:
    SELECT, ASK (one cell) or CONSTRUCT (subject, predicate and object of each triple, sorted).
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    form: str = "SELECT"

    def texts(self) -> list[dict[str, str]]:
        """The rows as dictionaries of plain text, cells without a value left out."""
        return [
            {name: cell.value for name, cell in zip(self.columns, row, strict=True) if cell is not None}
            for row in self.rows
        ]


def ask(graph: rdflib.Graph, name_or_text: str | Path, *, seconds: float = 60.0, **parameters: str) -> Rows:
    """Answer a question about a graph.

    Args:
        graph: as ``kg.graph.load`` gives it, or any graph or dataset of rdflib; named graphs are seen as one.
        name_or_text: a named question (``kg.query.questions``), the path of a ``.rq`` file, or SPARQL.
        seconds: how long to wait.
        parameters: values for the question's parameters, as text; words match whole words of names and aliases,
            whatever their case.

    Raises:
        QueryError: the question is unknown, is not SPARQL, has no such parameter, takes too long, or would leave the
            graph (``SERVICE``, ``FROM``).

    >>> ask(graph, "laureates", award="Turing Award")  # doctest: +SKIP
    """
    asked = question(name_or_text)
    text = bound(asked, {name: str(value) for name, value in parameters.items() if value is not None})
    return _asked(graph, asked.name, text, seconds, MOST_ROWS)


def every_row(graph: rdflib.Graph, name: str) -> Rows:
    """The whole answer to a named question, however long it is and takes: its reader is a program."""
    return _asked(graph, name, question(name).text, threading.TIMEOUT_MAX, None)


def _asked(graph: rdflib.Graph, name: str, text: str, seconds: float, most_rows: int | None) -> Rows:
    store = oxigraph(graph)
    try:
        refuse_unsafe(text)
        return _within(seconds, lambda: _answer(store, text, most_rows))
    except SyntaxError as error:
        raise QueryError(f"{name}, {_where(text, error)}") from error
    except QueryError as error:
        raise QueryError(f"{name}, {error}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"{name}: cannot be answered ({error})") from error


def _answer(store: pyoxigraph.Store, text: str, most_rows: int | None) -> Rows:
    import pyoxigraph

    result = store.query(text, prefixes=dict(vocab.PREFIXES), use_default_graph_as_union=True)
    if isinstance(result, pyoxigraph.QueryBoolean):
        boolean = pyoxigraph.Literal(bool(result))
        return Rows(("answer",), ((boolean,),), "ASK")
    if isinstance(result, pyoxigraph.QueryTriples):
        triples = sorted({str(t): (t.subject, t.predicate, t.object) for t in few(result, most_rows)}.items())
        return Rows(("subject", "predicate", "object"), tuple(row for _, row in triples), "CONSTRUCT")
    columns = tuple(variable.value for variable in result.variables)
    return Rows(columns, tuple(tuple(solution) for solution in few(result, most_rows)))


def few(result: Any, most: int | None) -> Any:
    for count, row in enumerate(result):
        if most is not None and count >= most:
            raise QueryError(f"the answer has more than {most:,} rows; add a LIMIT or narrower conditions")
        yield row


_Answer = TypeVar("_Answer")


def _within(seconds: float, work: Callable[[], _Answer]) -> _Answer:
    """Do ``work`` on a thread of its own, with a deep stack, and stop waiting for it after a while.

    A query that runs cannot be stopped, but Oxigraph lets other threads go on: waiting for one, the program can still
    be interrupted and can still end.
    """
    done: list[_Answer] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            # Its traceback holds the unread answer, which must not be thrown away on another thread.
            failed.append(error.with_traceback(None))

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise QueryError(f"no answer within {seconds:g} seconds; narrow the question or give it more time")
    return done[0]


_AT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+)")


def _where(text: str, error: SyntaxError) -> str:
    """The line, the column and the words at which a query stops being SPARQL."""
    odd = odd_token(text, vocab.PREFIXES)
    if odd is not None:
        line, column = place(text, odd[0])
        return f"line {line}, column {column}: {odd[1]}"
    found = _AT.search(str(error))
    if found is None:
        return f"not SPARQL: {error}"
    if "variable that is unbound" in str(error):
        return f"line {found['line']}: a selected variable is neither grouped by nor aggregated"
    rest = text.splitlines()[int(found["line"]) - 1 :][:1]
    near = rest[0][int(found["column"]) - 1 :].strip()[:40] if rest else ""
    return f"line {found['line']}, column {found['column']}: no SPARQL {f'from {near!r} on' if near else 'at the end'}"
