"""Front matter and data files to records: the entries of lists such as ``education:``, as passages with known parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.dates import DateMention
from kg.extract.headings import Section
from kg.extract.page import Found, Passage, dates_in, passage_of
from kg.extract.residue import template_of
from kg.model import BlockKind, Document, Field, Line, Piece, Span

#: Keys that hold a list of entries, and what the entries are.
LISTS: Mapping[str, Section] = {
    "education": Section.EDUCATION,
    "educations": Section.EDUCATION,
    "courses": Section.EDUCATION,  # Hugo Academic: education.courses
    "experience": Section.POSITIONS,
    "experiences": Section.POSITIONS,
    "work": Section.POSITIONS,
    "employment": Section.POSITIONS,
    "jobs": Section.POSITIONS,
    "positions": Section.POSITIONS,
    "internships": Section.POSITIONS,
    "awards": Section.AWARDS,
    "honors": Section.AWARDS,
    "honours": Section.AWARDS,
    "publications": Section.PUBLICATIONS,
    "papers": Section.PUBLICATIONS,
    "talks": Section.TALKS,
    "presentations": Section.TALKS,
    "teaching": Section.TEACHING,
    "service": Section.SERVICE,
    "volunteer": Section.SERVICE,
    "projects": Section.PROJECTS,
    "software": Section.PROJECTS,
    "grants": Section.GRANTS,
    "interests": Section.INTERESTS,
}


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a list in front matter or a data file.

    ``passage`` has the entry's values, one below the other; ``parts`` tells which characters of its text stand under
    which key (the keys case folded, those of inner mappings left out).
    """

    section: Section
    passage: Passage
    parts: Mapping[str, tuple[int, int]]


def records(document: Document, section: Section) -> Iterator[Record]:
    """The entries of the lists that hold what ``section`` is about, in page order."""
    entry: list[Field] = []
    at: tuple[str | int, ...] = ()
    for field in document.fields:
        where = _entry_path(field)
        if where != at:
            yield from _record(document, section, entry)
            entry, at = [], where
        if where and _section(where) is section:
            entry.append(field)
    yield from _record(document, section, entry)


def field_passage(document: Document, field: Field, section: Section) -> Passage:
    """One value of front matter as a passage, markup blanked out, a line to each of its lines."""
    return passage_of(_lines(document, field), section, heading="front matter", kind=BlockKind.PARAGRAPH)


def _entry_path(field: Field) -> tuple[str | int, ...]:
    """The path up to the first list position, or an empty one."""
    for i, key in enumerate(field.path):
        if isinstance(key, int):
            return field.path[: i + 1]
    return ()


def _section(path: tuple[str | int, ...]) -> Section | None:
    names = [key.casefold() for key in path if isinstance(key, str)]
    return LISTS.get(names[-1]) if names else None


def _record(document: Document, section: Section, entry: list[Field]) -> Iterator[Record]:
    if not entry:
        return
    depth = len(_entry_path(entry[0]))
    lines: list[Line] = []
    keys: list[str] = []
    for field in entry:
        inner = field.path[depth:]
        key = str(inner[0]).casefold() if len(inner) == 1 else "" if inner else "value"
        for line in _lines(document, field):
            if line.text.strip() and not template_of(line.text):
                lines.append(line)
                keys.append(key)
    if not lines or template_of("\n".join(line.text for line in lines)):
        return
    passage = passage_of(tuple(lines), section, heading=_heading(entry[0]), kind=BlockKind.ITEM)
    parts: dict[str, tuple[int, int]] = {}
    for key, line, start in zip(keys, lines, passage.starts, strict=True):
        if key:
            first = parts.get(key, (start, start))[0]
            parts[key] = (first, start + len(line.text))
    yield Record(section, passage, parts)


def _heading(field: Field) -> str:
    return ".".join(str(key) for key in field.path if isinstance(key, str))


_BLANKED = re.compile(r"<(?!br\b)[^<>]{0,300}>|&#?\w{1,10};|\[|\]\([^()]*\)|[*`]{1,2}", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)


def _lines(document: Document, field: Field) -> tuple[Line, ...]:
    """A value's lines; where it is folded or escaped in the source, each line finds its own place there."""
    lines, at = [], field.span.start
    source = document.text
    for written in _BREAK.split(field.value):
        text = _BLANKED.sub(lambda m: " " * len(m.group()), written)
        stripped = text.strip()
        if not stripped:
            continue
        lead = len(text) - len(text.lstrip())
        raw = written[lead : lead + len(stripped)]
        found = source.find(raw, at, field.span.end)
        if found >= 0:
            lines.append(Line(stripped, (Piece(0, Span(found, found + len(raw))),)))
            at = found + len(raw)
        else:
            lines.append(Line(stripped, (Piece(0, field.span, verbatim=False),)))
    return tuple(lines)


@lru_cache(maxsize=8)
def _by_key(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    return {".".join(map(str, f.path)).casefold(): f for f in reversed(fields)}


def field_of(document: Document, *paths: str) -> Field | None:
    """The first dotted path (``author.name``, ``organizations.0.name``) with a value in the front matter."""
    known = _by_key(document.fields)
    for path in paths:
        field = known.get(path)
        if field is not None and field.value.strip() and not template_of(field.value):
            return replace(field)
    return None


_RUNNING = re.compile(
    r"\b(?:present|now|current\w*|ongoing|today|in\s+progress|pursuing|actual\w*|heute)\b|至今|在读",
    re.IGNORECASE,
)


def record_dates(
    record: Record, at: Mapping[str, tuple[int, int] | None]
) -> tuple[Found | None, Found | None, Found | None]:
    """Start, end and "current" of a record; a study without an end, or called "in progress", goes on."""
    text = record.passage.text
    dates = {slot: _date_at(text, at[slot]) for slot in ("start", "end", "date")}
    if at["start"] or at["end"]:
        first, last = dates["start"], dates["end"]
        start = Found(first.start, first.end, first.first) if first else None
        end = Found(last.start, last.end, last.first) if last and last.first else None
        running = at["end"] if at["end"] and end is None and _RUNNING.search(text, *at["end"]) else None
        return start, end, Found(*running, "true") if running else None
    date = dates["date"]
    if date is None:
        progress = at["date"] and _RUNNING.search(text, *at["date"])
        return None, None, Found(progress.start(), progress.end(), "true") if progress else None
    current = Found(date.start, date.end, "true") if date.ongoing or date.expected else None
    first_found = Found(date.start, date.end, date.first) if date.first else None
    if date.single:
        return (None, first_found, current) if not date.ongoing else (first_found, None, current)
    return first_found, Found(date.start, date.end, date.last) if date.last else None, current


def _date_at(text: str, where: tuple[int, int] | None) -> DateMention | None:
    return next((d for d in dates_in(text) if where and where[0] <= d.start < where[1]), None)
