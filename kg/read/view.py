"""A source text with parts cut out or replaced, which still knows where each character came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import NamedTuple


class Run(NamedTuple):
    """Characters of a view from ``at`` on: source ``start`` to ``end`` to the letter, or what stands for it."""

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

    def parts(self, start: int, end: int) -> list[Run]:
        """The runs under characters ``start`` to ``end``, those at the edges cut to them."""
        runs = self.runs
        index = bisect_right(runs, start, key=_at) - 1 if len(runs) > 1 else 0
        found: list[Run] = []
        while start < end:
            run = runs[index]
            index += 1
            stop = min(end, runs[index].at) if index < len(runs) else end
            if run.verbatim:
                shift = run.start - run.at
                found.append(Run(start, start + shift, stop + shift, True))
            else:
                found.append(run)
            start = stop
        return found

    def pieces(self, start: int, end: int) -> Iterator[tuple[Run, str]]:
        """The parts under characters ``start`` to ``end``, each with what the view shows of it."""
        parts = self.parts(start, end)
        for part, after in zip_longest(parts, parts[1:]):
            yield part, self.text[max(part.at, start) : after.at if after else end]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the source text characters ``start`` to ``end`` come (``start < end``)."""
        parts = self.parts(start, end)
        return parts[0].start, parts[-1].end

    def part(self, start: int, end: int) -> View:
        """The view that shows characters ``start`` to ``end`` of this one."""
        return self.edit((Edit(0, start), Edit(end, len(self.text))))

    def edit(self, edits: Iterable[Edit]) -> View:
        """This view with edits made; they are in order and do not overlap."""
        texts: list[str] = []
        runs: list[Run] = []
        at = done = 0
        for edit in chain(edits, (Edit(len(self.text), len(self.text)),)):
            if edit.start == len(self.text) and not runs and not done:
                return self
            shift = at - done
            runs += [Run(run.at + shift, run.start, run.end, run.verbatim) for run in self.parts(done, edit.start)]
            texts += (self.text[done : edit.start], edit.text)
            at += edit.start - done
            if edit.text:
                runs.append(Run(at, *self._origin(edit), False))
                at += len(edit.text)
            done = edit.end
        return View("".join(texts), tuple(runs) or (Run(0, 0, 0, False),))

    def _origin(self, edit: Edit) -> tuple[int, int]:
        if edit.start < edit.end:
            return self.source(edit.start, edit.end)
        place = self.source(edit.start, edit.start + 1)[0] if edit.start < len(self.text) else self.runs[-1].end
        return place, place


def _at(run: Run) -> int:
    return run.at
