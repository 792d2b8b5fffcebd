"""DOCX → the text of its paragraphs and tables, and its Blocks. Imports python-docx, which is optional."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.model import Block, BlockKind, Line, Note
from kg.read.written import BULLET, NUMBER, Words, Writing, without_lead

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

#: What a DOCX may unpack to, in bytes and in parts.
MAX_UNPACKED = 50_000_000
MAX_PARTS = 2_000
#: Tags of all its XML; a long CV has some fifty thousand.
MAX_ELEMENTS = 400_000
#: More text than this is no CV; what comes after it is not read, and a note says so.
MAX_CHARACTERS = 2_000_000

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|标题)\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes, path: str) -> tuple[str, tuple[Block, ...], list[Note]]:
    """The text of a DOCX, its blocks, and what was not read.

    Raises:
        InputError: python-docx is not installed, or the file is none, or one made to fill the memory.
    """
    try:
        import docx
    except ImportError as error:
        raise InputError(f"{path}: reading DOCX needs python-docx: pip install 'researcher-kg[documents]'") from error
    _check(data, path)
    try:
        document = docx.Document(io.BytesIO(data))
        reading = _Reading(Writing(), {style.style_id: style.name or "" for style in document.styles})
        for section in document.sections[:1]:
            _fill(reading, section.header)
        complete = _fill(reading, document)
    except _BROKEN as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path}: broken DOCX ({reason}); open it and save it anew") from error
    notes = [] if complete else [Note(path, f"more than {MAX_CHARACTERS} characters; the rest was not read")]
    return reading.writing.text, tuple(reading.writing.blocks), notes


#: What python-docx raises for a part that is missing, a relation that leads nowhere, XML that is none (a SyntaxError).
_BROKEN = (
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    TypeError,
    OSError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text as it grows, and the names of the styles by their identifiers."""

    writing: Writing
    styles: Mapping[str, str]


def _check(data: bytes, path: str) -> None:
    """Refuse what unpacks to more than any CV has. What a part says of its size, the reader holds it to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
                limit = f"{MAX_UNPACKED // 1_000_000} MB in {MAX_PARTS} parts"
                raise InputError(f"{path}: the DOCX unpacks to more than {limit}; take out what is embedded")
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            elements = sum(archive.read(part).count(b"<") for part in texts)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{path}: no DOCX ({error}); open it and save it anew") from error
    if elements > MAX_ELEMENTS:
        raise InputError(f"{path}: the DOCX has more than {MAX_ELEMENTS} tags; it is no CV")
    if not any(part.filename.endswith("document.xml") for part in texts):
        raise InputError(f"{path}: an archive, not a DOCX; give a Word document")


def _fill(reading: _Reading, container: Any, depth: int = 0) -> bool:
    """Read paragraphs and tables in order; False where there are more than are read."""
    from docx.table import Table

    for part in container.iter_inner_content():
        if reading.writing.size > MAX_CHARACTERS:
            return False
        if isinstance(part, Table):
            _table(reading, part, depth)
        else:
            _paragraph(reading, part)
    return True


def _paragraph(reading: _Reading, paragraph: Paragraph) -> None:
    writing = reading.writing
    lines = [writing.line(words) for words in _lines(paragraph)]
    lines = [line for line in lines if line.text]
    if not lines:
        return
    style = reading.styles.get(paragraph._p.style or "", "")
    if depth := _depth(style):
        writing.block(BlockKind.HEADING, lines, depth=depth)
    elif (level := _level(paragraph, style)) is not None:
        writing.block(BlockKind.ITEM, lines, depth=level + 1, ordered="Number" in style)
    elif BULLET.match(lines[0].text) or NUMBER.match(lines[0].text):
        lead = BULLET if BULLET.match(lines[0].text) else NUMBER
        writing.block(BlockKind.ITEM, (without_lead(lines[0], lead), *lines[1:]), depth=1, ordered=lead is NUMBER)
    else:
        writing.paragraph(lines)


def _depth(style: str) -> int:
    if style.casefold() == "title":
        return 1
    found = _HEADING.match(style)
    return min(int(found[1]) + 1, 6) if found else 0


def _level(paragraph: Paragraph, style: str) -> int | None:
    """How deep in a list a paragraph lies, counted from 0; None outside lists."""
    properties: Any = paragraph._p.pPr  # the library has no public name for a paragraph's numbering
    numbering = properties.numPr if properties is not None else None
    if numbering is not None:
        return min(numbering.ilvl.val, 8) if numbering.ilvl is not None else 0
    found = re.match(r"List (?:Bullet|Number|Paragraph)\s*(\d?)", style)
    return (int(found[1]) - 1 if found[1] else 0) if found and "Paragraph" not in style else None


def _lines(paragraph: Paragraph) -> Iterator[list[Words]]:
    """The runs of a paragraph, cut where a line ends, or where a tab sets words apart (a date at the right edge)."""
    words: list[Words] = []
    for run in _runs(paragraph):
        first, *more = re.split(r"[\n\t]+", run.text)
        words.append(run._replace(text=first))
        for text in more:
            yield words
            words = [run._replace(text=text)]
    yield words


def _runs(paragraph: Paragraph) -> Iterator[Words]:
    from docx.text.hyperlink import Hyperlink

    for part in paragraph.iter_inner_content():
        runs = part.runs if isinstance(part, Hyperlink) else [part]
        url = part.url if isinstance(part, Hyperlink) else ""
        for run in runs:
            yield Words(run.text, bool(run.bold), bool(run.italic), url if re.match("https?:|mailto:", url) else "")


#: A table whose cells have more paragraphs lays out the page, and what is in its cells is read as that of a page.
_LAYOUT = 3
_DEEPEST_TABLE = 6


def _table(reading: _Reading, table: Table, depth: int) -> None:
    """One block a row. The first row names the columns where all of it is bold."""
    from docx.table import _Cell

    header: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        cells = [_Cell(element, table) for element in row._tr.tc_lst]
        if any(sum(bool(p.text.strip()) for p in cell.paragraphs) > _LAYOUT or cell.tables for cell in cells):
            for cell in cells if depth < _DEEPEST_TABLE else ():
                _fill(reading, cell, depth + 1)
            continue
        lines = [_cell(reading.writing, cell) for cell in cells]
        if index == 0 and len(table.rows) > 1 and lines and all(_is_title(line) for line in lines):
            header = tuple(line.text for line in lines)
        else:
            reading.writing.block(BlockKind.ROW, lines, header=header)
        if reading.writing.size > MAX_CHARACTERS:
            return


def _cell(writing: Writing, cell: Any) -> Line:
    words = [run for paragraph in cell.paragraphs for line in _lines(paragraph) for run in (*line, Words(" "))]
    return writing.line(words)


def _is_title(cell: Line) -> bool:
    return any(mark.kind == "strong" and mark.end - mark.start >= len(cell.text) > 0 for mark in cell.marks)
