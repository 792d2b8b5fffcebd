"""Who does the tasks: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from kg.errors import RemoteError, SettingsError
from kg.processes import in_order

Task = TypeVar("Task")


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
        return in_order(work, tasks, workers=self.workers, lost=_lost)


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

        # Each by its number: two tasks with equal arguments are still two.
        futures = self.client.map(_numbered, list(enumerate(tasks)), work=work, pure=False, retries=2)
        try:
            for future in futures:
                try:
                    yield future.result()
                except KilledWorker:
                    yield Lost()
        finally:
            self.client.cancel(futures)


def _numbered(task: tuple[int, Any], work: Callable[[Any], Any]) -> Any:
    return work(task[1])


def of(work: Callable[..., Any], *shared: object) -> Callable[[Any], Any]:
    """A task's function with what all tasks share; the task is the tuple of its other arguments."""
    return partial(_spread_out, work, shared)


def _spread_out(work: Callable[..., Any], shared: tuple[Any, ...], task: tuple[Any, ...]) -> Any:
    return work(*shared, *task)
