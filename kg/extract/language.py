"""Text to tokens, sentences and gazetteer matches, by spaCy."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.resources import resource

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def _abbreviations() -> frozenset[str]:
    with resource("data", "gazetteers", "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        next(file)
        return frozenset(line.strip() for line in file)


# A full stop after one of these does not end a sentence.
_SHORT = _abbreviations()
_STOP = re.compile(r"(?<=[.!?。！？])[\"'”’)\]]*\s*(?=\S)|\n")
_BEFORE = re.compile(r"([\w.&-]+)\.[\"'”’)\]]*\s*$")


@cache
def tokenizer() -> Language:
    """spaCy's rules for English tokens; no model is loaded."""
    import spacy
    from spacy.util import compile_infix_regex

    nlp = spacy.blank("en")
    # Writers leave out blanks: "University(ABC)", "Beijing,China", "RA/TA".
    infixes = [*(nlp.Defaults.infixes or ()), r"[(),;:/|]"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    return nlp


@lru_cache(maxsize=512)
def tokens(text: str) -> Doc:
    """The tokens of a passage."""
    return tokenizer().make_doc(text)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, white space trimmed, in text order. A new line ends a sentence.

    Titles, initials and degrees do not end one: ``Prof. C. F. Gauss`` and ``Ph.D. in Physics`` stay whole.
    """
    cuts = [0]
    for match in _STOP.finditer(text):
        if match.group() == "\n" or _ends(text, match):
            cuts.append(match.end())
    cuts.append(len(text))
    spans = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return tuple(spans)


def _ends(text: str, match: re.Match[str]) -> bool:
    stop = text[match.start() - 1]
    if stop in "。！？":
        return True
    after = text[match.end()]
    if not match.group() or not match.group()[-1].isspace():
        # "Prof.X" and "a.b" are one piece; "models.I have" is a lost blank after a word
        return (
            stop == "."
            and after.isupper()
            and bool(re.search(r"[a-z]{3}\.$", text[: match.start()]))
            and not _short(text, match.start())
        )
    if stop != ".":
        return after.isupper() or not after.isalpha()
    if _short(text, match.start()):
        return False
    return not after.islower()


def _short(text: str, end: int) -> bool:
    word = _BEFORE.search(text[max(end - 24, 0) : end])
    if word is None:
        return False
    last = word.group(1).casefold()
    return last in _SHORT or len(last) == 1 or bool(re.fullmatch(r"(?:\w\.)+\w", last))
