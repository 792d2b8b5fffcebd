"""An RDF graph of ours to the Network that a drawing shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg import vocab
from kg.accounts import ACCOUNTS
from kg.draw.network import Edge, Network, Node, Quote, Statement
from kg.model import EntityKind, Kind

if TYPE_CHECKING:
    from rdflib import Graph

#: The objects of each property of each subject, as text, in order.
_Index = Mapping[str, Mapping[str, list[str]]]

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Tie:
    """A fact ties the thing in the first of the slots ``source`` that it names to the one in ``target``.

    The line's words are the text of the slot ``words_of`` where it is stated, else ``words``.
    """

    source: tuple[str, ...]
    target: str
    words: str
    words_of: tuple[str, ...] = ()


_OWNER = (_PERSON,)

TIES: Mapping[Kind, tuple[Tie, ...]] = {
    Kind.IDENTITY: (),
    Kind.IDENTIFIERS: (),
    Kind.EDUCATION: (
        Tie(_OWNER, "organization", "studied at", ("degree", "level")),
        Tie(("advisor",), _PERSON, "advised"),
    ),
    Kind.POSITIONS: (
        Tie(_OWNER, "organization", "worked at", ("role",)),
        Tie(("organization",), "location", "in"),
    ),
    Kind.AWARDS: (Tie(_OWNER, "title", "won"), Tie(("title", _PERSON), "issuer", "given by")),
    Kind.GRANTS: (Tie(_OWNER, "funder", "funded by"),),
    Kind.PUBLICATIONS: (
        Tie(_OWNER, "title", "wrote"),
        Tie(("authors",), "title", "wrote"),
        Tie(("title", _PERSON), "venue", "published in"),
    ),
    Kind.TALKS: (Tie(_OWNER, "event", "spoke at"), Tie(("event", _PERSON), "location", "in")),
    Kind.INTERESTS: (Tie(_OWNER, "topic", "works on"),),
    Kind.SERVICE: (Tie(_OWNER, "organization", "serves", ("role",)),),
    Kind.TEACHING: (Tie(_OWNER, "course", "taught", ("role",)), Tie(("course", _PERSON), "organization", "at")),
    Kind.PROJECTS: (Tie(_OWNER, "name", "built"), Tie(("name", _PERSON), "organization", "at")),
    Kind.PEOPLE: (),
}

#: A relation to another person: whether the other stands first, and the words between the two.
RELATIONS: Mapping[str, tuple[bool, str]] = {
    "advisor": (True, "advised"),
    "advisee": (False, "advised"),
    "host": (True, "hosted"),
    "collaborator": (False, "works with"),
}

#: The address of an account, by its scheme; one can write to an e-mail address, too.
_ADDRESSES: Mapping[str, tuple[str, str]] = {**ACCOUNTS, "email": ("E-mail", "mailto:{}")}


def network(graph: Graph, *, title: str = "Knowledge graph") -> Network:
    """The things that the graph's facts tie together, and the owner of each profile.

    Units stand within their organization: a fact about a department is drawn to the university that it names, and to
    the department only where it names none.
    """
    index = _index(graph)
    kinds = dict(_kinds(index))
    owners = _owners(index)
    edges: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    statements = []
    for iri, kind in _facts(index):
        statement = _statement(index, iri, kind)
        statements.append(statement)
        for source, target, words in _ties(index, iri, kind):
            if source in kinds and target in kinds and source != target:
                edges[source, target].append((words, iri))
    for child, parent in _parents(index, kinds, {end for ends in edges for end in ends}):
        edges[child, parent].append(("part of", ""))
    used = {end for ends in edges for end in ends} | {s.person for s in statements} | set(owners)
    links = _links(index, statements)
    return Network(
        nodes=tuple(_node(index, iri, kinds[iri], owners, links) for iri in sorted(used) if iri in kinds),
        edges=tuple(_edge(ends, ties) for ends, ties in sorted(edges.items())),
        statements=tuple(s for s in sorted(statements, key=lambda s: s.id) if s.person in kinds),
        title=title,
        left_out=_left_out(kinds, used),
    )


def _index(graph: Graph) -> _Index:
    index: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    # Sorted, since a store gives its triples in an order of its own.
    for subject, property_, object_ in sorted(
        {(str(s), str(p), str(o)) for s, p, o in graph.triples((None, None, None))}
    ):
        index[subject][property_].append(object_)
    return index


def _kinds(index: _Index) -> Iterator[tuple[str, EntityKind]]:
    of_class = {classes[0]: kind for kind, classes in vocab.ENTITY_CLASS.items()}
    for iri, properties in index.items():
        for class_ in properties.get(vocab.TYPE, ()):
            if class_ in of_class:
                yield iri, of_class[class_]


def _facts(index: _Index) -> Iterator[tuple[str, Kind]]:
    of_class = {class_: kind for kind, class_ in vocab.FACT_CLASS.items()}
    for iri, properties in index.items():
        found = [of_class[class_] for class_ in properties.get(vocab.TYPE, ()) if class_ in of_class]
        if found and properties.get(vocab.PERSON):
            yield iri, found[0]


def _first(index: _Index, iri: str, property_: str) -> str:
    # Not index[iri]: asking must not add the subject.
    return next(iter(index.get(iri, {}).get(property_, ())), "")


# ---------------------------------------------------------------------------------------------------------------
# lines


def _ties(index: _Index, iri: str, kind: Kind) -> Iterator[tuple[str, str, str]]:
    ends = _ends(index, iri, kind)
    if kind is Kind.PEOPLE:
        yield from _relations(index, iri, ends)
    for tie in TIES[kind]:
        source = next((slot for slot in tie.source if ends.get(slot)), "")
        words = next((text for slot in tie.words_of if (text := _text(index, iri, kind, slot))), tie.words)
        for left in ends.get(source, ()):
            for right in ends.get(tie.target, ()):
                yield left, right, words


def _ends(index: _Index, iri: str, kind: Kind) -> Mapping[str, list[str]]:
    """The things that each slot of a fact names; ``person`` is the owner of the page."""
    fact = index[iri]
    ends = {slot: list(fact.get(way, ())) for (of, slot), way in vocab.LINKS.items() if of is kind}
    ends[_PERSON] = fact[vocab.PERSON]
    if not ends.get("organization"):
        ends["organization"] = [*ends.get("unit", ()), *fact.get(vocab.EVENT, ())]
    for slot, node in vocab.LIST_NODE.items():
        if (kind, slot) in vocab.LINKS:
            way = vocab.LINKS[kind, slot]
            ends[slot] = [other for entry in fact.get(node, ()) for other in index.get(entry, {}).get(way, ())]
    return ends


def _relations(index: _Index, iri: str, ends: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    other_first, words = RELATIONS.get(_first(index, iri, vocab.RELATION), (False, "knows"))
    for owner in ends[_PERSON]:
        for other in ends["name"]:
            yield (other, owner, words) if other_first else (owner, other, words)


def _text(index: _Index, iri: str, kind: Kind, slot: str) -> str:
    return _first(index, iri, vocab.TEXTS[kind, slot])


def _parents(index: _Index, kinds: Mapping[str, EntityKind], used: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What a thing belongs to, where both are in the picture."""
    known = frozenset(used)
    for iri in sorted(known & kinds.keys()):
        parent = _first(index, iri, vocab.PARENT.get(kinds[iri], ""))
        if parent in known and parent in kinds and parent != iri:
            yield iri, parent


