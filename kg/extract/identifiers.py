"""Pages to the owner's accounts and addresses: from links, front matter and the text, each as its bare identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from kg.extract.fields import FRONT_MATTER, fields_of, key_of, passage_of
from kg.extract.headings import Section
from kg.extract.page import Found, Page, Passage, evidence_at, make_fact
from kg.extract.persons import NAME, ties
from kg.extract.residue import is_residue
from kg.model import Evidence, Fact, Field, Kind, Link, Span, Value

# An address to the identifier in it. The group ``id`` is the value; a scheme may have several forms.
_ADDRESSES: tuple[tuple[str, str], ...] = (
    ("orcid", r"orcid\.org/(?:my-orcid\?orcid=)?(?P<id>\d{4}-\d{4}-\d{4}-\d{3}[\dXx])"),
    (
        "google-scholar",
        r"scholar\.google\.[a-z.]+/citations\?(?!.*view_op=view_citation)(?:.*&)?user=(?P<id>[\w-]{12})",
    ),
    ("dblp", r"dblp[\w-]*\.(?:org|uni-trier\.de|dagstuhl\.de)/(?:rec/)?pid/(?P<id>[\w-]+/[\w-]+)(?:\.html)?"),
    ("dblp", r"dblp[\w-]*\.(?:org|uni-trier\.de|dagstuhl\.de)/(?P<id>pers/(?:hd/|hy/)?\w/[^?#/]+?)(?:\.html)?"),
    ("dblp", r"dblp[\w-]*\.uni-trier\.de/(?P<id>~ley/pers/(?:hd/)?\w/[^?#/]+?)(?:\.html)?"),
    ("linkedin", r"linkedin\.com/in/(?P<id>[^/?#\s]+)"),
    ("x", r"(?:twitter|x)\.com/@?(?P<id>(?!(?:intent|share|hashtag|search|home|i)\b)\w{1,20})"),
    ("semantic-scholar", r"semanticscholar\.org/author/(?:[^/?#]+/)?(?P<id>\d+)"),
    ("researchgate", r"researchgate\.net/profile/(?P<id>[^/?#\s]+)"),
    (
        "github",
        r"github\.com/(?P<id>(?!(?:orgs|topics|features|sponsors|search|about|pages)\b)[A-Za-z\d][A-Za-z\d-]{0,38})",
    ),
)
_ADDRESS = tuple(
    (scheme, re.compile(rf"(?:https?:)?/?/?(?:[\w-]+\.)*?{pattern}/?(?:[?#&].*)?", re.IGNORECASE))
    for scheme, pattern in _ADDRESSES
)
_REPOSITORY = re.compile(r"(?:https?:)?//(?:www\.)?github\.com/(?P<id>[A-Za-z\d][A-Za-z\d-]{0,38})/", re.IGNORECASE)

# Front-matter keys that hold the bare identifier; the key may be prefixed by ``author.``, ``social.`` and the like.
_KEYS: Mapping[str, re.Pattern[str]] = {
    scheme: re.compile(
        rf"(?:(?:author|authors|social|profile|profiles|contact|contacts|basics|cv|links|me|site"
        rf"|params)\.)*(?:{keys})"
    )
    for scheme, keys in {
        "orcid": r"orcid(?:[_-]?id)?",
        "google-scholar": r"g(?:oogle)?[_-]?scholar(?:[_-]?(?:id|user|userid|url|link))?|scholar(?:[_-]?(?:user)?id)?",
        "github": r"github(?:[_-]?(?:username|user|id|login|link|url))?",
        "dblp": r"dblp(?:[_-]?(?:url|id|link|pid))?",
        "linkedin": r"linkedin(?:[_-]?(?:username|user|id|link|url))?",
        "x": r"(?:twitter|x)(?:[_-]?(?:username|user|id|handle|link|url))?",
        "semantic-scholar": r"semantic[_-]?scholar(?:[_-]?id)?|semantic",
        "researchgate": r"research[_-]?gate(?:[_-]?(?:profile|username|id|link|url))?",
        "email": r"e?-?mail(?:[_-]?(?:address|username))?",
        "homepage": r"home[_-]?page|website|personal[_-]?(?:web)?site",
    }.items()
}
_VALUES: Mapping[str, re.Pattern[str]] = {
    "orcid": re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]"),
    "google-scholar": re.compile(r"[\w-]{12}"),
    "github": re.compile(r"@?[A-Za-z\d][A-Za-z\d-]{0,38}"),
    "dblp": re.compile(r"(?:pid/)?[\w-]+/[\w-]+"),
    "linkedin": re.compile(r"[\w%-]{3,}"),
    "x": re.compile(r"@?\w{1,20}"),
    "semantic-scholar": re.compile(r"\d+"),
    "researchgate": re.compile(r"[\w-]+"),
    "homepage": re.compile(r"https?://\S+"),
}

_AT = r"(?:\s?@\s?|\s*[\[({<]\s*(?:at|AT|@|a)\s*[\])}>]\s*|\s+(?:AT|at)\s+|\s*_at_\s*|\s+-at-\s+)"
_DOT = r"(?:\s?\.\s?|\s*[\[({<]\s*(?:dot|DOT|\.)\s*[\])}>]\s*|\s+(?:DOT|dot)\s+|\s*_dot_\s*|\s+-dot-\s+)"
_POINT = _DOT.replace(r"\s?\.\s?", r"\.")  # inside a name, a blank beside a full stop ends a sentence
_EMAIL = re.compile(
    rf"(?<![\w.@/+-])(?P<name>[A-Za-z\d](?:[\w+-]|{_POINT}(?=\w)){{0,60}}){_AT}"
    rf"(?P<host>[A-Za-z\d][A-Za-z\d-]*(?:{_DOT}[A-Za-z\d-]+)*{_DOT}[A-Za-z]{{2,10}})(?![\w@-])"
)
_PLAIN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,10}")
_HIDDEN = re.compile(r"(?<!\w)(?:dot|DOT)(?!\w)|[\[({<]\s*(?:at|AT|@|a)\s*[\])}>]|_at_|-at-")
_MAIL_LABEL = re.compile(
    r"(?:e-?mails?|mail|邮箱|邮件|电子邮件|correo|courriel|contact)\s*[:：|)-]*\s*$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"^(?:your[._-]?(?:e?mail|name|id|username)|user(?:name)?|name|e?mail|test|none|someone"
    r"|first(?:name)?[._]?last(?:name)?|no-?reply|example)@"
    r"|@(?:[\w-]+\.)*(?:domain|your\w*)\.(?:com|org|edu|net)$|\.(?:png|jpg|gif|svg)$",
    re.IGNORECASE,
)
_LABELLED = tuple(
    (
        scheme,
        re.compile(
            rf"(?<![\w/.])(?:{label})\s*(?:id|iD|ID)?\s*[:：]\s*(?P<id>{value})(?![\w/.-]*[\w/])", re.IGNORECASE
        ),
    )
    for scheme, label, value in (
        ("orcid", "orcid", r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]"),
        ("github", "github", r"@?(?!(?:https?|www|here|ici|link|page|profile)\b)[a-z\d][a-z\d-]{2,38}"),
        ("x", r"twitter|x\s*\(twitter\)|twitter/x|x", r"@\w{2,20}"),
    )
)
_WEB = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>()\[\]|,，；]+[^\s<>()\[\]|,，；.:;!?'\"]")
_HOME_WORDS = re.compile(
    r"\b(?:(?:my|personal|academic|professional|institutional|staff|faculty|university|departmental|official|old|new"
    r"|main|lab|\w+)\s+){0,3}"
    r"(?:home\s?-?page|web\s?-?page|web\s?-?site|site|profile(?:\s+page)?|staff\s+page|faculty\s+page)\b|(?:个人)?主页",
    re.IGNORECASE,
)
_MY_PAGE = re.compile(
    r"(?:.{0,20}\s)?my\s+(?!.*\b(?:publications?|projects?|research|group|lab|teaching|blog|cv|code)\b)"
    r"(?:[\w.,'’&-]+\s+){0,6}(?:page|profile|site|website)",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|personal|own)\b|个人", re.IGNORECASE)
_HOME_LABEL = re.compile(
    r"(?:^|[|·•(\n]|\s-\s)\W*(?:(?:personal|academic|my|faculty|institutional)\s+)?(?:home\s?-?page|web\s?-?site"
    r"|web\s?-?page|web|url|主页|个人主页)\s*[:：]\s*$",
    re.IGNORECASE,
)
_PLATFORM = re.compile(
    r"\b(?:google|scholar|citations?|github|orcid|dblp|linked\s?in|twitter|semantic|research\s?gate|profiles?|pages?|account|here"
    r"|link|list|see|repositor(?:y|ies)|repos?|open.?source|publications?|papers?|code|follow|posts?)\b|^x$|软件|更多|谷歌|学术|主页",
    re.IGNORECASE,
)
_NAMED_PLATFORM = re.compile(
    r"(?:my\s+)?(?:google\s+scholar|scholar|github|orcid|dblp|linked\s?in|twitter|x|semantic\s+scholar|research\s?gate)"
    r"(?:\s+(?:profile|page|account|id))?",
    re.IGNORECASE,
)
_NAMELIKE = re.compile(rf"(?:(?:Prof|Dr|Professor)\.?\s*)*{NAME}\W*$")

# Where accounts and addresses are other people's more often than not.
_OTHERS = (Section.PEOPLE, Section.PUBLICATIONS, Section.TALKS, Section.IGNORED, Section.PROJECTS, Section.SERVICE)
# "A full list is on my DBLP page" stands among the publications.
_INDEXES = ("google-scholar", "orcid", "dblp", "semantic-scholar", "researchgate")


@dataclass(frozen=True, slots=True)
class Account:
    """An identifier and its scheme."""

    scheme: str
    value: str


def identifiers(page: Page) -> Iterator[Fact]:
    """One fact an account or address of the page's owner: front matter first, then in page order."""
    known: dict[str, str] = {}
    for fact in _found(page):
        scheme, value = (fact.slots[slot][0].text for slot in ("scheme", "value"))
        # A second profile of one kind is a colleague's.
        if scheme not in _ONE_EACH or known.setdefault(scheme, value.casefold()) == value.casefold():
            yield fact


