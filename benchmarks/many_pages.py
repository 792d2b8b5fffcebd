"""Pages by the thousand to a graph in parts: rate, memory and size, and how each grows; and what a second core brings.

    python benchmarks/many_pages.py --pages 1000 10000
    python benchmarks/many_pages.py --pages 1000 --workers 1 2      # twice the cores, how much faster?

Pages are made (``made_pages.py``), in a folder that is kept for the next run if one is given. Each run is the command
that users run, in processes of its own; memory is the most that any of its processes had, and that of the one that
was started. A machine that others use too makes the seconds longer than the work: the seconds of the processors
are what a page costs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from made_pages import write_pages  # noqa: E402


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    processor: float
    driver_mb: float
    worker_mb: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--folder", type=Path, help="where pages are kept")
    parser.add_argument("--store", action="store_true", help="load the parts into an Oxigraph store, and measure it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-pages-") as temporary:
        heads = ("pages", "workers", "pages/s", "CPU ms/page", "driver MB", "worker MB", "quads/page", "gz kB/page")
        print("  ".join(f"{head:>11}" for head in heads), flush=True)
        for pages in options.pages:
            folder = (options.folder or Path(temporary)) / f"{pages}"
            write_pages(folder, pages)
            for workers in options.workers:
                out = Path(temporary) / f"run-{pages}-{workers}"
                _show(pages, workers, _run(folder, out, workers), out)
            if options.store:
                _load(out, Path(temporary) / f"store-{pages}", pages)
    return 0


def _run(folder: Path, out: Path, workers: int) -> Run:
    command = [sys.executable, "-m", "kg", "build", "-q", str(folder), "--parts", str(out), "--workers", str(workers)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # One thread a process, or one worker would use two cores.
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen([*command, "--read-on", "2026-01-01"], env=one_thread) as process:
        most = {"driver": 0.0, "worker": 0.0}
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, most, done))
        watcher.start()
        process.wait()
        done.set()
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - begun, processor, most["driver"], most["worker"])


def _watch(driver: int, most: dict[str, float], done: threading.Event) -> None:
    """The most memory that the command and that any of its processes has, seen five times a second."""
    while not done.wait(0.2):
        for process in (driver, *_children(driver)):
            name = "driver" if process == driver else "worker"
            most[name] = max(most[name], _resident(process))


def _children(process: int) -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _resident(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _show(pages: int, workers: int, run: Run, out: Path) -> None:
    done = json.loads((out / "done.json").read_text())
    cells = (
        f"{pages:,}",
        f"{workers}",
        f"{pages / run.seconds:.1f}",
        f"{run.processor / pages * 1000:.1f}",
        f"{run.driver_mb:.0f}",
        f"{run.worker_mb:.0f}",
        f"{done['quads'] / pages:.0f}",
        f"{done['size'] / pages / 1000:.1f}",
    )
    print("  ".join(f"{cell:>11}" for cell in cells), flush=True)


def _load(out: Path, store: Path, pages: int) -> None:
    """The bulk load into an embedded store, as ``oxigraph load`` does it."""
    files = sorted(str(file) for file in (out / "quads").iterdir())
    command = [str(Path(sys.executable).with_name("oxigraph")), "load", "--location", str(store), "--file", *files]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in store.iterdir())
    quads = json.loads((out / "done.json").read_text())["quads"]
    print(
        f"    store: {quads / seconds:,.0f} quads/s, {size / pages / 1000:.1f} kB/page, {size / quads:.0f} bytes/quad"
    )


if __name__ == "__main__":
    sys.exit(main())
