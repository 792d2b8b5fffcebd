"""The names of posts in a text: "Senior Research Scientist", "visiting scholar", "Dean of the Graduate College"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.mentions import chunks
from kg.resources import resource

#: "Fellow of the Royal Society", of "IEEE": elected, and so an honour and no post.
ELECTED_FELLOW = (
    r"[Ff]ellow(?=\s+of\s+(?:the\s+)?(?:(?:[A-Z][\w’'-]+\s+){0,4}(?:Society|Academy|Association|Institution)|IEEE|ACM"
    r"|AAAS|AAAI)\b)"
)


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A post's name at characters ``start`` to ``end``; ``plural`` when it names several ("research assistants").

    ``tagged`` when the tagger saw it and no word of ours.
    """

    start: int
    end: int
    plural: bool = False
    tagged: bool = False


@cache
def _words(part: str) -> frozenset[str]:
    with resource("data", "gazetteers", "roles.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["phrase"] for row in csv.DictReader(file) if row["part"] == part)


@cache
def _head() -> re.Pattern[str]:
    heads = sorted(
        (h for h in _words("head") if h.isascii() or not re.search(r"[\u4e00-\u9fff]", h)), key=lambda h: (-len(h), h)
    )
    return re.compile(
        rf"(?<![\w@.-])(?P<head>{'|'.join(re.escape(h) for h in heads)})(?P<plural>s)?(?![\w@]|\.\w|-\w)", re.IGNORECASE
    )


@cache
def _more() -> re.Pattern[str]:
    """Words that go on with a role: "Research" and "Intern" in "Scientist Research Intern"."""
    heads = sorted((h for h in _words("head") if h.isascii()), key=lambda h: (-len(h), h))
    modifiers = sorted(
        (m for m in _words("modifier") - {"of", "and", "&", "/"} if m.isascii()), key=lambda m: (-len(m), m)
    )
    head = "|".join(re.escape(h) for h in heads)
    modifier = "|".join(re.escape(m) for m in modifiers)
    return re.compile(rf"(?:[ \u00a0]+(?:(?:{modifier})[ \u00a0]+){{0,3}}(?:{head})s?(?![\w-]))+", re.IGNORECASE)


# A word such as "chair" or "lead" is a post only where a sentence introduces it as one.
_NAMED = re.compile(r"(?:\b(?:a|an|the|as|was|am|is|its|their)\s+|[,;]\s*|\band\s+|^\s*)$", re.IGNORECASE)


@cache
def _cjk_head() -> re.Pattern[str]:
    heads = sorted((h for h in _words("head") if re.search(r"[\u4e00-\u9fff]", h)), key=lambda h: (-len(h), h))
    return re.compile("|".join(heads))


_LEFT = re.compile(r"([\w’'./&+-]+(?:\s*/\s*)?)[ \u00a0]+$")
# "Professor of Physics", "Head of Research", "Member of Technical Staff", "Dean for Students"
_OF = re.compile(
    r"\s+(?:of|for|de|en|für|in(?=\s+residence|\s+training|\s+chief))\s+(?:the\s+)?(?=[A-ZÀ-Þ]|technical|machine|data|engineering|research|residence|chief|training)"
    r"[\w’'&/-]+(?:\s+(?:and\s+|of\s+|&\s+)?[A-ZÀ-Þ][\w’'&/-]*|\s+staff|\s+learning|\s+science|\s+engineering)*"
)
_STOP_LEFT = frozenset(
    [
        "a",
        "an",
        "the",
        "as",
        "my",
        "i",
        "was",
        "am",
        "is",
        "be",
        "been",
        "became",
        "being",
        "our",
        "his",
        "her",
        "their",
        "by",
        "with",
        "and",
        "or",
        "at",
        "in",
        "for",
        "to",
        "from",
        "of",
        "its",
        "this",
        "currently",
        "also",
        "now",
    ]
)
_TAKES_OF = frozenset(
    [
        "professor",
        "dean",
        "director",
        "head",
        "chair",
        "member",
        "officer",
        "president",
        "vice-president",
        "leader",
        "lead",
        "chief",
        "lecturer",
        "reader",
        "fellow",
        "co-director",
        "doctor",
        "scientist",
        "staff",
    ]
)
_ALONE = frozenset(
    [
        "lead",
        "leader",
        "head",
        "chair",
        "expert",
        "partner",
        "staff",
        "visitor",
        "officer",
        "associate",
        "assistant",
        "student",
        "resident",
        "reader",
        "teacher",
        "writer",
        "doctor",
        "advisor",
        "adviser",
        "supervisor",
        "mentor",
        "director",
        "editor",
        "secretary",
        "treasurer",
        "coordinator",
        "manager",
        "specialist",
        "faculty",
        "trainee",
        "chief",
        "deputy",
        "designer",
        "developer",
        "fellowship",
        "ra",
        "ta",
        "pi",
        "quant",
        "captain",
        "pilot",
        "overseer",
        "docent",
        "doctorant",
        "aide",
        "judge",
        "grader",
        "trader",
        "counsel",
        "ambassador",
        "examiner",
        "demonstrator",
    ]
)


def roles(text: str, start: int = 0, end: int | None = None, *, listed: bool = False) -> Iterator[RoleMention]:
    """The posts named between ``start`` and ``end``, left to right, none over another.

    In a list (``listed``) the words in front of the head belong to the role up to the next separator; in a sentence
    only words that describe a post do.
    """
    stop = len(text) if end is None else end
    last = start
    for match in _head().finditer(text, start, stop):
        if match.start() < last:
            continue
        first = _extend_left(text, last, match.start(), listed)
        close = match.end()
        # "Research Scientist Intern", "Postdoctoral Research Fellow": go on while heads and modifiers follow
        more = _more().match(text, close, stop)
        plural = bool(match.group("plural"))
        if more:
            plural = more.group().endswith("s") and not more.group().endswith("ss")
            close = more.end()
        if not listed and text[first:close].casefold().rstrip("s") in _ALONE and not _NAMED.search(text, 0, first):
            continue
        head = text[match.start() : close].split()[-1].casefold()
        named_whole = re.match(r"\s+of\s+the\b", text[close : close + 12])  # "director of the X": X is where, not what
        if not named_whole and (head.rstrip("s") in _TAKES_OF or head in _TAKES_OF):
            close = _of(text, close, stop)
        last = close
        yield RoleMention(first, close, plural)
    if not text.isascii():
        for match in _cjk_head().finditer(text, start, stop):
            yield RoleMention(match.start(), match.end())


_ANOTHER = re.compile(r"\s+(?:and|&)\s+")


def _of(text: str, at: int, stop: int) -> int:
    match = _OF.match(text, at, stop)
    if match is None:
        return at
    first = at + len(match.group()) - len(match.group().lstrip())
    another = _ANOTHER.search(match.group())  # "Professor of Botany and Head of the Herbarium" are two posts
    if another and _head().match(text, at + another.end()):
        return at + another.start()
    for chunk in chunks(text):
        if chunk.start < match.end() and chunk.end > first and chunk.kind in ("org", "unit", "either", "place"):
            return at
    return match.end()


def _extend_left(text: str, floor: int, at: int, listed: bool) -> int:
    modifiers = _words("modifier")
    while True:
        match = _LEFT.search(text, max(floor, at - 40), at)
        if match is None or match.start(1) < floor:
            return at
        word = match.group(1).rstrip()
        folded = word.casefold()
        if folded in _STOP_LEFT or word.endswith((",", ":", ";")) or (word.endswith(".") and folded not in modifiers):
            # "Research and Teaching Assistant" reads over the "and" between two modifiers
            if folded in ("and", "&") and _joins(text, floor, match.start(1), modifiers):
                at = match.start(1)
                continue
            return at
        if folded not in modifiers and not (word[0].isupper() and (listed or _is_title_word(text, match.start(1)))):
            return at
        if folded not in modifiers and re.search(r"(?:ed|ing)$", folded):
            return at  # "Finished internship", "Started Research Intern"
        if folded not in modifiers and _in_organization(text, match.start(1)):
            return at
        at = match.start(1)


def _joins(text: str, floor: int, at: int, modifiers: frozenset[str]) -> bool:
    match = _LEFT.search(text, max(floor, at - 40), at)
    return match is not None and match.group(1).strip().casefold() in modifiers - {
        "of",
        "and",
        "&",
        "scientist",
        "engineer",
        "manager",
        "member",
    }


def _is_title_word(text: str, at: int) -> bool:
    """A capitalized word inside a sentence that is no sentence's first."""
    return at > 0 and text[at - 1 : at] == " " and not text[:at].rstrip().endswith((".", "!", "?"))


def _in_organization(text: str, at: int) -> bool:
    return any(c.start <= at < c.end and c.kind in ("org", "unit", "either", "place") for c in chunks(text))
