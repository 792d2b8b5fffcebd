"""The whole way from a graph to files of another format: read the records, choose the people, write."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError, SettingsError
from kg.export.bibliography import bibtex, csl_json
from kg.export.cv_yaml import al_folio, rendercv
from kg.export.dataset import description
from kg.export.frames import framed
from kg.export.latex_cv import latex_cv
from kg.export.markdown_cv import markdown_cv
from kg.export.nanopubs import nanopubs
from kg.export.network_files import cypher, cytoscape, dot, gexf, graphml, neo4j_csv
from kg.export.records import Records, records
from kg.export.resume import academicpages, json_resume
from kg.export.schema_org import schema_org
from kg.export.vivo import vivo

if TYPE_CHECKING:
    from rdflib import Graph

#: One file's text, or the texts of a folder's files by their names.
Content = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: how records become its text, the suffix of its file (none: a folder), what it is, in a few words.

    ``one`` says that it holds one person's facts.
    """

    write: Callable[[Records], Content]
    suffix: str
    about: str
    one: bool = False


#: All formats. A new one is a module and a row.
EXPORTERS: Mapping[str, Exporter] = {
    "schema-org": Exporter(schema_org, ".jsonld", "the profile page that search engines read, JSON-LD"),
    "json-resume": Exporter(json_resume, ".json", "a résumé by the JSON Resume schema", one=True),
    "academicpages": Exporter(academicpages, ".json", "_data/cv.json of an AcademicPages site", one=True),
    "al-folio": Exporter(al_folio, ".yml", "_data/cv.yml of an al-folio site", one=True),
    "rendercv": Exporter(rendercv, ".yaml", "the input of RenderCV", one=True),
    "bibtex": Exporter(bibtex, ".bib", "the works, for LaTeX and reference managers"),
    "csl-json": Exporter(csl_json, ".json", "the works, for citeproc, pandoc and Zotero"),
    "graphml": Exporter(graphml, ".graphml", "the network, for yEd, igraph, networkx and many more"),
    "gexf": Exporter(gexf, ".gexf", "the network for Gephi, with its days"),
    "cytoscape": Exporter(cytoscape, ".cyjs", "the network for Cytoscape and Cytoscape.js"),
    "neo4j-csv": Exporter(neo4j_csv, "", "the network as a folder for neo4j-admin database import"),
    "cypher": Exporter(cypher, ".cypher", "the network as statements for cypher-shell"),
    "dot": Exporter(dot, ".dot", "the network for Graphviz"),
    "json-ld-framed": Exporter(framed, ".jsonld", "a tree for each person, JSON-LD"),
    "vivo": Exporter(vivo, ".ttl", "statements that a VIVO loads, Turtle"),
    "nanopubs": Exporter(nanopubs, ".trig", "a nanopublication for each fact, TriG"),
    "void": Exporter(description, ".ttl", "VoID and DCAT: what is in the graph, Turtle"),
    "markdown-cv": Exporter(markdown_cv, ".md", "a CV that kg build reads back", one=True),
    "latex-cv": Exporter(
        latex_cv, ".tex", "a CV for xelatex, lualatex or, with Latin letters only, pdflatex", one=True
    ),
}


def export(graph: Graph, path: Path | str, *, to: str, person: str | Sequence[str] = ()) -> None:
    """Write a graph in another format, whole or not at all.

    Args:
        graph: as ``kg.graph.load`` gives it, or any graph of rdflib.
        path: the file to write, or the folder for a format of several files.
        to: one of ``EXPORTERS``.
        person: names or IRIs of owners of pages; all of them if empty.

    Raises:
        SettingsError: no such format, nobody of that name, or several people for a format that holds one.
        GraphError: the graph has no page of a person, or the file cannot be written.
    """
    write(Path(path), exported(graph, to=to, person=person))


def exported(graph: Graph, *, to: str, person: str | Sequence[str] = ()) -> Content:
    """What ``export`` writes, as text."""
    if to not in EXPORTERS:
        raise SettingsError(f"no format {to!r}; kg exports to {', '.join(EXPORTERS)}")
    exporter = EXPORTERS[to]
    found = records(graph, people=[person] if isinstance(person, str) else person)
    if exporter.one and len(found.people) > 1:
        some = ", ".join(person.thing.name for person in found.people[:3])
        raise SettingsError(
            f"{to} holds one person, and {len(found.people)} are asked for ({some}, …); choose with --person"
        )
    return exporter.write(found)


def write(path: Path, content: Content) -> None:
    """Write a file, or a folder of files, whole or not at all.

    Raises:
        GraphError: it cannot be written.
    """
    try:
        _write(path, content)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror}); choose another place with -o") from error


def _write(path: Path, content: Content) -> None:
    # Beside it, so that the move is within one file system and happens at once.
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
        whole = Path(beside) / "whole"
        if isinstance(content, str):
            whole.write_text(content, encoding="utf-8", newline="")
            whole.replace(path)
            return
        whole.mkdir()
        for name, text in content.items():
            (whole / name).write_text(text, encoding="utf-8", newline="")
        _replace_folder(whole, path, content)


def _replace_folder(whole: Path, path: Path, content: Mapping[str, str]) -> None:
    # Files of somebody else in the folder stay: only ours are replaced.
    path.mkdir(exist_ok=True)
    for name in content:
        (whole / name).replace(path / name)
    shutil.rmtree(whole)
