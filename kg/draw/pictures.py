"""A Network and its layout to a picture without a browser: SVG and DOT by ourselves, PNG and PDF with matplotlib."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.draw.layout import Places, radius
from kg.draw.look import LOOKS, icons
from kg.draw.network import Network, Node, degrees
from kg.draw.world import WIDTH, Outline
from kg.errors import SettingsError

if TYPE_CHECKING:
    from matplotlib.path import Path as MatplotlibPath

_INK, _LINE, _PAPER = "#17202c", "#b3bdca", "#ffffff"
_LAND, _COAST, _WAY = "#eef1f5", "#cfd6df", "#5b8fc7"
_RIM, _FONT, _MAP = 70.0, 12.0, 1500.0
#: Latin first, and then what fonts for other scripts are mostly called; matplotlib brings the first with it.
_FAMILIES = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "Noto Sans", "PingFang SC")
_ICON = 0.0458  # of a box of 24 to a circle of radius 1, so that the icon keeps within the shape
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text under a node; ``top`` is the upper rim of the first, ``x`` the middle."""

    x: float
    top: float
    rows: tuple[str, ...]
    bold: bool
    size: float


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn, in the order of weight, and the box that it lies in: left, top, width, height.

    ``scale`` is the size of a unit of the places in the scene.
    """

    nodes: tuple[tuple[Node, float, float, float], ...]
    lines: tuple[tuple[float, float, float, float], ...]
    labels: tuple[Label, ...]
    box: tuple[float, float, float, float]
    title: str
    scale: float = 1.0


def scene(network: Network, places: Places, below: Outline | None = None) -> Scene:
    """What a picture of the network holds; a label that would cover another one is left out.

    A map is drawn as large as what is on it needs, and cities are smaller than things.
    """
    count, scale = degrees(network), 1.0
    if below:
        wide, high = (max(of) - min(of) for of in zip(*places.values(), strict=True))
        scale = _MAP / max(wide, high, WIDTH / 40)
        places = {id: (x * scale, y * scale) for id, (x, y) in places.items()}
    ordered = sorted(network.nodes, key=lambda node: (not node.pages, -count[node.id], node.id))
    nodes = tuple((node, *places[node.id], radius(count[node.id]) * (0.7 if below else 1.0)) for node in ordered)
    xs, ys = [x for _, x, _, _ in nodes] or [0.0], [y for _, _, y, _ in nodes] or [0.0]
    left, top = min(xs) - _RIM, min(ys) - _RIM
    box = (left, top, max(xs) + _RIM - left, max(ys) + _RIM - top)
    # On a page of paper a large picture is scaled down; its labels are to be read all the same.
    size = _FONT * max(1.0, max(box[2], box[3]) / 1800)
    lines = tuple((*places[edge.source], *places[edge.target]) for edge in network.edges)
    return Scene(nodes, lines, tuple(_labels(nodes, size)), box, network.title, scale)


def _labels(nodes: tuple[tuple[Node, float, float, float], ...], size: float) -> Iterator[Label]:
    taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    cell = 20 * size
    for node, x, y, reach in nodes:
        rows, bold = _rows(_CONTROL.sub("", node.name)), bool(node.pages)
        half = max(_width(row) for row in rows) * size * (0.58 if bold else 0.54)
        box = (x - half, y + reach + 1, x + half, y + reach + 2 + len(rows) * size * 1.15)
        cells = [
            (i, j)
            for i in range(int(box[0] // cell), int(box[2] // cell) + 1)
            for j in range(int(box[1] // cell), int(box[3] // cell) + 1)
        ]
        if any(_meet(box, other) for place in cells for other in taken.get(place, ())):
            continue
        for place in cells:
            taken.setdefault(place, []).append(box)
        yield Label(x, box[1], rows, bold, size)


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _width(text: str) -> float:
    """About how many halves of an em; a Chinese character is twice as wide as a letter."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.52 for letter in text)


def _rows(text: str, most: int = 26) -> tuple[str, ...]:
    if len(text) <= most:
        return (text or "?",)
    cut = text.rfind(" ", 8, most + 1)
    cut = cut if cut > 0 else most
    rest = text[cut:].strip()
    return text[:cut], rest if len(rest) <= most else rest[: most - 1].rstrip() + "…"


