"""Pages to facts of publications: reference lists in every style, paper boxes, theses, and news that name a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.extract.authors import authors_at
from kg.extract.dates import DateMention
from kg.extract.headings import Section
from kg.extract.identity import owner_name
from kg.extract.language import sentences
from kg.extract.page import Found, Page, Passage, dates_in, entry, join, make_fact, without_edge
from kg.extract.records import Record, records
from kg.model import BlockKind, Fact, Kind, texts

_EDGE = " \t*_,.;:–—-|()[]\\/"
_QUOTES = "“”\"'‘’«»《》„"
_QUOTED = re.compile(r"[“\"«„《‘](?P<title>[^”\"»“》\n]{8,300})[”\"»“》’]")
_LABEL = re.compile(
    r"^\W*(?:pdf|paper|code|project|link|slides?|video|poster|website|page|arxiv|doi|bib(?:tex)?|demo|data(?:set)?"
    r"|github|supp\w*|appendix|talk|blog|here|html|url"
    r"|preprint|abstract|media|oral|spotlight|project\s+page|more|full\s+text|openreview|huggingface|press|cite"
    r"|download|webpage|models?|homepage)\W*$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:(?:more|full|all|complete|see|other|recent)\s+(?:\w+\s+){0,2}(?:publications?|papers|list|works)\b"
    r"|ver\s+tod[ao]s|template\s+by|powered\s+by"
    r"|google\s+scholar|full\s+list|complete\s+list|please\s+(?:see|visit|refer|check)|see\s+(?:my|here|the"
    r"|also)|coming\s+soon|denotes?|equal\s+contribution"
    r"|corresponding\s+author|under\s+construction|list\s+of\s+(?:select|my|all)|download|my\s+work\s+is"
    r"|being\s+repaired|click)\b|论文列表",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?:\bin\b\s*:?\s*)?(?:\b(?:the\s+)?proceedings\s+of\s+(?:the\s+)?|\bproc\.?\s+(?:of\s+)?(?:the\s+)?"
    r"|\baccepted\s+(?:by|to|at|in|for)\s+(?:the\s+)?|\bto\s+appear\s+(?:in|at)\s+(?:the\s+)?"
    r"|\bpublished\s+(?:in|by|at)\s+(?:the\s+)?|\bpresented\s+at\s+(?:the\s+)?|\bsubmitted\s+to\s+(?:the\s+)?"
    r"|\bunder\s+review\s+(?:at|by|in|for)\s+(?:the\s+)?|\bin\s*:?\s+(?:the\s+)?)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^(?:in\s+review|under\s+review|in\s+preparation|submitted|accepted|forthcoming|to\s+appear|in\s+press"
    r"|working\s+paper|draft|being\s+\w+|publication)\W*$",
    re.IGNORECASE,
)
_VENUE_END = re.compile(
    r"[,;(（\n]|(?<!\bTrans)(?<!\bProc)(?<!\bInt)(?<!\bConf)(?<!\bInf)(?<!\bLett)(?<!\bRev)(?<!\bSymp)(?<!\bSci)"
    r"(?<!\bPhys)(?<!\bMath)(?<!\bComput)(?<!\bEng)(?<!\bAppl)(?<!\bAm)(?<!\bNat)(?<!\bCommun)(?<!\bChem)(?<!\bBiol)"
    r"(?<!\bMed)(?<!\bRes)(?<!\bSoc)(?<!\bNatl)(?<!\bAcad)(?<!\bAnn)(?<!\bAdv)(?<!\bSyst)(?<!\bIntell)(?<!\b[A-Z])\."
    r"|\.(?=\s*$)|\s\d{1,4}\s*[(:.]|\s(?:vol|no|pp|pages?|volume|issue)\b|\s\d+\.\d+|\s\|\s|\s[–—-]\s|\[",
    re.IGNORECASE,
)
_GB = re.compile(
    r"^\W*(?P<authors>[\u4e00-\u9fff，,、\s]{2,60})[.．]\s*(?P<title>[^\[\]\n]{4,120})\[[A-Z](?:/OL)?\]\s*[.．]\s*"
    r"(?P<venue>[^,，.．\n]{2,60})"
)
_THESIS = re.compile(
    r"(?:(?<!de )(?<!of )\b(?:thesis|dissertation|disertation|tesis|thèse)\b|学位论文)\s*(?:title)?\s*(?:[:：]"
    r"|,?\s*(?:titled"
    r"|entitled)\b)\s*",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"\b(?:accepted|published|appear\w*|presented|out\s+in)\b\s+(?:\w+\s+){0,3}?(?:by|to|at|in"
    r"|for)\s+(?:the\s+)?(?P<venue>[A-Z][^.;!\n]{1,90})",
    re.IGNORECASE,
)
_PATENT = re.compile(r"\b(?:US|EP|WO|CN|JP|KR|DE|GB|FR)(?:\s?\d{1,4}/\d{3,}|[\s-]?\d{6,})(?:,\d{3})*\s?[A-Z]?\d?\b")
_YEAR = re.compile(r"^\W*(?:19|20)\d\d\W*$")
_BADGES = frozenset(("badge",))


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference's parts, in places of its passage."""

    title: Found
    authors: tuple[Found, ...]
    venue: Found | None
    date: Found | None


