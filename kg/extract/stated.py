"""Values that a data file states outright → Facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.page import evidence_at
from kg.model import SLOTS, Document, Fact, Field, Kind, Span, Value, source_span

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{3,2000}")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a slot gets, and where it is said; ``url`` is the address that goes with the words."""

    text: str
    span: Span
    url: str = ""


def stated(field: Field, text: str = "") -> Stated:
    """A field as a reader sees it, or ``text`` that is made of it; the link in it goes along."""
    shown = " ".join(" ".join(line.text for line in field.lines).split())
    link = next((link.url for line in field.lines for link in line.links if not link.image), "")
    return Stated(text or shown, _words(field), link if is_address(link) else "")


def _words(field: Field) -> Span:
    """Where the words of a field stand, without the markup around them."""
    spans = [source_span(line, 0, len(line.text)) for line in field.lines if line.text]
    if not spans or not field.span.start <= min(spans).start <= max(s.end for s in spans) <= field.span.end:
        return field.span
    return Span(min(spans).start, max(span.end for span in spans))


def is_address(text: str) -> bool:
    """Whether a text is the address of something on the web, and nothing else."""
    return bool(_ADDRESS.fullmatch(text))


def make_fact(
    document: Document,
    kind: Kind,
    slots: Mapping[str, Sequence[Stated]],
    *,
    heading: str,
    rule: str,
    confidence: float,
    within: Span | None = None,
) -> Fact | None:
    """A fact of what is stated; None where nothing is.

    The evidence of the whole goes from the first of its values to the last; what stands outside ``within`` (a value
    that one entry takes from another) has its own place only.
    """
    values: dict[str, tuple[Value, ...]] = {}
    for slot in SLOTS[kind]:
        told = [one for one in slots.get(slot, ()) if one.text.strip() and one.span.start < one.span.end]
        if told:
            values[slot] = tuple(
                Value(one.text, evidence_at(document, one.span, heading=heading, rule=rule), one.url) for one in told
            )
    spans = [value.evidence.span for told_values in values.values() for value in told_values]
    inside = [s for s in spans if within is None or within.start <= s.start and s.end <= within.end] or spans
    if not inside:
        return None
    whole = Span(min(inside).start, max(span.end for span in inside))
    return Fact(kind, values, (evidence_at(document, whole, heading=heading, rule=rule),), confidence)
