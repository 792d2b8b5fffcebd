"""Pages to facts of posts held: headed lists, and sentences that speak of a post of the page's owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.dates import DateMention
from kg.extract.degrees import degrees
from kg.extract.headings import Section
from kg.extract.language import sentences
from kg.extract.mentions import Affiliation, Chunk, affiliations, chunks, gazetteer
from kg.extract.page import Found, Page, Passage, dates_in, join, make_fact
from kg.extract.records import Record, field_of, field_passage, record_dates, records
from kg.extract.roles import ELECTED_FELLOW, RoleMention, roles
from kg.extract.sections import columns_as_range, groups
from kg.extract.tagger import tags_of
from kg.model import BlockKind, Fact, Kind

_LISTED = (Section.POSITIONS,)
_PROSE = (
    Section.NONE,
    Section.ABOUT,
    Section.OTHER,
    Section.NEWS,
    Section.POSITIONS,
    Section.INTERESTS,
    Section.CONTACT,
)


def positions(page: Page) -> Iterator[Fact]:
    """One fact a post, in page order."""
    for record in records(page.document, Section.POSITIONS):
        yield from _record(page, record)
    yield from _headline(page)
    yield from _card(page)
    for passage in groups(page, (Section.EDUCATION,)):
        if _STAY.search(passage.text) and not any(True for _ in degrees(passage.text)):
            yield from _entry(page, passage)
    for passage in groups(page, (Section.AWARDS,)):
        if _HONOUR_WITH_POST.search(passage.text) and not _HONOUR.search(passage.text):
            yield from _entry(page, passage)
    for passage in groups(page, _LISTED):
        if _is_prose(passage):
            for start, end in sentences(passage.text):
                yield from _sentence(page, passage, start, end)
        else:
            yield from _entry(page, passage)
    for passage in page.passages:
        if passage.section in _PROSE and passage.section not in _LISTED and passage.kind is not BlockKind.HEADING:
            for start, end in sentences(passage.text):
                yield from _sentence(page, passage, start, end)


# What people list under "Education" though it is a post.
_STAY = re.compile(
    r"\b(?:visiting\s+(?:\w+\s+)?(?:scholar|student|researcher|fellow)|research\s+(?:assistant|intern|stay|visit)"
    r"|postdoc\w*|post-doc\w*)\b|访问学者|博士后",
    re.IGNORECASE,
)

# Under "Honors" some list a post: "Visiting Professor at X, 2019". What names an honour as well is an award.
_HONOUR_WITH_POST = re.compile(
    r"\b(?:visiting|guest|adjunct|honorary|invited)\s+(?:\w+\s+)?(?:professor|researcher|scholar|scientist"
    r"|lecturer|fellow)"
    r"\s+(?:at|of|in)\b|\b(?:professor|researcher|scientist|lecturer)\s+at\b",
    re.IGNORECASE,
)
_HONOUR = re.compile(
    r"\b(?:award|prize|medal|scholarship|fellowship|best|outstanding|excellent|grant|winner|nominat\w*|top)\b",
    re.IGNORECASE,
)

_KEYS = {
    "organization": (
        "company_name",
        "company",
        "organization",
        "organisation",
        "institution",
        "employer",
        "university",
        "name",
        "entity",
    ),
    "role": ("position", "title", "role", "job_title", "jobtitle"),
    "unit": ("department", "unit", "team", "group"),
    "location": ("location", "city", "place"),
    "start": ("date_start", "startdate", "start_date", "start", "from"),
    "end": ("date_end", "enddate", "end_date", "end", "to"),
    "date": ("year", "date", "period", "time", "years", "dates"),
}


def _record(page: Page, record: Record) -> Iterator[Fact]:
    """One record of front matter or of a data file."""
    parts = record.parts
    at = {slot: next((parts[key] for key in keys if key in parts), None) for slot, keys in _KEYS.items()}
    if at["role"] is None and "name" in parts and at["organization"] == parts["name"]:
        yield from _entry(page, record.passage)
        return
    if at["role"] is None and at["organization"] is None:
        return
    if at["role"] and not at["organization"]:
        yield from _entry(page, record.passage)
        return
    start, end, current = record_dates(record, at)
    where = at["role"]
    slots = {slot: Found(*part) if (part := at[slot]) else None for slot in ("organization", "unit", "location")}
    role = Found(*where) if where else None
    yield make_fact(
        page,
        record.passage,
        Kind.POSITIONS,
        "positions: front matter",
        {**slots, "role": role, "start": start, "end": end, "current": current},
        confidence=0.93,
    )


def _headline(page: Page) -> Iterator[Fact]:
    """The post that the front matter of the page puts under the owner's name: ``subtitle`` or ``role``."""
    field = field_of(page.document, "subtitle")
    if field is not None:
        passage = field_passage(page.document, field, Section.ABOUT)
        named = [
            r for r in roles(passage.text, listed=True) if not _STUDENT_ROLE.search(passage.text[r.start : r.end + 8])
        ]
        if named:
            places = [a for a in affiliations(passage.text) if a.organization or a.units]
            place = _employer(passage.text, places, named[:1], [], len(passage.text), passage)
            if place is not None:
                role = _widened(passage.text, named[0], len(passage.text))
                yield from _position(
                    page,
                    passage,
                    role,
                    place,
                    [],
                    (0, len(passage.text)),
                    listed=True,
                    current=Found(role.start, role.end, "true"),
                )
    role_field, organization = field_of(page.document, "role"), field_of(page.document, "organizations.0.name")
    if role_field is None or organization is None:
        return
    passage = join([field_passage(page.document, f, Section.ABOUT) for f in (role_field, organization)])
    named = list(roles(passage.text, 0, len(role_field.value), listed=True))
    if named and not _STUDENT_ROLE.search(role_field.value):
        start = passage.starts[1] if len(passage.starts) > 1 else 0
        where = Chunk(start, len(passage.text), "org")
        first = re.split(r"[,|/]|\s+and\s+", role_field.value)[0].strip()
        role = RoleMention(0, len(first)) if passage.text.startswith(first) else named[0]
        yield from _position(
            page,
            passage,
            role,
            Affiliation(start, len(passage.text), where, (), None),
            [],
            (0, len(passage.text)),
            listed=True,
            current=Found(role.start, role.end, "true"),
        )


