"""How long a drawing takes until it is there and until it answers, beside plain pyvis on the same graph.

    python benchmarks/draw_large.py [--sizes 100,1000,5000,20000] [--plain-up-to 5000] [--shots DIR]

Each page is opened in headless Chromium, without a graphics card. *picture* is from the start of loading to the first
frame with the network in it, *everything* the time to open what the overview of a large graph leaves out, *answer* from
a search to the frame that shows its result, *pan* the median time of a frame while the picture is dragged. For pyvis,
which lays a network out in the page, *picture* is until its layout is done; *inf* where it was not in time.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from kg.draw.layout import place
from kg.draw.network import Edge, Network, Node, Quote, Statement
from kg.draw.page import page
from kg.model import EntityKind, Kind

_LEAVES = (EntityKind.WORK, EntityKind.WORK, EntityKind.WORK, EntityKind.TOPIC, EntityKind.AWARD, EntityKind.EVENT)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]

#: A frame has been painted when a task that a frame's callback queued runs.
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"


def sample(size: int, seed: int = 1) -> Network:
    """Profiles with their papers, topics and awards, and institutions that several of them share; all made up."""
    rng = random.Random(seed)
    people = [f"person/{k:05}" for k in range(max(4, size // 22))]
    places = [f"organization/{k:05}" for k in range(max(3, size // 60))]
    rest = [f"thing/{k:05}" for k in range(size - len(people) - len(places))]
    kinds = {name: _LEAVES[k % len(_LEAVES)] for k, name in enumerate(rest)}
    ties = [(person, place) for person in people for place in rng.sample(places, min(3, len(places)))]
    for name in rest:
        ties.extend((person, name) for person in rng.sample(people, 1 if rng.random() < 0.8 else 2))
    nodes = [
        *(Node(p, EntityKind.PERSON, f"Person {p[-5:]}", pages=(f"{p}.md",)) for p in people),
        *(Node(p, EntityKind.ORGANIZATION, f"University of {p[-5:]}") for p in places),
        *(Node(p, kinds[p], f"A thing with a name of its own {p[-5:]}") for p in rest),
    ]
    statements = [_statement(k, person, rng.randint(1950, 2024)) for k, (person, _) in enumerate(ties)]
    edges = [Edge(*tie, "tied to", (statements[k].id,)) for k, tie in enumerate(ties)]
    return Network(
        tuple(sorted(nodes, key=lambda node: node.id)),
        tuple(sorted(edges, key=lambda edge: (edge.source, edge.target))),
        tuple(statements),
        title=f"{size} things",
    )


def _statement(number: int, person: str, year: int) -> Statement:
    quote = Quote(
        f"{person}.md", f"Something that was done in {year}, in some words", "before it ", " after it", "News", 9
    )
    return Statement(
        f"fact/{number:06}", Kind.POSITIONS, person, f"Fact {number} ({year})", start=str(year), quotes=(quote,)
    )


def measured(browser: Any, network: Network, folder: Path, shots: Path | None) -> dict[str, float]:
    """The times of our page, in seconds, and its size in megabytes."""
    begun = time.perf_counter()
    places = place(network)
    laid_out = time.perf_counter()
    path = folder / "ours.html"
    path.write_text(page(network, places), encoding="utf-8")
    written = time.perf_counter()
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(path.as_uri())
    tab.wait_for_selector("html[data-ready=yes]")
    times = {
        "layout": laid_out - begun,
        "write": written - laid_out,
        "MB": path.stat().st_size / 1e6,
        "picture": tab.evaluate(_PAINTED) / 1000,
    }
    if not tab.is_checked("#minor"):
        # A large graph opens as an overview; the time with all of it in the picture counts as well.
        begun = time.perf_counter()
        tab.click("#minor")
        tab.evaluate(_PAINTED)
        times["everything"] = time.perf_counter() - begun
    if shots:
        tab.screenshot(path=shots / f"things-{len(network.nodes)}.png")
    times["pan"] = _pan(tab)
    begun = time.perf_counter()
    tab.fill("#search", "Person 00001")
    tab.press("#search", "Enter")
    tab.wait_for_selector("#chosen")
    tab.evaluate(_PAINTED)
    times["answer"] = time.perf_counter() - begun
    tab.close()
    return times


def _pan(tab: Any) -> float:
    tab.evaluate(
        "() => { globalThis.frames_ = []; let last = performance.now();"
        "const tick = () => { const now = performance.now(); frames_.push(now - last); last = now;"
        "requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"
    )
    tab.mouse.move(200, 700)
    tab.mouse.down()
    for step in range(40):
        tab.mouse.move(200 + step * 8, 700 - step * 6)
    tab.mouse.up()
    return float(median(tab.evaluate("frames_"))) / 1000


def plain(browser: Any, network: Network, folder: Path, patience: float) -> dict[str, float]:
    """pyvis as its manual shows it, its resources inlined: until the layout that it begins with is done."""
    from playwright.sync_api import TimeoutError as PlaywrightTimeout
    from pyvis.network import Network as Pyvis

    drawing = Pyvis(cdn_resources="in_line", directed=True)
    for node in network.nodes:
        drawing.add_node(node.id, label=node.name, title=node.name)
    for edge in network.edges:
        drawing.add_edge(edge.source, edge.target)
    path = folder / "pyvis.html"
    path.write_text(drawing.generate_html(), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    # Its page asks for Bootstrap from a network that a benchmark must not need.
    tab.route("http*://**", lambda route: route.abort())
    begun = time.perf_counter()
    # It shows a bar instead of the network until a thousand rounds of its layout are done, or the layout is at rest.
    settled = (
        "() => typeof network !== 'undefined' && "
        "(network.physics.stabilized || document.getElementById('loadingBar')?.style.opacity === '0')"
    )
    try:
        tab.goto(path.as_uri(), timeout=patience * 1000)
        tab.wait_for_function(settled, timeout=patience * 1000, polling=200)
    except PlaywrightTimeout:
        return {"MB": path.stat().st_size / 1e6, "picture": float("inf")}
    finally:
        taken = time.perf_counter() - begun
        context.close()
    return {"MB": path.stat().st_size / 1e6, "picture": taken}


def rows(sizes: list[int], plain_up_to: int, patience: float, shots: Path | None) -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or sys.exit("no Chromium; set KG_CHROMIUM")
    columns = ("layout", "write", "MB", "picture", "everything", "pan", "answer")
    yield f"| {'things':>7} | {'page':5} | " + " | ".join(f"{name:>10}" for name in columns) + " |"
    yield "|--------:|-------|" + "-----------:|" * len(columns)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        for size in sizes:
            network = sample(size)
            found = {"kg": measured(browser, network, Path(folder), shots)}
            if size <= plain_up_to:
                found["pyvis"] = plain(browser, network, Path(folder), patience)
            for name, times in found.items():
                cells = (f"{times[c]:10.3f}" if c in times else " " * 10 for c in columns)
                yield f"| {size:7,} | {name:5} | " + " | ".join(cells) + " |"
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100,1000,5000,20000")
    parser.add_argument("--plain-up-to", type=int, default=20000, help="the largest graph that pyvis is given")
    parser.add_argument("--patience", type=float, default=120, help="seconds until pyvis is given up (shown as inf)")
    parser.add_argument("--shots", type=Path, help="a folder for a screenshot of each")
    given = parser.parse_args()
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    sizes = [int(size) for size in given.sizes.split(",")]
    for row in rows(sizes, given.plain_up_to, given.patience, given.shots):
        print(row, flush=True)


if __name__ == "__main__":
    main()
