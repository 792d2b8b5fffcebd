"""What an export says of a person is read back as the same facts.

``LOST`` is what a format has no way to say; everything else comes back. The samples are real prose, so that a few facts
hang on words that our reader takes another way when they stand in a list: ``LEAST`` is the share that must come back
of each kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from export_samples import everybody
from handmade import graph, profile
from samples import PAGES

from kg.export import EXPORTERS
from kg.export.dates import iso, span
from kg.export.records import Records, records
from kg.extract import extract
from kg.model import Kind
from kg.read import read

Slots = Mapping[str, tuple[str, ...]]
Fact = tuple[Kind, tuple[tuple[str, tuple[str, ...]], ...]]


@dataclass(frozen=True)
class Form:
    """A format that holds facts: the file that a reader knows it by, the kinds in it, and what it loses."""

    file: str
    kinds: frozenset[Kind]
    lost: tuple[Callable[[Kind, Slots], Slots], ...] = ()


def no_start_of_what_is_over(kind: Kind, slots: Slots) -> Slots:
    """A start without an end means "to this day" there, so that it is told in words and is no date."""
    if kind in (Kind.EDUCATION, Kind.POSITIONS) and "end" not in slots and "current" not in slots:
        return {name: values for name, values in slots.items() if name != "start"}
    return slots


def no_start_of_a_grant(kind: Kind, slots: Slots) -> Slots:
    """The same of grants, where the format has no list of them."""
    return slots if kind is not Kind.GRANTS else no_start_of_what_is_over(Kind.POSITIONS, slots)


def only_dates_of_the_calendar(kind: Kind, slots: Slots) -> Slots:
    """A season is its year, an interval its start; service keeps the first and the last year."""
    kept = dict(slots)
    for name in ("start", "end", "date"):
        if name in kept:
            dates = [iso(date) for date in kept[name] if iso(date)]
            kept[name] = tuple(dates[:1])
    if kind in (Kind.SERVICE, Kind.PROJECTS) and slots.get("date"):
        first, last = span(slots["date"])
        kept["date"] = (f"{first}/{last}" if last > first else first,)
    if kind in (Kind.AWARDS, Kind.PUBLICATIONS, Kind.TALKS, Kind.TEACHING) and slots.get("date"):
        kept["date"] = (span(slots["date"])[0] if kind is Kind.TEACHING else iso(slots["date"][0]),)
    return {name: values for name, values in kept.items() if values and values != ("",)}


def now_only_since_a_day(kind: Kind, slots: Slots) -> Slots:
    """What runs is what has a start and no end."""
    is_told = "start" in slots and "end" not in slots
    return slots if is_told else {name: values for name, values in slots.items() if name != "current"}


ALL = frozenset(Kind)
FORMS: Mapping[str, Form] = {
    "json-resume": Form(
        "resume.json", ALL, (no_start_of_what_is_over, only_dates_of_the_calendar, now_only_since_a_day)
    ),
    "academicpages": Form(
        "_data/cv.json", ALL, (no_start_of_what_is_over, only_dates_of_the_calendar, now_only_since_a_day)
    ),
    "al-folio": Form("_data/cv.yml", ALL, (no_start_of_what_is_over, no_start_of_a_grant)),
    "rendercv": Form("cv.yaml", ALL, (no_start_of_what_is_over, no_start_of_a_grant)),
    "markdown-cv": Form("cv.md", ALL),
    "bibtex": Form("works.bib", frozenset({Kind.PUBLICATIONS})),
}


def said(kind: Kind, slots: Slots) -> Fact:
    return kind, tuple(sorted(slots.items()))


def expected(form: Form, found: Records) -> Iterator[Fact]:
    for person in found.people:
        for row in person.rows:
            if row.kind in form.kinds:
                slots = row.texts
                for loses in form.lost:
                    slots = loses(row.kind, slots)
                yield said(row.kind, slots)


def reread(name: str, found: Records, folder: Path) -> set[Fact]:
    text = EXPORTERS[name].write(found)
    assert isinstance(text, str)
    file = folder / FORMS[name].file
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    facts = extract(read(file, root=folder)).facts
    return {said(f.kind, {slot: tuple(v.text for v in values) for slot, values in f.slots.items()}) for f in facts}


def lind():
    """A page with every kind of fact and every slot, in a time that dates of today's pages lie in."""
    return profile(
        "lind.md",
        ("identity", {"name": "Ada Lind"}),
        ("identifiers", {"value": "ada@example.org", "scheme": "email"}),
        ("identifiers", {"value": "adalind", "scheme": "github"}),
        ("identifiers", {"value": "https://example.org/ada", "scheme": "homepage"}),
        (
            "education",
            {
                "organization": "University of London",
                "level": "doctorate",
                "degree": "Ph.D.",
                "field": "Mathematics",
                "unit": "School of Logic",
                "start": "2012-09",
                "end": "2016-06",
                "advisor": ["Augustus Morgan", "Mary Somerville"],
            },
        ),
        (
            "positions",
            {
                "organization": "University of Oslo",
                "role": "Assistant Professor",
                "unit": "Department of Physics",
                "location": "Oslo",
                "start": "2019",
                "current": "true",
            },
        ),
        (
            "positions",
            {"organization": "University of Bergen", "role": "Postdoctoral Fellow", "start": "2016-09", "end": "2019"},
        ),
        ("awards", {"title": "Medal for Programs", "issuer": "Royal Society", "date": "2018"}),
        (
            "grants",
            {"title": "Engines at Work", "funder": "National Science Foundation", "start": "2020", "end": "2023"},
        ),
        (
            "publications",
            {
                "title": "Notes on the Engine",
                "venue": "Scientific Memoirs",
                "date": "2013",
                "authors": ["L. F. Menabrea", "Ada Lind"],
                "url": "https://example.org/notes",
            },
        ),
        ("talks", {"title": "What engines can do", "event": "Salon", "location": "Turin", "date": "2014-08-01"}),
        ("interests", {"topic": "analytical engines"}),
        ("people", {"name": "Augustus Morgan", "relation": "advisor"}),
        ("people", {"name": "Mary Somerville", "relation": "advisor"}),
        ("people", {"name": "Max Lehmann", "relation": "host"}),
        ("people", {"name": "Charles Babbage", "relation": "collaborator"}),
        ("people", {"name": "Emil Weber", "relation": "advisee"}),
        ("service", {"organization": "Scientific Memoirs", "role": "Reviewer", "date": ["2017"]}),
        (
            "teaching",
            {"course": "Programming 1", "role": "Lecturer", "organization": "University of London", "date": "2015"},
        ),
        ("projects", {"name": "BernoulliKit", "date": "2017"}),
    )


