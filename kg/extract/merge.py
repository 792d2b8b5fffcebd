"""Facts of one page to fewer facts: the same thing said twice is one fact with two evidences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.same import block_keys, is_same_fact
from kg.model import SLOTS, Evidence, Fact, Kind, Value

_RICHEST = 0.99  # agreement raises confidence, never to certainty
_MOST_EVIDENCE = 100  # a page that says a thing a hundred thousand times would take hours to add up
_MOST_COMPARED = 300  # facts of one block: nobody has had that many posts, and a hostile page has more


def merge(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Join the facts that say the same, in the order in which they were first said.

    Slots that one statement leaves open are filled from another; a slot that both state keeps the words of the first,
    but the more precise date. Evidence is the union, confidence rises with each statement that agrees.
    """
    merged: list[Fact] = []
    blocks: dict[tuple[Kind, str], list[int]] = {}
    for fact in facts:
        keys = [(fact.kind, key) for key in block_keys(fact)]
        near = sorted({at for key in keys for at in blocks.get(key, ())[:_MOST_COMPARED]})
        at = next((at for at in near if is_same_fact(merged[at], fact)), None)
        if at is not None:
            merged[at] = join_facts(merged[at], fact)
            continue
        for key in keys:
            blocks.setdefault(key, []).append(len(merged))
        merged.append(fact)
    return tuple(merged)


def join_facts(left: Fact, right: Fact) -> Fact:
    """Two statements of one fact as one; ``left`` is the more trusted."""
    slots: dict[str, tuple[Value, ...]] = {}
    for slot in SLOTS[left.kind]:
        values = _values(left.slots, right.slots, slot)
        if values:
            slots[slot] = values
    if (
        left.kind in (Kind.EDUCATION, Kind.POSITIONS)
        and _ends(slots)
        and "current" in slots
        and "current" not in left.slots
    ):
        slots.pop("current")
    return Fact(
        left.kind, slots, _evidence(left, right), 1 - (1 - min(left.confidence, _RICHEST)) * (1 - right.confidence / 2)
    )


def _values(
    left: Mapping[str, tuple[Value, ...]], right: Mapping[str, tuple[Value, ...]], slot: str
) -> tuple[Value, ...]:
    ours, theirs = left.get(slot, ()), right.get(slot, ())
    if slot in ("start", "end", "date") and ours and theirs and len(ours) == len(theirs) == 1:
        more = (
            theirs[0].text.startswith(ours[0].text)
            and len(theirs[0].text) > len(ours[0].text)
            and "/" not in theirs[0].text
        )
        return theirs if more else ours
    if slot in ("advisor",):
        known = {v.text.casefold() for v in ours}
        return ours + tuple(v for v in theirs if v.text.casefold() not in known)
    return ours or theirs


def _ends(slots: Mapping[str, tuple[Value, ...]]) -> bool:
    return "end" in slots


def _evidence(left: Fact, right: Fact) -> tuple[Evidence, ...]:
    known: dict[tuple[str, int, int], Evidence] = {}
    for one in left.evidence + right.evidence:
        known.setdefault((one.source, one.span.start, one.span.end), one)
    return tuple(known.values())[:_MOST_EVIDENCE]
