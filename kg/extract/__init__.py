"""Documents to facts: what a page states, each value with the words that state it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.extract.awards import awards
from kg.extract.bibliography import bibliography
from kg.extract.education import education
from kg.extract.formats import TABLES
from kg.extract.grants import grants
from kg.extract.identifiers import identifiers
from kg.extract.identity import identity
from kg.extract.interests import interests
from kg.extract.merge import merge
from kg.extract.page import Page, analyse
from kg.extract.people import people
from kg.extract.positions import positions
from kg.extract.projects import projects
from kg.extract.publications import publications
from kg.extract.service import service
from kg.extract.structured import in_words, structured
from kg.extract.talks import talks
from kg.extract.teaching import teaching
from kg.extract.unread import unread
from kg.model import Document, Fact, Kind, Note

#: One extractor a kind: a page in, its facts out, in page order.
EXTRACTORS: Mapping[Kind, Callable[[Page], Iterable[Fact]]] = {
    Kind.IDENTITY: identity,
    Kind.IDENTIFIERS: identifiers,
    Kind.EDUCATION: education,
    Kind.POSITIONS: positions,
    Kind.INTERESTS: interests,
    Kind.PEOPLE: people,
    Kind.PUBLICATIONS: publications,
    Kind.TALKS: talks,
    Kind.SERVICE: service,
    Kind.AWARDS: awards,
    Kind.GRANTS: grants,
    Kind.PROJECTS: projects,
    Kind.TEACHING: teaching,
}


def _of_page(page: Page) -> Iterator[Fact]:
    return (fact for kind in Kind if kind in EXTRACTORS for fact in EXTRACTORS[kind](page))


def _of_data(page: Page) -> Iterator[Fact]:
    yield from structured(page)
    yield from _of_page(in_words(page))


#: Formats whose keys say what their values are; anything else is a page, read for every kind.
FORMATS: Mapping[str, Callable[[Page], Iterable[Fact]]] = {
    "bibtex": bibliography,
    "al-folio-socials": identifiers,
    "json": lambda page: (),
    **dict.fromkeys(TABLES, _of_data),
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """The facts of one document, kind by kind in the order of ``Kind``, and the lines from which nothing was read."""

    facts: tuple[Fact, ...]
    unread: tuple[Note, ...]


def extract(document: Document) -> Extraction:
    """Every fact that a document states, each once, with its evidence."""
    page = analyse(document)
    merged = merge(list(FORMATS.get(document.source.format, _of_page)(page)))
    return Extraction(merged, unread(page, merged))
