"""How much of what labelled pages state is read: a table by kind and slot, and what changed since the last run.

    make score                        # KG_EVAL names the folder with pages/, gold/ and score.py
    python benchmarks/score.py --errors education
    python benchmarks/score.py --ablation build/folds    # no tagger, one trained on our text, one on pages too

Pages whose number is divisible by ``--held-out`` are never looked at one by one: they stand for the pages that nobody
has seen, so only their sums are printed. The last run is kept in build/score/.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from kg.cli import run
from kg.extract.tagger import SWITCH

sys.path.insert(0, str(Path(__file__).resolve().parent))
from calibrate import is_held_out, judge, load_scorer, out_of_fold, reliability

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "score"

#: Per page and kind: for each slot true positives, false positives, false negatives; ``rows`` has those of whole rows.
Counts = dict[str, dict[str, dict[str, list[float]]]]


def main() -> int:
    options = _options()
    if not (options.eval / "score.py").exists():
        print(f"{options.eval}: no labelled pages here; name their folder in KG_EVAL", file=sys.stderr)
        return 2
    BUILD.mkdir(parents=True, exist_ok=True)
    scorer = load_scorer(options.eval)
    gold = scorer.load_gold(options.eval / "gold")
    if options.ablation:
        return _ablation(options, scorer, gold)
    counts = _read(options, scorer, gold)
    seen, held_out = _split(counts, options.held_out)
    if options.errors:
        return _errors(options, seen)
    for name, pages in (("all pages", list(counts)), ("pages to learn from", seen), ("held-out pages", held_out)):
        _print_table(scorer, counts, pages, f"{name}: {len(pages)}")
    judged = list(judge(options.eval, options.held_out))
    print(f"\nconfidence, measured on the held-out pages of the other folds\n{reliability(out_of_fold(judged))}")
    last = BUILD / "last.json"
    _print_changes(counts, json.loads(last.read_text()) if last.exists() else {}, seen)
    last.write_text(json.dumps(counts))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("KG_EVAL") or "../shared/eval")
    parser.add_argument("--eval", type=Path, default=ROOT / default, help="folder with pages/, gold/ and score.py")
    parser.add_argument("--held-out", type=int, default=3, metavar="N", help="every Nth page is held out (0: none)")
    parser.add_argument("--errors", metavar="KIND", help="print the rows of KIND that missed, held-out pages apart")
    parser.add_argument("--ablation", type=Path, metavar="FOLDER", help="models that tagger_folds.py --save has kept")
    parser.add_argument("--workers", type=int, default=1, help="processes that read pages")
    return parser.parse_args()


def _read(options: argparse.Namespace, scorer: ModuleType, gold: Mapping[str, dict], model: str = "") -> Counts:
    """The pages' counts from page to tables; ``model`` is what the tagger's switch says."""
    os.environ[SWITCH] = model
    graph, tables = str(BUILD / "graph.ttl"), str(BUILD / "tables")
    if run(["build", str(options.eval / "pages"), "-o", graph, "--workers", str(options.workers)]):
        raise SystemExit("pages could not be read: see above")
    if run(["facts", graph, "-o", tables]):
        raise SystemExit("no tables: see above")
    return _count(scorer, gold, scorer.load_predicted(Path(tables)))


def _ablation(options: argparse.Namespace, scorer: ModuleType, gold: Mapping[str, dict]) -> int:
    """Slot F1 by kind without the tagger, with one trained on our own text, and with one trained on other pages too."""
    models: Path = options.ablation
    folds: dict[str, str] = json.loads((models / "folds.json").read_text(encoding="utf-8"))
    pages = [page for page in gold if page in folds]
    by_fold = {fold: _read(options, scorer, gold, str(models / fold)) for fold in sorted(set(folds.values()))}
    columns = {
        "structure only": _read(options, scorer, gold, "off"),
        "+ own text": _read(options, scorer, gold, str(models / "own")),
        "+ other pages": {page: by_fold[folds[page]][page] for page in pages},
    }
    print(f"\nslot F1, {len(pages)} pages\n{'kind':14}" + "".join(f"{name:>16}" for name in columns))
    for kind, slots in scorer.SLOTS.items():
        figures = [_f1(*_sum(counts, pages, kind, slots)) for counts in columns.values()]
        print(f"{kind:14}" + "".join(f"{figure:>16.1f}" for figure in figures))
    return 0


def _count(scorer: ModuleType, gold: Mapping[str, dict], tables: Mapping[str, Mapping[str, list]]) -> Counts:
    counts: Counts = {}
    for page, facts in gold.items():
        counts[page] = {}
        for kind in scorer.SLOTS:
            slots, rows, _ = scorer.score_kind(kind, facts.get(kind, []), tables[kind].get(page, []))
            counts[page][kind] = {"rows": list(rows), **{slot: list(values) for slot, values in slots.items()}}
    return counts


def _split(pages: Iterable[str], every: int) -> tuple[list[str], list[str]]:
    held_out = {page for page in pages if is_held_out(page, every)}
    return [page for page in pages if page not in held_out], sorted(held_out)


def _errors(options: argparse.Namespace, pages: Sequence[str]) -> int:
    only = BUILD / "seen.txt"
    only.write_text("\n".join(pages))
    paths = (options.eval / "score.py", options.eval / "gold", BUILD / "tables")
    command = [sys.executable, *map(str, paths), "--errors", options.errors, "--only", str(only)]
    return subprocess.run(command).returncode


def _sum(counts: Counts, pages: Iterable[str], kind: str, slots: Iterable[str]) -> list[float]:
    picked = [counts[page][kind][slot] for page in pages for slot in slots]
    return [sum(values[k] for values in picked) for k in range(3)]


def _f1(tp: float, fp: float, fn: float) -> float:
    return 200 * tp / (2 * tp + fp + fn) if tp else 0.0


def _print_table(scorer: ModuleType, counts: Counts, pages: Sequence[str], title: str) -> None:
    if not pages:
        return
    print(f"\n{title}")
    print(f"{'kind':14}{'gold':>6}{'rows P':>8}{'R':>6}{'F1':>6}{'slots P':>9}{'R':>6}{'F1':>6}   F1 by slot")
    core = []
    for kind, slots in scorer.SLOTS.items():
        rows, values = _sum(counts, pages, kind, ["rows"]), _sum(counts, pages, kind, slots)
        if kind in scorer.CORE and rows[0] + rows[2]:
            core.append(_f1(*values))
        figures = [100 * figure for sums in (rows, values) for figure in scorer.prf(*sums)]
        by_slot = ", ".join(f"{slot} {_f1(*_sum(counts, pages, kind, [slot])):.0f}" for slot in slots)
        widths = (8, 6, 6, 9, 6, 6)
        cells = "".join(f"{figure:>{width}.1f}" for figure, width in zip(figures, widths, strict=True))
        print(f"{kind:14}{rows[0] + rows[2]:>6.0f}{cells}   {by_slot}")
    print(f"headline (mean slot F1 of {', '.join(scorer.CORE)}): {sum(core) / max(len(core), 1):.1f}")


def _print_changes(counts: Counts, last: Counts, pages: Sequence[str]) -> None:
    if not last:
        print("\nno earlier run to compare with")
        return
    changes = []
    for page in pages:
        for kind in counts[page]:
            now, then = counts[page][kind], last.get(page, {}).get(kind)
            if then and now != then:
                slots = [slot for slot in now if slot != "rows"]
                scores = [_f1(*_sum(run, [page], kind, slots)) for run in (last, counts)]
                changes.append((scores[1] - scores[0], page, kind, *scores))
    print(f"\nsince the last run: {len(changes)} changes by page and kind (slot F1)")
    for change, page, kind, before, after in sorted(changes, reverse=True):
        print(f"  {change:>+6.1f}  {page:12} {kind:14} {before:.1f} → {after:.1f}")


if __name__ == "__main__":
    sys.exit(main())
