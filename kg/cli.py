"""The command line: each command parses, calls one function, prints.

Results go to standard output; progress, the summary and what went wrong go to standard error.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

import click

from kg.draw import VIEWS
from kg.errors import GraphError, KgError
from kg.model import Fact, Kind, Note
from kg.version import __version__
from kg.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.pipeline import Built, ExplainedLine, Progress

#: What the exit status says. A ``KgError`` has its own (2), and so has a mistake in the options (2).
ATTENTION = 1  # done, but some pages could not be read, or the graph does not conform
OUR_MISTAKE = 70
INTERRUPTED = 130
READER_LEFT = 141
TERMINATED = 143

TRACE = 5  # a level below DEBUG, for tracebacks
_LOUDNESS = {-1: logging.ERROR, 0: logging.INFO, 1: logging.DEBUG, 2: TRACE}

log = logging.getLogger("kg")
_Command = TypeVar("_Command", bound=Callable[..., object])


# ---------------------------------------------------------------------------------------------------------------
# what the commands share


def printable(text: str) -> str:
    """The text without the control characters by which a page could move the cursor or recolour a terminal.

    >>> printable("Ada\\x1b[2J Lovelace")
    'Ada\\ufffd[2J Lovelace'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


class _Lines(logging.Handler):
    """Log lines to what is standard error now: a progress bar puts another in its place to stay whole."""

    def emit(self, record: logging.LogRecord) -> None:
        print(printable(self.format(record)), file=sys.stderr)


def _set_loudness(context: click.Context, option: click.Parameter, count: int) -> None:
    if count:
        log.setLevel(_LOUDNESS[-1 if option.name == "quiet" else min(count, 2)])


def _loudness(command: _Command) -> _Command:
    """``-q`` and ``-v``, which every command takes."""
    loudness = partial(click.option, count=True, callback=_set_loudness, expose_value=False)
    verbose = loudness("-v", "--verbose", help="Say more; -vv shows tracebacks.")
    return loudness("-q", "--quiet", help="Say nothing but what went wrong.")(verbose(command))


_graph = click.argument("graph", type=click.Path(path_type=Path))


def _out(default: str, what: str) -> Callable[[_Command], _Command]:
    return click.option("-o", "--out", default=default, show_default=True, type=click.Path(path_type=Path), help=what)


# ---------------------------------------------------------------------------------------------------------------
# build


@click.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PAGES...")
@_out("graph.ttl", "File to write: .ttl, .trig, .nt, .nq, .jsonld or .rdf.")
@click.option("--base-iri", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="How the IRIs of it begin.")
@click.option("--evidence/--no-evidence", default=True, help="With the words that state each fact, or without.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out facts less sure."
)
@click.option("--read-on", type=click.DateTime(["%Y-%m-%d"]), help="The day that 'present' means.  [default: today]")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read pages.")
@_loudness
def build(
    pages: tuple[Path, ...],
    out: Path,
    base_iri: str,
    evidence: bool,
    min_confidence: float,
    read_on: datetime | None,
    workers: int,
) -> int:
    """Read PAGES (files or folders) into one graph.

    \b
    Example:
        kg build data/profiles -o graph.ttl
    """
    from kg import pipeline
    from kg.graph import save

    _check_out(out)
    started = time.monotonic()
    with _progress() as progress:
        built = pipeline.build(
            pages,
            base_iri=base_iri,
            evidence=evidence,
            min_confidence=min_confidence,
            read_on=read_on.date() if read_on else None,
            workers=workers,
            progress=progress,
        )
        save(built.quads, out)
    _report(built)
    log.info("%s", _summary(built, out, time.monotonic() - started))
    return ATTENTION if any(reading.failure for reading in built.readings) else 0


