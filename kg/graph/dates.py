"""Dates of a fact to statements: EDTF as it is meant, a typed date where a type fits, and the days it may reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from kg import vocab
from kg.edtf import bounds, is_edtf
from kg.graph.terms import Term, term, text
from kg.model import Fact, Kind

#: The date slots, with the property of the EDTF and that of the typed date.
SLOTS: Mapping[str, tuple[str, str]] = {
    "start": (vocab.START, vocab.START_DATE),
    "end": (vocab.END, vocab.END_DATE),
    "date": (vocab.DATE, vocab.START_DATE),
}

#: What the typed date is by the shape of the EDTF. A season or a decade has no type of its own: its bounds tell.
_TYPES: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\d{4}"), vocab.XSD_G_YEAR),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), vocab.XSD_G_YEAR_MONTH),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), vocab.XSD_DATE),
)

_Days = tuple[date | None, date | None]


def dates(fact: Fact) -> Iterator[tuple[Term, Term]]:
    """The date properties of a fact and their values; none where the page gives no date.

    ``rkg:earliest`` is the first possible day of the start, ``rkg:latest`` the last possible day of the end. What
    has no stated end has no ``rkg:latest``.
    """
    days: dict[str, list[_Days]] = {}
    for slot, (as_meant, typed) in SLOTS.items():
        for value in fact.slots.get(slot, ()):
            # What is no EDTF stays visible as plain text, and ``kg check`` names it.
            known = is_edtf(value.text)
            yield term(as_meant), text(value.text, vocab.EDTF if known else "")
            if known:
                days.setdefault(slot, []).append(bounds(value.text))
                yield from _typed(value.text, vocab.DATE_PUBLISHED if fact.kind is Kind.PUBLICATIONS else typed)
    yield from _bounds(days)


def _typed(edtf: str, first: str) -> Iterator[tuple[Term, Term]]:
    start, _, end = edtf.partition("/")
    for written, property_ in ((start, first), (end, vocab.END_DATE)):
        plain = written.rstrip("?~%")
        for shape, datatype in _TYPES:
            if shape.fullmatch(plain):
                yield term(property_), text(plain, datatype)


def _bounds(days: Mapping[str, Sequence[_Days]]) -> Iterator[tuple[Term, Term]]:
    first = [day for slot in ("start", "date") for day, _ in days.get(slot, ()) if day]
    last = [day for slot in ("end", "date") for _, day in days.get(slot, ()) if day]
    if first:
        yield term(vocab.EARLIEST), text(min(first).isoformat(), vocab.XSD_DATE)
    if last:
        yield term(vocab.LATEST), text(max(last).isoformat(), vocab.XSD_DATE)


_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON = re.compile(r"(?P<year>\d{4})-(?P<season>2[1-4])")


@lru_cache(maxsize=1 << 12)
def spoken(edtf: str) -> str:
    """A date as a label shows it: a season has its name, an open interval keeps its dash.

    >>> spoken("2019/2020"), spoken("2021-21")
    ('2019–2020', 'spring 2021')
    """
    dashed = edtf.replace("/..", "–").replace("../", "–").replace("/", "–")
    return _SEASON.sub(lambda found: f"{_SEASONS[found['season']]} {found['year']}", dashed)
