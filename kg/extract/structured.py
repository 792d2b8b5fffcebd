"""Data files whose keys say what their values are → facts, by the tables of ``formats``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from kg.edtf import is_edtf
from kg.extract.bibliography import work_address
from kg.extract.dates import find_dates
from kg.extract.degrees import degrees
from kg.extract.formats import TABLES, WORDS, Row
from kg.extract.headings import Section, section_of
from kg.extract.identifiers import Account, account_at, account_named
from kg.extract.mentions import affiliations
from kg.extract.page import Page, Passage, passage_of, span_of
from kg.extract.persons import ties
from kg.extract.residue import template_of
from kg.extract.stated import Stated, is_address, make_fact, stated
from kg.model import SLOTS, BlockKind, Fact, Field, Kind, Line, Piece, Span, source_span

_Path = tuple[str | int, ...]
_Slots = dict[str, list[Stated]]

#: Without one of these a fact says nothing.
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.EDUCATION: ("organization", "degree", "field", "unit"),
    Kind.POSITIONS: ("organization", "role"),
    Kind.SERVICE: ("organization", "role"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: the fields under the path ``at``, in the order of the file."""

    row: Row
    at: _Path
    fields: tuple[Field, ...]

    @property
    def heading(self) -> str:
        """The keys that lead here, as evidence names them."""
        return ".".join(str(key) for key in self.at if isinstance(key, str))


def structured(page: Page) -> Iterator[Fact]:
    """One fact an entry, row by row of the format's table, and in the order of the file within a row."""
    form = page.document.source.format
    runs = _runs(_titled(page.document.fields))
    if form == "authors" and len({run[0].path[:1] for run in runs}) > 1:
        return  # whose site it is, is not said
    for row in TABLES[form]:
        told = [(entry, _read(entry)) for entry in _entries(runs, row)]
        for entry, slots in _gathered(row.kind, [(e, s) for e, s in told if _says_something(row.kind, s)]):
            fact = make_fact(
                page.document,
                row.kind,
                slots,
                heading=entry.heading,
                rule=f"{row.kind.value}: {form}",
                confidence=0.95,
                within=Span(entry.fields[0].span.start, max(field.span.end for field in entry.fields)),
            )
            if fact is not None:
                yield fact


def _says_something(kind: Kind, slots: _Slots) -> bool:
    needed = _NEEDED.get(kind, SLOTS[kind][:1])
    sample = any(template_of(one.text) for slot in SLOTS[kind][:2] for one in slots.get(slot, ()))
    return not sample and any(slots.get(slot) for slot in needed)


def _gathered(kind: Kind, told: Sequence[tuple[Entry, _Slots]]) -> Iterator[tuple[Entry, _Slots]]:
    """Service for one body in one role is one fact with all its dates: a record has an entry a review."""
    if kind is not Kind.SERVICE:
        yield from told
        return
    known: dict[tuple[str, ...], tuple[Entry, _Slots]] = {}
    for entry, slots in told:
        key = tuple(one.text.casefold() for slot in ("organization", "role") for one in slots.get(slot, ()))
        first = known.setdefault(key, (entry, slots))[1]
        dates = {one.text for one in first.get("date", ())}
        first["date"] = [*first.get("date", ()), *(d for d in slots.get("date", ()) if d.text not in dates)]
    yield from known.values()


# ---------------------------------------------------------------------------------------------------------------
# where things stand


def _titled(fields: Sequence[Field]) -> list[Field]:
    """Lists of titled parts (``- title: Education, contents: …``) as if the title were the key."""
    titles = {f.path[0]: f.value for f in fields if f.path[1:] == ("title",) and isinstance(f.path[0], int)}
    return [
        replace(f, path=(titles[f.path[0]], *f.path[2:])) if f.path[0] in titles and f.path[1:2] == ("contents",) else f
        for f in fields
        if f.path
    ]


def _runs(fields: Iterable[Field]) -> list[list[Field]]:
    """The fields, those together that follow each other under the same two keys."""
    return [list(run) for _, run in groupby(fields, key=lambda field: field.path[:2])]


