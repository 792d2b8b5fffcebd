"""Pages to the owner's name: from front matter, the title, the first heading, or a sentence that says who this is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.fields import fields_of, key_of, passage_of
from kg.extract.headings import Section, section_of
from kg.extract.mentions import gazetteer
from kg.extract.page import Found, Page, Passage, make_fact
from kg.extract.persons import CJK_NAME, NAME
from kg.model import BlockKind, Fact, Kind, Line, Piece, Span, first


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the owner's name: where they stand, and how far the place is to be trusted."""

    passage: Passage
    start: int
    end: int
    rule: str
    confidence: float

    @property
    def name(self) -> str:
        """The words, white space folded."""
        return " ".join(self.passage.text[self.start : self.end].split())


_NAME_KEYS = re.compile(
    r"(?:(?:author|basics|cv|me|profile|person|owner|params)\.)?(?:name|full_?name|display_?name|primary_name)"
)
_AUTHOR_KEYS = re.compile(r"author|authors|meta\.author")
_TITLE_KEYS = re.compile(r"title|meta\.og:title|seo_title|heading|headline|intro_title")
_ABOUT_KEYS = re.compile(
    r"description|excerpt|summary|meta\.description|meta\.og:description|short_bio|bio|subtitle|tagline"
)
# Keys that only the page of a person has: its title is the person's name.
_PERSON_KEYS = frozenset(
    ["superuser", "first_name", "last_name", "organizations", "user_groups", "highlight_name", "avatar_filename"]
)

# Keys of one piece of a collection (a project, a post): its title is the piece's.
_PIECE_KEYS = frozenset(["collection", "date", "tags", "categories", "venue", "importance"])

# Words that stand in titles and headings and in nobody's name.
_NOT_NAMES = gazetteer("not_name_words")
# Soy antropólogo: a profession, not a name.
_PROFESSION = re.compile(r"(?:ólog[oa]|loge|logue|ist[ae]?|icien(?:ne)?|ic[oa]|eur|iker(?:in)?|er[oa])$", re.IGNORECASE)
_FULL = re.compile(
    rf"(?P<title>(?:(?:Prof(?:essor)?|Dr|Mr|Ms|Mrs|PD|Ing)\b\.?\s*)*)(?P<name>{NAME}|{CJK_NAME}(?![\u4e00-\u9fff]))"
)
_LEADS: tuple[tuple[str, float], ...] = (
    (r"\b(?:my\s+(?:full\s+)?name\s+is|my\s+name[’']s|i\s+am\s+called|call\s+me)\s+", 0.95),
    (
        r"(?:^|[.!?。！，,~]\s*|\b(?:hi|hello|hey|welcome)\b[^.\n]{0,25}?[,!.:—–-]?\s*)(?:this\s+is|i\s+am|i[’']m|i’m"
        r"|it[’']s)\s+",
        0.9,
    ),
    (r"(?:^|\n)\W*(?:full\s+|first\s+and\s+last\s+)?name\s*(?:[:：|]|\n)\s*|姓\s*名\s*[:：]\s*", 0.9),
    (r"(?:我叫|我的名字是|我是|本人)\s*", 0.9),
    (
        r"\b(?:me\s+llamo|mi\s+nombre\s+es|soy|je\s+m[’']appelle|je\s+suis|mein\s+name\s+ist|ich\s+bin|meu\s+nome\s+é"
        r"|eu\s+sou|sou|mi\s+chiamo|sono)\s+",
        0.85,
    ),
)
_LEAD = tuple((re.compile(pattern, re.IGNORECASE), confidence) for pattern, confidence in _LEADS)
_LONGEST_TITLE = 160
_TITLE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"^\W*(?:welcome\s+to\s+)?(?:the\s+)?(?P<who>.{2,60}?)[’']s?\s+(?:\w+\s+){0,3}(?:home\s?page|page|web\s?site"
        r"|web\s?page|site|profile|blog|portfolio|home|cv|resume|résumé|lab)\b",
        r"^\W*(?:home\s?page|web\s?site|profile|portfolio|cv|curriculum\s+vitae|résumé|resume|home|about|biography"
        r"|personal\s+(?:web)?(?:site|page))\s*(?:of|for|[|:–—·-])?\s+(?P<who>.{2,60}?)\s*$",
        r"^\W*(?P<who>[^|–—:,·]{2,60}?)\s*(?:[|–—:,·]|\s-\s).*$",
        r"^\W*(?:hi|hello|hey)\W+(?:there\W+)?(?:i\s+am|i[’']m|i’m|this\s+is"
        r"|my\s+name\s+is)\s+(?P<who>[^,.!|]{2,60}?)\s*(?:[,.!|].*)?$",
        r"^(?P<who>[\u4e00-\u9fff]{2,4})的?(?:个人)?(?:主页|网站|简历|个人网站|博客)$",
        r"^\W*(?P<who>[^()（）]{2,60}?)\s*[(（][^()（）]{1,60}[)）]\W*$",
        r"^\W*(?P<who>.{2,60}?)\W*$",
    )
)
_THIRD = re.compile(
    r"\s*(?:\(|（[^）]{1,40}）|\([^()]{1,60}\)|,\s*(?:Ph\.?\s?D\.?|M\.?D\.?|FRS|M\.?Sc\.?|MBA|JD)[^,]{0,30},?"
    r"|,(?=\s*(?:an?|the)\s[^.]{3,80},))*\s*"
    r"(?:,[^.,]{3,80},\s*)?(?:is|was|received|earned|obtained|holds?|joined|works?|worked|has|serves?|studies|studied"
    r"|currently|leads|develops|specializes"
    r"|focuses|graduated|completed|teaches|conducts|directs|grew|est|es|ist|é|è)\b(?!\s+(?:\w+\s+of\s+)?(?:my|our|mon|mein)\b)",
)


