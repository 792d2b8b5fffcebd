"""A file → what ``read`` makes of it, for people: ``python -m kg.read PATH``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kg.model import BlockKind, Document, Line, Span, source_span
from kg.read import find_pages, read


def show(document: Document) -> Iterator[str]:
    """The blocks, lines, links, fields and notes of a document, one on a line, spans in front."""
    yield f"# {document.source.path} ({document.source.format}, {len(document.text)} characters)"
    for note in document.notes:
        yield f"! {note.message}"
    for field in document.fields:
        yield f"{_place(field.span)} {'.'.join(map(str, field.path))} = {field.value!r}"
    for index, block in enumerate(document.blocks):
        about = [
            f"parent {block.parent}" if block.parent is not None else "",
            f"list {block.list_id}{' ordered' * block.ordered}" if block.list_id >= 0 else "",
            f"header {' | '.join(block.header)}" if block.header else "",
            f"box {block.box}" if block.box else "",
        ]
        indent = "  " * (block.depth if block.kind != BlockKind.HEADING else 0)
        yield f"[{index}] {indent}{block.kind} {block.depth} {', '.join(filter(None, about))}".rstrip()
        for line in block.lines:
            yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    soft = f"  (soft {','.join(map(str, line.soft_breaks))})" if line.soft_breaks else ""
    yield f"    {_place(source_span(line, 0, len(line.text)) if line.text else None)} {line.text!r}{soft}"
    for mark in line.marks:
        yield f"        {mark.kind}: {line.text[mark.start : mark.end]!r}"
    for link in line.links:
        words = line.text[link.start : link.end]
        title = f" title {link.title!r}" if link.title else ""
        yield f"        {'image' if link.image else 'link'}: {words!r} -> {link.url}{title} @{_place(link.span)}"


def _place(span: Span | None) -> str:
    return f"{span.start}-{span.end}" if span else "-"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for page in find_pages(Path(argument)):
            print("\n".join(show(read(page))))