def _entries(runs: Iterable[Sequence[Field]], row: Row) -> Iterator[Entry]:
    pattern = _pattern(row.at)
    groups: dict[_Path, list[Field]] = {}
    for run in runs:
        for field in run if _leads(pattern, run[0].path[:2]) else ():
            if len(field.path) >= len(pattern) and _leads(pattern, field.path):
                groups.setdefault(field.path[: len(pattern)], []).append(field)
    for at, group in groups.items():
        entry = Entry(row, at, tuple(group))
        only = row.only is None or _told(entry, row.only[0]) in row.only[1]
        if only and (row.but is None or _told(entry, row.but[0]) not in row.but[1]):
            yield entry


@cache
def _pattern(at: str) -> tuple[str, ...]:
    return tuple(at.split(".")) if at else ()


def _leads(pattern: Sequence[str], path: _Path) -> bool:
    """Whether a path begins as a pattern says."""
    return all(_fits(part, key) for part, key in zip(pattern, path, strict=False))


def _fits(part: str, key: str | int) -> bool:
    if part == "*":
        return True
    if part.startswith("{"):
        opened = _opens(key) if isinstance(key, str) else ""
        return bool(opened) and part[1:-1] in ("", opened)
    return str(key).casefold() == part.casefold()


@lru_cache(maxsize=4096)
def _opens(key: str) -> str:
    """The section that a key's words open: ``awards_and_honours``; an empty string where they open none."""
    section = section_of(re.sub(r"[_-]+", " ", key)[:200])
    return section.value if section else ""


def _at(entry: Entry, keys: str) -> Iterator[list[Field]]:
    """The fields at each alternative of ``a|b``, from the entry on; those that are stated come first to last."""
    inner = len(entry.at)
    for key in keys.split("|"):
        pattern = _pattern(key)
        found = [f for f in entry.fields if len(f.path) - inner == len(pattern) and _leads(pattern, f.path[inner:])]
        if found:
            yield found


def _told(entry: Entry, key: str) -> str:
    found = next(_at(entry, key), None)
    return found[0].value.casefold().strip(" :") if found else ""


# ---------------------------------------------------------------------------------------------------------------
# what a slot makes of its values


def _text(entry: Entry, keys: str) -> list[Stated]:
    """The first alternative that is stated; ``a+b`` are words that belong together."""
    for key in keys.split("|"):
        parts = [found[0] for part in key.split("+") for found in _at(entry, part)]
        if len(parts) == len(key.split("+")):
            text = " ".join(stated(part).text for part in parts)
            spans = [stated(part).span for part in parts]
            whole = Span(min(spans).start, max(span.end for span in spans))
            return [Stated(text, whole, stated(parts[0]).url)] if text.strip() else []
    return []


_NAME_PARTS = ("given-names", "name-particle", "family-names", "name-suffix")


def _names(entry: Entry, keys: str) -> list[Stated]:
    """Names as a list of strings, as one string of many, or in the parts that CFF has."""
    found = next(_at(entry, keys), None)
    if found is not None:
        return [one for field in found for one in _apart(field)]
    persons = (replace(entry, at=at, fields=fields) for at, fields in _people(entry, keys))
    return [one for person in persons for one in _person(person)]


def _people(entry: Entry, keys: str) -> Iterator[tuple[_Path, tuple[Field, ...]]]:
    inner = (*(str(part) for part in entry.at), *_pattern(keys.split("|")[0]))
    groups: dict[_Path, list[Field]] = {}
    for field in entry.fields:
        if len(field.path) == len(inner) + 1 and _leads(inner, field.path):
            groups.setdefault(field.path[:-1], []).append(field)
    return ((at, tuple(fields)) for at, fields in groups.items())


def _person(entry: Entry) -> list[Stated]:
    parts = [found[0] for part in _NAME_PARTS for found in _at(entry, part)]
    if not parts:
        return _text(entry, "name")
    spans = [part.span for part in parts]
    return [Stated(" ".join(p.value for p in parts), Span(min(spans).start, max(s.end for s in spans)))]


def _apart(field: Field) -> list[Stated]:
    """The names of a string: "A. One, B. Two and C. Three"; marks of equal contribution are none of them."""
    whole = stated(field)
    line = field.lines[0] if len(field.lines) == 1 else None
    if line is None or not re.search(r",|;|\band\b", line.text):
        return [replace(whole, text=whole.text.strip(" *†‡"))]
    found = [m for m in re.finditer(r"(?:(?!;|,|\band\b).)+", line.text) if m[0].strip(" *†‡.")]
    if any(len(m[0].split()) < 2 for m in found):
        return [whole]  # "Noether, Emmy" is one
    return [_part(line, m.start(), m.end(), " *†‡") for m in found if m[0].strip().casefold() != "et al."]


