"""Mentions told apart by their folded name, the body that they belong to and, where a name says little, the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.model import EntityKind, Mention
from kg.resolve.gazetteer import things
from kg.resolve.names import fold, match_key, minted, words
from kg.resolve.standing import Record, Standing


def by_name(mention: Mention, parent: str) -> Standing:
    """One entity for one folded name within its kind, wherever it is written."""
    return _standing(mention, "the same name", " ".join(words(mention.text)))


_KNOWN = "the name as it is known"
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(（](?P<in>[^()（）]+)[)）]$")

# ---------------------------------------------------------------------------------------------------------------
# events: an edition stands under its series

#: The year of an edition, and "Proceedings of the 31st": what tells an edition from its series.
_YEAR = re.compile(r"[\s,(-]*(?:['’](?P<short>\d\d)|\b(?P<long>(?:19|20)\d\d))\b\)?")
_ORDINAL = re.compile(
    r"^(proc(eedings|\.)? of )?(the )?(\d+(st|nd|rd|th) |(?=international|annual|ieee|acm))", re.IGNORECASE
)
#: What appears year by year and is one: "Nature 2019" is the journal.
_PERIODICAL = re.compile(r"\b(journal|transactions|letters|review|annals|magazine|arxiv)\b|期刊|学报", re.IGNORECASE)


def venue(mention: Mention, parent: str) -> Standing:
    """A venue under its series: "NIPS 2016" is the edition of 2016 of NeurIPS. What no table knows goes by its name."""
    series = _ORDINAL.sub("", _YEAR.sub("", mention.text, count=1)).strip(" ,-") or mention.text
    found = _listed(mention, "venues.csv", series) or _standing(mention, "the same name", " ".join(words(series)))
    year = _YEAR.search(mention.text)
    is_periodical = (found.record and found.record.category == "journal") or _PERIODICAL.search(series)
    if year is None or is_periodical or not words(series):
        return found
    whole = found.record or Record(found.key, EntityKind.EVENT, series)
    return _edition(mention, found, whole, year["long"] or _century(year["short"]))


def _edition(mention: Mention, found: Standing, whole: Record, year: str) -> Standing:
    called = next((alias for alias in whole.aliases if " " not in alias), whole.name)
    record = Record(f"{whole.key}/{year}", EntityKind.EVENT, f"{called} {year}", category="edition", parent=whole.key)
    reasons = (f"the edition of {year}", *found.reasons)
    return Standing(mention, record.key, found.score, reasons, record=record, parent=whole.key, above=whole)


def _century(short: str) -> str:
    return f"{'19' if int(short) > 50 else '20'}{short}"


# ---------------------------------------------------------------------------------------------------------------
# topics, awards, courses, projects


def topic(mention: Mention, parent: str) -> Standing:
    """A topic by its name or a short form of it: "RL" is reinforcement learning."""
    return _listed(mention, "topics.csv", mention.text, "broader") or by_name(mention, parent)


#: "in 1922", "(1922)", "1922/23": the year in which it was won.
_WON = re.compile(r"[\s,(]*(?:\b(?:in|for)\s+)?\b(?:19|20)\d\d\b(?:\s*[-–/]\s*\d{2,4})?\)?")


def award(mention: Mention, parent: str) -> Standing:
    """An award by its name and its giver; one that many give, and of which no giver is named, is each page's own."""
    name = _WON.sub(" ", mention.text).strip(" ,-–:") or mention.text
    found = _listed(mention, "awards.csv", name, "giver")
    # The "CAREER Award" of another body is not the NSF's, which goes by that name among others.
    if found and (found.reasons == (_KNOWN,) or parent in ("", found.parent) or not found.parent):
        return found
    return _standing(mention, "the same name and giver", " ".join(words(name)), parent or mention.profile, above=parent)


def by_name_and_body(mention: Mention, parent: str) -> Standing:
    """A course or a project belongs to the body named with it, else to the page: "Statistics" is many courses."""
    return _standing(
        mention, "the same name at one body", " ".join(words(mention.text)), parent or mention.profile, above=parent
    )


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
    reason = _KNOWN if is_name else f"another name of {record.name}"
    return Standing(mention, record.key, 1.0, (reason,), record=record, parent=record.parent)


def _standing(mention: Mention, reason: str, *parts: str, above: str = "") -> Standing:
    name = parts[0] or fold(mention.text)
    return Standing(mention, minted(mention.kind.value, name, *parts), 1.0, (reason,), parent=above)


PLAIN: Mapping[EntityKind, Callable[[Mention, str], Standing]] = {
    EntityKind.PLACE: by_name,
    EntityKind.AWARD: award,
    EntityKind.EVENT: venue,
    EntityKind.TOPIC: topic,
    EntityKind.COURSE: by_name_and_body,
    EntityKind.PROJECT: by_name_and_body,
}
