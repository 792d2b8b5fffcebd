"""The whole way from a graph to a file: read the network, take a part of it, lay it out, write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.draw.layout import layers, place
from kg.draw.map import journeys, sites
from kg.draw.network import Network
from kg.draw.page import frame, page
from kg.draw.pictures import PICTURES
from kg.draw.rdf import network
from kg.draw.views import VIEWS, between, near, people_named, thing_named
from kg.draw.world import outline
from kg.errors import GraphError, SettingsError
from kg.whole import whole

if TYPE_CHECKING:
    from rdflib import Graph


def draw(
    graph: Graph,
    path: Path | str,
    *,
    view: str = "network",
    person: str | Sequence[str] = (),
    around: str | None = None,
    depth: int = 1,
    start: int | None = None,
    end: int | None = None,
    to: str | None = None,
    title: str = "Knowledge graph",
    most: int = 5000,
) -> Network:
    """Draw a graph that ``build`` made, and return what was drawn.

    Args:
        graph: rdflib's Graph or Dataset (whose default graph is the union).
        path: the file to write; ``.html`` is the interactive page, ``.svg``, ``.png``, ``.pdf`` and ``.dot`` pictures.
        view: one of ``VIEWS``.
        person: names or IRIs; only these people and what is up to ``depth`` steps from them.
        around: a name or an IRI of any thing; the same for it.
        depth: from 0 (the things alone); 1 or more.
        start: the first year; facts that ended before, or have no date, are left out.
        end: the last year.
        to: the format, where the suffix does not say it.
        title: the page's heading.
        most: how many things are in the picture at a time; the others open on demand.

    Raises:
        SettingsError: no such view or format, or nobody of that name.
        GraphError: the file cannot be written, or the graph has nothing to draw.
    """
    path = Path(path)
    kind = to or path.suffix.lower().lstrip(".") or "html"
    if kind not in ("html", *PICTURES):
        raise SettingsError(f"{path}: no format {kind!r}; kg draws html, {', '.join(PICTURES)}")
    shown = _shown(graph, view=view, person=person, around=around, depth=depth, start=start, end=end, title=title)
    if view == "map" and not sites(shown):
        raise GraphError("the map knows no place that the graph names; the view 'network' shows all there is")
    if view == "map" and kind != "html":
        shown, places = journeys(shown)
    else:
        places = layers(shown) if view == "advising" else place(shown)
    if kind == "html":
        _write(path, page(shown, places, view=view, most=most).encode("utf-8"))
    else:
        _write(path, PICTURES[kind](shown, places, outline() if view == "map" else None))
    return shown


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page that a notebook shows when it is the last value of a cell, in Jupyter and in VS Code."""

    html: str

    def _repr_html_(self) -> str:
        return frame(self.html)


def show(graph: Graph, *, view: str = "network", title: str = "Knowledge graph") -> Drawing:
    """The drawing of a graph for a notebook; ``draw`` writes it to a file, with more to choose."""
    return Drawing(to_html(graph, view=view, title=title))


def to_html(graph: Graph, *, view: str = "network", title: str = "Knowledge graph") -> str:
    """The page of a whole graph as text."""
    shown = _shown(graph, view=view, person=(), around=None, depth=1, start=None, end=None, title=title)
    return page(shown, layers(shown) if view == "advising" else place(shown), view=view)


def _shown(
    graph: Graph,
    *,
    view: str,
    person: str | Sequence[str],
    around: str | None,
    depth: int,
    start: int | None,
    end: int | None,
    title: str,
) -> Network:
    if view not in VIEWS:
        raise SettingsError(f"no view {view!r}; kg draws {', '.join(VIEWS)}")
    people = [person] if isinstance(person, str) else list(person)
    if view == "person" and not people:
        raise SettingsError("the view 'person' needs --person with a name or an IRI")
    whole = network(graph, title=title)
    if not whole.nodes:
        raise GraphError("the graph holds no facts to draw; build one with kg build")
    if start is not None or end is not None:
        whole = between(whole, start, end)
    middles = [*people_named(whole, people), *([thing_named(whole, around)] if around else [])]
    # The view first: in a genealogy, two steps are two generations.
    shown = VIEWS[view](whole)
    if middles:
        shown = near(shown, middles, depth)
    if not shown.nodes:
        raise GraphError(
            f"nothing of what was asked for is in the view {view!r}; the view 'network' shows all there is"
        )
    return shown


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with whole(path) as half:
            half.write_bytes(content)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error
