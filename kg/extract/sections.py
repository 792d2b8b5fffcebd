"""Sections to entries: what in a headed part of a page belongs together as one entry of a CV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.dates import DateMention
from kg.extract.headings import Section, section_of
from kg.extract.page import Page, Passage, dates_in, entry, heading_of, join, names_entry
from kg.model import BlockKind


def groups(page: Page, sections: Iterable[Section]) -> Iterator[Passage]:
    """The entries of some sections, in page order.

    An entry is a list item or table row with all that hangs under it, or a paragraph; where a section is cut by
    headings of its own ("### MIT", then lines), each of these with the lines under it is one entry.
    """
    wanted = frozenset(sections)
    hanging = {child for group in page.children.values() for child in group}
    pending: list[Passage] = []
    for index, passage in enumerate(page.passages):
        if passage.section not in wanted or index in hanging:
            if passage.section not in wanted:
                yield from _flush(pending)
            continue
        if passage.kind is BlockKind.HEADING:
            yield from _flush(pending)
            if section_of(passage.text) is None or names_entry(passage.text):
                pending.append(passage)
            continue
        whole = entry(page, index)
        dated = pending and pending[0].kind is BlockKind.PARAGRAPH and any(dates_in(p.text) for p in pending)
        if dated and passage.kind is BlockKind.PARAGRAPH and _opens(whole):
            yield from _flush(pending)
        if pending and not (passage.kind is BlockKind.ITEM and _is_entry(whole)):
            pending.append(whole)
            continue
        if passage.kind is BlockKind.PARAGRAPH:
            pending.append(whole)
            continue
        if pending and len(pending) == 1 and pending[0].kind is BlockKind.HEADING and not _is_entry(pending[0]):
            pending.clear()  # a heading over a list only names a group of entries
        yield from _flush(pending)
        yield whole
    yield from _flush(pending)


def under_date(page: Page, passage: Passage) -> Passage:
    """An undated entry with the heading over it, if that is a date and nothing else: "### 2023", then talks."""
    above = None if dates_in(passage.text) else heading_of(page, passage)
    if above is None or above.blocks[0] in passage.blocks:
        return passage
    dated = sum(date.end - date.start for date in dates_in(above.text))
    if not dated or len(above.text.strip(" :()[]")) > dated:
        return passage
    return replace(join([above, passage]), own=above.own + passage.own)


_FROM = re.compile(
    r"^\W*(?:from|start\w*|begin\w*|since|von|beginn|ab|de|du|desde|inicio|début|dal?|起始|开始)\W*$", re.IGNORECASE
)
_TO = re.compile(r"^\W*(?:to|until|end\w*|till|bis|ende|à|au|jusqu\W*|hasta|fin|al?|até|截止|结束)\W*$", re.IGNORECASE)


def columns_as_range(passage: Passage, dates: Sequence[DateMention]) -> list[DateMention]:
    """A table's "From" and "To" columns hold the two ends of one period; other dates stay as they are."""
    columns = passage.header
    if passage.kind is not BlockKind.ROW or len(dates) < 2 or not (dates[0].single and dates[1].single):
        return list(dates)
    if not (any(_FROM.match(c) for c in columns) and any(_TO.match(c) for c in columns)):
        return list(dates)
    first, last = dates[0], dates[1]
    return [DateMention(first.start, last.end, first.first, last.first), *dates[2:]]


def _flush(pending: list[Passage]) -> Iterator[Passage]:
    if pending and not (len(pending) == 1 and pending[0].kind is BlockKind.HEADING and not _is_entry(pending[0])):
        yield join(pending)
    pending.clear()


def _is_entry(passage: Passage) -> bool:
    """Whether a passage could stand alone as an entry: it has a date, or a name and a comma."""
    return bool(dates_in(passage.text)) or bool(re.search(r",\s", passage.text))


_NO_MORE_THAN_A_DATE = 12  # characters beside the dates: "(2 years)", a dash, a flag


def _opens(passage: Passage) -> bool:
    """Whether a paragraph begins a new entry rather than goes on with the one above."""
    dates = dates_in(passage.text)
    beside = len(passage.text) - sum(date.end - date.start for date in dates)
    return bool(dates) and beside > _NO_MORE_THAN_A_DATE
