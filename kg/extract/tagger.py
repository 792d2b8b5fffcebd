"""Blocks of a page to tagged words: who, what, where and when, by a small spaCy pipeline of our own.

The model is trained by ``kg train`` (``kg.extract.training``) from the text under ``data/training``. It lives in
``data/model`` as weights and numbers only; words are hashed, so no vocabulary is stored.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import ThreadpoolController

from kg.errors import KgError
from kg.extract.crf import Ints, Lattice, allowed, best_paths, certainty, lattice, pad, states_of
from kg.extract.headings import Section
from kg.extract.page import Page, Passage, entry
from kg.model import BlockKind, Line
from kg.resources import resource

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

#: What a span can be. ``ORG`` also stands for funders and for those who give an award; ``VENUE`` is where a paper
#: appears (or is reviewed for), ``EVENT`` where a talk is given.
LABELS = (
    "AUTHOR", "AWARD", "COURSE", "DATE", "DEGREE", "EVENT", "FIELD", "GRANT", "ORG",
    "PERSON", "PLACE", "PROJECT", "ROLE", "TITLE", "TOPIC", "UNIT", "VENUE",
)  # fmt: skip

#: Stands between the lines of a block; a page's own ``¶`` is a word like any other to the model.
LINE_BREAK = "¶"

#: Longer blocks are cut between tokens: no page makes the tagger take unbounded time or memory in one go.
MAX_TOKENS = 800

#: The file of a model's numbers, in half precision: it halves the package.
WEIGHTS = "weights.npz"

#: The environment variable that names another model's folder, or ``off``: then no tags are found. For measuring.
SWITCH = "KG_TAGGER"

#: Blocks that are tagged together.
BATCH = 64

#: Linear pieces of each unit of the network's inner layers.
PIECES = 2

#: Words that are remembered with their features; then the store is emptied, so that memory does not grow with the text.
MAX_WORDS = 50_000


class TaggerError(KgError):
    """The model cannot be loaded."""


@dataclass(frozen=True, slots=True)
class TaggerInput:
    """One block as the tagger sees it: the kind of its section and the texts of its lines."""

    section: Section
    lines: tuple[str, ...]


def input_of(passage: Passage) -> TaggerInput:
    """A passage (a block, or an item with all that hangs under it) as the tagger reads it."""
    return TaggerInput(passage.section, tuple(line.text for line in passage.lines))


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """Characters ``start`` to ``end`` of line number ``line`` (from 0) are a ``label``.

    ``score`` is from 0.0 to 1.0: the chance, by the model, that the span is exactly this.
    """

    line: int
    start: int
    end: int
    label: str
    score: float = 0.0


# ---------------------------------------------------------------------------------------------------------------
# text to tokens

TOKEN = re.compile(
    r"""
      (?: [^\W\d_]{1,3} \. ){2,} (?: [^\W\d_]{1,4} (?!\w) \.? )?  # Ph.D.  U.S.A.  Dr.rer.nat
    | (?: Prof | Dr | Mr | Ms | Mrs | St | Univ | Dept | Inst | Lab | Jr | Sr | Ph | Sc | Eng | vs | al | No | pp | vol
        | Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept? | Oct | Nov | Dec ) \.
    | ['’]s (?!\w)
    | [⺀-鿿가-힣＀-￯぀-ヿ]                                        # one token a character, as nobody puts blanks
    | \d+
    | [^\W\d_⺀-鿿가-힣＀-￯぀-ヿ]+ (?: [-‐] [^\W\d_⺀-鿿가-힣＀-￯぀-ヿ]+ )*
    | \S
    """,
    re.VERBOSE,
)


def tokens(text: str) -> list[tuple[int, int]]:
    """The start and end of each token of a line. White space is in none of them; all else is in exactly one.

    >>> [text[a:b] for text in ["Ph.D., 2019–21"] for a, b in tokens(text)]
    ['Ph.D.', ',', '2019', '–', '21']
    """
    return [match.span() for match in TOKEN.finditer(text)]


# ---------------------------------------------------------------------------------------------------------------
# what the model knows of a token beside its letters


def _norm(text: str) -> str:
    if text.isdigit():
        return "<year>" if len(text) == 4 and text[:2] in ("19", "20") else f"<{min(len(text), 6)} digits>"
    return text.lower().replace("’", "'")


#: Letters of a word that are hashed into features.
WORD_FEATURES = {"NORM": _norm, "PREFIX": lambda text: text[:3], "SUFFIX": lambda text: text[-3:]}

#: The embedded features: how many rows, how wide. LEMMA carries the section, TAG the line in its block.
FEATURES: Mapping[str, tuple[int, int]] = {
    "NORM": (8000, 64),
    "PREFIX": (3000, 24),
    "SUFFIX": (3000, 32),
    "SHAPE": (1500, 16),
    "LEMMA": (64, 16),
    "TAG": (64, 16),
}


def to_doc(vocab: Vocab, block: TaggerInput) -> tuple[Doc, list[tuple[int, int, int]]]:
    """One block as a spaCy document, and for each token its line and its place there (line breaks have line -1)."""
    from spacy.tokens import Doc

    places: list[tuple[int, int, int]] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate(block.lines):
        if number:
            places.append((-1, 0, 0))
            words.append(LINE_BREAK)
            tags.append("break")
        for start, end in tokens(line):
            places.append((number, start, end))
            words.append(line[start:end])
            tags.append(f"line {min(number, 3)}")
    places, words, tags = places[:MAX_TOKENS], words[:MAX_TOKENS], tags[:MAX_TOKENS]
    sections = [str(block.section)] * len(words)
    return Doc(vocab, words=words, spaces=[True] * len(words), lemmas=sections, tags=tags), places


# ---------------------------------------------------------------------------------------------------------------
# the model

STATES = states_of(LABELS)


def word_store() -> Vocab:
    """A vocabulary that knows nothing but how to turn a word into features."""
    from spacy.attrs import IDS  # type: ignore[import-not-found]
    from spacy.lang.lex_attrs import LEX_ATTRS
    from spacy.vocab import Vocab

    return Vocab(lex_attr_getters=LEX_ATTRS | {IDS[name]: of for name, of in WORD_FEATURES.items()})


def network(settings: Mapping[str, int], states: int = len(STATES)) -> Any:
    """An untrained network from documents to the scores of states: spaCy's hashed embedding, then a wider view.

    ``settings`` are ``width`` and ``depth`` of spaCy's convolution (each layer sees one token farther) and ``hidden``
    units in each direction that see the whole block. The transitions of the CRF are a parameter of the last layer.
    """
    from spacy.ml.featureextractor import FeatureExtractor
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder
    from thinc import api as nn

    from kg.extract.recurrent import both_ways

    width, hidden = settings["width"], settings["hidden"]
    embeddings: list[Any] = [
        nn.HashEmbed(nO=wide, nV=rows, column=column, seed=column + 8)
        for column, (rows, wide) in enumerate(FEATURES.values())
    ]
    mix = nn.Maxout(width, sum(wide for _, wide in FEATURES.values()), nP=PIECES, dropout=0.0, normalize=True)
    transitions: Any = nn.Model("transitions", lambda model, scores, is_train: (scores, lambda change: change))
    transitions.set_param("T", np.zeros((states + 1, states), dtype="float32"))
    layers: list[Any] = [
        FeatureExtractor(list(FEATURES)),
        nn.list2ragged(),
        nn.with_array(nn.concatenate(*embeddings)),
        nn.with_array(mix),
        nn.ragged2list(),
        MaxoutWindowEncoder(width, 1, PIECES, settings["depth"]),
        both_ways(hidden, width),
        nn.with_array(nn.Linear(states, 2 * hidden)),
        transitions,
    ]
    model: Any = nn.chain(*layers)
    # numpy's own matrix product is three times as fast as thinc's where the processor has AVX-512.
    plain = nn.NumpyOps(use_blis=False)
    for node in model.walk():
        node.ops = plain
    return model


def parameters(model: Any) -> Iterator[tuple[str, Any, str]]:
    """Each parameter of a network: a key that tells it from the others, its node and its name there."""
    for number, node in enumerate(model.walk()):
        for name in node.param_names:
            yield f"{number}.{node.name}.{name}", node, name


def transitions_of(model: Any) -> Any:
    """The node of the network that holds the CRF's transitions as ``T``."""
    return next(node for node in model.walk() if node.name == "transitions")


class Tagger:
    """The trained model in use."""

    def __init__(self, model: Any, vocab: Vocab) -> None:
        self._model = model
        self._vocab = vocab
        self._transitions = transitions_of(model).get_param("T")
        self._may = allowed(len(LABELS))
        # Small matrices: to share each among the cores costs ten times what it gains.
        self._threads = ThreadpoolController()

    def tag(self, blocks: Sequence[TaggerInput]) -> list[tuple[Tag, ...]]:
        """The tags of each block, in the order of their place; a block without words has none."""
        found: list[tuple[Tag, ...]] = [()] * len(blocks)
        # Blocks of like length go together: padding costs as much as words.
        order = sorted(range(len(blocks)), key=lambda number: (sum(map(len, blocks[number].lines)), number))
        for first in range(0, len(order), BATCH):
            numbers = order[first : first + BATCH]
            if len(self._vocab) > MAX_WORDS:
                self._vocab = word_store()
            made = [to_doc(self._vocab, blocks[number]) for number in numbers]
            full = [(number, doc, places) for number, (doc, places) in zip(numbers, made, strict=True) if places]
            if full:
                with self._threads.limit(limits=1, user_api="blas"):
                    scores = self._model.predict([doc for _, doc, _ in full])
                decoded = self._decode(scores, [places for _, _, places in full])
                for (number, _, _), tags in zip(full, decoded, strict=True):
                    found[number] = tuple(_whole(tag, blocks[number].lines[tag.line]) for tag in tags)
        return found

    def _decode(self, scores: Sequence[Any], places: Sequence[list[tuple[int, int, int]]]) -> list[tuple[Tag, ...]]:
        padded, lengths = pad(scores)
        net = lattice(padded, lengths, self._transitions, self._may)
        paths = best_paths(padded, lengths, self._transitions, self._may)
        return [tuple(_tags(net, block, path, places[block])) for block, path in enumerate(paths)]


def _tags(net: Lattice, block: int, path: Ints, places: list[tuple[int, int, int]]) -> Iterator[Tag]:
    for start, end, label in spans_of(path):
        line, first, _ = places[start]
        while places[end - 1][0] != line:  # a span ends with its line
            end -= 1
        last = places[end - 1]
        if line >= 0:
            score = certainty(net, block, path, start, end, 1 + len(LABELS) + label)
            yield Tag(line, first, last[2], LABELS[label], round(score, 4))


def _whole(tag: Tag, line: str) -> Tag:
    """The tag with the bracket that its words open, if it stands right behind them, or without one that they close."""
    words = line[tag.start : tag.end]
    if words.count("(") > words.count(")") and line[tag.end : tag.end + 1] == ")":
        return replace(tag, end=tag.end + 1)
    if words.count(")") > words.count("(") and words.endswith(")") and len(words) > 1:
        return replace(tag, end=tag.end - 1)
    return tag


def spans_of(path: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """First token, token after the last, and number of the label of each span that a path of states stands for."""
    start = -1
    label = -1
    for at, state in enumerate((*path, 0)):
        if start >= 0 and state <= len(LABELS):
            yield start, at, label
            start = -1
        if 0 < state <= len(LABELS):
            start, label = at, state - 1


def load(folder: Path | None = None) -> Tagger:
    """The tagger that ships with the program, or the one that ``kg train`` wrote to ``folder``; read once a process.

    Raises:
        TaggerError: the folder holds no model, or one of another make.
    """
    return _load(folder or resource("data", "model"))


@lru_cache(maxsize=2)
def _load(folder: Path) -> Tagger:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        model = network(meta["settings"])
        with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
            for key, node, name in parameters(model):
                node.set_param(name, stored[key].astype("float32"))
    except (OSError, ValueError, KeyError) as error:
        raise TaggerError(f"{folder}: no trained model here ({error}); train one: kg train {folder}") from error
    return Tagger(model, word_store())


# ---------------------------------------------------------------------------------------------------------------
# the tags of a page, for those who read its passages in pieces of their own

#: The tags of each line, by the place in the source text where the line begins.
Tagged = Mapping[int, tuple[Tag, ...]]


def tag_page(page: Page) -> Tagged:
    """Tag a page in one go: each item with all that hangs under it, each row, each paragraph; headings are left out."""
    hanging = {child for group in page.children.values() for child in group}
    wholes = [
        entry(page, index)
        for index, passage in enumerate(page.passages)
        if index not in hanging and passage.kind is not BlockKind.HEADING
    ]
    found: dict[int, list[Tag]] = {}
    for whole, tags in zip(wholes, load().tag([input_of(whole) for whole in wholes]), strict=True):
        for tag in tags:
            found.setdefault(_begin(whole.lines[tag.line]), []).append(tag)
    return {begin: tuple(tags) for begin, tags in found.items()}


def tags_of(passage: Passage) -> tuple[Tag, ...]:
    """The tags of one passage, in places of its text: for those who ask only about what they do not understand.

    None where the tagger is switched off (``SWITCH``).
    """
    model = os.environ.get(SWITCH, "")
    tags = () if model == "off" else _tags_by(Path(model) if model else None, input_of(passage))
    return tuple(
        replace(tag, start=tag.start + passage.starts[tag.line], end=tag.end + passage.starts[tag.line]) for tag in tags
    )


@lru_cache(maxsize=256)
def _tags_by(model: Path | None, block: TaggerInput) -> tuple[Tag, ...]:
    (tags,) = load(model).tag([block])
    return tags


def tags_in(passage: Passage, tagged: Tagged) -> list[Tag]:
    """The tags of a passage's lines, with ``start`` and ``end`` as places in ``passage.text``."""
    return [
        replace(tag, line=number, start=tag.start + at, end=tag.end + at)
        for number, (line, at) in enumerate(zip(passage.lines, passage.starts, strict=True))
        for tag in tagged.get(_begin(line), ())
    ]


def _begin(line: Line) -> int:
    return line.pieces[0].span.start if line.pieces else -1
