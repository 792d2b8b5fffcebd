"""Profiles to a Resolution: each mention's standing, the links between them, and one entity for all that are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.mentions import mentions
from kg.model import Decision, Entity, EntityKind, Mention, Profile, Resolution
from kg.resolve import people, works
from kg.resolve.decisions import applied, read_decisions
from kg.resolve.gazetteer import Known, organizations, things
from kg.resolve.links import BY, Found, Link, Word, join
from kg.resolve.names import forms
from kg.resolve.organizations import Atlas, Page
from kg.resolve.plain import PLAIN
from kg.resolve.ror import RorIndex
from kg.resolve.standing import Read, Record, Standing

#: What compares the entities of all pages; of the other kinds only the user's word joins two.
#: In this order: people are told by their works, and both by organizations.
FINDERS: Mapping[EntityKind, Callable[[Sequence[Read], Mapping[str, str]], Found] | None] = {
    EntityKind.ORGANIZATION: None,
    EntityKind.WORK: works.found,
    EntityKind.PERSON: people.found,
    **{kind: None for kind in EntityKind if kind.value not in ("organization", "work", "person")},
}


def resolve(
    profiles: Sequence[Profile],
    *,
    gazetteer: Path | None = None,
    ror: Path | None = None,
    decisions: Path | None = None,
) -> Resolution:
    """Decide which mentions are one entity; the order of the profiles does not matter.

    Args:
        profiles: what was read of each page.
        gazetteer: organizations to know in place of those that ship.
        ror: an index that ``build_ror_index`` made.
        decisions: the user's words, as ``kg identity`` writes them; they win over everything else.

    Raises:
        SettingsError: the gazetteer or the decisions cannot be read, or contradict themselves.
        InputError: the index cannot be read.
    """
    known = organizations(gazetteer)
    rows = read_decisions(decisions) if decisions else ()
    index = RorIndex(ror, known.keys) if ror else None
    try:
        atlas = Atlas(known, index)
        pages = [Read(profile, standings_of(profile, atlas)) for profile in sorted(profiles, key=lambda p: p.source)]
        pages, words = applied(rows, pages, lambda key: atlas.record(key) is not None)
        main, links = _joined(pages, words)
        return assemble([s for page in pages for s in page.standings.values()], atlas, main, links)
    finally:
        if index:
            index.close()


def standings_of(profile: Profile, atlas: Atlas) -> dict[Mention, Standing]:
    every = list(mentions(profile))
    page = Page(every, atlas)
    special = people.standings(profile, every) | works.standings(profile)
    standings = {}
    for mention in every:
        if mention in special:
            standings[mention] = special[mention]
        elif mention.kind is EntityKind.ORGANIZATION:
            standings[mention] = page.decide(mention)
        else:
            standings[mention] = PLAIN[mention.kind](mention, _body(mention, page))
    return standings


def _body(mention: Mention, page: Page) -> str:
    """The key of the body that gives or runs something: the one named with it, else one that its own name holds."""
    if mention.parent:
        return page.decide(Mention(mention.profile, EntityKind.ORGANIZATION, mention.parent)).key
    return page.named_in(mention.text) if mention.kind is EntityKind.AWARD else ""


def _joined(pages: Sequence[Read], words: Sequence[Word]) -> tuple[dict[str, str], list[Link]]:
    """The key of its entity for each key that is not an entity's own, and all links of all kinds."""
    main: dict[str, str] = {}
    links: list[Link] = []
    for kind, finder in FINDERS.items():
        said = [word for word in words if word.one.startswith(f"{kind.value}/")]
        joined = join(finder(pages, main) if finder else Found(), said)
        main |= joined.main
        links += joined.links
    return main, links


def assemble(
    standings: Iterable[Standing],
    atlas: Atlas,
    main: Mapping[str, str],
    links: Sequence[Link] = (),
    records: Iterable[Record] = (),
) -> Resolution:
    """One entity a key, with its most frequent name; entities and decisions in the order of their keys.

    ``records`` are of things that are no mention's own, but above those of other standings.
    """
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        groups[main.get(standing.key, standing.key)].append(standing)
    former: dict[str, set[str]] = defaultdict(set)
    for key, group in groups.items():
        former[key] = {standing.key for standing in group} - {key}
    entities = {key: _entity(key, group, atlas) for key, group in groups.items()}
    for record in (*above(groups, atlas), *records):
        entities.setdefault(main.get(record.key, record.key), _from_record(record, atlas))
    whole = [_settled(entities[key], former[key], main) for key in sorted(entities)]
    of = {standing.mention: key for key in sorted(groups) for standing in groups[key]}
    decided = [*_mention_decisions(groups, main), *link_decisions(links)]
    return Resolution(tuple(whole), of, tuple(sorted(dict.fromkeys(decided), key=_order)))


