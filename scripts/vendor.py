"""npm packages to the vendor folders: the JavaScript and the icons that pages carry, each with licence and version.

    python scripts/vendor.py            take the versions below again, and write what has changed
    python scripts/vendor.py --check    only say whether the folder is what the packages hold (exit status 1 if not)

Needs npm and node. Only the files named here are taken; nothing of a package is run but ``svgpath``, which turns the
arcs of the icons into curves that every drawing library knows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

from kg.draw.world import project

ROOT = Path(__file__).parent.parent / "kg"

#: The packages of each folder, and their versions.
VERSIONS: Mapping[str, Mapping[str, str]] = {
    "draw/vendor": {"vis-network": "10.1.5", "@mdi/js": "7.4.47", "svgpath": "2.6.0", "world-atlas": "2.0.2"},
    # Zazuko's is the YASGUI that is kept up. It is a fork of Triply's, whose package has the text of their licence.
    "serve/vendor": {"@zazuko/yasgui": "4.6.2", "@triply/yasgui": "4.2.28"},
}

#: A file of ours, and the package and the file in it that it is a copy of.
COPIES: Mapping[str, tuple[str, str]] = {
    # The build in dist/ needs no other package and, unlike standalone/, adds no style sheet to the page that runs it.
    "draw/vendor/vis-network.min.js": ("vis-network", "dist/vis-network.min.js"),
    "draw/vendor/vis-network.LICENSE.txt": ("vis-network", "LICENSE-MIT"),
    "draw/vendor/icons.LICENSE.txt": ("@mdi/js", "LICENSE"),
    # The package is Natural Earth's data in TopoJSON; the data themselves are in the public domain.
    "draw/vendor/world.LICENSE.txt": ("world-atlas", "LICENSE"),
    "serve/vendor/yasgui.min.js": ("@zazuko/yasgui", "build/yasgui.min.js"),
    "serve/vendor/yasgui.min.css": ("@zazuko/yasgui", "build/yasgui.min.css"),
    "serve/vendor/yasgui.LICENSE.txt": ("@triply/yasgui", "LICENSE.txt"),
}

#: The icon of each kind of thing, by its name in Material Design Icons.
ICONS: Mapping[str, str] = {
    "person": "mdiAccount",
    "organization": "mdiBank",
    "place": "mdiMapMarker",
    "award": "mdiTrophy",
    "work": "mdiFileDocument",
    "event": "mdiCalendar",
    "topic": "mdiLightbulb",
    "course": "mdiSchool",
    "project": "mdiCube",
}

_AS_CURVES = """
const icons = require("./@mdi/js/commonjs/mdi.js"), path = require("./svgpath");
const wanted = JSON.parse(process.argv[1]), found = {};
for (const kind of Object.keys(wanted)) {
  found[kind] = path(icons[wanted[kind]]).abs().unarc().unshort().round(2).toString();
}
console.log(JSON.stringify(found));
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if the folder differs")
    only_check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        files = vendored(Path(folder))
    changed = sorted(name for name, content in files.items() if _held(name) != content)
    for name in changed:
        print(f"{name}: differs from its package" if only_check else f"{name}: written")
        if not only_check:
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_bytes(files[name])
    return 1 if only_check and changed else 0


def vendored(folder: Path) -> Mapping[str, bytes]:
    """The content of each file of the vendor folders, taken from the packages by way of ``folder``."""
    for packages in VERSIONS.values():
        for name, version in packages.items():
            _unpack(name, version, folder)
    files = {ours: (folder / package / theirs).read_bytes() for ours, (package, theirs) in COPIES.items()}
    files["draw/vendor/icons.json"] = _json(json.loads(_node(_AS_CURVES, json.dumps(ICONS), folder)))
    files["draw/vendor/world.json"] = _json(world(json.loads((folder / "world-atlas/countries-50m.json").read_text())))
    for place, packages in VERSIONS.items():
        files[f"{place}/versions.json"] = _json(
            {name: {"version": version, "license": _license(folder / name)} for name, version in packages.items()}
        )
    return files


# ---------------------------------------------------------------------------------------------------------------
# the outline of the world

#: In degrees: what a line may be away from the true one, the smallest island, and the latitude where the map ends.
_TOLERANCE, _SMALLEST, _SOUTH = 0.07, 0.35, -60.0

_Point = tuple[float, float]


