"""Where cities lie, and the outline of the world that a map lays them on. Both are files that ship with kg."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import radians

from kg.draw.look import VENDOR
from kg.resources import resource

#: The width of the world in the units of the map; its height is about half of that.
WIDTH = 10_000.0


@dataclass(frozen=True, slots=True)
class City:
    """``x`` and ``y`` are on the map, from its middle, ``y`` downwards."""

    name: str
    country: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Outline:
    """SVG paths of M and l (relative lines): the land, to be filled, and the borders of countries within it."""

    land: str
    borders: str


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """A point on the map, in Natural Earth's projection: no part of the world is torn, and none is very wrong in size.

    The formula is the polynomial of Šavrič, Jenny and others (2011).

    >>> project(0.0, 180.0)
    (5000.0, 0.0)
    """
    p, east = radians(latitude) ** 2, radians(longitude)
    x = east * (0.8707 - 0.131979 * p + p**2 * (-0.013791 + p**2 * (0.003971 * p - 0.001529 * p**2)))
    y = radians(latitude) * (1.007226 + p * (0.015085 + p**2 * (-0.044475 + 0.028874 * p - 0.005916 * p**2)))
    unit = WIDTH / (2 * 0.8707 * radians(180))
    return round(x * unit, 1), round(-y * unit, 1)


@cache
def outline() -> Outline:
    """The outline of the world, from Natural Earth."""
    held = json.loads((VENDOR / "world.json").read_text(encoding="utf-8"))
    return Outline(held["land"], held["borders"])


def city(text: str) -> City | None:
    """The city that is written as ``Zurich``, ``Zurich, Switzerland`` or ``Princeton, NJ``.

    None where no city of that name is known, or where it may be one of several: a map does not guess.

    >>> city("Princeton, New Jersey, USA").country
    'United States'
    >>> city("Cambridge") is None
    True
    """
    name, *behind = (_fold(part) for part in text.split(","))
    countries, cities = _tables()
    stated = {countries.get(part, "") for part in behind} - {""}
    for needs, regions, country, found in cities.get(name, ()):
        in_region = bool(regions & set(behind))
        in_country = country in stated
        meant = in_region or needs == "world" or (needs == "country" and in_country)
        # What else is written must not speak against it: "Paris, Texas" is not in France.
        if meant and (in_region or in_country or not [part for part in behind if part]):
            return found
    return None


_Row = tuple[str, frozenset[str], str, City]


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, list[_Row]]]:
    """The code of a country by its names, and the cities of a name."""
    countries, names = {}, {}
    for row in _rows("countries.csv"):
        names[row["code"]] = row["name"]
        for name in (row["code"], row["name"], *row["aliases"].split("|")):
            countries[_fold(name)] = row["code"]
    # Two that everybody writes; the table has what ROR and GeoNames call them.
    countries |= {"usa": "US", "u.s.a.": "US"}
    cities: dict[str, list[_Row]] = {}
    for row in _rows("cities.csv"):
        x, y = project(float(row["latitude"]), float(row["longitude"]))
        regions = frozenset({_fold(row["region"]), _fold(row["code"])} - {""})
        found = City(row["name"], names[row["country"]], x, y)
        cities.setdefault(_fold(row["name"]), []).append((row["needs"], regions, row["country"], found))
    return countries, cities


def _rows(file: str) -> list[dict[str, str]]:
    with resource("data", "gazetteers", file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _fold(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
