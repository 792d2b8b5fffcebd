"""A line of text to the dates and ranges in it, as EDTF. It never looks at a clock.

Three steps, each a table:

1. **tokens** (``date_tokens``): every word and number becomes one letter for its role (``Sept 2022`` is ``M Y``), so
   that the grammar is independent of languages, and what only looks like a year is masked;
2. **points** (``date_points``): a pattern over these letters for each form of one date;
3. **items**: a pattern over points for ranges, open ends and expectations, and lists of such items.

What is ambiguous keeps the precision that is certain: ``05/12/2021`` is ``2021``, unless the line has another date that
shows the order of day and month; ``05.12.2021`` is day first, as everywhere where dots are used. ``2009-11`` is
November, as in ISO 8601, ``2009–11`` with an en dash two years. A range that plainly runs backwards (``2024 - 2020``)
is turned round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg import edtf
from kg.extract.date_points import Point, Symbol, first_edtf, last_edtf, symbols_of
from kg.extract.date_tokens import YEARLIKE, masked, tokens

#: Characters around a year that can belong to its date.
_BEFORE_YEAR, _BEHIND_YEAR = 80, 60


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, range or list of dates, and where it stands.

    ``start`` and ``end`` are characters of the text, with the words that belong to it ("since", "expected", "present").
    ``first`` is EDTF and empty only when a beginning is not stated ("until 2023"). ``last`` is empty for a single date
    and for an open range. ``ongoing`` says that it holds now ("since 2020", "2017–"); it may still have its end
    ("2021 - 2024 (now)"). ``expected`` says that it, or its end, lies ahead as the writer sees it. ``several`` has each
    date of a list in the order of the text, a range among them as an interval; ``first`` and ``last`` are then the
    earliest and the latest. ``academic`` marks consecutive years written as an academic year: a single date
    ``2019/2020`` where the text says so ("AY 2019/20"), and otherwise ("2019/20") a range that may be one.
    """

    start: int
    end: int
    first: str
    last: str = ""
    ongoing: bool = False
    single: bool = False
    expected: bool = False
    several: tuple[str, ...] = ()
    academic: bool = False


def find_dates(text: str) -> tuple[DateMention, ...]:
    """All dates in one line of readable text, left to right; none overlaps another.

    >>> [as_edtf(mention) for mention in find_dates("Sept 2022, then 2023 - now")]
    ['2022-09', '2023/..']
    """
    if YEARLIKE.search(text) is None:
        return ()
    plain = masked(text)
    return tuple(
        replace(mention, start=mention.start + start, end=mention.end + start)
        for start, end in _neighbourhoods(plain)
        for mention in _mentions(_items(symbols_of(tokens(plain[start:end]))))
    )


def as_edtf(mention: DateMention) -> str:
    """A date or range as one EDTF string: ``2021-21``, ``2006/2009``, ``2020/..``, ``../2023``."""
    if mention.single:
        return mention.first
    return f"{mention.first or '..'}/{mention.last or '..'}"


def _neighbourhoods(text: str) -> list[tuple[int, int]]:
    """The parts of the text where a date may stand: around its years. Most of a line has none."""
    parts: list[tuple[int, int]] = []
    for match in YEARLIKE.finditer(text):
        start, end = max(0, match.start() - _BEFORE_YEAR), min(len(text), match.end() + _BEHIND_YEAR)
        if parts and start <= parts[-1][1]:
            parts[-1] = parts[-1][0], end
        else:
            parts.append((start, end))
    return parts


@dataclass(frozen=True, slots=True)
class Item:
    """One date or range, before the years that it takes from its neighbours in a list."""

    start: int
    end: int
    first: Point | None
    last: Point | None = None
    ongoing: bool = False
    expected: bool = False
    academic: bool = False
    closed: bool = False  # punctuation or the end of the line stands behind it


_LATE = r"(?: l [ -]? i? [ ]? )?"
_EXPECTED = r"(?: (?: e | h[ ]j ) [ :.,(jwi]{0,12} )"
_WILL = r"(?: (?: e | h[ ]j ) (?: [ ] j )? [.]? )"
_JOIN = r"(?: [ ]? (?: - | w | u | ~ ) [ wiu]{0,4} )"

