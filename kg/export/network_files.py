"""A network to the files of graph tools: Gephi, Cytoscape, Neo4j, Graphviz, and whatever reads GraphML.

Sources: http://graphml.graphdrawing.org/primer/graphml-primer.html, https://gexf.net/schema.html,
https://js.cytoscape.org/#notation/elements-json, https://neo4j.com/docs/operations-manual/current/import/,
https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from kg.export.network import Line, attributes, line_id, lines, network, node
from kg.export.records import Records
from kg.model import SLOTS

#: The colour of each kind of thing, as the drawing has it.
COLOURS: Mapping[str, tuple[int, int, int]] = {
    "person": (31, 119, 180),
    "organization": (214, 96, 39),
    "place": (127, 127, 127),
    "award": (188, 148, 20),
    "work": (44, 140, 60),
    "event": (148, 103, 189),
    "topic": (23, 158, 170),
    "course": (190, 95, 160),
    "project": (140, 86, 75),
}
_NODE_ATTRIBUTES = ("kind", "category", "owner", "same_as")
_SLOTS = tuple(dict.fromkeys(slot for slots in SLOTS.values() for slot in slots))
_LINE_ATTRIBUTES = ("word", "kind", "fact", "first", "last", *_SLOTS, "confidence")


def _nodes(found: Records, ties: Iterable[Line]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    owners = {person.thing.iri for person in found.people}
    for iri in sorted({end for line in ties for end in (line.source, line.target)} | owners):
        yield iri, node(found.things[iri], iri in owners)


# ---------------------------------------------------------------------------------------------------------------
# XML


def graphml(found: Records) -> str:
    """GraphML, with every attribute a text."""
    import networkx

    return "\n".join(networkx.generate_graphml(network(found))) + "\n"


_GEXF = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"


def gexf(found: Records) -> str:
    """GEXF 1.3 for Gephi: labels, colours by kind, and the days of each line for its timeline."""
    ties = list(lines(found))
    ET.register_namespace("", _GEXF)
    ET.register_namespace("viz", _VIZ)
    root = ET.Element(f"{{{_GEXF}}}gexf", version="1.3")
    meta = _child(root, "meta")
    _child(meta, "creator").text = "kg"
    top = _child(root, "graph", defaultedgetype="directed", mode="dynamic", timeformat="date")
    _declared(top, "node", _NODE_ATTRIBUTES)
    _declared(top, "edge", _LINE_ATTRIBUTES)
    nodes, edges = _child(top, "nodes"), _child(top, "edges")
    for iri, attributes_ in _nodes(found, ties):
        element = _child(nodes, "node", id=iri, label=attributes_["label"])
        _values(element, _NODE_ATTRIBUTES, attributes_)
        red, green, blue = COLOURS[attributes_["kind"]]
        ET.SubElement(element, f"{{{_VIZ}}}color", r=str(red), g=str(green), b=str(blue))
    for line in ties:
        stated = attributes(line)
        days = {name: day for name, day in (("start", line.first), ("end", line.last)) if day}
        ends = {"source": line.source, "target": line.target}
        element = _child(edges, "edge", id=line_id(line), **ends, label=stated["label"], kind=line.word, **days)
        _values(element, _LINE_ATTRIBUTES, stated)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _child(parent: ET.Element, tag: str, **attributes_: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_GEXF}}}{tag}", attributes_)


def _declared(parent: ET.Element, class_: str, names: Sequence[str]) -> None:
    all_ = ET.SubElement(parent, f"{{{_GEXF}}}attributes", {"class": class_, "mode": "static"})
    for name in names:
        _child(all_, "attribute", id=_column(name), title=_TITLES.get(name, name), type="string")


def _values(element: ET.Element, names: Sequence[str], stated: Mapping[str, Any]) -> None:
    found = [(name, stated[name]) for name in names if stated.get(name)]
    if found:
        values = _child(element, "attvalues")
        for name, value in found:
            ET.SubElement(values, f"{{{_GEXF}}}attvalue", {"for": _column(name), "value": value})


#: Words for what a line has as a slot and as its own start and end in the timeline.
_TITLES = {"start": "since", "end": "until"}


def _column(name: str) -> str:
    # Gephi has columns "id", "label", "kind", "start" … of its own.
    return f"kg_{name}"


# ---------------------------------------------------------------------------------------------------------------
# JSON


def cytoscape(found: Records) -> str:
    """The elements that Cytoscape and Cytoscape.js open."""
    ties = list(lines(found))
    nodes = [{"data": {"id": iri, "name": stated["label"], **stated}} for iri, stated in _nodes(found, ties)]
    edges = [
        {
            "data": {
                "id": line_id(line),
                "source": line.source,
                "target": line.target,
                "interaction": line.word,
                **stated,
            }
        }
        for line in ties
        for stated in (attributes(line),)
    ]
    return json.dumps({"elements": {"nodes": nodes, "edges": edges}}, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------------------------------------------------------
# Neo4j


def neo4j_csv(found: Records) -> Mapping[str, str]:
    """The two files of ``neo4j-admin database import``: the header says what each column is."""
    ties = list(lines(found))
    nodes = _csv(
        ["iri:ID", "name", "category", "owner:boolean", "same_as", ":LABEL"],
        (
            [iri, s["label"], s["category"], s["owner"], s["same_as"], s["kind"].capitalize()]
            for iri, s in _nodes(found, ties)
        ),
    )
    named = ("fact", "kind", "label", *_SLOTS)
    relations = _csv(
        [":START_ID", ":END_ID", ":TYPE", "first:date", "last:date", "confidence:float", *named],
        (
            [
                line.source,
                line.target,
                line.word,
                line.first,
                line.last,
                line.properties.get("confidence", ""),
                *(stated.get(name, "") for name in named),
            ]
            for line in ties
            for stated in (attributes(line),)
        ),
    )
    return {"nodes.csv": nodes, "relationships.csv": relations}


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    # neo4j-admin reads a field that ends a line within quotes only where it is told to.
    writer.writerows([re.sub(r"\s+", " ", cell) for cell in row] for row in rows)
    return text.getvalue()


def cypher(found: Records) -> str:
    """Statements for ``cypher-shell``; run twice, they change nothing the second time."""
    ties = list(lines(found))
    written = [
        "CREATE CONSTRAINT kg_iri IF NOT EXISTS FOR (n:Thing) REQUIRE n.iri IS UNIQUE;",
        *(_merged(iri, stated) for iri, stated in _nodes(found, ties)),
        *map(_related, ties),
    ]
    return "\n".join(written) + "\n"


def _merged(iri: str, stated: Mapping[str, Any]) -> str:
    properties = {"name": stated["label"], **{name: stated[name] for name in _NODE_ATTRIBUTES if name != "kind"}}
    set_ = ", ".join(f"n.{name} = {_quoted(value)}" for name, value in properties.items() if value)
    return f"MERGE (n:Thing {{iri: {_quoted(iri)}}}) SET n:{stated['kind'].capitalize()}, {set_};"


def _related(line: Line) -> str:
    stated = attributes(line)
    fields = {name: _quoted(value) for name, value in stated.items() if name not in ("word", "fact", "first", "last")}
    fields |= {name: f"date({_quoted(day)})" for name, day in (("first", line.first), ("last", line.last)) if day}
    set_ = ", ".join(f"r.`{name}` = {value}" for name, value in fields.items())
    return (
        f"MATCH (a:Thing {{iri: {_quoted(line.source)}}}), (b:Thing {{iri: {_quoted(line.target)}}}) "
        f"MERGE (a)-[r:{line.word} {{fact: {_quoted(line.fact)}}}]->(b) SET {set_};"
    )


def _quoted(text: str) -> str:
    """A text of Cypher: no page can end it, and a line stays one line.

    >>> _quoted("d'Alembert")
    "'d\\\\'Alembert'"
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


# ---------------------------------------------------------------------------------------------------------------
# Graphviz


def dot(found: Records) -> str:
    """A digraph for Graphviz; the picture of ``kg draw`` has its layout in it, this has the graph alone."""
    ties = list(lines(found))
    written = ["digraph kg {", '  node [shape=box, style="rounded,filled", fontname="sans-serif", fillcolor="white"];']
    for iri, stated in _nodes(found, ties):
        red, green, blue = COLOURS[stated["kind"]]
        written.append(f'  {_dot(iri)} [label={_dot(stated["label"])}, color="#{red:02x}{green:02x}{blue:02x}"];')
    for line in ties:
        written.append(f"  {_dot(line.source)} -> {_dot(line.target)} [label={_dot(line.word.lower())}];")
    return "\n".join([*written, "}", ""])


def _dot(text: str) -> str:
    # A backslash begins an escape in a label (\N is the node's name); doubled it is itself.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
