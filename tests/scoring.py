"""Gold rows and found rows to figures: precision, recall and F1 of the slots, by kind.

A page is scored a kind at a time. Rows are paired one to one so that the summed likeness of their key slots is highest;
a pair stands when the likeness reaches ``PAIRED_AT``. In a pair, a slot on which both sides agree is right; one that
only the found row states is extra; one that only gold states is missing; one that both state differently is extra and
missing at once. All slots of a row without a partner are extra or missing.

Values: ``"A | B"`` is two readings, either is right. Text agrees when it is alike at ``AGREES_AT`` or more; dates,
levels and the like agree when equal. A list slot weighs as one slot, shared among its items. The one date that a page
gives for a post is right as its start, as its end and as both. ``url`` is not scored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from kg.model import LIST_SLOTS, SLOTS, Kind

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]  # by kind, of one page

#: The slots by which rows are paired, where it is not the first alone.
KEYS: Mapping[Kind, tuple[str, ...]] = {
    **{kind: slots[:1] for kind, slots in SLOTS.items()},
    Kind.EDUCATION: ("organization", "level"),
    Kind.POSITIONS: ("organization", "role"),
}
#: The kinds whose mean is the headline.
CORE = (
    Kind.EDUCATION,
    Kind.POSITIONS,
    Kind.AWARDS,
    Kind.PUBLICATIONS,
    Kind.TALKS,
    Kind.INTERESTS,
    Kind.PEOPLE,
    Kind.SERVICE,
)
EXACT = frozenset({"level", "start", "end", "date", "current", "relation", "scheme", "value"})
NOT_SCORED = frozenset({"url"})

PAIRED_AT = 0.6
AGREES_AT = 0.85
ITEM_AGREES_AT = 0.8
#: From this likeness on, the other slots decide between rows with equal keys.
TIE_FROM, TIE_WEIGHT = 0.3, 0.01

_SMALL_WORDS = re.compile(r"\b(?:the|at|of|in|and|for)\b")
_PUNCTUATION = re.compile(r"[^\w\s&+#/-]|_")


@dataclass(frozen=True, slots=True)
class Counts:
    """Slots (or shares of them) that are right, that only the found rows state, and that only gold states."""

    right: float = 0.0
    extra: float = 0.0
    missing: float = 0.0


def score(gold: Mapping[str, Rows], found: Mapping[str, Rows]) -> dict[Kind, dict[str, Counts]]:
    """Counts by kind and slot, over the pages of ``gold``; both arguments are rows by kind by page."""
    return {
        kind: {
            slot: total(
                score_page(kind, page.get(kind, ()), found.get(name, {}).get(kind, ()))[slot]
                for name, page in gold.items()
            )
            for slot in scored(kind)
        }
        for kind in Kind
    }


def f1(counts: Counts) -> float:
    """From 0.0 to 1.0; 0.0 where nothing is stated and nothing found."""
    both = 2 * counts.right + counts.extra + counts.missing
    return 2 * counts.right / both if both else 0.0


def total(many: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    counts = list(many)
    return Counts(sum(c.right for c in counts), sum(c.extra for c in counts), sum(c.missing for c in counts))


def by_kind(scores: Mapping[Kind, Mapping[str, Counts]]) -> dict[Kind, float]:
    """Slot F1 of each kind, in percent."""
    return {kind: 100 * f1(total(slots.values())) for kind, slots in scores.items()}


def headline(scores: Mapping[Kind, Mapping[str, Counts]]) -> float:
    """The mean of the slot F1 of the core kinds that gold has, in percent."""
    in_gold = [kind for kind in CORE if any(c.right + c.missing for c in scores[kind].values())]
    figures = by_kind(scores)
    return sum(figures[kind] for kind in in_gold) / len(in_gold) if in_gold else 0.0


def scored(kind: Kind) -> tuple[str, ...]:
    """The slots of a kind that count."""
    return tuple(slot for slot in SLOTS[kind] if slot not in NOT_SCORED)


def score_page(kind: Kind, gold: Sequence[Row], found: Sequence[Row]) -> dict[str, Counts]:
    """Counts by slot of one kind on one page."""
    pairs = pair(kind, gold, found)
    alone_gold = [row for i, row in enumerate(gold) if i not in {i for i, _ in pairs}]
    alone_found = [row for j, row in enumerate(found) if j not in {j for _, j in pairs}]
    couples = [(gold[i], _dated_like(found[j], gold[i])) for i, j in pairs]
    couples += [(row, {}) for row in alone_gold] + [({}, row) for row in alone_found]
    return {slot: total(_compare(slot, g.get(slot), f.get(slot)) for g, f in couples) for slot in scored(kind)}


def pair(kind: Kind, gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """Which found row is which gold row, as pairs of their indices."""
    if not gold or not found:
        return []
    likeness = [[_row_likeness(kind, g, f) for f in found] for g in gold]
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if likeness[i][j] >= PAIRED_AT]


def _row_likeness(kind: Kind, gold: Row, found: Row) -> float:
    keys = [slot for slot in KEYS[kind] if _readings(gold.get(slot))] or list(KEYS[kind])
    alike = sum(_likeness(slot, _readings(gold.get(slot)), _readings(found.get(slot))) for slot in keys) / len(keys)
    if alike < TIE_FROM:
        return alike
    others = [slot for slot in scored(kind) if slot not in KEYS[kind] and slot not in LIST_SLOTS and gold.get(slot)]
    return alike + TIE_WEIGHT * sum(_agree(slot, gold.get(slot), found.get(slot)) for slot in others)


def _compare(slot: str, gold: object, found: object) -> Counts:
    if slot in LIST_SLOTS:
        return _compare_lists(_items(gold), _items(found))
    stated, claimed = bool(_readings(gold)), bool(_readings(found))
    if stated and claimed and _agree(slot, gold, found):
        return Counts(right=1)
    return Counts(extra=claimed, missing=stated)


def _compare_lists(gold: list[list[str]], found: list[list[str]]) -> Counts:
    hits = 0
    if gold and found:
        same = [[_likeness("", g, f) >= ITEM_AGREES_AT for f in found] for g in gold]
        rows, columns = linear_sum_assignment(same, maximize=True)
        hits = sum(same[i][j] for i, j in zip(rows, columns, strict=True))
    whole = max(len(gold), len(found), 1)
    return Counts(hits / whole, (len(found) - hits) / whole, (len(gold) - hits) / whole)


def _dated_like(found: Row, gold: Row) -> Row:
    """The found row with its one date put where gold has it."""
    ends = ("start", "end")
    ours = {str(found[slot]) for slot in ends if _readings(found.get(slot))}
    theirs = {str(gold[slot]) for slot in ends if _readings(gold.get(slot))}
    if len(ours) == 1 and ours == theirs and not _readings(found.get("current")):
        return {**found, **{slot: gold.get(slot) for slot in ends}}
    return found


def _agree(slot: str, gold: object, found: object) -> bool:
    least = 1.0 if slot in EXACT else AGREES_AT
    return _likeness(slot, _readings(gold), _readings(found)) >= least


def _likeness(slot: str, gold: Sequence[str], found: Sequence[str]) -> float:
    """How alike the two nearest readings are, from 0.0 to 1.0."""
    measure = _equal if slot in EXACT else _alike
    return max((measure(g, f) for g in gold for f in found), default=0.0)


def _equal(one: str, other: str) -> float:
    return float(one.casefold().rstrip("/") == other.casefold().rstrip("/"))


def _alike(one: str, other: str) -> float:
    a, b = _fold(one), _fold(other)
    if a == b:
        return float(bool(a))
    # The first measure forgives a part that is left out; the second keeps a fragment from passing as the whole.
    whole = max(fuzz.token_sort_ratio(a, b), fuzz.ratio(a, b))
    return (fuzz.token_set_ratio(a, b) + whole) / 200


def _fold(text: str) -> str:
    """Without case, accents, punctuation, small words and doubled blanks."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(_SMALL_WORDS.sub(" ", _PUNCTUATION.sub(" ", text)).split())


def _readings(value: object) -> list[str]:
    if value is None or value is False:
        return []
    if isinstance(value, list | tuple):
        return [reading for item in value for reading in _readings(item)]
    text = "true" if value is True else str(value)
    return [part.strip() for part in text.split(" | ") if part.strip()]


def _items(value: object) -> list[list[str]]:
    items = value if isinstance(value, list | tuple) else re.split(r"[|;]", str(value or ""))
    return [found for item in items if (found := _readings(item))]
