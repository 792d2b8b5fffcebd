"""Text that a site template ships, told by its fingerprint: never a fact of the page's owner."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.model import Block, Document, Field, Note
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
    r"|\byour\s+(?:(?:sidebar\s+)?name|organi[sz]ation|university|affiliation|position|title|paper\s+title|bio(?:graphy)?)\s*(?:here|$)"
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


# ---------------------------------------------------------------------------------------------------------------
# whole files and whole entries of data files

#: Keys of what an item is called, in lists of items; who takes over a sample of these writes another title.
_TITLES = frozenset({"title", "name", "course"})
_ITEMS = frozenset({"publications", "presentations", "talks", "teaching", "portfolio", "projects"})
#: An entry of a data file is the template's if so much of its words, counted, stands in what the template ships.
_SHIPPED_SHARE = 0.7
_SHOWN = 60


@cache
def _values() -> dict[str, str]:
    """``data/gazetteers/residue_values.csv``: fingerprint of a value in a template's sample → the template."""
    with resource("data", "gazetteers", "residue_values.csv").open(encoding="utf-8", newline="") as file:
        return {row["fingerprint"]: row["template"] for row in csv.DictReader(file)}


def shipped_by(value: str) -> str:
    """The template that ships a value as a sample, or an empty string; only for values that are compared in whole."""
    return template_of(value) or _values().get(fingerprint(value), "")


def sample_of(document: Document) -> str:
    """The template that ships an item of a collection as a sample, told by its title, or an empty string."""
    return shipped_by(next((field.value for field in document.fields if field.path == ("title",)), ""))


def without_samples(document: Document) -> tuple[Document, list[Note]]:
    """A data file without the entries that its template ships, and a note on them.

    An entry is what lies under the first position of a list, or else under the first two keys. Its values are compared
    one by one, so that a sample of which the owner changed a date is still one; and so is a file.
    """
    if document.blocks:
        return document, []
    entries: dict[tuple[str | int, ...], list[Field]] = {}
    for field in document.fields:
        entries.setdefault(_entry(field), []).append(field)
    whole = _shipper(document.fields)
    shipped = {place: template for place, fields in entries.items() if (template := whole or _shipper(fields))}
    if not shipped:
        return document, []
    kept = tuple(field for field in document.fields if _entry(field) not in shipped)
    count = f"{len(shipped)} of {len(entries)} entries are samples" if kept else "all of it is a sample"
    note = f"{count} that the template {min(shipped.values())} ships; delete them"
    return replace(document, fields=kept), [Note(document.source.path, note)]


def _entry(field: Field) -> tuple[str | int, ...]:
    first = next((i for i, key in enumerate(field.path) if isinstance(key, int)), None)
    return field.path[:2] if first is None else field.path[: first + 1]


def _shipper(fields: Sequence[Field]) -> str:
    words = {field: telling_words(field.value) for field in fields}
    known = {field: template for field in fields if (template := shipped_by(field.value))}
    titles = (field for field in known if _TITLES & set(field.path[-1:]) and _ITEMS & set(field.path[:1]))
    if (title := next(titles, None)) is not None:
        return known[title]
    # A word alone ("Physics", "PhD") is anybody's.
    if max((words[field] for field in known), default=0) < 2:
        return ""
    share = sum(words[field] for field in known) / max(sum(words.values()), 1)
    return min(known.values()) if share >= _SHIPPED_SHARE else ""


def telling_words(text: str) -> int:
    """How many words of a value say something: dates and scores are often all that an owner changed."""
    return sum(not word.isdigit() for word in _WORDS.findall(text))


def is_shipped_page(document: Document) -> bool:
    """Whether most of a page is what its template ships: then what is left is, too, of another version."""
    counts = [(telling_words(text), is_residue(text)) for text in map(_block_text, document.blocks)]
    return 2 * sum(count for count, shipped in counts if shipped) > sum(count for count, _ in counts)


def _block_text(block: Block) -> str:
    return "\n".join(line.text for line in block.lines)


def residue_lines(document: Document) -> list[Note]:
    """What a page still shows of its template, in one note: how many lines, and the first of them."""
    shown = [line for block in document.blocks for line in block.lines if template_of(line.text)]
    if not shown:
        return []
    first = shown[0]
    line = document.text.count("\n", 0, first.pieces[0].span.start) + 1
    quote = first.text if len(first.text) <= _SHOWN else f"{first.text[:_SHOWN]}…"
    more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
    message = f"line {line}: text of the template ({template_of(first.text)}): {quote!r}{more}; replace or delete it"
    return [Note(document.source.path, message, first.pieces[0].span)]
