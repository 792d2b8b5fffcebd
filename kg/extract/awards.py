"""Pages to facts of awards: prizes, honours, scholarships, fellowships, places in competitions, best-paper marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.dates import DateMention, as_edtf
from kg.extract.grants import is_led
from kg.extract.headings import Section
from kg.extract.identity import owner_name
from kg.extract.language import sentences
from kg.extract.mentions import affiliations, gazetteer
from kg.extract.page import Found, Page, Passage, dates_in, make_fact
from kg.extract.records import Record, records
from kg.extract.roles import ELECTED_FELLOW
from kg.extract.sections import groups, under_date
from kg.model import BlockKind, Fact, Kind

_PROSE = (Section.NONE, Section.ABOUT, Section.OTHER, Section.NEWS, Section.EDUCATION)
# Words that make a name the name of an honour.
_AWARD = re.compile(
    r"\b(?:awards?|prizes?|medal(?:ist)?|scholarships?|fellowships?|fellow|honou?rs?|honorable\s+mention|scholar"
    r"|distinction|dean[’']s\s+list"
    r"|winner|finalist|runner-?up|nominat\w+|best\s+(?:\w+\s+){0,3}(?:paper|poster|presentation|thesis|talk|demo"
    r"|reviewer)|outstanding"
    r"|excellen\w+|rising\s+star|(?:1st|2nd|3rd|\d+th|first|second|third)\s+(?:place|prize|class|rank)|place"
    r"|top\s+\d+\s*%|grant|stipend"
    r"|bursary|cum\s+laude|merit|premio|beca|prix|bourse|preis|stipendium|auszeichnung|premi[oa]|borsa"
    r"|listed\s+as)\b|奖|荣誉|称号|优秀",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"^(?:the\s+)?(?:top\s+\d+\s*%|(?:\d+(?:st|nd|rd|th)|first|second|third|gold|silver|bronze|grand|special"
    r"|honorable)\s*"
    r"(?:place|prize|class\s+prize|medal|award|mention|rank|runner-?up)?(?:\s+(?:winner|award))?|winner|finalist"
    r"|runner-?up|champion(?:ship)?)$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\(\s*[^()]*(?:[$€£¥]|CNY|USD|EUR|RMB|top\s+\d|[\d,]{4,}|\d+\s*[kK]\b|\d+\s*/\s*\d+|\d+\s*%)[^()]*\)"
)
_APART = re.compile(
    r"\s*(?:[;|·]|,(?!\s*(?:Inc|Ltd|Jr)\b)|，|；|\s[–—-]\s|\n|<br>)\s*|\s+\(|\)|(?<=[a-z]{3})\.\s+(?=[A-Z])|\.$"
)
_ACRONYM_INSIDE = re.compile(r"\s\([A-Z]{2,8}\)(?=\s+[A-Z\d])")  # "Polar Norway (PN) 50 Fellowship" goes on behind it
_EDGE = " \t*_,.;:–—-|()[]“\"'!🏆🎉🏅⭐✨"
_FROM = re.compile(
    r"\s+(?:at|from|by|sponsored\s+by|awarded\s+by|presented\s+by|@)\s+(?:the\s+)?(?=[A-Z\u4e00-\u9fff])"
)
_OF = re.compile(
    r"\s+of\s+(?:the\s+)?(?=(?:[A-Z][\w’'-]+\s+){0,4}(?:University|Province|City|Institute|College|State)\b"
    r"|University\b)"
)
_LABEL = re.compile(
    r"^(?:leaderboard|code|technical\s+report|link|certificate|news|paper|pdf|slides|project\s+leader|details?"
    r"|more|video|report|photo|website)$",
    re.I,
)
# Under "Honors" stand posts and memberships too: "Visiting Professor at X", "Expert member of Y".
_OTHER_KIND = re.compile(
    r"(?:^|\n)\W*(?:\w+\s+)?(?:member|visiting\s+\w+|guest\s+\w+)\s+(?:of|at)\b|\b(?:list|version|page)\s+(?:of|see)\b"
    r"|完整版见",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"\b(?:(?:my|our|his|her)\s+(?:\w+\s+){0,2}(?:students?|advisor|supervisor|colleague)|who\s+(?:is|was|won"
    r"|received)|recipient\s+of\s+the\s+\d{4}"
    r"|students?\s+(?:won|received)|congratulations|apply|nominations?\s+open|declined|her\s+contribution)\b",
    re.IGNORECASE,
)


def awards(page: Page) -> Iterator[Fact]:
    """One fact an honour, in page order."""
    owner = owner_name(page)
    for record in records(page.document, Section.AWARDS):
        yield from _record(page, record)
    for passage in (under_date(page, one) for one in groups(page, (Section.AWARDS,))):
        for start, end in _lines(passage):
            if not _is_anothers(passage.text[start:end], owner):
                yield from _entry(page, passage, start, end)
    for passage in page.passages:
        if passage.section in _PROSE and passage.kind is not BlockKind.HEADING:
            for start, end in sentences(passage.text):
                if not _is_anothers(passage.text[start:end], owner):
                    yield from _sentence(page, passage, start, end)


# "The prize went to A and B"; "A B received the prize".
_WENT_TO = re.compile(r"\b(?:went|goes|given|awarded)\s+to\s+(?!me\b)[A-Z]")
_SUBJECT = re.compile(
    r"(?P<who>(?:[A-Z][\w’'-]+\s+){1,3})(?:has\s+|had\s+)?(?:received|won|was\s+awarded|shared|got)\b"
)
_PRONOUNS = frozenset(("i", "he", "she", "we", "they", "recently", "previously", "also", "dr", "prof"))


def _is_anothers(sentence: str, owner: str) -> bool:
    """Whether a sentence gives its prize to somebody else than the page's owner."""
    if _WENT_TO.search(sentence):
        return "me" not in sentence.casefold().split()
    subject = _SUBJECT.match(sentence)
    if subject is None:
        return False
    who = set(subject.group("who").casefold().split())
    return not who & (_PRONOUNS | set(owner.casefold().split())) and len(who) > 1


