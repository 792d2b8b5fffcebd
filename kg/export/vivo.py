"""Records to the VIVO profile: statements that a VIVO of version 1.6 or later loads as they are.

Where our graph has two hops, VIVO has four: a post relates a person and an organization, and its time is an interval
between two date values, each with its precision. People and organizations have a label; a person's addresses stand on
a vCard. Source: https://wiki.lyrasis.org/display/VIVODOC115x/Ontology+Reference
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg import vocab
from kg.edtf import Precision, precision
from kg.export.accounts import accounts, emails, homepages
from kg.export.bibliography import split_name
from kg.export.dates import ends, first_day, iso
from kg.export.records import Person, Records, Row, Thing, classes
from kg.export.terms import OBO, VCARD, XSD_DATE_TIME, XSD_INTEGER, Statements
from kg.model import EntityKind, Kind

V = vocab.VIVO
_RELATES, _RELATED_BY = V + "relates", V + "relatedBy"
_CONTACT, _CONTACT_OF = OBO + "ARG_2000028", OBO + "ARG_2000029"
_PARTICIPANT, _PARTICIPATES = OBO + "RO_0000057", OBO + "RO_0000056"
_OUTPUT = OBO + "RO_0002234"
_BEARER, _INHERES = OBO + "RO_0000053", OBO + "RO_0000052"
_REALIZED, _REALIZES = OBO + "BFO_0000054", OBO + "BFO_0000055"
_PART_OF = OBO + "BFO_0000050"
_CONTRIBUTES, _CONTRIBUTOR = V + "roleContributesTo", V + "contributingRole"

#: The classes of things in VIVO: by kind and category, else by kind.
_CLASSES: Mapping[tuple[EntityKind, str], str] = {
    (EntityKind.PERSON, ""): vocab.FOAF + "Person",
    (EntityKind.ORGANIZATION, ""): vocab.FOAF + "Organization",
    (EntityKind.ORGANIZATION, "university"): V + "University",
    (EntityKind.ORGANIZATION, "company"): V + "Company",
    (EntityKind.ORGANIZATION, "institute"): V + "Institute",
    (EntityKind.ORGANIZATION, "lab"): V + "Laboratory",
    (EntityKind.ORGANIZATION, "department"): V + "Department",
    (EntityKind.ORGANIZATION, "society"): V + "Association",
    (EntityKind.ORGANIZATION, "funder"): V + "FundingOrganization",
    (EntityKind.PLACE, ""): V + "GeographicLocation",
    (EntityKind.AWARD, ""): V + "Award",
    (EntityKind.WORK, ""): vocab.BIBO + "Document",
    (EntityKind.WORK, "article"): vocab.BIBO + "AcademicArticle",
    (EntityKind.WORK, "book"): vocab.BIBO + "Book",
    (EntityKind.WORK, "thesis"): vocab.BIBO + "Thesis",
    (EntityKind.WORK, "patent"): vocab.BIBO + "Patent",
    (EntityKind.WORK, "standard"): vocab.BIBO + "Standard",
    (EntityKind.EVENT, ""): vocab.BIBO + "Conference",
    (EntityKind.EVENT, "journal"): vocab.BIBO + "Journal",
    (EntityKind.TOPIC, ""): vocab.SKOS + "Concept",
    (EntityKind.COURSE, ""): V + "Course",
    (EntityKind.PROJECT, ""): V + "Project",
}
_PRECISIONS: Mapping[Precision, str] = {
    Precision.YEAR: V + "yearPrecision",
    Precision.SEASON: V + "yearPrecision",
    Precision.MONTH: V + "yearMonthPrecision",
    Precision.DAY: V + "yearMonthDayPrecision",
}


def vivo(records: Records) -> str:
    """Turtle to load into VIVO."""
    out = Statements()
    for person in records.people:
        _profile(out, person)
        for row in person.rows:
            if row.kind in _FACTS:
                _FACTS[row.kind](out, records, person, row)
    return out.turtle()


def _profile(out: Statements, person: Person) -> None:
    me, card = _thing(out, person.thing), f"{person.thing.iri}/vcard"
    _node(out, card, VCARD + "Individual")
    _both(out, me, _CONTACT, card, _CONTACT_OF)
    given, family = split_name(person.thing.name)
    name = f"{card}/name"
    _node(out, name, VCARD + "Name")
    out.link(card, VCARD + "hasName", name)
    out.text(name, VCARD + "givenName", given)
    out.text(name, VCARD + "familyName", family)
    for n, address in enumerate(emails(person)):
        _card_entry(out, card, f"email/{n}", "hasEmail", (VCARD + "Email", VCARD + "Work"), "email", address)
    for n, (label, url) in enumerate(_pages(person)):
        entry = _card_entry(out, card, f"url/{n}", "hasURL", (VCARD + "URL",), "url", url)
        out.text(entry, vocab.LABEL, label)
    for account in accounts(person):
        if account.scheme == "orcid":
            out.link(me, V + "orcidId", account.url)
            _node(out, account.url, vocab.OWL + "Thing")


def _pages(person: Person) -> list[tuple[str, str]]:
    own = [("Homepage", url) for url in homepages(person)]
    return own + [(account.network, account.url) for account in accounts(person) if account.scheme != "orcid"]


def _card_entry(
    out: Statements, card: str, name: str, way: str, types: tuple[str, ...], property_: str, value: str
) -> str:
    entry = f"{card}/{name}"
    for class_ in types:
        _node(out, entry, class_)
    out.link(card, VCARD + way, entry)
    out.text(entry, VCARD + property_, value, vocab.XSD_ANY_URI if property_ == "url" else "")
    return entry


# ---------------------------------------------------------------------------------------------------------------
# one function a kind


def _position(out: Statements, records: Records, person: Person, row: Row) -> None:
    _node(out, row.iri, _post_class(records, row), row["role"] or row.label)
    _relates(out, row.iri, person.thing.iri, _organization(out, records, row))
    _interval(out, row, row["start"], row["end"])


def _post_class(records: Records, row: Row) -> str:
    """The class that the graph found for a post, if VIVO has it."""
    known = classes(records.store, row.iri)
    return next((c for c in (vocab.POSTDOC_POSITION, vocab.FACULTY_POSITION) if c in known), vocab.POSITION)


def _education(out: Statements, records: Records, person: Person, row: Row) -> None:
    _node(out, row.iri, vocab.EDUCATIONAL_PROCESS, row.label)
    school = _thing_of(out, records, row.thing("organization")) or _thing_of(out, records, row.thing("unit"))
    for participant in (person.thing.iri, school):
        _both(out, row.iri, _PARTICIPANT, participant, _PARTICIPATES)
    out.text(row.iri, V + "departmentOrSchool", row["unit"] if row["organization"] else "")
    out.text(row.iri, V + "majorField", row["field"])
    _interval(out, row, row["start"], row["end"])
    if row["degree"] and row["current"] != "true":
        degree = f"{row.iri}/degree"
        _node(out, degree, vocab.AWARDED_DEGREE, row["degree"])
        out.link(row.iri, _OUTPUT, degree)
        _relates(out, degree, person.thing.iri)
        _both(out, degree, V + "assignedBy", school, V + "assigns")
    for n, advisor in enumerate(row.things.get("advisor", ())):
        _advising(out, records, f"{row.iri}/advising/{n}", advisor, person.thing.iri)


def _advising(out: Statements, records: Records, iri: str, advisor: str, advisee: str) -> None:
    if not advisor:
        return
    _node(out, iri, vocab.ADVISING_RELATIONSHIP, "advising")
    for name, class_, who in (("advisor", V + "AdvisorRole", advisor), ("advisee", V + "AdviseeRole", advisee)):
        role = f"{iri}/{name}"
        _node(out, role, class_, name)
        _both(out, role, _INHERES, _thing_of(out, records, who), _BEARER)
        _relates(out, iri, who, role)


def _related(out: Statements, records: Records, person: Person, row: Row) -> None:
    sides = {"advisor": (row.thing("name"), person.thing.iri), "advisee": (person.thing.iri, row.thing("name"))}
    if row["relation"] in sides and row.thing("name"):
        _advising(out, records, row.iri, *sides[row["relation"]])


def _award(out: Statements, records: Records, person: Person, row: Row) -> None:
    _node(out, row.iri, vocab.AWARD_RECEIPT, row.label)
    _relates(out, row.iri, person.thing.iri, _thing_of(out, records, row.thing("title")))
    _both(out, row.iri, V + "assignedBy", _thing_of(out, records, row.thing("issuer")), V + "assigns")
    _date(out, row.iri, row["date"])


def _grant(out: Statements, records: Records, person: Person, row: Row) -> None:
    _node(out, row.iri, V + "Grant", row["title"])
    _both(out, row.iri, V + "assignedBy", _thing_of(out, records, row.thing("funder")), V + "assigns")
    _interval(out, row, row["start"], row["end"])
    role = _role(out, f"{row.iri}/role", V + "ResearcherRole", "researcher", person)
    _relates(out, row.iri, person.thing.iri, role)


def _publication(out: Statements, records: Records, person: Person, row: Row) -> None:
    work = _thing_of(out, records, row.thing("title"))
    if not work:
        return
    venue = records.things.get(row.thing("venue"))
    if venue is not None:
        # Of what kind a venue is, a page seldom says; a collection is what VIVO's journals and proceedings have above.
        iri = _thing(out, venue) if venue.category else _thing(out, venue, vocab.BIBO + "Collection")
        _both(out, work, V + "hasPublicationVenue", iri, V + "publicationVenueFor")
    _date(out, work, row["date"])
    authors = row.things.get("authors", ()) or (person.thing.iri,)
    for rank, author in enumerate(authors, 1):
        if author:
            authorship = f"{work}/authorship/{rank}"
            _node(out, authorship, vocab.AUTHORSHIP)
            out.text(authorship, vocab.RANK, str(rank), XSD_INTEGER)
            _relates(out, authorship, _thing_of(out, records, author), work)


def _talk(out: Statements, records: Records, person: Person, row: Row) -> None:
    _node(out, row.iri, vocab.PRESENTATION, row["title"] or row["event"])
    out.link(row.iri, _PART_OF, _thing_of(out, records, row.thing("event")))
    _date(out, row.iri, row["date"])
    role = _role(out, f"{row.iri}/role", V + "PresenterRole", "presenter", person)
    _both(out, role, _REALIZED, row.iri, _REALIZES)


def _interest(out: Statements, records: Records, person: Person, row: Row) -> None:
    _both(
        out, person.thing.iri, V + "hasResearchArea", _thing_of(out, records, row.thing("topic")), V + "researchAreaOf"
    )


def _service(out: Statements, records: Records, person: Person, row: Row) -> None:
    _role(out, row.iri, _service_class(records, row), row["role"] or row.label, person)
    served = _thing_of(out, records, row.thing("organization"))
    thing = records.things.get(row.thing("organization"))
    # A role is realized in an event, and contributes to an organization or a journal.
    if thing is not None and thing.kind is EntityKind.EVENT and thing.category != "journal":
        _both(out, row.iri, _REALIZED, served, _REALIZES)
    else:
        _both(out, row.iri, _CONTRIBUTES, served, _CONTRIBUTOR)
    dates = row.texts.get("date", ())
    if dates:
        _interval(out, row, min(dates), max(dates))


def _service_class(records: Records, row: Row) -> str:
    known = classes(records.store, row.iri)
    roles = (vocab.EDITOR_ROLE, vocab.REVIEWER_ROLE, vocab.ORGANIZER_ROLE)
    return next((c for c in roles if c in known), vocab.MEMBER_ROLE)


def _teaching(out: Statements, records: Records, person: Person, row: Row) -> None:
    _role(out, row.iri, vocab.TEACHER_ROLE, row["role"] or "teacher", person)
    _both(out, row.iri, _REALIZED, _thing_of(out, records, row.thing("course")), _REALIZES)
    dates = row.texts.get("date", ())
    if dates:
        _interval(out, row, min(dates), max(dates))


def _project(out: Statements, records: Records, person: Person, row: Row) -> None:
    _role(out, row.iri, V + "ResearcherRole", "researcher", person)
    _both(out, row.iri, _REALIZED, _thing_of(out, records, row.thing("name")), _REALIZES)


_FACTS: Mapping[Kind, Callable[[Statements, Records, Person, Row], None]] = {
    Kind.EDUCATION: _education,
    Kind.POSITIONS: _position,
    Kind.AWARDS: _award,
    Kind.GRANTS: _grant,
    Kind.PUBLICATIONS: _publication,
    Kind.TALKS: _talk,
    Kind.INTERESTS: _interest,
    Kind.PEOPLE: _related,
    Kind.SERVICE: _service,
    Kind.TEACHING: _teaching,
    Kind.PROJECTS: _project,
}


# ---------------------------------------------------------------------------------------------------------------
# pieces


def _node(out: Statements, iri: str, class_: str, label: str = "") -> None:
    out.link(iri, vocab.TYPE, class_)
    out.text(iri, vocab.LABEL, label)


def _both(out: Statements, subject: str, way: str, object_: str, back: str) -> None:
    """A statement and its inverse: VIVO shows both pages only where both are stated or its reasoner runs."""
    out.link(subject, way, object_)
    out.link(object_, back, subject)


def _relates(out: Statements, relationship: str, *things: str) -> None:
    for thing in things:
        _both(out, relationship, _RELATES, thing, _RELATED_BY)


def _role(out: Statements, iri: str, class_: str, label: str, person: Person) -> str:
    _node(out, iri, class_, label)
    _both(out, iri, _INHERES, person.thing.iri, _BEARER)
    return iri


def _thing_of(out: Statements, records: Records, iri: str) -> str:
    return _thing(out, records.things[iri]) if iri in records.things else ""


def _thing(out: Statements, thing: Thing, class_: str = "") -> str:
    found = class_ or _CLASSES.get((thing.kind, thing.category)) or _CLASSES[thing.kind, ""]
    _node(out, thing.iri, found, _label(thing))
    return thing.iri


def _label(thing: Thing) -> str:
    if thing.kind is not EntityKind.PERSON:
        return thing.name
    given, family = split_name(thing.name)
    return f"{family}, {given}" if given else family


def _organization(out: Statements, records: Records, row: Row) -> str:
    """The unit, as part of its organization, or the organization."""
    whole = _thing_of(out, records, row.thing("organization"))
    unit = _thing_of(out, records, row.thing("unit"))
    if unit and whole and unit != whole:
        out.link(unit, _PART_OF, whole)
    return unit or whole


def _interval(out: Statements, row: Row, start: str, end: str) -> None:
    interval = f"{row.iri}/interval"
    first = _moment(out, f"{interval}/start", ends(start)[0])
    last = _moment(out, f"{interval}/end", ends(end)[1])
    if first or last:
        _node(out, interval, V + "DateTimeInterval")
        out.link(row.iri, V + "dateTimeInterval", interval)
        out.link(interval, V + "start", first)
        out.link(interval, V + "end", last)


def _date(out: Statements, iri: str, edtf: str) -> None:
    out.link(iri, V + "dateTimeValue", _moment(out, f"{iri}/date", ends(edtf)[0]))


def _moment(out: Statements, iri: str, edtf: str) -> str:
    """A date value; what its precision leaves open in it has no meaning."""
    date = iso(edtf)
    if not date:
        return ""
    _node(out, iri, V + "DateTimeValue")
    out.text(iri, V + "dateTime", f"{first_day(date)}T00:00:00", XSD_DATE_TIME)
    out.link(iri, V + "dateTimePrecision", _PRECISIONS[precision(date)])
    return iri
