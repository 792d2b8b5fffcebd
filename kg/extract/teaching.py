"""Pages to facts of teaching: courses taught or assisted, from the lists under teaching headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.dates import DateMention, as_edtf
from kg.extract.headings import Section
from kg.extract.mentions import affiliations
from kg.extract.page import Found, Page, Passage, balanced, dates_in, heading_of, join, make_fact
from kg.extract.sections import groups, under_date
from kg.model import Fact, Kind

_ROLE = re.compile(
    r"\b(?:(?:head|graduate|undergraduate|course|lead|co-)\s*)?(?:teaching\s+(?:assistant|fellow|associate)s?|TA"
    r"|GTA|UTA|co-?instructor"
    r"|instructor|lecturer|co-?lecturer|guest\s+lecturer|tutor|grader|course\s+(?:assistant|coordinator|leader)"
    r"|mentor|teacher"
    r"|demonstrator|recitation\s+leader|section\s+leader|adjunct|auxiliar\s+docente|chargée?\s+de\s+td"
    r"|Übungsleiter)\b|助教|主讲|授课",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\(?\s*(?:link|website|course\s+page|syllabus|slides|page|pdf|more|course\s+website)\s*\)?", re.IGNORECASE
)
_EDGE = " \t*_,.;:–—-|()[]“”\"'·•/&"
_FILLER = re.compile(
    r"(?:for|of|in|at|the|with|as|to|course|courses|a|an|teaching|taught)\b\s*[:\-–]?\s*", re.IGNORECASE
)
_NO_COURSE = re.compile(
    r"^(?:i\s|my\s|we\s|see\b|please\b|more\b|here\b|spring|summer|fall|autumn|winter|ta|university|graduate"
    r"|undergraduate)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,8}[\s-]?\d{2,5}\w{0,2}[:.]?")
_TITLE = re.compile(r"[\s:.–—-]+[^\d\W][^,(\n\d]*[^,(\n\d\s.;:–—-]")
_LONGEST = 110


def teaching(page: Page) -> Iterator[Fact]:
    """One fact a course, in page order."""
    for passage in groups(page, (Section.TEACHING,)):
        employer: Found | None = None
        passage = under_date(page, passage)
        lines = list(_lines(passage))
        above = heading_of(page, passage)
        if above is not None and _school(above, 0, len(above.text)) and not _school(passage, 0, len(passage.text)):
            passage = join([above, passage])  # "### University of Oslo" stands over the courses given there
            employer = _school(passage, 0, len(above.text))
            lines = [(start + len(above.text) + 1, end + len(above.text) + 1) for start, end in lines]
        for start, end in lines:
            line = passage.text[start:end]
            school = _school(passage, start, end)
            if school is not None and (line.rstrip().endswith((":", "："))):
                employer = school  # "ETH Zurich:" stands over the courses given there
                continue
            yield from _course(page, passage, start, end, employer)


def _lines(passage: Passage) -> Iterator[tuple[int, int]]:
    """The lines of an entry that can name a course: its own, or those under a line that only leads to them."""
    for i, start in enumerate(passage.starts):
        end = start + len(passage.lines[i].text)
        if end > start and (i < max(passage.own, 1) or passage.text[: passage.starts[1]].rstrip().endswith(":")):
            yield start, end


def _school(passage: Passage, start: int, end: int) -> Found | None:
    for place in affiliations(passage.text, start, end):
        if place.organization is not None and place.organization.kind == "org":
            return Found(place.organization.start, place.organization.end)
    return None


def _course(page: Page, passage: Passage, start: int, end: int, employer: Found | None) -> Iterator[Fact]:
    text = passage.text
    dates = [d for d in dates_in(text) if start <= d.start < end] or _dates_above(passage)
    role = _ROLE.search(text, start, end)
    school = _school(passage, start, end)
    name = _name(passage, start, end, dates, role, school)
    if name is None:
        return
    found_role = Found(role.start(), role.end()) if role else None
    yield make_fact(
        page,
        passage,
        Kind.TEACHING,
        "teaching: list",
        {"course": name, "role": found_role, "organization": school or employer, "date": _dates(dates)},
        confidence=0.7,
        within=(start, end),
    )


def _dates_above(passage: Passage) -> list[DateMention]:
    """The date in the first line of an entry, if nothing else stands there: it is of all courses below."""
    first = passage.lines[0].text
    dates = [d for d in dates_in(passage.text) if d.end <= len(first)]
    return dates if len(first.strip(" :()")) <= sum(d.end - d.start for d in dates) else []


def _dates(dates: Sequence[DateMention]) -> list[Found]:
    found = []
    for date in dates:
        for written in date.several or (as_edtf(date),):
            found.append(Found(date.start, date.end, written))
    return found


def _name(
    passage: Passage,
    start: int,
    end: int,
    dates: Sequence[DateMention],
    role: re.Match[str] | None,
    school: Found | None,
) -> Found | None:
    """What is left of a line when date, role and school are taken: the first long enough part."""
    text = passage.text
    bold = next((m for m in passage.marks if m.kind == "strong" and start <= m.start and m.end <= end), None)
    if (
        bold is not None
        and not _ROLE.fullmatch(text, bold.start, bold.end)
        and not dates_in(text[bold.start : bold.end])
    ):
        code = _CODE.fullmatch(text, bold.start, bold.end)  # "**MAT 2578**: Knots"
        rest = _TITLE.match(text, bold.end, end) if code else None
        return _trimmed(text, bold.start, rest.end() if rest else bold.end)
    taken = [(d.start, d.end) for d in dates]
    taken += [role.span()] if role else []
    taken += [(school.start, school.end)] if school else []
    taken += [m.span() for m in _LINKED.finditer(text, start, end) if m.group().strip("( )")]
    at, parts = start, []
    for a, b in sorted(taken):
        if a > at:
            parts.append((at, a))
        at = max(at, b)
    parts.append((at, end))
    for a, b in parts:
        found = _trimmed(text, a, b)
        if found is not None:
            return found
    return None


def _trimmed(text: str, start: int, end: int) -> Found | None:
    while True:
        while start < end and text[start] in _EDGE:
            start += 1
        filler = _FILLER.match(text, start, end) if start < end else None
        if filler is None or filler.end() == start:
            break
        start = filler.end()
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    start, end = balanced(text, start, end)
    words = text[start:end]
    if not 4 <= len(words) <= _LONGEST and not re.search(r"[\u4e00-\u9fff]{2}", words) or _NO_COURSE.match(words):
        return None
    return Found(start, end)
