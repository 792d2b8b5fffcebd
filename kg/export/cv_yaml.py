"""A person to a CV in YAML: the ``_data/cv.yml`` of al-folio, and the input of RenderCV.

Sources: https://github.com/alshedivat/al-folio, https://docs.rendercv.com
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.export.accounts import accounts, emails, homepages, is_web
from kg.export.cv import and_between
from kg.export.dates import iso, period, spoken
from kg.export.records import Person, Records, Row
from kg.export.resume import stated
from kg.model import Kind

_Entry = Mapping[str, Any]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _when(row: Row) -> str:
    """The time of a post or a degree; a start alone is no time of it, for it would be read as its only year."""
    return "" if _began(row) else period(row["start"], row["end"], now=row["current"] == "true")


def _began(row: Row) -> str:
    """When something began that is over, where the page does not say when it ended."""
    is_over = row["current"] != "true" and not row["end"]
    return f"Starting {spoken(row['start'])}" if row["start"] and is_over else ""


def _dates(row: Row) -> str:
    return ", ".join(spoken(date) for date in row.texts.get("date", ()))


def _advisors(row: Row) -> str:
    names = row.texts.get("advisor", ())
    return f"Advisor{'s' * (len(names) > 1)}: {and_between(names)}" if names else ""


# ---------------------------------------------------------------------------------------------------------------
# al-folio: a list of sections, each of a type that the theme lays out


def al_folio(records: Records) -> str:
    """The data file that the CV page of an al-folio site shows."""
    (person,) = records.people
    sections = [
        {"title": title, "type": type_, "contents": [entry(row) for row in person.of(kind)]}
        for title, type_, kind, entry in _AL_FOLIO
    ]
    return _yaml(stated([{"title": "General Information", "type": "map", "contents": _general(person)}, *sections]))


def _general(person: Person) -> list[_Entry]:
    return [
        *([{"name": "Full Name", "value": person.name}] if person.name else []),
        *({"name": "Email", "value": address} for address in emails(person)),
        *({"name": "Homepage", "value": address} for address in homepages(person)),
        *({"name": account.network, "value": account.url} for account in accounts(person)),
    ]


def _timed(title: str, institution: str, year: str, *description: str, **more: Any) -> _Entry:
    """An entry of a time table. ``more`` are keys that the theme does not show and that readers of data take."""
    return {"title": title, "institution": institution, "year": year, "description": list(description), **more}


def _cited(row: Row) -> _Entry:
    authors = row.texts.get("authors", ())
    url = row["url"] if is_web(row["url"]) else ""
    own = {"venue": row["venue"], "authors": list(authors), "url": url}
    return _timed(row["title"], row["venue"], _dates(row), ", ".join(authors), url, **own)


def _studied(row: Row) -> _Entry:
    title = " in ".join(filter(None, (row["degree"], row["field"])))
    own = {"department": row["unit"], "advisors": list(row.texts.get("advisor", ()))}
    return _timed(
        title, row["organization"] or row["unit"], _when(row), row["unit"], _advisors(row), _began(row), **own
    )


def _held(row: Row) -> _Entry:
    own = {"department": row["unit"], "location": row["location"]}
    shown = _joined(row["unit"], row["location"])
    return _timed(row["role"], row["organization"], _when(row), shown, _began(row), **own)


def _spoken(row: Row) -> _Entry:
    own = {"event": row["event"], "location": row["location"]}
    return _timed(row["title"], _joined(row["event"], row["location"]), _dates(row), **own)


def _taught(row: Row) -> _Entry:
    return _timed(row["course"], row["organization"], _dates(row), row["role"], role=row["role"])


def _people(relation: str, words: str = "{}") -> Callable[[Row], str]:
    return lambda row: words.format(row["name"]) if row["relation"] == relation else ""


_AL_FOLIO: Sequence[tuple[str, str, Kind, Callable[[Row], Any]]] = (
    ("Education", "time_table", Kind.EDUCATION, _studied),
    ("Experience", "time_table", Kind.POSITIONS, _held),
    (
        "Honors and Awards",
        "time_table",
        Kind.AWARDS,
        lambda row: {"year": _dates(row), "items": [_joined(row["title"], row["issuer"])]},
    ),
    ("Grants", "time_table", Kind.GRANTS, lambda row: _timed(row["title"], row["funder"], _when(row), _began(row))),
    ("Publications", "time_table", Kind.PUBLICATIONS, _cited),
    ("Talks", "time_table", Kind.TALKS, _spoken),
    ("Teaching", "time_table", Kind.TEACHING, _taught),
    ("Service", "time_table", Kind.SERVICE, lambda row: _timed(row["role"], row["organization"], _dates(row))),
    ("Projects", "time_table", Kind.PROJECTS, lambda row: _timed(row["name"], row["organization"], _dates(row))),
    ("Research Interests", "list", Kind.INTERESTS, lambda row: row["topic"]),
    ("Advisors", "list", Kind.PEOPLE, _people("advisor")),
    ("Students", "list", Kind.PEOPLE, _people("advisee")),
    ("Visits", "list", Kind.PEOPLE, _people("host", "Hosted by {}")),
    ("Collaborators", "list", Kind.PEOPLE, _people("collaborator")),
)


# ---------------------------------------------------------------------------------------------------------------
# RenderCV: sections by their titles, each of one type of entry

#: The networks that RenderCV knows an icon for.
_SOCIAL = ("LinkedIn", "GitHub", "ORCID", "ResearchGate", "Google Scholar", "X")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def rendercv(records: Records) -> str:
    """The input file from which RenderCV sets a CV."""
    (person,) = records.people
    sections = {title: [_filled(entry(row)) for row in person.of(kind)] for title, kind, entry in _RENDERCV}
    content = {
        "name": person.name,
        "email": next((address for address in emails(person) if _EMAIL.fullmatch(address)), ""),
        "website": next(iter(homepages(person)), ""),
        "social_networks": [
            {"network": account.network, "username": account.value}
            for account in accounts(person)
            if account.network in _SOCIAL
        ],
        "sections": {title: stated for title, entries in sections.items() if (stated := [e for e in entries if e])},
    }
    return _yaml({"cv": {key: value for key, value in content.items() if value}})


#: The keys that an entry must have, be they empty.
_NEEDED = frozenset({"institution", "area", "company", "position", "title", "authors", "name"})


def _filled(entry: _Entry) -> _Entry:
    """The entry without the keys that are empty and need not be there; nothing where all of it is empty."""
    if not any(entry.values()):
        return {}
    return {key: value for key, value in entry.items() if value or key in _NEEDED}


def _stretch(row: Row) -> _Entry:
    """Start and end where both are dates of a calendar, else the time in words."""
    start, end = iso(row["start"]), iso(row["end"])
    current = row["current"] == "true"
    ordered = not end or start <= end
    if (
        ordered
        and start == row["start"] != ""
        and (current and not row["end"] or end == row["end"] != "" and not current)
    ):
        return {"start_date": _date(start), "end_date": _date(end) if end else "present"}
    return {"date": _when(row)}


def _single(row: Row) -> str | int:
    dates = row.texts.get("date", ())
    return _date(dates[0]) if len(dates) == 1 and iso(dates[0]) == dates[0] else _dates(row)


def _date(iso_date: str) -> str | int:
    # RenderCV takes a year alone as a number only.
    return int(iso_date) if len(iso_date) == 4 else iso_date


def _bullet(relation: str, words: str = "{}") -> Callable[[Row], _Entry]:
    of = _people(relation, words)
    return lambda row: {"bullet": of(row)}


_RENDERCV: Sequence[tuple[str, Kind, Callable[[Row], Any]]] = (
    ("research_interests", Kind.INTERESTS, lambda row: {"bullet": row["topic"]}),
    (
        "education",
        Kind.EDUCATION,
        lambda row: {
            "institution": row["organization"] or row["unit"],
            "area": row["field"],
            "degree": row["degree"],
            **_stretch(row),
            "highlights": [shown for shown in (row["unit"], _advisors(row), _began(row)) if shown],
            "department": row["unit"],
            "advisors": list(row.texts.get("advisor", ())),
        },
    ),
    (
        "experience",
        Kind.POSITIONS,
        lambda row: {
            "company": row["organization"],
            "position": row["role"],
            "location": row["location"],
            **_stretch(row),
            "highlights": [shown for shown in (row["unit"], _began(row)) if shown],
            "department": row["unit"],
        },
    ),
    (
        "honors_and_awards",
        Kind.AWARDS,
        lambda row: {"name": row["title"], "summary": row["issuer"], "date": _single(row), "issuer": row["issuer"]},
    ),
    (
        "grants",
        Kind.GRANTS,
        lambda row: {
            "name": row["title"],
            "summary": _joined(row["funder"], _began(row)),
            **_stretch(row),
            "funder": row["funder"],
        },
    ),
    (
        "publications",
        Kind.PUBLICATIONS,
        lambda row: {
            "title": row["title"],
            "authors": list(row.texts.get("authors", ())),
            "journal": row["venue"],
            "url": row["url"] if is_web(row["url"]) else "",
            "date": _single(row),
        },
    ),
    (
        "talks",
        Kind.TALKS,
        lambda row: {
            "name": row["title"] or row["event"],
            "summary": row["event"] if row["title"] else "",
            "location": row["location"],
            "date": _single(row),
            "event": row["event"],
        },
    ),
    (
        "teaching",
        Kind.TEACHING,
        lambda row: {
            "name": row["course"] or row["role"],
            "summary": _joined(row["role"] if row["course"] else "", row["organization"]),
            "date": _single(row),
            "role": row["role"],
            "institution": row["organization"],
        },
    ),
    (
        "service",
        Kind.SERVICE,
        lambda row: {
            "name": row["organization"] or row["role"],
            "summary": row["role"] if row["organization"] else "",
            "date": _single(row),
            "role": row["role"],
        },
    ),
    (
        "projects",
        Kind.PROJECTS,
        lambda row: {
            "name": row["name"],
            "summary": row["organization"],
            "date": _single(row),
            "organization": row["organization"],
        },
    ),
    ("advisors", Kind.PEOPLE, _bullet("advisor")),
    ("students", Kind.PEOPLE, _bullet("advisee")),
    ("visits", Kind.PEOPLE, _bullet("host", "Hosted by {}")),
    ("collaborators", Kind.PEOPLE, _bullet("collaborator")),
)


def _yaml(content: Any) -> str:
    import yaml

    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    return text