def identity(page: Page) -> Iterator[Fact]:
    """The name of the page's owner: one statement after the other, the most trusted first; none if no place says it."""
    return iter(_statements(page))


@lru_cache(maxsize=2)  # the page at hand: other kinds ask whose it is
def _statements(page: Page) -> tuple[Fact, ...]:
    return tuple(_stated_names(page))


def owner_name(page: Page) -> str:
    """The name of the page's owner, or an empty string."""
    return next((first(fact, "name") for fact in identity(page)), "")


def _stated_names(page: Page) -> Iterator[Fact]:
    found = [c for c in _candidates(page) if _is_name(c.name)]
    if not found:
        return
    best = max(enumerate(found), key=lambda ic: (min(len(_words(ic[1].name)), 2), ic[1].confidence, -ic[0]))[1]
    for one in [best, *(c for c in found if c is not best and _agree(best.name, c.name))]:
        yield make_fact(
            page,
            one.passage,
            Kind.IDENTITY,
            one.rule,
            {"name": Found(one.start, one.end)},
            confidence=one.confidence,
            within=(one.start, one.end),
        )


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"[^\W\d_]+", name) if len(w) > 1] or [name]


def _agree(left: str, right: str) -> bool:
    """Two names that share a word, or that are written in different scripts."""
    a, b = ({w.casefold() for w in _words(n)} for n in (left, right))
    return bool(a & b)


def _is_name(name: str) -> bool:
    """Whether words can be a person's name: a few, each with a capital, none that belongs to a title."""
    if re.fullmatch(CJK_NAME, name):
        return section_of(name) is None and name not in ("主页", "首页", "简介", "关于", "个人")
    words = name.replace("(", " ").replace(")", " ").split()
    if not 1 <= len(words) <= 6 or any(w.casefold().strip(".,’'") in _NOT_NAMES for w in words):
        return False
    if not any(len(w.strip(".")) > 1 for w in words) or any(c.isdigit() for c in name):
        return False
    return section_of(name) is None and not (len(words) == 1 and name.isupper() and len(name) < 5)


def _candidates(page: Page) -> Iterator[Candidate]:
    yield from _from_fields(page)
    yield from _from_headings(page)
    yield from _from_text(page)


# ---------------------------------------------------------------------------------------------------------------
# front matter and titles


