"""JSON → Fields with the places of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import NamedTuple

from kg.model import Field, Note, Span

#: More values than this are not read; a note says so.
MAX_FIELDS = 200_000
#: Keys and positions that lead to a value; deeper ones are passed over.
MAX_DEPTH = 50


_TOKEN = re.compile(
    r"""
    [\s,\ufeff]*+
    (?: (?P<open> [\[{] ) | (?P<close> [\]}] ) | (?P<string> " ) | (?P<colon> : )
      | (?P<word> [-+.\w]++ ) | (?P<other> \S ) | $ )
    """,
    re.VERBOSE,
)


class _Broken(NamedTuple):
    place: int
    what: str


def read_json(text: str, source: str) -> tuple[list[Field], list[Note]]:
    """The strings, numbers and truth values of a JSON text, in the order of the file; empty ones are left out.

    What is broken is read up to the mistake, and a note says where to mend it. Numbers stay as they are written.
    """
    fields: list[Field] = []
    for found in _values(text):
        if isinstance(found, _Broken):
            line = text.count("\n", 0, found.place) + 1
            message = f"line {line}: broken JSON ({found.what}); what stands before was read: mend that line"
            return fields, [Note(source, message, Span(found.place, found.place))]
        if len(fields) == MAX_FIELDS:
            return fields, [Note(source, f"the JSON has more than {MAX_FIELDS} values; the rest was not read")]
        fields.append(found)
    return fields, []


def _values(text: str) -> Iterator[Field | _Broken]:
    # The path of the value at hand: keys and list positions of all that is open. One loop, since files nest deeply.
    path: list[str | int] = []
    opened: list[str] = []
    at, key_wanted = 0, False
    while True:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            if opened or at == 0:
                yield _Broken(len(text), "it ends too early")
            return
        place, at = token.start(token.lastgroup), token.end()
        match token.lastgroup:
            case "open" if not key_wanted:
                opened.append(token["open"])
                path.append(-1 if token["open"] == "[" else "")
                _next(path, opened)
            case "close" if opened and opened[-1] == {"]": "[", "}": "{"}[token["close"]]:
                opened.pop()
                path.pop()
                _next(path, opened)
            case "string":
                try:
                    value, at = scanstring(text, at, False)
                except JSONDecodeError as error:
                    yield _Broken(place, error.msg)
                    return
                if key_wanted:
                    path[-1] = value or " "  # an empty one means that a key is wanted
                    colon = _TOKEN.match(text, at)
                    if colon is None or colon["colon"] is None:
                        yield _Broken(at, "a colon is missing behind a key")
                        return
                    at = colon.end()
                else:
                    yield from _field(path, value, text, place + 1, at - 1)
                    _next(path, opened)
            case "word" if not key_wanted and _WORD.fullmatch(token["word"]):
                if token["word"] != "null":
                    yield from _field(path, token["word"], text, place, at)
                _next(path, opened)
            case _:
                yield _Broken(place, f"unexpected {text[place : place + 20]!r}")
                return
        key_wanted = bool(opened) and opened[-1] == "{" and path[-1] == ""


_WORD = re.compile(r"-?\d++(?:\.\d++)?+(?:[eE][-+]?\d++)?+|true|false|null")


def _next(path: list[str | int], opened: list[str]) -> None:
    """What is open goes on with its next position, or with a key that is to come."""
    if path:
        last = path[-1]
        path[-1] = last + 1 if isinstance(last, int) else ""


def _field(path: list[str | int], value: str, text: str, start: int, end: int) -> Iterator[Field]:
    written = text[start:end]
    if value.strip() and len(path) <= MAX_DEPTH:
        span = Span(start + len(written) - len(written.lstrip()), end - len(written) + len(written.rstrip()))
        yield Field(tuple(path), value.strip(), span)
