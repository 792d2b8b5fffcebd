"""Queries that are safe to run (no network, no files, no bottomless nesting), and the store that runs them.

Oxigraph answers ``SERVICE`` by calling the address, and rdflib reads what ``FROM`` names; a query that somebody was
sent must not do either. The words are found by the tokens of SPARQL, so that a literal or a comment may hold them.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

#: Longer text, or deeper nesting, is no question that a person asks; it would only exhaust the stack.
LONGEST = 100_000
DEEPEST = 100

_TOKEN = re.compile(
    r"""
      (?P<text>    (?P<quote> \"{3} | '{3} ) (?: \\. | (?! (?P=quote) ) . )*+ (?P=quote)
                 | " (?: \\. | [^"\\\n\r] )*+ " | ' (?: \\. | [^'\\\n\r] )*+ ' )
    | (?P<iri>     < [^<>"{}|^`\\\x00-\x20]*+ > )
    | (?P<comment> \# [^\n\r]*+ )
    | (?P<name>    [?$] \w++ | @ [\w-]++ | [\w.-]*+ : (?: [\w.:%-] | \\. )*+ )
    | (?P<word>    \w++ )
    | (?P<open>    [({\[] )
    | (?P<close>   [)}\]] )
    | (?P<escape>  \\ )
    """,
    re.VERBOSE | re.DOTALL,
)


def refuse_unsafe(text: str, *, from_graphs: bool = False, remote: Container[str] = ()) -> None:
    """Let a query or an update pass, or say why it is not run.

    Args:
        text: the query.
        from_graphs: whether ``FROM`` may stand in it, because what runs it takes the named graphs of a store for it.
        remote: the addresses that ``SERVICE`` and ``LOAD`` may call, written out behind the word.

    Raises:
        QueryError: it calls another service, reads another source, writes ``\\u`` escapes outside of text, or is far
            too long or too deep.

    >>> refuse_unsafe('SELECT * { ?s ?p "SERVICE" }')
    """
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters; at most {LONGEST:,} are read")
    depth, words = 0, [""]
    calls: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if calls and token.lastgroup != "comment" and token[0].upper() != "SILENT":
            if token.lastgroup != "iri" or token[0][1:-1] not in remote:
                raise _refusal(text, calls, f"{calls[0].upper()} {_CALLS[calls[0].upper()]}")
            calls = None
        match token.lastgroup:
            case "open":
                depth += 1
                if depth > DEEPEST:
                    raise _refusal(text, token, f"brackets nest deeper than {DEEPEST} levels; ask it in parts")
            case "close":
                depth -= 1
            case "escape":
                raise _refusal(text, token, "an escape stands outside of text; write the character itself")
            case "word":
                words.append(token[0].upper())
                if words[-1] in _CALLS:
                    calls = token
            case "iri" if not from_graphs and (words[-1] == "FROM" or words[-2:] == ["FROM", "NAMED"]):
                raise _refusal(text, token, f"FROM {token[0]} would read another source; use GRAPH {token[0]}")
        if token.lastgroup in ("iri", "name", "text", "open", "close"):
            words.append("")
    if calls:
        raise _refusal(text, calls, f"{calls[0].upper()} {_CALLS[calls[0].upper()]}")


_CALLS: Mapping[str, str] = {
    "SERVICE": "would call another server; query the graph file alone",
    "LOAD": "would read another source; insert what is in it",
}


def names_graphs(query: str) -> bool:
    """Whether a query says itself, with ``FROM``, which graphs it is asked of.

    >>> names_graphs("SELECT * FROM <urn:a> { ?s ?p ?o }"), names_graphs('SELECT * { ?s ?p "FROM" }')
    (True, False)
    """
    return any(token.lastgroup == "word" and token[0].upper() == "FROM" for token in _TOKEN.finditer(query))


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose patterns are asked of the given graphs, as if ``USING`` stood in each of its operations.

    Raises:
        QueryError: it says itself, with ``USING`` or ``WITH``, which graphs it is for, or has no place to say it.

    >>> with_using("INSERT { ?s a ?o } WHERE { ?s ?p ?o }", ["urn:a"], [])
    'INSERT { ?s a ?o } USING <urn:a> WHERE { ?s ?p ?o }'
    """
    clauses = "".join([f"USING <{iri}> " for iri in default] + [f"USING NAMED <{iri}> " for iri in named])
    depth, before, parts, at = 0, "", [], 0
    for token in _TOKEN.finditer(update):
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        word = token[0].upper() if token.lastgroup == "word" else ""
        if word in ("USING", "WITH"):
            raise _refusal(update, token, f"{word} and the parameters of the request both choose graphs; use one")
        if word == "WHERE" and depth == 0:
            if before == "DELETE":
                raise _refusal(update, token, "DELETE WHERE takes no graphs from a request; write DELETE {…} WHERE {…}")
            parts += [update[at : token.start()], clauses]
            at = token.start()
        if token.lastgroup != "comment":
            before = word
    return "".join([*parts, update[at:]])


#: What a query that only asks begins with, behind its prefixes.
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def odd_token(query: str, prefixes: Container[str]) -> tuple[int, str] | None:
    """Where a query that does not parse goes wrong for a simple reason, and the reason; None for any other.

    ``prefixes`` are those that need no declaration.

    >>> odd_token("SELCT * {}", ())
    (0, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with 'SELCT'")
    """
    declared: set[str] = set()
    word = begun = ""
    for token in _TOKEN.finditer(query):
        if token.lastgroup == "word":
            word = token[0].upper()
            if not begun and word not in ("PREFIX", "BASE"):
                begun = word
                if begun not in FORMS:
                    return (
                        token.start(),
                        f"a query begins with {', '.join(FORMS[:-1])} or {FORMS[-1]}, not with {token[0]!r}",
                    )
        elif token.lastgroup == "name" and ":" in token[0]:
            prefix = token[0].partition(":")[0]
            if not begun and word == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared and prefix not in prefixes and prefix != "_":
                return token.start(), f"the prefix {prefix}: is not declared"
    return None


def _refusal(query: str, token: re.Match[str], reason: str) -> QueryError:
    line, column = place(query, token.start())
    return QueryError(f"line {line}, column {column}: {reason}")


def place(query: str, index: int) -> tuple[int, int]:
    """The line and the column of a character, both from 1."""
    before = query[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def oxigraph(graph: rdflib.Graph) -> pyoxigraph.Store:
    """The Oxigraph store beneath a graph, or a copy in one where another store lies beneath."""
    import pyoxigraph
    import rdflib

    inner = getattr(graph.store, "_inner", None)
    if isinstance(inner, pyoxigraph.Store):
        return inner
    store = pyoxigraph.Store()
    is_dataset = isinstance(graph, rdflib.Dataset)
    content = graph.serialize(format="nquads" if is_dataset else "nt", encoding="utf-8")
    format = pyoxigraph.RdfFormat.N_QUADS if is_dataset else pyoxigraph.RdfFormat.N_TRIPLES
    store.bulk_load(content, format=format)
    return store
