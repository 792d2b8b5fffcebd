"""``kg query``, ``kg facts`` and ``kg check``: what is asked of a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.shared import ATTENTION, Command, graph_argument, log, loudness, printable
from kg.model import Kind

if TYPE_CHECKING:
    from kg.query import Rows

#: The parameters of the named questions. A test holds them to those that the questions ask for.
PARAMETERS: Mapping[str, str] = {
    "person": "Words of a person's name.",
    "org": "Words of an institution's name.",
    "now": "Words of the present employer.",
    "topic": "Words of a topic.",
    "award": "Words of an award's name.",
    "about": "Words of a fact.",
    "words": "Words that are mentioned.",
    "year": "A year, as 1999.",
    "date": "A day, as 1999-12-31.",
    "old": "The path of a page in the folder that was read: the older version.",
    "new": "The path of the newer version.",
}


def _parameters(command: Command) -> Command:
    for name in reversed(list(PARAMETERS)):
        command = click.option(f"--{name}", metavar="TEXT", help=PARAMETERS[name])(command)
    return command


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.argument("question", required=False)
@click.option("-e", "--sparql", metavar="TEXT", help="SPARQL to run in place of a named question.")
@click.option("-f", "--format", "form", default="table", show_default=True, help="table, csv, tsv, json or markdown.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Seconds to wait.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint in place of GRAPH.")
@click.option("--default-graph", multiple=True, metavar="IRI", help="What the endpoint asks: urn:x-arq:UnionGraph …")
@click.option("--list", "show_list", is_flag=True, help="List the named questions in plain words.")
@_parameters
@loudness
def query(
    graph: Path | None,
    question: str | None,
    sparql: str | None,
    form: str,
    timeout: float,
    endpoint: str | None,
    default_graph: tuple[str, ...],
    show_list: bool,
    **parameters: str | None,
) -> None:
    """Answer a question about GRAPH, or from the server at --endpoint.

    QUESTION is a name (--list shows them) or a file of SPARQL, .rq. A parameter such as --org narrows the answer.

    \b
    Example:
        kg query graph.ttl laureates --award "Nobel Prize"
        kg query graph.ttl -e 'SELECT ?name { ?x a schema:Person ; schema:name ?name }' -f csv
        kg query --endpoint http://localhost:7878/query members --org Göttingen
    """
    from kg.query import FORMATS, formatted

    if show_list:
        click.echo(_questions())
        return
    if endpoint and graph is not None and question is None and sparql is None:
        graph, question = None, str(graph)  # the one word is the question
    if (graph is None) == (endpoint is None) or (question is None) == (sparql is None):
        raise click.UsageError("Give a GRAPH or --endpoint, and a QUESTION or -e TEXT; `kg query --list` shows these.")
    if form not in FORMATS:  # before a long answer, not after it
        raise click.UsageError(f"No format {form!r}; there are {', '.join(FORMATS)}.")
    given = {name: value for name, value in parameters.items() if value is not None}
    asked = question or sparql or ""
    if endpoint:
        rows = _of_server(endpoint, asked, timeout, default_graph, given)
    else:
        rows = _of_file(graph, asked, timeout, given)
    click.echo(formatted(rows, form), nl=False)


def _of_file(graph: Path | None, asked: str, seconds: float, given: Mapping[str, str]) -> Rows:
    from kg.graph import load
    from kg.query import ask

    assert graph is not None  # or the command was refused
    return ask(load(graph), asked, seconds=seconds, **given)


def _of_server(url: str, asked: str, seconds: float, defaults: Sequence[str], given: Mapping[str, str]) -> Rows:
    from kg.query import ask_endpoint
    from kg.remote import Server, login

    with Server(login(), seconds=seconds) as server:
        return ask_endpoint(url, asked, server=server, seconds=seconds, default_graphs=defaults, **given)


def _questions() -> str:
    from kg.query import questions

    lines = []
    for asked in questions():
        takes = " ".join(f"--{parameter.name}" for parameter in asked.parameters)
        lines.append(f"{asked.name:22}{asked.asks}  {click.style(takes, dim=True)}".rstrip())
    return "\n".join(lines)


@click.command()
@graph_argument
@click.option(
    "--to", "form", default="json", show_default=True, help="json, csv, parquet (a file a table), duckdb or sqlite."
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Folder or database to write.  [default: facts, facts.duckdb …]",
)
@loudness
def facts(graph: Path, form: str, out: Path | None) -> None:
    """Write the thirteen fact tables of GRAPH.

    \b
    Example:
        kg facts graph.ttl -o facts
        kg facts graph.ttl --to duckdb -o facts.duckdb
    """
    from kg.graph import load
    from kg.query import TABLE_FORMS, write_facts

    if form not in TABLE_FORMS:
        raise click.UsageError(f"No form {form!r}; there are {', '.join(TABLE_FORMS)}.")
    place = out or Path(f"facts{TABLE_FORMS[form].suffix}")
    write_facts(load(graph), place, form)
    log.info("%s: %s tables", place, len(Kind))


@click.command()
@graph_argument
@loudness
def check(graph: Path) -> int:
    """Check GRAPH against the ontology's shapes.

    The exit status is 1 when it does not conform.

    \b
    Example:
        kg check graph.ttl
    """
    from kg.check import check
    from kg.graph import load

    report = check(load(graph))
    click.echo(printable(report.text))
    return 0 if report.conforms else ATTENTION
