"""The tasks of a run: small enough for one machine, each from files to a file, and harmless when it is done twice.

    read      a part's pages        → its profiles, with the standing of each mention
    spread    a part's profiles     → what is compared in each block of words
    compare   a block of words      → which keys are one
    write     a part's profiles     → its N-Quads, and what it says of each block of entities
    entities  a block of entities   → its N-Quads
    decisions a block of words      → why keys are one, or two, as N-Quads

A task whose file is there already has nothing to do, so that a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import gzip
import io
import pickle
import sqlite3
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import EntityKind, Resolution
from kg.pipeline import Page, Reading, read_page, ror_index
from kg.resolve import blocks
from kg.resolve.organizations import Atlas
from kg.resolve.standing import Read
from kg.scale import places
from kg.scale.places import Place

#: Levels above it are much slower, and hardly smaller on such text.
_GZIP = 4


@dataclass(frozen=True, slots=True)
class Job:
    """What every task of a run knows.

    ``pages`` is the address that pages are fetched from, and empty where they lie in a file system that all share.
    """

    out: Place
    blocks: int
    read_on: date
    pages: str = ""
    base_iri: str = ""
    evidence: bool = True
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages, and those of them that end the process that reads them, which are left out."""

    number: int
    pages: tuple[Page, ...]
    deadly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PartRead:
    """How many pages of a part were read, the facts of each kind, and why the others were not."""

    pages: int
    facts: Mapping[str, int]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How many quads stand in a file, and its size in bytes."""

    quads: int
    size: int


def block_of(job: Job) -> Callable[[str], int]:
    """The block of a word or a key."""
    return lambda word: zlib.crc32(word.encode()) % job.blocks


# ---------------------------------------------------------------------------------------------------------------
# reading


def read(job: Job, part: Part) -> PartRead:
    """Read a part's pages."""
    name = f"work/read/{part.number:06}.zip"
    if not places.exists(job.out, name):
        with _here(job, part.pages) as pages:
            readings = [_read(job, part, page) for page in pages]
        profiles = [reading.profile for reading in readings if reading.profile]
        facts = Counter(fact.kind.value for profile in profiles for fact in profile.facts)
        failures = tuple(reading.failure for reading in readings if reading.failure)
        reads = [blocks.stand(profile, _atlas()) for profile in profiles]
        done = PartRead(len(profiles), {kind: facts[kind] for kind in sorted(facts)}, failures)
        _store(job, name, {"reads": reads, "done": done})
    return _load(job, name, "done")  # type: ignore[no-any-return]


def _read(job: Job, part: Part, page: Page) -> Reading:
    if page.source in part.deadly:
        return Reading(page, failure=f"{page.source}: reading this page ended the process; leave it out and report it")
    reading = read_page(page)
    if reading.profile is None:
        return reading
    facts = tuple(fact for fact in reading.profile.facts if fact.confidence >= job.min_confidence)
    return replace(reading, profile=replace(reading.profile, facts=facts))


def probe(job: Job, page: Page) -> str:
    """Read one page, to see whether it ends the process."""
    with _here(job, (page,)) as pages:
        for here in pages:
            read_page(here)
    return page.source


@contextmanager
def _here(job: Job, pages: Sequence[Page]) -> Iterator[Iterator[Page]]:
    """The pages as files of this machine, one after the other; one that cannot be fetched fails when it is read."""
    if not job.pages:
        yield iter(pages)
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        yield (_fetched(job, page, Path(folder)) for page in pages)


def _fetched(job: Job, page: Page, folder: Path) -> Page:
    try:
        return Page(page.source, places.fetch(Place(job.pages), page.source, folder), folder)
    except InputError:
        return page  # read as a file that is not there, which says so


# ---------------------------------------------------------------------------------------------------------------
# comparing


def spread(job: Job, kind: EntityKind, number: int) -> None:
    """Sort what is compared of a part's pages into the blocks of its words."""
    name = f"work/{kind.value}/{number:06}.zip"
    if places.exists(job.out, name):
        return
    before = blocks.COMPARED[: blocks.COMPARED.index(kind)]
    reads = _reads(job, number)
    main = mains(job, before[-1], _keys(reads)) if before else {}
    sorted_: dict[int, list[blocks.Extract]] = {}
    for each in reads:
        for block, extract in blocks.extracts(kind, _joined(each, main), block_of(job)).items():
            sorted_.setdefault(block, []).append(extract)
    _store(job, name, {str(block): sorted_[block] for block in sorted(sorted_)})


def _joined(each: Read, main: Mapping[str, str]) -> Read:
    standings = {
        stated: replace(standing, key=main[standing.key]) if standing.key in main else standing
        for stated, standing in each.standings.items()
    }
    return Read(each.profile, standings)


def compare(job: Job, kind: EntityKind, block: int, parts: int) -> None:
    """Find out which keys of a block are one."""
    name = f"work/{kind.value}/joins-{block:06}"
    if places.exists(job.out, name):
        return
    given = _gathered(job, f"work/{kind.value}", parts, str(block))
    joins = blocks.compare(kind, (extract for some in given for extract in some), {})
    places.write(job.out, name, pickle.dumps(joins, protocol=5))


def joins_of(job: Job, kind: EntityKind, block: int) -> blocks.Joins:
    """What ``compare`` found."""
    return pickle.loads(places.read(job.out, f"work/{kind.value}/joins-{block:06}"))  # type: ignore[no-any-return]


