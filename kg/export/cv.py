"""A person to the sections of a CV: what Markdown and LaTeX write, each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kg.export.accounts import accounts, emails, homepages, is_web
from kg.export.dates import period, spoken
from kg.export.records import Person, Row
from kg.model import Kind


class Style(Enum):
    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words in one style; a link if it has an address."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


#: What a CV is headed by where no page says whose it is.
TITLE = "Curriculum vitae"

#: One item of a list.
Entry = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the items below it."""

    title: str
    entries: tuple[Entry, ...]


def sections(person: Person) -> Iterator[Section]:
    """The sections of a CV that are not empty. What an entry leaves open is left out, never guessed."""
    for title, kind, entry, relation in _SECTIONS:
        rows = [row for row in person.of(kind) if not relation or row["relation"] == relation]
        entries = tuple(found for row in rows if (found := tuple(entry(row))))
        if entries:
            yield Section(title, entries)


def introduction(person: Person) -> Iterator[str]:
    """A sentence for each post that is held now, since a day that no page states: a list of dates can't say that."""
    for row in person.of(Kind.POSITIONS):
        if _is_undated_now(row) and row["role"]:
            places = " at the ".join(part for part in (row["unit"], row["organization"]) if part)
            yield f"I am {' at the '.join(filter(None, (row['role'], places)))}{_in(row['location'])}."


def _is_undated_now(row: Row) -> bool:
    return row["current"] == "true" and not row["start"] and not row["end"]


def _in(place: str) -> str:
    return f" in {place}" if place else ""


def contacts(person: Person) -> Iterator[tuple[str, Words]]:
    """What the person is reached by and known as: a name of it, and the words."""
    for address in emails(person):
        yield "Email", Words(address, url=f"mailto:{address}")
    for address in homepages(person):
        yield "Homepage", Words(address, url=address)
    for account in accounts(person):
        yield account.network, Words(account.value, url=account.url)


# ---------------------------------------------------------------------------------------------------------------
# one entry a kind


def _joined(*parts: Words | str, by: str = ", ") -> Iterator[Words]:
    """The parts that are not empty, with commas between them."""
    stated = [Words(part) if isinstance(part, str) else part for part in parts]
    for n, words in enumerate(words for words in stated if words.text):
        if n:
            yield Words(by)
        yield words


def _when(row: Row) -> str:
    return period(row["start"], row["end"], now=row["current"] == "true")


def _dates(row: Row) -> str:
    return ", ".join(spoken(date) for date in row.texts.get("date", ()))


def and_between(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> and_between(["Ada", "Mary", "Augustus"])
    'Ada, Mary and Augustus'
    """
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _education(row: Row) -> Iterator[Words]:
    what = " in ".join(part for part in (row["degree"], row["field"]) if part)
    yield from _joined(what, row["unit"], row["organization"], _when(row))
    if advisors := row.texts.get("advisor", ()):
        yield Words(f". Advisor{'s' * (len(advisors) > 1)}: {and_between(advisors)}")


def _position(row: Row) -> Iterator[Words]:
    if _is_undated_now(row) and row["role"]:
        return iter(())  # it stands in the introduction
    return _joined(row["role"], row["unit"], row["organization"], row["location"], _when(row))


def _award(row: Row) -> Iterator[Words]:
    return _joined(row["title"], row["issuer"], _dates(row))


def _grant(row: Row) -> Iterator[Words]:
    return _joined(Words(row["title"], Style.EMPHASIS), row["funder"], _when(row))


def _publication(row: Row) -> Iterator[Words]:
    if authors := row.texts.get("authors", ()):
        yield Words(f"{', '.join(authors)}. ")
    title, end = row["title"], "" if row["title"].endswith((".", "?", "!")) else "."
    yield from (Words("“"), Words(title, url=row["url"] if is_web(row["url"]) else ""), Words(f"{end}”"))
    if row["venue"] or row["date"]:
        yield Words(" ")
        yield from _joined(Words(row["venue"], Style.EMPHASIS), _dates(row))
        yield Words(".")


def _talk(row: Row) -> Iterator[Words]:
    if row["title"]:
        yield from (Words("“"), Words(row["title"]), Words("”"))
    rest = tuple(_joined(row["event"], row["location"], _dates(row)))
    if row["title"] and rest:
        yield Words(", ")
    yield from rest


def _interest(row: Row) -> Iterator[Words]:
    yield Words(row["topic"])


def _related(row: Row) -> Iterator[Words]:
    yield Words(row["name"])


def _host(row: Row) -> Iterator[Words]:
    yield Words(f"Hosted by {row['name']}")


def _service(row: Row) -> Iterator[Words]:
    yield from _joined(row["role"], row["organization"])
    if dates := _dates(row):
        yield Words(f" ({dates})")


def _teaching(row: Row) -> Iterator[Words]:
    return _joined(row["role"], row["course"], row["organization"], _dates(row))


def _project(row: Row) -> Iterator[Words]:
    return _joined(Words(row["name"], Style.STRONG), row["organization"], _dates(row))


#: The sections in the order of a CV: title, kind, how a fact of it is written, and the relation of people in it.
_SECTIONS: Sequence[tuple[str, Kind, Callable[[Row], Iterator[Words]], str]] = (
    ("Research Interests", Kind.INTERESTS, _interest, ""),
    ("Education", Kind.EDUCATION, _education, ""),
    ("Positions", Kind.POSITIONS, _position, ""),
    ("Honors and Awards", Kind.AWARDS, _award, ""),
    ("Grants", Kind.GRANTS, _grant, ""),
    ("Publications", Kind.PUBLICATIONS, _publication, ""),
    ("Talks", Kind.TALKS, _talk, ""),
    ("Teaching", Kind.TEACHING, _teaching, ""),
    ("Professional Service", Kind.SERVICE, _service, ""),
    ("Projects", Kind.PROJECTS, _project, ""),
    ("Advisors", Kind.PEOPLE, _related, "advisor"),
    ("Students", Kind.PEOPLE, _related, "advisee"),
    ("Visits", Kind.PEOPLE, _host, "host"),
    ("Collaborators", Kind.PEOPLE, _related, "collaborator"),
)
