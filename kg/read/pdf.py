"""PDF → the text of its pages, and its Blocks: headings by their size, paragraphs by the space around them.

A PDF has no paragraphs, only words with places. ``pdf_words`` gets them out, in a process of its own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from kg.errors import InputError
from kg.model import Block, BlockKind, Line, Note
from kg.read.written import BULLET, NUMBER, Words, Writing, is_strong, run_on, shown, without_lead

#: Seconds that reading one PDF may take, by the clock.
MAX_SECONDS = 60

_LARGER = 1.12  # how much larger than the body's the letters of a heading are, at least
_APART = 1.35  # how much wider than between lines the space between paragraphs is, at least
_FULL = 0.88  # how far to the right a line goes that goes on in the next, of the width of its column
_LONGEST_HEADING = 90  # characters
_LONGEST_DATE = 25
_MOST_ROWS = 200  # of one block; joining them takes time quadratic in their number


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height of a column, from left to right: a line, and perhaps a date at its right edge."""

    cells: tuple[tuple[Words, ...], ...]
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """The words of the first cell, as they are shown."""
        return shown("".join(run.text for run in self.cells[0])).strip()

    @property
    def is_led(self) -> bool:
        """Whether a date stands before its words, in a column of dates."""
        return len(self.cells) > 1 and len(self.text) < _LONGEST_DATE and bool(re.search(r"\d{4}", self.text))

    @property
    def is_dated(self) -> bool:
        """Whether a date stands at its right edge."""
        return len(self.cells) > 1 and bool(re.search(r"\d{4}", "".join(run.text for run in self.cells[-1])))


def read_pdf(data: bytes, path: str) -> tuple[str, tuple[Block, ...], list[Note]]:
    """The text of a PDF, its blocks, and what was not read.

    Raises:
        InputError: pdfminer.six is not installed, the PDF asks for a password, has no text, or cannot be read.
    """
    if find_spec("pdfminer") is None:
        raise InputError(f"{path}: reading PDF needs pdfminer.six: pip install 'researcher-kg[documents]'")
    found = _words(data, path)
    writing = Writing()
    for page in found["pages"]:
        for column in _columns(page):
            _fill(writing, column)
    if not writing.text.strip():
        raise InputError(
            f"{path}: no text in this PDF, perhaps pictures of it; give a PDF with text, or another format"
        )
    notes = []
    if "error" in found:
        notes.append(Note(path, f"the PDF is broken ({found['error']}); what stands before was read"))
    if found.get("cut"):
        notes.append(Note(path, "the PDF is longer than any CV; the first pages were read"))
    return writing.text, tuple(writing.blocks), notes


#: What the process says where it found nothing.
_ERRORS = {
    "password": "the PDF asks for a password; save it without one",
    "memory": "the PDF unpacks to more than fits; save it anew, or give another format",
}


