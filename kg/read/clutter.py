"""What stands in a page file and is not content: comments, scripts, Liquid, attribute lists → places to cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read.view import Edit

_OPEN = re.compile(
    r"""
      (?P<comment> <!-- )
    | < (?P<raw> script | style | svg | template | iframe | noscript | textarea | select | title ) \b [^<>]* >
    | \{% -? \s* (?P<liquid> \w* )
    | (?P<output> \{\{ )
    | (?P<options> \{:: )
    | (?P<attributes> \{: [^{}\n]* \} | (?<=\S) [ ]? \{ [.\#] [\w-] [^{}\n]* \} )
    | (?P<toc> ^ [*+-] [ ] \S [^\n]* \n \{: \s* toc [^{}\n]* \} )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
#: Liquid blocks whose body is not content: it is code, or nobody can say what it prints.
_BODIES = frozenset({"comment", "for", "tablerow", "highlight", "schema", "javascript", "stylesheet"})
_TAG = re.compile(r"\{%-?\s*(\w+)")


def clutter(text: str) -> Iterator[Edit]:
    """The cuts, in order, not overlapping. Time is linear in the text whatever it holds."""
    absent: set[str] = set()

    def after(closer: str, start: int) -> int:
        """The end of the next closer, or -1; a closer that was missed once is not searched again."""
        if closer in absent:
            return -1
        place = text.find(closer, start)
        if place < 0:
            absent.add(closer)
            return -1
        return place + len(closer)

    lower = text.lower() if len(text.lower()) == len(text) else text
    done = 0
    while found := _OPEN.search(text, done):
        start, end = found.span()
        match found.lastgroup:
            case "comment":
                end = after("-->", end)
                end = len(text) if end < 0 else end
            case "raw":
                closer = f"</{found['raw'].lower()}>"
                if closer in absent or (place := lower.find(closer, end)) < 0:
                    absent.add(closer)
                    done = end
                    continue
                end = place + len(closer)
            case "liquid":
                end = after("%}", end)
                word = found["liquid"].lower()
                if end > 0 and word in _BODIES:
                    end = _body_end(text, word, end)
                elif end > 0 and word == "raw":
                    close = re.compile(r"\{%-?\s*endraw\s*-?%\}").search(text, end)
                    yield Edit(start, end)
                    if close is None:
                        done = end
                        continue
                    start, end = close.span()
            case "output":
                end = after("}}", end)
            case "options":
                end = after("}", end)
                if text.startswith("{::comment}", start):
                    end = after("{:/comment}", start) if "{:/comment}" in text else after("{:/}", start)
        if end < 0:
            done = found.end()
            continue
        yield Edit(start, end)
        done = end


def _body_end(text: str, word: str, start: int) -> int:
    """Where the block that began before ``start`` ends, blocks of its kind inside it counted."""
    depth = 1
    for tag in _TAG.finditer(text, start):
        depth += (tag[1] == word) - (tag[1] == f"end{word}")
        if not depth:
            end = text.find("%}", tag.end())
            return end + 2 if end >= 0 else tag.end()
    return start