def publications(page: Page) -> Iterator[Fact]:
    """One fact a work, in page order."""
    for record in records(page.document, Section.PUBLICATIONS):
        yield from _record(page, record)
    owner = owner_name(page)
    for passage in _references(page):
        for fact in _reference(page, passage):
            if _is_owners(owner, texts(fact, "authors")):
                yield fact
    for passage in page.passages:
        if passage.kind is BlockKind.HEADING or passage.section is Section.PUBLICATIONS:
            continue
        yield from _thesis(page, passage)
        if passage.section in (Section.NEWS, Section.NONE, Section.ABOUT, Section.OTHER):
            for start, end in sentences(passage.text):
                yield from _news(page, passage, start, end)


# ---------------------------------------------------------------------------------------------------------------
# what belongs to one reference


def _references(page: Page) -> Iterator[Passage]:
    """The entries of the publication sections: an item with its lines, or paragraphs up to the next title or badge."""
    hanging = {child for group in page.children.values() for child in group}
    pending: list[Passage] = []
    year: Passage | None = None
    for index, passage in enumerate(page.passages):
        if passage.section is not Section.PUBLICATIONS or index in hanging:
            continue
        if passage.kind is BlockKind.HEADING and not _BOXED.search(passage.box):
            yield from _joined(pending, year)
            year = passage if _YEAR.match(passage.text) else None
            continue
        whole = entry(page, index)
        if _opens_box(page, index) or (pending and _starts_anew(pending, whole)):
            yield from _joined(pending, year)
        if not _is_picture(passage):
            pending.append(whole)
    yield from _joined(pending, year)


# Themes lay a paper out as a picture with a badge on it and the text beside: the classes say which is which.
_BOXED = re.compile(r"\b(?:paper|pub\w*)-(?:box|text|entry|item)")
_PICTURE = re.compile(r"\b(?:badge|paper-box-image|\w+-(?:image|thumb\w*|preview))\b")


def _opens_box(page: Page, index: int) -> bool:
    """Whether a passage is the first of a picture: a new paper begins."""
    before = page.passages[index - 1].box if index else ""
    passage = page.passages[index]
    return bool(_PICTURE.search(passage.box)) and (not _PICTURE.search(before) or passage.box == "badge" != before)


def _is_picture(passage: Passage) -> bool:
    """Whether nothing but a picture stands in a passage: its words are what it shows."""
    length = len(passage.text.strip())
    return any(k.image and k.end - k.start >= length for k in passage.links)


def _joined(pending: list[Passage], year: Passage | None) -> Iterator[Passage]:
    if pending:
        yield join([year, *pending] if year is not None and not any(dates_in(p.text) for p in pending) else pending)
    pending.clear()


