"""The sample profiles and their gold facts, as the tests use them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
PAGES: Mapping[str, Path] = {
    path.stem: path for path in sorted((DATA / "profiles").iterdir()) if path.suffix in {".html", ".md"}
}
GOLD: Mapping[str, Path] = {path.stem: path for path in sorted((DATA / "gold").glob("*.json"))}

#: Words that stand on a page and belong to no fact of its person: a page, the words, and why.
NOT_FACTS: Sequence[tuple[str, str, str]] = (
    ("born", "Moscow", "an offer that was declined"),
    ("chandrasekhar", "Palit Professor", "an uncle's post"),
    ("chandrasekhar", "University of Calcutta", "an uncle's employer"),
    ("chern", "某某大学", "a commented sample entry"),
    ("church", "University of Nowhere", "a comment in the head of the page"),
    ("church", "University of Wisconsin", "where a student works"),
    ("curie", "Légion d'honneur", "an honour that was refused"),
    ("curie", "Sorbonne", "the husband's chair"),
    ("curie", "Université GitHub", "template residue in a comment"),
    ("einstein", "President of Israel", "an office that was declined"),
    ("fermi", "University of California, Berkeley", "where a student works"),
    ("fermi", "Sub-skill", "template residue in a comment"),
    ("feynman", "Institute for Advanced Study", "an offer that was declined"),
    ("heisenberg", "GeorgeCushen", "a commented account of the template's author"),
    ("hilbert", "University of Berlin", "a chair that was declined"),
    ("hilbert", "Second volume", "a plan in a comment"),
    ("hopper", "New Year's Eve", "a plan"),
    ("meitner", "Los Alamos", "an invitation that was refused"),
    ("meitner", "Nobel Prize in Chemistry", "a collaborator's prize"),
    ("meitner", "Nowhere College", "text inside a script"),
    ("noether", "Leipzig", "a collaborator's degree"),
    ("ramanujan", "the war ends", "a plan"),
    ("shannon", "Paper Title Number 1", "template residue"),
    ("turing", "Institute for Advanced Study", "an offer that was declined"),
    ("veblen", "Stanford University", "a commented sample entry"),
    ("von-neumann", "Silliman", "lectures that were never given"),
    ("wu", "Nobel Prize in Physics", "other people's prize"),
)


def gold_of(name: str) -> dict[str, list[dict[str, object]]]:
    """The gold facts of one page, by kind."""
    return json.loads(GOLD[name].read_text(encoding="utf-8"))


def source_of(name: str) -> str:
    """The text of one page's file."""
    return PAGES[name].read_text(encoding="utf-8")


def readings(value: object) -> list[str]:
    """The readings of a gold value, those of a list one after the other: ``"A | B"`` is two."""
    if isinstance(value, list):
        return [reading for item in value for reading in readings(item)]
    return [part.strip() for part in str(value).split(" | ")]


def plain(source: str) -> str:
    """What is left of a page without comments, scripts and markup, white space folded.

    Deliberately not ``kg.read``: gold is held against the page, not against our reader of it.
    """
    for pattern, instead in _MARKUP:
        source = pattern.sub(instead, source)
    return re.sub(r"\s+", " ", html.unescape(source))


def spans_of_years(row: Mapping[str, object]) -> Iterator[tuple[int, int]]:
    """First and last year of a post, once for each reading of its start; none where the start is not stated."""
    for start in readings(row["start"]) if "start" in row else []:
        end = str(row.get("end", "9999" if row.get("current") else start))
        yield int(start[:4]), int(end[:4])


_MARKUP = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE), instead)
    for pattern, instead in (
        (r"<!--.*?-->", ""),
        (r"^# (?:- |  |\[\[)[^\n]*$", ""),  # an entry that is commented out in front matter
        (r"<(script|style)\b.*?</\1>", ""),
        (r"</?(a|b|em|i|small|span|strong)\b[^>]*>", ""),
        (r"<(https?:[^>]+)>", r"\1"),
        (r"</?\w[^>]*>", " "),
        (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"[*`]+", ""),
    )
)
