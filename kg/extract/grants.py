"""Pages to facts of research grants: lists under funding headings, and lines that name a funder's project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.headings import Section
from kg.extract.mentions import affiliations, gazetteer
from kg.extract.page import Found, Page, Passage, dates_in, make_fact
from kg.extract.sections import groups
from kg.model import Fact, Kind

#: Funders that go by an acronym or a short name, as a pattern; the longest first.
FUNDERS = "|".join(re.escape(name) for name in sorted(gazetteer("funders"), key=lambda name: (-len(name), name)))
_FUNDER = re.compile(rf"(?<![\w-])(?P<funder>{FUNDERS})(?![\w-])")
_PROJECT = re.compile(
    rf"(?<![\w-])(?P<funder>{FUNDERS})\s+(?:[A-Z]\w+\s+){{0,3}}(?:[Pp]roject|[Gg]rant|[Aa]ward)s?\s*(?:No\.?\s*|#\s*)?"
    r"(?P<number>[A-Z]{0,4}[\s-]?[\d][\w/.-]*)?\s*[:：,–-]?\s*(?P<title>[^\n(]{8,})"
)
_ID = re.compile(r"\s*(?:[A-Z]{1,8}[\s-]?)?\d[\w/.-]*\s*[:：,]?\s*")
_EDGE = " \t*_,.;:：–—-|()[]“”\"'"
_NOT_TITLE = re.compile(
    r"^(?:PI|co-?PI|principal\s+investigators?|investigator|organi[sz]ers?|members?|role|amount|total|funded|with"
    r"|member|head|coordinator"
    r"|[$€£¥]|usd|eur|\d+[\d,.]*\s*(?:k|m|usd|eur|€)?)\b",
    re.IGNORECASE,
)
_SECTIONS = (Section.GRANTS, Section.PROJECTS)


def grants(page: Page) -> Iterator[Fact]:
    """One fact a grant, in page order. Under a project heading only what names its funder is one."""
    for passage in groups(page, _SECTIONS):
        head = passage.starts[1] - 1 if len(passage.starts) > 1 and passage.own == 1 else len(passage.text)
        project = _PROJECT.search(passage.text)
        if project is None and passage.section is not Section.GRANTS:
            continue
        yield from _grant(page, passage, project, head)
    for passage in groups(page, (Section.AWARDS,)):
        yield from _led(page, passage)


def is_grant(text: str) -> bool:
    """Whether an entry names a funder's project: "FWF Project P 12345 Title"."""
    return _PROJECT.search(text) is not None


# "2017 Co-PI on EPSRC Programme grant EP/Z (£1,000,000)": some list what they lead among their honours.
_LED = re.compile(
    r"\b(?:co-?)?(?:PI|principal\s+investigator)\b(?:[,:]|\s+(?:on|of|for|in))?\s+(?:an?\s+"
    r"|the\s+)?(?P<title>[^\n(,;]{6,120})"
)


def is_led(text: str) -> bool:
    """Whether an entry among honours names a grant that the owner leads."""
    return _LED.search(text) is not None


def _led(page: Page, passage: Passage) -> Iterator[Fact]:
    led = _LED.search(passage.text)
    title = _trimmed(passage.text, *led.span("title")) if led else None
    if title is not None:
        date = next(iter(dates_in(passage.text)), None)
        start = Found(date.start, date.end, date.first) if date and date.first else None
        slots = {"title": title, "funder": _funder_inside(passage.text, title), "start": start}
        yield make_fact(page, passage, Kind.GRANTS, "grants: among honours", slots, confidence=0.6)


def _funder_inside(text: str, title: Found) -> Found | None:
    named = _FUNDER.search(text, title.start, title.end)
    return Found(named.start(), named.end()) if named else None


def _grant(page: Page, passage: Passage, project: re.Match[str] | None, head: int) -> Iterator[Fact]:
    text = passage.text
    title = _title(passage, project, head)
    if title is None:
        return
    date = next(iter(dates_in(text)), None)
    start = Found(date.start, date.end, date.first) if date and date.first else None
    end = Found(date.start, date.end, date.last) if date and date.last else None
    yield make_fact(
        page,
        passage,
        Kind.GRANTS,
        "grants: list",
        {"title": title, "funder": _funder(passage, title), "start": start, "end": end},
        confidence=0.7,
    )


def _funder(passage: Passage, title: Found) -> Found | None:
    for match in _FUNDER.finditer(passage.text):
        if not title.start <= match.start() < title.end:
            return Found(match.start(), match.end())
    for place in affiliations(passage.text):
        whole = place.organization
        if whole is not None and whole.kind in ("org", "either") and not title.start <= whole.start < title.end:
            return Found(whole.start, whole.end)
    return None


def _title(passage: Passage, project: re.Match[str] | None, head: int) -> Found | None:
    """The linked, quoted or bold words; else what stands behind the number of the project; else the first part."""
    text = passage.text
    quoted = re.search(r"[“\"]([^”\"\n]{8,200})[”\"]", text)
    if quoted:
        return _trimmed(text, *quoted.span(1))
    for link in passage.links:
        if (
            link.end - link.start > 15
            and not link.image
            and link.end <= head + 200
            and project
            and link.start >= project.start()
        ):
            return _trimmed(text, link.start, link.end)
    for mark in passage.marks:
        if mark.kind in ("strong", "em") and mark.end - mark.start > 12 and not dates_in(text[mark.start : mark.end]):
            return _trimmed(text, mark.start, mark.end)
    if project is not None:
        dates = [d.start for d in dates_in(text) if project.start("title") <= d.start < project.end("title")]
        return _trimmed(text, project.start("title"), min([project.end("title"), *dates]))
    for match in re.finditer(r"[^,;\n(|]+", text[:head]):
        words = match.group().strip(_EDGE)
        if len(words) > 8 and not dates_in(words) and not _NOT_TITLE.match(words) and not _FUNDER.fullmatch(words):
            return _trimmed(text, match.start(), match.end())
    return None


def _trimmed(text: str, start: int, end: int) -> Found | None:
    while start < end and text[start] in _EDGE:
        start += 1
    number = _ID.match(text, start, end)
    if number and end - number.end() > 8:
        start = number.end()
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Found(start, end) if end - start > 5 else None
