"""A PDF on standard input → its lines on standard output, as JSON. Run by ``pdf`` as a process of its own.

A PDF can make any parser fill the memory or turn for ever; this process has a limit for both, and its end costs the
run nothing. It imports nothing of kg, so that it starts fast and can be run as a plain file.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

MAX_MEMORY = 1_000_000_000  # bytes
MAX_SECONDS = 20  # of processor time
MAX_PAGES = 100
MAX_CHARACTERS = 1_000_000

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|medi\b|-bd|ecbx|cmssbx", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|cmti|sfti|ecti|slant", re.IGNORECASE)


def limit() -> None:
    """Bound what this process may take, where the system knows such bounds."""
    try:
        import resource
    except ImportError:  # Windows: the caller's clock is the only bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def main() -> dict[str, Any]:
    """The lines of each page, or why there are none: ``{"error": "password"}``."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    pages: list[dict[str, Any]] = []
    try:
        size = 0
        for page in _pages(io.BytesIO(sys.stdin.buffer.read())):
            if len(pages) == MAX_PAGES or size > MAX_CHARACTERS:
                return {"pages": pages, "cut": True}
            pages.append(page)
            size += sum(len(run[0]) for line in page["lines"] for run in line["runs"])
    except PDFPasswordIncorrect:
        return {"error": "password"}
    except MemoryError:
        return {"error": "memory"}
    except Exception as error:  # noqa: BLE001 - a broken PDF raises anything; the caller says so, with the file's name
        return {"pages": pages, "error": f"{type(error).__name__}: {error}"[:200]}
    return {"pages": pages}


def _pages(data: io.BytesIO) -> Iterator[dict[str, Any]]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager(caching=False)
    # No layout analysis: that of the library takes quadratic time. What stands in one line is all that is asked.
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(data):
        interpreter.process_page(page)
        found = device.get_result()
        links = list(_links(page, found.height))
        yield {"width": found.width, "lines": list(_lines(found, links))}


def _links(page: Any, height: float) -> Iterator[tuple[str, float, float, float, float]]:
    """The addresses that a page's annotations lead to, and the boxes in which they lie."""
    from pdfminer.pdftypes import resolve1

    for reference in resolve1(page.annots) or []:
        note = resolve1(reference)
        action = resolve1(note.get("A")) if isinstance(note, dict) else None
        address = resolve1(action.get("URI")) if isinstance(action, dict) else None
        box = resolve1(note.get("Rect")) if address else None
        if isinstance(address, bytes) and box and len(box) == 4:
            x0, y0, x1, y1 = (float(resolve1(value)) for value in box)
            yield address.decode("utf-8", errors="replace")[:2000], x0, height - y1, x1, height - y0


def _lines(page: Any, links: list[tuple[str, float, float, float, float]]) -> Iterator[dict[str, Any]]:
    from pdfminer.layout import LAParams, LTTextLineHorizontal

    characters = list(_characters(page))
    for line in page.group_objects(LAParams(char_margin=2.0), characters) if characters else ():
        if isinstance(line, LTTextLineHorizontal) and line.get_text().strip():
            top, bottom = page.height - line.y1, page.height - line.y0
            here = [link for link in links if link[2] <= (top + bottom) / 2 <= link[4]]
            yield {"x0": line.x0, "x1": line.x1, "top": top, "bottom": bottom, "runs": list(_runs(line, here))}


def _characters(container: Any) -> Iterator[Any]:
    """The characters of a page, those in figures too."""
    from pdfminer.layout import LTChar, LTFigure

    stack = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTChar):
                yield item
            elif isinstance(item, LTFigure):
                stack.append(iter(item))
                break
        else:
            stack.pop()


def _runs(line: Any, links: list[tuple[str, float, float, float, float]]) -> Iterator[list[Any]]:
    """Characters that look alike: text, size, bold, italic, and the address that they lead to."""
    from pdfminer.layout import LTChar

    run: list[Any] = []
    for char in line:
        if isinstance(char, LTChar):
            middle = (char.x0 + char.x1) / 2
            url = next((link[0] for link in links if link[1] <= middle <= link[3]), "")
            bold, italic = bool(_BOLD.search(char.fontname)), bool(_ITALIC.search(char.fontname))
            look = [round(char.size, 1), bold, italic, url]
            if run and run[1:] == look:
                run[0] += char.get_text()
            else:
                if run:
                    yield run
                run = [char.get_text(), *look]
        elif run:
            run[0] += char.get_text()
    if run:
        yield run


if __name__ == "__main__":
    limit()
    json.dump(main(), sys.stdout)
