"""A page and its facts → the lines from which nothing was read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.page import Page, Passage
from kg.model import BlockKind, Fact, Note, Span, source_span

_WORD = re.compile(r"[^\W\d_]{2}")  # page numbers, bullets and emoji state nothing
_SHOWN = 72


def unread(page: Page, facts: Iterable[Fact]) -> tuple[Note, ...]:
    """One note a line, in page order; headings, and what a template ships, are not expected to state a fact.

    A row of a table is one line.
    """
    stated = _joined(evidence.span for fact in facts for evidence in fact.evidence)
    notes = []
    for passage in page.passages:
        for span, text in _lines(passage):
            if _WORD.search(text) and not _touches(stated, span):
                line = page.document.text.count("\n", 0, span.start) + 1
                shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
                notes.append(Note(page.document.source.path, f"line {line}: nothing read from {shown!r}", span))
    return tuple(notes)


def _lines(passage: Passage) -> Iterator[tuple[Span, str]]:
    if passage.kind is BlockKind.HEADING:
        return
    lines = [line for line in passage.lines[: passage.own] if line.text.strip()]
    spans = [source_span(line, 0, len(line.text)) for line in lines]
    if passage.kind is BlockKind.ROW and lines:
        yield Span(spans[0].start, spans[-1].end), " | ".join(line.text for line in lines)
    else:
        yield from ((span, line.text) for span, line in zip(spans, lines, strict=True))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans as few that do not overlap, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _touches(stated: Sequence[Span], line: Span) -> bool:
    at = bisect_left(stated, line.end, key=lambda span: span.start)
    return at > 0 and stated[at - 1].end > line.start
