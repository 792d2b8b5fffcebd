"""Mutated pages through reading and extraction: nothing crashes, every span is valid, no page takes long.

    python benchmarks/fuzz.py                                # 100,000 pages, a chunk at a time
    python benchmarks/fuzz.py --first 4711 --count 1         # a page again: its number is its seed

The pages are our own samples, and those of KG_EVAL where they are there: cut, doubled, shuffled, spliced with one
another, with noise, markup and words of the trade put in. What is told of a failure is its number, and where in the
program it happened, never the page's words. Time is the processor's: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KgError
from kg.extract import extract
from kg.model import Document
from kg.read import READERS, read
from kg.resources import resource

#: Seconds that a page may take; a page that takes ten times as long is given up, and told where it was.
MOST_SECONDS = 2.0
CHUNK = 5_000
#: Characters of a mutated page: profile pages have three to ten thousand.
LONGEST = 120_000

NOISE = "\u0000\u200b\u202e\ufeff\u0301\u00a0\u2028\U0001f393ﬁßİ中年（）、。(),.;:|*_~[]{}<>&#%@$`\"'’\\\n\t\r-–—0129"
SNIPPETS = (
    "<!--", "-->", "<table><tr><td>", "</td>", "</ul>", "<li>", "<br>", "<p>", "<script>", "```", "---\n", "+++\n",
    "{{", "{%", "](", "[a](b)", "**", "| a | b |\n|---|---|\n", "\n# ", "\n## Education\n", "\n## Publications\n",
    "\n## Talks\n", "\n- ", "\n    1. ", "\n> ", "&amp;", "&#x110000;", "\\\\", "$x^2$", " – ", ", ", "; ", " and ",
    " at ", " of the ", "(", ")", "Ph.D. ", "PhD student in ", "M.S. and B.S. in ", "Professor of ",
    "University of ", "Department of ", "my research interests are ", "I work on ", "advised by ", "I received my ",
    " et al. ", "Best Paper Award ", "Program committee: ", "2019 - ", "since 2020 ", "2019–21", "09/2014–06/2018 ",
    "Spring 2020, ", "10.1000/182 ", "https://a.example/b?c=d ", "mailto:a@b.example ", "教授", "博士",
)  # fmt: skip


def _cut(text: str, rng: random.Random) -> str:
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:] if rng.random() < 0.5 else text[start:end]


def _double(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text))
    piece = text[start : start + rng.randrange(1, 400)]
    return text[:start] + piece * rng.randrange(2, 5) + text[start:]


def _repeat(text: str, rng: random.Random) -> str:
    """The same characters hundreds of times: what is slow on long runs of anything shows here."""
    start = rng.randrange(len(text))
    piece = text[start : start + rng.choice((1, 1, 2, 3, 5, 10, 20, 60))]
    times = min(rng.choice((100, 500, 2000)), 20_000 // len(piece))
    return text[:start] + piece * times + text[start:]


def _shuffle_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _swap(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(rng.randrange(1, 30)):
        a, b = rng.randrange(len(letters)), rng.randrange(len(letters))
        letters[a], letters[b] = letters[b], letters[a]
    return "".join(letters)


def _put_in(text: str, rng: random.Random, what: Sequence[str]) -> str:
    places = sorted(rng.randrange(len(text) + 1) for _ in range(rng.randrange(1, 30)))
    pieces = (text[a:b] + rng.choice(what) for a, b in zip([0, *places], places, strict=False))
    return "".join(pieces) + text[places[-1] :]


def _add_noise(text: str, rng: random.Random) -> str:
    return _put_in(text, rng, NOISE)


def _add_snippets(text: str, rng: random.Random) -> str:
    return _put_in(text, rng, SNIPPETS)


def _lose_characters(text: str, rng: random.Random) -> str:
    gone = rng.choice("\n\n ,.()[]<>*-:#\"'|/0129aeinrtAMPU")
    share = rng.choice((0.1, 0.5, 1.0))
    return "".join(c for c in text if c != gone or rng.random() > share)


def _on_one_line(text: str, rng: random.Random) -> str:
    return text.replace("\n", rng.choice((" ", "", "\r\n", "\r", "<br>", "\n\n")))


def _other_case(text: str, rng: random.Random) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


MUTATIONS: Sequence[Callable[[str, random.Random], str]] = (
    _cut, _double, _repeat, _shuffle_lines, _swap, _add_noise, _add_snippets, _lose_characters, _on_one_line,
    _other_case,
)  # fmt: skip


def originals(labelled: Path | None = None) -> list[tuple[str, str]]:
    """Suffix and text of the pages to mutate: our own samples, and those of a folder of labelled pages."""
    folders = [resource("data", "profiles"), *([labelled / "pages"] if labelled else [])]
    paths = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return [(p.suffix, p.read_text(encoding="utf-8", errors="replace")) for p in paths if p.suffix in READERS]


def mutated(number: int, pages: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The suffix and the text of mutated page ``number``: the same in every run over the same pages."""
    rng = random.Random(number)
    suffix, text = rng.choice(pages)
    if rng.random() < 0.2:  # the end of another page behind the beginning of this one
        _, other = rng.choice(pages)
        text = text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]
    if rng.random() < 0.8:  # a part is read sooner, and most mistakes need no more
        start = rng.randrange(len(text) + 1)
        text = text[start : start + rng.randrange(100, 2000)]
    for _ in range(rng.randrange(1, 4)):
        text = rng.choice(MUTATIONS)(text, rng) if text else text
    return suffix, text[:LONGEST]


