"""What each kind of fact looks like in the graph."""

from __future__ import annotations

import pytest
from handmade import READ_ON, every_kind, evidence, fact, profile, properties, quads, resolution, triples

from kg import vocab
from kg.graph import to_quads
from kg.model import Kind, Profile, Source

LAYOUT = [
    pytest.param(
        "rkg:Naming",
        {("rkg:personName", '"Ada Lovelace"'), ("rdfs:label", '"Ada Lovelace"')},
        id="a name",
    ),
    pytest.param(
        "rkg:Identifier",
        {("rdf:type", "schema:PropertyValue"), ("schema:value", '"ada@example.org"'), ("schema:propertyID", '"email"')},
        id="an identifier",
    ),
    pytest.param(
        "rkg:Education",
        {
            ("rdf:type", "vivo:AwardedDegree"),
            ("rdfs:label", '"Ph.D., Mathematics, School of Logic, University of London (autumn 1832–1835-06)"'),
            ("rkg:organization", ":organization/university-of-london"),
            ("rkg:organizationName", '"University of London"'),
            ("rkg:unit", ":organization/school-of-logic"),
            ("rkg:unitName", '"School of Logic"'),
            ("schema:educationalLevel", '"doctorate"'),
            ("rkg:degreeName", '"Ph.D."'),
            ("vivo:majorField", '"Mathematics"'),
            ("rkg:start", '"1832-23"^^edtf'),
            ("rkg:end", '"1835-06"^^edtf'),
            ("schema:endDate", '"1835-06"^^xsd:gYearMonth'),
            ("rkg:earliest", '"1832-09-01"^^xsd:date'),
            ("rkg:latest", '"1835-06-30"^^xsd:date'),
        },
        id="a degree, begun in a season",
    ),
    pytest.param(
        "rkg:Position",
        {
            ("rdf:type", "vivo:Position"),
            ("rdf:type", "rkg:Internship"),
            ("rdfs:label", '"Research Intern, Programming, Analytical Engines Ltd (1842–now)"'),
            ("schema:roleName", '"Research Intern"'),
            ("schema:location", ":place/london"),
            ("rkg:locationName", '"London"'),
            ("rkg:current", '"true"^^xsd:boolean'),
            ("schema:startDate", '"1842"^^xsd:gYear'),
            ("rkg:earliest", '"1842-01-01"^^xsd:date'),
        },
        id="a post that is held now",
    ),
    pytest.param(
        "rkg:AwardWon",
        {
            ("rdf:type", "vivo:AwardReceipt"),
            ("rkg:award", ":award/medal-for-programs"),
            ("rkg:awardName", '"Medal for Programs"'),
            ("vivo:assignedBy", ":organization/royal-society"),
            ("rkg:issuerName", '"Royal Society"'),
            ("rkg:date", '"1843"^^edtf'),
            ("rkg:latest", '"1843-12-31"^^xsd:date'),
        },
        id="an award",
    ),
    pytest.param(
        "rkg:GrantHeld",
        {
            ("rdf:type", "schema:Grant"),
            ("schema:name", '"Engines at Work"'),
            ("schema:funder", ":organization/the-treasury"),
            ("rkg:funderName", '"The Treasury"'),
        },
        id="a grant",
    ),
    pytest.param(
        "rkg:Publication",
        {
            ("rkg:work", ":work/notes-on-the-engine"),
            ("rkg:workTitle", '"Notes on the Engine"'),
            ("rkg:venue", ":event/scientific-memoirs"),
            ("rkg:venueName", '"Scientific Memoirs"'),
            ("schema:datePublished", '"1843-09"^^xsd:gYearMonth'),
            ("schema:url", '"https://example.org/notes"^^xsd:anyURI'),
        },
        id="a publication",
    ),
    pytest.param(
        "rkg:Talk",
        {
            ("rdf:type", "vivo:Presentation"),
            ("rdf:type", "vivo:InvitedTalk"),
            ("schema:name", '"Keynote: What engines can do"'),
            ("rkg:event", ":event/salon"),
            ("schema:location", ":place/turin"),
            ("schema:startDate", '"1840-08-01"^^xsd:date'),
        },
        id="a keynote",
    ),
    pytest.param(
        "rkg:Interest",
        {("rkg:topic", ":topic/analytical-engines"), ("rkg:topicName", '"analytical engines"')},
        id="an interest",
    ),
    pytest.param(
        "rkg:Relationship",
        {
            ("rkg:relatedPerson", ":person/charles-babbage"),
            ("rkg:relatedPersonName", '"Charles Babbage"'),
            ("rkg:relation", '"collaborator"'),
        },
        id="a collaborator",
    ),
    pytest.param(
        "rkg:Service",
        {
            ("rdf:type", "vivo:ReviewerRole"),
            ("rkg:event", ":event/scientific-memoirs"),
            ("rkg:organizationName", '"Scientific Memoirs"'),
            ("rkg:date", '"1843"^^edtf'),
            ("rkg:date", '"1844"^^edtf'),
            ("rkg:earliest", '"1843-01-01"^^xsd:date'),
            ("rkg:latest", '"1844-12-31"^^xsd:date'),
        },
        id="reviewing in two years",
    ),
    pytest.param(
        "rkg:Teaching",
        {("rdf:type", "vivo:TeacherRole"), ("rkg:course", ":course/programming-1"), ("schema:roleName", '"Lecturer"')},
        id="teaching",
    ),
    pytest.param(
        "rkg:ProjectWork",
        {
            ("rkg:project", ":project/bernoulli"),
            ("schema:startDate", '"1842"^^xsd:gYear'),
            ("schema:endDate", '"1843"^^xsd:gYear'),
        },
        id="a project over two years",
    ),
]


