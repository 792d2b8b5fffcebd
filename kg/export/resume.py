"""A person to a résumé in JSON: the JSON Resume schema, and the ``_data/cv.json`` of AcademicPages that grew from it.

Both let an entry have further keys, and what they have no key of their own for stands in one: ``department``,
``advisors``, ``authors``, ``grants``, ``people``. Dates are ISO 8601 there; a season is its year.

Sources: https://jsonresume.org/schema, https://github.com/academicpages/academicpages.github.io
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kg.export.accounts import accounts, emails, homepages, is_web
from kg.export.dates import iso, span, spoken
from kg.export.records import Person, Records, Row
from kg.model import Kind

#: The schema that a résumé names as its own.
SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def json_resume(records: Records) -> str:
    """A résumé that is valid against the JSON Resume schema."""
    (person,) = records.people
    return _json(
        {
            "$schema": SCHEMA,
            "basics": _basics(person, "url"),
            "work": [_work(row, "name") for row in person.of(Kind.POSITIONS)],
            "volunteer": [_volunteer(row) for row in person.of(Kind.SERVICE)],
            "education": [_education(row) for row in person.of(Kind.EDUCATION)],
            "awards": [_award(row) for row in person.of(Kind.AWARDS)],
            "publications": [_publication(row, "url") for row in person.of(Kind.PUBLICATIONS)],
            "interests": [{"name": row["topic"]} for row in person.of(Kind.INTERESTS)],
            "projects": [_project(row) for row in person.of(Kind.PROJECTS)],
            **_more(person),
        }
    )


def academicpages(records: Records) -> str:
    """The data file that the CV page of an AcademicPages site shows."""
    (person,) = records.people
    return _json(
        {
            "basics": _basics(person, "website"),
            "work": [_work(row, "company") for row in person.of(Kind.POSITIONS)],
            "education": [_education(row) for row in person.of(Kind.EDUCATION)],
            "interests": [{"name": row["topic"]} for row in person.of(Kind.INTERESTS)],
            "publications": [_publication(row, "website") for row in person.of(Kind.PUBLICATIONS)],
            "portfolio": [_project(row) for row in person.of(Kind.PROJECTS)],
            "awards": [_award(row) for row in person.of(Kind.AWARDS)],
            "volunteer": [_volunteer(row) for row in person.of(Kind.SERVICE)],
            **_more(person),
        }
    )


def _more(person: Person) -> Mapping[str, Any]:
    """What the JSON Resume schema has no list for, under the names that AcademicPages gives it where it has one."""
    return {
        "presentations": [_talk(row) for row in person.of(Kind.TALKS)],
        "teaching": [_course(row) for row in person.of(Kind.TEACHING)],
        "grants": [_grant(row) for row in person.of(Kind.GRANTS)],
        "people": [{"name": row["name"], "relation": row["relation"]} for row in person.of(Kind.PEOPLE)],
    }


def _basics(person: Person, homepage: str) -> Mapping[str, Any]:
    profiles = [{"network": a.network, "username": a.value, "url": a.url} for a in accounts(person)]
    return {
        "name": person.name,
        "email": next(iter(emails(person)), ""),
        homepage: next(iter(homepages(person)), ""),
        "profiles": profiles,
    }


def _work(row: Row, employer: str) -> Mapping[str, Any]:
    return {
        employer: row["organization"],
        "department": row["unit"],
        "position": row["role"],
        "location": row["location"],
        **_period(row),
    }


def _education(row: Row) -> Mapping[str, Any]:
    return {
        "institution": row["organization"],
        "department": row["unit"],
        "area": row["field"],
        "studyType": row["degree"] or row["level"],
        **_period(row),
        "advisors": list(row.texts.get("advisor", ())),
    }


def _period(row: Row) -> Mapping[str, str]:
    """Start and end. Without an end both formats say "to this day", so that a post that is over has both or neither."""
    start, end, current = iso(row["start"]), iso(row["end"]), row["current"] == "true"
    if start and not end and not current:
        return {"summary": f"Starting {spoken(row['start'])}."}
    return {"startDate": start, "endDate": end}


def _award(row: Row) -> Mapping[str, Any]:
    return {"title": row["title"], "awarder": row["issuer"], "date": iso(row["date"])}


def _publication(row: Row, address: str) -> Mapping[str, Any]:
    return {
        "name": row["title"],
        "authors": list(row.texts.get("authors", ())),
        "publisher": row["venue"],
        "releaseDate": iso(row["date"]),
        address: row["url"] if is_web(row["url"]) else "",
    }


def _talk(row: Row) -> Mapping[str, Any]:
    return {"name": row["title"], "event": row["event"], "location": row["location"], "date": iso(row["date"])}


def _course(row: Row) -> Mapping[str, Any]:
    start, _ = span(row.texts.get("date", ()))
    return {"course": row["course"], "role": row["role"], "institution": row["organization"], "date": start}


def _grant(row: Row) -> Mapping[str, Any]:
    return {"name": row["title"], "funder": row["funder"], "startDate": iso(row["start"]), "endDate": iso(row["end"])}


def _volunteer(row: Row) -> Mapping[str, Any]:
    start, end = span(row.texts.get("date", ()))
    return {"organization": row["organization"], "position": row["role"], "startDate": start, "endDate": end}


def _project(row: Row) -> Mapping[str, Any]:
    start, end = span(row.texts.get("date", ()))
    return {"name": row["name"], "entity": row["organization"], "startDate": start, "endDate": end}


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(stated(content), ensure_ascii=False, indent=2) + "\n"


def stated(value: Any) -> Any:
    """A value without the keys and entries that are empty.

    >>> stated({"name": "Ada", "email": "", "work": [{"name": ""}]})
    {'name': 'Ada'}
    """
    if isinstance(value, Mapping):
        kept = {key: stated(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in ("", [], {})}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [found for inner in value if (found := stated(inner)) not in ("", [], {})]
    return value
