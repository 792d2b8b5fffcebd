"""Pages that name the same people: who is one, who stays two.

The table is a test set of its own: true pairs, near misses, and the same name twice. Each row has pages, two of whose
people are compared, each written ``SOURCE#WORDS``. The accounts are made up.
"""

from __future__ import annotations

import itertools

import pytest
from people import has, knows, page, studied, worked, wrote

from kg.model import EntityKind, Profile, Resolution
from kg.resolve import resolve

ORCID, OTHER_ORCID = "0000-0000-0000-0001", "0000-0000-0000-0002"
LOOMS = "Four Looms and the Weaving of Long Threads"
KNOTS = "On Knots That Nobody Has Tied So Far"


def pair(first: str, second: str, *pages: Profile, id: str):
    return pytest.param(pages, first, second, id=id)


ONE = [
    pair(
        "a.md#Mara Olsen", "b.md#M. Olsen",
        page("a.md", "Mara Olsen", has("orcid", ORCID)),
        page("b.md", "M. Olsen", has("orcid", ORCID)),
        id="the same ORCID iD",
    ),
    pair(
        "a.md#Bob Olsen",
        "b.md#Robert Olsen",
        page("a.md", "Bob Olsen", has("orcid", ORCID)),
        page("b.md", "Robert Olsen", has("orcid", ORCID)),
        id="the same ORCID iD, a short form of the given name",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#Olsen, Mara",
        page("a.md", "Mara Olsen", has("google-scholar", "AbCdEfGhIjKl")),
        page("b.md", "Olsen, Mara", has("google-scholar", "AbCdEfGhIjKl")),
        id="the same Scholar account, family name first",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#Mara Olsen",
        page("a.md", "Mara Olsen", has("homepage", "https://www.olsen.example/")),
        page("b.md", "Ivo Brandt", knows(("Mara Olsen", "http://olsen.example/index.html"), "collaborator")),
        id="a link to her homepage",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#Mara Olsen",
        page("a.md", "Mara Olsen", has("dblp", "12/3456")),
        page("b.md", "Ivo Brandt", wrote("Short", "I. Brandt", ("Mara Olsen", "https://dblp.org/pid/12/3456.html"))),
        id="a link to her DBLP page",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#M. Olsen",
        page("a.md", "Mara Olsen", wrote(LOOMS, "Mara Olsen", "Ivo Brandt", date="2019")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "M. Olsen", "I. Brandt", date="2020")),
        id="a shared work, by initial",
    ),
    pair(
        "a.md#李明慧", "b.md#Minghui Li",
        page("a.md", "李明慧", wrote(LOOMS, "Minghui Li", "Ivo Brandt", date="2019")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "Minghui Li", "Ivo Brandt", date="2019")),
        id="a shared work, in two scripts",
    ),
    pair(
        "a.md#Minghui Li", "b.md#Li Ming-Hui",
        page("a.md", "Minghui Li", wrote(LOOMS, "Minghui Li", "Ivo Brandt", date="2019")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "Li Ming-Hui", "Ivo Brandt", date="2019")),
        id="a shared work, family name first in a Chinese name",
    ),
    pair(
        "a.md#J. van der Velde", "b.md#Van der Velde J",
        page("a.md", "Ivo Brandt", wrote(LOOMS, "Ivo Brandt", "J. van der Velde", date="2019")),
        page("b.md", "Mara Olsen", wrote(LOOMS, "Brandt I", "Van der Velde J", "Olsen M", date="2019")),
        id="a co-author without a page, particles",
    ),
    pair(
        "a.md#Ivo Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", knows("Mara Olsen", "advisee")),
        id="an advisor tie that both pages state",
    ),
    pair(
        "b.md#Mara Olsen", "a.md#Mara Olsen",
        page("a.md", "Mara Olsen", knows("Ivo Brandt", "advisor")),
        page("b.md", "Ivo Brandt", knows("Mara Olsen", "advisee")),
        id="the advisee of the same tie",
    ),
    pair(
        "a.md#Ivo Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", worked("Duke", "2008", "2012")),
        id="an advisor who was at the place in the years of the studies",
    ),
    pair(
        "a.md#Ivo Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "Ivo Brandt")),
        page("b.md", "Lena Roth", studied("Duke University", "2013", "2017", "Ivo Brandt")),
        id="the advisor of two at one place in the same years",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#Mara Olsen",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014"), worked("CERN", "2015", "2018")),
        page("b.md", "Mara Olsen", studied("Duke University", "2010", "2014"), worked("CERN", "2015")),
        id="two pages of one, at two places in the same years",
    ),
    pair(
        "a.md#M. Olsen", "a.md#Mara Olsen",
        page("a.md", "Mara Olsen", wrote(LOOMS, "M. Olsen", "I. Brandt")),
        id="the owner in her own list of works",
    ),
]  # fmt: skip