_ONE_EACH = ("google-scholar", "orcid", "dblp", "semantic-scholar", "linkedin", "researchgate")


def _found(page: Page) -> Iterator[Fact]:
    yield from _from_fields(page)
    for passage in page.passages:
        yield from _from_links(page, passage)
        yield from _from_text(page, passage)


def account_at(url: str) -> Account | None:
    """The account that an address leads to, or None.

    >>> account_at("https://orcid.org/0000-0000-0000-0001")
    Account(scheme='orcid', value='0000-0000-0000-0001')
    >>> account_at("https://github.com/ada/engine") is None
    True
    """
    url = url.strip()
    if len(url) > 300:
        return None
    if url.lower().startswith("mailto:"):
        mail = unquote(url[7:].split("?")[0]).strip()
        found = _PLAIN.fullmatch(mail) or _EMAIL.fullmatch(mail)
        return _account("email", _restored(found)) if found else None
    for scheme, pattern in _ADDRESS:
        match = pattern.fullmatch(url)
        if match:
            return _account(scheme, unquote(match["id"]))
    return None


def _account(scheme: str, value: str) -> Account | None:
    """The account, unless it is one that a template ships."""
    value = value.lstrip("@").rstrip("/")
    if scheme == "dblp":
        value = value.removeprefix("pid/")
    if scheme == "orcid":
        value = value.upper()
    if is_residue(f"{scheme} {value}") or (scheme == "email" and _NOBODY.search(value)):
        return None
    return Account(scheme, value)


