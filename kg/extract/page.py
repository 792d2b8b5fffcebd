"""Document to Page: blocks with their section, as passages whose every character knows its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.content import section_told
from kg.extract.dates import DateMention, find_dates
from kg.extract.headings import Section, section_of
from kg.extract.mentions import chunks
from kg.extract.residue import is_residue
from kg.extract.roles import roles
from kg.model import (
    SLOTS,
    Block,
    BlockKind,
    Document,
    Evidence,
    Fact,
    Kind,
    Line,
    Link,
    Mark,
    Span,
    Value,
    source_span,
)

_AROUND = 64  # characters of source text kept on each side of a quote


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one block, or of an item with all that hangs under it, as one text.

    ``text`` is the lines joined by new-line characters; ``starts[i]`` is where line ``i`` begins in it. Links and
    marks are given in places of ``text``. ``blocks`` are the indices in ``Document.blocks``, ``own`` is the number of
    lines that belong to the first of them.
    """

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    blocks: tuple[int, ...]
    own: int
    kind: BlockKind
    depth: int
    section: Section
    heading: str
    path: tuple[str, ...]
    header: tuple[str, ...] = ()
    box: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # one page is like no other: what is found on it can be kept by it
class Page:
    """A document with its blocks as passages, in page order, headings included, template residue left out.

    ``children[i]`` are the indices of the passages that hang directly under passage ``i``.
    """

    document: Document
    passages: tuple[Passage, ...]
    children: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Characters ``start`` to ``end`` of a passage's text that state a value; ``text`` where it differs from them."""

    start: int
    end: int
    text: str = ""
    url: str = ""


def analyse(document: Document) -> Page:
    """Give each block its section, from the headings above it, and leave out what a template ships."""
    passages: list[Passage] = []
    place: dict[int, int] = {}  # block index → passage index
    children: dict[int, list[int]] = {}
    columns = {block.header for block in document.blocks if block.header}
    above: list[tuple[int, str, Section | None]] = []  # headings in force: level, text, kind
    for index, block in _opened(document.blocks):
        text = _joined(block.lines)[0]
        if block.kind is BlockKind.ROW and tuple(line.text for line in block.lines) in columns:
            continue  # the titles of a table's columns
        if block.kind is BlockKind.HEADING:
            above = [h for h in above if h[0] < block.depth]
            kind = None if _section(above) in _CAREER and names_entry(text) else section_of(text)
            above.append((block.depth, text.strip(), kind))
        if is_residue(text) or _LEGEND.match(text):
            continue
        passage = _passage(index, block, _section(above), above)
        if block.parent is not None and block.parent in place:
            children.setdefault(place[block.parent], []).append(len(passages))
        place[index] = len(passages)
        passages.append(passage)
    return Page(document, tuple(_told_by_content(passages)), {k: tuple(v) for k, v in children.items()})


_LEGEND = re.compile(r"\W*=\s")  # "* = equal contribution" explains a list and states nothing
_LEAD_DEPTH = 6  # a bold line is the least of headings


