"""One person's site → one profile: each document read for what it is for, and the facts of all fused."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from kg.errors import InputError
from kg.extract import Extraction, extract
from kg.extract.collections import collection_item, dated, headings_at, listed_items, titled
from kg.extract.fusion import Part, Trust, fuse
from kg.extract.owner import aliases, configured
from kg.extract.residue import is_shipped_page, residue_lines, sample_of, without_samples
from kg.model import RULES_ALONE, Block, Document, Fact, Kind, Note, Profile, Source, Usage, Voters
from kg.read import READERS, read
from kg.read.archive import unpack
from kg.read.files import stays
from kg.read.liquid import MAX_INCLUDES, includes, loops
from kg.read.site import MAX_DOCUMENTS, Role, Site, site_at, summary

#: Values of front matter and data files in one site. What comes after them is not read, and a note says so.
MAX_VALUES = 200_000
#: Files that may be included one in the other.
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class SiteReading:
    """A site's profile, the lines that nothing was read from, and what is good to know of the site.

    ``told`` begins with the layout and what was read, and says which collections and data files the pages show.
    """

    profile: Profile
    unread: tuple[Note, ...]
    told: tuple[Note, ...]
    usage: tuple[Usage, ...] = ()


@dataclass(slots=True)
class _Reader:
    """A site on its way to a profile: what its documents gave so far.

    ``names`` are the authors that ids stand for, ``settings`` the values that pages ask for (``site.author.name``).
    """

    root: Path
    folder: Path
    voters: Voters = RULES_ALONE
    names: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    done: set[Path] = field(default_factory=set)
    shown: dict[str, None] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    samples: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unread: list[Note] = field(default_factory=list)
    usage: list[Usage] = field(default_factory=list)
    values: int = 0
    depth: int = 0

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def read_site(path: Path, *, source: str, root: Path, voters: Voters = RULES_ALONE) -> SiteReading:
    """Read a site's folder, or an archive of it, as one profile.

    Args:
        path: the folder or the archive.
        source: what it is called among the inputs; its files are called by their paths from ``root``.
        root: a folder above ``path``.
        voters: who has a say beside the rules.

    Raises:
        InputError: nothing in it can be read.
    """
    with _folder(path, source, root) as (folder, above):
        site = site_at(folder)
        if site is None:
            raise InputError(f"{path}: no site of a known layout in it; give its pages")
        reader = _Reader(above, folder, voters)
        reader.done |= {file for _, file in site.documents}
        for role, file in site.documents:
            _read(reader, role, file)
        if not reader.sources:
            raise InputError(f"{path}: nothing in this {site.layout} site can be read")
        fused = fuse(reader.parts)
        notes = (*_samples(reader.samples), *reader.notes, *fused.notes, *_passed_over(site, reader))
        profile = Profile(source, tuple(reader.sources), fused.facts, notes)
        told = [summary(site)] + ([f"its pages show {', '.join(reader.shown)}"] if reader.shown else [])
        return SiteReading(
            profile, tuple(reader.unread), tuple(Note(source, message) for message in told), tuple(reader.usage)
        )


#: Headings that are in force where a document is shown, and what reads the facts of a document below them.
_Headings = Sequence[Block]
_Facts = Callable[[_Reader, Document, _Headings], Sequence[Fact]]


@contextmanager
def _folder(path: Path, source: str, root: Path) -> Iterator[tuple[Path, Path]]:
    """The site's folder, and the folder that the names of its files begin at."""
    if path.is_dir():
        yield path, root
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as temporary:
        above = Path(temporary).resolve()
        folder = above / source
        folder.mkdir(parents=True)
        unpack(path, folder, frozenset(READERS))
        inner = list(folder.iterdir())
        # A download of a repository has all its files in one folder, called by the branch.
        yield inner[0] if len(inner) == 1 and inner[0].is_dir() else folder, above


# ---------------------------------------------------------------------------------------------------------------
# one document


def _read(reader: _Reader, role: Role, path: Path, under: _Headings = ()) -> None:
    """Read a document and keep what it gave; ``under`` are the headings that are in force where it is shown.

    What is wrong with one file is no reason to lose the others.
    """
    if reader.values > MAX_VALUES:
        reader.notes.append(Note(reader.name(path), f"not read: the site has more than {MAX_VALUES} values"))
        return
    try:
        document = read(path, root=reader.root, values=reader.settings)
        reader.values += len(document.fields)
        reader.sources.append(document.source)
        reader.notes += document.notes
        reader.parts += _part(reader, role, document, under)
    except InputError as error:
        reader.notes.append(Note(reader.name(path), str(error).replace(str(path), path.name, 1)))
    except Exception as error:  # noqa: BLE001 - the door of a file: reported, and the reading of the site goes on
        message = f"kg failed on this file ({type(error).__name__}: {error}); please report it with the file"
        reader.notes.append(Note(reader.name(path), message))


def _part(reader: _Reader, role: Role, document: Document, under: _Headings) -> Iterator[Part]:
    """The facts of a document, unless it is what a template ships."""
    if role in _ITEMS and (template := sample_of(document)):
        reader.samples.append((document.source.path, template))
        return
    if role in (Role.DATA, Role.BIBLIOGRAPHY):
        document, samples = without_samples(document)
        reader.notes += samples
    if role is Role.PAGES:
        reader.notes += residue_lines(document)
        if is_shipped_page(document):
            return
    trust, facts = _FACTS[role]
    yield Part(trust, tuple(facts(reader, _below(document, under), under)))


