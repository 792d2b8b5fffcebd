"""Pages to facts of talks: lists under talk headings, and sentences and news that say "I gave a talk on … at …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.dates import DateMention, as_edtf
from kg.extract.headings import Section
from kg.extract.language import sentences
from kg.extract.mentions import affiliations, chunks, gazetteer
from kg.extract.page import Found, Page, Passage, balanced, dates_in, make_fact, without_edge
from kg.extract.sections import groups, under_date
from kg.model import BlockKind, Fact, Kind

_PROSE = (Section.NONE, Section.ABOUT, Section.OTHER, Section.NEWS)
_EDGE = " \t*_,.;:–—-|()[]\\/"
_QUOTES = "“”\"'‘’«»《》„"
_QUOTED = re.compile(r"[“\"«„《]([^”\"»“》\n]{6,240})[”\"»“》]")
_EVENT = re.compile(
    r"\b(?:conference|congress|workshop|symposium|seminar|colloquium|meeting|meetings|school|summit|forum"
    r"|lecture\s+series|session|track|talks?\s+series"
    r"|university|institute|department|college|academy|society|association|group|lab|laborator(?:y|ies)|center"
    r"|centre|webinar|lectures?|convention|assembly|congreso|congrès|tagung"
    r"|kolloquium|seminario|séminaire|jornadas|journées|days?)\b|(?-i:\b[A-Z][A-Za-z]*[A-Z]{2,}[\w&-]*\b)|会议|大会|论坛|研讨会"
    r"|讲座|年会|年终盛典|大学|学院",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:\[?\s*(?:video|slides?|link|poster|recording|abstract|pdf|code|website|paper|here|info|photo|blog"
    r"|youtube|program(?:me)?|invited(?:\s+talk)?|talk|keynote|oral"
    r"|contributed\s+talk|poster\s+presentation|oral\s+presentation|virtual\s+talk|remote|tutorial|seminar|award"
    r"|panel|invited\s+speaker|plenary|lecture)\s*\]?)$",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:\n|;|\||•|·|\s[–—-]\s|\s@\s|:\s|\.\s+(?=[A-Z“\"])|,\s+|，|；)\s*|\\\||\[|\]")
# "A. B. Someone, Title, Event" and "Presented my research on": no part of what a talk is about.
_BY = re.compile(r"^\W*(?:(?:[A-Z]\.[\s-]?){1,3}[A-Z][\w’'-]+(?:\s+and|,)\s+)+")
_WITH = re.compile(
    r"\(\s*(?:joint\s+(?:work\s+)?)?with\b[^()]*\)|\((?:invited|oral|poster|virtual|online|remote|keynote)[^()]*\)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:i\s+)?(?:presented|spoke|gave|delivered|talked)\b[^,]*\b(?:on|about|titled|entitled)$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^(?:with\s+)?(?:[A-Z]\.\s?){1,3}[A-Z][\w’'-]+$|^(?:joint(?:ly)?\s+with)\b")


def talks(page: Page) -> Iterator[Fact]:
    """One fact a talk, in page order."""
    for passage in groups(page, (Section.TALKS,)):
        yield from _entry(page, under_date(page, passage))
    for passage in page.passages:
        if passage.section in _PROSE and passage.kind is not BlockKind.HEADING:
            for start, end in sentences(passage.text):
                yield from _sentence(page, passage, start, end)


# ---------------------------------------------------------------------------------------------------------------
# lists


def _entry(page: Page, passage: Passage) -> Iterator[Fact]:
    text = passage.text
    end = _head_end(passage)
    dates = [d for d in dates_in(text) if d.start < end]
    if re.search(r"\b(?:will\s+be|please|see|labell?ed|marked|presented\s+are)\b", text[:end]) and not dates:
        return
    title = _quoted(text, 0, end) or _marked(passage, end)
    parts = _parts(text, end, dates, title)
    if title is None:
        if not parts:
            return
        titled = [p for p in parts if not _is_event(text, *p) and len(text[slice(*p)]) > 12 and not _is_place(text, *p)]
        first = titled[0] if titled else parts[0]
        first = _whole_title(text, first, parts, end)
        title = Found(*first)
        parts = [p for p in parts if p[0] >= first[1] or p[1] <= first[0]]
    event, place = _event_and_place(passage, parts, title)
    if event is None and not dates:
        return
    slots = {"title": title, "event": event, "location": place, "date": _when(dates)}
    yield make_fact(page, passage, Kind.TALKS, "talks: list", slots, confidence=0.75)


def _head_end(passage: Passage) -> int:
    """The lines that say what, where and when: an entry's own, and two below."""
    last = min(max(passage.own, 1) + 2, len(passage.starts)) - 1
    return passage.starts[last] + len(passage.lines[last].text)