def _check_out(out: Path) -> None:
    """Refuse before the pages are read what could not be written after it."""
    from kg.graph import FORMATS

    if out.suffix.lower() not in FORMATS:
        raise GraphError(f"{out}: no graph format has the suffix {out.suffix!r}; kg writes {', '.join(FORMATS)}")
    if not out.parent.is_dir():
        raise GraphError(f"{out}: cannot be written, for {out.parent} is no folder; make it, or choose another with -o")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where a person looks on; elsewhere nothing."""
    if not sys.stderr.isatty() or not log.isEnabledFor(logging.INFO):
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def _report(built: Built) -> None:
    for reading in built.readings:
        if reading.failure:
            log.error("%s", reading.failure)
            log.log(TRACE, "%s", reading.bug)
            continue
        for note in reading.profile.notes if reading.profile else ():
            log.warning("%s", _note(note))
        for note in reading.unread:
            log.debug("%s", _note(note))


def _note(note: Note) -> str:
    return f"{note.source}: {note.message}"


def _summary(built: Built, out: Path, seconds: float) -> str:
    read = [reading for reading in built.readings if reading.profile]
    facts = Counter(fact.kind for r in read if r.profile for fact in r.profile.facts)
    unread = sum(len(reading.unread) for reading in read)
    lost = len(built.readings) - len(read)
    kinds = ", ".join(f"{facts[kind]:,} {kind}" for kind in Kind if facts[kind])
    return "\n".join(
        (
            f"{_count(len(read), 'page')} read{f', {lost:,} not' if lost else ''}; {seconds:.1f} s",
            f"{_count(facts.total(), 'fact')}{f': {kinds}' if kinds else ''}",
            f"{_count(unread, 'line')} not understood{'; `kg explain PAGE` shows them' if unread else ''}",
            f"{_count(len(built.quads), 'statement')} in {out}",
        )
    )


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------------------------------------------------------
# query, facts, check, draw


#: The parameters of the named questions. A test holds them to those that the questions ask for.
PARAMETERS: Mapping[str, str] = {
    "person": "Words of a person's name.",
    "org": "Words of an institution's name.",
    "now": "Words of the present employer.",
    "topic": "Words of a topic.",
    "award": "Words of an award's name.",
    "about": "Words of a fact.",
    "words": "Words that are mentioned.",
    "year": "A year, as 1999.",
    "date": "A day, as 1999-12-31.",
    "old": "The path of a page in the folder that was read: the older version.",
    "new": "The path of the newer version.",
}


def _parameters(command: _Command) -> _Command:
    for name in reversed(list(PARAMETERS)):
        command = click.option(f"--{name}", metavar="TEXT", help=PARAMETERS[name])(command)
    return command


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.argument("question", required=False)
@click.option("-e", "--sparql", metavar="TEXT", help="SPARQL to run in place of a named question.")
@click.option("-f", "--format", "form", default="table", show_default=True, help="table, csv, tsv, json or markdown.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Seconds to wait.")
@click.option("--list", "show_list", is_flag=True, help="List the named questions in plain words.")
@_parameters
@_loudness
def query(
    graph: Path | None,
    question: str | None,
    sparql: str | None,
    form: str,
    timeout: float,
    show_list: bool,
    **parameters: str | None,
) -> None:
    """Answer a question about GRAPH.

    QUESTION is a name (--list shows them) or a file of SPARQL, .rq. A parameter such as --org narrows the answer.

    \b
    Example:
        kg query graph.ttl laureates --award "Nobel Prize"
        kg query graph.ttl -e 'SELECT ?name { ?x a schema:Person ; schema:name ?name }' -f csv
    """
    from kg.graph import load
    from kg.query import FORMATS, ask, formatted

    if show_list:
        click.echo(_questions())
        return
    if graph is None or (question is None) == (sparql is None):
        raise click.UsageError("Give a GRAPH, and a QUESTION or -e TEXT; `kg query --list` shows the questions.")
    if form not in FORMATS:  # before a long answer, not after it
        raise click.UsageError(f"No format {form!r}; there are {', '.join(FORMATS)}.")
    given = {name: value for name, value in parameters.items() if value is not None}
    rows = ask(load(graph), question or sparql or "", seconds=timeout, **given)
    click.echo(formatted(rows, form), nl=False)


def _questions() -> str:
    from kg.query import questions

    lines = []
    for asked in questions():
        takes = " ".join(f"--{parameter.name}" for parameter in asked.parameters)
        lines.append(f"{asked.name:22}{asked.asks}  {click.style(takes, dim=True)}".rstrip())
    return "\n".join(lines)


@click.command()
@_graph
@_out("facts", "Folder to write the tables to.")
@_loudness
def facts(graph: Path, out: Path) -> None:
    """Write the thirteen fact tables of GRAPH.

    Each is a KIND.json of SPARQL results.

    \b
    Example:
        kg facts graph.ttl -o facts
    """
    from kg.graph import load
    from kg.query import write_facts

    write_facts(load(graph), out)
    log.info("%s: %s tables", out, len(Kind))


@click.command()
@_graph
@_loudness
def check(graph: Path) -> int:
    """Check GRAPH against the ontology's shapes.

    The exit status is 1 when it does not conform.

    \b
    Example:
        kg check graph.ttl
    """
    from kg.check import check
    from kg.graph import load

    report = check(load(graph))
    click.echo(printable(report.text))
    return 0 if report.conforms else ATTENTION


@click.command()
@_graph
@_out("network.html", "File to write: .html is interactive; .svg, .png, .pdf and .dot are pictures.")
@click.option("--view", default="network", show_default=True, metavar="NAME", help=f"One of {', '.join(VIEWS)}.")
@click.option("--person", multiple=True, metavar="TEXT", help="Only this person and what is near; may be repeated.")
@click.option("--around", metavar="TEXT", help="Only this thing, of whatever kind, and what is near.")
@click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps are near.")
@click.option("--since", "start", type=int, metavar="YEAR", help="Leave out what ended before this year.")
@click.option("--until", "end", type=int, metavar="YEAR", help="Leave out what began after this year.")
@click.option("--title", default="Knowledge graph", show_default=True, help="The heading.")
@_loudness
def draw(
    graph: Path,
    out: Path,
    view: str,
    person: tuple[str, ...],
    around: str | None,
    depth: int,
    start: int | None,
    end: int | None,
    title: str,
) -> None:
    """Draw GRAPH as an interactive network.

    It is one HTML file that works offline, or a picture.

    \b
    Example:
        kg draw graph.ttl -o network.html
        kg draw graph.ttl --view advising -o advising.svg
    """
    from kg.draw import draw
    from kg.graph import load

    draw(load(graph), out, view=view, person=person, around=around, depth=depth, start=start, end=end, title=title)
    log.info("%s: open it in a %s", out, "browser" if out.suffix == ".html" else "viewer")


# ---------------------------------------------------------------------------------------------------------------
# explain


@click.command()
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--unread", "only_unread", is_flag=True, help="Only the lines from which nothing was read.")
@_loudness
def explain(page: Path, only_unread: bool) -> None:
    """Show what was read from each line of PAGE.

    Under a line stand its facts, how sure each is (from 0 to 1) and by which rule it was read. A line with a
    question mark was not understood.

    \b
    Example:
        kg explain data/profiles/ada.md
    """
    from kg.pipeline import explain

    lines = explain(page)
    for line in lines:
        if line.unread or not only_unread:
            click.echo(_explained(line))
    read, unread = sum(line.read for line in lines), sum(line.unread for line in lines)
    log.info("%s lines, %s with facts, %s not understood", len(lines), read, unread)


def _explained(line: ExplainedLine) -> str:
    sign = click.style("?", fg="yellow") if line.unread else " "
    rows = [f"{line.number:>5} {sign} {click.style(printable(line.text), dim=not line.read)}"]
    rows += [click.style(f"        → {printable(_fact(fact))}", fg="green") for fact in line.facts]
    return "\n".join(rows)


def _fact(fact: Fact) -> str:
    slots = ", ".join(f"{slot}: {'; '.join(v.text for v in values)}" for slot, values in fact.slots.items())
    rules = " + ".join(sorted({evidence.rule for evidence in fact.evidence}))
    return f"{fact.kind} {fact.confidence:.2f}  {slots}  ({rules})"


# ---------------------------------------------------------------------------------------------------------------
# train


@click.command()
@_out("model", "Folder to write the model to.")
@click.option("--pages", type=click.Path(path_type=Path), help="A folder with pages/ and gold/ to learn from as well.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives another model.")
@_loudness
def train(out: Path, pages: Path | None, seed: int) -> None:
    """Train the tagger anew from data/training.

    The same text and the same seed give the same model.

    \b
    Example:
        kg train -o data/model
    """
    from kg.extract.training import train
    from kg.read import read

    train(out, pages=pages, read=read if pages else None, seed=seed, report=log.info)


@click.command()
@click.argument("action", type=click.Choice(["add"]))
@click.argument("name", type=click.Choice(["ror"]))
@click.argument("file", type=click.Path(path_type=Path))
@_loudness
def gazetteer(action: str, name: str, file: Path) -> None:
    """Know more organizations: those of FILE, ROR's data dump.

    It is read into an index in your data folder (KG_DATA names another), which every later build uses.

    \b
    Example:
        kg gazetteer add ror ror-data.zip
    """
    from kg.pipeline import add_ror

    index, count = add_ror(file)
    log.info("%s: %s records", index, f"{count:,}")


#: All commands. A new one is a function above and a row here.
COMMANDS: Mapping[str, click.Command] = {
    "build": build,
    "query": query,
    "facts": facts,
    "check": check,
    "draw": draw,
    "explain": explain,
    "train": train,
    "gazetteer": gazetteer,
}


@click.group(commands=dict(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@_loudness
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
    except Exception as error:  # the last door: a sentence for the user, the traceback on demand
        what = f"{type(error).__name__}: {error}"
        log.error("kg: a mistake of ours (%s); please report it with what `KG_DEBUG=1 kg …` prints", what)
        log.log(TRACE, "", exc_info=error)
        return OUR_MISTAKE
    return status if isinstance(status, int) else 0


def _set_up_streams() -> None:
    log.handlers = [_Lines()]
    log.propagate = False
    log.setLevel(TRACE if os.environ.get("KG_DEBUG") else logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        # A page's characters may be none of the terminal's; a pipe gets UTF-8 wherever it runs.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace") if stream.isatty() else stream.reconfigure(encoding="utf-8")
