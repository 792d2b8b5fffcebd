"""Mentions told apart by their folded name, the body that they belong to and, where a name says little, the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.model import EntityKind, Mention
from kg.resolve.names import fold, minted, words
from kg.resolve.standing import Standing


def by_name(mention: Mention, parent: str) -> Standing:
    """One entity for one folded name within its kind, wherever it is written."""
    return _standing(mention, "the same name", " ".join(words(mention.text)))


def by_name_and_body(mention: Mention, parent: str) -> Standing:
    """A course or a project belongs to the body named with it, else to the page: "Statistics" is many courses."""
    return _standing(mention, "the same name at one body", " ".join(words(mention.text)), parent or mention.profile)


def _standing(mention: Mention, reason: str, *parts: str) -> Standing:
    return Standing(mention, minted(mention.kind.value, parts[0], *parts), 1.0, (reason,))


PLAIN: Mapping[EntityKind, Callable[[Mention, str], Standing]] = {
    EntityKind.ORGANIZATION: by_name,
    EntityKind.PLACE: by_name,
    EntityKind.AWARD: by_name_and_body,
    EntityKind.WORK: by_name,
    EntityKind.EVENT: by_name,
    EntityKind.TOPIC: by_name,
    EntityKind.COURSE: by_name_and_body,
    EntityKind.PROJECT: by_name_and_body,
}


def person(mention: Mention, is_owner: bool) -> Standing:
    """The owner of a page is the page's; another person is the one that this page means by the name."""
    if is_owner:
        return Standing(
            mention, minted("person", mention.profile.rsplit(".", 1)[0], mention.profile), 1.0, ("the page's owner",)
        )
    return Standing(
        mention,
        minted("person", fold(mention.text), mention.profile, fold(mention.text)),
        1.0,
        ("the person that this page means by the name",),
    )