# ---------------------------------------------------------------------------------------------------------------
# the formats


def svg(network: Network, places: Places, below: Outline | None = None) -> bytes:
    """A drawing for a browser, a paper or an editor of drawings."""
    shown, paint = scene(network, places, below), icons()
    left, top, width, height = (f"{number:.1f}" for number in shown.box)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" role="img" '
        f'font-family="system-ui, Helvetica, Arial, sans-serif" text-anchor="middle">',
        f"<title>{_xml(shown.title)}</title>",
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{_PAPER}"/>',
        *_below(below, shown.scale),
        f'<path fill="none" stroke="{_WAY if below else _LINE}" d="'
        + "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in shown.lines)
        + '"/>',
    ]
    for node, x, y, reach in reversed(shown.nodes):
        look = LOOKS[node.kind]
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f}) scale({reach})"><title>{_xml(node.name)}</title>'
            f'<path d="{look.shape}" fill="{look.fill}"/><path d="{paint[node.kind]}" fill="{look.ink}" '
            f'transform="translate(-.55 -.55) scale({_ICON})"/></g>'
        )
    for label in shown.labels:
        weight = ' font-weight="600"' if label.bold else ""
        for number, row in enumerate(label.rows):
            y = label.top + label.size * (0.95 + 1.15 * number)
            parts.append(
                f'<text x="{label.x:.1f}" y="{y:.1f}" font-size="{label.size:.1f}"{weight} fill="{_INK}" '
                f'stroke="{_PAPER}" stroke-width="{label.size / 4:.1f}" paint-order="stroke" '
                f'stroke-linejoin="round">{_xml(row)}</text>'
            )
    return ("\n".join([*parts, "</svg>"]) + "\n").encode("utf-8")


def _below(below: Outline | None, scale: float) -> Iterator[str]:
    if below:
        yield f'<g transform="scale({scale:.4f})" stroke="{_COAST}" stroke-width="{0.8 / scale:.2f}">'
        yield f'<path fill="{_LAND}" d="{below.land}"/><path fill="none" d="{below.borders}"/></g>'


def _xml(text: str) -> str:
    return escape(_CONTROL.sub("", text), {'"': "&quot;"})