def _settled(entity: Entity, former: Iterable[str], main: Mapping[str, str]) -> Entity:
    """The entity with the keys that the joins gave to what it names."""
    parent, successor = (main.get(key, key) for key in (entity.parent, entity.successor))
    parent = "" if parent == entity.key else parent
    return replace(entity, parent=parent, successor=successor, former=tuple(sorted(former)))


def _mention_decisions(groups: Mapping[str, Sequence[Standing]], main: Mapping[str, str]) -> Iterator[Decision]:
    for key, group in groups.items():
        for standing in group:
            stated = standing.mention
            if stated.text:
                yield Decision(
                    stated.text, key, standing.score, standing.reasons, True, standing.by or BY, stated
                )  # fmt: skip
                for near in standing.near:
                    if main.get(near.key, near.key) != key:
                        yield Decision(stated.text, near.key, near.score, near.reasons, False, BY, stated)


def link_decisions(links: Iterable[Link]) -> Iterator[Decision]:
    for link in links:
        yield Decision(link.left, link.right, link.score, link.reasons, link.accepted, link.by)


def _order(decision: Decision) -> tuple[str, ...]:
    mention = decision.mention
    place = (mention.profile, mention.kind.value, mention.parent, mention.place, mention.url) if mention else ()
    return (decision.left, decision.right, str(decision.accepted), *place, *decision.reasons)


def _entity(key: str, group: Sequence[Standing], atlas: Atlas) -> Entity:
    counts = Counter(standing.mention.text for standing in group)
    # The words for the key itself come first: the owner of a page is called as the page says, not as others do.
    own = {s.mention.text for s in group if s.key == key and s.mention.kind is EntityKind.PERSON}
    written = sorted(
        counts, key=lambda text: (text not in own, not _is_full(text, own), -counts[text], -len(text), text)
    )
    # Standings of one key can differ in what they know of it; the fullest speaks, whatever the order of the pages.
    records = sorted(
        {s.record for s in group if s.record},
        key=lambda r: (r.key != key, r.parent == "", r.parent, r.place, r.key),
    )
    if not records or records[0].key != key:  # the user joined words to what no page of the build names
        records = [record for record in [atlas.record(key)] if record] or records
    if records:
        known = _from_record(records[0], atlas)
        aliases = {text for text in written if text and text != known.name}
        return replace(known, key=key, aliases=tuple(sorted(aliases)))
    parent = min((s.parent for s in group if s.parent), default="")
    aliases = {text for text in written if text} - {written[0]}
    return Entity(key, group[0].mention.kind, written[0], tuple(sorted(aliases)), parent=parent)


def _is_full(text: str, people: set[str]) -> bool:
    """Whether the words for a person are a full name; of other things every name is."""
    return not people or any(form.full for form in forms(text))


def _from_record(record: Record, atlas: Atlas) -> Entity:
    """What a record says, with what ROR knows of the same organization."""
    place, same_as, parent, successor = record.place, set(record.same_as), record.parent, record.successor
    short = next((iri.rsplit("/", 1)[-1] for iri in record.same_as if iri.startswith("https://ror.org/")), "")
    full = (atlas.ror.record(short) if short else _namesake(record, atlas.ror)) if atlas.ror else None
    if full:
        place, same_as = full.record.place or place, same_as | set(full.record.same_as)
        parent, successor = parent or full.record.parent, successor or full.record.successor
    return Entity(
        record.key, record.kind, record.name, (), record.category, parent, place, tuple(sorted(same_as)), successor
    )


def _namesake(record: Record, ror: RorIndex) -> Known | None:
    """The one record of ROR that has the name and the country of one of ours, which was not linked before."""
    if record.kind is not EntityKind.ORGANIZATION or not record.place:
        return None
    country = record.place.rpartition(", ")[2]
    found = [k for k in ror.find(record.name) if k.by < 2 and k.record.place.rpartition(", ")[2] == country]
    return found[0] if len(found) == 1 and found[0].record.key.startswith("organization/ror-") else None


def above(groups: Mapping[str, Sequence[Standing]], atlas: Atlas) -> Iterable[Record]:
    """What the entities belong to though no page names it, up to the top."""
    waiting = [s.parent for group in groups.values() for s in group] + [
        parent
        for group in groups.values()
        for s in group
        for record in (s.record, s.above)
        if record
        for parent in (record.key, record.parent, record.successor)
    ]
    seen: set[str] = set()
    direct = {r.key: r for group in groups.values() for s in group for r in (s.above,) if r}
    direct |= {record.key: record for record, _ in things("topics.csv", EntityKind.TOPIC, "broader").values()}
    while waiting:
        key = waiting.pop()
        if not key or key in seen:
            continue
        seen.add(key)
        record = direct.get(key) or atlas.record(key)
        if record:
            yield record
            waiting += [record.parent, record.successor]
