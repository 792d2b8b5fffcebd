"""Pages a second and peak memory, a stage at a time: reading, extracting, resolving, writing, and the whole build.

    make bench                          # the pages of KG_EVAL where it is there, else the samples
    python benchmarks/run.py data/profiles --pages 2000

Each stage runs on one core in a process of its own, so that its peak memory is its own. What comes before it is done
untimed; so is the start (imports, the model), which has its own line. Pages are repeated, under names of their own,
until there are as many as asked for. Time is the processor's, so that other work on the machine hardly counts. The
last stage is a yardstick: the line below it says how many times as fast the whole build is.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 1, 1)


class Clock:
    """Sums the time of what is timed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def runs(self) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds += time.process_time() - begun


def start(pages: Sequence[Path], clock: Clock) -> None:
    """Everything that happens once: imports, the model, the gazetteers."""
    with clock.runs():
        from kg import pipeline

        pipeline.build(pages[:1], read_on=DAY)


def reading(pages: Sequence[Path], clock: Clock) -> None:
    from kg.read import read

    read(pages[0], root=pages[0].parent)
    with clock.runs():
        for page in pages:
            read(page, root=page.parent)


def extracting(pages: Sequence[Path], clock: Clock) -> None:
    from kg.extract import extract
    from kg.read import read

    extract(read(pages[0], root=pages[0].parent))
    for page in pages:
        document = read(page, root=page.parent)
        with clock.runs():
            extract(document)


def resolving(pages: Sequence[Path], clock: Clock) -> None:
    from kg.resolve import resolve

    profiles = _profiles(pages)
    resolve(profiles[:1])
    with clock.runs():
        resolve(profiles)


def writing(pages: Sequence[Path], clock: Clock) -> None:
    from kg.graph import save, to_quads
    from kg.resolve import resolve

    profiles = _profiles(pages)
    resolution = resolve(profiles)
    with tempfile.TemporaryDirectory() as folder, clock.runs():
        save(to_quads(profiles, resolution, read_on=DAY), Path(folder) / "graph.ttl")


def building(pages: Sequence[Path], clock: Clock) -> None:
    from kg import pipeline
    from kg.graph import save

    pipeline.build(pages[:1], read_on=DAY)
    with tempfile.TemporaryDirectory() as folder, clock.runs():
        save(pipeline.build(pages, read_on=DAY).quads, Path(folder) / "graph.ttl")


def yardstick(pages: Sequence[Path], clock: Clock) -> None:
    """What others pay for names alone: spaCy's tok2vec of its usual size with ner, over all the text."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    seen = Example.from_dict(nlp.make_doc("Ada Lovelace"), {"entities": [(0, 12, "PERSON")]})
    nlp.initialize(lambda: [seen])
    texts = [page.read_text(encoding="utf-8", errors="replace") for page in pages]
    with clock.runs():
        for _ in nlp.pipe(texts):
            pass


def _profiles(pages: Sequence[Path]) -> list:
    from kg.pipeline import find, read_pages

    return [reading.profile for reading in read_pages(find(pages)) if reading.profile]


STAGES: Mapping[str, Callable[[Sequence[Path], Clock], None]] = {
    "start": start,
    "reading": reading,
    "extracting": extracting,
    "resolving": resolving,
    "writing": writing,
    "the whole build": building,
    "(spaCy's ner)": yardstick,
}


def main() -> int:
    options = _options()
    if options.stage:
        print(json.dumps(_measure(options.stage, sorted(options.folder.iterdir()))))
        return 0
    from kg.read import find_pages

    originals = list(find_pages(options.folder))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.pages):
            original = originals[number % len(originals)]
            copy = Path(folder) / f"{number:06}-{original.stem}{original.suffix}"
            copy.write_bytes(original.read_bytes())
        print(f"{options.pages} pages from the {len(originals)} of {options.folder}, on one core")
        print(f"{'stage':18}{'seconds':>9}{'pages/s':>9}{'peak MB':>9}")
        taken = {}
        for stage in STAGES:
            seconds, megabytes = _in_a_process(stage, folder)
            taken[stage] = seconds
            rate = f"{options.pages / seconds:.0f}" if stage != "start" else ""
            print(f"{stage:18}{seconds:>9.2f}{rate:>9}{megabytes:>9.0f}", flush=True)
    ratio = taken["(spaCy's ner)"] / taken["the whole build"]
    print(f"the whole build reads {ratio:.1f} times as many pages a second as spaCy's ner")
    return 0


def _options() -> argparse.Namespace:
    labelled = ROOT / (os.environ.get("KG_EVAL") or "../shared/eval") / "pages"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = labelled if labelled.is_dir() else ROOT / "data" / "profiles"
    parser.add_argument("folder", type=Path, nargs="?", default=default, help="folder of pages")
    parser.add_argument("--pages", type=int, default=400, help="how many pages to make of them")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_a_process(stage: str, folder: str) -> tuple[float, float]:
    command = [sys.executable, __file__, folder, "--stage", stage]
    one_core = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=one_core)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def _measure(stage: str, pages: Sequence[Path]) -> tuple[float, float]:
    clock = Clock()
    STAGES[stage](pages, clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return clock.seconds, peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    sys.exit(main())
