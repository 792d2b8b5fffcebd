"""Markdown, with the HTML in it → Page. The only module that knows pyromark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyromark

from kg.model import Span
from kg.read.html import KNOWN, TAG, read_tag
from kg.read.page import BLOCKS, Page
from kg.read.view import Edit, View

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
#: Stands for an inline tag while Markdown is parsed. Punctuation, so that emphasis beside a tag works as it does
#: beside ``<``, and so rare that no page has it.
TAG_MARK = "\u2e42"
#: Stands before a text that is part of a line, so that it is not taken for a list or a heading.
TEXT_MARK = "\u2e43"
#: How often a text inside HTML or inside an indented block is parsed again.
MAX_DEPTH = 4

_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS, key=len, reverse=True))}|br)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|\n" + TAG_MARK + TEXT_MARK + r"]|://|@|www\.")
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]{}（）【】，。；、]+(?:\([^\s<>()]*\)[^\s<>\"'()\[\]]*)*", re.IGNORECASE)
_INLINE_ONLY = frozenset({"p", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption"})
_SETEXT = re.compile(r"(?<=\n)(?P<before>[^\n]*\S[^\n]*\n)(?P<last>[^\n]*\S[^\n]*\n)(?P<rule>=+|-{3,})[ \t]*(?=\n|\Z)")


def read_markdown(page: Page, view: View, source: str) -> None:
    """Tell a page about all of a Markdown text."""
    _Reader(page, _prepared(view), source).read()


def _prepared(view: View) -> View:
    edits: list[Edit] = []
    for tag in TAG.finditer(view.text):
        name = tag[2].lower()
        if name in KNOWN and (name not in BLOCKS):
            edits.append(Edit(tag.start(), tag.end(), TAG_MARK))
    view = view.edit(edits) if edits else view
    rules = []
    for found in _SETEXT.finditer(view.text):
        before, last, rule = found["before"].strip(), found["last"].strip(), found["rule"]
        if before[0] in "#<|" or set(before) <= set("-=*_ ") or "|" in last:
            continue
        if rule[0] == "-" and (len(last.split()) > 5 or last[-1] in ".,;:!?)"):
            rules.append(Edit(found.start("rule"), found.start("rule"), "\n"))
        else:
            rules.append(Edit(found.start("last"), found.start("last"), "\n"))
    return view.edit(rules) if rules else view


class _Reader:
    def __init__(self, page: Page, view: View, source: str) -> None:
        self._page, self._view, self._source = page, view, source
        self._links: dict[str, tuple[str, str]] = {}
        if "]:" in view.text:
            for label, found in pyromark.reference_definitions(view.text, options=_OPTIONS).items():
                self._links[" ".join(label.split()).casefold()] = (found["dest"], found.get("title") or "")
        self._parser = pyromark.Markdown(options=_OPTIONS, broken_link_callback=self._reference)

    def _reference(self, link: Mapping[str, Any]) -> tuple[str, str] | None:
        return self._links.get(" ".join(str(link["reference"]).split()).casefold())

    def read(self) -> None:
        self._parse(self._view, 0)

    # Each handler is a row of a table; a container that is not content is skipped with all that is in it.
    def _parse(self, view: View, depth: int) -> None:
        page = self._page
        skip = 0
        collected: list[tuple[int, int]] = []
        images: list[tuple[int, str, str]] = []
        inside: str = ""
        heads = False
        for event, start, end in _events(self._parser, view.text):
            if isinstance(event, str):
                name, value = event, None
            else:
                name, value = next(iter(event.items()))
            if inside:
                if name == "End" and (value == "HtmlBlock" or "CodeBlock" in value):
                    lines = view.join((a, b, "") for a, b in collected)
                    if inside == "html":
                        self._html(lines, depth)
                    elif inside == "indented":
                        self._again(lines, depth)
                    inside = ""
                elif name in ("Html", "Text"):
                    collected.append((start, end))
                continue
            if name == "Text":
                self._text(view, start, end, value)
            elif name == "SoftBreak":
                page.soft_break(*view.hull(start, end))
            elif name == "HardBreak":
                page.break_line()
            elif name == "Start":
                kind, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
                if kind == "HtmlBlock":
                    inside, collected = "html", []
                elif kind == "CodeBlock":
                    inside, collected = ("indented" if data == "Indented" else "code"), []
                elif kind == "Heading":
                    page.start(data["level"].lower(), markdown=True)
                elif kind == "List":
                    page.start("ul" if data is None else "ol", markdown=True)
                elif kind == "Link":
                    url, title = data["dest_url"], data["title"]
                    if data["link_type"] == "Email":
                        url = f"mailto:{url}"
                    page.start("a", {"href": url, "title": title}, markdown=True, span=self._address(view, start, end, url))
                elif kind == "Image":
                    images.append((page.size, data["dest_url"], data["title"]))
                elif kind == "TableHead":
                    heads = True
                    page.start("tr", markdown=True)
                elif kind == "TableCell":
                    page.start("th" if heads else "td", markdown=True)
                elif kind in _TAGS:
                    page.start(_TAGS[kind], markdown=True)
            elif name == "End":
                kind, data = (value, None) if isinstance(value, str) else next(iter(value.items()))
                if kind == "Heading":
                    page.end(data.lower(), markdown=True)
                elif kind == "List":
                    page.end("ol" if data else "ul", markdown=True)
                elif kind == "Link":
                    page.end("a", markdown=True)
                elif kind == "Image":
                    begin, url, title = images.pop()
                    page.image(begin, url, title, self._address(view, start, end, url))
                elif kind == "TableHead":
                    heads = False
                    page.end("tr", markdown=True)
                elif kind == "TableCell":
                    page.end("th" if heads else "td", markdown=True)
                elif kind in _TAGS:
                    page.end(_TAGS[kind], markdown=True)
            elif name == "Code":
                ticks = len(view.text[start:end]) - len(view.text[start:end].lstrip("`"))
                page.start("code")
                self._plain(view, start + ticks, end - ticks)
                page.end("code")
            elif name == "InlineHtml":
                read_tag(page, self._source, *view.hull(start, end))
            elif name == "Rule":
                page.end_block()

    def _address(self, view: View, start: int, end: int, url: str) -> Span | None:
        first, last = view.hull(start, end)
        place = self._source.rfind(url.removeprefix("mailto:"), first, last) if url else -1
        if place < 0:
            return None
        return Span(place, place + len(url.removeprefix("mailto:")))

    def _text(self, view: View, start: int, end: int, value: str) -> None:
        written = view.text[start:end]
        if written != value:
            self._page.decoded(value, *view.hull(start, end))
            return
        self._plain(view, start, end)

    def _plain(self, view: View, start: int, end: int) -> None:
        for left, right, run in view.slices(start, end):
            if run.verbatim:
                self._page.text(run.start + left - run.at, run.start + right - run.at)
            elif view.text[left:right] == TAG_MARK:
                read_tag(self._page, self._source, run.start, run.end)

    def _again(self, view: View, depth: int) -> None:
        if depth < MAX_DEPTH:
            self._parse(_dedented(view), depth + 1)
        else:
            self._plain(view, 0, len(view.text))

    def _html(self, view: View, depth: int) -> None:
        """A stretch of HTML: its block tags, and between them text that is read as Markdown."""
        done = 0
        inside = ""
        for tag in _BLOCK_TAG.finditer(view.text):
            self._between(view, done, tag.start(), inside, depth)
            read_tag(self._page, self._source, *view.hull(tag.start(), tag.end()))
            inside = tag[0].strip("<>").split()[0].lower()
            done = tag.end()
        self._between(view, done, len(view.text), inside, depth)

    def _between(self, view: View, start: int, end: int, inside: str, depth: int) -> None:
        text = view.text[start:end]
        if not text.strip():
            return
        if not _SPECIAL.search(text):
            self._plain(view, start, end)
            return
        if "\n" not in text.strip() or inside in _INLINE_ONLY or depth >= MAX_DEPTH:
            lines = list(re.finditer(r"[ \t]*([^\n]*\S[^\n]*\n?)", text))
            marks = [Edit(start + line.start(), start + line.start(1), TEXT_MARK) for line in lines]
            part = view.join([(start, end, "")])
            marks = [Edit(m.start - start, m.end - start, m.text) for m in marks]
            self._parse_inline(part.edit(marks), depth)
            return
        self._again(view.join([(start, end, "")]), depth)

    def _parse_inline(self, view: View, depth: int) -> None:
        self._parse(view, depth + 1)


_TAGS: Mapping[str, str] = {
    "Paragraph": "p", "Item": "li", "Emphasis": "em", "Strong": "strong", "Strikethrough": "del",
    "TableRow": "tr", "DefinitionList": "dl", "DefinitionListTitle": "dt", "DefinitionListDefinition": "dd",
    "Table": "table", "BlockQuote": "blockquote",
}  # fmt: skip


def _dedented(view: View) -> View:
    """The lines of a view without the white space that they all begin with."""
    lines = [m for m in re.finditer(r"([ \t]*)\S[^\n]*", view.text)]
    margin = min((len(line[1]) for line in lines), default=0)
    return view.edit([Edit(line.start(), line.start() + margin) for line in lines]) if margin else view


def _events(parser: pyromark.Markdown, text: str) -> Iterator[tuple[Any, int, int]]:
    events = list(parser.events_with_range(text))
    if text.isascii():
        for event, place in events:
            yield event, place["start"], place["end"]
        return
    data = text.encode()
    offsets: dict[int, int] = {}
    done = characters = 0
    for offset in sorted({offset for _, place in events for offset in place.values()}):
        characters += len(data[done:offset].decode())
        offsets[offset] = characters
        done = offset
    for event, place in events:
        yield event, offsets[place["start"]], offsets[place["end"]]