def _from_fields(page: Page) -> Iterator[Candidate]:
    person = any(key_of(field) in _PERSON_KEYS for field in page.document.fields)
    for field in fields_of(page, _NAME_KEYS):
        passage = passage_of(page.document, field)
        # a list of names is not the owner's
        if not any(isinstance(part, int) for part in field.path):
            yield from _full(passage, "identity: name in front matter", 0.98)
    authors = list(fields_of(page, _AUTHOR_KEYS))
    for field in authors:
        if len(authors) == 1:  # several are not the owner
            yield from _full(passage_of(page.document, field), "identity: author in front matter", 0.85, least=2)
    yield from _first_and_last(page)
    piece = any(key_of(field) in _PIECE_KEYS for field in page.document.fields)
    for field in fields_of(page, _TITLE_KEYS):
        passage = passage_of(page.document, field)
        if piece and not person:
            continue
        if person:
            yield from _full(passage, "identity: title of a person's page", 0.97)
        else:
            yield from _in_title(passage, "identity: title", 0.9)
    for field in fields_of(page, _ABOUT_KEYS):
        passage = passage_of(page.document, field)
        yield from _stated(passage)
        yield from _leading(passage)
        yield from _third(passage)
        if len(passage.text) < 50:
            yield from _full_name(passage, 0, len(passage.text), "identity: description", 0.85)


def _full(passage: Passage, rule: str, confidence: float, *, least: int = 1) -> Iterator[Candidate]:
    """All of a value as a name, degrees behind it left out."""
    text = re.split(r",\s*(?:Ph|M\.?D|Dr|Prof|FRS)|\s*[|–—]\s", passage.text)[0].rstrip()
    start = len(text) - len(text.lstrip())
    if text.strip() and len(text) <= _LONGEST_TITLE and len(text.split()) >= least and not re.search(r"[@/:]", text):
        yield Candidate(passage, start, len(text), rule, confidence)


def _full_name(passage: Passage, start: int, end: int, rule: str, confidence: float) -> Iterator[Candidate]:
    """A value that is a name of two words or more once the words around it that belong to titles are left out."""
    words = [m for m in re.finditer(r"\S+", passage.text[:end]) if m.start() >= start]
    outer = [bool(m.group().casefold().strip(".,:!’'") in _NOT_NAMES) for m in words]
    while outer and outer[0]:
        outer.pop(0), words.pop(0)
    while outer and outer[-1]:
        outer.pop(), words.pop()
    if words:
        full = _FULL.fullmatch(passage.text, words[0].start(), words[-1].end())
        if full and len(full["name"].split()) >= 2 and _is_name(full["name"]):
            yield Candidate(passage, full.start("name"), full.end("name"), rule, confidence)


def _first_and_last(page: Page) -> Iterator[Candidate]:
    """``first_name`` and ``last_name`` where they stand beside each other in the source."""
    keys = {key_of(f): f for f in reversed(page.document.fields)}
    first, last = keys.get("first_name"), keys.get("last_name")
    if first is None or last is None or not (first.value.strip() and last.value.strip()):
        return
    if any(key_of(f) in ("title", "name") and last.value in f.value for f in page.document.fields):
        return  # the whole name stands elsewhere
    one, two = passage_of(page.document, first), passage_of(page.document, last)
    joined = _side_by_side(one, two)
    yield Candidate(joined, 0, len(joined.text), "identity: first and last name", 0.97)


def _side_by_side(left: Passage, right: Passage) -> Passage:
    """Two one-line passages as one line with a blank between them."""
    a, b = left.lines[0], right.lines[0]
    at = len(a.text) + 1
    gap = Piece(len(a.text), Span(a.pieces[-1].span.end, b.pieces[0].span.start), verbatim=False)
    pieces = (*a.pieces, gap, *(replace(p, at=p.at + at) for p in b.pieces))
    line = Line(f"{a.text} {b.text}", pieces)
    return replace(left, text=line.text, lines=(line,), starts=(0,), links=(), own=1)


