"""What stands in a page file and is not content: comments, scripts, Liquid, attribute lists → places to cut.

Everything is cut before Markdown or HTML is read, since these marks stand anywhere in them. Sources:
https://shopify.github.io/liquid/, https://kramdown.gettalong.org/syntax.html, https://gohugo.io/content-management/shortcodes/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kg.read.view import Edit

_OPENING = re.compile(
    r"""
      < (?:
        !-- (?P<comment> )
      | (?P<hidden> script | style | svg | template | iframe | noscript | textarea | select | title ) \b [^<>]* >
      | [!?] \w [^<>]* > (?P<declaration> )
      )
    | \{ (?:
        % -? \s*+ (?P<liquid> \w* )
      | \{ (?P<output> )
      | :: (?P<options> )
      | : \s* toc [^{}\n]* \} (?P<contents> )
      | : [^{}\n]* \} (?P<attributes> )               # kramdown: {: .class target="_blank"}
      | [.\#] [\w-] [^{}\n]* \} (?P<brackets> )       # Pandoc, Hugo: ## Heading {#id .class}
      | [ ]* [\w-]+ = ["'] [^{}\n]* \} (?P<settings> ) # Hugo: {style="text-align: justify;"}
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: Liquid blocks whose body is not content: it is code, or nobody can say here what it prints.
_BODIES = frozenset({"comment", "for", "tablerow", "highlight", "schema", "javascript", "stylesheet"})
_TAG = re.compile(r"\{%-?\s*+(\w+)")
#: ``{{ "/cv.pdf" | relative_url }}`` prints its words.
_PATH = re.compile(r"""\{\{-?\s*+(["'])(?P<words>[^"'{}]*+)\1\s*+\|\s*+(?:relative_url|absolute_url|prepend)""")


def clutter(text: str) -> Iterator[Edit]:
    """The cuts in a page's text, in order, not overlapping. Takes time linear in the text, whatever that holds."""
    scissors = _Scissors(text)
    done = 0
    while opening := _OPENING.search(text, done):
        for start, end in _CUTS[opening.lastgroup or ""](scissors, opening):
            if max(start, done) < end:
                yield Edit(max(start, done), end)
                done = end
        done = max(done, opening.end())


class _Scissors:
    """Finds where things end. What is not found once is not looked for again: each search runs to the text's end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._absent: set[str] = set()

    def after(self, closing: str, start: int) -> int:
        """The place behind the next ``closing``, or ``start`` if there is none."""
        if closing not in self._absent:
            place = self.text.find(closing, start)
            if place >= 0:
                return place + len(closing)
            self._absent.add(closing)
        return start

    def until(self, name: str, pattern: str, start: int) -> re.Match[str] | None:
        """The next match of ``pattern``; ``name`` stands for it."""
        if name in self._absent:
            return None
        found = re.compile(pattern, re.IGNORECASE).search(self.text, start)
        if not found:
            self._absent.add(name)
        return found

    def body(self, word: str, start: int) -> int:
        """Where the Liquid block that began before ``start`` ends, blocks of its kind inside it counted."""
        if word in self._absent:
            return start
        depth = 1
        for tag in _TAG.finditer(self.text, start):
            depth += (tag[1] == word) - (tag[1] == f"end{word}")
            if not depth:
                return self.after("%}", tag.end())
        self._absent.add(word)
        return start


_Cut = Callable[[_Scissors, re.Match[str]], Iterator[tuple[int, int]]]


def _whole(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    yield opening.span()


def _contents(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    """``{:toc}`` takes the place of the list that it stands below."""
    line = scissors.text.rfind("\n", 0, max(opening.start() - 1, 0)) + 1
    yield (line if scissors.text[line] in "*+-1" else opening.start()), opening.end()


def _comment(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    # A browser shows nothing of what follows a comment that does not end.
    end = scissors.after("-->", opening.end())
    yield opening.start(), end if end > opening.end() else len(scissors.text)


def _hidden(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    name = opening["hidden"].lower()
    closing = scissors.until(f"</{name}", rf"</{name}\s*+>", opening.end())
    yield opening.start(), closing.end() if closing else opening.end()


def _liquid(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    end = scissors.after("%}", opening.end())
    if end == opening.end():
        return
    word = opening["liquid"].lower()
    yield opening.start(), scissors.body(word, end) if word in _BODIES else end
    if word == "raw" and (closing := scissors.until("endraw", r"\{%-?\s*+endraw\s*+-?%\}", end)):
        yield closing.span()


def _output(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    end = scissors.after("}}", opening.end())
    if end == opening.end():
        return
    if path := _PATH.match(scissors.text, opening.start(), end):
        yield opening.start(), path.start("words")
        yield path.end("words"), end
    else:
        yield opening.start(), end


def _options(scissors: _Scissors, opening: re.Match[str]) -> Iterator[tuple[int, int]]:
    end = scissors.after("}", opening.end())
    if end > opening.end() and scissors.text.startswith("comment}", opening.end()):
        closing = scissors.until("{:/", r"\{:/(?:comment)?\}", end)
        end = closing.end() if closing else end
    if end > opening.end():
        yield opening.start(), end


_CUTS: Mapping[str, _Cut] = {
    "comment": _comment,
    "hidden": _hidden,
    "declaration": _whole,
    "liquid": _liquid,
    "output": _output,
    "options": _options,
    "attributes": _whole,
    "contents": _contents,
    "brackets": _whole,
    "settings": _whole,
}
