"""What a client accepts to what it is given: content negotiation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: What each kind of answer can be given as: a media type, and the format's name in Oxigraph. The first is the default.
OFFERS: Mapping[str, Mapping[str, str]] = {
    "rows": {
        "application/sparql-results+json": "JSON",
        "application/json": "JSON",
        "application/sparql-results+xml": "XML",
        "application/xml": "XML",
        "text/csv": "CSV",
        "text/tab-separated-values": "TSV",
    },
    "triples": {
        "text/turtle": "TURTLE",
        "application/n-triples": "N_TRIPLES",
        "text/plain": "N_TRIPLES",
        "application/ld+json": "JSON_LD",
        "application/rdf+xml": "RDF_XML",
        "application/xml": "RDF_XML",
    },
}

#: The endings of the addresses of documents, for links that a person follows.
SUFFIXES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


def chosen(accept: str, offers: Sequence[str]) -> str:
    """The offer that an ``Accept`` header likes best, the earlier one of equals; empty if it accepts none of them.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1

    >>> chosen("text/*;q=0.5, text/csv", ["application/json", "text/turtle", "text/csv"])
    'text/csv'
    >>> chosen("", ["application/json"]), chosen("image/png", ["application/json"])
    ('application/json', '')
    """
    ranges = [found for part in accept.split(",")[:100] if (found := _range(part))]
    if not ranges:
        return offers[0] if offers and not accept.strip() else ""
    liked = [(_quality(offer, ranges), -index, offer) for index, offer in enumerate(offers)]
    quality, _, best = max(liked, default=(0.0, 0, ""))
    return best if quality > 0 else ""


def _range(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((value for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"), "1")
    try:
        return (name, min(max(float(quality), 0.0), 1.0)) if "/" in name else None
    except ValueError:
        return None


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality that the most exact range gives."""
    family = offer.partition("/")[0] + "/*"
    for wanted in (offer, family, "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