def _owner(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    found = _found(reader, document)
    if "authors" not in document.source.path.split("/"):
        reader.settings.update(_settings(document))
        return tuple(configured(document, found.facts))
    reader.names.update(aliases(document, owner=True))
    reader.unread += found.unread
    return found.facts


def _authors(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    reader.names.update(aliases(document, owner=False))
    return ()


def _extracted(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    found = _found(reader, document)
    reader.unread += found.unread
    return found.facts


def _found(reader: _Reader, document: Document) -> Extraction:
    found = extract(document, reader.voters)
    reader.notes += found.notes
    reader.usage.append(found.usage)
    return found


def _settings(document: Document) -> dict[str, str]:
    return {f"site.{'.'.join(map(str, field.path))}".casefold(): field.value for field in document.fields}


def _data(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    """The facts of a data file; a list without a name of its own is called as the file is."""
    name = under[-1].lines[0].text if under else PurePosixPath(document.source.path).stem
    return listed_items(document, name, names=reader.names) or _extracted(reader, titled(document, name), under)


def _page(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    facts = _extracted(reader, document, under)
    for include in islice(includes(document.text), MAX_INCLUDES):
        place = reader.root / Path(document.source.path).parent if include.beside else reader.folder / "_includes"
        _shown(reader, Role.PAGES, place / include.name, headings_at(document, include.at))
    for loop in loops(document.text):
        reader.shown.setdefault(loop.name)
        if loop.name.startswith("data."):
            place = reader.folder / "_data" / "/".join(loop.name.split(".")[1:])
            above = headings_at(document, loop.at)
            _shown(reader, Role.DATA, place.with_suffix(".yml"), above)
    return facts


def _shown(reader: _Reader, role: Role, path: Path, under: _Headings) -> None:
    """Read a file that a page shows, unless it was read, is no text, or does not lie in the site."""
    folder = reader.folder.resolve()
    if reader.depth >= MAX_DEPTH or not path.is_file() or not stays(path, folder):
        return
    path = reader.folder / path.resolve().relative_to(folder)  # without the dots by which a file includes itself anew
    if path.suffix.lower() in READERS and path not in reader.done and len(reader.done) < MAX_DOCUMENTS:
        reader.done.add(path)
        reader.depth += 1
        _read(reader, role, path, under)
        reader.depth -= 1


def _below(document: Document, under: _Headings) -> Document:
    """The document as it is shown under headings of another."""
    if not under or not document.blocks:
        return document
    blocks = [
        replace(block, parent=None if block.parent is None else block.parent + len(under)) for block in document.blocks
    ]
    return replace(document, blocks=(*under, *blocks))


def _news(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
    facts = [
        f for f in _extracted(reader, document, under) if f.kind not in (Kind.IDENTITY, Kind.IDENTIFIERS, Kind.PROJECTS)
    ]
    return tuple(dated(document, facts))


def _items(kind: Kind) -> _Facts:
    def items(reader: _Reader, document: Document, under: _Headings) -> Sequence[Fact]:
        return tuple(collection_item(document, kind, names=reader.names))

    return items


#: What is read from a document of each role, and how far it is to be trusted.
_FACTS: Mapping[Role, tuple[Trust, _Facts]] = {
    Role.OWNER: (Trust.IDENTIFIERS, _owner),
    Role.AUTHORS: (Trust.DATA, _authors),
    Role.BIBLIOGRAPHY: (Trust.BIBLIOGRAPHY, _extracted),
    Role.DATA: (Trust.DATA, _data),
    Role.PUBLICATIONS: (Trust.FRONT_MATTER, _items(Kind.PUBLICATIONS)),
    Role.TALKS: (Trust.FRONT_MATTER, _items(Kind.TALKS)),
    Role.TEACHING: (Trust.FRONT_MATTER, _items(Kind.TEACHING)),
    Role.PROJECTS: (Trust.FRONT_MATTER, _items(Kind.PROJECTS)),
    Role.PAGES: (Trust.LISTS, _page),
    Role.NEWS: (Trust.NEWS, _news),
}


def _samples(samples: Sequence[tuple[str, str]]) -> Iterator[Note]:
    """One note a folder: which of its files are the template's own samples."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for source, template in samples:
        groups.setdefault(source.rpartition("/")[0], []).append((source, template))
    for folder, files in groups.items():
        names = ", ".join(source.rpartition("/")[2] for source, _ in files)
        count = "a sample" if len(files) == 1 else f"{len(files)} samples"
        yield Note(folder, f"{count} of the template ({files[0][1]}), still shown to visitors; delete {names}")


#: Documents that state one fact each: a sample of the template is a sample in whole.
_ITEMS = frozenset({Role.PUBLICATIONS, Role.TALKS, Role.TEACHING, Role.PROJECTS})


def _passed_over(site: Site, reader: _Reader) -> Iterator[Note]:
    """One note for each folder and reason: which files of the site say nothing here."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path, reason in site.passed_over:
        groups.setdefault((path.parent, reason), []).append(path)
    for (folder, reason), paths in groups.items():
        if len(paths) == 1:
            yield Note(reader.name(paths[0]), f"passed over: {reason}")
        else:
            yield Note(reader.name(folder), f"{len(paths)} files passed over ({paths[0].name}, …): {reason}")
