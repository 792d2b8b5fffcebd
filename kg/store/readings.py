"""What was read of each page, kept in a file: a page whose content is the same is not read again."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, overload

from kg.model import Evidence, Fact, Kind, Note, Profile, Source, Span, Value


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page without reading it: its file, the hash of its content, and the reader that read it."""

    path: Path
    content: str
    reader: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Written:
    """A hash of what a graph was written from, how its IRIs begin, its name, and the number of its facts."""

    inputs: str
    base: str
    build: str
    facts: Counter[Kind]


class Readings:
    """The profiles of all pages of a store, one at a time from its file, in the order of their sources.

    Each is kept at once, so that a build that is killed has lost the page that it was at.
    """

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
            "CREATE TABLE IF NOT EXISTS reading (source BLOB PRIMARY KEY, path BLOB NOT NULL,"
            " content TEXT NOT NULL, reader TEXT NOT NULL, read_on TEXT NOT NULL, profile BLOB NOT NULL);"
            "CREATE TABLE IF NOT EXISTS written"
            " (inputs TEXT NOT NULL, base TEXT NOT NULL, build TEXT NOT NULL, facts TEXT NOT NULL)"
        )

    def close(self) -> None:
        self._file.close()

    def known(self) -> dict[str, Known]:
        """What is known of each page, by its source."""
        rows = self._file.execute("SELECT source, path, content, reader, read_on FROM reading")
        return {
            _text(source): Known(Path(_text(path)), content, reader, date.fromisoformat(read_on))
            for source, path, content, reader, read_on in rows
        }

    def keep(self, profile: Profile, known: Known) -> None:
        """Keep what was read of a page, in place of what was read of it before."""
        row = (_bytes(profile.source), _bytes(str(known.path)), known.content, known.reader, known.read_on.isoformat())
        self._file.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?)", (*row, packed(profile)))

    def forget(self, sources: Sequence[str]) -> None:
        self._file.executemany("DELETE FROM reading WHERE source = ?", [(_bytes(source),) for source in sources])

    def profiles(self, least: float = 0.0) -> Profiles:
        """All profiles, with the facts that are at least so sure."""
        return Profiles(self._file, least)

    def written(self) -> Written:
        """What the last graph was written from; empty before the first."""
        row = self._file.execute("SELECT inputs, base, build, facts FROM written").fetchone()
        if row is None:
            return Written("", "", "", Counter())
        inputs, base, build, facts = row
        return Written(inputs, base, build, Counter({Kind(kind): n for kind, n in json.loads(facts).items()}))

    def note(self, written: Written) -> None:
        """Note what the graph that stands was written from."""
        row = (written.inputs, written.base, written.build, json.dumps(written.facts))
        self._file.execute("BEGIN")
        self._file.execute("DELETE FROM written")
        self._file.execute("INSERT INTO written VALUES (?, ?, ?, ?)", row)
        self._file.execute("COMMIT")


class Profiles(Sequence[Profile]):
    """The kept profiles, unpacked as they are asked for: a million of them are no more in memory than one."""

    def __init__(self, file: sqlite3.Connection, least: float) -> None:
        self._file, self._least = file, least

    def __len__(self) -> int:
        count: int = self._file.execute("SELECT count(*) FROM reading").fetchone()[0]
        return count

    def __iter__(self) -> Iterator[Profile]:
        for (content,) in self._file.execute("SELECT profile FROM reading ORDER BY source"):
            yield self._sure(unpacked(content))

    @overload
    def __getitem__(self, index: int) -> Profile: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Profile]: ...

    def __getitem__(self, index: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(index, slice):
            return list(self)[index]
        at = index if index >= 0 else len(self) + index
        row = self._file.execute("SELECT profile FROM reading ORDER BY source LIMIT 1 OFFSET ?", (at,)).fetchone()
        if row is None or at < 0:
            raise IndexError(index)
        return self._sure(unpacked(row[0]))

    def _sure(self, profile: Profile) -> Profile:
        if self._least <= 0:
            return profile
        return replace(profile, facts=tuple(fact for fact in profile.facts if fact.confidence >= self._least))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a file's name need not be UTF-8


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


# ---------------------------------------------------------------------------------------------------------------
# profiles as bytes


def packed(profile: Profile) -> bytes:
    """A profile as compressed JSON; each place on the page stands there once.

    >>> unpacked(packed(Profile("ada.md", (), ()))).source
    'ada.md'
    """
    places: dict[Evidence, int] = {}
    for fact in profile.facts:
        for evidence in (*fact.evidence, *(v.evidence for values in fact.slots.values() for v in values)):
            places.setdefault(evidence, len(places))
    content = {
        "source": profile.source,
        "documents": [[d.path, d.sha256, d.format] for d in profile.documents],
        "notes": [[n.source, n.message, [n.span.start, n.span.end] if n.span else None] for n in profile.notes],
        "places": [
            [e.source, e.span.start, e.span.end, e.quote, e.heading, e.rule, e.prefix, e.suffix, e.line] for e in places
        ],
        "facts": [
            [
                fact.kind.value,
                {slot: [[v.text, places[v.evidence], v.url] for v in values] for slot, values in fact.slots.items()},
                [places[evidence] for evidence in fact.evidence],
                fact.confidence,
            ]
            for fact in profile.facts
        ],
    }
    # ASCII, so that half of a surrogate pair in a file's name passes.
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode("ascii"), 3)


def unpacked(content: bytes) -> Profile:
    """The profile that was packed."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    places = [Evidence(source, Span(start, end), *rest) for source, start, end, *rest in found["places"]]
    facts = tuple(
        Fact(
            Kind(kind),
            {slot: tuple(Value(text, places[at], url) for text, at, url in values) for slot, values in slots.items()},
            tuple(places[at] for at in evidence),
            confidence,
        )
        for kind, slots, evidence, confidence in found["facts"]
    )
    notes = tuple(Note(source, message, Span(*span) if span else None) for source, message, span in found["notes"])
    return Profile(found["source"], tuple(Source(*row) for row in found["documents"]), facts, notes)
