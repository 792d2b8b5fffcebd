"""Words of a file that is no text (a PDF, a DOCX) → the text that stands for it, and its Lines and Blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from unicodedata import normalize

from kg.model import Block, BlockKind, Line, Link, Mark, Piece, Span

#: Signs that open an item of a list where the file does not say that it is one.
BULLET = re.compile(r"\s*(?:[•●◦○▪▫■□‣⁃∙·◆◇►▶➢➤✓✔❖–—*]|-(?=\s)|o(?=\s{2}))\s*")
NUMBER = re.compile(r"\s*(?:\[\d{1,3}\]|\(?\d{1,3}[.)])\s+(?=\S)")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": ""}
)
#: What old LaTeX fonts print in place of one letter: the accent, then the letter.
_ACCENTS = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "˚": "\u030a", "¸": "\u0327"}
_ACCENTED = re.compile(rf"([{''.join(_ACCENTS)}])([A-Za-zı])")
_UNSEEN = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufeff\u200b]")
_DATE = re.compile(r"\d{4}")
_LONGEST_DATE = 45  # characters of a line that is a date, perhaps with a place
_HEADING_WORDS = 8  # as in Markdown: a paragraph of bold words only is a heading when it has at most so many


class Words(NamedTuple):
    """A run of words that look alike."""

    text: str
    strong: bool = False
    em: bool = False
    url: str = ""


def shown(text: str) -> str:
    """A text as a reader sees it: white space folded, ligatures and glyphs without a character resolved."""
    text = _UNSEEN.sub(" ", text).translate(_LIGATURES)
    text = _ACCENTED.sub(lambda m: normalize("NFC", m[2].replace("ı", "i") + _ACCENTS[m[1]]), text)
    return re.sub(r"\s+", " ", text)


@dataclass(slots=True)
class Writing:
    """The text as it grows, line by line, and its blocks."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    blocks: list[Block] = field(default_factory=list)
    list_id: int = -1
    above: list[int] = field(default_factory=list)  # the items that the next one may lie in, outermost first
    shift: int = 0  # 1 while items hang under an entry that is one of a list itself

    def line(self, words: Iterable[Words]) -> Line:
        """One more line of the text; it has no words where nothing is seen of them."""
        text, links, marks = "", [], []
        for run in words:
            seen = shown(run.text)
            if not text or text.endswith(" "):
                seen = seen.lstrip()
            start, text = len(text), text + seen
            end = len(text.rstrip())
            if run.url and end > start:
                links.append(Link(start, end, run.url))
            marks += [Mark(start, end, kind) for kind in ("strong", "em") if getattr(run, kind) and end > start]
        text = text.rstrip()
        line = Line(text, (Piece(0, Span(self.size, self.size + len(text))),), tuple(links), _joined(marks, text))
        self.parts.append(f"{text}\n")
        self.size += len(text) + 1
        return line

    def gap(self) -> None:
        """An empty line, which people see between paragraphs."""
        self.parts.append("\n")
        self.size += 1

    def block(
        self,
        kind: BlockKind,
        lines: Sequence[Line],
        *,
        depth: int = 0,
        ordered: bool = False,
        header: tuple[str, ...] = (),
    ) -> None:
        """One more block. Items, and rows, that follow each other are one list.

        Items behind an entry with a date hang under it: they tell of a post what it was about.
        """
        kept = tuple(line for line in lines if line.text)
        if not kept:
            return
        if kind is BlockKind.ITEM:
            self.shift = self._hangs()
            depth += self.shift
        listed = kind in (BlockKind.ITEM, BlockKind.ROW)
        if listed and not (self.blocks and self.blocks[-1].kind is kind):
            self.list_id += 1
        while self.above and (kind is not BlockKind.ITEM or self.blocks[self.above[-1]].depth >= depth):
            self.above.pop()
        parent = self.above[-1] if self.above else None
        if kind is BlockKind.ITEM:
            self.above.append(len(self.blocks))
        self.blocks.append(
            Block(
                kind,
                kept,
                depth=depth,
                parent=parent,
                header=header,
                list_id=self.list_id if listed else -1,
                ordered=ordered,
            )
        )

    def _hangs(self) -> int:
        """1 where the next item hangs under the block before, which becomes an item for it, else 0."""
        if not self.blocks or self.blocks[-1].kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return 0
        last = self.blocks[-1]
        if last.kind is BlockKind.ITEM:
            return self.shift
        dated = any(_DATE.search(line.text) and len(line.text) < _LONGEST_DATE for line in last.lines[1:])
        if dated:
            self.list_id += 1
            self.blocks[-1] = replace(last, kind=BlockKind.ITEM, depth=1, list_id=self.list_id)
            self.above = [len(self.blocks) - 1]
        return int(dated)

    def paragraph(self, lines: Sequence[Line]) -> None:
        """A paragraph, or the heading that one of a few bold words is."""
        is_heading = len(lines) == 1 and is_strong(lines[0]) and len(lines[0].text.split()) <= _HEADING_WORDS
        self.block(BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH, lines, depth=6 if is_heading else 0)

    @property
    def text(self) -> str:
        """All lines so far."""
        return "".join(self.parts)