TWO = [
    pair("a.md#Wei Zhang", "b.md#Wei Zhang", page("a.md", "Wei Zhang"), page("b.md", "Wei Zhang"), id="a name alone"),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Wei Zhang", has("orcid", ORCID), wrote(LOOMS, "Wei Zhang", "Ivo Brandt")),
        page("b.md", "Wei Zhang", has("orcid", OTHER_ORCID), wrote(LOOMS, "Wei Zhang", "Ivo Brandt")),
        id="two ORCID iDs, whatever else",
    ),
    pair(
        "a.md#Mara Olsen", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", has("google-scholar", "AbCdEfGhIjKl")),
        page("b.md", "Ivo Brandt", has("google-scholar", "AbCdEfGhIjKl")),
        id="an account that was left from a copied page",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wen Zhang",
        page("a.md", "Wei Zhang", has("orcid", ORCID)),
        page("b.md", "Wen Zhang", has("orcid", ORCID)),
        id="an ORCID iD that was left from a namesake's page",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Wei Zhang", has("orcid", ORCID), has("orcid", OTHER_ORCID)),
        page("b.md", "Wei Zhang", has("orcid", ORCID)),
        id="two ORCID iDs on one page",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wen Zhang",
        page("a.md", "Wei Zhang", wrote(LOOMS, "Wei Zhang", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "Wen Zhang", "Ivo Brandt")),
        id="names that do not agree, in a shared work",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#W. Zhang",
        page("a.md", "Wei Zhang", wrote(LOOMS, "Wei Zhang", "Wen Zhang", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "W. Zhang", "Wen Zhang", "Ivo Brandt")),
        id="an initial that fits two authors of the work",
    ),
    pair(
        "a.md#王伟", "b.md#王威",
        page("a.md", "王伟", wrote(LOOMS, "王伟", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", wrote(LOOMS, "王威", "Ivo Brandt")),
        id="two Chinese names that sound alike",
    ),
    pair(
        "a.md#Ivo Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", worked("Duke University", "2016", "2020")),
        id="one place, other years",
    ),
    pair(
        "a.md#Ivo Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "Ivo Brandt")),
        page("b.md", "Ivo Brandt", studied("Duke University", "2010", "2014", level="bachelor")),
        id="an advisor is no student",
    ),
    pair(
        "a.md#I. Brandt", "b.md#Ivo Brandt",
        page("a.md", "Mara Olsen", studied("Duke University", "2010", "2014", "I. Brandt")),
        page("b.md", "Ivo Brandt", worked("Duke University", "2008", "2016")),
        id="an initial at one place says too little",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Wei Zhang", studied("Tsinghua University", "2010", "2014", level="bachelor")),
        page("b.md", "Wei Zhang", studied("Tsinghua University", "2011", "2015", level="bachelor")),
        id="the same name twice at one place in the same years, each with a page",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Mara Olsen", wrote(LOOMS, "Mara Olsen", "Wei Zhang", date="2019")),
        page("b.md", "Ivo Brandt", wrote(KNOTS, "Ivo Brandt", "Wei Zhang", date="2019")),
        id="co-authors of two works",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Wei Zhang", wrote("Introduction", "Wei Zhang", date="2001")),
        page("b.md", "Wei Zhang", wrote("Introduction", "Wei Zhang", date="2014")),
        id="a title that many works bear",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Wei Zhang", wrote(LOOMS, "Wei Zhang", date="2018")),
        page("b.md", "Wei Zhang", wrote(KNOTS, "Wei Zhang", date="2019")),
        page("c.md", "Ivo Brandt", wrote(LOOMS, "Wei Zhang", date="2018"), wrote(KNOTS, "Wei Zhang", date="2019")),
        id="a third page does not make two owners one",
    ),
    pair(
        "a.md#Yi Zhang", "b.md#Yu Zhang",
        page("a.md", "Yi Zhang", wrote(LOOMS, "Y. Zhang", "Ivo Brandt", date="2018")),
        page("b.md", "Yu Zhang", wrote(KNOTS, "Y. Zhang", "Ivo Brandt", date="2019")),
        page("c.md", "Ivo Brandt", wrote(LOOMS, "Y. Zhang", "I. Brandt", date="2018"),
             wrote(KNOTS, "Y. Zhang", "I. Brandt", date="2019")),
        id="an initial between two",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Mara Olsen", knows("Wei Zhang", "collaborator"), worked("Duke University", "2010", "2014")),
        page("b.md", "Ivo Brandt", knows("Wei Zhang", "collaborator"), worked("Duke University", "2010", "2014")),
        id="acquaintances of two who were at one place",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Mara Olsen", knows("Wei Zhang", "advisor")),
        page("b.md", "Mara Olsen", knows("Wei Zhang", "advisor")),
        id="advisors of two of one name",
    ),
    pair(
        "a.md#Wei Zhang", "b.md#Wei Zhang",
        page("a.md", "Mara Olsen", wrote("Short", ("Wei Zhang", "https://lab.example"), ("Mara Olsen", "https://lab.example"))),
        page("b.md", "Ivo Brandt", wrote("Other", ("Wei Zhang", "https://lab.example"), ("Ivo Brandt", "https://lab.example"))),
        id="a link that a whole list shares",
    ),
]  # fmt: skip


