"""Pages to facts of education: headed lists, and sentences that speak of a degree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.dates import DateMention
from kg.extract.degrees import DegreeMention, degrees
from kg.extract.headings import Section
from kg.extract.language import sentences
from kg.extract.mentions import Affiliation, Chunk, affiliations, chunks, gazetteer
from kg.extract.page import Found, Page, Passage, dates_in, make_fact
from kg.extract.persons import ties
from kg.extract.records import Record, record_dates, records
from kg.extract.sections import columns_as_range, groups
from kg.model import BlockKind, Fact, Kind

# Sections whose every entry is a degree; elsewhere a sentence has to say so.
_LISTED = (Section.EDUCATION,)
_PROSE = (
    Section.NONE,
    Section.ABOUT,
    Section.OTHER,
    Section.NEWS,
    Section.POSITIONS,
    Section.EDUCATION,
    Section.INTERESTS,
    Section.CONTACT,
    Section.PEOPLE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One degree and the text that belongs to it.

    ``lead`` is where its clause begins ("… and I am now a first-year" stands before the degree's name); ``shares`` is
    the degree behind it whose field is its own too ("M.S. and B.S. in Geology").
    """

    degree: DegreeMention | None
    start: int
    end: int
    lead: int
    shares: DegreeMention | None = None


def education(page: Page) -> Iterator[Fact]:
    """One fact a degree held or pursued, in page order."""
    for record in records(page.document, Section.EDUCATION):
        yield from _record(page, record)
    for passage in groups(page, _LISTED):
        yield from _entry(page, passage)
    for passage in page.passages:
        if _is_degree_line(passage):
            yield from _entry(page, passage)
        elif passage.section in _PROSE and passage.kind is not BlockKind.HEADING:
            for start, end in sentences(passage.text):
                if _speaks_of_own(passage, start, end):
                    yield from _sentence(page, passage, start, end)
                elif own := _OWN.search(passage.text, start, end):
                    degree = next(degrees(passage.text, own.end("own"), end), None)
                    if degree is not None and degree.start == own.end("own"):
                        yield from _degree(
                            page, passage, Part(degree, degree.start, degree.end, degree.start), listed=False, shared=[]
                        )


def _is_degree_line(passage: Passage) -> bool:
    """A degree, a school and a date as one item of another list: a career told in one row of posts and degrees."""
    if passage.kind is not BlockKind.ITEM or passage.section not in _PROSE or passage.section in _LISTED:
        return False
    text = passage.text
    degree = next(degrees(text), None)
    if degree is None or len(text) > 160 or not dates_in(text):
        return False
    before = "".join(c for c in text[: degree.start] if c.isalpha())
    dated = dates_in(text)[0].end <= degree.start
    return (not before or dated) and any(a.organization and a.organization.kind == "org" for a in affiliations(text))


# ---------------------------------------------------------------------------------------------------------------
# a record of front matter

_KEYS = {
    "organization": ("institution", "school", "university", "organization", "college", "company", "name", "location"),
    "unit": ("department", "unit", "faculty"),
    "field": ("field", "major", "fieldofstudy", "subject", "area"),
    "degree": ("course", "degree", "studytype", "position", "title", "program", "level", "area"),
    "start": ("date_start", "startdate", "start_date", "start", "from"),
    "end": ("date_end", "enddate", "end_date", "end", "to"),
    "date": ("year", "date", "period", "time", "years", "dates"),
}


def _record(page: Page, record: Record) -> Iterator[Fact]:
    """The degrees of one record; "PhD Bioengineering" and "MSE Robotics" in one record are two."""
    text, parts = record.passage.text, record.parts
    at = {slot: next((parts[key] for key in keys if key in parts), None) for slot, keys in _KEYS.items()}
    where = at["degree"]
    if where is None or at["organization"] is None and at["date"] is None:
        return
    named = list(degrees(text, *where))
    if len(named) < 2 or "\n" not in text[where[0] : where[1]]:
        named = named[:1]
    start, end, current = record_dates(record, at)
    advisor = [n for t in ties(record.passage) if t.relation == "advisor" for n in t.names]
    for i, degree in enumerate(named or [None]):
        stop = named[i + 1].start if i + 1 < len(named) else where[1]
        field = _field_after(record.passage, degree.end, stop, None) if degree else Found(*where)
        if at["field"] is not None and at["field"] != where:
            field = Found(*at["field"])
        yield make_fact(
            page,
            record.passage,
            Kind.EDUCATION,
            "education: front matter",
            {
                "organization": _whole_name(text, at["organization"]),
                "unit": Found(*at["unit"]) if at["unit"] else None,
                "level": Found(degree.start, degree.end, degree.level) if degree else None,
                "degree": _written(text, degree) if degree else None,
                "field": field,
                "start": start,
                "end": end,
                "current": current,
                "advisor": advisor,
            },
            confidence=0.95,
        )


