"""An item of a site's collection (``_talks/*.md``, ``content/event/*/index.md``) → the fact its front matter states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.extract.authors import authors_at
from kg.extract.dates import find_dates
from kg.extract.headings import Section, section_of
from kg.extract.page import evidence_at, without_edge
from kg.extract.records import LISTS
from kg.extract.residue import template_of
from kg.model import Block, BlockKind, Document, Fact, Field, Kind, Line, Piece, Span, Value, first, source_span

#: Kind → slot → the keys that state it, the best first. The first slot names the fact: without it there is none.
KEYS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.PUBLICATIONS: {
        "title": ("title",),
        "venue": ("venue", "journal", "booktitle", "publication", "conference", "proceedings", "publication_short"),
        "date": ("date", "year", "publishdate", "published", "issued", "permalink"),
        "authors": ("authors", "author", "coauthors", "citation"),
        "url": ("doi", "paperurl", "paper_url", "link", "url", "arxiv", "url_pdf", "pdf", "external_link"),
    },
    Kind.TALKS: {
        "title": ("title",),
        "event": ("event", "venue", "conference", "event_name", "university", "institution", "department"),
        "location": ("location", "address", "place", "city"),
        "date": ("date", "year", "permalink", "publishdate"),
    },
    Kind.TEACHING: {
        "course": ("title", "course", "class", "name"),
        "role": ("role", "position"),
        "organization": ("venue", "institution", "university", "school", "organization"),
        "date": ("date", "year", "term", "semester", "permalink"),
    },
    Kind.PROJECTS: {
        "name": ("title", "name"),
        "organization": ("organization", "institution", "lab"),
        "date": ("year", "period"),
    },
}

#: What an item calls itself, in ``collection``, by the beginning of a word → kind. A talk that is kept
#: in the folder of the publications is a talk.
_CALLED: Mapping[str, Kind] = {
    "publication": Kind.PUBLICATIONS,
    "talk": Kind.TALKS,
    "presentation": Kind.TALKS,
    "teaching": Kind.TEACHING,
    "course": Kind.TEACHING,
    "portfolio": Kind.PROJECTS,
    "project": Kind.PROJECTS,
}
_CONFIDENCE = 0.95
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?(?=$|[\sT/])")
_IN_ADDRESS = re.compile(r"(?:^|/)(?P<date>(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?)(?=-)")
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_RECOMMENDED = re.compile(r"\s*(?:recommended\s+)?citation:\s*", re.IGNORECASE)
#: A title that is a link, a label and nothing else.
_LABEL = re.compile(r"^\W*(?:untitled|title)\W*$", re.IGNORECASE)


def kind_of(document: Document, folder: Kind) -> Kind:
    """The kind of an item: what its ``collection`` says, else what its folder is for."""
    called = next((f.value.casefold() for f in document.fields if f.path == ("collection",)), "")
    return next((kind for word, kind in _CALLED.items() if called.startswith(word)), folder)


def collection_item(document: Document, folder: Kind, *, names: Mapping[str, str]) -> Iterator[Fact]:
    """The fact that the front matter of one item states; none from an item without a title.

    Args:
        document: the item.
        folder: what its collection is for, a kind of ``KEYS``.
        names: the author that an id stands for in this site (``admin`` is the owner).
    """
    kind = kind_of(document, folder)
    slots: dict[str, tuple[Value, ...]] = {}
    for slot, keys in KEYS[kind].items():
        values = next((found for key in keys if (found := tuple(_values(document, slot, key, names)))), ())
        if values:
            slots[slot] = values
    if kind is Kind.PUBLICATIONS and "authors" not in slots and (authors := tuple(_recommended(document))):
        slots["authors"] = authors
    name, *_ = KEYS[kind]
    if name in slots and not _LABEL.match(slots[name][0].text):
        ordered = {slot: slots[slot] for slot in KEYS[kind] if slot in slots}
        yield Fact(kind, ordered, (slots[name][0].evidence,), _CONFIDENCE)


def dated(document: Document, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts of a news item: what happened, and says no date, happened on the day of the item."""
    day = next(iter(_values(document, "date", "date", {})), None)
    for fact in facts:
        undated = fact.kind in (Kind.AWARDS, Kind.TALKS) and not first(fact, "date")
        yield replace(fact, slots={**fact.slots, "date": (day,)}) if undated and day else fact


