"""Where on the map things are, and how people went from one place to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from kg.draw.network import Edge, Network, Node, Statement
from kg.draw.when import stretches
from kg.draw.world import City, city
from kg.model import EntityKind, Kind


@dataclass(frozen=True, slots=True)
class Stay:
    """A post or a degree of a person in a city, by a fact that has a date."""

    person: str
    city: City
    fact: str


def sites(network: Network) -> Mapping[City, tuple[str, ...]]:
    """The cities of which something of the network is known to be in, and what is; the cities in alphabetical order."""
    inside: dict[City, list[str]] = defaultdict(list)
    for node, where in _located(network).items():
        inside[where].append(node)
    return {where: tuple(inside[where]) for where in sorted(inside, key=lambda one: (one.name, one.country, one.x))}


def stays(network: Network) -> tuple[Stay, ...]:
    """The stays of each person in the order in which they began, one person after the other."""
    located = _located(network)
    kinds = {node.id: node.kind for node in network.nodes}
    places: dict[str, dict[EntityKind, City]] = defaultdict(dict)
    for edge in network.edges:
        for end in (edge.source, edge.target):
            if end in located:
                for fact in edge.facts:
                    places[fact].setdefault(kinds[end], located[end])
    found = []
    for statement in network.statements:
        if statement.kind in (Kind.POSITIONS, Kind.EDUCATION) and stretches(statement) and statement.person in kinds:
            # The place that the page itself names goes before the seat of the employer.
            order = (EntityKind.PLACE, EntityKind.ORGANIZATION)
            where = next((places[statement.id][kind] for kind in order if kind in places[statement.id]), None)
            if where:
                found.append((statement.person, _begins(statement), Stay(statement.person, where, statement.id)))
    return tuple(stay for _, _, stay in sorted(found, key=lambda row: (row[0], row[1], row[2].fact)))


def moves(network: Network) -> Iterator[tuple[Stay, Stay]]:
    """Two stays of a person, one after the other and in different cities."""
    for _, theirs in groupby(stays(network), key=lambda stay: stay.person):
        yield from ((a, b) for a, b in pairwise(theirs) if a.city != b.city)


def journeys(network: Network) -> tuple[Network, Mapping[str, tuple[float, float]]]:
    """The map as a network for a picture: its things are cities, its lines the ways of people; and where they lie."""
    names = {node.id: node.name for node in network.nodes}
    ways: dict[tuple[str, str], tuple[list[str], set[str]]] = defaultdict(lambda: ([], set()))
    for before, after in moves(network):
        people, facts = ways[_id(before.city), _id(after.city)]
        people.append(names[before.person])
        facts.update((before.fact, after.fact))
    held = sites(network)
    nodes = tuple(Node(_id(where), EntityKind.PLACE, where.name, category=where.country) for where in held)
    edges = tuple(
        Edge(a, b, ", ".join(dict.fromkeys(people)), tuple(sorted(facts)))
        for (a, b), (people, facts) in sorted(ways.items())
    )
    left_out = (*network.left_out, "what no known place is stated of") if len(held) else network.left_out
    drawn = replace(network, nodes=tuple(sorted(nodes, key=lambda n: n.id)), edges=edges, left_out=left_out)
    return drawn, {_id(where): (where.x, where.y) for where in held}


def _located(network: Network) -> Mapping[str, City]:
    """Where each thing is that is in a known city."""
    return {node.id: where for node in network.nodes if node.location and (where := city(node.location))}


def _begins(statement: Statement) -> float:
    stretch = stretches(statement)[0]
    return (stretch.start or stretch.end or (0.0, 0.0))[0]


def _id(where: City) -> str:
    return f"{where.name}, {where.country} {where.x} {where.y}"
