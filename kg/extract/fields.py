"""Fields of front matter or of a data file to passages: a value as the page shows it, each word in its place.

A field's value can be prose with HTML or Markdown in it (``bio``, ``subtitle``). As a passage it is read like any
other paragraph of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kg.extract.headings import Section
from kg.extract.page import Found, Page, Passage
from kg.model import BlockKind, Document, Field, Line, Link, Piece, Span

FRONT_MATTER = "front matter"  # the heading of all evidence that lies in it

_MARKUP = re.compile(
    r"""
      (?P<break> <\s*/?\s*(?:br|p|div|li|ul|h\d)\b[^<>]{0,400}> | \n[ \t]*\n )
    | (?P<open>  <\s*a\b[^<>]{0,2000}> )
    | (?P<close> <\s*/\s*a\s*> )
    | (?P<tag>   <!--.{0,2000}?--> | <\s*/?\s*[a-zA-Z][^<>]{0,400}> )
    | (?P<link>  (?<!!)\[(?P<words>[^\[\]\n]{1,200})\]\((?P<url>[^()\s]{1,600})\) )
    | (?P<mark>  \*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w) )
    | (?P<entity> &(?:\#?\w{1,10}); )
    | (?P<blank> \s+ )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_HREF = re.compile(r"""href\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>]+))""", re.IGNORECASE)


def key_of(field: Field) -> str:
    """The keys that lead to a field, joined by dots, list positions left out, in lower case.

    >>> key_of(Field(("Social", 0, "link"), "https://github.com/ada", Span(0, 1)))
    'social.link'
    """
    return ".".join(str(part).casefold() for part in field.path if isinstance(part, str))


def fields_of(page: Page, keys: re.Pattern[str]) -> Iterator[Field]:
    """The fields whose whole key matches, in the order of the file."""
    return (field for field in page.document.fields if field.value.strip() and keys.fullmatch(key_of(field)))


def passage_of(document: Document, field: Field, section: Section = Section.ABOUT) -> Passage:
    """The text of a field as a passage, markup removed, its links kept."""
    raw = document.text[field.span.start : field.span.end]
    if "".join(raw.split()) == "".join(field.value.split()):
        lines = _lines(raw, field.span.start)
    else:  # escapes or a block indicator: the text stands for the whole of its source
        text = " ".join(unescape(re.sub(r"<[^<>]{0,400}>", " ", field.value)).split()) or " "
        lines = [Line(text, (Piece(0, field.span, verbatim=False),))]
    starts, links, at = [], [], 0
    for line in lines:
        starts.append(at)
        links += [Link(k.start + at, k.end + at, k.url, span=k.span) for k in line.links]
        at += len(line.text) + 1
    return Passage(
        text="\n".join(line.text for line in lines),
        lines=tuple(lines),
        starts=tuple(starts),
        links=tuple(links),
        marks=(),
        blocks=(),
        own=len(lines),
        kind=BlockKind.PARAGRAPH,
        depth=0,
        section=section,
        heading=FRONT_MATTER,
        path=(FRONT_MATTER,),
    )


class _Filling:
    """One line as it is filled, from left to right."""

    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[Piece] = []
        self.links: list[Link] = []
        self.opened: tuple[int, str, Span] | None = None

    def add(self, text: str, span: Span, *, verbatim: bool = True) -> None:
        if text == " " and (not self.text or self.text[-1] == " "):
            return
        if text:
            self.pieces.append(Piece(len(self.text), span, verbatim))
            self.text += text

    def close(self) -> None:
        if self.opened is not None:
            start, url, span = self.opened
            self.links.append(Link(start, len(self.text), url, span=span))
            self.opened = None

    def line(self) -> Line:
        self.close()
        return Line(self.text, tuple(self.pieces), tuple(self.links))


def _lines(raw: str, base: int) -> list[Line]:
    lines, filling, at = [], _Filling(), 0
    for match in _MARKUP.finditer(raw):
        filling.add(raw[at : match.start()], Span(base + at, base + match.start()))
        at = match.end()
        span = Span(base + match.start(), base + match.end())
        kind = match.lastgroup if match["link"] is None else "link"
        if kind == "break":
            lines.append(filling.line())
            filling = _Filling()
        elif kind == "open":
            filling.close()
            href = _HREF.search(match[0])
            url = (href["a"] or href["b"] or href["c"] or "") if href else ""
            where = match.start() + match[0].find(url)
            filling.opened = (len(filling.text), unescape(url), Span(base + where, base + where + len(url)))
        elif kind == "close":
            filling.close()
        elif kind == "link":
            start = len(filling.text)
            filling.add(match["words"], Span(base + match.start("words"), base + match.end("words")))
            place = Span(base + match.start("url"), base + match.end("url"))
            filling.links.append(Link(start, len(filling.text), match["url"], span=place))
        elif kind == "entity":
            filling.add(unescape(match[0]), span, verbatim=False)
        elif kind == "blank":
            filling.add(" ", span, verbatim=False)
    filling.add(raw[at:], Span(base + at, base + len(raw)))
    lines.append(filling.line())
    return [line for line in lines if line.text.strip()] or [Line(" ", (Piece(0, Span(base, base + len(raw)), False),))]


def whole(passage: Passage, text: str = "") -> Found:
    """All of a passage, trimmed, as one value."""
    start = len(passage.text) - len(passage.text.lstrip())
    return Found(start, len(passage.text.rstrip()) or len(passage.text), text)