_NO_CARD = re.compile(
    r"\b(?:is|am|are|was|were|have|has|had|I|my|we|our|you|with|by|students?|supervisors?|advisors?|committee"
    r"|GitHub|Twitter|LinkedIn|CV)\b"
    r"|[’']m\b"
)
_LONGEST_CARD = 240  # characters: a post, a department, a university, an address


def _card(page: Page) -> Iterator[Fact]:
    """What stands under the owner's name like on a visiting card: a post, a department and a university, no verb."""
    headings = 0
    for passage in page.passages:
        headings += passage.kind is BlockKind.HEADING
        if passage.kind is BlockKind.HEADING and passage.section not in (Section.NONE, Section.ABOUT, Section.OTHER):
            return
        on_top = passage.section is Section.OTHER and headings == 1  # under the owner's name
        if passage.kind is not BlockKind.PARAGRAPH or not (on_top or passage.section in (Section.NONE, Section.ABOUT)):
            continue
        text = passage.text
        named = [r for r in _listed_roles(text, len(text)) if not _STUDENT_ROLE.search(text, r.start, r.end)]
        if not named or len(text) > _LONGEST_CARD or _NO_CARD.search(text) or any(True for _ in degrees(text)):
            continue
        places = [a for a in affiliations(text) if a.organization or a.units]
        place = _with_unit(next((a for a in places if a.organization and a.organization.kind == "org"), None), places)
        if place is not None:
            dates = dates_in(text)[:1]
            now = Found(named[0].start, named[0].end, "true")
            for role in named:
                yield from _position(
                    page, passage, role, place, dates, (0, len(text)), listed=True, current=None if dates else now
                )
            return


def _is_prose(passage: Passage) -> bool:
    return (
        passage.kind is BlockKind.PARAGRAPH
        and bool(re.search(r"\b(?:I|my|He|She|We)\b", passage.text))
        and len(passage.text) > 80
    )


# ---------------------------------------------------------------------------------------------------------------
# an entry of a headed list

_SEPARATOR = re.compile(
    r"\s*(?:[,，;|:：()\[\]\n\t•·–—]|\band\s+an?\b|\s-\s|\s@\s|@|\bat\b|\bin\b(?=\s+(?:the\s+)?[A-Z])|\bwith\b|/(?=\s))\s*"
)
_DETAIL = re.compile(
    r"^\s*(?:[-*•]\s*)?(?:duties|responsibilit\w+|supervis\w+|advis\w+|mentor\w*|worked|work(?:ing)?\s+on"
    r"|develop\w*|built|design\w*|led|conduct\w*|research\w*\s+on|project|topic|under|description|focus\w*"
    r"|tech\w*\s+stack|using|funded)\b",
    re.IGNORECASE,
)


