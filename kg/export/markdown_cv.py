"""A person to a CV in Markdown, which ``kg build`` reads back."""

from __future__ import annotations

import re

from kg.export.cv import TITLE, Entry, Style, Words, contacts, introduction, sections
from kg.export.records import Records

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&#]")
_BLANKS = re.compile(r"\s+")
_AROUND = {Style.PLAIN: "", Style.STRONG: "**", Style.EMPHASIS: "*"}
# What Markdown takes for a list, a heading or a rule where a line begins with it.
_AT_START = re.compile(r"(?=[-+=])|(?<=\d)(?=[.)]\s)")


def markdown_cv(records: Records) -> str:
    """A heading with the name, a list of addresses, and a headed list for each kind of fact."""
    (person,) = records.people
    lines = [f"# {escaped(person.name or TITLE)}"]
    if said := " ".join(map(escaped, introduction(person))):
        lines += ["", said]
    reached = [f"- {label}: {_written(words)}" for label, words in contacts(person)]
    if reached:
        lines += ["", *reached]
    for section in sections(person):
        lines += ["", f"## {section.title}", "", *(f"- {_item(entry)}" for entry in section.entries)]
    return "\n".join(lines) + "\n"


def _item(entry: Entry) -> str:
    text = "".join(map(_written, entry))
    return _AT_START.sub(r"\\", text, count=1) if _AT_START.match(text) or re.match(r"\d+[.)]\s", text) else text


def _written(words: Words) -> str:
    text = _BLANKS.sub(" ", words.text)
    inner = text.strip(" ") if words.style is not Style.PLAIN else text
    plain = f"{_AROUND[words.style]}{escaped(inner)}{_AROUND[words.style]}"
    if not words.url:
        return plain
    return f"[{plain}](<{words.url}>)" if set(words.url) & set("() ") else f"[{plain}]({words.url})"


def escaped(text: str) -> str:
    """Text that Markdown shows to the letter.

    >>> escaped("a*b_[c]")
    'a\\\\*b\\\\_\\\\[c\\\\]'
    """
    return _SPECIAL.sub(r"\\\g<0>", text)
