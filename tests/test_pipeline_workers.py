"""Pages are shared among processes, and a page that kills its process costs no other page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.pipeline import Page, Reading, read_pages

PAGES = [Page(f"{n}.md", Path(f"{n}.md"), Path()) for n in range(9)]


def process_of(page: Page) -> Reading:
    return Reading(page, failure=str(os.getpid()))


def die_on_four(page: Page) -> Reading:
    if page.source == "4.md":
        os._exit(9)  # as a crash in a library, or the system when memory is short, ends a process
    return Reading(page)


def die_on_each(page: Page) -> Reading:
    os._exit(9)


def test_readings_come_in_the_order_of_the_pages():
    readings = list(read_pages(PAGES, workers=2, read_one=process_of))
    assert [reading.page for reading in readings] == PAGES


def test_one_worker_is_this_process_and_more_are_others():
    here = str(os.getpid())
    assert {r.failure for r in read_pages(PAGES, workers=1, read_one=process_of)} == {here}
    assert here not in {r.failure for r in read_pages(PAGES, workers=2, read_one=process_of)}


def test_a_page_that_kills_its_process_is_reported_and_the_others_are_read():
    readings = list(read_pages(PAGES, workers=2, read_one=die_on_four))
    assert [r.page.source for r in readings if r.failure] == ["4.md"]
    assert [r.page for r in readings] == PAGES


def test_every_page_may_kill_its_process():
    readings = list(read_pages(PAGES[:3], workers=2, read_one=die_on_each))
    assert [r.failure.split(":")[0] for r in readings] == ["0.md", "1.md", "2.md"]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_page_is_no_reading(workers):
    assert list(read_pages([], workers=workers)) == []