def _restored(match: re.Match[str]) -> str:
    """The address with its ``@`` and its points, from whatever stands for them."""
    parts = match.groupdict()
    if "host" not in parts:
        return match.group().strip()
    name, host = (re.sub(_DOT, ".", parts[part]) for part in ("name", "host"))
    return f"{name}@{host}".replace(" ", "")


# ---------------------------------------------------------------------------------------------------------------
# front matter


def _from_fields(page: Page) -> Iterator[Fact]:
    for field in page.document.fields:
        account = account_at(field.value) if _is_own_field(field) else None
        account = account or _keyed(field)
        if account is not None:
            yield _field_fact(page, field, account)
    for field in fields_of(page, _PROSE):
        passage = passage_of(page.document, field)
        yield from _from_links(page, passage)
        yield from _from_text(page, passage)


_PROSE = re.compile(
    r"subtitle|bio|short_bio|about|profile\.(?:address|more_info)|more_info|contact|excerpt|author\.bio"
)
# Lists of work and people in a data file have links of their own.
_NOT_OWN = re.compile(
    r"(?:education|work|experience|awards|publications?|projects?|talks|team|members|students|people|organizations"
    r"|news|volunteer|references|header|image|cover)\b.*"
)


def _is_own_field(field: Field) -> bool:
    return len(field.value) < 300 and not _NOT_OWN.match(key_of(field))


