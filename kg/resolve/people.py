"""People of all pages to links: who is one by an account, a shared work, an advisor tie, or a place in the same years.

A name alone joins nobody. It only says whom to compare: blocks of accounts, works, ties and places, each a few
people long, keep the number of pairs near that of the people.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

from kg.edtf import EdtfError, bounds
from kg.mentions import mention, owner
from kg.model import EntityKind, Fact, Kind, Mention, Profile, first, texts
from kg.resolve.links import Found, Link, link
from kg.resolve.names import Form, fold, forms, forms_agree, is_short_for, minted
from kg.resolve.standing import Read, Standing

#: How sure each kind of evidence is, with a name that agrees.
ACCOUNT, WORK, WORK_BY_INITIAL, TIE, STAY = 0.99, 0.95, 0.9, 0.93, 0.85

#: Accounts of which a person has one: two that differ are of two people.
ONE_EACH = ("orcid", "google-scholar", "dblp")

#: The addresses of profiles, as people link a name: the scheme, and where the account stands.
ADDRESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("orcid", re.compile(r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.IGNORECASE)),
    ("google-scholar", re.compile(r"scholar\.google\.[^?]*\?(?:[^#]*&)?user=([\w-]{12})", re.IGNORECASE)),
    ("dblp", re.compile(r"dblp[^/]*/(?:pid/|pers/(?:hd/)?)([\w/:.=-]+?)(?:\.html)?$", re.IGNORECASE)),
    ("github", re.compile(r"^https?://(?:www\.)?github\.com/([\w-]+)/?$", re.IGNORECASE)),
    ("linkedin", re.compile(r"linkedin\.com/in/([^/?#]+)", re.IGNORECASE)),
)
#: The schemes that tell capitals from small letters.
_CASED = ("google-scholar",)
#: Sites whose pages are works or anybody's, never somebody's home.
_NOT_HOME = re.compile(
    r"(^|\.)(doi|arxiv|acm|ieee|openreview|researchgate|google|youtube|twitter|x|facebook|wikipedia|github|linkedin"
    r"|aclanthology|springer|sciencedirect|neurips|nature|semanticscholar|dblp|orcid)\.\w+$"
)

#: In blocks longer than this only neighbours are compared: what so many share tells nobody apart.
_COMPARED = 24
#: How many of one name that stay apart are written down as decisions.
_NAMESAKES = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """An organization and the first and last year of somebody there; ``is_staff`` is None where it is not known.

    ``is_stated`` is False where the page says so of its owner, and only ties the person to the owner.
    """

    organization: str
    first: int
    last: int
    is_staff: bool | None = None
    is_stated: bool = True


@dataclass
class Person:
    """What one page says of one person.

    ``telling`` are the forms of the name by which it is compared, ``numbers`` the accounts of which there is one each.
    """

    key: str
    profile: str
    is_owner: bool
    forms: set[Form] = field(default_factory=set)
    accounts: set[tuple[str, str]] = field(default_factory=set)
    works: set[str] = field(default_factory=set)
    ties: set[tuple[str, str, str]] = field(default_factory=set)
    stays: set[Stay] = field(default_factory=set)
    telling: tuple[Form, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def full(self) -> list[str]:
        """The full forms of the name, as they are compared."""
        return sorted({form.full for form in self.forms} - {""})


# ---------------------------------------------------------------------------------------------------------------
# one page: which words stand for one person


def standings(profile: Profile, every: Iterable[Mention]) -> dict[Mention, Standing]:
    """The owner of a page is the page's; another person is the one that this page means by the name."""
    whose = owner(profile)
    own = _own_names(profile, whose.text)
    return {m: _standing(m, whose, own) for m in every if m.kind is EntityKind.PERSON}


def _standing(stated: Mention, whose: Mention, own: Mapping[str, str]) -> Standing:
    if stated == whose or stated.text in own:
        key = minted("person", whose.profile.rsplit(".", 1)[0], whose.profile)
        return Standing(stated, key, 1.0, (own.get(stated.text) or "the page's owner",))
    # "LeCun, Yann" and "Yann LeCun" are one spelling; whatever else they share is for other evidence.
    full = next((form.full for form in forms(stated.text) if form.full), "") or fold(stated.text)
    key = minted("person", fold(stated.text) if not _turned(stated.text) else full, stated.profile, full)
    return Standing(stated, key, 1.0, ("the person that this page means by the name",))


