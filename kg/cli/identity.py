"""``kg identity``: why two are one or not, what is unsure, and the user's word on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.shared import Command, log, loudness, printable
from kg.errors import QueryError

if TYPE_CHECKING:
    import rdflib

#: Where the user's word stands: beside the graph.
FILE = "identity.csv"
DECISIONS_HELP = f"The user's word on who is the same.  [default: {FILE} beside the graph]"

#: Decisions of a score between these are those that a person should look at.
UNSURE = (0.25, 0.9)

_IS_KEY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9/-]*")

_PREFIXES = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rkg: <https://w3id.org/researcher-kg/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

#: What goes by words: an entity's IRI or one that it had, its name, an alias, or words on a page.
_WHO = f"""# parameter: words (text) — words, or an IRI
{_PREFIXES}
SELECT DISTINCT ?entity ?name WHERE {{
  VALUES ?ask_words {{ UNDEF }}
  {{ ?entity schema:name|skos:altLabel ?called }}
  UNION {{ ?stated rkg:mentionText ?called ; rkg:denotes ?entity }}
  UNION {{ ?stated rkg:denotes ?entity BIND(STR(?entity) AS ?called) }}
  UNION {{ ?entity schema:name ?any BIND(STR(?entity) AS ?called) }}
  UNION {{ ?old schema:sameAs ?entity BIND(STR(?old) AS ?called) }}
  ?entity schema:name ?name .
  FILTER(LCASE(STR(?called)) = LCASE(?ask_words))
}}
ORDER BY ?entity
"""

#: The words on one page.
_STATED = f"""# parameter: words (text) — words
# parameter: source (text) — the path of a page
{_PREFIXES}
SELECT DISTINCT ?entity ?name WHERE {{
  VALUES ?ask_words {{ UNDEF }}
  VALUES ?ask_source {{ UNDEF }}
  ?stated rkg:mentionText ?called ; rkg:denotes ?entity ; prov:wasDerivedFrom/rkg:path ?path .
  ?entity schema:name ?name .
  FILTER(?called = ?ask_words && ?path = ?ask_source)
}}
ORDER BY ?entity
"""

#: All that was decided of the mentions and keys of the entity that is put in for ENTITY.
_DECIDED = f"""{_PREFIXES}
SELECT DISTINCT ?left ?right ?accepted ?score ?reason ?by ?source WHERE {{
  {{
    ?decision rkg:denotes ENTITY ; rkg:mentionText ?left ; prov:wasDerivedFrom/rkg:path ?source .
    BIND(true AS ?accepted) BIND(STR(ENTITY) AS ?right)
  }} UNION {{
    {{ ENTITY schema:sameAs? ?key . {{ ?decision rkg:left ?key }} UNION {{ ?decision rkg:right ?key }} }}
    UNION {{ ?words rkg:denotes ENTITY . ?decision rkg:left ?words }}
    ?decision a rkg:IdentityDecision ; rkg:left ?leftNode ; rkg:right ?rightNode ; rkg:accepted ?accepted .
    OPTIONAL {{ ?leftNode rkg:mentionText ?text ; prov:wasDerivedFrom/rkg:path ?source }}
    BIND(COALESCE(?text, STR(?leftNode)) AS ?left) BIND(STR(?rightNode) AS ?right)
  }}
  ?decision rkg:score ?score ; rkg:decidedBy ?by .
  OPTIONAL {{ ?decision rkg:reason ?reason }}
}}
ORDER BY DESC(?accepted) ?left ?right ?source ?reason
"""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the graph, as a command names it."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One decision of the graph. ``source`` is the page, where words on a page were decided."""

    left: str
    right: str
    accepted: bool
    score: float
    by: str
    source: str
    reasons: tuple[str, ...]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@loudness
def identity() -> None:
    """Ask why two are one or not, and have the last word.

    A and B are names, IRIs, keys (an IRI without its base) or words on a page, as page.md#Words. What merge and
    split write stands in a small file beside the graph, and every later build reads it.

    \b
    Example:
        kg identity why "MIT" "Massachusetts Institute of Technology"
        kg identity merge person/ada-1b2c letters.md#A.L.
    """


def _graph_option(command: Command) -> Command:
    path = click.Path(path_type=Path)
    return click.option("--graph", default=Path("graph.ttl"), show_default=True, type=path, help="The graph.")(command)


