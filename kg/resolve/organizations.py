"""A mention of an organization to what it stands for, by its own profile, the gazetteer and ROR alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from kg.model import EntityKind, Mention
from kg.resolve.countries import CODE, COUNTRIES, country_name
from kg.resolve.gazetteer import Gazetteer, Known
from kg.resolve.names import acronyms, fold, is_han, looks_like_acronym, match_key, minted, words
from kg.resolve.ror import RorIndex, host
from kg.resolve.spellings import GENERIC_WORDS, in_english, is_other_spelling
from kg.resolve.standing import Near, Record, Standing

#: "X (Y)", "X, Y", "X - Y": a name, and what is written beside it.
_BESIDE = re.compile(r"^(?P<name>.+?)\s*(?:[(（](?P<in>[^()（）]+)[)）]|,\s*(?P<after>[^,]+)|\s[-–—]\s*(?P<dash>.+))$")

#: What a part of an organization is called; a name with one of these words is not the whole of it.
_UNIT = re.compile(
    r"\b(dep(artmen)?t|school|faculty|colleges?|divisions?|institutes?|institut|centers?|centres?|lab|labs|laborator(y|ies)"
    r"|groups?|teams?|programme?|chair|section|hospital|library|observatory)\b|学院|系$|研究所|研究院|实验室|中心",
    re.IGNORECASE,
)

#: Names of parts that many organizations have: "School of Informatics", "Institute of Physics"; "NLP Group".
_GENERIC_HEAD = re.compile(
    r"^(the )?(dep(artmen)?t\.?|school|faculty|college|division|institute?|centers?|centres?|lab(oratory)?|group|chair"
    r"|section|program) (of|for|in|on)\b|^(the )?(university|college|institute|academy|company|laboratory|startup)$",
    re.IGNORECASE,
)
_GENERIC_TAIL = re.compile(
    r"^(the )?(\w+ ){0,3}(department|dept|lab|labs|group|team|school|division|program|laboratory)$"
    r"|^\S{1,12}(学院|系|实验室|研究所)$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(and|und|et|y|&|/)\b|\b(and|und|et|y)$|[&/+]\s*$|^\s*[&/+]", re.IGNORECASE)
_WHOLE = re.compile(r"universi|hochschule|大学", re.IGNORECASE)
_FLIPPED = re.compile(r"^(?:the )?(?:(?P<of>university of )(?P<a>.+)|(?P<b>.+)(?P<u> university))$", re.IGNORECASE)
_SHORT_UNIVERSITY = re.compile(r"^U\.? (?=[A-Z])")

#: How an organization stands behind what it gives, and of how many words the longest is that stands before it.
_OF = re.compile(r"\b(?:of|by|from) (?:the )?")
_LONGEST_HEAD = 6

#: How many candidates that were turned down are told of one mention.
_TOLD = 3

#: rapidfuzz names a near name above this; it never decides.
_NEAR = 90.0


@dataclass(frozen=True, slots=True)
class Found:
    """A known organization for some words, and why."""

    known: Known
    score: float
    reasons: tuple[str, ...]


class Atlas:
    """The known organizations, and how one is found by what a page writes."""

    def __init__(self, gazetteer: Gazetteer, ror: RorIndex | None) -> None:
        self.gazetteer = gazetteer
        self.ror = ror
        self._near: dict[str, str] = {}
        self._names = sorted(gazetteer.names)

    def find(self, name: str) -> tuple[Known, ...]:
        """All that go by a name: those of the gazetteer, else those of ROR by the best kind of name."""
        if not match_key(name):
            return ()
        ours = self.gazetteer.find(name)
        if ours or self.ror is None:
            return ours
        theirs = self.ror.find(name)
        best = min((known.by for known in theirs), default=0)
        return tuple(known for known in theirs if known.by == best)

    def flipped(self, name: str) -> tuple[Known, ...]:
        """Universities for "Konstanz University" where the name is "University of Konstanz", or the other way."""
        turned = _FLIPPED.match(name)
        if self.ror is None or turned is None or self.find(name):
            return ()
        other = f"{turned['a']} University" if turned["of"] else f"University of {turned['b']}"
        return tuple(k for k in self.find(other) if k.record.category == "university" and k.by < 2)

    def translated(self, name: str) -> tuple[Known, ...]:
        """The universities that a Chinese name means by the habits of translation, where they are one."""
        if not is_han(name) or self.find(name):
            return ()
        found = {k.record.key: k for english in in_english(name) for k in self.find(english) if k.by < 3}
        # One whose Chinese name is known would have been found by it.
        here = [k for k in found.values() if k.country in ("CN", "HK", "TW", "MO") and not k.has_han]
        return tuple(here) if len(here) == 1 else ()

    def above(self, known: Known) -> frozenset[str]:
        """The keys of what an organization belongs to."""
        parents = {known.record.parent} - {""}
        if self.ror and known.ror:
            parents |= {self.ror.key(short) for short in self.ror.parents(known.ror)}
        return frozenset(parents)

    def record(self, key: str) -> Record | None:
        """What is known under a key."""
        known = self.ror.record(key.rpartition("/ror-")[2]) if self.ror and "/ror-" in key else None
        return known.record if known else self.gazetteer.records.get(key)

    def near(self, name: str) -> str:
        """The known name that is most alike, as a match key, or an empty string."""
        key = match_key(name)
        if key not in self._near:
            best = (
                process.extractOne(key, self._names, scorer=fuzz.ratio, score_cutoff=_NEAR) if len(key) > 11 else None
            )
            self._near[key] = best[0] if best else ""
        return self._near[key]


class Page:
    """The organizations that one profile names, each decided with the others as context."""

    def __init__(self, mentions: Iterable[Mention], atlas: Atlas) -> None:
        self._atlas = atlas
        self._decided: dict[Mention, Standing] = {}
        every = [m for m in mentions if m.kind is EntityKind.ORGANIZATION]
        profile = every[0].profile if every else ""
        parents = [Mention(profile, EntityKind.ORGANIZATION, m.parent) for m in every if m.parent]
        self._mentions = tuple(sorted({*every, *parents}, key=_order))
        self._full: dict[str, set[Mention]] = defaultdict(set)
        self._with_parent: dict[str, set[Mention]] = defaultdict(set)
        for mention in self._mentions:
            for short in _shorts(mention.text):
                self._full[short].add(mention)
            if mention.parent:
                self._with_parent[match_key(_bare(mention.text))].add(mention)
            elif unit := self._within(mention.text):
                self._with_parent[match_key(unit[0])].add(mention)

    def decide(self, mention: Mention, depth: int = 0) -> Standing:
        """What a mention stands for; a name that nothing here knows stands for itself."""
        if depth > 3:  # "A (B)" beside "B (A)"
            return _by_name(mention)
        if mention not in self._decided:
            self._decided[mention] = self._decide(mention, depth)
        return self._decided[mention]

    def _decide(self, mention: Mention, depth: int) -> Standing:
        parent = self._parent(mention, depth)
        elsewhere = self._spelled_out(mention) or self._placed(mention, parent)
        if elsewhere is not None:
            other = self.decide(elsewhere, depth + 1)
            reason = f"this page writes {elsewhere.text!r} for it"
            return replace(other, mention=mention, score=min(other.score, 0.95), reasons=(reason, *other.reasons[:2]))
        found = self._known(mention, parent)
        if found is not None:
            record = found.known.record
            above = parent if parent and parent != record.key else ""
            record = (
                record
                if record.parent or not above or not _UNIT.search(mention.text)
                else replace(record, parent=above)
            )
            return Standing(mention, record.key, found.score, found.reasons, record=record, parent=record.parent)
        within = self._within(mention.text) if not parent else None
        if within:
            unit, whole = within
            part = self._known(replace(mention, text=unit), whole.record.key)
            if part is not None and whole.record.key in self._atlas.above(part.known):
                return Standing(
                    mention,
                    part.known.record.key,
                    part.score,
                    part.reasons,
                    record=part.known.record,
                    parent=whole.record.key,
                    above=whole.record,
                )
            return _unit(mention, unit, whole.record.key, f"{unit!r} within {whole.record.name}", whole)
        if parent:
            return _unit(mention, _bare(mention.text), parent, f"named with {mention.parent!r}, to which it belongs")
        return self._respelt(mention, depth) or replace(self._unknown(mention), near=self._turned_down(mention))

    def named_in(self, text: str) -> str:
        """The key of the known organization that a name begins or ends with: "ACM Fellow", "Medal of the AMS"."""
        pieces = text.split()
        behind = _OF.split(text)
        heads = [" ".join(pieces[:n]) for n in range(min(len(pieces) - 1, _LONGEST_HEAD), 0, -1)]
        for name in (*heads, behind[-1] if len(behind) > 1 else ""):
            known = self._atlas.gazetteer.find(name) if name[:1].isupper() or is_han(name) else ()
            if len(known) == 1:
                return known[0].record.key
        return ""

    def _parent(self, mention: Mention, depth: int) -> str:
        if not mention.parent or match_key(mention.parent) == match_key(mention.text):
            return ""
        return self.decide(Mention(mention.profile, EntityKind.ORGANIZATION, mention.parent), depth + 1).key

    def _spelled_out(self, mention: Mention) -> Mention | None:
        """The mention of this page that spells an acronym out, if there is one."""
        if not looks_like_acronym(mention.text):
            return None
        full = [m for m in self._full.get(fold(mention.text), ()) if m.text != mention.text]
        return min(full, key=_order) if len({match_key(_bare(m.text)) for m in full}) == 1 else None

    def _placed(self, mention: Mention, parent: str) -> Mention | None:
        """The mention of this page that says to what a part belongs, if this one does not."""
        same = self._with_parent.get(match_key(_bare(mention.text)), set()) - {mention}
        if parent or not same or self._within(mention.text):
            return None
        return min(same, key=_order) if len({self._whole(m) for m in same}) == 1 else None

    def _whole(self, mention: Mention) -> str:
        within = None if mention.parent else self._within(mention.text)
        return within[1].record.key if within else match_key(mention.parent)

    def _known(self, mention: Mention, parent: str) -> Found | None:
        for name, beside, how in _readings(mention.text):
            candidates = self._atlas.find(name)
            score = 1.0
            if not candidates and (candidates := self._atlas.flipped(name)):
                score, how = 0.85, "the same university with the words turned round"
            if not candidates and (candidates := self._atlas.translated(name)):
                score, how = 0.85, "the name as it is put into English"
            if not candidates and self._is_misspelt(name):
                near = self._atlas.near(name)
                candidates = self._atlas.gazetteer.names[near]
                score, how = 0.9, "the same name but for a wrong letter in a generic word"
            agreeing = [k for k in candidates if not beside or self._agrees(k, name, beside)]
            chosen = self._choose(mention, name, agreeing, beside, parent, (how,), score)
            if chosen:
                return chosen
        return None

    def _is_misspelt(self, name: str) -> bool:
        near = self._atlas.near(name)
        if not near:
            return False
        theirs = [
            w for k in self._atlas.gazetteer.names[near] for n in (k.record.name, *k.record.aliases) for w in words(n)
        ]
        odd = [word for word in words(name) if word not in theirs]
        generic = sorted(w for w in set(theirs) if w in GENERIC_WORDS)
        return (
            len(odd) == 1
            and len(odd[0]) > 5
            and bool(process.extractOne(odd[0], generic, scorer=fuzz.ratio, score_cutoff=80))
        )

    def _agrees(self, known: Known, name: str, beside: str) -> bool:
        """Whether what is written beside a name is another name of it, or its place."""
        return (
            fold(beside) in acronyms(name) | acronyms(known.record.name)
            or any(k.record.key == known.record.key and k.by < 3 for k in self._atlas.find(beside))
            or _is_at(known, beside)
        )

    def _choose(
        self,
        mention: Mention,
        name: str,
        candidates: Sequence[Known],
        beside: str,
        parent: str,
        reasons: tuple[str, ...],
        score: float,
    ) -> Found | None:
        """The one candidate that the evidence names; a name that says little needs evidence though it is alone."""
        if not candidates:
            return None
        by_evidence = {
            "the link leads to its site": [k for k in candidates if _leads(mention.url, k)],
            "it belongs to what is named with it": [k for k in candidates if parent and parent in self._atlas.above(k)],
            "the place beside it is its place": [
                k for k in candidates if _is_at(k, mention.place) or _is_at(k, beside)
            ],
            "another mention on the page is only its name": [k for k in candidates if self._is_named(k, mention)],
        }
        for reason, found in by_evidence.items():
            if len(found) == 1:
                return Found(found[0], score, (*reasons, reason))
        if len(candidates) > 1:
            tops = [
                k for k in candidates if all(k.record.key in self._atlas.above(o) for o in candidates if o is not k)
            ]
            if len(tops) == 1:
                return Found(tops[0], min(score, 0.8), (*reasons, "the others of this name belong to it"))
            own = [k for k in candidates if k.by == 0]
            if len(own) == 1 and not parent:
                return Found(own[0], min(score, 0.85), (*reasons, "it is the name of one, and only an alias of others"))
            return None
        (only,) = candidates
        says_little = (
            (_GENERIC_HEAD.search(name) is not None and "," not in name and bool(only.record.parent or only.by > 1))
            or (looks_like_acronym(name) and (bool(parent) or only.by == 3))
            # ROR lists parts as aliases of the whole, which ours never does: "Yale College" is not all of Yale.
            or (
                only.by == 2
                and not only.record.aliases
                and bool(_UNIT.search(name))
                and not _WHOLE.search(name)
                and bool(_WHOLE.search(only.record.name))
            )
        )
        return None if says_little else Found(only, score, reasons)

    def _is_named(self, known: Known, mention: Mention) -> bool:
        """Whether another mention of this page can only mean this one."""
        for other in self._mentions:
            if match_key(other.text) == match_key(mention.text):
                continue
            for name, beside, _ in _readings(other.text):
                found = self._atlas.find(name)
                if (
                    len(found) == 1
                    and found[0].record.key == known.record.key
                    and (not beside or self._agrees(known, name, beside))
                ):
                    return True
        return False

    def _within(self, text: str) -> tuple[str, Known] | None:
        """A part and the known organization that its name holds: "Vision Lab, MIT", "MIT Vision Lab"."""
        for split in _splits(text):
            for unit, whole in (split, split[::-1]):
                known = self._atlas.gazetteer.find(whole) or self._atlas.find(whole)
                # "X and Y" is two organizations; and an acronym that only ROR has is anybody's.
                is_ours = bool(self._atlas.gazetteer.find(whole))
                if len(known) != 1 or (not is_ours and (known[0].by > 1 or looks_like_acronym(whole))):
                    continue
                if _JOINED.search(unit) or _JOINED.search(whole) or self._agrees(known[0], whole, unit):
                    continue
                is_named_part = bool(_UNIT.search(unit)) and not _UNIT.search(whole) and len(unit.split()) > 1
                is_known_part = any(known[0].record.key in self._atlas.above(k) for k in self._atlas.find(unit))
                if is_named_part or is_known_part:
                    return _bare(unit.strip()), known[0]
        return None

    def _turned_down(self, mention: Mention) -> tuple[Near, ...]:
        """A few known organizations that the words could have meant, and why they do not."""
        for name, _, _ in _readings(mention.text):
            candidates = self._atlas.find(name)
            if len(candidates) == 1:
                return (Near(candidates[0].record.key, 0.5, (f"{name!r} is its name too, but says too little alone",)),)
            if candidates:
                reason = f"one of {len(candidates)} that go by {name!r}, and nothing on the page says which"
                return tuple(Near(k.record.key, 0.4, (reason,)) for k in candidates[:_TOLD])
        alike = self._atlas.near(_bare(mention.text))
        return tuple(
            Near(k.record.key, 0.3, (f"its name is alike ({k.record.name!r}), and that alone joins nothing",))
            for k in (self._atlas.gazetteer.names[alike][:_TOLD] if alike else ())
        )

    def _respelt(self, mention: Mention, depth: int) -> Standing | None:
        """What another mention on this page stands for, of whose name this one is another spelling."""
        reasons = {o: why for o in self._mentions if not o.parent and (why := self._is_plainer(mention, o))}
        if len({match_key(other.text) for other in reasons}) != 1:
            return None
        other = min(reasons, key=_order)
        found = self.decide(other, depth + 1)
        reason = f"{reasons[other]}, as {other.text!r} on this page"
        return replace(found, mention=mention, score=min(found.score, 0.9), reasons=(reason, *found.reasons[:2]))

    def _is_plainer(self, mention: Mention, other: Mention) -> str:
        """Why a mention is another spelling of ``other``; of two that are each other's, the first is the plainer."""
        why = is_other_spelling(_bare(mention.text), _bare(other.text))
        back = why and is_other_spelling(_bare(other.text), _bare(mention.text))
        return "" if back and _order(mention) <= _order(other) and not self._atlas.find(other.text) else why

    def _unknown(self, mention: Mention) -> Standing:
        bare = _bare(mention.text)
        if (
            _GENERIC_HEAD.search(bare)
            or _GENERIC_TAIL.search(bare)
            or (looks_like_acronym(bare) and len(bare) < 6)
            or len(self._atlas.find(bare)) > 1
        ):
            name = " ".join(words(bare))
            key = minted("organization", name, name, mention.profile)
            return Standing(mention, key, 0.7, ("a name that many bear, so the one that this page means",))
        return _by_name(mention)


