"""Documents to facts: what a page states, each value with the words that state it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.extract.awards import awards
from kg.extract.bibliography import bibliography
from kg.extract.calibration import calibrated
from kg.extract.education import education
from kg.extract.formats import TABLES
from kg.extract.grants import grants
from kg.extract.identifiers import identifiers
from kg.extract.identity import identity
from kg.extract.interests import interests
from kg.extract.llm import ask
from kg.extract.merge import merge
from kg.extract.names import voted
from kg.extract.page import Page, analyse
from kg.extract.people import people
from kg.extract.positions import positions
from kg.extract.projects import projects
from kg.extract.publications import publications
from kg.extract.same import is_alike
from kg.extract.service import service
from kg.extract.structured import in_words, structured
from kg.extract.talks import talks
from kg.extract.teaching import teaching
from kg.extract.unread import unread
from kg.model import RULES_ALONE, Document, Fact, Kind, Note, Usage, Voters, first

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
    """The facts of one document, kind by kind in the order of ``Kind``, and the lines from which nothing was read.

    ``notes`` and ``usage`` are of the language model, if one was asked; its own facts stand behind the others.
    """

    facts: tuple[Fact, ...]
    unread: tuple[Note, ...]
    notes: tuple[Note, ...] = ()
    usage: Usage = Usage()


def extract(document: Document, voters: Voters = RULES_ALONE) -> Extraction:
    """Every fact that a document states, each once, with its evidence.

    Args:
        voters: who has a say beside the rules. A language model is asked about pages, not about data files. What it
            alone states is a fact of its own; what it states too makes the rules' fact surer and fills its gaps.
    """
    page = analyse(document)
    of_keys = FORMATS.get(document.source.format)  # what keys say was never measured: their word stands
    facts = list(merge(list(of_keys(page)))) if of_keys else [calibrated(fact) for fact in merge(list(_of_page(page)))]
    if voters.spacy_model:
        facts = list(voted(page, facts, voters.spacy_model))
    if voters.llm is None or document.source.format in FORMATS:
        return Extraction(tuple(facts), unread(page, facts))
    asked = ask(page, voters.llm)
    merged = merge([*facts, *_of_one_owner(asked.facts, facts)])
    return Extraction(merged, unread(page, merged), asked.notes, asked.usage)


def _of_one_owner(told: Iterable[Fact], known: Iterable[Fact]) -> Iterator[Fact]:
    """What a model tells, without the name of somebody else than the owner as the rules read it."""
    names = [first(fact, "name") for fact in known if fact.kind is Kind.IDENTITY]
    for fact in told:
        if fact.kind is not Kind.IDENTITY or not names or is_alike(first(fact, "name"), names[0]):
            yield fact


def check(voters: Voters) -> None:
    """See that the voters are there, before pages are read.

    Raises:
        SettingsError: there is no such spaCy pipeline, or it names nothing.
        RemoteError: no server answers, or it wants another key.
    """
    from kg.extract import llm, names

    if voters.spacy_model:
        names.check(voters.spacy_model)
    if voters.llm:
        llm.check(voters.llm)
