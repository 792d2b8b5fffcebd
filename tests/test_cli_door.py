"""The last door: no exception reaches the user as a traceback, and a stopped run leaves nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import SAMPLES

from kg.errors import GraphError


@pytest.fixture
def breaking(monkeypatch):
    """Let ``kg build`` fail in a way of the test's own."""

    def let(error: BaseException) -> None:
        def fail(*arguments, **options):
            raise error

        monkeypatch.setattr("kg.pipeline.build", fail)

    return let


def test_a_mistake_of_ours_is_a_sentence_that_says_how_to_report_it(kg, breaking):
    breaking(IndexError("list index out of range"))
    ended = kg("build", "page.md")
    assert ended.status == 70
    assert ended.err.startswith("kg: a mistake of ours (IndexError: list index out of range); please report it")
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("loud", [("-vv",), ("-v", "-v")], ids=" ".join)
def test_the_traceback_is_there_for_who_asks(loud, kg, breaking):
    breaking(IndexError("list index out of range"))
    assert "Traceback" in kg("build", *loud, "page.md").err
    assert "Traceback" not in kg("build", "-v", "page.md").err


def test_the_traceback_is_there_in_debugging(kg, breaking, monkeypatch):
    monkeypatch.setenv("KG_DEBUG", "1")
    breaking(IndexError("list index out of range"))
    assert "Traceback" in kg("build", "page.md").err


def test_a_mistake_of_the_user_has_its_own_status(kg, breaking):
    breaking(GraphError("graph.ttl: cannot be written; choose another place with -o"))
    ended = kg("build", "page.md")
    assert ended.status == GraphError.status
    assert ended.err == "kg: graph.ttl: cannot be written; choose another place with -o\n"


def test_a_fault_of_the_system_is_a_sentence(kg, breaking):
    breaking(OSError(28, "No space left on device", "graph.ttl"))
    ended = kg("build", "page.md")
    assert (ended.status, ended.err) == (2, "kg: graph.ttl: No space left on device\n")


def test_quiet_still_says_what_went_wrong(kg, breaking):
    breaking(GraphError("graph.ttl: no"))
    assert kg("build", "-q", "page.md").err == "kg: graph.ttl: no\n"


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_is_stopped_leaves_nothing_behind(sent, status, workers, tmp_path):
    site, out = tmp_path / "site", tmp_path / "out"
    site.mkdir(), out.mkdir()
    page = (SAMPLES / "einstein.md").read_text(encoding="utf-8")
    for number in range(3_000):  # more than can be read before the signal comes
        (site / f"{number}.md").write_text(page, encoding="utf-8")
    # What runs in the background of a shell script begins with Ctrl-C ignored, and so do its children.
    deaf_no_more = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{deaf_no_more}; import sys, kg.cli; print('ready', flush=True); sys.argv[0] = 'kg'; kg.cli.main()"
    command = [sys.executable, "-c", code, "build", str(site), "-o", str(out / "graph.ttl"), "--workers", str(workers)]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stdout and running.stdout.readline() == "ready\n"
    try:
        err = _stopped(running, sent)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == status
    assert "Traceback" not in err
    assert list(out.iterdir()) == []
    assert not _alive(running.pid)


def _stopped(running, sent):
    """What the run says when it ends; a signal that comes while a library is loaded may be lost in it: sent again."""
    for _ in range(20):
        time.sleep(2)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, sent) if sent is signal.SIGINT else running.send_signal(sent)
        with suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=10)[1]
    raise AssertionError("the run did not stop")


def _alive(group: int) -> bool:
    """Whether any process of a group is left after a while; Python's own helpers end a moment after it."""
    for _ in range(100):
        time.sleep(0.1)
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
    return True


def test_the_program_can_be_run_as_a_module_and_as_a_script():
    script = Path(sys.executable).with_name("kg")
    runs = [[sys.executable, "-m", "kg", "--version"], [str(script), "--version"]]
    first, second = (subprocess.run(run, capture_output=True, text=True, check=True).stdout for run in runs)
    assert first == second
