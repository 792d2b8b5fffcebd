"""A page written in a test to the facts of one kind, as rows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from kg.extract import extract
from kg.model import Kind, texts
from kg.read import read


def rows(text: str, kind: Kind, *, suffix: str = ".md") -> list[dict[str, str]]:
    """The facts of one kind that a page states, each as its slots; a slot with several values has them joined by ``|``.

    The quote of every value is checked against the page on the way.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"page{suffix}"
        path.write_text(text, encoding="utf-8")
        document = read(path, root=Path(folder))
    facts = [fact for fact in extract(document).facts if fact.kind is kind]
    for fact in facts:
        for value in (value for values in fact.slots.values() for value in values):
            span = value.evidence.span
            assert document.text[span.start : span.end] == value.evidence.quote
    return [{slot: "|".join(texts(fact, slot)) for slot in fact.slots} for fact in facts]