def _in_title(passage: Passage, rule: str, confidence: float) -> Iterator[Candidate]:
    text = passage.text
    if len(text) > _LONGEST_TITLE:
        return
    for form in _TITLE_FORMS:
        match = form.match(text)
        if match is None:
            continue
        full = _FULL.fullmatch(text, match.start("who"), match.end("who"))
        # a single word is a name only in "Jane's homepage"
        if full is None or not _is_name(full["name"]):
            continue
        if len(full["name"].split()) >= 2 or re.fullmatch(CJK_NAME, full["name"]) or form is _TITLE_FORMS[0]:
            yield Candidate(passage, full.start("name"), full.end("name"), rule, confidence)
            return
    yield from _full_name(passage, 0, len(text), rule, confidence - 0.1)


def _from_headings(page: Page) -> Iterator[Candidate]:
    """The first heading of the page, where it is a name and opens no section."""
    headings = [p for p in page.passages if p.kind is BlockKind.HEADING]
    for passage in headings[:1]:
        if passage.depth <= 2 and section_of(passage.text) in (None, Section.ABOUT) and len(passage.text) < 80:
            yield from _in_title(passage, "identity: heading", 0.92)


# ---------------------------------------------------------------------------------------------------------------
# sentences

_SPOKEN = (Section.NONE, Section.ABOUT, Section.OTHER)


def _from_text(page: Page) -> Iterator[Candidate]:
    spoken = [p for p in page.passages if p.section in _SPOKEN or p.kind is BlockKind.HEADING]
    for passage in spoken[:40]:
        yield from _stated(passage)
    prose = [p for p in page.passages if p.kind is not BlockKind.HEADING and len(p.text) > 40]
    for passage in [p for p in prose if p.section in _SPOKEN][:3]:
        yield from _third(passage)
    yield from _name_line(page.passages)


def _stated(passage: Passage) -> Iterator[Candidate]:
    """ "I am Jane Doe", "My name is …", "我是…"."""
    for lead, confidence in _LEAD:
        for match in lead.finditer(passage.text):
            full = _FULL.match(passage.text, match.end())
            if full is None or not _closed(passage.text, full.end("name")):
                continue
            foreign = confidence < 0.9 and _PROFESSION.search(full["name"].split()[0])
            if _is_name(full["name"]) and not foreign:
                yield Candidate(passage, full.start("name"), full.end("name"), "identity: sentence", confidence)


def _closed(text: str, at: int) -> bool:
    """A name ends at a sign or before a small word; "I am PhD student" is no name."""
    return bool(
        re.match(
            r"\s*(?:$|[.,;:!?()（，。、|\n—–-]|(?:from|and|at|an?|is|who|currently|working|studying|pursuing|based|born|y|et"
            r"|und|e|ed)\b|[^\w\s])",
            text[at:],
        )
    )


def _leading(passage: Passage) -> Iterator[Candidate]:
    """ "Jane Doe — computational linguist" in a description."""
    match = re.match(rf"(?P<name>{NAME})\s*(?:[|–—:]|\s-\s)", passage.text)
    if match and len(match["name"].split()) >= 2:
        yield Candidate(passage, match.start("name"), match.end("name"), "identity: description", 0.85)


def _third(passage: Passage) -> Iterator[Candidate]:
    """ "Jane Doe is a professor …" at the beginning of a biography."""
    full = _FULL.match(passage.text)
    if full is None or not _THIRD.match(passage.text, full.end("name")):
        return
    if len(full["name"].split()) >= 2 or full["title"]:
        yield Candidate(passage, full.start("name"), full.end("name"), "identity: biography", 0.88)


def _name_line(passages: Sequence[Passage]) -> Iterator[Candidate]:
    """A name alone in an element for it, or that the first line of the page begins with."""
    texts = [p for p in passages if p.kind not in (BlockKind.HEADING, BlockKind.ROW)]
    named = [p for p in texts if re.search(r"\bname\b", p.box)]
    for passage in texts[:1] + named[:1]:
        line = passage.lines[0].text
        bold = any(m.kind == "strong" and m.start == 0 for m in passage.lines[0].marks)
        full = _FULL.fullmatch(re.split(r"\s*[·|•]\s*", line)[0].strip() if bold else line.strip())
        if full and len(full["name"].split()) >= 2 and _is_name(full["name"]):
            at = passage.text.index(full["name"])
            yield Candidate(passage, at, at + len(full["name"]), "identity: first line", 0.75)
