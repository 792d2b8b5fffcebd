"""Pages and sites in, a graph out: all the stages on one screen, and the processes that share the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.model import RULES_ALONE, BlockKind, Document, Fact, Note, Profile, Resolution, Span, Usage, Voters, source_span
from kg.processes import in_order

if TYPE_CHECKING:
    from kg.graph.quads import Quads


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """A file to read, or a site: a folder or an archive that is read as one.

    ``source`` is its path from ``root``, the folder that was given, and names it in the graph.
    """

    source: str
    path: Path
    root: Path


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one page: a profile and the lines that nothing was read from, or the reason why there is none.

    ``told`` says of a site what it is and which of its documents were read. ``bug`` has the traceback where the
    reason is a mistake of ours. ``usage`` is what asking a language model cost, one entry a document.
    """

    page: Page
    profile: Profile | None = None
    unread: tuple[Note, ...] = ()
    failure: str = ""
    bug: str = ""
    told: tuple[Note, ...] = ()
    usage: tuple[Usage, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A graph and how it came about, pages in the order of their sources."""

    quads: Quads
    readings: tuple[Reading, ...]
    resolution: Resolution


#: Told of a stage, how many pages of it are done, and of how many.
Progress = Callable[[str, int, int], None]


def build(
    paths: Iterable[Path],
    *,
    base_iri: str = "",
    evidence: bool = True,
    min_confidence: float = 0.0,
    read_on: date | None = None,
    workers: int = 1,
    decisions: Path | None = None,
    voters: Voters = RULES_ALONE,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Read every page, and return one graph of all the facts on them.

    The same pages give the same quads, whatever the order of ``paths`` and the number of ``workers``.

    Args:
        paths: pages, folders of pages, and sites: a site's folder or an archive of it is one profile.
        base_iri: what the IRIs of the graph begin with.
        evidence: whether the graph has the words that state each fact.
        min_confidence: facts that are less sure than this, from 0.0 to 1.0, are left out.
        read_on: the day as of which "present" is meant; today if None.
        workers: processes that read pages; each loads the model once.
        decisions: the user's words on who and what is the same, as ``kg identity`` writes them.
        voters: the optional readers, which have a say beside the rules.
        progress: told how far the run is.

    Raises:
        SettingsError, RemoteError: a voter is not there.
        InputError: no page can be read. One that cannot, among others that can, is a ``Reading`` with a ``failure``.
    """
    from kg.graph import to_quads
    from kg.resolve import resolve

    pages = find(paths)
    readings = []
    for reading in read_pages(pages, workers=workers, read_one=reader(voters)):
        readings.append(_sure(reading, min_confidence))
        progress("reading", len(readings), len(pages))
    profiles = tuple(reading.profile for reading in readings if reading.profile)
    if not profiles:
        raise InputError("\n".join(r.failure for r in readings))
    progress("resolving", len(profiles), len(profiles))
    ror = ror_index()
    resolution = resolve(profiles, ror=ror if os.access(ror, os.R_OK) else None, decisions=decisions)
    progress("writing", len(profiles), len(profiles))
    quads = to_quads(profiles, resolution, base_iri=base_iri, evidence=evidence, read_on=read_on or date.today())
    return Built(quads, tuple(readings), resolution)


def ror_index() -> Path:
    """Where the index of ROR lies in the user's data folder, which ``KG_DATA`` names, else the system's habit."""

    if folder := os.environ.get("KG_DATA"):
        return Path(folder) / "ror.sqlite"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "kg" / "ror.sqlite"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kg" / "ror.sqlite"


def add_ror(file: Path) -> tuple[Path, int]:
    """Read a data dump of ROR into the user's data folder; returns where the index lies and its number of records.

    Raises:
        InputError: the file is no dump of ROR.
    """
    from kg.resolve import build_ror_index

    return ror_index(), build_ror_index(file, ror_index())


def find(paths: Iterable[Path]) -> list[Page]:
    """The pages and sites of files and folders, each once, in the order of their sources.

    A path that is missing, and a folder without pages, stands in the list too: reading it says what is wrong.
    """
    roots: dict[Path, tuple[Path, Path]] = {}
    for path in paths:
        for root, file in _inside(path):
            # A page given twice, by itself and in a folder, is named from the outermost folder.
            roots[file.resolve()] = min(roots.get(file.resolve(), (root, file)), (root, file), key=_outermost)
    pages = sorted(Page(file.relative_to(root).as_posix(), file, root) for root, file in roots.values())
    if len({page.source for page in pages}) < len(pages):
        return _from_common_folder(pages)
    return pages


def _inside(path: Path) -> Iterator[tuple[Path, Path]]:
    """The pages and sites that a path means, each with the folder that its name begins at."""
    from kg.read import find_pages
    from kg.read.site import is_site, sites_in

    if not path.is_dir():
        yield path.parent, path
        return
    if is_site(path):
        folder = path.resolve()
        yield folder.parent, folder
        return
    sites = sites_in(path)
    pages = [page for page in find_pages(path) if not any(page.is_relative_to(site) for site in sites)]
    yield from ((path, file) for file in [*sites, *pages] or [path])


def _outermost(place: tuple[Path, Path]) -> tuple[int, str]:
    return len(place[0].resolve().parts), str(place[0])


def _from_common_folder(pages: Sequence[Page]) -> list[Page]:
    """``a/ada.md`` and ``b/ada.md`` where folders ``a`` and ``b`` were given: both would be ``ada.md``."""
    import os.path

    common = Path(os.path.commonpath([page.root.resolve() for page in pages]))
    files = [page.path.resolve() for page in pages]
    return sorted(Page(file.relative_to(common).as_posix(), file, common) for file in files)


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of a page as a reader sees it, and its number in the file.

    ``facts`` are those whose statement begins on it, and ``read`` says whether one covers it. ``unread`` is set
    where nothing was read and something might have been: headings and front matter need not state a fact.
    """

    number: int
    text: str
    facts: tuple[Fact, ...]
    read: bool
    unread: bool


def explain(path: Path) -> list[ExplainedLine]:
    """What was read from each line of a page, front matter first: one value a field, then one line of text each.

    Raises:
        InputError: the page cannot be read.
    """
    from kg.extract import extract

    document = open_page(path, root=path.parent)
    found = extract(document)
    lines = []
    for span, text in _lines(document):
        stated = tuple(fact for fact in found.facts if any(_begins_in(e.span, span) for e in fact.evidence))
        read = any(_overlap(e.span, span) for fact in found.facts for e in fact.evidence)
        unread = any(note.span and _overlap(note.span, span) for note in found.unread)
        lines.append(ExplainedLine(document.text.count("\n", 0, span.start) + 1, text, stated, read, unread))
    return lines


def _lines(document: Document) -> Iterator[tuple[Span, str]]:
    for field in document.fields:
        yield field.span, f"{'.'.join(map(str, field.path))}: {field.value}"
    for block in document.blocks:
        lines = [line for line in block.lines if line.text]
        spans = [source_span(line, 0, len(line.text)) for line in lines]
        if block.kind is BlockKind.ROW and lines:  # the cells of a row are one line to a reader
            yield Span(spans[0].start, spans[-1].end), " | ".join(line.text for line in lines)
        else:
            yield from ((span, line.text) for span, line in zip(spans, lines, strict=True))


def _begins_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def reader(voters: Voters) -> Callable[[Page], Reading]:
    """What reads one page with these voters, who are looked for first.

    Raises:
        SettingsError, RemoteError: a voter is not there.
    """
    if voters == RULES_ALONE:
        return read_page
    from kg.extract import check

    check(voters)
    return partial(read_page, voters=voters)


def read_page(page: Page, voters: Voters = RULES_ALONE) -> Reading:
    """One page to its facts. Never raises: what is wrong with one page is no reason to lose the others."""
    from kg.extract import extract
    from kg.read.site import is_site
    from kg.sites import read_site

    try:
        if is_site(page.path):
            site = read_site(page.path, source=page.source, root=page.root, voters=voters)
            return Reading(page, site.profile, site.unread, told=site.told, usage=site.usage)
        document = open_page(page.path, root=page.root)
        found = extract(document, voters)
    except KgError as error:
        return Reading(page, failure=str(error))
    except Exception as error:  # noqa: BLE001 - the door of a page: reported with its traceback, and the run goes on
        import traceback

        return Reading(page, failure=_our_mistake(page, error), bug=traceback.format_exc())
    profile = Profile(document.source.path, (document.source,), found.facts, (*document.notes, *found.notes))
    return Reading(page, profile, found.unread, usage=(found.usage,))


def open_page(path: Path, *, root: Path) -> Document:
    """Read one page.

    Raises:
        InputError: there is no such page, or it is empty or not a page.
    """
    from kg.read import READERS, read

    if path.is_dir():
        raise InputError(f"{path}: no page in this folder; kg reads {', '.join(sorted(READERS))}")
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; check the spelling, or the folder you are in")
    document = read(path, root=root)
    if not document.text.strip():
        raise InputError(f"{path}: the file is empty; give a page with text")
    return document


def _our_mistake(page: Page, error: Exception) -> str:
    return f"{page.path}: kg failed on this page ({type(error).__name__}: {error}); please report it with the page"


def read_pages(
    pages: Sequence[Page], *, workers: int = 1, read_one: Callable[[Page], Reading] = read_page
) -> Iterator[Reading]:
    """One reading a page, in the order of the pages.

    A page on which a worker dies (out of memory, a crash in a library) is reported as such and costs no other page.
    """
    if workers == 1 or len(pages) == 1:
        yield from map(read_one, pages)
        return
    workers = min(workers, len(pages)) or 1
    chunk = min(-(-len(pages) // (workers * 4)), _CHUNK) or 1
    yield from in_order(read_one, pages, workers=workers, lost=_lost, chunk=chunk)


#: Pages that a process is given at a time: a second of work.
_CHUNK = 8


def _lost(page: Page) -> Reading:
    return Reading(page, failure=f"{page.path}: reading this page ended the process; leave it out and report it")


def _sure(reading: Reading, least: float) -> Reading:
    if reading.profile is None or least <= 0:
        return reading
    facts = tuple(fact for fact in reading.profile.facts if fact.confidence >= least)
    return replace(reading, profile=replace(reading.profile, facts=facts))
