"""A service in a process of its own, asked over a socket.

As a program: ``python serving.py GRAPH SETTINGS`` serves with settings that are JSON; ``patience`` among them is the
time that a slow client has.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from handmade import profile, quads

from kg.graph import save

HOSTILE = '<script>alert("x")</script>'

PEOPLE = (
    profile(
        "ada.md",
        ("identity", {"name": "Ada Brook"}),
        ("positions", {"organization": "Mint of Arden", "role": "Professor", "current": "true"}),
        ("publications", {"title": "On Mills", "authors": ["Ada Brook", "Ben Carr"]}),
        ("awards", {"title": "Arden Prize", "date": "1921"}),
    ),
    profile(
        "ben.md",
        ("identity", {"name": "Ben Carr"}),
        ("people", {"name": "Ada Brook", "relation": "advisor"}),
        ("interests", {"topic": HOSTILE}),
    ),
)
BASE = "https://example.org/kg/"


def graph_file(folder: Path, name: str = "graph.trig") -> Path:
    path = folder / name
    save(quads(*PEOPLE), path)
    return path


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    media: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Service:
    """``log`` has what it said on standard error."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self, path: str, body: bytes | None = None, *, method: str = "", timeout: float = 30, **headers: str
    ) -> Reply:
        """One request; a redirect is not followed. ``content_type="text/csv"`` is the header Content-Type."""
        request = urllib.request.Request(
            self.address.rstrip("/") + path,
            data=body,
            method=method or ("GET" if body is None else "POST"),
            headers={name.replace("_", "-").title(): value for name, value in headers.items()},
        )
        try:
            reply = urllib.request.build_opener(_Stay).open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            media = (reply.headers.get("content-type") or "").partition(";")[0]
            return Reply(reply.status, media, reply.read(), {k.lower(): v for k, v in reply.headers.items()})

    def query(self, text: str, **headers: str) -> Reply:
        return self.ask(f"/sparql?{urlencode({'query': text})}", **headers)

    def connect(self) -> socket.socket:
        host, port = self.address.removeprefix("http://").rstrip("/").rsplit(":", 1)
        return socket.create_connection((host, int(port)), timeout=20)

    def metric(self, name: str) -> float:
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.ask("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0.0


@contextmanager
def serving(graph: Path, *, environment: dict[str, str] | None = None, **settings: Any) -> Iterator[Service]:
    """Serve a graph until the block ends; the process must then end in order, and leave no child."""
    paths = [str(Path(__file__).parent), *sys.path]
    with tempfile.NamedTemporaryFile(suffix=".log", delete=False) as log:
        process = subprocess.Popen(
            [sys.executable, __file__, str(graph), json.dumps({"port": 0, **settings})],
            stderr=log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(environment or {})},
        )
    said = Path(log.name)
    try:
        yield Service(_address(process, said), process, said)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(20)
        finally:
            process.kill()
            text = said.read_text(encoding="utf-8")
            said.unlink()
    assert status == 0, text
    assert "Traceback" not in text, text


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        found = re.search(r"^http://\S+/(?= serves)", log.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[0]
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError("it did not begin to serve")


def main(graph: Path, given: dict[str, Any]) -> None:
    import logging

    from kg.serve import Settings, patience, protocol
    from kg.serve.running import serve

    if "patience" in given:
        patience.PATIENCE = protocol.PATIENCE = given.pop("patience")
    for name in ("remote", "origins", "hosts"):
        if name in given:
            given[name] = (frozenset if name == "remote" else tuple)(given[name])
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    serve(graph, Settings(**given), ready=lambda address: print(f"{address} serves", file=sys.stderr, flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
