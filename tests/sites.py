"""Sites written by hand: a file is a path and a text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg import pipeline
from kg.model import Kind, Profile, first, texts

ACADEMIC_PAGES = {
    "_config.yml": (
        "title: Home\ndescription: A page\nauthor:\n  name: Edith Sample\n  github: edith-sample\n"
        "  employer: Lakeside Institute\n  location: Graz, Austria\n"
    ),
    "_pages/about.md": "---\ntitle: About\npermalink: /\n---\nWelcome.\n",
    "_pages/category-archive.html": "---\ntitle: Posts by Category\n---\n",
    "_publications/2019-01-01-tides.md": (
        "---\ntitle: Tides in shallow basins\ncollection: publications\nvenue: Journal of Invented Seas\n"
        "date: 2019-01-01\ncitation: 'E. Sample, B. Muster. (2019). Tides in shallow basins.'\n---\n"
    ),
    "_publications/2019-again.md": "---\ntitle: Tides in Shallow Basins\ndate: 2019-01-01\n---\n",
    "_publications/old.md": "---\ntitle: Paper Title Number 1\nvenue: Journal 1\ndate: 2009-10-01\n---\n",
    "_talks/one.md": "---\ntitle: How basins fill\nvenue: Sea Days\nlocation: Vienna\ndate: 2020-05-04\n---\n",
    "_teaching/one.md": "---\ntitle: Hydraulics\nvenue: University of Vienna\ndate: 2021-01-01\n---\n",
    "_teaching/sample.md": "---\ntitle: Teaching experience 1\nvenue: University 1\ndate: 2014-01-01\n---\n",
    "_portfolio/one.md": "---\ntitle: Gauge, a library for tide tables\n---\n",
    "_posts/2020-01-01-hello.md": "---\ntitle: Hello\n---\nI am Bert Muster, a reader.\n",
}

AL_FOLIO = {
    "_config.yml": (
        "title: blank\nfirst_name: Edith\nmiddle_name: B.\nlast_name: Sample\nscholar_userid: AbCdEfGhIjKl\n"
    ),
    "_bibliography/papers.bib": (
        "@article{a, title={Tides in shallow basins}, author={Sample, Edith and Muster, Bert},"
        " journal={Journal of Invented Seas}, year={2019}}\n"
    ),
    "_pages/about.md": "---\nlayout: about\ntitle: about\n---\nI work on water.\n",
    "_news/one.md": "---\ndate: 2021-03-02\n---\nI received the Silver Oar Award!\n",
    "_projects/1_project.md": "---\ntitle: project 1\n---\n",
    "_projects/gauge.md": "---\ntitle: Gauge\n---\n",
}

HUGO = {
    "content/authors/edith/_index.md": (
        "---\ntitle: Edith Sample\nsuperuser: true\nrole: Professor of Hydrology\norganizations:\n"
        "- name: University of Graz\n---\n"
    ),
    "content/authors/bert/_index.md": "---\ntitle: Bert Muster\n---\n",
    "content/publication/tides/index.md": (
        "---\ntitle: Tides in shallow basins\nauthors:\n- admin\n- bert\n- Cleo Test\ndate: '2019-04-01T00:00:00Z'\n"
        "publication: In *Proceedings of the Invented Seas*\ndoi: 10.1234/tides\n---\n"
    ),
    "content/publication/tides/cite.bib": (
        "@inproceedings{a, title={Tides in shallow basins}, author={Sample, Edith and Muster, Bert and Test, Cleo},"
        " booktitle={Proceedings of the Invented Seas}, year={2019}, doi={10.1234/tides}}\n"
    ),
    "content/event/fill/index.md": (
        "---\ntitle: How basins fill\nevent: Sea Days\nlocation: Vienna\ndate: '2020-05-04T09:00:00Z'\n---\n"
    ),
    "content/project/gauge/index.md": "---\ntitle: Gauge\n---\n",
    "content/post/hello/index.md": "---\ntitle: Hello\n---\n",
}

PLAIN = {
    "index.html": "<html><head><title>Edith Sample</title></head><body><h1>Edith Sample</h1>"
    '<p>I am a professor at the University of Graz.</p><a href="talks.html">Talks</a></body></html>',
    "talks.html": (
        "<html><body><h1>Talks</h1><ul><li>How basins fill. Sea Days, Vienna, May 2020.</li></ul></body></html>"
    ),
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a site into a folder, which is made."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def profile(path: Path) -> Profile:
    """The one profile of a site."""
    (page,) = pipeline.find([path])
    reading = pipeline.read_page(page)
    assert reading.profile, reading.failure + reading.bug
    return reading.profile


def rows(found: Profile, kind: Kind, *slots: str) -> list[tuple[str, ...]]:
    """The facts of a kind, slot by slot; several values of one are joined."""
    return [
        tuple(" | ".join(texts(fact, slot)) if len(texts(fact, slot)) > 1 else first(fact, slot) for slot in slots)
        for fact in found.facts
        if fact.kind is kind
    ]
