"""Pages to research interests: headed lists, front matter, and sentences that say what somebody works on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from kg.extract.fields import fields_of, passage_of
from kg.extract.headings import Section, fold_heading, section_of
from kg.extract.language import sentences
from kg.extract.leads import ANNOUNCES, HINT, LEADS, Lead
from kg.extract.page import Found, Page, Passage, make_fact
from kg.extract.residue import is_residue
from kg.extract.topics import blotted, is_hobby, is_topic, topics
from kg.model import BlockKind, Fact, Kind

# Sentences whose subject is somebody else, that invite, or that speak of the hours after work.
_NOT_MINE = re.compile(
    r"""\b(?:never|no\s+longer|(?:do|did|does)\s*n[o’']t|if\s+you|you\s+are|you[’']re|for\s+those|anyone
        |students?\s+(?:who\s+(?:are|is)\s+)?(?:\w+\s+)?interested|candidates?\s+interested|people\s+interested
            |(?:looking|searching)\s+for|hiring|recruit\w*|prospective|openings?|opportunit\w+
        |welcome\s+(?:to|students|collab)|contact\s+me|reach\s+out|feel\s+free|drop\s+me|outside\s+(?:of\s+)?(?:work
            |research|academia|the\s+lab|school)|(?:spare|free|leisure)\s+time|hobb(?:y|ies)|when\s+(?:I[’']?a?m\s+not
                |not)|besides\s+(?:research|work)|apart\s+from\s+(?:research|work)
        |in\s+my\s+(?:spare|free)|away\s+from\s+(?:work|research)|aside\s+from|beyond\s+(?:research|academia|work)
            |personal\s+interests?|other\s+interests|(?:my|the)\s+students?\b(?=[^.]{0,30}\b(?:works?|focus)))""",
    re.VERBOSE | re.IGNORECASE,
)
# What was done once is no interest, unless the sentence says "research interests".
_ONCE = re.compile(
    r"\b(?:previously|formerly|prior\s+to|before\s+(?:that|joining|this)|during\s+my|in\s+the\s+past|worked"
    r"|internship|interned|dissertation|thesis|used\s+to|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LASTING = frozenset(
    ["interests are", "research is", "label", "with interests in", "I have interests in"]
    + ["líneas", "investigación", "recherche", "forschung"]
)

_LONGEST = 2000  # characters of a sentence; what is longer is no sentence
_SPOKEN = (Section.NONE, Section.ABOUT, Section.OTHER, Section.INTERESTS, Section.CONTACT, Section.EDUCATION)
_SILENT = (Section.PUBLICATIONS, Section.TALKS, Section.AWARDS, Section.IGNORED)
_LIST_KEYS = re.compile(
    r"(?:(?:author|profile|basics|cv|about|params)\.)?(?:(?:research[_-]?)?(?:interests?|areas?|topics?|fields?"
    r"|keywords?)|interests\.(?:name|title|keywords|area|interests)|research[_-]?interests\.(?:name|title|area))"
)
_PROSE_KEYS = re.compile(
    r"(?:author\.|profile\.|basics\.|params\.)?(?:bio|short_bio|about|summary|description|biography|research_statement|intro"
    r"|introduction)"
)
_OTHER_LABELS = re.compile(
    r"^\W*(?:call\s+for|(?:other|personal|outside|non-academic)\s+interests?|hobbies|(?:\w+\s+){0,2}skills?"
    r"|(?:programming\s+)?languages?|programming|software|tools?|frameworks?|techniques|open\s+to|currently|contact"
    r"|e-?mail|note)\s*[:：-]",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:ich|wir|je|nous|ist|sind|est|sont|yo|me|son|se|es|I|my|we|our|his|her|he|she|is|are|was|has|have|can|will"
    r"|aims?|am)\b"
)


def interests(page: Page) -> Iterator[Fact]:
    """One fact a topic: front matter, then sections of interests, then sentences, each in page order."""
    yield from _from_fields(page)
    for index, passage in enumerate(page.passages):
        if passage.section is Section.INTERESTS:
            yield from _headed(page, passage)
        elif passage.section is Section.ABOUT and _RESEARCH_HEADING.fullmatch(fold_heading(passage.heading)):
            yield from _researched(page, passage)
        if passage.kind is BlockKind.HEADING:
            continue
        yield from _prose(page, passage)
        yield from _announced(page, index)


def _topics(page: Page, passage: Passage, start: int, end: int, rule: str, confidence: float) -> Iterator[Fact]:
    marks = [(m.start, m.end) for m in passage.marks] + [(k.start, k.end) for k in passage.links]
    for first, last in topics(passage.text, start, end, marks):
        yield _fact(page, passage, first, last, rule, confidence)


def _fact(page: Page, passage: Passage, start: int, end: int, rule: str, confidence: float) -> Fact:
    slots = {"topic": Found(start, end)}
    return make_fact(
        page, passage, Kind.INTERESTS, f"interests: {rule}", slots, confidence=confidence, within=(start, end)
    )


# ---------------------------------------------------------------------------------------------------------------
# front matter


def _from_fields(page: Page) -> Iterator[Fact]:
    listed_fields = list(fields_of(page, _LIST_KEYS))
    if is_residue(" ".join(["interests", *(field.value for field in listed_fields)])):
        return
    for field in listed_fields:
        passage = passage_of(page.document, field, Section.INTERESTS)
        listed = any(isinstance(part, int) for part in field.path)
        if is_hobby(passage.text.strip()):
            continue
        if listed and len(passage.text.split()) <= 8:
            yield _fact(page, passage, 0, len(passage.text), "front matter", 0.95)
        else:
            yield from _inline(page, passage, 0, len(passage.text), "front matter", 0.9)
    yield from _from_titled_lists(page)
    for field in fields_of(page, _PROSE_KEYS):
        if is_residue(field.value):
            continue
        yield from _prose(page, passage_of(page.document, field))


def _from_titled_lists(page: Page) -> Iterator[Fact]:
    """The contents of an entry of a data file whose ``title`` is a heading of interests, as al-folio's CV has them."""
    titled = {
        field.path[:-1]
        for field in page.document.fields
        if field.path and field.path[-1] == "title" and section_of(field.value) is Section.INTERESTS
    }
    for field in page.document.fields if titled else ():
        depth = next((k for k in range(len(field.path)) if field.path[:k] in titled), None)
        if depth is not None and _CONTENT_KEYS.fullmatch(
            ".".join(part for part in field.path[depth:] if isinstance(part, str))
        ):
            passage = passage_of(page.document, field, Section.INTERESTS)
            yield from _one(page, passage, 0, len(passage.text), "front matter", 0.9)


_CONTENT_KEYS = re.compile(r"contents?(?:\.(?:title|name|value))?|items|entries(?:\.(?:name|title))?")


# ---------------------------------------------------------------------------------------------------------------
# sections of interests


def _headed(page: Page, passage: Passage) -> Iterator[Fact]:
    text = passage.text
    if passage.kind is BlockKind.HEADING:
        if section_of(text) is None and len(text.split()) <= 10 and passage.path:
            yield from _one(page, passage, 0, len(text), "theme", 0.8)
        return
    if _OTHER_LABELS.match(text) or _NOT_MINE.search(text[:120]):
        return
    at = 0
    for line in text.split("\n"):
        yield from _headed_line(page, passage, at, at + len(line))
        at += len(line) + 1


_RESEARCH_HEADING = re.compile(
    r"(?:my |current |our |main |selected )?(?:research|forschung|recherches?|investigacion|pesquisa|ricerca"
    r"|研究)(?: overview| summary| program(?:me)?| areas| agenda)?"
)


def _researched(page: Page, passage: Passage) -> Iterator[Fact]:
    """Under "Research" a short item names a topic, a heading of its own a theme; what is longer is a story."""
    text = passage.text.split("\n")[0]
    if passage.kind is BlockKind.HEADING:
        if section_of(text) is None and 2 <= len(text.split()) <= 9:
            yield from _one(page, passage, 0, len(text), "theme", 0.6)
        return
    plain = not (_SAYS.search(text) or passage.links or re.search(r"\d{4}|[\"“”@]|https?:", text))
    if passage.kind is BlockKind.ITEM and plain and len(text.split()) <= 8:
        yield from _headed_line(page, passage, 0, len(text))


def _headed_line(page: Page, passage: Passage, start: int, end: int) -> Iterator[Fact]:
    """A line under the heading: a topic with an explanation, a list of topics, one topic, or a sentence."""
    text = passage.text
    if _OTHER_LABELS.match(text[start:end]):
        return
    head = _head_end(passage, start, end)
    if head is not None:
        yield from _one(page, passage, start, head, "headed", 0.9)
        if section_of(passage.heading) is None and passage.heading:
            return
        rest = re.match(r"\s*[:：]?\s*", text[head:end])
        after = head + (rest.end() if rest else 0)
        if _is_list(text[after:end]):
            yield from _inline(page, passage, after, end, "headed list", 0.7)
        return
    written = text[start:end]
    if passage.kind is not BlockKind.ITEM and section_of(passage.heading) is None and passage.heading:
        return  # a theme is explained
    if any(lead.regex.search(written) for lead in LEADS if not lead.second):
        return  # read as a sentence
    if passage.kind is BlockKind.ITEM and "," not in _without_brackets(written) and ";" not in written:
        if len(written.split()) <= 16 and not _SAYS.search(written):
            yield from _one(page, passage, start, end, "headed", 0.9)
        return
    if not _SAYS.search(written) and len(written) < 600:
        yield from _inline(page, passage, start, end, "headed", 0.85)


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)|（[^（）]*）", "", text)