# ---------------------------------------------------------------------------------------------------------------
# records and lists


def _record(page: Page, record: Record) -> Iterator[Fact]:
    parts, passage = record.parts, record.passage
    title = next((parts[k] for k in ("title", "name", "award", "value") if k in parts), None)
    if title is None:
        return
    issuer = next(
        (parts[k] for k in ("awarder", "issuer", "organization", "institution", "by", "from") if k in parts), None
    )
    when = next((parts[k] for k in ("date", "year", "time") if k in parts), None)
    date = next((d for d in dates_in(passage.text) if when and when[0] <= d.start < when[1]), None)
    if issuer is None:
        yield from _entry(page, passage, *title, date=date, rule="awards: front matter")
        return
    slots = {"title": Found(*title), "issuer": Found(*issuer), "date": _when(date)}
    yield make_fact(page, passage, Kind.AWARDS, "awards: front matter", slots, confidence=0.9)


def _lines(passage: Passage) -> Iterator[tuple[int, int]]:
    """Each line that names an honour of its own; the lines below it describe it."""
    spans = [(s, s + len(line.text)) for s, line in zip(passage.starts, passage.lines, strict=True)]
    named = [span for span in spans if _AWARD.search(passage.text, *span)]
    several = passage.kind is BlockKind.PARAGRAPH and len(named) > 1 and len(named) * 2 >= len(spans)
    if several:
        yield from named
    elif spans:
        last = spans[min(max(passage.own, 1), len(spans)) - 1][1]
        yield spans[0][0], last


def _entry(
    page: Page, passage: Passage, start: int, end: int, *, date: DateMention | None = None, rule: str = "awards: list"
) -> Iterator[Fact]:
    text = passage.text
    told = [d for d in dates_in(text) if start <= d.start < end]
    date = date or next((d for d in told if not _inside_title(text, d)), None) or next(iter(told), None)
    parts = _parts(text, start, end)
    if (
        not parts
        or len(text[start:end]) > 400
        or _OTHER_KIND.search(text[start:end])
        or _DECLINED.search(text, start, end)
    ):
        return
    if _TOLD.search(text, start, end):
        for first_, last in sentences(text[start:end]):
            yield from _sentence(page, passage, start + first_, start + last)
        return
    if not _AWARD.search(text, start, end) and len(text[start:end].split()) > _LONGEST_TITLE:
        return
    if is_led(text[start:end]) or not _AWARD.search(text, start, end) and _is_school_alone(text, start, end):
        return
    named = [p for p in parts if _AWARD.search(text, *p)]
    if len(parts) > 2 and len(named) == len(parts) and not any(_RANK.match(text[a:b]) for a, b in parts):
        for part in parts:  # "National Scholarship, Merit Student Award, Dean's List": each is one
            yield _fact(page, passage, [part], date, (start, end), rule)
        return
    if _NOT_OWN.search(text, start, end) and passage.section is not Section.AWARDS:
        return
    yield _fact(page, passage, parts, date, (start, end), rule)


_LONGEST_TITLE = 9  # words of an entry that no word for an honour makes one
_DECLINED = re.compile(r"\bdeclined\b", re.IGNORECASE)
_TOLD = re.compile(r"\bI\s+(?:have|had|was|am|received|won|got)\b|\bI[’']ve\b")


