"""Names to the forms that are compared: folding, match keys, slugs, acronyms, and the parts of a person's name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from anyascii import anyascii


def set_of(words_of_table: str) -> frozenset[str]:
    """A table of words that is written as one text."""
    return frozenset(words_of_table.split())


#: Little words that people add and drop: "Institute for Physics", "University of Illinois at Urbana".
LITTLE_WORDS = set_of(
    "the of and at in for on de del la las los le les du des di da do dos das e y et und fur der die das van"
)

#: Endings that say how a company is founded, not which it is.
LEGAL_FORMS = set_of(
    "inc incorporated llc ltd limited corp gmbh plc ag sa ab as bv nv oy kk srl spa llp pty pvt co company"
)

#: Short forms of generic words; a wrong letter in a generic word is mended too (``mend``).
SHORT_FORMS = {
    "univ": "university",
    "uni": "university",
    "inst": "institute",
    "dept": "department",
    "lab": "laboratory",
    "labs": "laboratories",
    "tech": "technology",
    "natl": "national",
    "intl": "international",
    "ctr": "center",
    "centre": "center",
    "sci": "science",
}

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NOT_WORD = re.compile(r"[^\w]+|_", re.UNICODE)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one blank between words; an empty string where no word is left.

    >>> fold("Universität  Tübingen (“Eberhard-Karls”)")
    'universitat tubingen eberhard karls'
    >>> fold("Johns Hopkins' AT&T")
    'johns hopkins at and t'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", plain)
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def words(text: str) -> tuple[str, ...]:
    """The words that tell a name from others: folded, short forms written out, little words and legal forms dropped.

    >>> words("The Univ. of Illinois at Urbana-Champaign")
    ('university', 'illinois', 'urbana', 'champaign')
    >>> words("Minitab, Inc.")
    ('minitab',)
    """
    every = [SHORT_FORMS.get(word, word) for word in fold(text).split()]
    kept = [word for word in every if word not in LITTLE_WORDS]
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    return tuple(kept or every)


@lru_cache(maxsize=1 << 16)
def match_key(text: str) -> str:
    """The form in which two spellings of one name are equal, blanks left out: "Shanghai Tech", "ShanghaiTech".

    >>> match_key("The Chinese University of Hong Kong, Shen zhen")
    'chineseuniversityhongkongshenzhen'
    """
    return "".join(words(text))


def is_han(text: str) -> bool:
    """Whether a name has Chinese, Japanese or Korean letters, which are written without blanks."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=1 << 16)
def slug(text: str, longest: int = 60) -> str:
    """Lower case ASCII letters, digits and ``-``, cut at a word; an empty string where nothing can be written so.

    >>> slug("École Normale Supérieure")
    'ecole-normale-superieure'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", _APOSTROPHES.sub("", anyascii(text)).lower()).strip("-")
    return plain if len(plain) <= longest else plain[:longest].rsplit("-", 1)[0].strip("-")


def digest(*parts: str) -> str:
    """Ten hexadecimal digits over the parts; equal only for equal parts, for every run and machine."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def minted(prefix: str, name: str, *parts: str) -> str:
    """A key that is made from content alone: a readable slug, and a digest of what tells it from others.

    >>> minted("organization", "Acme Labs", "acmelabs").startswith("organization/acme-labs-")
    True
    """
    return f"{prefix}/" + "-".join(part for part in (slug(name), digest(*parts)) if part)


_DROPPED_INITIALS = LITTLE_WORDS | {"&"}


def acronyms(name: str) -> frozenset[str]:
    """The acronyms that the letters of a name give, folded, with and without its little words.

    >>> sorted(acronyms("University of Science and Technology of China"))
    ['uosatoc', 'ustc']
    >>> "cuhk" in acronyms("The Chinese University of Hong Kong")
    True
    """
    every = fold(name).split()
    kept = [word for word in every if word not in _DROPPED_INITIALS]
    forms = {"".join(word[0] for word in chosen) for chosen in (every, kept) if len(chosen) > 1}
    if len(every) > 1 and every[0] == "the":
        forms.add("".join(word[0] for word in every[1:]))
    return frozenset(form for form in forms if len(form) > 1)


