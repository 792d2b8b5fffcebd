"""The parts of docs/ that follow from the code: the list of the named questions, and the diagram of the ontology.

python scripts/docs.py            write them anew between their marks
python scripts/docs.py --check    only say whether they are as the code is (exit status 1 if not)
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kg import vocab
from kg.mentions import NAMES
from kg.model import EntityKind, Kind
from kg.query import questions

DOCS = Path(__file__).resolve().parent.parent / "docs"


def table_of_questions() -> str:
    """A row a question: its name, what it asks, what narrows it."""
    rows = ["| question | asks | narrowed by |", "|---|---|---|"]
    for asked in questions():
        takes = ", ".join(f"`--{parameter.name}`" for parameter in asked.parameters)
        rows.append(f"| `{asked.name}` | {asked.asks} | {takes} |")
    return "\n".join(rows)


def diagram() -> str:
    """The classes of facts between the person and the things that they name, as Mermaid."""
    lines = ["```mermaid", "flowchart LR", '  PERSON(["schema:Person"])']
    for kind, class_ in vocab.FACT_CLASS.items():
        lines.append(f'  {kind.name}["{_short(class_)}"] -- rkg:person --> PERSON')
    things: dict[EntityKind, str] = {}
    for kind, slot in vocab.LINKS:
        for thing in _named(kind, slot):
            if thing is EntityKind.PERSON and kind is Kind.IDENTITY:
                continue
            things.setdefault(thing, _short(vocab.ENTITY_CLASS[thing][0]))
            target = "OTHER" if thing is EntityKind.PERSON else f"T_{thing.name}"
            way = vocab.EVENT if (kind, thing) == (Kind.SERVICE, EntityKind.EVENT) else vocab.LINKS[kind, slot]
            lines.append(f"  {kind.name} -- {_short(way)} --> {target}")
    for thing, class_ in things.items():
        target = "OTHER" if thing is EntityKind.PERSON else f"T_{thing.name}"
        words = f"{class_}, another" if thing is EntityKind.PERSON else class_
        lines.append(f'  {target}(["{words}"])')
    return "\n".join([*lines, "```"])


def _named(kind: Kind, slot: str) -> tuple[EntityKind, ...]:
    named = NAMES[kind, slot].kind
    # What a service is for, its words decide: a venue or a body.
    return (named,) if isinstance(named, EntityKind) else (EntityKind.ORGANIZATION, EntityKind.EVENT)


def _short(iri: str) -> str:
    for prefix, space in vocab.PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


#: The file of each part, and what stands between ``<!-- made: NAME -->`` and ``<!-- end -->`` in it.
PARTS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "questions": ("questions.md", table_of_questions),
    "diagram": ("ontology.md", diagram),
}


def renewed(text: str, name: str, made: str) -> str:
    """A page with a part made anew."""
    mark = f"<!-- made: {name} -->"
    pattern = re.compile(rf"{re.escape(mark)}\n.*?<!-- end -->", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise ValueError(f"the page needs {mark} and <!-- end --> once")
    return pattern.sub(lambda _: f"{mark}\n{made}\n<!-- end -->", text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if a part is not as the code is"
    )
    only_check = parser.parse_args().check
    old = []
    for name, (file, make) in PARTS.items():
        text = (DOCS / file).read_text(encoding="utf-8")
        new = renewed(text, name, make())
        if new != text:
            old.append(f"docs/{file}: {name}")
            if not only_check:
                (DOCS / file).write_text(new, encoding="utf-8")
    print("\n".join(old) or "nothing has changed")
    return 1 if only_check and old else 0


if __name__ == "__main__":
    sys.exit(main())
