"""Labelled pages to training examples: the values of the gold rows are found again in the blocks that state them.

A gold row has no places, so they are guessed: a row belongs to a block if enough of its slots are written there, and
each slot stands where it is nearest to the row's key. Rows that are found nowhere are left; a block without rows has
no tags, which is worth learning too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extract.page import Page, analyse, dates_in, entry
from kg.extract.tagger import Tag, TaggerInput, input_of
from kg.extract.training.examples import Example
from kg.model import BlockKind, Document

#: Kind and slot → label; the first slot of a kind is what its rows hang on.
SLOT_LABELS: Mapping[str, Mapping[str, str]] = {
    "education": {"organization": "ORG", "degree": "DEGREE", "field": "FIELD", "unit": "UNIT", "advisor": "PERSON"},
    "positions": {"role": "ROLE", "organization": "ORG", "unit": "UNIT", "location": "PLACE"},
    "awards": {"title": "AWARD", "issuer": "ORG"},
    "grants": {"title": "GRANT", "funder": "ORG"},
    "publications": {"title": "TITLE", "venue": "VENUE", "authors": "AUTHOR"},
    "talks": {"title": "TITLE", "event": "EVENT", "location": "PLACE"},
    "interests": {"topic": "TOPIC"},
    "people": {"name": "PERSON"},
    "service": {"organization": "VENUE", "role": "ROLE"},
    "teaching": {"course": "COURSE", "role": "ROLE", "organization": "ORG"},
    "projects": {"name": "PROJECT"},
    "identity": {"name": "PERSON"},
}
#: A service for a body is an ``ORG``, for a journal or a conference a ``VENUE``: the gold rows do not say which.
BODY = re.compile(
    r"\b(?:Societ|Association|Committee|Institut|Universit|Foundation|Federation|Club|Department|Council|School|College"
    r"|Initiative|Program|Union|Academy|Sociedad|Museum|Ministry|Agency|Group|Center|Centre|Company|Lab\b)"
)
#: Labels whose words mean the same wherever they stand on the page.
EVERYWHERE = frozenset({"ORG", "PERSON", "UNIT"})
#: Sections in which a row of a kind is believed though only its key is written there.
HOME: Mapping[str, frozenset[str]] = {
    "education": frozenset({"education"}),
    "positions": frozenset({"positions", "news", "about", "none"}),
    "interests": frozenset({"interests", "about", "none", "other"}),
    "service": frozenset({"service", "about", "none"}),
}


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page's examples, by the name of its file without the ending."""

    name: str
    examples: tuple[Example, ...]


def read_pages(folder: Path, read: Callable[[Path], Document]) -> Iterator[LabelledPage]:
    """The pages of ``folder/pages`` that have ``folder/gold/NAME.json``, in the order of their names."""
    for path in sorted((folder / "pages").iterdir()):
        gold = folder / "gold" / f"{path.stem}.json"
        if gold.exists():
            rows = json.loads(gold.read_text(encoding="utf-8"))
            yield LabelledPage(path.stem, tuple(align(read(path), rows)))


def blocks(document: Document) -> list[TaggerInput]:
    """What the tagger reads of a page: each entry (an item with all that hangs under it, a row, a paragraph)."""
    page = analyse(document)
    return [block for block, _ in _blocks(page)]


def _blocks(page: Page) -> Iterator[tuple[TaggerInput, str]]:
    hanging = {child for group in page.children.values() for child in group}
    for index, passage in enumerate(page.passages):
        if index not in hanging and passage.kind is not BlockKind.HEADING:
            whole = entry(page, index)
            yield input_of(whole), str(whole.section)


def align(document: Document, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Example]:
    """The blocks of a page with what the gold rows say of them."""
    known = _everywhere(rows)
    for block, section in _blocks(analyse(document)):
        text = "\n".join(block.lines)
        spans: list[tuple[int, int, str]] = []
        for kind, labels in SLOT_LABELS.items():
            for row in rows.get(kind, ()):
                spans += _row(text, section, kind, labels, row)
        if section not in ("publications", "skills", "ignored"):
            spans += [(start, end, label) for value, label in known for start, end in _places(text, value)]
        spans += [(found.start, found.end, "DATE") for found in dates_in(text)]
        yield Example(block, tuple(_tags(block.lines, _longest(spans))))


def _everywhere(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[tuple[str, str]]:
    return sorted(
        {
            (value, label)
            for kind, labels in SLOT_LABELS.items()
            for row in rows.get(kind, ())
            for slot in labels
            if (label := _label(kind, slot, labels, row) if slot in row else "") in EVERYWHERE
            for values in _alternatives(row.get(slot), label)
            for value in (values[:1] if label == "PERSON" else values)
            if value[:1].isupper() or not value.isascii()
        }
    )


def _alternatives(value: object, label: str) -> list[list[str]]:
    """The values of a slot, each with its readings, the longest first; names of people without their titles first."""
    values = value if isinstance(value, list) else [value]
    return [sorted(str(one).split(" | "), key=len, reverse=label not in ("PERSON", "AUTHOR")) for one in values if one]


def _row(
    text: str, section: str, kind: str, labels: Mapping[str, str], row: Mapping[str, Any]
) -> list[tuple[int, int, str]]:
    places: dict[str, list[list[tuple[int, int]]]] = {}
    for slot in labels:
        for readings in _alternatives(row.get(slot), labels[slot]):
            found = next((hits for reading in readings if (hits := _places(text, reading))), [])
            if found:
                places.setdefault(slot, []).append(found)
    key = next(iter(labels))
    stated = sum(1 for slot in labels if row.get(slot))
    if not places or (key not in places and len(places) < 2):
        return []
    alone = len(places) == 1 and (stated > 1 or kind in HOME)
    if alone and section != kind and section not in HOME.get(kind, ()):
        return []
    anchor = places.get(key, next(iter(places.values())))[0][0][0]
    return [
        (*min(hits, key=lambda hit: abs(hit[0] - anchor)), _label(kind, slot, labels, row))
        for slot, values in places.items()
        for hits in values
    ]


def _label(kind: str, slot: str, labels: Mapping[str, str], row: Mapping[str, Any]) -> str:
    if kind == "service" and slot == "organization" and BODY.search(str(row[slot])):
        return "ORG"
    return labels[slot]


def _places(text: str, value: str) -> list[tuple[int, int]]:
    words = [re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in value.split()]
    if not words:
        return []
    pattern = r"\s+".join(words)
    if value[0].isascii():
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _longest(spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans that do not overlap, the longer before the shorter, in page order."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def _tags(lines: Sequence[str], spans: Sequence[tuple[int, int, str]]) -> Iterator[Tag]:
    at = 0
    for number, line in enumerate(lines):
        for start, end, label in spans:
            if at <= start and end <= at + len(line):
                yield Tag(number, start - at, end - at, label)
        at += len(line) + 1
