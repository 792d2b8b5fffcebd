"""A folder that is one person's site → its documents, by what they are for.

Recognition looks at names only; nothing is opened here but the author records of a Hugo site, for the owner among
them. Sources: https://github.com/academicpages/academicpages.github.io, https://github.com/alshedivat/al-folio,
https://docs.hugoblox.com, https://github.com/RayeRen/acad-homepage.github.io, https://jekyllrb.com/docs/collections
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path, PurePosixPath

from kg.read import READERS, files
from kg.read.archive import is_archive
from kg.read.files import MAX_FILES

#: What comes after these, in the order of roles and paths, is passed over.
MAX_DOCUMENTS = 3_000
MAX_TEXT = 50_000_000


class Role(StrEnum):
    """What a document of a site is for, in the order in which documents are read."""

    OWNER = "owner"  # the configuration, or the author's own record
    AUTHORS = "authors"  # records of other people: the names that ids stand for
    BIBLIOGRAPHY = "bibliography"
    DATA = "data"
    PUBLICATIONS = "publications"
    TALKS = "talks"
    TEACHING = "teaching"
    PROJECTS = "projects"
    PAGES = "pages"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a known layout: its documents, in the order of ``Role``, and the files that were passed over.

    ``passed_over`` has a reason for each; what makes the site look and work (styles, scripts, images) is not in it.
    """

    layout: str
    folder: Path
    documents: tuple[tuple[Role, Path], ...]
    passed_over: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """``needs`` is what must lie in the folder: of each group, one."""

    name: str
    needs: tuple[tuple[str, ...], ...]


_JEKYLL = ("_config.yml", "_config.yaml", "_config.toml")

#: The layouts that are known; the first that fits is taken. A new one is a new row, and its folders in ``ROLES``.
LAYOUTS: tuple[Layout, ...] = (
    Layout("AcademicPages", (_JEKYLL, ("_talks", "_teaching", "_portfolio", "_data/cv.json"))),
    Layout("al-folio", (_JEKYLL, ("_bibliography", "_data/socials.yml", "_data/cv.yml", "assets/json/resume.json"))),
    Layout("AcademicPages", (_JEKYLL, ("_publications",))),
    Layout("acad-homepage", (_JEKYLL, ("_pages/about.md", "_pages/includes"))),
    Layout("Jekyll", (_JEKYLL, ("index.md", "index.html", "about.md", "_pages", "_data"))),
    Layout(
        "Hugo",
        (("content/authors", "data/authors", "content/publication", "content/publications", "content/home"),),
    ),
    Layout("Hugo", (("hugo.toml", "hugo.yaml", "config.toml", "config.yaml", "config/_default"), ("content",))),
    Layout("JSON Resume", (("resume.json",),)),
)

#: File → role, from the root of the site; ``*`` stands for one name.
FILES: Mapping[str, Role] = {
    "_config.yml": Role.OWNER,
    "_config.yaml": Role.OWNER,
    "_config.toml": Role.OWNER,
    "_data/socials.yml": Role.OWNER,
    "_data/authors.yml": Role.AUTHORS,
    "_data/coauthors.yml": Role.AUTHORS,
    "content/authors/*/_index.md": Role.OWNER,
    "data/authors/*.yaml": Role.OWNER,
    "data/authors/*.yml": Role.OWNER,
    "config/_default/params.yaml": Role.OWNER,
    "hugo.yaml": Role.OWNER,
    "config.yaml": Role.OWNER,
    "config.toml": Role.OWNER,
    "assets/json/resume.json": Role.DATA,
    "assets/rendercv/*.yaml": Role.DATA,
    "resume.json": Role.DATA,
    "CITATION.cff": Role.DATA,
}

