"""A job to an answer, in a process of its own: a query that takes too long or too much ends with the process."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg import vocab
from kg.errors import KgError
from kg.serve.media import OFFERS, chosen
from kg.serve.settings import Settings
from kg.sparql import names_graphs, odd_token, place, refuse_unsafe, with_using

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Deep nesting needs deep stacks.
_STACK = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Query:
    """SPARQL to be answered in a format that ``accept``, an HTTP header, likes.

    Without ``default`` and ``named``, the graphs that a client chose, all graphs are seen as one. With ``must_exist``
    a graph that is not there is 404.
    """

    text: str
    accept: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    must_exist: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """SPARQL to be answered as JSON for programs that know no RDF: columns, and rows of plain text."""

    text: str
    head: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draw:
    """The page of the explorer: the whole graph, or one thing and what is up to ``depth`` steps from it."""

    around: str = ""
    depth: int = 1
    view: str = "network"
    most_facts: int = 1500


@dataclass(frozen=True, slots=True)
class Base:
    """How the IRIs of the graph begin, and how many quads it has up to a bound."""


@dataclass(frozen=True, slots=True)
class Update:
    """SPARQL Update; the graph of after it takes the place of the one of before."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


Job = Query | Rows | Draw | Base | Update


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, a media type and the bytes. ``reason`` is the sentence of a status that is no success."""

    status: int
    media: str = ""
    body: bytes = b""
    reason: str = ""


class _TooLarge(Exception):
    pass


class _Bounded(io.RawIOBase):
    """A file that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self.parts, self.size = most, list[bytes](), 0

    @property
    def is_full(self) -> bool:
        return self.size > self._most

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.size += len(content)
        if self.is_full:
            raise _TooLarge
        self.parts.append(bytes(content))
        return len(content)


class Desk:
    """The graph of a folder, opened anew when a build or an update has put another in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._name = ""
        self._held: IO[bytes] | None = None
        self._store: Store | None = None

    def store(self) -> Store:
        from kg.graph.generations import current, opened

        if self._store is None or current(self.folder) != self._name:
            if self._held:
                self._held.close()
            self._name = current(self.folder)
            self._store, self._held = opened(self.folder)
        return self._store


def main(connection: Connection, folder: Path, settings: Settings) -> None:
    """Answer the jobs that come through a connection until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, which gets it too, ends its children in order
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _limit_memory(settings.memory)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.stack_size(_STACK)
    work = threading.Thread(target=_serve, args=(connection, folder, settings))
    work.start()
    work.join()


def _serve(connection: Connection, folder: Path, settings: Settings) -> None:
    desk = Desk(folder)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            connection.send(answer(desk, connection.recv(), settings))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000,) * 2)


def answer(desk: Desk, job: Job, settings: Settings) -> Answer:
    """Do one job; whatever goes wrong with it is an answer too."""
    try:
        return _WORK[type(job)](desk, job, settings)
    except SyntaxError as error:
        return Answer(400, reason=_where(getattr(job, "text", ""), error))
    except KgError as error:
        return Answer(400, reason=str(error))
    except (ValueError, RuntimeError) as error:
        return Answer(400, reason=f"cannot be answered: {error}")
    except MemoryError:
        return Answer(422, reason=f"the answer takes more than {settings.memory:,} MB of memory; narrow it")
    except Exception as error:  # noqa: BLE001 - the door of the process: reported with its name, and it serves on
        return Answer(500, reason=f"a mistake of ours ({type(error).__name__}: {error})")


def _where(text: str, error: SyntaxError) -> str:
    odd = odd_token(text, vocab.PREFIXES)
    if odd is not None:
        line, column = place(text, odd[0])
        return f"line {line}, column {column}: {odd[1]}"
    return f"not SPARQL: {error}"


# ---------------------------------------------------------------------------------------------------------------
# queries


def _evaluated(store: Store, text: str, default: tuple[str, ...], named: tuple[str, ...], settings: Settings) -> Any:
    from pyoxigraph import NamedNode

    refuse_unsafe(text, from_graphs=True, remote=settings.remote)
    chosen_graphs: dict[str, Any] = {}
    if default or named:
        chosen_graphs = {"default_graph": [*map(NamedNode, default)], "named_graphs": [*map(NamedNode, named)]}
    elif not names_graphs(text):
        chosen_graphs = {"use_default_graph_as_union": True}
    return store.query(text, prefixes=dict(vocab.PREFIXES), **chosen_graphs)


