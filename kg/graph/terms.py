"""Values to RDF terms, as N-Quads text.

pyoxigraph parses a quad from text three times as fast as it builds one from Python objects, so the room writes each
term once as text and lets the parser make the quads. Whatever a page says, what is written here is valid syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote

from kg import vocab
from kg.errors import SettingsError

#: A term as N-Quads writes it. ``Statement`` is subject, predicate, object.
Term = str
Statement = tuple[Term, Term, Term]

# Half a surrogate pair is no character, and U+0000 ends a text in stores written in C.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile(r'[\\"\n\r]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


@lru_cache(maxsize=512)
def term(iri: str) -> Term:
    """The term of an IRI from ``kg.vocab`` or of our own making."""
    # In sorted text a blank comes before "<", so each subject begins with its classes.
    return f" <{iri}>" if iri == vocab.TYPE else f"<{iri}>"


def text(value: str, datatype: str = "") -> Term:
    """A literal, to the letter; what is no character becomes U+FFFD.

    >>> text('say "hi"')
    '"say \\\\"hi\\\\""'
    """
    plain = _UNWRITABLE.sub("\ufffd", value)
    if _ESCAPED.search(plain):
        plain = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], plain)
    return f'"{plain}"^^<{datatype}>' if datatype else f'"{plain}"'


def number(value: int) -> Term:
    """An integer."""
    return f'"{value}"^^<{vocab.XSD_INTEGER}>'


def share(value: float) -> Term:
    """A chance or a score with two decimals, written the same on every machine."""
    return f'"{value:.2f}"^^<{vocab.XSD_DECIMAL}>'


def truth(value: bool) -> Term:
    """``true`` or ``false``."""
    return f'"{str(value).lower()}"^^<{vocab.XSD_BOOLEAN}>'


def link(url: str) -> Term:
    """The IRI of a web address, or its text where it is none: ``javascript:`` and broken addresses lead nowhere."""
    return f"<{url}>" if _is_web_address(url) else text(url, vocab.XSD_ANY_URI)


@lru_cache(maxsize=1 << 12)
def _is_web_address(url: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        return bool(NamedNode(url)) and url.lower().startswith(("http://", "https://"))
    except ValueError:
        return False


def base(iri: str) -> str:
    """The user's base IRI, with a ``/`` behind it where it ends in a name.

    Raises:
        SettingsError: it is no absolute IRI.

    >>> base("https://kg.example.org/people")
    'https://kg.example.org/people/'
    """
    from pyoxigraph import NamedNode

    try:
        NamedNode(iri)
    except ValueError as error:
        raise SettingsError(
            f"{iri!r} is no base IRI ({error}); write an absolute one, such as {vocab.DEFAULT_BASE}"
        ) from error
    return iri if iri.endswith(("/", "#", ":")) else iri + "/"


@lru_cache(maxsize=1 << 10)
def path(name: str) -> str:
    """A file's path as the end of an IRI; different paths stay different."""
    return quote(name, safe="/", errors="surrogatepass")


# An evidence's digest is asked for twice, where it is linked to and where it is described.
@lru_cache(maxsize=1 << 10, typed=True)
def digest(*parts: object) -> str:
    """Sixteen hexadecimal digits over the parts, the same on every machine and in every run."""
    joined = "\x1f".join(map(str, parts))
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