#: Word in the name of a collection's folder → role: ``_talks`` in Jekyll, ``content/talk`` in Hugo.
COLLECTIONS: Mapping[str, Role] = {
    name: role
    for role, names in {
        Role.PUBLICATIONS: "publications publication papers paper articles pubs preprints patents",
        Role.TALKS: "talks talk events event presentations seminars",
        Role.TEACHING: "teaching teachings courses course lectures",
        Role.PROJECTS: "portfolio projects project software",
        Role.NEWS: "news announcements",
    }.items()
    for name in names.split()
}


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Data files that tell of the owner, by a word of their name; the others set up the site or describe other people.
DATA_WORDS = _words_in(
    "cv resume education experience positions employment work jobs publications papers pubs preprints talks"
    " presentations lectures teaching courses awards honors honours grants funding service reviewing projects software"
    " portfolio interests internships academic invited"
)

#: Names of the pages that a person's site has. A folder of other pages is a folder of other people's pages.
PAGE_NAMES = _words_in(
    "index home main about bio biography cv resume vita curriculum-vitae contact research interests publications"
    " publication papers pubs preprints patents books talks presentations seminars teaching courses students advising"
    " mentoring people group lab team software code projects portfolio service activities awards honors news links"
    " misc personal experience education grants funding media press blog"
)

#: Pages of a theme that list, search or explain what stands elsewhere.
_THEME_PAGES = _words_in(
    "404 category-archive tag-archive year-archive collection-archive page-archive sitemap terms talkmap markdown"
    " archive-layout-with-content non-menu-page search privacy repositories dropdown about_einstein"
)
_POSTS = frozenset({"_posts", "_drafts", "content/post", "content/posts", "content/blog", "posts", "blog"})
_CODE = frozenset(
    {
        "_layouts",
        "_includes",
        "_sass",
        "_plugins",
        "layouts",
        "themes",
        "static/js",
        "archetypes",
        "i18n",
        "content/slides",
    }
)
_CV = re.compile(r"(?:^|[_\W])(?:cv|resume|résumé|vitae?)(?:$|[_\W])", re.IGNORECASE)
_OWNER_NAMES = ("me", "admin", "owner", "author")
_SUPERUSER = re.compile(rb"^\s*superuser\s*[:=]\s*true\b", re.MULTILINE | re.IGNORECASE)
_PAGES = frozenset({".md", ".markdown", ".html", ".htm"})
#: Layouts of Jekyll, to which a text without front matter is no page: it is a guide to the theme, or a part of a page.
_FRONTED = frozenset({"AcademicPages", "al-folio", "acad-homepage", "Jekyll"})
_WRITINGS = frozenset({".pdf", ".docx", ".doc", ".odt", ".tex", ".bib", ".csv", ".tsv", ".xlsx", ".json", ".ipynb"})
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")


def is_site(path: Path) -> bool:
    """Whether a folder is laid out as a site, or a file is an archive, which is read as one."""
    return site_at(path) is not None if path.is_dir() else is_archive(path)


def site_at(folder: Path) -> Site | None:
    """The site that lies in a folder, or None where the folder is not laid out as one.

    Raises:
        InputError: the folder cannot be listed.
    """
    found = list(islice(files.all_files(folder), MAX_FILES + 1))
    names = [path.relative_to(folder).as_posix() for path in found]
    layout = _layout(names)
    if not layout:
        return None
    documents: list[tuple[Role, Path]] = []
    passed_over: list[tuple[Path, str]] = []
    for path, name in zip(found[:MAX_FILES], names, strict=False):
        role = _role(PurePosixPath(name))
        if role is Role.PAGES and layout in _FRONTED and not _is_page(path, PurePosixPath(name)):
            passed_over.append((path, "no page by itself, without front matter"))
        elif role is not None and path.suffix.lower() in READERS:
            documents.append((role, path))
        elif reason := _reason(PurePosixPath(name), role):
            passed_over.append((path, reason))
    documents = sorted(_owned(documents), key=lambda d: _place(*d))
    kept = _bounded(documents, passed_over)
    if len(found) > MAX_FILES:
        passed_over.append((folder, f"more than {MAX_FILES} files; the rest of them"))
    return Site(layout, folder, tuple(kept), tuple(passed_over)) if kept else None


