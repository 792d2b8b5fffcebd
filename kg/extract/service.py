"""Pages to facts of service: reviewing, committees, editing, organizing, memberships, volunteering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.dates import DateMention, as_edtf
from kg.extract.headings import Section
from kg.extract.language import sentences
from kg.extract.page import Found, Page, Passage, dates_in, heading_of, join, make_fact
from kg.extract.sections import groups
from kg.model import BlockKind, Fact, Kind

_PROSE = (Section.NONE, Section.ABOUT, Section.OTHER, Section.NEWS, Section.POSITIONS, Section.AWARDS)

_CHAIR = (
    r"(?:(?:general|programme?|area|senior\s+area|session|workshop|publicity|publication|local|web|track|student"
    r"|tutorial|social|poster|finance"
    r"|diversity|organizing|steering|programming|technical\s+programme?|vice|department|sponsorship|industry|demo"
    r"|proceedings|sub-?area)\s+)*(?:co-?)?chairs?"
)
_ROLE = re.compile(
    rf"\b(?:{_CHAIR}"
    r"|(?:(?:journal|conference|external|emergency|ad-?hoc|sub-?|meta-?|top|invited|regular|peer|paper|grant"
    r"|proposal|outstanding|workshop|expert)\s*)*"
    r"(?:reviewers?|referees?|reviewing|refereeing|reviewed|peer\s+review|review)"
    r"|(?:(?:senior|technical|international|local|scientific|organi[sz]ing|steering|advisory|executive"
    r"|program(?:me)?|shadow|student)\s+)*"
    r"(?:pc|tpc|committees?|board)(?:\s+members?)?"
    r"|(?:(?:guest|associate|managing|academic|section|topic|handling|founding|copy|chief|action|assistant|deputy"
    r"|review|student)\s+)*(?:co-?)?editors?"
    r"(?:[\s-]+in[\s-]+chief)?|editorial\s+(?:advisory\s+)?boards?(?:\s+members?)?"
    r"|(?:co-?)?organi[sz]ers?|(?:co-?)?organi[sz](?:ed|ing)|organi[sz]ation(?=\s+(?:of|committee|team)\b|\s*:)|(?:(?:student|lifetime|life|senior|professional"
    r"|associate|expert|core|board|elected|founding"
    r"|committee|communication|active|regular|honorary|council|executive|foreign|corresponding|full)[\s-]+)*members?"
    r"|(?:(?:vice|deputy|past|former|founding|honorary)[\s-]+)*(?:president|secretary(?:[\s-]+general)?|treasurer"
    r"|chairman|chairperson|chairwoman)"
    r"|volunteers?|(?:student\s+)?ambassador|representative|judge|mentor|coordinator|panelist|area\s+chair"
    r"|council(?:l)?or|delegate|trustee|officer"
    r"|gutachter(?:in)?|mitglied|herausgeber(?:in)?|presidente|presidenta|secretari[oa]|miembro|revisor(?:a)?"
    r"|membre|relecteur|relectrice|rapporteur"
    r"|président(?:e)?)\b|审稿人?|编委|会员|委员|理事|秘书长|会长|志愿者",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"review|referee|committee|\bpc\b|tpc|editor|审稿|gutachter|revisor|relect", re.IGNORECASE)
_MEMBER = re.compile(r"member|mitglied|membre|miembro|会员|委员", re.IGNORECASE)
# Between a role and what it is held in.
_LEAD = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:member\s+)?(?:(?:papers|manuscripts|submissions|articles|abstracts)\s+(?=for\b|to\b|in\b))?(?:[:：,，–—|@-]|\b(?:for|of|at|in|to|on|the|following|journals?(?!\s+(?:of|on|for)\s+(?:the\s+)?[A-Z])"
    r"|conferences?(?!\s+(?:of|on|for)\s+(?:the\s+)?[A-Z])|such\s+as|including|as|with|both|several"
    r"|international|top|venues?|a|an|von|de|der|del|des|du|la|für|pour|para)\b|\s)*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|，|；|、|/(?=[A-Z])|·|•|\||\n|\band\b|&(?=\s)|\bas\s+well\s+as\b)\s*")
_DETAIL = re.compile(r"\s*[(（][^()（）]*[)）]?|\s*[’'`]\d{2}\b|\s+\d{4}.*$|\s*\d{4}\s*$|\.\s.*$|\betc\b.*$")
_EDGE = " \t*_,.;:–—-|()[]“”\"'!"
_NAME = re.compile(r"[A-Z][A-Za-z&]|[A-Z]\b.*[A-Z]|[\u4e00-\u9fff]|[a-z]+[A-Z]")
_NOT_NAME = re.compile(
    r"^(?:i|my|we|our|the|he|she|they|this|it|which|who|where|since|from|spring|summer|fall|winter|reviewers?"
    r"|conferences?|journals?|workshops?|others?|more|also|etc|student|program|present|now|chair|member|co-chair"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun"
    r"|jul|aug|sep|sept|oct|nov|dec)$",
    re.IGNORECASE,
)
# "ECAI 2025, Tool and Demo Track": a part of the venue that was named before it.
_TRACK = re.compile(r"(?:(?:[A-Z][a-z]+|and|the|for|&|of)\s+)*Tracks?")
_VENUE_HEAD = re.compile(r"^\W*(?:conferences?|journals?|workshops?|magazines?|transactions?)\W*[:：]", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:I|he|she)\b|[’']m\b|\b(?:serv\w+|reviewer|review(?:ed|ing)?|member|chair\w*|edit\w+|organi[sz]\w+"
    r"|president|volunteer\w*|treasurer|secretary)\b",
)
_CLAIM = re.compile(
    r"\b(?:serv(?:e|ed|es|ing)|(?:am|is|was|been|’m|'m|as|became|elected|honou?red\s+to\s+be)\s+(?:also\s+)?(?:an?"
    r"|the|on)|organi[sz](?:ed|ing|ation)|co-?organi[sz]\w+|volunteer\w*"
    r"|review(?:ed|ing)?\s+for|on\s+the\s+(?:editorial|program))\b",
    re.IGNORECASE,
)
_GROUP_OF_WORK = re.compile(
    r"\b(?:lab(?:oratory)?|labs|group|team|faculty|department|staff|technical\s+staff|research\s+group|student\s+at)\b",
    re.IGNORECASE,
)


def service(page: Page) -> Iterator[Fact]:
    """One fact a venue or body and role, in page order."""
    for passage in groups(page, (Section.SERVICE,)):
        whole = passage if _ROLE.search(passage.text) else _with_heading(page, passage)
        for start, end in _lines(whole):
            yield from _entry(page, whole, start, end)
    for passage in page.passages:
        if passage.section not in _PROSE or passage.kind is BlockKind.HEADING:
            continue
        if passage.kind is BlockKind.ITEM and _is_review_line(passage.text):
            yield from _entry(page, passage, 0, len(passage.text))
            continue
        for start, end in sentences(passage.text):
            yield from _sentence(page, passage, start, end)


def _with_heading(page: Page, passage: Passage) -> Passage:
    """An entry with the heading over it, which may name the role: "Reviewer", then venues."""
    above = heading_of(page, passage)
    return join([above, passage]) if above is not None else passage


def _lines(passage: Passage) -> Iterator[tuple[int, int]]:
    """Lines of an entry; a line without a role of its own belongs to the line above."""
    spans = [
        (s, s + len(line.text)) for s, line in zip(passage.starts, passage.lines, strict=True) if line.text.strip()
    ]
    start = None
    for i, (begin, end) in enumerate(spans):
        if start is None:
            start = begin
        following = spans[i + 1] if i + 1 < len(spans) else None
        if following is None or (_ROLE.search(passage.text, *following) and _has_venue(passage.text, start, end)):
            yield start, end
            start = None


def _has_venue(text: str, start: int, end: int) -> bool:
    role = _ROLE.search(text, start, end)
    return role is None or len(text[start:end]) > len(role.group()) + 3


def _is_review_line(text: str) -> bool:
    """A list item elsewhere that is nothing but "CVPR 2024, ECCV 2022 Reviewer"."""
    role = _ROLE.search(text)
    return (
        role is not None
        and bool(re.search(r"reviewer|program(?:me)?\s+committee|area\s+chair|editor", role.group(), re.IGNORECASE))
        and (len(text) < 160 and (role.end() >= len(text.rstrip(_EDGE)) or role.start() <= 2))
    )


# ---------------------------------------------------------------------------------------------------------------


def _entry(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    role = _ROLE.search(text, start, end)
    if role is None or _THESIS.search(text, max(start, role.start() - 40), role.end()):
        return
    lead = _LEAD.match(text, role.end(), end)
    after = lead.end() if lead else role.end()
    following = _ROLE.search(text, after, end)
    if following is not None and following.start() - after <= 2:
        role, after = following, (_LEAD.match(text, following.end(), end) or following).end()
    head = _VENUE_HEAD.match(text[start:end])
    behind = text[after:end].strip(_EDGE)
    if behind and not _only_dates(text, after, end):
        yield from _venues(page, passage, role, after, end, (start, end))
    elif role.start() > start and not head:
        yield from _venues(page, passage, role, start, role.start(), (start, end))


# To sit on the committee of a student's thesis is teaching, and its list names students.
_THESIS = re.compile(
    r"\b(?:thesis|dissertations?|ph\.?d|doctoral|master[’']?s|qualifying|comprehensive|students?)\s+(?:\w+\s+){0,3}committees?",
    re.IGNORECASE,
)


def _only_dates(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    for date in dates_in(text):
        if start <= date.start < end:
            words = words.replace(text[date.start : date.end], "")
    return not re.search(r"\w{2}", words)


def _venues(
    page: Page,
    passage: Passage,
    role: re.Match[str],
    start: int,
    end: int,
    within: tuple[int, int],
    rule: str = "service: list",
) -> Iterator[Fact]:
    """One fact a name in a list of venues; a name that stands twice with two years is one with both."""
    text = passage.text
    many = bool(_REVIEW.search(role.group()))
    pieces = _pieces(text, start, end)
    if not many and not all(_ACRONYM.fullmatch(text[a:b].strip(_EDGE)) for a, b in pieces):
        pieces = [
            (start, _first_end(text, start, end))
        ]  # a member of "IEEE and ACM", but of one "Academy of A, B and C"
    found: dict[str, tuple[Found, list[DateMention]]] = {}
    dates = [d for d in dates_in(text) if within[0] <= d.start < within[1]]
    last = ""
    for a, b in pieces:
        name = _venue(text, a, b)
        own = [d for d in dates if a <= d.start < b]
        if name is None:
            if last and own:  # "CVPR 2022, 2023": the second year is the same venue's
                found[last][1].extend(own)
            continue
        key = text[name.start : name.end].casefold()
        last = key
        found.setdefault(key, (name, []))[1].extend(own)
    for name, own in found.values():
        when = own or (
            [d for d in dates if not any(x.start <= d.start < x.end for x, _ in found.values())]
            if len(found) == 1
            else []
        )
        slots: dict[str, Found | Sequence[Found] | None] = {
            "organization": name,
            "role": Found(role.start(), role.end()),
            "date": _when(when),
        }
        yield make_fact(
            page, passage, Kind.SERVICE, rule, slots, confidence=0.75 if rule.endswith("list") else 0.6, within=within
        )


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, at, depth = [], start, 0
    for match in _SPLIT.finditer(text, start, end):
        depth = text[start : match.start()].count("(") - text[start : match.start()].count(")")
        if depth > 0:
            continue
        if match.group().strip() in ("and", "&") and _inside_name(text, match, end):
            continue
        pieces.append((at, match.start()))
        at = match.end()
    return [*pieces, (at, end)]


_ACRONYM = re.compile(r"[(]?[A-Z][A-Z0-9&/+-]+[,;.)]?$|\d{4}|[’']\d\d")


def _inside_name(text: str, word: re.Match[str], stop: int) -> bool:
    """Whether "and" joins two subjects of one journal: "Rocks & Minerals", "Soil and Tillage, Moors".

    The last "and" of a list is the one that closes it; one with more commas behind it stands inside a name.
    """
    start, end = word.span()
    if re.match(r"[^,;.]{0,40}\bTrack\b", text[end:]):
        return True
    before, after = text[:start].split()[-1:], text[end:].split()[:1]
    if not before or not after:
        return False
    if _ACRONYM.match(before[0]) or _ACRONYM.match(after[0]):
        return False
    if word.group().strip() == "&" or "," in text[end:stop] and not text[:start].endswith(","):
        return not re.match(r"(?:IEEE|ACM|Journal|Nature|Science|the)\b", after[0])
    lead = re.search(
        r"(?:Transactions|Journal|Conference|Review|Letters|Annals|Proceedings|Workshop|Symposium|Computing"
        r"|Linear)\b[^,;]*$",
        text[max(0, start - 80) : start],
    )
    return bool(lead) and not re.match(r"(?:IEEE|ACM|Journal|Nature|Science|the)\b", after[0])


def _first_end(text: str, start: int, end: int) -> int:
    """The end of the one body that a member or an officer belongs to: its name may hold commas and "of"."""
    dates = [d.start for d in dates_in(text) if start < d.start < end]
    stop = re.compile(
        r"\n|;|\.\s|,\s+(?=[a-z])|\s[–—-]\s|\s+(?:where|which|who|and\s+(?:a|an|the|I|also|serve)\b|since|from"
        r"|in\s+\d{4})"
        r"|[,(]\s*$"
    ).search(text, start, end)
    return min([end, *dates, *([stop.start()] if stop else [])])


def _venue(text: str, start: int, end: int) -> Found | None:
    for date in dates_in(text):
        if start <= date.start < end:
            end = date.start if date.start > start + 1 else end
            if date.start <= start + 1:
                start = date.end
    while start < end and text[start] in _EDGE:
        start += 1
    the = re.match(r"(?:the|for|of|as|in|at|on|a|an)\s+", text[start:end], re.IGNORECASE)
    start += the.end() if the else 0
    cut = _DETAIL.search(text, start, end)
    if cut is not None and cut.start() > start:
        end = cut.start()
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    words = text[start:end]
    if _TRACK.fullmatch(words) or not 2 <= len(words) <= 110 or _NOT_NAME.match(words) or not _NAME.search(words):
        return None
    return Found(start, end)


def _when(dates: Sequence[DateMention]) -> list[Found]:
    return [Found(d.start, d.end, one) for d in dates for one in (d.several or (d.first if d.ongoing else as_edtf(d),))]


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    claim = _CLAIM.search(text, start, end)
    if claim is None or not _OWN.search(text, start, end):
        return
    for role in _ROLE.finditer(text, claim.start(), end):
        if re.search(r"\b(?:at|from|of|in)\s+the\s+$", text[max(role.start() - 9, 0) : role.start()], re.IGNORECASE):
            continue  # "a lecturer at the Chair of Algebra"
        lead = _LEAD.match(text, role.end(), end)
        after = lead.end() if lead else role.end()
        gap = text[role.end() : after]
        if not re.search(r"\b(?:of|for|at|in|on|to)\b|[:,@]", gap) and not re.match(
            r"organi[sz]|co-?organi[sz]", role.group(), re.IGNORECASE
        ):
            continue
        stop = re.search(
            r"\.\s|[;]|,\s+(?:and\s+)?(?:I|a|an|where|which|with|as)\b|\s+(?:where|which|who|with|that|while)\s",
            text[after:end],
        )
        last = after + stop.start() if stop else end
        following = _ROLE.search(text, after, last)
        last = following.start() if following else last
        words = text[after:last]
        if (
            _GROUP_OF_WORK.search(words[:60])
            and _MEMBER.search(role.group())
            or not re.match(r"[A-Z0-9\u4e00-\u9fff]", words)
        ):
            continue
        yield from _venues(page, passage, role, after, last, (start, end), "service: sentence")
