"""``kill -9`` at random moments of builds into a store: nothing lost, nothing half.

    python benchmarks/kill_store.py [--kills 50] [--pages FOLDER] [--seed 1]

In each round some pages change, some go and some come. ``kg build --store --prune`` runs as a process of its own and is
killed at a random moment of the time that a whole build takes; then the graph in the store must be, quad for quad, that
of before or that of after. The build that follows must read only what the killed one had not come to, and leave what a
build from nothing gives. A failed check ends the run with exit status 1.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyoxigraph

from kg import pipeline
from kg.graph import to_quads
from kg.graph.generations import current, opened
from kg.model import Profile
from kg.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 1, 31)


@cache
def _profile(page: pipeline.Page, digest: str) -> Profile:
    found = pipeline.read_page(page).profile
    assert found, f"{page.path}: cannot be read"
    return found


def graph_of(pages: Path) -> frozenset[str]:
    """What a build from nothing gives, read in this process."""
    profiles = [_profile(page, sha256(page.path.read_bytes()).hexdigest()) for page in pipeline.find([pages])]
    ror = pipeline.ror_index()
    store = pyoxigraph.Store()
    store.extend(to_quads(profiles, resolve(profiles, ror=ror if ror.exists() else None), read_on=DAY))
    return frozenset(map(str, store))


def graph_in(store: Path) -> frozenset[str]:
    """What the store holds; nothing before the first build has ended."""
    if not current(store):
        return frozenset()
    quads, held = opened(store)
    with held:
        return frozenset(map(str, quads))


def change(pages: Path, spare: Mapping[str, str], rng: random.Random) -> None:
    """Some pages lose a line, some go, some come back."""
    for name in rng.sample(sorted(spare), max(2, len(spare) // 4)):
        path = pages / name
        if not path.exists():
            path.write_text(spare[name], encoding="utf-8")
        elif rng.random() < 0.3:
            path.unlink()
        else:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            del lines[rng.randrange(len(lines) // 2, len(lines))]
            path.write_text("".join(lines), encoding="utf-8")


def start(pages: Path, store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "build", str(pages), "--store", str(store), "--prune"]
    return subprocess.Popen([*command, "--read-on", DAY.isoformat()], stderr=subprocess.PIPE, text=True)


def finish(pages: Path, store: Path) -> tuple[float, str]:
    """A whole build: the seconds that it took and the first line that it said."""
    begun = time.monotonic()
    process = start(pages, store)
    said = process.communicate()[1]
    assert process.returncode == 0, said
    return time.monotonic() - begun, next((line for line in said.splitlines() if "read" in line), "")


def rounds(kills: int, folder: Path, seed: int) -> Counter[str]:
    rng, found = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        pages, store = Path(scratch, "pages"), Path(scratch, "store")
        shutil.copytree(folder, pages)
        spare = {path.name: path.read_text(encoding="utf-8") for path in sorted(pages.iterdir())}
        whole, before = 0.0, frozenset[str]()
        for number in range(1, kills + 1):
            after = graph_of(pages)
            process = start(pages, store)
            moment = rng.uniform(0, whole or 6.0)
            try:
                process.communicate(timeout=moment)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
            killed = process.returncode == -signal.SIGKILL
            holds = graph_in(store)
            state = "before" if holds == before else "after" if holds == after else "half"
            taken, line = finish(pages, store)
            is_right = graph_in(store) == after
            found.update([("killed" if killed else "ended"), state, "right" if is_right else "wrong"])
            print(
                f"{number:3}  {moment:5.2f} s  {'killed' if killed else 'ended '}  {state:6}  then: {line}", flush=True
            )
            if state == "half" or not is_right:
                sys.exit(
                    f"round {number}: the graph is {state}, and after the next build {'right' if is_right else 'wrong'}"
                )
            whole, before = max(whole * 0.8, taken), after
            change(pages, spare, rng)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pages", type=Path, default=ROOT / "data" / "profiles")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = rounds(given.kills, given.pages, given.seed)
    print(", ".join(f"{count} {word}" for word, count in sorted(found.items())))


if __name__ == "__main__":
    main()
