"""A passage's text to the people tied to the page's owner in words: advisors, hosts, collaborators, advisees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.page import Found, Passage

# A name: capitalized words, initials, particles. "Prof." and "Dr." before it are no part of it.
_TITLE = (
    r"(?:(?:Prof(?:s|\.|essors?|essor)?\.?|Drs?\b\.?|Mr\b\.?|Mrs\b\.?|Ms\b\.?|PD|Sir|Dame|Ing\.|Assoc(?:iate|\.)|Assistant|Asst\.?"
    r"|Professor(?:in|a)?|Profesora?|Professeure?)\.?\s*(?:Dr\.?\s*)?)"
)
_WORD = r"(?:[^\W\d_a-z\u4e00-\u9fff][\w’'\-]*[\w]|[^\W\d_a-z]\.(?:\s?-?[^\W\d_a-z]\.)*|[^\W\d_a-z](?=\s))"
_PARTICLE = r"(?:van|von|de|der|den|da|di|dos|du|del|della|la|le|el|al|bin|ibn|ten|ter|te|y|zu|of(?=\sOrange))"
NAME = rf"{_WORD}(?:[ \u00a0-]*(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{0,4}}"
CJK_NAME = r"[\u4e00-\u9fff]{2,4}"
_NAME = re.compile(rf"(?P<title>{_TITLE})*(?P<name>{NAME})")
_BETWEEN = re.compile(
    r"(?:\s*\([^()]{0,80}\))?\s*(?:,\s*(?:and|&)?|;|/|\band\b|&|\+|\by\b|\bet\b|\bund\b|和|、|,?\s*co-?advised by|and co-?advised by)\s*"
    r"(?:by\s+|with\s+|currently\s+|also\s+|my\s+co-?(?:advisor|supervisor)\s+)?",
)
_SUFFIX = re.compile(r",?\s+(?:Ph\.?D\.?|M\.?D\.?|MSc|FRS|Jr\.?|Sr\.?|III?)\b")
_NOT_A_NAME = frozenset(
    [
        "university",
        "institute",
        "college",
        "school",
        "department",
        "laboratory",
        "lab",
        "center",
        "centre",
        "group",
        "the",
        "my",
        "i",
        "we",
        "our",
        "prof",
        "professor",
        "professors",
        "dr",
        "research",
        "science",
        "engineering",
        "computer",
        "phd",
        "ph.d",
        "in",
        "at",
        "and",
        "of",
        "google",
        "microsoft",
        "during",
        "prior",
        "before",
        "after",
        "currently",
        "ieee",
        "acm",
        "previously",
        "he",
        "she",
        "they",
        "his",
        "her",
        "learning",
        "machine",
        "systems",
        "ai",
        "faculty",
        "academy",
        "hospital",
        "team",
    ]
)


@dataclass(frozen=True, slots=True)
class Tie:
    """People named together in one relation: characters ``start`` to ``end`` cover the cue words and the names."""

    start: int
    end: int
    relation: str
    names: tuple[Found, ...]


# Cue words before the names. The first that matches at a place counts.
_CUES: tuple[tuple[str, str], ...] = (
    (
        "advisor",
        r"\b(?:co-?|jointly\s+|formerly\s+|currently\s+|being\s+|also\s+)*(?:advised|supervised|mentored|guided|co-?advised|co-?supervised"
        r"|instructed|directed|tutored)\s+(?:jointly\s+|mainly\s+|primarily\s+)?by\b",
    ),
    (
        "advisor",
        r"\bunder\s+(?:the\s+)?(?:joint\s+|co-?|direct\s+|close\s+|kind\s+|academic\s+)*(?:supervision|guidance|mentorship|direction|advice"
        r"|mentoring|advisory|supervisory|advisorship|tutelage|guidence|instruction)\s+(?:of|by|from)\b",
    ),
    (
        "advisor",
        r"\b(?:my|his|her|their|whose|The)\s+(?:\w+\s+){0,2}(?:co-?)?(?:advisors?|advisers?|supervisors?|mentors?|promoters?|tutors?)"
        r"(?:\s+(?:is|are|was|were|include|includes|included)(?:\s+\w+ly)?|\s*[:：,])",
    ),
    (
        "advisor",
        r"(?:\b(?:co-?|ph\.?d\.?\s+|thesis\s+|research\s+|academic\s+|doctoral\s+|master'?s?\s+|principal\s+|main\s+)*"
        r"(?:advisors?|advisers?|supervisors?|mentors?|superviser|promotors?|directors?\s+de\s+tesis|directeurs?\s+de\s+thèse|betreuer(?:in)?"
        r"|relatore|orientador(?:a)?|director(?:a)?\s+de\s+tesis|tutors?)"
        r"|导师|指导老师|指导教师|指導教員)(?:\s*\(s\)|\s*\(s\)\s*)?\s*[:：–—-]",
    ),
    ("advisor", r"\b(?:was|were|been|am|is|are)\s+(?:also\s+)?(?:advised|supervised|mentored|guided)\s+by\b"),
    (
        "advisor",
        r"\bunder\s+(?=(?:Prof|Dr|Professor)\b)|\bunter\s+der\s+(?:Leitung|Betreuung)\s+von\b|\bbajo\s+la\s+(?:dirección|supervisión|tutela)\s+de\b"
        r"|\bsous\s+la\s+(?:direction|supervision)\s+(?:de\s+|d[’'])|\bdirigid[oa]\s+por\b|\bdirigée?\s+par\b|\bbetreut\s+von\b|师从",
    ),
    (
        "collaborator",
        r"\b(?:collaborat(?:e|ed|es|ing|ion|ions)|working|work|worked|works|cooperat(?:e|ed|ing))\s+(?:\w+ly\s+)?(?:together\s+)?with\b"
        r"|\bin\s+collaboration\s+with\b|\bco-?authored\s+(?:[^.]{0,80}\s)?with\b|\bjointly\s+with\b|\bled\s+by\b|\bheaded\s+by\b",
    ),
    (
        "advisor",
        r"\b(?:in|joining|joined|from|at)\s+(?=(?:Prof(?:\.|essor)?|Dr\.?)\s+[^\W\d_a-z][^,.;]{3,40}?['’]s\s+(?:\w+\s+){0,3}(?:lab|laborator|group|team))",
    ),
    (
        "advisor",
        r"\b(?:Ph\.?D\.?|doctorate|Master[’']?s?|degree|thesis|postdoc\w*|student|intern\w*|assistant|fellow|researcher|scholar)\b[^.;\n]{0,90}?\bwith\s+(?=(?:Prof|Dr|Drs|Professor)s?\b)",
    ),
)
_CUE = re.compile("|".join(f"(?P<c{i}>{pattern})" for i, (_, pattern) in enumerate(_CUES)), re.IGNORECASE)
_SKIP = re.compile(
    r"\s*(?:the\s+(?:excellent|amazing|great|wonderful|legendary|late)\s+|my\s+\w+\s+|both\s+|of\s+|by\s+|mainly\s+|my\s+)?"
)


def ties(passage: Passage, start: int = 0, end: int | None = None) -> list[Tie]:
    """The people that cue words tie to the page's owner, in text order; a cue without a name behind it is none."""
    text = passage.text
    stop = len(text) if end is None else end
    found: list[Tie] = []
    for match in _CUE.finditer(text, start, stop):
        index = int(match.lastgroup[1:]) if match.lastgroup else 0
        at = _SKIP.match(text, match.end(), stop)
        names = tuple(names_at(passage, at.end() if at else match.end(), stop))
        if names:
            found.append(Tie(match.start(), names[-1].end, _CUES[index][0], names))
    return found