def _turned(text: str) -> bool:
    return "," in text


def _own_names(profile: Profile, name: str) -> dict[str, str]:
    """The words of this page that mean its owner, each with the reason."""
    if not name:
        return {}
    own, doubtful = {name: ""}, set()
    mine = forms(name)
    for fact in profile.facts:
        if fact.kind is Kind.PUBLICATIONS:
            fitting = sorted({text for text in texts(fact, "authors") if _agree(forms(text), mine)})
            doubtful |= set(fitting) - {name} if len(fitting) > 1 else set()
            own |= dict.fromkeys(fitting, "the one author of a work on this page whose name fits its owner's")
    return {text: reason for text, reason in own.items() if text == name or text not in doubtful}


@lru_cache(maxsize=1 << 16)
def _agree(left: tuple[Form, ...], right: tuple[Form, ...]) -> bool:
    return any(forms_agree(one, other) for one in left for other in right)


# ---------------------------------------------------------------------------------------------------------------
# one page: what it says of each


def account(url: str) -> tuple[str, str] | None:
    """The account or homepage that an address is, or None where it is nobody's.

    >>> account("https://orcid.org/0000-0000-0000-0000")
    ('orcid', '0000-0000-0000-0000')
    >>> account("http://www.example.org/~ada/index.html")
    ('homepage', 'example.org/~ada')
    """
    for scheme, shape in ADDRESSES:
        if found := shape.search(url):
            return scheme, found[1] if scheme in _CASED else found[1].lower()
    return _home(url)


