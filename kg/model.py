"""The words that all stages share, from a page to an entity. Imports nothing of kg.

Text positions: a *source text* is a file's content decoded to characters, line ends kept as they are. A ``Span``
counts characters of it (Python string indices), so ``text[span.start:span.end]`` is what stands on the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` (inclusive) to ``end`` (exclusive) of a source text."""

    start: int
    end: int


# ---------------------------------------------------------------------------------------------------------------
# read: what a page says, without an opinion


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    ``path`` is relative to the folder that the user gave, with ``/``; ``sha256`` is over the file's bytes;
    ``format`` names the reader (``markdown``, ``html``, ``yaml``, …).
    """

    path: str
    sha256: str
    format: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line's readable text and where it came from.

    The run begins at ``at`` in the line's text and goes to the next piece. A ``verbatim`` run stands in the source
    character by character from ``span.start``; any other (an entity, folded white space) stands for its whole span.
    """

    at: int
    span: Span
    verbatim: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """Characters ``start`` to ``end`` of a line's text that lead to ``url``. An image has its alt text and ``image``.

    ``span`` is where the address stands in the source, if it stands there to the letter. The link of an icon has no
    text (``start == end``): its ``span`` is the evidence then.
    """

    start: int
    end: int
    url: str
    title: str = ""
    image: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` of a line's text in ``strong``, ``em``, ``code``, ``del`` or ``sup``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader sees it: markup removed, entities decoded, white space folded to single blanks.

    A line ends at ``<br>``, at a hard break and at the end of its block; a soft break (a new line in the
    source of a paragraph) is a blank inside the line, and its place is in ``soft_breaks`` (an index into ``text``).
    """

    text: str
    pieces: tuple[Piece, ...]
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    soft_breaks: tuple[int, ...] = ()


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # the own text of one list item; nested items are blocks of their own
    ROW = "row"  # one row of a table; each line is a cell


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row, in page order.

    ``depth`` is the list nesting (0 outside lists) and for a heading its level, 1 to 6. ``parent`` is the index, in
    ``Document.blocks``, of the item that this block lies in. ``header`` has a row's column titles. ``list_id`` is the
    same for the items of one list (or the rows of one table) and -1 elsewhere. ``box`` names the class attribute of
    the nearest enclosing HTML element that has one (``paper-box-text``).
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    depth: int = 0
    parent: int | None = None
    header: tuple[str, ...] = ()
    list_id: int = -1
    ordered: bool = False
    box: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One scalar of front matter or of a data file, with the keys and list positions that lead to it.

    ``value`` is the scalar as YAML or TOML means it. People write Markdown and HTML in values: ``lines`` is what a
    reader sees of it, as in blocks, with links, marks and the places of its words.

    >>> Field(("education", 0, "area"), "Psychology", Span(10, 20))  # doctest: +SKIP
    """

    path: tuple[str | int, ...]
    value: str
    span: Span
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the owner of a page or of a run should know: what, where, what to do."""

    source: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. ``text`` is the source text that every span counts in."""

    source: Source
    text: str
    blocks: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    notes: tuple[Note, ...] = ()


# ---------------------------------------------------------------------------------------------------------------
# extract: what a page states, with the words that state it


class Kind(StrEnum):
    """The thirteen kinds of fact; each has a table of its own (``SLOTS``)."""

    IDENTITY = "identity"
    IDENTIFIERS = "identifiers"
    EDUCATION = "education"
    POSITIONS = "positions"
    AWARDS = "awards"
    GRANTS = "grants"
    PUBLICATIONS = "publications"
    TALKS = "talks"
    INTERESTS = "interests"
    PEOPLE = "people"
    SERVICE = "service"
    TEACHING = "teaching"
    PROJECTS = "projects"


SLOTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.IDENTITY: ("name",),
    Kind.IDENTIFIERS: ("value", "scheme"),
    Kind.EDUCATION: ("organization", "level", "degree", "field", "unit", "start", "end", "current", "advisor"),
    Kind.POSITIONS: ("organization", "role", "unit", "location", "start", "end", "current"),
    Kind.AWARDS: ("title", "issuer", "date"),
    Kind.GRANTS: ("title", "funder", "start", "end"),
    Kind.PUBLICATIONS: ("title", "venue", "date", "authors", "url"),
    Kind.TALKS: ("title", "event", "location", "date"),
    Kind.INTERESTS: ("topic",),
    Kind.PEOPLE: ("name", "relation"),
    Kind.SERVICE: ("organization", "role", "date"),
    Kind.TEACHING: ("course", "role", "organization", "date"),
    Kind.PROJECTS: ("name", "organization", "date"),
}

#: Slots that hold several values in order; ``date`` holds several only for service and teaching ("2017, 2018").
LIST_SLOTS = frozenset({"authors", "advisor"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something is said: ``quote`` is the source text at ``span``, to the letter.

    ``heading`` is the heading in force (empty above the first), ``rule`` names the rule or model that read it.
    ``prefix`` and ``suffix`` are up to 64 characters of source text around the quote, ``line`` counts from 1.
    """

    source: str
    span: Span
    quote: str
    heading: str
    rule: str
    prefix: str = ""
    suffix: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot and the words that state it.

    ``text`` is as written, markup removed and white space folded; for dates it is EDTF (``2021-21``), for ``level``,
    ``scheme``, ``relation`` the word of the table, for ``current`` ``true``. ``url`` is the link on the words, if any.
    """

    text: str
    evidence: Evidence
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a fact table: the values of its slots and each place that states it.

    ``slots`` holds only slots that are stated, in the order of ``SLOTS``. ``evidence`` has one entry a statement (the
    sentence, the list item, the front-matter field), the most trusted first. ``confidence`` is from 0.0 to 1.0: the
    estimated chance that the row is right.
    """

    kind: Kind
    slots: Mapping[str, tuple[Value, ...]]
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's page or site: what was read, and the facts found. ``source`` names it among the inputs."""

    source: str
    documents: tuple[Source, ...]
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Llm:
    """A language model behind an OpenAI-compatible server: the address in front of ``/chat/completions``, the model's
    name there, and how long one answer may take."""

    url: str
    model: str
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Voters:
    """The optional readers that have a say beside the rules; none unless the user names them.

    ``spacy_model`` is the name or the folder of a spaCy pipeline.
    """

    llm: Llm | None = None
    spacy_model: str = ""


#: No voters.
RULES_ALONE = Voters()


@dataclass(frozen=True, slots=True)
class Usage:
    """What asking a language model cost: calls that were answered, tokens as the server tells them, and seconds of
    waiting. ``failed`` are the documents that it was to read and did not."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    failed: int = 0


# ---------------------------------------------------------------------------------------------------------------
# resolve: who and what is the same


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    AWARD = "award"
    WORK = "work"
    EVENT = "event"  # conferences, journals: what a talk, a paper or a service belongs to
    TOPIC = "topic"
    COURSE = "course"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in one profile that stand for something. Equal mentions are one mention (one sense a profile).

    ``parent`` is the mention text of the organization that a unit is named with, ``place`` and ``url`` the location
    and the link written beside it; all may be empty.
    """

    profile: str
    kind: EntityKind
    text: str
    parent: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing itself. ``key`` makes its IRI: lower case ASCII, digits, ``-`` and ``/`` only, never reused.

    ``same_as`` are accepted links (ROR, Wikidata, ORCID …). ``parent`` is the key of what it belongs to: the
    organization of a unit or a course, the series of a conference edition, the broader topic, the giver of an award.
    ``successor`` is the key of the organization that went on where this one ended. ``former`` are keys that the entity
    has where fewer pages are read: a graph keeps them as other names (``schema:sameAs``), so that no IRI is lost.
    """

    key: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    category: str = ""
    parent: str = ""
    place: str = ""
    same_as: tuple[str, ...] = ()
    successor: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Why two mentions, or a mention and a record, were taken as one, or kept apart.

    ``right`` is a key, and so is ``left`` where two entities were compared; else ``left`` is the text of ``mention``.
    ``by`` names who decided: a rule with the version of kg, or the user's file.
    """

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]
    accepted: bool
    by: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities in the order of their keys, and the key of the entity that each mention stands for."""

    entities: tuple[Entity, ...]
    of: Mapping[Mention, str]
    decisions: tuple[Decision, ...] = field(default=())


# ---------------------------------------------------------------------------------------------------------------
# small questions about these values


def source_span(line: Line, start: int, end: int) -> Span:
    """The span in the source text of characters ``start`` to ``end`` of a line's text (``start < end``).

    Markup between the two is inside the span; markup around them is not.
    """
    return Span(_place(line, start)[0], _place(line, end - 1)[1])


def _place(line: Line, index: int) -> tuple[int, int]:
    piece = line.pieces[bisect_right(line.pieces, index, key=lambda p: p.at) - 1]
    if not piece.verbatim:
        return piece.span.start, piece.span.end
    first = piece.span.start + index - piece.at
    return first, first + 1


def first(fact: Fact, slot: str) -> str:
    """The text of the first value of a slot, or an empty string."""
    values = fact.slots.get(slot, ())
    return values[0].text if values else ""


def texts(fact: Fact, slot: str) -> tuple[str, ...]:
    """The texts of all values of a slot, in order."""
    return tuple(value.text for value in fact.slots.get(slot, ()))