def _quoted(text: str, start: int, end: int) -> Found | None:
    match = _QUOTED.search(text, start, end)
    return Found(*match.span(1)) if match else None


def _marked(passage: Passage, end: int) -> Found | None:
    """Bold, emphasized or linked words long enough for a title, that are no date and no event."""
    text = passage.text
    spans = [(m.start, m.end) for m in passage.marks if m.kind in ("strong", "em")]
    for start, stop in sorted(spans):
        words = text[start:stop].strip(_EDGE)
        if (
            stop <= end
            and len(words) > 14
            and not dates_in(words)
            and not _is_event(text, start, stop)
            and not _LABEL.match(words)
        ):
            return _trimmed(text, start, stop)
    return None


def _parts(text: str, end: int, dates: Sequence[DateMention], title: Found | None) -> list[tuple[int, int]]:
    taken = [(d.start, d.end) for d in dates] + ([(title.start, title.end)] if title else [])
    if (by := _BY.match(text, 0, end)) is not None:
        taken.append(by.span())
    taken += [m.span() for m in _WITH.finditer(text, 0, end)]
    cuts = sorted(
        [
            *taken,
            *(m.span() for m in _APART.finditer(text, 0, end) if not title or not title.start <= m.start() < title.end),
        ]
    )
    parts, at = [], 0
    for a, b in [*cuts, (end, end)]:
        if a >= at:
            parts.append((at, a))
        at = max(at, b)
    trimmed = [_trimmed(text, a, b) for a, b in parts]
    kept = [(p.start, p.end) for p in trimmed if p is not None]
    written = [(p, text[slice(*p)]) for p in kept]
    return [p for p, words in written if not (_LABEL.match(words) or _SPEAKER.match(words) or _TOLD.match(words))]


def _whole_title(text: str, first: tuple[int, int], parts: Sequence[tuple[int, int]], end: int) -> tuple[int, int]:
    """A title may hold a colon or a comma: parts that go on in its line, no event and no place, belong to it."""
    start, stop = first
    for a, b in parts:
        if a < stop or a - stop > 3 or "\n" in text[stop:a] or not re.fullmatch(r"[:,]\s*", text[stop:a]):
            continue
        if (
            _is_event(text, a, b)
            or _is_place(text, a, b)
            or (text[stop] == "," and not text[a].islower() and not re.match(r"and\s", text[a:]))
        ):
            break
        stop = b
    return start, stop


def _is_event(text: str, start: int, end: int) -> bool:
    return bool(_EVENT.search(text[start:end])) and not _is_place(text, start, end)


def _is_place(text: str, start: int, end: int) -> bool:
    words = text[start:end].strip(_EDGE)
    if words in gazetteer("places") or words.title() in gazetteer("places"):
        return True
    tokens = words.replace(",", " ").split()
    return (
        bool(tokens)
        and len(tokens) < 5
        and all(t.title() in gazetteer("places") or t in gazetteer("places") for t in tokens)
    )


def _event_and_place(
    passage: Passage, parts: Sequence[tuple[int, int]], title: Found
) -> tuple[Found | None, Found | None]:
    text = passage.text
    rest = [p for p in parts if p[1] <= title.start or p[0] >= title.end]
    places = [p for p in rest if _is_place(text, *p)]
    place = None
    if places:
        stop = places[0][1]
        for a, b in places[1:]:
            if re.fullmatch(r",?\s*", text[stop:a]):
                stop = b
        place = Found(places[0][0], stop)
    others = [p for p in rest if p not in places]
    event = next((p for p in others if _is_event(text, *p)), None) or next(iter(others), None)
    if event is None:
        return None, place
    found = _event(text, *event)
    if place is None:
        inside = [c for c in chunks(text) if c.kind == "place" and event[0] < c.start and c.end <= event[1]]
        if inside and re.search(r"\b(?:in|,)\s*$", text[event[0] : inside[-1].start]):
            place = Found(inside[-1].start, inside[-1].end)
    return found, place


