"""A passage's text to the people tied to the page's owner in words: advisors, hosts, collaborators, advisees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.mentions import chunks, gazetteer
from kg.extract.page import Found, Passage

# A name: capitalized words, initials, particles. "Prof." and "Dr." before it are no part of it.
TITLE = (
    r"(?:(?:Prof(?:s|\.|essors?|essor)?\.?|Drs?\b\.?|Mr\b\.?|Mrs\b\.?|Ms\b\.?|PD|Sir|Dame|Ing\.|Assoc(?:iate|\.)"
    r"|Assistant|Asst\.?"
    r"|Academician|Professor(?:in|a)?|Profesora?|Professeure?)\.?\s*(?:Dr\.?\s*)?)"
)
_WORD = (
    r"(?:[^\W\d_a-z\u4e00-\u9fff][\w’'\-]{0,30}\w(?![\w])|[^\W\d_a-z]\.(?:\s?-?[^\W\d_a-z]\.){0,3}|[^\W\d_a-z](?=\s))"
)
_BARE = r"(?-i:[^\W\d_a-z\u4e00-\u9fff][\w\-]{0,30}\w|[^\W\d_a-z]\.)"  # a word of a name, no apostrophe in it
_PARTICLE = r"(?:van|von|de|der|den|da|di|dos|du|del|della|la|le|el|al|bin|ibn|ten|ter|te|zu|of(?=\sOrange))"
NAME = rf"{_WORD}(?:(?:[ \u00a0]+|(?<=\.)|-)(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{0,4}}"
CJK_NAME = r"[\u4e00-\u9fff]{2,4}"
_NAME = re.compile(rf"(?P<title>{TITLE})*(?P<name>{NAME})")
_CJK = re.compile(r"[\u4e00-\u9fff]{2,4}?(?=教授|老师|研究员|副教授|博士|院士|先生|[，。、；,;\s（(]|$)")
_SUFFIX = re.compile(
    r"(?:教授|老师|副教授|研究员|博士|院士)?(?:\s*[（(][\u4e00-\u9fff\s]{2,8}[)）])?(?:,?\s+(?:Ph\.?D\.?|M\.?D\.?|MSc|FRS|Jr\.?|Sr\.?"
    r"|III?)(?!\w))?"
)
_BETWEEN = re.compile(
    r"(?:\s*\([^()]{0,80}\)|\s*（[^（）]{0,60}）)?\s*(?:,\s*(?:and|&)?|;|/|·|\band\b|&|\+|\by\b|\bet\b|\bund\b|和|与|及|、"
    r"|,?\s*co-?advised by|and co-?advised by)\s*"
    r"(?:by\s+|with\s+|currently\s+|also\s+|my\s+co-?(?:advisor|supervisor)\s+)?",
)
_NOT_A_NAME = gazetteer("not_name_words_in_text")

# "a degree with Theoretical Physics": a subject, not a person.
_SUBJECT = re.compile(r"(?:ics|ology|istry|ciences?|eering|ography|osophy)$")
_PEOPLE_WORDS = r"(?:advis[oe]rs?|supervisors?|mentors?|promoters?|tutors?|PIs?)"
_ADVISEES = r"(?:students?|advisees?|mentees?|post-?docs?|assistants?|doctorand\w*|disciples?|interns?|supervisees)"
_GROUP = r"(?:lab|laborator(?:y|ies)|group|team|research\s+group)"


@dataclass(frozen=True, slots=True)
class Tie:
    """People named together in one relation: characters ``start`` to ``end`` cover the cue words and the names.

    ``relation`` is ``advisor``, ``host``, ``collaborator`` or ``advisee``; ``with`` where the page only says that they
    worked with each other, and the words around have to tell.
    """

    start: int
    end: int
    relation: str
    names: tuple[Found, ...]


# Cue words before the names. The first that matches at a place counts.
_CUES: tuple[tuple[str, str], ...] = (
    (
        "advisor",
        r"\b(?:co-?|jointly\s+|formerly\s+|currently\s+|being\s+|also\s+)*(?:advised|supervised|mentored|guided"
        r"|co-?advised|co-?supervised"
        r"|instructed|directed|tutored)\s+(?:jointly\s+|mainly\s+|primarily\s+|and\s+mentored\s+)?by\b",
    ),
    (
        "advisor",
        r"\bunder\s+(?:the\s+)?(?:joint\s+|co-?|direct\s+|close\s+|kind\s+|academic\s+|expert\s+)*(?:supervision"
        r"|guidance|mentorship|direction|advice"
        r"|mentoring|advisory|supervisory|advisorship|tutelage|guidence|instruction|leadership)\s+(?:of|by|from)\b",
    ),
    (
        "advisor",
        rf"\b(?:my|his|her|their|whose|The)\s+(?:[\w.]+\s+){{0,2}}(?:co-?)?{_PEOPLE_WORDS}"
        r"(?:\s+(?:is|are|was|were|include|includes|included)(?:\s+\w+ly)?|\s*[:：,])",
    ),
    (
        "advisor",
        r"(?:\b(?:co-?|ph\.?d\.?\s+|thesis\s+|research\s+|academic\s+|doctoral\s+|master'?s?\s+|principal\s+|main\s+)*"
        rf"(?:{_PEOPLE_WORDS}|superviser|promotors?|dire[ck]tor(?:es|a)?\s+de\s+tesis|directeurs?\s+de\s+th[èe]se"
        rf"|betreuer(?:in)?|doktorv[aä]ter|doktorvater"
        r"|relatore|orientador(?:a)?)|导师|指导老师|指导教师|指導教員)(?:\s*\(s\))?\s*[:：–—-]",
    ),
    (
        "host",
        r"\b(?:hosted|invited)\s+by\b|\bat\s+the\s+invitation\s+of\b|\b(?:my\s+)?hosts?\s*(?::|\bis\b|\bwas\b|\bare\b"
        r"|\bwere\b)",
    ),
    (
        "advisor",
        r"\bunder\s+(?=(?:Prof|Dr|Professor)\b)|(?:doctora\w+|degree|thesis|dissertation|postdoc\w*|work|worked"
        r"|studied|stud(?:y|ies)|\d{4}|\bin\s+\w+)\s+under\s+(?=(?-i:[A-Z]))"
        r"|(?:^|,|\n)\s*under\s+(?=(?-i:[A-Z]))"
        r"|\bunter\s+der\s+(?:Leitung|Betreuung)\s+von\b|\bbajo\s+la\s+(?:dirección|supervisión|tutela)\s+de\b"
        r"|\bsous\s+la\s+(?:direction|supervision)\s+(?:de\s+|d[’'])|\bdirigid[oa]\s+por\b|\bdirigée?\s+par\b"
        r"|\bencadrée?\s+par\b|\bbetreut\s+von\b|师从|导师(?:为|是)",
    ),
    (
        "advisee",
        rf"\b(?:my|his|her|our)\s+(?:(?!research\b)[\w.’']+\s+){{0,3}}{_ADVISEES}(?:\s+in\s+\w+)?\s*(?:include"
        rf"|included|are|were|is|was|[:：])"
        rf"|(?:^|\n|[.]\s)(?:(?:former|current|past|doctoral|graduate|ph\.?d\.?|master[’']?s?|undergraduate"
        rf"|m\.?sc?\.?)\s+(?:and\s+)?){{1,3}}{_ADVISEES}\s*[:：]"
        rf"|\b(?:dirigé|encadré)\s+la\s+thèse\s+(?:de\s+|d[’'])"
        rf"|\bI\s+(?:(?:(?:have|had|also|currently|now|jointly)\s+)*(?:co-?)?(?:advised?|supervised?|mentor(?:ed)?)"
        rf"|(?:am\s+|[’']m\s+)(?:\w+ly\s+)?(?:co-?)?(?:advising|supervising"
        rf"|mentoring))\s+(?!by\b)(?:the\s+)?(?:(?:[\w.’']+\s+){{0,2}}{_ADVISEES}\s*,?\s*)?"
        rf"|\b(?:supervision|co-?supervision|supervisor|advisor|mentor)\s+of\s+(?:[\w.’']+\s+){{0,2}}{_ADVISEES}\s+",
    ),
    (
        "collaborator",
        r"\b(?:collaborat(?:e|ed|es|ing|ion|ions)|cooperat(?:e|ed|ing))\s+(?:\w+ly\s+)?(?:together\s+)?with\b"
        r"|\b(?:work|works|working|worked)\s+(?:closely|together|jointly)\s+with\b"
        r"|\bin\s+(?:close\s+)?collaboration\s+with\b|\b(?:co-?authored|written|built|developed|lead\s+it|founded"
        r"|co-?founded)\s+(?:[^.]{0,160}?\s)?with\b|\b(?:jointly|together)\s+with\b"
        r"|\b(?:my|his|her|our)\s+(?:\w+\s+){0,3}collaborat(?:or|eur|rice)s?(?:\s+(?:in|at|on"
        r"|from)\s+[\w ]{2,40}?)?\s*(?:include|are|were|is|was|[:：])",
    ),
    (
        "with",
        r"\b(?:working|work|worked|works)\s+(?:as\s+an?\s+[\w\s]{3,40}?\s+)?(?:\w+ly\s+)?(?:for\s+and\s+)?with\b"
        r"|\b(?:led|headed)\s+by\b|\bassistant\s+to\b",
    ),
    (
        "advisor",
        rf"\b(?:in|joining|joined|from|at|of|with"
        rf"|to)\s+(?:the\s+)?(?={TITLE}*{_BARE}(?:\s+(?:{_PARTICLE}\s+)?{_BARE}){{0,4}}['’]s\s+(?:[\w-]+\s+){{0,3}}{_GROUP}\b)"
        rf"|\b(?:in|joining|joined|from|at|of|with|to)\s+the\s+(?:[\w-]+\s+){{0,2}}{_GROUP}\s+(?:of|led\s+by"
        rf"|headed\s+by|directed\s+by|run\s+by)\b",
    ),
    (
        "advisor",
        r"\b(?:Ph\.?D\.?|(?:doctorate|Master[’']?s?|degree|thesis|postdoc\w*|student|intern\w*|assistant|fellow"
        r"|researcher|scholar)\b)[^.;\n]{0,90}?\bwith\s+(?=(?:Prof|Dr|Drs|Professor)s?\b)"
        r"|\b(?:Ph\.?D\.?|(?:doctorate|degree|thesis)\b)[^.;\n]{0,90}?,?\s+with\s+(?=(?-i:[A-Z]))"
        r"|\b(?:year|semester|term|months|summer|stay|sabbatical|visit)\b[^.;\n]{0,60}?\bwith\s+(?=(?-i:[A-Z]))"
        rf"|\b(?:thesis\s+|doctoral\s+|ph\.?d\.?\s+)?{_PEOPLE_WORDS}\s+(?=(?:Prof|Dr|Drs|Professor)s?\b)",
    ),
)
_CUE = re.compile("|".join(f"(?P<c{i}>{pattern})" for i, (_, pattern) in enumerate(_CUES)), re.IGNORECASE)
_SKIP = re.compile(
    r"\s*(?:(?:the\s+)?(?:excellent|amazing|great|wonderful|legendary|late|incredible|brilliant)\s+|both\s+|of\s+"
    r"|by\s+|mainly\s+|primarily\s+|my\s+(?:\w+\s+)?|the\s+)?"
)
# "…, and during my visit at X, by Y": the same preposition once more.
_AGAIN = re.compile(r"[^.;:\n]{0,70}?(?:,|\band\b|\bthen\b)[^.;:\n]{0,45}?\b(?P<word>by|with)\s+")

# Words behind the names. "Jane Doe and John Roe were my doctoral students".
_TAILS: tuple[tuple[str, str], ...] = (
    (
        "advisee",
        rf"\s+(?:is|are|was|were|have\s+been)\s+(?:(?:all|both|among)\s+)?(?:my|his|her"
        rf"|our)\s+(?:[\w.]+\s+){{0,3}}{_ADVISEES}\b",
    ),
    (
        "advisee",
        r"\s+(?:wrote|did|write|do|defended|finished|completed)\s+(?:his|her|their)\s+(?:\w+\s+){0,2}(?:theses|thesis"
        r"|dissertations?|doctorates?|ph\.?d\.?s?)\s+(?:with|under)\s+(?:me|him|her)\b",
    ),
    (
        "advisor",
        rf"\s+(?:is|are|was|were)\s+(?:(?:all|both)\s+)?(?:my|his|her)\s+(?:[\w.]+\s+){{0,3}}{_PEOPLE_WORDS}\b",
    ),
    ("advisor", r"\s+(?:advised|supervised|directed|guided)\s+(?:me|my\s+(?:\w+\s+)?(?:thesis|dissertation|work))\b"),
    (
        "collaborator",
        r"\s+(?:is|are|was|were)\s+(?:(?:all|both|among)\s+)?(?:my|his|her|our)\s+(?:[\w.]+\s+){0,3}collaborators?\b",
    ),
    ("advisor", r"\s*[(（](?:co-?)?(?:advisor|adviser|supervisor|mentor|导师)[)）]"),
    ("collaborator", r"\s+(?:est|sont)\s+(?:mon|mes)\s+(?:\w+\s+){0,3}collabora(?:teur|trice)s?\b"),
)
_TAIL = re.compile("|".join(f"(?P<t{i}>{pattern})" for i, (_, pattern) in enumerate(_TAILS)), re.IGNORECASE)


def ties(passage: Passage, start: int = 0, end: int | None = None) -> list[Tie]:
    """The people that cue words tie to the page's owner, in text order; a cue without a name beside it is none."""
    text = passage.text
    stop = len(text) if end is None else end
    found: list[Tie] = []
    for match in _CUE.finditer(text, start, stop):
        index = int(match.lastgroup[1:]) if match.lastgroup else 0
        names = _named(passage, match.end(), stop)
        if names:
            found.append(Tie(match.start(), names[-1].end, _CUES[index][0], names))
    return found