def test_the_page_has_every_kind():
    assert {fact.kind for fact in lind().facts} == set(Kind)


@pytest.mark.parametrize("name", FORMS)
def test_every_kind_comes_back_to_the_letter(name, tmp_path):
    found = records(graph(lind()))
    want, got = set(expected(FORMS[name], found)), reread(name, found, tmp_path)
    assert {kind for kind, _ in want} == FORMS[name].kinds
    assert sorted(want - got) == []
    assert sorted(got - want) == []


#: The share of each kind that must come back from the samples.
LEAST = 0.95
#: Fewer of these are in the samples than one of them may be lost by.
FEW = {Kind.GRANTS: 0.6, Kind.PROJECTS: 0.5, Kind.TEACHING: 0.9}


@pytest.mark.parametrize("name", FORMS)
def test_the_samples_come_back(name, sample_graph, tmp_path):
    whole, kept, all_ = everybody(sample_graph), Counter[Kind](), Counter[Kind]()
    for person in whole.people:
        found = Records((person,), whole.things, whole.store)
        folder = tmp_path / re.sub(r"\W", "-", person.pages[0])
        folder.mkdir()
        want, got = set(expected(FORMS[name], found)), reread(name, found, folder)
        all_.update(kind for kind, _ in want)
        kept.update(kind for kind, _ in want & got)
    assert len(whole.people) == len(PAGES)
    assert set(all_) == FORMS[name].kinds
    short = {kind: f"{kept[kind]} of {all_[kind]}" for kind in all_ if kept[kind] < FEW.get(kind, LEAST) * all_[kind]}
    assert short == {}
