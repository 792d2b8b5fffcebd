"""Pages to the people tied to their owner: who advised, hosted, worked with them, and whom they advised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.fields import fields_of, passage_of
from kg.extract.headings import Section
from kg.extract.identity import owner_name
from kg.extract.language import sentences
from kg.extract.page import Found, Page, Passage, make_fact
from kg.extract.persons import Tie, names_at, ties, ties_before
from kg.extract.same import is_alike
from kg.model import BlockKind, Fact, Kind

# Co-authors, speakers and prize winners are named there.
_SILENT = (Section.PUBLICATIONS, Section.TALKS, Section.IGNORED, Section.AWARDS, Section.SERVICE)
_PROSE_KEYS = re.compile(
    r"(?:.*\.)?(?:bio|short_bio|summary|description|about|details?|highlights|content|text|courses?|advisor"
    r"|supervisor)"
)
_ADVISOR_KEYS = re.compile(r"(?:.*\.)?(?:advisors?|supervisors?|mentors?)(?:\.name)?")

_LONGEST = 2000  # characters of a sentence; what is longer is no sentence
# Words of a heading over a list of people, and what the people under it are. The first that matches counts.
_HEADINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), relation)
    for pattern, relation in (
        (r"\b(?:advis[oe]rs?|supervisors?|mentors)\b|导师", "advisor"),
        (r"\bhosts?\b", "host"),
        (r"\bcollaborators?\b|\bcollaborations?\b|\bco-?workers?\b", "collaborator"),
        (
            r"student|advisee|mentee|doctoral|ph\.?d|master|postdoc|supervis|advising|mentoring|alumni|group|team"
            r"|members|doktorand|doctorand|doctorant|étudiant|estudiante|tesis|encadrement|betreuung|学生",
            "advisee",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person found in a passage."""

    passage: Passage
    name: Found
    relation: str
    rule: str
    confidence: float
    within: tuple[int, int]

    @property
    def written(self) -> str:
        """The name, white space folded."""
        return " ".join(self.passage.text[self.name.start : self.name.end].split())


def people(page: Page) -> Iterator[Fact]:
    """One fact a mention of a person: the fuller form of a name comes before its shorter ones."""
    found = [*_from_fields(page), *_from_passages(page), *_from_lists(page)]
    owner = owner_name(page)
    found = [p for p in found if not (" " in owner and is_alike(owner, p.written))]
    for one in _fuller_first(found):
        at = {"name": one.name, "relation": Found(one.name.start, one.name.end, one.relation)}
        yield make_fact(page, one.passage, Kind.PEOPLE, one.rule, at, confidence=one.confidence, within=one.within)


def _fuller_first(found: Sequence[Person]) -> list[Person]:
    """The mentions in order of the first of each last name, those with more words before those with fewer."""
    first: dict[str, int] = {}
    for i, person in enumerate(found):
        first.setdefault(person.written.split()[-1].casefold(), i)
    return sorted(found, key=lambda p: (first[p.written.split()[-1].casefold()], -len(p.written.split())))


# ---------------------------------------------------------------------------------------------------------------
# words


def _from_fields(page: Page) -> Iterator[Person]:
    for field in fields_of(page, _PROSE_KEYS):
        yield from _said(passage_of(page.document, field), "")
    for field in fields_of(page, _ADVISOR_KEYS):
        passage = passage_of(page.document, field)
        for name in names_at(passage, 0, len(passage.text)):
            yield Person(passage, name, "advisor", "people: front matter", 0.9, (0, len(passage.text)))


def _from_passages(page: Page) -> Iterator[Person]:
    parents = {child: parent for parent, children in page.children.items() for child in children}
    for index, passage in enumerate(page.passages):
        if passage.section in _SILENT or passage.kind is BlockKind.HEADING:
            continue
        above = page.passages[parents[index]].text if index in parents else ""
        yield from _said(passage, above)