def titled(document: Document, name: str) -> Document:
    """A data file whose lists have the name that says what they hold, as a file ``talks.yml`` or a heading says it.

    Fields of a list that lies under a known key, and of a file without a list, stay as they are.
    """
    words = " ".join(re.split(r"[\W_]+", name))
    key = next((key for key, section in LISTS.items() if section is section_of(words)), "")
    if not key or document.source.format not in ("yaml", "json"):
        return document
    fields = []
    for field in document.fields:
        at = next((i for i, part in enumerate(field.path) if isinstance(part, int)), None)
        named = at is not None and any(str(part).casefold() in LISTS for part in field.path[:at])
        fields.append(field if at is None or named else replace(field, path=(key, *field.path[at:])))
    return replace(document, fields=tuple(fields))


#: Sections whose entries ``KEYS`` knows better than the readers of pages do.
_ITEM_KINDS: Mapping[Section | None, Kind] = {
    Section.PUBLICATIONS: Kind.PUBLICATIONS,
    Section.TALKS: Kind.TALKS,
    Section.TEACHING: Kind.TEACHING,
    Section.PROJECTS: Kind.PROJECTS,
}


def listed_items(document: Document, name: str, *, names: Mapping[str, str]) -> list[Fact]:
    """The facts of a data file that is nothing but a list of publications, talks, courses or projects, by its name."""
    kind = _ITEM_KINDS.get(section_of(" ".join(re.split(r"[\W_]+", name))))
    if kind is None or document.source.format != "yaml":
        return []
    entries: dict[tuple[str | int, ...], list[Field]] = {}
    for field in document.fields:
        at = next((i for i, part in enumerate(field.path) if isinstance(part, int)), None)
        if at is None or at + 1 == len(field.path):
            return []
        entries.setdefault(field.path[: at + 1], []).append(replace(field, path=field.path[at + 1 :]))
    items = (replace(document, fields=tuple(fields)) for fields in entries.values())
    return [fact for item in items for fact in collection_item(item, kind, names=names)]


def headings_at(document: Document, place: int) -> tuple[Block, ...]:
    """The headings in force at a place of a page that open a section, as blocks without a place of their own."""
    above: list[Block] = []
    for block in document.blocks:
        if block.kind is not BlockKind.HEADING or not block.lines or not block.lines[0].text:
            continue
        if source_span(block.lines[0], 0, 1).start > place:
            break
        above = [*(heading for heading in above if heading.depth < block.depth), block]
    return tuple(
        replace(block, lines=(Line(block.lines[0].text, (Piece(0, Span(0, 0), verbatim=False),)),))
        for block in above
        if section_of(block.lines[0].text) is not None
    )


def _values(document: Document, slot: str, key: str, names: Mapping[str, str]) -> Iterator[Value]:
    for field in document.fields:
        # A DOI may lie deeper: ``hugoblox.ids.doi``.
        place = field.path[-1:] if key == "doi" else field.path[:1]
        if [str(part).casefold() for part in place] != [key] or not field.value.strip() or template_of(field.value):
            continue
        if slot == "authors":
            yield from _authors(document, field, names)
        elif slot == "date":
            if text := _from_address(field) if key == "permalink" else edtf_of(document, field):
                yield _value(document, field.span, text)
        elif slot == "url":
            if url := address(field.value.strip()):
                yield _value(document, field.span, url, url)
        elif len(field.path) == 1 or key == "address":
            yield from _words(document, field)


def _words(document: Document, field: Field) -> Iterator[Value]:
    lines = [line for line in field.lines if line.text.strip()]
    if not lines:
        yield _value(document, field.span, " ".join(field.value.split()))
        return
    if len(lines) == 1:
        # Hugo's habit is "In *Proceedings of …*"; a journal that is called "In Vitro …" is in one script.
        start = 3 if field.value.startswith(("In *", "In _")) else 0
        yield _value(document, source_span(lines[0], start, len(lines[0].text)), lines[0].text[start:].strip())
        return
    text = " ".join(line.text.strip() for line in lines)
    yield _value(document, field.span, " ".join(text.split()))


