"""How each kind of thing looks: a colour, a shape and an icon, the same in the page and in pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.model import EntityKind, Kind

VENDOR = Path(__file__).parent / "vendor"


@dataclass(frozen=True, slots=True)
class Look:
    """``shape`` is an SVG path of M, L, C and Z in a circle of radius 1, ``dot`` what Graphviz calls it.

    ``ink`` is the icon's colour on ``fill``.
    """

    one: str
    many: str
    fill: str
    ink: str
    shape: str
    dot: str


def _polygon(corners: int, *, turn: float = 0.0, inner: float = 0.0) -> str:
    """A regular polygon with a corner on top, or a star if there is an inner radius."""
    count = corners * 2 if inner else corners
    points = []
    for k in range(count):
        reach = inner if inner and k % 2 else 1.0
        angle = turn + 2 * math.pi * k / count - math.pi / 2
        points.append(f"{reach * math.cos(angle):.3f},{reach * math.sin(angle):.3f}")
    return f"M{'L'.join(points)}Z"


def _rectangle(width: float, height: float, corner: float) -> str:
    """A rectangle with round corners; its sides are twice the width and the height."""
    w, h, r, k = width, height, corner, corner * 0.4477
    return (
        f"M{-w + r:.3f},{-h}L{w - r:.3f},{-h}C{w - k:.3f},{-h} {w},{-h + k:.3f} {w},{-h + r:.3f}"
        f"L{w},{h - r:.3f}C{w},{h - k:.3f} {w - k:.3f},{h} {w - r:.3f},{h}"
        f"L{-w + r:.3f},{h}C{-w + k:.3f},{h} {-w},{h - k:.3f} {-w},{h - r:.3f}"
        f"L{-w},{-h + r:.3f}C{-w},{-h + k:.3f} {-w + k:.3f},{-h} {-w + r:.3f},{-h}Z"
    )


#: The colours are those of Okabe and Ito, which the colour-blind tell apart; the shapes do so without any colour.
#: Source: https://jfly.uni-koeln.de/color/
LOOKS: Mapping[EntityKind, Look] = {
    EntityKind.PERSON: Look("Person", "People", "#0072b2", "#ffffff", _rectangle(1.0, 1.0, 1.0), "circle"),
    EntityKind.ORGANIZATION: Look(
        "Organization", "Organizations", "#e69f00", "#1b1b1b", _rectangle(0.9, 0.9, 0.25), "box"
    ),
    EntityKind.PLACE: Look("Place", "Places", "#9a9a9a", "#1b1b1b", _polygon(3, turn=math.pi), "invtriangle"),
    EntityKind.AWARD: Look("Award", "Awards", "#f0e442", "#1b1b1b", _polygon(8, inner=0.78), "star"),
    EntityKind.WORK: Look("Work", "Works", "#56b4e9", "#1b1b1b", _rectangle(0.74, 1.0, 0.14), "note"),
    EntityKind.EVENT: Look("Venue", "Venues", "#d55e00", "#ffffff", _polygon(4), "diamond"),
    EntityKind.TOPIC: Look("Topic", "Topics", "#009e73", "#ffffff", _polygon(6), "hexagon"),
    EntityKind.COURSE: Look("Course", "Courses", "#cc79a7", "#1b1b1b", _polygon(3), "triangle"),
    EntityKind.PROJECT: Look("Project", "Projects", "#5d6470", "#ffffff", _polygon(5), "pentagon"),
}

#: The heading of each kind of fact in a list, in the order of the lists.
FACTS: Mapping[Kind, str] = {
    Kind.POSITIONS: "Positions",
    Kind.EDUCATION: "Education",
    Kind.AWARDS: "Awards",
    Kind.GRANTS: "Grants",
    Kind.PEOPLE: "People",
    Kind.INTERESTS: "Interests",
    Kind.PUBLICATIONS: "Publications",
    Kind.TALKS: "Talks",
    Kind.PROJECTS: "Projects",
    Kind.TEACHING: "Teaching",
    Kind.SERVICE: "Service",
    Kind.IDENTITY: "Name",
    Kind.IDENTIFIERS: "Identifiers",
}


@cache
def icons() -> Mapping[EntityKind, str]:
    """An SVG path, in a box of 24 by 24, for each kind."""
    held = json.loads((VENDOR / "icons.json").read_text(encoding="utf-8"))
    return {kind: held[kind.value] for kind in LOOKS}
