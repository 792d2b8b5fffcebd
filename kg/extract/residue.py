"""Text that a site template ships, told by its fingerprint: never a fact of the page's owner."""

from __future__ import annotations

import csv
import hashlib
import re
from functools import cache

from kg.resources import resource

_WORDS = re.compile(r"\w+")


def fingerprint(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the text's words, case folded, joined by blanks.

    >>> fingerprint("Skill 1") == fingerprint("  skill 1.")
    True
    """
    words = " ".join(_WORDS.findall(text.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@cache
def _shipped() -> dict[str, str]:
    """``data/gazetteers/residue.csv``: fingerprint of a block → the template that ships it."""
    with resource("data", "gazetteers", "residue.csv").open(encoding="utf-8", newline="") as file:
        return {row["fingerprint"]: row["template"] for row in csv.DictReader(file)}


# Words that stand in template text only, whatever was edited around them.
_MARKS = re.compile(
    r"lorem\s+ipsum|\blorem\b\W+china|dolor\s+sit\s+amet|\bgithub\s+university\b|academic\s*pages\s+collaborator|paper\s+title\s+number"
    r"|\byour\s+(?:name|organi[sz]ation|university|affiliation|position|title|paper\s+title|bio(?:graphy)?)\s*(?:here|$)"
    r"|^\W*short\s+biography\s+for\s+the\s+left|ready-to-fork|your-?(?:email|username|github|name)@|\b(?:none|test|user(?:name)?|name|e?mail|someone|you|me)@example\.(?:com|org)\b"
    r"|title\s+of\s+your\s+paper|^\W*xx+\W*$|\bto\s+be\s+updated\b|^\W*(?:coming\s+soon|tbd|todo)\W*$",
    re.IGNORECASE,
)


def template_of(text: str) -> str:
    """The template that ships this text, or an empty string.

    >>> template_of("Lorem ipsum dolor sit amet, consectetur adipiscing elit.")
    'placeholder'
    """
    if _MARKS.search(text):
        return "placeholder"
    return _shipped().get(fingerprint(text), "")


def is_residue(text: str) -> bool:
    """Whether a block is what the template ships, word for word or with its tell-tale words."""
    return bool(template_of(text))