def _head_end(passage: Passage, start: int, end: int) -> int | None:
    """Where the topic ends that the line explains behind a colon, a dash or bold letters; None if it does not."""
    text = passage.text
    for mark in passage.marks:
        if mark.kind == "strong" and mark.start <= start + 1 and start < mark.end < end - 2:
            return mark.end
    match = re.match(r"[^:：.—–]{2,80}?(?=\s*[:：]\s*\S|\s+[—–-]\s+\S)", text[start:end])
    if match is None or len(match.group().split()) > 9 or _SAYS.search(match.group()):
        return None
    return start + match.end()


def _is_list(text: str) -> bool:
    """Whether an explanation names topics in its turn: a short list without a verb, in capitals or in few words."""
    plain = _without_brackets(text).strip(" .。")
    parts = [p for p in re.split(r"[,;，、；]\s*(?:and\s+)?|\s+and\s+", plain) if p.strip()]
    if not parts or _SAYS.search(text) or len(text) > 220:
        return False
    return all(len(p.split()) <= 5 for p in parts) and (text.strip()[0].isupper() or not text.isascii())


def _one(page: Page, passage: Passage, start: int, end: int, rule: str, confidence: float) -> Iterator[Fact]:
    """The whole of a short text as one topic."""
    match = re.search(r"\w.*[\w)）+#]", passage.text[start:end], re.DOTALL)
    if match is None:
        return
    words = re.sub(r"\s*(?:\([^()]{9,}\)|（[^（）]*）)$", "", match.group())
    if is_topic(words):
        yield _fact(page, passage, start + match.start(), start + match.start() + len(words), rule, confidence)


