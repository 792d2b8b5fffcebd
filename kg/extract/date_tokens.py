"""A line of text to tokens, each with one letter for its role in a date: step 1 of ``dates``.

A number is a year only from ``FIRST_YEAR`` to ``LAST_YEAR`` and where nothing says that it counts, numbers or addresses
something (``MASKS``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.extract import date_words as words

#: Years that a profile may mean; the first ones are for scholars of the past, the last keeps "RTX 2080" out.
FIRST_YEAR, LAST_YEAR = 1850, 2050

#: The letters of the grammar. Words: see ``date_words.ROLES``; any other mark of punctuation stands for itself.
ALPHABET: Mapping[str, str] = {
    "Y": "year",
    "y": "year of two digits after an apostrophe",
    "K": "decade",
    "n": "number 1 to 12",
    "d": "number 13 to 31",
    "t": "other number of two digits",
    "o": "ordinal number 1 to 31",
    "0": "any other number",
    "M": "month",
    "m": "month that may be an English word",
    "S": "season",
    "W": "winter, which may be named with two years",
    "Q": "quarter or half",
    "x": "other word",
    "H": "other Chinese character",
    "U": "other word with two capitals, which may have a year at its end (ICML2024)",
    "-": "dashes, arrows",
    "J": "年",
    "G": "月",
    "B": "日",
    "X": "masked",
    "@": "what ties a number to something else (_ @ # $ % + = × \\)",
}


class Token(NamedTuple):
    start: int
    end: int
    text: str
    letter: str


_DASHES = "-–—‐‑‒―−－→➔➝⟶"

#: Where a year may be; cheap, and never misses one.
YEARLIKE = re.compile(r"(?<!\d) \d{4} (?!\d) | (?: ['’‘´`]\s? | [^\W\d_][ ]? ) \d\d (?!\d)", re.VERBOSE)

_TOKEN = re.compile(
    rf"""
      (?P<blank>   \s+ )
    | (?P<Z>       \b (?i: {words.PHRASES["Z"]} ) \b )
    | (?P<A>       \b (?i: {words.PHRASES["A"]} ) (?! [^\W\d] ) )
    | (?P<quarter> (?: Q[1-4] | H[12] ) (?! \d ) )
    | (?P<time>    T (?= \d\d:\d\d ) )
    | (?P<month>   (?i: {"|".join(words.MONTHS_BESIDE_A_SLASH)} ) (?= / | [ ]de[ ] ) )
    | (?P<word>    (?i: jusqu | aujourd ) ['’] [^\W\d_]+ | [^\W\d_一-鿿]+ )
    | (?P<decade>  (?: \d{{3}} | ['’‘] \d )0s \b )
    | (?P<ordinal> [0-3]?\d (?: st | nd | rd | th | er | º | ª ) (?! \w ) )
    | (?P<number>  \d+ )
    | (?P<short>   ['’‘´`] \s? \d\d (?! \w ) )
    | (?P<dash>    [{_DASHES}]+ >? )
    | (?P<han>     至今 | 现在 | 現在 | 目前 | 预计 | 預計 | 学年 | [春夏秋冬]季? | [一-鿿] )
    | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)

_HAN = {"年": "J", "月": "G", "日": "B", "号": "B", "、": ","}
_MARKS = {
    **dict.fromkeys("_@#$%+=×\\€£¥", "@"),
    "\0": "X", "&": "&", "、": ",", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "．": ".",
    "／": "/", "～": "~", "〜": "~", "∼": "~", "˜": "~", "】": "]", "【": "[",
}  # fmt: skip


def tokens(text: str) -> list[Token]:
    return [
        Token(match.start(), match.end(), match[0], _letter(match.lastgroup or "", match[0]))
        for match in _TOKEN.finditer(text)
    ]


@lru_cache(maxsize=8192)
def _letter(kind: str, text: str) -> str:
    return _LETTER_OF_KIND.get(kind) or _READERS[kind](text)


def _number(digits: str) -> str:
    value = int(digits) if len(digits) <= 4 else 0
    if len(digits) == 4:
        return "Y" if FIRST_YEAR <= value <= LAST_YEAR else "0"
    if len(digits) > 2:
        return "0"
    return "n" if 1 <= value <= 12 else "d" if 13 <= value <= 31 else "t"


def _word(word: str) -> str:
    low = word.lower()
    if low in words.MONTHS:
        return "m" if word in words.WEAK_MONTHS else "M"
    if low in words.SEASONS or word in words.CAPITAL_SEASONS:
        return "W" if season(word) == 24 else "S"
    return words.ROLES.get(low) or ("U" if sum(map(str.isupper, word)) > 1 else "x")


def _han(text: str) -> str:
    letter = _HAN.get(text) or _word(text)
    return "H" if letter == "x" else letter


def _mark(text: str) -> str:
    return _MARKS.get(text, text)


_LETTER_OF_KIND: Mapping[str, str] = {
    "blank": " ", "decade": "K", "short": "y", "ordinal": "o", "quarter": "Q", "time": " ", "dash": "-", "Z": "Z",
    "A": "A", "month": "M",
}  # fmt: skip
_READERS: Mapping[str, Callable[[str], str]] = {"number": _number, "mark": _mark, "han": _han, "word": _word}


def season(word: str) -> int:
    return words.CAPITAL_SEASONS.get(word) or words.SEASONS[word.lower()]


def month(word: str) -> int:
    low = word.lower()
    return words.MONTHS.get(low) or words.MONTHS_BESIDE_A_SLASH[low]


def letters(text: str) -> str:
    """The text in the letters of ``ALPHABET``: what the grammar sees of it.

    >>> letters("since Sept 2022")
    's M Y'
    """
    return "".join(token.letter for token in tokens(text))


# ---------------------------------------------------------------------------------------------------------------
# what looks like a year and is none


@dataclass(frozen=True, slots=True)
class Mask:
    """A thing whose digits are no date. ``matches`` are texts with such a thing, ``rejects`` texts without one."""

    name: str
    regex: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...] = ()


MASKS: tuple[Mask, ...] = (
    Mask(
        "address in the web",
        r"https?://\S+ | www\.\S+ | \b[\w-]{1,40}\.(?:com|org|edu|net|io|gov|cn|de|uk)/\S*",
        ("https://example.org/2021/05/", "example.com/talks-2019"),
        ("Organised in 2019.",),
    ),
    Mask("DOI", r"\b10\.\d{4,9}/\S+", ("10.1000/j.2019.05.001",), ("10.2019",)),
    Mask("arXiv number", r"\b\d{4}\.\d{4,5}(?:v\d+)?\b", ("arXiv:2001.12345", "2012.0199v2"), ("2019.05",)),
    Mask("ISBN", r"\bISBN\S*\s*(?:\d[ -]?){9,12}[\dX]\b", ("ISBN 978-0-2019-2020-5", "ISBN-13: 9780201920205")),
    Mask(
        "telephone number",
        r"\+\d{1,3}[ ().-]{1,2}\d[\d ().-]{5,14}\d\b | \(\d{3}\)\s?\d{3}[ .-]\d{4}\b | \b\d{3}[ .-]\d{3}[ .-]\d{4}\b"
        r" | \b(?:tel|phone|fax|mobile)\b[.:]{0,2}\s*\d[\d ().-]{5,16}\d\b",
        ("+44 20 1999 2010", "(555) 555-2019", "555-555-2019", "Tel: 555 2019"),
        ("+ 2019", "Phone since 2019"),
    ),
    Mask(
        "pages",
        rf"\b(?:pp?|pages?|pgs?|seiten)\.?\s*\d+(?:\s*[{_DASHES}]+\s*\d+)?",
        ("pp. 1998-2005", "pages 1998 – 2005", "p. 2001"),
        ("papers 2019-2020",),
    ),
    Mask(
        "volume, issue and pages",
        rf"\b\d{{1,4}}\s?\(\d{{1,3}}(?:[{_DASHES}/]\d{{1,4}})?\)\s?[:,]\s?\d{{1,6}}\s?[{_DASHES}]{{1,3}}\s?\d{{1,6}}\b"
        rf" | \b\d{{1,4}}(?:\s?\(\d{{1,4}}\))?:\d{{3,6}}(?:[{_DASHES}]{{1,3}}\d{{1,6}})?\b",
        ("15(3):2001-2010", "15 (3), 1998–2005", "15:2001-2010"),
        ("15(3), 2021", "10:30"),
    ),
    Mask(
        "numbered thing",
        r"\b(?:vol|no|nr|art|fig|eq|ch)\.\s?\d+ | \b(?:volume|issue|article|number|version|iso|rfc)\s\d+ | [#№]\s?\d+"
        r" | \b(?:room|suite|box|apt|bldg|building|office|ste|rm)\.?\s?\#?\d+\b",
        ("No. 2020", "vol. 2019", "#2021", "Room 2021", "P.O. Box 2000"),
        ("No, 2020", "boxes 2020"),
    ),
    Mask(
        "postal address",
        r"\b\d{4}\s(?:(?-i:[A-Z])\w{1,20}\s){1,3}(?:street|avenue|ave|road|rd|boulevard|blvd|lane|drive)\b"
        r" | \b(?:NSW|VIC|QLD|TAS|ACT)\s\d{4}\b",
        ("1912 Pike Street", "Sydney NSW 2006"),
        ("2019 on the road",),
    ),
    Mask("size", r"\b\d+\s?[x×]\s?\d+\b", ("1920x1080", "1920 × 2000"), ("2019 x",)),
)

_MASKED = re.compile(" | ".join(f"(?: {mask.regex} )" for mask in MASKS), re.VERBOSE | re.IGNORECASE)


def masked(text: str) -> str:
    """The text, as long as before, with NULs for what only looks like a date."""
    return _MASKED.sub(lambda match: "\0" * len(match[0]), text)
