"""A graph as sorted text, one quad a line: what lies between building a graph and writing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from pyoxigraph import Quad


@dataclass(frozen=True, slots=True)
class Quads(Sequence["Quad"]):
    """A sequence of pyoxigraph's quads, held as lines of N-Quads until somebody asks for one.

    Equal graphs have equal lines. The text is a third of the size of the objects, and files are written from it.
    ``base`` is what the IRIs of the graph begin with.
    """

    lines: tuple[str, ...]
    base: str

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Quad]:
        return _parsed(self.lines)

    @overload
    def __getitem__(self, index: int) -> Quad: ...

    @overload
    def __getitem__(self, index: slice) -> Quads: ...

    def __getitem__(self, index: int | slice) -> Quad | Quads:
        if isinstance(index, slice):
            return Quads(self.lines[index], self.base)
        return next(_parsed((self.lines[index],)))


def _parsed(lines: Sequence[str]) -> Iterator[Quad]:
    from pyoxigraph import RdfFormat, parse

    yield from parse("\n".join(lines), format=RdfFormat.N_QUADS)
