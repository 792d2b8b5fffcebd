"""``kg serve``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.shared import graph_argument, log, loudness
from kg.errors import SettingsError


@click.command()
@graph_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--workers", type=click.IntRange(min=1), default=None, help="Processes that answer.  [default: cores]")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds for a query.")
@click.option("--max-rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows of an answer.")
@click.option("--max-mb", type=click.IntRange(min=1), default=64, show_default=True, help="Megabytes of an answer.")
@click.option("--memory", type=click.IntRange(min=500), default=4000, show_default=True, help="Megabytes of a worker.")
@click.option("--allow-update", is_flag=True, help="Answer updates that show the token in KG_TOKEN.")
@click.option("--allow-remote", multiple=True, metavar="URL", help="An address that SERVICE and LOAD may call.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="An origin whose pages may read answers; * for all.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A name of this service besides localhost.")
@loudness
def serve(
    graph: Path,
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    max_rows: int,
    max_mb: int,
    memory: int,
    allow_update: bool,
    allow_remote: tuple[str, ...],
    cors: tuple[str, ...],
    allow_host: tuple[str, ...],
) -> None:
    """Serve GRAPH, a file or the folder of a store, over HTTP.

    SPARQL at /sparql, the named questions at /api, the explorer at /explore; a line of JSON a request on standard
    error.

    \b
    Example:
        kg serve graph.ttl
        kg serve graph --host 0.0.0.0 --allow-host kg.example.org
    """
    try:
        from kg.serve.running import serve
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is not installed; pip install 'researcher-kg[serve]'") from error
    from kg.serve import Settings

    token = os.environ.get("KG_TOKEN", "") if allow_update else ""
    if allow_update and len(token) < 16:
        raise SettingsError(
            "--allow-update needs a token of at least 16 characters in the environment variable KG_TOKEN"
        )
    settings = Settings(
        host=host,
        port=port,
        workers=workers or max(os.cpu_count() or 1, 2),
        seconds=timeout,
        most_rows=max_rows,
        most_bytes=max_mb * 1_000_000,
        memory=memory,
        remote=frozenset(allow_remote),
        origins=cors,
        hosts=allow_host,
        token=token,
    )
    serve(graph, settings, ready=lambda address: log.info("%s serves %s; Ctrl-C stops it", address, graph))