def _whole_name(text: str, where: tuple[int, int] | None) -> Found | None:
    """A named organization without the country behind it ("University of Leeds, UK")."""
    if where is None:
        return None
    place = next((a for a in affiliations(text, *where) if a.organization is not None and a.place is not None), None)
    if place is not None and place.organization is not None and place.organization.start == where[0]:
        return Found(place.organization.start, place.organization.end)
    return Found(*where)


# ---------------------------------------------------------------------------------------------------------------
# an entry of a headed list


def _entry(page: Page, passage: Passage) -> Iterator[Fact]:
    text = passage.text
    named = [d for d in degrees(text) if not _inside_detail(text, d.start)]
    head_end = _head_end(passage)
    named = [d for d in named if d.start < head_end] or named[:1]
    if not named and _is_sentence(text):
        return
    if not named and _STAY.search(text):
        return
    places = [a for a in affiliations(text) if a.organization or a.units]
    known = [a for a in places if a.organization is not None and a.organization.kind in ("org", "either")]
    if not named and not known and not dates_in(text):
        return
    parts = _parts(text, named, known)
    for part in parts:
        yield from _degree(page, passage, part, listed=True, shared=known if len(parts) > len(known) else [])


# A research stay listed under "Education" is a post.
_STAY = re.compile(r"\b(?:visiting|research\s+(?:intern|assistant|stay)|postdoc)|访问学者|博士后", re.IGNORECASE)
_DETAIL = re.compile(
    r"(?:thesis|dissertation|gpa|grade|advisor|supervisor|courses?|coursework|major)\b[^\n]*$", re.IGNORECASE
)


def _inside_detail(text: str, at: int) -> bool:
    line = text[max(text.rfind("\n", 0, at) + 1, at - 300) : at]
    return bool(_DETAIL.search(line)) or "thesis" in line.casefold()


def _head_end(passage: Passage) -> int:
    """Where the lines that name the degree end: the own lines of the entry, or two of what follows if they are few."""
    lines = passage.own if passage.own > 1 else min(len(passage.starts), 4)
    return passage.starts[lines] if lines < len(passage.starts) else len(passage.text)


def _is_sentence(text: str) -> bool:
    return len(text) > 160 and not re.search(r"\d{4}", text)


def _parts(text: str, named: Sequence[DegreeMention], known: Sequence[Affiliation]) -> list[Part]:
    """Cut an entry between its degrees: in front of each, unless the organizations stand before them."""
    if len(named) < 2:
        return [Part(named[0] if named else None, 0, len(text), 0)]
    if len(named) == 2 and _same_degree(text, named[0], named[1]):
        return [Part(named[0], 0, len(text), 0)]
    leads = bool(known) and known[0].end <= named[0].start and len(known) >= len(named)
    cuts = [0]
    for left, right in zip(named, named[1:], strict=False):
        before = [a for a in known if left.end <= a.start < right.start]
        cuts.append(before[-1].start if leads and before else right.start)
    cuts.append(len(text))
    return [Part(d, cuts[i], cuts[i + 1], cuts[i], _shares(text, named, i)) for i, d in enumerate(named)]


_AND = re.compile(r"\s*(?:degrees?\s*)?(?:,|and|&|/|\+|,\s*and|as\s+well\s+as)\s*(?:an?\s+|my\s+|the\s+)?")


def _shares(text: str, named: Sequence[DegreeMention], i: int) -> DegreeMention | None:
    """The degree whose field this one shares: the next, where nothing but "and" stands between."""
    if i + 1 < len(named) and _AND.fullmatch(text, named[i].end, named[i + 1].start):
        return _shares(text, named, i + 1) or named[i + 1]
    return None


