"""Parts of a Network: people and their institutions, co-authors, a genealogy, topics, a neighbourhood, a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

from kg.draw.network import Edge, Network, Node, neighbours, part
from kg.draw.when import holds, stretches
from kg.errors import SettingsError
from kg.model import EntityKind


def whole(network: Network) -> Network:
    """All of it."""
    return network


def people_and(kind: EntityKind, *, because: str) -> Callable[[Network], Network]:
    """The view of people and things of a kind, and of what ties them; who knows whom is for other views."""

    def view(network: Network) -> Network:
        people = {node.id for node in network.nodes if node.kind is _PERSON}
        things = {node.id for node in network.nodes if node.kind is kind}
        edges = tuple(
            e for e in network.edges if {e.source, e.target} <= people | things and {e.source, e.target} & things
        )
        # A department of a university that nobody is tied to says nothing here.
        tied = {end for e in edges if {e.source, e.target} & people for end in (e.source, e.target)}
        return part(replace(network, edges=edges), tied, left_out=because)

    return view


def coauthors(network: Network) -> Network:
    """People, tied where they wrote a work together; the line's facts are the publications."""
    kind = {node.id: node.kind for node in network.nodes}
    authors: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        if kind[edge.source] is EntityKind.PERSON and kind[edge.target] is EntityKind.WORK:
            authors[edge.target].add(edge.source)
            facts[edge.target].update(edge.facts)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    for work in sorted(authors):
        # A paper of a collaboration of hundreds says little about any two of them.
        if len(authors[work]) <= 50:
            for pair in combinations(sorted(authors[work]), 2):
                shared[pair].add(work)
    edges = tuple(
        Edge(a, b, f"{len(works)} works together" if len(works) > 1 else "a work together", _facts(facts, works))
        for (a, b), works in sorted(shared.items())
    )
    people = {end for edge in edges for end in (edge.source, edge.target)}
    return part(replace(network, edges=edges), people, left_out="all but people who wrote together")


def _facts(facts: Mapping[str, set[str]], works: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fact for work in works for fact in facts[work]}))


def advising(network: Network) -> Network:
    """Advisors and those whom they advised."""
    edges = tuple(edge for edge in network.edges if "advised" in edge.label.split(", "))
    people = {end for edge in edges for end in (edge.source, edge.target)}
    return part(replace(network, edges=edges), people, left_out="all but advisors and those whom they advised")


_PERSON = EntityKind.PERSON

#: The views by name; ``person``, ``timeline`` and ``map`` show all that is left of the network for those asked for.
VIEWS: Mapping[str, Callable[[Network], Network]] = MappingProxyType(
    {
        "network": whole,
        "person": whole,
        "affiliation": people_and(EntityKind.ORGANIZATION, because="all but people and institutions"),
        "coauthors": coauthors,
        "advising": advising,
        "topics": people_and(EntityKind.TOPIC, because="all but people and topics"),
        "timeline": whole,
        "map": whole,
    }
)


# ---------------------------------------------------------------------------------------------------------------
# what is asked for by name, place and time


def people_named(network: Network, names: Sequence[str]) -> list[str]:
    """The ids of the people of these names, in their order."""
    people = [node for node in network.nodes if node.kind is _PERSON]
    return [_named(people, name).id for name in names]


def thing_named(network: Network, name: str) -> str:
    """The id of the thing of this name, of whatever kind."""
    return _named(network.nodes, name).id


def near(network: Network, middles: Sequence[str], depth: int) -> Network:
    """Some things and what is up to ``depth`` steps from one of them; of the middles, those that are in the network."""
    if depth < 0:
        raise SettingsError(f"--depth {depth} is less than 0; take 1 for the neighbours, 2 for theirs")
    beside = neighbours(network)
    kept = set(middles) & beside.keys()
    rim = set(kept)
    for _ in range(depth):
        rim = {other for node in rim for other in beside[node]} - kept
        kept |= rim
    return part(network, kept, left_out=f"what is more than {depth} steps away")


def _named(nodes: Iterable[Node], name: str) -> Node:
    """The node of an IRI, a name, an alias or, where only one has it, a part of a name."""
    nodes, wanted = list(nodes), name.casefold()
    exact = [n for n in nodes if n.id == name or wanted in (text.casefold() for text in (n.name, *n.aliases))]
    close = exact or [n for n in nodes if wanted in n.name.casefold()]
    # Of several with the same name, the one with a page of their own is meant.
    best = [n for n in close if n.pages] or close
    if len(best) == 1:
        return best[0]
    if not best:
        raise SettingsError(f"{name!r}: nothing in the graph has that name; kg query GRAPH identity lists the people")
    some = ", ".join(f"{n.name} <{n.id}>" for n in best[:4])
    raise SettingsError(f"{name!r} may be {some}{', …' if len(best) > 4 else ''}; give the IRI of one")


def between(network: Network, first: int | None, last: int | None) -> Network:
    """The facts that may hold in some of the years, and what they tie together."""
    kept = {s.id for s in network.statements if holds(s, first, last)}
    undated = sum(1 for s in network.statements if not stretches(s))
    edges = tuple(
        replace(edge, facts=facts) for edge in network.edges if (facts := tuple(f for f in edge.facts if f in kept))
    )
    statements = tuple(s for s in network.statements if s.id in kept)
    nodes = {end for edge in edges for end in (edge.source, edge.target)} | {s.person for s in statements}
    period = f"{first or '…'} to {last or '…'}"
    reason = f"facts that did not hold from {period}, and {undated} facts without a date"
    smaller = replace(network, edges=edges, statements=statements)
    return part(smaller, nodes, left_out=reason)
