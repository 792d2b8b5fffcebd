"""A server of a language model on this machine, with OpenAI's chat completions, that answers as a test tells it to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer: ``content`` is what the model says, ``body`` stands in place of the whole. ``wait`` comes before it,
    ``cut`` ends the line after so many bytes."""

    content: str = ""
    status: int = 200
    body: str | None = None
    wait: float = 0.0
    cut: int | None = None
    usage: Mapping[str, int] | None = field(default_factory=lambda: {"prompt_tokens": 900, "completion_tokens": 100})
    finish: str = "stop"


@dataclass
class Model:
    """``says`` is asked for each request, by its body and its number from 1. ``asked`` are the bodies that came."""

    url: str = ""
    says: Callable[[dict[str, Any], int], Reply] = lambda body, number: Reply('{"interests": []}')
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    models: int = 200


@contextmanager
def language_model() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            model.keys.append(self.headers.get("Authorization", ""))
            self._send(model.models, b'{"data": []}')

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body)
            model.keys.append(self.headers.get("Authorization", ""))
            reply = model.says(body, len(model.asked))
            time.sleep(reply.wait)
            choice = {"message": {"role": "assistant", "content": reply.content}, "finish_reason": reply.finish}
            answer = {"choices": [choice]} | ({"usage": reply.usage} if reply.usage else {})
            text = json.dumps(answer) if reply.body is None else reply.body
            self._send(reply.status, text.encode(), reply.cut)

        def _send(self, status: int, content: bytes, cut: int | None = None) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                if status == 429:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(content[:cut])
            except (BrokenPipeError, ConnectionResetError):
                pass  # who asked has gone

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        try:
            yield model
        finally:
            server.shutdown()
