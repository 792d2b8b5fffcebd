"""Hand-written templates and word lists to any number of examples, the same for the same seed.

A template is marked-up text (``examples``) with two more signs. ``{city}`` is a random line of ``words/city.txt``,
which may hold signs itself; ``{City}`` is the same with Capital Letters. ``{in|at|}`` is one of its alternatives, of
which the last is nothing. ``# heading:`` takes alternatives parted by `` | ``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.extract.headings import Section
from kg.extract.tagger import LINE_BREAK
from kg.extract.training.examples import Example, MarkupError, Run, assemble, read_lines, runs, section_under

_MAX_DEPTH = 12
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "via", "with"}
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Templates as (headings, text, place in the file), by the name of their file, and word lists by name."""

    templates: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    words: Mapping[str, tuple[str, ...]]


def read_grammar(folder: Path) -> Grammar:
    """The templates and word lists of a training folder.

    Raises:
        MarkupError: a template or word list names a list that is not there, or a brace is not closed.
    """
    words = {
        path.stem: tuple(text for _, text, _ in read_lines(path)) for path in sorted((folder / "words").glob("*.txt"))
    }
    templates = {
        path.stem: tuple(
            (tuple(part.strip() for part in heading.split("|")), text, f"{path.name}:{number}")
            for heading, text, number in read_lines(path)
        )
        for path in sorted((folder / "templates").glob("*.txt"))
    }
    grammar = Grammar(templates, words)
    _check(grammar)
    return grammar


def _check(grammar: Grammar) -> None:
    texts = [(f"words/{name}.txt", text) for name, lines in grammar.words.items() for text in lines]
    texts += [(where, text) for rows in grammar.templates.values() for _, text, where in rows]
    for where, text in texts:
        if text.count("{") != text.count("}"):
            raise MarkupError(f"{where}: a brace is not closed in {text!r}")
        for name in re.findall(r"\{([^{}|]+)\}", text):
            if name.lower() not in grammar.words:
                raise MarkupError(f"{where}: {{{name}}} has no list words/{name.lower()}.txt")


def expand(grammar: Grammar, text: str, rng: random.Random, depth: int = 0) -> str:
    """Text with each sign replaced by one of the things that it stands for."""
    if depth > _MAX_DEPTH:
        raise MarkupError(f"word lists name one another without end at {text!r}")
    while match := re.search(r"\{([^{}]*)\}", text):  # the innermost sign first
        inside = match[1]
        if "|" in inside:
            chosen = rng.choice(inside.split("|"))
        else:
            chosen = expand(grammar, rng.choice(grammar.words[inside.lower()]), rng, depth + 1)
            chosen = chosen if inside.islower() else _capitals(chosen) if not inside.isupper() else chosen.upper()
        text = text[: match.start()] + chosen + text[match.end() :]
    return text


def _capitals(text: str) -> str:
    words = text.split(" ")
    return " ".join(
        word if (number and word in _SMALL_WORDS) or not word[:1].islower() else word[0].upper() + word[1:]
        for number, word in enumerate(words)
    )


def generate(grammar: Grammar, rng: random.Random, weights: Mapping[str, float]) -> Iterator[Example]:
    """Examples without end; ``weights`` says how often each template file is chosen, by its name."""
    names = sorted(weights)
    shares = [weights[name] for name in names]
    while True:
        headings, template, where = rng.choice(grammar.templates[rng.choices(names, shares)[0]])
        parts = runs(expand(grammar, template, rng), where=where)
        section = section_under(rng.choice(headings))
        yield assemble(_hidden(section, rng), spoil(parts, rng))


def _hidden(section: Section, rng: random.Random) -> Section:
    """The section, or now and then none: headings are missing and misread, and the words must do alone."""
    return rng.choice((Section.NONE, Section.OTHER, Section.ABOUT)) if rng.random() < 0.1 else section


# ---------------------------------------------------------------------------------------------------------------
# what people and converters do to text


def _straight_quotes(parts: list[Run], rng: random.Random) -> list[Run]:
    table = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-", "—": "-"})
    return [(text.translate(table), label) for text, label in parts]


def _curly_quotes(parts: list[Run], rng: random.Random) -> list[Run]:
    return [(text.replace("'", "’"), label) for text, label in parts]


def _lower(parts: list[Run], rng: random.Random) -> list[Run]:
    return [(text.lower(), label) for text, label in parts]


def _lost_blank(parts: list[Run], rng: random.Random) -> list[Run]:
    return [
        (re.sub(r"([,;:]) ", lambda m: m[1] if rng.random() < 0.5 else m[0], text) if not label else text, label)
        for text, label in parts
    ]


def _lost_comma(parts: list[Run], rng: random.Random) -> list[Run]:
    return [(text.replace(", ", " ", 1) if not label and rng.random() < 0.5 else text, label) for text, label in parts]