def _is_school_alone(text: str, start: int, end: int) -> bool:
    """Whether a line names a school and no honour: it stands over the honours that were won there."""
    places = [a for a in affiliations(text, start, end) if a.organization is not None and a.organization.kind == "org"]
    return bool(places) and places[0].start <= start + 4 and not dates_in(text[start:end])


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """An entry cut at its separators, dates, amounts and labels left out."""
    taken = [(d.start, d.end) for d in dates_in(text) if start <= d.start < end and not _inside_title(text, d)]
    taken += [m.span() for m in _AMOUNT.finditer(text, start, end)]
    kept = [m.span() for m in _ACRONYM_INSIDE.finditer(text, start, end)]
    apart = [
        m.span() for m in _APART.finditer(text, start, end) if not any(a < m.end() and m.start() < b for a, b in kept)
    ]
    cuts = sorted([*taken, *apart])
    parts, at = [], start
    for a, b in [*cuts, (end, end)]:
        if a >= at:
            parts.append((at, a))
        at = max(at, b)
    trimmed = [_trimmed(text, a, b) for a, b in parts]
    return [(p.start, p.end) for p in trimmed if p is not None and not _LABEL.match(text[p.start : p.end])]


def _inside_title(text: str, date: DateMention) -> bool:
    """ "Scholarship for 2017 Graduates": the year belongs to the words around it."""
    before = re.search(r"\b(?:for|of|the)\s+$", text[max(date.start - 6, 0) : date.start])
    return bool(before) and bool(re.match(r"\s+[A-Z]\w", text[date.end :]))


def _fact(
    page: Page,
    passage: Passage,
    parts: Sequence[tuple[int, int]],
    date: DateMention | None,
    within: tuple[int, int],
    rule: str,
) -> Fact:
    text = passage.text
    lead = parts[0]
    rest = list(parts[1:])
    if rest and _RANK.match(text[lead[0] : lead[1]].strip(_EDGE)):
        lead = (lead[0], rest.pop(0)[1])  # the rank and what it was reached in are one title
    elif rest and not _AWARD.search(text, *lead) and _AWARD.search(text, *rest[0]):
        lead, rest = rest[0], [lead, *rest[1:]]
    title, issuer = _cut(text, *lead)
    if issuer is None:
        issuer = _issuer(text, title, rest)
    slots = {"title": title, "issuer": issuer, "date": _when(date)}
    return make_fact(page, passage, Kind.AWARDS, rule, slots, confidence=0.8, within=within)


def _cut(text: str, start: int, end: int) -> tuple[Found, Found | None]:
    """ "Best Paper Award at X" into title and giver; "Outstanding Graduate of Y Province" keeps its title whole."""
    given = _FROM.search(text, start + 4, end)
    if given is not None and _AWARD.search(text, start, given.start()):
        aim = re.compile(r"\s+(?:for|to)\s+(?=[a-z])").search(text, given.end(), end)
        return Found(start, given.start()), _trimmed(text, given.end(), aim.start() if aim else end)
    place = _OF.search(text, start + 4, end)
    if place is not None:
        return Found(start, end), _trimmed(text, place.end(), end)
    return Found(start, end), None


def _issuer(text: str, title: Found, rest: Sequence[tuple[int, int]]) -> Found | None:
    """The giver: a known organization beside the title, then the one that the title begins with, then the next part."""
    able = [Found(a, b) for a, b in rest if _is_issuer(text, a, b)]
    known = [
        f
        for f in able
        if any(a.organization and a.organization.kind == "org" for a in affiliations(text, f.start, f.end))
    ]
    leads = [f for f in able if text[title.start : title.end].startswith(text[f.start : f.end])]
    if known or leads:
        return (leads or known)[0]
    return _issuer_inside(text, title) or next(iter(able), None)


