"""Works of all pages to links: one paper by DOI, by arXiv id, or by title with year and authors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from kg.mentions import mention, owner
from kg.model import EntityKind, Fact, Kind, Mention, Profile, first, texts
from kg.resolve.links import Found, Link, link
from kg.resolve.names import forms, match_key, minted, words
from kg.resolve.standing import Read, Standing

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s?#\"<>]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf|html)/|[:.]\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")

#: A title of fewer words is borne by many works ("Introduction", "Deep Learning").
_TELLING = 4
#: A preprint and its journal stand at most so many years apart.
_YEARS = 3
#: Of how many works with one title each is compared with each.
_COMPARED = 20
#: Titles of one DOI that have less in common (of 100) are two works, and one of the links is wrong.
_ALIKE = 60.0


@dataclass
class Work:
    """What the pages say of one work: its title and what tells it from others of this title."""

    key: str
    title: str
    years: set[int] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def identifiers(*addresses: str) -> set[str]:
    """The DOIs and arXiv ids in addresses; the DOI that arXiv gives is the arXiv id.

    >>> sorted(identifiers("https://doi.org/10.1000/X1", "https://arxiv.org/pdf/2001.00001v2.pdf"))
    ['arxiv:2001.00001', 'doi:10.1000/x1']
    """
    found = set()
    for address in addresses:
        arxiv = _ARXIV.search(address)
        doi = _DOI.search(address)
        if arxiv:
            found.add(f"arxiv:{arxiv[1].lower()}")
        elif doi:
            found.add(f"doi:{doi[1].lower().rstrip('.,;)')}")
    return found


def standings(profile: Profile) -> dict[Mention, Standing]:
    """A key for each work of a page: its title and first author, with the year where the title says little."""
    facts: dict[Mention, list[Fact]] = defaultdict(list)
    for fact in profile.facts:
        for value in fact.slots.get("title", ()) if fact.kind is Kind.PUBLICATIONS else ():
            found = mention(profile, fact, "title", value)
            if found is not None:
                facts[found].append(fact)
    return {stated: _standing(stated, facts[stated]) for stated in facts}


def _standing(stated: Mention, facts: Sequence[Fact]) -> Standing:
    title = " ".join(words(stated.text))
    author = next((a[0] for fact in facts if (a := [_family(text) for text in texts(fact, "authors")])), "")
    # Nobody is named: the page's owner is one of the authors, and which one only another page can say.
    parts = [title, author or stated.profile]
    if len(title.split()) < _TELLING:
        parts.append(min((year for fact in facts for year in _years(fact)), default=""))
    return Standing(stated, minted("work", title, *parts), 1.0, ("the title, with its first author, on this page",))


def _years(fact: Fact) -> list[str]:
    return _YEAR.findall(first(fact, "date"))[:1]


def _family(author: str) -> str:
    return next((form.name.family for form in forms(author)), "")


def found(read: Sequence[Read], main: Mapping[str, str]) -> Found:
    """The links between the works of all pages."""
    works: dict[str, Work] = {}
    for page in read:
        _gather(page, works)
    ids, titles = defaultdict(list), defaultdict(list)
    for key in sorted(works):
        for one in sorted(works[key].ids):
            ids[one].append(works[key])
        titles[match_key(works[key].title)].append(works[key])
    links = [link_ for name, group in sorted(ids.items()) for link_ in _by_id(name, group)]
    links += [link_ for _, group in sorted(titles.items()) for link_ in _by_title(group)]

    def apart(left: str, right: str) -> str:
        one, other = ({i for i in works[key].ids if i.startswith("arxiv:")} for key in (left, right))
        return "arXiv has them as two" if one and other and not one & other else ""

    return Found(tuple(links), apart)


def _gather(page: Read, works: dict[str, Work]) -> None:
    whose = _family(owner(page.profile).text)
    for fact in page.profile.facts:
        for value in fact.slots.get("title", ()) if fact.kind is Kind.PUBLICATIONS else ():
            stated = mention(page.profile, fact, "title", value)
            standing = page.standings.get(stated) if stated else None
            if standing is None or standing.mention.kind is not EntityKind.WORK:
                continue
            work = works.setdefault(standing.key, Work(standing.key, value.text))
            work.years |= {int(year) for year in _years(fact)}
            work.families |= {family for text in texts(fact, "authors") if (family := _family(text))}
            work.readers |= {whose} - {""}
            work.ids |= identifiers(value.url, first(fact, "url"))


def _pairs(group: Sequence[Work]) -> Iterator[tuple[Work, Work]]:
    if len(group) <= _COMPARED:
        return combinations(group, 2)
    return zip(group, group[1:], strict=False)


def _by_id(name: str, group: Sequence[Work]) -> Iterator[Link]:
    said = {"doi": "DOI", "arxiv": "arXiv id"}[name.split(":")[0]]
    for one, other in _pairs(group):
        alike = fuzz.token_set_ratio(match_words(one.title), match_words(other.title)) >= _ALIKE
        reason = f"the same {said}" if alike else f"the same {said}, but the titles have little in common"
        yield link(one.key, other.key, 0.99 if alike else 0.3, (reason,), accepted=alike)


def match_words(title: str) -> str:
    """The words of a title that are compared."""
    return " ".join(words(title))


def _by_title(group: Sequence[Work]) -> Iterator[Link]:
    telling = len(words(group[0].title)) >= _TELLING
    for one, other in _pairs(group):
        near = _YEARS if telling else 0
        years = min((abs(a - b) for a in one.years for b in other.years), default=None)
        authors = _authors_agree(one, other)
        if (years is None and not telling) or (years is not None and years > near):
            yield link(one.key, other.key, 0.3, ("the same title, but not the same years",), accepted=False)
        elif authors:
            reasons = ("the same title", authors, *(("the same years",) if years is not None else ()))
            yield link(one.key, other.key, 0.95 if years is not None else 0.85, reasons)
        else:
            yield link(one.key, other.key, 0.4, ("the same title, but not the same authors",), accepted=False)


def _authors_agree(one: Work, other: Work) -> str:
    """Why two works have the same authors, or an empty string. Lists break off, so half of the shorter is enough."""
    if one.families and other.families:
        shared = len(one.families & other.families)
        return "authors of the same names" if 2 * shared >= min(len(one.families), len(other.families)) else ""
    named, silent = (one, other) if one.families else (other, one)
    if named.families:
        return "the page's owner is among the authors that the other names" if silent.readers & named.families else ""
    return "both pages have it as their owner's" if len(words(one.title)) > _TELLING and one.years & other.years else ""
