"""Author lists as bibliographies have them: names in a row, in every order of given and family name, marks left out."""

from __future__ import annotations

import re

from kg.extract.mentions import gazetteer
from kg.extract.page import Found

_UP = r"[^\W\d_a-z\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]"
_WORD = rf"{_UP}[\w’'‐-]*[^\W\d_]"
_INITIALS = rf"(?:{_UP}\.[\s‐-]?){{1,4}}"
_PARTICLE = r"(?:(?:van|von|de|der|den|da|di|dos|du|del|della|la|le|el|al|bin|ibn|ten|ter)[^\S\n]+){0,2}"
_GAP = r"[^\S\n]+"  # a name does not go on in the next line
# "J. K. Doe", "Doe, J. K.", "Doe J.K.", "Jane K. van Doe", "the FJORD consortium", "王小明"
_NAME = re.compile(
    rf"(?P<group>(?:the{_GAP})?(?:{_UP}[\w-]*{_GAP}){{1,6}}(?:[Cc]onsortium|[Cc]ollaboration|(?:[Ww]orking|[Ss]tudy){_GAP}[Gg]roup))"
    rf"|{_INITIALS}[^\S\n]*{_PARTICLE}{_WORD}(?:{_GAP}{_WORD})?"
    rf"|{_PARTICLE}{_WORD},[^\S\n]*{_INITIALS}"
    rf"|{_PARTICLE}{_WORD},{_GAP}{_UP}(?=[^\S\n]*&)"
    rf"|{_WORD}{_GAP}{_INITIALS}(?=[^\S\n]*[,;*†“\"(]|[^\S\n]+(?:and|&)\s|\s*$)"
    rf"|{_WORD}{_GAP}(?:{_UP}){{1,3}}(?=[^\S\n]*[,;.*†]|[^\S\n]+and\b|\s*$)"
    rf"|{_WORD}(?:{_GAP}(?:{_UP}\.|{_WORD}|{_UP}(?=\s))){{0,2}}{_GAP}{_PARTICLE}{_WORD}"
    rf"|{_WORD}{_GAP}{_INITIALS}"
    r"|[\u4e00-\u9fff]{2,4}(?=\s*[,，、;；.*†\n]|\s+and\b|等|$)"
)
# Chicago style turns the first name alone about: "Doe, Jane, and John Roe. 2014."
_TURNED = re.compile(
    rf"{_PARTICLE}{_WORD},{_GAP}{_WORD}(?:{_GAP}{_UP}\.)?(?=,\s+and\s+{_WORD}\s|\.?\s+\(?(?:19|20)\d\d|\.\s+[“\"])"
)
_MARKS = re.compile(r"[\s]*(?:\([^()]{0,24}\)|[*†‡#§¶∗✉★^+]|\\\*|(?<=[\w*])[\d]{1,2}(?=[\s,;*†]|$)|[=])*")
_SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:and\b|&)?|;\s*(?:and\b|&)?|，|、|；|\band\b|&|·|\||\bund\b|\by\b|\bet\b(?!\s+al)"
    r"|和)\s*(?:(?:(?:\.\s?){3}|…)\s*,?\s*(?:&|and\b)?\s*)?"
)
_MORE = re.compile(r"\s*,?\s*(?:et\s+al\b\.?|等(?:人)?|and\s+others|(?:\.\s?){3}(?!\s*\w)|…(?!\s*\w))")
_NO_NAME = gazetteer("not_author_words")


def authors_at(text: str, start: int, end: int) -> tuple[list[Found], int]:
    """The names that stand in a row from ``start`` on, and where the row ends; an empty list where none begins."""
    found: list[Found] = []
    at = start
    while at < end:
        name = (_TURNED.match(text, at, end) if at == start else None) or _NAME.match(text, at, end)
        if name is None or name.lastgroup != "group" and _is_no_name(name.group()):
            break
        found.append(Found(name.start(), name.end()))
        marks = _MARKS.match(text, name.end(), end)
        after = marks.end() if marks else name.end()
        if more := _MORE.match(text, after, end):
            return found, more.end()
        separator = _SEPARATOR.match(text, after, end)
        if separator is None:
            return found, after
        at = separator.end()
    return found, at if found else start


def _is_no_name(words: str) -> bool:
    tokens = re.findall(r"[^\W\d_][\w-]*", words.casefold())  # "In-Ho" is not "in"
    return any(t in _NO_NAME for t in tokens) or len(words) > 60
