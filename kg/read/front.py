"""Front matter and data files → Fields with the places of their values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from kg.model import Field, Note, Span

#: More than this is not what a person writes above a page.
MAX_FIELDS = 20_000
MAX_DEPTH = 60
MAX_CHARACTERS = 1_000_000

_YAML_OPEN = re.compile(r"\ufeff?\s*---[ \t]*\r?\n")
_YAML_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_TOML_OPEN = re.compile(r"\ufeff?\s*\+\+\+[ \t]*\r?\n")
_TOML_CLOSE = re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)
_SIMPLE = re.compile(r"^[ \t]*(?:-[ \t]+)?([\w.-]+)[ \t]*:[ \t]+(.*?)[ \t]*\r?$", re.MULTILINE)


def find_front(text: str) -> tuple[str, Span, int]:
    """The kind of front matter (``yaml``, ``toml`` or none), its place, and where the page begins after it."""
    for kind, opens, closes in (("yaml", _YAML_OPEN, _YAML_CLOSE), ("toml", _TOML_OPEN, _TOML_CLOSE)):
        if opened := opens.match(text):
            if closed := closes.search(text, opened.end()):
                return kind, Span(opened.end(), closed.start()), closed.end()
    return "", Span(0, 0), 0


def read_yaml(text: str, span: Span, source: str) -> tuple[list[Field], list[Note]]:
    """The scalars of a YAML text, in the order of the file."""
    part = text[span.start : span.end]
    if len(part) > MAX_CHARACTERS:
        return [], [Note(source, f"front matter longer than {MAX_CHARACTERS} characters was not read", span)]
    try:
        root = yaml.compose(part, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") and part.isascii() else yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = text.count("\n", 0, span.start) + 1 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "cannot be read"
        note = Note(source, f"line {line}: the YAML is broken ({problem}); put quotes around the value", span)
        return list(_simple(text, span)), [note]
    fields: list[Field] = []
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while stack and len(fields) < MAX_FIELDS:
        path, node = stack.pop()
        if len(path) > MAX_DEPTH:
            continue
        if isinstance(node, yaml.ScalarNode):
            if node.value and node.tag != "tag:yaml.org,2002:null":
                fields.append(Field(path, node.value, _scalar_span(text, node, span.start)))
        elif isinstance(node, yaml.MappingNode):
            stack += [((*path, key.value), value) for key, value in reversed(node.value) if isinstance(key, yaml.ScalarNode)]
        elif isinstance(node, yaml.SequenceNode):
            stack += [((*path, index), value) for index, value in reversed(list(enumerate(node.value)))]
    return fields, []


def _scalar_span(text: str, node: yaml.ScalarNode, offset: int) -> Span:
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    if node.style in ('"', "'"):
        return Span(start + 1, end - 1)
    if node.style in ("|", ">"):
        start = text.find("\n", start, end) + 1 or start
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def _simple(text: str, span: Span) -> Iterator[Field]:
    for found in _SIMPLE.finditer(text, span.start, span.end):
        start, end = found.span(2)
        if end - start > 1 and text[start] == text[end - 1] and text[start] in "\"'":
            start, end = start + 1, end - 1
        if start < end:
            yield Field((found[1],), text[start:end], Span(start, end))


def read_toml(text: str, span: Span, source: str) -> tuple[list[Field], list[Note]]:
    """The scalars of a TOML text that stand in it to the letter."""
    part = text[span.start : span.end]
    try:
        root = tomllib.loads(part.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [], [Note(source, f"the TOML front matter is broken ({error}); mend that line", span)]
    fields: list[Field] = []
    place = span.start
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while stack and len(fields) < MAX_FIELDS:
        path, node = stack.pop()
        if isinstance(node, dict):
            stack += [((*path, key), value) for key, value in reversed(node.items())]
        elif isinstance(node, list):
            stack += [((*path, index), value) for index, value in reversed(list(enumerate(node)))]
        else:
            value = str(node).lower() if isinstance(node, bool) else str(node).strip()
            found = text.find(value, place, span.end) if value else -1
            if found < 0 and value:
                found = text.find(value, span.start, span.end)
            if found >= 0:
                fields.append(Field(path, value, Span(found, found + len(value))))
                place = found + len(value)
    return fields, []