def _order(mention: Mention) -> tuple[str, ...]:
    return mention.text, mention.parent, mention.place, mention.url


def _readings(text: str) -> Iterator[tuple[str, str, str]]:
    """The names that a text can hold, the whole first, each with what stands beside it and how it was read."""
    yield text, "", "the name as it is known"
    spelled = _SHORT_UNIVERSITY.sub("University of ", text)
    if spelled != text:
        yield spelled, "", "U for University of"
    beside = _BESIDE.match(text)
    if beside:
        yield beside["name"], beside["in"] or beside["after"] or beside["dash"], "the name, with more written beside it"
    # "Washington University St. Louis": what stands behind must be the place of what is found.
    pieces = text.split()
    for at in (len(pieces) - 1, len(pieces) - 2):
        if not beside and at > 1:
            yield " ".join(pieces[:at]), " ".join(pieces[at:]), "the name, with its place behind it"
    for country in _HAN_COUNTRIES:
        if text.startswith(country) and len(text) > len(country) + 2:
            yield text[len(country) :], country, "the name behind its country"
    inner = re.sub(r"\s*[(（][^()（）]+[)）]", "", text)
    if (
        inner != text
        and (not beside or inner != beside["name"])
        and looks_like_acronym(text[len(inner.split(" ")[0]) :].strip("() "))
    ):
        yield inner, "", "the name without what stands in brackets"


