"""Profiles of researchers in, a knowledge graph with evidence out.

>>> from kg import build, draw, query
>>> graph = build("data/profiles")  # doctest: +SKIP
>>> query(graph, "education", person="Max Born").texts()  # doctest: +SKIP
>>> draw(graph, "network.html")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

# These rooms have the names of functions below. Loaded before those are defined, they can't take their names later.
import kg.draw
import kg.export
import kg.query  # noqa: F401
from kg.version import __version__

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from rdflib import Dataset, Graph

    from kg.query import Rows

__all__ = ["__version__", "build", "draw", "export", "query", "to_networkx"]


def build(
    *pages: str | Path,
    base_iri: str = "",
    evidence: bool = True,
    min_confidence: float = 0.0,
    read_on: date | None = None,
    workers: int = 1,
) -> Dataset:
    """Read pages, and folders of pages, into one graph of all the facts on them.

    A page that cannot be read among others that can is a warning.

    Args:
        base_iri: how the IRIs of the graph begin; https://example.org/kg/ if empty.
        evidence: whether the graph has the words that state each fact.
        min_confidence: facts that are less sure than this, from 0.0 to 1.0, are left out.
        read_on: the day that "present" means; today if None.
        workers: processes that read pages. A script that asks for several must start from
            ``if __name__ == "__main__":``, as always with processes.

    Returns:
        An rdflib dataset with one named graph a page. Queries and iteration see all of it; a notebook shows it as
        a drawing.

    Raises:
        InputError: no page can be read.

    >>> graph = build("data/profiles", workers=2)  # doctest: +SKIP
    >>> graph.serialize("graph.ttl")  # doctest: +SKIP
    """
    import warnings

    from kg import pipeline
    from kg.draw.notebook import ShownGraph
    from kg.graph import dataset

    built = pipeline.build(
        map(Path, pages),
        base_iri=base_iri,
        evidence=evidence,
        min_confidence=min_confidence,
        read_on=read_on,
        workers=workers,
    )
    for reading in built.readings:
        if reading.failure:
            warnings.warn(reading.failure, stacklevel=2)
    return dataset(built.quads, ShownGraph)


def query(graph: Graph | str | Path, question: str | Path, *, seconds: float = 60.0, **parameters: str) -> Rows:
    """Answer a question about a graph.

    Args:
        graph: a graph of rdflib, or the path of a file that ``kg build`` wrote.
        question: a name that ``kg query --list`` shows, the path of a file of SPARQL, or SPARQL.
        seconds: how long to wait.
        parameters: what the named question asks for, such as ``person`` or ``org``.

    Returns:
        Rows with ``columns`` and ``rows`` of RDF terms; ``texts()`` gives dictionaries of plain text.

    Raises:
        GraphError: the file is no graph.
        QueryError: the question is unknown, is not SPARQL, or takes too long.

    >>> query("graph.ttl", "members", org="Göttingen").texts()  # doctest: +SKIP
    """
    from kg.query import ask

    return ask(_opened(graph), question, seconds=seconds, **parameters)


def draw(
    graph: Graph | str | Path,
    out: str | Path = "network.html",
    *,
    view: str = "network",
    person: str | Sequence[str] = (),
    around: str | None = None,
    depth: int = 1,
    start: int | None = None,
    end: int | None = None,
    title: str = "Knowledge graph",
) -> Path:
    """Draw a graph as an interactive network: one HTML file that needs no network connection.

    Args:
        graph: a graph of rdflib, or the path of a file that ``kg build`` wrote.
        out: ``.html`` is the interactive page; ``.svg``, ``.png``, ``.pdf`` and ``.dot`` are pictures.
        view: ``network``, ``person``, ``affiliation``, ``coauthors``, ``advising``, ``topics``, ``timeline`` or
            ``map``.
        person: names or IRIs; only these people and what is up to ``depth`` steps from them.
        around: a name or an IRI of any thing; the same for it.
        depth: how many steps are near; 0 is the things alone.
        start: the first year; facts that ended before, or have no date, are left out.
        end: the last year.
        title: the heading.

    Returns:
        The path of the file.

    Raises:
        GraphError: the graph cannot be read or has nothing to draw, or the file cannot be written.
        SettingsError: no such view or format, or nobody of that name.

    >>> draw("graph.ttl", "network.html")  # doctest: +SKIP
    """
    from kg.draw import draw

    draw(_opened(graph), out, view=view, person=person, around=around, depth=depth, start=start, end=end, title=title)
    return Path(out)


def export(graph: Graph | str | Path, out: str | Path, *, to: str, person: str | Sequence[str] = ()) -> Path:
    """Write a graph in another format.

    Args:
        graph: a graph of rdflib, or the path of a file that ``kg build`` wrote.
        out: the file to write, or the folder for a format of several files.
        to: a name that ``kg export --list`` shows.
        person: names or IRIs of owners of pages; all of them if empty.

    Returns:
        The path of the file.

    Raises:
        GraphError: the graph cannot be read or has no page of a person, or the file cannot be written.
        SettingsError: no such format, nobody of that name, or several people for a format that holds one.

    >>> export("graph.ttl", "born.json", to="json-resume", person="Max Born")  # doctest: +SKIP
    """
    from kg.export import export

    export(_opened(graph), out, to=to, person=person)
    return Path(out)


def to_networkx(graph: Graph | str | Path, *, person: str | Sequence[str] = ()) -> MultiDiGraph:
    """A graph as one of networkx: a node a thing, a line for each fact that ties two things.

    Args:
        graph: a graph of rdflib, or the path of a file that ``kg build`` wrote.
        person: names or IRIs of owners of pages; all of them if empty.

    Returns:
        A graph whose nodes have ``label``, ``kind``, ``category`` and ``owner``, and whose lines have ``word``
        (``STUDIED_AT`` …), ``kind``, ``label``, ``fact``, the days ``first`` and ``last``, and the fact's slots.

    Raises:
        GraphError: the graph cannot be read or has no page of a person.
        SettingsError: nobody of that name.

    >>> to_networkx("graph.ttl").number_of_nodes()  # doctest: +SKIP
    """
    from kg.export import to_networkx

    return to_networkx(_opened(graph), person=person)


def _opened(graph: Graph | str | Path) -> Graph:
    from kg.graph import load

    return load(Path(graph)) if isinstance(graph, str | Path) else graph
