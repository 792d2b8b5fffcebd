"""Pages to a store: read what changed, resolve all, write the parts of the graph that are others than before."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kg import pipeline, vocab
from kg.errors import GraphError, InputError, SettingsError
from kg.model import RULES_ALONE, Kind, Voters
from kg.pipeline import Page, Progress, Reading
from kg.resources import resource
from kg.store.readings import Known, Readings, Written
from kg.version import __version__


@dataclass(frozen=True, slots=True)
class Updated:
    """What a build did to a store: pages by what became of them, and what the store holds now."""

    read: int
    unchanged: int
    removed: int
    failed: int
    pages: int
    facts: Counter[Kind]
    changed: bool


def update(
    paths: Iterable[Path],
    folder: Path,
    *,
    prune: bool = False,
    base_iri: str = "",
    evidence: bool = True,
    min_confidence: float = 0.0,
    read_on: date | None = None,
    workers: int = 1,
    decisions: Path | None = None,
    voters: Voters = RULES_ALONE,
    progress: Progress = lambda stage, done, total: None,
    tell: Callable[[Reading], None] = lambda reading: None,
) -> Updated:
    """Bring a store up to date with pages; the store is made if the folder is not there.

    A page whose content is known is not read again. Pages of the store that are not among these stay in it. A page that
    cannot be read stays as it was. Whenever the build ends, the store holds the graph of before or of after it.

    Args:
        paths: pages, and folders of pages.
        folder: where the store lies.
        prune: whether to take out the pages that are not among these.
        base_iri: how the IRIs begin; those of a store cannot be changed. Empty for those that it has.
        evidence, min_confidence, read_on, workers, decisions, voters, progress: as for ``pipeline.build``.
        tell: told of each page that was read.

    Raises:
        InputError: no page can be read.
        GraphError: another build is at work on the store, or the folder cannot be written.
        SettingsError: the IRIs of the store begin otherwise.
    """
    with _alone(folder), closing(_opened(folder)) as readings:
        base = _base(base_iri, readings)
        pages = pipeline.find(paths)
        known = readings.known()
        contents = {page: content(page.path) for page in pages}
        who = reader(voters)
        changed = [page for page in pages if _has_changed(page, contents[page], known.get(page.source), who)]
        read_one = pipeline.reader(voters if changed else RULES_ALONE)
        failed = 0
        for done, reading in enumerate(pipeline.read_pages(changed, workers=workers, read_one=read_one), start=1):
            tell(reading)
            # What a model that failed has not read is read again the next time.
            by = "" if any(usage.failed for usage in reading.usage) else who
            known_as = Known(reading.page.path.resolve(), contents[reading.page], by, read_on or date.today())
            failed += not _kept(reading, known_as, readings, folder)
            progress("reading", done, len(changed))
        if failed == len(pages):
            raise InputError(f"{folder}: stays as it was, for none of the pages can be read")
        gone = sorted(known.keys() - {page.source for page in pages}) if prune else []
        with _disk(folder):
            readings.forget(gone)
            facts, is_other = _write(folder, readings, base, evidence, min_confidence, decisions, progress)
        return Updated(
            read=len(changed) - failed,
            unchanged=len(pages) - len(changed),
            removed=len(gone),
            failed=failed,
            pages=len(readings.profiles()),
            facts=facts,
            changed=is_other,
        )


def _opened(folder: Path) -> Readings:
    with _disk(folder):
        return Readings(folder / "readings.sqlite")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the store's lock."""
    from kg.graph.generations import lock

    with ExitStack() as stack:
        with _disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            held = stack.enter_context((folder / "lock").open("ab"))
            if not lock(held):
                raise GraphError(f"{folder}: another build is at work on this store; wait until it has ended")
        yield


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """What the disk has against a store, in one sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise GraphError(f"{folder}: the store cannot be written ({reason}); it stays as it was") from error


def _base(wanted: str, readings: Readings) -> str:
    from kg.graph.terms import base

    has = readings.written().base
    if not wanted:
        return has or vocab.DEFAULT_BASE
    if has and base(wanted) != has:
        raise SettingsError(
            f"the IRIs of the store begin with {has}, not {wanted}; build into another folder for these"
        )
    return base(wanted)


# ---------------------------------------------------------------------------------------------------------------
# what has to be read


def _has_changed(page: Page, content: str, known: Known | None, who: str) -> bool:
    if known is None:
        return True
    _refuse_namesake(page, known)
    return (known.reader, known.content) != (who, content)


def _refuse_namesake(page: Page, known: Known) -> None:
    """Two files of one name, given from two folders in two builds, would replace each other without a word."""
    if known.path != page.path.resolve() and known.path.exists() and not known.path.samefile(page.path):
        raise InputError(
            f"{page.path}: the store has a page {page.source!r} from {known.path}; give the folder above both in one "
            "build, or use a store for each"
        )


def content(path: Path) -> str:
    """The hash of a file, or of the files of a site's folder; empty where reading will say what is wrong with it."""
    try:
        if not path.is_dir():
            return hashlib.sha256(path.read_bytes()).hexdigest()
        files = (file for file in path.rglob("*") if file.is_file() and ".git" not in file.relative_to(path).parts)
        return _hash(files, path)
    except OSError:
        return ""


