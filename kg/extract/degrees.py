"""Degree names as people write them, with their level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OF = (
    r"(?:\s+of\s+(?:Science|Sciences|Arts|Engineering|Technology|Philosophy|Law|Laws|Medicine|Education"
    r"|Business\s+Administration|Commerce"
    r"|Fine\s+Arts|Applied\s+Science|Business|Architecture|Music|Public\s+Health|Public\s+Administration"
    r"|Public\s+Policy|Management"
    r"|Research|Letters|Theology|Divinity|Design|Social\s+Science|Computer\s+Science(?=\s+in\b)|Pharmacy"
    r"|Economics(?=\s+in\b)|Statistics(?=\s+in\b)"
    r"|Nursing|Veterinary\s+Medicine|Social\s+Work|Liberal\s+Arts))?"
)

# Level, and the forms that state it; the first level whose form matches at a place counts.
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "doctorate",
        rf"(?:Ph\.?\s?D\.?(?:['’]s)?|PHD|Phd|D\.\s?Phil\.?|DPhil|Sc\.D\.?|Eng\.D\.?|Ed\.D\.?|EdD|D\.\s?Sc\.?|DSc"
        rf"|D\.\s?Eng\.?|Docteur\s+ès\s+Sciences"
        rf"|Dr\.?\s?rer\.?\s?(?:nat|pol|oec)\.?|Dr\.?-?\s?Ing\.?(?!\w)"
        rf"|Dr\.\s?phil\.?|(?:[Dd]irect\s+)?(?:[Dd]octorate|[Dd]octoral|[Dd]octor['’]s)(?:\s+(?:degree|studies"
        rf"|candidate"
        rf"|student))?|Doctor(?:{_OF[3:-2]})"
        r"|[Dd]octorado|Doctor\s+en|[Dd]octorat|[Dd]ottorato(?:\s+di\s+[Rr]icerca)?|[Dd]outorado|[Dd]outoramento"
        r"|Promotion|Doktorand\w*|Thèse"
        r"|(?:(?:理|工|文|法|医|农|管理|经济|教育|艺术|哲|历史)学)?博士(?!后|生?导师|論文|论文)(?:研究生|学位|在读|生)?|博士課程|直博生?)",
    ),
    (
        "master",
        rf"(?:M\.\s?S\.?\s?(?:[Cc]\.?)?(?![\w])|MSc\b\.?(?:['’]s)?|M\.Sc\.?|MS\b|M\.\s?A\.?(?!\w)|MA\b|MPhil\b"
        rf"|M\.\s?Phil\.?|MEng\b|M\.?\s?Eng\.?(?!\w)|M\.E\.?(?!\w)|M\.?\s?Tech\.?(?!\w)|MBA\b|M\.B\.A\.?|MFA\b"
        rf"|MSE\b|M\.S\.E\.?"
        rf"|MPH\b|M\.?\s?Res\b\.?|MPA\b|MPP\b|MMath\b|MSci\b|MPhys\b|LL\.M\.?|M\.?Ed\.?(?!\w)|MASc\b|M\.A\.Sc\.?"
        rf"|MTech\b"
        rf"|MCS\b|MBiolSci\b|MChem\b|MComp\b|MGeol\b|MPharm\b|MLitt\b|MSt\b|MMus\b|MArch\b|M\.Arch\.?(?!\w)|MAcc\b"
        rf"|MPhil\b|MIS\b|MEd\b|S\.M\.?(?!\w)|SM\b(?=\s+in)"
        rf"|[Mm]aster(?:['’]?s)?{_OF}(?:\s+(?:[Dd]egrees?|[Pp]rogram(?:me)?|diploma|studies|student|thesis))?\b"
        rf"|Mag[ií]ster|[Mm]á[sx]ter|[Mm]agistère|[Mm]aîtrise|[Mm]estrado"
        r"|[Ll]aurea\s+[Mm]agistrale|Diplom(?:a?-?(?:[Ii]ng(?:enieur|\.)|[Mm]athematiker|[Pp]hysiker"
        r"|[Ii]nformatiker))|Dipl\.-\w+\.?|(?:(?:理|工|文|法|医|农|管理|经济|教育|艺术|哲|历史)学)?硕士(?!生?导师|论文)(?:研究生|学位|在读)?"
        r"|修士(?:課程)?)",
    ),
    (
        "bachelor",
        rf"(?:B\.\s?S\.?\s?(?:[Cc]\.?)?(?:\s?\(Hons\)|\s?Hons\.?)?(?![\w])|BSc\b\.?(?:\s?\(Hons\.?\))?"
        rf"|B\.Sc\.?(?:\s?\(Hons\.?\))?|BS\b|B\.\s?A\.?(?!\w)|BA\b|B\.\s?Eng\.?(?!\w)|BEng\b|B\.E\.?(?!\w)"
        rf"|BE\b(?=\s+(?:in|degree))|B\.?\s?Tech\.?(?!\w)"
        rf"|BBA\b|B\.B\.A\.?|BFA\b|BSE\b|B\.S\.E\.?|B\.?\s?Com\.?(?!\w)|BASc\b|B\.A\.Sc\.?|BMath\b|BCS\b|BCA\b"
        rf"|B\.Math\.?|LL\.B\.?|LLB\b|MBBS\b|B\.?Arch\b|A\.B\.?(?!\w)|AB\b(?=\s+in|\s*,|\s*$)|S\.B\.?(?!\w)"
        rf"|SB\b(?=\s+in)|B\.Mgt\.?|BMgt\b"
        rf"|[Bb]achelor(?:['’]?s)?{_OF}(?:\s+(?:[Dd]egrees?|[Pp]rogram(?:me)?|diploma|studies|student|thesis))?\b"
        rf"|(?<![Rr]esearch )[Uu]ndergraduate(?:\s+(?:degree|studies|student|education|work|program|training))?\b"
        rf"|[Uu]ndergrad\b"
        r"|[Ll]icenciatura|[Ll]icence\b|[Ll]icentiate(?:\s+[Dd]egree)?|[Gg]rado\s+en|[Gg]raduação"
        r"|[Ll]aurea(?:\s+[Tt]riennale)?\b|[Ll]icenciad[oa]\b|[Bb]acharel(?:ado)?\b|本科(?:生)?(?:\s?/\s?学士)?|(?:(?:理"
        r"|工|文|法|医|农|管理|经济|教育|艺术|哲|历史)学)?学士(?:学位)?)",
    ),
    (
        "other",
        r"(?:(?:[Pp]ostgraduate\s+|[Gg]raduate\s+)?[Dd]iploma\b|\b[Mm]inors?(?=\s+(?:in|degrees?)\b|\s*[:：])"
        r"|\bMinor\b|[Hh]igh\s+[Ss]chool(?:\s+(?:diploma"
        r"|degree|student))?|\b[Ee]xchange\s+(?:[Ss]tudent|[Pp]rogram(?:me)?|[Ss]emester|[Ss]tud(?:ies|y))\b"
        r"|\b[Ee]xchange(?=\s*(?:,|\(|\n|$)|\s+at)|[Ss]ummer\s+[Ss]chool|[Ss]tudy\s+[Aa]broad"
        r"|[Cc]ertificate\b|[Hh]abilitation|Abitur|[Bb]accalauréat|[Ss]econdary\s+[Ss]chool|\bA\.?-?[Ll]evels?\b"
        r"|[Aa]ssociate(?:['’]s)?\s+(?:[Dd]egree|of\s+\w+)|M\.?D\.?(?=,|\s+(?:from|at|degree|in|\()|$)"
        r"|J\.D\.?(?!\w)|JD\b|高中|交换(?:生)?|学期交换)",
    ),
)
_ANY = re.compile("|".join(rf"(?P<{level}>(?<![^\W\u4e00-\u9fff])(?<![.@-]){form})" for level, form in _FORMS))


@dataclass(frozen=True, slots=True)
class DegreeMention:
    """A degree's name at characters ``start`` to ``end``, with its ``level``."""

    start: int
    end: int
    level: str