@pytest.mark.parametrize(("class_", "expected"), LAYOUT)
def test_a_fact_is_a_node_with_its_own_texts_links_and_dates(class_, expected):
    found = properties(quads(every_kind()), class_)
    assert expected <= found
    assert {
        ("rkg:person", ":person/ada-lovelace"),
        ("prov:wasDerivedFrom", ":document/lovelace.md"),
        ("rkg:confidence", '"0.90"^^xsd:decimal'),
    } <= found


def test_the_layout_is_specified_for_each_of_the_thirteen_kinds():
    named = {vocab.RKG + row.values[0].removeprefix("rkg:") for row in LAYOUT}
    assert named == set(vocab.FACT_CLASS.values())


@pytest.mark.parametrize(
    ("class_", "link", "name", "people"),
    [
        pytest.param(
            "vivo:Authorship",
            "rkg:author",
            "rkg:authorName",
            [(":person/l-f-menabrea", '"L. F. Menabrea"'), (":person/ada-lovelace", '"Ada Lovelace"')],
            id="authors of a publication",
        ),
        pytest.param(
            "vivo:AdvisingRelationship",
            "rkg:advisor",
            "rkg:advisorName",
            [(":person/augustus-de-morgan", '"Augustus De Morgan"'), (":person/mary-somerville", '"Mary Somerville"')],
            id="advisors of a degree",
        ),
    ],
)
def test_a_list_keeps_its_order_in_ranks(class_, link, name, people):
    every = triples(quads(every_kind()))
    nodes = {s for s, p, o in every if (p, o) == ("rdf:type", class_)}
    of = {(node, p): o for node in nodes for s, p, o in every if s == node}
    ranked = sorted((of[node, "vivo:rank"], of[node, link], of[node, name]) for node in nodes)
    assert ranked == [(f'"{rank}"^^xsd:integer', *person) for rank, person in enumerate(people, start=1)]


@pytest.mark.parametrize(
    ("slots", "class_"),
    [
        pytest.param({"level": "master"}, "vivo:AwardedDegree", id="a degree that is held"),
        pytest.param({"level": "master", "current": "true"}, "vivo:EducationalProcess", id="a degree under way"),
        pytest.param({"level": "other"}, "vivo:EducationalProcess", id="an exchange term"),
        pytest.param({"degree": "Course of study"}, "vivo:EducationalProcess", id="no level stated"),
    ],
)
def test_studies_become_a_degree_when_it_is_held(slots, class_):
    page = profile("a.md", ("education", {"organization": "Bologna", **slots}))
    assert ("rdf:type", class_) in properties(quads(page), "rkg:Education")