def _entry(page: Page, passage: Passage) -> Iterator[Fact]:
    text = passage.text
    head = _head_end(passage)
    dates = columns_as_range(passage, dates_in(text[:head]))
    places = [a for a in affiliations(text, 0, head) if a.organization or a.units]
    named = _listed_roles(text, head) or _tagged_roles(passage, 0, head)
    if not named and not (places and dates):
        return
    if not named and any(True for _ in degrees(text[:head])):
        return
    place = _with_unit(_employer(text, places, named, dates, head, passage), places)
    if not named:
        yield from _position(page, passage, None, place, dates[:1], (0, len(text)), listed=True)
        return
    for i, role in enumerate(named):
        if is_office(text, role, head):
            continue
        own = place
        if len(named) > 1 and len(places) > 1:
            after = [a for a in places if a.start >= role.end and (i + 1 == len(named) or a.start < named[i + 1].start)]
            own = _employer(text, after, [role], dates, head, passage) if after else place
        when = dates
        if len(dates) > 1 and len(dates) == len(named):
            when = [dates[i]]
        yield from _position(page, passage, role, own, when[:1], (0, len(text)), listed=True)


def _head_end(passage: Passage) -> int:
    """Where the lines that name post, employer and dates end and the description begins."""
    end = 0
    for i, start in enumerate(passage.starts):
        line = passage.lines[i].text
        if (
            i >= max(passage.own, 1) + 2
            or i > 0
            and (_DETAIL.search(line) or len(line) > 110 or i >= passage.own and line.endswith(".") and len(line) > 60)
        ):
            break
        end = start + len(line)
    return end


_TIED = re.compile(r"(?:co-?)?(?:supervisors?|advis[eo]rs?|mentors?|hosts?)", re.IGNORECASE)


def _listed_roles(text: str, head: int) -> list[RoleMention]:
    """The roles of an entry, each widened to its whole part between separators where that is short."""
    found: list[RoleMention] = []
    for role in roles(text, 0, head, listed=True):
        if any(
            c.kind in ("org", "unit", "either") and c.start <= role.start and role.end <= c.end for c in chunks(text)
        ):
            continue
        if (
            re.match(r"\s*(?:Prof|Dr|of\s+(?:The\s+)?Team)\b", text[role.end : role.end + 20])
            and len(text[role.start : role.end].split()) == 1
        ):
            continue  # "Supervisor Prof. X"
        if _TIED.fullmatch(text, role.start, role.end) and text[role.end : role.end + 1] in (":", "："):
            continue  # "Supervisor: Jane Doe"
        if re.search(
            r"(?:supervis\w+|advis\w+|mentor\w*|with|by|under|Supervisor:?)\s*$",
            text[max(role.start - 24, 0) : role.start],
            re.IGNORECASE,
        ):
            continue
        if found and role.start - found[-1].end <= 3 and re.fullmatch(r"\s*[(/&]\s*", text[found[-1].end : role.start]):
            found[-1] = RoleMention(found[-1].start, role.end)
            continue
        found.append(_widened(text, role, head))
    line_of_first = text[: found[0].start].count("\n") if found else 0
    return [r for r in found if r is found[0] or text[: r.start].count("\n") == line_of_first or _own_line(text, r)]


def _own_line(text: str, role: RoleMention) -> bool:
    start = text.rfind("\n", 0, role.start) + 1
    end = text.find("\n", role.end)
    line = text[start : len(text) if end < 0 else end]
    dated = sum(date.end - date.start for date in dates_in(line))
    return len(line) - (role.end - role.start) - dated <= 4


def _widened(text: str, role: RoleMention, head: int) -> RoleMention:
    near = max(role.start - 80, 0)  # farther away it is too long for a part
    start = max((m.end() for m in _SEPARATOR.finditer(text, near, role.start)), default=near)
    far = min(role.end + 80, head)
    after = _SEPARATOR.search(text, role.end, far)
    end = after.start() if after else far
    words = text[start : role.start]
    if (
        dates_in(text[start:end])
        or len(text[start:end]) > 70
        or any(c.kind in ("org", "unit", "either", "place") and c.start < end and c.end > start for c in chunks(text))
    ):
        return role
    start = start if not re.search(r"[.!?]\s|\b(?:my|an?|the|as)\b", words) else role.start
    end -= len(text[start:end]) - len(text[start:end].rstrip(" !"))
    if "(" in text[role.end : end] and ")" not in text[role.end : end]:
        end = text.index("(", role.end)
    return RoleMention(start + len(text[start : role.start]) - len(text[start : role.start].lstrip(' *“"')), end)


