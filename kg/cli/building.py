"""``kg build`` and ``kg explain``: pages in."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.identity import DECISIONS_HELP, decisions_read
from kg.cli.shared import ATTENTION, TRACE, log, loudness, out_option, printable, progress_bar
from kg.errors import GraphError
from kg.model import RULES_ALONE, Fact, Kind, Llm, Note, Usage, Voters
from kg.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.pipeline import Built, ExplainedLine, Reading
    from kg.store import Updated

#: Where Ollama listens unless it is told otherwise.
DEFAULT_LLM = "http://127.0.0.1:11434/v1"


@click.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PAGES...")
@out_option("graph.ttl", "File to write: .ttl, .trig, .nt, .nq, .jsonld or .rdf.")
@click.option("--base-iri", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="How the IRIs of it begin.")
@click.option("--evidence/--no-evidence", default=True, help="With the words that state each fact, or without.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out facts less sure."
)
@click.option("--read-on", type=click.DateTime(["%Y-%m-%d"]), help="The day that 'present' means.  [default: today]")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read pages.")
@click.option("--decisions", type=click.Path(path_type=Path), metavar="FILE", help=DECISIONS_HELP)
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="Bring the graph in DIR up to date.")
@click.option("--parts", metavar="DIR", help="Write the graph in parts into DIR; for pages without number.")
@click.option("--cluster", metavar="ADDRESS", help="With --parts: the Dask scheduler whose workers do it.")
@click.option("--prune", is_flag=True, help="With --store: take out the pages that are not among PAGES.")
@click.option(
    "--reader",
    type=click.Choice(["rules", "llm"]),
    default="rules",
    show_default=True,
    help="Who reads: the rules, or a language model beside them.",
)
@click.option("--llm-url", default=DEFAULT_LLM, show_default=True, metavar="URL", help="An OpenAI-compatible server.")
@click.option("--llm-model", default="", metavar="NAME", help="The model; the server's key is in KG_LLM_KEY.")
@click.option(
    "--llm-timeout", type=click.FloatRange(0.1), default=120.0, show_default=True, help="Seconds for one answer."
)
@click.option("--spacy-model", default="", metavar="NAME", help="A spaCy pipeline that has a vote on names.")
@loudness
def build(
    pages: tuple[Path, ...],
    out: Path,
    base_iri: str,
    evidence: bool,
    min_confidence: float,
    read_on: datetime | None,
    workers: int,
    decisions: Path | None,
    store: Path | None,
    parts: str | None,
    cluster: str | None,
    prune: bool,
    reader: str,
    llm_url: str,
    llm_model: str,
    llm_timeout: float,
    spacy_model: str,
) -> int:
    """Read PAGES (files, folders, sites, archives) into one graph.

    With --store the graph lives in a folder: what did not change since the last build is not read again. With --parts
    it is many files, and no machine needs memory for all of it; PAGES and DIR may be addresses such as s3://….

    \b
    Example:
        kg build data/profiles -o graph.ttl
        kg build data/profiles --store graph
        kg build data/profiles --parts graph --workers 2
        kg build data/profiles --reader llm --llm-model qwen3:8b
    """
    given = click.get_current_context().get_parameter_source
    is_default = {name for name in ("out", "base_iri") if given(name) is ParameterSource.DEFAULT}
    if prune and store is None:
        raise click.UsageError("--prune is for a store; name it with --store DIR.")
    if [store is not None, parts is not None, "out" not in is_default].count(True) > 1:
        raise click.UsageError("Give one of -o, --store and --parts.")
    if cluster is not None and parts is None:
        raise click.UsageError("--cluster is for a graph in parts; say where with --parts DIR.")
    if decisions is not None and parts is not None:
        raise click.UsageError("--decisions is not for a graph in parts; leave it out.")
    if (reader == "llm") != bool(llm_model):
        raise click.UsageError("Give --reader llm and --llm-model NAME together, or neither.")
    voters = Voters(Llm(llm_url, llm_model, llm_timeout) if llm_model else None, spacy_model)
    if voters != RULES_ALONE and parts is not None:
        raise click.UsageError("--reader llm and --spacy-model are not for a graph in parts; leave them out.")
    options: dict[str, Any] = {
        "evidence": evidence,
        "min_confidence": min_confidence,
        "read_on": read_on.date() if read_on else None,
    }
    if parts is not None:
        return _into_parts(pages, parts, workers, cluster, base_iri=base_iri, **options)
    options |= {
        "workers": workers,
        "decisions": decisions_read(store or out, decisions),
        "voters": voters,
    }
    if store is not None:
        return _into_store(pages, store, prune=prune, base_iri="" if "base_iri" in is_default else base_iri, **options)
    return _into_file(pages, out, base_iri=base_iri, **options)


def _into_file(pages: tuple[Path, ...], out: Path, **options: Any) -> int:
    from kg import pipeline
    from kg.graph import save

    _check_out(out)
    started = time.monotonic()
    with progress_bar() as progress:
        built = pipeline.build(pages, progress=progress, **options)
        save(built.quads, out)
    for reading in built.readings:
        _report(reading)
    log.info("%s", _summary(built, out, time.monotonic() - started))
    asked = _asked(usage for reading in built.readings for usage in reading.usage)
    return ATTENTION if asked.failed or any(reading.failure for reading in built.readings) else 0


def _into_store(pages: tuple[Path, ...], folder: Path, **options: Any) -> int:
    from kg.store import update

    started = time.monotonic()
    usages: list[Usage] = []

    def tell(reading: Reading) -> None:
        usages.extend(reading.usage)
        _report(reading)

    with progress_bar() as progress:
        done = update(pages, folder, progress=progress, tell=tell, **options)
    log.info("%s", _store_summary(done, folder, time.monotonic() - started))
    return ATTENTION if _asked(usages).failed or done.failed else 0


def _into_parts(pages: tuple[Path, ...], folder: str, workers: int, address: str | None, **options: Any) -> int:
    from kg import scale

    started = time.monotonic()
    # A path folds the slashes of an address.
    places = [re.sub(r"^([a-z][a-z0-9+]+):/+", r"\1://", page.as_posix()) for page in pages]
    runner = scale.cluster(address) if address else nullcontext(scale.Processes(workers))
    with runner as who, progress_bar() as progress:
        done = scale.build_parts(places, folder, runner=who, progress=progress, **options)
    for failure in done.failures:
        log.error("%s", failure)
    lost = f", {len(done.failures):,} not" if done.failures else ""
    log.info("%s read%s; %.1f s", _count(done.pages, "page"), lost, time.monotonic() - started)
    log.info("%s", _facts(Counter({Kind(kind): count for kind, count in done.facts.items()})))
    log.info("%s in %s, %s", _count(done.quads, "statement"), _count(done.parts, "part"), folder)
    return ATTENTION if done.failures else 0


def _asked(usages: Iterable[Usage]) -> Usage:
    """What asking a language model cost in all; said, if one was asked."""
    columns = list(zip(*(astuple(usage) for usage in usages), strict=True))
    cost = Usage(*map(sum, columns)) if columns else Usage()
    if cost.calls or cost.failed:
        tokens = f"{cost.prompt_tokens:,} prompt and {cost.completion_tokens:,} completion tokens"
        counted = tokens if cost.prompt_tokens or cost.completion_tokens else "tokens not told"
        failed = f"; {cost.failed:,} not read by the model" if cost.failed else ""
        log.info("model: %s, %s, %.1f s%s", _count(cost.calls, "call"), counted, cost.seconds, failed)
    return cost


def _check_out(out: Path) -> None:
    """Refuse before the pages are read what could not be written after it."""
    from kg.graph import FORMATS

    if out.suffix.lower() not in FORMATS:
        raise GraphError(f"{out}: no graph format has the suffix {out.suffix!r}; kg writes {', '.join(FORMATS)}")
    if not out.parent.is_dir():
        raise GraphError(f"{out}: cannot be written, for {out.parent} is no folder; make it, or choose another with -o")


def _report(reading: Reading) -> None:
    if reading.failure:
        log.error("%s", reading.failure)
        log.log(TRACE, "%s", reading.bug)
        return
    for note in reading.told:
        log.info("%s", _note(note))
    for note in reading.profile.notes if reading.profile else ():
        log.warning("%s", _note(note))
    for note in reading.unread:
        log.debug("%s", _note(note))


def _note(note: Note) -> str:
    # A file's name may hold a new line, and so look like two notes.
    return " ".join(f"{note.source}: {note.message}".splitlines())


def _summary(built: Built, out: Path, seconds: float) -> str:
    read = [reading for reading in built.readings if reading.profile]
    facts = Counter(fact.kind for r in read if r.profile for fact in r.profile.facts)
    unread = sum(len(reading.unread) for reading in read)
    lost = len(built.readings) - len(read)
    return "\n".join(
        (
            f"{_count(len(read), 'page')} read{f', {lost:,} not' if lost else ''}; {seconds:.1f} s",
            _facts(facts),
            f"{_count(unread, 'line')} not understood{'; `kg explain PAGE` shows them' if unread else ''}",
            f"{_count(len(built.quads), 'statement')} in {out}",
        )
    )


def _store_summary(done: Updated, folder: Path, seconds: float) -> str:
    counts = {"unchanged": done.unchanged, "not": done.failed, "taken out": done.removed}
    others = "".join(f", {count:,} {word}" for word, count in counts.items() if count)
    return "\n".join(
        (
            f"{_count(done.read, 'page')} read{others}; {seconds:.1f} s",
            _facts(done.facts),
            f"{_count(done.pages, 'page')} in {folder}{'' if done.changed else '; nothing to change'}",
        )
    )


def _facts(facts: Counter[Kind]) -> str:
    kinds = ", ".join(f"{facts[kind]:,} {kind}" for kind in Kind if facts[kind])
    return f"{_count(facts.total(), 'fact')}{f': {kinds}' if kinds else ''}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@click.command()
@click.argument("page", type=click.Path(path_type=Path))
@click.option("--unread", "only_unread", is_flag=True, help="Only the lines from which nothing was read.")
@loudness
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