def _opened(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """The blocks with their index; "**Education**<br>…<br>…" is opened into a heading and its lines."""
    for index, block in enumerate(blocks):
        leads = [i for i, line in enumerate(block.lines) if _is_lead(line)] if block.kind is BlockKind.PARAGRAPH else []
        if not leads or len(block.lines) == 1:
            yield index, block
            continue
        for i, line in enumerate(block.lines):
            if i in leads:
                yield index, replace(block, kind=BlockKind.HEADING, depth=_LEAD_DEPTH, lines=(line,))
            elif line.text.strip():
                yield index, replace(block, lines=(line,))


def _is_lead(line: Line) -> bool:
    """Whether a line is all bold and opens a section by its words."""
    length = len(line.text.rstrip(" :："))
    bold = any(m.kind == "strong" and m.start == 0 and m.end >= length for m in line.marks)
    return bold and length > 0 and section_of(line.text) is not None and not names_entry(line.text)


_CAREER = (Section.POSITIONS, Section.EDUCATION)


def names_entry(text: str) -> bool:
    """Whether a heading is the first line of an entry: "Senior Research Scientist", "Riga Research Institute, 2019"."""
    named = any(c.kind in ("org", "either") and len(text[c.start : c.end].split()) > 1 for c in chunks(text))
    return named or bool(dates_in(text)) or any(not role.plural for role in roles(text, listed=True))


def _told_by_content(passages: list[Passage]) -> Iterator[Passage]:
    """Where a heading says nothing, the entries under it tell what the section is."""
    told: dict[tuple[str, ...], Section | None] = {}
    for path in dict.fromkeys(p.path for p in passages if p.section is Section.OTHER):
        entries = [
            p.text for p in passages if p.path == path and p.kind in (BlockKind.ITEM, BlockKind.ROW) and p.depth < 2
        ]
        told[path] = section_told(entries) if entries else None
    for passage in passages:
        section = told.get(passage.path) if passage.section is Section.OTHER else None
        yield replace(passage, section=section) if section else passage


def _section(above: Sequence[tuple[int, str, Section | None]]) -> Section:
    """The innermost heading that says its kind; a heading that says none belongs to the section around it."""
    for _, _, kind in reversed(above):
        if kind is not None:
            return kind
    return Section.OTHER if above else Section.NONE


def _passage(index: int, block: Block, section: Section, above: Sequence[tuple[int, str, Section | None]]) -> Passage:
    text, starts, links, marks = _joined(block.lines)
    headings = above[:-1] if block.kind is BlockKind.HEADING else above
    return Passage(
        text=text,
        lines=block.lines,
        starts=starts,
        links=links,
        marks=marks,
        blocks=(index,),
        own=len(block.lines),
        kind=block.kind,
        depth=block.depth,
        section=section,
        heading=headings[-1][1] if headings else "",
        path=tuple(h[1] for h in headings),
        header=block.header,
        box=block.box,
    )


def _joined(lines: Sequence[Line]) -> tuple[str, tuple[int, ...], tuple[Link, ...], tuple[Mark, ...]]:
    starts, links, marks, at = [], [], [], 0
    for line in lines:
        starts.append(at)
        links += [replace(link, start=link.start + at, end=link.end + at) for link in line.links]
        marks += [replace(mark, start=mark.start + at, end=mark.end + at) for mark in line.marks]
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(starts), tuple(links), tuple(marks)


def passage_of(lines: tuple[Line, ...], section: Section, *, heading: str, kind: BlockKind) -> Passage:
    """Lines that stand in no block (front matter) as a passage."""
    text, starts, links, marks = _joined(lines)
    return Passage(text, lines, starts, links, marks, (), len(lines), kind, 0, section, heading, (heading,))


def join(passages: Sequence[Passage]) -> Passage:
    """Several passages as one; the first gives the section, the kind and the headings."""
    lines = tuple(line for passage in passages for line in passage.lines)
    text, starts, links, marks = _joined(lines)
    return replace(
        passages[0],
        text=text,
        lines=lines,
        starts=starts,
        links=links,
        marks=marks,
        blocks=tuple(block for passage in passages for block in passage.blocks),
    )


def entry(page: Page, index: int) -> Passage:
    """The passage at ``index`` with everything that hangs under it, however deep, in page order."""
    found, stack = [], [index]
    while stack:
        at = stack.pop()
        found.append(at)
        stack += reversed(page.children.get(at, ()))
    return page.passages[index] if len(found) == 1 else join([page.passages[i] for i in found])


def heading_of(page: Page, passage: Passage) -> Passage | None:
    """The heading that a passage stands under."""
    above = [p for p in page.passages if p.kind is BlockKind.HEADING and p.blocks[0] < passage.blocks[0]]
    return above[-1] if above and above[-1].text.strip() == passage.heading else None


def entries(page: Page, sections: Iterable[Section]) -> list[Passage]:
    """The entries of the given sections: each item, row or paragraph with what hangs under it, headings left out."""
    wanted = frozenset(sections)
    hanging = {child for group in page.children.values() for child in group}
    return [
        entry(page, i)
        for i, passage in enumerate(page.passages)
        if passage.section in wanted and i not in hanging and passage.kind is not BlockKind.HEADING
    ]


@lru_cache(maxsize=4096)
def dates_in(text: str) -> tuple[DateMention, ...]:
    """The dates of a passage's text, line by line, in places of the whole text."""
    found: list[DateMention] = []
    at = 0
    for line in text.split("\n"):
        found += [replace(date, start=date.start + at, end=date.end + at) for date in find_dates(line)]
        at += len(line) + 1
    return tuple(found)


def span_of(passage: Passage, start: int, end: int) -> Span:
    """The span in the source text of characters ``start`` to ``end`` of a passage's text (blank ends are trimmed)."""
    while start < end - 1 and passage.text[start].isspace():
        start += 1
    while end - 1 > start and passage.text[end - 1].isspace():
        end -= 1
    first, last = _line_at(passage, start), _line_at(passage, end - 1)
    begin = source_span(passage.lines[first], start - passage.starts[first], start - passage.starts[first] + 1).start
    close = source_span(passage.lines[last], end - 1 - passage.starts[last], end - passage.starts[last]).end
    return Span(min(begin, close), max(begin, close))


def _line_at(passage: Passage, at: int) -> int:
    return max(bisect_right(passage.starts, at) - 1, 0)


def evidence_at(document: Document, span: Span, *, heading: str, rule: str) -> Evidence:
    """Evidence for a span of the document's source text."""
    text = document.text
    return Evidence(
        source=document.source.path,
        span=span,
        quote=text[span.start : span.end],
        heading=heading,
        rule=rule,
        prefix=text[max(span.start - _AROUND, 0) : span.start],
        suffix=text[span.end : span.end + _AROUND],
        line=bisect_right(_line_ends(text), span.start - 1) + 1,
    )


@lru_cache(maxsize=1)  # the text of the document at hand
def _line_ends(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]


def make_fact(
    page: Page,
    passage: Passage,
    kind: Kind,
    rule: str,
    slots: Mapping[str, Found | Sequence[Found] | None],
    *,
    confidence: float,
    within: tuple[int, int] | None = None,
) -> Fact:
    """A fact from what was found in one passage; ``within`` is the sentence or part that states it as a whole."""
    start, end = within or (0, len(passage.text))
    values: dict[str, tuple[Value, ...]] = {}
    for slot in SLOTS[kind]:
        found = slots.get(slot)
        many = [found] if isinstance(found, Found) else list(found or ())
        stated = tuple(_value(page, passage, one, rule) for one in many if one.end > one.start)
        if stated:
            values[slot] = stated
    whole = evidence_at(page.document, span_of(passage, start, end), heading=passage.heading, rule=rule)
    return Fact(kind, values, (whole,), confidence)


def _value(page: Page, passage: Passage, found: Found, rule: str) -> Value:
    text = found.text or " ".join(passage.text[found.start : found.end].split())
    evidence = evidence_at(page.document, span_of(passage, found.start, found.end), heading=passage.heading, rule=rule)
    return Value(text, evidence, found.url or link_at(passage, found.start, found.end))


def without_edge(text: str, start: int, end: int, edge: str) -> tuple[int, int]:
    """``start`` and ``end`` moved inwards past the characters of ``edge``."""
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end`` moved so that no bracket stays open: past its partner, or back in front of it."""
    words = text[start:end]
    if words.count("(") <= words.count(")"):
        return start, end
    if text[end : end + 1] == ")":
        return start, end + 1
    return start, start + len(words[: words.rindex("(")].rstrip(" \t,;:-"))


def link_at(passage: Passage, start: int, end: int) -> str:
    """The address of the first link that shares characters with ``start`` to ``end``, or an empty string."""
    for link in passage.links:
        if link.start < end and start < link.end and not link.image:
            return link.url
    return ""
