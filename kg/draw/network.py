"""What a drawing shows: things, the facts that tie them, and the words behind each fact. Knows neither RDF nor HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.model import EntityKind, Kind


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a fact is said: ``exact`` to the letter, with some of the source around it. ``line`` counts from 1."""

    file: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    heading: str = ""
    line: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact as a picture shows it. ``person`` is the node whose page states it.

    ``label`` is the line for a list; ``start``, ``end`` and ``dates`` are EDTF as in the graph; ``confidence`` is from
    0.0 to 1.0, and None where the graph has none.
    """

    id: str
    kind: Kind
    person: str
    label: str
    start: str = ""
    end: str = ""
    dates: tuple[str, ...] = ()
    current: bool = False
    confidence: float | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One thing. ``links`` are words and the address that they lead to; ``pages`` the profiles whose owner it is;
    ``location`` the place as the graph writes it."""

    id: str
    kind: EntityKind
    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    location: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """How two things are tied. ``facts`` are the statements behind it; ``label`` are the words for a line."""

    source: str
    target: str
    label: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """A picture's content, each part in the order of its ids; every edge's ends and facts are in it.

    ``left_out`` says in words what of the graph is not here, and why.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    statements: tuple[Statement, ...] = ()
    title: str = "Knowledge graph"
    left_out: tuple[str, ...] = ()


def degrees(network: Network) -> Counter[str]:
    """How many edges meet at each node; a loop counts once."""
    return Counter(end for edge in network.edges for end in {edge.source, edge.target})


def neighbours(network: Network) -> dict[str, list[str]]:
    """The nodes beside each node, in order."""
    beside: dict[str, set[str]] = {node.id: set() for node in network.nodes}
    for edge in network.edges:
        beside[edge.source].add(edge.target)
        beside[edge.target].add(edge.source)
    return {node: sorted(others - {node}) for node, others in beside.items()}


def part(network: Network, keep: Iterable[str], *, left_out: str = "") -> Network:
    """The nodes named, the edges between them and the statements that either is about."""
    kept = frozenset(keep)
    nodes = tuple(node for node in network.nodes if node.id in kept)
    edges = tuple(edge for edge in network.edges if edge.source in kept and edge.target in kept)
    told = {fact for edge in edges for fact in edge.facts}
    statements = tuple(s for s in network.statements if s.id in told or s.person in kept)
    reasons = (*network.left_out, left_out) if left_out else network.left_out
    return replace(network, nodes=nodes, edges=edges, statements=statements, left_out=reasons)
