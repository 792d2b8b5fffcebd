"""The data formats that state facts by their keys: one table a format, a row a kind of entry.

Sources of the names: the schemas of JSON Resume (https://jsonresume.org/schema) and its older drafts, the script of
AcademicPages that writes ``cv.json``, al-folio's templates for ``cv.yml``, RenderCV's entry types
(https://docs.rendercv.com), ORCID's record 3.0 (https://github.com/ORCID/orcid-model) and the Citation File Format
(https://github.com/citation-file-format/citation-file-format).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of entry of a format, and which of its values go into which slot.

    ``at`` leads to an entry: keys and positions joined by points, ``*`` for any, ``{awards}`` for a key whose words
    open that section. ``slots`` lead on from there: ``a|b`` is the first of the two that is stated, ``a+b`` both as
    one.
    ``period`` is a date that may be a range. ``only`` names a key and the values that it may have, and ``but`` those
    that it may not have.
    """

    kind: Kind
    at: str
    slots: Mapping[str, str]
    only: tuple[str, frozenset[str]] | None = None
    but: tuple[str, frozenset[str]] | None = None


_WHEN = {"start": "startDate|start_date|start", "end": "endDate|end_date|end", "period": "date|year|dates|period"}
_DATE = "date|year|releaseDate|startDate|start_date|startdate"
_ADVISOR = "advisors.*|advisor|supervisor|highlights.*|description|description.*|summary|courses.*"

JSON_RESUME = (
    Row(Kind.IDENTITY, "basics", {"name": "name|firstName+lastName"}),
    Row(Kind.IDENTIFIERS, "basics", {"email": "email"}),
    Row(Kind.IDENTIFIERS, "basics", {"homepage": "url|website"}),
    Row(Kind.IDENTIFIERS, "basics.profiles.*", {"network": "network", "address": "url", "value": "username"}),
    Row(
        Kind.EDUCATION,
        "education.*",
        {
            "organization": "institution",
            "degree": "studyType",
            "field": "area",
            "unit": "department",
            "advisor": _ADVISOR,
            **_WHEN,
        },
    ),
    Row(
        Kind.POSITIONS,
        "work.*",
        {"organization": "company|name", "role": "position", "unit": "department", "location": "location", **_WHEN},
    ),
    Row(Kind.AWARDS, "awards.*", {"title": "title", "issuer": "awarder", "date": f"{_DATE}|awardDate"}),
    Row(
        Kind.PUBLICATIONS,
        "publications.*",
        {
            "title": "name|title",
            "venue": "publisher|journal|venue",
            "date": _DATE,
            "authors": "authors.*|authors|author.*|author",
            "url": "doi|url|website",
        },
    ),
    Row(Kind.TALKS, "presentations.*", {"title": "name", "event": "event", "location": "location", "date": _DATE}),
    Row(
        Kind.TEACHING,
        "teaching.*",
        {"course": "course", "role": "role", "organization": "institution", "date": _DATE},
    ),
    Row(Kind.SERVICE, "volunteer.*", {"organization": "organization|company", "role": "position", **_WHEN}),
    Row(Kind.GRANTS, "grants.*", {"title": "name|title", "funder": "funder", **_WHEN}),
    Row(
        Kind.PEOPLE,
        "people.*",
        {"name": "name", "relation": "relation"},
        only=("relation", frozenset({"advisor", "advisee", "host", "collaborator"})),
    ),
    Row(Kind.PROJECTS, "projects.*", {"name": "name", "organization": "entity", **_WHEN}),
    Row(Kind.PROJECTS, "portfolio.*", {"name": "name", "organization": "entity", **_WHEN}),
    Row(Kind.INTERESTS, "interests.*", {"topic": "name|"}, but=("name", frozenset({"hobbies", "personal", "leisure"}))),
    Row(Kind.INTERESTS, "interests.*.keywords.*", {"topic": ""}),
)

