"""Works, events, awards and topics: which words of pages stand for one, and under what it stands."""

from __future__ import annotations

import pytest
from people import fact, page, wrote

from kg.model import Entity, EntityKind, Kind, Profile
from kg.resolve import resolve
from kg.resolve.gazetteer import organizations, things

LOOMS = "Four Looms and the Weaving of Long Threads"
DOI, OTHER_DOI = "https://doi.org/10.1000/loom", "https://doi.org/10.1000/knot"
ARXIV = "https://arxiv.org/abs/2001.00001"


def entities(kind: EntityKind, *pages: Profile) -> list[Entity]:
    return [entity for entity in resolve(pages).entities if entity.kind is kind]


def works(one, other) -> int:
    """How many works two papers on two pages are."""
    pages = (page("a.md", "Mara Olsen", one), page("b.md", "Ivo Brandt", other))
    return len(entities(EntityKind.WORK, *pages))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            wrote(LOOMS, "Mara Olsen", "Ivo Brandt", date="2019"),
            wrote(LOOMS + ".", "M. Olsen", "I. Brandt", date="2020"),
            id="title, authors, a preprint a year before",
        ),
        pytest.param(
            wrote("Looms", "Mara Olsen", date="2019"),
            wrote("Looms", "Olsen, M.", date="2019"),
            id="a short title, the same year",
        ),
        pytest.param(
            wrote(LOOMS, "Mara Olsen", url=DOI),
            wrote("Weaving of Threads: Four Looms", "Mara Olsen", url=DOI + "."),
            id="a DOI, the title written otherwise",
        ),
        pytest.param(
            wrote(LOOMS, url=ARXIV),
            wrote(LOOMS, url="https://arxiv.org/pdf/2001.00001v3.pdf"),
            id="an arXiv id, two versions",
        ),
        pytest.param(
            wrote(LOOMS, url=ARXIV),
            wrote(LOOMS, url="https://doi.org/10.48550/arXiv.2001.00001"),
            id="the DOI of arXiv",
        ),
        pytest.param(
            wrote(LOOMS, date="2019"),
            wrote(LOOMS, "Mara Olsen", "Ivo Brandt", date="2019"),
            id="one page names no authors",
        ),
        pytest.param(
            wrote(LOOMS, "Mara Olsen", "Ivo Brandt", "Lena Roth", date="2019"),
            wrote(LOOMS, "Mara Olsen", date="2019"),
            id="a list that breaks off",
        ),
    ],
)
def test_one_work(one, other):
    assert works(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            wrote(LOOMS, "Mara Olsen", date="2019"), wrote(LOOMS, "Lena Roth", date="2019"), id="the title of another's"
        ),
        pytest.param(
            wrote(LOOMS, "Mara Olsen", date="2005"),
            wrote(LOOMS, "Lena Roth", "Mara Olsen", date="2019"),
            id="years apart",
        ),
        pytest.param(
            wrote("Looms", "Mara Olsen", date="2018"),
            wrote("Looms", "Mara Olsen", date="2019"),
            id="a short title, two years",
        ),
        pytest.param(
            wrote(LOOMS, "Mara Olsen", url=DOI),
            wrote("A Note on Knots", "Mara Olsen", url=DOI),
            id="a DOI that was left from another line",
        ),
        pytest.param(
            wrote("Part of a Longer Work on Looms", "Mara Olsen", "Lena Roth", url=ARXIV),
            wrote("Part of a Longer Work on Looms", "Lena Roth", "Mara Olsen", url="https://arxiv.org/abs/2001.00002"),
            id="two arXiv ids",
        ),
    ],
)
def test_two_works(one, other):
    assert works(one, other) == 2


def test_works_are_joined_with_reasons():
    pages = (page("a.md", "Mara Olsen", wrote(LOOMS, url=DOI)), page("b.md", "Ivo Brandt", wrote(LOOMS, url=DOI)))
    assert ("the same DOI",) in [d.reasons for d in resolve(pages).decisions if d.mention is None and d.accepted]


