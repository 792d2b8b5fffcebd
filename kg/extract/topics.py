"""A stretch of text to the topics named in it: where one ends, where the next begins, and what is no topic.

"computer vision and machine learning" are two, "theory and practice of sorting" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.mentions import gazetteer

# Words behind which a topic is only explained: purpose, means, examples, a clause of its own.
_CUT = re.compile(
    r"""
      \s*\(\s*(?:which|e\.?g|such)\b | ,?\s+(?:which|who|whose|where|when|while|because|since|although|though|whereas
          |thereby|so\s+(?:that|as)|in\s+order\s+to)\b
    | ,?\s+that\s+(?=\w+\b)
    | ,?\s+(?:such\s+as|e\.?g\.?,?|i\.?e\.?,?|for\s+example|for\s+instance|using|via|through|by\s+(?!\d)
        |under\s+(?=(?:the\s+)?(?:supervision|guidance|mentorship|direction)|Prof|Dr)|based\s+on|leveraging
            |drawing\s+on|at\s+(?=[A-Z])
        |ranging\s+from|spanning\s+from|rather\s+than|from\s+(?:the|both|a)\b|thanks\s+to|aiming\s+(?:to|at)
            |with\s+the\s+(?:aim|goal|hope|objective|ultimate)|towards?\s+the\s+goal)\s
    | ,?\s+with\s+(?:(?:an?|the|my|some|many|various|potential|practical|direct|real-world|wide|broad
        |diverse)\s+)*(?:applications?|implications?|experience|collaborat\w+|colleagues|prof|dr|professor|bayesian
            |aim|goal)
    | ,?\s+to\s+(?:better\s+|further\s+|automatically\s+|efficiently\s+)?(?:understand|improve|develop|address|solve
        |build|make|help|enable|create|support|identify|explore|investigate|study|answer|ensure|facilitate
        |reduce|enhance|advance|tackle|achieve|optimi[sz]e|predict|design|uncover|provide|explain|analy[sz]e|model
            |inform|bridge|discover|learn|produce|generate|promote|increase|overcome|infer|detect|reveal)\b
    | \s*—\s* | \s+(?:–|--?)\s+
    | (?<!,)\s+(?:and|as\s+well\s+as)\s+(?:its|their)\b
    | ,?\s+with\s+(?:[\w-]+\s+){0,2}(?:approach(?:es)?|methods?|techniques?|tools|perspectives?|lens)\b
    | ,?\s+(?:sobre\s+todo|mediante|utilizando|a\s+trav[ée]s|con\s+el\s+fin|para\s+\w+[aei]r|qui|dont|afin|gr[âa]ce
        |en\s+utilisant|unter|welche[rs]?)\b
    | ,\s+(?:and\s+|but\s+|so\s+)?(?:I|we|my|our|he|she|his|it|this|these|they|(?:advised|supervised)\s+by|working
        |under|having|being|trying|getting|aiming|with(?!\s+(?:a|an|particular|special)\b)|also|together|as\s+part)\b
    | \s+(?:and|but)\s+(?:I|we|my|he|she|have|has|am|is|are|was|were|can|will|how\s+(?:they|it|these|this)|currently
        |hope|enjoy|like|love|their\s+(?:application|use|impact)s?\s+(?:to|in)\s+\w+ing)\b
    | \s+(?:is|are|was|were|has\s+been|have\s+been|can\s+be|will|can|could|should|may)\s
    | \s+(?:during|before|after|until|at\s+the\s+(?:university|department|institute|school|lab)|currently
        |as\s+well\s+as\s+(?:their|its))\b
    | \s*[.!?。！？](?=\s|$|[\u4e00-\u9fff])
    | \s*:\s*$
    | [;,]\s+(?:das|den|die|dem|und|y|pero|mais|aber)\s+\w+\s+(?:ich|wir|yo|je|nous)\b | ;\s+(?:I|we|he|she|my|it
        |this)\b | \s+(?:ich|je|yo|nous|wir)\s
    """,
    re.VERBOSE,
)
_HARD = re.compile(
    r"""
      \s*[;；|•·、，]\s*(?:(?:and|or|以及|及|和)\s*)?
    | \s*,\s*(?:(?:and|or|as\s+well\s+as|and\s+also|plus|y|et|und|e)\s+|&\s*)?(?:more\s+(?:recently|generally|broadly
        |specifically)\s*,?\s*)?
    | \s+(?:as\s+well\s+as|along\s+with|together\s+with|in\s+addition\s+to|así\s+como|ainsi\s+que|sowie)\s+
    | \s+/\s+
    | \n
    | \s+in\s+the\s+(?:areas?|fields?|domains?)\s+of\s+
    | (?:以及|及其)
    """,
    re.VERBOSE,
)
_AND = re.compile(r"\s+(?:and|or|&|y|und)\s+|\s+et\s+|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff])")
_LEAD = re.compile(
    r"""(?:
      (?:特别是|尤其是|以及) | (?:and|or|also|both|either|in|on|about|of|around|into|as|is|are|include|including|like
          |in\s+particular|de|du|des|la|le|les|el|los|las|en|l['’]|d['’]|der|die|das|den|dem)\s+
    | (?:the|a|an|my|our|its|their|some|all|more|many|several|various|different|certain|other|general|broad|wide
        |multiple|variety|range|number)\s+(?:of\s+)?
    | (?:(?:broad|wide|general|specific|following|exciting|related)\s+)?(?:areas?|fields?|topics?|aspects?|problems?
        |issues|questions|study|studies|domains?|subjects?|realm|intersections?|interface|crossroads)\s+
        (?:(?:such\s+as|including|of|related\s+to|relating\s+to|in|on|around|concerning|regarding|about|between)\s+)
    | (?:studying|exploring|investigating|understanding|examining|researching|applying)\s+(?:the\s+)?
    | (?:particularly|specifically|especially|mainly|mostly|broadly|currently|primarily|generally|recently
        |notably)\s+(?:in\s+|on\s+)?
    )+""",
    re.VERBOSE | re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,;:.…*_✨❤️🚀]|\betc\b\.?|\band\s+(?:so\s+on|so\s+forth|more|beyond|others?|related\s+(?:topics|areas"
    r"|fields))\b|\bamong\s+others\b|\bin\s+general\b|\band$|等(?:方向|领域)?$|\bin\s+(?:a|the)\s+broad(?:er)?\s+sense$)+$",
    re.IGNORECASE,
)
# A word that names a field alone; another single word before "and" shares what follows ("flow and solute transport").
_FIELD_WORD = re.compile(
    r"(?:\w*(?:ics|ology|ography|onomy|ometry|istry|osophy|ience|ecture|linguistics|vision|geometrie|mathematik"
    r"|physik|logie|theorie|informatik|géométrie|physique)|optimi[sz]ation|statistics|learning|algebra|analysis|ai"
    r"|nlp|cv|ml|hci|llms?|rl|economics|finance|law|history|education|psychiatry|marketing"
    r"|visuali[sz]ation|simulation|sustainability|accessibility|fairness|cognition|perception|reasoning|planning"
    r"|control|manipulation|multimodal|fuzzing|graphics|databases?|forecasting|causality|privacy|cosmology|medicine"
    r"|agriculture|energy)",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"(?:ing|ions?|sis|ses|ment|ments|ance|design|control|theory|practice|applications?|use|study|methods?|evolution"
    r"|synthesis|dynamics|structure|impacts?|effects?|causes|consequences|development)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|in|on|with|between|from|to|within|under|across|into|against|during|de|en|für|von)\b", re.IGNORECASE
)
_GENERIC = re.compile(
    r"(?:applications?|methods?|techniques?|approaches|architectures?|programming|algorithms?|systems?|tools?|design"
    r"|theory|practice|technolog(?:y|ies)|models?|protocols?|processes|data|processing|development|management"
    r"|engineering|training|inference|diseases?|policy|society|culture|evolution|development|diseases|communities"
    r"|environments?)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"(?:^|(?<=[\s,.;:]))\(?(?:[ivx]{1,4}|\d|[a-h])[).]\s+")
# An institution or a person is no topic.
_NAMED = re.compile(
    r"\b(?:Lab|Laboratory|Group|University|Universidad|Université|Institute|Department|School|Center|Centre|College"
    r"|Team|Prof|Dr|Inc|Corporation|Faculty|Academy)\b"
)
_MEANS = re.compile(
    r"(?:methods?|techniques?|algorithms?|approaches|models?|tools?|systems?|applications?)", re.IGNORECASE
)
_WHOLE = re.compile(
    r"^(?:how|why|whether|what|where|when)\b|^(?:the\s+)?(?:[\w-]+\s+){0,4}(?:between|entre|zwischen)\s", re.IGNORECASE
)
# Where a clause that begins with "how" comes to its end.
_STORY = re.compile(
    r",\s+(?:from|and\s+(?:why|how|what|whether)|which|where|with|using|in\s+order|sobre|especially|particularly"
    r"|so\s+that|to\s)|\s+(?:using|via|through|in\s+order\s+to|which)\s|\s[—–-]\s|—|[.!?。;]\s*(?:\s|$)"
)
_NOT_TOPICS = re.compile(
    r"""^(?:
      (?:I|we|my|our|me|you|it|this|these|those|they|he|she|his|here|there|please|feel|see|check|more|other|others
          |anything|everything|something|both|etc|new|currently|the|a|an|and|or|now|to\s.*|(?:this|these|that|those
              |such|particular\s+those)\b.*|fields?|area|topic|domain|(?:wide\s+|broad\s+)?(?:spectrum|range|variety
                  |array)|\w*disciplinary|interests?|research|work|areas|topics|them|its?|their)
    | (?:collaborat|opportunit|pursu|join|apply(?:ing)?\s+(?:for|to)|position|internship|hear(?:ing)?\b|discuss
        |connect|hiring|recruit|looking|work(?:ing)?\s+(?:with|in|at|on)|contribut|teach(?:ing)?$|mentoring|helping
            |solving\s+(?:real|challenging)|seeking|learning\s+(?:more|about|new)|meeting|talking)\w*.*
    | .*\b(?:include|includes|including|are|is|venues)
    | (?:currently\s+)?(?:working|interested|focus\w*)\s+(?:on|in)\b.*
    | (?:my\s+)?(?:ph\.?d\.?|doctoral|master[’']?s?|postdoc\w*)\s+(?:work|thesis|research|project|studies)
    | (?:industry|academia|projects?|papers?|publications?|questions|problems|challenges|the\s+following|following
        |several|various|many|(?:two|three|four|five|the)\s+(?:main|key|major|related|following|broad|core)\b.*
            |methodology|overview|introduction|background|others?|misc\w*|applications?
            |(?:various\s+|several\s+)?programming\s+languages(?:\s+and\s+tools)?)
    | [\d\W]+|(?:https?:|www\.).*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAY = re.compile(r"^(?:playing|watching|listening\s+to|reading|doing|going)\s+\S", re.IGNORECASE)
_FAR = re.compile(r"\s+(?:in|for|with|on|across|within|to)\s")
_LONGEST = 130  # characters of a topic; what is longer is a story


def topics(text: str, start: int, end: int, marks: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Start and end of each topic between two places of a text, in text order; ``marks`` are words that stand out.

    >>> text = "computer vision, speech, and the theory and practice of sorting, which is fun"
    >>> [text[a:b] for a, b in topics(text, 0, len(text))]
    ['computer vision', 'speech', 'theory and practice of sorting']
    """
    masked = text[:start] + blotted(text[start:end]) + text[end:]
    numbered = list(_ENUMERATED.finditer(masked, start, end))
    if len(numbered) > 1:
        for match, following in zip(numbered, [*(m.start() for m in numbered[1:]), end], strict=True):
            cut = _CUT.search(masked, match.end(), following)
            yield from _clean(text, match.end(), cut.start() if cut else following)
        return
    cut = _CUT.search(masked, start, end)
    stop = cut.start() if cut else end
    if _WHOLE.match(_stripped(text, start, stop)):
        story = _STORY.search(masked, start, end)
        yield from _clean(text, start, story.start() if story else end)
        return
    pieces = _rejoined(masked, list(_pieces(masked, start, stop)))
    for i, (first, last) in enumerate(pieces):
        # "A, B and C": the last "and" of a list joins its members
        joins = len(pieces) > 1 and i == len(pieces) - 1 and not _announced(masked, first)
        for one in _halves(masked, first, last, joins=joins, marks=marks):
            yield from _clean(text, *one)


def blotted(text: str) -> str:
    """The text with what stands in brackets blotted out, so that no sign in it cuts; same length."""
    return re.sub(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]", lambda m: "_" * len(m.group()), text)


def _stripped(text: str, start: int, end: int) -> str:
    lead = _LEAD.match(text, start, end)
    return text[lead.end() if lead else start : end].strip()


def _pieces(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _HARD.finditer(masked, start, end):
        if match.group().strip() == "/" and " " not in masked[at : match.start()].strip():
            continue  # "Robust / Interpretable Modeling"
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _rejoined(masked: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "test case generation, reduction and execution" is one topic: deeds that share what stands before or behind."""
    joined: list[tuple[int, int]] = []
    qualities = False
    for start, end in pieces:
        words = masked[start:end].split()
        if qualities:  # "building safe, fast, and reliable controllers": qualities of what stands behind the last
            start = joined.pop()[0]
        qualities = bool(_QUALITY.fullmatch(masked[start:end].strip()))
        if qualities:
            joined.append((start, end))
            continue
        before = masked[joined[-1][0] : joined[-1][1]].split() if joined else []
        single = [w for w in words if w not in ("and", "or")]
        deeds = all(_DEED.search(w) and w.islower() and not _FIELD_WORD.fullmatch(w) for w in single[:1] + single[1:2])
        gerunds = bool(before) and before[-1].endswith("ing") and words[0].endswith("ing") and "for" in before
        if len(before) > 1 and _DEED.search(before[-1]) and (len(single) <= 2 and deeds or gerunds):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


_QUALITY = re.compile(
    r"(?:(?:developing|building|designing|creating|making|more)\s+)?(?:(?:[a-z-]+(?:ive|ible|able|ful|ient|ous|worthy)"
    r"|robust|fair|safe|fast|secure|novel|new|better|rich)(?:,?\s*(?:and\s+)?)?)+"
)


def _announced(masked: str, at: int) -> bool:
    """Whether the piece that begins here was led in by an "and" of its own."""
    return bool(re.search(r"(?:\b(?:and|or|as\s+well\s+as)|&)\s*$", masked[max(at - 14, 0) : at]))


def _halves(
    masked: str, start: int, end: int, *, joins: bool, marks: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """One piece, or its parts around each "and" that joins two topics."""
    at = start
    for match in _AND.finditer(masked, start, end):
        left, right = masked[at : match.start()].strip(), masked[match.end() : end].strip()
        if left and right and (_set_off(marks, match) or _are_two(left, right, joins=joins)):
            yield at, match.start()
            at = match.end()
    yield at, end


def _set_off(marks: Sequence[tuple[int, int]], match: re.Match[str]) -> bool:
    """Whether the words on both sides of an "and" are set in bold or as links, each for itself."""
    before = any(last == match.start() for _, last in marks)
    return before and any(match.end() <= first <= match.end() + 4 for first, _ in marks)


def _are_two(left: str, right: str, *, joins: bool) -> bool:
    """Whether the words on both sides of an "and" are topics of their own."""
    if _QUALITY.fullmatch(left.strip(" ,")):
        return False
    if all(_DEED.search(w) and not _FIELD_WORD.fullmatch(w) for w in (left.split()[-1], right)) and " " not in right:
        return False
    before = re.sub(r"^(?:the|a|an)\s+", "", left).split()
    head = re.sub(r"^(?:the|a|an)\s+", "", _AND.split(right)[0])
    after = _PREPOSITION.split(head)[0].split() or head.split()
    if re.match(r"(?:its?|their|his|her|other|related|beyond|more|of|for|in|to)\b", right, re.IGNORECASE):
        return False
    if re.search(r"\bboth\b", left) or len(head.split()) == 1 and _GENERIC.fullmatch(head):
        return False
    if _shares_object(left, before, after, head):
        return False
    if joins:
        return True
    governed = _PREPOSITION.split(left)[-1].split()
    if _PREPOSITION.search(left) and len(governed) == 1 and not _FIELD_WORD.fullmatch(governed[0]):
        return bool(_PREPOSITION.search(head))  # "complexity of finite and general satisfiability"
    if len(before) == 1 and (not _FIELD_WORD.fullmatch(before[0]) or _MEANS.fullmatch(after[-1])):
        return False
    if len(after) == 1 and not _FIELD_WORD.fullmatch(after[0]):
        return bool(re.search(r"[\u4e00-\u9fff]{3}", after[0]))
    # "beliefs on teaching and learning mathematics": what the preposition governs goes on
    return not (_PREPOSITION.search(left) and _DEED.search(before[-1]) and _DEED.search(after[0]) and len(after) <= 3)


def _shares_object(left: str, before: list[str], after: list[str], head: str) -> bool:
    """ "modelling and design of materials": what stands behind the second belongs to the first, too."""
    if not re.search(r"\b(?:of|for|in)\b", head[len(" ".join(after)) :]) or len(after) > 2:
        return False
    plural = _GENERIC.fullmatch(before[-1]) and _GENERIC.fullmatch(after[-1])
    deed = _DEED.search(before[-1]) and _DEED.search(after[-1]) and len(after) == 1
    return bool(plural or deed)


_WITH_SOMEBODY = re.compile(r"\s+with\s+(?:(?:Prof|Dr)\b|[A-Z][a-z]+\s+[A-Z][a-z])")


def _clean(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The topic without the words around it, unless nothing of a topic is left."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while start < end and not (text[start].isalnum() or text[start] in "([{λα"):
        start += 1
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail else end
    person = _WITH_SOMEBODY.search(text, start, end)
    end = person.start() if person else end
    while end > start and text[end - 1] in " \t\n\"”'’*_-–—,;:.":
        end -= 1
    # An acronym in brackets belongs to the name, an explanation does not.
    bracket = re.search(r"\s*(?:\([^()]{9,}\)|（[^（）]*）)$", text[start:end])
    if bracket and bracket.start() > 0:
        end = start + bracket.start()
    if end - start > _LONGEST and (far := _FAR.search(text, start + 20, end)):
        end = far.start()  # a long one is named by its head
    lone = text[start:end].islower() and _GENERIC.fullmatch(text[start:end])
    if is_topic(text[start:end]) and not lone:
        yield start, end


def is_hobby(words: str) -> bool:
    """Whether words name what people do after work: one of ``data/gazetteers/hobbies.csv``, a word before it at most.

    >>> is_hobby("long-distance running"), is_hobby("Playing the viola"), is_hobby("game theory")
    (True, True, False)
    """
    said = words.casefold().split()
    known = gazetteer("hobbies")
    return bool(_PLAY.match(words)) or " ".join(said) in known or " ".join(said[1:]) in known


def is_topic(words: str) -> bool:
    """Whether words can name a topic of research.

    >>> is_topic("graph theory"), is_topic("playing chess"), is_topic("opportunities to collaborate")
    (True, False, False)
    """
    if not 2 <= len(words) <= _LONGEST or not re.search(r"[^\W\d_]{2}", words):
        return False
    if len(words.split()) > 20 or _NAMED.search(words):
        return False
    return not _NOT_TOPICS.match(words) and not is_hobby(words)