_HAN_COUNTRIES = tuple(
    sorted((n for names in COUNTRIES.values() for n in names if is_han(n)), key=lambda n: (-len(n), n))
)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    beside = _BESIDE.match(text)
    if beside:
        yield beside["name"], beside["in"] or beside["after"] or beside["dash"]
    if is_han(text) and "-" in text:
        left, _, right = text.rpartition("-")
        yield right, left
    parts = text.split(", ")
    for at in range(1, len(parts)):
        yield ", ".join(parts[:at]), ", ".join(parts[at:])
    pieces = text.split()
    if 2 < len(pieces) < 9 and "," not in text and "(" not in text:
        for at in range(1, len(pieces) - 1):
            yield " ".join(pieces[at:]), " ".join(pieces[:at])


def _bare(text: str) -> str:
    """A name without the acronym or the country behind it."""
    beside = _BESIDE.match(text)
    if beside is None:
        return text
    more = beside["in"] or beside["after"] or beside["dash"]
    if beside["in"] and looks_like_acronym(beside["name"]) and len(more.split()) > 1:
        return str(more)
    return beside["name"] if looks_like_acronym(more) or fold(more) in CODE else text


def _shorts(text: str) -> set[str]:
    """The acronyms by which a page can mean a name again."""
    beside = _BESIDE.match(text)
    inside = re.search(r"[(（]([^()（）]+)[)）]", text)
    written = [part for part in (beside and (beside["in"] or beside["after"]), inside and inside[1]) if part]
    found = {fold(part) for part in written if looks_like_acronym(part)}
    # "ARIACH (Academia de …)": the acronym stands first.
    if beside and beside["in"] and looks_like_acronym(beside["name"]):
        found.add(fold(beside["name"]))
    return found | (set(acronyms(_bare(text))) if len(_bare(text).split()) > 2 else set())


def _leads(url: str, known: Known) -> bool:
    site = host(url) if url else ""
    return bool(site) and any(site == d or site.endswith("." + d) for d in known.domains)


def _is_at(known: Known, place: str) -> bool:
    """Whether words of place name the city or the country of an organization."""
    parts = {fold(part) for part in re.split(r"[,/;()（）]", place)} - {""}
    country = CODE.get(fold(country_name(known.country)), known.country)
    return (bool(known.city) and fold(known.city) in parts) or any(
        CODE.get(part) == country for part in parts if country
    )


def _unit(mention: Mention, name: str, parent: str, reason: str, whole: Known | None = None) -> Standing:
    key = minted("organization", " ".join(words(name)), " ".join(words(name)), parent)
    return Standing(mention, key, 0.95, (reason,), record=None, parent=parent, above=whole.record if whole else None)


def _by_name(mention: Mention) -> Standing:
    name = " ".join(words(_bare(mention.text)))
    return Standing(mention, minted("organization", name, name), 0.9, ("the same name",))