def _same_degree(text: str, left: DegreeMention, right: DegreeMention) -> bool:
    """ "PhD student … (doctoral degree)" and "M.S. (Master of Science)" name one degree twice."""
    gap = text[left.end : right.start]
    return left.level == right.level and (
        bool(re.fullmatch(r"\s*[(/,]\s*", gap)) or len(gap) > 60 and not dates_in(text[right.start :])
    )


# ---------------------------------------------------------------------------------------------------------------
# a sentence of prose

_VERB = re.compile(
    r"\b(?:receiv\w+|earn\w*|obtain\w*|complet\w+|hold|holds|held|got|get|graduat\w+|finish\w*|pursu\w+|did|do"
    r"|doing|stud(?:y|ied|ying|ies)|award\w*"
    r"|major\w*|enrolled|attend\w*|student|candidate|have|has|had|conferred|undergrad(?:uate)?|defended|train(?:ed"
    r"|ing)|degree|minor\w*|work(?:ing)?\s+(?:on|toward\w*))\b"
    r"|\b(?:studier\w*|promov\w+|erhielt|absolvier\w+|habe|obtuve|recib[íi]|estudi\w+|soy|licenciad\w+|complet[ée]"
    r"|obtenu|effectu\w+|soutenu|étudi\w+|suis|laurea\w+|ho conseguito)\b"
    r"|毕业|获|就读|攻读|学位|在读|读|研究生",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:advis|supervis|mentor|co-advis|teach|taught|recruit|hir|welcom|guid)\w*\s+(?:\w+\s+){0,4}(?:ph\.?d"
    r"|master|undergrad|graduate|doctoral|bachelor)"
    r"|looking\s+for|(?:prospective|interested|motivated|talented|incoming)\s+(?:\w+\s+){0,3}students|join\s+(?:my"
    r"|our|us)|opening|vacanc|applicants?|apply|\bmy\s+(?:ph\.?d\.?\s+|master\w*\s+|former\s+"
    r"|current\s+)?students?\b"
    r"|(?:leave|left|quit|dropp\w+\s+out\s+of|abandon\w*)\s+(?:\w+\s+){0,2}(?:ph\.?d|doctora|master|program)|declin|rejected|turned\s+down|plan(?:s|ning)?\s+to|hope\s+to|will\s+apply|applying)\b|招收|招生|欢迎.{0,12}报考",
    re.IGNORECASE,
)


def _speaks_of_own(passage: Passage, start: int, end: int) -> bool:
    text = passage.text[start:end]
    return bool(_VERB.search(text)) and not _OTHERS.search(text)


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    named = [d for d in degrees(text, start, end) if not _inside_detail(text[start:end], d.start - start)]
    if not named:
        if studied := _STUDIED.search(text, start, end):
            yield from _degree(page, passage, Part(None, studied.start(), end, start), listed=False, shared=[])
        return
    named = [d for i, d in enumerate(named) if i == 0 or not _again(text, named[i - 1], d)]
    known = [a for a in affiliations(text, start, end) if _is_school(text, a)]
    for i, degree in enumerate(named):
        if _ASIDE.search(text, max(start, degree.start - 24), degree.start):
            told = next((a for a in known if _AT_ONCE.fullmatch(text, degree.end, a.start)), None)
            if told is not None:
                # "During my Ph.D. in Physics at X, …": the place is named at once
                yield from _degree(
                    page, passage, Part(degree, degree.start, told.end, degree.start), listed=False, shared=[told]
                )
                continue
            # "During my Ph.D., I visited X": what follows is not the place of the degree
            aside = Part(degree, degree.start, degree.end, degree.start)
            yield from _degree(page, passage, aside, listed=False, shared=[])
            continue
        first = start if i == 0 and not _closed_before(text, start, degree.start) else degree.start
        last = named[i + 1].start if i + 1 < len(named) else end
        lead = start if i == 0 else _clause(text, named[i - 1].end, degree.start)
        part = Part(degree, first, last, lead, _shares(text, named, i))
        here = [a for a in known if degree.end <= a.start < last]
        if not here:
            # "a B.S. and an M.S., both from X": the next organization; "At X, I got a Ph.D.": the one before
            later = [a for a in known if a.start >= last][:1]
            here = later or [a for a in known if a.start < degree.start][-1:]
        if len(here) > 1 and _SEVERAL.search(text, degree.start, degree.end):
            # "MSc's in Civil Engineering from X and Y" are two degrees
            for other in here[1:]:
                yield from _degree(page, passage, part, listed=False, shared=[other])
        respective = _respective(text, start, end, i, len(named), known)
        yield from _degree(
            page,
            passage,
            part,
            listed=False,
            shared=[respective] if respective else here,
            order=(i, len(named), start, end),
        )


