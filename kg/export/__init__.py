"""A graph to every other format: for the owner of a page, for graph tools, for linked data."""

from kg.export.exporting import EXPORTERS, export, exported
from kg.export.network import to_networkx

__all__ = ["EXPORTERS", "export", "exported", "to_networkx"]