def _bounded(documents: list[tuple[Role, Path]], passed_over: list[tuple[Path, str]]) -> list[tuple[Role, Path]]:
    kept: list[tuple[Role, Path]] = []
    text = 0
    for role, path in documents:
        text += _size(path)
        if len(kept) == MAX_DOCUMENTS:
            passed_over.append((path, f"more than {MAX_DOCUMENTS} documents"))
        elif text > MAX_TEXT:
            passed_over.append((path, f"more than {MAX_TEXT // 1_000_000} MB of text"))
        else:
            kept.append((role, path))
    return kept


def _size(path: Path) -> int:
    try:
        return min(path.stat().st_size, files.MAX_BYTES)
    except OSError:  # reading it will tell
        return 0


def sites_in(folder: Path) -> list[Path]:
    """The sites that lie beside each other in a folder, in the order of their names; links out are not followed."""
    root = folder.resolve()
    inner = sorted(entry for entry in files.entries(folder) if entry.is_dir() and not entry.name.startswith("."))
    return [entry for entry in inner if files.stays(entry, root) and site_at(entry) is not None]


def summary(site: Site) -> str:
    """What a site is and what was read of it, in one line: ``AcademicPages: 1 owner, 4 publications, 5 pages``."""
    count = Counter(role for role, _ in site.documents)
    return f"{site.layout} site: " + ", ".join(f"{count[role]} {role}" for role in Role if count[role])


def _layout(names: Iterable[str]) -> str:
    names = list(names)
    places = {place.as_posix() for name in names for place in (PurePosixPath(name), *PurePosixPath(name).parents)}
    for layout in LAYOUTS:
        if all(any(place in places for place in group) for group in layout.needs):
            return layout.name
    return "HTML" if _is_plain(names) else "CV" if _is_cv(names) else ""


def _is_plain(names: list[str]) -> bool:
    """Several pages of one person: a front page, and others that are called as the parts of a homepage are."""
    pages = [PurePosixPath(name) for name in names if PurePosixPath(name).suffix.lower() in _PAGES]
    front = [page for page in pages if len(page.parts) == 1 and page.stem.casefold() == "index"]
    others = [page for page in pages if page not in front and page.stem.casefold() not in _THEME_PAGES]
    known = sum(_is_named_as_part(page) for page in others)
    beside = any(PurePosixPath(name).suffix.lower() in (".bib", ".json") for name in names) and not others
    return bool(front) and (beside or (bool(others) and 2 * known >= len(others)))


def _is_cv(names: list[str]) -> bool:
    """A CV in a format that no page has, or with a bibliography beside it, and no other page."""
    paths = [PurePosixPath(name) for name in names]
    cvs = [file for file in paths if len(file.parts) == 1 and _CV.search(file.stem) and file.suffix.lower() in READERS]
    pages = [file for file in paths if file.suffix.lower() in _PAGES]
    beside = any(file.suffix.lower() == ".bib" for file in paths)
    return len(cvs) == 1 and (pages == cvs and beside or not pages)


def _is_named_as_part(page: PurePosixPath) -> bool:
    stem = page.parent.name if page.stem.casefold() == "index" else page.stem
    return stem.casefold().replace("_", "-") in PAGE_NAMES or bool(_CV.search(stem))


def _role(name: PurePosixPath) -> Role | None:
    for pattern, role in FILES.items():
        if name.match(pattern) and len(name.parts) == pattern.count("/") + 1:
            return role
    suffix = name.suffix.lower()
    if suffix == ".bib":
        return Role.BIBLIOGRAPHY
    if suffix in (".pdf", ".docx"):
        return Role.PAGES if _CV.search(name.stem) else None
    if suffix in (".json", ".yaml", ".yml") and len(name.parts) == 1:
        return Role.DATA if _CV.search(name.stem) else None
    top, collection, rest = _folders(name)
    if top in ("_data", "data"):
        return Role.DATA if _words(name.relative_to(name.parts[0])) & DATA_WORDS else None
    if suffix not in _PAGES or _is_under(name, _POSTS | _CODE):
        return None
    if rest and (top.startswith("_") or top == "content") and (kept := _collection(collection)) is not None:
        return kept if top != "content" or _is_item(rest) else None
    if name.stem.casefold() in _THEME_PAGES:
        return None
    if top in ("_pages", "_tabs", "pages", "content") or len(name.parts) == 1 or _is_named_as_part(name):
        return Role.PAGES
    return None