@pytest.mark.parametrize(
    ("written", "edition"),
    [
        pytest.param("NeurIPS 2016", "event/neurips/2016", id="year"),
        pytest.param("NIPS'16", "event/neurips/2016", id="the former name, two digits"),
        pytest.param("Neural Information Processing Systems (NeurIPS), 2016", "event/neurips/2016", id="long name"),
        pytest.param("NeurIPS", "event/neurips", id="the series itself"),
        pytest.param("Nature 2019", "event/nature", id="a journal has no editions"),
    ],
)
def test_an_edition_stands_under_its_series(written, edition):
    found = {e.key: e for e in entities(EntityKind.EVENT, page("a.md", "Mara Olsen", fact(Kind.TALKS, event=written)))}
    assert edition in found
    if edition.count("/") > 1:
        assert found[edition].parent == "event/neurips" in found
        assert found[edition].name == "NeurIPS 2016"


def test_an_edition_of_a_series_that_no_table_knows_stands_under_it_too():
    made = [
        page(f"{n}.md", "Mara Olsen", fact(Kind.TALKS, event=event))
        for n, event in enumerate(["Loom Days 2019", "Loom Days 2020", "Loom Days", "Loom Days 2019"])
    ]
    found = entities(EntityKind.EVENT, *made)
    series = [e for e in found if not e.parent]
    assert [e.name for e in series] == ["Loom Days"]
    assert {e.name: e.parent for e in found if e.parent} == dict.fromkeys(
        ["Loom Days 2019", "Loom Days 2020"], series[0].key
    )


def awards(*given: dict[str, str]) -> list[Entity]:
    return entities(
        EntityKind.AWARD, *(page(f"{n}.md", "Mara Olsen", fact(Kind.AWARDS, **slots)) for n, slots in enumerate(given))
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(({"title": "ACM A.M. Turing Award"}, {"title": "Turing Award, 1999"}), id="other names"),
        pytest.param(
            ({"title": "Nobel Prize in Physics"}, {"title": "the Nobel Prize in Physics for 1932"}), id="a year"
        ),
        pytest.param(
            ({"title": "Loom Prize", "issuer": "Duke University"}, {"title": "Loom Prize (2019)", "issuer": "Duke"}),
            id="one giver",
        ),
        pytest.param(
            ({"title": "Duke University Loom Prize"}, {"title": "Duke University Loom Prize"}),
            id="the giver in the name",
        ),
    ],
)
def test_one_award(given):
    assert len(awards(*given)) == 1


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            ({"title": "Best Paper Award", "issuer": "ACM"}, {"title": "Best Paper Award", "issuer": "IEEE"}),
            id="givers",
        ),
        pytest.param(({"title": "Dean's List"}, {"title": "Dean's List"}), id="nobody says whose"),
        pytest.param(({"title": "CAREER Award"}, {"title": "CAREER Award", "issuer": "Duke"}), id="another body's"),
    ],
)
def test_two_awards(given):
    assert len(awards(*given)) == 2


def test_an_award_has_its_giver():
    (medal,) = awards({"title": "Fields Medal"})
    assert medal.parent == "organization/international-mathematical-union"
    (prize,) = awards({"title": "Loom Prize", "issuer": "Duke University"})
    assert prize.parent == "organization/duke-university"


def test_a_topic_has_its_broader_topics():
    found = {
        e.key: e for e in entities(EntityKind.TOPIC, page("a.md", "Mara Olsen", fact(Kind.INTERESTS, topic="DRL")))
    }
    chain = ["deep-reinforcement-learning", "reinforcement-learning", "machine-learning", "artificial-intelligence"]
    assert sorted(found) == sorted(f"topic/{name}" for name in chain)
    assert [found[f"topic/{name}"].parent for name in chain] == [*(f"topic/{name}" for name in chain[1:]), ""]


@pytest.mark.parametrize(
    ("file", "kind", "above"),
    [
        ("awards.csv", EntityKind.AWARD, "giver"),
        ("topics.csv", EntityKind.TOPIC, "broader"),
        ("venues.csv", EntityKind.EVENT, ""),
    ],
)
def test_a_table_names_only_what_there_is(file, kind, above):
    records = {record.key: record for record, _ in things(file, kind, above).values()}
    known = set(organizations().records) if above == "giver" else set(records)
    assert len(records) > 40
    assert [r.key for r in records.values() if r.parent and r.parent not in known] == []
