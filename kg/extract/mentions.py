"""A passage's text to the organizations, units and places named in it, and how they belong together."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Literal

from kg.extract.degrees import degrees
from kg.extract.language import tokens
from kg.resources import resource

ChunkKind = Literal["org", "unit", "either", "name", "place"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters ``start`` to ``end`` of a text that name something.

    ``org`` a whole organization (a university, a company), ``unit`` a part of one (a department), ``either`` what can
    be both (an institute, a laboratory), ``name`` a capitalized name without a cue word, ``place`` a town or a country.
    """

    start: int
    end: int
    kind: ChunkKind


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An organization as it is named in one place: with its units and where it is. Either part may be missing."""

    start: int
    end: int
    organization: Chunk | None
    units: tuple[Chunk, ...]
    place: tuple[int, int] | None


@cache
def gazetteer(name: str, column: int = 0) -> frozenset[str]:
    """One column of ``data/gazetteers/NAME.csv``."""
    with resource("data", "gazetteers", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return frozenset(row[column] for row in rows)


def _used_as(use: str) -> frozenset[str]:
    """The words of ``data/gazetteers/name_words.csv`` with one use."""
    with resource("data", "gazetteers", "name_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file) if row["use"] == use)


# Cue words, case folded. The kind of a name is the kind of its strongest cue.
_ORG = _used_as("organization")
_EITHER = _used_as("either")
_UNIT = _used_as("unit")
# "School of", "Institute of" lead a name; the words after belong to it.
_LEADS = _EITHER | _UNIT | _used_as("leads")
_JOINS = _used_as("joins")
_AFTER_LEAD = _used_as("after lead")
_STRONG = _used_as("university")
_NOT_NAMES = _used_as("no name")
# Words that end a name when they follow a blank and a capital: role and degree words are never part of an organization.
_ROLE_WORDS = _used_as("role")
_CAMPUS = re.compile(
    r"\s*(?:,|-|–|—|\bat\b|\bin\b)?\s*(?:Berkeley|Los Angeles|San Diego|Davis|Irvine|Santa Barbara|Santa Cruz"
    r"|Riverside|Merced|"
    r"San Francisco|Urbana[-–\s]Champaign|Champaign[-–]Urbana|Chicago|Madison|Milwaukee|Ann Arbor|Austin|Dallas"
    r"|Arlington|"
    r"San Antonio|El Paso|Amherst|Boston|Lowell|Dartmouth|Chapel Hill|Charlotte|Greensboro|Boulder|Denver|Seattle|"
    r"Twin Cities|College Park|Baltimore County|Reno|Las Vegas|Knoxville|Bloomington|Pilani|Shenzhen|Guangzhou"
    r"|Hong Kong)\b"
)
_AT = re.compile(r"\b(?:at|from|joining|joined)\s+(?:the\s+)?$", re.IGNORECASE)
_AT_TOWN = re.compile(r"\bat\s$")
# "Boston, MA 02139, USA": the state behind a town.
_STATE = re.compile(r",?\s+(?P<state>[A-Z]{2,3}|D\.C\.)\b(?:\s+\d{5})?(?:,?\s+(?:USA|U\.S\.A?\.?|US|UK|Canada)\b)?")
_CJK = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:大学|學院|学院|研究所|研究院|实验室|實驗室|公司|集团|中心|医院|中学|科学院)(?![\u4e00-\u9fff]{0,2}(?:大学))"
)
_CJK_UNIT = re.compile(r"(?:学院|學院|研究所|研究院|实验室|實驗室|中心|系)$")


# Institutes and academies that are no part of anything: "Georgia Institute of Technology", "Academy of Sciences".
_WHOLE = re.compile(
    r"institute of (?:science and )?technology\b|academy of (?:\w+ )?sciences|national lab|instituto tecnológico"
    r"|max planck"
)
_ABBREVIATED = _used_as("abbreviated")


def _is_cap(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isdigit() and len(word) > 1 and word[-1:].isupper())


@lru_cache(maxsize=4096)
def chunks(text: str) -> tuple[Chunk, ...]:
    """The names in a text, left to right, none over another."""
    found: list[Chunk] = []
    for chunk in sorted(_latin_chunks(text), key=lambda c: c.start):
        if not found or chunk.start >= found[-1].end:  # a campus took the words of the next name
            found.append(chunk)
    if not text.isascii():
        found += _cjk_chunks(text)
    found.sort(key=lambda c: c.start)
    return tuple(found)


def _cjk_chunks(text: str) -> list[Chunk]:
    found: list[Chunk] = []
    for match in _CJK.finditer(text):
        start = match.start()
        lead = re.match(
            r".*(?:毕业于|就读于|任职于|我是|现为|目前|本科|硕士|博士|先后|获得|曾在|进入|加入|来自|于|在|为|是|的|读)",
            match.group(),
        )
        if lead and lead.end() < len(match.group()) - 2:
            start += lead.end()
        kind: ChunkKind = "org"
        if _CJK_UNIT.search(match.group()):
            kind = "unit" if found and not text[found[-1].end : start].strip(" ,，") else "either"
        found.append(Chunk(start, match.end(), kind))
    return found


_NO_WORD = "·"
# "Ice, Snow, and Permafrost Laboratory": the cue stands behind the list.
_LISTED_NAME = re.compile(
    r"\b[A-Z][a-z]+(?:,[ ][A-Z][a-z]+){1,3},?[ ](?:and|&)[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+)?[ ](?:Laboratory|Lab"
    r"|Group|Team|Department|Center|Centre)\b"
)
# Full-width punctuation separates names as the half-width does; each is one character, so places stay.
_HALF_WIDTH = str.maketrans("，（）、：；／｜　", ",(),:;/| ")
# These words make an institute of a name only beside another cue: "Management Information Systems" is a subject.
_WEAK = _used_as("weak")


def _latin_chunks(text: str) -> Iterator[Chunk]:
    doc = tokens(text.translate(_HALF_WIDTH))
    words = [(t.text, t.idx, t.idx + len(t.text)) for t in doc if not t.is_space]
    of_degrees = bytearray(len(text))
    for degree in degrees(text):
        if degree.level != "other":  # "Ph.D University of Oslo", "Oslo BA Physics": no name reaches over a degree
            of_degrees[degree.start : degree.end] = b"\1" * (degree.end - degree.start)
    words = [(_NO_WORD, *w[1:]) if any(of_degrees[w[1] : w[2]]) else w for w in words]
    for listed in _LISTED_NAME.finditer(text):
        yield Chunk(listed.start(), listed.end(), "unit")
        words = [(_NO_WORD, *w[1:]) if listed.start() <= w[1] < listed.end() else w for w in words]
    at = 0
    while at < len(words):
        end = _grow(words, at, text)
        if end == at:
            at += 1
            continue
        if words[end - 1][0].endswith(".") and words[end - 1][0].casefold() not in _ORG:
            words[end - 1] = (words[end - 1][0][:-1], words[end - 1][1], words[end - 1][2] - 1)
        yield from _typed(words[at:end], text)
        at = end


# Behind another name these begin a name of their own when "of" follows.
_NEW = _used_as("begins anew")
# "University of Science and Technology": what may stand behind "and" in a university's name.
_SUBJECTS = _used_as("subject")
_INSIDE_ONLY = _used_as("inside only")


_AT_THE = (["at", "the"], ["from", "the"], ["of", "the"], ["in", "the"])


def _starts(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    word = words[at][0]
    folded = word.casefold()
    if folded == "chair":  # "at the Chair of Algebra, TU Kaiserslautern": a unit where German universities have them
        return (
            [w[0].casefold() for w in words[max(at - 2, 0) : at]] in _AT_THE
            and words[at + 1 : at + 2][0:1] != []
            and words[at + 1][0] == "of"
        )
    if folded in _NOT_NAMES or folded in _ROLE_WORDS or (folded in _INSIDE_ONLY and not _before_cue(words, at)):
        return False
    if _is_cap(word):
        return True
    # "the school of Information Sciences", "department of Physics"
    lead = folded in _LEADS and folded not in ("research", "group", "team", "program", "office", "initiative")
    return lead and at + 2 < len(words) and words[at + 1][0] == "of" and _is_cap(words[at + 2][0])


def _before_cue(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    """ "Research Institute of …" is a name though "Research" alone opens none."""
    return at + 1 < len(words) and words[at + 1][0].casefold() in _EITHER and _is_cap(words[at + 1][0])


def _grow(words: Sequence[tuple[str, int, int]], at: int, text: str) -> int:
    """The index after the last word of the name that starts at ``at``; ``at`` itself where none starts."""
    if not _starts(words, at):
        return at
    end = at + 1
    while end < len(words):
        word, start, _ = words[end]
        folded = word.casefold()
        gap = text[words[end - 1][2] : start]
        if "\n" in gap:
            break
        if word in ("-", "–", "/", "'s", "’s", "'", "’") and not gap and end + 1 < len(words):
            if word in ("'s", "’s"):
                end += 1
                continue
            if words[end + 1][1] == words[end][2]:
                end += 2
                continue
            break
        if word == "." and not gap and words[end - 1][0].casefold() in _ABBREVIATED and end + 1 < len(words):
            end += 1
            continue
        if _is_cap(word) and _begins_anew(words, at, end):
            break
        if (
            _is_cap(word)
            and folded not in _ROLE_WORDS
            and (folded not in _NOT_NAMES or word.isupper() and len(word) > 1)
        ):
            end += 1
            continue
        if (
            folded in _EITHER | _UNIT | _ORG
            and not _is_cap(word)
            and folded
            in (
                "lab",
                "laboratory",
                "group",
                "department",
                "team",
                "university",
                "institute",
                "college",
                "school",
                "center",
                "centre",
                "program",
                "division",
            )
        ):
            end += 1
            continue
        step = _joins(words, at, end)
        if step == end:
            break
        end = step
    return end


def _begins_anew(words: Sequence[tuple[str, int, int]], at: int, end: int) -> bool:
    """Whether the word at ``end`` opens a name of its own: "Mathematics | Department of Mathematics"."""
    folded = words[end][0].casefold()
    if folded in _STRONG and end + 1 < len(words) and words[end + 1][0].casefold() in _ROLE_WORDS:
        return words[at][0].casefold() in _STRONG  # "University of Lund | University Lecturer"
    if end + 1 == len(words) or words[end + 1][0] != "of":
        return False
    return folded in _NEW or (folded in _STRONG and _is_part(words[at:end]))


def _is_part(name: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the words so far are a part of a university, complete with its subject: "Department of Physics"."""
    folded = [w[0].casefold() for w in name]
    return len(folded) > 2 and folded[0] in _UNIT | {"school", "faculty"} and "of" in folded