def _event(text: str, start: int, end: int) -> Found:
    lead = re.match(
        r"(?:(?:invited\s+)?(?:talk|poster|paper|keynote|presentation|seminar|lecture)\s+)?(?:(?:given|presented"
        r"|delivered)\s+)?"
        r"(?:at|in|for|to)\s+(?:the\s+)?",
        text[start:end],
        re.IGNORECASE,
    )
    if lead and end - start - lead.end() > 2:
        start += lead.end()
    return Found(start, end)


def _when(dates: Sequence[DateMention]) -> Found | None:
    """The day of a talk; of days in a row the first counts as what is certain."""
    if not dates:
        return None
    date = next((d for d in dates if len(d.first) > 4), dates[0])
    return Found(date.start, date.end, date.first or as_edtf(date))


# ---------------------------------------------------------------------------------------------------------------
# sentences

_GAVE = re.compile(
    r"\b(?:(?:gave|give|giving|delivered|presented|present|presenting|delivering)\s+(?:an?|the|my|our|two"
    r"|several)\s+(?:\w+\s+){0,3}?"
    r"(?:talk|lecture|keynote|seminar|presentation|poster|tutorial|plenary)s?|(?:upcoming\s+|invited\s+|oral\s+|my\s+)?"
    r"(?:talk|keynote|poster\s+presentation|oral\s+presentation|invited\s+lecture)\s+(?:at|on|in|titled|entitled)"
    r"|spoke\s+(?:at|about|on)"
    r"|presented\s+(?:my|our)\s+(?:research|work)\s+(?:on|at))\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:on|about|titled|entitled|called)\s+[“\"«]?(?P<title>[^”\"»\n.;]{6,160}?)[”\"»]?(?=\s+(?:at|in|during"
    r"|for|to)\s+(?:the\s+)?[A-Z]|[.;,]|$)"
)
_AT = re.compile(
    r"\b(?:at|in|during|for)\s+(?:the\s+)?(?P<event>(?:\d+(?:st|nd|rd"
    r"|th)\s+)?[A-Z][\w&’'.-]*(?:\s+(?:[A-Z0-9][\w&’'.-]*|of|for|and|on|the|in(?=\s+[A-Z])|[’']\d\d))*)"
)
_SMALL_END = re.compile(r"(?:\s+(?:on|of|for|and|the|in))+$")
_FUTURE = re.compile(r"\b(?:papers?|accepted|students?)\b", re.IGNORECASE)


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    gave = _GAVE.search(text, start, end)
    if gave is None or (_FUTURE.search(text, start, gave.start())):
        return
    title = _quoted(text, gave.start(), end)
    if title is None and (on := _ON.search(text, gave.start(), end)):
        title = _trimmed(text, *on.span("title"))
    event = None
    for at in _AT.finditer(text, title.end if title else gave.start(), end):
        event = _trimmed(text, at.start("event"), at.start("event") + len(_SMALL_END.sub("", at["event"])))
        break
    if event is None and title is not None:
        before = _AT.search(text, gave.start(), title.start)
        event = _trimmed(text, *before.span("event")) if before else None
    if title is None and not re.match(r"(?:give|gave|giving|deliver|present|spoke)", gave.group(), re.IGNORECASE):
        title = Found(gave.start(), gave.end())  # "Poster presentation at …" names it, "I gave a talk" does not
    if event is None or title is None:
        return
    dates = [d for d in dates_in(text) if start <= d.start < end] or [d for d in dates_in(text) if d.end <= start][-1:]
    place = next((a for a in affiliations(text, event.end, end) if a.place), None)
    slots = {
        "title": title,
        "event": event,
        "location": Found(*place.place) if place and place.place else None,
        "date": _when(dates),
    }
    yield make_fact(page, passage, Kind.TALKS, "talks: sentence", slots, confidence=0.55, within=(start, end))


def _trimmed(text: str, start: int, end: int) -> Found | None:
    start, end = without_edge(text, start, end, _EDGE + _QUOTES)
    start, end = balanced(text, start, end)
    words = text[start:end]
    return Found(start, end) if len(words) > 2 or re.search(r"[\u4e00-\u9fff]{2}", words) else None