def _starts_anew(pending: Sequence[Passage], passage: Passage) -> bool:
    """An item is a reference of its own, unless a badge or a title still waits for it; so is a full paragraph."""
    if any(name in _BADGES for name in pending[0].box.split()):
        return passage.box == "" and passage.kind is BlockKind.ITEM and len(pending) > 2 or len(pending) > 5
    if _BOXED.search(passage.box):
        return not _BOXED.search(pending[-1].box)
    if passage.kind in (BlockKind.ITEM, BlockKind.ROW):
        return True
    names, _ = authors_at(passage.text, _first(passage.text), len(passage.text))
    alone = len(pending) == 1 and len(pending[0].text) < 260 and not dates_in(pending[0].text)
    only_names = len(names) > 1 and len(passage.text) - names[-1].end < 12
    return not (alone and (only_names or len(passage.text) < 140))


def _first(text: str) -> int:
    """Past a number, a bracketed tag or a bullet at the beginning of a reference."""
    match = re.match(r"[\s*_•·“\"-]*(?:\[[^\]\n]{1,30}\]\s*|\(?\d{1,3}[.)]\s+)?[\s*_“\"]*", text)
    return match.end() if match else 0


def _is_owners(owner: str, authors: Sequence[str]) -> bool:
    """Whether a list of authors can hold the owner: a page that was copied still lists the works of its first owner."""
    ours = set(re.findall(r"[^\W\d_]{2,}", owner.casefold()))
    theirs = {word for name in authors for word in re.findall(r"[^\W\d_]{2,}", name.casefold())}
    if not ours or len(authors) < 2 or owner.isascii() != all(name.isascii() for name in authors):
        return True
    return bool(ours & theirs) or "".join(sorted(ours)) in theirs


# ---------------------------------------------------------------------------------------------------------------
# the parts of a reference


def _reference(page: Page, passage: Passage) -> Iterator[Fact]:
    text = passage.text
    if len(text) < 14 or (_NOISE.search(text) and len(text) < 160):
        return
    parsed = _chinese(passage) or _parsed(passage)
    if parsed is None:
        return
    told = parsed.authors or parsed.venue or parsed.date or passage.links
    words = text[parsed.title.start : parsed.title.end]
    if not told or len(words) < 8 and words.isascii() or _LABEL.match(words) or len(words) > 320:
        return
    slots = {
        "title": parsed.title,
        "venue": parsed.venue,
        "date": parsed.date,
        "authors": parsed.authors,
        "url": _url(passage, parsed.title),
    }
    yield make_fact(page, passage, Kind.PUBLICATIONS, "publications: list", slots, confidence=0.8)


def _chinese(passage: Passage) -> Reference | None:
    """GB/T 7714: 作者. 题目[J]. 刊物, 年."""
    match = _GB.match(passage.text)
    if match is None:
        return None
    names, _ = authors_at(passage.text, match.start("authors"), match.end("authors"))
    date = next((d for d in dates_in(passage.text) if d.start >= match.end("venue")), None)
    venue = _trimmed(passage.text, *match.span("venue"))
    return Reference(Found(*match.span("title")), tuple(names), venue, _when([date] if date else []))


def _parsed(passage: Passage) -> Reference | None:
    text = passage.text
    title = _marked_title(passage)
    names, after = _authors(passage, title)
    linked = title is not None and any(k.start < title.end and title.start < k.end for k in passage.links)
    told = linked or _QUOTED.search(text) is not None
    if title is not None and not told and names and names[0].start < after < title.start - 15:
        # "A. Author. The title of it. *Journal*, 1932": the words in italics are where it stands
        plain = _plain_title(text, names, after)
        title = plain if plain is not None and plain.end <= title.start and plain.end - plain.start > 8 else title
    if title is None:
        title = _plain_title(text, names, after)
        if title is not None and not names:
            names, after = _authors(passage, title)
    if title is None or (not names and title.end - title.start > 150 and not passage.links):
        return None
    dates = [d for d in dates_in(text) if not title.start <= d.start < title.end]
    return Reference(title, tuple(names), _venue(passage, title, names, after), _when(dates))


