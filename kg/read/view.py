"""A source text with parts cut out or replaced, which still knows where each character came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """Characters of a view from ``at`` on: source ``start`` to ``end`` to the letter, or what replaced them."""

    at: int
    start: int
    end: int
    verbatim: bool


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a view become ``text``."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A text made from a source text: ``runs`` tile it from left to right."""

    text: str
    runs: tuple[Run, ...]

    @staticmethod
    def of(source: str, start: int, end: int) -> View:
        """The view that shows characters ``start`` to ``end`` of a source text as they are."""
        return View(source[start:end], (Run(0, start, end, True),))

    def slices(self, start: int, end: int) -> Iterator[tuple[int, int, Run]]:
        """The runs under characters ``start`` to ``end``, each with the part of it in view positions."""
        if start >= end:
            return
        index = bisect_right(self.runs, start, key=_at) - 1
        while start < end:
            run = self.runs[index]
            index += 1
            stop = min(end, self.runs[index].at) if index < len(self.runs) else end
            if start < stop:
                yield start, stop, run
            start = max(start, stop)

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of source text that stand to the letter under characters ``start`` to ``end``."""
        for left, right, run in self.slices(start, end):
            if run.verbatim:
                yield run.start + left - run.at, run.start + right - run.at

    def hull(self, start: int, end: int) -> tuple[int, int]:
        """The first and last place in the source text that characters ``start`` to ``end`` come from."""
        parts = list(self.slices(start, end))
        left, _, run = parts[0]
        first = run.start + left - run.at if run.verbatim else run.start
        _, right, run = parts[-1]
        return first, run.start + right - run.at if run.verbatim else run.end

    def join(self, parts: Iterable[tuple[int, int, str]]) -> View:
        """The view that shows, one after another, each part ``start`` to ``end`` of this one and then a text."""
        texts: list[str] = []
        runs: list[Run] = []
        at = 0
        for start, end, added in parts:
            for left, right, run in self.slices(start, end):
                first, last = (run.start + left - run.at, run.start + right - run.at) if run.verbatim else run[1:3]
                runs.append(Run(at, first, last, run.verbatim))
                at += right - left
            texts.append(self.text[start:end])
            if added:
                place = runs[-1].end if runs else self.runs[0].start
                runs.append(Run(at, place, place, False))
                texts.append(added)
                at += len(added)
        return View("".join(texts), tuple(runs) or (Run(0, 0, 0, False),))

    def edit(self, edits: Iterable[Edit]) -> View:
        """This view with edits made; they are in order and do not overlap."""
        texts: list[str] = []
        runs: list[Run] = []
        at = done = 0
        for edit in (*edits, Edit(len(self.text), len(self.text))):
            for left, right, run in self.slices(done, edit.start):
                first, last = (run.start + left - run.at, run.start + right - run.at) if run.verbatim else run[1:3]
                runs.append(Run(at, first, last, run.verbatim))
                at += right - left
            texts.append(self.text[done : edit.start])
            if edit.text:
                first, last = self.hull(edit.start, edit.end) if edit.start < edit.end else (0, 0)
                runs.append(Run(at, first, last, False))
                texts.append(edit.text)
                at += len(edit.text)
            done = edit.end
        return View("".join(texts), tuple(runs) or (Run(0, 0, 0, False),))


def _at(run: Run) -> int:
    return run.at