def _authors(document: Document, field: Field, names: Mapping[str, str]) -> Iterator[Value]:
    if (known := names.get(field.value.strip())) is not None:
        yield _value(document, field.span, known)
        return
    for line in field.lines[:1]:
        if str(field.path[0]).casefold() == "citation":  # the names stand before the title
            found = [(name.start, name.end) for name in authors_at(line.text, 0, len(line.text))[0]]
        elif len(field.path) > 1:
            found = [(0, len(_OTHERS.sub("", line.text)))]
        else:
            found = list(_split_names(line.text))
        yield from _listed(document, line, found)


_BETWEEN_NAMES = re.compile(r"\s*(?:;|,?\s+and\b|,?\s*&|,)\s*", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}(?:Jr\.?)?")
_MARKS = " \t*†‡§¶#^+"
_OTHERS = re.compile(r"[\s,;]*(?:\b(?:and\s+)?(?:et\s+al\b\.?|others\b)|…|\.\.\.)\s*$", re.IGNORECASE)


def _split_names(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand in a value that is nothing but names: "Sample, A., Muster, B." has two."""
    text = _OTHERS.sub("", text)
    ends = [*_BETWEEN_NAMES.finditer(text)]
    pieces = list(zip([0, *(m.end() for m in ends)], [*(m.start() for m in ends), len(text)], strict=True))
    names: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(pieces):
        comma = number > 0 and "," in ends[number - 1][0]
        last = text[slice(*names[-1])] if names else ""
        family = bool(last) and "," not in last and not _INITIALS.fullmatch(last)
        if comma and family and _INITIALS.fullmatch(text[start:end]):
            names[-1] = (names[-1][0], end)
        else:
            names.append((start, end))
    for start, end in names:
        start, end = without_edge(text, start, end, _MARKS)
        if start < end:
            yield start, end


def _recommended(document: Document) -> Iterator[Value]:
    """ "Recommended citation: Ada Sample, …" below the front matter."""
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            continue
        for line in block.lines:
            if (lead := _RECOMMENDED.match(line.text)) and not template_of(line.text):
                found = authors_at(line.text, lead.end(), len(line.text))[0]
                yield from _listed(document, line, [(name.start, name.end) for name in found])
                return


def _listed(document: Document, line: Line, places: Sequence[tuple[int, int]]) -> Iterator[Value]:
    for start, end in places:
        if start == end:
            continue
        yield _value(document, source_span(line, start, end), line.text[start:end])


def edtf_of(document: Document, field: Field) -> str:
    """The EDTF of a date field.

    Jekyll wants a day: the first of January is a year, unless the citation names the month.
    """
    text = field.value.strip()
    if match := _ISO.match(text):
        return _iso(document, match)
    found = find_dates(text)
    return found[0].first if found else ""


def _iso(document: Document, match: re.Match[str]) -> str:
    year, month, day = match["year"], int(match["month"]), int(match["day"] or 0)
    citation = " ".join(f.value for f in document.fields if f.path[:1] == ("citation",))
    if (month, day) == (1, 1):
        return f"{year}-01" if re.search(r"\bjan(?:uary)?\b", citation, re.IGNORECASE) else year
    if not day:
        return f"{year}-{month:02}" if 1 <= month <= 12 else year
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:  # the 31st of June: the year is still told
        return year


def _from_address(field: Field) -> str:
    """``/publication/2019-05-01-tides``: where an item has no other date, the one in its address."""
    match = _IN_ADDRESS.search(field.value)
    if match is None:
        return ""
    text = match["date"]
    return text[:4] if text[4:] in ("-01-01", "-00", "-00-00") else text


def address(text: str) -> str:
    """The web address that a value gives, a bare DOI among them, or an empty string.

    >>> address("10.1000/182")
    'https://doi.org/10.1000/182'
    """
    if doi := _DOI.fullmatch(text):
        return f"https://doi.org/{doi['doi']}"
    return text if re.fullmatch(r"https?://\S+", text) else ""


def _value(document: Document, span: Span, text: str, url: str = "") -> Value:
    evidence = evidence_at(document, span, heading="front matter", rule="collections: front matter")
    return Value(text, evidence, url)
