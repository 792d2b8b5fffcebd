"""A graph to a SPARQL 1.1 store elsewhere, one named graph after the other.

Each named graph is replaced as a whole, so that sending it again changes nothing. What was sent stands in a ledger
beside the file (``graph.trig.published``): a later run sends what changed, and one that was broken off goes on.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/, https://www.w3.org/TR/sparql11-update/
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.errors import GraphError, RemoteError
from kg.remote import Server

if TYPE_CHECKING:
    import pyoxigraph

_TRIPLES = "application/n-triples"
_UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Protocol:
    """How a named graph is sent: ``statements`` at most in one request; ``send`` takes whether it is the first."""

    statements: int
    send: Callable[[Server, str, str, Sequence[str], bool], None]
    drop: Callable[[Server, str, str], None]
    has: Callable[[Server, str, str], bool | None]


@dataclass(frozen=True, slots=True)
class Published:
    """How many named graphs were sent, were there already, and were taken away."""

    sent: int
    kept: int
    dropped: int


#: Told how many named graphs are done, and of how many.
Progress = Callable[[int, int], None]


def publish(
    store: pyoxigraph.Store,
    to: str,
    *,
    server: Server,
    ledger: Path,
    protocol: str = "gsp",
    name: str = "",
    prune: bool = False,
    again: bool = False,
    progress: Progress = lambda done, total: None,
) -> Published:
    """Send the named graphs of a store to a server, those that it has already left out.

    Args:
        to: the address of the server's Graph Store Protocol, or of its SPARQL Update.
        ledger: the file that knows what was sent; made if it is not there.
        protocol: one of ``PROTOCOLS``.
        name: the IRI of the named graph for statements that stand in none.
        prune: whether what was sent once and is in the graph no more is taken away.
        again: whether all is sent, whatever the ledger says.

    Raises:
        GraphError: statements stand in no named graph and no name is given, or the ledger cannot be read or written.
        RemoteError: the server cannot be reached, refuses, or goes on failing. What was sent stays sent.
    """
    if protocol not in PROTOCOLS:
        raise RemoteError(f"no protocol is named {protocol!r}; there are {', '.join(PROTOCOLS)}")
    way = PROTOCOLS[protocol]
    graphs = _graphs(store, name)
    known = {} if again else _read_ledger(ledger, to)
    if any(way.has(server, to, graph) is False for graph in _some(sorted(known.keys() & graphs.keys()))):
        known = {}  # the server was emptied since
    gone = sorted(known.keys() - graphs.keys()) if prune else []
    sent = 0
    for done, (graph, lines) in enumerate(graphs.items(), start=1):
        triples = lines()
        mark = hashlib.sha256("\n".join(triples).encode()).hexdigest()
        if known.get(graph) != mark:
            for at, some in enumerate(_parts(triples, way.statements)):
                way.send(server, to, graph, some, at == 0)
            _write_ledger(ledger, to, graph, mark)
            sent += 1
        progress(done, len(graphs))
    for graph in gone:
        way.drop(server, to, graph)
        _write_ledger(ledger, to, graph, "")
    return Published(sent, len(graphs) - sent, len(gone))


def _graphs(store: pyoxigraph.Store, name: str) -> Mapping[str, Callable[[], list[str]]]:
    """The named graphs in the order of their IRIs, each as what gives its sorted lines of N-Triples."""
    from pyoxigraph import DefaultGraph, NamedNode

    nameless = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None
    if nameless and not name:
        raise GraphError("the graph has statements without a named graph; name one with --graph IRI, or build a .trig")
    try:
        own: dict[str, list[Any]] = {name: [DefaultGraph()]} if nameless else {}
        NamedNode(name or "urn:x")
    except ValueError as error:
        raise GraphError(f"{name}: no IRI of a graph ({error}); give one such as https://example.org/people") from error
    for named in store.named_graphs():
        own.setdefault(named.value, []).append(named)

    def lines(of: Sequence[Any]) -> list[str]:
        quads = (quad for graph in of for quad in store.quads_for_pattern(None, None, None, graph))
        return sorted({f"{quad.triple} ." for quad in quads})

    return {graph: (lambda of=own[graph]: lines(of)) for graph in sorted(own)}  # type: ignore[misc]


def _parts(triples: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    # A blank node is another one in each request: a graph that has any is sent at once.
    if not triples or any("_:" in line and _has_blank(line) for line in triples):
        yield triples
        return
    yield from (triples[at : at + size] for at in range(0, len(triples), size))


def _has_blank(line: str) -> bool:
    subject, _, rest = line.partition(" ")
    return subject.startswith("_:") or rest.partition(" ")[2].startswith("_:")


def _some(graphs: Sequence[str]) -> Sequence[str]:
    """The first, the middle and the last: a server that has these was not emptied."""
    return [graphs[at] for at in sorted({0, len(graphs) // 2, len(graphs) - 1})] if graphs else []


# ---------------------------------------------------------------------------------------------------------------
# what was sent


_BEGINS = b'{"to": "'


def _read_ledger(ledger: Path, to: str) -> dict[str, str]:
    """The named graphs that are at an address, each with the mark of its content."""
    try:
        text = ledger.read_bytes() if ledger.exists() else b""
    except OSError as error:
        raise GraphError(f"{ledger}: cannot be read ({error.strerror}); name another with --ledger") from error
    if not text.startswith(_BEGINS[: len(text)]):
        raise GraphError(f"{ledger}: no ledger of kg publish; name another with --ledger")
    known: dict[str, str] = {}
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue  # a run was killed while it wrote this line: that graph is sent again
        if row["to"] == to:
            known[row["graph"]] = row["sha256"]
    return {graph: mark for graph, mark in known.items() if mark}


def _write_ledger(ledger: Path, to: str, graph: str, mark: str) -> None:
    row = json.dumps({"to": to, "graph": graph, "sha256": mark})
    try:
        with ledger.open("a+b") as file:
            # Behind a line that a killed run left half, a new one begins.
            is_half = file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
            file.write(f"{chr(10) if is_half else ''}{row}\n".encode())
    except OSError as error:
        raise GraphError(f"{ledger}: cannot be written ({error.strerror}); name another place with --ledger") from error


# ---------------------------------------------------------------------------------------------------------------
# the two protocols


def _of(to: str, graph: str) -> str:
    return f"{to}{'&' if '?' in to else '?'}graph={quote(graph, safe='')}"


def _put(server: Server, to: str, graph: str, triples: Sequence[str], is_first: bool) -> None:
    content = "\n".join([*triples, ""]).encode()
    method = "PUT" if is_first else "POST"
    answer = server.send(method, _of(to, graph), content=content, headers={"Content-Type": _TRIPLES})
    if answer.status_code == 404:
        raise RemoteError(f"{to}: there is no graph store (404); check the address")


def _delete(server: Server, to: str, graph: str) -> None:
    server.send("DELETE", _of(to, graph))  # 404: it is gone already


def _is_there(server: Server, to: str, graph: str) -> bool | None:
    answer = server.send("GET", _of(to, graph), headers={"Accept": _TRIPLES})
    return answer.status_code != 404 and bool(answer.content.strip())


def _update(server: Server, to: str, text: str) -> None:
    answer = server.send("POST", to, content=text.encode(), headers={"Content-Type": _UPDATE})
    if answer.status_code == 404:
        raise RemoteError(f"{to}: there is no SPARQL Update (404); check the address")


def _insert(server: Server, to: str, graph: str, triples: Sequence[str], is_first: bool) -> None:
    empty = f"DROP SILENT GRAPH <{graph}> ;\n" if is_first else ""
    _update(server, to, f"{empty}INSERT DATA {{ GRAPH <{graph}> {{\n" + "\n".join(triples) + "\n} }")


def _drop(server: Server, to: str, graph: str) -> None:
    _update(server, to, f"DROP SILENT GRAPH <{graph}>")


#: SPARQL Update cannot ask what is there, so the ledger is taken at its word.
PROTOCOLS: Mapping[str, Protocol] = {
    "gsp": Protocol(20_000, _put, _delete, _is_there),
    "update": Protocol(1_000, _insert, _drop, lambda server, to, graph: None),
}
