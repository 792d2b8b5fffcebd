"""Training text of our own, and labelled pages if there are any, to the weights of the tagger.

One call, one folder out; the same input gives the same weights on the same machine.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extract.crf import allowed, gradients, pad
from kg.extract.tagger import (
    LABELS,
    WEIGHTS,
    Tag,
    Tagger,
    network,
    parameters,
    to_doc,
    transitions_of,
    word_store,
)
from kg.extract.training.examples import Example, read_examples
from kg.extract.training.generate import Grammar, generate, read_grammar, vary
from kg.model import Document
from kg.resources import resource

if TYPE_CHECKING:
    from spacy.vocab import Vocab

#: How often each template file is drawn.
SHARES: Mapping[str, float] = {
    "awards": 8, "bio": 22, "education": 9, "grants": 2, "interests": 5, "negative": 10, "news": 6, "other": 4,
    "people": 2, "positions": 10, "projects": 4, "publications": 12, "service": 6, "talks": 4, "teaching": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """The shape of the model and how long it learns; small enough for two old cores."""

    width: int = 96
    depth: int = 2
    hidden: int = 64
    #: Batches, and tokens in one.
    steps: int = 2500
    batch: int = 1200
    dropout: float = 0.2
    rate: float = 0.001
    #: Shares of a batch that are hand-written or from pages; the rest is generated.
    written: float = 0.3
    pages: float = 0.15


#: The settings that the network needs to be built again.
SHAPE = ("width", "depth", "hidden")


def train(
    out: Path,
    *,
    pages: Path | None = None,
    read: Callable[[Path], Document] | None = None,
    seed: int = 0,
    folder: Path | None = None,
    settings: Settings | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Mapping[str, Any]:
    """Train the tagger and write ``weights.npz`` and ``meta.json`` to ``out``.

    Args:
        pages: a folder with ``pages/`` and ``gold/``, to learn from in addition; only weights leave it.
        read: the reader of a page's file, where there are pages.
        folder: the training text; ``data/training`` if None.
        report: is given a line of progress now and then.

    Returns:
        What was written to ``meta.json``.
    """
    from kg.extract.training.pages import read_pages

    settings = settings or Settings()
    folder = folder or resource("data", "training")
    grammar, written = read_grammar(folder), read_written(folder)
    labelled = [example for page in read_pages(pages, read) for example in page.examples] if pages and read else []
    tagger, model = fit(grammar, written, labelled, seed=seed, settings=settings, report=report)
    checked = measure(tagger, held_out(grammar, seed))
    meta = {
        "settings": {name: getattr(settings, name) for name in SHAPE},
        "training": {name: getattr(settings, name) for name in Settings.__slots__},
        "seed": seed,
        "trained_on": {
            "templates": sum(map(len, grammar.templates.values())),
            "words": sum(map(len, grammar.words.values())),
            "written": len(written),
            "page_blocks": len(labelled),
            "text_sha256": digest(folder),
        },
        "versions": _versions(),
        "f1_on_generated": {label: round(scores.f1, 3) for label, scores in checked.items()},
    }
    save(model, meta, out)
    return meta


def save(model: Any, meta: Mapping[str, Any], out: Path) -> None:
    """Write the model's two files; the weights first, so that a ``meta.json`` never speaks of others."""
    out.mkdir(parents=True, exist_ok=True)
    arrays = {key: node.get_param(name).astype("float16") for key, node, name in parameters(model)}
    with (out / WEIGHTS).open("wb") as file:
        np.savez(file, **arrays)
    (out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("numpy", "spacy", "thinc")}


def read_written(folder: Path) -> list[Example]:
    """The hand-written examples, in the order of their files."""
    return [example for path in sorted((folder / "written").glob("*.txt")) for example in read_examples(path)]