def _inline(page: Page, passage: Passage, start: int, end: int, rule: str, confidence: float) -> Iterator[Fact]:
    for first, last in sentences(passage.text):
        if first < end and start < last:
            yield from _topics(page, passage, max(first, start), min(last, end), rule, confidence)


# ---------------------------------------------------------------------------------------------------------------
# sentences


def _prose(page: Page, passage: Passage) -> Iterator[Fact]:
    for start, end in sentences(passage.text):
        if passage.section in _SILENT or end - start > _LONGEST or _NOT_MINE.search(passage.text, start, end):
            continue
        if is_residue(passage.text[start:end]):
            continue
        found = _leads(passage, start, end)
        for i, (lead, _, at) in enumerate(found):
            stop = found[i + 1][1] if i + 1 < len(found) else _numbered_end(passage.text, end)
            yield from _topics(page, passage, at, stop, lead.name, lead.confidence)


def _numbered_end(text: str, end: int) -> int:
    """The end of a sentence, or of the numbered parts that go on behind it."""
    numbered = [last for first, last in sentences(text) if first >= end and _NUMBERED.match(text, first)]
    return numbered[-1] if numbered else end


_NUMBERED = re.compile(r"\(?(?:i[iv]+|v|[2-9]|[b-h])[).]\s")


def _leads(passage: Passage, start: int, end: int) -> list[tuple[Lead, int, int]]:
    """The leads of a sentence with the place of their words, those that overlap an earlier one left out."""
    text = passage.text
    if not HINT.search(text, start, end):
        return []
    sentence = blotted(text[start:end])
    every = sorted(
        ((start + m.start(), -start - m.end(), lead) for lead in LEADS for m in lead.regex.finditer(sentence)),
        key=lambda one: one[:2],
    )
    spoken = passage.section in _SPOKEN
    once = bool(every) and bool(_ONCE.search(text, start, end))
    found: list[tuple[Lead, int, int]] = []
    for first, minus, lead in every:
        last = -minus
        if found and first < found[-1][2]:
            continue
        if lead.second and not found or lead.name not in _LASTING and not spoken:
            continue
        if once and lead.name not in _LASTING and not (lead.second and found):
            continue
        found.append((lead, first, last))
    return found


def _announced(page: Page, index: int) -> Iterator[Fact]:
    """The items of a list, or the paragraph, that "My research interests include:" or "Research interests" leads in."""
    passage = page.passages[index]
    starts = sentences(passage.text)
    if not starts or passage.section in _SILENT:
        return
    start, end = starts[-1]
    titled = len(passage.text) < 50 and section_of(passage.text) is Section.INTERESTS and not _SAYS.search(passage.text)
    announced = ANNOUNCES.search(passage.text, start, end) and not _NOT_MINE.search(passage.text, start, end)
    if not (titled or announced and passage.section in _SPOKEN):
        return
    for item in _led(page, index, paragraph=titled):
        at = 0
        for line in item.text.split("\n"):
            yield from _headed_line(page, replace(item, heading=""), at, at + len(line))
            at += len(line) + 1


def _led(page: Page, index: int, *, paragraph: bool) -> list[Passage]:
    """What a passage leads in: the items under it, the list behind it, or one paragraph."""
    if page.children.get(index):
        return [page.passages[i] for i in page.children[index]]
    behind = page.passages[index + 1 : index + 40]
    if not behind or page.passages[index].kind is BlockKind.ITEM:
        return []
    if behind[0].kind is BlockKind.PARAGRAPH:
        return list(behind[:1]) if paragraph else []
    blocks = page.document.blocks
    list_id = blocks[behind[0].blocks[0]].list_id
    same = takewhile(lambda p: p.kind is BlockKind.ITEM and blocks[p.blocks[0]].list_id == list_id, behind)
    return list(same)
