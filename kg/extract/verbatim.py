"""Rows that somebody else made of a page (a language model) to Facts: only what stands on the page, to the letter.

A value is kept if its words are found in the page's text: white space is folded, nothing else. The values of one row
must stand together: in one entry of the page, under the headings above it. Where a slot's value is no words of the page
(a date in EDTF, a level, a relation), it is tied to words that are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.extract.dates import DateMention, as_edtf
from kg.extract.degrees import degrees
from kg.extract.fields import passage_of
from kg.extract.page import Page, Passage, dates_in, entry, link_at, span_of
from kg.extract.stated import Stated, make_fact
from kg.model import LIST_SLOTS, BlockKind, Fact, Kind

#: One row as it is told: words for each slot, and in ``SAID`` the words of the page that say the relation.
Row = Mapping[str, tuple[str, ...]]
SAID = "said"

LEVELS = ("bachelor", "master", "doctorate", "other")
RELATIONS = ("advisor", "host", "collaborator", "advisee")

#: A row is of no use without one of these; other kinds have their first slot.
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.IDENTITY: ("name",),
    Kind.EDUCATION: ("organization", "degree"),
    Kind.POSITIONS: ("organization", "role"),
    Kind.AWARDS: ("title",),
    Kind.GRANTS: ("title",),
    Kind.PUBLICATIONS: ("title",),
    Kind.TALKS: ("title",),
    Kind.INTERESTS: ("topic",),
    Kind.PEOPLE: ("name",),
    Kind.SERVICE: ("organization",),
    Kind.TEACHING: ("course",),
    Kind.PROJECTS: ("name",),
}

#: Slots whose value is no words of the page, and is tied to words by a rule of its own.
_TIED = frozenset({"level", "relation", "current", "start", "end", "date", SAID})

#: Words that say that something holds now, and words that say each relation: a model may name no others for it.
_NOW = re.compile(
    r"\b(?:currently|now|present(?:ly)?|current|ongoing|since|today|I\s+am|I['’]m|is|am|works?|expected|soy|suis|bin|sono|derzeit"
    r"|seit|actual(?:mente|idad)?|actuellement|attualmente|heute|oggi)\b|现|目前|至今|今|在读",
    re.IGNORECASE,
)
_RELATION_WORDS: Mapping[str, re.Pattern[str]] = {
    "advisor": re.compile(
        r"advis|supervi|mentor|tutor|guid|direct|promot|under|lab\b|group|betreu|leitung|导师|师从|指导", re.IGNORECASE
    ),
    "host": re.compile(r"host|visit|intern|mentor|supervi|invit|guest|stay|gast|stage|实习|访问|导师", re.IGNORECASE),
    "collaborator": re.compile(
        r"collab|cooperat|work|joint|together|with|co-?\w+|zusammen|kollab|colabor|合作", re.IGNORECASE
    ),
    "advisee": re.compile(
        r"advis|supervi|mentor|student|mentee|ph\.?d|doctora|postdoc|master|intern|betreu|dirig|encadr|alumn|group|team"
        r"|学生|指导",
        re.IGNORECASE,
    ),
}

_LONGEST = 1000  # characters of a value
_MOST_HITS = 200  # places of one value
_MOST_KEYS = 20  # places of a key that are weighed against each other
_BELOW = 3  # entries under a heading that may belong to what it names


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model sees of a page: ``text``, and the passages that it was made of.

    ``regions[i]`` are the numbers of the passages that the values of a row may stand in when the row is found in
    passage ``i``, its neighbours in an entry of front matter first, then the headings above. ``cut`` says that the
    page goes on.
    """

    text: str
    passages: tuple[Passage, ...]
    regions: tuple[tuple[int, ...], ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The facts that are on the page, and how many values are not."""

    facts: tuple[Fact, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _Hit:
    """Characters ``start`` to ``end`` of passage number ``at``."""

    at: int
    start: int
    end: int


# ---------------------------------------------------------------------------------------------------------------
# what a model is shown


def shown(page: Page, most: int) -> Shown:
    """A page as plain text of at most ``most`` characters: its front matter, then its blocks in order."""
    passages: list[Passage] = []
    regions: list[tuple[int, ...]] = []
    lines: list[str] = []
    room, cut = most, False
    for passage, written, region in _pieces(page):
        if cut := len(written) > room:
            break
        room -= len(written) + 1
        passages.append(passage)
        regions.append(region)
        lines.append(written)
    return Shown("\n".join(lines), tuple(passages), _with_those_below(passages, regions), cut)


def _pieces(page: Page) -> Iterator[tuple[Passage, str, tuple[int, ...]]]:
    """Each passage with how it is written, and its region as far as that is known when it is reached."""
    groups: dict[tuple[str | int, ...], list[int]] = {}
    fields = [field for field in page.document.fields if field.value.strip()]
    for number, field in enumerate(fields):
        groups.setdefault(_record(field.path), []).append(number)
    for number, field in enumerate(fields):
        passage = passage_of(page.document, field)
        beside = [one for one in groups[_record(field.path)][:_MOST_HITS] if one != number]
        yield passage, f"{'.'.join(map(str, field.path))}: {passage.text}", (number, *beside)
    number = len(fields)
    headings: list[tuple[int, int]] = []  # in force: depth, number
    hanging = {child for group in page.children.values() for child in group}
    for index, passage in enumerate(page.passages):
        if index in hanging:
            continue
        if passage.kind is BlockKind.HEADING:
            headings = [one for one in headings if one[0] < passage.depth]
        whole = entry(page, index)
        yield whole, _written(whole), (number, *(one for _, one in reversed(headings)))
        if passage.kind is BlockKind.HEADING:
            headings.append((passage.depth, number))
        number += 1


def _record(path: Sequence[str | int]) -> tuple[str | int, ...]:
    """The item of a list that a field belongs to, else the mapping that it stands in."""
    last = max((i for i, key in enumerate(path) if isinstance(key, int)), default=-1)
    return tuple(path[: last + 1]) if last >= 0 else tuple(path[:-1])


def _written(passage: Passage) -> str:
    if passage.kind is BlockKind.HEADING:
        return f"\n{'#' * min(max(passage.depth, 1), 6)} {passage.text}"
    if passage.kind is BlockKind.ROW:
        return passage.text.replace("\n", " | ")
    return f"- {passage.text}" if passage.kind is BlockKind.ITEM else passage.text


def _with_those_below(passages: Sequence[Passage], regions: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """The regions, where a heading that names an entry ("Postdoc, Riga") has what follows it too."""
    found = list(regions)
    for number, passage in enumerate(passages):
        if passage.kind is not BlockKind.HEADING:
            continue
        below = []
        for other in range(number + 1, min(number + 1 + _BELOW, len(passages))):
            if passages[other].kind is BlockKind.HEADING:
                break
            below.append(other)
        found[number] = (number, *below, *regions[number][1:])
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------
# rows to facts


def checked(page: Page, view: Shown, rows: Sequence[tuple[Kind, Row]], *, rule: str, confidence: float) -> Checked:
    """The facts that the rows state and the page has the words for, in the order of the rows."""
    finder = _Finder(view)
    facts: list[Fact] = []
    dropped = 0
    for kind, row in rows:
        told = {(slot, words) for slot, many in row.items() for words in many if words.strip() and slot != SAID}
        placed = _placed(finder, kind, row)
        fact = _fact(page, view, kind, placed, rule, confidence) if placed else None
        if placed is None or fact is None:
            dropped += len(told)
            continue
        facts.append(fact)
        dropped += len(told - placed.kept)
    return Checked(tuple(facts), dropped)


def _fact(page: Page, view: Shown, kind: Kind, placed: _Placed, rule: str, confidence: float) -> Fact | None:
    passage = view.passages[placed.anchor.at]
    return make_fact(
        page.document,
        kind,
        {slot: [_stated(view, *one) for one in many] for slot, many in placed.slots.items()},
        heading=passage.heading,
        rule=rule,
        confidence=confidence,
        within=span_of(passage, 0, len(passage.text)),
    )


def _stated(view: Shown, hit: _Hit, text: str) -> Stated:
    passage = view.passages[hit.at]
    words = text or " ".join(passage.text[hit.start : hit.end].split())
    return Stated(words, span_of(passage, hit.start, hit.end), link_at(passage, hit.start, hit.end))


class _Finder:
    """The places of words in the passages that were shown."""

    def __init__(self, view: Shown) -> None:
        self.view = view
        self.starts: list[int] = []
        size = 0
        for passage in view.passages:
            self.starts.append(size)
            size += len(passage.text) + 1
        self._text = "\0".join(passage.text for passage in view.passages)  # no value reaches over it
        self._folded = " ".join(self._text.split())
        self._known: dict[str, list[_Hit]] = {}

    def hits(self, words: str) -> list[_Hit]:
        """Where the words stand, white space folded, case kept, whole words only; in page order."""
        if words not in self._known:
            self._known[words] = list(islice(self._search(words), _MOST_HITS))
        return self._known[words]

    def _search(self, words: str) -> Iterator[_Hit]:
        if " ".join(words.split()) not in self._folded:  # most of what is invented, at little cost
            return
        pattern = _pattern(words)
        for match in pattern.finditer(self._text) if pattern else ():
            at = bisect_right(self.starts, match.start()) - 1
            yield _Hit(at, match.start() - self.starts[at], match.end() - self.starts[at])


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    if not parts or len(words) > _LONGEST or "\0" in words:
        return None
    # "Ada" is not in "Adams"; scripts without blanks between words have no such edges.
    before = r"(?<![^\W\d_\u2e80-\uffff])" if re.match(r"[^\W\d_\u2e80-\uffff]", words.strip()) else ""
    after = r"(?![^\W\d_\u2e80-\uffff])" if re.search(r"[^\W\d_\u2e80-\uffff]$", words.strip()) else ""
    before = r"(?<!\d)" if words.strip()[0].isdigit() else before
    after = r"(?!\d)" if words.strip()[-1].isdigit() else after
    return re.compile(before + r"\s+".join(re.escape(part) for part in parts) + after)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The values of a row that stand in one region, with their text where it is another than the words there.

    ``anchor`` is its key, ``near`` where each told value stands, ``kept`` those of them that gave a value.
    """

    anchor: _Hit
    near: Mapping[_Told, _Hit]
    slots: dict[str, list[tuple[_Hit, str]]]
    kept: set[_Told]


#: A slot and the words that it was told to have.
_Told = tuple[str, str]


def _placed(finder: _Finder, kind: Kind, row: Row) -> _Placed | None:
    """Where each value of a row stands; None if its keys are not on the page."""
    hits = {
        (slot, words): finder.hits(words)
        for slot, many in row.items()
        if slot not in ("level", "relation")
        for words in many
    }
    anchor = _anchor(finder.view, kind, hits)
    if anchor is None:
        return None
    region = finder.view.regions[anchor.at]
    near = {told: hit for told, found in hits.items() if (hit := _nearest(found, region, anchor)) is not None}
    placed = _Placed(anchor, near, {}, set())
    for told, hit in near.items():
        if told[0] not in _TIED:
            _keep(placed, told, told[0], hit)
    _tie_level(finder.view, row, placed)
    _tie_relation(finder.view, row, placed)
    _tie_dates(finder.view, placed)
    return placed


def _keep(placed: _Placed, told: _Told, slot: str, hit: _Hit, *texts: str) -> None:
    several = slot in LIST_SLOTS or slot == "date"
    if several or slot not in placed.slots:
        placed.slots.setdefault(slot, []).extend((hit, text) for text in texts or ("",))
        placed.kept.add(told)


def _anchor(view: Shown, kind: Kind, hits: Mapping[_Told, list[_Hit]]) -> _Hit | None:
    """The key of a row where most of its values stand: in its region, then in its own passage, then the earliest."""
    passages = [frozenset(hit.at for hit in found) for found in hits.values()]
    best: tuple[tuple[int, int, int], _Hit] | None = None
    for (slot, _), found in hits.items():
        for hit in found[:_MOST_KEYS] if slot in _KEYS[kind] else ():
            region = view.regions[hit.at]
            within = sum(not at.isdisjoint(region) for at in passages)
            rank = (within, sum(hit.at in at for at in passages), -hit.at)
            if best is None or rank > best[0]:
                best = rank, hit
    return best[1] if best else None


def _nearest(found: Sequence[_Hit], region: Sequence[int], anchor: _Hit) -> _Hit | None:
    """Of the places of a value in a region, the one beside the row's key, else the first as the region is ordered."""
    inside = [hit for hit in found if hit.at in region]
    return min(inside, key=lambda hit: (region.index(hit.at), abs(hit.start - anchor.start)), default=None)


def _tie_level(view: Shown, row: Row, placed: _Placed) -> None:
    """The level of a degree is what its name says, by our own table first."""
    told = next((word for word in row.get("level", ()) if word in LEVELS), "")
    for hit, _ in placed.slots.get("degree", ()):
        text = view.passages[hit.at].text
        ours = next((d.level for d in degrees(text) if d.start < hit.end and hit.start < d.end), "")
        if ours or told:
            _keep(placed, ("level", ours or told), "level", hit, ours or told)


def _tie_relation(view: Shown, row: Row, placed: _Placed) -> None:
    told = next((word for word in row.get("relation", ()) if word in RELATIONS), "")
    for (slot, _), hit in placed.near.items():
        if slot == SAID and told and _RELATION_WORDS[told].search(view.passages[hit.at].text, hit.start, hit.end):
            _keep(placed, ("relation", told), "relation", hit, told)


def _tie_dates(view: Shown, placed: _Placed) -> None:
    """Dates are what the words mean where they stand: "19" in "2016-19" is 2019."""
    for told, hit in placed.near.items():
        slot, text = told[0], view.passages[hit.at].text
        if slot not in ("start", "end", "date", "current"):
            continue
        date = next((d for d in dates_in(text) if d.start < hit.end and hit.start < d.end), None)
        if date is None:
            if slot == "current" and _NOW.search(text, hit.start, hit.end):
                _keep(placed, told, "current", hit, "true")
            continue
        place = _Hit(hit.at, date.start, date.end)
        if written := _edtf(slot, date):
            _keep(placed, told, slot, place, *written)
        if slot != "date" and (date.ongoing or date.expected):
            placed.kept.add(told)
            _keep(placed, told, "current", place, "true")


def _edtf(slot: str, date: DateMention) -> tuple[str, ...]:
    """What a date on the page is for a slot; empty if it says nothing of it."""
    if slot == "start":
        return (date.first,) if date.first else ()
    if slot == "end":
        last = date.last or (date.first if date.single else "")
        return (last,) if last else ()
    return (date.several or (as_edtf(date),)) if slot == "date" else ()
