"""A Network to a place for each of its nodes, worked out before a page opens so that nothing in it moves.

What hangs on a single node (a paper, a course) lies around that node like the seeds of a sunflower, and only the rest
is laid out by forces: attraction along lines and repulsion between all, as in Fruchterman and Reingold (1991). The
repulsion is worked out pair by pair for a few nodes and on a grid, by way of a Fourier transform, for many, so that
20,000 nodes take seconds. The parts that hang together are packed side by side, the largest in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from kg.draw.network import Network, degrees, neighbours

#: From where a place is to another, in the units of the page's drawing: about a pixel.
Places = Mapping[str, tuple[float, float]]

_GAP = 20.0  # between two nodes that are tied, beyond their own size
_SEED = 7
_GOLDEN = math.pi * (3 - math.sqrt(5))
_MOST_PAIRS = 500  # nodes up to which each pair is worked out
_GRID = 256
_BESIDE, _BELOW = 105.0, 140.0  # between two of a generation, and between two generations
_CELL = 45.0  # the side of the squares in which parts are packed


def radius(degree: int) -> float:
    """How large a node is drawn: its area grows with the lines that meet there.

    >>> radius(1), radius(100)
    (11.0, 36.0)
    """
    return min(36.0, round(8.0 + 3.0 * math.sqrt(max(degree, 1)), 1))


def place(network: Network) -> Places:
    """A place for every node. The same network gives the same places."""
    beside = neighbours(network)
    size = {node: radius(degree) for node, degree in degrees(network).items()}
    leaves = _leaves(beside)
    clusters = []
    for members in _components(beside):
        core = [node for node in members if node not in leaves]
        clusters.append(_cluster(core, beside, leaves, size))
    return _pack(clusters)


def layers(network: Network) -> Places:
    """A place for every node of a genealogy: advisors above those whom they advised, a generation a row.

    Families that nobody ties together stand beside each other, the largest first.
    """
    import networkx as nx

    tree = nx.DiGraph()
    tree.add_nodes_from(node.id for node in network.nodes)
    tree.add_edges_from((edge.source, edge.target) for edge in network.edges if edge.source != edge.target)
    families = sorted(nx.weakly_connected_components(tree), key=lambda nodes: (-len(nodes), min(nodes)))
    return _shelves([_family(tree.subgraph(sorted(family)).copy()) for family in families])


def _family(tree: Any) -> Places:
    rows: dict[int, list[str]] = {}
    generation = _generations(tree)
    for node in sorted(generation):
        rows.setdefault(generation[node], []).append(node)
    for _ in range(12):
        _untangle(rows, tree)
    return _spread(rows, tree)


def _shelves(families: Sequence[Places]) -> Places:
    """Families from left to right and, where a shelf is full, on the next one below."""
    boxes = [(max(xs) - min(xs), max(ys) - min(ys)) for xs, ys in (_across(family) for family in families)]
    most = max((width for width, _ in boxes), default=0.0)
    area = sum((width + _BESIDE) * (height + _BELOW) for width, height in boxes)
    shelf = max(most, math.sqrt(area * 1.6))
    places: dict[str, tuple[float, float]] = {}
    x = y = deepest = 0.0
    for family, (width, height) in zip(families, boxes, strict=True):
        if x and x + width > shelf:
            x, y, deepest = 0.0, y + deepest, 0.0
        xs, ys = _across(family)
        places.update({n: (round(x + a - min(xs), 1), round(y + b - min(ys), 1)) for n, (a, b) in family.items()})
        x, deepest = x + width + _BESIDE, max(deepest, height + _BELOW)
    return places


def _across(family: Places) -> tuple[list[float], list[float]]:
    return [x for x, _ in family.values()], [y for _, y in family.values()]


# ---------------------------------------------------------------------------------------------------------------
# what hangs on one node


def _leaves(beside: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The nodes with a single neighbour, and that neighbour. Of a lone pair, one is the leaf."""
    leaves: dict[str, str] = {}
    for node in sorted(beside):
        if len(beside[node]) == 1 and beside[node][0] not in leaves:
            leaves[node] = beside[node][0]
    return leaves