def _marked_title(passage: Passage) -> Found | None:
    """The title by its typography: quoted, linked, bold, in italics; labels, names and venues are none."""
    text = passage.text
    quoted = _QUOTED.search(text)
    if quoted and quoted.start() < 500:
        return _trimmed(text, *quoted.span("title"))
    spans = [(0, k.start, k.end) for k in passage.links if not k.image]
    spans += [(1, m.start, m.end) for m in passage.marks if m.kind == "strong"]
    spans += [(2, m.start, m.end) for m in passage.marks if m.kind == "em"]
    for rank, start, end in sorted(spans):
        found = _trimmed(text, start, end)
        if found is None:
            continue
        words = text[found.start : found.end]
        names, stop = authors_at(text, found.start, found.end)
        # A link leads to one person's page or to a work, never to two people.
        is_names = bool(names) and stop >= found.end - 3 and len(words.split()) < 4 or (len(names) > 1 and rank > 0)
        short = rank == 0 and len(words) > 7 and len(words.split()) > 1 and _leads(text, found.start)
        if (
            (short or len(words) > 16 and len(words.split()) > 2)
            and not is_names
            and not _LABEL.match(words)
            and not _is_venue(words)
        ):
            return found
    return None


def _leads(text: str, at: int) -> bool:
    """Whether a link opens its reference, or stands right behind the authors."""
    first = _first(text)
    names, after = authors_at(text, first, at)
    return at - (after if names else first) <= 3


def _is_venue(words: str) -> bool:
    return bool(
        re.match(
            r"(?:In\s|Proc|Journal\b|IEEE\b|ACM\b|International\b|Transactions|Annual\b|Conference\b|arXiv"
            r"|Advances\s+in)",
            words,
        )
        or re.search(
            r"(?:Journal|Letters|Transactions|Conference|Review|Workshop|Symposium)\W*(?:\(\w+\))?\W*(?:\d{4})?$", words
        )
    )


_BEHIND = re.compile(r"[\s,.;:*_“”\"\])>–—|-]*(?:\(?(?P<with>with)\s+|by\s+|authors?\s*:\s*)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!][”\"]?\s+(?=[^\W\da-z_])(?:[Ww]ith\s+)?")


def _authors(passage: Passage, title: Found | None) -> tuple[list[Found], int]:
    """The longest row of names that begins at the front, behind the title or at a line."""
    text = passage.text
    places = [_first(text), *(s + _first(text[s:]) for s in passage.starts[1:])]
    if title is not None:
        behind = _BEHIND.match(text, title.end)
        places.append(behind.end() if behind else title.end)
    elif not any(len(authors_at(text, at, len(text))[0]) > 1 for at in places):
        places += [stop.end() for stop in islice(_SENTENCE_END.finditer(text, 24), 2)]
    best: tuple[list[Found], int] = ([], 0)
    for at in places:
        if title is not None and title.start <= at < title.end:
            continue
        stop = title.start if title is not None and at < title.start else len(text)
        names, after = authors_at(text, at, stop)
        if len(names) > len(best[0]) and (len(names) > 1 or _alone(passage, names[0], title)):
            best = (names, after)
    return best


def _alone(passage: Passage, name: Found, title: Found | None) -> bool:
    """A single name is an author where it is bold, or where the title stands right behind it."""
    if re.search(r"\bwith\s+$", passage.text[max(name.start - 6, 0) : name.start], re.IGNORECASE):
        return True
    bold = any(m.kind in ("strong",) and m.start <= name.start + 1 and name.end - 1 <= m.end for m in passage.marks)
    after = passage.text[name.end : name.end + 12]
    if after.startswith(": ") and "." in passage.text[name.start : name.end]:
        return True  # "J. Doe: On wheels"
    return (
        bold or bool(re.match(r"\W*(?:\(?\d{4}\)?|[“\"«])|\.\s", after)) and (title is None or title.start >= name.end)
    )


_YEAR_BEHIND_NAMES = re.compile(
    r"[\s.,:]*(?:\(?(?:19|20)\d\d[a-z]?\)?|\((?:(?:19|20)\d\d[a-z]?,[^()]{1,20}|in\s+press|forthcoming|to\s+appear"
    r"|submitted|accepted|under\s+review|in\s+preparation|n\.?d\.?)\))[\s.,:]*",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"[.?!](?=\s|$|[”\"])|\n|;\s|,\s+(?=(?:IEEE|ACM|Journal|Proc|International|[Ii]n\s|arXiv|\d{4}|[A-Z]{3,}\b))"
    r"|,\s+(?=[A-Z][\w&.\s-]{3,60}\s\d{1,4}\s*\((?:19|20)\d\d\))"
)


