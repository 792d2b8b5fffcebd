"""Front matter and data files → Fields with the places of their values."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

import yaml

from kg.model import Field, Note, Span

#: More than this is not what a person writes above a page; what comes after it is not read, and a note says so.
MAX_FIELDS = 20_000
#: Keys and positions that lead to a value, and brackets that may be open at once.
MAX_DEPTH = 50
#: Longer texts than this are not parsed.
MAX_CHARACTERS = 2_000_000

_Path = tuple[str | int, ...]

_YAML_OPEN = re.compile(r"\ufeff?\s*---[ \t]*\r?\n")
_YAML_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_TOML_OPEN = re.compile(r"\ufeff?\s*\+\+\+[ \t]*\r?\n")
_TOML_CLOSE = re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_front(text: str, source: str) -> tuple[list[Field], list[Note], int]:
    """The fields of a page's front matter, what is wrong with it, and where the page begins after it.

    A text between two rules at the top of a page, without a key in it, belongs to the page.
    """
    for reader, opens, closes in ((read_yaml, _YAML_OPEN, _YAML_CLOSE), (read_toml, _TOML_OPEN, _TOML_CLOSE)):
        if (opened := opens.match(text)) and (closed := closes.search(text, opened.end())):
            span = Span(opened.end(), closed.start())
            fields, notes = reader(text, span, source)
            has_keys = any(field.path and isinstance(field.path[0], str) for field in fields)
            is_empty = not notes and not fields
            return (fields, notes, closed.end()) if has_keys or is_empty else ([], [], 0)
    return [], [], 0


def read_yaml(text: str, span: Span, source: str) -> tuple[list[Field], list[Note]]:
    """The scalars of a YAML text, in the order of the file.

    What is broken is read as far as simple ``key: value`` lines go, and a note says where to mend it.
    """
    part = text[span.start : span.end]
    if problem := _too_much(part):
        return list(_simple(text, span)), [Note(source, f"the YAML {problem}; only its simple lines were read", span)]
    try:
        roots = list(yaml.compose_all(part, Loader=_LOADER))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return list(_simple(text, span)), [_broken(text, span, source, error)]
    fields = list(islice(_scalars(text, roots, span.start), MAX_FIELDS + 1))
    if len(fields) > MAX_FIELDS:
        return fields[:-1], [Note(source, f"the YAML has more than {MAX_FIELDS} values; the rest was not read", span)]
    return fields, []


def _too_much(part: str) -> str:
    """Why a text is not given to a parser: what takes it quadratic time, or more stack than there is."""
    if len(part) > MAX_CHARACTERS:
        return f"is longer than {MAX_CHARACTERS} characters"
    depth = deepest = 0
    for bracket in re.finditer(r"[\[{]|[\]}]|(?:[-?][ \t]+){50}", part):
        depth += 1 if bracket[0] in "[{" else -1 if bracket[0] in "]}" else 2 * MAX_DEPTH
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    return f"is nested more than {MAX_DEPTH} deep" if deepest > MAX_DEPTH else ""


def _broken(text: str, span: Span, source: str, error: Exception) -> Note:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    start = span.start + (mark.index if mark else 0)
    line = text.count("\n", 0, start) + 1
    message = f"line {line}: broken YAML ({problem}); put the value of that line, or of the one before, in quotes"
    return Note(source, message, Span(min(start, span.end), span.end))


def _scalars(text: str, roots: Iterable[yaml.Node | None], offset: int) -> Iterator[Field]:
    # One loop instead of a recursion, and each step counts: aliases can make nine lines into billions of values.
    stack: list[tuple[_Path, yaml.Node | None]] = [((), root) for root in reversed(list(roots))]
    for _ in range(10 * MAX_FIELDS):
        if not stack:
            return
        path, node = stack.pop()
        if len(path) > MAX_DEPTH:
            continue
        match node:
            case yaml.ScalarNode() if node.value.strip() and node.tag != "tag:yaml.org,2002:null":
                yield Field(path, node.value.strip(), _scalar_span(text, node, offset))
            case yaml.MappingNode():
                inner = [(_inside(path, key), value) for key, value in node.value]
                stack += reversed(inner)
            case yaml.SequenceNode():
                stack += [((*path, index), value) for index, value in reversed(list(enumerate(node.value)))]


def _inside(path: _Path, key: yaml.Node) -> _Path:
    if not isinstance(key, yaml.ScalarNode):
        return (*path, "?")
    return path if key.value == "<<" else (*path, key.value)


def _scalar_span(text: str, node: yaml.ScalarNode, offset: int) -> Span:
    """The words of a value, without quotes and without the sign of a block."""
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    if node.style in ('"', "'"):
        start, end = start + 1, end - 1
    elif node.style in ("|", ">"):
        start = text.find("\n", start, end) + 1 or start
    written = text[start:end]
    return Span(start + len(written) - len(written.lstrip()), end - len(written) + len(written.rstrip()))


_SIMPLE = re.compile(
    r"""
    ^ (?P<indent> [ \t]* (?: - [ \t]+ )? )
    (?: (?P<key> [\w.-]+ ) [ \t]* : (?= \s ) [ \t]* )?
    (?P<value> [^\n]* )
    """,
    re.VERBOSE | re.MULTILINE,
)


def _simple(text: str, span: Span) -> Iterator[Field]:
    """The ``key: value`` lines of a YAML text that is broken; indentation tells which key a key belongs to."""
    keys: list[tuple[int, str]] = []
    count = 0
    for line in _SIMPLE.finditer(text, span.start, span.end):
        if not line["value"].strip() and not line["key"] or line["value"].startswith("#"):
            continue
        while keys and keys[-1][0] >= len(line["indent"]):
            keys.pop()
        if line["key"]:
            if len(keys) < MAX_DEPTH:
                keys.append((len(line["indent"]), line["key"]))
        elif "-" not in line["indent"]:
            continue
        words = line["value"].strip()
        start = line.start("value") + line["value"].find(words)
        if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
            words, start = words[1:-1].rstrip(), start + 1
        if words and words not in ("|", ">", "|-", ">-") and count < MAX_FIELDS:
            count += 1
            yield Field(tuple(key for _, key in keys), words, Span(start, start + len(words)))


def read_toml(text: str, span: Span, source: str) -> tuple[list[Field], list[Note]]:
    """The scalars of a TOML text that stand in it to the letter, in the order of the file."""
    part = text[span.start : span.end]
    if problem := _too_much(part) or ("has a key of too many parts" if _LONG_KEY.search(part) else ""):
        return [], [Note(source, f"the TOML {problem}; it was not read", span)]
    try:
        root = tomllib.loads(part.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return list(_assignments(text, span)), [Note(source, f"broken TOML ({error}); mend that line", span)]
    keys = _keys(text, span)
    fields: list[Field] = []
    place = span.start
    stack: list[tuple[_Path, Any]] = [((), root)]
    while stack and len(fields) < MAX_FIELDS:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            stack += [((*path, index), inner) for index, inner in reversed(list(enumerate(value)))]
        elif words := _written(value):
            # After its key, which comes after the value before it; a list's next value just follows.
            places = keys.get(path[-1], [place])
            after = places[min(bisect_left(places, place), len(places) - 1)]
            start = text.find(words, after, min(span.end, after + len(words) + _NEAR))
            if start >= 0:
                place = start + len(words)
                fields.append(Field(path, words, Span(start, place)))
    return fields, []


def _written(value: object) -> str:
    """How a TOML value stands in its text: a date and an hour are there in several ways, the day in one."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat()[:10] if isinstance(value, date) else str(value).strip()


_KEY = re.compile(r"""(?<![\w-])([\w-]++)["']?[ \t]*+=""")
#: How many characters after its key a value may begin: there are quotes, brackets and comments between.
_NEAR = 1000


_LONG_KEY = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{MAX_DEPTH}}}")


def _keys(text: str, span: Span) -> Mapping[str | int, list[int]]:
    """Where a value may begin that has a key, for each key, in order."""
    found: dict[str | int, list[int]] = {}
    for key in _KEY.finditer(text, span.start, span.end):
        found.setdefault(key[1], []).append(key.end())
    return found


_ASSIGNMENT = re.compile(
    r"""^ [ \t]* (?P<key> [\w-]+ ) [ \t]* = [ \t]* ["']? (?P<value> [^\n"'\[\]{}]+ )""",
    re.VERBOSE | re.MULTILINE,
)


def _assignments(text: str, span: Span) -> Iterator[Field]:
    for line in islice(_ASSIGNMENT.finditer(text, span.start, span.end), MAX_FIELDS):
        words = line["value"].strip()
        if words:
            start = line.start("value") + line["value"].index(words)
            yield Field((line["key"],), words, Span(start, start + len(words)))