def _joins(words: Sequence[tuple[str, int, int]], at: int, end: int) -> int:
    """Past the small words at ``end`` when they bind the name to a capitalized word behind them, else ``end``."""
    folded = words[end][0].casefold()
    before = [w[0].casefold() for w in words[at:end]]
    after = end + 1
    if after < len(words) and words[after][0].casefold() in ("the", "la", "las", "los", "le", "les", "der", "of"):
        after += 1
    if after >= len(words):
        return end
    following = words[after][0]
    if folded == "of" and len(before) == 1 and before[0] in _LEADS and _is_slip(words, after):
        return after + 1  # "School of integrated Circuits"
    if not _is_cap(following) or following.casefold() in _NOT_NAMES:
        return end
    if folded in _JOINS and following.casefold() in _STRONG | _EITHER | _ORG and any(b in _LEADS for b in before):
        return end  # "School of X of the Institute for Y" are two names, one within the other
    if folded in _JOINS and not (folded in ("y", "e", "&") and len(before) == 0):
        # "Professor of", "Bachelor of" never get here; "Dean of the Graduate College" does not start a name
        return after
    if folded in _AFTER_LEAD:
        led = any(b in _LEADS for b in before)
        if folded == "at":
            return (
                after
                if any(b in _STRONG for b in before[:1]) and after == end + 1 and _campus_follows(words, after)
                else end
            )
        if folded == "in":
            return after if before[-1:] in (["program"], ["programme"], ["school"]) else end
        laboratory = (
            folded == "for" and "of" in before and any(b in ("laboratory", "lab", "centre", "center") for b in before)
        )
        close = before[-1] in _LEADS | frozenset(("society", "council", "foundation", "studies"))
        return after if led and (close or laboratory) else end
    if folded == "and" and any(b in _STRONG for b in before) and following.casefold() in _SUBJECTS and "of" in before:
        return end + 2 if after == end + 1 else end
    if (
        folded in ("and", ",")
        and any(b in _LEADS and b not in _STRONG for b in before[:-2])
        and ("of" in before or "for" in before)
    ):
        return _listed(words, before, end)
    if folded in ("and", ",") and before[0] in _LEADS and before[0] not in _STRONG and len(before) > 2:
        return _listed(words, before, end)
    if folded == "and" and not any(b in _ORG | _EITHER | _UNIT for b in before[-1:]):
        tail = _tail(words, end + 1)
        if any(t in _ORG | _EITHER | _UNIT for t in tail) and not any(t in _LEADS for t in tail[:1]) and len(tail) > 1:
            return end + 1
    return end