def is_strong(line: Line) -> bool:
    """Whether all words of a line are bold."""
    length = len(line.text.rstrip(" :："))
    return length > 0 and any(m.kind == "strong" and m.start == 0 and m.end >= length for m in line.marks)


def _joined(marks: Sequence[Mark], text: str) -> tuple[Mark, ...]:
    """Marks of one kind that nothing but blanks stands between are one."""
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.kind, mark.start)):
        last = joined[-1] if joined else None
        if last is not None and last.kind == mark.kind and not text[last.end : mark.start].strip():
            joined[-1] = Mark(last.start, mark.end, mark.kind)
        else:
            joined.append(mark)
    return tuple(sorted(joined, key=lambda mark: (mark.start, -mark.end, mark.kind)))


def without_lead(line: Line, lead: re.Pattern[str]) -> Line:
    """A line without the bullet or the number that it begins with."""
    found = lead.match(line.text)
    if found is None:
        return line
    cut = found.end()
    piece = line.pieces[0]
    first = Piece(0, Span(piece.span.start + cut, piece.span.end), piece.verbatim)
    later = tuple(Piece(p.at - cut, p.span, p.verbatim) for p in line.pieces[1:])
    links = tuple(Link(k.start - cut, k.end - cut, k.url) for k in line.links if k.end > cut and k.start >= cut)
    marks = tuple(Mark(max(m.start - cut, 0), m.end - cut, m.kind) for m in line.marks if m.end > cut)
    soft = tuple(place - cut for place in line.soft_breaks if place > cut)
    return Line(line.text[cut:], (first, *later), links, marks, soft)


def run_on(one: Line, other: Line) -> Line:
    """Two lines of a text as one that goes on; a hyphen at the end of the first falls where its word goes on."""
    broken = re.search(r"[^\W\d_]-$", one.text) and re.match(r"[^\W\d_A-Z]", other.text)
    kept = one.text[:-1] if broken else one.text
    glue = "" if broken else " "
    at = len(kept) + len(glue)
    between = Piece(len(kept), Span(one.pieces[-1].span.end, other.pieces[0].span.start), False)
    return Line(
        f"{kept}{glue}{other.text}",
        (*one.pieces, *([between] if glue else []), *(Piece(p.at + at, p.span, p.verbatim) for p in other.pieces)),
        (*one.links, *(Link(k.start + at, k.end + at, k.url) for k in other.links)),
        _joined(
            [*one.marks, *(Mark(m.start + at, m.end + at, m.kind) for m in other.marks)], f"{kept}{glue}{other.text}"
        ),
        (*one.soft_breaks, len(kept)) if glue else one.soft_breaks,
    )
