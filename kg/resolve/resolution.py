"""Profiles to a Resolution: each mention's standing, and one entity for all that share a key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.mentions import mentions, owner
from kg.model import Decision, Entity, EntityKind, Mention, Profile, Resolution
from kg.resolve.plain import PLAIN, person
from kg.resolve.standing import Standing


def resolve(
    profiles: Sequence[Profile],
    *,
    gazetteer: Path | None = None,
    ror: Path | None = None,
    decisions: Path | None = None,
) -> Resolution:
    """Decide which mentions are one entity; the order of the profiles does not matter."""
    standings = [standing for profile in profiles for standing in _standings(profile)]
    return assemble(standings)


def _standings(profile: Profile) -> Iterable[Standing]:
    whose = owner(profile)
    for mention in mentions(profile):
        if mention.kind is EntityKind.PERSON:
            yield person(mention, mention == whose or (mention.text == whose.text and bool(whose.text)))
        else:
            parent = Mention(profile.source, EntityKind.ORGANIZATION, mention.parent)
            yield PLAIN[mention.kind](mention, PLAIN[parent.kind](parent, "").key if mention.parent else "")


def assemble(standings: Iterable[Standing]) -> Resolution:
    """One entity a key, with its most frequent name; entities and decisions in the order of their keys."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        groups[standing.key].append(standing)
    entities = tuple(_entity(key, groups[key]) for key in sorted(groups))
    of = {standing.mention: key for key in sorted(groups) for standing in groups[key]}
    decisions = {
        Decision(s.mention.text, key, s.score, s.reasons, True, "kg.resolve")
        for key, group in groups.items()
        for s in group
        if s.mention.text
    }
    return Resolution(entities, of, tuple(sorted(decisions, key=lambda d: (d.left, d.right, d.reasons))))


def _entity(key: str, group: Sequence[Standing]) -> Entity:
    counts = Counter(standing.mention.text for standing in group)
    written = sorted(counts, key=lambda text: (-counts[text], -len(text), text))
    return Entity(key, group[0].mention.kind, written[0], tuple(sorted(text for text in written[1:] if text)))
