"""What must hold of a graph, tried on real pages: formats that agree, spans that hold, shapes, the same bytes twice.

    python benchmarks/graph_holds.py            # the pages of KG_EVAL where it is there, else the samples
    python benchmarks/graph_holds.py FOLDER

Each line says what was counted; the exit status is 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph
import rdflib

ROOT = Path(__file__).resolve().parent.parent
FORMATS = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")
SPANS = """
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX rkg: <https://w3id.org/researcher-kg/ontology#>
    SELECT DISTINCT ?path ?start ?end ?quote {
      { ?evidence oa:hasSource ?document ; oa:hasSelector ?selector } UNION { ?selector rkg:inDocument ?document }
      ?document rkg:path ?path . ?selector oa:start ?start ; oa:end ?end ; oa:exact ?quote .
    }"""


def build(pages: Path, out: Path, seed: str) -> bytes:
    """One build in a process of its own."""
    command = [sys.executable, "-m", "kg", "build", "-q", str(pages), "-o", str(out), "--read-on", "2026-01-01"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    return out.read_bytes()


def by_rdflib(file: Path) -> int:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(file)
    return len({tuple(quad[:3]) for quad in graph.quads()})


def by_oxigraph(file: Path) -> int:
    form = pyoxigraph.RdfFormat.from_extension(file.suffix.lstrip("."))
    return len({(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=str(file), format=form)})


def formats_agree(pages: Path, folder: Path) -> bool:
    """Every serialization has the same number of triples, by rdflib and by Oxigraph."""
    counts = {}
    for suffix in FORMATS:
        file = folder / f"graph{suffix}"
        build(pages, file, "0")
        counts[suffix] = (by_rdflib(file), by_oxigraph(file))
        print(f"  {suffix:8} {counts[suffix][0]:>9,} triples by rdflib {counts[suffix][1]:>9,} by Oxigraph")
    return len({count for pair in counts.values() for count in pair}) == 1


def spans_hold(pages: Path, folder: Path) -> bool:
    """The text of each file at each span is the words that the graph quotes."""
    store = pyoxigraph.Store()
    store.load(path=str(folder / "graph.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    texts: dict[str, str] = {}
    wrong = right = 0
    for path, start, end, quote in store.query(SPANS, use_default_graph_as_union=True):
        text = texts.setdefault(path.value, (pages / path.value).read_bytes().decode("utf-8-sig"))
        if text[int(start.value) : int(end.value)] == quote.value:
            right += 1
        else:
            wrong += 1
            print(f"  {path.value} {start.value}-{end.value}: {quote.value!r:.80}")
    print(f"  {right:,} spans hold, {wrong:,} do not")
    return right > 0 and not wrong


def same_bytes(pages: Path, folder: Path) -> bool:
    """Another hash seed, the same bytes."""
    first, second = ((folder / f"again-{seed}.trig") for seed in ("1", "2"))
    content = build(pages, first, "1")
    print(f"  {len(content):,} bytes")
    return content == build(pages, second, "2")


def conforms(pages: Path, folder: Path) -> bool:
    """`kg check` finds nothing."""
    return subprocess.run([sys.executable, "-m", "kg", "check", str(folder / "graph.nq")]).returncode == 0


CHECKS: Mapping[str, Callable[[Path, Path], bool]] = {
    "the formats agree": formats_agree,
    "the spans hold": spans_hold,
    "the graph conforms": conforms,
    "the same bytes twice": same_bytes,
}


def main() -> int:
    labelled = ROOT / (os.environ.get("KG_EVAL") or "../shared/eval") / "pages"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "pages", nargs="?", type=Path, default=labelled if labelled.is_dir() else ROOT / "data" / "profiles"
    )
    pages = parser.parse_args().pages
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, check in CHECKS.items():
            print(f"{name}:", flush=True)
            if not check(pages, Path(folder)):
                failed = 1
                print("  DOES NOT HOLD")
    return failed


if __name__ == "__main__":
    sys.exit(main())
