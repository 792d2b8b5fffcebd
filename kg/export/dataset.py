"""A graph to the description of it as a data set: VoID and DCAT, in Turtle.

Sources: https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

from kg import vocab
from kg.export.records import Records, select
from kg.export.terms import DCAT, VOID, XSD_INTEGER, Statements
from kg.version import __version__

_CLASSES = "SELECT ?class (STR(COUNT(DISTINCT ?s)) AS ?n) WHERE { ?s a ?class } GROUP BY ?class"
_PROPERTIES = (
    "SELECT ?property (STR(COUNT(*)) AS ?n) WHERE { SELECT DISTINCT ?s ?property ?o WHERE { ?s ?property ?o } }"
    " GROUP BY ?property"
)
_TOTALS = """
SELECT (STR(COUNT(*)) AS ?triples) (STR(COUNT(DISTINCT ?s)) AS ?subjects) (STR(COUNT(DISTINCT ?o)) AS ?objects)
WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"""
_BASES = "SELECT ?page WHERE {{ ?page a <{page}> }}"


def description(records: Records) -> str:
    """What is in the graph: how many statements, of which classes and properties, from which vocabularies, of whom."""
    out = Statements()
    root = _root(records)
    this = f"{root}dataset"
    for class_ in (VOID + "Dataset", DCAT + "Dataset"):
        out.link(this, vocab.TYPE, class_)
    names = sorted(person.thing.name for person in records.people)
    title = f"What {'a homepage states' if len(names) == 1 else f'{len(names)} homepages state'}"
    out.text(this, vocab.DCTERMS + "title", title)
    out.text(this, vocab.DCTERMS + "description", f"Facts with the words that state them, of {', '.join(names)}.")
    out.text(this, vocab.DCTERMS + "issued", max(person.read_on for person in records.people), vocab.XSD_DATE)
    out.text(this, DCAT + "version", __version__)
    out.text(this, VOID + "uriSpace", root)
    ((triples, subjects, objects),) = select(records.store, _TOTALS)
    for name, count in (("triples", triples), ("distinctSubjects", subjects), ("distinctObjects", objects)):
        out.text(this, VOID + name, count, XSD_INTEGER)
    for person in records.people:
        out.link(this, vocab.DCTERMS + "subject", person.thing.iri)
        out.text(this, DCAT + "keyword", person.thing.name)
    _parts(out, this, records)
    return out.turtle()


def _parts(out: Statements, this: str, records: Records) -> None:
    classes, properties = select(records.store, _CLASSES), select(records.store, _PROPERTIES)
    for n, (class_, count) in enumerate(classes):
        part = f"{this}/class/{n}"
        out.link(this, VOID + "classPartition", part)
        out.link(part, VOID + "class", class_)
        out.text(part, VOID + "entities", count, XSD_INTEGER)
    for n, (property_, count) in enumerate(properties):
        part = f"{this}/property/{n}"
        out.link(this, VOID + "propertyPartition", part)
        out.link(part, VOID + "property", property_)
        out.text(part, VOID + "triples", count, XSD_INTEGER)
    used = [iri for iri, _ in (*classes, *properties)]
    for space in vocab.PREFIXES.values():
        if any(iri.startswith(space) for iri in used):
            out.link(this, VOID + "vocabulary", space)


def _root(records: Records) -> str:
    """How the IRIs of the graph begin: what its first page's IRI has before ``document/``."""
    pages = select(records.store, _BASES.format(page=vocab.PROFILE_PAGE))
    return pages[0][0].partition("document/")[0]