def _is_issuer(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    if text[start - 1 : start] == "(" and words.isupper():
        return False  # the acronym of the name before it
    if words in gazetteer("places") or not re.match(r"[A-Z\u4e00-\u9fff“\"]", words) or len(words) > 90:
        return False
    return not re.match(
        r"(?:team|supervisor|senior|project|member|as|with|for|top|\d+)\b", words, re.IGNORECASE
    ) and not _RANK.match(words)


def _issuer_inside(text: str, title: Found) -> Found | None:
    """The giver that a title begins with: "Acme Foundation Scholarship", "Tencent Breakthrough Award"."""
    for place in affiliations(text, title.start, title.end):
        whole = place.organization
        if (
            whole is not None
            and whole.kind in ("org", "either")
            and whole.start == title.start
            and whole.end < title.end
        ):
            return Found(whole.start, whole.end)
    words = text[title.start : title.end].split()
    for count in (3, 2, 1):
        if len(words) > count + 1 and " ".join(words[:count]) in gazetteer("organization_names"):
            return Found(title.start, title.start + len(" ".join(words[:count])))
    foundation = re.match(
        r"(?:[A-Z][\w.]*\s+){1,4}(?:Foundation|Society|Association|Academy)\b", text[title.start : title.end]
    )
    return (
        Found(title.start, title.start + foundation.end())
        if foundation and foundation.end() < title.end - title.start
        else None
    )


def _when(date: DateMention | None) -> Found | None:
    return Found(date.start, date.end, as_edtf(date)) if date is not None else None


# ---------------------------------------------------------------------------------------------------------------
# sentences

_WON = re.compile(
    r"\b(?:receiv\w+|award(?:ed)?|won|winning|recipient|honou?red|recogni[sz]ed|granted|selected|earned|nominated"
    r"|accolades|obtained|achieved|reached|elected|got|gets|wins|named|fellow\s+of)\b|获",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"[“\"”]?(?P<title>(?:[A-Z][\w’'.&/-]*|AI|\d{4}|[1-3](?:st|nd|rd))(?:\s+(?:[A-Z0-9][\w’'.&/-]*|of|for|in|and"
    r"|the|to|by|\d+)){0,8}?\s+"
    r"(?:Awards?|Prizes?|Medal|Scholarships?|Fellowships?|Fellow|Honou?rs?|Scholar|Award\s+Nomination"
    r"|Nomination\s+Award|Place)\b)[”\"]?"
    rf"|(?P<fellow>\b{ELECTED_FELLOW})"
    r"|(?P<place>(?i:\b(?:1st|2nd|3rd|\d+th|first|second|third|grand|gold|silver|bronze)\s+(?:prize|place"
    r"|runner[-\s]up|medal|award)\b"
    r"|\b(?:travel|student|conference)\s+(?:\w+\s+){0,2}(?:award|grant)s?\b"
    r"|\btop[-\s]\d+\s+finalist\b|\bbest\s+(?:\w+\s+){0,2}(?:paper|poster|thesis|talk|demo"
    r"|presentation)\b(?:\s+award\b)?))",
)
_GIVEN = re.compile(
    r"[”\"]?\s*,?\s*(?P<word>at|from|by|of|in)\s+(?:the\s+)?(?P<issuer>[A-Z][\w&’'.-]*(?:\s+(?:[A-Z0-9][\w&’'.-]*"
    r"|of|for"
    r"|and|the|on|in(?=\s+[A-Z])))*)"
)
_POST = re.compile(r"\b(?:post-?doc\w*|research|teaching|visiting|senior)\s+(?:\w+\s+)?fellow$", re.IGNORECASE)
_CONTEST = re.compile(
    r"\b(?:competition|contest|olympiad|hackathon|challenge|championship|cup|finals?)\b", re.IGNORECASE
)
_LEADING_YEAR = re.compile(r"^(?:19|20)\d\d\s+")


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    if not _WON.search(text, start, end) and passage.section is not Section.NEWS or _NOT_OWN.search(text, start, end):
        return
    if not _WON.search(text, start, end) and not _AWARD.search(text, start, min(end, start + 80)):
        return
    dates = [d for d in dates_in(text) if start <= d.start < end]
    found = list(_NAMED.finditer(text, start, end))
    for i, match in enumerate(found):
        last = found[i + 1].start() if i + 1 < len(found) else end
        given = _GIVEN.match(text, match.end(), last)
        if given and given["word"] == "in" and not _CONTEST.search(given["issuer"]):
            given = None  # "a fellowship in Machine Learning"
        issuer = _without_date(text, given) if given else None
        date = next((d for d in dates if match.start() <= d.start < last), None) or (
            dates[0] if len(dates) == 1 else None
        )
        begin, stop = match.span(match.lastgroup or 0)
        if match["fellow"] and issuer is not None:
            stop = issuer.end  # "Fellow of the Royal Society" is the honour's name
        if _POST.search(text, begin, stop):
            continue
        leading = _LEADING_YEAR.match(text[begin:stop])
        begin += leading.end() if leading else 0
        slots = {"title": Found(begin, stop), "issuer": issuer, "date": _when(date)}
        yield make_fact(page, passage, Kind.AWARDS, "awards: sentence", slots, confidence=0.6, within=(start, end))


def _without_date(text: str, given: re.Match[str]) -> Found | None:
    start, end = given.span("issuer")
    while end > start and text[start:end].split()[-1].lower() in ("in", "of", "for", "and", "the", "on"):
        end = start + text[start:end].rstrip().rfind(" ")
    return _trimmed(text, start, end)


_SMALL_END = re.compile(r"(?:\s+(?:for|in|of|at|from|by|the|and))+$")


def _trimmed(text: str, start: int, end: int) -> Found | None:
    while start < end and (text[start] in _EDGE or ord(text[start]) > 0x2600 and not text[start].isalnum()):
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    small = _SMALL_END.search(text, start, end)  # "Nobel Prize in Physics for 1921"
    end = small.start() if small else end
    return Found(start, end) if end - start > 2 else None
