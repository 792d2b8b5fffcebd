"""DOCX → the text of its paragraphs and tables, and its Blocks. Imports python-docx, which is optional."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
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
        writing = Writing()
        for section in document.sections[:1]:
            _fill(writing, section.header)
        complete = _fill(writing, document)
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, OSError, SyntaxError) as error:
        # python-docx raises what its parts raise: no such part, no such relation, XML that is none (a SyntaxError)
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path}: broken DOCX ({reason}); open it and save it anew") from error
    notes = [] if complete else [Note(path, f"more than {MAX_CHARACTERS} characters; the rest was not read")]
    return writing.text, tuple(writing.blocks), notes


def _check(data: bytes, path: str) -> None:
    """Refuse what unpacks to more than any CV has. What a part says of its size, the reader holds it to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [part.file_size for part in archive.infolist()]
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError(f"{path}: no DOCX ({error}); open it and save it anew") from error
    if sum(sizes) > MAX_UNPACKED or len(sizes) > MAX_PARTS:
        limit = f"{MAX_UNPACKED // 1_000_000} MB in {MAX_PARTS} parts"
        raise InputError(f"{path}: the DOCX unpacks to more than {limit}; take out what is embedded")
    if "word/document.xml" not in names and not any(name.endswith("document.xml") for name in names):
        raise InputError(f"{path}: an archive, not a DOCX; give a Word document")


def _fill(writing: Writing, container: Any) -> bool:
    from docx.table import Table

    for part in container.iter_inner_content():
        if writing.size > MAX_CHARACTERS:
            return False
        if isinstance(part, Table):
            _table(writing, part)
        else:
            _paragraph(writing, part)
    return True


def _paragraph(writing: Writing, paragraph: Paragraph) -> None:
    lines = [writing.line(words) for words in _lines(paragraph)]
    lines = [line for line in lines if line.text]
    if not lines:
        return
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
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


def _table(writing: Writing, table: Table) -> None:
    """One block a row. The first row names the columns where all of it is bold."""
    header: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        cells: list[Line] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) in seen:  # a merged cell comes once a column
                continue
            seen.add(id(cell._tc))
            words = [run for paragraph in cell.paragraphs for line in _lines(paragraph) for run in (*line, Words(" "))]
            cells.append(writing.line(words))
        if index == 0 and len(table.rows) > 1 and cells and all(_is_title(cell) for cell in cells):
            header = tuple(cell.text for cell in cells)
        else:
            writing.block(BlockKind.ROW, cells, header=header)
        if writing.size > MAX_CHARACTERS:
            return


def _is_title(cell: Line) -> bool:
    return any(mark.kind == "strong" and mark.end - mark.start >= len(cell.text) > 0 for mark in cell.marks)
