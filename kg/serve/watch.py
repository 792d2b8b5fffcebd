"""What is told of each request: a line of JSON in the log, counts for Prometheus, and the headers of every answer."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("kg")

#: Pages of ours run scripts of ours alone; what a graph says is text, whatever it holds.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


class Counts:
    """What ``/metrics`` tells."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "kg_requests", "Requests by route and status.", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram("kg_request_seconds", "Seconds to the last byte.", ["route"], registry=self.registry)
        self.stopped = Counter(
            "kg_stopped", "Jobs that were ended, by what they had too much of.", ["why"], registry=self.registry
        )
        self.waiting = Gauge("kg_waiting", "Requests that wait for a worker.", registry=self.registry)
        self.busy = Gauge("kg_busy_workers", "Workers that do a job.", registry=self.registry)


class Watch:
    """Around the whole application: sees every request end, whatever its end is."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", ()))
                if not any(name == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", POLICY.encode()))
                message = {**message, "headers": [*headers, *_HEADERS]}
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._tell(scope, status, size, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        route = getattr(scope.get("endpoint"), "__name__", "none")
        self._counts.requests.labels(route, str(status)).inc()
        self._counts.seconds.labels(route).observe(seconds)
        client = scope.get("client") or ("", 0)
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client[0],
            "method": scope["method"],
            "path": scope["path"][:500],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        if reason := scope.get("state", {}).get("reason"):
            line["reason"] = reason
        log.info("%s", json.dumps(line, ensure_ascii=False))
