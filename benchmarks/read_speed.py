"""How fast pages are read: ``python benchmarks/read_speed.py [FOLDER]`` prints pages a second on one core.

Without a folder, the pages of KG_EVAL (default ``../shared/eval``) are read.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from kg.read import find_pages, read

#: The pages are read so often, and the best time counts: other work on the machine only ever slows it down.
ROUNDS = 7


def main(folder: Path) -> None:
    """Read all pages of a folder some times and print the best speed."""
    paths = list(find_pages(folder))
    if not paths:
        raise SystemExit(f"{folder}: no pages; give a folder that has some")
    characters = sum(len(read(path).text) for path in paths)
    best = min(_seconds(paths) for _ in range(ROUNDS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(paths)} pages, {characters:,} characters")
    print(f"{len(paths) / best:.0f} pages/s, {characters / best / 1e6:.2f} million characters/s, peak {peak:.0f} MB")


def _seconds(paths: list[Path]) -> float:
    begin = time.process_time()
    for path in paths:
        read(path)
    return time.process_time() - begin


if __name__ == "__main__":
    default = Path(__file__).parent.parent / os.environ.get("KG_EVAL", "../shared/eval") / "pages"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
