"""The command line: each command parses, calls one function, prints.

Results go to standard output; progress, the summary and what went wrong go to standard error.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

import click

from kg.cli.asking import check, facts, query
from kg.cli.building import build, explain
from kg.cli.drawing import draw
from kg.cli.exporting import embed, export
from kg.cli.identity import identity
from kg.cli.learning import gazetteer, train
from kg.cli.publishing import publish
from kg.cli.serving import serve
from kg.cli.shared import INTERRUPTED, OUR_MISTAKE, READER_LEFT, TERMINATED, TRACE, LogLines, log, loudness
from kg.errors import KgError
from kg.version import __version__

#: All commands. A new one is a function in one of the modules and a row here.
COMMANDS: Mapping[str, click.Command] = {
    "build": build,
    "query": query,
    "facts": facts,
    "check": check,
    "draw": draw,
    "serve": serve,
    "export": export,
    "embed": embed,
    "publish": publish,
    "explain": explain,
    "identity": identity,
    "train": train,
    "gazetteer": gazetteer,
}


@click.group(commands=dict(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@loudness
def program() -> None:
    """Researchers' homepages in, a knowledge graph with the sentence behind every fact out.

    \b
    Example:
        kg build data/profiles -o graph.ttl
        kg query graph.ttl --list
        kg draw graph.ttl -o network.html
    """


# ---------------------------------------------------------------------------------------------------------------
# the door itself: no exception leaves as a traceback


def main() -> None:
    """What ``kg`` runs."""
    if "_KG_COMPLETE" in os.environ:
        program.main(prog_name="kg")  # a shell asks what can follow
    signal.signal(signal.SIGTERM, _stop)  # so that what is half written is taken away
    sys.exit(run(sys.argv[1:]))


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(TERMINATED)


def run(arguments: Sequence[str]) -> int:
    """Run one command, and return its exit status.

    >>> run(["build", "--nonsense"])
    2
    """
    _set_up_streams()
    try:
        with program.make_context("kg", list(arguments)) as context:
            status = program.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KgError as error:
        log.error("kg: %s", error)
        log.log(TRACE, "", exc_info=error)
        return error.status
    except (KeyboardInterrupt, click.Abort):
        log.error("kg: stopped; nothing half-written is left")
        return INTERRUPTED
    except BrokenPipeError:
        # `kg query … | head`: Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except OSError as error:
        log.error("kg: %s: %s", error.filename or "the system", error.strerror or error)
        log.log(TRACE, "", exc_info=error)
        return KgError.status
    except Exception as error:  # noqa: BLE001 - the last door: a sentence for the user, the traceback on demand
        what = f"{type(error).__name__}: {error}"
        log.error("kg: a mistake of ours (%s); please report it with what `KG_DEBUG=1 kg …` prints", what)
        log.log(TRACE, "", exc_info=error)
        return OUR_MISTAKE
    return status if isinstance(status, int) else 0


def _set_up_streams() -> None:
    log.handlers = [LogLines()]
    log.propagate = False
    log.setLevel(TRACE if os.environ.get("KG_DEBUG") else logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        # A page's characters may be none of the terminal's; a pipe gets UTF-8 wherever it runs.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace") if stream.isatty() else stream.reconfigure(encoding="utf-8")
