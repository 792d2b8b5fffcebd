"""Stores made of small pages that need no model: each is JSON of kinds and slots, read by the reader below.

Run as a program it is a build that ends, without a word, when it comes to a given point: ``python stores.py PAGES STORE
POINT NUMBER`` where ``POINT`` is a name of ``POINTS``.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph
from handmade import profile

from kg import pipeline
from kg.graph import to_quads
from kg.graph.generations import Next, opened
from kg.model import Profile, Source
from kg.pipeline import Page, Reading
from kg.resolve import resolve
from kg.store import Updated, readings, update

#: The module; ``kg.store.update`` is the function.
update_ = importlib.import_module("kg.store.update")

DAY = date(2026, 1, 31)
PEOPLE = ("Ada Brook", "Ben Carr", "Cleo Dunn", "Dora Ewing", "Emil Finch")
PLACES = ("University of Vienna", "University of Graz", "ETH Zurich", "Mint of Arden")

Facts = Sequence[tuple[str, Mapping[str, Any]]]


def code() -> str:
    """In place of the hash of the code that reads, which changes when somebody works on it while tests run."""
    return "by hand"


def read_page(page: Page) -> Reading:
    """In place of ``pipeline.read_page``."""
    try:
        facts = json.loads(page.path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Reading(page, failure=f"{page.path}: {error}")
    made = profile(page.source, *((kind, slots) for kind, slots in facts))
    digest = hashlib.sha256(page.path.read_bytes()).hexdigest()
    return Reading(page, Profile(page.source, (Source(page.source, digest, "json"),), made.facts))


def read_pages(pages: Sequence[Page], **options: Any) -> Any:
    return map(read_page, pages)


def facts_of(rng: random.Random) -> Facts:
    """A page at random; several pages share people and places, and state the same of each other."""
    name = rng.choice(PEOPLE)
    other, third = rng.sample(PEOPLE, 2)
    return [
        ("identity", {"name": name}),
        ("positions", {"organization": rng.choice(PLACES), "role": "Professor", "current": "true"}),
        ("education", {"organization": rng.choice(PLACES), "level": "doctorate", "advisor": [other]}),
        ("people", {"name": third, "relation": rng.choice(["advisor", "advisee", "collaborator"])}),
        ("publications", {"title": rng.choice(["On Mills", "On Wells"]), "authors": [name, other, third]}),
    ][: rng.randint(2, 5)]


def write(folder: Path, name: str, facts: Facts) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def build(pages: Path | Sequence[Path], store: Path, **options: Any) -> Updated:
    given = [pages] if isinstance(pages, Path) else pages
    return update(given, store, **{"read_on": DAY, **options})


def quads_of(store: Path) -> set[str]:
    """All quads of a store, as text."""
    found, held = opened(store)
    with held:
        return {str(quad) for quad in found}


def by_graph(store: Path) -> dict[str, set[str]]:
    found, held = opened(store)
    with held:
        names = [graph.value for graph in found.named_graphs()]
        of = found.quads_for_pattern
        return {
            name.rpartition("/graph/")[2]: {str(q) for q in of(None, None, None, pyoxigraph.NamedNode(name))}
            for name in names
        }


def built_anew(pages: Path) -> set[str]:
    """The quads that ``kg build`` writes for the pages of a folder."""
    profiles = [reading.profile for page in found_in(pages) if (reading := read_page(page)).profile]
    store = pyoxigraph.Store()  # it writes numbers in its own way: 0.90 is 0.9
    store.extend(to_quads(profiles, resolve(profiles), read_on=DAY))
    return {str(quad) for quad in store}


def found_in(pages: Path) -> list[Page]:
    return pipeline.find([pages])


# ---------------------------------------------------------------------------------------------------------------
# a build that is killed


def _before(owner: Any, name: str) -> Callable[[Callable[[], None]], None]:
    def install(step: Callable[[], None]) -> None:
        original = getattr(owner, name)

        def stepping(*arguments: Any, **more: Any) -> Any:
            step()
            return original(*arguments, **more)

        setattr(owner, name, stepping)

    return install


#: Where a build can be ended: before the n-th call of these.
POINTS: Mapping[str, Callable[[Callable[[], None]], None]] = {
    "a page is kept": _before(readings.Readings, "keep"),
    "pages are forgotten": _before(readings.Readings, "forget"),
    "a generation begins": _before(Next, "__init__"),
    "a page is written": _before(Next, "page"),
    "a part is exchanged": _before(Next, "_exchange"),
    "parts are taken out": _before(Next, "_take_out_unseen"),
    "shortcuts are taken out": _before(Next, "_take_out_shortcuts"),
    "it takes its place": _before(Path, "replace"),
    "it is noted": _before(readings.Readings, "note"),
}


def main(pages: Path, store: Path, point: str, number: int) -> None:
    left = number

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(9)  # as kill -9: no handler runs, nothing is flushed

    POINTS[point](step)
    pipeline.read_pages = read_pages
    update_._code = code
    build(pages, store, prune=True)
    raise SystemExit(f"the build never came to: {point}, {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
