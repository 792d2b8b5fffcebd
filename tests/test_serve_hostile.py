"""Queries without end, bad requests of all kinds, clients that vanish: each ends, and others are answered meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from serving import Service, graph_file, serving

from kg.serve.media import chosen

#: Hundreds of triples to the sixth power: hours on any machine, in little memory.
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r FILTER(?a != ?p) }"
)
#: The same in much memory: all that is found is held to be sorted.
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?i) LIMIT 1"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graph_file(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def service(graph: Path) -> Iterator[Service]:
    limits = {"seconds": 1.5, "most_rows": 300, "most_bytes": 100_000, "most_asked": 20_000, "memory": 1000}
    with serving(graph, workers=2, patience=1.0, **limits) as running:
        yield running


def _wait(condition, what: str) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


# ---------------------------------------------------------------------------------------------------------------
# queries


def test_a_query_without_end_is_ended_and_others_are_answered_meanwhile(service):
    before = service.metric('kg_stopped_total{why="time"}')
    with ThreadPoolExecutor(1) as thread:
        begun = time.monotonic()
        runaway = thread.submit(service.query, RUNAWAY)
        time.sleep(0.3)
        answered = [service.query("ASK {}").status for _ in range(5)]
        was_running = not runaway.done()
        reply = runaway.result()
    assert (answered, was_running) == ([200] * 5, True)
    assert reply.status == 504
    assert "no answer within 1.5 seconds" in reply.json()["detail"]
    assert time.monotonic() - begun > 1.4
    assert service.metric('kg_stopped_total{why="time"}') == before + 1
    # The place of the one that was ended is taken by another.
    _wait(lambda: service.metric("kg_busy_workers") == 0, "a worker in place of the one that was ended")
    with ThreadPoolExecutor(4) as threads:
        assert {reply.status for reply in threads.map(service.query, ["ASK {}"] * 8)} == {200}


def test_a_query_that_takes_all_memory_is_ended(graph):
    with serving(graph, workers=1, seconds=60, memory=600) as service:
        reply = service.query(GREEDY, timeout=90)
        assert reply.status == 422
        assert "memory" in reply.json()["detail"]
        assert service.query("ASK {}").status == 200


def test_a_query_whose_client_has_gone_is_ended(graph):
    with serving(graph, workers=1, seconds=600) as service:
        connection = service.connect()
        connection.sendall(f"GET /sparql?{urlencode({'query': RUNAWAY})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _wait(lambda: service.metric("kg_busy_workers") == 1, "the query runs")
        connection.close()
        assert service.query("ASK {}", timeout=20).status == 200


def test_when_all_are_at_work_the_next_is_told_to_come_again(graph):
    with serving(graph, workers=1, seconds=2, most_waiting=1) as service, ThreadPoolExecutor(3) as threads:
        replies = []
        for _ in range(3):
            replies.append(threads.submit(service.query, RUNAWAY))
            time.sleep(0.3)
        statuses = sorted(reply.result().status for reply in replies)
        assert statuses[0] == 503
        assert set(statuses) <= {503, 504}
        refused = [r.result() for r in replies if r.result().status == 503]
        assert refused[0].headers["retry-after"] == "5"


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/csv", "text/tab-separated-values"])
def test_an_answer_of_too_many_rows_is_refused_in_every_format(service, accept):
    rows = 'SELECT ?x ?y {{ VALUES ?x {{ "a\\n\\"b,{{[" }} {{ ?a ?b ?y }} }} LIMIT {0}'
    assert service.query(rows.format(300), accept=accept).status == 200
    reply = service.query(rows.format(301), accept=accept)
    assert reply.status == 422
    assert "more than 300 rows" in reply.json()["detail"]


def test_an_answer_of_too_many_bytes_is_refused(service):
    reply = service.query("CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }")
    assert reply.status == 422
    assert "larger than 100,000 bytes" in reply.json()["detail"]


def test_an_update_without_end_changes_nothing(tmp_path):
    from kg.graph.files import fill
    from kg.graph.generations import changed, current

    store = tmp_path / "store"
    store.mkdir()
    changed(store, lambda made: fill(made, graph_file(tmp_path, "graph.ttl")))
    token = "a-token-of-some-length"
    with serving(store, seconds=1.5, token=token) as service:
        update = f"INSERT {{ <urn:a> <urn:b> ?n }} WHERE {{ {{ {RUNAWAY} }} }}".encode()
        headers = {"content_type": "application/sparql-update", "authorization": f"Bearer {token}"}
        assert service.ask("/sparql", update, **headers).status == 504
        assert current(store) == "graph-1"
        assert service.ask("/sparql", b"INSERT DATA { <urn:a> <urn:b> 1 }", **headers).status == 204
    assert sorted(path.name for path in store.glob("graph-*")) == [current(store)]


# ---------------------------------------------------------------------------------------------------------------
# requests


def _said(service: Service, *parts: bytes, pause: float = 0.0) -> bytes:
    """What comes back for bytes that are sent one part after the other, until the service closes."""
    with service.connect() as connection:
        for part in parts:
            try:
                connection.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                break
            time.sleep(pause)
        reply = b""
        try:
            while chunk := connection.recv(65_536):
                reply += chunk
        except ConnectionResetError:
            pass
        return reply


def _status(reply: bytes) -> int:
    assert reply.startswith(b"HTTP/1.1 "), reply[:100]
    return int(reply.split()[1])


HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"


CLOSE = b"Connection: close\r\n"
CHUNKS = [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"2710\r\n" + b" " * 10_000 + b"\r\n"] * 3, b"0\r\n\r\n"]


@pytest.mark.parametrize(
    ("parts", "pause", "status"),
    [
        pytest.param([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n"], 0, 400, id="no HTTP at all"),
        pytest.param([b"GET / HTTP/9.9\r\n" + CLOSE + b"\r\n"], 0, 400, id="a version that there is not"),
        pytest.param([b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n"], 0, 400, id="a control character"),
        pytest.param([b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n"], 0, 400, id="no host"),
        pytest.param([b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE + b"\r\n"], 0, 400, id="another's name"),
        pytest.param([b"GET / HTTP/1.1\r\nX: " + b"x" * 3_000_000 + b"\r\n\r\n"], 0, 431, id="a head too large"),
        pytest.param([HEAD + b"Content-Length: 30000\r\n\r\n" + b" " * 30_000], 0, 413, id="a body too large"),
        pytest.param(CHUNKS, 0, 413, id="chunks too large"),
        pytest.param([HEAD + b"Content-Length: -5\r\n\r\n"], 0, 400, id="a length below nothing"),
        pytest.param([HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK {}"], 0, 400, id="two lengths"),
        pytest.param([HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"], 0, 400, id="a chunk without a size"),
        pytest.param([b"GET /spa", b"rql HTTP"], 0.2, 408, id="a head that never ends"),
        pytest.param([HEAD + b"Content-Length: 500\r\n\r\n", b"ASK"], 0.2, 408, id="a body that never ends"),
        pytest.param([b""], 0, 408, id="nothing at all"),
    ],
)
def test_a_bad_request_ends_with_a_status(service, parts, pause, status):
    assert _status(_said(service, *parts, pause=pause)) == status
    assert service.query("ASK {}").status == 200


@pytest.mark.parametrize(
    ("accept", "offers", "best"),
    [
        ("", ["a/b", "c/d"], "a/b"),
        ("*/*", ["a/b", "c/d"], "a/b"),
        ("c/*, a/b;q=0.9", ["a/b", "c/d"], "c/d"),
        ("*/*, a/b;q=0", ["a/b", "c/d"], "c/d"),
        ("a/b;q=x", ["a/b"], ""),
        ("a/b;q=0", ["a/b"], ""),
        ("nonsense", ["a/b"], ""),
        (",,,;;;q=,", ["a/b"], ""),
        ("A/B", ["a/b"], "a/b"),
        ("x/y," * 10_000 + "a/b", ["a/b"], ""),
    ],
)
def test_any_accept_header_is_understood(accept, offers, best):
    assert chosen(accept, offers) == best


def test_hundreds_of_connections_are_served_or_refused(graph):
    with serving(graph, most_connections=100, patience=3.0) as service:
        held = [service.connect() for _ in range(300)]
        for connection in held:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        statuses = [_status(connection.recv(1000)) for connection in held]
        assert set(statuses) <= {200, 503}
        assert 503 in statuses
        for connection in held:
            connection.close()
        _wait(lambda: service.ask("/health").status == 200, "it serves again")


# ---------------------------------------------------------------------------------------------------------------
# from elsewhere


@pytest.mark.parametrize(
    ("origins", "allowed"), [([], None), (["https://a.example"], "https://a.example"), (["https://b.example"], None)]
)
def test_pages_of_elsewhere_read_answers_only_if_they_may(graph, origins, allowed):
    with serving(graph, workers=1, origins=origins) as service:
        reply = service.query("ASK {}", origin="https://a.example")
        assert reply.headers.get("access-control-allow-origin") == allowed


def test_a_name_that_the_owner_gave_is_answered_too(graph):
    with serving(graph, workers=1, hosts=["kg.example.org"]) as service:
        assert service.query("ASK {}", host="kg.example.org").status == 200
        assert service.query("ASK {}", host="other.example.org").status == 400


# ---------------------------------------------------------------------------------------------------------------
# the end


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_the_command_ends_in_order_and_leaves_no_process(graph, number, tmp_path):
    with (tmp_path / "said").open("wb") as said:
        command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", "--timeout", "600"]
        process = subprocess.Popen(command, stderr=said, start_new_session=True)
    _wait(lambda: "serves" in (tmp_path / "said").read_text(), "it serves")
    address = (tmp_path / "said").read_text().split()[0]
    service = Service(address, process, tmp_path / "said")
    connection = service.connect()
    connection.sendall(f"GET /sparql?{urlencode({'query': RUNAWAY})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    _wait(lambda: service.metric("kg_busy_workers") == 1, "a query runs")
    process.send_signal(number)
    assert process.wait(20) == 0
    connection.close()
    _wait(lambda: not _group(process.pid), "all its processes have ended")


def test_when_it_is_killed_its_processes_end_too(graph, tmp_path):
    with (tmp_path / "said").open("wb") as said:
        command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0"]
        process = subprocess.Popen(command, stderr=said, start_new_session=True)
    _wait(lambda: "serves" in (tmp_path / "said").read_text(), "it serves")
    process.kill()
    process.wait()
    _wait(lambda: not _group(process.pid), "all its processes have ended")


def _group(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_address_that_is_taken_is_a_sentence(kg, graph):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = kg("serve", graph, "--port", taken.getsockname()[1])
    assert ended.status == 2
    assert "is taken" in ended.err