def reader(voters: Voters = RULES_ALONE) -> str:
    """The hash of all that decides what is read on a page: what another program, or model, read is read again."""
    if voters == RULES_ALONE:
        return _code()
    named = repr((_code(), voters.llm.model if voters.llm else None, voters.spacy_model))
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    code = resource("version.py").parent
    files = [code / name for name in ("edtf.py", "model.py", "pipeline.py", "sites.py", "version.py")]
    files += [file for room in ("read", "extract") for file in (code / room).rglob("*.py")]
    files += [file for part in ("gazetteers", "model") for file in resource("data", part).rglob("*") if file.is_file()]
    return _hash((file for file in files if file.exists()), code)


@cache
def _writer() -> str:
    """The hash of all that decides how the graph of known profiles is written."""
    code = resource("version.py").parent
    return _hash([*code.rglob("*.py"), *resource("data", "gazetteers").glob("*.csv")], code)


def _hash(files: Iterable[Path], root: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(files):
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        found.update(name.encode("utf-8", "surrogatepass") + b"\0")
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _kept(reading: Reading, known: Known, readings: Readings, folder: Path) -> bool:
    """Keep what was read of a page, with its hash of before: a page that changed meanwhile will be read again."""
    if reading.profile is None:
        return False
    with _disk(folder):
        readings.keep(reading.profile, known)
    return True


# ---------------------------------------------------------------------------------------------------------------
# the graph


def _write(
    folder: Path,
    readings: Readings,
    base: str,
    evidence: bool,
    least: float,
    decisions: Path | None,
    progress: Progress,
) -> tuple[Counter[Kind], bool]:
    """Write the graph of all kept profiles; returns the number of its facts, and whether it is another than before."""
    from kg.graph import generations
    from kg.graph.build import of_all, of_page, people, whole
    from kg.resolve import resolve

    known = readings.known()
    inputs = _inputs(known, base, evidence, least, decisions)
    profiles = readings.profiles(least)
    before = readings.written()
    if (before.inputs, before.build) == (inputs, generations.current(folder)):
        return before.facts, False
    progress("resolving", len(profiles), len(profiles))
    ror = pipeline.ror_index()
    resolution = resolve(profiles, ror=ror if ror.exists() else None, decisions=decisions)
    all_ = whole(resolution, base_iri=base, evidence=evidence)
    facts: Counter[Kind] = Counter()
    unnamed: dict[str, str] = {}
    with generations.Next(folder, base) as next_:
        for done, profile in enumerate(profiles, start=1):
            next_.page(profile.source, of_page(all_, profile, known[profile.source].read_on))
            unnamed.update(people(all_, (profile,)))
            facts.update(fact.kind for fact in profile.facts)
            progress("writing", done, len(profiles))
        next_.subjects(of_all(all_, unnamed, {page.read_on for page in known.values()}))
        is_other = next_.publish()
    readings.note(Written(inputs, base, generations.current(folder), facts))
    return facts, is_other


def _inputs(known: dict[str, Known], base: str, evidence: bool, least: float, decisions: Path | None) -> str:
    """A hash of all that the graph is made from: if it is the same, so is the graph."""
    ror = pipeline.ror_index()
    index = (str(ror), ror.stat().st_size, ror.stat().st_mtime_ns) if ror.exists() else None
    said = content(decisions) if decisions else ""
    options = repr((__version__, _writer(), base, evidence, least, index, said))
    found = hashlib.sha256(options.encode("utf-8", "surrogatepass"))
    for source in sorted(known):
        page = known[source]
        row = repr((source, page.content, page.reader, page.read_on.isoformat()))
        found.update(row.encode("utf-8", "surrogatepass"))
    return found.hexdigest()