def world(atlas: Mapping[str, Any]) -> Mapping[str, str]:
    """A topology of countries to two paths on the map: the land, and the borders within it.

    Source of the format: https://github.com/topojson/topojson-specification
    """
    arcs = [_simpler(list(_arc(arc, **atlas["transform"]))) for arc in atlas["arcs"]]
    whole = (_joined(ring, arcs) for ring in _rings(atlas["objects"]["land"]))
    land = [part for ring in whole for part in _within(ring) if part and _is_large(part)]
    used = Counter(
        max(index, ~index) for ring in _rings(atlas["objects"]["countries"]) for index in ring
    )  # ~index is the arc the other way round
    borders = [arcs[index] for index, count in sorted(used.items()) if count > 1]
    return {"land": "".join(_path(ring) + "z" for ring in land), "borders": "".join(map(_path, borders))}


def _arc(deltas: Iterable[tuple[int, int]], scale: _Point, translate: _Point) -> Iterator[_Point]:
    x = y = 0
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        yield x * scale[0] + translate[0], y * scale[1] + translate[1]


def _rings(thing: Mapping[str, Any]) -> Iterator[list[int]]:
    for geometry in thing.get("geometries", ()):
        yield from _rings(geometry)
    for polygon in {"Polygon": [thing.get("arcs")], "MultiPolygon": thing.get("arcs")}.get(thing["type"], ()):
        yield from polygon


def _joined(ring: Iterable[int], arcs: Sequence[list[_Point]]) -> list[_Point]:
    # An arc begins where the one before it ended.
    return [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]]


def _within(ring: list[_Point]) -> Iterator[list[_Point]]:
    """A ring as it lies on the map: what goes on beyond 180° east or west comes back at the other rim."""
    around = [ring[0]]
    for x, y in ring[1:]:
        around.append((x - 360 * round((x - around[-1][0]) / 360), y))
    if abs(around[-1][0] - around[0][0]) > 180:  # Antarctica, around the pole; the map ends before it
        return
    for shift in (-360, 0, 360):
        shifted = [(x + shift, y) for x, y in around]
        yield _cut(_cut(shifted, 180.0, 1), -180.0, -1)


def _cut(ring: list[_Point], at: float, side: int) -> list[_Point]:
    """Sutherland and Hodgman's: the part of a ring that is west (1) or east (-1) of a meridian."""
    kept = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (at - x1) * side >= 0:
            kept.append((x1, y1))
        if (at - x1) * (at - x2) < 0:
            kept.append((at, y1 + (y2 - y1) * (at - x1) / (x2 - x1)))
    return kept


def _is_large(ring: list[_Point]) -> bool:
    xs, ys = zip(*ring, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys)) > _SMALLEST and max(ys) > _SOUTH


def _simpler(line: list[_Point]) -> list[_Point]:
    """Ramer, Douglas and Peucker's: without the points that are nearly on the line between those that are kept."""
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = hypot(x2 - x1, y2 - y1)
    away = [
        abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length if length else hypot(x - x1, y - y1) for x, y in line
    ]
    farthest = max(range(len(line)), key=away.__getitem__)
    if away[farthest] <= _TOLERANCE:
        return [line[0], line[-1]]
    return _simpler(line[: farthest + 1])[:-1] + _simpler(line[farthest:])


def _path(line: Iterable[_Point]) -> str:
    whole = [tuple(map(round, project(latitude, longitude))) for longitude, latitude in line]
    (x, y), steps = whole[0], [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    moved = " ".join(f"{dx},{dy}" for dx, dy in steps if (dx, dy) != (0, 0))
    return f"M{x},{y}l{moved}" if moved else ""


# ---------------------------------------------------------------------------------------------------------------
# packages


def _unpack(name: str, version: str, folder: Path) -> None:
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    target = folder / name
    target.mkdir(parents=True)
    with tarfile.open(folder / archive) as packed:
        for member in packed.getmembers():
            member.name = member.name.partition("/")[2]  # all stands in one folder, mostly "package"
            if member.name:
                packed.extract(member, target, filter="data")


def _node(script: str, argument: str, folder: Path) -> str:
    return subprocess.run(
        ["node", "-e", script, argument], check=True, capture_output=True, text=True, cwd=folder
    ).stdout


def _license(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["license"])


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _held(name: str) -> bytes | None:
    path = ROOT / name
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
