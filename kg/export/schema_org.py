"""People to schema.org: the profile page that search engines read, as JSON-LD.

Sources: https://schema.org/ProfilePage, https://developers.google.com/search/docs/appearance/structured-data/profile-page,
https://blog.schema.org/2014/06/introducing-role.html (a post with its time is a Role between person and organization)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kg import vocab
from kg.export.accounts import accounts, emails, homepages, is_web
from kg.export.dates import iso, span
from kg.export.records import Person, Records, Row
from kg.export.resume import stated
from kg.model import EntityKind, Kind

_Node = Mapping[str, Any]

#: What the person is called within the page: works name their author by it.
ME = "#me"


def schema_org(records: Records) -> str:
    """One ``ProfilePage`` for one person, else a graph of them."""
    pages = [stated(profile_page(records, person)) for person in records.people]
    content = pages[0] if len(pages) == 1 else {"@graph": pages}
    return json.dumps({"@context": vocab.SCHEMA.rstrip("/"), **content}, ensure_ascii=False, indent=2) + "\n"


def profile_page(records: Records, person: Person) -> _Node:
    """The page of a person, the person, and the works that the page lists."""
    me = ME if len(records.people) == 1 else person.thing.iri
    parts = [*_all(person, Kind.PUBLICATIONS, lambda row: _work(records, row, person, me))]
    parts += _all(person, Kind.PROJECTS, lambda row: _product(records, row, me))
    return {
        "@type": "ProfilePage",
        "mainEntity": _person(records, person, me),
        "hasPart": parts,
        "mentions": [*_all(person, Kind.TEACHING, lambda row: _course(records, row, me))],
    }


def _all(person: Person, kind: Kind, node: Callable[[Row], _Node]) -> Iterator[_Node]:
    return (found for row in person.of(kind) if (found := node(row)))


def _person(records: Records, person: Person, me: str) -> _Node:
    posts = person.of(Kind.POSITIONS)
    now = [row for row in posts if row["current"] == "true"]
    past = [row for row in posts if row["current"] != "true"]
    return {
        "@type": "Person",
        "@id": me,
        "name": person.name,
        "alternateName": list(person.thing.aliases),
        "email": list(emails(person)),
        "url": list(homepages(person)),
        "identifier": [_identifier(a.network, a.value) for a in accounts(person) if a.scheme == "orcid"],
        "sameAs": [account.url for account in accounts(person)],
        "jobTitle": list(dict.fromkeys(row["role"] for row in now)),
        "worksFor": [*(_employer(records, row) for row in now), *(_role(records, row, "worksFor") for row in past)],
        "affiliation": [_employer(records, row) for row in person.of(Kind.EDUCATION) if row["current"] == "true"],
        "alumniOf": _alma_maters(records, person),
        "hasCredential": [_degree(records, row) for row in person.of(Kind.EDUCATION) if row["current"] != "true"],
        "award": [
            ", ".join(filter(None, (row["title"], row["issuer"], iso(row["date"])))) for row in person.of(Kind.AWARDS)
        ],
        "knowsAbout": [row["topic"] for row in person.of(Kind.INTERESTS)],
        "funding": [_grant(records, row) for row in person.of(Kind.GRANTS)],
        "performerIn": [_talk(row) for row in person.of(Kind.TALKS)],
        "memberOf": [*_memberships(records, person)],
        "hasOccupation": [*_offices(records, person)],
        "colleague": [_other(records, row) for row in person.of(Kind.PEOPLE) if row["relation"] == "collaborator"],
        "knows": [_other(records, row) for row in person.of(Kind.PEOPLE) if row["relation"] != "collaborator"],
    }


def _identifier(network: str, value: str) -> _Node:
    return {"@type": "PropertyValue", "propertyID": network, "value": value}


# ---------------------------------------------------------------------------------------------------------------
# organizations


def _organization(records: Records, name: str, iri: str) -> _Node:
    """An organization as the page calls it, with the class and the records that are known of it."""
    if not name:
        return {}
    thing = records.things.get(iri)
    class_ = vocab.CATEGORY_CLASS.get((EntityKind.ORGANIZATION, thing.category), "") if thing else ""
    return {
        "@type": class_.removeprefix(vocab.SCHEMA) if class_.startswith(vocab.SCHEMA) else "Organization",
        "name": name,
        "sameAs": [address for address in thing.same_as if is_web(address)] if thing else [],
    }


def _employer(records: Records, row: Row) -> _Node:
    """The unit within its organization, or the organization; where it is said to lie, with its place."""
    whole = _organization(records, row["organization"], row.thing("organization"))
    unit = _organization(records, row["unit"], row.thing("unit"))
    place = {"@type": "Place", "name": row["location"]} if row["location"] else {}
    if unit:
        return {**unit, "parentOrganization": whole, "location": place}
    return {**whole, "location": place} if whole else {}


def _role(records: Records, row: Row, property_: str) -> _Node:
    employer = _employer(records, row)
    if not employer:
        return {}
    return {
        "@type": "OrganizationRole",
        "roleName": row["role"],
        "startDate": iso(row["start"]),
        "endDate": iso(row["end"]),
        property_: employer,
    }


def _alma_maters(records: Records, person: Person) -> list[_Node]:
    finished = (row for row in person.of(Kind.EDUCATION) if row["current"] != "true")
    schools = (_employer(records, row) for row in finished)
    return list({json.dumps(school, sort_keys=True): school for school in schools if school}.values())


def _degree(records: Records, row: Row) -> _Node:
    name = " in ".join(filter(None, (row["degree"], row["field"])))
    if not name:
        return {}
    return {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "degree",
        "name": name,
        "educationalLevel": row["level"],
        "recognizedBy": _organization(records, row["organization"], row.thing("organization")),
        "dateCreated": iso(row["end"]),
    }


def _memberships(records: Records, person: Person) -> Iterator[_Node]:
    """The bodies that a person serves, and the projects, which schema.org counts among the organizations."""
    for row in person.of(Kind.SERVICE):
        if _is_body(records, row):
            start, end = span(row.texts.get("date", ()))
            body = _organization(records, row["organization"], row.thing("organization"))
            yield {
                "@type": "OrganizationRole",
                "roleName": row["role"],
                "startDate": start,
                "endDate": end,
                "memberOf": body,
            }
    for row in person.of(Kind.PROJECTS):
        type_ = _project_type(records, row)
        if type_ in _PROJECT_BODIES:
            parent = _organization(records, row["organization"], row.thing("organization"))
            yield {"@type": type_, "name": row["name"], "parentOrganization": parent}


def _is_body(records: Records, row: Row) -> bool:
    thing = records.things.get(row.thing("organization"))
    return thing is not None and thing.kind is EntityKind.ORGANIZATION


def _offices(records: Records, person: Person) -> Iterator[_Node]:
    """Service for a venue, which is no organization: an occupation within its dates."""
    for row in person.of(Kind.SERVICE):
        if not _is_body(records, row):
            start, end = span(row.texts.get("date", ()))
            name = ", ".join(filter(None, (row["role"], row["organization"])))
            occupation = {"@type": "Occupation", "name": name}
            yield {
                "@type": "Role",
                "roleName": row["role"],
                "startDate": start,
                "endDate": end,
                "hasOccupation": occupation,
            }


# ---------------------------------------------------------------------------------------------------------------
# works, talks, courses, people

_PROJECT_BODIES = ("Project", "ResearchProject")


def _project_type(records: Records, row: Row) -> str:
    thing = records.things.get(row.thing("name"))
    class_ = vocab.CATEGORY_CLASS.get((EntityKind.PROJECT, thing.category), "") if thing else ""
    return class_.removeprefix(vocab.SCHEMA) or "Project"


def _product(records: Records, row: Row, me: str) -> _Node:
    """Software or a data set; a project as such is one of the memberships."""
    type_ = _project_type(records, row)
    if type_ in _PROJECT_BODIES:
        return {}
    start, _ = span(row.texts.get("date", ()))
    return {"@type": type_, "name": row["name"], "author": {"@id": me}, "dateCreated": start}


def _work(records: Records, row: Row, person: Person, me: str) -> _Node:
    if not row["title"]:
        return {}
    thing = records.things.get(row.thing("title"))
    class_ = vocab.CATEGORY_CLASS.get((EntityKind.WORK, thing.category), "") if thing else ""
    type_ = class_.removeprefix(vocab.SCHEMA) if class_.startswith(vocab.SCHEMA) else ""
    return {
        "@type": type_ or ("ScholarlyArticle" if row["venue"] else "CreativeWork"),
        "name": row["title"],
        "author": [*_authors(row, person, me)] or [{"@id": me}],
        "datePublished": iso(row["date"]),
        "isPartOf": _venue(records, row),
        "url": row["url"] if is_web(row["url"]) else "",
    }


def _authors(row: Row, person: Person, me: str) -> Iterator[_Node]:
    iris = row.things.get("authors", ())
    for n, name in enumerate(row.texts.get("authors", ())):
        is_me = n < len(iris) and iris[n] == person.thing.iri
        yield {"@type": "Person", **({"@id": me} if is_me else {}), "name": name}


def _venue(records: Records, row: Row) -> _Node:
    """Where a work appeared. A conference is an event, and a work is part of its proceedings."""
    thing = records.things.get(row.thing("venue"))
    is_journal = thing is not None and thing.category == "journal"
    return {"@type": "Periodical" if is_journal else "CreativeWork", "name": row["venue"]} if row["venue"] else {}


def _grant(records: Records, row: Row) -> _Node:
    return {
        "@type": "Grant",
        "name": row["title"],
        "funder": _organization(records, row["funder"], row.thing("funder")),
    }


def _talk(row: Row) -> _Node:
    return {
        "@type": "Event",
        "name": row["title"] or row["event"],
        "superEvent": {"@type": "Event", "name": row["event"]} if row["title"] and row["event"] else {},
        "location": {"@type": "Place", "name": row["location"]} if row["location"] else {},
        "startDate": iso(row["date"]),
    }


def _course(records: Records, row: Row, me: str) -> _Node:
    start, end = span(row.texts.get("date", ()))
    instance = {"@type": "CourseInstance", "instructor": {"@id": me}, "startDate": start, "endDate": end}
    return {
        "@type": "Course",
        "name": row["course"],
        "provider": _organization(records, row["organization"], row.thing("organization")),
        "hasCourseInstance": instance,
    }


def _other(records: Records, row: Row) -> _Node:
    thing = records.things.get(row.thing("name"))
    same = [address for address in thing.same_as if is_web(address)] if thing else []
    return {"@type": "Person", "name": row["name"], "sameAs": same}


def types(node: Any) -> Iterator[tuple[str, Sequence[str]]]:
    """Each type that a piece of JSON-LD uses, with the properties that it gives it."""
    if isinstance(node, Mapping):
        if "@type" in node:
            yield node["@type"], [key for key in node if not key.startswith("@")]
        for inner in node.values():
            yield from types(inner)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for inner in node:
            yield from types(inner)