def _words(data: bytes, path: str) -> dict[str, Any]:
    script = Path(__file__).with_name("pdf_words.py")
    try:
        done = subprocess.run([sys.executable, "-I", str(script)], input=data, capture_output=True, timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{path}: reading took longer than {MAX_SECONDS} seconds; give another format") from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise InputError(f"{path}: the PDF takes more time or memory than a CV; give another format") from error
    if not found.get("pages"):
        problem = found.get("error", "it has no pages")
        raise InputError(f"{path}: {_ERRORS.get(problem, f'no PDF that can be read ({problem}); save it anew')}")
    return found


# ---------------------------------------------------------------------------------------------------------------
# a page's lines to the rows of its columns


def _columns(page: dict[str, Any]) -> Iterator[list[Row]]:
    """The rows of a page, column by column: what stands above two columns first, from top to bottom."""
    lines = sorted(page["lines"], key=lambda line: (line["top"], line["x0"]))
    gutter = _gutter(lines, page["width"])
    if gutter is None:
        yield _rows(lines)
        return
    left = [line for line in lines if line["x1"] <= gutter]
    right = [line for line in lines if line["x0"] >= gutter]
    across = [line for line in lines if line["x0"] < gutter < line["x1"]]
    first = min(line["top"] for line in left + right)
    for column in ([a for a in across if a["top"] <= first], left, right, [a for a in across if a["top"] > first]):
        yield _rows(column)


def _gutter(lines: Sequence[dict[str, Any]], width: float) -> float | None:
    """Where a page is divided into two columns of text; a column of dates beside the text is none."""
    for tenth in range(25, 76):
        place = width * tenth / 100
        left = [line for line in lines if line["x1"] <= place]
        right = [line for line in lines if line["x0"] >= place]
        across = len(lines) - len(left) - len(right)
        if across <= 2 and min(len(left), len(right)) >= 8 and not any(map(_is_dates, (left, right))):
            return place
    return None


def _is_dates(lines: Sequence[dict[str, Any]]) -> bool:
    """Whether a column is beside another for its dates or places, line by line."""
    dated = [line for line in lines if re.search(r"\d{4}", "".join(run[0] for run in line["runs"]))]
    short = [line for line in lines if len("".join(run[0] for run in line["runs"])) < 28]
    return len(dated) * 2 > len(lines) and len(short) * 2 > len(lines)


def _rows(lines: Sequence[dict[str, Any]]) -> list[Row]:
    rows: list[Row] = []
    at_height: list[dict[str, Any]] = []
    for line in sorted(lines, key=lambda line: (line["top"] + line["bottom"], line["x0"])):
        middle = (line["top"] + line["bottom"]) / 2
        if at_height and not at_height[0]["top"] < middle < at_height[0]["bottom"]:
            rows.append(_row(at_height))
            at_height = []
        at_height.append(line)
    if at_height:
        rows.append(_row(at_height))
    return rows


#: A sign at the beginning of a line that the font gives no character is a bullet.
_GLYPH = re.compile(r"^\s*\(cid:\d+\)\s*(?=\S)")


def _row(lines: Sequence[dict[str, Any]]) -> Row:
    ordered = sorted(lines, key=lambda line: line["x0"])
    sizes: Counter[float] = Counter()
    for line in ordered:
        for run in line["runs"]:
            sizes[run[1]] += len(run[0])
    cells: list[tuple[Words, ...]] = []
    for line in ordered:
        words = tuple(Words(_GLYPH.sub("• ", text), bold, em, url) for text, _, bold, em, url in line["runs"])
        if cells and line["x0"] - ordered[len(cells) - 1]["x1"] < sizes.most_common(1)[0][0] * 1.2:
            cells[-1] = (*cells[-1], Words(" "), *words)  # a bullet, or a number, apart from its words
        else:
            cells.append(words)
    return Row(
        tuple(cells),
        ordered[0]["x0"],
        max(line["x1"] for line in ordered),
        min(line["top"] for line in ordered),
        max(line["bottom"] for line in ordered),
        sizes.most_common(1)[0][0],
    )


# ---------------------------------------------------------------------------------------------------------------
# rows to blocks


def _fill(writing: Writing, rows: Sequence[Row]) -> None:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    if not sizes:
        return
    body = sizes.most_common(1)[0][0]
    levels = sorted((size for size in sizes if size >= body * _LARGER), reverse=True)
    pitch = _pitch(rows, body)
    edge = max(row.right for row in rows)
    start = min(row.left for row in rows)
    pending: list[Row] = []
    for row in rows:
        if pending and (_is_heading(row, levels) or _is_heading(pending[-1], levels) or _parts(pending, row, pitch)):
            _block(writing, pending, levels, start, edge)
            pending = []
        pending.append(row)
    _block(writing, pending, levels, start, edge)


def _pitch(rows: Sequence[Row], body: float) -> float:
    """From one line of a paragraph to the next."""
    steps = [b.bottom - a.bottom for a, b in zip(rows, rows[1:], strict=False) if 0 < b.bottom - a.bottom < 3 * body]
    return median(sorted(steps)[: max(1, len(steps) * 3 // 4)]) if steps else body * 1.2


def _is_heading(row: Row, levels: Sequence[float]) -> bool:
    short = 1 < len(row.text) <= _LONGEST_HEADING and not BULLET.match(row.text)
    return short and (row.size in levels or (row.text.isupper() and len(row.cells) == 1 and len(row.text) > 3))


def _parts(pending: Sequence[Row], row: Row, pitch: float) -> bool:
    """Whether a row begins a block of its own: by its bullet, or by the space above it."""
    if BULLET.match(row.text) or NUMBER.match(row.text):
        return True
    if row.is_led or len(pending) >= _MOST_ROWS:
        return True
    first, last = pending[0], pending[-1]
    if row.is_dated and row.cells[0][0].strong and any(before.is_dated for before in pending):
        return True
    if row.bottom - last.bottom > pitch * _APART or row.top < last.top - pitch:
        return True
    is_item = bool(BULLET.match(first.text) or NUMBER.match(first.text))
    return is_item and row.left <= first.left - 1


def _block(writing: Writing, rows: Sequence[Row], levels: Sequence[float], start: float, edge: float) -> None:
    if not rows:
        return
    if writing.size:
        writing.gap()
    lines: list[Line] = []
    goes_on = False
    for row in rows:
        for index, cell in enumerate(row.cells):
            line = writing.line(cell)
            if line.text and goes_on and index == 0 and not cell[0].strong:
                lines[-1] = run_on(lines[-1], line)
            elif line.text:
                lines.append(line)
        goes_on = bool(lines) and not row.is_dated and row.right - start >= (edge - start) * _FULL
    if not lines:
        return
    first = lines[0].text
    if len(rows) == 1 and _is_heading(rows[0], levels):
        depth = levels.index(rows[0].size) + 1 if rows[0].size in levels else len(levels) + 1
        writing.block(BlockKind.HEADING, lines, depth=min(depth, 6))
    elif BULLET.match(first) or NUMBER.match(first):
        lead = BULLET if BULLET.match(first) else NUMBER
        writing.block(BlockKind.ITEM, (without_lead(lines[0], lead), *lines[1:]), depth=1, ordered=lead is NUMBER)
    elif rows[0].is_led:
        writing.block(BlockKind.ROW, lines)
    elif len(rows) == 1 and is_strong(lines[0]):
        writing.paragraph(lines)
    else:
        writing.block(BlockKind.PARAGRAPH, lines)
