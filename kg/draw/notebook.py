"""A graph that shows itself when it is the last value of a notebook's cell, in Jupyter and in VS Code."""

from __future__ import annotations

from html import escape

from rdflib import Dataset

from kg.draw.drawing import show
from kg.errors import GraphError


class ShownGraph(Dataset):
    """rdflib's dataset with a picture of itself.

    >>> from kg import build
    >>> build("data/profiles")  # doctest: +SKIP
    """

    def _repr_html_(self) -> str:
        try:
            return show(self)._repr_html_()
        except GraphError as error:  # an empty graph: a cell shows a sentence and not a traceback
            return f"<p>{escape(str(error))}</p>"
