"""Fields of a data file → the format that it is written in, told by the keys that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg.model import Field

#: The first keys and positions that lead to values, positions as ``*``: ``("cv", "sections")``.
_Keys = frozenset[tuple[str, ...]]
_DEEPEST = 3

#: Keys of al-folio's ``_data/socials.yml``.
_SOCIAL = re.compile(
    r"(?:acm|bluesky|dblp|discord|facebook|flickr|github|gitlab|hal|ieee|inspirehep|instagram|kaggle|keybase|lastfm|lattes"
    r"|leetcode|linkedin|mastodon|medium|orcid|osf|pinterest|publons|quora|research_?gate|scholar|scopus|semantic_?scholar"
    r"|spotify|stackoverflow|strava|telegram|twitter|unsplash|wechat|whatsapp|wikidata|wikipedia|x|youtube|zotero)"
    r"_(?:id|url|username|userid|profile|number|qr)"
)
#: Keys of an author in the ``_data/authors.yml`` of AcademicPages and Minimal Mistakes.
_AUTHOR = frozenset({"name", "uri", "email", "bio", "avatar", "home", "links", "location", "twitter", "google_plus"})


def _has(*paths: str) -> Callable[[_Keys], bool]:
    wanted = [tuple(path.split(".")) for path in paths]
    return lambda keys: all(path in keys for path in wanted)


def _is_socials(keys: _Keys) -> bool:
    """Accounts and hardly anything else: a site's settings have such keys too, beside others."""
    top = [path[0] for path in keys if len(path) == 1]
    named = [key for key in top if _SOCIAL.fullmatch(key)]
    return bool(named) and not any(path[0] in ("title", "name", "first_name", "theme", "plugins") for path in keys)


def _is_authors(keys: _Keys) -> bool:
    """A person's name over each group of values: ``Jane Doe: {name: …, bio: …}``."""
    inner = {path[1] for path in keys if len(path) == 2}
    outer = {path[0] for path in keys}
    return "name" in inner and len(inner & _AUTHOR) > 1 and all(len(key.split()) > 1 for key in outer)


#: What tells each format; the first that fits counts.
DIALECTS: Mapping[str, Callable[[_Keys], bool]] = {
    "json-resume": _has("basics"),
    "orcid": _has("orcid-identifier"),
    "cff": _has("cff-version"),
    "rendercv": lambda keys: _has("cv.sections")(keys) or _has("cv.name")(keys),
    "al-folio-cv": _has("*.title", "*.type", "*.contents"),
    "al-folio-socials": _is_socials,
    "authors": _is_authors,
}

#: What is said of a JSON file that is none of them.
EXPECTED = "JSON Resume, a CV of AcademicPages or al-folio, or an ORCID record"


def dialect_of(fields: Iterable[Field]) -> str:
    """The name of the format, or an empty string where it is none of ``DIALECTS``."""
    keys: set[tuple[str, ...]] = set()
    for field in fields:
        path = tuple("*" if isinstance(part, int) else part for part in field.path[:_DEEPEST])
        keys.update(path[:length] for length in range(1, len(path) + 1))
    known = frozenset(keys)
    return next((name for name, fits in DIALECTS.items() if fits(known)), "")
