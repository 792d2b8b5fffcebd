"""Liquid in a page: values of the site and the page that stand for themselves, files that are included, loops.

Nothing is executed. ``{{ site.author.name }}`` is the value of the configuration, ``{% include intro.md %}`` is that
file, ``{% for paper in site.publications %}`` points to a collection; anything else prints nothing here.
Source: https://jekyllrb.com/docs/liquid, https://jekyllrb.com/docs/includes
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.read.clutter import clutter
from kg.read.view import Edit

#: Characters that values may add to a page. A page that asks for one a hundred thousand times gets no more.
MAX_ADDED = 100_000
#: Files that one page may include, one in the other too.
MAX_INCLUDES = 50

#: Filters that change how a value is written and not what it says.
_PLAIN = r"(?:\s*\|\s*(?:escape|escape_once|strip|strip_html|markdownify|smartify|xml_escape|normalize_whitespace)\s*)*"
_OUTPUT = re.compile(r"\{\{-?\s*(?P<key>(?:site|page)(?:\.[\w-]+){1,6})" + _PLAIN + r"\s*-?\}\}")
_INCLUDE = re.compile(r"\{%-?\s*(?P<how>include|include_relative|include_cached)\s+(?P<name>[\w./-]{1,200})(?![\w./-])")
_LOOP = re.compile(
    r"\{%-?\s*(?:for|assign|tablerow)\s+\w+\s*(?:in|=)\s*(?:\(?\s*)site\.(?P<name>(?:data\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){0,6})(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Include:
    """A file that a page includes: its name, whether it lies beside the page, and where in the page it is named."""

    name: str
    beside: bool
    at: int


@dataclass(frozen=True, slots=True)
class Loop:
    """A collection, or a data file (``data.cv.talks``), that a page goes through, and where."""

    name: str
    at: int


def resolved(text: str, values: Mapping[str, str]) -> Iterator[Edit]:
    """The edits that put values in the place of what asks for them, in order."""
    added = 0
    for output in _OUTPUT.finditer(text):
        value = " ".join(values.get(output["key"].casefold(), "").split())
        added += len(value)
        if added > MAX_ADDED:
            return
        if value:
            yield Edit(output.start(), output.end(), value)


def includes(text: str) -> Iterator[Include]:
    """The files that a page includes, in order; not those that a loop or a comment has."""
    for number, (start, end) in enumerate((edit.start, edit.end) for edit in clutter(text)):
        if found := _INCLUDE.match(text, start, end):
            yield Include(found["name"], found["how"] == "include_relative", start)
        if number > 100 * MAX_INCLUDES:
            return


def loops(text: str) -> Iterator[Loop]:
    """The collections and data files that a page goes through, in order."""
    for found in _LOOP.finditer(text):
        yield Loop(found["name"], found.start())