def _keyed(field: Field) -> Account | None:
    """What a key such as ``github_username`` holds."""
    key = key_of(field)
    scheme = next((scheme for scheme, keys in _KEYS.items() if keys.fullmatch(key)), "")
    return account_named(scheme, field.value) if scheme else None


def account_named(scheme: str, value: str) -> Account | None:
    """The account of a known scheme, or None where the value has not its form.

    >>> account_named("github", "@ada")
    Account(scheme='github', value='ada')
    """
    value = value.strip()
    if scheme == "email":
        found = _PLAIN.fullmatch(value) or _EMAIL.fullmatch(value)
        return _account(scheme, _restored(found)) if found else None
    return _account(scheme, value) if _VALUES[scheme].fullmatch(value) else None


def _field_fact(page: Page, field: Field, account: Account) -> Fact:
    evidence = evidence_at(page.document, field.span, heading=FRONT_MATTER, rule="identifiers: front matter")
    return Fact(Kind.IDENTIFIERS, _slots(account, evidence, field.value), (evidence,), 0.97)


def _slots(account: Account, evidence: Evidence, url: str) -> dict[str, tuple[Value, ...]]:
    return {
        "value": (Value(account.value, evidence, url if "://" in url else ""),),
        "scheme": (Value(account.scheme, evidence),),
    }


# ---------------------------------------------------------------------------------------------------------------
# links


def _from_links(page: Page, passage: Passage) -> Iterator[Fact]:
    for link in passage.links:
        account = account_at(link.url) or _repository(passage, link) or _home(passage, link)
        if account is None or link.image or _is_tied(passage, link):
            continue
        if not _is_own_link(passage, link, account):
            continue
        evidence = _link_evidence(page, passage, link)
        if evidence is not None:
            yield Fact(Kind.IDENTIFIERS, _slots(account, evidence, link.url), (evidence,), 0.92)


def _is_tied(passage: Passage, link: Link) -> bool:
    """Whether the words of the link are the name of an advisor or a colleague."""
    return any(n.start < link.end and link.start < n.end for tie in ties(passage) for n in tie.names)


def _is_own_link(passage: Passage, link: Link, account: Account) -> bool:
    """An account is the owner's where the link says what it is, not whose: a name on it is another person's."""
    text = passage.text[link.start : link.end].strip()
    if account.scheme == "email":
        return _is_own_mail(passage, link.start)
    if account.scheme in _INDEXES and passage.section is Section.PUBLICATIONS and _PLATFORM.search(text):
        return True
    if passage.section is not Section.PEOPLE and _NAMED_PLATFORM.fullmatch(text):
        return True
    if passage.section in _OTHERS and not _OWN.search(passage.text[max(link.start - 30, 0) : link.end]):
        return False
    if account.scheme == "homepage" or not text or _PLATFORM.search(text):
        return True
    if account.value.casefold() in text.casefold():
        return True
    return not _NAMELIKE.match(text) and account.scheme != "github"


def _repository(passage: Passage, link: Link) -> Account | None:
    """ "on my GitHub" may lead to one of the owner's repositories."""
    match = _REPOSITORY.match(link.url)
    around = passage.text[max(link.start - 12, 0) : link.end]
    if match and re.search(r"\bmy\s+(?:own\s+|personal\s+)?github\b", around, re.IGNORECASE):
        return _account("github", match["id"])
    return None


def _home(passage: Passage, link: Link) -> Account | None:
    """The owner's own site, where the words of the link or in front of it say so."""
    if not re.match(r"https?://", link.url) or len(link.url) > 300:
        return None
    text = passage.text[link.start : link.end].strip()
    before = passage.text[max(link.start - 40, 0) : link.start]
    if _HOME_LABEL.search(before) and re.match(r"(?:https?://|www\.)|here|link|[\w-]+\.[\w.-]+", text):
        return Account("homepage", link.url)
    if _beside_mail(passage, link, text):
        return Account("homepage", link.url)
    said = (
        _HOME_WORDS.fullmatch(text)
        or _MY_PAGE.fullmatch(_with_my(before, text))
        or re.fullmatch(rf"(?:a\s+)?(?:link\s+to\s+)?{_HOME_WORDS.pattern}", text, re.IGNORECASE)
    )
    if said and (_OWN.search(text) or re.search(r"\b(?:my|personal)\s+$", before, re.IGNORECASE)):
        return Account("homepage", link.url)
    return None


