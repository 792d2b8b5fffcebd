"""Scores of each token for each state to the best path, its certainty, and gradients: a linear-chain CRF in numpy.

States are ``O`` and, for each label, ``B-label`` (a span's first token) and ``I-label`` (its others); an ``I``
follows only its own label. Arrays are time first: ``(tokens, blocks, states)``; blocks are padded, ``lengths`` says
how far each goes. All sums run over scaled probabilities, so that a step is one matrix product.
Source: Lafferty, McCallum, Pereira (2001), Conditional Random Fields; Rabiner (1989) for the scaling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def states_of(labels: Sequence[str]) -> tuple[str, ...]:
    """``O``, then all ``B-``, then all ``I-``."""
    return ("O", *(f"B-{label}" for label in labels), *(f"I-{label}" for label in labels))


def allowed(count: int) -> Floats:
    """Which state may follow which, for ``count`` labels: 1.0 or 0.0, from rows to columns; the last row is the start.

    >>> allowed(1).tolist()  # O, B, I
    [[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 0.0]]
    """
    size = 1 + 2 * count
    may = np.ones((size + 1, size), dtype="float32")
    may[:, 1 + count :] = 0.0
    for label in range(count):
        may[[1 + label, 1 + count + label], 1 + count + label] = 1.0
    return may


@dataclass(frozen=True, slots=True)
class Lattice:
    """What the passes over a batch leave: scaled forward and backward masses, step sums, and each token's chances."""

    steps: Any  # exp of the scores, by token
    follow: Any  # exp of the transitions, states to states
    forward: Any
    backward: Any
    sums: Any
    chances: Any
    log_total: Any  # by block


def pad(scores: Sequence[Floats]) -> tuple[Floats, Ints]:
    """Blocks' scores as one array, and their lengths."""
    lengths = np.array([len(block) for block in scores])
    padded = np.zeros((lengths.max(), len(scores), scores[0].shape[1]), dtype="float32")
    for number, block in enumerate(scores):
        padded[: len(block), number] = block
    return padded, lengths


def lattice(scores: Floats, lengths: Ints, transitions: Floats, may: Floats) -> Lattice:
    """Forward and backward passes over a padded batch."""
    # The longest blocks first: those that still go on at a step are then a slice from the left.
    order = np.argsort(-lengths, kind="stable")
    going = (np.arange(len(scores))[:, None] < lengths[None, :]).sum(axis=1)
    scores = scores[:, order]
    tallest = scores.max(axis=2, keepdims=True)
    steps = np.exp(np.maximum(scores - tallest, -60.0))
    moves = np.exp(np.clip(transitions, -30.0, 30.0)) * may
    start, follow, behind = moves[-1], moves[:-1], np.ascontiguousarray(moves[:-1].T)
    forward, backward, sums = np.zeros_like(steps), np.ones_like(steps), np.ones(steps.shape[:2], dtype="float32")
    for at, now in enumerate(going):
        mass = (forward[at - 1, :now] @ follow if at else start) * steps[at, :now]
        total = mass.sum(axis=1, keepdims=True)
        sums[at, :now] = total[:, 0]
        np.divide(mass, total, out=forward[at, :now])
    for at in range(len(steps) - 2, -1, -1):
        now = going[at + 1]
        ahead = backward[at + 1, :now] * steps[at + 1, :now]
        ahead /= sums[at + 1, :now, None]
        np.matmul(ahead, behind, out=backward[at, :now])
    back = np.argsort(order)
    forward, backward, sums, steps = forward[:, back], backward[:, back], sums[:, back], steps[:, back]
    alive = np.arange(len(scores))[:, None] < lengths[None, :]
    log_total = np.where(alive, np.log(sums) + tallest[:, back, 0], 0.0).sum(axis=0)
    return Lattice(steps, follow, forward, backward, sums, forward * backward, log_total)


def gradients(
    scores: Floats, lengths: Ints, gold: Ints, transitions: Floats, may: Floats
) -> tuple[Floats, Floats, float]:
    """How the loss changes with scores and with transitions, and the loss: minus the log-likelihood of ``gold``."""
    net = lattice(scores, lengths, transitions, may)
    alive = np.arange(len(scores))[:, None] < lengths[None, :]
    at, block = np.nonzero(alive)
    by_score = net.chances.copy()
    by_score[at, block, gold[at, block]] -= 1.0
    by_move = np.zeros_like(transitions)
    for now in range(1, len(scores)):
        here = alive[now]
        ahead = net.steps[now] * net.backward[now] / net.sums[now][:, None]
        by_move[:-1] += (net.forward[now - 1][here].T @ ahead[here]) * net.follow
    by_move[-1] = net.chances[0].sum(axis=0)
    later = alive[1:]
    np.add.at(by_move, (gold[:-1][later], gold[1:][later]), -1.0)
    np.add.at(by_move, (len(transitions) - 1, gold[0]), -1.0)
    path = scores[at, block, gold[at, block]].sum() + transitions[gold[:-1][later], gold[1:][later]].sum()
    path += transitions[-1, gold[0]].sum()
    return by_score, by_move * may, float(net.log_total.sum() - path)


def best_paths(scores: Floats, lengths: Ints, transitions: Floats, may: Floats) -> list[Ints]:
    """The likeliest states of each block (Viterbi)."""
    order = np.argsort(-lengths, kind="stable")
    going = (np.arange(len(scores))[:, None] < lengths[None, :]).sum(axis=1)
    scores = scores[:, order]
    moves = np.where(may > 0, transitions, -1e4).astype("float32")
    follow = np.ascontiguousarray(moves[:-1].T)[None]
    reached, came = np.empty_like(scores), np.zeros(scores.shape, dtype="int16")
    reached[0] = scores[0] + moves[-1]
    for at in range(1, len(scores)):
        now = going[at]
        ways = reached[at - 1, :now, None, :] + follow
        came[at, :now] = ways.argmax(axis=2)
        np.add(ways.max(axis=2), scores[at, :now], out=reached[at, :now])
    paths: list[Ints] = [np.empty(length, dtype="int64") for length in lengths]
    for column, block in enumerate(order):
        path = paths[block]
        last = len(path) - 1
        state = path[last] = int(reached[last, column].argmax())
        for at in range(last, 0, -1):
            state = path[at - 1] = int(came[at, column, state])
    return paths


def certainty(net: Lattice, block: int, path: Ints, start: int, end: int, inside: int) -> float:
    """The chance, by the model, that tokens ``start`` to ``end`` of a block are one span of their label.

    ``inside`` is the state of the label's other tokens: the span goes on if it follows.
    """
    chance = float(net.chances[start, block, path[start]])
    for at in range(start + 1, min(end + 1, len(path))):
        before, now = path[at - 1], inside
        step = net.follow[before, now] * net.steps[at, block, now] * net.backward[at, block, now] / net.sums[at, block]
        goes_on = float(step / max(net.backward[at - 1, block, before], 1e-30))
        chance *= goes_on if at < end else 1.0 - goes_on
    return min(max(chance, 0.0), 1.0)
