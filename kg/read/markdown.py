"""Markdown, with the HTML in it → Page. The only module that knows pyromark.

Pages are written for kramdown, Goldmark and GitHub, and pyromark reads CommonMark: ``_prepared`` bridges the
difference where people's habits meet it. Text inside HTML is read as Markdown too, ``markdown="1"`` or not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import accumulate
from typing import Any, NamedTuple

import pyromark

from kg.model import Span
from kg.read.html import ENTITY, TAG, read_tag
from kg.read.page import BLOCKS, Page
from kg.read.view import Edit, View

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
#: Stands for an inline tag while Markdown is parsed. Punctuation, so that emphasis beside it works as beside ``<``.
TAG_MARK = "\u2e42"
#: Stands before a text that is a part of a line, so that it is not taken for a list or a heading.
TEXT_MARK = "\u2e43"
#: How often text inside HTML, or in an indented block, is parsed again.
MAX_DEPTH = 4

#: Text between HTML tags without any of these means itself.
_SPECIAL = re.compile(rf"[\\`*_\[\]<&~\n{TAG_MARK}]")
#: What stands for another character in Markdown: entities, and punctuation behind a backslash.
_CODED = re.compile(rf"{ENTITY.pattern[:-1]}|\\(?P<escaped>[!-/:-@\[-`{{-~])")
#: Elements that hold no blocks: "1. " and "# " in them are words.
_PHRASES = frozenset({"p", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption"})


def read_markdown(page: Page, view: View, source: str) -> None:
    """Tell a page about all of a Markdown text."""
    tags: dict[int, str] = {}
    view = _prepared(view, tags)
    links = _definitions(view.text)
    parser = pyromark.Markdown(options=_OPTIONS, broken_link_callback=lambda link: links.get(_label(link["reference"])))
    _Reader(page, source, tags, parser).read(view)


# ---------------------------------------------------------------------------------------------------------------
# habits that CommonMark does not know


def _prepared(view: View, tags: dict[int, str]) -> View:
    """A view on which CommonMark gives what people see. Inline tags go to ``tags``, by their place in the source."""

    def mark(start: int, end: int, tag: str) -> Edit:
        tags[view.source(start, end)[0]] = tag
        return Edit(start, end, TAG_MARK)

    inline = (tag for tag in TAG.finditer(view.text) if tag["name"].lower() not in BLOCKS)
    view = view.edit([mark(*tag.span(), tag[0]) for tag in inline])
    view = view.edit([mark(*edit) for edit in _emphases(view.text)])
    return view.edit(_structure(view.text))


_EMPHASIS = re.compile(r"(?<![\\*])(?P<mark>\*{2,3})(?!\*)(?P<words>[^*\n]+)(?<!\\)(?P<end>(?P=mark))(?!\*)")


def _emphases(text: str) -> Iterator[tuple[int, int, str]]:
    """Emphasis that CommonMark leaves as asterisks: ``**姓名：**张三``, ``**Name:**text``, ``** Name**``.

    It wants a blank or punctuation outside where punctuation is inside; kramdown does not. Single asterisks are left
    alone: "Ada*, Grace*" are marks of equal contribution.
    """
    for found in _EMPHASIS.finditer(text):
        words, start, end = found["words"], *found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if not words.strip():
            continue
        opens = not words[0].isspace() and (words[0].isalnum() or not before or not before.isalnum())
        closes = not words[-1].isspace() and (words[-1].isalnum() or not after or not after.isalnum())
        if not (opens and closes):
            yield *found.span("mark"), "<strong>"
            yield *found.span("end"), "</strong>"


_LINE = re.compile(r"[^\n]*\n?")
_BULLET = re.compile(r"[ \t]*([•●▪■◦‣∙·○➢➤►])([ \t\u00a0]*)(?=\S)")
#: "2019. I moved" shows its year as the number of a list; it is the year that counts.
_YEAR = re.compile(r"[ \t]*(?=(?:19|20)\d\d[.)][ \t])")
_TIGHT_HEADING = re.compile(r"[ ]{0,3}(#{2,6}(?=[^\s#])|#(?=[A-Z\u4e00-\u9fff]))")
_RULE = re.compile(r"[ ]{0,3}(=+|-{3,})[ \t]*\r?$")
_NOT_TEXT = re.compile(r"[ \t]*(?:$|[#>|<]|[-*_=][-*_= \t]*$|(?:[-*+]|\d+[.)])[ \t])")
#: A longer line above dashes is a paragraph with a rule below it.
_HEADING_WORDS = 12
#: The same where more lines stand before it.
_LAST_LINE_WORDS = 5


def _structure(text: str) -> Iterator[Edit]:
    """Bullets of other kinds, headings without a blank, underlines below a paragraph of several lines."""
    before = last = ""
    start_of_last = 0
    for found in _LINE.finditer(text):
        line, start = found[0].rstrip("\r\n"), found.start()
        if rule := _RULE.match(line):
            if not _NOT_TEXT.match(last):
                yield from _underline(before, last, rule[1], start_of_last, start)
        elif bullet := _BULLET.match(line):
            yield Edit(start + bullet.start(1), start + bullet.end(1), "-")
            if bullet[2][:1] != " ":
                yield Edit(start + bullet.start(2), start + bullet.end(2), " ")
        elif year := _YEAR.match(line):
            yield Edit(start + year.end(), start + year.end(), "- ")
            yield Edit(start + year.end(), start + year.end(), TEXT_MARK)
        elif hashes := _TIGHT_HEADING.match(line):
            yield Edit(start + hashes.end(), start + hashes.end(), " ")
        before, last, start_of_last = last, line, start


def _underline(before: str, last: str, rule: str, start_of_last: int, start: int) -> Iterator[Edit]:
    several = not _NOT_TEXT.match(before)
    words = len(last.split())
    is_sentence = last.rstrip()[-1] in ".,;:!?)。，；：！？）"
    if rule[0] == "-" and (words > _HEADING_WORDS or (several and (words > _LAST_LINE_WORDS or is_sentence))):
        yield Edit(start, start, "\n")
    elif several:
        yield Edit(start_of_last, start_of_last, "\n")


def _definitions(text: str) -> Mapping[str, tuple[str, str]]:
    """The link definitions of a whole page, for the texts that are parsed apart from it."""
    if "]:" not in text:
        return {}
    found = pyromark.reference_definitions(text, options=_OPTIONS)
    return {_label(label): (link["dest"], link["title"] or "") for label, link in reversed(found.items())}


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


# ---------------------------------------------------------------------------------------------------------------
# events → page


class _Event(NamedTuple):
    """One event of the parser; ``name`` is such as ``Text``, ``+Paragraph`` (start) or ``-Link`` (end)."""

    name: str
    data: Any
    start: int
    end: int


@dataclass(slots=True)
class _Reader:
    """Reads one view; text within HTML or in an indented block is the view of a further reader."""

    page: Page
    source: str
    tags: Mapping[int, str]
    parser: pyromark.Markdown
    depth: int = 0
    view: View = field(default_factory=lambda: View.of("", 0, 0))
    leaf: list[tuple[int, int]] | None = None  # the lines of the HTML or code block that is open
    indented: bool = False
    cell: str = "td"
    images: list[tuple[int, str, str]] = field(default_factory=list)

    def read(self, view: View) -> None:
        self.view = view
        for event in _events(self.parser, view.text):
            if self.leaf is not None and event.name not in _LEAF_ENDS:
                self.leaf.append((event.start, event.end))
            elif handle := _HANDLERS.get(event.name):
                handle(self, event)
            elif tag := _ELEMENTS.get(event.name[1:]):
                (self.page.start if event.name[0] == "+" else self.page.end)(tag, markdown=True)

    def letters(self, start: int, end: int) -> None:
        """Characters of the view, as they are, but for the tags in them."""
        for run, shown in self.view.pieces(start, end):
            if run.verbatim:
                self.page.text(run.start, run.end)
            elif shown == TAG_MARK:
                read_tag(self.page, self.source, self.tags[run.start], run.start, run.end)
            elif shown != TEXT_MARK and run.start < run.end:  # else a mark of this reader's own, which nobody wrote
                self.page.decoded(shown, run.start, run.end)

    def text(self, event: _Event) -> None:
        written = self.view.text[event.start : event.end]
        if written == event.data:
            self.letters(event.start, event.end)
            return
        done = event.start
        for code in _CODED.finditer(self.view.text, event.start, event.end):
            self.letters(done, code.start())
            if code["escaped"]:
                self.letters(*code.span("escaped"))
            else:
                self.page.decoded(unescape(code[0]), *self.view.source(*code.span()))
            done = code.end()
        self.letters(done, event.end)

    def code(self, event: _Event) -> None:
        written = self.view.text[event.start : event.end]
        ticks = len(written) - len(written.lstrip("`"))
        self.page.start("code")
        for run in self.view.parts(event.start + ticks, event.end - ticks):
            self.page.text(run.start, run.end)
        self.page.end("code")

    def soft_break(self, event: _Event) -> None:
        self.page.soft_break(*self.view.source(event.start, event.end))

    def hard_break(self, event: _Event) -> None:
        self.page.break_line()

    def rule(self, event: _Event) -> None:
        self.page.end_block()

    def inline_html(self, event: _Event) -> None:
        written = self.view.text[event.start : event.end]
        read_tag(self.page, self.source, written, *self.view.source(event.start, event.end))

    def start_heading(self, event: _Event) -> None:
        self.page.start(event.data["level"].lower(), markdown=True)

    def end_heading(self, event: _Event) -> None:
        self.page.end(event.data.lower(), markdown=True)

    def start_list(self, event: _Event) -> None:
        self.page.start("ul" if event.data is None else "ol", markdown=True)

    def end_list(self, event: _Event) -> None:
        self.page.end("ol" if event.data else "ul", markdown=True)

    def start_link(self, event: _Event) -> None:
        url = event.data["dest_url"]
        if event.data["link_type"] == "Email":
            url = f"mailto:{url}"
        self.page.start("a", {"href": url, "title": event.data["title"]}, markdown=True, span=self.address(event, url))

    def start_image(self, event: _Event) -> None:
        self.images.append((self.page.size, event.data["dest_url"], event.data["title"]))

    def end_image(self, event: _Event) -> None:
        begin, url, title = self.images.pop()
        self.page.image(begin, url, title, self.address(event, url))

    def address(self, event: _Event, url: str) -> Span | None:
        """Where the address of a link stands in it: the words may be the same, so the last place counts."""
        first, last = self.view.source(event.start, event.end)
        for written in (url, url.removeprefix("mailto:")):
            if written and (place := self.source.rfind(written, first, last)) >= 0:
                return Span(place, place + len(written))
        return None

    def start_header(self, event: _Event) -> None:
        self.cell = "th"
        self.page.start("tr", markdown=True)

    def end_header(self, event: _Event) -> None:
        self.cell = "td"
        self.page.end("tr", markdown=True)

    def start_cell(self, event: _Event) -> None:
        self.page.start(self.cell, markdown=True)

    def end_cell(self, event: _Event) -> None:
        self.page.end(self.cell, markdown=True)

    def start_leaf(self, event: _Event) -> None:
        self.leaf, self.indented = [], event.data == "Indented"

    def end_html(self, event: _Event) -> None:
        self.html(self.lines())

    def end_code(self, event: _Event) -> None:
        """Code in fences is no content. Indented text is: pages indent what is no program."""
        lines = self.lines()
        if self.indented:
            self.again(lines)

    def lines(self) -> View:
        """The text of the block that just ended, without what its lines begin with (indentation, ``>``)."""
        lines, self.leaf = self.leaf or [], None
        edges = [0, *(edge for line in lines for edge in line), len(self.view.text)]
        return self.view.edit(Edit(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True))

    def again(self, view: View) -> None:
        """Text that the parser took for code or HTML is read as Markdown."""
        deeper = replace(self, depth=self.depth + 1, leaf=None, images=[])
        if self.depth < MAX_DEPTH:
            deeper.read(_dedented(view))
        else:
            deeper.view = view
            deeper.letters(0, len(view.text))

    def html(self, view: View) -> None:
        """A stretch of HTML: its block tags, and between them words and Markdown."""
        done = 0
        inside = ""
        for tag in TAG.finditer(view.text):
            self.between(view, done, tag.start(), inside)
            read_tag(self.page, self.source, tag[0], *view.source(*tag.span()))
            inside = "" if tag["end"] else tag["name"].lower()
            done = tag.end()
        self.between(view, done, len(view.text), inside)

    def between(self, view: View, start: int, end: int, inside: str) -> None:
        text = view.text[start:end]
        if not text.strip():
            return
        part = view.part(start, end)
        if not _SPECIAL.search(text) or inside == "pre":
            replace(self, view=part).letters(0, len(part.text))
        elif inside in _PHRASES or "\n" not in text.strip():
            self.again(part.edit(_as_phrase(text)))
        else:
            self.again(part)


def _as_phrase(text: str) -> Iterator[Edit]:
    for line in re.finditer(r"(?m)^[ \t]*(?=\S)", text):
        yield Edit(*line.span(), TEXT_MARK)


def _dedented(view: View) -> View:
    """The lines of a view without the white space that all of them begin with."""
    margins = [margin.span() for margin in re.finditer(r"(?m)^[ \t]*(?=\S)", view.text)]
    width = min((end - start for start, end in margins), default=0)
    return view.edit([Edit(start, start + width) for start, _ in margins]) if width else view


_ELEMENTS: Mapping[str, str] = {
    "Paragraph": "p",
    "BlockQuote": "blockquote",
    "Item": "li",
    "DefinitionList": "dl",
    "DefinitionListTitle": "dt",
    "DefinitionListDefinition": "dd",
    "Table": "table",
    "TableRow": "tr",
    "FootnoteDefinition": "div",
    "Emphasis": "em",
    "Strong": "strong",
    "Strikethrough": "del",
    "Link": "a",
}
_LEAF_ENDS = frozenset({"-HtmlBlock", "-CodeBlock"})
_HANDLERS: Mapping[str, Callable[[_Reader, _Event], None]] = {
    "Text": _Reader.text,
    "Code": _Reader.code,
    "SoftBreak": _Reader.soft_break,
    "HardBreak": _Reader.hard_break,
    "Rule": _Reader.rule,
    "InlineHtml": _Reader.inline_html,
    "+Heading": _Reader.start_heading,
    "-Heading": _Reader.end_heading,
    "+List": _Reader.start_list,
    "-List": _Reader.end_list,
    "+Link": _Reader.start_link,
    "+Image": _Reader.start_image,
    "-Image": _Reader.end_image,
    "+TableHead": _Reader.start_header,
    "-TableHead": _Reader.end_header,
    "+TableCell": _Reader.start_cell,
    "-TableCell": _Reader.end_cell,
    "+HtmlBlock": _Reader.start_leaf,
    "-HtmlBlock": _Reader.end_html,
    "+CodeBlock": _Reader.start_leaf,
    "-CodeBlock": _Reader.end_code,
}


def _events(parser: pyromark.Markdown, text: str) -> Iterator[_Event]:
    """The parser's events, one by one, their UTF-8 byte offsets turned into characters of the text."""
    character = _characters(text)
    for event, place in parser.events_with_range(text, merge_text=True):
        name, data = _named(event)
        if name in ("Start", "End"):
            kind, data = _named(data)
            name = ("+" if name == "Start" else "-") + kind
        yield _Event(name, data, character(place["start"]), character(place["end"]))


def _named(event: Any) -> tuple[str, Any]:
    return (event, None) if isinstance(event, str) else next(iter(event.items()))


#: Characters between two places whose byte offset is remembered.
_STEP = 64


def _characters(text: str) -> Callable[[int], int]:
    """A function from byte offsets in a text's UTF-8 to places in the text."""
    if text.isascii():
        return int
    data = text.encode()
    sizes = (len(text[place : place + _STEP].encode()) for place in range(0, len(text), _STEP))
    known = list(accumulate(sizes, initial=0))

    def character(offset: int) -> int:
        step = bisect_right(known, offset) - 1
        return step * _STEP + len(data[known[step] : offset].decode()) if offset < len(data) else len(text)

    return character