_SEVERAL = re.compile(r"(?:\bdegrees|[A-Z]['’]?s|c['’]s)$")
_ASIDE = re.compile(
    r"\b(?:during|throughout|prior\s+to|before|after|since)\s+(?:my|the|his|her|their)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_AT_ONCE = re.compile(r"(?:\s+(?!and\b|I\b)[^\s,.;]+){0,7}\s+(?:at|from|in)\s+(?:the\s+)?")
_OWN = re.compile(
    r"(?P<own>\b(?:during|in|of|for|throughout|since|after|before)\s+my\s+)(?=ph\.?\s?d|master|doctora|bachelor"
    r"|undergrad)",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"\b(?:graduat(?:ed|ing|e)\s+(?:\w+\s+){0,3}from|studied\s+(?=[^.]{3,60}?\bat\b)|(?:junior|senior|sophomore"
    r"|freshman|student)\s+(?:at|in|of)\b|(?:graduate|PhD|doctoral)\s+student\b|double\s+major\w*\s+in|major(?:ed"
    r"|ing)\s+in)",
    re.IGNORECASE,
)


def _clause(text: str, start: int, end: int) -> int:
    """Where the last clause between two places begins."""
    cuts = [m.end() for m in re.finditer(r",|;|\band\b|\bafter\b|\bbefore\b|\bprior\b", text[start:end])]
    return start + cuts[-1] if cuts else start


def _again(text: str, left: DegreeMention, right: DegreeMention) -> bool:
    return left.level == right.level and bool(re.fullmatch(r"[\s(/)]*", text[left.end : right.start]))


def _closed_before(text: str, start: int, at: int) -> bool:
    return bool(re.search(r"[;:]", text[start:at]))


def _is_school(text: str, place: Affiliation) -> bool:
    if place.organization is None:
        return bool(place.units)
    if place.organization.kind in ("org", "either"):
        return True
    at = place.organization.start
    before = text[max(at - 12, 0) : at]
    if (
        before.endswith("(")
        and text[at : place.organization.end].isupper()
        and text[place.organization.end : place.organization.end + 1] == ")"
    ):
        return True
    return bool(re.search(r"\b(?:at|from|of|joining)\s+(?:the\s+)?$", before, re.IGNORECASE))


def _respective(
    text: str, start: int, end: int, i: int, count: int, known: Sequence[Affiliation]
) -> Affiliation | None:
    if re.search(r"\brespectively\b", text[start:end], re.IGNORECASE) and len(known) == count:
        return known[i]
    return None


# ---------------------------------------------------------------------------------------------------------------
# one degree

_FIELD_LEAD = re.compile(
    r"\s*(?:['’]s\b)?\s*(?:\([^)]{1,30}\)\s*)?(?:(?:degrees?|student|candidate|program(?:me)?|studies|study"
    r"|research(?:er)?|studying|work|training|major|Degree)\b\s*)*"
    r"(?:,?\s*(?:with\s+(?:a\s+)?(?:double\s+)?(?:major|specialization|concentration|honours"
    r"|honors)\s+)?(?:\bin\s+the\s+field\s+of|\bin\s+the\s+area\s+of|\bin|\bof|\bfor|\ben|\bès|\bdi|\bem|\bder"
    r"|\bspecializ\w+\s+in|\bmajoring\s+in|\bstudying)\s+|\s*[:,，–—|-]\s*|\s+(?=[A-Z])|\s*[(（]\s*)"
    r"(?:the\s+(?:field|area)\s+of\s+)?",
)
_FIELD = re.compile(r"[^\W\d_][^,，.;:：()\[\]\n|@–—。；]*")
_FIELD_STOP = re.compile(
    r"\s+(?:at|from|with|under|by|where|while|which|who|advised|supervised|working|and\s+(?:an?|my|the|his|her|am"
    r"|was|then|received|obtained|earned|subsequently|have|I|is|also|graduated|currently|previously|minors?|later"
    r"|another|conduct\w*)\b"
    r"|in\s+(?:the\s+)?(?:\d{4}|spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|20|19|department|school|faculty|college|program|group|lab)"
    r"|in\s+(?=[A-Z])|on\b|for|degree|focus\w*|spec\w+|program|student|candidate|student\b"
    r"|both|since|until|before|after|during|to|respectively|respectivamente|de\s+la\s+universidad|an\s+der"
    r"|an\s+the|à\s+l|à|en\s+la|por\s+la|pela|presso|as\s+a|I\b|through|within|jointly|between|along|via|between"
    r"|when|then|\d{4})\b.*|\s+-\s+.*|\s*\bat\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOT_FIELDS = re.compile(
    r"^(?:(?:received|obtained|earned|got|completed|studying|pursuing|awarded|working|started|finished|for|导师|指导|由.*|师从.*"
    r"|the|a|an|my|his|her|their|our|this|student|candidate|honours?|honors?|distinction|progress|expected"
    r"|first|second|third|present|now|gpa|summa|magna|cum|advis\w+|supervis\w+|thesis|dissertation|research|with"
    r"|from|at|since|there|which|and|or|i|he|she|degree|level|school|program|spring|summer|fall|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|nov|dec|under|prof\w*|dr|focus\w*|top|rank\w*|\w)\b|$)",
    re.IGNORECASE,
)
_STUDYING = re.compile(
    r"\b(?:(?:i[’']?\s?a?m|is|are|he[’']s|she[’']s)\b(?![^.]{0,40}\b(?:graduate of|graduated|alumn))|currently|now"
    r"|present|pursuing|working\s+towards?|ongoing|in\s+progress|en\s+curso|in\s+corso|en\s+cours|derzeit|zurzeit"
    r"|seit|expected|anticipated|candidate)\b|至今|在读|目前|正在",
    re.IGNORECASE,
)
_STUDENT = re.compile(
    r"\b(?:student|candidate|studying|pursuing|working\s+towards?|doctorand\w*|junior|senior|sophomore|freshman|undergraduate"
    r"|majoring|étudiant\w*|estudiante|doctorante?|estudando)\b|在读|研究生|博士生",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:received|earned|obtained|completed|graduated|finished|got|was|did|before|previously|prior|holds?|held"
    r"|have|has|had|awarded|during\s+my|former\w*)\b",
    re.IGNORECASE,
)


def _degree(
    page: Page,
    passage: Passage,
    part: Part,
    *,
    listed: bool,
    shared: Sequence[Affiliation],
    order: tuple[int, int, int, int] | None = None,
) -> Iterator[Fact]:
    text = passage.text
    own = [a for a in affiliations(text, part.start, part.end) if a.organization is not None or a.units]
    place = _place(text, own if listed and own else [], shared or own, listed=listed, degree=part.degree)
    if part.degree is None and place is None:
        return
    field = _field(passage, part, place)
    dates = _dates(passage, part, order, listed=listed)
    advisor = [n for t in ties(passage, part.start, part.end) if t.relation == "advisor" for n in t.names]
    level = part.degree.level if part.degree else ""
    current, when = _current(text, part, dates, listed=listed)
    slots: dict[str, Found | Sequence[Found] | None] = {
        "organization": _found(place.organization) if place else None,
        "unit": _found(place.units[0] if place.units else _lab(text, place)) if place else None,
        "level": Found(part.degree.start, part.degree.end, level) if part.degree and level else None,
        "degree": _written(text, part.degree) if part.degree else None,
        "field": field,
        "start": when[0],
        "end": when[1],
        "current": current,
        "advisor": advisor,
    }
    if not listed and not (slots["organization"] or slots["unit"] or slots["field"] or when[0] or when[1] or current):
        rule, confidence = "education: degree alone", 0.35
    else:
        rule, confidence = ("education: list", 0.9) if listed else ("education: sentence", 0.8)
    yield make_fact(page, passage, Kind.EDUCATION, rule, slots, confidence=confidence, within=(part.start, part.end))


def _lab(text: str, place: Affiliation) -> Chunk | None:
    """A laboratory that is named alone is the unit as well as all we know of the organization."""
    lab = place.organization
    if lab is None or lab.kind != "either":
        return None
    return lab if re.search(r"(?:lab|labs|laboratory|group)$", text[lab.start : lab.end], re.IGNORECASE) else None


def _found(chunk: Chunk | None) -> Found | None:
    return Found(chunk.start, chunk.end) if chunk is not None else None


def _written(text: str, degree: DegreeMention) -> Found | None:
    """The degree's name without "student" and "program"; "undergraduate" is a level, not a name."""
    written = text[degree.start : degree.end]
    trimmed = re.sub(
        r"\s+(?:student|program(?:me)?|studies|candidate|thesis|degrees)$", "", written, flags=re.IGNORECASE
    )
    if re.fullmatch(r"undergrad(?:uate)?(?:\s+\w+)?|high\s+school", trimmed, re.IGNORECASE):
        return None
    return Found(degree.start, degree.start + len(trimmed))


_GRADE = re.compile(r"[A-F][+-]?|[0-9.]+")
# "Graduate school in Botany, University of Oslo" names the school that is meant behind it.
_GRADUATE_SCHOOL = re.compile(r"(?:graduate|doctoral|ph\.?d\.?)\s+school", re.IGNORECASE)


def _place(
    text: str, own: Sequence[Affiliation], shared: Sequence[Affiliation], *, listed: bool, degree: DegreeMention | None
) -> Affiliation | None:
    for places in (own, shared):
        for kinds in (("org", "either"), ("name",)):
            for place in places:
                named = place.organization
                if named is None or _GRADE.fullmatch(text, named.start, named.end):
                    continue
                if _GRADUATE_SCHOOL.fullmatch(text, named.start, named.end) and len(places) > 1:
                    continue
                if named.kind in kinds and (kinds[0] == "org" or _named_school(text, place, listed, degree)):
                    return place
    for places in (own, shared):
        for place in places:
            if place.organization is None and place.units:
                return place
    return None


def _named_school(text: str, place: Affiliation, listed: bool, degree: DegreeMention | None) -> bool:
    """A bare name is a school behind "at" or "from", and in a list as a part of its own that is not the field."""
    if place.organization is None:
        return False
    at = place.organization.start
    before = text[max(at - 14, 0) : at]
    written = text[at : place.organization.end]
    if re.search(r"\b(?:at|from|@)\s*(?:the\s+)?$", before, re.IGNORECASE):
        return True
    if degree is None or at < degree.end:
        return False
    if before.rstrip().endswith("(") and written.isupper():
        return True
    return (
        listed
        and bool(re.search(r"[,，(|–—-]\s*$", before))
        and (written.isupper() or _field_between(text, degree.end, at))
    )


def _field_between(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\b(?:in|of|en)\s+\w", text[start:end]))


def _field(passage: Passage, part: Part, place: Affiliation | None) -> Found | None:
    text = passage.text
    if part.degree is None:
        listed = passage.section is Section.EDUCATION and passage.kind is BlockKind.ITEM
        return _major(text, part) or (_cjk_field(text, part) if listed else None)
    after = part.shares or part.degree
    found = _field_after(passage, after.end, len(text) if part.shares else part.end, place)
    found = found or _major(text, part) or _field_before(passage, part)
    if found is None and passage.section is Section.EDUCATION and passage.kind is BlockKind.ITEM:
        return _cjk_field(text, part)
    return found


def _field_after(passage: Passage, start: int, stop: int, place: Affiliation | None) -> Found | None:
    """The field behind a degree's name: "in Physics", ", Physics,", "Physics" …"""
    text = passage.text
    lead = _FIELD_LEAD.match(text, start, stop)
    match = _FIELD.match(text, lead.end(), stop) if lead else None
    if match is None:
        return None
    named = next(
        (
            c.start
            for c in chunks(text)
            if c.kind in ("org", "unit", "either") and match.start() < c.start < match.end()
        ),
        None,
    )
    written = _FIELD_STOP.sub("", match.group()[: None if named is None else named - match.start()]).rstrip(" \t*_-/&")
    # a list of fields goes on over commas: "Physics, Chemistry, and Biology"
    start, end = match.start(), match.start() + len(written)
    end = _listed_field(text, start, end, stop)
    written = text[start:end]
    if (
        not written
        or _NOT_FIELDS.match(written)
        or dates_in(written)
        or len(written) > 90
        or _is_name(text, start, end, place)
    ):
        return None
    return Found(start, end)


def _listed_field(text: str, start: int, end: int, stop: int) -> int:
    more = re.compile(r"(?:,\s+(?!and\b)[A-Z][\w\s]{2,30}){1,3},?\s+(?:and|&)\s+[A-Z][\w ]{2,40}?(?=,|\.|\n|$)").match(
        text, end, stop
    )
    if more and not any(c.kind in ("org", "unit", "either") for c in chunks(text) if end <= c.start < more.end()):
        return more.end()
    return end


def _is_name(text: str, start: int, end: int, place: Affiliation | None) -> bool:
    """Whether these words are an organization or a place rather than a field."""
    if place and place.organization and place.organization.start <= start < place.organization.end:
        return True
    return any(c.kind in ("org", "either", "unit", "place") and c.start <= start < c.end for c in chunks(text))


_MAJOR = re.compile(
    r"\b(?:major(?:ing|ed)?(?:\s+in|\s*[:：])|specializ(?:ing|ed|ation)(?:\s+in|\s*[:：])|field\s*[:：]|studying"
    r"|stud(?:y|ied)(?!\s+(?:at|abroad|the|how|under))|专业\s*[:：]|双学位)\s*(?:the\s+)?",
    re.IGNORECASE,
)
_CJK_FIELD = re.compile(
    r"(?:^|[\s,，、;；:：|（(])(?P<field>[\u4e00-\u9fff]{2,16}?)(?:专业|方向)?(?=\s*(?:[（(]\d{4,6}[）)])?(?:[\s,，;；.。|）)]|$"
    r"|专业|方向))"
)


def _major(text: str, part: Part) -> Found | None:
    for pattern in (_MAJOR,):
        lead = pattern.search(text, part.start, part.end)
        if lead:
            match = _FIELD.match(text, lead.end(), part.end)
            if match:
                written = _FIELD_STOP.sub("", match.group()).rstrip(" \t*_-/&")
                if written and not _NOT_FIELDS.match(written) and len(written) < 80:
                    return Found(match.start(), match.start() + len(written))
    return None


def _cjk_field(text: str, part: Part) -> Found | None:
    """In a Chinese entry the part that is no school, no degree and no place: "南京大学艺术学院，美术学，…"."""
    for match in _CJK_FIELD.finditer(text, part.start, min(part.end, text.find("\n", part.start) % (len(text) + 1))):
        start, end = match.span("field")
        if (
            text[start:end] in gazetteer("places")
            or any(c.start < end and start < c.end for c in chunks(text))
            or any(True for _ in degrees(text, start, end))
        ):
            continue
        if re.search(r"(?:至今|现在|在读|中国|导师|排名|第[一二三四]|保送|毕业|获得|攻读|课程)", text[start:end]):
            continue
        return Found(start, end)
    return None


_STUDENT_OF = re.compile(
    r"\b(?:an?|the|[Yy]ear(?:\s+\d)?|current|recent|as)\s+(?P<field>(?:[A-Z][\w&-]*|and|of|[a-z]{5,})(?:\s+(?:[A-Z][\w&-]*|and"
    r"|of|[a-z]{5,})){0,4})\s+$"
)
_NOT_BEFORE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|final|senior|junior|current|recent|full|part|time|direct|dual|joint"
    r"|bachelor|master|phd|doctoral|graduate|year|former|incoming|visiting|integrated)\b",
    re.IGNORECASE,
)


def _field_before(passage: Passage, part: Part) -> Found | None:
    """ "Org, Computer Science, B.S." in a list, "a Bioengineering PhD student" in a sentence, "电子信息硕士"."""
    text = passage.text
    if part.degree is None:
        return None
    at = part.degree.start
    student = _STUDENT_OF.search(text, max(part.lead, at - 70), at)
    if (
        student
        and re.match(r"\s*(?:student|candidate|program|degree)\b", text[part.degree.end :], re.IGNORECASE)
        or student
        and text[at : part.degree.end].endswith("student")
    ):
        written = student.group("field")
        if not _NOT_BEFORE.search(written) and not _is_name(text, student.start("field"), student.end("field"), None):
            return Found(student.start("field"), student.end("field"))
    cut = max((text.rfind(mark, part.start, at) for mark in ",，|\n:：;-–—(（、"), default=-1)
    before = text[max(cut + 1, part.start) : at]
    if cut < 0 and not re.search(r"[\u4e00-\u9fff]$", before) or not before.strip():
        cut_before = max((text.rfind(mark, part.start, max(cut, 0)) for mark in ",，|\n:：;"), default=-1)
        before = text[max(cut_before + 1, part.start) : max(cut, part.start)]
        if cut < 0 or cut_before < 0:
            return None
        start = max(cut_before + 1, part.start) + len(before) - len(before.lstrip(" *_"))
        return _plain_field(text, start, start + len(before.strip(" *_")))
    start = at - len(before.lstrip(" *_"))
    return _plain_field(text, start, start + len(before.strip(" *_")))


def _plain_field(text: str, start: int, end: int) -> Found | None:
    """A part of a list that is a field and nothing else: short, no date, no organization, no place, no sentence."""
    written = text[start:end]
    if not 3 <= len(written) <= 60 and re.match(r"[A-Z]", written) or len(written) < 2 or len(written) > 60:
        return None
    if (
        not re.match(r"[A-Z\u4e00-\u9fff]", written)
        or dates_in(written)
        or _NOT_FIELDS.match(written)
        or len(written.split()) > 7
    ):
        return None
    if any(c.kind in ("org", "unit", "either", "place") and c.start < end and c.end > start for c in chunks(text)):
        return None
    if re.search(r"\b(?:I|he|she|my|is|was|am)\b|GPA|[\d/]{3,}", written):
        return None
    return Found(start, end)


# ---------------------------------------------------------------------------------------------------------------
# when


def _dates(passage: Passage, part: Part, order: tuple[int, int, int, int] | None, *, listed: bool) -> list[DateMention]:
    text = passage.text
    inside = [d for d in dates_in(text) if part.start <= d.start < part.end]
    if order is None:
        every = columns_as_range(passage, dates_in(text))
        if len(every) < len(dates_in(text)):
            return every
        return inside or (every if listed and len(every) == 1 else [])
    i, count, start, end = order
    every = [d for d in dates_in(text) if start <= d.start < end]
    told = re.search(r"\brespectively\b", text[start:end], re.IGNORECASE)
    if count > 1 and told:
        # "…, in 2013 and 2011, respectively": the last degrees take the last dates in turn
        flat = [(d, one) for d in every if d.single or d.several for one in (d.several or (d.first,))]
        listed_last = [f for f in flat if f[0] is flat[-1][0]] if flat else []
        turn = listed_last if len(listed_last) > 1 else flat[-count:]
        at = i - (count - len(turn))
        if at >= 0 and turn and (part.degree is None or turn[0][0].start > part.degree.end):
            date, one = turn[at]
            return [DateMention(date.start, date.end, one, single=True)]
    return inside or ([d for d in every if d.start < part.start] if count == 1 else [])


_BEGAN = re.compile(
    r"\b(?:start(?:ed|ing)?|began|begin\w*|join(?:ed|ing)?|enrolled|entered|admitted|matriculated)\b|入学|进入",
    re.IGNORECASE,
)


def _current(
    text: str, part: Part, dates: Sequence[DateMention], *, listed: bool
) -> tuple[Found | None, tuple[Found | None, Found | None]]:
    """Whether the study goes on, and its start and end."""
    date = dates[0] if dates else None
    words = text[part.lead : part.end]
    ongoing = _STUDYING.search(words)
    student = _STUDENT.search(words)
    past = _PAST.search(words)
    running: Found | None = None
    if date is not None and (date.ongoing or date.expected):
        running = Found(date.start, date.end, "true")
    elif (
        ongoing
        and (student or listed and not past)
        and not (past and not re.search(r"\b(?:currently|now)\b|i[’']?\s?a?m\b|\bis\b", words, re.IGNORECASE))
    ):
        running = Found(part.lead + ongoing.start(), part.lead + ongoing.end(), "true")
    elif listed and date is None and student and not past:
        running = Found(part.lead + student.start(), part.lead + student.end(), "true")
    if date is None:
        return running, (None, None)
    first = Found(date.start, date.end, date.first) if date.first else None
    last = Found(date.start, date.end, date.last) if date.last else None
    if date.single:
        if (running or _BEGAN.search(words)) and not date.expected:
            return running, (first, None)
        return running, (None, first)
    return running, (first, last)
