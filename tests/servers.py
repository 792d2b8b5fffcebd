"""SPARQL servers on this machine: one that others wrote, and one in front of it that fails as networks do."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def oxigraph_server(*options: str) -> Iterator[str]:
    """Oxigraph's own server, empty, in memory; gives its address."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    address = f"127.0.0.1:{free_port()}"
    command = [program, "serve", "--bind", address, *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _until_up(f"http://{address}/")
            yield f"http://{address}"
        finally:
            server.terminate()


def _until_up(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(url)


@dataclass
class Front:
    """A server that passes requests on to another, except as ``trouble`` says. ``seen`` are all that came."""

    url: str = ""
    seen: list[str] = field(default_factory=list)
    trouble: Callable[[int], str] = lambda number: ""


@contextmanager
def front_of(behind: str) -> Iterator[Front]:
    """``trouble`` is asked for each request, by its number from 1: ``drop`` cuts the line before the answer, when the
    work is done; ``500`` and other statuses stand in place of it; an empty string passes the request on."""
    front = Front()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            front.seen.append(f"{self.command} {self.path}")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            trouble = front.trouble(len(front.seen))
            if trouble.isdigit():
                self.send_response(int(trouble))
                self.send_header("Retry-After", "0")
                self.send_header("Location", "http://elsewhere.example/")
                self.send_header("Content-Length", "4")
                self.end_headers()
                self.wfile.write(b"busy")
                return
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
            answer = httpx.request(self.command, behind + self.path, content=body, headers=kept)
            if trouble == "drop":
                self.close_connection = True
                return
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_PUT = do_POST = do_DELETE = do

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        front.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield front
        finally:
            server.shutdown()