_ITEM = re.compile(
    rf"""
    {_EXPECTED}? (?: A [ :.s(i]{{0,3}} )?
    (?:
        b [ i]{{1,3}} {_LATE} [DRp] [ ]? & [ i]{{0,3}} {_LATE} [DR]            # between 2015 and 2019
      | P {_JOIN} D                                                            # Now - Sept 2022
      | u [ i]{{1,3}} {_LATE} [DR]                                             # until 2023
      | ^ D - (?= [ ] x )                                                      # 2019- Acme, at the line's beginning
      | (?: [fs] [ i]{{0,3}} )? {_LATE} [DRp]
        (?: {_JOIN} \(? {_EXPECTED}? \)? [ ]? {_LATE} (?: [DR] | p (?= [ ]? (?: $ | []),.;:] ) ) )     # 2015 - 2019
          | (?: (?: {_JOIN} | , [ ] )? P | (?: {_JOIN} | [ ] )? Z )           # 2015 - present (expected 2020)
            (?: [ ] [(\[] {_EXPECTED} {_LATE} D [)\]] )?
          | [ ]? v                                                             # 2015 onwards
          | [ ]? - (?= [ ]? (?: $ | []),;:|] ) )                              # 2015 -
        )?
    )
    (?: [ ]? A | [ ] [(\[] P [)\]] )?
    (?: [ ]? [(\[] {_WILL} [)\]] | ,? [ ] {_WILL} (?= [ ]? (?: $ | []).,;:] ) ) )?
    """,
    re.VERBOSE,
)

_CLOSED = re.compile(r"[ ]? (?: $ | []).,;:] )", re.VERBOSE)
_SEPARATOR = re.compile(r"[ ]? (?: [,;/&] | ,[ ]& ) [ ]?", re.VERBOSE)


def _items(symbols: Sequence[Symbol]) -> Iterator[tuple[Item, str]]:
    """Each item, with the letters that stand between the item before and it."""
    row = "".join(symbol.letter for symbol in symbols)
    done = 0
    for match in _ITEM.finditer(row):
        closed = _CLOSED.match(row, match.end()) is not None
        yield _item(symbols[match.start() : match.end()], closed), row[done : match.start()]
        done = match.end()


def _item(run: Sequence[Symbol], closed: bool) -> Item:
    points = [symbol.point for symbol in run if symbol.point is not None]
    roles = {symbol.letter for symbol in run if symbol.point is None}
    two = len(points) > 1
    until = "u" in roles and not two and not roles & set("PZ")
    return Item(
        start=run[0].start,
        end=run[-1].end,
        first=None if until else points[0],
        last=points[-1] if two or until else None,
        ongoing=bool(roles & set("PZ")) or not two and (bool(roles & set("sv")) or run[-1].letter == "-"),
        expected=bool(roles & set("eh")),
        academic="A" in roles,
        closed=closed,
    )


def _mentions(items: Iterable[tuple[Item, str]]) -> Iterator[DateMention]:
    for chain in _chains(items):
        for row in _rows(_with_years(chain)):
            yield _several(row) if len(row) > 1 else _one(row[0])


def _chains(items: Iterable[tuple[Item, str]]) -> Iterator[list[Item]]:
    """Items in runs that only commas and the like set apart."""
    chain: list[Item] = []
    for item, between in items:
        if chain and _SEPARATOR.fullmatch(between) is None:
            yield chain
            chain = []
        chain.append(item)
    if chain:
        yield chain


def _with_years(chain: Sequence[Item]) -> list[Item | None]:
    """The chain with each year that is written once for several items; None where an item stays without a year."""
    return _with_shared_seasons(_with_earlier_years(_with_later_years(chain)))


def _with_later_years(chain: Sequence[Item]) -> list[Item]:
    """ "Summer, Fall 2020": both are of 2020."""
    filled: list[Item] = []
    year = 0
    for item in reversed(chain):
        filled.append(_with_year(item, year))
        year = _year(filled[-1])
    return filled[::-1]


def _with_earlier_years(chain: Sequence[Item]) -> list[Item | None]:
    """ "2022 Spring, Fall": both are of 2022, since the year stands first."""
    filled: list[Item | None] = []
    year = 0
    for item in chain:
        if item.closed:
            item = _with_year(item, year)
        year = _year(item) if item.first and (item.first.year_first or year and item.first.year == year) else 0
        filled.append(item if _year(item) else None)
    return filled


