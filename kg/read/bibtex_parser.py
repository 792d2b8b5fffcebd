"""BibTeX text → entries, each value with its places: pybtex parses, and is made to keep them and to go on.

Imports pybtex: other modules import this one where they need it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry, month_names
from pybtex.scanner import Pattern, PybtexSyntaxError, Token

from kg.model import Span

#: After a mistake the parser goes back to the next entry, so that one open brace loses no others. Over the whole file
#: it goes back so many characters, which keeps a file of open braces from taking quadratic time.
MAX_BACK = 2_000_000
#: Characters that ``@string`` may add to a file in all: a few lines that double each other would fill the memory.
MAX_EXPANDED = 2_000_000


class Part(NamedTuple):
    """A run of a value: source ``start`` to ``end``, or ``text`` that stands for it.

    ``used`` is where the name of a ``@string`` stands that these words come from.
    """

    start: int
    end: int
    text: str
    verbatim: bool = True
    used: Span | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where its type and its key stand, and its values in order, names in lower case."""

    kind: Span
    key: Span
    values: Sequence[tuple[str, Sequence[Part]]]


@dataclass(slots=True)
class Parsed:
    """What stands in a file, in its order: entries, and mistakes by the place where they were seen."""

    entries: list[Entry] = field(default_factory=list)
    mistakes: list[tuple[int, str]] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """The entries of a ``.bib`` file; of a broken one, the values before the mistake."""
    parser = _Parser(text)
    parser.run()
    return parser.parsed


_ENTRY = re.compile(r"@\s{0,9}[a-zA-Z][\w-]{0,40}\s{0,40}[{(]")
_COMMENTED = re.compile(r"(?:^|\n)[ \t]*%[^\n]*\Z")
_NEXT = re.compile(r"^[ \t]*@[ \t]*[a-zA-Z]+[ \t]*[{(]", re.MULTILINE)
_FIELD = re.compile(r"\s*+[a-zA-Z][\w-]*+\s*+=")
_HASH = re.compile(r"\s*+#")
_NO_KEY = re.compile(r"\s*+,")


_SWALLOWED = re.compile(r",\s*[a-zA-Z][\w-]*+\s*=\s*[{\"\d]")


def _cut(part: Part) -> Part:
    swallowed = _SWALLOWED.search(part.text) if part.verbatim else None
    if swallowed is None:
        return part
    return part._replace(end=part.start + swallowed.start(), text=part.text[: swallowed.start()])


