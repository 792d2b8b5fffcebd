"""A file → Document: what a page says, block by block, each character with its place in the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from kg.errors import InputError
from kg.model import Block, Document, Field, Note, Source, Span
from kg.read import files
from kg.read.bibtex import read_bibtex
from kg.read.clutter import clutter
from kg.read.dialects import EXPECTED, dialect_of
from kg.read.docx import read_docx
from kg.read.front import read_front, read_yaml
from kg.read.html import read_head, read_html
from kg.read.json_file import read_json
from kg.read.liquid import resolved
from kg.read.markdown import read_markdown
from kg.read.page import Page
from kg.read.pdf import read_pdf
from kg.read.values import with_lines
from kg.read.view import View

#: What a reader gives: the blocks, fields and notes of a text; the string is the path, for notes.
Reader = Callable[[str, str], tuple[tuple[Block, ...], list[Field], list[Note]]]
_NO_VALUES: Mapping[str, str] = {}


def _read_page(
    fill: Callable[[Page, View, str], None], text: str, path: str, values: Mapping[str, str] = _NO_VALUES
) -> tuple[tuple[Block, ...], list[Field], list[Note]]:
    fields, notes, begin = read_front(text, path)
    view = View.of(text, begin, len(text))
    if values and "{{" in view.text:
        own = {f"page.{'.'.join(map(str, field.path))}".casefold(): field.value for field in fields}
        view = view.edit(resolved(view.text, {**own, **values}))
    fields += read_head(text, begin)
    page = Page(text)
    fill(page, view.edit(clutter(view.text)), text)
    return page.close(), fields, notes


def _read_data(text: str, path: str) -> tuple[tuple[Block, ...], list[Field], list[Note]]:
    fields, notes = read_yaml(text, Span(0, len(text)), path)
    return (), fields, notes


def _read_json(text: str, path: str) -> tuple[tuple[Block, ...], list[Field], list[Note]]:
    return (), *read_json(text, path)


def _read_bibtex(text: str, path: str) -> tuple[tuple[Block, ...], list[Field], list[Note]]:
    return (), *read_bibtex(text, path)


_PAGES: Mapping[str, Callable[[Page, View, str], None]] = {"markdown": read_markdown, "html": read_html}

FORMATS: Mapping[str, Reader] = {
    **{format: partial(_read_page, fill) for format, fill in _PAGES.items()},
    "yaml": _read_data,
    "cff": _read_data,
    "json": _read_json,
    "bibtex": _read_bibtex,
}

#: Formats of data files; which one it is in full, their keys tell (``dialects``).
DATA = frozenset({"yaml", "json", "cff"})

#: Formats that are no text: their readers give the text that stands for them, in which spans count, and its blocks.
WRITTEN: Mapping[str, Callable[[bytes, str], tuple[str, tuple[Block, ...], list[Note]]]] = {
    "pdf": read_pdf,
    "docx": read_docx,
}

#: Which format a file has, by its suffix. A new kind of file is one more row, and one in ``FORMATS`` or ``WRITTEN``.
READERS: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "markdown",
    ".html": "html",
    ".htm": "html",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".json": "json",
    ".cff": "cff",
    ".bib": "bibtex",
    ".pdf": "pdf",
    ".docx": "docx",
}

#: Formats that stand beside pages for other reasons too: a folder's ``package.json`` is nobody's page.
ASKED_FOR = frozenset({"bibtex", "json", "cff", "toml", "pdf", "docx"})

#: Half a character, which no encoding can write.
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(path: Path, *, root: Path | None = None, values: Mapping[str, str] = _NO_VALUES) -> Document:
    """Read one file.

    Args:
        path: a file with a suffix of ``READERS``.
        root: the folder that the user gave; the path in the document's source is relative to it, and just the
            file's name without it.
        values: what ``{{ site.author.name }}`` and the like stand for in a page, by the keys in lower case.

    Raises:
        InputError: not a file, no reader, too large or not a text; or a PDF or DOCX that cannot be read.
    """
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path}: no reader for {path.suffix!r}; kg reads {', '.join(sorted(READERS))}")
    format = READERS[path.suffix.lower()]
    data = files.read_bytes(path, is_text=format not in WRITTEN)
    name = (path.relative_to(root) if root and path.is_relative_to(root) else Path(path.name)).as_posix()
    sha256 = hashlib.sha256(data).hexdigest()
    if format in WRITTEN:
        text, blocks, notes = WRITTEN[format](data, str(path))
        return Document(Source(name, sha256, format), text, blocks, (), tuple(notes))
    text, encoding = files.decode(data)
    document = read_text(text, path=name, format=format, sha256=sha256, values=values)
    if not encoding:
        return document
    note = Note(name, f"not UTF-8; read as {encoding}: save the file as UTF-8 if characters look wrong")
    return Document(document.source, text, document.blocks, document.fields, (note, *document.notes))


def read_text(
    text: str, *, path: str, format: str, sha256: str = "", values: Mapping[str, str] = _NO_VALUES
) -> Document:
    """Read a text that is already in memory; ``path`` names it in evidence and notes, ``format`` is of ``FORMATS``."""
    if format not in FORMATS:
        raise InputError(f"{path}: no reader for the format {format!r}; kg has {', '.join(sorted(FORMATS))}")
    text = _SURROGATE.sub("\ufffd", text)
    if format in _PAGES:
        blocks, fields, notes = _read_page(_PAGES[format], text, path, values)
    else:
        blocks, fields, notes = FORMATS[format](text, path)
    if format in DATA:
        format = dialect_of(fields) or format
    if format == "json" and fields:
        notes.append(Note(path, f"no format that kg knows: nothing was read; it reads {EXPECTED}"))
    fields = [field if field.lines else with_lines(field, text) for field in fields]
    if not text.strip():
        notes = [Note(path, "the file is empty")]
    return Document(Source(path, sha256, format), text, blocks, tuple(fields), tuple(notes))


def find_pages(path: Path) -> Iterator[Path]:
    """All pages below a folder, in the order of their paths; a file gives itself.

    Data files of the formats in ``ASKED_FOR`` are no pages: they are read where a path or a site names them, and a
    JSON file where it is somebody's CV or record.
    """
    suffixes = {suffix for suffix, format in READERS.items() if format not in ASKED_FOR}
    for page in files.find_pages(path, suffixes | {".json"}):
        if page == path or page.suffix.lower() in suffixes or _is_somebodys(page):
            yield page


_SOMEBODYS = re.compile(rb'"(?:basics|orcid-identifier)"\s*:\s*\{')


def _is_somebodys(page: Path) -> bool:
    """Whether a JSON file begins as a CV or a record does."""
    try:
        with page.open("rb") as file:
            return bool(_SOMEBODYS.search(file.read(64_000)))
    except OSError:  # not to be read: whoever names it is told why
        return False
