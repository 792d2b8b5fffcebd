"""EDTF of a fact to the dates that other formats know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.edtf import EdtfError, bounds

_SEASONS = {"21": "Spring", "22": "Summer", "23": "Fall", "24": "Winter"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MARKS = {"": "{}", "~": "ca. {}", "?": "{}?", "%": "ca. {}?"}
_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<part>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[?~%]?)")


def iso(edtf: str) -> str:
    """The ISO 8601 date that holds all of a date: a year, a month or a day; of an interval its start.

    A season is only its year here, for no month of it is stated. A decade is none.

    >>> iso("2021-21"), iso("2024-05"), iso("2019/2020"), iso("199X")
    ('2021', '2024-05', '2019', '')
    """
    start = ends(edtf)[0].rstrip("?~%")
    match = _DATE.fullmatch(start)
    if match is None or "X" in match["year"]:
        return ""
    return match["year"] if match["part"] in _SEASONS else start


def ends(edtf: str) -> tuple[str, str]:
    """The start and the end of an interval; a single date is both."""
    start, slash, end = edtf.partition("/")
    return (start, end) if slash else (start, start)


def year(edtf: str) -> str:
    """The year in which a date lies, or in which an interval starts; empty where that is not one year."""
    return iso(edtf)[:4]


def span(edtf: Sequence[str]) -> tuple[str, str]:
    """The ISO dates between which one or several dates lie.

    >>> span(["2017", "2019"]), span(["2016/2018"])
    (('2017', '2019'), ('2016', '2018'))
    """
    every = [ends(date) for date in edtf]
    starts, lasts = (
        ([found for date in side if (found := iso(date))] for side in zip(*every, strict=True)) if every else ([], [])
    )
    return min(starts, default=""), max(lasts, default="")


def parts(edtf: str) -> list[int]:
    """Year, month and day as numbers, as many as are known.

    >>> parts("1843-09"), parts("2021-21")
    ([1843, 9], [2021])
    """
    return [int(part) for part in iso(edtf).split("-") if part]


def first_day(edtf: str) -> str:
    """The first day that a date may be, or nothing."""
    try:
        day = bounds(edtf)[0]
    except EdtfError:
        return ""
    return day.isoformat() if day else ""


def spoken(edtf: str) -> str:
    """A date as a CV writes it.

    >>> spoken("2021-21"), spoken("2024-11-16"), spoken("2019/2020"), spoken("199X")
    ('Spring 2021', 'November 16, 2024', '2019–2020', '1990s')
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _spoken(start)
    return period(start.replace("..", ""), end.replace("..", ""), now=end == "..")


def _spoken(date: str) -> str:
    match = _DATE.fullmatch(date)
    if match is None:
        return date
    plain, part = match["year"].replace("XX", "00s").replace("X", "0s"), match["part"]
    if part in _SEASONS:
        plain = f"{_SEASONS[part]} {plain}"
    elif part:
        month = _MONTHS[int(part) - 1]
        plain = f"{month} {int(match['day'])}, {plain}" if match["day"] else f"{month} {plain}"
    return _MARKS[match["mark"]].format(plain)


def period(start: str, end: str, *, now: bool = False) -> str:
    """The time of a post or a degree as a CV writes it; ``now`` says that it still runs.

    >>> period("2006", "2009"), period("2019-09", "", now=True), period("", "1911"), period("2021", "2027", now=True)
    ('2006–2009', 'September 2019–present', '1911', '2021–2027 (expected)')
    """
    spoken_start, spoken_end = _spoken(start), _spoken(end)
    dash = "–"
    if spoken_start and spoken_end:
        text = spoken_start if start == end else f"{spoken_start}{dash}{spoken_end}"
        return f"{text} (expected)" if now else text
    if now:
        return (
            f"{spoken_end} (expected)" if spoken_end else f"{spoken_start}{dash}present" if spoken_start else "present"
        )
    return f"starting {spoken_start}" if spoken_start else spoken_end
