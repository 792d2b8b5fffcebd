"""A line of text to the dates and ranges in it, as EDTF. It never looks at a clock.

Three steps, each a table:

1. **tokens**: every word and number becomes one letter for its role (``Sept 2022`` is ``M Y``; ``ALPHABET`` has
   the letters), so that the grammar is independent of languages;
2. **points**: a pattern over these letters for each form of one date (``FORMS``);
3. **items**: a pattern over points for ranges, open ends and expectations, and lists of such items.

A number is a year only from ``FIRST_YEAR`` to ``LAST_YEAR`` and where nothing says that it counts, numbers or
addresses something (``MASKS``).

What is ambiguous keeps the precision that is certain: ``05/12/2021`` is ``2021``, unless the line has another date that
shows the order of day and month; ``05.12.2021`` is day first, as everywhere where dots are used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from kg import edtf
from kg.extract import date_words as words

#: Years that a profile may mean; the first ones are for scholars of the past, the last keeps "RTX 2080" out.
FIRST_YEAR, LAST_YEAR = 1850, 2050

#: A two-digit year above it belongs to the last century.
LAST_SHORT_YEAR = 49

#: Years that the short form of a range may span: "1960-18" is no range.
LONGEST = 70


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, range or list of dates, and where it stands.

    ``start`` and ``end`` are characters of the text, with the words that belong to it ("since", "expected", "present").
    ``first`` is EDTF and empty only when a beginning is not stated ("until 2023"). ``last`` is empty for a single date
    and for an open range. ``ongoing`` says that it holds now ("since 2020", "2017–"); it may still have its end
    ("2021 - 2024 (now)"). ``expected`` says that it, or its
    end, lies ahead as the writer sees it. ``several`` has each date of a list in the order of the text, a range among
    them as an interval; ``first`` and ``last`` are then the earliest and the latest. ``academic`` marks a pair of
    consecutive years written as an academic year: a single date ``2019/2020`` where the text says so ("AY 2019/20"),
    and otherwise ("2019/20") a range that may be one.
    """

    start: int
    end: int
    first: str
    last: str = ""
    ongoing: bool = False
    single: bool = False
    expected: bool = False
    several: tuple[str, ...] = ()
    academic: bool = False


def find_dates(text: str) -> tuple[DateMention, ...]:
    """All dates in one line of readable text, left to right; none overlaps another.

    >>> find_dates("Sept 2022")
    (DateMention(start=0, end=9, first='2022-09', last='', ongoing=False, single=True, ...)
    """
    if _YEARLIKE.search(text) is None:
        return ()
    masked = _MASKED.sub(lambda match: "\0" * len(match[0]), text)
    return tuple(
        replace(mention, start=mention.start + start, end=mention.end + start)
        for start, end in _neighbourhoods(masked)
        for mention in _mentions(_items(_symbols(_tokens(masked[start:end]))))
    )


def as_edtf(mention: DateMention) -> str:
    """A date or range as one EDTF string: ``2021-21``, ``2006/2009``, ``2020/..``, ``../2023``."""
    if mention.single:
        return mention.first
    return f"{mention.first or '..'}/{mention.last or '..'}"


def letters(text: str) -> str:
    """The text in the letters of ``ALPHABET``: what the grammar sees of it.

    >>> letters("since Sept 2022")
    's M Y'
    """
    return "".join(token.letter for token in _tokens(text))


def _neighbourhoods(text: str) -> list[tuple[int, int]]:
    """The parts of the text where a date may stand: around its years. Most of a line has none."""
    parts: list[tuple[int, int]] = []
    for match in _YEARLIKE.finditer(text):
        start, end = max(0, match.start() - _BEFORE_YEAR), min(len(text), match.end() + _BEHIND_YEAR)
        if parts and start <= parts[-1][1]:
            parts[-1] = parts[-1][0], end
        else:
            parts.append((start, end))
    return parts


# ---------------------------------------------------------------------------------------------------------------
# 1. tokens

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
    "R": "日",
    "X": "masked",
    "@": "what ties a number to something else (_ @ # $ % + = × \\)",
}