def _decisions_option(command: Command) -> Command:
    return click.option("--decisions", type=click.Path(path_type=Path), metavar="FILE", help=DECISIONS_HELP)(command)


def decisions_file(graph: Path) -> Path:
    """Where the user's decisions on a graph stand by default: beside the file, or the folder, that holds it."""
    return graph.parent / FILE


def decisions_read(graph: Path, given: Path | None) -> Path | None:
    """The file of decisions that a build reads: the one that is given, else the one beside the graph if it is there."""
    beside = decisions_file(graph)
    if given is None and beside.exists():
        log.info("%s: read for what you decided", beside)
        return beside
    return given


# ---------------------------------------------------------------------------------------------------------------
# the commands


@identity.command()
@click.argument("one")
@click.argument("other")
@_graph_option
@loudness
def why(one: str, other: str, graph: Path) -> None:
    """Say why A and B are one, or why they are two.

    \b
    Example:
        kg identity why "MIT" "Massachusetts Institute of Technology" --graph graph.ttl
    """
    from kg.graph import load

    loaded = load(graph)
    left, right = _who(loaded, one), _who(loaded, other)
    shared = [a for a in left if a in right] if left != right or len(left) == 1 else []
    for a in shared:
        _tell_one(loaded, a, one, other)
    for a, b in combinations(left, 2) if left == right else ((a, b) for a in left for b in right if not shared):
        _tell_two(loaded, a, b)


def _tell_one(graph: rdflib.Graph, entity: Entity, *asked: str) -> None:
    click.echo(printable(f"One: {entity.name} <{entity.iri}>"))
    said = [s for s in _decided(graph, entity.iri) if s.accepted]
    words = {side.rpartition("#")[2].casefold() for side in asked}
    of_words = [s for s in said if s.source and s.left.casefold() in words]
    _tell([*of_words, *(s for s in said if not s.source)] or said)


def _tell_two(graph: rdflib.Graph, a: Entity, b: Entity) -> None:
    click.echo(printable(f"Two: {a.name} <{a.iri}>\n     {b.name} <{b.iri}>"))
    between = [s for s in _decided(graph, a.iri) if not s.accepted]
    theirs = {(s.left, s.right, s.by) for s in _decided(graph, b.iri)}
    compared = [s for s in between if (s.left, s.right, s.by) in theirs or b.iri in (s.left, s.right)]
    compared += [
        s for s in _decided(graph, b.iri) if not s.accepted and a.iri in (s.left, s.right) and s not in compared
    ]
    if compared:
        _tell(compared)
    else:
        click.echo("     Nothing suggested that they are one: they share no name that was compared.")


@identity.command("list")
@click.option("--unsure", is_flag=True, help="Only what is least sure, and what was kept apart.")
@_graph_option
@_decisions_option
@loudness
def list_(unsure: bool, graph: Path, decisions: Path | None) -> None:
    """List what was decided, the least sure first, and the user's own words.

    \b
    Example:
        kg identity list --unsure --graph graph.ttl
    """
    from kg.graph import load
    from kg.query import ask
    from kg.resolve import read_decisions

    file = decisions or decisions_file(graph)
    for own in read_decisions(file) if file.exists() else ():
        click.echo(printable(f"{own.decision}  {own.one} | {own.other}  {own.note}".rstrip() + f"  ({own.where})"))
    rows = ask(load(graph), "decisions").texts()
    said: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        is_unsure = UNSURE[0] <= float(row["score"]) < UNSURE[1] or row["accepted"] == "false"
        if is_unsure or not unsure:
            asked = (row["score"], row["accepted"], row["left"], row["right"], row["by"])
            said.setdefault(asked, []).append(row.get("reason", ""))
    for (score, accepted, left, right, by), reasons in said.items():
        sign = "=" if accepted == "true" else "≠"
        click.echo(printable(f"{float(score):.2f}  {left} {sign} {right}: {'; '.join(filter(None, reasons))} ({by})"))
    log.info("%s decisions of %s", f"{len(said):,}", f"{len({(r['left'], r['right'], r['by']) for r in rows}):,}")


