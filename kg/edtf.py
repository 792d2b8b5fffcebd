"""EDTF strings to days: the level that profiles need, which is part of levels 0 to 2 of ISO 8601-2.

Read here: ``2006``, ``2024-05``, ``2024-11-16``; seasons ``2021-21`` (spring) to ``2021-24`` (winter); decades and
centuries ``199X``, ``19XX``; a mark ``?``, ``~`` or ``%`` behind any of them; intervals ``2006/2009``, with an open end
(``2006/..``, ``../2009``) or one that is not known (``2006/``, ``/2009``).

A season is the meteorological one of the northern half: spring is March to May, summer June to August, autumn
September to November. **Winter is December of the year that is written and January and February of the next**:
``2019-24`` is 2019-12-01 to 2020-02-29.

Source: https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import IntEnum
from functools import lru_cache

from kg.errors import KgError


class EdtfError(KgError):
    """Text that is no EDTF of the level that kg reads."""


class Precision(IntEnum):
    """How much of a date is known; a greater one is more precise."""

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    SEASON = 4
    MONTH = 5
    DAY = 6


#: First month of each season, as EDTF numbers them; each lasts three months.
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}

_DATE = re.compile(
    r"""
    (?P<year>  [0-9]{4} | [0-9]{3}X | [0-9]{2}XX )
    (?: - (?P<part> (?!00) [0-9]{2} )         # a month or a season
        (?: - (?P<day> (?!00) [0-9]{2} ) )?
    )?
    [?~%]?
    """,
    re.VERBOSE,
)

_Bounds = tuple[date | None, date | None]


def is_edtf(text: str) -> bool:
    """Whether ``text`` is EDTF of the level that kg reads: ``2021-21`` yes, ``May 2021`` or ``2021-02-30`` no."""
    try:
        bounds(text)
    except EdtfError:
        return False
    return True


@lru_cache(maxsize=8192)
def bounds(edtf: str) -> _Bounds:
    """The first and the last day that the date or interval may reach; None where it is open or not known.

    Raises:
        EdtfError: it is not EDTF, names a day that no calendar has, or ends before it starts.

    >>> bounds("2019-24")
    (datetime.date(2019, 12, 1), datetime.date(2020, 2, 29))
    >>> bounds("2006/..")
    (datetime.date(2006, 1, 1), None)
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _days(edtf)
    start = None if first in ("", "..") else _days(first)[0]
    end = None if last in ("", "..") else _days(last)[1]
    if start is None and end is None or start is not None and end is not None and end < start:
        raise EdtfError(f"{edtf!r} is no interval of dates; write the earlier date first, as in 2006/2009")
    return start, end


def precision(edtf: str) -> Precision:
    """How precise a date is; for an interval, its less precise end.

    >>> precision("2021-21").name
    'SEASON'
    """
    bounds(edtf)
    return min(_precision(end) for end in edtf.split("/") if end not in ("", ".."))


def more_precise(a: str, b: str) -> bool:
    """Whether ``a`` lies within ``b`` and says more: ``2021-05`` within ``2021``, ``2021`` within ``2020/2023``."""
    (first, last), (least, most) = bounds(a), bounds(b)
    within = (least is None or first is not None and first >= least) and (
        most is None or last is not None and last <= most
    )
    return within and (first, last) != (least, most)


def sort_key(edtf: str) -> tuple[date, date, str]:
    """A key that sorts by first day, then by last day, then by the text. Open ends lie at the ends of time."""
    first, last = bounds(edtf)
    return first or date.min, last or date.max, edtf


def is_past(edtf: str, today: date) -> bool:
    """Whether all of it lies before ``today``. What has an open end is not past."""
    last = bounds(edtf)[1]
    return last is not None and last < today


def _days(text: str) -> tuple[date, date]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _not_edtf(text)
    try:
        return _first_and_last(match["year"], int(match["part"] or 0), int(match["day"] or 0))
    except ValueError as error:
        raise _not_edtf(text) from error


def _first_and_last(year: str, part: int, day: int) -> tuple[date, date]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if part and first != last or day and part in SEASONS:
        raise ValueError("a decade has no months, a season no days")
    if not part:
        return date(first, 1, 1), date(last, 12, 31)
    if day:
        return date(first, part, day), date(first, part, day)
    start, months = (SEASONS[part], 3) if part in SEASONS else (part, 1)
    years, month = divmod(start - 1 + months - 1, 12)
    end_year, end_month = first + years, month + 1
    return date(first, start, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _precision(text: str) -> Precision:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _not_edtf(text)
    if match["day"]:
        return Precision.DAY
    if match["part"]:
        return Precision.SEASON if int(match["part"]) in SEASONS else Precision.MONTH
    return {0: Precision.YEAR, 1: Precision.DECADE, 2: Precision.CENTURY}[match["year"].count("X")]


def _not_edtf(text: str) -> EdtfError:
    return EdtfError(f"{text!r} is no EDTF date; write it as 2006, 2024-05, 2024-11-16 or 2021-21 (spring)")
