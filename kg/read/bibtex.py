"""BibTeX → Fields: each entry's key, type and values, decoded, with the places where they stand.

pybtex parses; this module keeps the places, goes on after mistakes, and bounds what a hostile file can cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from kg.model import Field, Note, Span
from kg.read.latex import address, decoded, line_of
from kg.read.view import Run, View

if TYPE_CHECKING:
    from kg.read.bibtex_parser import Entry, Part

    _Value = tuple[str, Sequence[Part]]

#: More values than this are not read; a note says so.
MAX_FIELDS = 100_000
#: How many mistakes of a file are told one by one.
MAX_NOTES = 20
#: Names of one list; the longest author list in physics has about five thousand.
MAX_NAMES = 6_000

#: Values that are lists of names, and values that are addresses: LaTeX's signs mean themselves in these.
NAMES = frozenset({"author", "editor", "translator", "advisor"})
ADDRESSES = frozenset(
    ["url", "doi", "html", "pdf", "arxiv", "eprint", "website", "code", "file", "slides", "video", "poster", "blog"]
    + ["supp", "preview", "link", "hal", "ee", "bdsk-url-1", "data", "repo"]
)
#: What a paper takes from the proceedings that it names in ``crossref``; their title is its ``booktitle``.
_INHERITED = frozenset(
    ["booktitle", "title", "journal", "maintitle", "series", "publisher", "year", "month", "date", "editor", "address"]
    + ["location", "eventtitle", "school", "institution", "organization", "howpublished"]
)
_LONGEST_INHERITED = 1000  # characters; nothing of these is longer, and thousands of papers can take it


def read_bibtex(text: str, source: str) -> tuple[list[Field], list[Note]]:
    """The entries of a ``.bib`` file.

    Each entry gives a field ``(key, "ENTRYTYPE")`` whose value is its type in lower case, and one for every value,
    ``(key, name)``; of lists of names one a name, ``(key, "author", 0)``, given name first. "and others" is no name.
    A value that ``@string`` defines stands where it is defined; one that comes by ``crossref`` stands in that entry.
    """
    from kg.read.bibtex_parser import parse

    found = parse(text)
    fields: list[Field] = []
    for kind, key, values in _inherited(text, found.entries):
        fields.append(Field((key, "ENTRYTYPE"), text[kind.start : kind.end].lower(), kind))
        for name, parts in values:
            fields += _fields(key, name, parts)
        if len(fields) > MAX_FIELDS:
            note = f"the bibliography has more than {MAX_FIELDS} values; the rest was not read"
            return fields[:MAX_FIELDS], [Note(source, note)]
    return fields, list(_notes(text, source, found.mistakes))


def _notes(text: str, source: str, mistakes: Iterable[tuple[int, str]]) -> Iterator[Note]:
    told = list(dict.fromkeys(mistakes))
    for place, message in told[:MAX_NOTES]:
        line = text.count("\n", 0, place) + 1
        yield Note(source, f"line {line}: broken BibTeX ({message}); what is whole was read", Span(place, place))
    if len(told) > MAX_NOTES:
        yield Note(source, f"{len(told) - MAX_NOTES} more mistakes in the BibTeX")


def _inherited(text: str, entries: Sequence[Entry]) -> Iterator[tuple[Span, str, list[_Value]]]:
    """The entries with what they take from others. One step only: BibTeX itself goes no further."""
    parents = {text[e.key.start : e.key.end].casefold(): list(_given(e)) for e in reversed(entries)}
    for entry in entries:
        values = dict(reversed([(name, parts) for name, parts in entry.values]))  # the first of two counts
        ordered = [(name, values[name]) for name in dict.fromkeys(name for name, _ in entry.values)]
        for name in ("crossref", "xdata"):
            wanted = "".join(part.text for part in values.get(name, ())).strip().casefold()
            ordered += [(n, p) for n, p in parents.get(wanted, ()) if n not in values]
        yield entry.kind, text[entry.key.start : entry.key.end], ordered


def _given(parent: Entry) -> Iterator[_Value]:
    """What an entry gives those that name it."""
    named = any(name == "booktitle" for name, _ in parent.values)
    for name, parts in parent.values:
        if name in _INHERITED and sum(len(part.text) for part in parts) <= _LONGEST_INHERITED:
            if name != "title":
                yield name, parts
            elif not named:
                yield "booktitle", parts


def _fields(key: str, name: str, parts: Sequence[Part]) -> Iterator[Field]:
    view = _view(parts)
    if name in NAMES:
        for index, one in enumerate(_names(view)):
            yield _field((key, name, index), *_name(one))
    else:
        shown = address(view) if name in ADDRESSES else decoded(view)
        if shown.text.strip():
            yield _field((key, name), shown, view)


def _field(path: tuple[str | int, ...], shown: View, written: View) -> Field:
    span = Span(*written.source(0, len(written.text)))
    return Field(path, shown.text, span, (line_of(shown),))


def _view(parts: Sequence[Part]) -> View:
    """The parts of a value as one text.

    One word that ``@string`` defines stands where it is defined; joined with others, where the value is written.
    """
    text = "".join(part.text for part in parts)
    places = [part.used or Span(part.start, part.end) for part in parts]
    if len(parts) > 1 and any(part.used for part in parts):
        return View(text, (Run(0, min(places).start, max(place.end for place in places), False),))
    runs, at = [], 0
    for part in parts:
        if part.text:
            runs.append(Run(at, part.start, part.end, part.verbatim))
            at += len(part.text)
    return View(text, tuple(runs) or (Run(0, 0, 0, False),))


# ---------------------------------------------------------------------------------------------------------------
# names

_AND = re.compile(r"[{}]|\sand(?=\s)|,")
_OTHERS = re.compile(r"others|et\.?\s+al\.?|\.\.\.|…", re.IGNORECASE)
_LINEAGE = re.compile(r"\s*(?:[JS]r\b|I{1,3}\b|IV\b)")
_MARKS = " \t\r\n*∗†‡§¶‖^,"  # what pages set behind a name: equal contribution, corresponding author


def _names(view: View) -> list[View]:
    """The names of a list, cut at each "and" that stands in no braces, or at its commas if people write those."""
    ands: list[tuple[int, int]] = []
    commas: list[tuple[int, int]] = []
    depth = 0
    for found in islice(_AND.finditer(view.text), 4 * MAX_NAMES):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "{}":
            (commas if found[0] == "," else ands).append(found.span())
    cuts = ands or ([] if len(commas) < 2 or _LINEAGE.match(view.text, commas[0][1]) else commas)
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(view.text)]
    names = [_stripped(view, start, end) for start, end in zip(starts, ends, strict=True)]
    return [name for name in names[:MAX_NAMES] if name.text and not _OTHERS.fullmatch(name.text)]


def _stripped(view: View, start: int, end: int) -> View:
    part = view.text[start:end]
    left = len(part) - len(part.lstrip())
    return view.part(start + left, start + max(left, len(part.rstrip())))


def _name(written: View) -> tuple[View, View]:
    """A name with the given name first, and as it is written."""
    commas, depth = [], 0
    for found in _AND.finditer(written.text):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == ",":
            commas.append(found.start())
    shown = decoded(written)
    if 1 <= len(commas) <= 2:  # "van Doe, Jane" and "van Doe, Jr., Jane"; more are none of BibTeX's forms
        ends = [*commas, len(written.text)]
        starts = [0, *(comma + 1 for comma in commas)]
        parts = [decoded(_stripped(written, a, b)).text.strip(_MARKS) for a, b in zip(starts, ends, strict=True)]
        text = " ".join(part for part in (parts[-1], parts[0], *parts[1:-1]) if part)
        shown = View(text, (Run(0, *written.source(0, len(written.text)), False),)) if text else shown
    kept = len(shown.text.rstrip(_MARKS))
    return (shown.part(0, kept) if 0 < kept < len(shown.text) else shown), written
