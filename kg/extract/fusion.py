"""Facts of the documents of one site to the facts of its owner: what two of them say is one fact, told by both.

A fact keeps the words of the most trusted document that states it; where another gives a different year, the fact
keeps both as evidence, and a note tells the owner.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from rapidfuzz import fuzz

from kg.extract.merge import join_facts, merge
from kg.extract.same import doi_of, fold, is_alike
from kg.model import Evidence, Fact, Kind, Note, first, texts


class Trust(IntEnum):
    """How far a statement is to be believed where two disagree, the most trusted first."""

    IDENTIFIERS = 0  # the owner's configuration: name, accounts
    BIBLIOGRAPHY = 1
    DATA = 2
    FRONT_MATTER = 3
    LISTS = 4  # under a heading of a page
    PROSE = 5
    NEWS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """The facts of one document of a site."""

    trust: Trust
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """The facts of a site, kind by kind, each once, and what its documents disagree about."""

    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]


#: Of a bibliography's works at least this share names the owner, or it is not the owner's: a reading list.
_OWN_BIBLIOGRAPHY = 0.8
#: Token-set ratio from which two titles with one DOI are one; a title and its short form share all their words.
_ONE_TITLE = 60
_SHOWN = 60


def fuse(parts: Sequence[Part]) -> Fused:
    """Join what the documents of one site say, in the order of trust; equal trust goes by the order of ``parts``."""
    stated = sorted(_ranked(parts), key=lambda pair: pair[0])
    names = _names(fact for _, fact in stated)
    notes: list[Note] = []
    facts = [fact for _, fact in stated if fact.kind is not Kind.PUBLICATIONS and _is_owner(fact, names)]
    facts += _own_works(parts, stated, names, notes)
    pages = {fact.evidence[0].source for part in parts if part.trust >= Trust.LISTS for fact in part.facts}
    merged = _without_studies(_without_echoes(merge(_by_doi(facts, notes)), pages))
    fused = sorted(merged, key=lambda fact: _ORDER[fact.kind])
    return Fused(tuple(fused), (*notes, *_disagreements(fused, facts)))


_ORDER = {kind: number for number, kind in enumerate(Kind)}


def _ranked(parts: Sequence[Part]) -> Iterator[tuple[Trust, Fact]]:
    for part in parts:
        for fact in part.facts:
            prose = part.trust is Trust.LISTS and not fact.evidence[0].heading
            yield Trust.PROSE if prose else part.trust, fact


# ---------------------------------------------------------------------------------------------------------------
# the owner


def _names(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The owner's name as the most trusted document gives it, and the other ways to write it in that document."""
    names: list[str] = []
    source = ""
    for fact in facts:
        if fact.kind is Kind.IDENTITY and fact.evidence[0].source in (source or fact.evidence[0].source,):
            source = fact.evidence[0].source
            names += texts(fact, "name")
    return tuple(dict.fromkeys(names))


def _is_owner(fact: Fact, names: Sequence[str]) -> bool:
    """Whether a fact speaks of the owner: the title of a page is no second name."""
    if fact.kind is not Kind.IDENTITY:
        return True
    return any(first(fact, "name") == name or _share_a_word(first(fact, "name"), name) for name in names)


def _without_studies(facts: Sequence[Fact]) -> list[Fact]:
    """The facts without an "employer" of the configuration where the owner studies."""
    schools = [first(f, "organization") for f in facts if f.kind is Kind.EDUCATION and first(f, "current")]
    return [
        fact
        for fact in facts
        if not (
            fact.kind is Kind.POSITIONS
            and not {"role", "start"} & set(fact.slots)
            and any(is_alike(first(fact, "organization"), school) for school in schools)
        )
    ]


def _share_a_word(left: str, right: str) -> bool:
    return bool(set(_words(left)) & set(_words(right)))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(name))


def is_named(names: Sequence[str], written: str) -> bool:
    """Whether an author's name can be the owner's: a family name in common, and no given name that differs.

    >>> is_named(["Ada B. Sample"], "Sample, A.")
    True
    >>> is_named(["Ada B. Sample"], "Sample, Bert")
    False
    """
    return any(_can_be(_words(name), _words(written)) for name in names)


def _can_be(owner: list[str], author: list[str]) -> bool:
    common = [word for word in author if len(word) > 1 and word in owner]
    if not common:
        return False
    rest = [word for word in owner if word not in common]
    others = [word for word in author if word not in common]
    return not rest or not others or any(_short(a, b) for a in rest for b in others)


def _short(left: str, right: str) -> bool:
    """One word is the other's beginning: an initial, "Dan" of "Daniel"."""
    short, long = sorted((left, right), key=len)
    return long.startswith(short) and len(short) != 2 or left == right


# ---------------------------------------------------------------------------------------------------------------
# works


