"""Whether two statements of one page speak of the same fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from kg.model import Fact, Kind, first

_ALIKE = 88  # token-set ratio from which two names within one page are one


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Case, accents, punctuation and small words away."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[^\w\s&+#]|_", " ", text)
    return " ".join(re.sub(r"\b(?:the|at|of|in|and|for|prof|dr|professor)\b", " ", text).split())


def is_alike(left: str, right: str) -> bool:
    """Two ways to write one name, on one page: equal words, one within the other, or its initials."""
    a, b = fold(left), fold(right)
    if not a or not b:
        return False
    if a == b or fuzz.token_set_ratio(a, b) >= _ALIKE:
        return True
    return _is_acronym(a.replace(" ", ""), left, b) or _is_acronym(b.replace(" ", ""), right, a)


def _is_acronym(short: str, written: str, long: str) -> bool:
    """Whether a short name is made of the beginnings of a long one's words: SUSTech, UIUC, NUS."""
    words = long.split()
    if not 2 <= len(short) <= 12 or len(words) < 2 or sum(c.isupper() for c in written) < 2:
        return False
    return _spelled(short, words)


def _spelled(short: str, words: list[str]) -> bool:
    if not words:
        return not short
    first = next(
        (n for n, (a, b) in enumerate(zip(short, words[0], strict=False)) if a != b), min(len(short), len(words[0]))
    )
    return any(_spelled(short[n:], words[1:]) for n in range(1, min(first, 4) + 1))


def _agree(left: Fact, right: Fact, slot: str) -> bool | None:
    """True or False where both state the slot, None where one does not."""
    a, b = first(left, slot), first(right, slot)
    if not (a and b) or slot == "field" and _is_cjk(a) != _is_cjk(b):
        return None
    return is_alike(a, b)


def _is_cjk(text: str) -> bool:
    return bool(re.search(r"[\u3040-\u9fff]", text))


def _dates_clash(left: Fact, right: Fact) -> bool:
    for slot in ("start", "end", "date"):
        a, b = first(left, slot), first(right, slot)
        if a and b and a[:4] != b[:4]:
            return True
    return _begins_after(left, right) or _begins_after(right, left)


def _begins_after(one: Fact, other: Fact) -> bool:
    """Whether one begins when the other is over: "Fellow, 1951" and "a Fellow until 1935" are two."""
    start, end = first(one, "start")[:4], first(other, "end")[:4]
    return bool(start and end) and start > end


def _same_education(left: Fact, right: Fact) -> bool:
    if first(left, "level") != first(right, "level") and first(left, "level") and first(right, "level"):
        return False
    organization = _agree(left, right, "organization")
    if organization is False and _two_scripts(left, right):
        return _both(left, right, "level") and not _dates_clash(left, right)
    if organization is None:
        # "my Ph.D." without a place is the Ph.D. that the page tells more of
        return (
            bool(first(left, "level"))
            and first(left, "level") == first(right, "level")
            and _agree(left, right, "field") is not False
        )
    if not organization or _dates_clash(left, right):
        return False
    if not first(left, "level") or not first(right, "level"):
        return _agree(left, right, "field") is not False or not _both(left, right, "level")
    return _agree(left, right, "field") is not False


def _both(left: Fact, right: Fact, slot: str) -> bool:
    return bool(first(left, slot)) and bool(first(right, slot))


def _same_position(left: Fact, right: Fact) -> bool:
    if _dates_clash(left, right):
        return False
    organization, role = _agree(left, right, "organization"), _agree(left, right, "role")
    if organization is not True:
        organization = _agree(left, right, "unit") or _named_in_unit(left, right) or organization
    if organization is False:
        return (
            _two_scripts(left, right)
            and _both(left, right, "start")
            and _begin_alike(first(left, "start"), first(right, "start"))
        )
    if organization is None:
        return role is True and not _both(left, right, "organization")
    if role is not False:
        return True
    # "my internships at X" and "Research Intern, X"; "research scientist" now and "Researcher" now
    loose = _both(left, right, "current") or _stem(left) == "intern"
    return loose and _stem(left) == _stem(right)


def _begin_alike(one: str, other: str) -> bool:
    """Two dates that agree as far as both go: "2015" and "2015-09" do, "2015-03" and "2015-09" do not."""
    return one.startswith(other) or other.startswith(one)


def _stem(fact: Fact) -> str:
    """What a role is at heart: "AI Research Scientist" and "Researcher" are research."""
    words = fold(first(fact, "role"))
    return next(
        (
            stem
            for stem in ("post", "research", "profess", "engineer", "intern", "lectur", "scientist")
            if stem in words
        ),
        words,
    )


def _named_in_unit(left: Fact, right: Fact) -> bool | None:
    """One statement names as the organization what the other has as the unit."""
    a, b = first(left, "organization"), first(right, "unit")
    c, d = first(left, "unit"), first(right, "organization")
    return True if (a and b and is_alike(a, b)) or (c and d and is_alike(c, d)) else None


