"""A fact to the classes that others know it by, beside the class of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from kg import vocab
from kg.model import Fact, Kind, first

#: Words of a role and the class that they show; the first row that is found decides.
_Roles = Sequence[tuple[re.Pattern[str], str]]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


POSITIONS: _Roles = (
    (_words(r"\bintern(ship)?s?\b|trainee|stagiaire|实习"), vocab.INTERNSHIP),
    (_words(r"visit|exchange|guest|访问|访学|客座"), vocab.VISITING_POSITION),
    (_words(r"post-?\s?doc|博士后"), vocab.POSTDOC_POSITION),
    (_words(r"professor|lecturer|\breader\b|faculty|教授|讲师|\bchair\b"), vocab.FACULTY_POSITION),
)

SERVICE: _Roles = (
    (_words(r"review|referee|program(me)? committee|\bpc\b|area chair|审稿|程序委员"), vocab.REVIEWER_ROLE),
    (_words(r"\bedit|编委|主编"), vocab.EDITOR_ROLE),
    (_words(r"organi[sz]|chair|volunteer|主席"), vocab.ORGANIZER_ROLE),
    (_words(r"member|fellow|board|committee|expert|委员|会员"), vocab.MEMBER_ROLE),
)

DEGREES = ("bachelor", "master", "doctorate")
INVITED = _words(r"invited|keynote|plenary|distinguished|特邀|邀请")


def _by_role(table: _Roles, *general: str) -> Callable[[Fact], tuple[str, ...]]:
    def classes(fact: Fact) -> tuple[str, ...]:
        role = first(fact, "role")
        return (*general, *next(((named,) for words, named in table if words.search(role)), ()))

    return classes


def _always(*classes: str) -> Callable[[Fact], tuple[str, ...]]:
    return lambda fact: classes


def _education(fact: Fact) -> tuple[str, ...]:
    held = first(fact, "level") in DEGREES and not first(fact, "current")
    return (vocab.AWARDED_DEGREE if held else vocab.EDUCATIONAL_PROCESS,)


def _talk(fact: Fact) -> tuple[str, ...]:
    words = " ".join((first(fact, "title"), first(fact, "event")))
    return (vocab.PRESENTATION, *((vocab.INVITED_TALK,) if INVITED.search(words) else ()))


def _relationship(fact: Fact) -> tuple[str, ...]:
    return (vocab.ADVISING_RELATIONSHIP,) if first(fact, "relation") in ("advisor", "advisee") else ()


CLASSES: Mapping[Kind, Callable[[Fact], tuple[str, ...]]] = {
    Kind.IDENTITY: _always(),
    Kind.IDENTIFIERS: _always(vocab.PROPERTY_VALUE),
    Kind.EDUCATION: _education,
    Kind.POSITIONS: _by_role(POSITIONS, vocab.POSITION),
    Kind.AWARDS: _always(vocab.AWARD_RECEIPT),
    Kind.GRANTS: _always(vocab.GRANT),
    Kind.PUBLICATIONS: _always(),
    Kind.TALKS: _talk,
    Kind.INTERESTS: _always(),
    Kind.PEOPLE: _relationship,
    Kind.SERVICE: _by_role(SERVICE),
    Kind.TEACHING: _always(vocab.TEACHER_ROLE),
    Kind.PROJECTS: _always(),
}


def classes(fact: Fact) -> tuple[str, ...]:
    """The class of the fact's kind and the further ones that its words show."""
    return (vocab.FACT_CLASS[fact.kind], *CLASSES[fact.kind](fact))
