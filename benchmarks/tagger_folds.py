"""How well the tagger finds spans on labelled pages: trained on our own text only, and on pages of other folds too.

    python benchmarks/tagger_folds.py [../shared/eval] [--folds 5] [--steps 1500] [--save build/folds]

Exact-span precision, recall and F1 by label. The expected spans are the gold rows found again in the pages' blocks
(``kg.extract.training.pages``), so that names that no row speaks of count against precision; compare the columns
with one another rather than with other work. Pages of one fold are never in the training of the model that reads
them. ``--save`` keeps the models for ``benchmarks/score.py --ablation``: ``own``, ``fold-0`` … and ``folds.json``,
which says by which of these each page may be read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.extract.tagger import Tag, Tagger
from kg.extract.training import SHAPE, Scores, Settings, fit, read_written, save, tally
from kg.extract.training.examples import Example
from kg.extract.training.generate import read_grammar
from kg.extract.training.pages import LabelledPage, read_pages
from kg.read import read
from kg.resources import resource

Pairs = list[tuple[Sequence[Tag], Sequence[Tag]]]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(os.environ.get("KG_EVAL", "../shared/eval")))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the models there")
    given = parser.parse_args(arguments)
    settings = replace(Settings(), steps=given.steps)
    pages = list(read_pages(given.folder, read))
    print(f"{len(pages)} pages, {given.folds} folds, {given.steps} steps a training", flush=True)
    kept: Path | None = given.save
    own = read_with(train_on([], settings, kept and kept / "own"), pages)
    with_pages: Pairs = []
    for fold in range(given.folds):
        others = [page for number, page in enumerate(pages) if number % given.folds != fold]
        examples = [example for page in others for example in page.examples]
        tagger = train_on(examples, settings, kept and kept / f"fold-{fold}")
        with_pages += read_with(tagger, pages[fold :: given.folds])
        print(f"fold {fold + 1} of {given.folds} done", file=sys.stderr, flush=True)
    if kept:
        folds = {page.name: f"fold-{number % given.folds}" for number, page in enumerate(pages)}
        (kept / "folds.json").write_text(json.dumps(folds, indent=1), encoding="utf-8")
    show({"own text": tally(own), "+ pages of other folds": tally(with_pages)})


def train_on(labelled: Sequence[Example], settings: Settings, keep: Path | None) -> Tagger:
    folder = resource("data", "training")
    tagger, model = fit(read_grammar(folder), read_written(folder), labelled, seed=0, settings=settings)
    if keep:
        save(model, {"settings": {name: getattr(settings, name) for name in SHAPE}}, keep)
    return tagger


def read_with(tagger: Tagger, pages: Iterable[LabelledPage]) -> Pairs:
    examples = [example for page in pages for example in page.examples]
    found = tagger.tag([example.block for example in examples])
    return [(example.tags, tags) for example, tags in zip(examples, found, strict=True)]


def show(columns: dict[str, dict[str, Scores]]) -> None:
    print(f"{'':8} {'spans':>6}" + "".join(f"  {name:>24}" for name in columns))
    print(f"{'':8} {'':6}" + f"  {'P':>8}{'R':>8}{'F1':>8}" * len(columns))
    for label in next(iter(columns.values())):
        rows = [scores[label] for scores in columns.values()]
        figures = "".join(f"  {row.precision:8.2f}{row.recall:8.2f}{row.f1:8.2f}" for row in rows)
        print(f"{label:8} {rows[0].expected:6}{figures}")


if __name__ == "__main__":
    main(sys.argv[1:])