def _home(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        site = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or "." not in site or _NOT_HOME.search(site):
        return None
    path = re.sub(r"/(index|home)\.\w+$", "", parts.path.rstrip("/")).rstrip("/")
    asked = "&".join(f"{k}={v[0]}" for k, v in sorted(parse_qs(parts.query).items())[:5])
    return "homepage", f"{site}{path}" + (f"?{asked}" if asked else "")


class _Reader:
    """Gathers what one page says of its people."""

    def __init__(self, page: Read, main: Mapping[str, str], people: dict[str, Person]) -> None:
        self._page, self._main, self._people = page, main, people
        self._whose = owner(page.profile)
        self.owner = self._person(self._whose)
        self._stays = {
            kind: [stay for fact in page.profile.facts if fact.kind is kind for stay in self._stay(fact)]
            for kind in (Kind.EDUCATION, Kind.POSITIONS)
        }

    def read(self) -> None:
        """Every fact that says something of a person."""
        self.owner.stays.update(*self._stays.values())
        for fact in self._page.profile.facts:
            if fact.kind in _READERS:
                _READERS[fact.kind](self, fact)

    def _key(self, stated: Mention | None) -> str:
        standing = self._page.standings.get(stated) if stated else None
        return self._main.get(standing.key, standing.key) if standing else ""

    def _person(self, stated: Mention) -> Person:
        key = self._page.standings[stated].key
        person = self._people.setdefault(key, Person(key, stated.profile, stated == self._whose))
        person.forms |= set(forms(stated.text))
        return person

    def _named(self, fact: Fact, slot: str) -> list[Person]:
        people = []
        for value in fact.slots.get(slot, ()):
            stated = mention(self._page.profile, fact, slot, value)
            if stated is not None:
                people.append(self._person(stated))
                linked = account(stated.url) if stated.url else None
                # The link on a whole line is the work's or the group's; that on a name is that one's own.
                if linked and sum(v.url == value.url for v in fact.slots[slot]) == 1:
                    people[-1].accounts.add(linked)
        return people

    def _stay(self, fact: Fact) -> Iterator[Stay]:
        years = _years(fact)
        for value in fact.slots.get("organization", ()) if years else ():
            key = self._key(mention(self._page.profile, fact, "organization", value))
            if key and years:
                yield Stay(key, *years, is_staff=fact.kind is Kind.POSITIONS)

    def identifier(self, fact: Fact) -> None:
        scheme, value = first(fact, "scheme"), first(fact, "value")
        found = _home(value) if scheme == "homepage" else account(value) if "//" in value else (scheme, value)
        if found and value:
            self.owner.accounts.add((found[0], found[1] if scheme in _CASED else found[1].lower()))

    def publication(self, fact: Fact) -> None:
        titles = [mention(self._page.profile, fact, "title", value) for value in fact.slots.get("title", ())]
        works = {key for title in titles if (key := self._key(title))}
        authors = self._named(fact, "authors")
        for person in authors or [self.owner]:
            person.works |= works

    def education(self, fact: Fact) -> None:
        for advisor in self._named(fact, "advisor"):
            self._tie(advisor, self.owner)
            advisor.stays |= {replace(stay, is_staff=True) for stay in self._stay(fact)}

    def related(self, fact: Fact) -> None:
        relation = first(fact, "relation")
        for other in self._named(fact, "name"):
            if relation == "advisor":
                self._tie(other, self.owner)
            elif relation == "advisee":
                self._tie(self.owner, other)
            for kind, is_staff in _TOGETHER.get(relation, {}).items():
                other.stays |= {replace(s, is_staff=is_staff, is_stated=False) for s in self._stays[kind]}

    def _tie(self, advisor: Person, advisee: Person) -> None:
        for one in advisor.full:
            for other in advisee.full:
                advisor.ties.add(("advisor", one, other))
                advisee.ties.add(("advisee", one, other))


_READERS = {
    Kind.IDENTIFIERS: _Reader.identifier,
    Kind.PUBLICATIONS: _Reader.publication,
    Kind.EDUCATION: _Reader.education,
    Kind.PEOPLE: _Reader.related,
}

#: At which of the owner's places somebody of a relation was too, and whether as staff.
_TOGETHER: Mapping[str, Mapping[Kind, bool | None]] = {
    "advisor": {Kind.EDUCATION: True, Kind.POSITIONS: True},
    "host": {Kind.POSITIONS: True},
    "advisee": {Kind.POSITIONS: None},
    "collaborator": {Kind.EDUCATION: None, Kind.POSITIONS: None},
}


def _years(fact: Fact) -> tuple[int, int] | None:
    """The first and the last year of a post or of studies; what is current has no last year."""
    start, end = (_days(first(fact, slot)) for slot in ("start", "end"))
    begun = start[0] or start[1] or end[0] or end[1]
    ended = 9999 if first(fact, "current") and not end[1] else end[1] or start[1] or begun
    return (begun, max(begun, ended or begun)) if begun else None


def _days(text: str) -> tuple[int, int]:
    try:
        first_day, last_day = bounds(text) if text else (None, None)
    except EdtfError:
        return 0, 0
    return (first_day.year if first_day else 0), (last_day.year if last_day else 0)


# ---------------------------------------------------------------------------------------------------------------
# all pages: who is compared with whom, and what speaks for it


@dataclass(frozen=True, slots=True)
class _Piece:
    """One piece of evidence that two are one; ``what`` tells it from others of its kind."""

    score: float
    reason: str
    what: str


def found(read: Sequence[Read], main: Mapping[str, str]) -> Found:
    """The links between the people of all pages; ``main`` has the keys of joined organizations and works."""
    people: dict[str, Person] = {}
    for page in read:
        _Reader(page, main, people).read()
    for person in people.values():
        _settle(person)
    said = _said(read, main)
    pieces: dict[tuple[str, str], set[_Piece]] = defaultdict(set)
    for one, other, piece in _evidence(people, _Known(_crowds(people), said)):
        pieces[min(one.key, other.key), max(one.key, other.key)].add(piece)
    links = [_weighed(people[one], people[other], pieces[one, other]) for one, other in sorted(pieces)]
    links += _namesakes(people, {(x.left, x.right) for x in links})
    direct = {(x.left, x.right) for x in links if x.accepted}

    def apart(left: str, right: str) -> str:
        if left not in people or right not in people:
            return ""
        return _apart(people[left], people[right], (min(left, right), max(left, right)) in direct)

    return Found(tuple(links), apart, frozenset(p.key for p in people.values() if p.is_owner))


def _settle(person: Person) -> None:
    """Leave out what tells nothing, once all is read."""
    # Of several accounts of one scheme one is somebody else's, and which of them is not said.
    schemes = Counter(scheme for scheme, _ in person.accounts)
    person.accounts = {(s, value) for s, value in person.accounts if s not in ONE_EACH or schemes[s] == 1}
    person.numbers = {scheme: value for scheme, value in person.accounts if scheme in ONE_EACH}
    # "W. Zhang" beside "Wen Zhang" on one page is no reason to be Wei Zhang.
    full = [form for form in person.forms if form.full]
    person.telling = tuple(
        sorted(full or person.forms, key=lambda form: (form.full, form.name.family, form.name.given))
    )


def _said(read: Sequence[Read], main: Mapping[str, str]) -> Mapping[str, str]:
    """How the pages call a work or an organization, for the reasons."""
    said: dict[str, str] = {}
    for page in read:
        for stated, standing in page.standings.items():
            if stated.kind in (EntityKind.WORK, EntityKind.ORGANIZATION):
                key = main.get(standing.key, standing.key)
                name = standing.record.name if standing.record else stated.text
                said[key] = min(said.get(key, name), name)
    return said


@dataclass(frozen=True, slots=True)
class _Known:
    """What the comparisons ask for: the authors that a page gives to a work, and the names of works and places."""

    crowds: Mapping[tuple[str, str, str], list[Person]]
    said: Mapping[str, str]


def _crowds(people: Mapping[str, Person]) -> Mapping[tuple[str, str, str], list[Person]]:
    """The authors that one page gives to one work, by what is looked up of their names."""
    crowds: dict[tuple[str, str, str], list[Person]] = defaultdict(list)
    for key in sorted(people):
        for work in people[key].works:
            for name in _looked_up(people[key]):
                crowds[people[key].profile, work, name].append(people[key])
    return crowds


def _evidence(people: Mapping[str, Person], known: _Known) -> Iterator[tuple[Person, Person, _Piece]]:
    blocks: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for key in sorted(people):
        for block in _blocks(people[key]):
            blocks[block].append(people[key])
    for block in sorted(blocks):
        for one, other in _pairs(blocks[block]):
            if one.key != other.key and one.profile != other.profile:
                for piece in _COMPARE[block[0]](one, other, block, known):
                    yield one, other, piece


def _blocks(person: Person) -> Iterator[tuple[str, ...]]:
    """Where a person is looked for: all who can be the same stand together in one of these."""
    for scheme, value in person.accounts:
        yield "account", scheme, value
    for work in person.works:
        for name in _looked_up(person):
            yield "work", work, name
    for tie in person.ties:
        yield "tie", *tie
    for place in {stay.organization for stay in person.stays}:
        for full in person.full:
            yield "stay", place, full


def _looked_up(person: Person) -> set[str]:
    """What two names that agree have in common: the family, or both parts where their order is not sure."""
    return {name for form in person.forms for name in (form.name.family, form.full)} - {""}


def _pairs(block: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    if len(block) <= _COMPARED:
        yield from combinations(block, 2)
        return
    owners = [person for person in block if person.is_owner][:_COMPARED]
    others = sorted(block, key=lambda p: (min((s.first for s in p.stays), default=0), p.key))
    yield from ((one, other) for one in owners for other in block if one is not other)
    yield from zip(others, others[1:], strict=False)


def _by_account(one: Person, other: Person, block: tuple[str, ...], known: _Known) -> Iterator[_Piece]:
    _, scheme, value = block
    if _names_agree(one, other) or any(is_short_for(left, right) for left in one.telling for right in other.telling):
        yield _Piece(ACCOUNT, f"the same {_SAID.get(scheme, scheme)}: {value}", value)
    else:
        yield _Piece(0.0, f"the same {_SAID.get(scheme, scheme)} ({value}), but names that do not agree", value)


_SAID = {"orcid": "ORCID iD", "google-scholar": "Google Scholar account", "dblp": "DBLP page"}


def _by_work(one: Person, other: Person, block: tuple[str, ...], known: _Known) -> Iterator[_Piece]:
    work = block[1]
    if not _names_agree(one, other):
        return
    for left, right in ((one, other), (other, one)):
        near = {t.key: t for name in _looked_up(left) for t in known.crowds.get((right.profile, work, name), ())}
        if sum(_names_agree(left, third) for third in near.values()) > 1:
            return  # two of its authors have names that fit
    is_full = bool(set(one.full) & set(other.full))
    yield _Piece(WORK if is_full else WORK_BY_INITIAL, f"a name that agrees, as author of {known.said[work]!r}", work)


def _by_tie(one: Person, other: Person, block: tuple[str, ...], known: _Known) -> Iterator[_Piece]:
    # Two pages that name one advisor may mean two of that name: one of the two must speak for itself.
    if one.is_owner or other.is_owner:
        _, role, advisor, advisee = block
        who = f"advisor of {advisee}" if role == "advisor" else f"advised by {advisor}"
        yield _Piece(TIE, f"the same name, {who} on both pages", f"{advisor} {advisee}")


def _by_stay(one: Person, other: Person, block: tuple[str, ...], known: _Known) -> Iterator[_Piece]:
    place = block[1]
    for left in sorted((s for s in one.stays if s.organization == place), key=_stay_order):
        for right in sorted((s for s in other.stays if s.organization == place), key=_stay_order):
            from_, to = max(left.first, right.first), min(left.last, right.last)
            if from_ <= to and _fit(left, right):
                when = f"{from_} to {to}" if from_ < to < 9999 else f"{from_}" if from_ == to else f"since {from_}"
                yield _Piece(STAY, f"the same name at {known.said[place]}, {when}", place)
                return


def _stay_order(stay: Stay) -> tuple[int, int, str, bool]:
    return stay.first, stay.last, str(stay.is_staff), stay.is_stated


def _fit(left: Stay, right: Stay) -> bool:
    """Whether two stays can be one: one of them is stated, and nobody is student and staff at once."""
    return (left.is_stated or right.is_stated) and (
        left.is_staff is None or right.is_staff is None or left.is_staff == right.is_staff
    )


_COMPARE = {"account": _by_account, "work": _by_work, "tie": _by_tie, "stay": _by_stay}


def _names_agree(one: Person, other: Person) -> bool:
    return any(forms_agree(left, right) for left in one.telling for right in other.telling)


def _weighed(one: Person, other: Person, pieces: set[_Piece]) -> Link:
    """Whether the pieces are enough. Two owners of pages say so much of themselves that one place is not."""
    good = sorted((p for p in pieces if p.score), key=lambda p: (-p.score, p.reason))
    reasons = [p.reason for p in good] or sorted(p.reason for p in pieces)
    score = 1.0
    for piece in good:
        score *= 1 - piece.score
    needs_more = one.is_owner and other.is_owner and good and good[0].score < WORK
    if needs_more and len({p.what for p in good}) < 2:
        return link(
            one.key, other.key, 0.5, (*reasons, "too little for two who have pages of their own"), accepted=False
        )
    if not good:
        return link(one.key, other.key, 0.1, reasons, accepted=False)
    return link(one.key, other.key, round(1 - score, 4), reasons[:6])


def _apart(one: Person, other: Person, is_direct: bool) -> str:
    """Why two can never be one, whatever stands between them; an empty string where they can."""
    agree = _names_agree(one, other)
    if one.accounts & other.accounts and (agree or is_direct):
        return ""
    if not agree:
        return f"{one.key} and {other.key} have names that do not agree"
    for scheme, value in one.numbers.items():
        if other.numbers.get(scheme, value) != value:
            return f"{one.key} and {other.key} have two {_SAID[scheme]}s"
    if one.is_owner and other.is_owner and not is_direct:
        return f"nothing says that the owners {one.key} and {other.key} are one"
    if one.profile == other.profile and one.works & other.works:
        return f"{one.key} and {other.key} are two authors of one work"
    return ""


def _namesakes(people: Mapping[str, Person], linked: set[tuple[str, str]]) -> Iterator[Link]:
    """A few of those who share a full name and nothing else, so that the graph says that they were thought of."""
    names: dict[str, list[Person]] = defaultdict(list)
    for key in sorted(people, key=lambda key: (not people[key].is_owner, key)):
        for full in people[key].full:
            names[full].append(people[key])
    said: Counter[str] = Counter()
    for full in sorted(names):
        for one, other in zip(names[full], names[full][1:], strict=False):
            pair = (min(one.key, other.key), max(one.key, other.key))
            if one.profile != other.profile and pair not in linked and said[full] < _NAMESAKES:
                said[full] += 1
                yield link(*pair, 0.3, ("the same name, and nothing else that both pages state",), accepted=False)
