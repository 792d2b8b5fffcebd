"""``kg draw``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from kg.cli.shared import graph_argument, log, loudness, out_option
from kg.draw import VIEWS

_OUT = "network.html"

@click.command()
@graph_argument
@out_option(_OUT, "File to write: .html is interactive; .svg, .png, .pdf and .dot are pictures.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["html", "svg", "png", "pdf", "dot"]),
    help="What to write, whatever the suffix of --out.  [default: by the suffix]",
)
@click.option("--view", default="network", show_default=True, metavar="NAME", help=f"One of {', '.join(VIEWS)}.")
@click.option("--person", multiple=True, metavar="TEXT", help="Only this person and what is near; may be repeated.")
@click.option("--around", metavar="TEXT", help="Only this thing, of whatever kind, and what is near.")
@click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps are near.")
@click.option("--since", "--from", "start", type=int, metavar="YEAR", help="Leave out what ended before this year.")
@click.option("--until", "end", type=int, metavar="YEAR", help="Leave out what began after this year.")
@click.option("--title", default="Knowledge graph", show_default=True, help="The heading.")
@loudness
def draw(
    graph: Path,
    out: Path,
    form: str | None,
    view: str,
    person: tuple[str, ...],
    around: str | None,
    depth: int,
    start: int | None,
    end: int | None,
    title: str,
) -> None:
    """Draw GRAPH as an interactive network.

    It is one HTML file that works offline, or a picture.

    \b
    Example:
        kg draw graph.ttl -o network.html
        kg draw graph.ttl --view advising -o advising.svg
    """
    from kg.draw import draw
    from kg.graph import load

    written = form or out.suffix.lstrip(".")
    if form and out == Path(_OUT):
        out = out.with_suffix(f".{form}")
    drawn = partial(draw, view=view, person=person, around=around, depth=depth, start=start, end=end, title=title)
    drawn(load(graph), out, to=form)
    log.info("%s: open it in a %s", out, "browser" if written == "html" else "viewer")
