"""A store holds at any time what a build of its pages from nothing would give, and reads a page only once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import SAMPLES
from stores import (
    POINTS,
    build,
    built_anew,
    by_graph,
    code,
    facts_of,
    found_in,
    quads_of,
    read_page,
    read_pages,
    update_,
    write,
)

from kg import pipeline
from kg.errors import GraphError, InputError, SettingsError
from kg.graph import load
from kg.graph.generations import current
from kg.model import Profile, Source
from kg.query import ask
from kg.store.readings import packed, unpacked

ADA = [("identity", {"name": "Ada Brook"}), ("positions", {"organization": "Mint of Arden", "current": "true"})]
BEN = [("identity", {"name": "Ben Carr"}), ("people", {"name": "Ada Brook", "relation": "advisor"})]


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pages are read without a model; the sources of those that were."""
    sources: list[str] = []

    def reading(pages, **options):
        sources.extend(page.source for page in pages)
        return read_pages(pages)

    monkeypatch.setattr(pipeline, "read_pages", reading)
    monkeypatch.setattr(update_, "_code", code)
    monkeypatch.setenv("KG_DATA", "/nonexistent")
    return sources


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    write(folder, "ada.yaml", ADA)
    write(folder, "ben.yaml", BEN)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_a_store_holds_what_a_build_gives(pages, store):
    build(pages, store)
    assert quads_of(store) == built_anew(pages)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_history_a_store_holds_what_a_build_from_nothing_gives(seed, pages, store):
    rng = random.Random(seed)
    for _ in range(6):
        for name in rng.sample("abcdefgh", rng.randint(1, 4)):
            path = pages / f"{name}.yaml"
            if path.exists() and rng.random() < 0.4:
                path.unlink()
            else:
                write(pages, path.name, facts_of(rng))
        build(pages, store, prune=True)
        assert quads_of(store) == built_anew(pages)


def test_a_page_that_did_not_change_is_not_read_again(pages, store, read):
    build(pages, store)
    read.clear()
    os.utime(pages / "ada.yaml")
    done = build(pages, store)
    assert read == []
    assert (done.read, done.unchanged, done.pages, done.changed) == (0, 2, 2, False)


def test_another_reader_reads_everything_again(pages, store, read, monkeypatch):
    build(pages, store)
    read.clear()
    monkeypatch.setattr(update_, "_code", lambda: "a later one")
    assert build(pages, store).changed is False
    assert read == ["ada.yaml", "ben.yaml"]


def test_a_page_that_changed_replaces_its_own_graph_and_no_other(pages, store, read):
    build(pages, store)
    before = by_graph(store)
    read.clear()
    write(pages, "ben.yaml", [*BEN, ("education", {"organization": "University of Graz", "level": "master"})])
    build(pages, store)
    after = by_graph(store)
    assert read == ["ben.yaml"]
    assert after["source/ben.yaml"] > before["source/ben.yaml"] - {q for q in before["source/ben.yaml"] if "sha" in q}
    assert after["source/ada.yaml"] == before["source/ada.yaml"]
    assert quads_of(store) == built_anew(pages)


def test_an_edge_that_two_pages_state_stays_until_neither_does(pages, store):
    write(
        pages,
        "ada.yaml",
        [("identity", {"name": "Ada Brook"}), ("people", {"name": "Ben Carr", "relation": "advisee"})],
    )
    edge = "SELECT ?x { ?x rkg:advisedBy ?y }"
    for removed, left in ((None, 1), ("ben.yaml", 1), ("ada.yaml", 0)):
        if removed:
            write(pages, removed, [("identity", {"name": "Somebody Else"})])
        build(pages, store)
        assert len(ask(load(store), edge).rows) == left, removed


