"""A service under load: the named questions beside rdflib's own engine, 32 clients at once, a query without end.

    python benchmarks/serve.py GRAPH [--runs 5] [--clients 32] [--seconds 60] [--no-rdflib] [--patience 120]

GRAPH is a file or the folder of a store. The service is ``kg serve`` as a process of its own, asked over HTTP as any
client asks; rdflib answers in this process from memory, without HTTP, which is in its favour. A question for which
either takes longer than ``--patience`` seconds is given up: the service ends it with 504, and rdflib, which cannot, is
asked in a process of its own.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

import rdflib

from kg import vocab
from kg.graph import load
from kg.query import questions

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMIT = 5.0
SLOW = 3.0


@contextmanager
def serving(graph: Path, seconds: float) -> Iterator[str]:
    """The address of a service of the graph."""
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log, Path(log.name).open("w") as said:
        command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", "--timeout", str(seconds)]
        process = subprocess.Popen(command, stderr=said)
        try:
            while not (found := re.search(r"^(http://\S+)/ serves", log.read(), re.MULTILINE)):
                assert process.poll() is None, "it did not begin"
                time.sleep(0.1)
                log.seek(0)
            yield found[1]
        finally:
            process.terminate()
            process.wait()


def get(connection: http.client.HTTPConnection, query: str) -> tuple[int, bytes]:
    body = urlencode({"query": query})
    media = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    connection.request("POST", "/sparql", body, media)
    reply = connection.getresponse()
    return reply.status, reply.read()


def times(address: str, query: str, runs: int) -> tuple[float, int]:
    """The median seconds of an answer, and its status; what takes long is asked once."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    found: list[float] = []
    while len(found) < runs and sum(found) < SLOW:
        begun = time.perf_counter()
        status, _ = get(connection, query)
        found.append(time.perf_counter() - begun)
    return median(found), status


# ---------------------------------------------------------------------------------------------------------------
# rdflib's own engine


def _answer(graph: rdflib.Graph, query: str, out: Any) -> None:
    begun = time.perf_counter()
    rows = len(list(graph.query(query)))
    out.send((time.perf_counter() - begun, rows))


def rdflib_seconds(graph: rdflib.Graph, query: str, patience: float) -> float:
    """Seconds of one answer; infinite if it is given up."""
    inside, outside = multiprocessing.Pipe()
    # Forked: the graph of a million triples is there at once.
    process = multiprocessing.get_context("fork").Process(target=_answer, args=(graph, query, outside))
    process.start()
    outside.close()
    try:
        return float(inside.recv()[0]) if inside.poll(patience) else float("inf")
    except EOFError:
        return float("inf")
    finally:
        process.kill()
        process.join()


def in_rdflib(graph: Path) -> rdflib.Graph:
    """All triples in rdflib's own store, in memory."""
    own = rdflib.Graph()
    for prefix, namespace in vocab.PREFIXES.items():
        own.bind(prefix, namespace)
    for triple in load(graph).triples((None, None, None)):
        own.add(triple)
    return own


# ---------------------------------------------------------------------------------------------------------------
# many clients


def clients(address: str, count: int, seconds: float, asked: list[str]) -> tuple[list[float], Counter[int]]:
    """What so many clients see who ask one question after the other: the seconds of each answer, and the statuses."""
    found: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.monotonic() + seconds

    def client(seed: int) -> None:
        rng = random.Random(seed)
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        while time.monotonic() < end:
            begun = time.perf_counter()
            status, _ = get(connection, rng.choice(asked))
            found.append(time.perf_counter() - begun)
            statuses[status] += 1

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found, statuses


def runaway(address: str) -> tuple[float, int, list[float]]:
    """Seconds until a query without end is ended, its status, and what another client waited meanwhile."""
    ended: list[tuple[float, int]] = []

    def ask() -> None:
        begun = time.perf_counter()
        status, _ = get(http.client.HTTPConnection(urlsplit(address).netloc, timeout=120), RUNAWAY)
        ended.append((time.perf_counter() - begun, status))

    thread = threading.Thread(target=ask)
    thread.start()
    waited = []
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    while thread.is_alive():
        begun = time.perf_counter()
        get(connection, "SELECT ?name { ?x a schema:Person ; schema:name ?name } LIMIT 100")
        waited.append(time.perf_counter() - begun)
    thread.join()
    return (*ended[0], waited)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--patience", type=float, default=120)
    parser.add_argument("--no-rdflib", action="store_true")
    parser.add_argument("--fast", type=float, default=0.25, help="the clients ask what takes at most so many seconds")
    parser.add_argument("--only", default="", help="names of questions, with commas between them")
    given = parser.parse_args()
    only = set(filter(None, given.only.split(",")))
    own = None if given.no_rdflib else in_rdflib(given.graph)
    if own is not None:
        print(f"{len(own):,} triples\n")
    print("| question | kg serve, s | rdflib, s |\n|---|---:|---:|")
    fast = []
    with serving(given.graph, given.patience) as address:
        for asked in (one for one in questions() if not only or one.name in only):
            ours, status = times(address, asked.text, given.runs)
            theirs = rdflib_seconds(own, asked.text, given.patience) if own is not None else float("nan")
            note = "" if status == 200 else f" ({status})"  # 504: too slow, 422: too many rows
            print(f"| {asked.name} | {ours:.3f}{note} | {theirs:.3f} |", flush=True)
            if status == 200 and ours <= given.fast:
                fast.append(asked.text)
        print(f"\n{len(fast)} questions take at most {given.fast} s alone; {given.clients} clients ask these")
        found, statuses = clients(address, given.clients, given.seconds, fast)
        cuts = quantiles(found, n=100)
        print(f"{len(found) / given.seconds:.0f} answers a second, {dict(statuses)}", end="; ")
        print(f"p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s, most {max(found):.3f} s")
    with serving(given.graph, LIMIT) as address:
        taken, status, waited = runaway(address)
        print(
            f"a query without end: ended after {taken:.1f} s with {status} (limit {LIMIT:g} s); {len(waited):,} others",
            end=" ",
        )
        print(f"were answered meanwhile, median {median(waited):.3f} s, most {max(waited):.3f} s")


if __name__ == "__main__":
    main()
