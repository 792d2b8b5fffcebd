"""How sure a fact is: how often its rule was right on labelled pages, and how many statements of it there are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from math import prod

from kg.model import Fact
from kg.resources import resource

#: (kind, rule) → facts that the rule read on labelled pages, and how many of them were right.
Counts = Mapping[tuple[str, str], tuple[int, int]]

#: The mean of its kind weighs as much as so many facts of a rule, and the mean of all as many of a kind: what was seen
#: twice is believed to be neither perfect nor useless.
WEIGHT = 12
#: Part of the doubt that another statement takes away, by its own chance: pages repeat their mistakes too.
AGREEMENT = 0.5


@lru_cache(maxsize=1)
def measured() -> Counts:
    """``data/calibration.csv``, which ``benchmarks/calibrate.py`` writes: kind, rule, facts, right."""
    with resource("data", "calibration.csv").open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["rule"]): (int(row["facts"]), int(row["right"])) for row in csv.DictReader(file)}


def chance(kind: str, rule: str, counts: Counts) -> float:
    """The chance that what a rule reads is right: its share, drawn to its kind's; an unknown rule has its kind's.

    >>> counts = {("awards", "list"): (48, 46), ("awards", "sentence"): (50, 26)}
    >>> [round(chance("awards", rule, counts), 2) for rule in ("list", "sentence", "new")]
    [0.91, 0.56, 0.73]
    """
    of_kind = [figures for (other, _), figures in counts.items() if other == kind]
    mean = _share(counts.values(), 0.5)
    return _share([counts.get((kind, rule), (0, 0))], _share(of_kind, mean))


def _share(figures: Iterable[tuple[int, int]], prior: float) -> float:
    known = list(figures)
    right = sum(right for _, right in known)
    return (right + WEIGHT * prior) / (sum(facts for facts, _ in known) + WEIGHT)


def confidence(fact: Fact, chance_of: Callable[[str, str], float]) -> float:
    """The chance that a merged fact is right: by the rule of its first statement, raised by each that agrees."""
    first, *others = (chance_of(fact.kind, one.rule) for one in fact.evidence)
    return round(1 - (1 - first) * prod(1 - AGREEMENT * other for other in others), 2)


@lru_cache(maxsize=1024)
def _measured_chance(kind: str, rule: str) -> float:
    return chance(kind, rule, measured())


def calibrated(fact: Fact) -> Fact:
    """A merged fact with the measured confidence in place of its rules' own words. Certain is none."""
    return replace(fact, confidence=min(confidence(fact, _measured_chance), 0.99))
