"""Habits by which one organization is written in two ways: on one page, and in Chinese beside English."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from anyascii import anyascii
from rapidfuzz import fuzz

from kg.resolve.countries import CODE
from kg.resolve.names import LITTLE_WORDS, fold, set_of, words
from kg.resources import resource

#: Words that many names have; a slip in one of them is seen for what it is.
GENERIC_WORDS = set_of(
    "university institute institution technology science sciences college school academy research center laboratory "
    "national computational international polytechnic technical department engineering foundation hospital medical"
)

#: Words that a company's name has or lacks: "Loomly", "Loomly Technologies".
_COMPANY_WORDS = set_of(
    "technology technologies group holdings holding solutions software systems labs laboratories ai inc corporation "
    "company ltd llc gmbh research international global networks"
)

#: Words alike in letters and different in sense are never slips of each other.
_SLIP, _LEAST_WORD = 82.0, 6

_PLACED = re.compile(r"^(?P<name>.+?)(?:,\s*|\s+in\s+|\s*[(（])(?P<place>[^,()（）]+)[)）]?$")


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    with resource("data", "gazetteers", "places.csv").open(encoding="utf-8", newline="") as file:
        return frozenset({fold(row["name"]) for row in csv.DictReader(file)} | set(CODE)) - {""}


def without_place(name: str) -> str:
    """A name without the town behind it, or an empty string where none stands there.

    >>> without_place("Tide Lab, Berlin"), without_place("Centre for Looms in Berlin"), without_place("Tide Lab, Duke")
    ('Tide Lab', 'Centre for Looms', '')
    """
    found = _PLACED.match(name)
    return found["name"].strip() if found and fold(found["place"]) in _places() else ""


def is_other_spelling(name: str, other: str) -> str:
    """Why two names on one page are one, the second the plainer; an empty string where they need not be.

    >>> is_other_spelling("Loomly Technologies", "Loomly")
    'the same company, by a shorter name'
    >>> is_other_spelling("Institute of Northern Looms", "Institute of Southern Looms")
    ''
    """
    if without_place(name) and words(without_place(name)) == words(other):
        return "the same name, with its town"
    mine, theirs = words(name), words(other)
    if mine[: len(theirs)] == theirs and _is_company(theirs, mine[len(theirs) :]):
        return "the same company, by a shorter name"
    if len(mine) > 1 and mine != theirs and sorted(mine) == sorted(theirs) and "university" not in mine:
        return "the same words in another order"
    if len(mine) == len(theirs) > 1 and _is_slip(mine, theirs):
        return "the same name but for a slip of the keys"
    return ""


def _is_company(name: tuple[str, ...], more: tuple[str, ...]) -> bool:
    telling = name[0] not in _COMPANY_WORDS and len("".join(name)) > 3
    return telling and bool(more) and all(word in _COMPANY_WORDS for word in more)


def _is_slip(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    odd = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    if len(odd) != 1:
        return False
    ((a, b),) = odd
    return (
        min(len(a), len(b)) >= _LEAST_WORD
        and (a[:2] == b[:2] or b in GENERIC_WORDS)
        and a.isalpha()
        and b.isalpha()
        and fuzz.ratio(a, b) >= _SLIP
        and _ending(a) == _ending(b)
    )


def _ending(word: str) -> str:
    # "Chemistry" and "Chemical", "Computer" and "Computing" are two words, not a slip.
    return word[-2:]


# ---------------------------------------------------------------------------------------------------------------
# Chinese names of universities, which are put into English by a few habits

#: What the last characters say, in the English forms that are usual.
_ENDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("师范大学", ("normal university",)),
    ("师范学院", ("normal university", "normal college")),
    ("科技大学", ("university science technology", "university technology")),
    ("理工大学", ("university technology", "university science technology", "institute technology")),
    ("理工学院", ("institute technology", "university technology")),
    ("工业大学", ("university technology", "polytechnic university", "industrial university")),
    ("工学院", ("institute technology",)),
    ("工程大学", ("engineering university", "university engineering")),
    ("农业大学", ("agricultural university",)),
    ("农林大学", ("agriculture forestry university",)),
    ("林业大学", ("forestry university",)),
    ("医科大学", ("medical university",)),
    ("医学院", ("medical university", "medical college")),
    ("中医药大学", ("university chinese medicine", "university traditional chinese medicine")),
    ("财经大学", ("university finance economics",)),
    ("政法大学", ("university political science law",)),
    ("外国语大学", ("foreign studies university", "international studies university")),
    ("交通大学", ("jiaotong university",)),
    ("民族大学", ("minzu university", "university nationalities")),
    ("邮电大学", ("university posts telecommunications",)),
    ("电子科技大学", ("university electronic science technology", "dianzi university")),
    ("海洋大学", ("ocean university",)),
    ("职业技术学院", ("vocational technical college", "polytechnic")),
    ("大学", ("university",)),
    ("学院", ("university", "college", "institute")),
)  # fmt: skip

#: Regions that are translated, and places whose English name is not the sound of their characters.
_STARTS: tuple[tuple[str, str], ...] = (
    ("东北", "northeast"), ("西北", "northwest"), ("西南", "southwest"), ("东南", "southeast"), ("华东", "east china"),
    ("华南", "south china"), ("华北", "north china"), ("华中", "central china"), ("中南", "central south"),
    ("陕西", "shaanxi"), ("哈尔滨", "harbin"), ("内蒙古", "inner mongolia"), ("西藏", "tibet"), ("新疆", "xinjiang"),
    ("香港", "hong kong"), ("澳门", "macau"), ("中国", "china"), ("中央", "central"), ("首都", "capital"),
    ("国立台湾", "national taiwan"), ("国立", "national"), ("台湾", "taiwan"),
)  # fmt: skip


def in_english(han: str) -> Iterator[str]:
    """The English names by which a Chinese university can be known, as words whose little ones are left out.

    >>> list(in_english("南京晓庄学院"))
    ['NanJingXiaoZhuang university', 'NanJingXiaoZhuang college', 'NanJingXiaoZhuang institute']
    >>> "northeast normal university" in in_english("东北师范大学")
    True
    """
    plain = re.sub(r"\s", "", han)
    for end, kinds in _ENDS:
        stem = plain.removesuffix(end)
        if stem == plain or len(stem) < 2:
            continue
        start, english = next(((s, e) for s, e in _STARTS if stem.startswith(s)), ("", ""))
        sound = anyascii(stem.removeprefix(start))
        for kind, whole in product(kinds, [f"{english} {sound}".strip()]):
            yield f"{whole} {kind}"
            if kind.startswith("university ") and whole:
                # "University of Science and Technology Beijing" has its town behind.
                yield f"{kind} {whole}"


assert not LITTLE_WORDS & {word for _, kinds in _ENDS for kind in kinds for word in kind.split()}
