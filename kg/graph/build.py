"""Profiles and their resolution to quads: the whole graph, in one order, each quad once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg import vocab
from kg.graph import entities, facts
from kg.graph.quads import Quads
from kg.graph.shortcuts import derived, derived_from_all, grouped
from kg.graph.terms import Statement, Term, base, digest, path, term, text
from kg.mentions import owner
from kg.model import Decision, Mention, Profile, Resolution
from kg.version import __version__

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: The statements of each named graph, as text.
Graphs = dict[Term, list[str]]


@dataclass(frozen=True, slots=True)
class Whole:
    """What the statements of one page need to know of all pages.

    ``base`` is what the IRIs of the graph begin with, ``because`` has the decision behind each mention. ``elsewhere``
    are keys of entities that the graph has and the resolution has not, where a graph is written in blocks.
    """

    resolution: Resolution
    base: str
    evidence: bool
    because: Mapping[Mention, Decision]
    model_version: str = ""
    elsewhere: frozenset[str] = frozenset()

    def graph(self, name: str) -> Term:
        return f"<{self.base}graph/{name}>"


def whole(resolution: Resolution, *, base_iri: str = "", evidence: bool = True, model_version: str = "") -> Whole:
    """What all pages of one graph share; the arguments are those of ``to_quads``."""
    root = base(base_iri or vocab.DEFAULT_BASE)
    return Whole(resolution, root, evidence, entities.accepted(resolution), model_version)


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
    all_ = whole(resolution, base_iri=base_iri, evidence=evidence, model_version=model_version)
    graphs: Graphs = defaultdict(list)
    for profile in profiles:
        for graph, lines in of_page(all_, profile, read_on).items():
            graphs[graph] += lines
    for graph, statement in of_all(all_, people(all_, profiles), (read_on,)):
        graphs[graph].append(" ".join(statement))
    return _quads(graphs, all_.base)


def of_page(all_: Whole, profile: Profile, read_on: date) -> Graphs:
    """The statements that one page brings, by graph. Only those of the shortcuts may come from another page too."""
    page = facts.Page(profile, all_.resolution, all_.base, all_.evidence)
    own: list[str] = []
    shortcuts: list[str] = []
    _add(own, facts.documents(page, read_on.isoformat()))
    for fact in profile.facts:
        for node, properties in facts.nodes(page, fact):
            _add(own, ((node, property_, object_) for property_, object_ in properties))
            _add(shortcuts, derived(node, grouped(properties)))
        if page.evidence:
            _add(own, facts.evidence(page, fact))
    written = entities.written(profile, all_.resolution, all_.base, all_.because)
    return {
        own_graph(all_.base, profile.source): own,
        all_.graph("shortcuts"): shortcuts,
        all_.graph("identity"): [" ".join(statement) for statement in written],
        all_.graph("run"): [" ".join(statement) for statement in _origin(all_, profile.source, read_on)],
    }


def own_graph(base: str, source: str) -> Term:
    """The named graph of a page."""
    return f"<{base}graph/source/{path(source)}>"


def people(all_: Whole, profiles: Iterable[Profile]) -> Mapping[str, str]:
    """A name for the owner of each page, by the key of the entity, in case that no page names it."""
    return {all_.resolution.of[owner(profile)]: f"the person of {profile.source}" for profile in profiles}


def of_all(all_: Whole, unnamed: Mapping[str, str], days: Iterable[date]) -> Iterator[tuple[Term, Statement]]:
    """The statements that belong to no single page, with their graph, those of one subject one after the other.

    ``unnamed`` is from ``people``; ``days`` are those on which pages were read.
    """
    for statement in entities.entities(all_.resolution, all_.base, unnamed, all_.elsewhere):
        yield all_.graph("identity"), statement
    rest = (
        *entities.former(all_.resolution, all_.base),
        *entities.decisions(all_.resolution, all_.base, all_.elsewhere),
    )
    for statement in sorted(rest):
        yield all_.graph("identity"), statement
    for day in sorted(set(days)):
        for statement in _reading(all_, day):
            yield all_.graph("run"), statement


def _add(lines: list[str], statements: Iterable[Statement]) -> None:
    lines.extend(map(" ".join, statements))


def _reading_node(all_: Whole, read_on: date) -> Term:
    return f"<{all_.base}reading/{digest(__version__, all_.model_version, read_on.isoformat())}>"


def _reading(all_: Whole, read_on: date) -> Iterator[Statement]:
    """Which program read, on which day."""
    reading = _reading_node(all_, read_on)
    yield reading, term(vocab.TYPE), term(vocab.READING)
    yield reading, term(vocab.TYPE), term(vocab.ACTIVITY)
    yield reading, term(vocab.PROGRAM_VERSION), text(__version__)
    yield reading, term(vocab.READ_ON), text(read_on.isoformat(), vocab.XSD_DATE)
    if all_.model_version:
        yield reading, term(vocab.MODEL_VERSION), text(all_.model_version)


def _origin(all_: Whole, source: str, read_on: date) -> Iterator[Statement]:
    """Which reading a page's graph came from."""
    reading, document = _reading_node(all_, read_on), f"<{all_.base}document/{path(source)}>"
    yield reading, term(vocab.USED), document
    yield own_graph(all_.base, source), term(vocab.WAS_GENERATED_BY), reading
    yield own_graph(all_.base, source), term(vocab.WAS_DERIVED_FROM), document


def quad_lines(graphs: Mapping[Term, Sequence[str]]) -> Iterator[str]:
    """Statements as lines of N-Quads, sorted, each once."""
    return (f"{line} {graph} ." for graph in sorted(graphs) for line in sorted(set(graphs[graph])))


def _quads(graphs: Mapping[Term, Sequence[str]], root: str) -> Quads:
    return Quads(tuple(quad_lines(graphs)), root)


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
