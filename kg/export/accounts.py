"""The identifiers of a person to addresses of the web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.accounts import ACCOUNTS
from kg.export.records import Person
from kg.model import Kind


@dataclass(frozen=True, slots=True)
class Account:
    """One of a person's accounts: the network's name, the identifier in it, and the page of it on the web."""

    scheme: str
    network: str
    value: str
    url: str


def accounts(person: Person) -> Iterator[Account]:
    """The accounts, in the order of ``kg.accounts``; e-mail addresses and homepages are none."""
    rows = person.of(Kind.IDENTIFIERS)
    for scheme, (network, address) in ACCOUNTS.items():
        for row in rows:
            if row["scheme"] == scheme:
                yield Account(scheme, network, row["value"], address.format(quote(row["value"], safe="/@:")))


def emails(person: Person) -> tuple[str, ...]:
    """The e-mail addresses."""
    return _of_scheme(person, "email")


def homepages(person: Person) -> tuple[str, ...]:
    """The addresses of homepages."""
    return tuple(url for url in _of_scheme(person, "homepage") if is_web(url))


def _of_scheme(person: Person, scheme: str) -> tuple[str, ...]:
    return tuple(row["value"] for row in person.of(Kind.IDENTIFIERS) if row["scheme"] == scheme)


def is_web(address: str) -> bool:
    """Whether a text is an address that a reader may safely follow: ``javascript:`` is none.

    >>> is_web("https://example.org/ada"), is_web("javascript:alert(1)"), is_web("http://[")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not set(address) & set(' <>"\\^`{|}\n\r\t')
        )
    except ValueError:
        return False
