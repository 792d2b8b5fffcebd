"""Tags and text, from Markdown or HTML, in page order → Blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.model import Block, BlockKind, Line, Link, Mark, Piece, Span, source_span

#: More open HTML elements than this are not counted any more; their text is still read. So no page makes a search
#: for an open element long.
MAX_OPEN = 400
#: A paragraph of bold words only is a heading when it has at most so many.
PSEUDO_HEADING_WORDS = 8

MARKS: Mapping[str, str] = {
    "strong": "strong", "b": "strong",
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "code": "code", "tt": "code", "kbd": "code", "samp": "code",
    "del": "del", "s": "del", "strike": "del",
    "sup": "sup",
}  # fmt: skip
HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "dl", "menu"})
ITEMS = frozenset({"li", "dt", "dd"})
CELLS = frozenset({"td", "th"})
BLOCKS = (
    frozenset(HEADINGS)
    | LISTS
    | ITEMS
    | CELLS
    | frozenset({
        "p", "div", "section", "article", "aside", "header", "footer", "nav", "main", "center", "blockquote", "table",
        "thead", "tbody", "tfoot", "tr", "caption", "colgroup", "figure", "figcaption", "details", "summary", "form",
        "fieldset", "legend", "address", "body", "html", "hgroup", "pre", "hr", "dir", "noframes", "search", "dialog",
        "optgroup", "option",
    })
)  # fmt: skip
#: A start tag ends an open element of these, unless one of the others stands between.
ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), LISTS | {"table"}),
    "dt": (frozenset({"dt", "dd"}), LISTS | {"table"}),
    "dd": (frozenset({"dt", "dd"}), LISTS | {"table"}),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (CELLS, frozenset({"table", "tr"})),
    "th": (CELLS, frozenset({"table", "tr"})),
    "thead": (frozenset({"tr", "thead", "tbody"}), frozenset({"table"})),
    "tbody": (frozenset({"tr", "thead", "tbody"}), frozenset({"table"})),
    "tfoot": (frozenset({"tr", "thead", "tbody"}), frozenset({"table"})),
}

# White space that is folded, and characters that nobody sees: zero width space, word joiner, BOM, soft hyphen, and
# the control characters that copies from a PDF have in place of it.
_UNSEEN = frozenset("\u200b\u2060\ufeff\u00ad\x7f") | {
    chr(code) for code in (*range(9), *range(14, 28), *range(0x80, 0x85), *range(0x86, 0xA0))
}
_ODD = re.compile(rf"[{re.escape(''.join(sorted(_UNSEEN)))}]+|\s{{2,}}|[^\S ]")
_ADDRESS = re.compile(
    r"""
    (?: https?:// | \b www\. (?=\w) )
    (?: [^\s<>"'()\[\]{}（）【】《》「」，。；：、！？|] | \( [^\s()]* \) )+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FLOATING = re.compile(r"\b(?:float|pull)[-\s:]*(?:left|right|start|end)\b", re.IGNORECASE)
_UNDISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)


_Part = TypeVar("_Part", Link, Mark)


@dataclass(slots=True)
class _Item:
    """A list item while it is open; ``block`` is the index of its own text, once there is some."""

    depth: int
    list_id: int
    ordered: bool
    outer: _Item | None
    block: int | None = None

    def parent(self) -> int | None:
        item: _Item | None = self
        while item and item.block is None:
            item = item.outer
        return item.block if item else None


@dataclass(slots=True)
class _Table:
    """A table while it is open."""

    list_id: int
    header: tuple[str, ...] = ()
    rows: int = 0


@dataclass(slots=True)
class _Row:
    """A table row while it is open: the number of its first block, and that of each cell with the cell's tag."""

    first: int
    markdown: bool
    cells: list[tuple[int, str]]


@dataclass(slots=True)
class _Open:
    """An open element, with what its content takes from it and from those around it."""

    tag: str
    markdown: bool
    box: str = ""
    hidden: bool = False
    item: _Item | None = None
    owned: bool = False  # text in it is the own text of the item
    level: int = 0
    list_id: int = -1
    last: _Item | None = None  # of a list: its last item so far; of a definition list: its last term
    table: _Table | None = None
    row: _Row | None = None
    pre: bool = False

    def inner(self, tag: str, markdown: bool) -> _Open:
        """An element that begins in this one."""
        return _Open(
            tag, markdown, self.box, self.hidden, self.item, self.owned, self.level, self.list_id, None,
            self.table, self.row, self.pre,
        )  # fmt: skip


@dataclass(slots=True)
class _Inline:
    """An open emphasis or link, begun at a place in the current line."""

    tag: str
    at: int
    url: str = ""
    title: str = ""
    span: Span | None = None


class Page:
    """Collects the blocks of one page. Producers call ``start``, ``end``, ``text`` … in page order."""

    def __init__(self, source: str) -> None:
        self.blocks: list[Block] = []
        self._source = source
        self._open: list[_Open] = [_Open("", True)]
        self._html_open = 0
        self._inline: list[_Inline] = []
        self._floats: list[bool] = []  # of the open spans, whether they stand apart
        self._lists = 0
        self._block: _Open | None = None
        self._lines: list[Line] = []
        self._begin_line()

    # ------------------------------------------------------------------------------------------------ elements

    def start(
        self,
        tag: str,
        attributes: Mapping[str, str] = {},
        at: tuple[int, int] = (0, 0),
        *,
        markdown: bool = False,
        span: Span | None = None,
    ) -> None:
        """An element begins. ``at`` is where its tag stands, ``span`` where the address of a link does."""
        if tag == "br":
            self.break_line()
        elif tag == "img":
            if attributes.get("alt") and not _is_hidden(attributes):
                self._image(attributes, at, span)
        elif tag in MARKS:
            if len(self._inline) < MAX_OPEN:
                self._inline.append(_Inline(MARKS[tag], self._size))
        elif tag == "a":
            if not markdown:
                self._end_inline("a")
            if len(self._inline) < MAX_OPEN:
                url = attributes.get("href", "")
                self._inline.append(_Inline("a", self._size, url, attributes.get("title", ""), span))
        elif tag == "span":
            if len(self._floats) < MAX_OPEN:
                self._floats.append(_is_floating(attributes))
                if self._floats[-1]:
                    self._blank(*at)
        elif tag in BLOCKS:
            self._start_block(tag, attributes, markdown)

    def end(self, tag: str, at: tuple[int, int] = (0, 0), *, markdown: bool = False) -> None:
        """An element ends; an end without a beginning is nothing, except that it ends a block."""
        if tag in MARKS or tag == "a":
            self._end_inline(MARKS.get(tag, tag))
        elif tag == "span":
            if self._floats and self._floats.pop():
                self._blank(*at)
        elif tag in BLOCKS:
            self.end_block()
            self._pop(tag, markdown)

    def _start_block(self, tag: str, attributes: Mapping[str, str], markdown: bool) -> None:
        self.end_block()
        if not markdown:
            if self._open[-1].tag == "p" and not self._open[-1].markdown:
                self._pop_last()
            if tag in ENDS:
                self._end_implied(*ENDS[tag])
            if tag == "hr" or self._html_open >= MAX_OPEN:
                return
            self._html_open += 1
        outer = self._open[-1]
        inner = outer.inner(tag, markdown)
        if attributes:
            inner.box = " ".join(attributes.get("class", "").split()) or outer.box
            inner.hidden |= _is_hidden(attributes)
        if outer.last and tag not in ITEMS:
            # A text or a list between the items of a list: people see it below the item before.
            inner.item, inner.owned = outer.last, False
        if tag in HEADINGS:
            inner.level = HEADINGS[tag]
        elif tag in LISTS or tag == "table":
            inner.list_id, self._lists = self._lists, self._lists + 1
            if tag == "table":
                inner.table, inner.row = _Table(inner.list_id), None
        elif tag in ITEMS:
            self._start_item(outer, inner)
        elif tag == "tr":
            inner.row = _Row(len(self.blocks), markdown, [])
        elif tag in CELLS and inner.row is not None:
            inner.row.cells.append((len(self.blocks), tag))
            inner.owned, inner.list_id = False, -1
        elif tag == "pre":
            inner.pre = True
        self._open.append(inner)

    def _start_item(self, outer: _Open, inner: _Open) -> None:
        if inner.list_id < 0:  # an item outside of any list
            inner.list_id, self._lists = self._lists, self._lists + 1
        around = outer.last if inner.tag == "dd" and outer.last else outer.item
        inner.item = _Item(around.depth + 1 if around else 1, inner.list_id, outer.tag == "ol", around)
        if outer.tag in LISTS and inner.tag != "dd":
            outer.last = inner.item
        inner.owned, inner.level = True, 0

    def _end_implied(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.markdown or element.tag in stops:
                return
            if element.tag in ended:
                while len(self._open) > index:
                    self._pop_last()
                return

    def _pop(self, tag: str, markdown: bool) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            element = self._open[index]
            if element.tag == tag and element.markdown == markdown:
                while len(self._open) > index:
                    self._pop_last()
                return
            if element.markdown:
                return

    def _pop_last(self) -> None:
        element = self._open.pop()
        self._html_open -= not element.markdown
        if element.tag == "tr" and element.row and element.table:
            self._end_row(element.row, element.table)

    def _end_row(self, row: _Row, table: _Table) -> None:
        """Cells of one paragraph each become one row; cells that hold a page layout stay what they are."""
        starts = [first for first, _ in row.cells] + [len(self.blocks)]
        cells = [self.blocks[left:right] for left, right in zip(starts, starts[1:], strict=False)]
        simple = all(len(cell) <= 1 and all(b.kind is BlockKind.PARAGRAPH for b in cell) for cell in cells)
        filled = sum(map(bool, cells))
        is_layout = filled == 1 and not table.header and len(cells) < 3 and not row.markdown
        if not simple or not filled or is_layout:
            return
        lines = tuple(_joined(cell[0].lines) if cell else Line("", ()) for cell in cells)
        if not table.rows and all(tag == "th" for _, tag in row.cells):
            table.header = tuple(line.text for line in lines)
        table.rows += 1
        model = next(cell[0] for cell in cells if cell)
        del self.blocks[row.first :]
        self.blocks.append(replace(model, kind=BlockKind.ROW, lines=lines, header=table.header, list_id=table.list_id))

    # ------------------------------------------------------------------------------------------------ inlines

    def _end_inline(self, tag: str) -> None:
        for index in range(len(self._inline) - 1, -1, -1):
            if self._inline[index].tag == tag:
                self._record(self._inline.pop(index))
                return

    def _record(self, inline: _Inline) -> None:
        if inline.tag != "a":
            if inline.at < self._size:
                self._marks.append(Mark(inline.at, self._size, inline.tag))
        elif inline.url and not self._open[-1].hidden:
            self._begin_block()
            self._links.append(Link(inline.at, self._size, inline.url, inline.title, span=inline.span))

    def _image(self, attributes: Mapping[str, str], at: tuple[int, int], span: Span | None) -> None:
        begin = self._size
        if alt := attributes.get("alt", "").strip():
            place = self._source.find(alt, *at)
            if place >= 0:
                self.text(place, place + len(alt))
            else:
                self.decoded(alt, *at)
        self.image(begin, attributes.get("src", ""), attributes.get("title", ""), span)

    def image(self, begin: int, url: str, title: str, span: Span | None = None) -> None:
        """The text since ``begin`` is the alternative text of an image."""
        if self._open[-1].hidden:
            return
        if begin == self._size:
            return  # nothing that can be read
        self._links.append(Link(begin, self._size, url, title, image=True, span=span))

    @property
    def size(self) -> int:
        """How many characters the current line has."""
        return self._size

    # ------------------------------------------------------------------------------------------------ text

    def text(self, start: int, end: int) -> None:
        """Characters ``start`` to ``end`` of the source text are read as they stand, white space folded."""
        if self._open[-1].hidden:
            return
        if self._open[-1].pre and "\n" in self._source[start:end]:
            self._rows(start, end)
            return
        done = start
        for odd in _ODD.finditer(self._source, start, end):
            self._verbatim(done, odd.start())
            done = odd.end()
            if odd.group()[0] not in _UNSEEN:
                self._blank(odd.start(), done)
        self._verbatim(done, end)

    def _rows(self, start: int, end: int) -> None:
        """Preformatted text: each line is one."""
        while (stop := self._source.find("\n", start, end)) >= 0:
            self.text(start, stop)
            self.break_line()
            start = stop + 1
        self.text(start, end)

    def decoded(self, text: str, start: int, end: int) -> None:
        """A text that stands for characters ``start`` to ``end`` of the source, such as ``&`` for ``&amp;``."""
        if self._open[-1].hidden:
            return
        words = " ".join("".join(c for c in text if c not in _UNSEEN).split())
        if not words:
            if text and text[0] not in _UNSEEN:
                self._blank(start, end)
            return
        if text[0].isspace():
            self._blank(start, end)
        self._begin_block()
        self._add(words, start, end, False)
        if text[-1].isspace():
            self._blank(start, end)

    def soft_break(self, start: int, end: int) -> None:
        """A new line in the source that a reader sees as a blank."""
        self._blank(start, end)
        if self._size:
            self._soft.append(self._size - 1)

    def break_line(self) -> None:
        """A line ends, the block does not; but two breaks on end part a text into paragraphs."""
        if self._block is None:
            return
        is_second = not self._size and not self._links and self._lines
        if is_second and not self._block.item and not self._block.row and not self._block.level:
            self.end_block()
        else:
            self._end_line()

    def _verbatim(self, start: int, end: int) -> None:
        if start < end and self._source[start] == " " and (not self._size or self._parts[-1][-1] == " "):
            start += 1
        if start >= end:
            return
        self._begin_block()
        self._add(self._source[start:end], start, end, True)

    def _blank(self, start: int, end: int) -> None:
        if self._size and self._parts[-1][-1] != " ":
            self._add(" ", start, end, False)

    def _add(self, text: str, start: int, end: int, verbatim: bool) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last and verbatim and last.verbatim and last.span.end == start:
            self._pieces[-1] = Piece(last.at, Span(last.span.start, end))
        else:
            self._pieces.append(Piece(self._size, Span(start, end), verbatim))
        self._parts.append(text)
        self._size += len(text)

    # ------------------------------------------------------------------------------------------------ blocks

    def _begin_line(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._pieces: list[Piece] = []
        self._links: list[Link] = []
        self._marks: list[Mark] = []
        self._soft: list[int] = []

    def _begin_block(self) -> None:
        if self._block is None:
            self._block = self._open[-1]

    def _end_line(self) -> None:
        kept = list(self._inline)
        for inline in kept:
            if inline.at < self._size:
                self._record(inline)
            inline.at = 0
        line = _line("".join(self._parts), self._pieces, self._links, self._marks, self._soft)
        if line.text or line.links:
            self._lines.append(line)
        self._begin_line()

    def end_block(self) -> None:
        """A block ends, if one is open."""
        if self._block is None:
            self._begin_line()
            for inline in self._inline:
                inline.at = 0
            return
        self._end_line()
        element, self._block = self._block, None
        lines, self._lines = tuple(self._lines), []
        if not lines:
            return
        item = element.item
        own = element.owned and item is not None and item.block is None
        block = Block(
            kind=BlockKind.HEADING if element.level else BlockKind.ITEM if own else BlockKind.PARAGRAPH,
            lines=lines,
            depth=element.level or (item.depth if item else 0),
            parent=(item.outer.parent() if item.outer else None) if own and item else item.parent() if item else None,
            list_id=item.list_id if own and item else -1,
            ordered=bool(own and item and item.ordered),
            box=element.box,
        )
        if own and item:
            item.block = len(self.blocks)
        elif block.kind is BlockKind.PARAGRAPH and not item and not element.row and _is_pseudo_heading(block):
            block = replace(block, kind=BlockKind.HEADING, depth=6)
        self.blocks.append(block)

    def close(self) -> tuple[Block, ...]:
        """All blocks, when there is no more to come."""
        self.end_block()
        while len(self._open) > 1:
            self._pop_last()
        return tuple(self.blocks)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_UNDISPLAYED.search(attributes.get("style", "")))


def _is_floating(attributes: Mapping[str, str]) -> bool:
    """Whether words stand apart from those around them, as dates do at the right edge of a page."""
    return bool(_FLOATING.search(f"{attributes.get('style', '')} {attributes.get('class', '')}"))


def _is_pseudo_heading(block: Block) -> bool:
    if len(block.lines) != 1:
        return False
    line = block.lines[0]
    if any(not link.url.startswith("#") for link in line.links):
        return False  # the title of a paper, a button
    words = line.text.rstrip(" :：")
    strong = [mark for mark in line.marks if mark.kind == "strong"]
    return (
        len(strong) == 1
        and strong[0].start == 0
        and strong[0].end >= len(words) > 0
        and len(words.split()) <= PSEUDO_HEADING_WORDS
    )


def _line(text: str, pieces: list[Piece], links: list[Link], marks: list[Mark], soft: list[int]) -> Line:
    size = len(text.rstrip(" "))
    if size < len(text):
        last = pieces.pop()
        if last.at < size:
            pieces.append(Piece(last.at, Span(last.span.start, last.span.start + size - last.at)))
    links = [_trimmed(link, text, size) for link in links]
    if "://" in text or "www." in text:
        links += _bare_links(text[:size], pieces, links)
    return Line(
        text[:size],
        tuple(pieces),
        tuple(sorted(links, key=lambda link: (link.start, -link.end))),
        tuple(
            sorted(
                (m for m in (_trimmed(mark, text, size) for mark in marks) if m.start < m.end),
                key=lambda mark: (mark.start, -mark.end, mark.kind),
            )
        ),
        tuple(place for place in soft if place < size),
    )


def _bare_links(text: str, pieces: list[Piece], links: list[Link]) -> Iterator[Link]:
    """Addresses that stand in a text without being links."""
    line = Line(text, tuple(pieces))
    taken = {place for link in links for place in range(link.start, link.end)}
    for bare in _ADDRESS.finditer(text):
        start, end = bare.start(), bare.start() + len(bare[0].rstrip(".,;:!?*_'&"))
        if start not in taken and end > start:
            url = text[start:end]
            yield Link(start, end, url if "://" in url else f"http://{url}", span=source_span(line, start, end))


def _trimmed(part: _Part, text: str, size: int) -> _Part:
    start, end = min(part.start, size), min(part.end, size)
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return part if (start, end) == (part.start, part.end) else replace(part, start=start, end=end)


def _joined(lines: tuple[Line, ...]) -> Line:
    """The lines of a cell as one, the breaks between them as soft breaks."""
    if len(lines) == 1:
        return lines[0]
    texts: list[str] = []
    pieces: list[Piece] = []
    links: list[Link] = []
    marks: list[Mark] = []
    soft: list[int] = []
    size = 0
    for line in lines:
        if size and line.text:
            pieces.append(Piece(size, Span(pieces[-1].span.end, line.pieces[0].span.start), False))
            soft.append(size)
            texts.append(" ")
            size += 1
        pieces += (replace(piece, at=piece.at + size) for piece in line.pieces)
        links += (replace(link, start=link.start + size, end=link.end + size) for link in line.links)
        marks += (replace(mark, start=mark.start + size, end=mark.end + size) for mark in line.marks)
        soft += (place + size for place in line.soft_breaks)
        texts.append(line.text)
        size += len(line.text)
    return Line("".join(texts), tuple(pieces), tuple(links), tuple(marks), tuple(soft))