# Behind these words a degree's name speaks of somebody or something else.
_NOT_HELD = re.compile(
    r"\s*(?:students\b(?!\s+at)|positions?\b|applicants?|openings?|advisees?|supervisors?\b|thesis\s+committee"
    r"|committees?|programs?\s+committee|admissions?|theses|candidates\b"
    r"|courses?\b|level|fellowships?|scholarships?|awards?|forum|symposium|colloquium|workshop|consortium|advisor"
    r"|mentor|researchers?\b|research\s+(?:assistant|intern|fellow|associate)|teaching|interns?\b|classes|class\b"
    r"|co-?authors?"
    r"|defen[cs]e\b|dissertation\s+award)",
    re.IGNORECASE,
)


def degrees(text: str, start: int = 0, end: int | None = None) -> Iterator[DegreeMention]:
    """The degrees named in a text, left to right.

    >>> [(d.level, d.start, d.end) for d in degrees("B.S. in Biology, Ph.D in Evolution")]
    [('bachelor', 0, 4), ('doctorate', 17, 21)]
    """
    for match in _ANY.finditer(text, start, len(text) if end is None else end):
        if _NOT_HELD.match(text, match.end()) or _is_state(text, match):
            continue
        level = match.lastgroup or "other"
        yield DegreeMention(match.start(), match.end(), level)


def _is_state(text: str, match: re.Match[str]) -> bool:
    """ "Boston, MA" and "Jackson, MS 39201" are addresses."""
    if match.group() not in ("MA", "MS"):
        return False
    return bool(re.search(r"[a-z],\s*$", text[: match.start()])) and bool(
        re.match(r"\s*(?:,?\s*USA?\b|,?\s*U\.S|\d{5}|[.,;)]|$|\n|\s[(-])", text[match.end() :])
    )
