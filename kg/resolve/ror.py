"""ROR's data dump to an index in one file, and the index to organizations.

The dump is one JSON array of records, schema v2, plain, gzipped or zipped. It is read record by record, so that
memory does not grow with it. Source: https://ror.readme.io/docs/ror-data-structure
"""

from __future__ import annotations

import codecs
import gzip
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import InputError
from kg.model import EntityKind
from kg.resolve.gazetteer import ROR_IRI, WIKIDATA_IRI, Known
from kg.resolve.names import is_han, match_key
from kg.resolve.standing import Record
from kg.whole import whole

ISNI_IRI = "https://isni.org/isni/"

#: Bumped where the tables change; an index of another form is refused.
FORM = 2

_CHUNK = 1 << 20
#: No record is near so long; a file that is one endless string must not fill the memory.
_LONGEST = 1 << 24

_TABLES = """
CREATE TABLE record (id TEXT PRIMARY KEY, name TEXT, kind TEXT, city TEXT, country TEXT, country_name TEXT,
  domains TEXT, wikidata TEXT, isni TEXT, parents TEXT, successor TEXT, has_han INTEGER) WITHOUT ROWID;
CREATE TABLE name (key TEXT, rank INTEGER, id TEXT, PRIMARY KEY (key, rank, id)) WITHOUT ROWID;
"""

#: How a kind of name ranks: the name itself, the same in other languages, aliases, acronyms.
_RANKS: Mapping[str, int] = {"ror_display": 0, "label": 1, "alias": 2, "acronym": 3}

#: ROR's types to ours, the first that a record has.
_KINDS: Mapping[str, str] = {
    "education": "university",
    "company": "company",
    "healthcare": "healthcare",
    "government": "government",
    "facility": "facility",
    "nonprofit": "nonprofit",
    "funder": "funder",
}


