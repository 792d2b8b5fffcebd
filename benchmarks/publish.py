"""A graph to servers that others wrote, by both protocols, and every named question asked here and there.

    apt-get install virtuoso-opensource-7-bin      # another that is measured where it is installed
    python benchmarks/publish.py --pages 200

Each server that is on this machine is started, empty, on a free port of the loopback interface, and ended after it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from made_pages import write_pages  # noqa: E402
from servers import _until_up as until_up  # noqa: E402
from servers import free_port, oxigraph_server  # noqa: E402

from kg.errors import KgError  # noqa: E402
from kg.remote import Login, Server  # noqa: E402


@dataclass(frozen=True, slots=True)
class Running:
    """Where a server takes what: a graph store, an update, a query."""

    gsp: str
    update: str
    query: str
    login: Login = Login()


@contextmanager
def oxigraph() -> Iterator[Running]:
    with oxigraph_server("--union-default-graph") as url:
        yield Running(f"{url}/store", f"{url}/update", f"{url}/query")


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 80000
MaxDirtyBuffers = 60000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def virtuoso() -> Iterator[Running]:
    web = free_port()
    with tempfile.TemporaryDirectory(prefix="kg-virtuoso-") as folder:
        (Path(folder) / "virtuoso.ini").write_text(_VIRTUOSO.format(port=free_port(), web=web))
        command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                url = f"http://127.0.0.1:{web}"
                until_up(url)
                # The login of a database that was made a moment ago, as its manual has it.
                login = Login("dba", "dba", digest=True)
                yield Running(f"{url}/sparql-graph-crud-auth", f"{url}/sparql-auth", f"{url}/sparql", login)
            finally:
                server.terminate()


@contextmanager
def fuseki() -> Iterator[Running]:
    port = free_port()
    command = ["fuseki-server", "--localhost", f"--port={port}", "--update", "--mem", "/kg"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}/kg"
            until_up(url)
            yield Running(f"{url}/data", f"{url}/update", f"{url}/query?default-graph-uri=urn:x-arq:UnionGraph")
        finally:
            server.terminate()


#: Program → how the server is run.
SERVERS: Mapping[str, Callable] = {"oxigraph": oxigraph, "virtuoso-t": virtuoso, "fuseki-server": fuseki}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100, help="how many made pages the graph is of")
    options = parser.parse_args()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        graph = _graph(Path(folder), options.pages)
        print(f"{'server':14} {'by':7} {'graphs':>7} {'seconds':>8} {'quads/s':>8} {'again s':>8}  same answers")
        for program, run in SERVERS.items():
            if shutil.which(program) is None:
                print(f"{program:14} not installed")
                continue
            for protocol in ("gsp", "update"):
                with run() as running:
                    _measure(program, protocol, graph, running, Path(folder) / f"{program}-{protocol}")
    return 0


def _graph(folder: Path, pages: int):
    from kg import pipeline
    from kg.graph import dataset

    write_pages(folder / "pages", pages)
    built = pipeline.build([folder / "pages"], read_on=date(2026, 1, 1))
    print(f"{pages} made pages, {len(built.quads):,} quads")
    return dataset(built.quads)


def _measure(program: str, protocol: str, graph, running: Running, ledger: Path) -> None:
    from kg.publish import publish
    from kg.sparql import oxigraph

    store, to = oxigraph(graph), getattr(running, protocol)
    with Server(running.login, seconds=300) as server:
        seconds = []
        for _ in range(2):
            begun = time.perf_counter()
            done = publish(store, to, server=server, ledger=ledger, protocol=protocol)
            seconds.append(time.perf_counter() - begun)
        same, other = _answers(graph, running.query)
        rate = len(store) / seconds[0]
        line = f"{seconds[0]:>8.1f} {rate:>8,.0f} {seconds[1]:>8.1f}  {same} of {same + len(other)}"
        print(f"{program:14} {protocol:7} {done.sent + done.kept:>7} {line}", flush=True)
        for reason in other:
            print(f"{'':14} {reason}")


def _answers(graph, url: str) -> tuple[int, list[str]]:
    """How many named questions have the same answer here and there, and what is with the others."""
    from kg.query import ask, ask_endpoint, questions

    same, other = 0, []
    with Server(seconds=120) as server:
        for question in questions():
            here = ask(graph, question.name, seconds=120)
            try:
                there = ask_endpoint(url, question.name, server=server, seconds=120)
            except KgError as error:
                other.append(f"{question.name}: {str(error)[:160]}")
                continue
            mine, theirs = ([tuple(c and c.value for c in row) for row in rows.rows] for rows in (here, there))
            if _plain(mine) == _plain(theirs):
                same += 1
            else:
                few = set(_plain(mine)) ^ set(_plain(theirs))
                other.append(f"{question.name}: {len(here.rows)} rows here, {len(there.rows)} there, {len(few)} differ")
    return same, other


def _plain(rows) -> list[str]:
    """Rows in one order, numbers by their value: 1.0 here may be 1 there."""
    return sorted(str([_number(cell) for cell in row]) for row in rows)


def _number(cell):
    try:
        return cell and float(cell)
    except ValueError:
        return cell


if __name__ == "__main__":
    sys.exit(main())
