"""What the commands share: exit statuses, how loud they are, and text that is safe in a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

#: What the exit status says. A ``KgError`` has its own (2), and so has a mistake in the options (2).
ATTENTION = 1  # done, but some pages could not be read, or the graph does not conform
OUR_MISTAKE = 70
INTERRUPTED = 130
READER_LEFT = 141
TERMINATED = 143

TRACE = 5  # a level below DEBUG, for tracebacks
_LOUDNESS = {-1: logging.ERROR, 0: logging.INFO, 1: logging.DEBUG, 2: TRACE}

log = logging.getLogger("kg")
Command = TypeVar("Command", bound=Callable[..., object])


def printable(text: str) -> str:
    """The text without the control characters by which a page could move the cursor or recolour a terminal.

    >>> printable("Ada\\x1b[2J Lovelace")
    'Ada\\ufffd[2J Lovelace'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


class LogLines(logging.Handler):
    """Log lines to what is standard error now: a progress bar puts another in its place to stay whole."""

    def emit(self, record: logging.LogRecord) -> None:
        print(printable(self.format(record)), file=sys.stderr)


def _set_loudness(context: click.Context, option: click.Parameter, count: int) -> None:
    if count:
        log.setLevel(_LOUDNESS[-1 if option.name == "quiet" else min(count, 2)])


def loudness(command: Command) -> Command:
    """``-q`` and ``-v``, which every command takes."""
    option = partial(click.option, count=True, callback=_set_loudness, expose_value=False)
    verbose = option("-v", "--verbose", help="Say more; -vv shows tracebacks.")
    return option("-q", "--quiet", help="Say nothing but what went wrong.")(verbose(command))


graph_argument = click.argument("graph", type=click.Path(path_type=Path))


def out_option(default: str, what: str) -> Callable[[Command], Command]:
    """``-o``: where a command writes."""
    return click.option("-o", "--out", default=default, show_default=True, type=click.Path(path_type=Path), help=what)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error, where a person looks on; elsewhere nothing. Told of a stage, how much of it, of what."""
    if not sys.stderr.isatty() or not log.isEnabledFor(logging.INFO):
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)