def _employer(
    text: str,
    places: Sequence[Affiliation],
    named: Sequence[RoleMention],
    dates: Sequence[DateMention],
    head: int,
    passage: Passage,
) -> Affiliation | None:
    """The employer of an entry: a named organization, else the part that is neither role, date, place nor degree."""
    taken = [(r.start, r.end) for r in named] + [(d.start, d.end) for d in dates]
    free = [a for a in places if not any(a.start < e and s < a.end for s, e in taken)]
    for kinds in (("org",), ("either",)):
        for place in free:
            if place.organization is not None and place.organization.kind in kinds:
                return place
    part = _free_part(text, taken, head, passage, free)
    if part is not None:
        units = tuple(u for a in free for u in a.units if not (part[0] <= u.start < part[1]))
        where = next((a.place for a in free if a.place), None)
        return Affiliation(part[0], part[1], Chunk(part[0], part[1], "name"), units, where)
    return next((a for a in free if a.units), None)


def _with_unit(place: Affiliation | None, places: Sequence[Affiliation]) -> Affiliation | None:
    """An entry may name the team on a line of its own, away from the employer."""
    if place is None or place.units or place.organization is None:
        return place
    alone = tuple(
        u for a in places if a.organization is None for u in a.units if u.end <= place.start or u.start >= place.end
    )
    return replace(place, units=alone)


def _free_part(
    text: str, taken: Sequence[tuple[int, int]], head: int, passage: Passage, free: Sequence[Affiliation]
) -> tuple[int, int] | None:
    """The first part of the entry's head that could name an employer; a linked one before others."""
    bounds, at = [], 0
    for match in _SEPARATOR.finditer(text, 0, head):
        bounds.append((at, match.start()))
        at = match.end()
    bounds.append((at, head))
    candidates = []
    for start, end in bounds:
        while start < end and text[start] in " *_“\"'-–.[":
            start += 1
        while end > start and text[end - 1] in " *_”\"'-–.]":
            end -= 1
        words = text[start:end]
        if not words or any(start < e and s < end for s, e in taken) or words in gazetteer("places") or dates_in(words):
            continue
        if not (words[0].isupper() or words[0].isdigit() or not words.isascii()) or len(words) > 70 or len(words) < 2:
            continue
        if any(u.start <= start and end <= u.end for a in free for u in a.units) or any(True for _ in degrees(words)):
            continue
        linked = any(k.start < end and start < k.end and not k.image for k in passage.links)
        behind_at = re.search(r"(?:\bat|@)\s+(?:the\s+)?$", text[max(start - 8, 0) : start])
        candidates.append((not (linked or behind_at), start, end))
    return min(candidates)[1:] if candidates else None


# ---------------------------------------------------------------------------------------------------------------
# a sentence of prose

