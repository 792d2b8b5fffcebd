"""The decisions of ``resolve``, a block at a time: what no machine that has all pages needs to make.

A page's mentions have their standing by the page alone. Works and people of different pages are compared only where
they share a word or an identifier, so each is sent to the blocks of its words, with as much of its page as the
comparison reads; the entities of a block of keys are then put together from the standings that have these keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kg.mentions import mention, mentions, owner
from kg.model import Decision, EntityKind, Evidence, Fact, Kind, Mention, Profile, Resolution, Span, first
from kg.resolve.gazetteer import organizations
from kg.resolve.links import Link, join
from kg.resolve.names import forms, match_key
from kg.resolve.organizations import Atlas
from kg.resolve.people import account
from kg.resolve.resolution import FINDERS, above, assemble, link_decisions, standings_of
from kg.resolve.ror import RorIndex
from kg.resolve.standing import Read, Record, Standing
from kg.resolve.works import identifiers

#: The kinds that are compared across pages, in the order in which one needs the other.
COMPARED: tuple[EntityKind, ...] = tuple(kind for kind, finder in FINDERS.items() if finder)

#: Facts that a comparison reads whoever they name: the owner, and where the owner was.
_CONTEXT: Mapping[EntityKind, frozenset[Kind]] = {
    EntityKind.WORK: frozenset({Kind.IDENTITY}),
    EntityKind.PERSON: frozenset({Kind.IDENTITY, Kind.IDENTIFIERS, Kind.EDUCATION, Kind.POSITIONS}),
}
_NOWHERE = Evidence("", Span(0, 0), "", "", "")


@dataclass(frozen=True, slots=True)
class Extract:
    """As much of a page as is read to compare the things of one kind and one block, whose keys are ``keys``."""

    read: Read
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Joins:
    """What the comparison of one block says: pairs of keys that are one, the keys that name a group, and why."""

    pairs: tuple[tuple[str, str], ...]
    anchors: frozenset[str]
    links: tuple[Link, ...]


@contextmanager
def opened(ror: Path | None) -> Iterator[Atlas]:
    """The known organizations, with those of ROR where an index is given."""
    known = organizations(None)
    index = RorIndex(ror, known.keys) if ror else None
    try:
        yield Atlas(known, index)
    finally:
        if index:
            index.close()


def stand(profile: Profile, atlas: Atlas) -> Read:
    """A page with the standing of each of its mentions."""
    return Read(profile, standings_of(profile, atlas))


# ---------------------------------------------------------------------------------------------------------------
# comparing


def extracts(kind: EntityKind, read: Read, block_of: Callable[[str], int]) -> dict[int, Extract]:
    """The blocks in which things of a page are compared, each with what is read there."""
    keys: dict[int, set[str]] = defaultdict(set)
    for word, stated in _WORDS[kind](read):
        keys[block_of(word)].add(read.standings[stated].key)
    return {block: Extract(_part(kind, read, mine), frozenset(mine)) for block, mine in sorted(keys.items())}


def _people_words(read: Read) -> Iterator[tuple[str, Mention]]:
    """What two mentions of people have in common if they are compared: a word of the name, or an account."""
    for stated in read.standings:
        if stated.kind is EntityKind.PERSON:
            for form in forms(stated.text):
                yield from ((word, stated) for word in sorted({form.name.family, *form.full.split()}))
            if found := account(stated.url):
                yield ":".join(found).lower(), stated
    for fact in read.profile.facts:
        if fact.kind is Kind.IDENTIFIERS:
            scheme, value = first(fact, "scheme"), first(fact, "value")
            found = account(value) if scheme == "homepage" or "//" in value else (scheme, value)
            yield ":".join(found or ()).lower(), owner(read.profile)


def _works_words(read: Read) -> Iterator[tuple[str, Mention]]:
    """What two mentions of works have in common if they are compared: the title, or an identifier."""
    for fact in read.profile.facts:
        for value in fact.slots.get("title", ()) if fact.kind is Kind.PUBLICATIONS else ():
            stated = mention(read.profile, fact, "title", value)
            if stated is not None:
                yield match_key(value.text), stated
                yield from ((one, stated) for one in sorted(identifiers(value.url, first(fact, "url"))))


_WORDS: Mapping[EntityKind, Callable[[Read], Iterator[tuple[str, Mention]]]] = {
    EntityKind.PERSON: _people_words,
    EntityKind.WORK: _works_words,
}


def _part(kind: EntityKind, read: Read, keys: Collection[str]) -> Read:
    named = {stated for stated, standing in read.standings.items() if standing.key in keys}
    is_owner = owner(read.profile) in named  # every fact of a page says something of its owner
    facts = tuple(
        _bare(fact)
        for fact in read.profile.facts
        if is_owner or fact.kind in _CONTEXT[kind] or any(found in named for found in _named(read.profile, fact))
    )
    profile = replace(read.profile, facts=facts, documents=(), notes=())
    return Read(profile, {stated: read.standings[stated] for stated in (owner(profile), *mentions(profile))})


def _named(profile: Profile, fact: Fact) -> Iterator[Mention | None]:
    for slot, values in fact.slots.items():
        yield from (mention(profile, fact, slot, value) for value in values)


def _bare(fact: Fact) -> Fact:
    """A fact without its evidence, which is most of it and decides nothing."""
    slots = {slot: tuple(replace(v, evidence=_NOWHERE) for v in values) for slot, values in fact.slots.items()}
    return replace(fact, slots=slots, evidence=())


def compare(kind: EntityKind, block: Iterable[Extract], main: Mapping[str, str]) -> Joins:
    """Which keys of a block are one; ``main`` has the joined keys of the kinds that were compared before."""
    finder = FINDERS[kind]
    assert finder is not None  # or the kind is not compared
    given = sorted(block, key=lambda extract: extract.read.profile.source)
    keys = {key for extract in given for key in extract.keys}
    found = finder([extract.read for extract in given], main)
    # Of others on the same pages only a part is known here; they have blocks of their own.
    links = tuple(link for link in found.links if link.left in keys and link.right in keys)
    joined = join(replace(found, links=links))
    groups = {*joined.main, *joined.main.values()}
    return Joins(tuple(sorted(joined.main.items())), found.anchors & groups, joined.links)


def together(joins: Iterable[Joins]) -> dict[str, str]:
    """The key of its entity for each key that is joined to another, from the joins of all blocks."""
    root: dict[str, str] = {}
    anchors: set[str] = set()

    def top(key: str) -> str:
        while (over := root.get(key, key)) != key:
            root[key] = root.get(over, over)
            key = over
        return key

    for join_ in joins:
        anchors |= join_.anchors
        for one, other in join_.pairs:
            # The owner of a page names a group first, as in one machine; then the first of the keys.
            first_, second = sorted((top(one), top(other)), key=lambda key: (key not in anchors, key))
            root[second] = first_
    return {key: top(key) for key in sorted(root) if top(key) != key}


# ---------------------------------------------------------------------------------------------------------------
# entities


@dataclass(frozen=True, slots=True)
class Share:
    """What one part of the pages says of the entities of one block of keys.

    ``near`` are the candidates of this block that were turned down, each with the mention and the key that it has;
    ``above`` are records that entities of any block belong to; ``known`` are keys of other blocks that entities name.
    """

    standings: tuple[Standing, ...]
    near: tuple[Decision, ...]
    above: tuple[Record, ...]
    known: frozenset[str]
    unnamed: Mapping[str, str]


def part_resolution(reads: Sequence[Read], atlas: Atlas, main: Mapping[str, str]) -> Resolution:
    """What the mentions of some pages stand for, and why; the entities are not whole, for other pages name them too."""
    return assemble([s for read in reads for s in read.standings.values()], atlas, main)


def shares(
    reads: Sequence[Read], atlas: Atlas, main: Mapping[str, str], block_of: Callable[[str], int]
) -> dict[int, Share]:
    """What some pages say of entities, by the block of their keys."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for read in reads:
        for standing in read.standings.values():
            groups[main.get(standing.key, standing.key)].append(standing)
    resolution = part_resolution(reads, atlas, main)
    known = {entity.key for entity in resolution.entities}
    names = {entity.key: {entity.parent, entity.place} & known for entity in resolution.entities}
    unnamed = {resolution.of[owner(r.profile)]: f"the person of {r.profile.source}" for r in reads}
    parts: dict[int, tuple[list[Standing], list[Decision], list[Record], set[str], dict[str, str]]] = defaultdict(
        lambda: ([], [], [], set(), {})
    )
    for key, group in groups.items():
        mine = parts[block_of(key)]
        mine[0].extend(group)
        if key in unnamed:
            mine[4][key] = unnamed[key]
    for decision in resolution.decisions:
        if not decision.accepted:
            parts[block_of(main.get(decision.right, decision.right))][1].append(decision)
    for record in above(groups, atlas):
        parts[block_of(main.get(record.key, record.key))][2].append(record)
    for key, named in names.items():
        parts[block_of(key)][3].update(named)
    return {
        block: Share(tuple(s), tuple(n), tuple(a), frozenset(k), u) for block, (s, n, a, k, u) in sorted(parts.items())
    }


def block_resolution(
    block: Iterable[Share], atlas: Atlas, main: Mapping[str, str], is_here: Callable[[str], bool]
) -> tuple[Resolution, frozenset[str], Mapping[str, str]]:
    """The entities of a block of keys, with the keys of others that they name, and names for those without one.

    Args:
        block: all shares of the block.
        main: the joined keys among the standings of the shares.
        is_here: whether a key is of this block.
    """
    given = list(block)
    standings = sorted((s for share in given for s in share.standings), key=lambda s: s.mention.profile)
    whole = assemble(standings, atlas, main, records=[record for share in given for record in share.above])
    entities = tuple(entity for entity in whole.entities if is_here(entity.key))
    turned_down = sorted({decision for share in given for decision in share.near}, key=repr)
    unnamed = {key: name for share in given for key, name in sorted(share.unnamed.items())}
    known = frozenset(key for share in given for key in share.known)
    return Resolution(entities, {}, tuple(turned_down)), known, unnamed


def decisions_of(links: Iterable[Link]) -> tuple[Decision, ...]:
    """The decisions behind the links of a block."""
    return tuple(link_decisions(links))
