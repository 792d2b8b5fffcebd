"""How fast the tagger reads, against a spaCy pipeline of the default size (tok2vec of width 96 and depth 4, with ner).

    python benchmarks/tagger_speed.py [../shared/eval]

Both run in this process, and the time of all cores counts: spaCy over the full text of the pages, the tagger over the
same pages' blocks as
``kg build`` gives them. The spaCy pipeline is untrained; its speed does not depend on what it has learned.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(folder: Path) -> None:
    import spacy

    from kg.extract.tagger import load
    from kg.extract.training.pages import blocks
    from kg.read import read

    paths = sorted((folder / "pages").iterdir())
    pages = [blocks(read(path)) for path in paths]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    seen = sum(len(line) for page in pages for block in page for line in block.lines)

    started = time.perf_counter()
    tagger = load()
    loading = time.perf_counter() - started

    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    for label in ("ORG", "PERSON", "DATE", "PLACE"):
        ner.add_label(label)
    nlp.initialize()

    ours = seconds(lambda: [tagger.tag(page) for page in pages])
    together = seconds(lambda: tagger.tag([block for page in pages for block in page]))
    theirs = seconds(lambda: list(nlp.pipe(texts)))
    print(f"{len(paths)} pages, {sum(map(len, texts))} characters, of which the tagger sees {seen}")
    print(f"loading                        {loading * 1000:8.0f} ms")
    print(f"tagger, a page at a time       {ours:8.2f} s  {len(paths) / ours:7.0f} pages a second")
    print(f"tagger, all blocks at once     {together:8.2f} s  {len(paths) / together:7.0f} pages a second")
    print(f"spaCy tok2vec + ner, full text {theirs:8.2f} s  {len(paths) / theirs:7.0f} pages a second")
    print(f"ratio                          {theirs / ours:8.1f}")


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the middle of three runs, after one to warm up."""
    work()
    runs = []
    for _ in range(3):
        started = time.process_time()
        work()
        runs.append(time.process_time() - started)
    return statistics.median(runs)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("KG_EVAL", "../shared/eval")))
