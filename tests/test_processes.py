"""Work is shared among processes: in order, a little at a time, and whatever dies, nothing else is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT

from kg.processes import in_order


def square(number: int) -> int:
    return number * number


def square_but(deadly: frozenset[int], number: int) -> int:
    if number in deadly:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does when memory is short
    return number * number


def square_at_the_second_try(folder: Path, number: int) -> int:
    """Dies at 5 the first time: a neighbour took the memory."""
    if number == 5 and not (folder / "tried").exists():
        (folder / "tried").touch()
        os._exit(1)
    return number * number


def fail_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("chunk", [1, 7], ids=lambda chunk: f"{chunk} at a time")
def test_results_stand_in_the_order_of_the_items(chunk):
    assert list(in_order(square, range(20), workers=2, lost=str, chunk=chunk)) == [n * n for n in range(20)]


def test_no_item_is_no_result():
    assert list(in_order(square, [], workers=2, lost=str)) == []


@pytest.mark.parametrize(
    "deadly",
    [
        pytest.param({7}, id="in the middle of a chunk"),
        pytest.param({0, 6, 19}, id="several"),
    ],
)
def test_an_item_that_kills_its_process_is_told_and_all_others_are_done(deadly):
    work = partial(square_but, frozenset(deadly))
    found = list(in_order(work, range(20), workers=2, lost=lambda n: f"lost {n}", chunk=4))
    assert found == [f"lost {n}" if n in deadly else n * n for n in range(20)]


def test_a_death_that_was_not_the_items_fault_costs_nothing(tmp_path):
    work = partial(square_at_the_second_try, tmp_path)
    assert list(in_order(work, range(8), workers=2, lost=lambda n: f"lost {n}", chunk=2)) == [n * n for n in range(8)]


def test_an_error_is_raised_where_the_results_are_read():
    with pytest.raises(ValueError, match="three"):
        list(in_order(fail_on_three, range(9), workers=2, lost=str))


def test_items_are_taken_as_they_are_needed_so_that_memory_does_not_grow():
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield number

    results = in_order(square, items(), workers=2, lost=str, chunk=5)
    assert next(results) == 0
    assert taken <= 2 * 4 * 5
    results.close()


PARENT = """
import os, sys, time
from kg.processes import in_order

def slow(number):
    print(os.getpid(), flush=True)
    time.sleep(1)
    return number

if __name__ == "__main__":
    list(in_order(slow, range(1000), workers=2, lost=str))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to see whether a process is there")
def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(tmp_path / "parent.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        children = {int(parent.stdout.readline()) for _ in range(2)}
        parent.kill()
        parent.stdout.close()
    for _ in range(100):
        left = [child for child in children if Path(f"/proc/{child}").is_dir()]
        if not left:
            break
        time.sleep(0.1)
    assert left == []
