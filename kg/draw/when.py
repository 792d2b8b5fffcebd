"""A statement's EDTF dates to stretches of time on an axis that counts in years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.draw.network import Statement
from kg.edtf import EdtfError, bounds


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and last possible moment of a beginning and of an end, in years (2020.5 is mid-2020).

    None is a side that is not known; an ``open`` stretch goes on until today. A single date begins and ends at once
    and has ``point``.
    """

    start: tuple[float, float] | None
    end: tuple[float, float] | None
    open: bool = False
    point: bool = False


def stretches(statement: Statement) -> tuple[Stretch, ...]:
    """One stretch for a period, one a date for what happened at one or more dates, none where nothing is dated."""
    if statement.start or statement.end:
        return (Stretch(_range(statement.start), _range(statement.end), statement.current),)
    return tuple(stretch for dated in statement.dates if (stretch := _dated(dated)))


def holds(statement: Statement, first: int | None, last: int | None) -> bool:
    """Whether a dated statement may hold in some of the years from ``first`` to ``last``, both inclusive."""
    return any(_meets(stretch, first, last) for stretch in stretches(statement))


def _meets(stretch: Stretch, first: int | None, last: int | None) -> bool:
    # An unknown beginning reaches no further back than the known end, and the other way round, unless it is open.
    begin = (stretch.start or stretch.end or (0.0, 0.0))[0]
    end = float("inf") if stretch.open else (stretch.end or stretch.start or (0.0, 0.0))[1]
    return (last is None or begin < last + 1) and (first is None or end > first)


def _dated(text: str) -> Stretch | None:
    if "/" not in text:
        span = _range(text)
        return Stretch(span, span, point=True) if span else None
    first, _, last = text.partition("/")
    start, end = _range(first), _range(last)
    return Stretch(start, end, open=last == "..") if start or end else None


def _range(text: str) -> tuple[float, float] | None:
    if text in ("", ".."):
        return None
    try:
        first, last = bounds(text)
    except EdtfError:
        return None  # a graph of another maker may hold any text here; the list still shows it
    return (_year(first), _year(last, after=1)) if first and last else None


def _year(day: date, after: int = 0) -> float:
    length = date(day.year, 12, 31).timetuple().tm_yday
    return round(day.year + (day.timetuple().tm_yday - 1 + after) / length, 4)