def key(found: Resolution, person: str) -> str:
    source, _, words = person.partition("#")
    (only,) = {k for m, k in found.of.items() if (m.profile, m.text, m.kind) == (source, words, EntityKind.PERSON)}
    return only


@pytest.mark.parametrize(("pages", "first", "second"), ONE)
def test_evidence_joins_two_names_of_one(pages, first, second):
    found = resolve(pages)
    assert key(found, first) == key(found, second)


@pytest.mark.parametrize(("pages", "first", "second"), TWO)
def test_without_evidence_a_name_joins_nobody(pages, first, second):
    found = resolve(pages)
    assert key(found, first) != key(found, second)


def test_the_pages_of_all_cases_together_join_no_two_cases():
    """Cases share names on purpose: what one case proves must not spread to another."""
    pages, expected = [], {}
    for n, case in enumerate((*ONE, *TWO)):
        for made in case.values[0]:
            facts = tuple(f for f in made.facts if f.kind.value != "identifiers")
            pages.append(Profile(f"{n}-{made.source}", (), facts[:1]))
            expected[f"{n}-{made.source}"] = n
    found = resolve(pages)
    assert len({found.of[m] for m in found.of}) == len(pages) == len(expected)


@pytest.mark.parametrize(("pages", "first", "second"), [*ONE, *TWO])
def test_the_order_of_the_pages_is_nothing(pages, first, second):
    first_, *others = (resolve(some) for some in itertools.permutations(pages))
    for other in others:
        assert (other.entities, other.of, other.decisions) == (first_.entities, first_.of, first_.decisions)


@pytest.mark.parametrize(("pages", "first", "second"), ONE)
def test_a_join_says_why_and_keeps_the_keys_that_went_into_it(pages, first, second):
    found = resolve(pages)
    (entity,) = [e for e in found.entities if e.key == key(found, first)]
    alone = {key(resolve([made]), side) for side in (first, second) for made in pages if side.startswith(made.source)}
    assert alone == {entity.key, *entity.former}
    joins = [d for d in found.decisions if d.mention is None and d.accepted and d.left.startswith("person/")]
    assert {key_ for d in joins for key_ in (d.left, d.right)} >= {entity.key, *entity.former} - {
        k for k in [entity.key] if not entity.former
    }
    assert all(d.reasons and 0 < d.score <= 1 and d.by.startswith("kg.resolve ") for d in joins)


def test_the_owner_s_key_names_the_person():
    made = [
        page("z.md", "Mara Olsen", wrote(LOOMS, "Mara Olsen", "Ivo Brandt")),
        page("a.md", "Ivo Brandt", wrote(LOOMS, "M. Olsen", "Ivo Brandt")),
    ]
    assert key(resolve(made), "a.md#M. Olsen") == key(resolve(made[:1]), "z.md#Mara Olsen")


def test_the_same_name_without_evidence_is_a_decision_too():
    found = resolve([page(f"{n}.md", "Wei Zhang") for n in range(9)])
    apart = [d for d in found.decisions if not d.accepted]
    assert 1 <= len(apart) <= 3
    assert {d.reasons for d in apart} == {("the same name, and nothing else that both pages state",)}


def _word(number: int) -> str:
    return "Ol" + "".join("aeiou"[int(digit) % 5] + "bcdfghjklm"[int(digit)] for digit in str(number))


def test_a_crowd_of_one_name_is_compared_in_linear_time():
    pages = [
        page(f"{n}.md", f"Mara {_word(n)}", studied("Duke University", "2010", "2014", "Ivo Brandt"))
        for n in range(300)
    ]
    found = resolve([*pages, page("ivo.md", "Ivo Brandt", worked("Duke University", "2001"))])
    assert {key(found, f"{n}.md#Ivo Brandt") for n in range(300)} == {key(found, "ivo.md#Ivo Brandt")}
    assert len([d for d in found.decisions if d.mention is None]) < 1000
