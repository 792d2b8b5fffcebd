"""The words that dates are written with, in the languages that profiles are written in. Tables only; see ``dates``.

Words are looked up in lower case and without accents' variants: every spelling that people use is a row.
"""

from __future__ import annotations

from collections.abc import Mapping


def _by_word(table: Mapping[int, str]) -> dict[str, int]:
    return {word: number for number, words in table.items() for word in words.split()}


#: English, then Spanish, French, German, Portuguese, Italian where they differ. Abbreviations stand without the dot.
MONTHS: Mapping[str, int] = _by_word(
    {
        1: "january jan enero ene janvier janv jänner januar janeiro gennaio",
        2: "february feb febr febrero février fevrier févr fév februar fevereiro fev febbraio",
        3: "march mar marzo mars märz maerz mär mrz março marco",
        4: "april apr abril abr avril avr aprile",
        5: "may mayo mai maio maggio",
        6: "june jun junio juin juni junho giugno giu",
        7: "july jul julio juillet juil juli julho luglio lug",
        8: "august aug agosto août aout",
        9: "september sept sep septiembre setiembre septembre setembro settembre",
        10: "october oct octubre octobre oktober okt outubro ottobre ott",
        11: "november nov noviembre novembre novembro",
        12: "december dec diciembre dic décembre decembre déc dezember dez dezembro dicembre",
    }
)

#: Months in some language, and ordinary words in English: months only before a slash or ``de`` (``set/2019``).
MONTHS_BESIDE_A_SLASH: Mapping[str, int] = _by_word({1: "gen", 5: "mag", 8: "ago", 9: "set", 10: "out"})

#: In lower case these are English words; they are a month only right before a year ("may 2020", not "in 2020 may").
WEAK_MONTHS = frozenset({"may", "march", "mar", "mars"})

#: EDTF's number of the season. Terms that begin in October are autumn; a German winter term is winter.
SEASONS: Mapping[str, int] = _by_word(
    {
        21: "spring primavera printemps frühling frühjahr fruehjahr frühjahrssemester 春 春季",
        22: "summer verano été sommer sommersemester sose verão verao 夏 夏季",
        23: "fall autumn michaelmas otoño automne herbst herbstsemester outono autunno 秋 秋季",
        24: "winter invierno hiver inverno wintersemester wise 冬 冬季",
    }
)

#: Abbreviated German terms; only in capitals.
CAPITAL_SEASONS: Mapping[str, int] = {"SS": 22, "WS": 24, "FS": 21, "HS": 23}

#: First and last month.
QUARTERS: Mapping[str, tuple[int, int]] = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
}  # fmt: skip

#: The words of each role in the grammar of ``dates``, where a role is one letter.
WORDS_OF_ROLE: Mapping[str, str] = {
    # still running
    "P": "present now current currently today ongoing continuing actual actualidad actualmente presente hoy heute "
    "aktuell jetzt laufend aujourd'hui aujourd’hui maintenant présent atualmente atual oggi adesso attuale",
    # still running, and needs no dash before it
    "Z": "至今 今 现在 目前 現在",
    "s": "since seit desde depuis dal 自",
    "f": "from starting von vom 从 從",
    "b": "between zwischen entre tra",
    "u": "until till til through thru hasta jusqu'à jusqu’à jusqu'en jusqu’en até ate fino",
    "w": "to bis a à al au ao 至 到",
    "&": "and und et e y",
    "v": "onward onwards 起",
    "e": "expected exp expecting expect anticipated est estimated projected prospective planned graduating "
    "voraussichtlich prévu prévue esperado esperada previsto prevista 预计 預計",
    "h": "will",
    # what stands between "expected" and its date
    "j": "graduation graduate graduated completion complete date by finish defense degree on be",
    "c": "circa ca around approximately approx c",
    "l": "early mid late begin beginning end middle anfang mitte ende",
    "A": "学年",
    "T": "semester semestre term trimester trimestre quarter sem session",
    "C": "class",
    "i": "of the in de del la le du der des do da di",
    # what a number counts
    "N": "citations stars downloads views followers samples images words users participants attendees applicants "
    "hours minutes points times dollars usd eur euros rmb yuan cny gbp km m mb gb tb hz mhz ghz tokens "
    "parameters lines records patients",
    "V": "over than nearly almost exceeding",
    # file names
    "F": "pdf html htm png jpg jpeg gif svg zip doc docx ppt pptx md txt bib bst tex py csv json",
}

#: The role of a word; one that is in no row is an ``x`` in the grammar.
ROLES: Mapping[str, str] = {word: role for role, words in WORDS_OF_ROLE.items() for word in words.split()}

#: Words of more than one part, as they are looked for in the text; the role that they have.
PHRASES: Mapping[str, str] = {
    "Z": r"(?: up \s+ )? to \s+ (?: the \s+ )? (?: date | present | now )"
    r" | [àa] \s+ ce \s+ jour | a \s+ la \s+ fecha",
    "A": r"academic \s+ years? | school \s+ years? | a\.y\. | ay | ann[ée]e \s+ (?: universitaire | acad[ée]mique )"
    r" | curso (?: \s+ acad[ée]mico )? | a[ñn]o \s+ acad[ée]mico | anno \s+ accademico | ano \s+ l?etivo"
    r" | studienjahr | schuljahr | akademisches \s+ jahr",
}
