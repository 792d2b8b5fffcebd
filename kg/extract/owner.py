"""A site's configuration, or its author's own record → whose the site is: the name, the accounts, the employer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.fields import FRONT_MATTER, key_of
from kg.extract.page import evidence_at
from kg.extract.residue import shipped_by
from kg.model import Document, Evidence, Fact, Field, Kind, Span, Value, first

#: Keys under which a configuration names its owner, the best first. Nothing but a name stands there.
_NAME_KEYS = ("author.name", "name", "author", "params.name", "params.author.name", "title")
_PARTS = ("first_name", "middle_name", "last_name")
#: A title is a name only where nothing else is, and it looks like one.
_SITE_TITLE = re.compile(r"\b(?:home\s?page|web\s?site|site|blog|lab|group|academic|portfolio|page)\b", re.IGNORECASE)
_DEGREES = re.compile(r",\s*(?:Ph\.?\s?D|M\.?D\b|M\.?Sc|Dr\b|FRS|MBA).*$", re.IGNORECASE)
_SCHOLAR = ("scholar_userid", "scholar_authorid", "scholar_id", "author.scholar_userid")
_PRESENT = 0.6
#: What a configuration says beside these sets up the site.
_OWN = (Kind.IDENTITY, Kind.IDENTIFIERS)


def configured(document: Document, facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a configuration that tell of its owner, the name first.

    Args:
        document: the configuration.
        facts: what was read from it as from any data file.
    """
    fields = {key_of(field): field for field in reversed(document.fields) if _is_filled(field)}
    named = next(iter(_named(document, fields)), None)
    if named is not None:
        yield named
    for fact in facts:
        if fact.kind is Kind.IDENTIFIERS and shipped_by(first(fact, "value")):
            continue
        if fact.kind in _OWN and not (named and fact.kind is Kind.IDENTITY and not _agree(named, fact)):
            yield fact
    known = {first(fact, "scheme") for fact in facts if fact.kind is Kind.IDENTIFIERS}
    if "google-scholar" not in known:
        yield from _scholar(document, fields)
    if (employer := fields.get("author.employer")) is not None:
        yield from _employer(document, employer, fields.get("author.location"))


def _is_filled(field: Field) -> bool:
    return bool(field.value.strip()) and not shipped_by(field.value)


def _named(document: Document, fields: dict[str, Field]) -> Iterator[Fact]:
    parts = [fields[key] for key in _PARTS if key in fields]
    if len(parts) >= 2:
        span = Span(parts[0].span.start, parts[-1].span.end)
        yield _name(document, span, " ".join(part.value.strip() for part in parts))
    named = [fields[key] for key in _NAME_KEYS if key in fields and _is_name(key, fields[key].value)]
    # "ada" in the side bar, "Ada Sample" in the head of the page: the whole name is the better one.
    for field in sorted(named, key=lambda field: len(field.value.split()) < 2):
        whole = field.value.rstrip()
        text = _DEGREES.split(whole)[0]
        yield _name(document, Span(field.span.start, field.span.end - (len(whole) - len(text))), " ".join(text.split()))


def _is_name(key: str, text: str) -> bool:
    if not 0 < len(text.split()) <= 6 or re.search(r"[@/|<>{]", text):
        return False
    return key != "title" or (len(text.split()) > 1 and not _SITE_TITLE.search(text))


def _name(document: Document, span: Span, text: str) -> Fact:
    evidence = _evidence(document, span, "owner: name in the configuration")
    return Fact(Kind.IDENTITY, {"name": (Value(text, evidence),)}, (evidence,), 0.98)


def _agree(named: Fact, other: Fact) -> bool:
    words = [{word.casefold() for word in re.findall(r"[^\W\d_]+", first(fact, "name"))} for fact in (named, other)]
    return bool(words[0] & words[1])


def _scholar(document: Document, fields: dict[str, Field]) -> Iterator[Fact]:
    for key in _SCHOLAR:
        field = fields.get(key)
        if field is not None and re.fullmatch(r"[\w-]{12}", field.value.strip()):
            evidence = _evidence(document, field.span, "owner: account in the configuration")
            slots = {"value": (Value(field.value.strip(), evidence),), "scheme": (Value("google-scholar", evidence),)}
            yield Fact(Kind.IDENTIFIERS, slots, (evidence,), 0.97)
            return


def _employer(document: Document, employer: Field, location: Field | None) -> Iterator[Fact]:
    evidence = _evidence(document, employer.span, "owner: employer in the configuration")
    slots = {"organization": (Value(" ".join(employer.value.split()), evidence),)}
    if location is not None:
        place = _evidence(document, location.span, "owner: employer in the configuration")
        slots["location"] = (Value(" ".join(location.value.split()), place),)
    slots["current"] = (Value("true", evidence),)
    yield Fact(Kind.POSITIONS, slots, (evidence,), _PRESENT)


def _evidence(document: Document, span: Span, rule: str) -> Evidence:
    return evidence_at(document, span, heading=FRONT_MATTER, rule=rule)


def aliases(document: Document, *, owner: bool) -> dict[str, str]:
    """The author that an id stands for: the keys of ``_data/authors.yml``, the folders of a Hugo site's records.

    ``owner`` says that it is the record of the site's owner, whom the items of a Hugo site call ``admin`` or ``me``.
    """
    values = {field.path: field.value.strip() for field in document.fields if _is_filled(field)}
    parts = document.source.path.split("/")
    if title := values.get(("title",), values.get(("name",), "")):
        record = parts[-2] if parts[-1].startswith("_index") else parts[-1].rsplit(".", 1)[0]
        return dict.fromkeys([record, *(("admin", "me") if owner else ())], title)
    return {str(path[0]): name for path, name in values.items() if len(path) == 2 and path[1] == "name"}
