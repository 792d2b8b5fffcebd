"""LaTeX as it stands in bibliographies → what a reader sees, each character with its place in the source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg.model import Line, Piece, Span
from kg.read.view import Edit, View

#: What an accent's command sets over or under the letter behind it.
ACCENTS: Mapping[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
#: Signs that TeX makes of others, and characters that it needs a backslash for.
SIGNS: Mapping[str, str] = {
    "---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": "", "$": "",
    "\\ ": " ", "\\,": " ", "\\;": " ", "\\:": " ", "\\!": "", "\\-": "", "\\/": "", "\\\\": " ", "\\(": "", "\\)": "",
}  # fmt: skip
#: Commands that change how the words behind them look, without braces.
_SWITCHES = frozenset(
    ["em", "bf", "it", "sc", "sl", "tt", "rm", "sf", "tiny", "small", "normalfont", "bfseries", "itshape", "scshape"]
    + ["protect", "noopsort", "relax", "left", "right", "limits", "displaystyle", "nolinebreak", "newline"]
)
_LATEX = re.compile(
    r"""
      \\ (?P<accent> [`'^"~=.] | [uvHtcdbrk] (?![a-zA-Z]) ) \s{0,9}
         (?: \{ \s{0,9} \\? (?P<braced> [^\W\d_]? ) \s{0,9} \}
         | \\ (?P<dotless> [ij] ) (?![a-zA-Z]) \s?
         | (?P<letter> [^\W\d_] ) )
    | \\ url \s{0,9} \{ (?P<url> [^{}]{0,600} ) \}
    | \\ href \s{0,9} \{ [^{}]{0,600} \} \s{0,9} (?= \{ )
    | \\ (?P<name> [a-zA-Z]{1,40} ) \*?
         (?: \s{0,9} (?= (?P<opens> \{ ) (?! \s{0,9} \} ) ) | \s{0,9} (?: \{ \s{0,9} \} )? )
    | (?P<sign> --- | -- | `` | '' | [~{}$] | \\[\ ,;:!/\\()-] )
    | \\ (?P<itself> [^a-zA-Z\s] )
    | (?P<blank> \s+ )
    """,
    re.VERBOSE,
)
_CODEC: Any = "ulatex"  # of latexcodec, from text to text: mypy knows Python's own codecs only
_IN_ADDRESS = re.compile(r"\\ (?: url | href ) \s{0,9} | [{}\s] | \\ (?= [_%&\#~$] )", re.VERBOSE)


def decoded(view: View) -> View:
    """The view with LaTeX's commands replaced by what they print, and white space folded."""
    if not re.search(r"[\\{}$~\s]|--|``|''", view.text):
        return view
    edits: list[Edit] = []
    for found in _LATEX.finditer(view.text):
        text = _printed(found)
        if text != found[0]:
            edits.append(Edit(*found.span(), text))
    return _trimmed(_unblanked(view.edit(edits)))


def address(view: View) -> View:
    r"""The view of a URL or a DOI: ``\url{…}``, braces and blanks left out, ``\_`` as ``_``."""
    return view.edit([Edit(*found.span()) for found in _IN_ADDRESS.finditer(view.text)])


def line_of(view: View) -> Line:
    """A view as one line."""
    return Line(view.text, tuple(Piece(run.at, Span(run.start, run.end), run.verbatim) for run in view.runs))


def _printed(found: re.Match[str]) -> str:
    if found["accent"]:
        letter = found["braced"] or found["dotless"] or found["letter"] or ""
        return unicodedata.normalize("NFC", letter + ACCENTS[found["accent"]])
    if found["name"]:
        text = _named(found["name"], bool(found["opens"]))
        return f"{text} " if text == found["name"] and found[0][-1].isspace() else text
    if found["sign"]:
        return SIGNS[found["sign"]]
    if found["blank"]:
        return " "
    return found["itself"] or found["url"] or ""


@lru_cache(maxsize=1024)
def _named(name: str, has_argument: bool) -> str:
    r"""What ``\ss`` or ``\alpha`` prints; a command that only changes its argument prints nothing itself."""
    import codecs

    import latexcodec  # noqa: F401 - registers the codec

    for written in (f"\\{name}", f"$\\{name}$"):
        text = str(codecs.decode(written, _CODEC)).strip("$ ")
        if not text.startswith("\\"):
            return text
    return "" if has_argument or name in _SWITCHES else name


def _unblanked(view: View) -> View:
    """Blanks that came to stand side by side are one."""
    return view.edit([Edit(found.start() + 1, found.end()) for found in re.finditer(r"\s{2,}", view.text)])


def _trimmed(view: View) -> View:
    end = len(view.text.rstrip())
    start = len(view.text) - len(view.text.lstrip())
    return view if (start, end) == (0, len(view.text)) else view.part(min(start, end), end)