def _with_my(before: str, text: str) -> str:
    """The words of a link with the "my" that stands in front of it."""
    return f"my {text}" if re.search(r"\bmy\s+$", before, re.IGNORECASE) else text


def _beside_mail(passage: Passage, link: Link, text: str) -> bool:
    """ "jane@uni.edu | uni.edu/jane" in the head of a page: a bare address beside the owner's mail."""
    if passage.section not in (Section.NONE, Section.CONTACT, Section.OTHER) or re.search(
        r"\.\w{3}$", link.url.split("://")[1][8:]
    ):
        return False
    line = passage.text[passage.text.rfind("\n", 0, link.start) + 1 :].split("\n", 1)[0]
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text).rstrip("/")
    return (
        bool(bare)
        and bare in link.url
        and "/" in link.url
        and bool(re.search(r"@[^|·•]{3,60}[|·•]", line))
        and len(line) < 200
    )


def _link_evidence(page: Page, passage: Passage, link: Link) -> Evidence | None:
    """The address itself where it stands in the source, else the words that lead to it."""
    span = link.span
    if span is None or span.start >= span.end:
        if link.start >= link.end:
            return None
        fact = make_fact(
            page, passage, Kind.IDENTIFIERS, "identifiers: link", {"value": Found(link.start, link.end)}, confidence=0.9
        )
        return fact.slots["value"][0].evidence
    return evidence_at(page.document, Span(span.start, span.end), heading=passage.heading, rule="identifiers: link")


# ---------------------------------------------------------------------------------------------------------------
# text


def _from_text(page: Page, passage: Passage) -> Iterator[Fact]:
    for start, end, account in _in_text(passage):
        slots = {"value": Found(start, end, account.value), "scheme": Found(start, end, account.scheme)}
        yield make_fact(
            page, passage, Kind.IDENTIFIERS, "identifiers: text", slots, confidence=0.9, within=(start, end)
        )


def _in_text(passage: Passage) -> Iterator[tuple[int, int, Account]]:
    text = passage.text
    for match in _EMAIL.finditer(text):
        account = _account("email", _restored(match))
        if account and _is_mail(passage, match) and _is_own_mail(passage, match.start()):
            yield match.start(), match.end(), account
    for scheme, pattern in _LABELLED:
        for match in pattern.finditer(text):
            account = _account(scheme, match["id"])
            if account and passage.section not in _OTHERS:
                yield match.start("id"), match.end("id"), account
    for match in _WEB.finditer(text):
        account = account_at(match.group())
        if account is None and _HOME_LABEL.search(text[max(match.start() - 40, 0) : match.start()]):
            account = Account("homepage", match.group())
        if account and passage.section not in _OTHERS:
            yield match.start(), match.end(), account


def _is_mail(passage: Passage, match: re.Match[str]) -> bool:
    """ "at" alone is a word: it stands for ``@`` behind a label, beside a "dot", or on a line of its own."""
    text = passage.text
    if "@" in match.group() or _HIDDEN.search(match.group()):
        return True
    line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
    before = text[max(match.start() - 20, 0) : match.start()]
    alone = line.strip() == match.group().strip()
    return " " not in match["host"].strip() and (alone or bool(_MAIL_LABEL.search(before)))


def _is_own_mail(passage: Passage, at: int) -> bool:
    """Another person's address follows the name, the title or the part that this person has."""
    if passage.section in (Section.PUBLICATIONS, Section.TALKS):
        return False
    text = passage.text
    line = text[max(text.rfind("\n", 0, at) + 1, at - 120) : at]
    if re.search(
        r"\b(?:Prof|Dr|Professor)\.?\s+[^\W\d_a-z][^,;:]{2,40}$|\b(?:references?|recommend\w*|referees?)\b", line
    ):
        return False
    near = ties(passage, max(at - 300, 0), at)
    return not any(at <= tie.end + 30 and tie.relation in ("advisor", "host") for tie in near)
