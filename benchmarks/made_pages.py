"""Any number of pages of invented people, from the grammar that the tagger's training text is made of.

    python benchmarks/made_pages.py FOLDER --pages 10000

The same number gives the same page on any machine. Institutions, venues and topics come from lists, so that the pages
share them as real pages do; people and titles are new on each.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN_ONE_FOLDER = 1000

#: Template file → how many entries a page has of it, from and to.
ENTRIES: Mapping[str, tuple[int, int]] = {
    "bio": (1, 2),
    "interests": (1, 3),
    "education": (2, 3),
    "positions": (1, 4),
    "publications": (2, 8),
    "awards": (0, 4),
    "service": (0, 3),
    "talks": (0, 2),
    "teaching": (0, 2),
    "grants": (0, 1),
    "projects": (0, 1),
}


@lru_cache(maxsize=1)
def _grammar():
    from kg.extract.training.generate import read_grammar

    return read_grammar(ROOT / "data" / "training")


def page(number: int) -> str:
    """The Markdown of one page."""
    from kg.extract.training.generate import expand

    grammar, rng = _grammar(), random.Random(number)
    lines = [f"# {expand(grammar, '{person}', rng)}", ""]
    for name, (least, most) in ENTRIES.items():
        headings, _, _ = rng.choice(grammar.templates[name])
        if entries := [_entry(name, rng) for _ in range(rng.randint(least, most))]:
            mark = "" if name == "bio" else "- "
            lines += [f"## {rng.choice(headings)}".rstrip(" #"), "", *(mark + entry for entry in entries), ""]
    return "\n".join(lines)


def _entry(name: str, rng: random.Random) -> str:
    from kg.extract.training.examples import runs
    from kg.extract.training.generate import expand

    _, template, where = rng.choice(_grammar().templates[name])
    text = "".join(words for words, _ in runs(expand(_grammar(), template, rng), where=where))
    return " <br> ".join(part.strip() for part in text.split("¶"))


def write_pages(folder: Path, count: int) -> None:
    """Write pages into folders of a thousand; those that are there already are left."""
    for number in range(count):
        place = folder / f"{number // IN_ONE_FOLDER:05}" / f"{number % IN_ONE_FOLDER:03}.md"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(page(number), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    write_pages(options.folder, options.pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
