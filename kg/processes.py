"""A function over many items in several processes: results in order, whatever dies on the way."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread, current_thread, main_thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Chunks that wait for each process: enough that none is idle, few enough that memory does not grow with the items.
_AHEAD = 4


def in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    lost: Callable[[Item], Result],
    chunk: int = 1,
) -> Iterator[Result]:
    """``function`` of each item, in the order of the items, which are taken from ``items`` only as they are needed.

    When a process dies (out of memory, a crash in a library), what was under way is done again. An item that ends its
    process though it is alone in it is given to ``lost``.

    Args:
        function: what a process can be sent: a function of a module, or a ``partial`` of one.
        workers: how many processes.
        lost: the result for an item that ends its process.
        chunk: how many items a process is given at a time; many, if an item takes little.
    """
    waiting: deque[tuple[Sequence[Item], Future[list[Result]]]] = deque()
    chunks = _chunks(iter(items), chunk)
    work = partial(_all_of, function)
    pool = _pool(workers)
    try:
        while True:
            for some in islice(chunks, workers * _AHEAD - len(waiting)):
                waiting.append((some, _submit(pool, work, some)))
            if not waiting:
                return
            some, future = waiting.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                # Any item under way may be the one. The first chunk is done with care, which shows whether it has it.
                pool.shutdown(cancel_futures=True)
                results = list(_one_by_one(function, some, lost))
                pool = _pool(workers)
                waiting = deque((one, done if _is_done(done) else _submit(pool, work, one)) for one, done in waiting)
            yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(items: Iterator[Item], size: int) -> Iterator[Sequence[Item]]:
    while some := list(islice(items, size)):
        yield some


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Sequence[Item]], list[Result]], some: Sequence[Item]
) -> Future[list[Result]]:
    try:
        with _interrupts_kept_from_children():
            return pool.submit(work, some)
    except BrokenProcessPool as error:
        # A process died between two calls: found out where the result is waited for, like any other death.
        future: Future[list[Result]] = Future()
        future.set_exception(error)
        return future


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """A process that begins in here ignores Ctrl-C from its first moment, and not only once it has got to ``_start``.

    What a signal is ignored for is inherited (POSIX, exec); Python then leaves it so.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _is_done(future: Future[list[Result]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _all_of(function: Callable[[Item], Result], some: Sequence[Item]) -> list[Result]:
    return [function(item) for item in some]


def _one_by_one(
    function: Callable[[Item], Result], items: Sequence[Item], lost: Callable[[Item], Result]
) -> Iterator[Result]:
    pool = _pool(1)
    try:
        for item in items:
            try:
                with _interrupts_kept_from_children():
                    begun = pool.submit(function, item)
                yield begun.result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                yield lost(item)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork copies the locks of whatever threads the caller runs.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)


def _start() -> None:
    """How a process begins."""
    # Ctrl-C reaches every process of the terminal; the one that the user started says so for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # One process a core: threads of a library beneath would only take the cores from one another.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    parent = parent_process()
    if parent is not None:
        # When the parent is killed nobody tells its children, and they would wait for work for ever.
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
