"""Profiles to a Resolution: each mention's standing, and one entity for all that share a key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.mentions import mentions, owner
from kg.model import Decision, Entity, EntityKind, Mention, Profile, Resolution
from kg.resolve.gazetteer import Known, organizations, things
from kg.resolve.organizations import Atlas, Page
from kg.resolve.plain import PLAIN, person
from kg.resolve.ror import RorIndex
from kg.resolve.standing import Record, Standing
from kg.version import __version__

BY = f"kg.resolve {__version__}"


def resolve(
    profiles: Sequence[Profile],
    *,
    gazetteer: Path | None = None,
    ror: Path | None = None,
    decisions: Path | None = None,
) -> Resolution:
    """Decide which mentions are one entity; the order of the profiles does not matter.

    Args:
        profiles: what was read of each page.
        gazetteer: organizations to know in place of those that ship.
        ror: an index that ``build_ror_index`` made.
        decisions: the user's words; not read yet.

    Raises:
        SettingsError: the gazetteer cannot be read.
        InputError: the index cannot be read.
    """
    known = organizations(gazetteer)
    index = RorIndex(ror, known.keys) if ror else None
    try:
        atlas = Atlas(known, index)
        standings = [standing for profile in profiles for standing in _standings(profile, atlas)]
        return assemble(standings, atlas)
    finally:
        if index:
            index.close()


def _standings(profile: Profile, atlas: Atlas) -> Iterable[Standing]:
    whose = owner(profile)
    every = list(mentions(profile))
    page = Page(every, atlas)
    for mention in every:
        if mention.kind is EntityKind.PERSON:
            yield person(mention, mention == whose or (mention.text == whose.text and bool(whose.text)))
        elif mention.kind is EntityKind.ORGANIZATION:
            yield page.decide(mention)
        else:
            parent = Mention(profile.source, EntityKind.ORGANIZATION, mention.parent)
            yield PLAIN[mention.kind](mention, page.decide(parent).key if mention.parent else "")


def assemble(standings: Iterable[Standing], atlas: Atlas) -> Resolution:
    """One entity a key, with its most frequent name; entities and decisions in the order of their keys."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        groups[standing.key].append(standing)
    entities = {key: _entity(key, group, atlas) for key, group in groups.items()}
    for record in _above(groups, atlas):
        entities.setdefault(record.key, _from_record(record, atlas))
    of = {standing.mention: key for key in sorted(groups) for standing in groups[key]}
    decisions = {
        Decision(s.mention.text, key, s.score, s.reasons, True, BY, s.mention)
        for key, group in groups.items()
        for s in group
        if s.mention.text
    }
    return Resolution(tuple(entities[key] for key in sorted(entities)), of, tuple(sorted(decisions, key=_order)))


def _order(decision: Decision) -> tuple[str, ...]:
    mention = decision.mention
    place = (mention.profile, mention.kind.value, mention.parent, mention.place, mention.url) if mention else ()
    return (decision.left, decision.right, *place, *decision.reasons)


def _entity(key: str, group: Sequence[Standing], atlas: Atlas) -> Entity:
    counts = Counter(standing.mention.text for standing in group)
    written = sorted(counts, key=lambda text: (-counts[text], -len(text), text))
    # Standings of one key can differ in what they know of it; the fullest speaks, whatever the order of the pages.
    records = sorted({s.record for s in group if s.record}, key=lambda r: (r.parent == "", r.parent, r.place))
    if records:
        known = _from_record(records[0], atlas)
        aliases = {text for text in written if text and text != known.name}
        return Entity(
            key,
            known.kind,
            known.name,
            tuple(sorted(aliases)),
            known.category,
            known.parent,
            known.place,
            known.same_as,
            known.successor,
        )
    parent = min((s.parent for s in group if s.parent), default="")
    aliases = {text for text in written[1:] if text}
    return Entity(key, group[0].mention.kind, written[0], tuple(sorted(aliases)), parent=parent)


def _from_record(record: Record, atlas: Atlas) -> Entity:
    """What a record says, with what ROR knows of the same organization."""
    place, same_as, parent, successor = record.place, set(record.same_as), record.parent, record.successor
    short = next((iri.rsplit("/", 1)[-1] for iri in record.same_as if iri.startswith("https://ror.org/")), "")
    full = (atlas.ror.record(short) if short else _namesake(record, atlas.ror)) if atlas.ror else None
    if full:
        place, same_as = full.record.place or place, same_as | set(full.record.same_as)
        parent, successor = parent or full.record.parent, successor or full.record.successor
    return Entity(
        record.key, record.kind, record.name, (), record.category, parent, place, tuple(sorted(same_as)), successor
    )


def _namesake(record: Record, ror: RorIndex) -> Known | None:
    """The one record of ROR that has the name and the country of one of ours, which was not linked before."""
    if record.kind is not EntityKind.ORGANIZATION or not record.place:
        return None
    country = record.place.rpartition(", ")[2]
    found = [k for k in ror.find(record.name) if k.by < 2 and k.record.place.rpartition(", ")[2] == country]
    return found[0] if len(found) == 1 and found[0].record.key.startswith("organization/ror-") else None


def _above(groups: dict[str, list[Standing]], atlas: Atlas) -> Iterable[Record]:
    """What the entities belong to though no page names it, up to the top."""
    waiting = [s.parent for group in groups.values() for s in group] + [
        parent
        for group in groups.values()
        for s in group
        for record in (s.record, s.above)
        if record
        for parent in (record.key, record.parent, record.successor)
    ]
    seen: set[str] = set()
    direct = {r.key: r for group in groups.values() for s in group for r in (s.above,) if r}
    direct |= {record.key: record for record, _ in things("topics.csv", EntityKind.TOPIC, "broader").values()}
    while waiting:
        key = waiting.pop()
        if not key or key in seen:
            continue
        seen.add(key)
        record = direct.get(key) or atlas.record(key)
        if record:
            yield record
            waiting += [record.parent, record.successor]