def _two_scripts(left: Fact, right: Fact) -> bool:
    """One statement is in Latin letters and the other is not: a page in two languages."""
    a, b = first(left, "organization"), first(right, "organization")
    return bool(a and b) and _is_cjk(a) != _is_cjk(b)


def _same_by(slot: str) -> Callable[[Fact, Fact], bool]:
    def same(left: Fact, right: Fact) -> bool:
        return fold(first(left, slot)) == fold(first(right, slot)) != "" and not _dates_clash(left, right)

    return same


def _same_title(left: Fact, right: Fact) -> bool:
    a, b = fold(first(left, "title")), fold(first(right, "title"))
    return bool(a and b) and fuzz.ratio(a, b) >= 94 and not _dates_clash(left, right)


def _same_work(left: Fact, right: Fact) -> bool:
    a, b = fold(first(left, "title")), fold(first(right, "title"))
    if not a or not b or fuzz.ratio(a, b) < 94 or _NUMBERS.findall(a) != _NUMBERS.findall(b):
        return False
    return not _two_dois(left, right)


#: What tells the parts of a series: "Task 4", "Part II", the year of a shared task.
_NUMBERS = re.compile(r"\d+|\b(?:i{1,3}|iv|vi{0,3}|ix)\b")


_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>?#]+", re.IGNORECASE)
#: Whoever prints an article gives it a DOI of its own, and so do these to its preprint.
_PREPRINTS = re.compile(r"10\.(?:48550|1101|31234|31219|36227|21203|5281|2139|20944)/", re.IGNORECASE)


def doi_of(fact: Fact) -> str:
    """The DOI in the addresses of a work, case folded, or an empty string."""
    addresses = [v.text for v in fact.slots.get("url", ())] + [v.url for v in fact.slots.get("title", ())]
    found = next((match for text in addresses if (match := _DOI.search(text))), None)
    return found[0].casefold().rstrip(".,;)/") if found else ""


def _two_dois(left: Fact, right: Fact) -> bool:
    """A dissertation and the article that came of it: one title, a year and a DOI for each."""
    a, b = doi_of(left), doi_of(right)
    return bool(a and b) and a != b and _dates_clash(left, right) and not (_PREPRINTS.match(a) or _PREPRINTS.match(b))


def _same_person(left: Fact, right: Fact) -> bool:
    return is_alike(first(left, "name"), first(right, "name"))


def _same_service(left: Fact, right: Fact) -> bool:
    a, b = fold(first(left, "organization")), fold(first(right, "organization"))
    return a == b and a != "" and (_agree(left, right, "role") is not False) and not _dates_clash(left, right)


_SAME: Mapping[Kind, Callable[[Fact, Fact], bool]] = {
    Kind.IDENTITY: lambda left, right: True,
    Kind.IDENTIFIERS: lambda a, b: (
        (first(a, "scheme"), first(a, "value").casefold()) == (first(b, "scheme"), first(b, "value").casefold())
    ),
    Kind.EDUCATION: _same_education,
    Kind.POSITIONS: _same_position,
    Kind.AWARDS: _same_title,
    Kind.GRANTS: _same_title,
    Kind.PUBLICATIONS: _same_work,
    Kind.TALKS: _same_title,
    Kind.INTERESTS: _same_by("topic"),
    Kind.PEOPLE: _same_person,
    Kind.SERVICE: _same_service,
    Kind.TEACHING: _same_by("course"),
    Kind.PROJECTS: _same_by("name"),
}


def is_same_fact(left: Fact, right: Fact) -> bool:
    """Whether two facts of one kind and one page are two statements of one thing."""
    return _SAME[left.kind](left, right)


def _ends_of(slot: str) -> Callable[[Fact], tuple[str, ...]]:
    """The first and the last words of a name: a typing mistake leaves one of the two as it is."""

    def keys(fact: Fact) -> tuple[str, ...]:
        words = fold(first(fact, slot)).split()
        return " ".join(words[:2]), " ".join(words[-2:])

    return keys


#: What two facts must share to be compared at all; a kind that is not here is compared throughout.
_BLOCKS: Mapping[Kind, Callable[[Fact], tuple[str, ...]]] = {
    Kind.IDENTIFIERS: lambda fact: (first(fact, "value").casefold(),),
    Kind.AWARDS: _ends_of("title"),
    Kind.GRANTS: _ends_of("title"),
    Kind.PUBLICATIONS: _ends_of("title"),
    Kind.TALKS: _ends_of("title"),
    Kind.INTERESTS: lambda fact: (fold(first(fact, "topic")),),
    Kind.SERVICE: lambda fact: (fold(first(fact, "organization")),),
    Kind.TEACHING: lambda fact: (fold(first(fact, "course")),),
    Kind.PROJECTS: lambda fact: (fold(first(fact, "name")),),
}


def block_keys(fact: Fact) -> tuple[str, ...]:
    """Keys of a fact: two facts of one kind that have none in common are no statements of one thing.

    Blocking keeps the comparisons of a page near linear (Christen, Data Matching, 2012, chapter 4).
    """
    keys = _BLOCKS.get(fact.kind)
    return keys(fact) if keys else ("",)