def _part(line: Line, start: int, end: int, edge: str = " ") -> Stated:
    while start < end and line.text[start] in edge:
        start += 1
    while end > start and line.text[end - 1] in edge:
        end -= 1
    return Stated(line.text[start:end], source_span(line, start, max(end, start + 1)))


def _advisors(entry: Entry, keys: str) -> list[Stated]:
    """Who has a key for it, and whom the words of an entry name as such: "Advisor: Prof. Jane Roe"."""
    for found in _at(entry, keys):
        named = {"advisors", "advisor", "supervisor"} & set(found[0].path[len(entry.at) :])
        if advisors := [one for field in found for one in (_apart(field) if named else _advisors_told(field))]:
            return advisors
    return []


def _advisors_told(field: Field) -> Iterator[Stated]:
    if field.lines:
        passage = passage_of(field.lines, Section.EDUCATION, heading="", kind=BlockKind.ITEM)
        for name in (name for tie in ties(passage) if tie.relation == "advisor" for name in tie.names):
            text = name.text or passage.text[name.start : name.end]
            yield Stated(text, span_of(passage, name.start, name.end))


def _address(entry: Entry, keys: str) -> list[Stated]:
    for found in _at(entry, keys):
        for field in found:
            if is_address(address := work_address(field.value)):
                return [Stated(address, field.span, address)]
    return []


def _date(entry: Entry, keys: str) -> list[Stated]:
    """Dates as EDTF; ``present`` is kept as such."""
    for key in keys.split("|"):
        parts = [f for part in ("year", "month", "day") for found in _at(entry, f"{key}.{part}.value") for f in found]
        if parts:
            spans = [part.span for part in parts]
            written = "-".join(part.value.zfill(2) for part in parts)
            return [Stated(_valid(written), Span(min(spans).start, max(span.end for span in spans)))]
        for found in _at(entry, key):
            if text := _when(stated(found[0]).text):
                return [Stated(text, found[0].span)]
    return []


_ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T[\d:.]+Z?)?")
_NOW = "present"
_RUNNING = re.compile(r"(?:present|now|current(?:ly)?|ongoing|today|to\s+date)\W*", re.IGNORECASE)


def _when(text: str) -> str:
    """A date or a range as EDTF; ``..`` ends what still runs."""
    if iso := _ISO.fullmatch(text):
        return _valid(iso[1])
    if _RUNNING.fullmatch(text):
        return _NOW
    date = next(iter(find_dates(text[:200])), None)
    if date is None:
        return ""
    if date.single or not (date.last or date.ongoing):
        return date.first
    return f"{date.first or '..'}/{date.last or '..'}"


def _valid(date: str) -> str:
    """As much of a date as there can be: there was no 30 February."""
    while date and not is_edtf(date):
        date = date.rpartition("-")[0]
    return date


_READ: Mapping[str, Callable[[Entry, str], list[Stated]]] = {
    "authors": _names,
    "advisor": _advisors,
    "url": _address,
    **dict.fromkeys(("date", "start", "end", "period"), _date),
}


def _read(entry: Entry) -> _Slots:
    slots = {slot: found for slot, keys in entry.row.slots.items() if (found := _READ.get(slot, _text)(entry, keys))}
    if slots.get("date", [])[:1] and slots["date"][0].text == _NOW:
        slots.pop("date")
    return _FINISH.get(entry.row.kind, _dated)(slots)


# ---------------------------------------------------------------------------------------------------------------
# what a kind makes of its slots


def _dated(slots: _Slots) -> _Slots:
    """One date from the beginning and the end, for what has no more than that."""
    start, end = slots.pop("start", []), slots.pop("end", [])
    period = slots.pop("period", [])
    if slots.get("date") or not (start or period):
        return slots
    if period and not start:
        return {**slots, "date": [replace(period[0], text=period[0].text.replace("/..", ""))]}
    first, last = start[0], end[0] if end else None
    if last is None or _NOW in (first.text, last.text) or "/" in first.text + last.text or last.text <= first.text:
        return {**slots, "date": [first]} if first.text != _NOW else slots
    span = Span(min(first.span, last.span).start, max(first.span.end, last.span.end))
    return {**slots, "date": [Stated(f"{first.text}/{last.text}", span)]}


