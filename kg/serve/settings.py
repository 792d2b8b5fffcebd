"""What the owner of a service decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served.

    ``seconds`` is how long a query may take, ``most_rows`` and ``most_bytes`` how large an answer may be,
    ``most_asked`` how large a request, and ``memory`` how many megabytes a worker may take. ``remote`` are the
    addresses that ``SERVICE`` and ``LOAD`` may call, ``origins`` the origins whose pages may read answers, ``hosts``
    further names under which the service may be asked. ``token`` is what an update must show; without one there are no
    updates.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    seconds: float = 30.0
    most_rows: int = 100_000
    most_bytes: int = 64_000_000
    most_asked: int = 1_000_000
    most_waiting: int = 200
    most_connections: int = 1000
    memory: int = 4000
    remote: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    token: str = ""

    @property
    def is_local(self) -> bool:
        """Whether only programs on this machine can ask."""
        return self.host in ("127.0.0.1", "::1", "localhost")
