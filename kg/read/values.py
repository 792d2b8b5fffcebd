"""A Field → the Field with what a reader sees of its value: people write Markdown and HTML in front matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.model import Field, Line, Piece
from kg.read.clutter import clutter
from kg.read.markdown import TEXT_MARK, read_markdown
from kg.read.page import Page
from kg.read.view import Edit, View

#: A value without any of these is one line and means itself.
_SPECIAL = re.compile(r"[\\`*_\[\]<>{}&~|#\x00-\x1f\x7f\xa0\u200b]|//|www\.|\s\s|^[-+=•]|^\d+[.)]\s")
#: The escapes of quoted values that stand for one character, by the quote.
_ESCAPES: Mapping[str, tuple[re.Pattern[str], Callable[[str], str]]] = {
    '"': (
        re.compile(
            r"""\\(?:["\\/ ntrbf]|x[0-9a-f]{2}|ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|u(?!d[89ab])[0-9a-f]{4})""",
            re.IGNORECASE,
        ),
        lambda code: _character(code[1:]),
    ),
    "'": (re.compile("''"), lambda code: "'"),
}  # fmt: skip


def _character(code: str) -> str:
    """What an escape stands for; JSON writes what lies beyond 16 bits as two halves."""
    if code[0] not in "xuXU":
        return {"n": "\n", "t": "\t", "r": "\n", "b": " ", "f": " "}.get(code[0], code[0])
    high = int(code[1:5], 16)
    return chr(high) if len(code) < 11 else chr(0x10000 + (high - 0xD800) * 0x400 + int(code[7:], 16) - 0xDC00)


def with_lines(field: Field, text: str) -> Field:
    """The field with its ``lines``."""
    start, end = field.span.start, field.span.end
    if text[start:end] == field.value and not _SPECIAL.search(field.value):
        return replace(field, lines=(Line(field.value, (Piece(0, field.span),)),))
    view = View.of(text, start, end)
    quote = text[start - 1 : start]
    if quote in _ESCAPES and text[end : end + 1] == quote:
        escape, character = _ESCAPES[quote]
        view = view.edit([Edit(*found.span(), character(found[0])) for found in escape.finditer(view.text)])
    view = view.edit([Edit(*indent.span()) for indent in re.finditer(r"(?<=\n)[ \t]+", view.text)])
    if "\n" not in view.text:
        view = view.edit([Edit(0, 0, TEXT_MARK)])  # "1. FC Köln", "2019. Ph.D." are no lists
    page = Page(text)
    read_markdown(page, view.edit(clutter(view.text)), text)
    return replace(field, lines=tuple(line for block in page.close() for line in block.lines))
