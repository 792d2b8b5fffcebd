"""The folder of queries to Questions: what each asks, in plain words, and what it may be asked for.

A file begins with ``# question: …?`` and has a line ``# parameter: org (words) — …`` for each parameter. The query has
``VALUES ?ask_org { UNDEF }`` where the parameter's value is put; UNDEF stands for no value. So the files are plain
SPARQL, and give an answer, in any other tool too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg import vocab
from kg.errors import QueryError
from kg.resources import resource


@dataclass(frozen=True, slots=True)
class Parameter:
    """``kind`` is ``words``, ``year``, ``date`` or ``text``; ``help`` is half a sentence."""

    name: str
    kind: str
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named query. ``asks`` is its question in plain words; ``is_table`` marks the thirteen fact tables."""

    name: str
    asks: str
    parameters: tuple[Parameter, ...]
    text: str
    is_table: bool = False


_ASKS = re.compile(r"#\s*question:\s*(?P<asks>.+)")
_PARAMETER = re.compile(r"#\s*parameter:\s*(?P<name>\w+)\s*\((?P<kind>\w+)\)\s*[—-]+\s*(?P<help>.+)")


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The questions that ship with the program: the fact tables first, then by name."""
    folder = resource("ontology", "queries")
    found = [read(path.read_text(encoding="utf-8"), path.stem) for path in folder.glob("*.rq")]
    return tuple(sorted(found, key=lambda q: (not q.is_table, q.name)))


def question(name_or_text: str | Path) -> Question:
    """A question by its name, from a ``.rq`` file, or from SPARQL as it is typed.

    Raises:
        QueryError: no question has the name, or the file cannot be read.
    """
    if isinstance(name_or_text, Path):
        return _from_file(name_or_text)
    named = {q.name: q for q in questions()}
    if name_or_text in named:
        return named[name_or_text]
    if any(c.isspace() or c in "{}" for c in name_or_text.strip()):
        return read(name_or_text, "the query")
    path = Path(name_or_text)
    if path.suffix or path.exists():
        return _from_file(path)
    raise QueryError(f"no question is named {name_or_text!r}; there are {', '.join(named)}")


def _from_file(path: Path) -> Question:
    try:
        return read(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        raise QueryError(
            f"{path}: cannot be read ({error.strerror}); name a .rq file or one of kg query --list"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 text at byte {error.start}; save the query as UTF-8") from error


def read(text: str, name: str) -> Question:
    """A question from the text of its file; a text without a header asks ``name`` and takes no parameter."""
    lines = text.splitlines()
    asks = next((found["asks"].strip() for line in lines if (found := _ASKS.match(line))), name)
    parameters = tuple(Parameter(**found.groupdict()) for line in lines if (found := _PARAMETER.match(line)))
    return Question(name, asks, parameters, text, is_table=name in set(vocab.FACT_CLASS))


# ---------------------------------------------------------------------------------------------------------------
# values


def whole_words(text: str) -> str:
    """The pattern that finds ``text`` as whole words, for ``REGEX(…, "i")``.

    >>> whole_words("MIT")
    '(^|[^\\\\p{L}\\\\p{N}])MIT($|[^\\\\p{L}\\\\p{N}])'
    """
    escaped = re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text.strip())
    edge = r"[^\p{L}\p{N}]"
    return f"(^|{edge}){escaped}($|{edge})"


def _words(text: str) -> tuple[str, str]:
    return whole_words(text), vocab.XSD_STRING


def _year(text: str) -> tuple[str, str]:
    return str(int(text)), vocab.XSD_INTEGER


def _date(text: str) -> tuple[str, str]:
    return date.fromisoformat(text).isoformat(), vocab.XSD_DATE


#: How a parameter's text becomes a value: the lexical form and the datatype.
KINDS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "words": _words,
    "text": lambda text: (text, vocab.XSD_STRING),
    "year": _year,
    "date": _date,
}


def bound(asked: Question, values: Mapping[str, str]) -> str:
    """The question's query with values for its parameters, each put in as one RDF term.

    Raises:
        QueryError: the question has no such parameter, or a value is not of its kind.
    """
    text = asked.text
    known = {parameter.name: parameter for parameter in asked.parameters}
    for name, value in values.items():
        if name not in known:
            takes = ", ".join(f"--{known_name}" for known_name in known) or "none"
            raise QueryError(f"{asked.name} has no parameter --{name}; it takes {takes}")
        text = _put(text, asked, known[name], value)
    return text


def _put(text: str, asked: Question, parameter: Parameter, value: str) -> str:
    from pyoxigraph import Literal, NamedNode

    try:
        lexical, datatype = KINDS[parameter.kind](value)
    except (KeyError, ValueError) as error:
        example = {"year": "1999", "date": "1999-12-31"}.get(parameter.kind, "other words")
        raise QueryError(f"{value!r} is no {parameter.kind} for --{parameter.name}; write it as {example}") from error
    # The library writes the term with all its escapes: a value can never become part of the query.
    term = str(Literal(lexical, datatype=NamedNode(datatype)))
    place = re.compile(rf"(VALUES\s+\?ask_{parameter.name}\s*\{{)[^{{}}]*(\}})")
    text, places = place.subn(lambda found: f"{found[1]} {term} {found[2]}", text)
    if not places:
        raise QueryError(
            f"{asked.name} says that it takes --{parameter.name} but has no place for it; "
            f"write VALUES ?ask_{parameter.name} {{ UNDEF }} into the query"
        )
    return text