def _lasting(slots: _Slots) -> _Slots:
    """Beginning, end, and whether it goes on: what has begun and has no end does."""
    start, end, period = (slots.pop(slot, []) for slot in ("start", "end", "period"))
    if period and not (start or end):
        first, slash, last = period[0].text.partition("/")
        if not slash and first != _NOW:
            return {**slots, "end": period}
        start = [replace(period[0], text=first)] if slash and first != ".." else []
        end = [replace(period[0], text=last)] if slash and last != ".." else []
        runs = [] if end else period
    else:
        runs = end if end and end[0].text == _NOW else start if start and not end else []
    begins = [one for one in start if one.text != _NOW]
    ends = [replace(one, text=one.text.rpartition("/")[2]) for one in end if one.text != _NOW]
    current = [replace(runs[0], text="true")] if runs else []
    return {**slots, "start": begins, "end": ends, "current": current}


def _placed(slots: _Slots, fields: Sequence[Stated]) -> _Slots:
    """An organization named with its unit and its town gives each its slot."""
    if not fields or "," not in fields[0].text:
        return slots
    whole = fields[0]
    named = [one for one in affiliations(whole.text) if one.organization is not None]
    if len(named) != 1 or named[0].organization is None:
        return slots
    organization, units = named[0].organization, named[0].units
    found = {"organization": (organization.start, organization.end)}
    if units and "unit" not in slots:
        found["unit"] = (units[0].start, units[0].end)
    if named[0].place and "location" not in slots:
        found["location"] = named[0].place
    return {**slots, **{slot: [_within(whole, *place)] for slot, place in found.items()}}


def _within(whole: Stated, start: int, end: int) -> Stated:
    """A part of a value: its own place where the value stands to the letter, else that of the whole."""
    size = whole.span.end - whole.span.start
    span = Span(whole.span.start + start, whole.span.start + end) if size == len(whole.text) else whole.span
    return Stated(whole.text[start:end], span, whole.url)


def _education(slots: _Slots) -> _Slots:
    """The level, and the degree apart from the field: "Ph.D. in Physics" has both in one value."""
    told = [one for slot in ("degree", "field") for one in slots.get(slot, ())]
    named = next(((one, degree) for one in told for degree in degrees(one.text)), None)
    if named is not None:
        one, degree = named
        slots["level"] = [replace(one, text=degree.level)]
        rest = re.match(r"\s*(?:degree\s*)?(?:\([^()]*\)\s*)?(?:in\b|of\b|,|:|–|-)?\s*", one.text[degree.end :])
        field = degree.end + (rest.end() if rest else 0)
        if one in slots.get("field", ()) and "degree" not in slots:
            slots["degree"] = slots.pop("field")
        if "field" not in slots and field < len(one.text) and re.search(r"[^\W\d_]", one.text[field:]):
            slots["field"] = [_within(one, field, len(one.text))]
            slots["degree"] = [_within(one, degree.start, degree.end)]
    return _lasting(_placed(slots, slots.get("organization", [])))


def _position(slots: _Slots) -> _Slots:
    return _lasting(_placed(slots, slots.get("organization", [])))


#: Networks by their names, blanks and case left out.
_NETWORKS: Mapping[str, str] = {
    "github": "github",
    "linkedin": "linkedin",
    "twitter": "x",
    "x": "x",
    "orcid": "orcid",
    "googlescholar": "google-scholar",
    "scholar": "google-scholar",
    "researchgate": "researchgate",
    "dblp": "dblp",
    "semanticscholar": "semantic-scholar",
    "website": "homepage",
    "homepage": "homepage",
    "personalwebsite": "homepage",
    "personalpage": "homepage",
    "email": "email",
}


