"""A profile to the statements of its own graph: documents, facts, the evidence of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg import vocab
from kg.graph import dates
from kg.graph.classes import classes
from kg.graph.labels import label
from kg.graph.terms import Statement, Term, digest, number, path, share, term, text, truth
from kg.mentions import mention, owner
from kg.model import LIST_SLOTS, EntityKind, Evidence, Fact, Kind, Mention, Profile, Resolution, Source, Value, texts

_Property = tuple[Term, Term]

#: The link and the text of a list slot's nodes, and their class.
_LISTS = {
    "authors": (vocab.AUTHORSHIP, vocab.AUTHOR, vocab.AUTHOR_NAME),
    "advisor": (vocab.ADVISING_RELATIONSHIP, vocab.ADVISOR, vocab.ADVISOR_NAME),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One profile on its way into the graph, and what its statements need to know of the whole."""

    profile: Profile
    resolution: Resolution
    base: str
    evidence: bool

    def iri(self, *parts: str) -> Term:
        return f"<{self.base}{''.join(parts)}>"

    def document(self, source: str) -> Term:
        return self.iri("document/", path(source))

    def entity(self, found: Mention) -> Term:
        return self.iri(self.resolution.of[found])


def documents(page: Page, read_on: str) -> Iterator[Statement]:
    """The profile, the person whose page it is, and the files that it was read from."""
    profile = page.document(page.profile.source)
    yield profile, term(vocab.TYPE), term(vocab.PROFILE_PAGE)
    yield profile, term(vocab.MAIN_ENTITY), page.entity(owner(page.profile))
    yield profile, term(vocab.PATH), text(page.profile.source)
    yield profile, term(vocab.READ_ON), text(read_on, vocab.XSD_DATE)
    for source in page.profile.documents:
        yield from _file(page, profile, source)


def _file(page: Page, profile: Term, source: Source) -> Iterator[Statement]:
    document = page.document(source.path)
    yield document, term(vocab.TYPE), term(vocab.PROV_ENTITY)
    yield document, term(vocab.PATH), text(source.path)
    yield document, term(vocab.SHA256), text(source.sha256)
    yield document, term(vocab.FORMAT), text(source.format)
    if document != profile:
        yield document, term(vocab.IS_PART_OF), profile


def nodes(page: Page, fact: Fact) -> Iterator[tuple[Term, list[_Property]]]:
    """The fact and the nodes of its lists, each with its properties."""
    name = _name(page, fact)
    properties = [
        *((term(vocab.TYPE), term(class_)) for class_ in classes(fact)),
        (term(vocab.LABEL), text(label(fact))),
        (term(vocab.PERSON), page.entity(owner(page.profile))),
        (term(vocab.CONFIDENCE), share(fact.confidence)),
        (term(vocab.WAS_DERIVED_FROM), page.document(page.profile.source)),
        *_values(page, fact),
        *dates.dates(fact),
        *(_evidence(page, fact) if page.evidence else ()),
    ]
    works = [object_ for property_, object_ in properties if property_ == term(vocab.WORK)]
    for slot, rank, value in _listed(fact):
        entry = page.iri(name, f"-{slot}-{rank}")
        properties.append((term(vocab.LIST_NODE[slot]), entry))
        yield entry, list(_entry(page, fact, slot, value, rank, works))
    yield page.iri(name), properties


def _listed(fact: Fact) -> Iterator[tuple[str, int, Value]]:
    for slot, values in fact.slots.items():
        if slot in LIST_SLOTS:
            yield from ((slot, rank, value) for rank, value in enumerate(values, start=1))


def _name(page: Page, fact: Fact) -> str:
    content = (f"{slot}={value.text}" for slot, values in fact.slots.items() for value in values)
    return f"{fact.kind.value}/{digest(page.profile.source, fact.kind.value, *content)}"


def _values(page: Page, fact: Fact) -> Iterator[_Property]:
    for slot, values in fact.slots.items():
        if slot in dates.SLOTS or slot in LIST_SLOTS:
            continue
        for value in values:
            yield term(vocab.TEXTS[fact.kind, slot]), _written(slot, value)
            found = mention(page.profile, fact, slot, value)
            if found is not None and fact.kind is not Kind.IDENTITY:
                yield term(_way(fact, slot, found)), page.entity(found)
    if fact.kind is Kind.PEOPLE:
        yield from _advising(page, fact)


def _written(slot: str, value: Value) -> Term:
    if slot == "current":
        return truth(value.text == "true")
    return text(value.text, vocab.XSD_ANY_URI if slot == "url" else "")


