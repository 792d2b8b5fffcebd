"""The CRF against the sum over every path, and the layers' gradients against small steps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kg.extract.crf import allowed, best_paths, certainty, gradients, lattice, pad, states_of
from kg.extract.recurrent import both_ways

LABELS = 2
STATES = 1 + 2 * LABELS
LENGTHS = (3, 4, 1)


@pytest.fixture
def batch():
    random = np.random.default_rng(0)
    transitions = random.normal(size=(STATES + 1, STATES)).astype("float32")
    scores = [2 * random.normal(size=(length, STATES)).astype("float32") for length in LENGTHS]
    return scores, transitions, allowed(LABELS)


def by_hand(scores, transitions, may):
    """Every allowed path and its score."""
    found = {}
    for path in itertools.product(range(STATES), repeat=len(scores)):
        moves = [(STATES, path[0]), *itertools.pairwise(path)]
        if all(may[move] for move in moves):
            found[path] = sum(transitions[m] for m in moves) + sum(scores[i, s] for i, s in enumerate(path))
    return found


def test_states_are_outside_then_first_then_other_tokens():
    assert states_of(["A", "B"]) == ("O", "B-A", "B-B", "I-A", "I-B")


def test_the_chances_are_the_sums_over_all_paths(batch):
    scores, transitions, may = batch
    net = lattice(*pad(scores), transitions, may)
    for block, rows in enumerate(scores):
        paths = by_hand(rows, transitions, may)
        total = np.logaddexp.reduce(list(paths.values()))
        expected = np.zeros_like(rows)
        for path, score in paths.items():
            expected[range(len(rows)), path] += np.exp(score - total)
        assert net.log_total[block] == pytest.approx(total, abs=1e-4)
        assert net.chances[: len(rows), block] == pytest.approx(expected, abs=1e-4)


def test_the_best_path_is_the_best_of_all(batch):
    scores, transitions, may = batch
    for rows, path in zip(scores, best_paths(*pad(scores), transitions, may), strict=True):
        paths = by_hand(rows, transitions, may)
        assert tuple(path) == max(paths, key=paths.get)


def test_certainty_is_the_share_of_the_paths_with_this_very_span(batch):
    scores, transitions, may = batch
    padded, lengths = pad(scores)
    net = lattice(padded, lengths, transitions, may)
    checked = 0
    for block, rows in enumerate(scores):
        paths = by_hand(rows, transitions, may)
        total = np.logaddexp.reduce(list(paths.values()))
        for label, (start, end) in itertools.product(range(LABELS), itertools.combinations(range(len(rows) + 1), 2)):
            first, inside = 1 + label, 1 + LABELS + label
            span = (first,) + (inside,) * (end - start - 1)
            share = sum(
                np.exp(score - total)
                for path, score in paths.items()
                if path[start:end] == span and (end == len(rows) or path[end] != inside)
            )
            path = np.zeros(len(rows), dtype="int64")
            path[start:end] = span
            assert certainty(net, block, path, start, end, inside) == pytest.approx(share, abs=1e-4)
            checked += 1
    assert checked == LABELS * (6 + 10 + 1)


def test_gradients_of_the_crf_are_slopes_of_its_loss(batch):
    scores, transitions, may = batch
    padded, lengths = pad(scores)
    gold = np.zeros(padded.shape[:2], dtype="int64")
    gold[:3, 0], gold[:4, 1], gold[:1, 2] = (1, 3, 0), (0, 2, 4, 4), (2,)
    by_score, by_move, _ = gradients(padded, lengths, gold, transitions, may)

    def loss():
        return gradients(padded, lengths, gold, transitions, may)[2]

    for array, slopes, places in (
        (padded, by_score, [(0, 0, 1), (1, 0, 3), (2, 1, 0), (3, 1, 4), (0, 2, 2)]),
        (transitions, by_move, [(0, 0), (1, 3), (0, 2), (STATES, 1), (2, 4)]),
    ):
        for place in places:
            assert slopes[place] == pytest.approx(slope(loss, array, place), abs=1e-3)


def slope(loss, array, place, step=1e-2):
    kept = array[place]
    array[place] = kept + step
    above = loss()
    array[place] = kept - step
    below = loss()
    array[place] = kept
    return (above - below) / 2 / step


def layer():
    from thinc.api import fix_random_seed

    fix_random_seed(0)
    model = both_ways(3, 4)
    model.initialize()
    random = np.random.default_rng(0)
    return model, [random.normal(size=(length, 4)).astype("float32") for length in LENGTHS], random


def test_a_block_is_read_the_same_alone_and_among_others():
    model, blocks, _ = layer()
    for block, together in zip(blocks, model.predict(blocks), strict=True):
        assert model.predict([block])[0] == pytest.approx(together, abs=1e-6)


def test_each_token_knows_the_first_and_the_last():
    model, blocks, _ = layer()
    before = model.predict(blocks)[1]
    for end in (0, -1):
        changed = [block.copy() for block in blocks]
        changed[1][end] += 1.0
        assert (model.predict(changed)[1] != before).any(axis=1).all()


def test_gradients_of_the_layer_are_slopes():
    model, blocks, random = layer()
    results, back = model.begin_update(blocks)
    weights = [random.normal(size=result.shape).astype("float32") for result in results]
    changes = back(weights)

    def loss():
        return sum(float((result * w).sum()) for result, w in zip(model.predict(blocks), weights, strict=True))

    for block, row, column in ((0, 0, 1), (1, 3, 3), (1, 2, 0), (2, 0, 2)):
        assert changes[block][row, column] == pytest.approx(slope(loss, blocks[block], (row, column)), abs=1e-3)
    matrix = model.get_param("W")
    for place in ((0, 0), (7, 2), (13, 3), (17, 1)):
        assert model.get_grad("W")[place] == pytest.approx(slope(loss, matrix, place), abs=1e-3)
