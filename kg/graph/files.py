"""Quads to a file and back; the suffix says which of the formats it is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kg import vocab
from kg.errors import GraphError
from kg.graph.jsonld import compact
from kg.graph.quads import Quads
from kg.model import EntityKind, Kind
from kg.whole import whole

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset


@dataclass(frozen=True, slots=True)
class Format:
    """``oxigraph`` is the format's name there; a format without ``graphs`` holds the union of all graphs."""

    oxigraph: str
    graphs: bool


FORMATS: Mapping[str, Format] = {
    ".ttl": Format("TURTLE", graphs=False),
    ".trig": Format("TRIG", graphs=True),
    ".nt": Format("N_TRIPLES", graphs=False),
    ".nq": Format("N_QUADS", graphs=True),
    ".jsonld": Format("JSON_LD", graphs=True),
    ".rdf": Format("RDF_XML", graphs=False),
}

#: Where ``kg build --parts`` puts its gzipped N-Quads, in the folder that it is given.
PARTS = "quads"

# XML 1.0 has no way to write these (section 2.2); every other format holds them to the letter.
_NOT_IN_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def save(quads: Quads, path: Path) -> None:
    """Write a graph in the format of the file's suffix, whole or not at all.

    ``.trig``, ``.nq`` and ``.jsonld`` keep the named graphs; the others hold their union.

    Raises:
        GraphError: the suffix is of no format, or the file cannot be written.
    """
    content = serialize(quads, _format(path))
    try:
        with whole(path) as half:
            half.write_bytes(content)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error


def serialize(quads: Quads, format: Format) -> bytes:
    """A graph as bytes; the same graph gives the same bytes."""
    from pyoxigraph import RdfFormat, parse, serialize

    written = "\n".join(quads.lines if format.graphs else _union(quads.lines))
    if format.oxigraph == "RDF_XML":
        written = _NOT_IN_XML.sub("\ufffd", written)
    lines = written.encode()
    rows = parse(lines, format=RdfFormat.N_QUADS)
    used = {name: iri for name, iri in prefixes(quads.base).items() if f"<{iri}".encode() in lines}
    content = serialize(rows, format=getattr(RdfFormat, format.oxigraph), prefixes=used)
    assert content is not None  # no file was given to write to
    return compact(content, own_prefixes(quads.base)) if format.oxigraph == "JSON_LD" else content


def prefixes(base: str) -> dict[str, str]:
    """The prefixes of a file: the vocabularies, and one for each kind of thing that the graph names."""
    return {**vocab.PREFIXES, **own_prefixes(base)}


def own_prefixes(base: str) -> dict[str, str]:
    """The prefixes of what a graph names itself."""
    own = (
        *(kind.value for kind in EntityKind),
        *(kind.value for kind in Kind),
        "document",
        "evidence",
        "selector",
        "value",
    )
    return {name: f"{base}{name}/" for name in (*own, "mention")}


def _union(lines: Iterable[str]) -> list[str]:
    """The triples of all graphs, each once, those of one subject together."""
    # A line ends in the graph's IRI and a full stop; neither holds a blank.
    return [f"{triple} ." for triple in sorted({line.rsplit(" ", 2)[0] for line in lines})]


def load(path: Path) -> Dataset:
    """Read a graph: a file, or the folder of a store or of parts. Queries and iteration see all named graphs as one.

    The dataset is rdflib's, on an Oxigraph store, which answers queries much faster: in memory for a file and
    for parts, on disk and to be read only for the folder of a store.

    Raises:
        GraphError: there is no such file, its suffix is of no format, or what it holds is not that format.
    """
    import pyoxigraph

    from kg.graph.generations import opened

    if path.is_dir() and not (path / PARTS).is_dir():
        return as_rdflib(*opened(path))
    store = pyoxigraph.Store()
    fill(store, path)
    return as_rdflib(store)


def fill(store: Store, path: Path) -> None:
    """Read a graph file, or a folder of parts, into a store.

    Raises:
        GraphError: as ``load``.
    """
    import gzip

    import pyoxigraph

    is_parts = (path / PARTS).is_dir()
    format = getattr(pyoxigraph.RdfFormat, "N_QUADS" if is_parts else _format(path).oxigraph)
    try:
        if not is_parts:
            store.bulk_load(path=str(path), format=format)
        for part in sorted((path / PARTS).glob("*.nq.gz")) if is_parts else ():
            with gzip.open(part) as quads:
                store.bulk_load(cast(IO[bytes], quads), format=format)
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror or error}); build a graph with kg build") from error
    except (SyntaxError, ValueError, EOFError, zlib.error) as error:
        raise GraphError(f"{path}: not a graph in {format.name} ({error}); build one with kg build") from error


def dataset(quads: Quads, kind: type[Dataset] | None = None) -> Dataset:
    """A graph that was just built, as ``load`` gives one that was saved; ``kind`` is a subclass of rdflib's dataset."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load("\n".join(quads.lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return as_rdflib(store, kind=kind)


def as_rdflib(store: Store, held: IO[bytes] | None = None, kind: type[Dataset] | None = None) -> Dataset:
    """rdflib's dataset on a store; ``held`` is closed when it is no longer in use."""
    import rdflib
    import rdflib.plugins.sparql

    from kg.graph.store import GuardedStore

    # A query must not read the user's files: ``FROM <file:…>`` would.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    return (kind or rdflib.Dataset)(store=GuardedStore(store=store, held=held), default_union=True)


def _format(path: Path) -> Format:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise GraphError(
            f"{path}: no graph format has the suffix {path.suffix!r}; kg writes and reads {', '.join(FORMATS)}"
        ) from None
