"""Marked-up text to training examples, and back. The text is meant to be written, read and compared by people.

    # heading: Experience
    [ROLE Research Intern] at [ORG Northwind Labs], [PLACE Lisbon, Portugal] ¶ [DATE June 2019 – Aug 2020]

One line of a file is one block of a page; `` ¶ `` parts the lines of a block. ``# heading:`` holds for the lines under
it until the next (empty for none); any other line that begins with ``# `` is a comment. A bracket that does not open
a label is itself (``[PDF]``); inside a label, ``\\]`` is a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SettingsError
from kg.extract.headings import Section, section_of
from kg.extract.tagger import LABELS, LINE_BREAK, Tag, TaggerInput

#: A run of text and its label, empty outside every span.
Run = tuple[str, str]

_OPEN = re.compile(r"\[([A-Z]{3,})(?: |$)")


class MarkupError(SettingsError):
    """A training file that breaks the rules of its markup."""


@dataclass(frozen=True, slots=True)
class Example:
    """One block and what is in it; ``tags`` are in order, do not overlap, and each lies in one line."""

    block: TaggerInput
    tags: tuple[Tag, ...]


def read_examples(path: Path) -> list[Example]:
    """The examples of one file.

    Raises:
        MarkupError: a span is not closed, is empty, has an unknown label or stands in another; names file and line.
    """
    return [
        assemble(section_under(heading), runs(text, where=f"{path.name}:{number}"))
        for heading, text, number in read_lines(path)
    ]


def read_lines(path: Path) -> Iterator[tuple[str, str, int]]:
    """The heading in force, the text and the line number of each line that is not empty and no comment."""
    heading = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if text.startswith("# heading:"):
            heading = text.removeprefix("# heading:").strip()
        elif text and not text.startswith("# "):
            yield heading, text, number


def section_under(heading: str) -> Section:
    """The section that a heading opens, as the pages' own headings are read."""
    return (section_of(heading) or Section.OTHER) if heading else Section.NONE


def runs(text: str, *, where: str) -> list[Run]:
    """Marked-up text as runs; their texts joined are the words without the markup.

    >>> runs("[ROLE Intern] at [ORG Acme] [CV]", where="here")
    [('Intern', 'ROLE'), (' at ', ''), ('Acme', 'ORG'), (' [CV]', '')]
    """
    found: list[Run] = []
    at = 0
    while opened := _OPEN.search(text, at):
        label = opened[1]
        if label not in LABELS:
            raise MarkupError(f"{where}: unknown label {label!r}; the labels are {', '.join(LABELS)}")
        found.append((text[at : opened.start()], ""))
        inside, at = _until_closed(text, opened.end(), where, label)
        found.append((inside, label))
    found.append((text[at:], ""))
    return [run for run in found if run[0]]


def _until_closed(text: str, at: int, where: str, label: str) -> tuple[str, int]:
    close = re.compile(r"(?<!\\)\]").search(text, at)
    if close is None:
        raise MarkupError(f"{where}: [{label} … is not closed; end it with ]")
    inside = text[at : close.start()]
    if _OPEN.search(inside):
        raise MarkupError(f"{where}: [{label} {inside} … holds another label; close the first one before it")
    if not inside.strip() or inside != inside.strip() or LINE_BREAK in inside:
        raise MarkupError(f"{where}: [{label} {inside}] must hold words of one line, without blanks at its ends")
    return inside.replace("\\]", "]"), close.end()


def assemble(section: Section, parts: Iterable[Run]) -> Example:
    """Runs to an example: lines are parted at line breaks, white space is folded as the reader folds it."""
    lines: list[str] = [""]
    tags: list[Tag] = []
    for text, label in parts:
        for number, piece in enumerate(re.split(rf"\s*{LINE_BREAK}\s*", text)):
            if number:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
            folded = re.sub(r"\s+", " ", piece)
            if not lines[-1] or lines[-1].endswith(" "):
                folded = folded.lstrip(" ")
            if label and folded:
                tags.append(Tag(len(lines) - 1, len(lines[-1]), len(lines[-1]) + len(folded), label))
            lines[-1] += folded
    lines[-1] = lines[-1].rstrip()
    return Example(TaggerInput(section, tuple(lines)), tuple(tags))


def show(example: Example) -> str:
    """An example as marked-up text, without its section: what ``runs`` reads."""
    shown = []
    for number, line in enumerate(example.block.lines):
        at, text = 0, ""
        for tag in example.tags:
            if tag.line == number:
                text += f"{line[at : tag.start]}[{tag.label} {line[tag.start : tag.end].replace(']', chr(92) + ']')}]"
                at = tag.end
        shown.append(text + line[at:])
    return f" {LINE_BREAK} ".join(shown)
