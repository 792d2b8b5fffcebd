"""Profiles to Mentions: which words of a fact stand for something that has an entity.

`resolve` decides what each mention stands for and `graph` asks for the answer, so both take the mentions from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.model import EntityKind, Fact, Kind, Mention, Profile, Value, first


@dataclass(frozen=True, slots=True)
class Naming:
    """What a slot's words name, and the slots of the same fact that say to whom and where it belongs."""

    kind: EntityKind | Callable[[Fact], EntityKind]
    parent: str = ""
    place: str = ""


#: Words of a role, then of the name itself, that tell a venue from a body; the first row that is found decides.
SERVED: tuple[tuple[re.Pattern[str], EntityKind], ...] = (
    (
        re.compile(
            r"review|referee|\bedit|\bpc\b|program(me)? committee|technical committee|\b(area|session|track) chair|"
            r"organi[sz](er|ing)|volunteer|审稿|编委|程序委员",
            re.IGNORECASE,
        ),
        EntityKind.EVENT,
    ),
    (
        re.compile(
            r"member|\bboard|societ|committee|expert|council|fellow|association|foundation|universit|institut|"
            r"department|academy|commission|federation|agency|学会|协会|委员",
            re.IGNORECASE,
        ),
        EntityKind.ORGANIZATION,
    ),
)


def served(fact: Fact) -> EntityKind:
    """Whether a service is for a venue (a conference, a journal) or for a body (a society, a board)."""
    for words in (first(fact, "role"), first(fact, "organization")):
        for pattern, kind in SERVED:
            if pattern.search(words):
                return kind
    return EntityKind.EVENT


#: The one table of what is named where. A slot that is not here holds plain text, a date or a word of a table.
NAMES: Mapping[tuple[Kind, str], Naming] = {
    (Kind.IDENTITY, "name"): Naming(EntityKind.PERSON),
    (Kind.EDUCATION, "organization"): Naming(EntityKind.ORGANIZATION),
    (Kind.EDUCATION, "unit"): Naming(EntityKind.ORGANIZATION, parent="organization"),
    (Kind.EDUCATION, "advisor"): Naming(EntityKind.PERSON),
    (Kind.POSITIONS, "organization"): Naming(EntityKind.ORGANIZATION, place="location"),
    (Kind.POSITIONS, "unit"): Naming(EntityKind.ORGANIZATION, parent="organization", place="location"),
    (Kind.POSITIONS, "location"): Naming(EntityKind.PLACE),
    (Kind.AWARDS, "title"): Naming(EntityKind.AWARD, parent="issuer"),
    (Kind.AWARDS, "issuer"): Naming(EntityKind.ORGANIZATION),
    (Kind.GRANTS, "funder"): Naming(EntityKind.ORGANIZATION),
    (Kind.PUBLICATIONS, "title"): Naming(EntityKind.WORK),
    (Kind.PUBLICATIONS, "venue"): Naming(EntityKind.EVENT),
    (Kind.PUBLICATIONS, "authors"): Naming(EntityKind.PERSON),
    (Kind.TALKS, "event"): Naming(EntityKind.EVENT, place="location"),
    (Kind.TALKS, "location"): Naming(EntityKind.PLACE),
    (Kind.INTERESTS, "topic"): Naming(EntityKind.TOPIC),
    (Kind.PEOPLE, "name"): Naming(EntityKind.PERSON),
    (Kind.SERVICE, "organization"): Naming(served),
    (Kind.TEACHING, "course"): Naming(EntityKind.COURSE, parent="organization"),
    (Kind.TEACHING, "organization"): Naming(EntityKind.ORGANIZATION),
    (Kind.PROJECTS, "name"): Naming(EntityKind.PROJECT, parent="organization"),
    (Kind.PROJECTS, "organization"): Naming(EntityKind.ORGANIZATION),
}


def mention(profile: Profile, fact: Fact, slot: str, value: Value) -> Mention | None:
    """The mention that one value of a fact is, or None where its words name nothing (a date, a degree, a role).

    ``parent`` is the unit's organization, and likewise the giver of an award and the organization of a course or a
    project. The name in an identity fact is the owner of the page: it equals ``owner(profile)``.
    """
    if fact.kind is Kind.IDENTITY:
        return owner(profile)
    naming = NAMES.get((fact.kind, slot))
    if naming is None or not value.text:
        return None
    kind = naming.kind if isinstance(naming.kind, EntityKind) else naming.kind(fact)
    return Mention(
        profile=profile.source,
        kind=kind,
        text=value.text,
        parent=first(fact, naming.parent),
        place=first(fact, naming.place),
        url=value.url,
    )


def owner(profile: Profile) -> Mention:
    """The person whose page it is; ``text`` is empty where the page states no name."""
    stated = (first(fact, "name") for fact in profile.facts if fact.kind is Kind.IDENTITY)
    return Mention(profile=profile.source, kind=EntityKind.PERSON, text=next(stated, ""))


def mentions(profile: Profile) -> Iterator[Mention]:
    """Each mention of a profile once: its owner first, then in the order of the facts and their slots."""
    seen = {owner(profile)}
    yield owner(profile)
    for fact in profile.facts:
        for slot, values in fact.slots.items():
            for value in values:
                found = mention(profile, fact, slot, value)
                if found is not None and found not in seen:
                    seen.add(found)
                    yield found
