"""How long identity takes: the index of ROR, and profiles with as many mentions as are asked for.

    python benchmarks/identity_scale.py --ror ror-data.zip --mentions 100000

The profiles are made from syllables and from the names that ship, with teachers, co-authors and namesakes, so that
all sorts of evidence and of clashes come up. Each figure is of a process of its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kg.mentions import mentions
from kg.model import SLOTS, EntityKind, Evidence, Fact, Kind, Profile, Span, Value
from kg.resolve import build_ror_index, resolve
from kg.resolve.gazetteer import organizations, things
from kg.resolve.organizations import Atlas
from kg.resolve.ror import RorIndex

_HERE = Evidence("", Span(0, 1), "", "", "made")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ror", type=Path, help="ROR's data dump, schema v2, or an index made from it")
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--step", choices=["build", "index", "resolve"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        {"build": _build, "index": _index, "resolve": _resolve}[options.step](options)
        return
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "ror.sqlite"
        steps = [("build", options.ror), ("index", index), ("resolve", index)] if options.ror else []
        for step, ror in [*steps, ("resolve", None)]:
            more = ["--ror", str(ror.resolve())] if ror else []
            command = [
                sys.executable,
                str(Path(__file__).resolve()),
                "--step",
                step,
                "--mentions",
                str(options.mentions),
                *more,
            ]
            subprocess.run(command, check=True, cwd=folder)


def _memory() -> float:
    """The most that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _build(options: argparse.Namespace) -> None:
    started = time.perf_counter()
    count = build_ror_index(options.ror, Path("ror.sqlite"))
    seconds, size = time.perf_counter() - started, Path("ror.sqlite").stat().st_size / 1e6
    print(
        f"index: {count:,} records in {seconds:.1f} s, {size:.1f} MB on disk, {_memory():.0f} MB of memory", flush=True
    )


def _index(options: argparse.Namespace) -> None:
    known = organizations()
    before, started = _memory(), time.perf_counter()
    index = RorIndex(options.ror, known.keys)
    Atlas(known, index)
    loaded = time.perf_counter() - started
    names = [record.name for record in known.records.values()] + [f"Institute {n}" for n in range(2000)]
    started = time.perf_counter()
    for name in names:
        index.find(name)
    first = (time.perf_counter() - started) / len(names)
    started = time.perf_counter()
    for name in names:
        index.find(name)
    again = (time.perf_counter() - started) / len(names)
    print(
        f"index: loaded in {loaded * 1000:.0f} ms; a name looked up in {first * 1e6:.0f} µs, once more in "
        f"{again * 1e6:.1f} µs; {_memory() - before:.0f} MB of memory more",
        flush=True,
    )


def _resolve(options: argparse.Namespace) -> None:
    profiles = made(options.mentions)
    count = sum(1 for profile in profiles for _ in mentions(profile))
    started, used = time.perf_counter(), time.process_time()
    found = resolve(profiles, ror=options.ror)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    joined = sum(len(entity.former) for entity in found.entities)
    refused = sum(not decision.accepted for decision in found.decisions)
    how = "with" if options.ror else "without"
    print(
        f"{how} ROR: {count:,} mentions of {len(profiles):,} profiles in {seconds:.1f} s ({cpu:.1f} s of one core), "
        f"{len(found.entities):,} entities, {joined:,} keys joined, {refused:,} candidates turned down; "
        f"{_memory():.0f} MB of memory",
        flush=True,
    )
    print(f"  {dict(Counter(entity.kind.value for entity in found.entities).most_common())}", flush=True)


# ---------------------------------------------------------------------------------------------------------------
# profiles out of nothing


