"""The words behind which a sentence names research interests, as a table: name, example, pattern, confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """Words behind which topics stand: where they end, the topics begin.

    ``second`` leads count only behind another one in the same sentence. ``example`` is a sentence with the lead, in
    which "tides" (潮汐) is the topic.
    """

    name: str
    regex: re.Pattern[str]
    confidence: float
    second: bool
    example: str


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


# Whose interests; "a result of my work is" speaks of a result.
_MINE = (
    r"(?<!of\s)(?<!from\s)(?<!about\s)(?<!on\s)(?<!to\s)(?<!in\s)\b(?:my|his|her|their|our|[A-Z][\w.]{1,40}[’']s)\s+"
)
_IS_IN = (
    rf"(?:\s+(?:at|in|with)\s+[^,.;]{{2,40}}?)?\s+(?:{_ADVERB}){_VERB}\b{_AFTER}(?:(?:focused|focusing|centered"
    rf"|concentrated|located|related|situated|devoted|dedicated|rooted)\s+(?:in|on|around|to|at)\s+{_ADVERB}"
    rf"(?:{_MEETING}|{_OF})?)?"
)


def _lead(name: str, example: str, pattern: str, confidence: float, *, second: bool = False) -> Lead:
    return Lead(name, re.compile(pattern, re.IGNORECASE), confidence, second, example)


LEADS: tuple[Lead, ...] = (
    _lead(
        "interests are",
        "My main research interests lie broadly in tides.",
        rf"{_MINE}{_KIND}{_NOUN}{_IS_IN}",
        0.9,
    ),
    _lead(
        "research is",
        "My doctoral research at Kiel has focused on tides.",
        rf"{_MINE}{_KIND}{_WORK}{_IS_IN}",
        0.9,
    ),
    _lead(
        "interests are",
        "Current research interests include tides.",
        rf"(?:^|[.,\n:]\s*|my)(?:(?:the\s+)?{_KIND})(?:interests?|focus(?:es)?|areas?|topics?|expertise"
        rf"|fields?)(?:\s+of\s+(?:my\s+)?(?:interest|research|expertise|study|work))?\s+{_VERB}\b{_AFTER}",
        0.85,
    ),
    _lead(
        "I am interested",
        "I am broadly interested in tides.",
        rf"\bI(?:{_BE})?\s+(?:(?:an?|the)\s+[^.;]{{3,60}}?\s+)?{_ADVERB}interested\s+{_ADVERB}in\s+{_REACH}",
        0.85,
    ),
    _lead(
        "I am focused on",
        "I am a scholar specializing in tides.",
        rf"\bI{_BE}\s+(?:(?:an?|the)\s+[^.;]{{3,60}}?\s+)?{_ADVERB}(?:focus(?:s?ed|s?ing)|concentrating"
        rf"|speciali[sz](?:ed|ing)|expert)\s+{_ADVERB}(?:on|in|at)\s+{_REACH}",
        0.7,
    ),
    _lead(
        "is interested",
        "She is mainly interested in tides.",
        rf"\b(?:he|she|who|they|[A-Z]\w+)(?:{_IS}|\s+are)\s+{_ADVERB}{_STATE}\s+{_ADVERB}(?:in|on|about|by|with"
        rf"|at)?\s*{_REACH}",
        0.8,
    ),
    _lead(
        "interested",
        "I teach, and am interested in tides.",
        rf"\b(?:and|,)\s+(?:am\s+|is\s+)?{_ADVERB}(?:interested|speciali[sz]ing|speciali[sz]ed"
        rf"|fascinated)\s+{_ADVERB}(?:in|by)\s+{_REACH}",
        0.75,
    ),
    _lead(
        "I work on",
        "Currently, I mostly work on tides.",
        rf"^(?:[\w’' -]{{1,60}},\s+|[A-Z]\w+\s+)?I\s+(?:(?:currently|now|mainly|mostly|primarily|generally|broadly"
        rf"|especially|typically|usually|often|specifically|chiefly|do)\s+){{0,2}}{_DO}\s+{_ADVERB}(?:on|in|about"
        rf"|at)\s+{_REACH}",
        0.75,
    ),
    _lead(
        "works on",
        "She works on tides.",
        rf"\b(?:he|she|who|that|and|lab|group|team|[A-Z]\w+)\s+{_ADVERB}{_DOES}\s+{_ADVERB}(?:on|in|about"
        rf"|at)\s+{_REACH}",
        0.7,
    ),
    _lead("doing research in", "I am doing research on tides.", rf"\b{_RESEARCH}\s+{_REACH}", 0.75),
    _lead(
        "I study",
        "I study tides.",
        rf"(?:(?:^|,\s*|\band\s+)I\s+(?:(?:currently|now|mainly|mostly|primarily|also|generally|broadly"
        rf"|especially)\s+)?{_STUDY}|\bI\s+[^.;]{{10,90}}?\s+and\s+study)\s+(?!at\b|in\b|with\b|under\b)",
        0.7,
    ),
    _lead(
        "studies",
        "I lead a team that studies tides.",
        r"\b(?:he|she|who|team|group|lab|that)\s+(?:\w+ly\s+)?(?:studies|researches|investigates|explores)\s+(?!at\b"
        r"|in\b|with\b|under\b)",
        0.65,
    ),
    _lead(
        "somebody working on",
        "I am a geographer at Kiel working on tides.",
        rf"\b{_WORKER}s?(?:\s+(?:at|in|from)\s+[^,.;]{{2,60}}?)?,?\s+{_ADVERB}(?:speciali[sz](?:ing|ed)|focus(?:s?ing"
        rf"|s?ed)|working|researching|studying|interested|investigating)\s+{_ADVERB}(?:(?:in|on|about|at)\s+"
        rf"|(?<=studying\s)|(?<=researching\s)|(?<=investigating\s)){_REACH}",
        0.7,
    ),
    _lead(
        "with interests in",
        "I am a student with broad research interests in tides.",
        rf"\bwith\s+(?:(?:an?|my|his|her)\s+)?{_KIND}(?:research\s+|broad\s+|keen\s+|strong\s+|diverse\s+"
        rf"|deep\s+)*(?:interests?|expertise|special[i]?[sz]ations?)\s+(?:lying\s+|spanning\s+|including\s+"
        rf"|ranging\s+)?{_PREPOSITION}{_AFTER}",
        0.8,
    ),
    _lead(
        "I have interests in",
        "I have a keen interest in tides.",
        rf"\b(?:I|he|she)\s+(?:also\s+)?(?:have|has|had)\s+(?:an?\s+)?(?:\w+\s+){{0,3}}(?:interests?|expertise"
        rf"|passion)\s+(?:\w+ly\s+)?(?:in|on|for|about)\s+{_AFTER}",
        0.75,
    ),
    _lead(
        "topics include",
        "Topics of interest include tides.",
        rf"\b(?:topics|areas|fields|subjects)\s+(?:(?:that|which)\s+)?(?:I(?:{_BE}|\s+like"
        rf"|\s+love)\s+(?:\w+ly\s+)?(?:(?:interested|working|focused)\s+(?:in|on))?|of\s+(?:particular\s+"
        rf"|special\s+)?interest\s+(?:to\s+me\s+)?)\s*(?:include|are|[:：])\s*:?\s*",
        0.8,
    ),
    _lead(
        "at the intersection of",
        "I work at the intersection of tides and winds.",
        rf"\b(?:at|about|in|on)\s+{_MEETING}",
        0.7,
    ),
    _lead(
        "is …, with a focus on",
        "I am a geographer of the North Sea with a focus on tides.",
        rf"\b(?:I\s+am|I[’']m|is)\s+(?:currently\s+)?(?:an?|the)\b[^.;]{{5,150}}?\bwith\s+(?:an?\s+"
        rf"|the\s+)?{_FOCUS}\s+(?:on|in)\s+{_REACH}",
        0.75,
    ),
    _lead(
        "interested in",
        "Broadly interested in tides.",
        rf"(?:^|\n)\W*(?:mainly\s+|broadly\s+|currently\s+)?interested\s+in\s+{_REACH}",
        0.75,
    ),
    _lead(
        "label",
        "Research interests: tides",
        rf"(?:^|[\n.|]\s*|\s[•·]\s*)(?:\W{{0,4}}){_KIND}(?:research\s+|main\s+)?(?:interests?"
        rf"|areas?\s+of\s+(?:interest|expertise|research|specialization)|research\s+(?:areas?|fields?|topics?|focus"
        rf"|directions?|keywords?|themes?|expertise)|fields?\s+of\s+(?:interest|research|study|expertise)"
        rf"|topics\s+of\s+interest|speciali[sz]ations?|specialties|expertise|aos|aoc"
        rf"|(?:research\s+)?keywords?)(?:\s*\([^()]{{1,20}}\))?\s*(?:[:：]|\s[–—-]\s|\n)\s*",
        0.9,
    ),
    _lead(
        "label",
        "我的研究方向包括潮汐",
        r"(?:研究(?:方向|兴趣|领域|興趣|領域)|科研方向|科研兴趣|感兴趣的(?:研究)?(?:方向|领域))\s*(?:主要|目前)?\s*(?:包括|包含|为|是|在于|涉及|涵盖|聚焦于?|集中[在于]|有"
        r"|[:：])+了?\s*",
        0.9,
    ),
    _lead(
        "研究",
        "我主要从事潮汐研究",
        r"(?:主要从事|长期从事|从事|专注于|致力于|关注|聚焦于?)\s*(?!博士后)(?=[^，。]{2,40}(?:研究|方向|领域|等|，|。|$))",
        0.6,
    ),
    _lead(
        "líneas",
        "Mis líneas de investigación son tides.",
        r"\b(?:mis|sus|nuestras|las)\s+(?:\w+\s+)?(?:intereses|l[ií]neas|[áa]reas|temas|campos)(?:\s+(?:principales"
        r"|actuales|acad[ée]mic[oa]s))?(?:\s+de\s+(?:investigaci[óo]n|inter[ée]s|trabajo))?(?:\s+\w+)?\s+(?:son"
        r"|incluyen|abarcan|se\s+centran\s+en|est[áa]n\s+en|comprenden|giran\s+en\s+torno\s+a)\s+",
        0.85,
    ),
    _lead(
        "me interesa",
        "Me interesan tides.",
        r"\b(?:me\s+interesan?|estoy\s+interesad[oa]\s+en|trabajo\s+en(?=\s+(?!el\s+(?:departamento|instituto"
        r"|laboratorio)|la\s+universidad)))\s+",
        0.75,
    ),
    _lead(
        "investigación",
        "Mi investigación se centra en tides.",
        r"\b(?:mi|su)\s+(?:\w+\s+)?(?:investigaci[óo]n|trabajo|inter[ée]s)(?:\s+\w+)?\s+(?:se\s+centra|se\s+enfoca"
        r"|se\s+concentra|est[áa]|aborda|trata|es|gira)(?:\s+(?:en|sobre|alrededor\s+de"
        r"|en\s+torno\s+a))?\s+(?:(?:el\s+)?(?:estudio|an[áa]lisis)\s+de\s+(?:las?\s+|los\s+|el\s+)?)?",
        0.8,
    ),
    _lead(
        "particularmente",
        "…, particularmente en tides.",
        r",\s*(?:particularmente|especialmente|en\s+particular|notamment|en\s+particulier|insbesondere"
        r"|vor\s+allem)\s+(?:en|dans|sur|in|auf)?\s*(?:(?:el|l[’'])?\s*(?:an[áa]lisis|estudio)\s+de\s+(?:las?\s+"
        r"|los\s+|el\s+)?)?",
        0.7,
        second=True,
    ),
    _lead(
        "recherche",
        "Mes travaux portent sur tides.",
        r"\b(?:mes|ses|nos)\s+(?:\w+\s+)?(?:int[ée]r[êe]ts|th[èe]mes|th[ée]matiques|travaux|domaines|recherches"
        r"|axes)(?:\s+de\s+recherches?)?(?:\s+\w+)?\s+(?:portent\s+(?:\w+\s+)?sur|sont|incluent|concernent"
        r"|se\s+concentrent\s+sur|s[’']inscrivent\s+dans|couvrent)\s+|\b(?:ma"
        r"|sa)\s+recherche\s+(?:porte\s+(?:\w+\s+)?sur|concerne|se\s+concentre\s+sur)\s+"
        r"|\bje\s+(?:m[’']int[ée]resse\s+(?:\w+ment\s+)?(?:à|au|aux)|travaille\s+sur)\s+",
        0.8,
    ),
    _lead(
        "forschung",
        "Ich interessiere mich für tides.",
        r"\b(?:meine|ihre|seine)\s+(?:\w+\s+)?(?:forschungs\w+|interessen|arbeitsgebiete|schwerpunkte)\s+(?:sind"
        r"|umfassen|liegen\s+(?:in|im|auf|bei)|reichen\s+von)\s+|\bich\s+(?:forsche|arbeite)\s+(?:\w+\s+)?(?:zu|zur"
        r"|zum|über|an)\s+|\bich\s+interessiere\s+mich\s+(?:\w+\s+)?für\s+|\b(?:mein|ihr"
        r"|sein)\s+(?:forschungsschwerpunkt|forschungsinteresse)\s+(?:liegt|ist|gilt)\s+(?:auf|in|im|bei|der|dem)?\s*",
        0.8,
    ),
    _lead(
        "with a focus on",
        "…, with a particular focus on tides.",
        rf",?\s*(?:\b(?:with|and|having|placing)\s+)?(?:an?\s+|the\s+|my\s+)?{_FOCUS}\s+(?:is\s+|are\s+"
        rf"|being\s+)?(?:on|in|to)\s+{_AFTER}",
        0.7,
        second=True,
    ),
    _lead(
        "especially",
        "…, especially tides.",
        r"(?:,\s*|\s—\s*|\s[–-]\s|—|;\s*)(?:and\s+|but\s+|more\s+)?(?:especially|particularly|in\s+particular"
        r"|specifically|notably|namely|mostly|mainly|including)\s*,?\s*(?:(?:in|on|with|by|interested\s+in"
        r"|focusing\s+on|focused\s+on)\s+)?(?:topics\s+(?:in|on|such\s+as)\s+)?(?!in\s+how\b|how\b|when\b|those\b"
        r"|as\b|for\b|since\b|because\b|if\b|to\b|the\s+ones)(?=\w)",
        0.65,
        second=True,
    ),
    _lead(
        "also includes",
        "… and also includes tides.",
        rf",?\s*\b(?:and\s+|but\s+)?(?:also\s+(?:includes?|covers?|extends?\s+to|spans?|interested\s+in|focus\s+on"
        rf"|focuses\s+on|work\s+on)|spanning(?:\s+across)?)\s+{_REACH}",
        0.7,
        second=True,
    ),
)

# A sentence that ends so leads in a list: "My research interests include:".
ANNOUNCES = re.compile(
    rf"(?:\b{_KIND}(?:interests?|focus(?:es)?|areas?|topics?|research|expertise)\b[^.\n]{{0,80}}?|\b(?:I{_BE}"
    rf"|I)\s+{_ADVERB}(?:{_STATE}|{_DO})\s+(?:in|on|about)?[^.\n]{{0,30}}?)\s*(?:[:：]|\binclude|\bare|\bin|\bon)\s*$",
    re.IGNORECASE,
)

# A stem of every lead: a sentence without one need not be searched.
HINT = re.compile(
    r"interes|intér|interess|research|work|focus|stud|special|expert|topic|area|field|passion|emphas|foc[iu]|direction|theme"
    r"|inters|interface|crossroad|nexus|bound|confluence|junction|keyword|ao[sc]\b|agenda|program|ph\.?d|investig|recherche"
    r"|writ|concentrat|publish|travau|travaill|thém|forsch|arbeit|schwerpunkt|trabaj|línea|lineas|campos|研究|科研|感兴趣|从事|专注|致力|关注|聚焦",
    re.IGNORECASE,
)
