"""A graph arrives whole at a server that others wrote, whatever happens on the way, and answers the same questions."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph
import pytest
from handmade import every_kind, graph, profile
from servers import Front, front_of, oxigraph_server

from kg.errors import GraphError, QueryError, RemoteError
from kg.publish import PROTOCOLS, publish
from kg.query import ask, ask_endpoint, questions
from kg.remote import Login, Server
from kg.sparql import oxigraph

PAGES = (
    every_kind(),
    profile("b.md", ("identity", {"name": "Mary Somerville"}), ("interests", {"topic": 'looms "and" \\ {wheels}\n'})),
)
GRAPH = graph(*PAGES)
STORE = oxigraph(GRAPH)
GRAPHS = sorted(named.value for named in STORE.named_graphs())
PATHS = {"gsp": "/store", "update": "/update"}


@pytest.fixture
def behind() -> Iterator[str]:
    with oxigraph_server("--union-default-graph") as url:
        yield url


@pytest.fixture
def front(behind: str) -> Iterator[Front]:
    with front_of(behind) as server:
        yield server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(wait=lambda seconds: None) as client:
        yield client


def content(url: str) -> set[str]:
    """All quads that a server has."""
    answer = httpx.get(f"{url}/store", headers={"Accept": "application/n-quads"})
    return {str(quad) for quad in pyoxigraph.parse(answer.content, format=pyoxigraph.RdfFormat.N_QUADS)}


OURS = {str(quad) for quad in STORE}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_server_has_the_same_quads_and_a_second_run_sends_none(protocol, behind, server, tmp_path):
    to, ledger = behind + PATHS[protocol], tmp_path / "ledger"
    first = publish(STORE, to, server=server, ledger=ledger, protocol=protocol)
    assert (first.sent, first.kept, first.dropped) == (len(GRAPHS), 0, 0)
    assert content(behind) == OURS
    second = publish(STORE, to, server=server, ledger=ledger, protocol=protocol)
    assert (second.sent, second.kept) == (0, len(GRAPHS))
    assert publish(STORE, to, server=server, ledger=ledger, protocol=protocol, again=True).sent == len(GRAPHS)
    assert content(behind) == OURS


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("trouble", ["503", "429", "drop"])
def test_every_third_request_fails_and_nothing_is_lost(trouble, protocol, behind, front, server, tmp_path, monkeypatch):
    # Small requests, so that many are needed and a graph is cut in the middle of its parts.
    small = PROTOCOLS[protocol]
    monkeypatch.setitem(PROTOCOLS, protocol, type(small)(40, small.send, small.drop, small.has))
    front.trouble = lambda number: trouble if number % 3 == 0 else ""
    publish(STORE, front.url + PATHS[protocol], server=server, ledger=tmp_path / "ledger", protocol=protocol)
    assert len(front.seen) > 20
    assert content(behind) == OURS


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(behind, front, server, tmp_path):
    to, ledger = f"{front.url}/store", tmp_path / "ledger"
    front.trouble = lambda number: "500" if number > 2 else ""
    with pytest.raises(RemoteError, match=r"/store.*: failed 8 times, at last: 500 .*busy; try again later"):
        publish(STORE, to, server=server, ledger=ledger)
    front.trouble = lambda number: ""
    rest = publish(STORE, to, server=server, ledger=ledger)
    assert (rest.sent, rest.kept) == (len(GRAPHS) - 2, 2)
    assert content(behind) == OURS


def test_a_line_that_a_killed_run_left_half_is_sent_again(behind, server, tmp_path):
    ledger = tmp_path / "ledger"
    publish(STORE, f"{behind}/store", server=server, ledger=ledger)
    ledger.write_bytes(ledger.read_bytes()[:-20])
    assert publish(STORE, f"{behind}/store", server=server, ledger=ledger).sent == 1
    assert publish(STORE, f"{behind}/store", server=server, ledger=ledger).sent == 0


def test_a_changed_page_is_sent_and_a_removed_one_goes_only_when_asked(behind, server, tmp_path):
    to, ledger = f"{behind}/store", tmp_path / "ledger"
    publish(STORE, to, server=server, ledger=ledger)
    less = oxigraph(graph(PAGES[0]))
    kept = publish(less, to, server=server, ledger=ledger)
    assert kept.dropped == 0
    assert {line for line in content(behind) if "source/b.md" in line}
    gone = publish(less, to, server=server, ledger=ledger, prune=True)
    assert (gone.sent, gone.dropped) == (0, 1)
    assert content(behind) == {str(quad) for quad in less}


def test_other_graphs_of_the_server_are_left_alone(behind, server, tmp_path):
    other = "<urn:a> <urn:b> <urn:c> ."
    httpx.put(f"{behind}/store?graph=urn:mine", content=other, headers={"Content-Type": "application/n-triples"})
    publish(STORE, f"{behind}/store", server=server, ledger=tmp_path / "ledger", again=True)
    assert content(behind) - OURS == {"<urn:a> <urn:b> <urn:c> <urn:mine>"}


def test_a_server_that_was_emptied_since_gets_all_again(behind, server, tmp_path):
    to, ledger = f"{behind}/store", tmp_path / "ledger"
    publish(STORE, to, server=server, ledger=ledger)
    httpx.post(f"{behind}/update", data={"update": "DROP ALL"}).raise_for_status()
    assert publish(STORE, to, server=server, ledger=ledger).sent == len(GRAPHS)
    assert content(behind) == OURS


def test_a_file_that_is_no_ledger_is_left_as_it_is(behind, server, tmp_path):
    (tmp_path / "graph.nq").write_text("<urn:a> <urn:b> <urn:c> .\n")
    with pytest.raises(GraphError, match="graph.nq: no ledger of kg publish"):
        publish(STORE, f"{behind}/store", server=server, ledger=tmp_path / "graph.nq")
    assert content(behind) == set()


def test_a_ledger_is_of_one_address(behind, server, tmp_path):
    ledger = tmp_path / "ledger"
    publish(STORE, f"{behind}/store", server=server, ledger=ledger)
    with oxigraph_server() as other:
        assert publish(STORE, f"{other}/store", server=server, ledger=ledger).sent == len(GRAPHS)


def test_statements_without_a_graph_need_a_name(behind, server, tmp_path):
    plain = pyoxigraph.Store()
    plain.load(b"<urn:a> <urn:b> _:c . _:c <urn:d> 'e' .", format=pyoxigraph.RdfFormat.TURTLE)
    with pytest.raises(GraphError, match="name one with --graph IRI"):
        publish(plain, f"{behind}/store", server=server, ledger=tmp_path / "ledger")
    with pytest.raises(GraphError, match="no IRI of a graph"):
        publish(plain, f"{behind}/store", server=server, ledger=tmp_path / "ledger", name="my people")
    publish(plain, f"{behind}/store", server=server, ledger=tmp_path / "ledger", name="urn:people")
    assert httpx.get(f"{behind}/store?graph=urn:people", headers={"Accept": "text/turtle"}).text.count("<urn:d>") == 1


# ---------------------------------------------------------------------------------------------------------------
# asking


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server("--union-default-graph") as url, Server() as server:
        publish(STORE, f"{url}/store", server=server, ledger=tmp_path_factory.mktemp("ledger") / "ledger")
        yield f"{url}/query"


@pytest.mark.parametrize("name", [question.name for question in questions()])
def test_a_named_question_has_the_same_answer_there(name, published, server):
    here, there = ask(GRAPH, name), ask_endpoint(published, name, server=server)
    assert there.columns == here.columns
    assert sorted(map(str, there.rows)) == sorted(map(str, here.rows))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x a schema:Person }",
        "CONSTRUCT { ?x rkg:called ?name } WHERE { ?x a schema:Person ; schema:name ?name }",
        "SELECT ?name ?none { ?x a schema:Person ; schema:name ?name }",
    ],
    ids=lambda text: text.split()[0],
)
def test_every_form_of_a_query_is_answered_with_our_prefixes(text, published, server):
    here, there = ask(GRAPH, text), ask_endpoint(published, text, server=server)
    assert (there.form, there.columns) == (here.form, here.columns)
    assert sorted(map(str, there.rows)) == sorted(map(str, here.rows))
    assert here.rows


def test_parameters_narrow_the_answer_there_too(published, server):
    assert [r["person"] for r in ask_endpoint(published, "interests", server=server, person="mary").texts()] == [
        "https://example.org/kg/person/mary-somerville"
    ]
    with pytest.raises(QueryError, match="interests has no parameter --topic"):
        ask_endpoint(published, "interests", server=server, topic="looms")


def test_what_the_default_graph_is_can_be_said(published, server):
    text = "SELECT ?s { ?s rkg:path ?o }"
    every = ask_endpoint(published, text, server=server)
    one = ask_endpoint(published, text, server=server, default_graphs=[g for g in GRAPHS if g.endswith("b.md")])
    assert 0 < len(one.rows) < len(every.rows)


def test_the_commands_send_and_ask(kg, behind, tmp_path):
    page = tmp_path / "edith.md"
    page.write_text("# Edith Sample\n\n## Education\n\n- Ph.D. in Physics, University of Vienna, 1921\n")
    assert kg("build", "-q", page, "-o", tmp_path / "g.trig").status == 0
    sent = kg("publish", tmp_path / "g.trig", "--to", f"{behind}/store")
    assert (sent.status, sent.out) == (0, "")
    assert "4 graphs sent, 0 were there" in sent.err
    assert (tmp_path / "g.trig.published").exists()
    assert "0 graphs sent, 4 were there" in kg("publish", tmp_path / "g.trig", "--to", f"{behind}/store").err
    asked = kg("query", "--endpoint", f"{behind}/query", "education", "--person", "Edith", "-f", "csv")
    assert asked.status == 0
    assert "University of Vienna" in asked.out


# ---------------------------------------------------------------------------------------------------------------
# refusals


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("401", "refused .401 .*busy.*; give KG_USER and KG_PASSWORD, or KG_TOKEN"),
        ("403", "the login may not do this"),
        ("404", r"there is no graph store .404.; check the address"),
        ("302", "give the address that it points to: http://elsewhere.example/"),
    ],
)
def test_a_refusal_is_one_sentence_and_not_tried_again(status, sentence, front, server, tmp_path):
    front.trouble = lambda number: status
    with pytest.raises(RemoteError, match=sentence):
        publish(STORE, f"{front.url}/store", server=server, ledger=tmp_path / "ledger")
    assert len(front.seen) == 1
    assert not (tmp_path / "ledger").exists()


@pytest.mark.parametrize("url", ["localhost:7878", "ftp://localhost/", "file:///etc/passwd", "http://", "http://[::1"])
def test_an_address_that_is_none_is_one_sentence(url, server, tmp_path):
    with pytest.raises(RemoteError, match="no address of a server"):
        publish(STORE, url, server=server, ledger=tmp_path / "ledger")


def test_a_server_that_is_not_there_is_one_sentence(server, tmp_path):
    waits: list[float] = []
    with (
        Server(wait=waits.append) as patient,
        pytest.raises(RemoteError, match="failed 8 times, at last: .*refused"),
    ):
        publish(STORE, "http://127.0.0.1:1/store", server=patient, ledger=tmp_path / "ledger")
    assert waits == [0.5, 1, 2, 4, 8, 16, 32]


def test_a_query_that_the_server_does_not_understand_is_one_sentence(published, server):
    with pytest.raises(RemoteError, match="refused .400"):
        ask_endpoint(published, "SELECT nonsense { }", server=server)


def test_a_page_in_place_of_results_is_one_sentence(behind, server):
    with pytest.raises(RemoteError, match="/nothing: there is nothing .404."):
        ask_endpoint(f"{behind}/nothing", "interests", server=server)


@pytest.mark.parametrize("digest", [False, True], ids=["Basic", "Digest"])
def test_a_login_is_sent_as_the_server_wants_it(digest):
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Authorization", ""))
        if not seen[-1]:
            challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'
            return httpx.Response(401, headers={"WWW-Authenticate": challenge})
        return httpx.Response(204)

    with Server(Login("ada", "secret", digest=digest)) as server:
        server._client._transport = httpx.MockTransport(answer)
        server.send("PUT", "http://127.0.0.1:9/store", content=b"")
    assert seen[-1].startswith('Digest username="ada"' if digest else "Basic YWRhOnNlY3JldA==")
    assert "secret" not in seen[-1]


def test_the_password_is_in_no_argument_and_no_error(front, kg, monkeypatch, tmp_path):
    monkeypatch.setenv("KG_USER", "ada")
    monkeypatch.setenv("KG_PASSWORD", "s3cret")
    front.trouble = lambda number: "403"
    (tmp_path / "g.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    ended = kg("publish", tmp_path / "g.nq", "--to", f"{front.url}/store")
    assert ended.status == 2
    assert "may not" in ended.err and "s3cret" not in ended.err


def test_a_truth_is_one_word_however_the_server_writes_it():
    results = """{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "typed-literal", "value": "1",
      "datatype": "http://www.w3.org/2001/XMLSchema#boolean"}}]}}"""
    with Server() as server:
        headers = {"Content-Type": "application/sparql-results+json; charset=utf-8"}
        server._client._transport = httpx.MockTransport(
            lambda request: httpx.Response(200, text=results, headers=headers)
        )
        assert ask_endpoint("http://127.0.0.1:9/q", "positions", server=server).texts() == [{"x": "true"}]