def digest(folder: Path) -> str:
    """A hash over the names and contents of the training text."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.txt")):
        found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


# ---------------------------------------------------------------------------------------------------------------
# learning


def fit(
    grammar: Grammar,
    written: Sequence[Example],
    labelled: Sequence[Example],
    *,
    seed: int,
    settings: Settings,
    report: Callable[[str], None] = lambda line: None,
) -> tuple[Tagger, Any]:
    """A trained tagger and its network. Each batch is new text: the generator never ends, and examples are varied."""
    from thinc.api import Adam, fix_random_seed, set_dropout_rate

    fix_random_seed(seed)
    rng = random.Random(seed)
    vocab, may = word_store(), allowed(len(LABELS))
    model = network({name: getattr(settings, name) for name in SHAPE})
    model.initialize()
    optimizer = Adam(settings.rate, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True)
    stream = mixture(grammar, written, labelled, rng, settings)
    loss = 0.0
    for step in range(settings.steps):
        optimizer.learn_rate = settings.rate * _pace(step / settings.steps)
        set_dropout_rate(model, settings.dropout)
        loss += _learn(model, may, batch(vocab, stream, settings))
        model.finish_update(optimizer)
        if step % 100 == 99:
            report(f"step {step + 1} of {settings.steps}, loss {loss / 100 / settings.batch:.4f} a token")
            loss = 0.0
    set_dropout_rate(model, 0.0)
    for node in model.walk():
        for name in node.param_names:
            node.set_param(name, optimizer.averages.get((node.id, name), node.get_param(name)))
    return Tagger(model, vocab), model


def _learn(model: Any, may: Any, docs: Sequence[tuple[Any, list[int]]]) -> float:
    """One step's gradients, left in the network; returns the loss."""
    scores, back = model.begin_update([doc for doc, _ in docs])
    padded, lengths = pad(scores)
    gold = np.zeros(padded.shape[:2], dtype="int64")
    for number, (_, states) in enumerate(docs):
        gold[: len(states), number] = states
    node = transitions_of(model)
    by_score, by_move, loss = gradients(padded, lengths, gold, node.get_param("T"), may)
    size = np.float32(1.0 / len(docs))
    node.inc_grad("T", by_move * size)
    back([by_score[:length, number] * size for number, length in enumerate(lengths)])
    return loss


def _pace(done: float) -> float:
    """Part of the full rate: up in the first twentieth, then down to a tenth."""
    return min(done * 20 + 0.05, 1.0) * (1.0 - 0.9 * done)


def mixture(
    grammar: Grammar, written: Sequence[Example], labelled: Sequence[Example], rng: random.Random, settings: Settings
) -> Iterator[Example]:
    """Examples without end: generated, hand-written and (where there are any) from pages, by their shares."""
    generated = generate(grammar, rng, {name: SHARES.get(name, 1.0) for name in grammar.templates})
    while True:
        chance = rng.random()
        if labelled and chance < settings.pages:
            yield vary(rng.choice(labelled), grammar, rng)
        elif written and chance < settings.pages * bool(labelled) + settings.written:
            yield vary(rng.choice(written), grammar, rng)
        else:
            yield next(generated)


def batch(vocab: Vocab, stream: Iterator[Example], settings: Settings) -> list[tuple[Any, list[int]]]:
    """Documents and the states of their tokens, of about ``settings.batch`` tokens together."""
    pairs: list[tuple[Any, list[int]]] = []
    size = settings.batch
    while size > 0:
        example = next(stream)
        doc, places = to_doc(vocab, example.block)
        if places:
            pairs.append((doc, states(example.tags, places)))
            size -= len(places)
    return pairs


def states(tags: Iterable[Tag], places: Sequence[tuple[int, int, int]]) -> list[int]:
    """The CRF's state of each token; a tag that does not fall on token borders grows to them."""
    found = [0] * len(places)
    for tag in tags:
        inside = [
            number
            for number, (line, start, end) in enumerate(places)
            if line == tag.line and start < tag.end and end > tag.start and not found[number]
        ]
        for number in inside:
            found[number] = 1 + LABELS.index(tag.label) + (len(LABELS) if number > inside[0] else 0)
    return found


# ---------------------------------------------------------------------------------------------------------------
# measuring


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of spans of one label: right, found and expected."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 0.0


def measure(tagger: Tagger, examples: Sequence[Example]) -> dict[str, Scores]:
    """Exact-span scores by label, and of all as ``all``."""
    found = tagger.tag([example.block for example in examples])
    return tally((example.tags, tags) for example, tags in zip(examples, found, strict=True))


def tally(pairs: Iterable[tuple[Iterable[Tag], Iterable[Tag]]]) -> dict[str, Scores]:
    """Scores from pairs of expected and found tags."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for gold, guess in pairs:
        wanted = {(tag.line, tag.start, tag.end, tag.label) for tag in gold}
        given = {(tag.line, tag.start, tag.end, tag.label) for tag in guess}
        for counter, keys in ((right, wanted & given), (found, given), (expected, wanted)):
            for *_, label in keys:
                counter[label] += 1
    rows = {label: Scores(right[label], found[label], expected[label]) for label in LABELS}
    return rows | {"all": Scores(right.total(), found.total(), expected.total())}


def held_out(grammar: Grammar, seed: int, size: int = 2000) -> list[Example]:
    """Generated examples of another stream than the training's: they measure learning, not the reading of pages."""
    rng = random.Random(f"held out {seed}")
    weights = {name: SHARES.get(name, 1.0) for name in grammar.templates}
    return list(itertools.islice(generate(grammar, rng, weights), size))
