"""Facts to facts: a spaCy pipeline that the user has installed has a vote on names that the rules are not sure of.

The rules know an organization by its cue words ("University", "Institute") and by lists; of a capitalized name without
either, and of a person, they know little more than the words around it. A vote for such a name makes the fact surer.
A vote against it takes a bare name out of its slot, or moves a place to where places stand, and makes the fact less
sure. What the rules know is not put to the vote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import SettingsError
from kg.extract.fields import passage_of
from kg.extract.mentions import chunks
from kg.extract.page import Page
from kg.model import SLOTS, Fact, Kind, Line, Span, Value, source_span

if TYPE_CHECKING:
    from spacy.language import Language

Name = Literal["person", "organization", "place"]

#: The labels of published pipelines, whatever their scheme (OntoNotes, CoNLL, those of single languages).
LABELS: Mapping[str, Name] = {
    **dict.fromkeys(("PERSON", "PER", "PRS", "PS", "persName"), "person"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "orgName", "GPE_ORG", "OG"), "organization"),
    **dict.fromkeys(("GPE", "LOC", "FAC", "GPE_LOC", "LC", "placeName", "geogName"), "place"),
}

#: The slots that are put to the vote, and what their values are; an organization only where it is a bare name.
_SLOTS: Mapping[tuple[Kind, str], Name] = {
    (Kind.EDUCATION, "organization"): "organization",
    (Kind.POSITIONS, "organization"): "organization",
    (Kind.PEOPLE, "name"): "person",
}

_FOR = 0.75  # what a vote leaves of the doubt
_AGAINST = 0.5  # and of the confidence
_LONGEST = 20_000  # characters of a line; what is longer is no line that somebody wrote


@dataclass(frozen=True, slots=True)
class _Ballot:
    """What the pipeline takes the words of a span for."""

    span: Span
    name: Name


def check(model: str) -> None:
    """See that there is such a pipeline and that it names something, before pages are read.

    Raises:
        SettingsError: there is none, it cannot be loaded, or it has none of the labels of ``LABELS``.
    """
    nlp = load(model)
    if not any(label in LABELS for labels in nlp.pipe_labels.values() for label in labels):
        raise SettingsError(f"{model}: this spaCy pipeline names no people, organizations or places; give one with ner")


@lru_cache(maxsize=1)
def load(model: str) -> Language:
    """The pipeline, without what names do not need; loaded once a process.

    Raises:
        SettingsError: there is none, or it cannot be loaded.
    """
    import spacy

    try:
        return spacy.load(model, exclude=["parser", "lemmatizer"])
    except (OSError, ValueError, ImportError, KeyError) as error:
        if Path(model).exists() or "/" in model:
            raise SettingsError(f"{model}: no folder of a spaCy pipeline that loads here ({_line(error)})") from error
        if "[E050]" in str(error):
            cure = f"install it with: python -m spacy download {model}"
            raise SettingsError(f"{model}: no such spaCy pipeline is installed; {cure}") from error
        raise SettingsError(f"{model}: this spaCy pipeline does not load here ({_line(error)})") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def voted(page: Page, facts: Iterable[Fact], model: str) -> Iterator[Fact]:
    """The facts after the vote, in their order; one that has lost its only value is left out."""
    lines = _Lines(page)
    for fact in facts:
        for slot in tuple(fact.slots):
            if (fact.kind, slot) in _SLOTS:
                fact = _decided(fact, slot, lines, model)
        if fact.slots:
            yield fact


def _decided(fact: Fact, slot: str, lines: _Lines, model: str) -> Fact:
    value, wanted = fact.slots[slot][0], _SLOTS[fact.kind, slot]
    if wanted == "organization" and not _is_bare(value.text):
        return fact
    name = lines.name_of(value.evidence.span, model)
    if name is None:
        return fact
    if name == wanted:
        return replace(fact, confidence=round(1 - (1 - fact.confidence) * _FOR, 3))
    fact = replace(fact, confidence=round(fact.confidence * _AGAINST, 3))
    if wanted == "person":
        return fact  # its relation is said in words; that is worth more than to be thrown away
    slots: dict[str, tuple[Value, ...]] = {of: values for of, values in fact.slots.items() if of != slot}
    if name == "place" and fact.kind is Kind.POSITIONS and "location" not in slots:
        slots = _in_order(fact.kind, {**slots, "location": (value,)})
    return replace(fact, slots=slots)


def _in_order(kind: Kind, slots: Mapping[str, tuple[Value, ...]]) -> dict[str, tuple[Value, ...]]:
    return {slot: slots[slot] for slot in SLOTS[kind] if slot in slots}


def _is_bare(text: str) -> bool:
    """Whether a name has no cue word and stands in no list."""
    return all(chunk.kind == "name" for chunk in chunks(text))


class _Lines:
    """The lines of a page by their places in the source, and what a pipeline names in each."""

    def __init__(self, page: Page) -> None:
        fields = (line for field in page.document.fields for line in passage_of(page.document, field).lines)
        blocks = (line for passage in page.passages for line in passage.lines)
        lines = [line for line in (*fields, *blocks) if line.text.strip() and len(line.text) <= _LONGEST]
        placed = [(source_span(line, 0, len(line.text)), line) for line in lines]
        self._placed = sorted(placed, key=lambda one: one[0])
        self._ballots: dict[Span, tuple[_Ballot, ...]] = {}

    def name_of(self, span: Span, model: str) -> Name | None:
        """What the pipeline takes these words for; None if it names nothing that is about as long."""
        at = bisect_right(self._placed, span.start, key=lambda one: one[0].start) - 1
        if at < 0:
            return None
        place, line = self._placed[at]
        if place not in self._ballots:
            self._ballots[place] = _ballots(line, model)
        shared = [(min(b.span.end, span.end) - max(b.span.start, span.start), b) for b in self._ballots[place]]
        best = max(shared, key=lambda one: one[0], default=None)
        if best is None or 2 * best[0] < max(span.end - span.start, best[1].span.end - best[1].span.start):
            return None
        return best[1].name


def _ballots(line: Line, model: str) -> tuple[_Ballot, ...]:
    return tuple(
        _Ballot(source_span(line, entity.start_char, entity.end_char), LABELS[entity.label_])
        for entity in load(model)(line.text).ents
        if entity.label_ in LABELS and entity.end_char > entity.start_char
    )