#: Entries under headings that their owner words, as RenderCV and al-folio's ``cv.yml`` have them.
_HEADED: tuple[tuple[Kind, str, Mapping[str, str]], ...] = (
    (
        Kind.EDUCATION,
        "{education}",
        {
            "organization": "institution|university|school|company",
            "degree": "degree|studyType|title",
            "field": "area|field",
            "unit": "department",
            "advisor": _ADVISOR,
            **_WHEN,
        },
    ),
    (
        Kind.POSITIONS,
        "{positions}",
        {
            "organization": "company|institution|organization|name",
            "role": "position|title",
            "unit": "department",
            "location": "location",
            **_WHEN,
        },
    ),
    (
        Kind.AWARDS,
        "{awards}",
        {"title": "title|name|award|label", "issuer": "awarder|issuer|institution|organization", "date": _DATE},
    ),
    (
        Kind.PUBLICATIONS,
        "{publications}",
        {
            "title": "title|name",
            "venue": "journal|venue|publisher|booktitle",
            "date": _DATE,
            "authors": "authors.*|authors",
            "url": "doi|url|link|website",
        },
    ),
    (
        Kind.TALKS,
        "{talks}",
        {"title": "title|name", "event": "event|institution|venue", "location": "location", "date": _DATE},
    ),
    (
        Kind.TEACHING,
        "{teaching}",
        {
            "course": "course|name|title",
            "role": "role|position",
            "organization": "institution|organization|company",
            **_WHEN,
        },
    ),
    (
        Kind.SERVICE,
        "{service}",
        {"organization": "organization|institution|company|name", "role": "position|role|title", **_WHEN},
    ),
    (Kind.GRANTS, "{grants}", {"title": "title|name", "funder": "funder|institution|organization", **_WHEN}),
    (Kind.PROJECTS, "{projects}", {"name": "name|title", "organization": "institution|organization", **_WHEN}),
    (Kind.INTERESTS, "{interests}", {"topic": "name|label|title"}),
)

RENDERCV = (
    Row(Kind.IDENTITY, "cv", {"name": "name"}),
    Row(Kind.IDENTIFIERS, "cv", {"email": "email|email.0"}),
    Row(Kind.IDENTIFIERS, "cv", {"homepage": "website|website.0"}),
    Row(Kind.IDENTIFIERS, "cv.social_networks.*", {"network": "network", "value": "username"}),
    *(Row(kind, f"cv.sections.{section}.*", slots) for kind, section, slots in _HEADED),
)

_ACCOUNTS = frozenset(
    {"orcid", "google scholar", "github", "dblp", "linkedin", "x", "twitter", "semantic scholar", "researchgate"}
)

AL_FOLIO_CV = (
    Row(Kind.IDENTITY, "*.*", {"name": "value"}, only=("name", frozenset({"full name", "name"}))),
    Row(Kind.IDENTIFIERS, "*.*", {"email": "value"}, only=("name", frozenset({"email", "e-mail"}))),
    Row(Kind.IDENTIFIERS, "*.*", {"homepage": "value"}, only=("name", frozenset({"website", "homepage"}))),
    Row(Kind.IDENTIFIERS, "*.*", {"network": "name", "address": "value"}, only=("name", _ACCOUNTS)),
    *(Row(kind, f"{section}.*", slots) for kind, section, slots in _HEADED),
)

_PERIOD = {"start": "start-date", "end": "end-date"}


def _affiliation(kind: Kind, group: str, one: str, slots: Mapping[str, str]) -> tuple[Row, ...]:
    """The entries of an ORCID record's group, as version 3 and as version 2 (the public data files) have them."""
    places = f"affiliation-group.*.summaries.*.{one}-summary", f"{one}-summary.*"
    return tuple(Row(kind, f"activities-summary.{group}.{place}", slots) for place in places)


_STUDIED = {"organization": "organization.name", "unit": "department-name", "degree": "role-title", **_PERIOD}
_WORKED = {
    "organization": "organization.name",
    "unit": "department-name",
    "role": "role-title",
    "location": "organization.address.city",
    **_PERIOD,
}
_SERVED = {"organization": "organization.name", "role": "role-title", **_PERIOD}
_SPOKEN = frozenset({"lecture-speech", "conference-poster", "conference-presentation"})
_ID = "external-ids.external-id.*"
_WORK = "activities-summary.works.group.*.work-summary.0"

