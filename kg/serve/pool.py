"""Worker processes that answer one job at a time, and that are ended and replaced when a job takes too long."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.serve.settings import Settings
from kg.serve.work import Answer, Job, main


class Worker:
    """One process. All its methods block, and are called on threads."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        # A server process that has loaded everything once makes a new worker in milliseconds.
        context: Any = multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver")
        if os.name != "nt":
            context.set_forkserver_preload([main.__module__])
        self._connection, other = context.Pipe()
        self._process = context.Process(target=main, args=(other, folder, settings), daemon=True)
        self._process.start()
        other.close()

    def ask(self, job: Job, seconds: float) -> Answer | None:
        """The answer; None if there is none in time, or if the process ended."""
        try:
            self._connection.send(job)
            answer: Answer | None = self._connection.recv() if self._connection.poll(seconds) else None
        except (EOFError, OSError):
            return None
        return answer

    def end(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()


class Pool:
    """Workers, the jobs that wait for one, and the counts that are told of it."""

    def __init__(self, folder: Path, settings: Settings, stopped: Callable[[str], None] = lambda why: None) -> None:
        self._folder, self._settings, self._stopped = folder, settings, stopped
        # One thread a worker waits for its answer; the others start and end workers meanwhile.
        self._threads = ThreadPoolExecutor(settings.workers * 2 + 2, thread_name_prefix="worker")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._updating = asyncio.Lock()
        self.waiting = 0
        self.is_open = False

    async def open(self) -> None:
        self.is_open = True
        await asyncio.gather(*(self._add() for _ in range(self._settings.workers)))

    async def close(self) -> None:
        self.is_open = False
        await asyncio.gather(*self._replacing, return_exceptions=True)
        for worker in list(self._all):
            await self._on_thread(worker.end)
        self._threads.shutdown()

    @property
    def busy(self) -> int:
        return len(self._all) - self._idle.qsize()

    async def ask(self, job: Job, *, seconds: float | None = None) -> Answer:
        """Have a job done by the next worker that is free."""
        limit = seconds or self._settings.seconds
        if self.waiting >= self._settings.most_waiting:
            return Answer(503, reason="too many requests wait already; try again in a moment")
        self.waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), limit)
        except TimeoutError:
            return Answer(503, reason="all workers are at work; try again in a moment")
        finally:
            self.waiting -= 1
        return await self._asked(worker, job, limit)

    async def _asked(self, worker: Worker, job: Job, limit: float) -> Answer:
        answer: Answer | None = None
        begun = time.monotonic()
        try:
            answer = await self._on_thread(worker.ask, job, limit)
        finally:
            # Without an answer, also when the client has gone, the worker is at work still: only its end ends that.
            if answer is None:
                self._replace(worker)
            else:
                self._idle.put_nowait(worker)
        if answer is None:
            return self._no_answer(time.monotonic() - begun, limit)
        return answer

    def _no_answer(self, taken: float, limit: float) -> Answer:
        if taken >= limit:
            self._stopped("time")
            return Answer(504, reason=f"no answer within {limit:g} seconds; narrow the question")
        self._stopped("memory")
        return Answer(422, reason="answering it took too much memory and was ended; narrow the question")

    async def update(self, job: Job) -> Answer:
        """Have a job done that changes the graph: one at a time, in a process of its own."""
        async with self._updating:
            worker = await self._on_thread(Worker, self._folder, self._settings)
            self._all.add(worker)
            begun = time.monotonic()
            try:
                answer = await self._on_thread(worker.ask, job, self._settings.seconds)
            finally:
                self._all.discard(worker)
                await asyncio.shield(self._on_thread(worker.end))
            return answer or self._no_answer(time.monotonic() - begun, self._settings.seconds)

    async def _add(self) -> None:
        worker = await self._on_thread(Worker, self._folder, self._settings)
        if not self.is_open:
            worker.end()
            return
        self._all.add(worker)
        self._idle.put_nowait(worker)

    def _replace(self, worker: Worker) -> None:
        self._all.discard(worker)
        task = asyncio.get_running_loop().create_task(self._end_and_add(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _end_and_add(self, worker: Worker) -> None:
        with suppress(OSError):
            await self._on_thread(worker.end)
        if self.is_open:
            await self._add()

    async def _on_thread(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)
