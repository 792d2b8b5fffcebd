"""Pages to research interests: headed lists, front matter, and sentences that say what somebody works on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from kg.extract.fields import fields_of, passage_of
from kg.extract.headings import Section, fold_heading, section_of
from kg.extract.language import sentences
from kg.extract.page import Found, Page, Passage, make_fact
from kg.extract.residue import is_residue
from kg.extract.topics import blotted, is_hobby, is_topic, topics
from kg.model import BlockKind, Fact, Kind


@dataclass(frozen=True, slots=True)
class Lead:
    """Words behind which topics stand. ``second`` leads count only behind another one in the same sentence."""

    name: str
    regex: re.Pattern[str]
    confidence: float
    second: bool = False


_ADVERB = (
    r"(?:(?:\w+ly|now|also|both|most|very|always|especially|in\s+particular|at\s+present|right\s+now|more\s+\w+ly|all"
    r"|still|long\s+been|deeply)\s+){0,3}"
)
_KIND = (
    r"(?:(?:research|scientific|academic|scholarly|professional|current|present|ongoing|recent|primary|main|major"
    r"|general|broad|broader|key|core|chief|central|overall|overarching|long-term|teaching|technical"
    r"|intellectual|specific|particular|special|more|expertise|teaching|doctoral|ph\.?d\.?|postdoctoral|graduate|my"
    r"|and|job|latest|future|other|wider|related)\s+){0,4}"
)
_WORK = r"(?:research|work|works|ph\.?d\.?(?:\s+(?:project|research|work|thesis))?|stud(?:y|ies)|agenda|program(?:me)?)"
_NOUN = (
    r"(?:interests?|focus(?:es)?|foci|areas?|fields?|topics?|directions?|themes?|expertise|special(?:ty|ties"
    r"|i[sz]ations?)|passion|emphasis|line\s+of\s+research)"
    r"(?:\s+of\s+(?:(?:my|his|her|our)\s+)?(?:current\s+|academic\s+|main\s+)?(?:interests?|research|expertise|study"
    r"|special\w+|work|focus))?"
)
_OF = (
    r"(?:the\s+)?(?:following\s+|general\s+|broad\s+|broader\s+|main\s+|emerging\s+)?(?:areas?|fields?|topics?"
    r"|domains?|realms?|themes?|disciplines?|space|subjects?)\s*(?:of|:|in|like|such\s+as)\s*"
)
_MEETING = (
    r"(?:the\s+)?(?:(?:exciting|broad|general)\s+)?(?:intersections?|interfaces?|crossroads|nexus|boundar(?:y|ies)"
    r"|confluence|junction)\s+(?:of|between|among)\s+"
)
_PREPOSITION = r"(?:(?:in|on|around|within|into|upon|at|over|across|with|about|to|towards?|from|under|along)\s+)?"
_RANGE = (
    r"(?:an?\s+)?(?:\w+\s+)?(?:spectrum|range|variety|array|number|set)\s*(?:of\s+(?:\w+\s+)?(?:topics|areas|fields"
    r"|subjects|problems|questions|disciplines))?\s*[,:]?\s*(?:including|such\s+as|like|from)?\s*"
)
_AFTER = rf"\s*{_ADVERB}{_PREPOSITION}{_ADVERB}(?:{_MEETING}|{_OF}|{_RANGE})?"
_REACH = rf"{_ADVERB}(?:{_MEETING}|{_OF})?"
_VERB = (
    r"(?:is|are|was|were|(?:have|has)\s+been(?=\s+(?:\w+ly\s+)?(?:focus|cent|in\b|on\b))|(?:have|has)\s+(?:focused"
    r"|included|focussed)|concerned|looks?\s+(?:at|into)|aims?\s+to\s+(?:understand|investigate|explore)|includes?"
    r"|included?|including|lies?|lay|spans?|covers?|encompass(?:es)?|involves?|centers?|centres?|focus(?:s?es)?"
    r"|target(?:s)?|revolves?|falls?|concerns?|ranges?|comprises?|resides?|sits?"
    r"|explores?|investigates?|examines?|addresses|studies|deals?|touch(?:es)?|bridges?|combines?|develops?|asks"
    r"|aims?\s+to\s+understand|seeks\s+to\s+understand|aims?\s+at|tackles?|uses)"
)
_BE = r"(?:\s+(?:am|was|have\s+been|have\s+always\s+been|[’']m)|[’']m|[’']ve\s+been)"
_IS = r"(?:\s+(?:is|was|has\s+been|has\s+always\s+been)|[’']s)"
_STATE = (
    r"(?:interested|fascinated|speciali[sz](?:ed|ing)|passionate|focus(?:s?ed|s?ing)|curious|expert|excited|intrigued"
    r"|concentrating|researching|studying|investigating|exploring)"
)
_DO = r"(?:work|focus|speciali[sz]e|concentrate|do\s+research|conduct\s+research|write|carry\s+out\s+research|publish)"
_RESEARCH = (
    r"(?:do(?:ing|es|ne)?|conduct(?:s|ing|ed)?|carr(?:y|ies|ied|ying)\s+out|pursu(?:e|es|ing|ed)|perform(?:s|ing"
    r"|ed)?)\s+(?:\w+\s+){0,2}research\s+(?:in|on|about|at)"
)
_DOES = r"(?:works|focus(?:s?es)|speciali[sz]es|concentrates|does\s+research|conducts\s+research|writes|researches)"
_STUDY = r"(?:study|research)"
_WORKER = (
    r"(?:student|candidate|researcher|scientist|engineer|professor|fellow|postdoc|lecturer|scholar|associate"
    r"|economist|physicist|mathematician|statistician|linguist|philosopher|biologist|chemist|historian|sociologist"
    r"|psychologist|"
    r"anthropologist|ecologist|geographer|neuroscientist|astronomer|astrophysicist|epidemiologist|criminologist"
    r"|theorist|biophysicist|roboticist|specialist|expert|developer|analyst|team|group|lab|consultant|practitioner"
    r"|architect|designer|"
    r"major|PhD|undergraduate|graduate|researchers)"
)
_FOCUS = (
    r"(?:(?:special|particular|specific|strong|main|primary|current|recent|keen|deep|broad|focused|growing|general"
    r"|active|central|long-standing|longstanding|major|\w+ed|an|a|the|my|research|and)\s+){0,4}(?:focus(?:es)?"
    r"|emphas[ie]s|interests?|attention|expertise|speciali[sz]ations?|concentration)"
)


def _lead(name: str, pattern: str, confidence: float, *, second: bool = False) -> Lead:
    return Lead(name, re.compile(pattern, re.IGNORECASE), confidence, second)


_LEADS: tuple[Lead, ...] = (
    _lead(
        "interests are",
        rf"(?<!of\s)(?<!from\s)(?<!about\s)(?<!on\s)(?<!to\s)(?<!in\s)\b(?:my|his|her|their|our"
        rf"|[A-Z][\w.]{{1,40}}[’']s)\s+{_KIND}{_NOUN}(?:\s+(?:at|in"
        rf"|with)\s+[^,.;]{{2,40}}?)?\s+(?:{_ADVERB}){_VERB}\b{_AFTER}(?:(?:focused|focusing|centered|concentrated"
        rf"|located|related|situated|devoted|dedicated|rooted)\s+(?:in|on|around|to|at)\s+{_ADVERB}(?:{_MEETING}"
        rf"|{_OF})?)?",
        0.9,
    ),
    _lead(
        "research is",
        rf"(?<!of\s)(?<!from\s)(?<!about\s)(?<!on\s)(?<!to\s)(?<!in\s)\b(?:my|his|her|their|our"
        rf"|[A-Z][\w.]{{1,40}}[’']s)\s+{_KIND}{_WORK}(?:\s+(?:at|in"
        rf"|with)\s+[^,.;]{{2,40}}?)?\s+(?:{_ADVERB}){_VERB}\b{_AFTER}(?:(?:focused|focusing|centered|concentrated"
        rf"|located|related|situated|devoted|dedicated|rooted)\s+(?:in|on|around|to|at)\s+{_ADVERB}(?:{_MEETING}"
        rf"|{_OF})?)?",
        0.9,
    ),
    _lead(
        "interests are",
        rf"(?:^|[.,\n:]\s*|my)(?:(?:the\s+)?{_KIND})(?:interests?|focus(?:es)?|areas?|topics?|expertise"
        rf"|fields?)(?:\s+of\s+(?:my\s+)?(?:interest|research|expertise|study|work))?\s+{_VERB}\b{_AFTER}",
        0.85,
    ),
    _lead(
        "I am interested",
        rf"\bI(?:{_BE})?\s+(?:(?:an?|the)\s+[^.;]{{3,60}}?\s+)?{_ADVERB}interested\s+{_ADVERB}in\s+{_REACH}",
        0.85,
    ),
    _lead(
        "I am focused on",
        rf"\bI{_BE}\s+(?:(?:an?|the)\s+[^.;]{{3,60}}?\s+)?{_ADVERB}(?:focus(?:s?ed|s?ing)|concentrating"
        rf"|speciali[sz](?:ed|ing)|expert)\s+{_ADVERB}(?:on|in|at)\s+{_REACH}",
        0.7,
    ),
    _lead(
        "is interested",
        rf"\b(?:he|she|who|they|[A-Z]\w+)(?:{_IS}|\s+are)\s+{_ADVERB}{_STATE}\s+{_ADVERB}(?:in|on|about|by|with"
        rf"|at)?\s*{_REACH}",
        0.8,
    ),
    _lead(
        "interested",
        rf"\b(?:and|,)\s+(?:am\s+|is\s+)?{_ADVERB}(?:interested|speciali[sz]ing|speciali[sz]ed"
        rf"|fascinated)\s+{_ADVERB}(?:in|by)\s+{_REACH}",
        0.75,
    ),
    _lead(
        "I work on",
        rf"^(?:[\w’' -]{{1,60}},\s+|[A-Z]\w+\s+)?I\s+(?:(?:currently|now|mainly|mostly|primarily|generally|broadly"
        rf"|especially|typically|usually|often|specifically|chiefly|do)\s+){{0,2}}{_DO}\s+{_ADVERB}(?:on|in|about"
        rf"|at)\s+{_REACH}",
        0.75,
    ),
    _lead(
        "works on",
        rf"\b(?:he|she|who|that|and|lab|group|team|[A-Z]\w+)\s+{_ADVERB}{_DOES}\s+{_ADVERB}(?:on|in|about"
        rf"|at)\s+{_REACH}",
        0.7,
    ),
    _lead("doing research in", rf"\b{_RESEARCH}\s+{_REACH}", 0.75),
    _lead(
        "I study",
        rf"(?:(?:^|,\s*|\band\s+)I\s+(?:(?:currently|now|mainly|mostly|primarily|also|generally|broadly"
        rf"|especially)\s+)?{_STUDY}|\bI\s+[^.;]{{10,90}}?\s+and\s+study)\s+(?!at\b|in\b|with\b|under\b)",
        0.7,
    ),
    _lead(
        "studies",
        r"\b(?:he|she|who|team|group|lab|that)\s+(?:\w+ly\s+)?(?:studies|researches|investigates|explores)\s+(?!at\b"
        r"|in\b|with\b|under\b)",
        0.65,
    ),
    _lead(
        "somebody working on",
        rf"\b{_WORKER}s?(?:\s+(?:at|in|from)\s+[^,.;]{{2,60}}?)?,?\s+{_ADVERB}(?:speciali[sz](?:ing|ed)|focus(?:s?ing"
        rf"|s?ed)|working|researching|studying|interested|investigating)\s+{_ADVERB}(?:(?:in|on|about|at)\s+"
        rf"|(?<=studying\s)|(?<=researching\s)|(?<=investigating\s)){_REACH}",
        0.7,
    ),
    _lead(
        "with interests in",
        rf"\bwith\s+(?:(?:an?|my|his|her)\s+)?{_KIND}(?:research\s+|broad\s+|keen\s+|strong\s+|diverse\s+"
        rf"|deep\s+)*(?:interests?|expertise|special[i]?[sz]ations?)\s+(?:lying\s+|spanning\s+|including\s+"
        rf"|ranging\s+)?{_PREPOSITION}{_AFTER}",
        0.8,
    ),
    _lead(
        "I have interests in",
        rf"\b(?:I|he|she)\s+(?:also\s+)?(?:have|has|had)\s+(?:an?\s+)?(?:\w+\s+){{0,3}}(?:interests?|expertise"
        rf"|passion)\s+(?:\w+ly\s+)?(?:in|on|for|about)\s+{_AFTER}",
        0.75,
    ),
    _lead(
        "topics include",
        rf"\b(?:topics|areas|fields|subjects)\s+(?:(?:that|which)\s+)?(?:I(?:{_BE}|\s+like"
        rf"|\s+love)\s+(?:\w+ly\s+)?(?:(?:interested|working|focused)\s+(?:in|on))?|of\s+(?:particular\s+"
        rf"|special\s+)?interest\s+(?:to\s+me\s+)?)\s*(?:include|are|[:：])\s*:?\s*",
        0.8,
    ),
    _lead("at the intersection of", rf"\b(?:at|about|in|on)\s+{_MEETING}", 0.7),
    _lead(
        "is …, with a focus on",
        rf"\b(?:I\s+am|I[’']m|is)\s+(?:currently\s+)?(?:an?|the)\b[^.;]{{5,150}}?\bwith\s+(?:an?\s+"
        rf"|the\s+)?{_FOCUS}\s+(?:on|in)\s+{_REACH}",
        0.75,
    ),
    _lead("interested in", rf"(?:^|\n)\W*(?:mainly\s+|broadly\s+|currently\s+)?interested\s+in\s+{_REACH}", 0.75),
    _lead(
        "label",
        rf"(?:^|[\n.|]\s*|\s[•·]\s*)(?:\W{{0,4}}){_KIND}(?:research\s+|main\s+)?(?:interests?"
        rf"|areas?\s+of\s+(?:interest|expertise|research|specialization)|research\s+(?:areas?|fields?|topics?|focus"
        rf"|directions?|keywords?|themes?|expertise)|fields?\s+of\s+(?:interest|research|study|expertise)"
        rf"|topics\s+of\s+interest|speciali[sz]ations?|specialties|expertise|aos|aoc"
        rf"|(?:research\s+)?keywords?)(?:\s*\([^()]{{1,20}}\))?\s*(?:[:：]|\s[–—-]\s|\n)\s*",
        0.9,
    ),
    _lead(
        "label",
        r"(?:研究(?:方向|兴趣|领域|興趣|領域)|科研方向|科研兴趣|感兴趣的(?:研究)?(?:方向|领域))\s*(?:主要|目前)?\s*(?:包括|包含|为|是|在于|涉及|涵盖|聚焦于?|集中[在于]|有"
        r"|[:：])+了?\s*",
        0.9,
    ),
    _lead(
        "研究",
        r"(?:主要从事|长期从事|从事|专注于|致力于|关注|聚焦于?)\s*(?!博士后)(?=[^，。]{2,40}(?:研究|方向|领域|等|，|。|$))",
        0.6,
    ),
    _lead(
        "líneas",
        r"\b(?:mis|sus|nuestras|las)\s+(?:\w+\s+)?(?:intereses|l[ií]neas|[áa]reas|temas|campos)(?:\s+(?:principales"
        r"|actuales|acad[ée]mic[oa]s))?(?:\s+de\s+(?:investigaci[óo]n|inter[ée]s|trabajo))?(?:\s+\w+)?\s+(?:son"
        r"|incluyen|abarcan|se\s+centran\s+en|est[áa]n\s+en|comprenden|giran\s+en\s+torno\s+a)\s+",
        0.85,
    ),
    _lead(
        "me interesa",
        r"\b(?:me\s+interesan?|estoy\s+interesad[oa]\s+en|trabajo\s+en(?=\s+(?!el\s+(?:departamento|instituto"
        r"|laboratorio)|la\s+universidad)))\s+",
        0.75,
    ),
    _lead(
        "investigación",
        r"\b(?:mi|su)\s+(?:\w+\s+)?(?:investigaci[óo]n|trabajo|inter[ée]s)(?:\s+\w+)?\s+(?:se\s+centra|se\s+enfoca"
        r"|se\s+concentra|est[áa]|aborda|trata|es|gira)(?:\s+(?:en|sobre|alrededor\s+de"
        r"|en\s+torno\s+a))?\s+(?:(?:el\s+)?(?:estudio|an[áa]lisis)\s+de\s+(?:las?\s+|los\s+|el\s+)?)?",
        0.8,
    ),
    _lead(
        "particularmente",
        r",\s*(?:particularmente|especialmente|en\s+particular|notamment|en\s+particulier|insbesondere"
        r"|vor\s+allem)\s+(?:en|dans|sur|in|auf)?\s*(?:(?:el|l[’'])?\s*(?:an[áa]lisis|estudio)\s+de\s+(?:las?\s+"
        r"|los\s+|el\s+)?)?",
        0.7,
        second=True,
    ),
    _lead(
        "recherche",
        r"\b(?:mes|ses|nos)\s+(?:\w+\s+)?(?:int[ée]r[êe]ts|th[èe]mes|th[ée]matiques|travaux|domaines|recherches"
        r"|axes)(?:\s+de\s+recherches?)?(?:\s+\w+)?\s+(?:portent\s+(?:\w+\s+)?sur|sont|incluent|concernent"
        r"|se\s+concentrent\s+sur|s[’']inscrivent\s+dans|couvrent)\s+|\b(?:ma"
        r"|sa)\s+recherche\s+(?:porte\s+(?:\w+\s+)?sur|concerne|se\s+concentre\s+sur)\s+"
        r"|\bje\s+(?:m[’']int[ée]resse\s+(?:\w+ment\s+)?(?:à|au|aux)|travaille\s+sur)\s+",
        0.8,
    ),
    _lead(
        "forschung",
        r"\b(?:meine|ihre|seine)\s+(?:\w+\s+)?(?:forschungs\w+|interessen|arbeitsgebiete|schwerpunkte)\s+(?:sind"
        r"|umfassen|liegen\s+(?:in|im|auf|bei)|reichen\s+von)\s+|\bich\s+(?:forsche|arbeite)\s+(?:\w+\s+)?(?:zu|zur"
        r"|zum|über|an)\s+|\bich\s+interessiere\s+mich\s+(?:\w+\s+)?für\s+|\b(?:mein|ihr"
        r"|sein)\s+(?:forschungsschwerpunkt|forschungsinteresse)\s+(?:liegt|ist|gilt)\s+(?:auf|in|im|bei|der|dem)?\s*",
        0.8,
    ),
    _lead(
        "with a focus on",
        rf",?\s*(?:\b(?:with|and|having|placing)\s+)?(?:an?\s+|the\s+|my\s+)?{_FOCUS}\s+(?:is\s+|are\s+"
        rf"|being\s+)?(?:on|in|to)\s+{_AFTER}",
        0.7,
        second=True,
    ),
    _lead(
        "especially",
        r"(?:,\s*|\s—\s*|\s[–-]\s|—|;\s*)(?:and\s+|but\s+|more\s+)?(?:especially|particularly|in\s+particular"
        r"|specifically|notably|namely|mostly|mainly|including)\s*,?\s*(?:(?:in|on|with|by|interested\s+in"
        r"|focusing\s+on|focused\s+on)\s+)?(?:topics\s+(?:in|on|such\s+as)\s+)?(?!in\s+how\b|how\b|when\b|those\b"
        r"|as\b|for\b|since\b|because\b|if\b|to\b|the\s+ones)(?=\w)",
        0.65,
        second=True,
    ),
    _lead(
        "also includes",
        rf",?\s*\b(?:and\s+|but\s+)?(?:also\s+(?:includes?|covers?|extends?\s+to|spans?|interested\s+in|focus\s+on"
        rf"|focuses\s+on|work\s+on)|spanning(?:\s+across)?)\s+{_REACH}",
        0.7,
        second=True,
    ),
)

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

# A stem of every lead: a sentence without one is not searched for them.
_HINT = re.compile(
    r"interes|intér|interess|research|work|focus|stud|special|expert|topic|area|field|passion|emphas|foc[iu]|direction|theme"
    r"|inters|interface|crossroad|nexus|bound|confluence|junction|keyword|ao[sc]\b|agenda|program|ph\.?d|investig|recherche"
    r"|writ|concentrat|publish|travau|travaill|thém|forsch|arbeit|schwerpunkt|trabaj|línea|lineas|campos|研究|科研|感兴趣|从事|专注|致力|关注|聚焦",
    re.IGNORECASE,
)
_LONGEST = 2000  # characters of a sentence; what is longer is no sentence
_SPOKEN = (Section.NONE, Section.ABOUT, Section.OTHER, Section.INTERESTS, Section.CONTACT, Section.EDUCATION)
_SILENT = (Section.PUBLICATIONS, Section.TALKS, Section.AWARDS, Section.IGNORED)
_LIST_KEYS = re.compile(
    r"(?:(?:author|profile|basics|cv|about|params)\.)?(?:(?:research[_-]?)?(?:interests?|areas?|topics?|fields?"
    r"|keywords?)|interests\.(?:name|title|keywords|area|interests)|research[_-]?interests\.(?:name|title|area))"
)
_PROSE_KEYS = re.compile(
    r"(?:author\.|profile\.|basics\.|params\.)?(?:bio|short_bio|about|summary|biography|research_statement|intro"
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
    for field in fields_of(page, _PROSE_KEYS):
        if is_residue(field.value):
            continue
        yield from _prose(page, passage_of(page.document, field))


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
    if any(lead.regex.search(written) for lead in _LEADS if not lead.second):
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
    if not _HINT.search(text, start, end):
        return []
    sentence = blotted(text[start:end])
    every = sorted(
        ((start + m.start(), -start - m.end(), lead) for lead in _LEADS for m in lead.regex.finditer(sentence)),
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
    announced = _ANNOUNCES.search(passage.text, start, end) and not _NOT_MINE.search(passage.text, start, end)
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


_ANNOUNCES = re.compile(
    rf"(?:\b{_KIND}(?:interests?|focus(?:es)?|areas?|topics?|research|expertise)\b[^.\n]{{0,80}}?|\b(?:I{_BE}"
    rf"|I)\s+{_ADVERB}(?:{_STATE}|{_DO})\s+(?:in|on|about)?[^.\n]{{0,30}}?)\s*(?:[:：]|\binclude|\bare|\bin|\bon)\s*$",
    re.IGNORECASE,
)