def _way(fact: Fact, slot: str, found: Mention) -> str:
    # A service is for a venue or for a body, and only a body has members.
    return vocab.EVENT if found.kind is EntityKind.EVENT and slot == "organization" else vocab.LINKS[fact.kind, slot]


def _advising(page: Page, fact: Fact) -> Iterator[_Property]:
    """Who advises whom, where a page names somebody as advisor or advisee."""
    sides = {"advisor": (vocab.ADVISEE, vocab.ADVISOR), "advisee": (vocab.ADVISOR, vocab.ADVISEE)}
    for relation in texts(fact, "relation"):
        for value in fact.slots.get("name", ()):
            found = mention(page.profile, fact, "name", value)
            if found is not None and relation in sides:
                whose, other = sides[relation]
                yield term(whose), page.entity(owner(page.profile))
                yield term(other), page.entity(found)


def _entry(page: Page, fact: Fact, slot: str, value: Value, rank: int, works: list[Term]) -> Iterator[_Property]:
    class_, way, written = _LISTS[slot]
    yield term(vocab.TYPE), term(class_)
    yield term(vocab.RANK), number(rank)
    yield term(written), text(value.text)
    found = mention(page.profile, fact, slot, value)
    if found is not None:
        yield term(way), page.entity(found)
    if slot == "advisor":
        yield term(vocab.ADVISEE), page.entity(owner(page.profile))
    yield from ((term(vocab.WORK), work) for work in works)


# ---------------------------------------------------------------------------------------------------------------
# evidence


def _evidence(page: Page, fact: Fact) -> Iterator[_Property]:
    for stated in fact.evidence:
        yield term(vocab.EVIDENCE), _statement(page, stated)
    for slot, stated in _spans(fact):
        yield term(vocab.VALUE_EVIDENCE), _span(page, slot, stated)


def _spans(fact: Fact) -> Iterator[tuple[str, Evidence]]:
    for slot, values in fact.slots.items():
        yield from ((slot, value.evidence) for value in values)


def _statement(page: Page, stated: Evidence) -> Term:
    span = stated.span
    return page.iri("evidence/", digest(stated.source, span.start, span.end, stated.heading, stated.rule))


def _span(page: Page, slot: str, stated: Evidence) -> Term:
    return page.iri("value/", digest(stated.source, stated.span.start, stated.span.end, stated.rule, slot))


def evidence(page: Page, fact: Fact) -> Iterator[Statement]:
    """The places that state a fact, and the words of each of its values."""
    for stated in fact.evidence:
        yield from _resource(page, stated)
    for slot, stated in _spans(fact):
        yield from _words(page, slot, stated)


def _resource(page: Page, stated: Evidence) -> Iterator[Statement]:
    resource = _statement(page, stated)
    selector = page.iri("selector/", digest(stated.source, stated.span.start, stated.span.end))
    yield resource, term(vocab.TYPE), term(vocab.SPECIFIC_RESOURCE)
    yield resource, term(vocab.HAS_SOURCE), page.document(stated.source)
    yield resource, term(vocab.HAS_SELECTOR), selector
    yield resource, term(vocab.RULE), text(stated.rule)
    yield resource, term(vocab.LINE), number(stated.line)
    if stated.heading:
        yield resource, term(vocab.HEADING), text(stated.heading)
    yield selector, term(vocab.TYPE), term(vocab.TEXT_QUOTE_SELECTOR)
    if stated.prefix:
        yield selector, term(vocab.PREFIX), text(stated.prefix)
    if stated.suffix:
        yield selector, term(vocab.SUFFIX), text(stated.suffix)
    yield from _selector(selector, stated)


def _words(page: Page, slot: str, stated: Evidence) -> Iterator[Statement]:
    """A value's own words: a selector that knows its file, with no more around it than the statement has."""
    node = _span(page, slot, stated)
    yield node, term(vocab.SLOT), text(slot)
    yield node, term(vocab.IN_DOCUMENT), page.document(stated.source)
    yield node, term(vocab.RULE), text(stated.rule)
    yield from _selector(node, stated)


def _selector(node: Term, stated: Evidence) -> Iterator[Statement]:
    yield node, term(vocab.TYPE), term(vocab.TEXT_POSITION_SELECTOR)
    yield node, term(vocab.OA_START), number(stated.span.start)
    yield node, term(vocab.OA_END), number(stated.span.end)
    yield node, term(vocab.EXACT), text(stated.quote)