class _Parser(LowLevelParser):  # type: ignore[misc]
    text: str
    pos: int
    command_start: int
    current_entry_key: str
    current_fields: list[tuple[str, list[Part]]]
    current_field_name: str
    current_value: list[Part]

    # "%" opens a comment for whoever writes one, though BibTeX knows none
    WHITESPACE = Pattern(r"(?:\s++|%[^\n]*+)++", "whitespace")

    def __init__(self, text: str) -> None:
        super().__init__(text, macros={})
        self.parsed = Parsed()
        self.defined: dict[str, list[Part]] = {}
        self.back = MAX_BACK
        self.room = MAX_EXPANDED
        self.searches: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.failed = False
        self.key = Span(0, 0)

    def run(self) -> None:
        while entry := _ENTRY.search(self.text, self.pos):
            self.command_start, self.pos = entry.start(), entry.start() + 1
            if _COMMENTED.search(self.text[max(0, entry.start() - 80) : entry.start()]):
                continue
            self.failed = False
            self.key = Span(self.pos, self.pos)
            try:
                self.keep(*self.parse_command())
            except PybtexSyntaxError as error:
                self.handle_error(error)
            except SkipEntry:
                continue
            if self.failed:
                self.go_back()

    def keep(self, name: str, what: object) -> None:
        if name.lower() not in ("string", "preamble") and self.current_fields:
            start = self.text.index(name, self.command_start)
            values = [(of.lower(), parts) for of, parts in self.current_fields]
            if self.failed:  # a brace that is open takes the fields behind it into its value
                name_of_last, parts = values[-1]
                values[-1] = name_of_last, [_cut(part) for part in parts]
            self.parsed.entries.append(Entry(Span(start, start + len(name)), self.key, values))

    def go_back(self) -> None:
        """To the first line behind the beginning of a broken entry that opens another."""
        again = _NEXT.search(self.text, self.command_start + 1, self.pos)
        if again is not None and self.pos - again.start() <= self.back:
            self.back -= self.pos - again.start()
            self.pos = again.start()

    def handle_error(self, error: Exception) -> None:
        self.failed = True
        self.parsed.mistakes.append((self.pos, str(error.args[0])))

    def skip_to(self, patterns: Sequence[Pattern]) -> Token | None:
        # pybtex looks for each sign by itself, each time to the end of a file that lacks it: here they are one search
        signs = tuple(pattern.description[1:-1] for pattern in patterns)
        if signs not in self.searches:
            self.searches[signs] = re.compile("|".join(f"({re.escape(sign)})" for sign in signs))
        found = self.searches[signs].search(self.text, self.pos)
        if found is None or found.lastindex is None:
            return None
        value = self.text[self.pos : found.end()]
        self.pos = found.end()
        return Token(value, patterns[found.lastindex - 1])

    def parse_entry_body(self, body_end: Pattern) -> None:
        if not _NO_KEY.match(self.text, self.pos):
            pattern = self.KEY_PAREN if body_end is self.RPAREN else self.KEY_BRACE
            self.current_entry_key = self.required([pattern]).value
            self.key = Span(self.pos - len(self.current_entry_key), self.pos)
        self.optional([self.COMMA])
        self.parse_entry_fields()

    def parse_entry_fields(self) -> None:
        while True:
            self.current_field_name, self.current_value = "", []
            self.parse_field()
            if self.current_field_name and self.current_value:
                self.current_fields.append((self.current_field_name, self.current_value))
            if self.optional([self.COMMA]):
                continue
            if not _FIELD.match(self.text, self.pos):
                return
            self.parsed.mistakes.append((self.pos, "a comma is missing before the next field"))

    def parse_string_body(self, body_end: Pattern) -> None:
        self.current_field_name = self.required([self.NAME]).value
        self.required([self.EQUALS])
        self.parse_value()
        self.defined[self.current_field_name.lower()] = self.current_value

    def parse_value(self) -> None:
        self.current_value = list(self.parse_value_part())
        while more := _HASH.match(self.text, self.pos):  # not asked of the scanner: at the end it would lose the value
            self.pos = more.end()
            self.current_value += self.parse_value_part()

    def parse_value_part(self) -> list[Part]:
        token = self.required([self.QUOTE, self.LBRACE, self.NUMBER, self.NAME], description="field value")
        start = self.pos
        if token.pattern in (self.QUOTE, self.LBRACE):
            for _ in self.parse_string(self.QUOTE if token.pattern is self.QUOTE else self.RBRACE):
                pass
            return [Part(start, self.pos - 1, self.text[start : self.pos - 1])]
        start -= len(token.value)
        if token.pattern is self.NUMBER:
            return [Part(start, self.pos, token.value)]
        return self.expanded(token.value, start)

    def expanded(self, name: str, start: int) -> list[Part]:
        """What ``@string`` defines; a name without a definition is kept as it is written."""
        if name.lower() in month_names:
            return [Part(start, self.pos, month_names[name.lower()], verbatim=False)]
        parts = self.defined.get(name.lower())
        if parts is None:
            self.parsed.mistakes.append((start, f"no @string defines {name!r}"))
            return [Part(start, self.pos, name)]
        self.room -= sum(len(part.text) + 1 for part in parts)
        if self.room < 0:
            self.parsed.mistakes.append((start, "its @string definitions add up to too much text"))
            return [Part(start, self.pos, name)]
        return [part._replace(used=Span(start, self.pos)) for part in parts]
