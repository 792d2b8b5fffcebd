"""ROR's data dump to where cities lie: ``data/gazetteers/cities.csv``, which the map looks up.

    python scripts/cities.py DUMP            a dump of ror.org, schema v2, as ``kg gazetteer add ror`` takes it

A city of a dump has the place that GeoNames gives it. Most names are those of several cities, so each row says how much
has to be written for it to be meant: its name alone (``world``), the country as well (``country``), or the region
(``region``). It is meant where nine in ten of the records with what is written are there.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from kg.resolve.countries import COUNTRIES
from kg.resources import resource

OUT = Path(__file__).parent.parent / "data" / "gazetteers"
SURE = 0.9
NEAR = 30.0  # kilometres: parts of one city


def main() -> None:
    counts, details = _counted(Path(sys.argv[1]))
    rows = sorted(_rows(counts, details))
    _write("cities.csv", ("name", "region", "code", "country", "needs", "latitude", "longitude"), rows)
    names = {where["country_code"]: where["country_name"] for where in details.values()}
    known = sorted(
        (code, name, "|".join(n for n in COUNTRIES.get(code, ()) if n != name)) for code, name in names.items()
    )
    _write("countries.csv", ("code", "name", "aliases"), known)
    print(f"{len(rows):,} cities in {len(known)} countries")


def _counted(dump: Path) -> tuple[Counter[int], Mapping[int, Any]]:
    """How many records are in each place of GeoNames, and what it says of the place.

    Those of our own gazetteer count more: of its organizations the record is known, so that their cities are those
    that are meant in their countries.
    """
    with resource("data", "gazetteers", "organizations.csv").open(encoding="utf-8", newline="") as ours:
        known = {row["ror"] for row in csv.DictReader(ours) if row["ror"]}
    counts: Counter[int] = Counter()
    details: dict[int, Any] = {}
    opener = gzip.open if dump.suffix == ".gz" else open
    with opener(dump, "rt", encoding="utf-8") as file:
        for record in json.load(file):
            for location in record["locations"]:
                counts[location["geonames_id"]] += 25 if record["id"].rpartition("/")[2] in known else 1
                found = location["geonames_details"]
                # Records of long ago say less.
                if found.get("country_subdivision_name") or location["geonames_id"] not in details:
                    details[location["geonames_id"]] = found
    return counts, details


def _rows(counts: Counter[int], details: Mapping[int, Any]) -> Iterator[tuple[str, ...]]:
    named: dict[str, list[int]] = defaultdict(list)
    for place, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        named[details[place]["name"].casefold()].append(place)
    with resource("data", "gazetteers", "places.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["name"].casefold() for row in csv.DictReader(file) if row["kind"] != "city"}
    for name, places in named.items():
        taken: set[int] = set()
        for place in places:
            here = {other for other in places if other not in taken and _near(details[place], details[other])}
            if place in taken or sum(counts[one] for one in here) < 2:  # one record alone may be a slip of its writer
                continue
            taken |= here
            where = details[place]
            inside = [one for one in places if details[one]["country_code"] == where["country_code"]]
            needs = "region"
            if _share(here, inside, counts) >= SURE:
                needs = "country"
            if _share(here, places, counts) >= SURE and name not in regions:
                needs = "world"
            region = tuple(where.get(f"country_subdivision_{part}") or "" for part in ("name", "code"))
            point = (f"{where['lat']:.2f}", f"{where['lng']:.2f}")
            yield where["name"], *region, where["country_code"], needs, *point


def _near(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    east = (one["lng"] - other["lng"]) * cos(radians(one["lat"]))
    return one["country_code"] == other["country_code"] and hypot(one["lat"] - other["lat"], east) * 111 < NEAR


def _share(some: set[int], of: list[int], counts: Counter[int]) -> float:
    return sum(counts[one] for one in some) / sum(counts[one] for one in of)


def _write(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


if __name__ == "__main__":
    main()