def ties_before(passage: Passage, start: int, end: int) -> list[Tie]:
    """The people that a sentence begins with and then says what they are to the owner."""
    names = tuple(names_at(passage, start, end))
    tail = _TAIL.match(passage.text, _after(passage, names[-1], end), end) if names else None
    if tail is None or tail.lastgroup is None:
        return []
    return [Tie(start, tail.end(), _TAILS[int(tail.lastgroup[1:])][0], names)]


def _named(passage: Passage, at: int, stop: int) -> tuple[Found, ...]:
    """The names behind a cue, and those behind its preposition where the sentence takes it up again."""
    text = passage.text
    names: list[Found] = []
    word = text[max(at - 5, 0) : at].split()
    while True:
        skip = _SKIP.match(text, at, stop)
        more = tuple(names_at(passage, skip.end() if skip else at, stop))
        names += more
        again = _AGAIN.match(text, more[-1].end, stop) if more else None
        if again is None or not word or again["word"] != word[-1].casefold():
            return tuple(names)
        at = again.end()


def names_at(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """The names that stand one behind the other from ``start`` on, joined by commas and "and"."""
    at = start
    while at < end:
        name = name_at(passage, at, end)
        if name is None:
            return
        yield name
        between = _BETWEEN.match(passage.text, _after(passage, name, end), end)
        if between is None:
            return
        at = between.end()


def _after(passage: Passage, name: Found, end: int) -> int:
    """Where the text goes on behind a name and what belongs to it: a degree, the name in other letters."""
    suffix = _SUFFIX.match(passage.text, name.end, end)
    return suffix.end() if suffix else name.end


def name_at(passage: Passage, start: int, end: int) -> Found | None:
    """The name that begins at ``start`` (titles before it are passed over), or None."""
    text = passage.text
    link = next((k for k in passage.links if not k.image and k.start <= start + 1 < k.end or k.start == start), None)
    if match := _CJK.match(text, start, end):
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
    if possessive := re.search(r"['’]s\b", written):
        last = first + possessive.start()
        written = text[first:last]
    words = written.split()
    told = [w for w in words if not re.fullmatch(r"[^\W\d_]\.", w)]  # "A." is an initial, no article
    if any(w.casefold().strip(".,") in _NOT_A_NAME for w in told) or not any(len(w) > 1 for w in told):
        return None
    if _SUBJECT.search(words[-1]) and not match.group("title"):
        return None
    if len(words) == 1 and not match.group("title") and (inner is None or written.isupper()):
        return None
    if _is_institution(text, first, last) and not match.group("title"):
        return None
    return Found(first, last, url=inner.url if inner else "")


def _is_institution(text: str, start: int, end: int) -> bool:
    return any(c.kind in ("org", "unit", "either") and c.start <= start < c.end for c in chunks(text))
