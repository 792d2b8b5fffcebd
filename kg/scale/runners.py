"""Who does the tasks: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from kg.errors import RemoteError, SettingsError
from kg.processes import in_order

Task = TypeVar("Task")

#: Tasks that wait for each thread of a cluster.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of a result: the task ended the process that did it, again and again."""


class Runner(Protocol):
    """Does one task after the other somewhere else."""

    def run(self, work: Callable[[Task], Any], tasks: Sequence[Task]) -> Iterator[Any]:
        """The results in the order of the tasks, ``Lost`` for each that ends its process."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine."""

    workers: int

    def run(self, work: Callable[[Task], Any], tasks: Sequence[Task]) -> Iterator[Any]:
        if self.workers == 1:
            return map(work, tasks)
        return in_order(work, tasks, workers=min(self.workers, len(tasks)) or 1, lost=_lost)


def _lost(task: object) -> Lost:
    return Lost()


@contextmanager
def cluster(address: str) -> Iterator[Runner]:
    """The workers of a Dask cluster, by the address of its scheduler.

    Raises:
        SettingsError: Dask is not installed.
        RemoteError: there is no scheduler.
    """
    try:
        import distributed
    except ImportError as error:
        raise SettingsError("Dask is not installed; run: pip install 'researcher-kg[cluster]'") from error
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout="15s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise RemoteError(
            f"{address}: no Dask scheduler answers there ({error}); start one with: dask scheduler"
        ) from error
    try:
        yield _Dask(client)
    finally:
        client.close()


@dataclass(frozen=True, slots=True)
class _Dask:
    client: Any

    def run(self, work: Callable[[Task], Any], tasks: Sequence[Task]) -> Iterator[Any]:
        from distributed import KilledWorker

        left = iter(tasks)
        waiting: deque[tuple[Task, Any]] = deque()
        try:
            while True:
                # A few for each worker: the scheduler need not hold the names of all pages. Workers come and go.
                ahead = max(_AHEAD * sum(self.client.nthreads().values()), _AHEAD)
                for task in islice(left, max(ahead - len(waiting), 0)):
                    waiting.append((task, self._submit(work, task)))
                if not waiting:
                    return
                task, future = waiting.popleft()
                try:
                    result = future.result()
                except KilledWorker:
                    # What waits on a worker that dies is blamed with what killed it: once more, with nothing beside it.
                    for _, other in waiting:
                        other.exception()  # waits until it is done, well or badly
                    result = self._alone(work, task)
                yield result
        finally:
            self.client.cancel([future for _, future in waiting])

    def _alone(self, work: Callable[[Task], Any], task: Task) -> Any:
        from distributed import KilledWorker

        try:
            return self._submit(work, task).result()
        except KilledWorker:
            return Lost()

    def _submit(self, work: Callable[[Task], Any], task: Task) -> Any:
        # Not pure: two tasks with equal arguments are still two.
        return self.client.submit(work, task, pure=False, retries=2)


def of(work: Callable[..., Any], *shared: object) -> Callable[[Any], Any]:
    """A task's function with what all tasks share; the task is the tuple of its other arguments."""
    return partial(_spread_out, work, shared)


def _spread_out(work: Callable[..., Any], shared: tuple[Any, ...], task: tuple[Any, ...]) -> Any:
    return work(*shared, *task)