def _own_works(
    parts: Sequence[Part], stated: Sequence[tuple[Trust, Fact]], names: Sequence[str], notes: list[Note]
) -> list[Fact]:
    """The publications, without those of a bibliography that is a list of what the owner has read."""
    foreign: set[int] = set()
    for part in parts:
        works = [fact for fact in part.facts if fact.kind is Kind.PUBLICATIONS]
        if part.trust is not Trust.BIBLIOGRAPHY or not works or not names:
            continue
        others = [fact for fact in works if not any(is_named(names, author) for author in texts(fact, "authors"))]
        if len(works) - len(others) < _OWN_BIBLIOGRAPHY * len(works):
            foreign |= {id(fact) for fact in others}
            source = works[0].evidence[0].source
            if others:
                notes.append(Note(source, f"{len(others)} of {len(works)} works do not name {names[0]}; passed over"))
    return [fact for _, fact in stated if fact.kind is Kind.PUBLICATIONS and id(fact) not in foreign]


def _by_doi(facts: Iterable[Fact], notes: list[Note]) -> list[Fact]:
    """Works with one DOI joined, if they can have one title; an address that two works claim stays with the first."""
    joined: list[Fact] = []
    places: dict[str, int] = {}
    for fact in facts:
        doi = doi_of(fact) if fact.kind is Kind.PUBLICATIONS else ""
        at = places.get(doi) if doi else None
        if at is None:
            if doi:
                places[doi] = len(joined)
            joined.append(fact)
        elif _can_be_one(joined[at], fact):
            joined[at] = join_facts(joined[at], fact)
        else:
            joined.append(replace(fact, slots={slot: v for slot, v in fact.slots.items() if slot != "url"}))
            other = joined[at].evidence[0].source
            notes.append(Note(fact.evidence[0].source, f"has the DOI {doi}, which {other} gives to another title"))
    return joined


def _can_be_one(left: Fact, right: Fact) -> bool:
    a, b = fold(first(left, "title")), fold(first(right, "title"))
    return not a or not b or fuzz.token_set_ratio(a, b) >= _ONE_TITLE


#: A title of this many characters in a page's statement is no chance; a longer statement is a whole page.
_TITLE_CHARACTERS, _STATEMENT_CHARACTERS = 25, 5_000


def _without_echoes(facts: Sequence[Fact], pages: Container[str]) -> list[Fact]:
    """The facts without works of a page that are another's line: the statement has a title that is known better.

    A page's list says in one line what a bibliography has in fields, and where the title ends is a guess there.
    """
    kept = [fact for fact in facts if fact.kind is not Kind.PUBLICATIONS or fact.evidence[0].source not in pages]
    titles = {fold(first(fact, "title")): at for at, fact in enumerate(kept) if fact.kind is Kind.PUBLICATIONS}
    known = [(title, at) for title, at in titles.items() if len(title) >= _TITLE_CHARACTERS]
    listed = [fact for fact in facts if fact.kind is Kind.PUBLICATIONS and fact.evidence[0].source in pages]
    told = Counter(_place(fact.evidence[0]) for fact in listed)
    for fact in listed:
        statement = fact.evidence[0]
        text = fold(statement.quote) if len(statement.quote) <= _STATEMENT_CHARACTERS else ""
        found = [at for title, at in known if title in text]
        if len(found) == 1 and told[_place(statement)] == 1:
            at = found[0]
            kept[at] = join_facts(kept[at], replace(fact, slots={}))
        else:
            kept.append(fact)
    return kept


# ---------------------------------------------------------------------------------------------------------------
# disagreement


def _disagreements(fused: Iterable[Fact], stated: Iterable[Fact]) -> Iterator[Note]:
    """A note a fact whose statements give different years; all of them stay as its evidence."""
    by_place: dict[tuple[str, int, int], list[Fact]] = defaultdict(list)
    for fact in stated:
        for evidence in fact.evidence:
            by_place[_place(evidence)].append(fact)
    for fact in fused:
        if fact.kind not in (Kind.PUBLICATIONS, Kind.TALKS) or len(fact.evidence) < 2:
            continue
        told = [one for evidence in fact.evidence for one in by_place[_place(evidence)] if one.kind is fact.kind]
        years: dict[str, str] = {}
        for one in told:
            if year := first(one, "date")[:4]:
                years.setdefault(year, one.evidence[0].source)
        if len(years) > 1:
            title = first(fact, "title")
            shown = title if len(title) <= _SHOWN else f"{title[:_SHOWN]}…"
            listed = ", ".join(f"{year} in {source}" for year, source in years.items())
            yield Note(fact.evidence[0].source, f"{shown!r} has two dates: {listed}; {first(fact, 'date')} is kept")


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.source, evidence.span.start, evidence.span.end
