"""Pages without number to a graph in parts: on the cores of one machine, or on many machines.

No machine ever has all pages, all facts or all entities. The parts of the graph are N-Quads, gzipped, in the folder
``quads`` of the run; together they are the graph that ``kg.pipeline.build`` makes of the same pages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import InputError, SettingsError
from kg.pipeline import Page, Progress, find
from kg.read import READERS
from kg.resolve.blocks import COMPARED, together
from kg.scale import places, tasks
from kg.scale.places import Place
from kg.scale.runners import Lost, Processes, Runner, cluster, of
from kg.scale.tasks import Job, Part, PartRead, Written

__all__ = ["Done", "Job", "Place", "Processes", "Runner", "build_parts", "cluster"]

#: Pages of a part: half a minute of work, so that little is done again where a machine dies.
PART = 500
#: Pages whose mentions are compared, and whose entities are put together, in one task.
BLOCK = 2_000
#: Each block reads a little of each part, so parts and blocks of very many pages are larger rather than more.
MOST_PARTS, MOST_BLOCKS = 4_000, 1_000


@dataclass(frozen=True, slots=True)
class Done:
    """What a run made: pages, the facts of each kind, why pages were not read, quads and the bytes of their files."""

    pages: int
    facts: Mapping[str, int]
    failures: tuple[str, ...]
    quads: int
    size: int
    parts: int


def build_parts(
    pages: Iterable[str],
    out: str,
    *,
    runner: Runner,
    base_iri: str = "",
    evidence: bool = True,
    min_confidence: float = 0.0,
    read_on: date | None = None,
    part: int = 0,
    progress: Progress = lambda stage, done, total: None,
) -> Done:
    """Read pages and write their graph in parts; what an earlier run of the same pages did is not done again.

    Args:
        pages: pages and folders, in a file system that all workers share; or one address for fsspec.
        out: the folder of the run, or an address for fsspec.
        runner: ``Processes``, or what ``cluster`` gives.
        base_iri: as ``kg.pipeline.build``, and so are ``evidence``, ``min_confidence`` and ``read_on``.
        part: how many pages are one part; as many as fit their number if 0.
        progress: told of each stage how many of its tasks are done.

    Raises:
        InputError: there is no page, or none can be read.
        SettingsError: ``out`` has another run in it, or a library for an address is missing.
    """
    address, found = _found(list(pages))
    part = part or max(PART, -(-len(found) // MOST_PARTS))
    parts = [Part(at // part, tuple(found[at : at + part])) for at in range(0, len(found), part)]
    number = min(-(-len(found) // BLOCK), MOST_BLOCKS)
    job = Job(Place(out), number, read_on or date.today(), address, base_iri, evidence, min_confidence)
    _begin(job, found, part)

    def stage(name: str, work: Callable[..., Any], given: Sequence[tuple[Any, ...]], *shared: object) -> list[Any]:
        results = []
        for result in runner.run(of(work, job, *shared), given):
            results.append(result)
            progress(name, len(results), len(given))
        return results

    read = _read(stage, parts)
    if not any(done.pages for done in read):
        raise InputError("\n".join(failure for done in read for failure in done.failures[:20]))
    numbers, all_blocks = [(each.number,) for each in parts], [(block,) for block in range(job.blocks)]
    for kind in COMPARED:
        _sure(stage(f"sorting {kind.value}s", tasks.spread, numbers, kind))
        _sure(stage(f"comparing {kind.value}s", tasks.compare, [(kind, *b, len(parts)) for b in all_blocks]))
        tasks.write_mains(job, kind, _main_of(job, kind))
    written: list[Written] = _sure(stage("writing pages", tasks.write, numbers))
    written += _sure(stage("writing entities", tasks.entities, [(*block, len(parts)) for block in all_blocks]))
    for kind in COMPARED:
        written += _sure(stage("writing decisions", tasks.decisions, all_blocks, kind))
    return _done(job, read, written, len(parts))


def _found(paths: Sequence[str]) -> tuple[str, list[Page]]:
    """The address that pages are fetched from, or none, and the pages."""
    addresses = [path for path in paths if "://" in path]
    if not addresses:
        return "", find(map(Path, paths))
    if len(paths) > 1:
        raise InputError(f"{addresses[0]}: give one address, or paths of this file system")
    names = places.pages_at(Place(addresses[0]), frozenset(READERS))
    if not names:
        raise InputError(f"{addresses[0]}: no page there; kg reads {', '.join(sorted(READERS))}")
    return addresses[0], [Page(name, Path(name), Path()) for name in names]


def _begin(job: Job, pages: Sequence[Page], part: int) -> None:
    """Write down what the run is, or refuse where it is another."""
    sources = "\n".join(f"{page.source}\t{page.root}" for page in pages)
    mine = {**asdict(job), "out": "", "read_on": job.read_on.isoformat(), "part": part, "pages": _digest(sources)}
    if not places.exists(job.out, "job.json"):
        places.write(job.out, "job.json", json.dumps(mine, indent=1).encode())
    elif json.loads(places.read(job.out, "job.json")) != mine:
        raise SettingsError(f"{job.out.url}: has a run of other pages or options in it; choose another folder")


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def _read(stage: Callable[..., list[Any]], parts: Sequence[Part]) -> list[PartRead]:
    """Read all parts; in one that ends its process the page that does so is found, and left out."""
    read = stage("reading", tasks.read, [(part,) for part in parts])
    for at, result in enumerate(read):
        if isinstance(result, Lost):
            part = parts[at]
            probed = stage("looking for the page that fails", tasks.probe, [(page,) for page in part.pages])
            deadly = frozenset(p.source for p, found in zip(part.pages, probed, strict=True) if isinstance(found, Lost))
            (read[at],) = _sure(stage("reading", tasks.read, [(replace(part, deadly=deadly),)]))
    return read


def _sure(results: list[Any]) -> list[Any]:
    """The results, none of which may be lost: such a task has no page that could be left out."""
    if any(isinstance(result, Lost) for result in results):
        raise SettingsError(
            "a task ended its process again and again, most likely for want of memory; see docs/scale.md"
        )
    return results


def _main_of(job: Job, kind: Any) -> dict[str, str]:
    """What is joined after a kind was compared, with what was joined before it."""
    main: dict[str, str] = {}
    for each in COMPARED[: COMPARED.index(kind) + 1]:
        main |= together(tasks.joins_of(job, each, block) for block in range(job.blocks))
    return main


def _done(job: Job, read: Sequence[PartRead], written: Sequence[Written], parts: int) -> Done:
    facts = Counter[str]()
    for each in read:
        facts.update(each.facts)
    done = Done(
        sum(each.pages for each in read),
        {kind: facts[kind] for kind in sorted(facts)},
        tuple(failure for each in read for failure in each.failures),
        sum(each.quads for each in written),
        sum(each.size for each in written),
        parts,
    )
    places.write(job.out, "done.json", json.dumps(asdict(done), indent=1, ensure_ascii=False).encode())
    return done