def test_what_is_unchanged_keeps_the_day_on_which_it_was_read(pages, store):
    build(pages, store, read_on=date(2020, 2, 2))
    write(pages, "ben.yaml", BEN[:1])
    build(pages, store, read_on=date(2024, 4, 4))
    days = ask(
        load(store),
        "SELECT ?path ?day { ?page a schema:ProfilePage ; rkg:path ?path ; rkg:readOn ?day } ORDER BY ?path",
    )
    assert [row["day"] for row in days.texts()] == ["2020-02-02", "2024-04-04"]


@pytest.mark.parametrize(("prune", "left"), [(True, 1), (False, 2)], ids=["goes with prune", "stays without"])
def test_a_page_that_was_removed(prune, left, pages, store):
    build(pages, store)
    (pages / "ben.yaml").unlink()
    done = build(pages, store, prune=prune)
    assert (done.pages, done.removed) == (left, 2 - left)
    assert len([name for name in by_graph(store) if name.startswith("source/")]) == left


def test_a_page_that_cannot_be_read_any_more_stays_as_it_was(pages, store):
    build(pages, store)
    before = quads_of(store)
    (pages / "ben.yaml").write_text("no JSON", encoding="utf-8")
    done = build(pages, store, prune=True)
    assert (done.failed, done.pages) == (1, 2)
    assert quads_of(store) == before


def test_where_no_page_can_be_read_nothing_is_pruned(pages, store):
    build(pages, store)
    before = quads_of(store)
    with pytest.raises(InputError, match="stays as it was"):
        build(pages / "missing.yaml", store, prune=True)
    assert quads_of(store) == before


def test_pages_of_several_builds_come_together(pages, store):
    build(pages / "ada.yaml", store)
    build(pages / "ben.yaml", store)
    assert quads_of(store) == built_anew(pages)


def test_another_page_of_the_same_name_is_refused(pages, store, tmp_path):
    build(pages, store)
    other = write(tmp_path / "others", "ada.yaml", BEN)
    with pytest.raises(InputError, match=r"has a page 'ada\.yaml' from .*pages/ada\.yaml"):
        build(other, store)


def test_a_folder_that_was_moved_is_the_same_pages(pages, store, read, tmp_path):
    build(pages, store)
    read.clear()
    build(pages.rename(tmp_path / "moved"), store)
    assert read == []


def test_other_options_write_the_graph_anew_and_read_nothing(pages, store, read):
    build(pages, store)
    read.clear()
    build(pages, store, evidence=False)
    assert read == []
    assert not ask(load(store), "SELECT ?x { ?x a oa:SpecificResource }").rows


def test_the_iris_of_a_store_stay(pages, store):
    build(pages, store, base_iri="https://kg.example.org/")
    build(pages, store)
    assert any("<https://kg.example.org/" in quad for quad in quads_of(store))
    with pytest.raises(SettingsError, match=r"begin with https://kg\.example\.org/, not https://b\.example/"):
        build(pages, store, base_iri="https://b.example/")


def test_a_folder_without_a_store_is_a_sentence(tmp_path):
    with pytest.raises(GraphError, match="no graph in this folder"):
        load(tmp_path)


def test_a_file_in_place_of_the_folder_is_a_sentence(pages, store):
    store.write_text("something")
    with pytest.raises(GraphError, match="cannot be written"):
        build(pages, store)


# ---------------------------------------------------------------------------------------------------------------
# readers and builds at once


def test_a_reader_keeps_what_it_opened_until_it_ends(pages, store):
    build(pages, store)
    graph = load(store)
    before = len(graph)
    generation = store / current(store)
    write(pages, "cleo.yaml", BEN)
    build(pages, store)
    assert (len(graph), generation.exists()) == (before, True)
    assert len(load(store)) > before
    del graph
    write(pages, "cleo.yaml", ADA)
    build(pages, store)
    assert not generation.exists()


def test_a_second_build_says_that_there_is_a_first(pages, store, monkeypatch):
    def meanwhile(page_list, **options):
        with pytest.raises(GraphError, match="another build is at work on this store"):
            build(pages, store)
        return map(read_page, page_list)

    monkeypatch.setattr(pipeline, "read_pages", meanwhile)
    assert build(pages, store).read == 2


