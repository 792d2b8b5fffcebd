"""Token vectors to token vectors that know of the whole block: a quasi-recurrent layer in both directions.

Only products of whole batches and element-wise steps: as fast as a convolution, in plain numpy.
Source: Bradbury, Merity, Xiong, Socher (2016), Quasi-Recurrent Neural Networks (fo-pooling). thinc's own LSTM reads
only the first sequence of a batch on the CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Arrays = list[Any]


def both_ways(size: int, width: int) -> Any:
    """A thinc layer from vectors of ``width`` to ``2 * size`` numbers: half know the left, half the right."""
    from thinc.api import Model

    return Model(
        "both_ways",
        _forward,
        init=_init,
        dims={"nI": width, "nO": 2 * size},
        params={"W": None, "b": None},
    )


def _init(model: Any, X: Any = None, Y: Any = None) -> None:
    from thinc.initializers import glorot_uniform_init

    width, size = model.get_dim("nI"), model.get_dim("nO")
    model.set_param("W", glorot_uniform_init(model.ops, (3 * size, width)))
    bias = np.zeros(3 * size, dtype="float32")
    bias[size : 2 * size] = 1.0  # remember until something is learned
    model.set_param("b", bias)


def _forward(model: Any, blocks: Sequence[Any], is_train: bool) -> tuple[Arrays, Callable[[Arrays], Arrays]]:
    size = model.get_dim("nO")
    half = size // 2
    lengths = np.array([len(block) for block in blocks])
    flat = np.concatenate(blocks)
    there, here = _places(lengths)
    gates = model.ops.gemm(flat, model.get_param("W"), trans2=True) + model.get_param("b")
    shape = (int(lengths.max()), len(blocks), size)
    new, keep, out = (np.zeros(shape, dtype="float32") for _ in range(3))
    folds: tuple[tuple[Any, Callable[[Any], Any]], ...] = ((new, np.tanh), (keep, _sigmoid), (out, _sigmoid))
    for number, (array, fold) in enumerate(folds):
        values = fold(gates[:, number * size : (number + 1) * size])
        array[(*there, slice(None, half))] = values[:, :half]
        array[(*here, slice(half, None))] = values[:, half:]
    memory = (1.0 - keep) * new
    for at in range(1, shape[0]):
        memory[at] += keep[at] * memory[at - 1]

    def gather(array: Any) -> Any:
        return np.concatenate((array[there][:, :half], array[here][:, half:]), axis=1)

    def scatter(values: Any) -> Any:
        array = np.zeros(shape, dtype="float32")
        array[(*there, slice(None, half))] = values[:, :half]
        array[(*here, slice(half, None))] = values[:, half:]
        return array

    borders = np.cumsum(lengths)[:-1]

    def backprop(changes: Arrays) -> Arrays:
        by_result = scatter(np.concatenate(changes))
        by_memory = by_result * out
        for at in range(shape[0] - 2, -1, -1):
            by_memory[at] += keep[at + 1] * by_memory[at + 1]
        before = np.concatenate((np.zeros((1, *shape[1:]), dtype="float32"), memory[:-1]))
        by_gates = np.concatenate(
            (
                gather(by_memory * (1.0 - keep) * (1.0 - new**2)),
                gather(by_memory * (before - new) * keep * (1.0 - keep)),
                gather(by_result * memory * out * (1.0 - out)),
            ),
            axis=1,
        )
        model.inc_grad("W", model.ops.gemm(by_gates, flat, trans1=True))
        model.inc_grad("b", by_gates.sum(axis=0))
        return np.split(model.ops.gemm(by_gates, model.get_param("W")), borders)

    return np.split(gather(memory * out), borders), backprop


def _sigmoid(values: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(values, -30.0, 30.0)))


def _places(lengths: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """For each token of the flat batch: its step and block, read from the left, and read from the right."""
    block = np.repeat(np.arange(len(lengths)), lengths)
    start = np.repeat(np.cumsum(lengths) - lengths, lengths)
    step = np.arange(len(block)) - start
    return (step, block), (lengths[block] - 1 - step, block)
