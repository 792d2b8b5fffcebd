"""Links between entities to groups: which keys of pages are one entity, and which of them names it.

A link is evidence about two keys. Links are taken in the order of their score and their keys, so that the order of
the pages does not matter, and a link that would bring together what is known to be two joins nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import SettingsError
from kg.version import __version__

#: Who decides where the user's file does not.
BY = f"kg.resolve {__version__}"


@dataclass(frozen=True, slots=True)
class Link:
    """Two keys, how sure it is that they are one, and why; ``accepted`` is False where they are kept apart."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]
    accepted: bool = True
    by: str = BY


def link(left: str, right: str, score: float, reasons: Sequence[str], *, accepted: bool = True) -> Link:
    """A link with its keys in their order."""
    return Link(min(left, right), max(left, right), score, tuple(reasons), accepted)


@dataclass(frozen=True, slots=True)
class Found:
    """What one kind of entity gives to compare: its links, and why two keys can never be one (empty if they can).

    ``anchors`` are the keys that name a group first: the owners of pages.
    """

    links: tuple[Link, ...] = ()
    apart: Callable[[str, str], str] = lambda left, right: ""
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """The user's word, which always wins: ``other`` is ``one``, or is not. ``by`` names the file and the line."""

    one: str
    other: str
    is_same: bool
    by: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The key of its entity for each key that is not an entity's own, and every link, accepted or not."""

    main: Mapping[str, str]
    links: tuple[Link, ...]


class _Groups:
    """Keys that are one, those of a group in a list whose first are its anchors."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self._anchors = anchors
        self._root: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}

    def root(self, key: str) -> str:
        while (above := self._root.get(key, key)) != key:
            self._root[key] = self._root.get(above, above)
            key = above
        return key

    def of(self, key: str) -> list[str]:
        return self.members.get(self.root(key), [key])

    def join(self, left: str, right: str) -> None:
        few, many = sorted((self.root(left), self.root(right)), key=lambda root: len(self.of(root)))
        if few != many:
            added = self.of(few)
            self.members[many] = [
                *(key for key in added if key in self._anchors),
                *self.of(many),
                *(key for key in added if key not in self._anchors),
            ]
            self.members.pop(few, None)
            self._root[few] = many


def join(found: Found, words: Sequence[Word] = ()) -> Joined:
    """Groups from links and the user's words; what the user joins or parts no link undoes.

    Raises:
        SettingsError: the user joins and parts the same two.
    """
    groups = _Groups(found.anchors)
    split = {(word.one, word.other): word for word in words if not word.is_same}
    split |= {(other, one): word for (one, other), word in split.items()}
    told = [Link(w.one, w.other, 1.0, ("the user says that they are one",), True, w.by) for w in words if w.is_same]
    told += [
        Link(w.one, w.other, 1.0, ("the user says that they are two",), False, w.by) for w in words if not w.is_same
    ]
    for said in told:
        if said.accepted:
            groups.join(said.left, said.right)
    for word in words:
        if not word.is_same and groups.root(word.one) == groups.root(word.other):
            raise SettingsError(f"{word.by}: splits what other lines of the file merge; take one of the lines out")

    def apart(left: str, right: str) -> str:
        word = split.get((left, right))
        return f"the user says so ({word.by})" if word else found.apart(left, right)

    links, undecided = [], _without_doubt([x for x in found.links if x.accepted], apart)
    for candidate in sorted(undecided, key=lambda x: (not x.accepted, -x.score, x.left, x.right, x.reasons)):
        if not candidate.accepted:
            links.append(candidate)
            continue
        if why := _between(groups.of(candidate.left), groups.of(candidate.right), apart):
            links.append(_refused(candidate, why))
        else:
            groups.join(candidate.left, candidate.right)
            links.append(candidate)
    links += [x for x in found.links if not x.accepted and groups.root(x.left) != groups.root(x.right)]
    return Joined(_mains(groups, found.anchors, [w for w in words if w.is_same]), (*told, *links))


def _between(left: Sequence[str], right: Sequence[str], apart: Callable[[str, str], str]) -> str:
    """Why two groups are two, or an empty string; groups that are one already have nothing between them.

    Of a very large group the first speak for all: they are the owners of pages, and then those who are surest.
    """
    if left is right:
        return ""
    pairs = ((one, other) for one in left[:_ASKED] for other in right[:_ASKED])
    return next((why for one, other in pairs if (why := apart(one, other))), "")


def _without_doubt(links: Sequence[Link], apart: Callable[[str, str], str]) -> list[Link]:
    """Links, those refused of a key that fits two who are two: it is neither, rather than the first of them."""
    of: dict[str, list[Link]] = defaultdict(list)
    for each in links:
        of[each.left].append(each)
        of[each.right].append(each)
    refused: dict[Link, str] = {}
    for key in sorted(of):
        others = sorted({x.left if x.right == key else x.right for x in of[key]})[:_COMPARED]
        torn = next(((a, b) for i, a in enumerate(others) for b in others[i + 1 :] if apart(a, b)), None)
        if torn:
            for each in of[key]:
                if each.score < _CERTAIN:
                    refused[each] = f"it fits {torn[0]} and {torn[1]}, who are two"
    return [_refused(each, refused[each]) if each in refused else each for each in links]


#: How many of a group are asked whether they can be one with another.
_ASKED = 40
#: Of how many neighbours of one key it is asked whether they are two; more never stand beside one name.
_COMPARED = 40
#: Evidence of this strength (an account) holds whatever else fits.
_CERTAIN = 0.985


def _refused(candidate: Link, why: str) -> Link:
    return Link(
        candidate.left, candidate.right, candidate.score, (*candidate.reasons, f"but {why}"), False, candidate.by
    )


def _mains(groups: _Groups, anchors: frozenset[str], merged: Iterable[Word]) -> dict[str, str]:
    """Each group goes by what the user chose, else by its anchor, else by the first of its keys."""
    kept = {word.one for word in merged} - {word.other for word in merged}
    main: dict[str, str] = {}
    for members in groups.members.values():
        named = min(members, key=lambda key: (key not in kept, key not in anchors, key))
        main |= {key: named for key in members if key != named}
    return main