def write_mains(job: Job, kind: EntityKind, main: Mapping[str, str]) -> None:
    """Write down the key of its entity for each key that is joined to another, for all tasks to look up."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "main.sqlite"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE main (key TEXT PRIMARY KEY, main TEXT) WITHOUT ROWID")
            database.executemany("INSERT INTO main VALUES (?, ?)", sorted(main.items()))
        places.write(job.out, f"work/{kind.value}/main.sqlite", path.read_bytes())


def mains(job: Job, kind: EntityKind, keys: Iterable[str]) -> dict[str, str]:
    """Those of some keys that are joined to another, after the kinds up to this one were compared."""
    found: dict[str, str] = {}
    with (
        _mains(job, kind) as path,
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database,
    ):
        for key in keys:
            for (main,) in database.execute("SELECT main FROM main WHERE key = ?", (key,)):
                found[key] = main
    return found


@contextmanager
def _mains(job: Job, kind: EntityKind) -> Iterator[Path]:
    name = f"work/{kind.value}/main.sqlite"
    if job.out.is_local:
        yield job.out.path(name)
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "main.sqlite"
        path.write_bytes(places.read(job.out, name))
        yield path


# ---------------------------------------------------------------------------------------------------------------
# writing


def write(job: Job, number: int) -> Written:
    """Write the N-Quads of a part's pages, and what it says of each block of entities."""
    from kg.graph.build import of_page, quad_lines, whole

    name = f"part-{number:06}"
    if not _is_written(job, name):
        reads = _reads(job, number)
        main = mains(job, blocks.COMPARED[-1], _keys(reads))
        said = blocks.shares(reads, _atlas(), main, block_of(job))
        _store(job, f"work/shares/{number:06}.zip", {str(block): share for block, share in said.items()})
        resolution = blocks.part_resolution(reads, _atlas(), main)
        all_ = whole(resolution, base_iri=job.base_iri, evidence=job.evidence)
        lines = (line for each in reads for line in quad_lines(of_page(all_, each.profile, job.read_on)))
        _write_quads(job, name, lines)
    return _written(job, name)


def entities(job: Job, block: int, parts: int) -> Written:
    """Write the N-Quads of the entities of a block."""
    from kg.graph.build import of_all, whole

    name = f"identity-{block:06}"
    if not _is_written(job, name):
        shares: list[blocks.Share] = list(_gathered(job, "work/shares", parts, str(block)))
        main = mains(job, blocks.COMPARED[-1], sorted({s.key for share in shares for s in share.standings}))
        resolution, known, unnamed = blocks.block_resolution(
            shares, _atlas(), main, lambda key: block_of(job)(key) == block
        )
        all_ = replace(whole(resolution, base_iri=job.base_iri), elsewhere=known)
        days = (job.read_on,) if block == 0 else ()
        _write_quads(job, name, _lines(of_all(all_, unnamed, days)))
    return _written(job, name)


def decisions(job: Job, kind: EntityKind, block: int) -> Written:
    """Write the N-Quads of what a block's comparisons decided."""
    from kg.graph.build import of_all, whole

    name = f"decisions-{kind.value}-{block:06}"
    if not _is_written(job, name):
        links = joins_of(job, kind, block).links
        keys = (key for link in links for key in (link.left, link.right))
        resolution = Resolution((), {}, blocks.decisions_of(links))
        all_ = replace(whole(resolution, base_iri=job.base_iri), elsewhere=frozenset(keys))
        _write_quads(job, name, _lines(of_all(all_, {}, ())))
    return _written(job, name)


def _lines(statements: Iterable[tuple[str, tuple[str, str, str]]]) -> list[str]:
    return sorted({f"{' '.join(statement)} {graph} ." for graph, statement in statements})


def _write_quads(job: Job, name: str, lines: Iterable[str]) -> None:
    content, count = io.BytesIO(), 0
    # Without a name and a time in it: the same quads are the same bytes.
    with gzip.GzipFile("", "wb", _GZIP, content, mtime=0) as file:
        for line in lines:
            file.write(f"{line}\n".encode())
            count += 1
    places.write(job.out, f"quads/{name}.nq.gz", content.getvalue())
    places.write(job.out, f"work/written/{name}", pickle.dumps(Written(count, content.tell())))


def _is_written(job: Job, name: str) -> bool:
    return places.exists(job.out, f"work/written/{name}")


def _written(job: Job, name: str) -> Written:
    return pickle.loads(places.read(job.out, f"work/written/{name}"))  # type: ignore[no-any-return]


# ---------------------------------------------------------------------------------------------------------------
# files of one task for another


def _store(job: Job, name: str, members: Mapping[str, Any]) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for member, value in members.items():
            file.writestr(zipfile.ZipInfo(member), pickle.dumps(value, protocol=5), zipfile.ZIP_DEFLATED, 1)
    places.write(job.out, name, content.getvalue())


def _load(job: Job, name: str, member: str) -> Any:
    with places.opened(job.out, name) as file, zipfile.ZipFile(file) as members:
        return pickle.loads(members.read(member))


def _gathered(job: Job, folder: str, parts: int, member: str) -> Iterator[Any]:
    """One member of the file of each part that has it; of each file only that member is read."""
    for number in range(parts):
        with places.opened(job.out, f"{folder}/{number:06}.zip") as file, zipfile.ZipFile(file) as members:
            if member in members.NameToInfo:
                yield pickle.loads(members.read(member))


def _reads(job: Job, number: int) -> list[Read]:
    return _load(job, f"work/read/{number:06}.zip", "reads")  # type: ignore[no-any-return]


def _keys(reads: Iterable[Read]) -> list[str]:
    return sorted({standing.key for each in reads for standing in each.standings.values()})


@lru_cache(maxsize=1)
def _atlas() -> Atlas:
    """The known organizations, once a process: the index of ROR stays open until it ends."""
    ror = ror_index()
    return blocks.opened(ror if ror.exists() else None).__enter__()
