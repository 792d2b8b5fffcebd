"""``kg export``: a graph in every other format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.shared import log, loudness


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.option("--to", "form", metavar="FORMAT", help="The format; --list shows them.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File or folder to write.  [default: as GRAPH]")
@click.option("--person", multiple=True, metavar="TEXT", help="Only this person, by name or IRI; may be repeated.")
@click.option("--list", "show_list", is_flag=True, help="List the formats in plain words.")
@loudness
def export(graph: Path | None, form: str | None, out: Path | None, person: tuple[str, ...], show_list: bool) -> None:
    """Write GRAPH in another format.

    \b
    Example:
        kg export me.ttl --to schema-org -o me.jsonld
        kg export graph.ttl --to markdown-cv --person "Max Born" -o born.md
    """
    from kg.export import EXPORTERS
    from kg.export import export as write
    from kg.graph import load

    if show_list:
        for name, exporter in EXPORTERS.items():
            click.echo(f"{name:16}{exporter.about}{click.style('  --person', dim=True) if exporter.one else ''}")
        return
    if graph is None or form is None or form not in EXPORTERS:
        raise click.UsageError("Give a GRAPH and --to FORMAT; `kg export --list` shows the formats.")
    # Not the graph's own name with another suffix: some of the formats are Turtle as well.
    target = out or graph.with_name(f"{graph.stem}-{form}{EXPORTERS[form].suffix}")
    write(load(graph), target, to=form, person=person)
    log.info("%s: %s", target, EXPORTERS[form].about)
