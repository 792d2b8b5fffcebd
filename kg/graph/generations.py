"""A graph that lives in a folder: readers open the generation that stands, a build writes the next one beside it.

A generation is never written to once it is the current one. The next begins as a copy of it, in which whatever stays
the same is a hard link to the same file, and takes its place by the renaming of one small file. So a build that ends
at any moment leaves the graph as it was or as it shall be, and a reader never sees half of a page.

::

    DIR/current          the name of the generation that stands
    DIR/graph-7/quads    an Oxigraph store
    DIR/graph-7/written  what each part of it was made from (SQLite)
    DIR/graph-7/lock     shared by its readers; a generation without any is removed by the next build
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import vocab
from kg.errors import GraphError
from kg.graph.build import Graphs, own_graph, quad_lines
from kg.graph.shortcuts import RULES, derived, derived_from_all, grouped
from kg.graph.terms import Statement, Term, path, term

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

CURRENT = "current"

#: So many new statements are sorted and written at a time.
_BULK = 500_000


def current(folder: Path) -> str:
    """The name of the generation that stands, or an empty string."""
    try:
        return (folder / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def opened(folder: Path) -> tuple[Store, IO[bytes]]:
    """The graph of a folder to read, and a file that keeps it from being removed while it is open.

    Raises:
        GraphError: the folder holds no graph.
    """
    from pyoxigraph import Store

    while name := current(folder):
        try:
            held = (folder / name / "lock").open("rb")
        except FileNotFoundError:
            if current(folder) == name:
                raise GraphError(f"{folder}: {name}, which should stand, is not there; build it anew") from None
            continue
        lock(held, shared=True)
        if current(folder) == name:
            return Store.read_only(str(folder / name / "quads")), held
        held.close()
    raise GraphError(f"{folder}: no graph in this folder; build one with kg build --store {folder}")


def lock(file: IO[bytes], *, shared: bool = False) -> bool:
    """Lock a file until it is closed; False if another process has it. The system frees the locks of the dead."""
    if sys.platform == "win32":
        import msvcrt

        if shared:
            return True  # an open file cannot be removed there
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Next:
    """The generation that a build writes. One build at a time: the caller sees to that.

    Each *part* of the graph (a page, an entity, …) has a digest of its statements, so that only a part whose statements
    are others than in the last generation is written, and one that was not named again is taken out.
    """

    def __init__(self, folder: Path, base: str) -> None:
        from pyoxigraph import Store

        self._folder, self._base, self._is_first = folder, base, not current(folder)
        self._name = _begun(folder)
        self.changed = 0
        path_ = folder / self._name
        self._store: Store | None = Store(str(path_ / "quads"))
        # Nobody reads it before it is whole: it needs no journal.
        self._written = sqlite3.connect(path_ / "written", isolation_level=None)
        self._written.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE IF NOT EXISTS part (name BLOB PRIMARY KEY, digest BLOB) WITHOUT ROWID;"
            "CREATE TEMP TABLE seen (name BLOB PRIMARY KEY) WITHOUT ROWID; BEGIN"
        )
        self._new: list[str] = []
        self._doubtful: set[Quad] = set()

    def __enter__(self) -> Next:
        return self

    def __exit__(self, *reason: object) -> None:
        if self._store is not None:
            self._close()
            shutil.rmtree(self._folder / self._name, ignore_errors=True)

    def _close(self) -> None:
        self._store = None
        self._written.close()

    @property
    def _quads(self) -> Store:
        assert self._store is not None  # it was published
        return self._store

    # -----------------------------------------------------------------------------------------------------------
    # parts

    def page(self, source: str, graphs: Graphs) -> None:
        """The statements of a page, as ``of_page`` gives them."""
        lines = list(quad_lines(graphs))
        old = self._is_new("page", source, lines)
        if old is None:
            return
        if old:
            stated = self._of_page(source)
            shortcuts = self._shortcuts_of(source)
            self._exchange(stated, lines)
            self._doubtful |= shortcuts - set(_parsed(lines))
        else:
            self._add(lines)

    def subjects(self, statements: Iterable[tuple[Term, Statement]]) -> None:
        """The statements that belong to no page, as ``of_all`` gives them."""
        for (graph, subject), group in groupby(statements, key=lambda row: (row[0], row[1][0])):
            lines = sorted({f"{' '.join(statement)} {graph} ." for _, statement in group})
            name = f"{subject} {graph}"
            old = self._is_new("subject", name, lines)
            if old:
                self._exchange(self._of_subject(name), lines)
            elif old is not None:
                self._add(lines)

    def _is_new(self, kind: str, name: str, lines: Sequence[str]) -> bool | None:
        """None if the part is as it was; else whether there was one of this name."""
        key, digest = _key(kind, name), _digest(lines)
        is_again = not self._written.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount
        row = self._written.execute("SELECT digest FROM part WHERE name = ?", (key,)).fetchone()
        old: bytes = row[0] if row else b""
        if is_again:  # what it states is told in two places: the second adds to the first
            old, digest = b"", _digest([old.hex(), digest.hex()])
        if old == digest:
            return None
        self._written.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (key, digest))
        self.changed += 1
        return bool(old)

    def _exchange(self, old: set[Quad], lines: Sequence[str]) -> None:
        new = set(_parsed(lines))
        for quad in old - new:
            self._quads.remove(quad)
        self._quads.extend(new - old)

    def _add(self, lines: Sequence[str]) -> None:
        self._new += lines
        if len(self._new) >= _BULK:
            self._flush()

    def _flush(self) -> None:
        from pyoxigraph import RdfFormat

        if self._new:
            self._quads.bulk_load("\n".join(self._new).encode(), format=RdfFormat.N_QUADS)
            self._new.clear()

    # -----------------------------------------------------------------------------------------------------------
    # what stands in the store for a part

    def _find(self, subject: Term | None, predicate: str | None, object_: Term | None, graph: Term) -> list[Quad]:
        property_ = f"<{predicate}>" if predicate else None
        pattern = (_node(part) if part else None for part in (subject, property_, object_, graph))
        return list(self._quads.quads_for_pattern(*pattern))

    def _of_page(self, source: str) -> set[Quad]:
        own, document = own_graph(self._base, source), f"<{self._base}document/{path(source)}>"
        identity, run = f"<{self._base}graph/identity>", f"<{self._base}graph/run>"
        mentions = [str(q.subject) for q in self._find(None, vocab.WAS_DERIVED_FROM, document, identity)]
        return {
            *self._find(None, None, None, own),
            *(quad for mention in mentions for quad in self._find(mention, None, None, identity)),
            *self._find(own, None, None, run),
            *self._find(None, vocab.USED, document, run),
        }

    def _shortcuts_of(self, source: str) -> set[Quad]:
        statements = map(_stated, self._find(None, None, None, own_graph(self._base, source)))
        graph = f"<{self._base}graph/shortcuts>"
        return set(_parsed([f"{' '.join(statement)} {graph} ." for statement in derived_from_all(statements)]))

    def _of_subject(self, name: str) -> set[Quad]:
        subject, _, graph = name.strip().partition(" ")
        return set(self._find(subject, None, None, graph))

    # -----------------------------------------------------------------------------------------------------------
    # the end of a build

    def _take_out_unseen(self) -> None:
        gone = self._written.execute("SELECT name FROM part WHERE name NOT IN (SELECT name FROM seen)").fetchall()
        for (key,) in gone:
            kind, _, name = key.decode("utf-8", "surrogatepass").partition(":")
            if kind == "page":
                self._doubtful |= self._shortcuts_of(name)
            for quad in self._of_page(name) if kind == "page" else self._of_subject(name):
                self._quads.remove(quad)
            if kind == "page":
                self._quads.remove_graph(_node(own_graph(self._base, name)))  # its name stays where it is but empty
            self._written.execute("DELETE FROM part WHERE name = ?", (key,))
        self.changed += len(gone)

    def _take_out_shortcuts(self) -> None:
        """Those of the pages that changed, unless the facts of some page still give them."""
        for quad in self._doubtful:
            if not self._follows(quad):
                self._quads.remove(quad)

    def _follows(self, shortcut: Quad) -> bool:
        from pyoxigraph import NamedNode

        wanted = _stated(shortcut)
        for property_ in sorted({rule.subject for rule in RULES if rule.shortcut == shortcut.predicate.value}):
            for fact in self._quads.quads_for_pattern(None, NamedNode(property_), shortcut.subject, None):
                stated = (_stated(q)[1:] for q in self._quads.quads_for_pattern(fact.subject, None, None, None))
                if wanted in derived(str(fact.subject), grouped(stated)):
                    return True
        return False

    def publish(self) -> bool:
        """Make this generation the current one; False, and nothing is done, if it is the same as the one before."""
        self._flush()
        self._take_out_unseen()
        self._take_out_shortcuts()
        if not self.changed:
            return False
        self._written.execute("COMMIT")
        if self._is_first:
            self._quads.optimize()  # it was loaded in portions, and a query seeks in each: now it takes half the time
        self._quads.flush()
        self._close()
        _stand(self._folder, self._name)
        return True


def _begun(folder: Path) -> str:
    """Begin a generation as a copy of the current one, if there is any; returns its name."""
    from pyoxigraph import Store

    before = current(folder)
    remove_old(folder)
    name = f"graph-{int(before.rpartition('-')[2] or 0) + 1}"
    (folder / name).mkdir()
    (folder / name / "lock").touch()
    if before:
        Store.read_only(str(folder / before / "quads")).backup(str(folder / name / "quads"))
        shutil.copyfile(folder / before / "written", folder / name / "written")
    return name


def _stand(folder: Path, name: str) -> None:
    """Make a generation that is whole the current one."""
    written = folder / name / "written"
    written.touch()
    _sync(written)
    beside = folder / f".{CURRENT}"
    beside.write_text(name, encoding="ascii")
    _sync(beside)
    beside.replace(folder / CURRENT)
    _sync(folder)
    remove_old(folder)


def changed(folder: Path, change: Callable[[Store], None]) -> None:
    """Put a changed copy of the current graph, or the first one, in its place, unless ``change`` fails.

    The caller sees to it that it is the only one that does so.
    """
    from pyoxigraph import Store

    name = _begun(folder)
    try:
        store = Store(str(folder / name / "quads"))
        change(store)
        store.flush()
        del store
    except BaseException:
        shutil.rmtree(folder / name, ignore_errors=True)
        raise
    _stand(folder, name)


def remove_old(folder: Path) -> None:
    """Remove the generations that neither stand nor are read, and what a build that was killed left."""
    for old in sorted(folder.glob("graph-*")):
        if old.name != current(folder) and not _is_held(old / "lock"):
            shutil.rmtree(old, ignore_errors=True)


def _is_held(path_: Path) -> bool:
    try:
        with path_.open("rb") as file:
            return not lock(file)
    except FileNotFoundError:
        return False


def _sync(path_: Path) -> None:
    if path_.is_dir() and os.name == "nt":
        return  # a folder cannot be opened there
    handle = os.open(path_, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(kind: str, name: str) -> bytes:
    return f"{kind}:{name}".encode("utf-8", "surrogatepass")


def _digest(lines: Iterable[str]) -> bytes:
    return blake2b("\n".join(lines).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _parsed(lines: Sequence[str]) -> Iterator[Quad]:
    from pyoxigraph import RdfFormat, parse

    return parse("\n".join(lines).encode(), format=RdfFormat.N_QUADS)


def _node(iri: Term) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(iri.strip()[1:-1])


def _stated(quad: Quad) -> Statement:
    return str(quad.subject), term(quad.predicate.value), str(quad.object)
