"""Pages to facts of projects: named software, data sets, systems that the owner built or leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.dates import as_edtf
from kg.extract.grants import is_grant
from kg.extract.headings import Section
from kg.extract.language import sentences
from kg.extract.mentions import affiliations
from kg.extract.page import Found, Page, Passage, dates_in, make_fact, without_edge
from kg.extract.sections import groups
from kg.model import BlockKind, Fact, Kind

_EDGE = " \t*_,.;:：–—-|()[]“”\"'!"
_LONGEST = 90
# What the owner says of a thing that is his or hers, with the thing's name behind it.
_MINE = re.compile(
    r"\b(?:creator|author|maintainer|co-?creator|developer|lead\s+developer|core\s+developer|contributor"
    r"|founder)\s+of\s+(?:the\s+)?"
    r"|\b(?:I|we)\s+(?:\w+\s+)?(?:develop(?:ed)?|created?|built|maintain(?:ed)?|released?|lead|led"
    r"|open-?sourced)\s+(?:the\s+|an?\s+)?"
    r"|\b(?:leading|led|lead)\s+the\s+development\s+of\s+(?:the\s+)?|\bI[’']?a?m\s+(?:also\s+)?building\s+",
    re.IGNORECASE,
)
# "I work on MossKit", "we contribute to OpenTide": only what has the looks of a name, for people work on subjects too.
_WORKS_ON = re.compile(
    r"\b(?:I|we|also|currently|am|[’']m|been)\s+(?:\w+\s+){0,2}?(?:work(?:ed|ing)?\s+on|contribut\w+\s+to"
    r"|develop(?:ed|ing)?"
    r"|creat(?:ed|ing)|buil(?:t|ding)|maintain(?:ed|ing)?|launch(?:ed|ing)?|releas(?:ed|ing)|lead(?:ing)?|led"
    r"|design(?:ed|ing)?)"
    r"\s+(?:the\s+|an?\s+|our\s+)?(?:(?:open|[Pp]ython|R|software|web|mobile)[\w-]*\s+)?(?:(?:package|tool|library"
    r"|app|platform|project|data\s?set)\s+)?[“\"*]?"
)
# A coined name: a capital or a digit inside the word, as in SciPy, arXiv, GraphDB, Bi3.
_COINED = re.compile(r"(?:[A-Z]?[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]{2,}\w*|[A-Z][a-z]*-?\d\w*|[a-z]+_[a-z_]+)(?![\w-])")
_NAME = re.compile(r"[A-Z][\w.+-]*(?:[ -][A-Z0-9][\w.+-]*){0,5}|[a-z]+[A-Z][\w-]+")
_NO_PROJECT = frozenset(("phd", "github", "linkedin", "youtube", "chatgpt", "arxiv", "ph.d", "bsc", "msc", "postdoc"))
_REPOSITORY = re.compile(
    r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co)/[^/]+/[^/#?]+/?$|pypi\.org/project", re.IGNORECASE
)
_VAGUE = re.compile(
    r"^(?:here|this(?:\s+\w+)?|link|code|github|paper|website|project|page|slides|demo|video|repo|repository|pdf"
    r"|source|[\w-]+\s+(?:page|site|template|theme)|my\b.*|the"
    r"|one|more)$",
    re.IGNORECASE,
)


def projects(page: Page) -> Iterator[Fact]:
    """One fact a project, in page order."""
    for passage in groups(page, (Section.PROJECTS,)):
        name = None if is_grant(passage.text) else _listed_name(passage)
        if name is not None and _is_named(passage, name):
            yield _fact(page, passage, name, "projects: list", 0.6)
    for passage in page.passages:
        if (
            passage.section in (Section.NONE, Section.ABOUT, Section.OTHER, Section.NEWS)
            and passage.kind is not BlockKind.HEADING
        ):
            for start, end in sentences(passage.text):
                yield from _sentence(page, passage, start, end)


def _is_named(passage: Passage, name: Found) -> bool:
    """Whether an entry has a name and not only a subject: "FjordSim: …" is a project, "Ice dynamics" a theme."""
    words = passage.text[name.start : name.end]
    repository = any(k.start < name.end and name.start < k.end and _REPOSITORY.search(k.url) for k in passage.links)
    coined = any(_COINED.fullmatch(word.strip("()")) or word.isupper() and len(word) > 2 for word in words.split())
    if coined or repository or not words.isascii():
        return True
    told = _DESCRIBED.match(passage.text, name.end) or dates_in(passage.text)
    title = all(word[:1].isupper() or word in ("of", "for", "and", "the") for word in words.split())
    return bool(told) and (title and len(words.split()) < 5 or " " not in words)


_DESCRIBED = re.compile(r"[*_]*\s*(?:[:：(（,]|\s[–—-]\s)")


def _fact(
    page: Page, passage: Passage, name: Found, rule: str, confidence: float, within: tuple[int, int] | None = None
) -> Fact:
    start, end = within or (0, len(passage.text))
    date = next((d for d in dates_in(passage.text) if start <= d.start < end), None) if within is None else None
    when = Found(date.start, date.end, as_edtf(date)) if date else None
    head = passage.starts[1] if within is None and len(passage.starts) > 1 else end
    whose = next((a.organization for a in affiliations(passage.text, name.end, head) if a.organization), None)
    owner = Found(whose.start, whose.end) if whose and whose.kind != "name" and within is None else None
    slots = {"name": name, "organization": owner, "date": when}
    return make_fact(page, passage, Kind.PROJECTS, rule, slots, confidence=confidence, within=within)


def _listed_name(passage: Passage) -> Found | None:
    """The bold or linked words at the beginning of an entry, else its words up to a colon or a dash."""
    text = passage.text
    head = passage.starts[1] - 1 if len(passage.starts) > 1 else len(text)
    for span in sorted(
        [(m.start, m.end) for m in passage.marks if m.kind == "strong"]
        + [(k.start, k.end) for k in passage.links if not k.image]
    ):
        if span[1] <= head and not _VAGUE.match(text[slice(*span)].strip(_EDGE)) and not dates_in(text[slice(*span)]):
            return _trimmed(text, *span)
    if passage.kind is BlockKind.PARAGRAPH and head > _LONGEST:
        return None
    cut = re.search(r"\s[–—-]\s|[:：]", text[:head])
    end = cut.start() if cut else head
    comma = text.find(", ", 0, end)
    behind = comma > 0 and (dates_in(text[comma:end]) or any(a.organization for a in affiliations(text, comma, end)))
    return _trimmed(text, 0, comma if behind else end)  # "FERMIAC, Some Laboratory, 1947"


def _sentence(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    text = passage.text
    for mine in _MINE.finditer(text, start, end):
        link = next((k for k in passage.links if k.start <= mine.end() + 1 < k.end), None)
        name = (link.start, link.end) if link else None
        if name is None and (match := _NAME.match(text, mine.end(), end)):
            name = match.span() if any(c.isupper() for c in match.group()[1:]) else None
        if name is not None and (found := _trimmed(text, *name)) is not None:
            yield _fact(page, passage, found, "projects: sentence", 0.5, (start, end))
    for works in _WORKS_ON.finditer(text, start, end):
        if (coined := _COINED.match(text, works.end(), end)) and coined[0].casefold() not in _NO_PROJECT:
            yield _fact(page, passage, Found(*coined.span()), "projects: coined name", 0.5, (start, end))
    for link in passage.links:
        if (
            start <= link.start < end
            and _REPOSITORY.search(link.url)
            and not _VAGUE.match(text[link.start : link.end].strip(_EDGE))
        ):
            found = _trimmed(text, link.start, link.end)
            if found is not None:
                yield _fact(page, passage, found, "projects: repository", 0.5, (start, end))


def _trimmed(text: str, start: int, end: int) -> Found | None:
    start, end = without_edge(text, start, end, _EDGE)
    words = text[start:end]
    return Found(start, end) if 2 <= len(words) <= _LONGEST and not _VAGUE.match(words) else None