def made(count: int) -> list[Profile]:
    """Profiles with at least ``count`` mentions, the same for each run."""
    dice = random.Random(5)
    world = _World(dice, max(count // 25, 10))
    profiles, have = [], 0
    while have < count:
        profile = world.profile(len(profiles))
        profiles.append(profile)
        have += sum(1 for _ in mentions(profile))
    return profiles


class _World:
    """People in groups of a teacher and pupils, at places, with works that they share."""

    def __init__(self, dice: random.Random, people: int) -> None:
        self.dice = dice
        families = [self._word(2) for _ in range(max(people // 12, 5))]
        given = [self._word(2) for _ in range(300)]
        self.people = [f"{dice.choice(given)} {dice.choice(families)}" for _ in range(2 * people)]
        known = [record.name for record in organizations().records.values()]
        self.places = known + [f"{self._word(3)} University" for _ in range(people // 4)]
        self.venues = [record.name for record, _ in things("venues.csv", EntityKind.EVENT).values()]
        self.topics = [f"{self._word(3)} {self._word(2)}" for _ in range(people // 5 + 5)]
        self.works = [self._work() for _ in range(people * 3)]

    def _word(self, syllables: int) -> str:
        letters = ("bcdfghjklmnprstvwz", "aeiou", "nrlst")
        return "".join(self.dice.choice(some) for _ in range(syllables) for some in letters).capitalize()

    def _work(self) -> tuple[str, tuple[int, ...], str]:
        title = " ".join(self._word(2) for _ in range(self.dice.randint(2, 8)))
        first = self.dice.randrange(len(self.people))
        others = [(first + self.dice.randint(1, 9)) % len(self.people) for _ in range(self.dice.randint(1, 5))]
        return title, tuple(dict.fromkeys([first, *others])), str(self.dice.randint(1990, 2026))

    def _written(self, person: int) -> str:
        given, family = self.people[person % len(self.people)].split()
        return self.dice.choice([f"{given} {family}", f"{given[0]}. {family}", f"{family}, {given}"])

    def profile(self, number: int) -> Profile:
        dice, source = self.dice, f"{number:06}.md"
        person = number % len(self.people)
        start = dice.randint(1980, 2020)
        facts = [_fact(Kind.IDENTITY, name=self.people[person])]
        if number % 3 == 0:
            facts.append(_fact(Kind.IDENTIFIERS, value=f"0000-0000-{number:08}"[:19], scheme="orcid"))
        teacher = self.people[person - person % 10]
        school, job = (self.places[(person * 7 + more) % len(self.places)] for more in (0, person % 10))
        facts.append(_fact(Kind.EDUCATION, organization=school, start=str(start), end=str(start + 4), advisor=teacher))
        facts.append(
            _fact(Kind.POSITIONS, organization=job, unit=f"{self._word(2)} Lab", start=str(start + 4), current="true")
        )
        facts.append(_fact(Kind.PEOPLE, name=teacher, relation="advisor"))
        facts += [_fact(Kind.INTERESTS, topic=dice.choice(self.topics)) for _ in range(3)]
        facts += [_fact(Kind.SERVICE, organization=dice.choice(self.venues), role="Reviewer") for _ in range(2)]
        facts.append(_fact(Kind.AWARDS, title=f"{self._word(2)} Prize", issuer=dice.choice(self.places)))
        mine = [(person * 3 + n) % len(self.works) for n in range(-6, 6, 3)]
        facts += [self._publication(*self.works[n]) for n in mine]
        return Profile(source, (), tuple(facts))

    def _publication(self, title: str, authors: tuple[int, ...], year: str) -> Fact:
        names = tuple(self._written(author) for author in authors)
        return _fact(
            Kind.PUBLICATIONS, title=title, venue=self.dice.choice(self.venues) + f" {year}", date=year, authors=names
        )


def _fact(kind: Kind, **slots: str | tuple[str, ...]) -> Fact:
    values = {}
    for slot in SLOTS[kind]:
        if slot in slots:
            given = slots[slot]
            values[slot] = tuple(Value(t, _HERE) for t in ((given,) if isinstance(given, str) else given))
    return Fact(kind, values, (), 1.0)


if __name__ == "__main__":
    main()
