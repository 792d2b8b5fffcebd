"""A request to a job: the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol.

Sources: https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.serve.work import Query, Update

#: Seconds in which a request must be there as a whole.
PATIENCE = 15.0

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"

Parameters = Mapping[str, Sequence[str]]


async def sparql(request: Request, *, most: int) -> Query | Update | None:
    """What a request to the endpoint asks; None if it asks for nothing, which is for the service's description.

    Raises:
        HTTPException: it is no request of the protocol, too large or too slow.
    """
    given = parameters(request.url.query)
    if request.method != "POST":
        if "update" in given:
            raise HTTPException(400, "an update must be sent with POST")
        return _query(one(given, "query"), given, request) if "query" in given else None
    kind, charset = _media(request.headers.get("content-type", ""))
    body = _decoded(await body_of(request, most=most), charset)
    if kind == _FORM:
        given = parameters(body)
        if ("query" in given) == ("update" in given):
            raise HTTPException(400, "the form must have one of the fields query and update")
        return _query(one(given, "query"), given, request) if "query" in given else _update(one(given, "update"), given)
    if kind in (_QUERY, _UPDATE):
        if "query" in given or "update" in given:
            raise HTTPException(400, "the query stands in the address and in the body; send it once")
        return _query(body, given, request) if kind == _QUERY else _update(body, given)
    raise HTTPException(415, f"a query is sent as {_FORM}, {_QUERY} or {_UPDATE}, not as {kind or 'nothing'}")


def graph(request: Request) -> Query:
    """The graph that a request to the graph store asks for.

    Raises:
        HTTPException: it does not name one graph.
    """
    given = parameters(request.url.query)
    if ("graph" in given) == ("default" in given):
        raise HTTPException(400, "name one graph: ?graph=IRI, or ?default for all of them as one")
    return whole_graph(one(given, "graph") if "graph" in given else "", request)


def whole_graph(iri: str, request: Request) -> Query:
    """All triples of a graph, or of all graphs if ``iri`` is empty."""
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    return Query(text, accept(request), default=(iri,) if iri else (), must_exist=bool(iri))


def accept(request: Request) -> str:
    """What the client accepts; several headers are one."""
    return ",".join(request.headers.getlist("accept"))


def parameters(text: str) -> Parameters:
    """The fields of a form or of an address.

    Raises:
        HTTPException: they are not UTF-8, or too many.
    """
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise HTTPException(400, f"the fields cannot be read: {error}") from error


def one(given: Parameters, name: str) -> str:
    """The one value of a field.

    Raises:
        HTTPException: there are several.
    """
    values = given[name]
    if len(values) > 1:
        raise HTTPException(400, f"there are {len(values)} fields named {name}; send one")
    return values[0]


async def body_of(request: Request, *, most: int) -> bytes:
    """The body of a request.

    Raises:
        HTTPException: it is larger than ``most`` bytes, or has not come in time.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise HTTPException(413, f"a request has at most {most:,} bytes", headers={"Connection": "close"})
                parts.append(part)
    except TimeoutError:
        reason = f"the request was not there within {PATIENCE:g} seconds"
        raise HTTPException(408, reason, headers={"Connection": "close"}) from None
    return b"".join(parts)


def _query(text: str, given: Parameters, request: Request) -> Query:
    default, named = (tuple(given.get(name, ())) for name in ("default-graph-uri", "named-graph-uri"))
    return Query(text, accept(request), default=default, named=named)


def _update(text: str, given: Parameters) -> Update:
    default, named = (tuple(given.get(name, ())) for name in ("using-graph-uri", "using-named-graph-uri"))
    return Update(text, default=default, named=named)


def _media(header: str) -> tuple[str, str]:
    kind, *rest = (part.strip() for part in header.split(";"))
    charset = next((part.partition("=")[2].strip('"') for part in rest if part.lower().startswith("charset=")), "utf-8")
    return kind.lower(), charset.lower()


def _decoded(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, f"a query is sent in UTF-8, not in {charset[:40]}")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the request is not UTF-8 at byte {error.start}") from error
