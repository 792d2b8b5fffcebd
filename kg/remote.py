"""Requests to a server over the network: credentials, retries, limits, and one sentence for what goes wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from kg.errors import RemoteError

if TYPE_CHECKING:
    import httpx

Taken = TypeVar("Taken")

#: Statuses that say "later", not "no".
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_TRIES = 8
_LONGEST_WAIT = 60.0
#: What to do about a status that refuses.
_CURES: Mapping[int, str] = {
    401: "give KG_USER and KG_PASSWORD, or KG_TOKEN (and --digest where the server wants it)",
    403: "the login may not do this",
    405: "this address does not take this request; look up the server's address for it",
    413: "the server takes no request of this size; raise its limit",
    415: "this address does not take this request; look up the server's address for it",
    500: "the server cannot answer this; the reason stands in its log",
}
#: An answer beyond this is read no further.
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Login:
    """How one is known to a server: a token, or a name with a password, sent as Basic or as Digest."""

    user: str = ""
    password: str = ""
    token: str = ""
    digest: bool = False


def login(*, digest: bool = False) -> Login:
    """The login in ``KG_USER`` and ``KG_PASSWORD``, or in ``KG_TOKEN``: arguments of a command are seen by all."""
    get = os.environ.get
    return Login(get("KG_USER", ""), get("KG_PASSWORD", ""), get("KG_TOKEN", ""), digest)


class Server:
    """A server that is asked again when it fails for a moment. To be used in a ``with`` statement."""

    def __init__(
        self,
        known_as: Login | None = None,
        *,
        seconds: float = 60.0,
        tries: int = _TRIES,
        cures: Mapping[int, str] = _CURES,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """``seconds`` is how long one request may be silent, ``tries`` how often it is sent at most, ``cures`` what to
        do about each status that refuses it; ``wait`` is what waits between two tries."""
        import httpx

        known_as = known_as or Login()
        auth: httpx.Auth | None = None
        if known_as.user:
            kind = httpx.DigestAuth if known_as.digest else httpx.BasicAuth
            auth = kind(known_as.user, known_as.password)
        headers = {"Authorization": f"Bearer {known_as.token}"} if known_as.token else {}
        self._wait, self._tries, self._cures = wait, tries, cures
        # No redirects: credentials and data go where the user said and nowhere else.
        self._client = httpx.Client(auth=auth, headers=headers, timeout=seconds, follow_redirects=False)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def send(self, method: str, url: str, **request: Any) -> httpx.Response:
        """Send a request until it is answered; those that are sent must do no harm when they are done twice.

        Args:
            request: as ``httpx.Client.request`` takes it.

        Returns:
            The answer, read, of a status below 300, or 404.

        Raises:
            RemoteError: the address is none, the server cannot be reached, refuses, or fails again and again.
        """

        def take(answer: httpx.Response) -> httpx.Response:
            answer.read()
            return answer

        return self._answered(method, url, request, _LATER, take)

    def read(
        self,
        method: str,
        url: str,
        *,
        seconds: float,
        most: int = MOST_BYTES,
        later: frozenset[int] = _LATER - {500},
        **request: Any,
    ) -> tuple[str, bytes]:
        """The media type and the content of an answer, as ``send`` gets one.

        Args:
            seconds: how long the answer may take from its beginning.
            most: how many bytes it may have.
            later: statuses that are tried again; a query that ends in 500 fails for what it asks, and would again.

        Raises:
            RemoteError: as ``send``; or the answer takes longer, or is longer.
        """
        late = time.monotonic() + seconds

        def take(answer: httpx.Response) -> tuple[str, bytes]:
            if answer.status_code == 404:
                raise RemoteError(f"{url}: there is nothing (404); check the address")
            parts, size = [], 0
            for part in answer.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > most:
                    raise RemoteError(f"{url}: the answer is longer than {most >> 20} MB; ask for less")
                if time.monotonic() > late:
                    raise RemoteError(
                        f"{url}: no whole answer within {seconds:g} seconds; ask for less, or wait longer"
                    )
            return answer.headers.get("content-type", "").partition(";")[0].strip().lower(), b"".join(parts)

        return self._answered(method, url, request, later, take)

    def _answered(
        self,
        method: str,
        url: str,
        request: Mapping[str, Any],
        later: frozenset[int],
        take: Callable[[httpx.Response], Taken],
    ) -> Taken:
        """What ``take`` makes of the first answer that is whole."""
        import httpx

        _check(url)
        for tried in range(1, self._tries + 1):
            pause = min(0.5 * 2 ** (tried - 1), _LONGEST_WAIT)
            try:
                with self._client.stream(method, url, **request) as answer:
                    if answer.status_code not in later:
                        if answer.status_code >= 300 and (answer.status_code != 404 or 404 in self._cures):
                            raise RemoteError(_refusal(url, answer, self._cures))
                        return take(answer)
                    pause, failure = _asked_for(answer, pause), _said(answer)
            except (httpx.TransportError, httpx.DecodingError) as error:
                failure = str(error) or type(error).__name__
            if tried < self._tries:
                self._wait(pause)
        raise RemoteError(f"{url}: failed {self._tries} times, at last: {failure}; try again later")


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise RemoteError(f"{url}: no address of a server; it begins with http:// or https://")


def _asked_for(answer: httpx.Response, otherwise: float) -> float:
    """The seconds that the server asks for, within reason."""
    asked = answer.headers.get("retry-after", "")
    try:
        seconds = float(asked) if asked.isdigit() else parsedate_to_datetime(asked).timestamp() - time.time()
    except ValueError:
        return otherwise
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _refusal(url: str, answer: httpx.Response, cures: Mapping[int, str]) -> str:
    if 300 <= answer.status_code < 400:
        cure = f"give the address that it points to: {answer.headers.get('location', 'none')}"
    else:
        cure = cures.get(answer.status_code, "check the address and the request")
    return f"{url}: refused ({_said(answer)}); {cure}"


def _said(answer: httpx.Response) -> str:
    """The status, and the first words of what the server says to it."""
    begun = b""
    for part in answer.iter_bytes():
        begun += part
        if len(begun) > 1000:
            break
    words = " ".join(begun.decode("utf-8", "replace").split())[:200]
    return f"{answer.status_code} {answer.reason_phrase}{': ' if words else ''}{words}"
