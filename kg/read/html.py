"""HTML → Page. Tags are found with their places, and html.parser reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser

from kg.model import Span
from kg.read.page import BLOCKS, HIDDEN, MARKS, Page
from kg.read.view import View

#: One tag as Markdown pages have it; ``<http://…>``, ``a < b`` and ``<name@host>`` are none.
TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*')*)?)>""")
KNOWN = BLOCKS | HIDDEN | frozenset(MARKS) | {
    "a", "img", "br", "span", "font", "small", "big", "u", "ins", "sub", "mark", "abbr", "time", "label", "input",
    "button", "wbr", "link", "meta", "base", "nobr", "q", "source", "embed", "param", "picture", "col", "bdi", "ruby",
    "rt", "rp", "data", "output", "i-icon", "strike", "area", "track", "use", "path", "acronym", "blink", "marquee",
}  # fmt: skip
_URL = re.compile(r"""(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


class _Attributes(HTMLParser):
    found: dict[str, str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in reversed(attrs)}


_PARSER = _Attributes()


def read_tag(page: Page, source: str, start: int, end: int) -> None:
    """Tell a page about the tag that stands at ``start`` to ``end`` of the source text."""
    tag = TAG.fullmatch(source, start, end)
    if tag is None:
        return
    name = tag[2].lower()
    if tag[1]:
        page.end(name)
        return
    attributes: Mapping[str, str] = {}
    span = None
    if tag[3].strip(" /\n"):
        attributes = parse_attributes(source[start:end])
        span = address_span(source, start, end, attributes)
    page.start(name, attributes, (start, end), span=span)


def parse_attributes(tag: str) -> dict[str, str]:
    """The attributes of one start tag, entities decoded; of two with one name, the first."""
    _PARSER.reset()
    _PARSER.found = {}
    _PARSER.feed(tag)
    return _PARSER.found


def address_span(source: str, start: int, end: int, attributes: Mapping[str, str]) -> Span | None:
    """Where the address of a link or an image stands in its tag."""
    wanted = attributes.get("href") or attributes.get("src")
    if not wanted:
        return None
    for found in _URL.finditer(source, start, end):
        group = found.lastindex or 1
        if unescape(found[group]) == wanted:
            return Span(*found.span(group))
    return None


class _Reader(HTMLParser):
    """A whole HTML page. The view is the page without clutter."""

    def __init__(self, page: Page, view: View, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._page, self._view, self._source = page, view, source
        self._starts = [0, *(m.end() for m in re.finditer("\n", view.text))]
        self._hidden = 0
        self._pre = 0

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        here = self._here()
        attributes = {name: value or "" for name, value in reversed(attrs)}
        spans = list(self._view.spans(here, here + len(written)))
        start, end = self._view.hull(here, here + len(written))
        span = address_span(self._source, start, end, attributes) if len(spans) == 1 else None
        self._page.start(tag, attributes, (start, end), span=span)

    def handle_endtag(self, tag: str) -> None:
        self._page.end(tag)

    def handle_data(self, data: str) -> None:
        here = self._here()
        for start, end in self._view.spans(here, here + len(data)):
            self._page.text(start, end)

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}")

    def _entity(self, written: str) -> None:
        here = self._here()
        end = here + len(written)
        if self._view.text.startswith(";", end):
            end += 1
        self._page.decoded(unescape(self._view.text[here:end]), *self._view.hull(here, end))


def read_html(page: Page, view: View, source: str) -> None:
    """Tell a page about all of an HTML text."""
    reader = _Reader(page, view, source)
    reader.feed(view.text)
    reader.close()
