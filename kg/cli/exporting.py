"""``kg export`` and ``kg embed``: a graph in every other format, and in the head of its owner's site."""

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


@click.command()
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--graph", type=click.Path(path_type=Path), help="The graph of SITE.  [default: SITE is read]")
@click.option("--into", type=click.Path(path_type=Path), help="The HTML file.  [default: what SITE has for its heads]")
@click.option("--person", metavar="TEXT", help="The person, by name or IRI, where there are several.")
@loudness
def embed(site: Path, graph: Path | None, into: Path | None, person: str | None) -> None:
    """Put schema.org data into the head of SITE, for search engines.

    SITE is the folder of a site, or one HTML file. What was embedded before is replaced.

    \b
    Example:
        kg embed ~/my-site
        kg embed public/index.html --graph me.ttl
    """
    from kg import pipeline
    from kg.export import embed
    from kg.graph import dataset, load

    read = load(graph) if graph else dataset(pipeline.build([site]).quads)
    file, changed = embed(read, site, into=into, person=person or ())
    log.info("%s: %s", file, "written" if changed else "nothing has changed")
