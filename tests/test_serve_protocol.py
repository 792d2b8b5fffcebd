"""The SPARQL 1.1 Protocol over a real socket, case by case, and the clients that people use.

The cases are those of the W3C's protocol tests: https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
import rdflib
from serving import BASE, HOSTILE, Service, graph_file, serving
from stores import build, code, read_pages, update_, write

from kg import pipeline, vocab
from kg.graph.generations import lock

FORM = "application/x-www-form-urlencoded"
TOKEN = "a-token-of-some-length"
NAMES = "SELECT ?name { ?x a schema:Person ; schema:name ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(graph_file(tmp_path_factory.mktemp("served"))) as running:
        yield running


def form(**fields: str | list[str]) -> bytes:
    return urlencode({name.replace("_", "-"): value for name, value in fields.items()}, doseq=True).encode()


# ---------------------------------------------------------------------------------------------------------------
# queries


@pytest.mark.parametrize(
    ("path", "body", "media"),
    [
        pytest.param(f"/sparql?{urlencode({'query': NAMES})}", None, "", id="query via GET"),
        pytest.param("/sparql", form(query=NAMES), FORM, id="query via POST of a form"),
        pytest.param("/sparql", form(query=NAMES), f"{FORM}; charset=UTF-8", id="with its charset"),
        pytest.param("/sparql", NAMES.encode(), "application/sparql-query", id="query via POST directly"),
    ],
)
def test_a_query_is_answered_however_it_is_sent(service, path, body, media):
    reply = service.ask(path, body, **({"content_type": media} if media else {}))
    assert (reply.status, reply.media) == (200, "application/sparql-results+json")
    assert [row["name"]["value"] for row in reply.json()["results"]["bindings"]] == ["Ada Brook", "Ben Carr"]


@pytest.mark.parametrize(
    ("method", "path", "body", "media", "status"),
    [
        pytest.param("PUT", f"/sparql?{urlencode({'query': 'ASK {}'})}", None, "", 405, id="method"),
        pytest.param("GET", "/sparql?query=ASK+%7B%7D&query=SELECT+*+%7B%7D", None, "", 400, id="two queries"),
        pytest.param("POST", "/sparql", b"ASK {}", "text/plain", 415, id="media type of no query"),
        pytest.param("POST", "/sparql", form(query="ASK {}"), "", 415, id="a form without its media type"),
        pytest.param("POST", "/sparql", b"ASK {}", "", 415, id="a query without its media type"),
        pytest.param(
            "POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415, id="UTF-16"
        ),
        pytest.param("POST", "/sparql", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400, id="no UTF-8"),
        pytest.param("POST", "/sparql", b"query=%ff", FORM, 400, id="no UTF-8 in a form"),
        pytest.param("GET", f"/sparql?{urlencode({'query': 'ASK {'})}", None, "", 400, id="syntax"),
        pytest.param("POST", "/sparql", form(other="x"), FORM, 400, id="a form without a query"),
        pytest.param("POST", "/sparql", form(query="ASK {}", update="CLEAR ALL"), FORM, 400, id="query and update"),
        pytest.param("POST", "/sparql?query=ASK+%7B%7D", b"ASK {}", "application/sparql-query", 400, id="sent twice"),
        pytest.param("GET", f"/sparql?{urlencode({'query': 'CLEAR ALL'})}", None, "", 400, id="an update as a query"),
        pytest.param("GET", f"/sparql?{urlencode({'update': 'CLEAR ALL'})}", None, "", 400, id="update via GET"),
    ],
)
def test_a_bad_request_is_refused_with_a_sentence(service, method, path, body, media, status):
    # urllib adds a media type to a body that has none: one that says nothing is the same to us.
    headers = {"content_type": media or ("application/octet-stream" if body else "")}
    reply = service.ask(path, body, method=method, **{k: v for k, v in headers.items() if v})
    assert reply.status == status
    assert reply.media == "application/problem+json"
    assert reply.json()["status"] == status
    assert reply.json()["detail"]


GRAPHS = "SELECT ?s { ?s a rkg:Naming }"


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        pytest.param({}, 2, id="all graphs as one"),
        pytest.param({"default_graph_uri": BASE + "graph/source/ada.md"}, 1, id="a default graph"),
        pytest.param({"default_graph_uri": [BASE + "graph/source/ada.md", BASE + "graph/source/ben.md"]}, 2, id="two"),
        pytest.param({"named_graph_uri": BASE + "graph/source/ada.md"}, 0, id="a named graph is not the default"),
        pytest.param(
            {
                "named_graph_uri": [BASE + "graph/source/ada.md", BASE + "graph/source/ben.md"],
                "query": "SELECT ?s { GRAPH ?g { ?s a rkg:Naming } }",
            },
            2,
            id="named graphs",
        ),
        pytest.param(
            {
                "default_graph_uri": BASE + "graph/source/ada.md",
                "query": f"SELECT ?s FROM <{BASE}graph/run> {{ ?s a rkg:Naming }}",
            },
            1,
            id="the request counts for more than FROM",
        ),
        pytest.param({"query": f"SELECT ?s FROM <{BASE}graph/source/ada.md> {{ ?s a rkg:Naming }}"}, 1, id="FROM"),
    ],
)
@pytest.mark.parametrize("way", ["GET", "form", "direct"])
def test_the_graphs_of_a_query_are_those_that_are_named(service, way, fields, count):
    fields = {"query": GRAPHS, **fields}
    if way == "GET":
        reply = service.ask(f"/sparql?{form(**fields).decode()}")
    elif way == "form":
        reply = service.ask("/sparql", form(**fields), content_type=FORM)
    else:
        text = fields.pop("query")
        reply = service.ask(
            f"/sparql?{form(**fields).decode()}", text.encode(), content_type="application/sparql-query"
        )
    assert reply.status == 200
    assert len(reply.json()["results"]["bindings"]) == count


ROWS, TRIPLES = "SELECT ?name { ?x schema:name ?name }", "CONSTRUCT { ?x schema:name ?n } { ?x schema:name ?n }"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        pytest.param(ROWS, "*/*", "application/sparql-results+json", id="rows to whom all is one"),
        pytest.param(ROWS, "application/json", "application/json", id="rows as JSON"),
        pytest.param(ROWS, "application/sparql-results+xml", "application/sparql-results+xml", id="rows as XML"),
        pytest.param(ROWS, "text/csv", "text/csv", id="rows as CSV"),
        pytest.param(ROWS, "text/tab-separated-values", "text/tab-separated-values", id="rows as TSV"),
        pytest.param(
            ROWS, "text/html, text/csv;q=0.2, application/xml;q=0.3", "application/xml", id="the better of two"
        ),
        pytest.param("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", id="a truth as XML"),
        pytest.param(TRIPLES, "*/*", "text/turtle", id="triples to whom all is one"),
        pytest.param(TRIPLES, "application/n-triples", "application/n-triples", id="triples as N-Triples"),
        pytest.param(TRIPLES, "application/ld+json", "application/ld+json", id="triples as JSON-LD"),
        pytest.param(TRIPLES, "application/rdf+xml", "application/rdf+xml", id="triples as RDF/XML"),
        pytest.param(f"DESCRIBE <{BASE}document/ada.md>", "text/turtle", "text/turtle", id="a description"),
    ],
)
def test_an_answer_has_the_format_that_the_client_likes_best(service, query, accept, media):
    reply = service.query(query, accept=accept)
    assert (reply.status, reply.media, reply.headers["vary"]) == (200, media, "Accept")
    if query is TRIPLES:
        assert len(rdflib.Graph().parse(data=reply.body, format=media)) > 3
    elif query is ROWS:
        assert len(rdflib.query.Result.parse(io.BytesIO(reply.body), format=_PARSERS[media])) > 3


_PARSERS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}


@pytest.mark.parametrize(
    ("query", "accept"),
    [(ROWS, "text/turtle"), (TRIPLES, "text/csv"), (ROWS, "image/png")],
    ids=["rows", "triples", "picture"],
)
def test_a_format_that_an_answer_does_not_have_is_refused(service, query, accept):
    reply = service.query(query, accept=accept)
    assert reply.status == 406
    assert "can be had as" in reply.json()["detail"]


def test_the_service_describes_itself(service):
    reply = service.ask("/sparql", accept="text/turtle")
    found = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    [it] = found.subjects(rdflib.RDF.type, sd.Service)
    assert str(it) == service.address + "sparql"
    assert (it, sd.supportedLanguage, sd.SPARQL11Query) in found
    assert (it, sd.supportedLanguage, sd.SPARQL11Update) not in found
    assert len(list(found.objects(it, sd.resultFormat))) == 8


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE would call another server"),
        ("SELECT * { { SERVICE SILENT ?x { ?s ?p ?o } } }", "SERVICE would call another server"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD would read another source"),
        ("SELECT * {" + "{" * 200 + "}" * 200 + "}", "deeper than 100 levels"),
        ("SELCT * {}", "line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with 'SELCT'"),
    ],
    ids=["service", "service of a variable", "load", "too deep", "a slip"],
)
def test_a_query_that_is_not_run_says_why(service, query, reason):
    reply = service.query(query)
    assert reply.status == 400
    assert reason in reply.json()["detail"]


def test_an_address_that_the_owner_named_may_be_called(tmp_path, service):
    """And no other: the called service is one of ours."""
    other = service.address + "sparql"
    query = "SELECT ?name {{ SERVICE <{0}> {{ ?x <https://schema.org/name> ?name }} }}"
    with serving(graph_file(tmp_path), remote=[other]) as calling:
        assert len(calling.query(query.format(other)).json()["results"]["bindings"]) > 2
        assert calling.query(query.format(other + "?other")).status == 400


# ---------------------------------------------------------------------------------------------------------------
# the graph store


def test_a_graph_is_read_by_its_name(service):
    iri = BASE + "graph/source/ben.md"
    reply = service.ask(f"/store?graph={quote(iri, safe='')}", accept="application/n-triples")
    assert (reply.status, reply.media) == (200, "application/n-triples")
    assert "Ben Carr" in reply.text and "Arden Prize" not in reply.text
    head = service.ask(f"/store?graph={quote(iri, safe='')}", method="HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/store?default", 200),
        ("GET", "/store?graph=urn%3Anone", 404),
        ("GET", "/store?graph=no%20iri", 400),
        ("GET", "/store", 400),
        ("GET", "/store?default&graph=urn%3Aa", 400),
        ("PUT", "/store?default", 405),
        ("DELETE", "/store?graph=urn%3Aa", 405),
    ],
)
def test_the_graph_store_is_there_to_be_read(service, method, path, status):
    reply = service.ask(path, b"" if method == "PUT" else None, method=method)
    assert reply.status == status


# ---------------------------------------------------------------------------------------------------------------
# updates


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "read_pages", read_pages)
    monkeypatch.setattr(update_, "_code", code)
    monkeypatch.setenv("KG_DATA", "/nonexistent")
    write(tmp_path / "pages", "ada.yaml", [("identity", {"name": "Ada Brook"})])
    build(tmp_path / "pages", tmp_path / "store")
    return tmp_path / "store"


def test_without_leave_nothing_is_updated(service):
    reply = service.ask("/sparql", b"CLEAR ALL", content_type="application/sparql-update")
    assert (reply.status, len(service.query(NAMES).json()["results"]["bindings"])) == (403, 2)


def test_updates_are_for_those_who_have_the_token(store):
    with serving(store, token=TOKEN) as service:

        def update(text: str, token: str = TOKEN, path: str = "/sparql", as_form: bool = False) -> int:
            body, media = (form(update=text), FORM) if as_form else (text.encode(), "application/sparql-update")
            return service.ask(path, body, content_type=media, authorization=f"Bearer {token}").status

        def holds(pattern: str) -> bool:
            return service.query(f"ASK {{ {pattern} }}").json()["boolean"]

        assert update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }", token="another") == 401
        assert not holds("<urn:a> ?p ?o")
        assert update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }") == 204
        assert update("INSERT DATA { GRAPH <urn:h> { <urn:b> <urn:p> 2 } }", as_form=True) == 204
        assert holds("<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2")
        chosen = "INSERT { GRAPH <urn:k> { ?s <urn:q> ?o } } WHERE { ?s <urn:p> ?o }"
        assert update(chosen, path="/sparql?using-graph-uri=urn%3Ah") == 204
        assert holds("<urn:b> <urn:q> 2") and not holds("<urn:a> <urn:q> 1")
        assert update(chosen.replace("WHERE", "USING <urn:g> WHERE"), path="/sparql?using-graph-uri=urn%3Ah") == 400
        assert update("INSERT DATA { <urn:a>") == 400
        assert update("LOAD <http://127.0.0.1:9/x>") == 400
        assert update("ASK {}") == 400
        with (store / "lock").open("ab") as held:
            assert lock(held)
            assert update("CLEAR ALL") == 503
        assert holds("<urn:a> <urn:p> 1")
        sd = service.ask("/sparql", accept="text/turtle").text
        assert "SPARQL11Update" in sd


def test_a_build_is_seen_by_a_service_that_runs(store, tmp_path):
    with serving(store) as service:
        assert len(service.query(NAMES).json()["results"]["bindings"]) == 1
        write(tmp_path / "pages", "ben.yaml", [("identity", {"name": "Ben Carr"})])
        build(tmp_path / "pages", store)
        assert len(service.query(NAMES).json()["results"]["bindings"]) == 2


def test_a_file_is_not_updated(kg, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_TOKEN", TOKEN)
    ended = kg("serve", graph_file(tmp_path), "--allow-update")
    assert ended.status == 2
    assert "only the graph of a store can be updated" in ended.err


def test_updates_need_a_token(kg, tmp_path, monkeypatch):
    monkeypatch.delenv("KG_TOKEN", raising=False)
    ended = kg("serve", graph_file(tmp_path), "--allow-update")
    assert ended.status == 2
    assert "KG_TOKEN" in ended.err


# ---------------------------------------------------------------------------------------------------------------
# clients that we did not write


def test_sparqlwrapper(service):
    from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, SPARQLWrapper

    client = SPARQLWrapper(service.address + "sparql")
    client.setReturnFormat(JSON)
    client.setQuery("SELECT ?name { ?x <https://schema.org/name> ?name }")
    for method, request in ((None, None), (POST, URLENCODED), (POST, POSTDIRECTLY)):
        if method:
            client.setMethod(method)
            client.setRequestMethod(request)
        assert len(client.queryAndConvert()["results"]["bindings"]) > 3
    client.setReturnFormat(TURTLE)
    client.setQuery("CONSTRUCT { ?x <https://schema.org/name> ?n } { ?x <https://schema.org/name> ?n }")
    assert b"Ada Brook" in client.queryAndConvert()


def test_rdflib_sparqlstore(service):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(service.address + "sparql", method="POST"))
    names = {str(name) for name in graph.objects(predicate=rdflib.URIRef(vocab.NAME))}
    assert {"Ada Brook", "Ben Carr"} <= names
    assert len(list(graph.query("SELECT ?x { ?x a <https://schema.org/Person> }"))) == 2


def test_pyoxigraph_as_another_service(service):
    """SERVICE of another engine, which sends its query as Oxigraph does."""
    query = f"SELECT ?n {{ SERVICE <{service.address}sparql> {{ ?x <{vocab.NAME}> ?n }} }}"
    assert len(list(pyoxigraph.Store().query(query))) > 3


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl(service):
    command = ["curl", "-sS", "-f", "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv"]
    said = subprocess.run([*command, service.address + "sparql"], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["name", "Ada", "Brook", "Ben", "Carr"]


# ---------------------------------------------------------------------------------------------------------------
# things


def person(service: Service, name: str) -> str:
    [row] = service.query(f"SELECT ?x {{ ?x a schema:Person ; schema:name '{name}' }}").json()["results"]["bindings"]
    return str(row["x"]["value"])


def test_an_iri_leads_people_to_a_page_and_machines_to_data(service):
    key = person(service, "Ada Brook").removeprefix(BASE)
    for path in (f"/{key}", f"/kg/{key}"):
        to_page, to_data = service.ask(path, accept="text/html,*/*;q=0.8"), service.ask(path, accept="text/turtle")
        assert (to_page.status, to_data.status) == (303, 303)
        assert to_page.headers["location"].startswith("/page/")
        assert to_data.headers["location"].startswith("/data/")
    page = service.ask(to_page.headers["location"])
    assert (page.status, page.media) == (200, "text/html")
    assert "<h1>Ada Brook</h1>" in page.text and "Arden Prize" in page.text
    data = service.ask(f"/data/{key}", accept="application/n-triples")
    assert '"Ada Brook"' in data.text


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_the_end_of_an_address_can_say_the_format(service, suffix, media):
    reply = service.ask(f"/data/{person(service, 'Ada Brook').removeprefix(BASE)}.{suffix}")
    assert (reply.status, reply.media) == (200, media)


def test_the_iri_of_a_named_graph_gives_the_graph(service):
    reply = service.ask("/graph/source/ada.md", accept="application/n-triples")
    assert reply.status == 200
    assert "Arden Prize" in reply.text


def test_an_iri_of_elsewhere_is_described_on_demand(service):
    reply = service.ask(
        f"/describe?iri={quote(vocab.FACT_CLASS[next(iter(vocab.FACT_CLASS))], safe='')}", accept="text/turtle"
    )
    assert reply.status == 200
    assert service.ask("/describe?iri=no+iri").status == 400
    assert service.ask("/person/nobody", accept="text/html").status == 404


def test_what_a_page_says_runs_nowhere(service):
    [row] = service.query("SELECT ?x { ?x a skos:Concept } LIMIT 1").json()["results"]["bindings"] or [{}]
    topic = row["x"]["value"].removeprefix(BASE)
    page = service.ask(f"/page/{topic}")
    assert HOSTILE not in page.text
    assert "&lt;script&gt;alert" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert HOSTILE not in service.ask(f"/?{urlencode({'find': HOSTILE})}").text


# ---------------------------------------------------------------------------------------------------------------
# questions


def test_the_questions_are_an_api(service):
    listed = service.ask("/api/questions").json()["questions"]
    assert len(listed) > 30
    answer = service.ask("/api/questions/laureates?award=Arden").json()
    assert answer["columns"][:1] == ["award"]
    assert [row["person"] for row in answer["rows"]] == ["Ada Brook"]
    assert service.ask("/api/questions/laureates?award=Nobel").json()["rows"] == []


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/api/questions/nothing", 404, "no such question"),
        ("/api/questions/laureates?who=x", 400, "no parameter --who"),
        ("/api/questions/laureates?award=a&award=b", 400, "2 fields named award"),
        ("/api/questions/..%2f..%2fetc%2fpasswd", 404, ""),
    ],
)
def test_a_question_that_is_not_there_is_a_sentence(service, path, status, reason):
    reply = service.ask(path)
    assert (reply.status, reply.media) == (status, "application/problem+json")
    assert reason in reply.json()["detail"]


def test_openapi_tells_of_every_question_and_every_answer_fits_it(service):
    told = service.ask("/openapi.json").json()
    names = {question["name"] for question in service.ask("/api/questions").json()["questions"]}
    assert {path.rpartition("/")[2] for path in told["paths"]} == names | {"questions"}
    required = told["components"]["schemas"]["Answer"]["required"]
    for name in sorted(names):
        reply = service.ask(f"/api/questions/{name}")
        assert reply.status == 200, name
        assert sorted(reply.json()) == sorted(required)
        assert all(isinstance(cell, str) for row in reply.json()["rows"] for cell in row.values())


def test_the_log_is_json_and_the_metrics_are_prometheus(service):
    service.query("ASK {}")
    before = service.metric('kg_requests_total{route="sparql",status="200"}')
    service.query("ASK {}")
    assert service.metric('kg_requests_total{route="sparql",status="200"}') == before + 1
    lines = [json.loads(line) for line in service.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert {"time", "client", "method", "path", "status", "ms", "bytes"} <= lines[-1].keys()
    assert service.ask("/health").status == 200