def _edge(ends: tuple[str, str], ties: list[tuple[str, str]]) -> Edge:
    words = list(dict.fromkeys(words for words, _ in sorted(ties, key=lambda tie: tie[1])))
    label = ", ".join(words[:2]) + (", …" if len(words) > 2 else "")
    return Edge(*ends, label, tuple(sorted({fact for _, fact in ties if fact})))


# ---------------------------------------------------------------------------------------------------------------
# things and statements


def _owners(index: _Index) -> Mapping[str, list[str]]:
    """The profiles of each person who has one."""
    pages = defaultdict(list)
    for iri in sorted(index):
        for person in index[iri].get(vocab.MAIN_ENTITY, ()):
            pages[person].append(_first(index, iri, vocab.PATH))
    return pages


def _node(
    index: _Index,
    iri: str,
    kind: EntityKind,
    owners: Mapping[str, list[str]],
    links: Mapping[str, list[tuple[str, str]]],
) -> Node:
    name = _first(index, iri, vocab.NAME) or iri
    records = [(_host(address), address) for address in index[iri].get(vocab.SAME_AS, ()) if _is_web(address)]
    return Node(
        id=iri,
        kind=kind,
        name=name,
        category=_first(index, iri, vocab.CATEGORY),
        aliases=tuple(alias for alias in index[iri].get(vocab.ALT_LABEL, ()) if alias != name),
        links=tuple(dict.fromkeys([*links.get(iri, ()), *records])),
        pages=tuple(owners.get(iri, ())),
        location=name if kind is EntityKind.PLACE else _location(index, iri),
    )


