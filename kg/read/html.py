"""HTML → Page.

The places of tags are found here, in one pass that takes linear time on any input; what a tag says, its attributes
and their entities, is read by ``html.parser``. (Whole pages are not fed to ``html.parser``: before Python 3.11.14 it
takes quadratic time on unclosed tags.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser

from kg.model import Field, Span
from kg.read.page import Page
from kg.read.view import View

#: One tag. ``<http://…>``, ``a < b`` and ``<name@host>`` are none. No ``<`` inside: so a search stops at the next one.
TAG = re.compile(
    r"""
    < (?P<end> /? ) (?P<name> [A-Za-z][A-Za-z0-9-]* )
    (?P<attributes> (?: [\s/] (?: [^<>=]++ | = \s*+ "[^"<]*+" | = \s*+ '[^'<]*+' | = )*+ )? ) >
    """,
    re.VERBOSE,
)
#: The attributes of a longer tag are not read: it holds an image or a program.
MAX_TAG = 10_000

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ADDRESS = re.compile(r"""\b(?:href|src)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)


class _Tag(HTMLParser):
    found: dict[str, str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in reversed(attrs)}


def read_tag(page: Page, source: str, written: str, start: int, end: int) -> None:
    """Tell a page about the tag ``written``, which stands at ``start`` to ``end`` of the source text."""
    tag = TAG.fullmatch(written)
    if tag is None:
        return
    name = tag["name"].lower()
    if tag["end"]:
        page.end(name, (start, end))
    elif "=" in tag["attributes"] and len(written) < MAX_TAG:
        attributes = parse_attributes(written)
        page.start(name, attributes, (start, end), span=_address(source, start, end, attributes))
    else:
        page.start(name, {"hidden": ""} if " hidden" in tag["attributes"] else {}, (start, end))


def parse_attributes(tag: str) -> Mapping[str, str]:
    """The attributes of one start tag, entities decoded; of two with one name, the first."""
    parser = _Tag(convert_charrefs=False)
    parser.found = {}
    parser.feed(tag)
    return parser.found


def _address(source: str, start: int, end: int, attributes: Mapping[str, str]) -> Span | None:
    """Where the address of a link or an image stands in its tag."""
    if not (wanted := attributes.get("href") or attributes.get("src")):
        return None
    for found in _ADDRESS.finditer(source, start, end):
        group = found.lastindex or 1
        if unescape(found[group]) == wanted:
            return Span(*found.span(group))
    return None


def read_html(page: Page, view: View, source: str) -> None:
    """Tell a page about all of an HTML text."""
    done = 0
    for tag in TAG.finditer(view.text):
        _read_words(page, view, done, tag.start())
        read_tag(page, source, tag[0], *view.source(*tag.span()))
        done = tag.end()
    _read_words(page, view, done, len(view.text))


def _read_words(page: Page, view: View, start: int, end: int) -> None:
    done = start
    for entity in ENTITY.finditer(view.text, start, end):
        if (character := unescape(entity[0])) != entity[0]:
            _read_letters(page, view, done, entity.start())
            page.decoded(character, *view.source(*entity.span()))
            done = entity.end()
    _read_letters(page, view, done, end)


def _read_letters(page: Page, view: View, start: int, end: int) -> None:
    for run, shown in view.pieces(start, end):
        if run.verbatim:
            page.text(run.start, run.end)
        else:
            page.decoded(shown, run.start, run.end)


_HEAD = re.compile(
    r"""
    <(?: title [^<>]*+ > (?P<title> [^<]*+ ) | meta \s [^<>]*+ > )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_META = frozenset({"author", "description", "keywords", "og:title", "og:site_name", "citation_author"})


def read_head(text: str, begin: int) -> Iterator[Field]:
    """What the head of an HTML page says about it, as fields ``title``, ``meta.author`` and so on."""
    for found in _HEAD.finditer(text, begin):
        if (title := found["title"]) is not None:
            if words := title.strip():
                start = found.start("title") + title.index(words)
                yield Field(("title",), " ".join(unescape(words).split()), Span(start, start + len(words)))
            continue
        if len(found[0]) >= MAX_TAG:
            continue
        attributes = parse_attributes(found[0])
        name, value = attributes.get("name") or attributes.get("property", ""), attributes.get("content", "").strip()
        place = text.find(value, *found.span()) if value else -1
        if name.lower() in _META and place >= 0:
            yield Field(("meta", name.lower()), value, Span(place, place + len(value)))
