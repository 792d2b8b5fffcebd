"""``kg train`` and ``kg gazetteer``: what kg knows before it reads a page."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.shared import log, loudness, out_option


@click.command()
@out_option("model", "Folder to write the model to.")
@click.option("--pages", type=click.Path(path_type=Path), help="A folder with pages/ and gold/ to learn from as well.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives another model.")
@loudness
def train(out: Path, pages: Path | None, seed: int) -> None:
    """Train the tagger anew from data/training.

    The same text and the same seed give the same model.

    \b
    Example:
        kg train -o data/model
    """
    from kg.extract.training import train
    from kg.read import read

    train(out, pages=pages, read=read if pages else None, seed=seed, report=log.info)


@click.command()
@click.argument("action", type=click.Choice(["add"]))
@click.argument("name", type=click.Choice(["ror"]))
@click.argument("file", type=click.Path(path_type=Path))
@loudness
def gazetteer(action: str, name: str, file: Path) -> None:
    """Know more organizations: those of FILE, ROR's data dump.

    It is read into an index in your data folder (KG_DATA names another), which every later build uses.

    \b
    Example:
        kg gazetteer add ror ror-data.zip
    """
    from kg.pipeline import add_ror

    index, count = add_ror(file)
    log.info("%s: %s records", index, f"{count:,}")