def _sunflower(count: int, hub: float) -> list[tuple[float, float]]:
    """Places around a hub of a radius, evenly dense, from the inside out, with room for the hub's name below it."""
    first, each = hub + 18.0, 21.0
    offset = (first / each) ** 2
    places: list[tuple[float, float]] = []
    k = 0
    while len(places) < count:
        away, turn = each * math.sqrt(offset + k), k * _GOLDEN
        x, y = away * math.cos(turn), away * math.sin(turn)
        if abs(x) > 60 or not 0 < y < hub + 36:
            places.append((x, y))
        k += 1
    return places


def _cluster(
    core: Sequence[str],
    beside: Mapping[str, Sequence[str]],
    leaves: Mapping[str, str],
    size: Mapping[str, float],
) -> dict[str, tuple[float, float]]:
    """One component around its own middle: the core by forces, then the leaves of each."""
    held: dict[str, list[str]] = {node: [] for node in core}
    for node in core:
        held[node] = sorted(leaf for leaf in beside[node] if leaf in leaves and leaves[leaf] == node)
    flowers = {node: _sunflower(len(held[node]), size.get(node, 7.0)) for node in core}
    reach = [math.hypot(*flowers[n][-1]) + 10 if flowers[n] else size.get(n, 7.0) for n in core]
    number = {node: index for index, node in enumerate(core)}
    lines = sorted({(number[a], number[b]) for a in core for b in beside[a] if b in number and a < b})
    spots = _forces(reach, lines)
    places: dict[str, tuple[float, float]] = {}
    for node, (x, y) in zip(core, spots, strict=True):
        places[node] = (x, y)
        # The kinds stand in the IRIs, so sorting puts leaves of one kind beside each other.
        places.update({leaf: (x + dx, y + dy) for leaf, (dx, dy) in zip(held[node], flowers[node], strict=True)})
    return places


