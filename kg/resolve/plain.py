"""Mentions told apart by their folded name, the body that they belong to and, where a name says little, the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.model import EntityKind, Mention
from kg.resolve.gazetteer import things
from kg.resolve.names import match_key, minted, words
from kg.resolve.standing import Standing


def by_name(mention: Mention, parent: str) -> Standing:
    """One entity for one folded name within its kind, wherever it is written."""
    return _standing(mention, "the same name", " ".join(words(mention.text)))


#: The year of an edition, and "Proceedings of the 31st": what tells an edition from its series.
_EDITION = re.compile(
    r"\s*[,(]?\s*(?:['’]\d\d|\b(?:19|20)\d\d)\b\)?|^(proc(eedings|\.) of )?(the )?\d+(st|nd|rd|th) ", re.IGNORECASE
)
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(（](?P<in>[^()（）]+)[)）]$")


def venue(mention: Mention, parent: str) -> Standing:
    """A venue under its series: "NIPS 2016" and "NeurIPS" are one; one that no table knows goes by its name."""
    series = _EDITION.sub("", mention.text).strip(" ,-") or mention.text
    return _listed(mention, "venues.csv", series) or _standing(mention, "the same name", " ".join(words(series)))


def topic(mention: Mention, parent: str) -> Standing:
    """A topic by its name or a short form of it: "RL" is reinforcement learning."""
    return _listed(mention, "topics.csv", mention.text, "broader") or by_name(mention, parent)


def _listed(mention: Mention, file: str, name: str, above: str = "") -> Standing | None:
    table = things(file, mention.kind, above)
    inside = _BRACKETS.match(name)
    found = table.get(match_key(name))
    if found is None and inside:
        both = [table.get(match_key(inside[part])) for part in ("name", "in")]
        # "machine learning (ML)": the two say the same; "learning (robots)" is neither.
        found = both[0] if both[0] and both[1] and both[0][0] == both[1][0] else None
    if found is None:
        return None
    record, is_name = found
    reason = "the name as it is known" if is_name else f"another name of {record.name}"
    return Standing(mention, record.key, 1.0, (reason,), record=record, parent=record.parent)


def by_name_and_body(mention: Mention, parent: str) -> Standing:
    """A course or a project belongs to the body named with it, else to the page: "Statistics" is many courses."""
    return _standing(mention, "the same name at one body", " ".join(words(mention.text)), parent or mention.profile)


def _standing(mention: Mention, reason: str, *parts: str) -> Standing:
    return Standing(mention, minted(mention.kind.value, parts[0], *parts), 1.0, (reason,))


PLAIN: Mapping[EntityKind, Callable[[Mention, str], Standing]] = {
    EntityKind.PLACE: by_name,
    EntityKind.AWARD: by_name_and_body,
    EntityKind.EVENT: venue,
    EntityKind.TOPIC: topic,
    EntityKind.COURSE: by_name_and_body,
    EntityKind.PROJECT: by_name_and_body,
}
