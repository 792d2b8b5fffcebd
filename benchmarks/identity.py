"""Which strings of organizations are one organization, measured on labelled ones, with and without ROR.

    python benchmarks/identity.py --ror ror-data.zip      # KG_EVAL names the folder with org-identity.tsv
    python benchmarks/identity.py --errors

Each page's strings are one profile, so that a string has the others of its page beside it and nothing else. An item is
a string on a page. Rows marked ambiguous are left out. Pages whose number is divisible by three are never shown.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from kg.model import EntityKind, Evidence, Fact, Kind, Mention, Profile, Resolution, Span, Value
from kg.resolve import build_ror_index, resolve

ROOT = Path(__file__).resolve().parent.parent

#: A string on a page.
Item = tuple[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = ROOT / Path(os.environ.get("KG_EVAL") or "../shared/eval")
    parser.add_argument("--eval", type=Path, default=default, help="folder with org-identity.tsv")
    parser.add_argument("--ror", type=Path, help="ROR's data dump, schema v2")
    parser.add_argument("--errors", action="store_true", help="print the items that missed")
    options = parser.parse_args()
    table = options.eval / "org-identity.tsv"
    if not table.exists():
        print(f"{table}: no labelled strings here; name their folder in KG_EVAL", file=sys.stderr)
        return 2
    with table.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in read if not row["note"].startswith("ambiguous")]
    gold = {(row["mention"], page): row for row in rows for page in row["pages"].split()}
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "ror.sqlite"
        if options.ror:
            print(f"{build_ror_index(options.ror, index)} records of ROR")
        for ror in [None, index] if options.ror else [None]:
            _measure(gold, {page for row in read for page in row["pages"].split()}, read, ror, options.errors)
    return 0


def _measure(
    gold: dict[Item, dict[str, str]], pages: set[str], read: list[dict[str, str]], ror: Path | None, errors: bool
) -> None:
    found = resolve([_profile(page, read) for page in sorted(pages)], ror=ror)
    key = {item: found.of[Mention(item[1], EntityKind.ORGANIZATION, item[0])] for item in gold}
    print(f"\n{'with' if ror else 'without'} ROR")
    for name, keep in (("all pages", (0, 1, 2)), ("pages to learn from", (1, 2)), ("held-out pages", (0,))):
        items = [item for item in gold if _number(item[1]) % 3 in keep]
        labels = {item: gold[item]["entity"] for item in items}
        print(
            f"  {name:20} {len(items):4} items   pairwise {_pairwise(items, labels, key):.3f}   "
            f"B-cubed {_b_cubed(items, labels, key):.3f}   " + _links(items, gold, key, found)
        )
    if errors:
        _errors([item for item in gold if _number(item[1]) % 3], gold, key, found)


def _number(page: str) -> int:
    digits = "".join(c for c in page if c.isdigit())
    return int(digits) if digits else 1


def _profile(page: str, read: list[dict[str, str]]) -> Profile:
    facts = [
        Fact(Kind.POSITIONS, {"organization": (Value(text, Evidence(page, Span(0, 1), text, "", "label")),)}, (), 1.0)
        for text in sorted({row["mention"] for row in read if page in row["pages"].split()})
    ]
    return Profile(page, (), tuple(facts))


def _f1(right: float, found: float, wanted: float) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def _pairwise(items: list[Item], labels: dict[Item, str], key: dict[Item, str]) -> float:
    def pairs(counts: Counter) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((labels[item], key[item]) for item in items))
    return _f1(both, pairs(Counter(key[i] for i in items)), pairs(Counter(labels[i] for i in items)))


def _b_cubed(items: list[Item], labels: dict[Item, str], key: dict[Item, str]) -> float:
    both = Counter((labels[item], key[item]) for item in items)
    by_label, by_key = Counter(labels[i] for i in items), Counter(key[i] for i in items)
    precision = sum(both[labels[i], key[i]] / by_key[key[i]] for i in items) / len(items)
    recall = sum(both[labels[i], key[i]] / by_label[labels[i]] for i in items) / len(items)
    return _f1(precision * recall, precision, recall) if precision + recall else 0.0


def _ror(found: Resolution) -> dict[str, str]:
    return {e.key: next((iri for iri in e.same_as if iri.startswith("https://ror.org/")), "") for e in found.entities}


def _links(items: list[Item], gold: dict[Item, dict[str, str]], key: dict[Item, str], found: Resolution) -> str:
    ror = _ror(found)
    made = [item for item in items if ror[key[item]]]
    right = sum(ror[key[item]] == gold[item]["ror"] for item in made)
    exist = sum(bool(gold[item]["ror"]) for item in items)
    precision, recall = right / max(len(made), 1), right / max(exist, 1)
    return f"ROR links right {right}/{len(made)} = {precision:.3f}, found {right}/{exist} = {recall:.3f}"


def _errors(items: list[Item], gold: dict[Item, dict[str, str]], key: dict[Item, str], found: Resolution) -> None:
    ror, entities = _ror(found), {e.key: e.name for e in found.entities}
    labels, keys = defaultdict(set), defaultdict(set)
    for item in items:
        labels[gold[item]["entity"]].add(key[item])
        keys[key[item]].add(gold[item]["entity"])
    for item in sorted(items):
        row = gold[item]
        split = len(labels[row["entity"]]) > 1
        merged = len(keys[key[item]]) > 1
        if split or merged or (ror[key[item]] != row["ror"]):
            what = " ".join(
                w for w, is_so in (("split", split), ("merged", merged), ("ror", ror[key[item]] != row["ror"])) if is_so
            )
            found_as = f"{entities[key[item]]} {ror[key[item]]} {key[item]}"
            print(f"    {what:10} {item[0]!r} ({item[1]}): {row['entity']} {row['ror']} -> {found_as}")


if __name__ == "__main__":
    sys.exit(main())
