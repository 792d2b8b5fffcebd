"""What a confidence means: how often a rule was right, drawn to its kind's mean, raised by statements that agree."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from conftest import SAMPLES
from handmade import fact
from samples import GOLD, gold_of
from scoring import score
from test_quality_gate import rows_of_tables

from kg.extract.calibration import calibrated, chance, confidence, measured
from kg.model import Kind

COUNTS = {("awards", "list"): (48, 46), ("awards", "sentence"): (50, 26), ("talks", "list"): (2, 2)}
KNOWN = partial(chance, counts=COUNTS)


def stated(kind: str, *rules: str):
    """A fact that each of these rules states."""
    made = fact("a.md", kind, title="Prize")
    return replace(made, evidence=tuple(replace(made.evidence[0], rule=rule) for rule in rules))


def test_a_rule_that_was_right_more_often_is_surer():
    assert chance("awards", "sentence", COUNTS) < chance("awards", "list", COUNTS)


@pytest.mark.parametrize("right", range(20))
def test_one_more_right_fact_never_makes_a_rule_less_sure(right):
    def with_right(right: int) -> float:
        return chance("awards", "list", {**COUNTS, ("awards", "list"): (20, right)})

    assert with_right(right) < with_right(right + 1)


def test_a_rule_that_was_never_seen_is_as_sure_as_its_kind():
    assert 0.65 < chance("awards", "a new rule", COUNTS) < 0.8


def test_a_rule_that_was_seen_twice_is_not_believed_to_be_perfect():
    assert chance("talks", "list", COUNTS) < 0.9


def test_a_kind_that_was_never_seen_is_as_sure_as_all_together():
    assert chance("awards", "sentence", COUNTS) < chance("grants", "list", COUNTS) < chance("awards", "list", COUNTS)


@pytest.mark.parametrize("other", ["list", "sentence", "a new rule"])
def test_a_statement_that_agrees_makes_a_fact_surer(other):
    once, twice = stated("awards", "sentence"), stated("awards", "sentence", other)
    assert confidence(once, KNOWN) < confidence(twice, KNOWN) <= 1


def test_no_fact_is_certain():
    assert calibrated(stated("awards", *["awards: list"] * 50)).confidence == 0.99


def test_the_table_holds_kinds_rules_and_numbers_that_can_be():
    assert measured()
    for (kind, rule), (facts, right) in measured().items():
        assert kind in list(Kind) and rule.startswith(f"{kind}: ")
        assert 0 <= right <= facts and facts > 0


def test_less_sure_facts_are_left_out_of_a_build_and_more_of_the_others_are_right(kg, sample_graph, tmp_path):
    shares, numbers = [], []
    surer = tmp_path / "surer.ttl"
    assert kg("build", SAMPLES, "-o", surer, "--min-confidence", "0.9").status == 0
    for graph in (sample_graph, surer):
        assert kg("facts", graph, "-o", tmp_path).status == 0
        scores = score({name: gold_of(name) for name in GOLD}, rows_of_tables(tmp_path))
        counted = [counts for slots in scores.values() for counts in slots.values()]
        right, extra = sum(c.right for c in counted), sum(c.extra for c in counted)
        shares.append(right / (right + extra))
        numbers.append(right + extra)
    assert shares[0] < shares[1]
    assert numbers[0] > numbers[1] > 0