def names_at(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """The names that stand one behind the other from ``start`` on, joined by commas and "and"."""
    at = start
    while at < end:
        name = name_at(passage, at, end)
        if name is None:
            return
        yield name
        suffix = _SUFFIX.match(passage.text, name.end, end)
        between = _BETWEEN.match(passage.text, suffix.end() if suffix else name.end, end)
        if between is None:
            return
        at = between.end()


def name_at(passage: Passage, start: int, end: int) -> Found | None:
    """The name that begins at ``start`` (titles before it are passed over), or None."""
    text = passage.text
    link = next((k for k in passage.links if not k.image and k.start <= start + 1 < k.end or k.start == start), None)
    if match := re.compile(CJK_NAME).match(text, start, end):
        stop = min(match.end(), link.end) if link else match.end()
        return Found(start, stop, url=link.url if link else "")
    match = _NAME.match(text, start, end)
    if match is None:
        return None
    first, last = match.start("name"), match.end("name")
    inner = next((k for k in passage.links if not k.image and k.start <= first < k.end), None)
    if inner is not None:
        last = min(last, inner.end)
    written = text[first:last]
    if re.search(r"['’]s$", written):
        last -= 2
        written = written[:-2]
    words = written.split()
    if any(w.casefold().strip(".,") in _NOT_A_NAME for w in words) or not any(len(w) > 1 for w in words):
        return None
    if len(words) == 1 and not match.group("title") and inner is None:
        return None
    return Found(first, last, url=inner.url if inner else "")