def dot(network: Network, places: Places, below: Outline | None = None) -> bytes:
    """Graphviz's language, with our places, for ``neato -n``."""
    name = {node.id: f"n{number}" for number, node in enumerate(network.nodes)}
    lines = [f"digraph {_quoted(network.title)} {{", "  node [style=filled, fontname=Helvetica];"]
    for node in network.nodes:
        look, (x, y) = LOOKS[node.kind], places[node.id]
        lines.append(
            f"  {name[node.id]} [label={_quoted(node.name)}, shape={look.dot}, fillcolor={_quoted(look.fill)}, "
            f'fontcolor={_quoted(look.ink)}, pos="{x:.1f},{-y:.1f}!", URL={_quoted(node.id)}];'
        )
    for edge in network.edges:
        lines.append(f"  {name[edge.source]} -> {name[edge.target]} [label={_quoted(edge.label)}];")
    return ("\n".join([*lines, "}"]) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    text = " ".join(_CONTROL.sub("", text).split())
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def png(network: Network, places: Places, below: Outline | None = None) -> bytes:
    """A picture of dots, 2,400 on its longer side."""
    return _with_matplotlib(network, places, below, "png")


def pdf(network: Network, places: Places, below: Outline | None = None) -> bytes:
    """A page of the size of the drawing, for a paper."""
    return _with_matplotlib(network, places, below, "pdf")


def _with_matplotlib(network: Network, places: Places, below: Outline | None, form: str) -> bytes:
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.collections import LineCollection
        from matplotlib.figure import Figure
        from matplotlib.font_manager import get_font_names
        from matplotlib.patches import PathPatch
        from matplotlib.patheffects import withStroke
        from matplotlib.transforms import Affine2D
    except ImportError as error:
        raise SettingsError(
            f"a {form} needs matplotlib; install it with pip install 'researcher-kg[pictures]', or draw an svg"
        ) from error
    shown, paint = scene(network, places, below), icons()
    left, top, width, height = shown.box
    inches = 12.0 / max(width, height)
    figure = Figure(figsize=(width * inches, height * inches), dpi=200, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(left, left + width), ylim=(top + height, top), aspect="equal")
    axes.axis("off")
    families = [name for name in _FAMILIES if name in set(get_font_names())]
    point = inches * 72  # a unit of the drawing in the points that fonts and lines are measured in
    if below:
        for path, fill in ((below.land, _LAND), (below.borders, "none")):
            way = Affine2D().scale(shown.scale) + axes.transData
            axes.add_patch(PathPatch(_relative(path), fc=fill, ec=_COAST, lw=0.8 * point, transform=way, zorder=-1))
    axes.add_collection(
        LineCollection(
            [((a, b), (c, d)) for a, b, c, d in shown.lines],
            colors=_WAY if below else _LINE,
            linewidths=point,
            zorder=0,
        )
    )
    for node, x, y, reach in reversed(shown.nodes):
        look, place = LOOKS[node.kind], Affine2D().scale(reach).translate(x, y)
        axes.add_patch(PathPatch(_outline(look.shape), fc=look.fill, lw=0, transform=place + axes.transData))
        icon = Affine2D().scale(_ICON).translate(-0.55, -0.55) + place
        axes.add_patch(PathPatch(_outline(paint[node.kind]), fc=look.ink, lw=0, transform=icon + axes.transData))
    for label in shown.labels:
        axes.text(
            label.x,
            label.top,
            "\n".join(label.rows),
            fontsize=label.size * point,
            ha="center",
            va="top",
            color=_INK,
            fontweight="bold" if label.bold else "normal",
            fontfamily=families,
            path_effects=[withStroke(linewidth=label.size * point / 4, foreground=_PAPER)],
            parse_math=False,  # a dollar sign would begin a formula
        )
    out = io.BytesIO()
    # No time and no program in the file: the same graph gives the same bytes.
    empty = {"Software": None} if form == "png" else {"CreationDate": None, "Producer": None, "Creator": None}
    with warnings.catch_warnings():
        # A sign that no font here has is drawn as a box; that it is so shows, and is no reason to fill the terminal.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(out, format=form, metadata=empty)
    return out.getvalue()


def _relative(path: str) -> MatplotlibPath:
    """An outline of the world, of M, l and z, as a path of matplotlib."""
    from matplotlib.path import Path

    codes, points = [], []
    for line in path.split("M")[1:]:
        first, *steps = [(int(dx), int(dy)) for dx, dy in re.findall(r"(-?\d+),(-?\d+)", line)]
        x, y = first
        codes.append(Path.MOVETO)
        points.append((x, y))
        for dx, dy in steps:
            x, y = x + dx, y + dy
            codes.append(Path.LINETO)
            points.append((x, y))
        if line.endswith("z"):
            codes.append(Path.CLOSEPOLY)
            points.append(first)
    return Path(points, codes)


def _outline(path: str) -> MatplotlibPath:
    """An SVG path of the absolute commands M, L, H, V, C, Q and Z as one of matplotlib."""
    from matplotlib.path import Path

    codes, points = [], []
    x = y = 0.0
    kinds = {"M": Path.MOVETO, "L": Path.LINETO, "C": Path.CURVE4, "Q": Path.CURVE3}
    for command, text in re.findall(r"([MLHVCQZ])([^MLHVCQZ]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", text)]
        if command == "Z":
            codes.append(Path.CLOSEPOLY)
            points.append((x, y))
        elif command in "HV":
            for number in numbers:
                x, y = (number, y) if command == "H" else (x, number)
                codes.append(Path.LINETO)
                points.append((x, y))
        else:
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            # Further points behind a move are lines.
            codes.extend([kinds[command], *[kinds["L" if command == "M" else command]] * (len(pairs) - 1)])
            points.extend(pairs)
            x, y = pairs[-1]
    return Path(points, codes)


#: The pictures by the suffix of their files.
PICTURES: Mapping[str, Callable[[Network, Places, Outline | None], bytes]] = {
    "svg": svg,
    "png": png,
    "pdf": pdf,
    "dot": dot,
}
