"""A resolution to the statements of the identity graph: entities, what is written for them, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg import vocab
from kg.graph.terms import Statement, Term, digest, link, path, share, term, text, truth
from kg.mentions import mentions
from kg.model import Decision, Entity, Mention, Profile, Resolution


def entities(
    resolution: Resolution, base: str, names: Mapping[str, str], elsewhere: Iterable[str] = ()
) -> Iterator[Statement]:
    """The entities; ``names`` has a name for those that no page names, by their keys.

    ``elsewhere`` are keys of entities that are written apart.
    """
    known = {*(entity.key for entity in resolution.entities), *elsewhere}
    for entity in resolution.entities:
        yield from _entity(entity, base, entity.name or names.get(entity.key, entity.key), known)


def _entity(entity: Entity, base: str, name: str, known: set[str]) -> Iterator[Statement]:
    node = f"<{base}{entity.key}>"
    for class_ in vocab.ENTITY_CLASS[entity.kind]:
        yield node, term(vocab.TYPE), term(class_)
    if (entity.kind, entity.category) in vocab.CATEGORY_CLASS:
        yield node, term(vocab.TYPE), term(vocab.CATEGORY_CLASS[entity.kind, entity.category])
    if entity.category:
        yield node, term(vocab.CATEGORY), text(entity.category)
    yield node, term(vocab.NAME), text(name)
    for alias in entity.aliases:
        yield node, term(vocab.ALT_LABEL), text(alias)
    for same in entity.same_as:
        yield node, term(vocab.SAME_AS), link(same)
    for former in entity.former:
        yield node, term(vocab.SAME_AS), f"<{base}{former}>"
    if entity.successor:
        yield node, term(vocab.SUCCESSOR), f"<{base}{entity.successor}>"
    if entity.parent in known and entity.kind in vocab.PARENT:
        yield node, term(vocab.PARENT[entity.kind]), f"<{base}{entity.parent}>"
    if entity.place:
        place = f"<{base}{entity.place}>" if entity.place in known else text(entity.place)
        yield node, term(vocab.LOCATION), place


def former(resolution: Resolution, base: str) -> Iterator[Statement]:
    """The way back: who kept the IRI of a graph of fewer pages finds it again, and from it the entity."""
    for entity in resolution.entities:
        for key in entity.former:
            yield f"<{base}{key}>", term(vocab.SAME_AS), f"<{base}{entity.key}>"


def accepted(resolution: Resolution) -> Mapping[Mention, Decision]:
    """Why each mention stands for its entity."""
    return {d.mention: d for d in resolution.decisions if d.accepted and d.mention is not None}


def written(
    profile: Profile, resolution: Resolution, base: str, because: Mapping[Mention, Decision]
) -> Iterator[Statement]:
    """The mentions of a profile, with the entity that each stands for, and how sure that is and why."""
    document = f"<{base}document/{path(profile.source)}>"
    for mention in mentions(profile):
        if mention.text:
            node = _mention(mention, base)
            yield node, term(vocab.TYPE), term(vocab.MENTION)
            yield node, term(vocab.MENTION_TEXT), text(mention.text)
            yield node, term(vocab.DENOTES), f"<{base}{resolution.of[mention]}>"
            yield node, term(vocab.WAS_DERIVED_FROM), document
            if mention in because:
                yield from _because(node, because[mention])


def _mention(mention: Mention, base: str) -> Term:
    parts = (mention.profile, mention.kind.value, mention.text, mention.parent, mention.place, mention.url)
    return f"<{base}mention/{digest(*parts)}>"


def _because(node: Term, decision: Decision) -> Iterator[Statement]:
    yield node, term(vocab.SCORE), share(decision.score)
    yield node, term(vocab.DECIDED_BY), text(decision.by)
    for reason in decision.reasons:
        yield node, term(vocab.REASON), text(reason)


def decisions(resolution: Resolution, base: str, elsewhere: Iterable[str] = ()) -> Iterator[Statement]:
    """What was compared beyond the accepted mentions: entities with each other, and what was kept apart."""
    known = {*(key for entity in resolution.entities for key in (entity.key, *entity.former)), *elsewhere}
    for found in resolution.decisions:
        if found.accepted and found.mention is not None:
            continue
        left = _mention(found.mention, base) if found.mention else _side(found.left, base, known)
        node = f"<{base}decision/{digest(left, found.right, found.by, found.accepted)}>"
        yield node, term(vocab.TYPE), term(vocab.IDENTITY_DECISION)
        yield node, term(vocab.LEFT), left
        yield node, term(vocab.RIGHT), _side(found.right, base, known)
        yield node, term(vocab.ACCEPTED), truth(found.accepted)
        yield from _because(node, found)


def _side(name: str, base: str, known: set[str]) -> Term:
    # A candidate that was turned down need not be an entity of this graph.
    return f"<{base}{name}>" if name in known else text(name)