_HOLDS = re.compile(
    r"\b(?:I|i)[’']?\s?(?:am|m|’m|was|have\s+been|had\s+been|’ve\s+been|worked|work|served|serve|joined|spent"
    r"|interned|did|have\s+worked|currently|held|hold|started|finished|completed|became|also|had|will|lead|led"
    r"|direct|founded|co-founded|have)\b"
    r"|\b(?:is|was|taught|works?|worked|served?|joined|interned|has\s+been|has\s+worked|held|holds|became|appointed"
    r"|employed|founded)\b"
    r"|\b(?:currently|previously|formerly|prior\s+to|before\s+(?:that|joining|my)|after)\b|\b(?:internships?"
    r"|postdoc\w*)\b|^\s*(?:[A-Z][\w ]+\s)?(?:[Ii]ntern|[Pp]ostdoc|[Pp]rofessor|[Rr]esearch)"
    r"|\b(?:[Jj]oin(?:ed)?|[Ss]tarted|[Ff]inished|[Cc]ompleted|[Mm]oved?|[Ww]orking\s+(?:as|at)|[Ww]orked)\b"
    r"|\b(?:arbeite|bin|war|soy|fui|trabaj\w+"
    r"|suis|travaill\w+|sono|lavoro)\b|现为|现任|担任|任职|工作|实习",
)
_NOT_OWN = re.compile(
    r"\b(?:declin\w+|refus\w+|invited\s+to\s+(?:work|join)|turned\s+down|rejected|looking\s+for|seeking|recruit\w*"
    r"|hiring|opening\w*|applicants?"
    r"|interested\s+in\s+(?:a|joining)|join\s+(?:my|our)|my\s+(?:students?|advisor|supervisor|mentor|collaborator"
    r"|wife|husband|father|mother)\b[^,.]{0,20}\b(?:is|was|won|has)"
    r"|(?:papers?|article|manuscript)\s+(?:\w+\s+){0,6}(?:accepted|published|appear\w*))\b",
    re.IGNORECASE,
)
_PASSIVE_PERSON = re.compile(
    r"\b(?:supervised|advised|mentored|hosted|guided|led|headed|collaborat\w+|work\w*|with|by|from|of|to|under|for"
    r"|see|my\s+\w+\s+is|students?)\s+(?:the\s+|my\s+|our\s+)?(?:amazing\s+)?(?:co-?advisor\s+)?$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|now|presently|at\s+present|I\s+am|I['’]m|I\s*['’]\s*m|is|am|since|I\s+work|works"
    r"|recently\s+(?:joined|appointed))\b|现为|现任|目前|\b(?:soy|suis|bin|sono|derzeit|actualmente|actuellement"
    r"|attualmente)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:previously|formerly|before|prior|was|were|had|worked|served|did|spent|interned|completed|held|finished"
    r"|former|after|past|earlier|until|used\s+to|have\s+(?:also\s+)?(?:worked|been|served|interned|held|had)"
    r"|joining)\b|\bfui\b|\bwar\b|\bétais\b|曾",
    re.IGNORECASE,
)
_STUDENT_ROLE = re.compile(
    r"(?:\b(?:ph\.?\s?d\.?|doctoral|master'?s?|graduate|undergraduate|m\.?s\.?c?|b\.?s\.?c?|college|high\s+school"
    r"|first|second|third|fourth|fifth|final|\w+-year)\s+(?:\w+\s+){0,2}(?:student|candidate)|\bstudent\b)",
    re.IGNORECASE,
)


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    words = text[start:end]
    if not _HOLDS.search(words) or _NOT_OWN.search(words):
        return
    named = [r for r in roles(text, start, end) if _is_post(text, r, start)]
    places = [a for a in affiliations(text, start, end) if a.organization or a.units]
    if not named and any(_EMPLOYED_AT.search(text, max(start, a.start - 60), a.start) for a in places):
        named = [r for r in _tagged_roles(passage, start, end) if _is_post(text, r, start)]
    if not named:
        yield from _without_role(page, passage, start, end, places)
        return
    for i, role in enumerate(named):
        if is_office(text, role, end):
            continue
        last = named[i + 1].start if i + 1 < len(named) else end
        here = [a for a in places if role.end <= a.start < last and _reaches(text, role.end, a)]
        coordinated = (
            i + 1 < len(named)
            and not here
            and re.fullmatch(r"\s*(?:,|and|&|/|,\s*and|as\s+well\s+as)\s*(?:an?|the|also)?\s*", text[role.end : last])
        )
        if coordinated:
            here = [a for a in places if a.start >= last and _reaches(text, named[i + 1].end, a)][:1]
        if not here and i and re.search(r"\bas\s+(?:an?\s+|the\s+)?$", text[named[i - 1].end : role.start]):
            here = [a for a in places if a.end <= role.start][-1:]  # "taught at X, as A from …, as B from …"
        if not here:
            before = [a for a in places if a.end <= role.start and (i == 0 or a.start >= named[i - 1].end)]
            if (
                before
                and re.search(
                    r"\b(?:at|joined|joining|with|in|:)\s*(?:the\s+)?$",
                    text[max(before[-1].start - 14, 0) : before[-1].start],
                    re.IGNORECASE,
                )
                or before
                and text[before[-1].end : role.start].strip(" ,")
                in ("as", "as a", "as an", "as the", ":", "", "'s", "’s")
            ):
                here = before[-1:]
        dates = _dates_of(text, named, i, start, end)
        if not here and not dates and not _NOW.search(words):
            continue
        lead = start if i == 0 else named[i - 1].end
        yield from _position(
            page, passage, role, _best(text, here), dates[:1], (lead, last), listed=False, sentence=(start, end)
        )
        for other in _row(text, here):
            yield from _position(
                page, passage, role, other, dates[:1], (lead, last), listed=False, sentence=(start, end)
            )


