"""A graph and settings to a service that runs until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import SettingsError
from kg.serve.app import application
from kg.serve.patience import LARGEST_HEAD, Patient
from kg.serve.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import Store
    from starlette.applications import Starlette

#: Seconds that requests under way have left when the service is told to stop.
_GRACE = 5


def serve(graph: Path, settings: Settings, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve a graph, a file or the folder of a store, until the process is told to stop (SIGINT, SIGTERM).

    Args:
        graph: a file is read into a store of its own first; a folder is served as it stands at any time, through all
            builds and updates.
        settings: what the owner decides.
        ready: told of the address when requests are answered.

    Raises:
        GraphError: the graph cannot be read.
        SettingsError: the address is taken, or updates are allowed on a file.
    """
    if settings.token and not graph.is_dir():
        raise SettingsError(f"{graph}: only the graph of a store can be updated; make one with kg build --store")
    _allow_many_files()
    with _as_folder(graph) as folder, _listening(settings) as listener, _own_stop():
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        server = _Server(_config(application(folder, settings), settings), partial(ready, address))
        asyncio.run(server.serve(sockets=[listener]))


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=1024)
    except OSError as error:
        reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise SettingsError(
            f"{settings.host}:{settings.port} {reason}; choose another with --port or --host"
        ) from error


def _config(app: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=settings.most_connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )


@contextmanager
def _as_folder(graph: Path) -> Iterator[Path]:
    """The folder of a store; a file's graph is put into one, which is gone at the end."""
    from kg.graph.generations import changed, opened

    if graph.is_dir():
        opened(graph)[1].close()  # says now what is wrong with it
        yield graph
        return
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        changed(Path(folder), partial(_filled, graph))
        yield Path(folder)


def _filled(graph: Path, store: Store) -> None:
    from kg.graph.files import fill

    fill(store, graph)
    store.optimize()


@contextmanager
def _own_stop() -> Iterator[None]:
    """uvicorn raises the signal that stopped it once more at its end; here the end is in order then."""

    def done(number: int, frame: FrameType | None) -> None:
        pass

    before = {number: signal.signal(number, done) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _allow_many_files() -> None:
    """As many connections as the system lets us have: each is an open file."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