def looks_like_acronym(text: str) -> bool:
    """One word of two to eight letters, most of them capitals: "CUHK", "UCLouvain", "KAIST"."""
    letters = [c for c in text if c.isalpha()]
    return (
        2 <= len(letters) <= 9
        and not any(c.isspace() for c in text.strip())
        and not is_han(text)
        and 2 * sum(c.isupper() for c in letters) >= len(letters)
    )


# ---------------------------------------------------------------------------------------------------------------
# people


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded to ASCII. ``given`` are names or single letters, in order."""

    family: str
    given: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether a given name is written out."""
        return any(len(part) > 1 for part in self.given)


_TITLES = set_of("prof professor dr mr mrs ms phd md sir dame jr sr ii iii iv drs ir")
_PARTICLES = set_of("van von der den de la le du di da dos del della ter ten bin ibn al el st")
#: Chinese family names of two characters; all others have one.
_TWO_LETTER_FAMILIES = set_of(
    "欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 东方 独孤 南宫 歐陽 司馬 諸葛 尉遲 公孫 夏侯 東方"
)
_PARENTHESIS = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_MARKS = re.compile(r"[*†‡§¶#^∗✉]+|\d+$")


@lru_cache(maxsize=1 << 16)
def person_name(text: str) -> PersonName:
    """Read "Yann LeCun", "LeCun, Yann", "Y. LeCun", "LeCun Y" or "李飞飞" (family first, romanized).

    >>> person_name("LeCun, Yann") == person_name("Yann LeCun")
    True
    >>> person_name("J. van der Berg")
    PersonName(family='vanderberg', given=('j',))
    >>> person_name("李飞飞")
    PersonName(family='li', given=('fei', 'fei'))
    """
    plain = _MARKS.sub("", _PARENTHESIS.sub("", text)).strip()
    if is_han(plain) and not re.search(r"[A-Za-z]", plain):
        letters = [c for c in plain if c.isalnum()]
        cut = 2 if "".join(letters[:2]) in _TWO_LETTER_FAMILIES and len(letters) > 2 else 1
        parts = [anyascii(c).lower() for c in letters]
        return PersonName("".join(parts[:cut]), tuple(parts[cut:]))
    if "," in plain:
        family, _, rest = plain.partition(",")
        return PersonName("".join(_person_words(family)), tuple(_person_words(rest)))
    # A hyphen keeps words together where they are the family's ("Smith-Jones", and "Li Ming-Hui" turned round).
    tokens = [token for token in re.sub(r"(?<=[^\W\d_])\.", ". ", plain).split() if _person_words(token)]
    initials = 0
    while initials < len(tokens) and _is_initials(tokens[-1 - initials]):
        initials += 1
    if 0 < initials < len(tokens) and not _is_initials(tokens[0]):
        start, end = 0, len(tokens) - initials  # "Van der Velde J. A."
    else:
        start, end = max(len(tokens) - 1, 0), len(tokens)
        while start > 1 and "".join(_person_words(tokens[start - 1])) in _PARTICLES:
            start -= 1
    return PersonName(
        "".join(word for token in tokens[start:end] for word in _person_words(token)),
        tuple(word for token in (*tokens[:start], *tokens[end:]) for word in _person_words(token)),
    )


def _person_words(text: str) -> list[str]:
    # "J.-P." and "JP" are two initials; "Jean-Pierre" is two given names.
    spaced = re.sub(r"(?<=[^\W\d_])\.", ". ", text)
    ascii_words = re.sub(r"[^a-z]+", " ", _APOSTROPHES.sub("", anyascii(spaced)).lower()).split()
    return [word for word in ascii_words if word not in _TITLES]


def _is_initials(word: str) -> bool:
    letters = re.sub(r"[.\-]", "", word)
    return 1 <= len(letters) <= 3 and letters.isalpha() and letters.isupper()


