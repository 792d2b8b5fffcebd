"""Files of known things to tables that answer: who goes by this name?"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import SettingsError
from kg.model import EntityKind
from kg.resolve.countries import country_name
from kg.resolve.names import is_han, match_key
from kg.resolve.standing import Record
from kg.resources import resource

ROR_IRI = "https://ror.org/"
WIKIDATA_IRI = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Known:
    """An organization that a gazetteer or ROR knows, and what tells it from others of the same name.

    ``by`` says how the looked-up name stands in it: 0 its name, 1 the same in another language, 2 an alias,
    3 an acronym. ``has_han`` says whether a name in Chinese characters is known.
    """

    record: Record
    by: int = 0
    city: str = ""
    country: str = ""
    domains: tuple[str, ...] = ()
    ror: str = ""
    has_han: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The organizations of one file, by match key and by ROR id."""

    names: Mapping[str, tuple[Known, ...]]
    keys: Mapping[str, str]
    records: Mapping[str, Record]

    def find(self, name: str) -> tuple[Known, ...]:
        """All that go by a name, whatever its spelling."""
        return self.names.get(match_key(name), ())


def rows(path: Path, columns: str) -> list[dict[str, str]]:
    """The rows of a CSV file of ours.

    Raises:
        SettingsError: the file cannot be read, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(
            f"{path}: cannot be read as a gazetteer ({error}); it is a CSV file of {columns}"
        ) from error
    if not found or set(columns.split(",")) - set(found[0]):
        raise SettingsError(f"{path}: a gazetteer needs rows with the columns {columns}")
    return found


@lru_cache(maxsize=4)
def organizations(path: Path | None = None) -> Gazetteer:
    """Read the gazetteer that ships, or the one at ``path``."""
    columns = "key,name,aliases,kind,city,country,domain,ror,wikidata,parent"
    names: dict[str, dict[str, Known]] = defaultdict(dict)
    keys, records = {}, {}
    for row in rows(path or resource("data", "gazetteers", "organizations.csv"), columns):
        links = [(ROR_IRI, row["ror"]), (WIKIDATA_IRI, row["wikidata"])]
        aliases = tuple(filter(None, row["aliases"].split("|")))
        record = Record(
            key=f"organization/{row['key']}",
            kind=EntityKind.ORGANIZATION,
            name=row["name"],
            aliases=aliases,
            category=row["kind"],
            parent=f"organization/{row['parent']}" if row["parent"] else "",
            place=", ".join(filter(None, dict.fromkeys([row["city"], country_name(row["country"])]))),
            same_as=tuple(sorted(iri + name for iri, name in links if name)),
        )
        records[record.key] = record
        if row["ror"]:
            keys[row["ror"]] = record.key
        sites = tuple(filter(None, row["domain"].split("|")))
        where = (row["city"], row["country"], sites, row["ror"], any(map(is_han, aliases)))
        for by, name in [(0, row["name"]), *((2, alias) for alias in aliases)]:
            names[match_key(name)].setdefault(record.key, Known(record, by, *where))
    return Gazetteer({name: tuple(of[key] for key in sorted(of)) for name, of in names.items()}, keys, records)


@lru_cache(maxsize=4)
def things(file: str, kind: EntityKind, above: str = "") -> Mapping[str, tuple[Record, bool]]:
    """Venues, topics or awards by match key, each with whether the key is its own name or an alias.

    ``above`` is the column of the broader row, or of the organization that gives an award.
    """
    found: dict[str, tuple[Record, bool]] = {}
    for row in rows(resource("data", "gazetteers", file), "key,name,aliases"):
        room = EntityKind.ORGANIZATION if above == "giver" else kind
        parent = f"{room.value}/{row[above]}" if above and row[above] else ""
        aliases = tuple(filter(None, row["aliases"].split("|")))
        record = Record(f"{kind.value}/{row['key']}", kind, row["name"], aliases, row.get("kind", ""), parent)
        for name in (row["name"], *aliases):
            if found.setdefault(match_key(name), (record, name == row["name"]))[0] != record:
                raise SettingsError(f"{file}: {name!r} stands for two rows; leave it out of one")
    return found
