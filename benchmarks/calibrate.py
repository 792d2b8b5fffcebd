"""How often each rule is right on labelled pages: data/calibration.csv, from which every confidence comes.

    python benchmarks/calibrate.py                # the reliability, out of fold
    python benchmarks/calibrate.py --write        # measure anew into data/calibration.csv: numbers only

A fact is right if the labels have its row, as their scorer pairs rows. Only every third page counts, those that the
rules were not written on: on the others a rule looks surer than it will be on pages of the future. Out of fold, the
confidence of a page's facts is measured on the pages of the other folds only: that is the table to believe.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

from kg.extract import extract
from kg.extract.calibration import Counts, chance, confidence
from kg.model import LIST_SLOTS, Fact
from kg.read import READERS, read

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5
HELD_OUT = 3
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact that was read, and whether the labels have it. ``fold`` is that of its page."""

    fold: int
    fact: Fact
    right: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("KG_EVAL") or "../shared/eval")
    parser.add_argument("--eval", type=Path, default=ROOT / default, help="folder with pages/, gold/ and score.py")
    parser.add_argument("--held-out", type=int, default=HELD_OUT, metavar="N", help="every Nth page counts (0: all)")
    parser.add_argument("--write", action="store_true", help="write data/calibration.csv")
    options = parser.parse_args()
    judged = list(judge(options.eval, options.held_out))
    print(reliability(out_of_fold(judged)))
    if options.write:
        with (ROOT / "data" / "calibration.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(("kind", "rule", "facts", "right"))
            table.writerows((*key, *figures) for key, figures in count(judged).items())
    return 0


def load_scorer(folder: Path) -> ModuleType:
    """The scorer that lies beside the labelled pages."""
    spec = importlib.util.spec_from_file_location("scorer", folder / "score.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def is_held_out(page: str, every: int) -> bool:
    """Whether a page, by its name, is one of those that are never looked at one by one."""
    return bool(every and re.fullmatch(r"\d+", page) and int(page) % every == 0)


def judge(folder: Path, every: int) -> Iterator[Judged]:
    """Every fact of the held-out pages (of all pages, if ``every`` is 0) with the labels' word on it."""
    scorer = load_scorer(folder)
    gold = scorer.load_gold(folder / "gold")
    paths = sorted(p for p in (folder / "pages").iterdir() if p.suffix in READERS and p.stem in gold)
    for number, path in enumerate(p for p in paths if not every or is_held_out(p.stem, every)):
        facts = extract(read(path, root=folder / "pages")).facts
        for kind in scorer.SLOTS:
            ours = [fact for fact in facts if fact.kind == kind]
            pairs = scorer.pair_rows(kind, gold[path.stem].get(kind, []), [row_of(fact) for fact in ours])
            right = {theirs for _, theirs in pairs}
            yield from (Judged(number % FOLDS, fact, at in right) for at, fact in enumerate(ours))


def row_of(fact: Fact) -> dict[str, object]:
    """A fact as a row of the labels."""
    texts = {slot: [value.text for value in values] for slot, values in fact.slots.items()}
    row: dict[str, object] = {s: t if s in LIST_SLOTS else " | ".join(t) for s, t in texts.items()}
    return {**row, "current": True} if "current" in row else row


def count(judged: Iterable[Judged]) -> Counts:
    """By kind and rule: facts, and right ones. A fact counts for the rule of its first statement."""
    facts: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for one in judged:
        key = (str(one.fact.kind), one.fact.evidence[0].rule)
        facts[key] += 1
        right[key] += one.right
    return {key: (facts[key], right[key]) for key in sorted(facts)}


def out_of_fold(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Confidence and truth of each fact, the confidence measured on the pages of the other folds."""
    pairs = []
    for fold in range(FOLDS):
        measured = partial(chance, counts=count(one for one in judged if one.fold != fold))
        pairs += [(confidence(one.fact, measured), one.right) for one in judged if one.fold == fold]
    return pairs


def reliability(pairs: Sequence[tuple[float, bool]]) -> str:
    """Bins of confidence with the number of their facts and the share that is right, and the expected error."""
    lines, error = [f"{'confidence':>13}{'facts':>8}{'said':>8}{'right':>8}"], 0.0
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [(said, right) for said, right in pairs if low <= said < high or said == high == 1]
        if inside:
            said, right = (100 * sum(pair[k] for pair in inside) / len(inside) for k in (0, 1))
            error += abs(said - right) * len(inside) / len(pairs)
            lines.append(f"{low:>6.2f} – {high:.2f}{len(inside):>8}{said:>8.1f}{right:>8.1f}")
    return "\n".join([*lines, f"expected calibration error: {error:.1f} points of 100, over {len(pairs)} facts"])


if __name__ == "__main__":
    sys.exit(main())