def _said(passage: Passage, above: str) -> Iterator[Person]:
    for start, end in sentences(passage.text):
        if end - start > _LONGEST:
            continue
        before = ties_before(passage, start, end)
        taken = [name.start for tie in before for name in tie.names]
        for tie in [*before, *ties(passage, start, end), *_bare_with(passage, start, end)]:
            for name in tie.names:
                relation = _relation(passage, tie, name, start, above)
                if tie in before or name.start not in taken:
                    taken.append(name.start)
                    yield Person(passage, name, relation, f"people: {tie.relation}", 0.85, (start, end))


def _bare_with(passage: Passage, start: int, end: int) -> Iterator[Tie]:
    """People behind a bare "with" in a sentence about a stay or about work; a link on the name makes up for less."""
    for match in re.finditer(r"\bwith\s+(?:both\s+)?", passage.text[start:end]):
        at = start + match.end()
        linked = any(not link.image and link.start <= at + 12 and at < link.end for link in passage.links)
        said = _STAY.search(passage.text, start, at) or _WORK.search(passage.text, start, at)
        if not said or not (linked or _WORK.search(passage.text, start, at)):
            continue
        names = tuple(n for n in names_at(passage, at, end) if " " in passage.text[n.start : n.end])
        if names:
            yield Tie(start + match.start(), names[-1].end, "with", names)


_WORK = re.compile(r"\bI\s+(?:\w+\s+){0,2}(?:work|worked|study|studied|researched|investigated|completed|did|do)\b")


# The stay that the words before a tie speak of; the last one said counts.
_STAY = re.compile(
    r"(?P<host>\b(?:intern(?:ship|ed|ing)?s?|visit(?:ing|ed|or)?(?:\s+\w+)?|exchange(?:\s+\w+)?|abroad|guest|hosted"
    r"|fellowship|sabbatical|summer)\b|实习|访问)"
    r"|(?P<advisor>\b(?:Ph\.?D\.?|doctora\w*|post-?doc\w*|master[’']?s?|bachelor[’']?s?|[BM]\.?S\.?c?|degree|thesis"
    r"|dissertation|student|undergrad\w*|graduate|research\s+assistant|assistant|fellow|trainee|candidate)\b|博士|硕士"
    r"|本科)",
    re.IGNORECASE,
)


def _relation(passage: Passage, tie: Tie, name: Found, start: int, above: str) -> str:
    """What a person is: as the cue says, unless the stay that the words in front of the name speak of says more."""
    if tie.relation in ("collaborator", "advisee", "host"):
        return tie.relation
    stays = [m.lastgroup for m in _STAY.finditer(f"{above}\n{passage.text[start : name.start]}")]
    if stays:
        return "host" if stays[-1] == "host" else "advisor"
    return "advisor" if tie.relation == "advisor" else "collaborator"


# ---------------------------------------------------------------------------------------------------------------
# lists of people


def _from_lists(page: Page) -> Iterator[Person]:
    """The people that items, rows and lines begin with under a heading such as "Doctoral students"."""
    for passage in page.passages:
        if passage.section is not Section.PEOPLE or passage.kind is BlockKind.HEADING:
            continue
        relation = _listed_as(passage)
        if not relation:
            continue
        at = 0
        for line in passage.text.split("\n")[: 1 if passage.kind is BlockKind.ROW else None]:
            for name in _listed(passage, at, at + len(line)):
                yield Person(passage, name, relation, "people: list", 0.8, (0, len(passage.text)))
            at += len(line) + 1


def _listed_as(passage: Passage) -> str:
    """The relation that the innermost heading with a word for one states, or an empty string."""
    for heading in (passage.heading, *reversed(passage.path)):
        for words, relation in _HEADINGS:
            if words.search(heading):
                return relation
    return ""


_POINTS = re.compile(r"\s*(?:\([^()]{0,60}\))?\s*[·•|]\s*")
_LABEL = re.compile(r"\s*[\w.’' ]{3,40}[:：]\s*")


def _listed(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """The names that a line begins with, one behind the other, and those behind each point."""
    label = _LABEL.match(passage.text, start, end)
    at = label.end() if label else start
    while at < end:
        names = tuple(names_at(passage, at, end))
        yield from names
        point = _POINTS.match(passage.text, names[-1].end, end) if names else None
        if point is None:
            return
        at = point.end()