# ---------------------------------------------------------------------------------------------------------------
# killed, and out of disk


@pytest.mark.parametrize(
    ("point", "number"),
    [(point, 1) for point in POINTS] + [("a page is kept", 3), ("a page is written", 4), ("a part is exchanged", 5)],
)
def test_a_build_that_is_killed_leaves_the_graph_whole_and_the_next_goes_on(point, number, pages, store, read):
    for seed, name in enumerate("cdefg"):
        write(pages, f"{name}.yaml", facts_of(random.Random(seed)))
    build(pages, store)
    before = built_anew(pages)
    for seed, name in enumerate("defgh"):
        write(pages, f"{name}.yaml", facts_of(random.Random(seed + 100)))
    (pages / "c.yaml").unlink()
    after = built_anew(pages)
    script = Path(__file__).with_name("stores.py")
    command = [sys.executable, str(script), str(pages), str(store), point, str(number)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True)
    assert ended.returncode == 9, ended.stderr.decode()
    assert quads_of(store) == (after if point == "it is noted" else before)
    read.clear()
    build(pages, store, prune=True)
    # What was read before it was killed is not read again.
    assert len(read) == (6 - number if point == "a page is kept" else 0)
    assert quads_of(store) == after
    assert sorted(path.name for path in store.glob("graph-*")) == [current(store)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("kilobytes", [4, 40, 70])
def test_a_build_that_the_disk_refuses_leaves_the_graph_whole(kilobytes, pages, store):
    """A limit on the size of a file stands for a full disk: the same calls fail, with another number."""
    build(pages, store)
    before = quads_of(store)
    for number in range(40):
        write(pages, f"{number}.yaml", facts_of(random.Random(number)))
    script = (
        "import resource, sys; from pathlib import Path; import stores; from kg import pipeline\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes} * 1024,) * 2)\n"
        "pipeline.read_pages = stores.read_pages; stores.update_._code = stores.code\n"
        "from kg.errors import GraphError\n"
        "try: stores.build(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except GraphError as error: sys.exit(f'said: {error}')"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    ended = subprocess.run(
        [sys.executable, "-c", script, str(pages), str(store)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert "said: " in ended.stderr and "cannot be written" in ended.stderr, ended.stderr
    assert quads_of(store) == before
    build(pages, store)
    assert quads_of(store) == built_anew(pages)


# ---------------------------------------------------------------------------------------------------------------
# what was read, as bytes


def test_a_profile_is_the_same_after_it_was_kept(monkeypatch):
    monkeypatch.undo()
    readings = [pipeline.read_page(page) for page in found_in(SAMPLES)[:4]]
    profiles = [reading.profile for reading in readings if reading.profile]
    assert len(profiles) == 4
    assert [unpacked(packed(profile)) for profile in profiles] == profiles


def test_a_file_name_that_is_no_utf8_is_kept():
    odd = Profile("a\udcff.md", (Source("a\udcff.md", "00", "markdown"),), ())
    assert unpacked(packed(odd)) == odd


# ---------------------------------------------------------------------------------------------------------------
# the command


def test_the_command_says_what_was_read_and_what_was_not(kg, pages, store):
    assert kg("build", pages, "--store", store).err.splitlines()[0].startswith("2 pages read; ")
    ended = kg("build", pages, "--store", store)
    assert ended.status == 0
    assert ended.err.splitlines()[0].startswith("0 pages read, 2 unchanged; ")
    assert ended.err.splitlines()[-1] == f"2 pages in {store}; nothing to change"
    assert "Ada Brook" in kg("query", store, "identity").out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--prune"], "--prune is for a store"),
        (["--store", "x", "-o", "graph.ttl"], "Give one of -o, --store and --parts"),
    ],
    ids=["prune without a store", "a file and a store"],
)
def test_options_that_do_not_go_together(kg, pages, options, sentence):
    ended = kg("build", pages, *options)
    assert ended.status == 2
    assert sentence in ended.err