def problems(document: Document) -> list[str]:
    """What is wrong with the places in what is read from a document; nothing, it is hoped."""
    text, found, extraction = document.text, [], extract(document)
    for fact in extraction.facts:
        for one in (*fact.evidence, *(value.evidence for values in fact.slots.values() for value in values)):
            start, end = one.span.start, one.span.end
            if not (0 <= start < end <= len(text) and text[start:end] == one.quote):
                found.append(f"{one.rule}: {start} to {end} is not its quote")
        if not 0 <= fact.confidence <= 1:
            found.append(f"{fact.evidence[0].rule}: a confidence of {fact.confidence}")
    for note in (*document.notes, *extraction.unread):
        if note.span and not 0 <= note.span.start <= note.span.end <= len(text):
            found.append(f"a note's place: {note.span.start} to {note.span.end} of {len(text)}")
    return found


def check(number: int, pages: Sequence[tuple[str, str]], folder: Path) -> list[str]:
    """The problems of one mutated page. Whatever is raised is a crash, and goes up."""
    return problems_of(*mutated(number, pages), folder)


def problems_of(suffix: str, text: str, folder: Path) -> list[str]:
    """The problems of a page of this text, written to a folder and read from there."""
    path = folder / f"page{suffix}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        document = read(path, root=folder)
    except KgError:  # a page may be refused: a sentence to the user
        return []
    return problems(document)


class TooSlow(BaseException):
    """A page that has used up its time; not to be caught by what reads it."""


@contextmanager
def _given_up_after(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _place(error: BaseException) -> str:
    """Where something was raised: the last lines of ours, innermost last."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "/kg/" in f.filename.replace(os.sep, "/")]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(ours[-4:]))


def run_chunk(first: int, count: int, pages: Sequence[tuple[str, str]]) -> tuple[int, float, int]:
    """Check pages from ``first`` on; returns how many failed, and the time and number of the slowest."""
    failed, slowest = 0, (0.0, first)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            begun = time.process_time()
            try:
                with _given_up_after(10 * MOST_SECONDS):
                    wrong = check(number, pages, Path(folder))
            except (Exception, TooSlow) as error:  # noqa: BLE001 - to find these is what the run is for
                wrong = [f"{type(error).__name__} at {_place(error)}"]
            seconds = time.process_time() - begun
            slowest = max(slowest, (seconds, number))
            if seconds > MOST_SECONDS:
                wrong.append(f"took {seconds:.1f} s")
            failed += bool(wrong)
            for message in wrong[:3]:
                print(f"page {number}: {message}", flush=True)
    return failed, *slowest


def main() -> int:
    options = _options()
    if options.count <= CHUNK:
        pages = originals(options.eval)
        check(0, pages, Path(tempfile.mkdtemp()))  # what is loaded once is no page's time
        failed, seconds, number = run_chunk(options.first, options.count, pages)
        print(f"{options.count:,} pages from {options.first:,}: {failed} failed; slowest {number}: {seconds:.2f} s")
        return 1 if failed else 0
    # A process a chunk: its memory is given back, and a crash of the interpreter costs one chunk.
    failures = 0
    for first in range(options.first, options.first + options.count, CHUNK):
        count = min(CHUNK, options.first + options.count - first)
        command = [sys.executable, __file__, "--eval", options.eval, "--first", str(first), "--count", str(count)]
        failures += subprocess.run(command).returncode != 0
    print(f"{options.count:,} pages: {failures or 'no'} chunks with failures")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).resolve().parent.parent / (os.environ.get("KG_EVAL") or "../shared/eval")
    parser.add_argument("--eval", type=Path, default=default, help="folder with pages/ to mutate beside our own")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