def _collection(name: str) -> Role | None:
    """What a collection is for by the first telling word of its name: ``patents_pubs``, ``selected-papers``."""
    words = (word for word in re.split(r"[\W_]+", name.casefold()) if word)
    return next((COLLECTIONS[word] for word in words if word in COLLECTIONS), None)


def _folders(name: PurePosixPath) -> tuple[str, str, tuple[str, ...]]:
    """The top folder, the collection that a file may belong to, and the path in it: ``content/en/talk/x/index.md``."""
    folders = name.parts[:-1]
    if not folders:
        return "", "", ()
    if folders[0] != "content":
        return folders[0], folders[0].lstrip("_"), name.parts[1:]
    inner = folders[1:]
    if inner and _LANGUAGE.fullmatch(inner[0]):
        inner = inner[1:]
    return "content", inner[0] if inner else "", (*inner[1:], name.name) if inner else ()


def _is_item(rest: tuple[str, ...]) -> bool:
    """In a collection of a Hugo site, ``talk.md`` and ``talk/index.md`` are items; ``_index.md`` is the list of them.

    A course of several pages is a folder with an ``_index.md``.
    """
    stem = rest[-1].rsplit(".", 1)[0]
    return stem != "_index" if len(rest) == 1 else len(rest) == 2 and stem in ("index", "_index")


def _words(name: PurePosixPath) -> set[str]:
    return {word for part in name.with_suffix("").parts for word in re.split(r"[\W_]+", part.casefold())}


def _is_under(name: PurePosixPath, folders: frozenset[str]) -> bool:
    return any(place.as_posix() in folders for place in name.parents)


def _reason(name: PurePosixPath, role: Role | None) -> str:
    """Why a file was passed over that may say something of the owner, or an empty string."""
    if role is not None:
        return f"no reader for {name.suffix.lower()!r}"
    if _is_under(name, _CODE):
        return ""
    if name.suffix.lower() in _PAGES:
        posts = _is_under(name, _POSTS)
        theme = name.stem.casefold() in _THEME_PAGES
        return "a post" if posts else "a page of the theme" if theme else "a page beside the site's own"
    return "not the owner's own record" if name.suffix.lower() in _WRITINGS and len(name.parts) > 1 else ""


def _owned(documents: list[tuple[Role, Path]]) -> list[tuple[Role, Path]]:
    """The documents, the records of a Hugo site's other authors told from the owner's."""
    records = [path for role, path in documents if role is Role.OWNER and "authors" in path.parts[-3:-1]]
    owner = _owner_record(records)
    others = [path for path in records if path != owner]
    return [(Role.AUTHORS if path in others else role, path) for role, path in documents]


def _owner_record(records: list[Path]) -> Path | None:
    if len(records) < 2:
        return records[0] if records else None
    called = {path.parent.name if path.stem == "_index" else path.stem: path for path in reversed(records)}
    named = [called[name] for name in _OWNER_NAMES if name in called]
    return next((path for path in records if _is_superuser(path)), named[0] if named else None)


def _is_superuser(path: Path) -> bool:
    return bool(_SUPERUSER.search(_head(path, 20_000)))


def _is_page(path: Path, name: PurePosixPath) -> bool:
    """Whether a text is a page by itself: it lies where pages lie, or begins with front matter, or is no web page."""
    if name.suffix.lower() not in _PAGES or name.stem.casefold() == "index" or name.parent.as_posix() == "_pages":
        return True
    return _head(path, 200).removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"---", b"<!--"))


def _head(path: Path, size: int) -> bytes:
    """The first bytes of a file; none of one that cannot be read, which reading it will tell."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


_ORDER = {role: number for number, role in enumerate(Role)}


def _place(role: Role, path: Path) -> tuple[int, bool, bool, tuple[str, ...]]:
    """Documents in the order of their roles; an author's own record before the settings, the front page first."""
    record = "authors" in path.parts[-3:-1] or path.name.startswith("_config")
    return _ORDER[role], not record, path.stem.casefold() not in ("about", "index", "home", "_index"), path.parts
