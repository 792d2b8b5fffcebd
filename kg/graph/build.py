"""Profiles and their resolution to quads: the whole graph, in one order, each quad once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg import vocab
from kg.graph import entities, facts
from kg.graph.quads import Quads
from kg.graph.shortcuts import derived, derived_from_all, grouped
from kg.graph.terms import Statement, Term, base, digest, path, term, text
from kg.mentions import owner
from kg.model import Profile, Resolution
from kg.version import __version__

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: The statements of each named graph.
_Graphs = dict[Term, list[str]]


def to_quads(
    profiles: Sequence[Profile],
    resolution: Resolution,
    *,
    base_iri: str = "",
    evidence: bool = True,
    read_on: date,
    model_version: str = "",
) -> Quads:
    """Write profiles as a graph; ``kg.vocab`` says how it is laid out.

    Args:
        profiles: in any order; the quads are the same.
        resolution: the entity of each mention of these profiles.
        base_iri: what the IRIs of the graph begin with; ``kg.vocab.DEFAULT_BASE`` if empty.
        evidence: False gives the lean graph, without the places that state each fact.
        read_on: the day on which the pages were read. What a page calls current was so on that day. The caller
            gives it: a graph with a clock in it would not be the same twice.
        model_version: the version of the trained model that read the pages, if one did.

    Returns:
        Quads sorted by graph, subject (its classes first), property and value, each once.

    Raises:
        SettingsError: ``base_iri`` is no absolute IRI.
    """
    root = base(base_iri or vocab.DEFAULT_BASE)
    graphs: _Graphs = defaultdict(list)
    for profile in profiles:
        _add_profile(graphs, facts.Page(profile, resolution, root, evidence), read_on)
    _add(graphs[f"<{root}graph/identity>"], _identity(profiles, resolution, root))
    _add(graphs[f"<{root}graph/run>"], _run(profiles, root, read_on, model_version))
    return _quads(graphs, root)


def _add_profile(graphs: _Graphs, page: facts.Page, read_on: date) -> None:
    own = graphs[page.iri("graph/source/", path(page.profile.source))]
    shortcuts = graphs[page.iri("graph/shortcuts")]
    _add(own, facts.documents(page, read_on.isoformat()))
    for fact in page.profile.facts:
        for node, properties in facts.nodes(page, fact):
            _add(own, ((node, property_, object_) for property_, object_ in properties))
            _add(shortcuts, derived(node, grouped(properties)))
        if page.evidence:
            _add(own, facts.evidence(page, fact))


def _add(lines: list[str], statements: Iterable[Statement]) -> None:
    lines.extend(map(" ".join, statements))


def _identity(profiles: Sequence[Profile], resolution: Resolution, root: str) -> Iterator[Statement]:
    unnamed = {resolution.of[owner(profile)]: f"the person of {profile.source}" for profile in profiles}
    yield from entities.entities(resolution, root, unnamed)
    yield from entities.written(profiles, resolution, root)
    yield from entities.decisions(resolution, root)


def _run(profiles: Sequence[Profile], root: str, read_on: date, model_version: str) -> Iterator[Statement]:
    """Which program read which pages, on which day; each profile's graph came from there."""
    reading = f"<{root}reading/{digest(__version__, model_version, read_on.isoformat())}>"
    yield reading, term(vocab.TYPE), term(vocab.READING)
    yield reading, term(vocab.TYPE), term(vocab.ACTIVITY)
    yield reading, term(vocab.PROGRAM_VERSION), text(__version__)
    yield reading, term(vocab.READ_ON), text(read_on.isoformat(), vocab.XSD_DATE)
    if model_version:
        yield reading, term(vocab.MODEL_VERSION), text(model_version)
    for profile in profiles:
        graph, document = (f"<{root}{room}/{path(profile.source)}>" for room in ("graph/source", "document"))
        yield reading, term(vocab.USED), document
        yield graph, term(vocab.WAS_GENERATED_BY), reading
        yield graph, term(vocab.WAS_DERIVED_FROM), document


def _quads(graphs: _Graphs, root: str) -> Quads:
    lines = (f"{line} {graph} ." for graph in sorted(graphs) for line in sorted(set(graphs[graph])))
    return Quads(tuple(lines), root)


def shortcuts(quads: Iterable[Quad], *, base_iri: str = "") -> Quads:
    """The shortcuts that follow from the facts of a graph, sorted, in their own named graph.

    Shortcuts that ``quads`` already holds change nothing.
    """
    root = base(base_iri or vocab.DEFAULT_BASE)
    statements = ((_stated(q.subject), _stated(q.predicate), _stated(q.object)) for q in quads)
    lines: list[str] = []
    _add(lines, derived_from_all(statements))
    return _quads({f"<{root}graph/shortcuts>": lines}, root)


def _stated(node: object) -> Term:
    written = str(node)
    return term(vocab.TYPE) if written == f"<{vocab.TYPE}>" else written
