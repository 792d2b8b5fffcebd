"""A heading's words to the kind of section that it opens."""

from __future__ import annotations

import csv
import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from kg.resources import resource


class Section(StrEnum):
    """What a section of a page is about; the first thirteen are the kinds of fact that it mainly holds."""

    EDUCATION = "education"
    POSITIONS = "positions"
    AWARDS = "awards"
    GRANTS = "grants"
    PUBLICATIONS = "publications"
    TALKS = "talks"
    INTERESTS = "interests"
    PEOPLE = "people"
    SERVICE = "service"
    TEACHING = "teaching"
    PROJECTS = "projects"
    NEWS = "news"
    ABOUT = "about"
    CONTACT = "contact"
    SKILLS = "skills"
    IGNORED = "ignored"  # openings, hobbies, blog posts: nothing in them is a fact of the page's owner
    OTHER = "other"
    NONE = "none"  # above the first heading


_NOISE = re.compile(r"[^\w\s&/+'’-]|[_\d]", re.UNICODE)
_LONGEST = 9  # words; a longer heading is a sentence


@cache
def _table() -> dict[str, Section]:
    """``data/gazetteers/headings.csv``: phrase, section."""
    with resource("data", "gazetteers", "headings.csv").open(encoding="utf-8", newline="") as file:
        return {row["phrase"]: Section(row["section"]) for row in csv.DictReader(file)}


def fold_heading(text: str) -> str:
    """A heading without emoji, digits and punctuation, case folded, accents kept off.

    >>> fold_heading("📖 Educations:")
    'educations'
    """
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_NOISE.sub(" ", text).replace("’", "'").split())


@lru_cache(maxsize=4096)
def section_of(text: str) -> Section | None:
    """The section that a heading opens, or None if its words do not say.

    The whole heading is looked up first, then its longest part that the table knows; of two parts of one
    length the last counts, since the head noun stands last ("Teaching awards" are awards).
    """
    words = fold_heading(text).split()
    if not words or len(words) > _LONGEST:
        return None
    table = _table()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            found = table.get(" ".join(words[start : start + length]))
            if found is not None:
                return found
    return _by_characters(text, table)


def _by_characters(text: str, table: dict[str, Section]) -> Section | None:
    """Chinese and Japanese headings have no blanks: the longest known phrase inside."""
    if text.isascii():
        return None
    inside = [phrase for phrase in table if not phrase.isascii() and len(phrase) > 1 and phrase in text]
    return table[max(inside, key=lambda p: (len(p), p))] if inside else None
