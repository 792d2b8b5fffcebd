"""Facts to shortcuts: the one-line edges that follow from a fact's own properties.

One table of rules serves a build and a rebuild alike. A shortcut is never stated alone: take all of them away, and
``shortcuts`` gives the same again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import vocab
from kg.graph.terms import Statement, Term, term, text, truth
from kg.model import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """A node of class ``of`` whose ``when`` holds gives ``subject`` – ``shortcut`` – ``object``.

    ``subject`` and ``object`` are properties of the node; of several in ``object`` the first that it has is taken, and
    without any the object is the node.
    ``when`` is a property and a value, and ``holds`` says whether the node must have it or must lack it.
    """

    of: str
    subject: str
    shortcut: str
    object: tuple[str, ...]
    when: tuple[str, Term] | None = None
    holds: bool = True


_NOW = (vocab.CURRENT, truth(True))
_EDUCATION, _POSITION = vocab.FACT_CLASS[Kind.EDUCATION], vocab.FACT_CLASS[Kind.POSITIONS]
_RELATIONSHIP, _PUBLICATION = vocab.FACT_CLASS[Kind.PEOPLE], vocab.FACT_CLASS[Kind.PUBLICATIONS]
_IDENTIFIER = vocab.FACT_CLASS[Kind.IDENTIFIERS]
_PLACE_OF_WORK = (vocab.ORGANIZATION, vocab.UNIT)

RULES: Sequence[Rule] = (
    Rule(_POSITION, vocab.PERSON, vocab.WORKS_FOR, _PLACE_OF_WORK, _NOW),
    Rule(_POSITION, vocab.PERSON, vocab.WORKED_AT, _PLACE_OF_WORK, _NOW, holds=False),
    Rule(_EDUCATION, vocab.PERSON, vocab.STUDIES_AT, _PLACE_OF_WORK, _NOW),
    Rule(_EDUCATION, vocab.PERSON, vocab.ALUMNI_OF, _PLACE_OF_WORK, _NOW, holds=False),
    Rule(_IDENTIFIER, vocab.PERSON, vocab.IDENTIFIER, ()),
    Rule(_IDENTIFIER, vocab.PERSON, vocab.EMAIL, (vocab.VALUE,), (vocab.SCHEME, text("email"))),
    Rule(vocab.FACT_CLASS[Kind.AWARDS], vocab.PERSON, vocab.HAS_AWARD, (vocab.AWARD,)),
    Rule(vocab.FACT_CLASS[Kind.INTERESTS], vocab.PERSON, vocab.KNOWS_ABOUT, (vocab.TOPIC,)),
    Rule(vocab.FACT_CLASS[Kind.SERVICE], vocab.PERSON, vocab.MEMBER_OF, (vocab.ORGANIZATION,)),
    Rule(vocab.ADVISING_RELATIONSHIP, vocab.ADVISEE, vocab.ADVISED_BY, (vocab.ADVISOR,)),
    Rule(_RELATIONSHIP, vocab.PERSON, vocab.HOSTED_BY, (vocab.RELATED_PERSON,), (vocab.RELATION, text("host"))),
    Rule(_RELATIONSHIP, vocab.PERSON, vocab.COLLEAGUE, (vocab.RELATED_PERSON,), (vocab.RELATION, text("collaborator"))),
    Rule(vocab.AUTHORSHIP, vocab.WORK, vocab.WORK_AUTHOR, (vocab.AUTHOR,)),
    # A page lists its owner's works, whether or not it writes the authors out.
    Rule(_PUBLICATION, vocab.WORK, vocab.WORK_AUTHOR, (vocab.PERSON,)),
)

Properties = Mapping[Term, Sequence[Term]]


def _by_class() -> Mapping[Term, Sequence[Rule]]:
    table: dict[Term, list[Rule]] = defaultdict(list)
    for rule in RULES:
        table[term(rule.of)].append(rule)
    return table


_RULES_OF = _by_class()


def derived(node: Term, properties: Properties) -> Iterator[Statement]:
    """The shortcuts that follow from the properties of one node; none from a node that no rule is for."""
    for class_ in properties.get(term(vocab.TYPE), ()):
        for rule in _RULES_OF.get(class_, ()):
            if _holds(rule, properties):
                yield from _edges(rule, node, properties)


def _holds(rule: Rule, properties: Properties) -> bool:
    if rule.when is None:
        return True
    property_, value = rule.when
    return (value in properties.get(term(property_), ())) is rule.holds


def _edges(rule: Rule, node: Term, properties: Properties) -> Iterator[Statement]:
    ways = (properties[term(way)] for way in rule.object if term(way) in properties)
    objects = next(ways, ()) if rule.object else (node,)
    for subject in properties.get(term(rule.subject), ()):
        for object_ in objects:
            yield subject, term(rule.shortcut), object_


def grouped(properties: Iterable[tuple[Term, Term]]) -> Properties:
    """Values by property, in the order in which they stand."""
    table: dict[Term, list[Term]] = defaultdict(list)
    for property_, object_ in properties:
        table[property_].append(object_)
    return table


def derived_from_all(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The shortcuts of a whole graph."""
    nodes: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    for subject, predicate, object_ in statements:
        nodes[subject].append((predicate, object_))
    for node, properties in nodes.items():
        yield from derived(node, grouped(properties))