@pytest.mark.parametrize(
    ("role", "class_"),
    [
        pytest.param("Summer Intern", "rkg:Internship", id="intern"),
        pytest.param("Visiting Professor", "rkg:VisitingPosition", id="visiting comes before professor"),
        pytest.param("Postdoctoral Fellow", "vivo:PostdocPosition", id="postdoc"),
        pytest.param("博士后", "vivo:PostdocPosition", id="postdoc in Chinese"),
        pytest.param("Associate Professor", "vivo:FacultyPosition", id="professor"),
        pytest.param("International Officer", None, id="intern is a word of its own"),
    ],
)
def test_a_role_shows_what_sort_of_position_it_is(role, class_):
    page = profile("a.md", ("positions", {"organization": "Bologna", "role": role}))
    classes = {o for p, o in properties(quads(page), "rkg:Position") if p == "rdf:type"}
    assert classes == {"rkg:Position", "vivo:Position", *([class_] if class_ else [])}


@pytest.mark.parametrize(
    ("relation", "advisor", "advisee"),
    [
        pytest.param("advisor", ":person/emmy", ":person/ada", id="the named person advised"),
        pytest.param("advisee", ":person/ada", ":person/emmy", id="the named person was advised"),
    ],
)
def test_an_advising_knows_both_sides(relation, advisor, advisee):
    page = profile("a.md", ("identity", {"name": "Ada"}), ("people", {"name": "Emmy", "relation": relation}))
    found = properties(quads(page), "rkg:Relationship")
    assert {("rkg:advisor", advisor), ("rkg:advisee", advisee), ("rdf:type", "vivo:AdvisingRelationship")} <= found


def test_a_service_for_a_body_links_to_an_organization():
    page = profile("a.md", ("service", {"organization": "Society of Engines", "role": "Board member"}))
    found = properties(quads(page), "rkg:Service")
    assert ("rkg:organization", ":organization/society-of-engines") in found
    assert "rkg:event" not in {p for p, _ in found}


def test_a_page_without_a_name_still_has_its_person():
    page = profile("nameless.md", ("interests", {"topic": "looms"}))
    every = triples(quads(page))
    assert (":document/nameless.md", "schema:mainEntity", ":person/person-of-nameless-md") in every
    assert (":person/person-of-nameless-md", "schema:name", '"the person of nameless.md"') in every


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        pytest.param("1843", '"1843"^^xsd:gYear', id="year"),
        pytest.param("1843-09", '"1843-09"^^xsd:gYearMonth', id="month"),
        pytest.param("1843-09-05", '"1843-09-05"^^xsd:date', id="day"),
        pytest.param("1843~", '"1843"^^xsd:gYear', id="about a year"),
        pytest.param("1843-21", None, id="a season has no type"),
        pytest.param("184X", None, id="a decade has no type"),
    ],
)
def test_a_date_is_typed_as_precisely_as_it_is_stated(written, typed):
    page = profile("a.md", ("awards", {"title": "Medal", "date": written}))
    found = properties(quads(page), "rkg:AwardWon")
    assert ("rkg:date", f'"{written}"^^edtf') in found
    assert {o for p, o in found if p == "schema:startDate"} == ({typed} if typed else set())
    assert {p for p, _ in found} >= {"rkg:earliest", "rkg:latest"}


def test_what_is_no_edtf_stays_as_text_without_bounds():
    page = profile("a.md", ("awards", {"title": "Medal", "date": "some day"}))
    found = properties(quads(page), "rkg:AwardWon")
    assert ("rkg:date", '"some day"') in found
    assert not {p for p, _ in found} & {"rkg:earliest", "rkg:latest", "schema:startDate"}