def _location(index: _Index, iri: str) -> str:
    """The words for where a thing is; a graph names a place, or only writes it."""
    where = _first(index, iri, vocab.LOCATION)
    return _first(index, where, vocab.NAME) or where


def _links(index: _Index, statements: Iterable[Statement]) -> Mapping[str, list[tuple[str, str]]]:
    """The accounts of people and the addresses of works."""
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for statement in statements:
        if statement.kind is Kind.IDENTIFIERS:
            links[statement.person].extend(_account(index, statement.id))
        if statement.kind is Kind.PUBLICATIONS:
            address = _text(index, statement.id, statement.kind, "url")
            if _is_web(address):
                for work in index[statement.id].get(vocab.WORK, ()):
                    links[work].append((_host(address), address))
    return links


def _account(index: _Index, iri: str) -> Iterator[tuple[str, str]]:
    scheme, value = (_text(index, iri, Kind.IDENTIFIERS, slot) for slot in ("scheme", "value"))
    if scheme in _ADDRESSES:
        name, address = _ADDRESSES[scheme]
        yield name, address.format(quote(value, safe="/@:"))
    elif _is_web(value):
        yield scheme.capitalize() or _host(value), value


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:  # "http://[" is no address, but may stand on a page
        return address


def _statement(index: _Index, iri: str, kind: Kind) -> Statement:
    fact = index[iri]
    confidence = _first(index, iri, vocab.CONFIDENCE)
    return Statement(
        id=iri,
        kind=kind,
        person=fact[vocab.PERSON][0],
        label=_first(index, iri, vocab.LABEL),
        start=_first(index, iri, vocab.START),
        end=_first(index, iri, vocab.END),
        dates=tuple(fact.get(vocab.DATE, ())),
        current=_first(index, iri, vocab.CURRENT) in ("true", "1"),
        confidence=float(confidence) if confidence else None,
        quotes=tuple(_quote(index, evidence) for evidence in fact.get(vocab.EVIDENCE, ())),
    )


def _quote(index: _Index, iri: str) -> Quote:
    selector = _first(index, iri, vocab.HAS_SELECTOR)
    line = _first(index, iri, vocab.LINE)
    return Quote(
        file=_first(index, _first(index, iri, vocab.HAS_SOURCE), vocab.PATH),
        exact=_first(index, selector, vocab.EXACT),
        prefix=_first(index, selector, vocab.PREFIX),
        suffix=_first(index, selector, vocab.SUFFIX),
        heading=_first(index, iri, vocab.HEADING),
        line=int(line) if line.isdigit() else 0,
        rule=_first(index, iri, vocab.RULE),
    )


def _left_out(kinds: Mapping[str, EntityKind], used: set[str]) -> tuple[str, ...]:
    missing = len(kinds.keys() - used)
    return (
        (f"{missing} things that no fact ties to another (most are units within an organization)",) if missing else ()
    )
