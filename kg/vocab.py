"""The terms of the graph: the only place where the IRI of a vocabulary is written.

How a graph is laid out (the same pattern for all thirteen kinds of fact)::

    person ◄── rkg:person ── FACT ── rkg:organization, rkg:award, rkg:work … ──► ENTITY   (LINKS below)
                              │  ├── rkg:organizationName, schema:roleName …    the text as written (TEXTS below)
                              │  ├── rkg:start, rkg:end, rkg:date               EDTF; rkg:earliest, rkg:latest: xsd:date
                              │  ├── rdfs:label, rkg:confidence, prov:wasDerivedFrom ──► the profile (rkg:path)
                              │  ├── rkg:evidence ──► EVIDENCE                  the statement: a sentence, an item …
                              │  └── rkg:valueEvidence ──► WORDS                the words of one value
                              └── a rkg:Education, rkg:Position …               one class a kind (FACT_CLASS below)

    EVIDENCE (oa:SpecificResource)  rkg:heading, rkg:rule, rkg:line; oa:hasSource ──► document (rkg:path, rkg:sha256)
        └── oa:hasSelector ──► SELECTOR  oa:start, oa:end (characters of the file); oa:exact, oa:prefix, oa:suffix
    WORDS (oa:TextPositionSelector)  rkg:slot, rkg:rule, oa:start, oa:end, oa:exact; rkg:inDocument ──► document

    ENTITY  schema:name, skos:altLabel, schema:sameAs; a schema:Person, schema:Organization … (ENTITY_CLASS below)
    MENTION (rkg:Mention)  rkg:mentionText, rkg:denotes ──► ENTITY, prov:wasDerivedFrom ──► the profile

The lists ``authors`` and ``advisor`` are nodes of their own between fact and person: ``rkg:authorship`` and
``rkg:advising``, with ``vivo:rank`` (from 1), the link and the text as written. A lean graph has neither EVIDENCE
nor WORDS.

Named graphs: ``<base>graph/source/PATH`` one a profile (facts, evidence, documents), ``<base>graph/identity``
(entities, mentions, decisions), ``<base>graph/shortcuts`` (derived, rebuildable), ``<base>graph/run`` (provenance).
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import EntityKind, Kind

#: Where the IRIs of a graph begin when the user names no base of their own.
DEFAULT_BASE = "https://example.org/kg/"

RKG = "https://w3id.org/researcher-kg/ontology#"
BIBO = "http://purl.org/ontology/bibo/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VIVO = "http://vivoweb.org/ontology/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: The prefixes of files and queries. A built graph adds those of its own entities (``person:`` …).
PREFIXES: Mapping[str, str] = {
    "bibo": BIBO,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "rkg": RKG,
    "schema": SCHEMA,
    "skos": SKOS,
    "vivo": VIVO,
    "xsd": XSD,
}

#: Of a date as written in meaning. Source: the Library of Congress, https://id.loc.gov/datatypes/edtf.html
EDTF = "http://id.loc.gov/datatypes/edtf"
XSD_ANY_URI = XSD + "anyURI"
XSD_BOOLEAN = XSD + "boolean"
XSD_DATE = XSD + "date"
XSD_DECIMAL = XSD + "decimal"
XSD_G_YEAR = XSD + "gYear"
XSD_G_YEAR_MONTH = XSD + "gYearMonth"
XSD_INTEGER = XSD + "integer"
XSD_STRING = XSD + "string"

TYPE = RDF + "type"
LABEL = RDFS + "label"

# ---------------------------------------------------------------------------------------------------------------
# facts

#: The class above those of the kinds, for the ontology; a graph does not write it out.
FACT = RKG + "Fact"

#: Every fact has the class of its kind; ``kg.graph`` adds those that others know it by.
FACT_CLASS: Mapping[Kind, str] = {
    Kind.IDENTITY: RKG + "Naming",
    Kind.IDENTIFIERS: RKG + "Identifier",
    Kind.EDUCATION: RKG + "Education",
    Kind.POSITIONS: RKG + "Position",
    Kind.AWARDS: RKG + "AwardWon",
    Kind.GRANTS: RKG + "GrantHeld",
    Kind.PUBLICATIONS: RKG + "Publication",
    Kind.TALKS: RKG + "Talk",
    Kind.INTERESTS: RKG + "Interest",
    Kind.PEOPLE: RKG + "Relationship",
    Kind.SERVICE: RKG + "Service",
    Kind.TEACHING: RKG + "Teaching",
    Kind.PROJECTS: RKG + "ProjectWork",
}

AWARDED_DEGREE = VIVO + "AwardedDegree"
EDUCATIONAL_PROCESS = VIVO + "EducationalProcess"
POSITION = VIVO + "Position"
FACULTY_POSITION = VIVO + "FacultyPosition"
POSTDOC_POSITION = VIVO + "PostdocPosition"
INTERNSHIP = RKG + "Internship"
VISITING_POSITION = RKG + "VisitingPosition"
AWARD_RECEIPT = VIVO + "AwardReceipt"
GRANT = SCHEMA + "Grant"
PRESENTATION = VIVO + "Presentation"
INVITED_TALK = VIVO + "InvitedTalk"
PROPERTY_VALUE = SCHEMA + "PropertyValue"
ADVISING_RELATIONSHIP = VIVO + "AdvisingRelationship"
AUTHORSHIP = VIVO + "Authorship"
REVIEWER_ROLE = VIVO + "ReviewerRole"
EDITOR_ROLE = VIVO + "EditorRole"
ORGANIZER_ROLE = VIVO + "OrganizerRole"
MEMBER_ROLE = VIVO + "MemberRole"
TEACHER_ROLE = VIVO + "TeacherRole"

PERSON = RKG + "person"
CONFIDENCE = RKG + "confidence"

# dates
START = RKG + "start"
END = RKG + "end"
DATE = RKG + "date"
CURRENT = RKG + "current"
START_DATE = SCHEMA + "startDate"
END_DATE = SCHEMA + "endDate"
DATE_PUBLISHED = SCHEMA + "datePublished"
EARLIEST = RKG + "earliest"
LATEST = RKG + "latest"

# list slots: fact → node → person
LIST_NODE: Mapping[str, str] = {"authors": RKG + "authorship", "advisor": RKG + "advising"}
RANK = VIVO + "rank"
AUTHOR_NAME = RKG + "authorName"
ADVISOR_NAME = RKG + "advisorName"
AUTHOR = RKG + "author"
ADVISOR = RKG + "advisor"
ADVISEE = RKG + "advisee"
ORGANIZATION = RKG + "organization"
EVENT = RKG + "event"

#: The property that holds a slot's value as written. The texts of list slots stand at the list's nodes.
TEXTS: Mapping[tuple[Kind, str], str] = {
    (Kind.IDENTITY, "name"): RKG + "personName",
    (Kind.IDENTIFIERS, "value"): SCHEMA + "value",
    (Kind.IDENTIFIERS, "scheme"): SCHEMA + "propertyID",
    (Kind.EDUCATION, "organization"): RKG + "organizationName",
    (Kind.EDUCATION, "level"): SCHEMA + "educationalLevel",
    (Kind.EDUCATION, "degree"): RKG + "degreeName",
    (Kind.EDUCATION, "field"): VIVO + "majorField",
    (Kind.EDUCATION, "unit"): RKG + "unitName",
    (Kind.EDUCATION, "start"): START,
    (Kind.EDUCATION, "end"): END,
    (Kind.EDUCATION, "current"): CURRENT,
    (Kind.EDUCATION, "advisor"): ADVISOR_NAME,
    (Kind.POSITIONS, "organization"): RKG + "organizationName",
    (Kind.POSITIONS, "role"): SCHEMA + "roleName",
    (Kind.POSITIONS, "unit"): RKG + "unitName",
    (Kind.POSITIONS, "location"): RKG + "locationName",
    (Kind.POSITIONS, "start"): START,
    (Kind.POSITIONS, "end"): END,
    (Kind.POSITIONS, "current"): CURRENT,
    (Kind.AWARDS, "title"): RKG + "awardName",
    (Kind.AWARDS, "issuer"): RKG + "issuerName",
    (Kind.AWARDS, "date"): DATE,
    (Kind.GRANTS, "title"): SCHEMA + "name",
    (Kind.GRANTS, "funder"): RKG + "funderName",
    (Kind.GRANTS, "start"): START,
    (Kind.GRANTS, "end"): END,
    (Kind.PUBLICATIONS, "title"): RKG + "workTitle",
    (Kind.PUBLICATIONS, "venue"): RKG + "venueName",
    (Kind.PUBLICATIONS, "date"): DATE,
    (Kind.PUBLICATIONS, "authors"): AUTHOR_NAME,
    (Kind.PUBLICATIONS, "url"): SCHEMA + "url",
    (Kind.TALKS, "title"): SCHEMA + "name",
    (Kind.TALKS, "event"): RKG + "eventName",
    (Kind.TALKS, "location"): RKG + "locationName",
    (Kind.TALKS, "date"): DATE,
    (Kind.INTERESTS, "topic"): RKG + "topicName",
    (Kind.PEOPLE, "name"): RKG + "relatedPersonName",
    (Kind.PEOPLE, "relation"): RKG + "relation",
    (Kind.SERVICE, "organization"): RKG + "organizationName",
    (Kind.SERVICE, "role"): SCHEMA + "roleName",
    (Kind.SERVICE, "date"): DATE,
    (Kind.TEACHING, "course"): RKG + "courseName",
    (Kind.TEACHING, "role"): SCHEMA + "roleName",
    (Kind.TEACHING, "organization"): RKG + "organizationName",
    (Kind.TEACHING, "date"): DATE,
    (Kind.PROJECTS, "name"): RKG + "projectName",
    (Kind.PROJECTS, "organization"): RKG + "organizationName",
    (Kind.PROJECTS, "date"): DATE,
}

#: The property that leads from a fact to the entity that a slot names. A service for a venue has ``rkg:event``.
LINKS: Mapping[tuple[Kind, str], str] = {
    (Kind.IDENTITY, "name"): PERSON,
    (Kind.EDUCATION, "organization"): ORGANIZATION,
    (Kind.EDUCATION, "unit"): RKG + "unit",
    (Kind.EDUCATION, "advisor"): ADVISOR,
    (Kind.POSITIONS, "organization"): ORGANIZATION,
    (Kind.POSITIONS, "unit"): RKG + "unit",
    (Kind.POSITIONS, "location"): SCHEMA + "location",
    (Kind.AWARDS, "title"): RKG + "award",
    (Kind.AWARDS, "issuer"): VIVO + "assignedBy",
    (Kind.GRANTS, "funder"): SCHEMA + "funder",
    (Kind.PUBLICATIONS, "title"): RKG + "work",
    (Kind.PUBLICATIONS, "venue"): RKG + "venue",
    (Kind.PUBLICATIONS, "authors"): AUTHOR,
    (Kind.TALKS, "event"): EVENT,
    (Kind.TALKS, "location"): SCHEMA + "location",
    (Kind.INTERESTS, "topic"): RKG + "topic",
    (Kind.PEOPLE, "name"): RKG + "relatedPerson",
    (Kind.SERVICE, "organization"): ORGANIZATION,
    (Kind.TEACHING, "course"): RKG + "course",
    (Kind.TEACHING, "organization"): ORGANIZATION,
    (Kind.PROJECTS, "name"): RKG + "project",
    (Kind.PROJECTS, "organization"): ORGANIZATION,
}

UNIT = LINKS[Kind.EDUCATION, "unit"]
WORK = LINKS[Kind.PUBLICATIONS, "title"]
AWARD = LINKS[Kind.AWARDS, "title"]
TOPIC = LINKS[Kind.INTERESTS, "topic"]
RELATED_PERSON = LINKS[Kind.PEOPLE, "name"]
RELATION = TEXTS[Kind.PEOPLE, "relation"]
ROLE_NAME = TEXTS[Kind.POSITIONS, "role"]
VALUE = TEXTS[Kind.IDENTIFIERS, "value"]
SCHEME = TEXTS[Kind.IDENTIFIERS, "scheme"]

# ---------------------------------------------------------------------------------------------------------------
# evidence and documents

EVIDENCE = RKG + "evidence"
VALUE_EVIDENCE = RKG + "valueEvidence"
SPECIFIC_RESOURCE = OA + "SpecificResource"
TEXT_POSITION_SELECTOR = OA + "TextPositionSelector"
TEXT_QUOTE_SELECTOR = OA + "TextQuoteSelector"
HAS_SOURCE = OA + "hasSource"
HAS_SELECTOR = OA + "hasSelector"
OA_START = OA + "start"
OA_END = OA + "end"
EXACT = OA + "exact"
PREFIX = OA + "prefix"
SUFFIX = OA + "suffix"
HEADING = RKG + "heading"
RULE = RKG + "rule"
LINE = RKG + "line"
SLOT = RKG + "slot"
IN_DOCUMENT = RKG + "inDocument"

PROFILE_PAGE = SCHEMA + "ProfilePage"
PROV_ENTITY = PROV + "Entity"
MAIN_ENTITY = SCHEMA + "mainEntity"
IS_PART_OF = SCHEMA + "isPartOf"
FORMAT = DCTERMS + "format"
PATH = RKG + "path"
SHA256 = RKG + "sha256"
READ_ON = RKG + "readOn"

# the run
READING = RKG + "Reading"
ACTIVITY = PROV + "Activity"
USED = PROV + "used"
PROGRAM_VERSION = RKG + "programVersion"
MODEL_VERSION = RKG + "modelVersion"
WAS_GENERATED_BY = PROV + "wasGeneratedBy"
WAS_DERIVED_FROM = PROV + "wasDerivedFrom"

# ---------------------------------------------------------------------------------------------------------------
# entities and identity

#: The classes of an entity, the general one first.
ENTITY_CLASS: Mapping[EntityKind, tuple[str, ...]] = {
    EntityKind.PERSON: (SCHEMA + "Person", FOAF + "Person"),
    EntityKind.ORGANIZATION: (SCHEMA + "Organization",),
    EntityKind.PLACE: (SCHEMA + "Place",),
    EntityKind.AWARD: (VIVO + "Award",),
    EntityKind.WORK: (SCHEMA + "CreativeWork",),
    EntityKind.EVENT: (RKG + "Venue",),
    EntityKind.TOPIC: (SKOS + "Concept",),
    EntityKind.COURSE: (SCHEMA + "Course",),
    EntityKind.PROJECT: (SCHEMA + "Project",),
}

#: The narrower class that an entity's category adds; a category that is not here adds none.
CATEGORY_CLASS: Mapping[tuple[EntityKind, str], str] = {
    (EntityKind.ORGANIZATION, "university"): SCHEMA + "CollegeOrUniversity",
    (EntityKind.ORGANIZATION, "education"): SCHEMA + "EducationalOrganization",
    (EntityKind.ORGANIZATION, "school"): SCHEMA + "EducationalOrganization",
    (EntityKind.ORGANIZATION, "company"): SCHEMA + "Corporation",
    (EntityKind.ORGANIZATION, "institute"): SCHEMA + "ResearchOrganization",
    (EntityKind.ORGANIZATION, "facility"): SCHEMA + "ResearchOrganization",
    (EntityKind.ORGANIZATION, "academy"): SCHEMA + "ResearchOrganization",
    (EntityKind.ORGANIZATION, "lab"): VIVO + "Laboratory",
    (EntityKind.ORGANIZATION, "department"): VIVO + "Department",
    (EntityKind.ORGANIZATION, "agency"): SCHEMA + "GovernmentOrganization",
    (EntityKind.ORGANIZATION, "government"): SCHEMA + "GovernmentOrganization",
    (EntityKind.ORGANIZATION, "funder"): SCHEMA + "FundingAgency",
    (EntityKind.ORGANIZATION, "society"): VIVO + "Association",
    (EntityKind.ORGANIZATION, "nonprofit"): SCHEMA + "NGO",
    (EntityKind.ORGANIZATION, "healthcare"): SCHEMA + "MedicalOrganization",
    (EntityKind.WORK, "article"): SCHEMA + "ScholarlyArticle",
    (EntityKind.WORK, "book"): SCHEMA + "Book",
    (EntityKind.WORK, "thesis"): SCHEMA + "Thesis",
    (EntityKind.WORK, "patent"): BIBO + "Patent",
    (EntityKind.WORK, "standard"): BIBO + "Standard",
    (EntityKind.EVENT, "conference"): SCHEMA + "Event",
    (EntityKind.EVENT, "event"): SCHEMA + "Event",
    (EntityKind.EVENT, "workshop"): SCHEMA + "Event",
    (EntityKind.EVENT, "series"): SCHEMA + "EventSeries",
    (EntityKind.EVENT, "journal"): SCHEMA + "Periodical",
    (EntityKind.PROJECT, "research"): SCHEMA + "ResearchProject",
    (EntityKind.PROJECT, "software"): SCHEMA + "SoftwareSourceCode",
    (EntityKind.PROJECT, "dataset"): SCHEMA + "Dataset",
}

#: How an entity is tied to the one that it belongs to.
PARENT: Mapping[EntityKind, str] = {
    EntityKind.ORGANIZATION: SCHEMA + "parentOrganization",
    EntityKind.PLACE: SCHEMA + "containedInPlace",
    EntityKind.AWARD: VIVO + "assignedBy",
    EntityKind.WORK: SCHEMA + "isPartOf",
    EntityKind.EVENT: SCHEMA + "superEvent",
    EntityKind.TOPIC: SKOS + "broader",
    EntityKind.COURSE: SCHEMA + "provider",
    EntityKind.PROJECT: SCHEMA + "parentOrganization",
}

NAME = SCHEMA + "name"
ALT_LABEL = SKOS + "altLabel"
SAME_AS = SCHEMA + "sameAs"
LOCATION = SCHEMA + "location"
IDENTIFIER = SCHEMA + "identifier"
EMAIL = SCHEMA + "email"
CATEGORY = RKG + "category"
SUCCESSOR = RKG + "successor"

MENTION = RKG + "Mention"
MENTION_TEXT = RKG + "mentionText"
DENOTES = RKG + "denotes"
IDENTITY_DECISION = RKG + "IdentityDecision"
LEFT = RKG + "left"
RIGHT = RKG + "right"
SCORE = RKG + "score"
REASON = RKG + "reason"
ACCEPTED = RKG + "accepted"
DECIDED_BY = RKG + "decidedBy"

# ---------------------------------------------------------------------------------------------------------------
# shortcuts: derived from facts, rebuildable, never stated alone

WORKS_FOR = SCHEMA + "worksFor"
WORKED_AT = RKG + "workedAt"
ALUMNI_OF = SCHEMA + "alumniOf"
STUDIES_AT = RKG + "studiesAt"
HAS_AWARD = SCHEMA + "award"
KNOWS_ABOUT = SCHEMA + "knowsAbout"
MEMBER_OF = SCHEMA + "memberOf"
ADVISED_BY = RKG + "advisedBy"
HOSTED_BY = RKG + "hostedBy"
COLLEAGUE = SCHEMA + "colleague"
WORK_AUTHOR = SCHEMA + "author"

# ---------------------------------------------------------------------------------------------------------------
# shapes

#: The shape that asks each fact for evidence; ``kg.check`` switches it off for a graph that has none.
EVIDENCED_SHAPE = "https://w3id.org/researcher-kg/shape#Evidenced"