ORCID = (
    Row(
        Kind.IDENTITY,
        "person.name",
        {"name": "credit-name.value|given-names.value+family-name.value|given-names.value"},
    ),
    Row(Kind.IDENTIFIERS, "orcid-identifier", {"orcid": "path"}),
    Row(Kind.IDENTIFIERS, "person.emails.email.*", {"email": "email"}),
    Row(Kind.IDENTIFIERS, "person.researcher-urls.researcher-url.*", {"network": "url-name", "address": "url.value"}),
    Row(Kind.INTERESTS, "person.keywords.keyword.*", {"topic": "content"}),
    *_affiliation(Kind.EDUCATION, "educations", "education", _STUDIED),
    *_affiliation(Kind.EDUCATION, "qualifications", "qualification", _STUDIED),
    *_affiliation(Kind.POSITIONS, "employments", "employment", _WORKED),
    *_affiliation(Kind.POSITIONS, "invited-positions", "invited-position", _WORKED),
    *_affiliation(
        Kind.AWARDS,
        "distinctions",
        "distinction",
        {"title": "role-title", "issuer": "organization.name", "date": "start-date"},
    ),
    *_affiliation(Kind.SERVICE, "memberships", "membership", _SERVED),
    *_affiliation(Kind.SERVICE, "services", "service", _SERVED),
    Row(
        Kind.SERVICE,
        "activities-summary.peer-reviews.group.*.peer-review-group.*.peer-review-summary.*",
        {"organization": "convening-organization.name", "role": "reviewer-role", "date": "completion-date"},
    ),
    Row(
        Kind.GRANTS,
        "activities-summary.fundings.group.*.funding-summary.0",
        {"title": "title.title.value", "funder": "organization.name", **_PERIOD},
        but=("type", frozenset({"award"})),
    ),
    Row(
        Kind.AWARDS,
        "activities-summary.fundings.group.*.funding-summary.0",
        {"title": "title.title.value", "issuer": "organization.name", "date": "start-date"},
        only=("type", frozenset({"award"})),
    ),
    Row(
        Kind.PUBLICATIONS,
        _WORK,
        {
            "title": "title.title.value",
            "venue": "journal-title.value",
            "date": "publication-date",
            "url": f"{_ID}.external-id-value|{_ID}.external-id-url.value|url.value",
        },
        but=("type", _SPOKEN),
    ),
    Row(
        Kind.TALKS,
        _WORK,
        {"title": "title.title.value", "event": "journal-title.value", "date": "publication-date"},
        only=("type", _SPOKEN),
    ),
)

_CITED = {
    "title": "title",
    "venue": "journal|collection-title|conference.name|institution.name|publisher.name",
    "date": "date-published|date-released|issue-date|year",
    "authors": "authors.*",
    "url": "doi|url|repository-code",
}

#: A CITATION.cff does not say whose file it is: the software, and the paper to cite in its place.
CFF = (
    Row(Kind.PROJECTS, "", {"name": "title", "date": "date-released"}),
    Row(Kind.PUBLICATIONS, "preferred-citation", _CITED),
)

#: ``_data/authors.yml`` is about the owner of a site where it has one author.
AUTHORS = (
    Row(Kind.IDENTITY, "*", {"name": "name"}),
    Row(Kind.IDENTIFIERS, "*", {"email": "email"}),
    Row(Kind.IDENTIFIERS, "*", {"homepage": "uri|home"}),
    Row(Kind.IDENTIFIERS, "*", {"github": "github"}),
    Row(Kind.IDENTIFIERS, "*", {"x": "twitter"}),
    Row(Kind.IDENTIFIERS, "*", {"linkedin": "linkedin"}),
    Row(Kind.IDENTIFIERS, "*.links.*", {"network": "label", "address": "url"}),
)

#: The rows of each format that ``Source.format`` can name.
TABLES: Mapping[str, tuple[Row, ...]] = {
    "json-resume": JSON_RESUME,
    "rendercv": RENDERCV,
    "al-folio-cv": AL_FOLIO_CV,
    "orcid": ORCID,
    "cff": CFF,
    "authors": AUTHORS,
}

#: Where a format has words without keys, as the page shows them; ``{}`` is a key that opens any section, and the
#: section of what stands elsewhere is named behind the place.
WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "json-resume": (("basics.label", "about"), ("basics.summary", "about")),
    "orcid": (("person.biography.content", "about"),),
    "rendercv": (
        ("cv.label", "about"),
        ("cv.headline", "about"),
        ("cv.sections.{}.*", ""),
        ("cv.sections.{}.*.bullet", ""),
        ("cv.sections.{}.*.details", ""),
    ),
    "al-folio-cv": (("{}.*", ""), ("{}.*.items.*", ""), ("{}.*.items.*.title", "")),
}
