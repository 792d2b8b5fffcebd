"""Tokens to points, each one date as it is written, perhaps without its year: step 2 of ``dates``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import edtf
from kg.extract import date_words as words
from kg.extract.date_tokens import Token, month, season

#: A two-digit year above it belongs to the last century.
LAST_SHORT_YEAR = 49

#: Years that the short form of a range may span: "1960-18" is no range.
LONGEST = 70


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
    Form("Chinese or Japanese day", r"Y\ ?J\ ?n\ ?G\ ?[nd]\ ?B", "ymd", {"2024年6月1日": "2024-06-01"}),
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
    Form("numbered term", r"T\ ?n\ ?[,/-]?\ ?Y(?!\ ?/)", "_y", {"Sem 1 2020": "2020", "Semester 1/2020": "2020"}),
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
        r"Y\ ?-\ ?[ndt](?!\ ?[x0%.]\w?)|^Y-[ndt](?=\ x)|y-[ndt]",
        "yE",
        {"2012-14": "2012/2014", "2012 – 14": "2012/2014", "'15-19": "2015/2019", "1997-98 Oslo": "1997/1998"},
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
        rf"(?:c\.?\ ?|(?<![YyGBJndo)~-])(?<![YyGBJndo)]\ )~){_YEAR}(?![-./]n)",
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


def symbols_of(tokens: Sequence[Token]) -> list[Symbol]:
    """The line with each date in it as one symbol; all other tokens stay what they are."""
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
    values: dict[str, int] = {}
    for part, token in zip(parts, tokens, strict=False):
        values |= _PARTS[part](token.text)
    year = values.get("year", 0)
    if "end_year" in values:
        values["end_year"] = _after(year, values["end_year"])
    slash = any(token.letter == "/" for token in run)
    return _checked(
        Point(
            **values,
            decade="k" in parts,
            academic=slash and values.get("end_year") == year + 1,
            year_first=parts[0] == "y",
            mark=parts[-1] if parts[-1] in "~?" else "",
        )
    )


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


def _after(year: int, second: int) -> int:
    """The second year of a pair; a short one is in the century of the first, or in the next ("1999/00")."""
    if second > 99:
        return second
    full = year // 100 * 100 + second
    return full if full > year else full + 100


#: What each part of a form says of a point.
_PARTS: Mapping[str, Callable[[str], dict[str, int]]] = {
    "y": lambda text: {"year": _full_year(text)},
    "z": lambda text: {"year": _full_year(text)},
    "k": lambda text: {"year": _full_year(text)},
    "m": lambda text: {"month": _month_number(text)},
    "d": lambda text: {"day": _digits(text)},
    "s": lambda text: {"season": season(text)},
    "q": lambda text: dict(zip(("month", "end_month"), words.QUARTERS[text.upper()], strict=True)),
    "E": lambda text: {"end_year": int(text)},
    "M": lambda text: {"end_month": _month_number(text)},
    "D": lambda text: {"end_day": _digits(text)},
    "_": lambda text: {},
}


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else month(text)


def _checked(point: Point) -> Point | None:
    """The point if a calendar has it; without its day if the month is not that long ("31 June 2011").

    A range within a point must ascend and be shorter than a life.
    """
    if point.end_year and not 0 < point.end_year - point.year <= LONGEST:
        return None
    if point.end_month and point.end_month <= point.month or point.end_day and point.end_day <= point.day:
        return None
    dated = point if point.year else replace(point, year=2000)
    if edtf.is_edtf(first_edtf(dated)) and edtf.is_edtf(last_edtf(dated)):
        return point
    return _checked(replace(point, day=0, end_day=0)) if point.day else None


def first_edtf(point: Point) -> str:
    """The point, or its first day, month or year if it is a range. It must have a year."""
    if point.decade:
        return f"{point.year // 10}X"
    text = f"{point.year:04}"
    if point.season or point.month:
        text += f"-{point.season or point.month:02}"
    if point.day:
        text += f"-{point.day:02}"
    return text + point.mark


def last_edtf(point: Point) -> str:
    """The end of a point that is a range, and otherwise the point itself."""
    if not (point.end_year or point.end_month or point.end_day):
        return first_edtf(point)
    return first_edtf(
        replace(
            point,
            year=point.end_year or point.year,
            month=point.end_month or point.month,
            day=point.end_day or point.day,
        )
    )