@pytest.mark.parametrize(
    ("slots", "label"),
    [
        pytest.param({"start": "1840", "end": "1842"}, "Clerk, Mint (1840–1842)", id="from and to"),
        pytest.param({"start": "1840", "current": "true"}, "Clerk, Mint (1840–now)", id="still there"),
        pytest.param({"start": "1840"}, "Clerk, Mint (since 1840)", id="no end stated"),
        pytest.param({"end": "1842"}, "Clerk, Mint (1842)", id="an end alone"),
        pytest.param({"end": "2030", "current": "true"}, "Clerk, Mint (until 2030)", id="an expected end"),
        pytest.param({"current": "true"}, "Clerk, Mint (now)", id="now, since when is not said"),
        pytest.param({}, "Clerk, Mint", id="no date"),
    ],
)
def test_a_label_says_when(slots, label):
    page = profile("a.md", ("positions", {"organization": "Mint", "role": "Clerk", **slots}))
    assert ("rdfs:label", f'"{label}"') in properties(quads(page), "rkg:Position")


# ---------------------------------------------------------------------------------------------------------------
# evidence


def test_each_statement_has_its_sentence_and_each_value_its_words():
    page = profile("a.md", ("awards", {"title": "Medal", "date": "1843"}))
    every = triples(quads(page))
    of = {(s, p): o for s, p, o in every}
    (award,) = {s for s, p, o in every if (p, o) == ("rdf:type", "rkg:AwardWon")}
    place = of[award, "rkg:evidence"]
    selector = of[place, "oa:hasSelector"]
    assert of[place, "oa:hasSource"] == ":document/a.md"
    assert of[place, "rkg:heading"] == '"Life"'
    assert of[place, "rkg:rule"] == '"by hand"'
    assert of[place, "rkg:line"] == '"1"^^xsd:integer'
    assert (of[selector, "oa:start"], of[selector, "oa:end"]) == ('"0"^^xsd:integer', '"10"^^xsd:integer')
    assert [of[selector, p] for p in ("oa:exact", "oa:prefix", "oa:suffix")] == ['"Medal 1843"', '"… "', '" …"']
    words = {
        (of[node, "rkg:slot"], of[node, "oa:exact"], of[node, "oa:start"], of[node, "rkg:inDocument"])
        for s, p, node in every
        if (s, p) == (award, "rkg:valueEvidence")
    }
    assert words == {
        ('"title"', '"Medal"', '"0"^^xsd:integer', ":document/a.md"),
        ('"date"', '"1843"', '"6"^^xsd:integer', ":document/a.md"),
    }


def test_a_fact_stated_twice_has_both_places():
    once = fact("a.md", "interests", topic="looms")
    twice = type(once)(once.kind, once.slots, (*once.evidence, evidence("a.md", "I weave.", 90)), once.confidence)
    page = Profile("a.md", (Source("a.md", "0a" * 32, "markdown"),), (twice,))
    assert len([p for p, _ in properties(quads(page), "rkg:Interest") if p == "rkg:evidence"]) == 2


def test_a_lean_graph_has_the_same_facts_and_no_evidence():
    whole, lean = triples(quads(every_kind())), triples(quads(every_kind(), evidence=False))
    assert lean < whole
    assert {p for _, p, _ in whole - lean} >= {"rkg:evidence", "rkg:valueEvidence", "oa:exact"}
    assert not any(p.startswith("oa:") or p.endswith("vidence") for _, p, _ in lean)


def test_a_site_of_several_files_is_one_profile():
    statement = fact("ada/_pages/about.md", "interests", topic="looms")
    files = tuple(Source(path, "0a" * 32, "markdown") for path in ("ada/_config.yml", "ada/_pages/about.md"))
    every = triples(quads(Profile("ada", files, (statement,))))
    assert (":document/ada/_pages/about.md", "schema:isPartOf", ":document/ada") in every
    assert (":document/ada", "rkg:path", '"ada"') in every
    assert {o for _, p, o in every if p == "oa:hasSource"} == {":document/ada/_pages/about.md"}


def test_the_run_says_which_program_read_what_and_when():
    page = every_kind()
    found = to_quads([page], resolution(page), read_on=READ_ON, model_version="2026.1")
    assert {
        ("rkg:modelVersion", '"2026.1"'),
        ("rkg:readOn", '"2026-01-31"^^xsd:date'),
        ("prov:used", ":document/lovelace.md"),
    } <= properties(found, "rkg:Reading")


def test_every_kind_of_fact_has_a_text_property_for_each_slot():
    from kg.model import SLOTS

    assert set(vocab.TEXTS) == {(kind, slot) for kind in Kind for slot in SLOTS[kind]}