def are_compatible(left: PersonName, right: PersonName) -> bool:
    """Whether two names can be forms of one: the same family, and given names that agree as far as both go.

    An initial agrees with each name that it begins. Names compatible with each other are candidates, no more.

    >>> are_compatible(person_name("Y. LeCun"), person_name("LeCun, Yann"))
    True
    >>> are_compatible(person_name("Wei Zhang"), person_name("Wen Zhang"))
    False
    """
    return (left.family == right.family and _given_agree(left.given, right.given)) or (
        # "Fei-Fei Li" and "Li Fei-Fei": the order of family and given differs between languages.
        left.is_full
        and right.is_full
        and sorted((left.family, "".join(left.given))) == sorted((right.family, "".join(right.given)))
    )


def _given_agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    if not left or not right:
        return False
    if "".join(left) == "".join(right):
        return True
    pairs = zip(left, right, strict=False)
    return all(a.startswith(b) if len(b) == 1 else b.startswith(a) if len(a) == 1 else a == b for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a person's name: its parts, and ``full``, which two spellings of one full name have in common.

    A name in Chinese characters keeps them in ``full``: many names share a romanization. ``full`` is empty where no
    given name is written out.
    """

    name: PersonName
    full: str
    is_han: bool


@lru_cache(maxsize=1 << 16)
def forms(text: str) -> tuple[Form, ...]:
    """The forms of a name that a text gives: "Fei-Fei Li (李飞飞)" gives two, "Y. LeCun" one.

    >>> [form.full for form in forms("Li, Fei-Fei (李飞飞)")]
    ['feifei li', '李飞飞']
    >>> forms("Feifei Li")[0].full == forms("Li Fei-Fei")[0].full == forms("Fei-Fei Li")[0].full
    True
    """
    inside = [found[1] for found in _PARENTHESIS.finditer(text)]
    plain = _PARENTHESIS.sub("", text)
    # What stands in brackets is a second name only where the writing changes: "Robert (Bob) Smith" is one.
    written = [plain, *(part for part in inside if is_han(part) != is_han(plain) and len(part) > 1)]
    return tuple(form for form in map(_form, written) if form.name.family)


def _form(text: str) -> Form:
    name = person_name(text)
    if is_han(text) and not re.search(r"[A-Za-z]", text):
        return Form(name, fold(text).replace(" ", "") if name.given else "", True)
    given = "".join(part for part in name.given if len(part) > 1)
    return Form(name, " ".join(sorted((name.family, given))) if given else "", False)


@lru_cache(maxsize=1 << 16)
def forms_agree(left: Form, right: Form) -> bool:
    """Whether two forms can be one name; two names in Chinese characters only where the characters are the same."""
    if left.is_han and right.is_han:
        return left.full == right.full
    return are_compatible(left.name, right.name)


#: Given names and the short forms that do not begin like them.
_NICKNAMES = {
    frozenset(pair.split("/"))
    for pair in set_of(
        "bob/robert rob/robert bill/william will/william mike/michael dick/richard rick/richard jim/james jack/john "
        "tony/anthony harry/henry ted/edward ned/edward larry/lawrence hank/henry chuck/charles kate/katherine "
        "kate/catherine kathy/katherine peggy/margaret maggie/margaret meg/margaret liz/elizabeth beth/elizabeth "
        "betty/elizabeth bess/elizabeth sue/susan sasha/alexander alex/aleksandr misha/mikhail pepe/jose nacho/ignacio "
        "paco/francisco kike/enrique lola/dolores steve/stephen stephen/steven andy/andrew mandy/amanda becky/rebecca "
        "jenny/jennifer patty/patricia debbie/deborah vicky/victoria molly/mary polly/mary nell/helen nora/eleanor"
    )
}


def is_short_for(left: Form, right: Form) -> bool:
    """Whether two names are one but for a short form of the given name: "Bob Smith", "Robert Smith"; "Dan", "Daniel".

    >>> is_short_for(forms("Bob Smith")[0], forms("Robert Smith")[0])
    True
    >>> is_short_for(forms("Wei Zhang")[0], forms("Wen Zhang")[0])
    False
    """
    if left.name.family != right.name.family or not (left.name.given and right.name.given):
        return False
    one, other = sorted((left.name.given[0], right.name.given[0]), key=len)
    return (len(one) > 2 and other.startswith(one)) or frozenset((one, other)) in _NICKNAMES
