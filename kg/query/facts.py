"""A graph to the thirteen fact tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Kind
from kg.query.rows import Rows, every_row

if TYPE_CHECKING:
    import rdflib


def facts_tables(graph: rdflib.Graph) -> dict[Kind, Rows]:
    """Each kind's table: ``person``, ``source`` and the kind's slots, one row a fact.

    Text is as written on the page and dates are EDTF. Several values of a slot stand in one cell, joined by `` | ``.
    """
    return {kind: every_row(graph, kind.value) for kind in Kind}