def _with_shared_seasons(chain: Sequence[Item | None]) -> list[Item | None]:
    """ "Fall 2019, 2020": both are autumns."""
    filled: list[Item | None] = []
    season = 0
    for item in chain:
        first = item.first if item and item.last is None else None
        if item and first and season and _shape(first) == _BARE:
            item = replace(item, first=replace(first, season=season))
        else:
            season = first.season if first else 0
        filled.append(item)
    return filled


def _year(item: Item) -> int:
    """The year that it begins or, where no beginning is stated, ends in; 0 where none is stated."""
    point = item.first or item.last
    return point.year if point else 0


def _with_year(item: Item, year: int) -> Item:
    first, last = item.first, item.last
    if first and last and not first.year and not last.year:
        if not year:
            return item
        last = _in_year(last, year)
    if first and last and not first.year:
        first = _in_year(first, last.year)
        # "Nov – Feb 2021" began in the year before.
        if edtf.sort_key(first_edtf(first)) > edtf.sort_key(last_edtf(last)):
            first = _in_year(first, last.year - 1)
    elif first and last and not last.year:
        last = _in_year(last, first.year)
        if edtf.sort_key(last_edtf(last)) < edtf.sort_key(first_edtf(first)):
            last = _in_year(last, first.year + 1)
    elif first and not first.year and year:
        first = _in_year(first, year)
    return replace(item, first=first, last=last)


def _in_year(point: Point, year: int) -> Point:
    """The point in that year; of 29 February, only the month where the year has none."""
    dated = replace(point, year=year)
    return dated if edtf.is_edtf(first_edtf(dated)) else replace(dated, day=0)


_Shape = tuple[bool, bool, bool]
_BARE: _Shape = (False, False, False)


def _shape(point: Point) -> _Shape:
    return bool(point.season), bool(point.month), bool(point.day)


def _rows(items: Sequence[Item | None]) -> Iterator[list[Item]]:
    """The parts of a chain that are lists: neighbours of one precision ("2017, May 2018" is none)."""
    row: list[Item] = []
    for item in items:
        if row and (item is None or not _is_like(item, row[-1])):
            yield row
            row = []
        if item is not None:
            row.append(item)
    if row:
        yield row


def _is_like(a: Item, b: Item) -> bool:
    one, other = a.first or a.last, b.first or b.last
    return one is not None and other is not None and _shape(one) == _shape(other) and a.expected == b.expected


def _one(item: Item) -> DateMention:
    mention = DateMention(item.start, item.end, "", ongoing=item.ongoing, expected=item.expected)
    if item.first is None:
        return replace(mention, last=last_edtf(item.last) if item.last else "")
    first, last = first_edtf(item.first), last_edtf(item.last or item.first)
    if item.academic and _is_academic_year(item.first, item.last):
        return replace(mention, first=f"{first}/{last}", single=True, academic=True)
    if last == first or item.ongoing and not item.last:
        return replace(mention, first=first, single=not item.ongoing)
    # Newest first, as some tables have it.
    if edtf.sort_key(first)[0] > edtf.sort_key(last)[1]:
        first, last = last, first
    return replace(mention, first=first, last=last, academic=item.last is None and item.first.academic)


def _is_academic_year(first: Point, last: Point | None) -> bool:
    second = last.year if last else first.end_year
    return _shape(first) == _shape(last or first) == _BARE and second == first.year + 1


def _several(row: Sequence[Item]) -> DateMention:
    mentions = [_one(item) for item in row]
    texts = tuple(as_edtf(mention) for mention in mentions)
    ordered = sorted(texts, key=edtf.sort_key)
    ongoing = any(mention.ongoing for mention in mentions)
    latest = max(texts, key=lambda text: edtf.sort_key(text)[1])
    return DateMention(
        mentions[0].start,
        mentions[-1].end,
        first=ordered[0].partition("/")[0],
        last="" if ongoing else latest.rpartition("/")[2],
        ongoing=ongoing,
        expected=any(mention.expected for mention in mentions),
        several=texts,
    )
