"""What one mention stands for, before the mentions of all profiles are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import EntityKind, Mention, Profile


@dataclass(frozen=True, slots=True)
class Record:
    """A thing that a gazetteer, ROR or a rule knows; ``key`` is its entity's. ``parent`` and ``successor`` are keys."""

    key: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    category: str = ""
    parent: str = ""
    place: str = ""
    same_as: tuple[str, ...] = ()
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A candidate for a mention that was turned down, and why."""

    key: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The key that a mention has by its own profile and the shipped data alone, and why.

    ``record`` describes the thing where it is known apart from the mention, ``above`` what it belongs to.
    Because no other profile has a say, a page that is added later cannot move the key. ``near`` are candidates that
    were turned down. ``by`` names who decided, where it is not the program.
    """

    mention: Mention
    key: str
    score: float
    reasons: tuple[str, ...]
    record: Record | None = None
    parent: str = ""
    above: Record | None = None
    near: tuple[Near, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A profile, and the standing of each of its mentions."""

    profile: Profile
    standings: Mapping[Mention, Standing]