def _typing_mistake(parts: list[Run], rng: random.Random) -> list[Run]:
    number = rng.randrange(len(parts))
    text, label = parts[number]
    inner = [index for index in range(1, len(text) - 1) if text[index - 1 : index + 2].isalpha()]
    if not inner:
        return parts
    at = rng.choice(inner)
    before, letter, after = text[:at], text[at], text[at + 1 :]
    slip = rng.choice((before + after, before + letter + letter + after, before + after[0] + letter + after[1:]))
    return [*parts[:number], (slip, label), *parts[number + 1 :]]


def _bars(parts: list[Run], rng: random.Random) -> list[Run]:
    sign = rng.choice((" | ", " · ", " - ", " — ", "; ", " • ", " / "))
    return [(sign if text == ", " and not label else text, label) for text, label in parts]


def _one_line(parts: list[Run], rng: random.Random) -> list[Run]:
    sign = rng.choice((", ", " ", ". "))
    return [(text if label else text.replace(f" {LINE_BREAK} ", sign), label) for text, label in parts]


def _more_lines(parts: list[Run], rng: random.Random) -> list[Run]:
    return [
        (f" {LINE_BREAK} " if (text, label) == (", ", "") and rng.random() < 0.6 else text, label)
        for text, label in parts
    ]


def _emoji(parts: list[Run], rng: random.Random) -> list[Run]:
    return [(rng.choice("🎉🔥📖🎓💼🏆✨🚀📝") + rng.choice(("", " ")), ""), *parts]


def _names_unheard_of(parts: list[Run], rng: random.Random) -> list[Run]:
    """Words of names with other letters inside: the lists have hundreds of names, the world has millions."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if rng.random() < 0.7:
            return word
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + rng.choice("aeioulnrstmkd") + rng.choice("aeiouhyzgbvw") + word[at + 2 :]

    return [(_NAME.sub(other, text) if label in NAMES else text, label) for text, label in parts]


_NAME = re.compile(r"\b[^\W\d_a-z][a-zà-ÿ]{3,}\b")
#: Labels whose words are names of their own.
NAMES = frozenset({"AUTHOR", "ORG", "PERSON", "PLACE", "PROJECT", "UNIT"})

#: What may befall a block, and how often.
SPOILS: tuple[tuple[float, Callable[[list[Run], random.Random], list[Run]]], ...] = (
    (0.30, _straight_quotes),
    (0.25, _curly_quotes),
    (0.03, _lower),
    (0.04, _lost_blank),
    (0.05, _lost_comma),
    (0.08, _typing_mistake),
    (0.08, _bars),
    (0.06, _one_line),
    (0.08, _more_lines),
    (0.02, _emoji),
    (0.25, _names_unheard_of),
)


def spoil(parts: list[Run], rng: random.Random) -> list[Run]:
    """The runs as they might have been typed; labels stay on their words."""
    for chance, change in SPOILS:
        if rng.random() < chance:
            parts = change(parts, rng)
    return parts


# ---------------------------------------------------------------------------------------------------------------
# new words in the places of old ones

#: What may stand in place of a span.
SUBSTITUTES: Mapping[str, str] = {
    "ORG": "{org}",
    "UNIT": "{unit}",
    "PERSON": "{person}",
    "AUTHOR": "{author}",
    "PLACE": "{place}",
    "FIELD": "{field}",
    "TOPIC": "{topics}",
    "TITLE": "{title}",
    "COURSE": "{course_a}",
    "PROJECT": "{projname}",
    "ROLE": "{role}",
    "AWARD": "{award}",
    "VENUE": "{ven_noyear}",
    "EVENT": "{event}",
    "GRANT": "{grant}",
    "DATE": "{date}",
}
#: The same where the span is in small letters, or (for a date) is a range.
OTHERWISE: Mapping[str, str] = {"FIELD": "{field_lower}", "ROLE": "{role_lower}", "DATE": "{period}"}
_CJK = re.compile(r"[⺀-鿿가-힣]")


def vary(example: Example, grammar: Grammar, rng: random.Random) -> Example:
    """The example with some of its spans exchanged for others of their label, and with what befalls text."""
    parts = list(_parts(example))
    if rng.random() < 0.7:
        parts = [(_other(text, label, grammar, rng) if rng.random() < 0.5 else text, label) for text, label in parts]
    return assemble(_hidden(example.block.section, rng), spoil(parts, rng))


def _other(text: str, label: str, grammar: Grammar, rng: random.Random) -> str:
    if label not in SUBSTITUTES or _CJK.search(text):
        return text
    plain = text.islower() if label != "DATE" else bool(re.search(r"\d\s*(?:[-–—~]|to)\s*\w", text))
    return expand(grammar, (OTHERWISE if plain and label in OTHERWISE else SUBSTITUTES)[label], rng)


def _parts(example: Example) -> Iterator[Run]:
    for number, line in enumerate(example.block.lines):
        if number:
            yield f" {LINE_BREAK} ", ""
        at = 0
        for tag in example.tags:
            if tag.line == number:
                if tag.start > at:
                    yield line[at : tag.start], ""
                yield line[tag.start : tag.end], tag.label
                at = tag.end
        if line[at:]:
            yield line[at:], ""