_SURE = 0.5  # a tag that is likelier right than wrong
# Words of holding a post, with an employer behind them: without these the tagger is not asked.
_EMPLOYED_AT = re.compile(
    r"\b(?:as|am|was|is|been|work\w*|serv\w+|join\w*|hold|held|lead|led|appointed|became|role|position|job|post|start\w*|mov\w+|spent|currently|previously|former\w*|now|and)\b"
    r"[^.;]{0,50}?(?:\b(?:at|for|with|joined|joining|of|in)|[,@])\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _tagged_roles(passage: Passage, start: int, end: int) -> list[RoleMention]:
    """The posts that the tagger sees where no word of ours names one: "Quantitative strategist", "Forstmeister"."""
    return [
        RoleMention(t.start, t.end, tagged=True)
        for t in tags_of(passage)
        if t.label == "ROLE" and t.score >= _SURE and start <= t.start and t.end <= end
    ]


def _dates_of(text: str, named: Sequence[RoleMention], i: int, start: int, end: int) -> list[DateMention]:
    """The dates of one of a sentence's posts: in front of each where the sentence begins with one, else behind each."""
    every = [d for d in dates_in(text) if start <= d.start < end]
    if len(named) == 1 or not every:
        return every
    if every[0].start < named[0].start:
        first, last = named[i - 1].end if i else start, named[i].start
    else:
        first, last = named[i].end, named[i + 1].start if i + 1 < len(named) else end
    here = [d for d in every if first <= d.start < last]
    # "an intern and later an engineer at Acme (2011)": the posts share what stands behind the last of them
    shared = len(every) == 1 and i == 0 and not affiliations(text, named[0].end, named[1].start)
    return here or (every if shared else [])


_NEXT = re.compile(r"\s*(?:\([^()]*\)\s*)?(?P<word>,\s*and\b|,|\band\b|&)\s*(?:at\s+|the\s+|in\s+)*", re.IGNORECASE)


def _row(text: str, places: Sequence[Affiliation]) -> list[Affiliation]:
    """The employers that stand in one row with the first: "a visiting scholar at X, Y and Z" is a post at each.

    A comma alone makes no row: what stands behind it may be the town or the parent of the first.
    """
    row, closed = [], 0
    for left, right in zip(places, places[1:], strict=False):
        named = right.organization
        joint = _NEXT.fullmatch(text, left.place[1] if left.place else left.end, right.start)
        if joint is None or named is None or named.kind not in ("org", "name"):
            break
        row.append(right)
        if joint["word"] != ",":
            closed = len(row)
    return row[:closed]


def _best(text: str, here: Sequence[Affiliation]) -> Affiliation | None:
    return here[0] if here else None


_REACH = re.compile(
    r"\b(?:where|which|who|whose|before|after|prior|previously|received|obtained|earned|completed|graduat\w+"
    r"|Ph\.?D|supervised|advised|mentored|hosted\s+by|led\s+by)\b",
    re.IGNORECASE,
)


_OF_A_FIELD = re.compile(
    r"(?:researcher|professor|lecturer|specialist|expert|fellow|instructor|scientist)$",
    re.IGNORECASE,
)


def _reaches(text: str, role_end: int, place: Affiliation) -> bool:
    gap = text[role_end : place.start]
    if len(gap) > 110 or _REACH.search(gap):
        return False
    if place.organization is not None and place.organization.kind == "name":
        if gap.split() == ["in"] and _OF_A_FIELD.search(text, max(role_end - 14, 0), role_end):
            return False  # "a Researcher in Tidal Energy"
        return bool(
            re.search(
                r"(?:\b(?:at|@|in|for|of|within)\s+(?:the\s+)?|[,(|@–-]\s*|^\s*with\s+(?:the\s+)?|\b(?:such\s+as"
                r"|including|like)\s+)$",
                gap,
                re.IGNORECASE,
            )
        ) and not re.search(r"\b(?:Prof|Dr|Professor|Mr|Ms)\.?\s*$", gap)
    return True


def _is_post(text: str, role: RoleMention, start: int) -> bool:
    words = text[role.start : role.end]
    if any(c.kind in ("org", "unit") and c.start <= role.start and role.end <= c.end for c in chunks(text)):
        return False  # "at the Chair of Algebra"
    if _STUDENT_ROLE.search(words) and not re.search(
        r"visiting|research\s+student|exchange|assistant", words, re.IGNORECASE
    ):
        return False
    after = text[role.end : role.end + 24]
    if re.match(
        r"\s+(?:students?|positions?|committee|award|experience|program|role|at\s+heart)\b", after, re.IGNORECASE
    ) and not re.match(r"\s+(?:position|role)\b", after):
        return False
    before = text[max(start, role.start - 60) : role.start]
    if (
        _PASSIVE_PERSON.search(before)
        and re.match(r"\s*(?:[A-Z]|[(\[])", after)
        and re.match(r"(?:\w+\s+)?(?:professor|prof|dr|doctor|mentor|advisor|adviser|supervisor)", words, re.IGNORECASE)
    ):
        return False
    if re.match(r"\s+(?:[A-Z][\w’'-]+\.?\s+){1,3}", after) and re.fullmatch(
        r"(?:professor|prof|dr|doctor)s?", words, re.IGNORECASE
    ):
        return False
    if re.search(r"\b(?:my|whose|his|her|their|our|your)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE) and not re.search(
        r"(?:as|during|completed|did|finish\w+|started|for)\s+my\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE
    ):
        return False
    return not (role.plural and not re.search(r"\b(?:internships?|fellowships?|post-?docs)\b", words, re.IGNORECASE))


_OFFICE = re.compile(
    r"\b(?:president|presidente|chair|co-?chair|treasurer|secretary|volunteer|organi[sz]er|member|officer"
    r"|representative|ambassador|captain|editor|reviewer|referee|secretary\s+general)\b",
    re.IGNORECASE,
)
_CLUB = re.compile(
    r"\b(?:society|association|club|union|alliance|committee|students?|sociedad|asociación|société|gesellschaft"
    r"|verein|conference|workshop|symposium|journal|task\s+force|board|chapter|council|community|federation"
    r"|network)\b|学会|协会|委员会",
    re.IGNORECASE,
)


_ELECTED = re.compile(ELECTED_FELLOW)


def is_office(text: str, role: RoleMention, end: int) -> bool:
    """An office in a society, a committee or a conference: service, and no post."""
    if re.search(r"\b(?:editor|reviewer|referee)\b", text[role.start : role.end], re.IGNORECASE):
        return True
    if _ELECTED.match(text, role.start):
        return True  # an honour
    return bool(_OFFICE.search(text, role.start, role.end)) and bool(
        _CLUB.search(text, role.start, min(end, role.end + 70))
    )


_WORKED = re.compile(
    r"\b(?:(?<!my )(?<!our )(?<!this )work(?:ed|ing|s)?|employed|interned|intern(?:ing)?|joined|internships?|experience"
    r"|time|stint|years?)\s+(?:[\w.’'-]+\s+){0,8}?(?:at|with|for|in)\s+(?:the\s+)?$|\b(?:joined"
    r"|joining)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _without_role(page: Page, passage: Passage, start: int, end: int, places: Sequence[Affiliation]) -> Iterator[Fact]:
    """ "I worked at X", "Started at X": a post without a stated role."""
    text = passage.text
    for place in places:
        if place.organization is None:
            continue
        before = text[max(start, place.start - 80) : place.start]
        if not _WORKED.search(before) or re.search(r"\b(?:Prof|Dr|Professor|collaborat\w+|with)\b\.?\s*$", before):
            continue
        if any(True for _ in degrees(text, start, place.start)):
            continue
        if place.organization.kind == "name" and not re.search(r"\b(?:at|for|joined|joining)\s+(?:the\s+)?$", before):
            continue  # "experience working in Python"
        dates = [d for d in dates_in(text) if start <= d.start < end]
        if dates and dates[0].end <= place.start and _REACH.search(text, dates[0].end, place.start):
            dates = []  # "She joined in 2004 after a decade at Kew": the year is of the other post
        verb = _INTERNED.search(before)
        at = max(start, place.start - 80)
        role = RoleMention(at + verb.start("role"), at + verb.end("role")) if verb else None
        for one in (place, *_row(text, [a for a in places if a.start >= place.start])):
            yield from _position(page, passage, role, one, dates[:1], (start, end), listed=False, sentence=(start, end))


# "I interned at X" names the post in its verb.
_INTERNED = re.compile(r"\b(?P<role>intern(?=ed\b|ing\b)|internships?\b)", re.IGNORECASE)


# ---------------------------------------------------------------------------------------------------------------
# one post


def _position(
    page: Page,
    passage: Passage,
    role: RoleMention | None,
    place: Affiliation | None,
    dates: Sequence[DateMention],
    window: tuple[int, int],
    *,
    listed: bool,
    sentence: tuple[int, int] | None = None,
    current: Found | None = None,
) -> Iterator[Fact]:
    text = passage.text
    date = dates[0] if dates else None
    current = current or _current(text, role, date, window, listed)
    start = end = None
    if date is not None:
        first = Found(date.start, date.end, date.first) if date.first else None
        if date.single:
            start, end = (first, None) if current or _BEGAN.search(text, *(sentence or window)) else (None, first)
        else:
            start, end = first, Found(date.start, date.end, date.last) if date.last else None
    location = (
        Found(_town(text, place.end, place.place[0]), place.place[1])
        if place and place.place
        else _location(text, place, (window[0], _head_end(passage)))
        if listed
        else None
    )
    if (
        not listed
        and role is not None
        and place is None
        and (date is None or " " not in text[role.start : role.end])
        and not _SELF.search(text, role.start, role.end)
    ):
        return
    if role is None and (place is None or place.organization is None):
        return
    rule, confidence = ("positions: list", 0.85) if listed else ("positions: sentence", 0.7)
    if role is not None and role.tagged:
        rule += ", post by the tagger"
    yield make_fact(
        page,
        passage,
        Kind.POSITIONS,
        rule,
        {
            "organization": Found(place.organization.start, place.organization.end)
            if place and place.organization
            else None,
            "role": Found(role.start, role.end) if role else None,
            "unit": Found(place.units[0].start, place.units[0].end) if place and place.units else None,
            "location": location,
            "start": start,
            "end": end,
            "current": current,
        },
        confidence=confidence,
        within=sentence or window,
    )


_BEGAN = re.compile(
    r"\b(?:start(?:ed|ing)?|began|joined|beginning|appointed|promoted|became|become|moved|came|called|went|returned"
    r"|accepted|took|was\s+(?:made|named|elected))\b|加入|入职",
    re.IGNORECASE,
)
# Posts that a page may state without an employer; any other noun of the kind ("engineer") describes a person.
_SELF = re.compile(
    r"post-?\s?doc\w*|professor|lecturer|research\s+(?:fellow|associate|assistant|scientist)|dean|director|instructor",
    re.IGNORECASE,
)


def _location(text: str, place: Affiliation | None, window: tuple[int, int]) -> Found | None:
    """A place that stands as a part of its own in an entry: "…, Chengdu, Sichuan, China"."""
    inside = [c for c in chunks(text) if c.kind == "place" and window[0] <= c.start < window[1]]
    for chunk in inside:
        if place and place.organization and place.organization.start <= chunk.start < place.organization.end:
            continue
        if not re.search(r"(?:[,(|\n·•–—-]|\bin)\s*$", text[max(chunk.start - 4, 0) : chunk.start]):
            continue
        last = chunk
        for following in inside:
            if following.start > last.end and re.fullmatch(r",?\s*", text[last.end : following.start]):
                last = following
        return Found(_town(text, window[0], chunk.start), last.end)
    return None


# A town that no list knows, as the part between the employer and the country: "Nordlys AS, Bodø, Norway".
_TOWN = re.compile(r"(?<=[,(|\n·•–—] )(?P<town>[^\W\d_a-zß-ÿ][\w’'.-]+(?: [^\W\d_a-zß-ÿ][\w’'.-]+){0,2}),\s*$")


def _town(text: str, start: int, at: int) -> int:
    """Where the place at ``at`` begins with the town in front of it."""
    town = _TOWN.search(text, max(start, at - 40), at)
    if town is None or any(c.kind != "name" and c.start < at and town.start() < c.end for c in chunks(text)):
        return at
    named = any(r.start < at and town.start() < r.end for r in roles(text, town.start(), at, listed=True))
    return at if named else town.start()


def _current(
    text: str, role: RoleMention | None, date: DateMention | None, window: tuple[int, int], listed: bool
) -> Found | None:
    if date is not None and (date.ongoing or date.last or listed):
        return Found(date.start, date.end, "true") if date.ongoing else None
    if listed:
        return None
    start, end = window
    at = role.start if role else end
    words = text[start:at]
    now, once = list(_NOW.finditer(words)), list(_ONCE.finditer(words))
    if now and (not once or now[-1].start() > once[-1].start()):
        return Found(start + now[-1].start(), start + now[-1].end(), "true")
    return None
