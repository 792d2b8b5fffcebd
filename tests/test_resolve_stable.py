"""Sets of small pages, made at random from few names, so that everything collides: what holds for each of them."""

from __future__ import annotations

import csv
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from people import fact, has, knows, page, studied, worked, wrote

from kg.model import EntityKind, Kind, Profile, Resolution
from kg.resolve import resolve
from kg.resolve.names import forms, forms_agree

NAMES = st.sampled_from(
    ["Wei Zhang", "W. Zhang", "Zhang, Wei", "Wen Zhang", "Mara Olsen", "M. Olsen", "张伟", "Ivo Brandt"]
)
PLACES = st.sampled_from(["Duke University", "MIT", "NTU", "University of Oslo", "Tide Lab, Duke University", "ACDS"])
YEARS = st.integers(2000, 2006).map(str)
TITLES = st.sampled_from(["Four Looms and the Weaving of Threads", "On Knots That Nobody Has Tied", "Looms", "Knots"])
ADDRESSES = st.sampled_from(["", "", "https://doi.org/10.1000/1", "https://arxiv.org/abs/2001.00001"])
ACCOUNTS = st.sampled_from(["0000-0000-0000-0001", "0000-0000-0000-0002"])
WORK = st.builds(
    lambda title, authors, year, url: wrote(title, *authors, date=year, url=url),
    TITLES, st.lists(NAMES, max_size=3, unique=True), st.sampled_from(["", "2001", "2003", "2009"]), ADDRESSES,
)  # fmt: skip
FACTS = st.one_of(
    WORK,
    WORK,
    st.builds(lambda place, start, advisor: studied(place, start, str(int(start) + 3), advisor), PLACES, YEARS, NAMES),
    st.builds(worked, PLACES, YEARS, YEARS),
    st.builds(knows, NAMES, st.sampled_from(["advisor", "advisee", "collaborator"])),
    st.builds(has, st.just("orcid"), ACCOUNTS),
    st.builds(lambda topic: fact(Kind.INTERESTS, topic=topic), st.sampled_from(["RL", "looms"])),
    st.builds(lambda event: fact(Kind.TALKS, event=event), st.sampled_from(["NIPS 2016", "NeurIPS", "Loom Days 2001"])),
)
PAGES = st.lists(st.tuples(NAMES, st.lists(FACTS, max_size=4)), min_size=2, max_size=5).map(
    lambda made: tuple(page(f"{'abcde'[n]}.md", name, *facts) for n, (name, facts) in enumerate(made))
)


def former(found: Resolution) -> dict[str, str]:
    """The key of the entity for each key that it had."""
    return {old: entity.key for entity in found.entities for old in (entity.key, *entity.former)}


@settings(max_examples=200, deadline=None)
@given(PAGES, st.randoms())
def test_the_same_pages_in_any_order_are_the_same_entities(pages, random):
    shuffled = random.sample(pages, len(pages))
    one, other = resolve(pages), resolve(shuffled)
    assert (one.entities, one.of, one.decisions) == (other.entities, dict(other.of), other.decisions)


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_another_page_moves_no_key_but_to_join_it_or_to_show_that_it_was_two(pages):
    """What a page proves to be one keeps both keys; only words that turn out to fit two people leave them."""
    *before, _ = pages
    few, many = resolve(before), resolve(pages)
    of = former(many)
    # Words that turned out to fit two people, or evidence that another page contradicts.
    torn = any(not d.accepted and any(reason.startswith("but ") for reason in d.reasons) for d in many.decisions)
    for mention, key in few.of.items():
        if mention.kind not in (EntityKind.PERSON, EntityKind.WORK):
            assert many.of[mention] == key
        elif of.get(key) != many.of[mention]:
            assert torn


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_no_entity_is_two_people(pages):
    found = resolve(pages)
    named: dict[str, set[str]] = {}
    for mention, key in found.of.items():
        if mention.kind is EntityKind.PERSON:
            named.setdefault(key, set()).add(mention.text)
    for names in named.values():
        for one, other in combinations(sorted(names), 2):
            assert any(forms_agree(a, b) for a in forms(one) for b in forms(other)), names


@settings(max_examples=200, deadline=None)
@given(PAGES, st.data())
def test_the_user_s_word_always_wins(tmp_path_factory, pages, data):
    keys = sorted({k for m, k in resolve(pages).of.items() if m.kind is EntityKind.PERSON})
    if len(keys) < 2:
        return
    one, other = data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
    decision = data.draw(st.sampled_from(["merge", "split"]))
    file = tmp_path_factory.mktemp("said") / "identity.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([("decision", "one", "other", "note"), (decision, one, other, "")])
    said = resolve(pages, decisions=file)
    of = former(said)
    assert (of[one] == of[other]) == (decision == "merge")
    if decision == "merge":
        assert of[one] == one


def test_the_pages_collide(tmp_path):
    """Guards the properties above: pages of this sort do join."""
    made = (
        page("a.md", "Wei Zhang", wrote("Four Looms and the Weaving of Threads", "W. Zhang", "Mara Olsen")),
        page("b.md", "Mara Olsen", wrote("Four Looms and the Weaving of Threads", "Zhang, Wei", "M. Olsen")),
    )
    assert len([e for e in resolve(made).entities if e.former]) == 2
    assert isinstance(made[0], Profile)
