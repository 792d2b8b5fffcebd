"""The entries of a bibliography to facts of publications: title, venue, date, authors and address, by their keys.

Whose bibliography it is, the file does not say: nothing but publications is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.dates import find_dates
from kg.extract.page import Page
from kg.extract.residue import template_of
from kg.extract.stated import Stated, is_address, make_fact, stated
from kg.model import Document, Fact, Field, Kind, Span

#: Entries that are no work of their own: what others refer to, or settings.
_NO_WORKS = frozenset(
    ["proceedings", "mvproceedings", "collection", "mvcollection", "periodical", "xdata", "set", "control", "settings"]
)
#: What a work appeared in, the first that an entry has; the biblatex name behind that of BibTeX.
_VENUES = (
    ["journal", "journaltitle", "booktitle", "school", "maintitle", "eventtitle", "howpublished", "institution"]
    + ["publisher", "organization", "archiveprefix", "eprinttype", "abbr"]
)  # fmt: skip
#: Where a work lies, the first that an entry has.
_PLACES = ("doi", "url", "html", "arxiv", "eprint", "link", "ee", "pdf", "howpublished")
_DOI = re.compile(r"(?:.*?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>{}|\\^`]+?)[.,;]?", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:.*arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)", re.IGNORECASE
)
_YEAR = re.compile(r"\W*((?:1[5-9]|20)\d\d)[a-z]?\W*")
_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:/.*)?")

_Entry = Mapping[str, Sequence[Field]]


def bibliography(page: Page) -> Iterator[Fact]:
    """One fact an entry, in the order of the file."""
    document = page.document
    for key, fields in _entries(document):
        entry = _by_name(fields)
        title = _first(entry, "title")
        if title is None or title.value.casefold() == "" or _type(entry) in _NO_WORKS or template_of(title.value):
            continue
        slots: dict[str, Sequence[Stated]] = {
            "title": [stated(title)],
            "venue": _venue(entry),
            "date": _date(document, entry),
            "authors": [stated(name) for name in entry.get("author", ())],
            "url": _url(entry),
        }
        fact = make_fact(
            document,
            Kind.PUBLICATIONS,
            slots,
            heading=key,
            rule=f"publications: BibTeX {_type(entry)}",
            confidence=0.97,
            within=_own(entry),
        )
        if fact is not None:
            yield fact


def _entries(document: Document) -> Iterator[tuple[str, list[Field]]]:
    """The fields of each entry; its type opens it."""
    entry: list[Field] = []
    for field in document.fields:
        if field.path[-1] == "ENTRYTYPE" and entry:
            yield str(entry[0].path[0]), entry
            entry = []
        entry.append(field)
    if entry:
        yield str(entry[0].path[0]), entry


def _by_name(fields: Sequence[Field]) -> _Entry:
    entry: dict[str, list[Field]] = {}
    for field in fields:
        entry.setdefault(str(field.path[1]), []).append(field)
    return entry


def _first(entry: _Entry, name: str) -> Field | None:
    return next(iter(entry.get(name, ())), None)


def _type(entry: _Entry) -> str:
    kind = _first(entry, "ENTRYTYPE")
    return kind.value if kind else ""


def _own(entry: _Entry) -> Span:
    """From an entry's type to the last of its values; ``crossref`` gives values that stand before or behind."""
    start = entry["ENTRYTYPE"][0].span.start
    ends = [field.span.end for name, fields in entry.items() for field in fields if name in ("title", "author", "year")]
    return Span(start, max([start, *ends]))


def _venue(entry: _Entry) -> list[Stated]:
    for name in _VENUES:
        field = _first(entry, name)
        if (
            field is not None
            and not re.search(r"https?://|^www\.", field.value)
            and re.search(r"[^\W\d_]", field.value)
        ):
            return [stated(field)]
    return []


def _date(document: Document, entry: _Entry) -> list[Stated]:
    """The year, with the month where there is one; biblatex has both in ``date``."""
    whole, year, month = (_first(entry, name) for name in ("date", "year", "month"))
    if whole is not None and (written := _DATE.fullmatch(whole.value)):
        return [Stated(written[1], whole.span)]
    known = _YEAR.fullmatch(year.value) if year is not None else None
    if year is None or known is None:
        return []
    told = _month(month.value, known[1]) if month is not None else ""
    if month is None or not told:
        return [Stated(known[1], year.span)]
    return [Stated(told, Span(min(year.span.start, month.span.start), max(year.span.end, month.span.end)))]


def _month(month: str, year: str) -> str:
    """A month, or a day in it, in the form of EDTF; nothing where it is none.

    >>> _month("3", "1999"), _month("July 15", "1999")
    ('1999-03', '1999-07-15')
    """
    if month.isdecimal():
        return f"{year}-{int(month):02d}" if 0 < int(month[:4]) <= 12 else ""
    dates = [date for date in find_dates(f"{month[:40]} {year}") if date.single and (date.first or "").startswith(year)]
    return (dates[0].first or "") if len(dates) == 1 and dates[0].first != year else ""


def _url(entry: _Entry) -> list[Stated]:
    for name in _PLACES:
        field = _first(entry, name)
        address = work_address(field.value) if field is not None and _is_place(name, field, entry) else ""
        if field is not None and is_address(address):
            return [Stated(address, field.span, address)]
    return []


def _is_place(name: str, field: Field, entry: _Entry) -> bool:
    """An ``eprint`` is one of arXiv, unless the entry names another archive."""
    archive = _first(entry, "archiveprefix") or _first(entry, "eprinttype")
    return name != "eprint" or archive is None or archive.value.casefold() == "arxiv" or "://" in field.value


def work_address(text: str) -> str:
    """The address of a work that is named by its DOI, its number in arXiv or its address; else an empty string.

    >>> work_address("10.9999/abc"), work_address("arXiv:2001.00001v2"), work_address("see below")
    ('https://doi.org/10.9999/abc', 'https://arxiv.org/abs/2001.00001v2', '')
    """
    text = text.strip()[:2000]
    if doi := _DOI.fullmatch(text):
        return f"https://doi.org/{doi[1]}"
    if arxiv := _ARXIV.fullmatch(text):
        return f"https://arxiv.org/abs/{arxiv[1]}"
    address = re.split(r"\s|[,;](?=\s*https?:)", text, maxsplit=1)[0]
    return address if is_address(address) else ""