def _plain_title(text: str, names: Sequence[Found], after: int) -> Found | None:
    """No typography: behind the names (and a year) up to the full stop, or from the front up to the names."""
    if names and names[0].start > 30:
        return _trimmed(text, _first(text), names[0].start)
    start = after if names else _first(text)
    year = _YEAR_BEHIND_NAMES.match(text, start)
    start = year.end() if year else start
    start += len(text[start:]) - len(text[start:].lstrip(_EDGE + _QUOTES))
    tag = re.match(r"(?:[A-Z]{2,}[\w/ -]{0,30}:\s+)(?=[A-Z])", text[start:]) if not names else None
    start += tag.end() if tag else 0
    end = _TITLE_END.search(text, start + 8)
    stop = end.start() + (text[end.start()] in "?!") if end else len(text)
    return _trimmed(text, start, stop)


def _venue(passage: Passage, title: Found, names: Sequence[Found], after: int) -> Found | None:
    """What it is published in: a badge, else words in italics behind the title, else the words behind "In" or it."""
    text = passage.text
    badge = passage.lines[0].text if passage.box.split()[:1] == ["badge"] else ""
    if badge:
        return _clean(text, 0, len(badge))
    tag = re.match(r"\W*\[(?P<venue>[A-Za-z][^\]\n]{1,30})\]", text)
    if tag and (tag.group("venue").casefold() == "arxiv" or not _LABEL.match(tag.group("venue"))):
        return _clean(text, *tag.span("venue"))
    start = max([title.end, after if names and names[0].start > title.start else 0])
    for mark in passage.marks:
        if mark.kind in ("em", "strong") and mark.start >= start and mark.end - mark.start > 2:
            words = text[mark.start : mark.end].strip(_EDGE)
            row, stop = authors_at(text, mark.start, mark.end)
            if (
                mark.kind == "strong"
                and row
                and stop >= mark.end - 3
                or any(n.start < mark.end and mark.start < n.end for n in names)
            ):
                continue  # the owner's own name in bold
            if (
                not _LABEL.match(words)
                and not authors_at(text, mark.start, mark.end)[0][1:]
                and not _YEAR.match(words)
                and not _STATUS.match(words)
            ):
                return _clean(text, mark.start, mark.end)
    patent = _PATENT.search(text, start)
    if patent:
        return Found(patent.start(), patent.end())
    lead = re.match(rf"[\s{re.escape(_EDGE + _QUOTES)}]*(?:\(?(?:19|20)\d\d\)?[\s.,:]+)?", text[start:])
    start += lead.end() if lead else 0
    if names and title.start > names[0].start and title.end < after:
        start = max(start, after)
    into = _IN.match(text, start)
    behind = _clean(text, into.end() if into else start, len(text))
    if behind is None and not names and title.start - _first(text) > 5:
        return _trimmed(text, _first(text), title.start)  # "Standard T/XY 12-2025 [Title]"
    return behind


def _clean(text: str, start: int, end: int) -> Found | None:
    """A venue without what stands behind it: year, volume, pages, badges."""
    into = _IN.match(text, start, end)
    start = into.end() if into and into.end() > start else start
    while start < end and text[start] in _EDGE + _QUOTES:
        start += 1
    date = next((d for d in dates_in(text) if start + 1 < d.start < end), None)
    cut = _VENUE_END.search(text, start + 2, end)
    stop = min([end, *([cut.start()] if cut else []), *([date.start] if date and date.start > start + 2 else [])])
    found = _trimmed(text, start, stop)
    if found is None:
        return None
    words = text[found.start : found.end]
    if (
        (_LABEL.match(words) and words.casefold() != "arxiv")
        or _STATUS.match(words)
        or not re.search(r"[A-Z\u4e00-\u9fff]|arxiv", words)
        or len(words) > 160
        or _YEAR.match(words)
    ):
        return None
    return found


