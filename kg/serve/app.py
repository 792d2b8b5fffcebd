"""The web application: what is asked at which address. Handlers make jobs of requests, and responses of answers."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.draw import VIEWS
from kg.errors import KgError
from kg.serve import api, pages, protocol
from kg.serve.describing import description
from kg.serve.media import OFFERS, SUFFIXES, chosen
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.serve.watch import Counts, Watch
from kg.serve.work import Answer, Base, Draw, Job, Query, Update

_RDF = tuple(OFFERS["triples"])


class Gone(Exception):
    """The client did not wait for its answer."""


def application(folder: Path, settings: Settings) -> Starlette:
    """The application that serves the graph in a folder."""
    counts = Counts()
    pool = Pool(folder, settings, stopped=lambda why: counts.stopped.labels(why).inc())
    counts.waiting.set_function(lambda: pool.waiting)
    counts.busy.set_function(lambda: pool.busy)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        await pool.open()
        try:
            yield
        finally:
            await pool.close()

    app = Starlette(
        routes=ROUTES,
        lifespan=life,
        exception_handlers={HTTPException: _refused, KgError: _mistaken, Gone: _gone, ClientDisconnect: _gone},
        middleware=[
            Middleware(Watch, counts=counts),
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings), www_redirect=False),
            *([_cors(settings)] if settings.origins else []),
        ],
    )
    app.state.pool, app.state.settings, app.state.counts = pool, settings, counts
    return app


def _hosts(settings: Settings) -> list[str]:
    """The names under which it may be asked: a page elsewhere must not reach a local service by a name of its own."""
    if not settings.is_local and not settings.hosts:
        return ["*"]
    return ["localhost", "127.0.0.1", "[::1]", "::1", settings.host, *settings.hosts]


def _cors(settings: Settings) -> Middleware:
    return Middleware(CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "POST"], max_age=600)


# ---------------------------------------------------------------------------------------------------------------
# from a job to a response


async def _done(request: Request, job: Job) -> Answer:
    """Have a job done, and have it ended if the client goes.

    Raises:
        Gone: it has gone.
    """
    pool: Pool = request.app.state.pool
    work = asyncio.ensure_future(pool.update(job) if isinstance(job, Update) else pool.ask(job))
    gone = asyncio.ensure_future(_until_gone(request))
    try:
        # An update that was begun is carried through.
        await asyncio.wait({work} if isinstance(job, Update) else {work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise Gone
        return work.result()
    finally:
        for task in (work, gone):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(request: Request, answer: Answer, **headers: str) -> Response:
    if answer.status >= 400:
        return _problem(request, answer.status, answer.reason)
    return Response(answer.body, answer.status, {"Vary": "Accept", **headers}, answer.media or None)


def _problem(request: Request, status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    request.state.reason = reason
    content = {"title": HTTPStatus(status).phrase, "status": status, "detail": reason}
    more = {"Retry-After": "5"} if status == 503 else {}
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {**more, **(headers or {})}, "application/problem+json")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(request, error.status_code, error.detail, error.headers)


async def _mistaken(request: Request, error: Exception) -> Response:
    return _problem(request, 400, str(error))


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it; the log shows that the client left


def _page(html: str) -> Response:
    return Response(html, media_type="text/html; charset=utf-8", headers={"Vary": "Accept"})


# ---------------------------------------------------------------------------------------------------------------
# SPARQL and graphs


async def sparql(request: Request) -> Response:
    """The endpoint."""
    settings: Settings = request.app.state.settings
    job = await protocol.sparql(request, most=settings.most_asked)
    if job is None:
        accept = protocol.accept(request)
        if chosen(accept, (*_RDF, "text/html")) == "text/html":
            return RedirectResponse("/query", 303)
        media, body = description(str(request.url.replace(query="")), accept, updates=bool(settings.token))
        if not media:
            raise HTTPException(406, f"the description can be had as {', '.join(_RDF)}")
        return Response(body, 200, {"Vary": "Accept"}, media)
    if isinstance(job, Update):
        _allow_update(request, settings)
    return _response(request, await _done(request, job))


def _allow_update(request: Request, settings: Settings) -> None:
    if not settings.token:
        raise HTTPException(403, "this service answers queries alone; start it with --allow-update for updates")
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), settings.token.encode()):
        raise HTTPException(401, "an update must show the token", headers={"WWW-Authenticate": "Bearer"})


async def store(request: Request) -> Response:
    """The Graph Store Protocol, to read."""
    return _response(request, await _done(request, protocol.graph(request)))


# ---------------------------------------------------------------------------------------------------------------
# questions


async def openapi(request: Request) -> Response:
    return _json(api.openapi())


async def question_list(request: Request) -> Response:
    return _json(api.listed())


async def question(request: Request) -> Response:
    """The answer to a named question."""
    asked = api.named(request.path_params["name"])
    if asked is None:
        raise HTTPException(404, "there is no such question; /api/questions lists them")
    return _response(request, await _done(request, api.job(asked, protocol.parameters(request.url.query))))


def _json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, indent=1), media_type="application/json")


# ---------------------------------------------------------------------------------------------------------------
# things


async def _base(request: Request) -> str:
    answer = await _done(request, Base())
    if answer.status != 200:
        raise HTTPException(answer.status, answer.reason)
    return str(json.loads(answer.body)["base"])


async def _iri(request: Request, key: str) -> str:
    """The IRI that an address under ours stands for: the base of the graph in place of the name of this service."""
    base = await _base(request)
    path = "/" + "/".join(base.split("/")[3:])
    return base + key.removeprefix(path.lstrip("/"))


def _key(request: Request, prefix: str = "/") -> str:
    # As it was sent: the IRIs of graphs hold percent signs of their own.
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return raw.decode("ascii", "replace").partition("?")[0].removeprefix(prefix)


async def thing(request: Request) -> Response:
    """An IRI of the graph: a person or a place is told of elsewhere (303), a named graph is given itself."""
    iri = _valid(await _iri(request, _key(request)))
    found = await _done(request, protocol.whole_graph(iri, request))
    if found.status == 200:
        return _response(request, found)
    known = await _done(request, Query(pages.any_of(iri), "application/json"))
    if known.status != 200 or not json.loads(known.body)["boolean"]:
        raise HTTPException(404, "neither a page of this service nor a thing in its graph")
    media = chosen(protocol.accept(request), (*_RDF, "text/html"))
    if not media:
        raise HTTPException(406, f"things are told of as text/html, {', '.join(_RDF)}")
    room = "page" if media == "text/html" else "data"
    return RedirectResponse(f"/{room}/{_key(request)}", 303, {"Vary": "Accept"})


async def data(request: Request) -> Response:
    """What the graph says of a thing, for programs; the end of the address can say in which format."""
    key, _, suffix = _key(request, "/data/").rpartition(".")
    if suffix not in SUFFIXES:
        key, suffix = _key(request, "/data/"), ""
    return await _described(request, await _iri(request, key), SUFFIXES.get(suffix, protocol.accept(request)))


async def page(request: Request) -> Response:
    """What the graph says of a thing, for people."""
    return await _shown(request, await _iri(request, _key(request, "/page/")))


async def describe(request: Request) -> Response:
    """What the graph says of any IRI."""
    iri = protocol.one({"iri": [""], **protocol.parameters(request.url.query)}, "iri")
    accept = protocol.accept(request)
    if chosen(accept, (*_RDF, "text/html")) == "text/html":
        return await _shown(request, iri)
    return await _described(request, iri, accept)


async def _described(request: Request, iri: str, accept: str) -> Response:
    answer = await _done(request, Query(pages.data_of(_valid(iri)), accept))
    return _response(request, answer)


async def _shown(request: Request, iri: str) -> Response:
    _valid(iri)
    said = await _bindings(request, Query(pages.said(iri), "application/json"))
    said_of = await _bindings(request, Query(pages.said_of(iri), "application/json"))
    if not said and not said_of:
        raise HTTPException(404, "the graph says nothing of this")
    return _page(pages.of_thing(iri, said, said_of, await _base(request)))


async def _bindings(request: Request, job: Query) -> list[dict[str, Any]]:
    answer = await _done(request, job)
    if answer.status != 200:
        raise HTTPException(answer.status, answer.reason)
    found: list[dict[str, Any]] = json.loads(answer.body)["results"]["bindings"]
    return found


def _valid(iri: str) -> str:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri).value
    except ValueError:
        raise HTTPException(400, "this is no absolute IRI") from None


# ---------------------------------------------------------------------------------------------------------------
# pages


async def home(request: Request) -> Response:
    words = protocol.parameters(request.url.query).get("find", [""])[0]
    found = await _bindings(request, Query(pages.find(words), "application/json"))
    return _page(pages.home(words, found, await _base(request)))


async def query(request: Request) -> Response:
    """YASGUI, with the named questions as examples."""
    return Response(
        pages.query(), media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": pages.YASGUI_POLICY}
    )


async def explore(request: Request) -> Response:
    """The interactive drawing."""
    given = protocol.parameters(request.url.query)
    around, depth, view = (protocol.one({name: [default], **given}, name) for name, default in _EXPLORE.items())
    if depth not in ("1", "2", "3"):
        raise HTTPException(400, "depth is 1, 2 or 3")
    if view not in VIEWS:
        raise HTTPException(400, f"view is one of {', '.join(VIEWS)}")
    answer = await _done(request, Draw(_valid(around) if around else "", int(depth), view))
    if answer.status == 422:
        return RedirectResponse("/", 303)
    # The page has a policy of its own, with the hashes of its scripts; this only keeps it out of others' frames.
    return _response(request, answer, **{"Content-Security-Policy": "frame-ancestors 'self'"})


_EXPLORE = {"around": "", "depth": "1", "view": "network"}


async def docs(request: Request) -> Response:
    return _page(pages.api())


async def static(request: Request) -> Response:
    """A script or a style sheet of ours."""
    name = request.path_params["name"]
    if name not in pages.STATIC:
        raise HTTPException(404, "there is no such file")
    return Response(pages.static(name), media_type=pages.STATIC[name][1], headers={"Cache-Control": "max-age=3600"})


async def favicon(request: Request) -> Response:
    """None; browsers ask for it behind an answer that is no page of ours."""
    return Response(status_code=204)


async def health(request: Request) -> Response:
    """Whether a query is answered."""
    answer = await request.app.state.pool.ask(Query("ASK {}", "application/json"), seconds=5)
    return _response(request, answer)


async def metrics(request: Request) -> Response:
    return Response(generate_latest(request.app.state.counts.registry), media_type="text/plain; version=0.0.4")


ROUTES = [
    Route("/", home),
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/store", store),
    Route("/query", query),
    Route("/explore", explore),
    Route("/describe", describe),
    Route("/api", docs),
    Route("/api/questions", question_list),
    Route("/api/questions/{name}", question),
    Route("/openapi.json", openapi),
    Route("/health", health),
    Route("/metrics", metrics),
    Route("/favicon.ico", favicon),
    Route("/static/{name}", static),
    Route("/data/{key:path}", data),
    Route("/page/{key:path}", page),
    Route("/{key:path}", thing),
]