def _query(desk: Desk, job: Query, settings: Settings) -> Answer:
    from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

    store = desk.store()
    if job.must_exist:
        for name in job.default:
            if not store.contains_named_graph(NamedNode(name)):
                return Answer(404, reason=f"there is no graph <{name}>")
    result = _evaluated(store, job.text, job.default, job.named, settings)
    kind, formats = ("triples", RdfFormat) if isinstance(result, QueryTriples) else ("rows", QueryResultsFormat)
    media = chosen(job.accept, tuple(OFFERS[kind]))
    if not media:
        return Answer(406, reason=f"this answer can be had as {', '.join(OFFERS[kind])}")
    format_ = OFFERS[kind][media]
    body = _Bounded(settings.most_bytes)
    try:
        result.serialize(body, format=getattr(formats, format_))
    except (_TooLarge, OSError):
        if not body.is_full:
            raise
        return Answer(422, reason=f"the answer is larger than {settings.most_bytes:,} bytes; add a LIMIT")
    content = b"".join(body.parts)
    if kind == "rows" and _ROWS[format_](content) > settings.most_rows:
        return Answer(422, reason=f"the answer has more than {settings.most_rows:,} rows; add a LIMIT")
    return Answer(200, media, content)


# The rows of an answer, told from its bytes: iterating over them in Python takes six times as long as writing them.
_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_CSV_TEXT = re.compile(rb'"(?:[^"]|"")*+"')
_ROWS: Mapping[str, Callable[[bytes], int]] = {
    "XML": lambda content: content.count(b"<result>"),
    "TSV": lambda content: content.count(b"\n") - 1,
    "CSV": lambda content: _CSV_TEXT.sub(b"", content).count(b"\n") - 1,
    # Without its texts, a row is a brace behind "[" or ","; the brace of a term is behind ":".
    "JSON": lambda content: (bare := _JSON_TEXT.sub(b"", content)).count(b"[{") + bare.count(b",{"),
}


def _rows(desk: Desk, job: Rows, settings: Settings) -> Answer:
    result = _evaluated(desk.store(), job.text, (), (), settings)
    columns = [variable.value for variable in result.variables]
    rows: list[dict[str, str]] = []
    size = 0
    for solution in result:
        rows.append({name: cell.value for name, cell in zip(columns, solution, strict=True) if cell is not None})
        size += sum(map(len, rows[-1].values()))
        if len(rows) > settings.most_rows or size > settings.most_bytes:
            return Answer(422, reason=f"the answer has more than {len(rows) - 1:,} rows; narrow the question")
    content = {**job.head, "columns": columns, "rows": rows}
    return Answer(200, "application/json", json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))


#: More quads are not counted, and not drawn: it would take longer than anybody waits for it.
MOST_COUNTED = 200_000


def _base(desk: Desk, job: Base, settings: Settings) -> Answer:
    store = desk.store()
    page = f"SELECT ?page {{ ?page a <{vocab.PROFILE_PAGE}> ; <{vocab.PATH}> ?path }} LIMIT 1"
    pages: Any = store.query(page, use_default_graph_as_union=True)
    found = next(pages, None)
    base = found[0].value.rpartition("/document/")[0] + "/" if found else vocab.DEFAULT_BASE
    return Answer(200, "application/json", json.dumps({"base": base, "quads": _count(store)}).encode())


def _count(store: Store) -> int:
    return sum(1 for _ in zip(range(MOST_COUNTED + 1), store, strict=False))


def _draw(desk: Desk, job: Draw, settings: Settings) -> Answer:
    from kg.graph.files import as_rdflib
    from kg.serve.explorer import drawn, surroundings

    store = desk.store()
    if job.around:
        near = surroundings(store, job.around, job.depth, job.most_facts)
        if not len(near):
            return Answer(404, reason=f"the graph has no facts about {job.around}")
        return Answer(200, "text/html; charset=utf-8", drawn(near, view=job.view, around=job.around, depth=job.depth))
    if _count(store) > MOST_COUNTED:
        return Answer(422, reason="the graph is too large to be drawn as a whole; choose a thing in it")
    return Answer(200, "text/html; charset=utf-8", drawn(as_rdflib(store), view=job.view))


# ---------------------------------------------------------------------------------------------------------------
# updates


def _update(desk: Desk, job: Update, settings: Settings) -> Answer:
    from pyoxigraph import NamedNode

    from kg.graph.generations import changed, lock

    refuse_unsafe(job.text, from_graphs=True, remote=settings.remote)
    text = job.text
    if job.default or job.named:
        text = with_using(text, *([NamedNode(iri).value for iri in some] for some in (job.default, job.named)))
    with (desk.folder / "lock").open("ab") as held:
        if not lock(held):
            return Answer(503, reason="a build is at work on the store; try again when it has ended")
        changed(desk.folder, partial(_apply, text))
    return Answer(204)


def _apply(text: str, store: Store) -> None:
    store.update(text, prefixes=dict(vocab.PREFIXES))


_WORK: Mapping[type, Callable[[Desk, Any, Settings], Answer]] = {
    Query: _query,
    Rows: _rows,
    Draw: _draw,
    Base: _base,
    Update: _update,
}