def _when(dates: Sequence[DateMention]) -> Found | None:
    """The date of a work: the last year that is told of it."""
    plain = [d for d in dates if d.single and d.first] or [d for d in dates if d.first]
    if not plain:
        return None
    date = plain[-1]
    return Found(date.start, date.end, date.first)


def _url(passage: Passage, title: Found) -> Found | None:
    for link in passage.links:
        if not link.image and link.start < title.end and title.start < link.end:
            return Found(title.start, title.end, link.url, link.url)
    for link in passage.links:
        words = passage.text[link.start : link.end].strip(_EDGE).casefold()
        if (
            not link.image
            and words in ("pdf", "paper", "arxiv", "doi", "link", "html", "url", "preprint", "full text")
            and link.end > link.start
        ):
            return Found(link.start, link.end, link.url, link.url)
    return None


# ---------------------------------------------------------------------------------------------------------------
# records, theses, news


def _record(page: Page, record: Record) -> Iterator[Fact]:
    parts, passage = record.parts, record.passage
    title = next((parts[k] for k in ("title", "name") if k in parts), None)
    if title is None:
        return
    venue = next(
        (parts[k] for k in ("venue", "journal", "publisher", "publication", "booktitle", "conference") if k in parts),
        None,
    )
    when = next((parts[k] for k in ("date", "year", "releasedate") if k in parts), None)
    authors = next((parts[k] for k in ("authors", "author") if k in parts), None)
    names = authors_at(passage.text, *authors)[0] if authors else []
    dates = [d for d in dates_in(passage.text) if when and when[0] <= d.start < when[1]]
    slots = {"title": Found(*title), "venue": Found(*venue) if venue else None, "date": _when(dates), "authors": names}
    yield make_fact(page, passage, Kind.PUBLICATIONS, "publications: front matter", slots, confidence=0.9)


def _thesis(page: Page, passage: Passage) -> Iterator[Fact]:
    """ "Dissertation: A Study of …" under a degree names a work."""
    text = passage.text
    for lead in _THESIS.finditer(text):
        line_end = text.find("\n", lead.end())
        stop = re.compile(r"[.](?=\s|$)|[,，]?\s*[”\"》]|[,，]").search(text, lead.end() + 12)
        end = min([len(text), *([line_end] if line_end > 0 else []), *([stop.start()] if stop else [])])
        title = _trimmed(text, lead.end(), end)
        if title is None or len(text[title.start : title.end]) < 6 or text[title.start : title.end].startswith("http"):
            continue
        slots = {"title": title, "url": _url(passage, title)}
        yield make_fact(
            page, passage, Kind.PUBLICATIONS, "publications: thesis", slots, confidence=0.6, within=(lead.start(), end)
        )


# A quoted workshop, track or section of a journal is where a paper appears.
_NO_WORK = re.compile(r"[\s,]*(?:\w+\s+)?(?:workshop|track|section|special\s+issue|session|symposium)\b", re.IGNORECASE)
_NO_WORK_BEFORE = re.compile(r"\b(?:workshop|track|section|issue|session)\s*(?:on|of|:)?\s*$", re.IGNORECASE)


def _news(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    """News that name a paper and where it appears."""
    text = passage.text
    accepted = _ACCEPTED.search(text, start, end)
    if accepted is None or not re.search(
        r"\b(?:paper|article|work|manuscript|preprint|study|chapter)\b|[“\"]", text[start:end], re.IGNORECASE
    ):
        return
    quoted = _QUOTED.search(text, start, end)
    if quoted is None or _NO_WORK.match(text, quoted.end()) or _NO_WORK_BEFORE.search(text, start, quoted.start()):
        return
    title = Found(*quoted.span("title"))
    dates = [d for d in dates_in(text) if start <= d.start < end] or [d for d in dates_in(text) if d.end <= start][-1:]
    slots = {"title": title, "venue": _clean(text, *accepted.span("venue")), "date": _when(dates[:1])}
    yield make_fact(page, passage, Kind.PUBLICATIONS, "publications: news", slots, confidence=0.5, within=(start, end))


def _trimmed(text: str, start: int, end: int) -> Found | None:
    start, end = without_edge(text, start, end, _EDGE + _QUOTES)
    return Found(start, end) if end - start > 1 else None
