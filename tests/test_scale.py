"""A graph in parts is the graph; what dies on the way, a process, a Dask worker, the run itself, loses nothing."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from conftest import SAMPLES

from kg import pipeline, scale
from kg.errors import InputError, RemoteError, SettingsError
from kg.scale import Processes, build_parts, cluster, places, tasks
from kg.scale.places import Place

DAY = date(2026, 1, 1)
HERE = Processes(1)
#: Pages that name one another and share works, so that people and works are joined across parts.
TOGETHER = {
    "one.md": "# Ada Sample\n\n[ORCID](https://orcid.org/0000-0002-1825-0097)\n\n## Publications\n\n"
    "- Ada Sample, Karl Muster. Weaving Numbers on the Loom. Journal of Looms, 2001.\n"
    "- Ada Sample and Edith Beispiel. A Second Engine for Long Division. Journal of Looms, 2004.\n\n"
    "## Education\n\n- Ph.D. in Physics, University of Vienna, 1998\n",
    "two.md": "# Karl Muster\n\n## Publications\n\n"
    "- A. Sample, K. Muster. Weaving Numbers on the Loom. Journal of Looms, 2001.\n\n"
    "## Experience\n\n- Professor of Physics, University of Basel, 2001 - 2005\n",
    "three.md": "# Edith Beispiel\n\n## Publications\n\n"
    "- Ada Sample and Edith Beispiel. A Second Engine for Long Division. Journal of Looms, 2004.\n\n"
    "## Education\n\n- B.Sc. in Mathematics, University of Vienna, 1999\n",
    "four.md": "# Karl Muster\n\n## Interests\n\n- looms\n- machine learning\n",
}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(scale, "BLOCK", 2)


@pytest.fixture
def pages(tmp_path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in TOGETHER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@lru_cache(maxsize=2)
def whole(*folders: Path) -> frozenset[str]:
    return frozenset(pipeline.build(folders, read_on=DAY).quads.lines)


def in_parts(out: Path) -> frozenset[str]:
    texts = [gzip.decompress(file.read_bytes()).decode() for file in sorted((out / "quads").iterdir())]
    return frozenset(line for text in texts for line in text.split("\n") if line)


def test_the_parts_together_are_the_graph(pages, tmp_path):
    done = build_parts([str(pages), str(SAMPLES)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=3)
    assert in_parts(tmp_path / "run") == whole(pages, SAMPLES)
    assert (done.parts, done.failures) == (9, ())
    assert done.pages == len(TOGETHER) + len(list(SAMPLES.glob("*.*")))
    assert (
        json.loads((tmp_path / "run" / "done.json").read_text())["quads"]
        == done.quads
        >= len(in_parts(tmp_path / "run"))
    )


def test_people_and_works_of_different_parts_are_joined(pages, tmp_path):
    build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=1)
    found = in_parts(tmp_path / "run")
    same = {
        line.split()[2] for line in found if "/four-" not in line and "schema.org/sameAs" in line and "/person/" in line
    }
    assert found == whole(pages)
    assert len([node for node in same if "/person/" in node]) >= 2


def test_the_size_of_parts_and_blocks_changes_nothing(pages, tmp_path, monkeypatch):
    for name, part, block in (("a", 1, 1), ("b", 4, 100)):
        monkeypatch.setattr(scale, "BLOCK", block)
        build_parts([str(pages)], str(tmp_path / name), runner=HERE, read_on=DAY, part=part)
    assert in_parts(tmp_path / "a") == in_parts(tmp_path / "b")


def test_the_same_pages_give_the_same_bytes(pages, tmp_path):
    for name in ("a", "b"):
        build_parts([str(pages)], str(tmp_path / name), runner=HERE, read_on=DAY, part=2)
    files = sorted(file.name for file in (tmp_path / "a" / "quads").iterdir())
    assert len(files) > 4
    for name in files:
        assert (tmp_path / "a" / "quads" / name).read_bytes() == (tmp_path / "b" / "quads" / name).read_bytes()


def test_a_page_that_cannot_be_read_is_told_and_costs_no_other(pages, tmp_path):
    (pages / "empty.md").write_text("")
    done = build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=2)
    assert done.pages == len(TOGETHER)
    assert [failure.split(": ", 1)[1][:17] for failure in done.failures] == ["the file is empty"]


def test_options_hold_as_in_a_build_of_one_machine(pages, tmp_path):
    options = {"base_iri": "https://people.example/", "evidence": False, "min_confidence": 0.8}
    build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=2, **options)
    assert in_parts(tmp_path / "run") == set(pipeline.build([pages], read_on=DAY, **options).quads.lines)


# ---------------------------------------------------------------------------------------------------------------
# what dies


class Stopped(Exception):
    pass


@pytest.mark.parametrize("stage", ["reading", "comparing persons", "writing pages", "writing entities"])
def test_a_run_that_was_broken_off_goes_on_where_it_stopped(stage, pages, tmp_path, monkeypatch):
    def stop(name: str, done: int, total: int) -> None:
        if name == stage:
            raise Stopped

    with pytest.raises(Stopped):
        build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=2, progress=stop)
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "run").rglob("*") if file.is_file()}
    build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY, part=2)
    assert in_parts(tmp_path / "run") == whole(pages)
    kept = [file for file in before if file.stat().st_mtime_ns == before[file]]
    assert len(kept) >= len([file for file in before if "main.sqlite" not in file.name])


def test_a_folder_with_another_run_is_refused(pages, tmp_path):
    build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=DAY)
    with pytest.raises(SettingsError, match="has a run of other pages or options"):
        build_parts([str(pages)], str(tmp_path / "run"), runner=HERE, read_on=date(2026, 1, 2))


#: In a process that a test starts, this page ends the process that reads it.
DEADLY = "three.md"


def read_or_die(page: pipeline.Page) -> pipeline.Reading:
    if page.source == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return pipeline.read_page(page)


class Deadly:
    """A runner in whose processes a page is deadly."""

    def __init__(self, runner) -> None:
        self.runner = runner

    def run(self, work, given):
        return self.runner.run(_Dying(work), given)


class _Dying:
    def __init__(self, work) -> None:
        self.work = work

    def __call__(self, task):
        tasks.read_page = read_or_die
        return self.work(task)


def test_a_page_that_ends_its_process_is_told_and_left_out(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "BLOCK", 100)
    done = build_parts([str(pages)], str(tmp_path / "run"), runner=Deadly(Processes(2)), read_on=DAY, part=4)
    assert done.failures == (f"{DEADLY}: reading this page ended the process; leave it out and report it",)
    (pages / DEADLY).unlink()
    assert in_parts(tmp_path / "run") == set(pipeline.build([pages], read_on=DAY).quads.lines)


# ---------------------------------------------------------------------------------------------------------------
# Dask


@pytest.fixture(scope="module")
def dask() -> Iterator:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_a_worker_that_is_killed_in_mid_run_loses_nothing(dask, tmp_path):
    out = tmp_path / "run"
    done: list[scale.Done] = []
    stages: set[str] = set()

    def run() -> None:
        with cluster(dask.scheduler_address) as runner:
            progress = lambda stage, number, total: stages.add(stage)  # noqa: E731
            done.append(build_parts([str(SAMPLES)], str(out), runner=runner, read_on=DAY, part=2, progress=progress))

    thread = threading.Thread(target=run)
    thread.start()
    while not list(out.glob("work/read/*.zip")):
        time.sleep(0.02)
    victim = sorted(dask.workers.items())[0][1].pid
    os.kill(victim, signal.SIGKILL)
    assert stages <= {"reading"}  # in the middle of it
    thread.join()
    assert in_parts(out) == whole(SAMPLES)
    assert done[0].failures == ()
    assert victim not in {worker.pid for worker in dask.workers.values()}


def test_a_page_that_kills_dask_workers_is_told_and_left_out(dask, pages, tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "BLOCK", 100)
    monkeypatch.setattr(dask.scheduler, "allowed_failures", 0)  # so many workers a task may take with it: three, else
    with cluster(dask.scheduler_address) as runner:
        deadly = Deadly(runner)
        done = build_parts([str(pages)], str(tmp_path / "run"), runner=deadly, read_on=DAY, part=4)
    assert done.failures == (f"{DEADLY}: reading this page ended the process; leave it out and report it",)
    (pages / DEADLY).unlink()
    assert in_parts(tmp_path / "run") == set(pipeline.build([pages], read_on=DAY).quads.lines)


def test_workers_read_and_write_an_object_store(dask, pages):
    import fsspec

    # Dask's workers are processes of their own: a store in memory is of one process only, so it is a folder by address.
    address = f"file://{pages}"
    assert fsspec.open(f"{address}/one.md").fs.exists(str(pages / "one.md"))
    out = pages.parent / "run"
    with cluster(dask.scheduler_address) as runner:
        build_parts([address], f"file://{out}", runner=runner, read_on=DAY, part=2)
    assert in_parts(out) == whole(pages)


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch):
    with pytest.raises(RemoteError, match="no Dask scheduler answers there"), cluster("tcp://127.0.0.1:1"):
        pass


# ---------------------------------------------------------------------------------------------------------------
# addresses


@pytest.fixture
def bucket() -> Iterator[str]:
    import fsspec

    files = fsspec.filesystem("memory")
    yield "memory://bucket"
    files.rm("/bucket", recursive=True)


def test_an_object_store_has_pages_and_parts(bucket, pages, tmp_path):
    import fsspec

    files = fsspec.filesystem("memory")
    for name, text in TOGETHER.items():
        files.pipe_file(f"/bucket/pages/{name}", text.encode())
    files.pipe_file("/bucket/pages/_layouts/page.html", b"<h1>none</h1>")
    files.pipe_file("/bucket/pages/photo.jpg", b"none")
    build_parts([f"{bucket}/pages"], f"{bucket}/run", runner=HERE, read_on=DAY, part=2)
    files.get("/bucket/run", str(tmp_path / "run"), recursive=True)
    assert in_parts(tmp_path / "run") == whole(pages)


def test_a_name_that_leads_out_of_the_folder_is_fetched_nowhere(bucket, tmp_path):
    import fsspec

    fsspec.filesystem("memory").pipe_file("/bucket/page.md", b"# X")
    with pytest.raises(InputError, match="a name that leads elsewhere"):
        places.fetch(Place(bucket), "../../evil.md", tmp_path)


@pytest.mark.parametrize(
    ("pages", "error", "sentence"),
    [
        (["memory://nothing"], InputError, "memory://nothing: no page there; kg reads "),
        (["memory://a", "b"], InputError, "give one address, or paths of this file system"),
        (["nonsense://a"], SettingsError, "nonsense://a: cannot be opened"),
    ],
)
def test_an_address_that_holds_nothing_is_one_sentence(pages, error, sentence, tmp_path):
    with pytest.raises(error, match=sentence):
        build_parts(pages, str(tmp_path / "run"), runner=HERE, read_on=DAY)


# ---------------------------------------------------------------------------------------------------------------
# the command


def test_the_command_writes_parts(kg, pages, tmp_path):
    ended = kg("build", pages, "--parts", tmp_path / "run", "--read-on", "2026-01-01")
    assert (ended.status, ended.out) == (0, "")
    assert "4 pages read" in ended.err and "statements in 1 part" in ended.err
    assert in_parts(tmp_path / "run") == whole(pages)
    asked = kg("query", tmp_path / "run", "education", "--person", "Ada", "-f", "csv")
    assert asked.status == 0 and "University of Vienna" in asked.out


@pytest.mark.parametrize(
    "options",
    [("--cluster", "tcp://127.0.0.1:1"), ("--parts", "x", "--store", "y"), ("--parts", "x", "-o", "g.ttl")],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused(options, kg, pages):
    assert kg("build", pages, *options).status == 2