def _components(beside: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The parts that hang together, the largest first."""
    seen: set[str] = set()
    parts = []
    for start in sorted(beside):
        if start in seen:
            continue
        seen.add(start)
        part, ahead = [], [start]
        while ahead:
            node = ahead.pop()
            part.append(node)
            new = [other for other in beside[node] if other not in seen]
            seen.update(new)
            ahead.extend(new)
        parts.append(sorted(part))
    return sorted(parts, key=lambda nodes: (-len(nodes), nodes[0]))


# ---------------------------------------------------------------------------------------------------------------
# forces


def _forces(reach: Sequence[float], lines: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    import numpy as np

    count = len(reach)
    if count == 1:
        return [(0.0, 0.0)]
    size = np.asarray(reach, dtype=float)
    ends = np.asarray(lines, dtype=int).reshape(-1, 2)
    ideal = _GAP + float(size.mean())
    step = ideal * math.sqrt(count)
    places = np.random.default_rng(_SEED).normal(scale=step / 3, size=(count, 2))
    mass = (size + _GAP) / (size.mean() + _GAP)
    repel = _pairs if count <= _MOST_PAIRS else _mesh
    rounds = 400 if count <= 300 else 220
    at_line = np.bincount(ends.ravel(), minlength=count).clip(1)
    for k in range(rounds):
        push = repel(places, mass) * ideal**2
        gap = places[ends[:, 1]] - places[ends[:, 0]]
        far = np.linalg.norm(gap, axis=1, keepdims=True)
        rest = (_GAP + size[ends[:, 0]] + size[ends[:, 1]])[:, None]
        # A hub's many lines must not draw all into one heap.
        pull = gap * far / rest / np.sqrt(at_line[ends].min(axis=1))[:, None]
        np.add.at(push, ends[:, 0], pull)
        np.add.at(push, ends[:, 1], -pull)
        push -= places * 0.12 * mass[:, None]
        length = np.linalg.norm(push, axis=1, keepdims=True).clip(1e-9)
        places = places + push / length * np.minimum(length, step * 0.12 * (1 - k / rounds) ** 1.5 + 0.5)
    places = _apart(places, size + _GAP * 0.4)
    places = _level(places)
    places -= (places.max(axis=0) + places.min(axis=0)) / 2
    return [(float(x), float(y)) for x, y in places]


def _level(places: Any) -> Any:
    """Turn the picture so that its longer side lies level, as a screen does."""
    import numpy as np

    middle = places - places.mean(axis=0)
    (xx, xy), (_, yy) = middle.T @ middle
    turn = -0.5 * math.atan2(2 * xy, xx - yy)
    return middle @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])


def _pairs(places: Any, mass: Any) -> Any:
    import numpy as np

    x, y = places.T
    square = ((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2).clip(1.0)
    np.fill_diagonal(square, np.inf)
    weight = mass / square
    # Not @: a matrix product may be shared among threads, and then its last digits depend on their number.
    push = places * weight.sum(axis=1)[:, None] - np.einsum("ij,jk->ik", weight, places)
    return push * mass[:, None]


def _mesh(places: Any, mass: Any) -> Any:
    """The same repulsion with the masses gathered in the cells of a grid: a convolution, done by FFT."""
    import numpy as np

    low, high = places.min(axis=0), places.max(axis=0)
    cell = float((high - low).max()) / (_GRID - 2) + 1e-9
    spot = (places - low) / cell
    corner = np.floor(spot).astype(int)
    share = spot - corner
    weights = [(dx, dy, np.abs(1 - dx - share[:, 0]) * np.abs(1 - dy - share[:, 1])) for dx in (0, 1) for dy in (0, 1)]
    density = np.zeros((2 * _GRID, 2 * _GRID))
    for dx, dy, weight in weights:
        np.add.at(density, (corner[:, 0] + dx, corner[:, 1] + dy), weight * mass)
    spectrum = np.fft.rfft2(density)
    field = [np.fft.irfft2(spectrum * kernel) for kernel in _kernels()]
    push = np.zeros_like(places)
    for dx, dy, weight in weights:
        for axis in (0, 1):
            push[:, axis] += field[axis][corner[:, 0] + dx, corner[:, 1] + dy] * weight
    return push / cell * mass[:, None]


@cache
def _kernels() -> tuple[Any, Any]:
    import numpy as np

    # Offsets wrap around: the upper half of a row stands for negative ones.
    offset = np.fft.fftfreq(2 * _GRID, 1 / (2 * _GRID))
    x, y = np.meshgrid(offset, offset, indexing="ij")
    square = x**2 + y**2
    square[0, 0] = np.inf
    return np.fft.rfft2(x / square), np.fft.rfft2(y / square)


def _apart(places: Any, size: Any) -> Any:
    """Move nodes that overlap away from each other, each by half of what is wanting."""
    import numpy as np

    for _ in range(60):
        order = np.lexsort((places[:, 1], places[:, 0]))
        spots, reach = places[order], size[order]
        move = np.zeros_like(spots)
        for shift in range(1, min(len(order), 600)):
            gap = spots[shift:] - spots[:-shift]
            want = reach[shift:] + reach[:-shift]
            if (gap[:, 0] > 2 * reach.max()).all():
                break
            far = np.hypot(gap[:, 0], gap[:, 1])
            close = far < want
            if close.any():
                way = np.where(far[:, None] > 1e-6, gap / far.clip(1e-6)[:, None], (1.0, 0.0))
                push = way * ((want - far) / 2 * close)[:, None]
                move[shift:] += push
                move[:-shift] -= push
        if np.abs(move).max(initial=0.0) < 0.5:
            break
        places[order] = spots + move * 0.7
    return places


# ---------------------------------------------------------------------------------------------------------------
# parts side by side


def _pack(clusters: Sequence[dict[str, tuple[float, float]]]) -> Places:
    """The largest part in the middle, each next at the free place that is nearest to it."""
    taken: set[tuple[int, int]] = set()
    places: dict[str, tuple[float, float]] = {}
    tried: dict[int, int] = {}
    for cluster in clusters:
        cells = sorted({(round(x / _CELL), round(y / _CELL)) for x, y in cluster.values()})
        # What is no larger than another part finds no room where that one found none.
        k = tried.get(len(cells), 0)
        while any((i + a, j + b) in taken for a, b in [_spiral(k)] for i, j in cells):
            k += 1
        tried[len(cells)] = k
        a, b = _spiral(k)
        taken.update((i + a + m, j + b + n) for i, j in cells for m in (-1, 0, 1) for n in (-1, 0, 1))
        places.update({node: (round(x + a * _CELL, 1), round(y + b * _CELL, 1)) for node, (x, y) in cluster.items()})
    return places


def _spiral(k: int) -> tuple[int, int]:
    """The k-th cell to try, from the middle out; a page is wider than it is high."""
    away = 0.8 * math.sqrt(k)
    return round(1.3 * away * math.cos(k * _GOLDEN)), round(away * math.sin(k * _GOLDEN))


# ---------------------------------------------------------------------------------------------------------------
# generations


def _generations(tree: Any) -> dict[str, int]:
    """The row of each node: one below the lowest of those above it. Those who advised each other share a row."""
    import networkx as nx

    whole = nx.condensation(tree)
    row: dict[int, int] = {}
    for part in nx.lexicographical_topological_sort(whole, key=lambda part: min(whole.nodes[part]["members"])):
        row[part] = max((row[above] + 1 for above in whole.predecessors(part)), default=0)
    # One without an advisor of their own stands just above the first whom they advised.
    for part in sorted(row, key=lambda part: row[part], reverse=True):
        below = [row[other] for other in whole.successors(part)]
        if below and not list(whole.predecessors(part)):
            row[part] = min(below) - 1
    return {node: row[part] for part in row for node in whole.nodes[part]["members"]}


def _untangle(rows: Mapping[int, list[str]], tree: Any) -> None:
    """Sort each row by the middle of what its nodes are tied to, in the row above and then in the row below."""
    for beside, order in ((tree.predecessors, sorted(rows)), (tree.successors, sorted(rows, reverse=True))):
        spot = {node: index / max(len(row), 1) for row in rows.values() for index, node in enumerate(row)}
        for row in order:
            ranks = {n: [spot[o] for o in beside(n)] for n in rows[row]}
            rows[row].sort(key=lambda n: (sum(ranks[n]) / len(ranks[n]) if ranks[n] else spot[n], n))
            spot.update({node: index / max(len(rows[row]), 1) for index, node in enumerate(rows[row])})


def _spread(rows: Mapping[int, list[str]], tree: Any) -> Places:
    """Rows of even height; a node stands as near to the middle of its own as its neighbours in the row allow."""
    across = {node: index * _BESIDE for row in rows.values() for index, node in enumerate(row)}
    for _ in range(30):
        for row in sorted(rows):
            wish = [_middle(node, tree, across) for node in rows[row]]
            for node, x in zip(rows[row], _in_order(wish, _BESIDE), strict=True):
                across[node] = x
    return {node: (round(across[node], 1), row * _BELOW) for row in sorted(rows) for node in rows[row]}


def _middle(node: str, tree: Any, across: Mapping[str, float]) -> float:
    tied = [across[other] for other in (*tree.predecessors(node), *tree.successors(node))]
    return sum(tied) / len(tied) if tied else across[node]


def _in_order(wish: Sequence[float], width: float) -> list[float]:
    """The places nearest to the wishes that keep the order and the width between two (isotonic regression)."""
    blocks: list[list[float]] = []  # the sum of the wishes and their number
    for index, x in enumerate(wish):
        blocks.append([x - index * width, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, number = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += number
    spots = [total / number for total, number in blocks for _ in range(int(number))]
    return [x + index * width for index, x in enumerate(spots)]
