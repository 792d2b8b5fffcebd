"""uvicorn's HTTP protocol, with an end to the patience for a client that does not finish the head of its request."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds in which the head of a request must be there, from the connection or from its first bytes.
PATIENCE = 10.0

#: Bytes of the head of a request. A query in an address is a part of it.
LARGEST_HEAD = 256_000


class Patient(H11Protocol):
    """Answers 408 and closes where others would hold a connection open for ever."""

    _too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._too_late is None:
            self._too_late = self.loop.call_later(PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None

    def _give_up(self) -> None:
        self._too_late = None
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self._refuse(408)

    def send_400_response(self, msg: str) -> None:
        """What uvicorn says to a head that h11 cannot read; one that is too large has a status of its own."""
        self._refuse(431 if len(self.conn.trailing_data[0]) > LARGEST_HEAD else 400)

    def _refuse(self, status: int) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = h11.Response(status_code=status, headers=[(b"connection", b"close"), (b"content-length", b"0")])
            self.transport.write(self.conn.send(head) or b"")
            self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        self.transport.close()
