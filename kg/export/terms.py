"""The vocabularies that only an export writes, and statements in them. ``kg.vocab`` has those of the graph itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg import vocab

if TYPE_CHECKING:
    import pyoxigraph

    Object = pyoxigraph.NamedNode | pyoxigraph.Literal

DCAT = "http://www.w3.org/ns/dcat#"
NP = "http://www.nanopub.org/nschema#"
OBO = "http://purl.obolibrary.org/obo/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
VOID = "http://rdfs.org/ns/void#"
XSD_DATE_TIME = vocab.XSD + "dateTime"
XSD_INTEGER = vocab.XSD_INTEGER

#: The prefixes of exported files.
PREFIXES: Mapping[str, str] = {**vocab.PREFIXES, "dcat": DCAT, "np": NP, "obo": OBO, "vcard": VCARD, "void": VOID}


class Statements:
    """Statements to be written, each once and in one order, whatever the order in which they are added."""

    def __init__(self) -> None:
        self._quads: set[pyoxigraph.Quad] = set()

    def link(self, subject: str, property_: str, object_: str, graph: str = "") -> None:
        """A statement whose object is a thing; one without an object is none."""
        import pyoxigraph

        if subject and object_:
            self._add(subject, property_, pyoxigraph.NamedNode(object_), graph)

    def text(self, subject: str, property_: str, value: str, datatype: str = "", graph: str = "") -> None:
        """A statement whose object is a literal; one without a text is none."""
        import pyoxigraph

        if subject and value:
            typed = pyoxigraph.NamedNode(datatype) if datatype else None
            self._add(subject, property_, pyoxigraph.Literal(value, datatype=typed), graph)

    def add(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Quads as they are."""
        self._quads.update(quads)

    def _add(
        self, subject: str, property_: str, object_: pyoxigraph.NamedNode | pyoxigraph.Literal, graph: str
    ) -> None:
        import pyoxigraph

        where = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
        found = pyoxigraph.Quad(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(property_), object_, where)
        self._quads.add(found)

    def turtle(self, prefixes: Mapping[str, str] | None = None) -> str:
        """The statements as Turtle."""
        return self._written("TURTLE", prefixes)

    def trig(self, prefixes: Mapping[str, str] | None = None) -> str:
        """The statements with their graphs."""
        return self._written("TRIG", prefixes)

    def _written(self, format: str, prefixes: Mapping[str, str] | None) -> str:
        import pyoxigraph

        quads = sorted(self._quads, key=_place)
        names = "\n".join(map(str, quads))
        used = {name: iri for name, iri in (prefixes or PREFIXES).items() if f"<{iri}" in names}
        content = pyoxigraph.serialize(quads, format=getattr(pyoxigraph.RdfFormat, format), prefixes=used)
        assert content is not None  # no file was given to write to
        return content.decode()


def _place(quad: pyoxigraph.Quad) -> tuple[str, str, bool, str, str]:
    # The classes of a subject come first, as a reader expects.
    of_type = quad.predicate.value != vocab.TYPE
    return str(quad.graph_name), str(quad.subject), of_type, str(quad.predicate), str(quad.object)