@identity.command()
@click.argument("one")
@click.argument("other")
@click.option("--note", default="", metavar="TEXT", help="Why, for who reads the file.")
@_graph_option
@_decisions_option
@loudness
def merge(one: str, other: str, note: str, graph: Path, decisions: Path | None) -> None:
    """Say that B is A, whose IRI stays.

    \b
    Example:
        kg identity merge person/ada-1b2c "letters.md#A. A. L." --note "she signed so"
    """
    _write("merge", one, other, note, graph, decisions)


@identity.command()
@click.argument("one")
@click.argument("other")
@click.option("--note", default="", metavar="TEXT", help="Why, for who reads the file.")
@_graph_option
@_decisions_option
@loudness
def split(one: str, other: str, note: str, graph: Path, decisions: Path | None) -> None:
    """Say that B is not A.

    \b
    Example:
        kg identity split organization/university-of-bologna ada.md#UniBo
    """
    _write("split", one, other, note, graph, decisions)


def _write(decision: str, one: str, other: str, note: str, graph: Path, decisions: Path | None) -> None:
    from kg.resolve import Row, add_decision

    file = decisions or decisions_file(graph)
    left, right = _side(graph, one), _side(graph, other)
    is_new = add_decision(file, Row(decision, left, right, note))
    what = f"{decision} {left}, {right}; the next build reads it" if is_new else "stands there already"
    log.info("%s: %s", file, what)


# ---------------------------------------------------------------------------------------------------------------
# words to entities, and entities to what was decided


def _side(graph: Path, words: str) -> str:
    """What the file names a side by: SOURCE#WORDS as it is given, else the key of the one entity that is meant."""
    from kg.graph import load

    loaded = load(graph)
    found = _who(loaded, words)
    source, sharp, _ = words.partition("#")
    if sharp and source and "//" not in source:
        return words
    if len(found) > 1:
        several = ", ".join(_key(e.iri, loaded) for e in found[:5])
        raise QueryError(f"{words!r} can mean {several}; give one of these, or SOURCE#WORDS")
    # A key that the entity had names a part of what was joined; the one that it has would name the whole.
    given = words.removeprefix(_base(loaded))
    return given if _IS_KEY.fullmatch(given) else _key(found[0].iri, loaded)


def _who(graph: rdflib.Graph, words: str) -> list[Entity]:
    """The entities that words mean.

    Raises:
        QueryError: none goes by them.
    """
    from kg.query import ask

    source, sharp, rest = words.partition("#")
    rows = ask(graph, _STATED, words=rest, source=source).texts() if sharp and "//" not in source else []
    full = _base(graph) + words
    for asked in (words, full) if not rows else ():
        rows = rows or ask(graph, _WHO, words=asked).texts()
    if not rows:
        raise QueryError(f"nothing in the graph goes by {words!r}; `kg query GRAPH mentions` lists what does")
    return [Entity(row["entity"], row["name"]) for row in rows]


def _decided(graph: rdflib.Graph, iri: str) -> list[Said]:
    from kg.query import ask

    reasons: dict[tuple[str, ...], list[str]] = {}
    for row in ask(graph, _DECIDED.replace("ENTITY", f"<{iri}>")).texts():
        key = (row["left"], row["right"], row["accepted"], row["score"], row["by"], row.get("source", ""))
        reasons.setdefault(key, []).append(row.get("reason", ""))
    return [
        Said(left, right, accepted == "true", float(score), by, source, tuple(filter(None, why)))
        for (left, right, accepted, score, by, source), why in reasons.items()
    ]


def _tell(decisions: Sequence[Said]) -> None:
    for said in decisions:
        for line in _lines(said):
            click.echo(printable(f"     {line}"))


def _lines(said: Said) -> Iterator[str]:
    place = f"{said.left!r} in {said.source}" if said.source else f"<{said.left}>"
    yield f"{place} {'is' if said.accepted else 'is not'} <{said.right}>, score {said.score:.2f}, by {said.by}"
    yield from (f"    {reason}" for reason in said.reasons)


def _base(graph: rdflib.Graph) -> str:
    """What the IRIs of the graph begin with: what stands before the room of any mention's entity."""
    from kg.query import ask

    found = ask(graph, f"{_PREFIXES} SELECT ?mention {{ ?mention a rkg:Mention }} LIMIT 1").texts()
    return found[0]["mention"].rpartition("mention/")[0] if found else ""


def _key(iri: str, graph: rdflib.Graph) -> str:
    return iri.removeprefix(_base(graph))
