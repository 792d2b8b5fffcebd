"""Entities and facts to RDF: events, shortcuts, evidence, identity, and the files that hold them."""

from kg.graph.build import shortcuts, to_quads
from kg.graph.files import FORMATS, dataset, load, save

__all__ = ["FORMATS", "dataset", "load", "save", "shortcuts", "to_quads"]
