"""The entries under a heading that says nothing ("Where I have been") to the section that they make."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.dates import find_dates
from kg.extract.degrees import degrees
from kg.extract.headings import Section
from kg.extract.roles import roles

_MOST = 0.6  # share of the entries that must be alike
_LONG = 160  # characters; a longer entry is a text, not a line of a CV


def section_told(entries: Sequence[str]) -> Section | None:
    """Education or positions, if most of the entries have a date and name a degree or a post; None otherwise.

    >>> section_told(["B.A. in Greek, University of Leeds, 1999", "M.A. in Latin, University of York, 2001"])
    <Section.EDUCATION: 'education'>
    """
    lines = [entry for entry in entries if len(entry) <= _LONG and find_dates(entry)]
    if not lines or len(lines) < _MOST * len(entries):
        return None
    with_degree = [line for line in lines if any(True for _ in degrees(line))]
    if len(with_degree) >= _MOST * len(entries):
        return Section.EDUCATION
    with_role = [line for line in lines if any(True for _ in roles(line, listed=True))]
    if len(with_role) >= _MOST * len(entries) and len(with_role) > 1:
        return Section.POSITIONS
    return None
