"""What the tests of exports write out: the samples, a page with every kind of fact, and a hostile one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handmade import every_kind, graph, profile
from samples import PAGES

from kg.export.records import Records, records
from kg.graph import load

#: Text that ends strings, elements, entries and scripts in one format or another.
NASTY = "a\"b'c\\d{e}f$g%h&i#j_k^l~m<n>o|p`q</script>]]>\\end{document}@article{x, --> ${y}"

LOVELACE = "Ada Lovelace"
HOSTILE = "hostile"
NAMES = [*PAGES, LOVELACE, HOSTILE]


def hostile():
    return profile(
        "hostile.md",
        ("identity", {"name": f"Eve {NASTY}"}),
        ("identifiers", {"value": NASTY, "scheme": "github"}),
        ("identifiers", {"value": "javascript:alert(1)", "scheme": "homepage"}),
        ("education", {"organization": NASTY, "degree": NASTY, "field": NASTY, "unit": NASTY, "advisor": [NASTY]}),
        ("positions", {"organization": NASTY, "role": NASTY, "unit": NASTY, "location": NASTY, "start": "not a date"}),
        ("awards", {"title": NASTY, "issuer": NASTY, "date": "2020-24"}),
        ("grants", {"title": NASTY, "funder": NASTY, "start": "199X"}),
        ("publications", {"title": NASTY, "venue": NASTY, "authors": [NASTY, NASTY], "url": "javascript:alert(2)"}),
        ("publications", {"title": NASTY + "2", "date": "2020-05-06", "url": "https://example.org/a{b}c"}),
        ("talks", {"title": NASTY, "event": NASTY, "location": NASTY, "date": "2019/2020"}),
        ("interests", {"topic": NASTY}),
        ("people", {"name": NASTY, "relation": "advisor"}),
        ("service", {"organization": NASTY, "role": NASTY, "date": ["2019", "2021"]}),
        ("teaching", {"course": NASTY, "role": NASTY, "organization": NASTY}),
        ("projects", {"name": NASTY, "organization": NASTY}),
    )


@lru_cache(maxsize=1)
def _by_hand() -> dict[str, Records]:
    return {LOVELACE: records(graph(every_kind())), HOSTILE: records(graph(hostile()))}


@lru_cache(maxsize=1)
def _samples(path: Path) -> Records:
    return records(load(path))


def one(name: str, sample_graph: Path) -> Records:
    """The records of one person."""
    if name in PAGES:
        whole = _samples(sample_graph)
        (person,) = (p for p in whole.people if p.pages == (PAGES[name].name,))
        return Records((person,), whole.things, whole.store)
    return _by_hand()[name]


def everybody(sample_graph: Path) -> Records:
    """The records of all samples."""
    return _samples(sample_graph)
