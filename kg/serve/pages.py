"""The pages for people. What a graph holds is text in them: a template escapes it, and no script of a graph can run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg import vocab
from kg.query import questions
from kg.query.questions import whole_words

_ROOM = Path(__file__).parent

#: YASGUI sets the style of what it draws, and so must be allowed styles within the page; scripts are ours alone.
YASGUI_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: Files by their names in /static/: where they lie, and their media types.
STATIC: Mapping[str, tuple[str, str]] = {
    "kg.css": ("web/kg.css", "text/css; charset=utf-8"),
    "query.js": ("web/query.js", "text/javascript; charset=utf-8"),
    "yasgui.min.js": ("vendor/yasgui.min.js", "text/javascript; charset=utf-8"),
    "yasgui.min.css": ("vendor/yasgui.min.css", "text/css; charset=utf-8"),
}


@cache
def static(name: str) -> bytes:
    """The content of one of ``STATIC``."""
    return (_ROOM / STATIC[name][0]).read_bytes()


# ---------------------------------------------------------------------------------------------------------------
# what is asked for a page

_NAME = f"<{vocab.NAME}>|<{vocab.LABEL}>|<{vocab.PATH}>"


def any_of(iri: str) -> str:
    """Whether the graph says anything of an IRI."""
    return f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}"


def data_of(iri: str) -> str:
    """What the graph says of a thing, and what names it, with its label."""
    named = f"?s ?q <{iri}> OPTIONAL {{ ?s <{vocab.LABEL}> ?label }}"
    wanted = f"<{iri}> ?p ?o . ?s ?q <{iri}> . ?s <{vocab.LABEL}> ?label"
    return f"CONSTRUCT {{ {wanted} }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ {named} }} }}"


def said(iri: str) -> str:
    """The properties of a thing and their values, with their names."""
    return _named(f"<{iri}> ?property ?value", "?value")


def said_of(iri: str) -> str:
    """What names a thing, by the property that does."""
    return _named(f"?value ?property <{iri}>", "?name")


def _named(pattern: str, order: str) -> str:
    names = f"OPTIONAL {{ ?value {_NAME} ?called }}"
    columns = "SELECT ?property ?value (SAMPLE(?called) AS ?name)"
    return f"{columns} {{ {pattern} . {names} }} GROUP BY ?property ?value ORDER BY ?property {order} LIMIT 500"


def find(words: str) -> str:
    """SPARQL for the things whose names hold some words; without words, for the owners of the pages."""
    from pyoxigraph import Literal

    if not words.strip():
        owners = f"?page <{vocab.MAIN_ENTITY}> ?iri . ?iri <{vocab.NAME}> ?name"
        return f"SELECT DISTINCT ?iri ?name {{ {owners} }} ORDER BY ?name LIMIT 200"
    pattern = Literal(whole_words(words))
    return (
        f"SELECT DISTINCT ?iri ?name {{ ?iri <{vocab.NAME}>|<{vocab.ALT_LABEL}> ?called . ?iri <{vocab.NAME}> ?name . "
        f'FILTER(ISIRI(?iri) && REGEX(?called, {pattern}, "i")) }} ORDER BY ?name LIMIT 200'
    )


# ---------------------------------------------------------------------------------------------------------------
# pages


def home(words: str, found: Sequence[Mapping[str, Any]], base: str) -> str:
    things = [(_here(row["iri"]["value"], base), row["name"]["value"], row["iri"]["value"]) for row in found]
    return _render("home.html", words=words, things=things)


def of_thing(iri: str, said: Sequence[Mapping[str, Any]], said_of: Sequence[Mapping[str, Any]], base: str) -> str:
    """All that the graph says of a thing, and what names it."""
    names = [row["value"]["value"] for row in said if row["property"]["value"] in (vocab.NAME, vocab.LABEL, vocab.PATH)]
    key = iri.removeprefix(base) if iri.startswith(base) else ""
    return _render(
        "thing.html",
        iri=iri,
        name=names[0] if names else _short(iri),
        said=_grouped(said, base),
        said_of=_grouped(said_of, base),
        data=[(suffix, f"/data/{key}.{suffix}") for suffix in ("ttl", "jsonld", "nt", "rdf")] if key else [],
        explore=f"/explore?around={quote(iri, safe='')}",
    )


def _grouped(rows: Sequence[Mapping[str, Any]], base: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The values of each property: its short name, its IRI, and the words and the address of each value."""
    table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        value = row["value"]
        is_thing = value["type"] == "uri"
        words = row.get("name", {}).get("value") or (_short(value["value"]) if is_thing else value["value"])
        table[row["property"]["value"]].append((words, _here(value["value"], base) if is_thing else ""))
    return [(_short(iri), iri, values) for iri, values in table.items()]


def _here(iri: str, base: str) -> str:
    """The address at which this service tells of a thing of its graph, else the thing's own if it is one of the web."""
    if iri.startswith(base):
        return f"/page/{iri.removeprefix(base)}"
    return iri if iri.startswith(("https://", "http://")) else ""


def _short(iri: str) -> str:
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def query() -> str:
    """YASGUI with the named questions as examples."""
    examples = [{"name": q.name, "asks": q.asks, "text": q.text} for q in questions()]
    return _render(
        "query.html", data=_json({"endpoint": "/sparql", "examples": examples, "prefixes": dict(vocab.PREFIXES)})
    )


def _json(value: object) -> str:
    from kg.draw.page import as_json

    return as_json(value)


def api() -> str:
    return _render("api.html", questions=questions())


def _render(template: str, **values: object) -> str:
    return str(_environment().get_template(template).render(**values))


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_ROOM / "web"), autoescape=True, undefined=StrictUndefined)