def _is_slip(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    """Whether a word inside a name lacks its capital: a long one, with a capital right behind it."""
    word = words[at][0]
    return word.isalpha() and word.islower() and len(word) > 5 and at + 1 < len(words) and _is_cap(words[at + 1][0])


def _campus_follows(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    return at < len(words) and _is_cap(words[at][0]) and words[at][0].casefold() not in _ORG | _EITHER


def _tail(words: Sequence[tuple[str, int, int]], at: int) -> list[str]:
    tail = []
    while at < len(words) and (_is_cap(words[at][0]) or words[at][0] in ("of", "&")):
        tail.append(words[at][0].casefold())
        at += 1
    return tail


def _listed(words: Sequence[tuple[str, int, int]], before: list[str], end: int) -> int:
    """ "Department of Ecology, Evolution, and Behavior": go on when the list closes with "and" before a cue comes."""
    at = end
    if words[at][0] == ",":
        commas = 0
        while at < len(words) and commas < 3:
            if words[at][0] == ",":
                commas += 1
                at += 1
                if at < len(words) and words[at][0] in ("and", "&"):
                    return at + 1 if _plain(words, at + 1) else end
                tail = _tail(words, at)
                if not tail or len(tail) > 3 or any(t in _ORG | _EITHER | _UNIT for t in tail) or tail[0].isdigit():
                    return end
                at += len(tail)
            elif words[at][0] in ("and", "&"):
                return end + 1 if _plain(words, at + 1) and commas else end
            else:
                return end
        return end
    return end + 1 if _plain(words, end + 1) else end


def _plain(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    tail = _tail(words, at)
    cues = [t for t in tail if t in _ORG | _UNIT or t in _STRONG]
    return bool(tail) and not cues and tail[0] not in _LEADS and tail[0] not in _NOT_NAMES and len(tail[0]) > 3


def _typed(name: Sequence[tuple[str, int, int]], text: str) -> Iterator[Chunk]:
    start, end = name[0][1], name[-1][2]
    written = text[start:end]
    words = [w.casefold() for w, _, _ in name]
    academic = written in gazetteer("organization_names") and _AT.search(text, max(start - 12, 0), start)
    if written in gazetteer("places") and not academic:  # "at Stanford" is not "in Stanford"
        state = _STATE.match(text, end)
        if state and state.group("state").strip(" .") in gazetteer("places"):
            end = state.end()
        # "a degree at Lund" is of the university there: one is in a town
        yield Chunk(
            start, end, "name" if end == name[-1][2] and _AT_TOWN.search(text, max(start - 4, 0), start) else "place"
        )
        return
    kind = _kind(words, written)
    if kind == "org" and len(words) > 2 and words[-2] in _STRONG and name[-1][0] in gazetteer("places"):
        # "Peking University Beijing": the blank between name and town was a line's end
        yield Chunk(start, name[-2][2], kind)
        yield Chunk(name[-1][1], end, "place")
        return
    if len(words) == 1 and kind != "name" and written not in gazetteer("organization_names"):
        return  # a cue word alone names nothing
    if kind == "org" and words[0] in _STRONG or "california" in words:
        campus = _CAMPUS.match(text, end)
        if campus and kind == "org":
            end = campus.end()
    yield Chunk(start, end, kind)


def _kind(words: list[str], written: str) -> ChunkKind:
    first, last = words[0], words[-1]
    if written in gazetteer("organization_names"):
        return "org"
    if (
        first in _UNIT | {"chair"}
        or last in _UNIT
        or re.search(r"^(?:graduate|honors|undergraduate|university) college$", written.casefold())
    ):
        return "unit"
    if first in ("school", "college", "faculty") and len(words) > 2:
        return "unit"
    if any(w in _STRONG for w in words):
        return "org"
    if any(w in _ORG for w in words) or _WHOLE.search(" ".join(words)):
        return "org"
    if last in ("labs", "technologies") and len(words) > 1:
        return "org"
    if re.search(r"['’]s (?:lab|labs|laboratory|group|team)$", written, re.IGNORECASE):
        return "unit"
    if any(w in _EITHER and w not in _WEAK for w in words):
        return "either"
    return "unit" if last == "group" and len(words) > 1 else "name"


_BETWEEN = re.compile(
    r"(?:\s|,|\(|\)|\[|\]|/|–|—|-|\||\n|·|@|\bat\b|\bof\b|\bde\s+la\b|\bdel?\b|\bdell[ae]\b|\bdi\b|\bdu\b|\bder\b"
    r"|\bdes\b|\ban\b|\bla\b|\bin\b|\bwithin\b|\bfrom\b|\bthe\b|\band\b|\bwith\b"
    r"|\bbased\b)*",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"\band\b|\bwith\b|\bfrom\b", re.IGNORECASE)


def affiliations(text: str, start: int = 0, end: int | None = None) -> list[Affiliation]:
    """The organizations named between ``start`` and ``end``, each with the units and the place named beside it."""
    stop = len(text) if end is None else end
    inside = [c for c in chunks(text) if c.start >= start and c.end <= stop]
    found: list[Affiliation] = []
    group: list[Chunk] = []
    for chunk, following in zip_longest(inside, inside[1:]):
        if group and chunk.kind == "name" and _is_town(text, group[-1], chunk, following):
            chunk = Chunk(chunk.start, chunk.end, "place")
        if group and not _together(text, group, chunk):
            found += _grouped(text, group)
            group = []
        group.append(chunk)
    return found + _grouped(text, group)


def _is_town(text: str, named: Chunk, chunk: Chunk, following: Chunk | None) -> bool:
    """Whether a name that no list knows is where the organization before it lies.

    "Boreal Labs in Bodø"; "Nordlys College, Bodø, Norway".
    """
    words = text[chunk.start : chunk.end].split()
    gap = text[named.end : chunk.start]
    if named.kind == "place" or len(words) > 2:
        return False
    if following is None or following.kind != "place":
        return gap.split() == ["in"] and len(words) == 1
    return bool(_COMMA.fullmatch(gap) and _COMMA.fullmatch(text, chunk.end, following.start))


_COMMA = re.compile(r"\)?\s*,\s*")


def _together(text: str, group: list[Chunk], chunk: Chunk) -> bool:
    gap = text[group[-1].end : chunk.start]
    if not _BETWEEN.fullmatch(gap):
        return False
    kinds = [c.kind for c in group]
    if chunk.kind == "place":
        return "and" not in gap.split()
    if "place" in kinds:
        # a new organization after a place begins anew, unless its country follows in turn
        return False
    if "org" in kinds and chunk.kind in ("org", "name"):
        return bool(re.fullmatch(r"\s*\(\s*", gap))  # an acronym or a second name in brackets
    if "org" in kinds:
        # "University of X, School of Y" goes on; "University of X and School of Y" does not
        return not _BREAKS.search(gap) and "\n" not in gap.strip(" ,")
    if kinds == ["name"] * len(kinds) and not re.search(r"[(]|\bof\b|\bat\b", gap) and chunk.kind != "unit":
        return False
    if chunk.kind in ("org", "either"):
        return not re.search(r"\bfrom\b|\bwith\b", gap) and not (_BREAKS.search(gap) and "either" in kinds)
    if chunk.kind == "unit":
        return not re.search(r"\bfrom\b|\bwith\b", gap)
    if kinds[-1] == "name":
        return bool(re.fullmatch(r"\s*\(\s*", gap))
    return bool(re.fullmatch(r"\s*(?:,|\(|\bat\b|\bof\b|@)\s*(?:the\s+)?", gap))


def _grouped(text: str, group: list[Chunk]) -> list[Affiliation]:
    names = [c for c in group if c.kind != "place"]
    if not names:
        return []
    # an acronym in brackets behind a name belongs to it and adds nothing
    kept: list[Chunk] = []
    for chunk in names:
        bracket = (
            text[max(chunk.start - 2, 0) : chunk.start].rstrip().endswith("(")
            and text[chunk.end : chunk.end + 1] == ")"
        )
        if kept and bracket and chunk.kind in ("name", "org"):
            continue
        kept.append(chunk)
    places = [c for c in group if c.kind == "place"]
    place = (places[0].start, places[-1].end) if places else None
    whole = _pick(text, kept)
    units = tuple(c for c in kept if c is not whole and c.kind in ("unit", "either"))
    if whole is not None and not units and _is_branded(text[whole.start : whole.end]):
        units = (whole,)
    if place and whole is not None and re.fullmatch(r"\s*[–—-]\s*", text[whole.end : place[0]]):
        place = None  # "Université Saint-Louis – Bruxelles" is a name, not an address
    ours = [c for c in (whole, *units) if c is not None]
    if not ours:
        return []
    return [Affiliation(min(c.start for c in ours), max(c.end for c in ours), whole, units, place)]


def _is_branded(name: str) -> bool:
    """A part that is called by its owner's name: "Meta Reality Labs", "HKU Business School". Unit and employer."""
    words = name.split()
    if len(words) < 3 or words[-1].casefold() not in (
        "lab",
        "labs",
        "laboratory",
        "laboratories",
        "school",
        "group",
        "team",
    ):
        return False
    return any(" ".join(words[:i]) in gazetteer("organization_names") for i in range(1, len(words) - 1)) or any(
        w.casefold() in _STRONG for w in words[1:-2]
    )


_TEAM = re.compile(r"\b(?:lab|labs|laboratory|group|team)$", re.IGNORECASE)


def _pick(text: str, names: list[Chunk]) -> Chunk | None:
    """The organization of a group: a university before an institute before a bare name; the last where several are."""
    parts, last = names[:-1], names[-1]
    if (
        parts
        and last.kind == "name"
        and not any(c.kind in ("org", "name") for c in parts)
        and _TEAM.search(text[: parts[-1].end])
    ):
        return last  # "Machine Intelligence Lab, Acme": the lab is a part of what follows
    for kind in ("org", "either", "name"):
        of_kind = [c for c in names if c.kind == kind]
        if of_kind:
            return of_kind[-1]
    return None