def build_ror_index(file: Path, target: Path) -> int:
    """Read a dump of ROR into an index at ``target``, whole or not at all; returns the number of records.

    Raises:
        InputError: the file cannot be read, or is no dump of schema v2.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole(target) as half:
        half.chmod(0o600)  # the user's own
        return _write(file, half)


def _write(file: Path, target: Path) -> int:
    database = sqlite3.connect(target)
    try:
        database.executescript(f"PRAGMA user_version = {FORM}; PRAGMA synchronous = OFF; {_TABLES}")
        count = 0
        for record in _records(file):
            try:
                row, names = _row(record)
            except (KeyError, TypeError, AttributeError, IndexError) as error:
                raise _not_a_dump(file, f"record {count + 1} is not of schema v2") from error
            count += 1
            if record["status"] != "withdrawn":
                database.execute(f"INSERT OR REPLACE INTO record VALUES ({','.join('?' * len(row))})", row)
                database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
        if not count:
            raise _not_a_dump(file, "it has no record")
        database.commit()
    finally:
        database.close()
    return count


def _row(record: Any) -> tuple[tuple[str, ...], list[tuple[str, int, str]]]:
    short = str(record["id"]).rsplit("/", 1)[-1]
    display = next(name["value"] for name in record["names"] if "ror_display" in name["types"])
    where = record["locations"][0]["geonames_details"] if record["locations"] else {}
    related: dict[str, list[str]] = {"parent": [], "successor": []}
    for relation in record["relationships"]:
        related.setdefault(str(relation.get("type") or relation["label"]).lower(), []).append(
            relation["id"].rsplit("/", 1)[-1]
        )
    sites = [link["value"] for link in record["links"] if link["type"] == "website"]
    identifiers = {e["type"]: e["preferred"] or e["all"][0] for e in record["external_ids"] if e["all"]}
    row = (
        short,
        display,
        next((ours for theirs, ours in _KINDS.items() if theirs in record["types"]), ""),
        where.get("name") or "",
        where.get("country_code") or "",
        where.get("country_name") or "",
        "|".join(sorted({host(site) for site in sites} | {str(domain).lower() for domain in record["domains"]} - {""})),
        identifiers.get("wikidata", ""),
        identifiers.get("isni", "").replace(" ", ""),
        "|".join(sorted(related["parent"])),
        min(related["successor"], default=""),
        str(int(any(is_han(name["value"]) for name in record["names"]))),
    )
    names = {}
    for name in sorted(record["names"], key=lambda n: -min(_RANKS.get(t, 2) for t in n["types"] or ["alias"])):
        rank = min((_RANKS.get(kind, 2) for kind in name["types"]), default=2)
        names[match_key(name["value"])] = rank
        # "Intel (Germany)": the country is ROR's own, nobody writes it.
        if rank == 0 and display.endswith(f"({where.get('country_name')})"):
            names.setdefault(match_key(display.rsplit("(", 1)[0]), 1)
    return row, [(key, rank, short) for key, rank in names.items() if key]


def host(url: str) -> str:
    """The host of an address, without ``www``.

    >>> host("https://www.example.org/about")
    'example.org'
    """
    rest = url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0].lower()
    return rest.removeprefix("www.")


def _not_a_dump(file: Path, why: str) -> InputError:
    return InputError(f"{file}: not a ROR data dump of schema v2 ({why}); download one from ror.org")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """The JSON in a file, whichever of the three forms it has."""
    with file.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == b"\x1f\x8b":
        with gzip.open(file) as unpacked:
            yield cast(IO[bytes], unpacked)
    elif start == b"PK\x03\x04":
        with zipfile.ZipFile(file) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".json"))
            if not names:
                raise _not_a_dump(file, "no JSON file is in the archive")
            # Older releases hold both schemas side by side.
            with archive.open(next((name for name in names if "schema_v2" in name), names[-1])) as stream:
                yield stream
    else:
        with file.open("rb") as stream:
            yield stream


def _records(file: Path) -> Iterator[Any]:
    try:
        with _opened(file) as stream:
            yield from _array(file, stream)
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror or error}); is it a whole ROR data dump?") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, UnicodeDecodeError, RecursionError, NotImplementedError) as error:
        raise _not_a_dump(file, f"it is broken: {error}") from error


def _array(file: Path, stream: IO[bytes]) -> Iterator[Any]:
    """The items of one JSON array, each as soon as it is whole."""
    decode = codecs.getincrementaldecoder("utf-8-sig")()
    scan = json.JSONDecoder().raw_decode
    buffer, ended, opened = "", False, False
    while not ended:
        chunk = stream.read(_CHUNK)
        ended = not chunk
        buffer += decode.decode(chunk, final=ended)
        at = 0
        if not opened:
            start = len(buffer) - len(buffer.lstrip())
            if buffer[start : start + 1] not in ("[", ""):
                raise _not_a_dump(file, "it is no JSON array")
            opened, at = buffer[start : start + 1] == "[", start + 1
        while True:
            while at < len(buffer) and buffer[at] in " \t\r\n,":
                at += 1
            if buffer[at : at + 1] == "]":
                return
            try:
                item, at = scan(buffer, at)
            except json.JSONDecodeError:
                break
            yield item
        buffer = buffer[at:]
        if len(buffer) > _LONGEST:
            raise _not_a_dump(file, "a record of it does not end")
    raise _not_a_dump(file, "it breaks off")


class RorIndex:
    """An index that ``build_ror_index`` made, open for reading. ``ours`` has the keys of records that we know too."""

    def __init__(self, path: Path, ours: Mapping[str, str]) -> None:
        try:
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            (form,) = self._database.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise InputError(f"{path}: no ROR index ({error}); make one with `kg gazetteer add ror FILE`") from error
        if form != FORM:
            self._database.close()
            raise InputError(f"{path}: a ROR index of another version; make it anew with `kg gazetteer add ror FILE`")
        self._ours = ours
        self.find = lru_cache(maxsize=1 << 16)(self._find)
        self.record = lru_cache(maxsize=1 << 14)(self._record)

    def close(self) -> None:
        self._database.close()

    def key(self, short: str) -> str:
        """The key of the entity that a ROR id stands for."""
        return self._ours.get(short, f"organization/ror-{short}")

    def parents(self, short: str) -> tuple[str, ...]:
        """The ROR ids of what an organization belongs to."""
        row = self._database.execute("SELECT parents FROM record WHERE id = ?", (short,)).fetchone()
        return tuple(filter(None, row[0].split("|"))) if row else ()

    def _find(self, name: str) -> tuple[Known, ...]:
        """All that go by a name, the best kind of name first."""
        asked = "SELECT rank, id FROM name WHERE key = ? ORDER BY rank, id"
        found = [
            (rank, self.record(short)) for rank, short in self._database.execute(asked, (match_key(name),)).fetchall()
        ]
        return tuple(replace(known, by=rank) for rank, known in found if known)

    def _record(self, short: str) -> Known | None:
        row = self._database.execute("SELECT * FROM record WHERE id = ?", (short,)).fetchone()
        if row is None:
            return None
        _, name, kind, city, country, country_name, domains, wikidata, isni, parents, successor, has_han = row
        links = [(ROR_IRI, short), (WIKIDATA_IRI, wikidata), (ISNI_IRI, isni)]
        record = Record(
            key=self.key(short),
            kind=EntityKind.ORGANIZATION,
            name=name,
            category=kind,
            parent=self.key(parents.split("|")[0]) if parents else "",
            place=", ".join(filter(None, dict.fromkeys([city, country_name]))),
            same_as=tuple(sorted(iri + value for iri, value in links if value)),
            successor=self.key(successor) if successor else "",
        )
        sites = tuple(domains.split("|")) if domains else ()
        return Known(record, 0, city, country, sites, short, has_han=bool(has_han))
