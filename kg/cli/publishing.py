"""``kg publish``: a graph to a store elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.shared import graph_argument, log, loudness, progress_bar


@click.command()
@graph_argument
@click.option("--to", required=True, metavar="URL", help="The server's Graph Store Protocol, or its SPARQL Update.")
@click.option("--by", "protocol", default="gsp", show_default=True, help="gsp, or update where --to is SPARQL Update.")
@click.option("--graph", "name", default="", metavar="IRI", help="Where statements go that stand in no named graph.")
@click.option("--prune", is_flag=True, help="Take away what was sent once and is in GRAPH no more.")
@click.option("--again", is_flag=True, help="Send all, whatever was sent before.")
@click.option("--ledger", type=click.Path(path_type=Path), help="What was sent.  [default: GRAPH.published]")
@click.option("--digest", is_flag=True, help="Log in by Digest, as Virtuoso wants it, rather than by Basic.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=300.0, show_default=True, help="Seconds a request.")
@loudness
def publish(
    graph: Path,
    to: str,
    protocol: str,
    name: str,
    prune: bool,
    again: bool,
    ledger: Path | None,
    digest: bool,
    timeout: float,
) -> None:
    """Send GRAPH to a SPARQL 1.1 store, a named graph at a time.

    A run that was broken off goes on where it stopped, and a later one sends what changed. The login stands in
    KG_USER and KG_PASSWORD, or in KG_TOKEN.

    \b
    Example:
        kg publish graph.trig --to http://localhost:7878/store
        kg publish graph.trig --to http://localhost:3030/people/update --by update
    """
    from kg.graph import load
    from kg.publish import publish
    from kg.remote import Server, login
    from kg.sparql import oxigraph

    store = oxigraph(load(graph))
    with Server(login(digest=digest), seconds=timeout) as server, progress_bar() as progress:
        done = publish(
            store,
            to,
            server=server,
            ledger=ledger or graph.with_name(f"{graph.name}.published"),
            protocol=protocol,
            name=name,
            prune=prune,
            again=again,
            progress=lambda done, total: progress("sending", done, total),
        )
    log.info("%s: %s graphs sent, %s were there, %s taken away", to, done.sent, done.kept, done.dropped)