def _account(slots: _Slots) -> _Slots:
    """The account that an address, or a network and a name there, states."""
    network = (
        _NETWORKS.get(re.sub(r"[\W_]+", "", slots["network"][0].text).casefold(), "") if "network" in slots else ""
    )
    candidates: list[tuple[Stated, Account | None]] = []
    for slot, told in slots.items():
        scheme = network if slot in ("address", "value") else slot
        for one in told if slot != "network" else ():
            candidates.append((one, account_at(one.text) or (account_named(scheme, one.text) if scheme else None)))
    for one, account in candidates:
        if account is not None:
            url = one.text if is_address(one.text) else ""
            return {"value": [Stated(account.value, one.span, url)], "scheme": [Stated(account.scheme, one.span)]}
    return {}


def _first_topic(slots: _Slots) -> _Slots:
    return {slot: [_without_stop(one) for one in told] for slot, told in slots.items() if len(told[0].text) < 120}


def _without_stop(one: Stated) -> Stated:
    """A topic that is written like a sentence ("Salt marshes.") is named without its full stop."""
    span = one.span
    if not one.text.endswith(".") or span.end - span.start != len(one.text):
        return one
    return replace(one, text=one.text[:-1], span=Span(span.start, span.end - 1))


def _grant(slots: _Slots) -> _Slots:
    lasting = _lasting(slots)
    lasting.pop("current", None)
    return lasting


_FINISH: Mapping[Kind, Callable[[_Slots], _Slots]] = {
    Kind.EDUCATION: _education,
    Kind.POSITIONS: _position,
    Kind.GRANTS: _grant,
    Kind.IDENTIFIERS: _account,
    Kind.INTERESTS: _first_topic,
}


# ---------------------------------------------------------------------------------------------------------------
# words without keys


def in_words(page: Page) -> Page:
    """What a format has without keys, as the passages that a page would show: each under its section."""
    fields = _titled(page.document.fields)
    passages = [
        _passage(fields, field, pattern, section)
        for pattern, section in WORDS.get(page.document.source.format, ())
        for field in fields
        if len(field.path) == len(_pattern(pattern)) and _leads(_pattern(pattern), field.path) and field.lines
    ]
    told = [passage for passage in passages if not template_of(passage.text) and not _is_described(fields, passage)]
    return Page(replace(page.document, fields=()), tuple(told), {})


def _is_described(fields: Sequence[Field], passage: Passage) -> bool:
    """Whether a line only describes the interest that an entry's ``title`` names."""
    if passage.section is not Section.INTERESTS:
        return False
    at = next((f.path for f in fields if f.lines and f.lines[0] == passage.lines[0]), ())
    outer = at[: at.index("items")] if "items" in at else ()
    return bool(outer) and any(field.path == (*outer, "title") for field in fields)


def _passage(fields: Sequence[Field], field: Field, pattern: str, section: str) -> Passage:
    place = _pattern(pattern).index("{}") if "{}" in pattern else 0
    heading = str(field.path[place])
    opened = Section(section or _opens(heading))
    lines = _labelled(fields, field) + _year_beside(fields, field)
    return passage_of(lines, opened, heading=heading, kind=BlockKind.PARAGRAPH if section else BlockKind.ITEM)


def _labelled(fields: Sequence[Field], field: Field) -> tuple[Line, ...]:
    """The lines of a value; ``label: Reviewer, details: …`` is the one line that a page shows."""
    label = next((f for f in fields if f.path == (*field.path[:-1], "label") and f.lines), None)
    if field.path[-1] != "details" or label is None or len(label.lines) > 1:
        return field.lines
    one, other = label.lines[0], field.lines[0]
    text = f"{one.text.rstrip(' :')}: {other.text}"
    at = len(text) - len(other.text)
    between = Piece(at - 2, Span(one.pieces[-1].span.end, other.pieces[0].span.start), verbatim=False)
    pieces = (*one.pieces, between, *(replace(piece, at=piece.at + at) for piece in other.pieces))
    links = tuple(replace(link, start=link.start + at, end=link.end + at) for link in other.links)
    return (Line(text, pieces, links), *field.lines[1:])


def _year_beside(fields: Sequence[Field], field: Field) -> tuple[Line, ...]:
    """The year over a list of items (``- year: 1921, items: [A prize]``) belongs to each."""
    if "items" not in field.path:
        return ()
    outer = field.path[: field.path.index("items")]
    return next((f.lines for f in fields if f.path == (*outer, "year")), ())