class Token(NamedTuple):
    start: int
    end: int
    text: str
    letter: str


_DASHES = "-–—‐‑‒―−－→➔➝⟶"

_YEARLIKE = re.compile(r"(?<!\d) \d{4} (?!\d) | (?: ['’‘´`]\s? | [^\W\d_][ ]? ) \d\d (?!\d)", re.VERBOSE)

#: Characters around a year that can belong to its date.
_BEFORE_YEAR, _BEHIND_YEAR = 80, 60

_TOKEN = re.compile(
    rf"""
      (?P<blank>   \s+ )
    | (?P<Z>       \b (?i: {words.PHRASES["Z"]} ) \b )
    | (?P<A>       \b (?i: {words.PHRASES["A"]} ) (?! [^\W\d] ) )
    | (?P<quarter> [QH][1-4] (?! \d ) )
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

_HAN = {"年": "J", "月": "G", "日": "R", "号": "R", "、": ","}
_MARKS = {
    **dict.fromkeys("_@#$%+=×\\€£¥", "@"),
    "\0": "X", "&": "&", "、": ",", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "．": ".",
    "／": "/", "～": "~", "〜": "~", "∼": "~", "˜": "~", "】": "]", "【": "[",
}  # fmt: skip


def _tokens(text: str) -> list[Token]:
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
        return "W" if _season(word) == 24 else "S"
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


def _season(word: str) -> int:
    return words.CAPITAL_SEASONS.get(word) or words.SEASONS[word.lower()]


def _month(word: str) -> int:
    low = word.lower()
    return words.MONTHS.get(low) or words.MONTHS_BESIDE_A_SLASH[low]


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
        rf"\b\d{{1,4}}\s?\(\d{{1,4}}(?:[{_DASHES}/]\d{{1,4}})?\)\s?[:,]\s?\d{{1,6}}\s?[{_DASHES}]{{1,3}}\s?\d{{1,6}}\b"
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


# ---------------------------------------------------------------------------------------------------------------
# 2. points


@dataclass(frozen=True, slots=True)
class Point:
    """One date, perhaps without its year yet; the ``end_`` parts make it a range of its own (``Nov 16-18, 2024``)."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0
    end_year: int = 0
    end_month: int = 0
    end_day: int = 0
    decade: bool = False
    academic: bool = False
    year_first: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How one date is written, in the letters of ``ALPHABET``.

    ``parts`` says what the numbers, months and seasons in it are, in their order: ``y`` year, ``m`` month, ``d`` day,
    ``s`` season, ``q`` quarter, ``k`` decade, ``z`` short year, ``E``, ``M``, ``D`` the end's year, month and day,
    ``a`` ``b`` day and month in an order that the line must show, ``_`` nothing; a last ``~`` or ``?`` marks the date.
    """

    name: str
    regex: str
    parts: str
    matches: Mapping[str, str]
    rejects: tuple[str, ...] = ()


_DAY = r"[ndo]\.?"
_OF = r"(?:i\ ){0,2}"
_YEAR = r"[Yy]"
_RANGE = r"\ ?(?:-|w|u|&|~)\ ?"
_NO_YEAR_NEXT = r"(?!\.?\ ?(?:[ndo],?\ ?)?[Yy])"

FORMS: tuple[Form, ...] = (
    Form(
        "days of a month, month first",
        rf"[Mm]\.?\ ?{_DAY}{_RANGE}{_DAY}\ ?,?\ ?{_OF}{_YEAR}",
        "mdDy",
        {"November 16th-18th, 2024": "2024-11-16/2024-11-18", "May 3 and 4, 2021": "2021-05-03/2021-05-04"},
    ),
    Form(
        "days of a month, month last",
        rf"{_DAY}{_RANGE}{_DAY}\ ?{_OF}[Mm]\.?,?\ ?{_OF}{_YEAR}",
        "dDmy",
        {"16–18 November 2024": "2024-11-16/2024-11-18"},
    ),
    Form(
        "month, day, year",
        rf"[Mm]\.?,?[\ /-]?{_OF}{_DAY}\ ?[,\ /-]\ ?{_OF}{_YEAR}",
        "mdy",
        {"Aug. 3rd, 2021": "2021-08-03", "May 3 2021": "2021-05-03", "Nov. 16 , 2024": "2024-11-16"},
        ("May 32, 202",),
    ),
    Form(
        "day, month, year",
        rf"{_DAY}[\ /-]?{_OF}[Mm]\.?[,\ /-]?\ ?{_OF}{_YEAR}",
        "dmy",
        {
            "16 November 2024": "2024-11-16",
            "3 de mayo de 2021": "2021-05-03",
            "16-May-2024": "2024-05-16",
            "1er mars 2020": "2020-03-01",
            "3. Mai 2021": "2021-05-03",
        },
    ),
    Form(
        "year, month, day in words",
        rf"Y,?[\ /-]M\.?[\ /-]?{_DAY}(?!,?\ ?[Yy])",
        "ymd",
        {"2024-May-16": "2024-05-16", "2024, May 16": "2024-05-16"},
    ),
    Form(
        "month, year",
        rf"[Mm]\.?\ ?[,/-]?\ ?{_OF}{_YEAR}",
        "my",
        {
            "Sept 2022": "2022-09",
            "May, 2024": "2024-05",
            "dic. 2019": "2019-12",
            "mayo de 2021": "2021-05",
            "Nov'24": "2024-11",
            "May-2021": "2021-05",
            "Sep2018": "2018-09",
            "set/2019": "2019-09",
        },
        ("set 20", "May 5"),
    ),
    Form(
        "year, month in words",
        rf"Y\ ?[/-]?\ ?M\.?{_NO_YEAR_NEXT}",
        "ym",
        {"2024 May": "2024-05", "2024-May": "2024-05"},
    ),
    Form(
        "year, month, day",
        r"Y-n-[nd]|Y/n/[nd]|Y\.\ ?n\.\ ?[nd]",
        "ymd",
        {
            "2024/11/16": "2024-11-16",
            "2024-05-01": "2024-05-01",
            "2021.05.12": "2021-05-12",
            "2024. 5. 1": "2024-05-01",
        },
        ("2024/13/1",),
    ),
    Form("Chinese or Japanese day", r"Y\ ?J\ ?n\ ?G\ ?[nd]\ ?R", "ymd", {"2024年6月1日": "2024-06-01"}),
    Form("Chinese or Japanese months", r"Y\ ?J\ ?n\ ?G?\ ?[-w~]\ ?n\ ?G", "ymM", {"2024年3月-6月": "2024-03/2024-06"}),
    Form("Chinese or Japanese month", r"Y\ ?J\ ?n\ ?G", "ym", {"2024年6月": "2024-06"}),
    Form("Chinese or Japanese season", r"Y\ ?J\ ?[SW]", "ys", {"2021年春季": "2021-21"}),
    Form("Chinese or Japanese year", r"Y\ ?J", "y", {"2024年": "2024"}),
    Form(
        "months of a year, year first",
        r"Y[./]n\ ?[-~]\ ?n(?!\ ?[./-]?\ ?[0ndtY])",
        "ymM",
        {"2018.09-12": "2018-09/2018-12"},
        ("2018.13-14",),
    ),
    Form("months of a year, year last", r"n\ ?-\ ?n[/.]Y", "mMy", {"03-06/2021": "2021-03/2021-06"}),
    Form(
        "day, month, year with dots",
        r"[nd]\.\ ?[nd]\.\ ?Y",
        "dmy",
        {"12.05.2021": "2021-05-12", "1. 2. 2021": "2021-02-01"},
    ),
    Form(
        "day, month, year in an order to be shown",
        r"[nd]/[nd]/Y|[nd]-[nd]-Y",
        "aby",
        {"13/02/2021": "2021-02-13", "05/12/2021": "2021", "02/13/2021": "2021-02-13", "05/05/2021": "2021-05-05"},
    ),
    Form(
        "year, month",
        r"Y[-/.]n(?![-/.][ndt0])",
        "ym",
        {"2024-05": "2024-05", "2024.05": "2024-05", "2019.9": "2019-09", "2024/05": "2024-05"},
        ("2024.13",),
    ),
    Form("numbered term", r"T\ ?n\ ?[,/-]?\ ?Y", "_y", {"Sem 1 2020": "2020", "Semester 1/2020": "2020"}),
    Form(
        "month, year in numbers",
        r"n\ ?/\ ?Y|n[.-]Y",
        "my",
        {"09/2018": "2018-09", "9 / 2018": "2018-09", "05.2024": "2024-05"},
        ("13/2018",),
    ),
    Form(
        "winter of two years",
        rf"W(?:\ T)?\ ?{_OF}(?:Y\ ?[/-]\ ?(?:[ndt](?![./-])|Y))",
        "sy_",
        {"Winter 2019/20": "2019-24", "WS 2020/21": "2020-24", "Winter 2019-2020": "2019-24"},
    ),
    Form(
        "season, year",
        rf"[SW](?:\ T)?\ ?[,/-]?\ ?{_OF}{_YEAR}",
        "sy",
        {
            "Spring 2021": "2021-21",
            "Fall'19": "2019-23",
            "Summer of 2021": "2021-22",
            "Fall of the 2020": "2020-23",
            "Spring Semester 2021": "2021-21",
            "SS 2021": "2021-22",
            "Michaelmas 2019": "2019-23",
        },
        ("ss 20", "fall from 2 m"),
    ),
    Form("season, short year", r"[SW][dnt]/[dnt]", "sz_", {"WS20/21": "2020-24"}),
    Form(
        "season, short year alone",
        r"[SW](?:[dnt]|\ [dt](?=$|\ ?[,)/;:\]&-]))",
        "sz",
        {"Fall19": "2019-23", "Spring 21": "2021-21"},
        ("Fall 19 people",),
    ),
    Form(
        "year, season",
        rf"Y[\ /-]?[SW](?:\ T)?(?!\ ?{_OF}[Yy])|Y,\ ?[SW](?:\ T)?(?!,?\ ?{_OF}[Yy])",
        "ys",
        {"2021 Spring": "2021-21", "2020, Fall": "2020-23"},
    ),
    Form(
        "quarter, year",
        rf"Q[\ ,/-]?\ ?{_OF}{_YEAR}",
        "qy",
        {"Q1 2022": "2022-01/2022-03", "H1 2021": "2021-01/2021-06"},
    ),
    Form("year, quarter", r"Y[\ /-]?Q", "yq", {"2022 Q3": "2022-07/2022-09"}),
    Form(
        "two years with a slash",
        r"(?<!Y/)Y\ ?/\ ?(?:[ndt]|Y)(?!/[Yndt]|[.-][ndt0])",
        "yE",
        {"2019/20": "2019/2020", "2019/2020": "2019/2020"},
        ("2020/13/1",),
    ),
    Form(
        "two years, the second short",
        r"Y\ ?-\ ?[ndt](?!\ ?[x0%.]\w?)|y-[ndt]",
        "yE",
        {"2012-14": "2012/2014", "2012 – 14": "2012/2014", "'15-19": "2015/2019"},
        ("20-14",),
    ),
    Form(
        "academic year, short",
        r"(?:(?<=A)|(?<=A\ ))[ndt][/-][ndt]",
        "zE",
        {"AY19-20": "2019/2020", "AY 20/21": "2020/2021"},
    ),
    Form("decade", r"K", "k", {"1990s": "199X", "'90s": "199X"}),
    Form(
        "about a year",
        rf"(?:c\.?\ ?|(?<![YyGRJndo)~-])(?<![YyGRJndo)]\ )~){_YEAR}(?![-./]n)",
        "y~",
        {"c. 2015": "2015~", "~2015": "2015~", "around 2015": "2015~"},
    ),
    Form("year in doubt", r"(?<=\()Y\?(?=\))", "y?", {"(2015?)": "2015?"}),
    Form("class of a year", r"C\ i\ [Yy]", "y", {"Class of 2020": "2020"}),
    Form(
        "year",
        r"Y(?!\ N|@)|(?<=[xU])y|y(?=\ ?(?:$|[-,;:/)\].&]))",
        "y",
        {"2019": "2019", "ICML'24": "2024", "NeurIPS’23": "2023", "ICML2024": "2024"},
        ("2000 citations", "1000", "2500", "'20 questions"),
    ),
    # without a year: only beside a date that has one
    Form("month and day", rf"M\.?\ ?{_DAY}(?![0-9ndt])", "md", {}),
    Form("day and month", rf"{_DAY}\ ?{_OF}M", "dm", {}),
    Form("month", r"M\.?", "m", {}),
    Form("season or term", r"[SW](?:\ T)?", "s", {}),
    Form("quarter", r"Q", "q", {}),
)

_POINT = re.compile(
    r"(?=[YyMmSWQKndoTCc~])(?:" + "|".join(f"(?P<f{i}>{form.regex})" for i, form in enumerate(FORMS)) + ")",
    re.VERBOSE,
)
_VALUES = frozenset("YyMmSWQKndto")
_NUMBERS = frozenset("YKndto")
_TIED_BEFORE = re.compile(r"(?: [0ndto][-./:,]? | [x@XJ] | @\ ? | V\ (?:i\ )? ) \Z", re.VERBOSE)
_TIED_BEHIND = re.compile(r"[x0ndtU@] | [-./:,]0 | \.F | :[nt] | \ @", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A token, or the tokens of one point: ``D`` a date, ``R`` a range of its own, ``p`` a date without its year."""

    start: int
    end: int
    letter: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """What the line shows about its writer: whether 1/2/2021 is in February, and whether 2010/11 is in November."""

    day_first: bool | None
    slash_before_month: bool


def _symbols(tokens: Sequence[Token]) -> list[Symbol]:
    row = "".join(token.letter for token in tokens)
    found = [(FORMS[int((match.lastgroup or "f0")[1:])], match.start(), match.end()) for match in _POINT.finditer(row)]
    habits = _habits([(form, tokens[start:end]) for form, start, end in found])
    symbols: list[Symbol] = []
    done = 0
    for form, start, end in found:
        symbols += [Symbol(token.start, token.end, token.letter) for token in tokens[done:start]]
        tied = _is_tied(row[max(done, start - 4) : end], row[end - 1 : end + 3], start - max(done, start - 4))
        point = None if tied else _point(form, tokens[start:end], habits)
        symbols.append(Symbol(tokens[start].start, tokens[end - 1].end, _point_letter(point), point))
        done = end
    return symbols + [Symbol(token.start, token.end, token.letter) for token in tokens[done:]]


def _is_tied(before: str, behind: str, at: int) -> bool:
    """Whether a date that begins or ends with a number is part of something longer, such as ``2021-1234``."""
    starts_with_number = before[at] in _NUMBERS
    return bool(
        starts_with_number
        and _TIED_BEFORE.search(before[:at])
        or behind[0] in _NUMBERS
        and _TIED_BEHIND.match(behind[1:])
    )


def _point_letter(point: Point | None) -> str:
    if point is None:
        return "0"
    if not point.year:
        return "p"
    return "R" if point.end_year or point.end_month or point.end_day else "D"


def _habits(found: Sequence[tuple[Form, Sequence[Token]]]) -> Habits:
    day_first, slash_before_month = None, False
    for form, run in found:
        values = [int(token.text) for token in run if token.letter in "Ynd"]
        if form.parts == "aby" and max(values[:2]) > 12:
            day_first = values[0] > 12
        if form.name == "year, month" and run[1].letter == "/" and values[1] != values[0] % 100 + 1:
            slash_before_month = True
    return Habits(day_first, slash_before_month)


def _point(form: Form, run: Sequence[Token], habits: Habits) -> Point | None:
    """The point that a run of tokens states, or None if it cannot be one (``2015-13``)."""
    tokens = [token for token in run if token.letter in _VALUES]
    parts = form.parts
    if parts == "ym" and form.name == "year, month":
        parts = _month_or_year(run, habits)
    if parts == "aby":
        parts = _day_and_month(tokens, habits)
    point = Point(mark=parts[-1] if parts[-1] in "~?" else "", year_first=parts[0] == "y")
    for part, token in zip(parts, tokens, strict=False):
        point = replace(point, **_PARTS[part](token.text, point))
    if point.end_year:
        slash = any(token.letter == "/" for token in run)
        point = replace(point, academic=slash and point.end_year == point.year + 1)
    return _checked(point)


def _month_or_year(run: Sequence[Token], habits: Habits) -> str:
    """``2010/11`` is an academic year unless the line shows slashes before months; ``2009–11`` has years."""
    year, number = int(run[0].text) % 100, int(run[2].text)
    if run[1].letter == "/" and number == year + 1 and not habits.slash_before_month:
        return "yE"
    if run[1].letter == "-" and run[1].text != "-" and number > year:
        return "yE"
    return "ym"


def _day_and_month(tokens: Sequence[Token], habits: Habits) -> str:
    first, second = (int(token.text) for token in tokens[:2])
    if first == second:
        return "dmy"
    if first > 12 or second > 12:
        return "dmy" if first > 12 else "mdy"
    return {None: "__y", True: "dmy", False: "mdy"}[habits.day_first]


def _digits(text: str) -> int:
    return int("".join(char for char in text if char.isdecimal()))


def _full_year(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    value = int(digits)
    if len(digits) == 4:
        return value
    return value + (2000 if value <= LAST_SHORT_YEAR else 1900)


def _end_year(text: str, point: Point) -> int:
    """The second year of a pair; a short one is in the century of the first, or in the next ("1999/00")."""
    value = int(text)
    if len(text) == 4:
        return value
    year = point.year // 100 * 100 + value
    return year if year > point.year else year + 100


_Setter = Callable[[str, Point], dict[str, Any]]
_PARTS: Mapping[str, _Setter] = {
    "y": lambda text, point: {"year": _full_year(text)},
    "z": lambda text, point: {"year": _full_year(text)},
    "k": lambda text, point: {"year": _full_year(text), "decade": True},
    "m": lambda text, point: {"month": _month_number(text)},
    "d": lambda text, point: {"day": _digits(text)},
    "s": lambda text, point: {"season": _season(text)},
    "q": lambda text, point: dict(zip(("month", "end_month"), words.QUARTERS[text.upper()], strict=True)),
    "E": lambda text, point: {"end_year": _end_year(text, point)},
    "M": lambda text, point: {"end_month": _month_number(text)},
    "D": lambda text, point: {"end_day": _digits(text)},
    "_": lambda text, point: {},
}


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else _month(text)


def _checked(point: Point) -> Point | None:
    """The point if a calendar has it; without its day if the month is not that long ("31 June 2011").

    A range within a point must ascend and be shorter than a life.
    """
    if point.end_year and not 0 < point.end_year - point.year <= LONGEST:
        return None
    if point.end_month and point.end_month <= point.month or point.end_day and point.end_day <= point.day:
        return None
    for candidate in (point, replace(point, day=0, end_day=0)):
        dated = candidate if candidate.year else replace(candidate, year=2000)
        if edtf.is_edtf(_first(dated)) and edtf.is_edtf(_last(dated)):
            return candidate
    return None


def _first(point: Point) -> str:
    if point.decade:
        return f"{point.year // 10}X"
    text = f"{point.year:04}"
    if point.season or point.month:
        text += f"-{point.season or point.month:02}"
    if point.day:
        text += f"-{point.day:02}"
    return text + point.mark


def _last(point: Point) -> str:
    return _first(
        replace(
            point,
            year=point.end_year or point.year,
            month=point.end_month or point.month,
            day=point.end_day or point.day,
        )
    )


# ---------------------------------------------------------------------------------------------------------------
# 3. items and lists


@dataclass(frozen=True, slots=True)
class Item:
    """One date or range, before the years that it takes from its neighbours in a list."""

    start: int
    end: int
    first: Point | None
    last: Point | None = None
    ongoing: bool = False
    expected: bool = False
    academic: bool = False
    closed: bool = False  # punctuation or the end of the line stands behind it


_LATE = r"(?: l [ -]? i? [ ]? )?"
_EXPECTED = r"(?: (?: e | h[ ]j ) [ :.,(jwi]{0,12} )"
_WILL = r"(?: (?: e | h[ ]j ) (?: [ ] j )? [.]? )"
_JOIN = r"(?: [ ]? (?: - | w | u | ~ ) [ wiu]{0,4} )"

_ITEM = re.compile(
    rf"""
    {_EXPECTED}? (?: A [ :.s(i]{{0,3}} )?
    (?:
        b [ i]{{1,3}} {_LATE} [DRp] [ ]? & [ i]{{0,3}} {_LATE} [DR]            # between 2015 and 2019
      | P {_JOIN} D                                                            # Now - Sept 2022
      | u [ i]{{1,3}} {_LATE} [DR]                                             # until 2023
      | (?: [fs] [ i]{{0,3}} )? {_LATE} [DRp]
        (?: {_JOIN} \(? {_EXPECTED}? \)? [ ]? {_LATE} (?: [DR] | p (?= [ ]? (?: $ | []),.;:] ) ) )     # 2015 - 2019
          | (?: (?: {_JOIN} | , [ ] )? P | [ ]? -? [ ]? Z )                    # 2015 - present (expected 2020)
            (?: [ ] [(\[] {_EXPECTED} {_LATE} D [)\]] )?
          | [ ]? v                                                             # 2015 onwards
          | [ ]? - (?= [ ]? (?: $ | []),;:|] ) )                              # 2015 -
        )?
    )
    (?: [ ]? A | [ ] [(\[] P [)\]] )?
    (?: [ ]? [(\[] {_WILL} [)\]] | ,? [ ] {_WILL} (?= [ ]? (?: $ | []).,;:] ) ) )?
    """,
    re.VERBOSE,
)

_CLOSED = re.compile(r"[ ]? (?: $ | []).,;:] )", re.VERBOSE)
_SEPARATOR = re.compile(r"[ ]? (?: [,;/&] | ,[ ]& ) [ ]?", re.VERBOSE)


def _items(symbols: Sequence[Symbol]) -> Iterator[tuple[Item, str]]:
    """Each item, with the letters that stand between the item before and it."""
    row = "".join(symbol.letter for symbol in symbols)
    done = 0
    for match in _ITEM.finditer(row):
        item = _item(symbols[match.start() : match.end()])
        yield replace(item, closed=_CLOSED.match(row, match.end()) is not None), row[done : match.start()]
        done = match.end()


def _item(run: Sequence[Symbol]) -> Item:
    points = [symbol.point for symbol in run if symbol.point is not None]
    roles = {symbol.letter for symbol in run if symbol.point is None}
    two = len(points) > 1
    until = "u" in roles and not two and not roles & set("PZ")
    return Item(
        start=run[0].start,
        end=run[-1].end,
        first=None if until else points[0],
        last=points[-1] if two or until else None,
        ongoing=bool(roles & set("PZ")) or not two and (bool(roles & set("sv")) or run[-1].letter == "-"),
        expected=bool(roles & set("eh")),
        academic="A" in roles,
    )


def _mentions(items: Iterable[tuple[Item, str]]) -> Iterator[DateMention]:
    for chain in _chains(items):
        for row in _rows(_with_years(chain)):
            yield _several(row) if len(row) > 1 else _one(row[0])


def _chains(items: Iterable[tuple[Item, str]]) -> Iterator[list[Item]]:
    """Items in runs that only commas and the like set apart."""
    chain: list[Item] = []
    for item, between in items:
        if chain and _SEPARATOR.fullmatch(between) is None:
            yield chain
            chain = []
        chain.append(item)
    if chain:
        yield chain


def _with_years(chain: Sequence[Item]) -> list[Item | None]:
    """The chain with each year that is written once for several items; None where an item stays without a year."""
    return _with_shared_seasons(_with_earlier_years(_with_later_years(chain)))


def _with_later_years(chain: Sequence[Item]) -> list[Item]:
    """ "Summer, Fall 2020": both are of 2020."""
    filled: list[Item] = []
    year = 0
    for item in reversed(chain):
        filled.append(_with_year(item, year))
        year = _year(filled[-1])
    return filled[::-1]


def _with_earlier_years(chain: Sequence[Item]) -> list[Item | None]:
    """ "2022 Spring, Fall": both are of 2022, since the year stands first."""
    filled: list[Item | None] = []
    year = 0
    for item in chain:
        if item.closed:
            item = _with_year(item, year)
        year = _year(item) if item.first and (item.first.year_first or year and item.first.year == year) else 0
        filled.append(item if _year(item) or item.last else None)
    return filled


def _with_shared_seasons(chain: Sequence[Item | None]) -> list[Item | None]:
    """ "Fall 2019, 2020": both are autumns."""
    filled: list[Item | None] = []
    season = 0
    for item in chain:
        first = item.first if item and item.last is None else None
        if item and first and season and _shape(first) == _BARE:
            item = replace(item, first=replace(first, season=season))
        else:
            season = first.season if first else 0
        filled.append(item)
    return filled


def _year(item: Item) -> int:
    return item.first.year if item.first else 0


def _with_year(item: Item, year: int) -> Item:
    first, last = item.first, item.last
    if first and last and not first.year:
        first = replace(first, year=last.year)
        # "Nov – Feb 2021" began in the year before.
        if edtf.sort_key(_first(first)) > edtf.sort_key(_last(last)):
            first = replace(first, year=last.year - 1)
    elif first and last and not last.year:
        last = replace(last, year=first.year)
        if edtf.sort_key(_last(last)) < edtf.sort_key(_first(first)):
            last = replace(last, year=first.year + 1)
    elif first and not first.year and year:
        first = replace(first, year=year)
    return replace(item, first=first, last=last)


_Shape = tuple[bool, bool, bool]
_BARE: _Shape = (False, False, False)


def _shape(point: Point) -> _Shape:
    return bool(point.season), bool(point.month), bool(point.day)


def _rows(items: Sequence[Item | None]) -> Iterator[list[Item]]:
    """The parts of a chain that are lists: neighbours of one precision ("2017, May 2018" is none), all expected or none."""
    row: list[Item] = []
    for item in items:
        if row and (item is None or not _is_like(item, row[-1])):
            yield row
            row = []
        if item is not None:
            row.append(item)
    if row:
        yield row


def _is_like(a: Item, b: Item) -> bool:
    one, other = a.first or a.last, b.first or b.last
    return one is not None and other is not None and _shape(one) == _shape(other) and a.expected == b.expected


def _one(item: Item) -> DateMention:
    mention = DateMention(item.start, item.end, "", ongoing=item.ongoing, expected=item.expected)
    if item.first is None:
        return replace(mention, last=_last(item.last) if item.last else "")
    first, last = _first(item.first), _last(item.last or item.first)
    if item.academic and _is_academic_year(item.first, item.last):
        return replace(mention, first=f"{first}/{last}", single=True, academic=True)
    if last == first or item.ongoing and not item.last:
        return replace(mention, first=first, single=not item.ongoing)
    # Newest first, as some tables have it.
    if edtf.sort_key(first)[0] > edtf.sort_key(last)[1]:
        first, last = last, first
    return replace(mention, first=first, last=last, academic=item.last is None and item.first.academic)


def _is_academic_year(first: Point, last: Point | None) -> bool:
    second = last.year if last else first.end_year
    return _shape(first) == _shape(last or first) == _BARE and second == first.year + 1


def _several(row: Sequence[Item]) -> DateMention:
    mentions = [_one(item) for item in row]
    texts = tuple(as_edtf(mention) for mention in mentions)
    ordered = sorted(texts, key=edtf.sort_key)
    ongoing = any(mention.ongoing for mention in mentions)
    latest = max(texts, key=lambda text: edtf.sort_key(text)[1])
    return DateMention(
        mentions[0].start,
        mentions[-1].end,
        first=ordered[0].partition("/")[0],
        last="" if ongoing else latest.rpartition("/")[2],
        ongoing=ongoing,
        expected=any(mention.expected for mention in mentions),
        several=texts,
    )
