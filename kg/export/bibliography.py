"""The works of people to BibTeX and CSL-JSON, each work once.

Sources: https://www.bibtex.org/Format/, https://github.com/citation-style-language/schema
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.export.accounts import is_web
from kg.export.dates import ends, parts, year
from kg.export.records import Records, Row
from kg.model import Kind

#: Categories of a work to the types of BibTeX and of CSL. A venue's category decides where a work has none.
_TYPES: Mapping[str, tuple[str, str]] = {
    "article": ("article", "article-journal"),
    "journal": ("article", "article-journal"),
    "book": ("book", "book"),
    "thesis": ("phdthesis", "thesis"),
    "patent": ("misc", "patent"),
    "standard": ("misc", "standard"),
    "conference": ("inproceedings", "paper-conference"),
    "workshop": ("inproceedings", "paper-conference"),
    "series": ("inproceedings", "paper-conference"),
}
#: Where BibTeX keeps the venue of each type.
_VENUE = {
    "article": "journal",
    "inproceedings": "booktitle",
    "book": "publisher",
    "phdthesis": "school",
    "misc": "howpublished",
}
_PROCEEDINGS = re.compile(r"\b(?:proceedings|conference|workshop|symposium|meeting|congress)\b", re.IGNORECASE)
_DOI = re.compile(r"^https?://(?:dx\.)?doi\.org/(?P<doi>10\.\S+)$", re.IGNORECASE)
_ARXIV = re.compile(r"^https?://arxiv\.org/(?:abs|pdf)/(?P<id>[\w.\-/]+?)(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Work:
    """A work as one page lists it, with the key by which it is cited and its types in BibTeX and CSL."""

    key: str
    row: Row
    bibtex: str
    csl: str


def works(records: Records) -> Iterator[Work]:
    """The works of all people, the earliest first. Of a work that several pages list, the fullest row is taken."""
    fullest: dict[str, Row] = {}
    for person in records.people:
        for row in person.of(Kind.PUBLICATIONS):
            of = row.thing("title") or row.iri
            if row["title"] and (of not in fullest or _fullness(row) > _fullness(fullest[of])):
                fullest[of] = row
    rows = sorted(fullest.values(), key=lambda row: (row.first or "9999", row["title"], row.iri))
    taken: dict[str, int] = {}
    for row in rows:
        stem = _stem(row)
        taken[stem] = taken.get(stem, 0) + 1
        yield Work(f"{stem}{_letters(taken[stem])}", row, *_types(records, row))


def _fullness(row: Row) -> tuple[int, str]:
    return sum(len(values) for values in row.texts.values()), row.iri


def _types(records: Records, row: Row) -> tuple[str, str]:
    categories = (
        records.things[iri].category for iri in (row.thing("title"), row.thing("venue")) if iri in records.things
    )
    for category in categories:
        if category in _TYPES:
            return _TYPES[category]
    if _PROCEEDINGS.search(row["venue"]):
        return _TYPES["conference"]
    return _TYPES["article"] if row["venue"] else ("misc", "document")


def _stem(row: Row) -> str:
    """Family name of the first author, year, first long word of the title: ``born1926quantenmechanik``."""
    from anyascii import anyascii

    author = next(iter(row.texts.get("authors", ())), "")
    family = split_name(author)[1]
    words = [word for word in re.findall(r"\w+", row["title"]) if len(word) > 3] or re.findall(r"\w+", row["title"])
    parts = (family, year(row["date"]), next(iter(words), ""))
    stem = "".join(re.sub(r"[^a-z0-9]+", "", anyascii(part).lower()) for part in parts)
    return stem or "work"


def _letters(count: int) -> str:
    """Nothing for the first of a stem, then b, c, …; behind z the number itself."""
    return "" if count == 1 else chr(ord("a") + count - 1) if count <= 26 else f"-{count}"


def split_name(name: str) -> tuple[str, str]:
    """Given and family name. What has one word, or no Latin letters, is a family name.

    >>> split_name("L. F. Menabrea"), split_name("von Neumann, John"), split_name("陈省身")
    (('L. F.', 'Menabrea'), ('John', 'von Neumann'), ('', '陈省身'))
    """
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    found = _PARTICLES.match(name.strip())
    if found:
        return found["given"].strip(), found["family"].strip()
    before, _, last = name.strip().rpartition(" ")
    return before, last


# A particle in lower case begins the family name: "John von Neumann".
_PARTICLES = re.compile(
    r"(?P<given>.*?)\s(?P<family>(?:von|van|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|zu|zur)\s.+)"
)

# ---------------------------------------------------------------------------------------------------------------
# BibTeX

_SPECIAL = re.compile(r"[\\{}%#&$_^~]")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "^": r"\^{}",
    "~": r"\~{}",
    # BibTeX counts brackets, those behind a backslash too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(records: Records) -> str:
    """Entries in UTF-8. Titles stand in double braces, so that no style changes their capitals."""
    return "\n".join(_entry(work) for work in works(records))


def _entry(work: Work) -> str:
    row = work.row
    date = parts(row["date"])
    fields = {
        "title": f"{{{_escaped(row['title'])}}}",
        "author": " and ".join(_author(name) for name in row.texts.get("authors", ())),
        _VENUE[work.bibtex]: _escaped(row["venue"]),
        "year": str(date[0]) if date else "",
        **_addresses(row["url"]),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(date) > 1:
        lines.append(f"  month = {_MONTHS[date[1] - 1]},")
    if len(date) > 2:
        lines.append(f"  day = {{{date[2]}}},")
    return "\n".join([f"@{work.bibtex}{{{work.key},", *lines, "}\n"])


def _author(name: str) -> str:
    given, family = split_name(name)
    # A name in one part, of a group or in another script, is kept whole by braces.
    return f"{_escaped(family)}, {_escaped(given)}" if given else f"{{{_escaped(family)}}}"


def _addresses(url: str) -> Mapping[str, str]:
    if not is_web(url):
        return {}
    found = {"url": re.sub(r"[{}\\]", lambda c: f"%{ord(c[0]):02X}", url)}
    if doi := _DOI.match(url):
        found["doi"] = _plain(doi["doi"])
    if arxiv := _ARXIV.match(url):
        found |= {"eprint": _plain(arxiv["id"]), "archiveprefix": "arXiv"}
    return found


def _plain(text: str) -> str:
    return re.sub(r"[{}\\]", "", text)


def _escaped(text: str) -> str:
    folded = re.sub(r"\s+", " ", text)
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), folded)


# ---------------------------------------------------------------------------------------------------------------
# CSL-JSON


def csl_json(records: Records) -> str:
    """The items that citeproc, pandoc and Zotero read."""
    return json.dumps([_item(work) for work in works(records)], ensure_ascii=False, indent=2) + "\n"


def _item(work: Work) -> Mapping[str, Any]:
    row = work.row
    doi = _DOI.match(row["url"])
    item = {
        "id": work.key,
        "type": work.csl,
        "title": row["title"],
        "author": [_csl_name(name) for name in row.texts.get("authors", ())],
        "publisher" if work.csl in ("book", "thesis") else "container-title": row["venue"],
        "issued": _issued(row["date"]),
        "DOI": doi["doi"] if doi else "",
        "URL": row["url"] if is_web(row["url"]) else "",
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> Mapping[str, str]:
    given, family = split_name(name)
    return {"family": family, "given": given} if given else {"literal": family}


def _issued(edtf: str) -> Mapping[str, Any]:
    start, end = (parts(side) for side in ends(edtf))
    dates = [side for side in (start, end) if side]
    if not dates:
        return {}
    season = {"season": int(edtf[5:7]) - 20} if re.fullmatch(r"\d{4}-2[1-4]", edtf) else {}
    return {"date-parts": dates if len(dates) > 1 and start != end else dates[:1], **season}
