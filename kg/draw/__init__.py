"""A graph to one HTML file that works offline, or to a picture."""

from kg.draw.drawing import draw, show, to_html
from kg.draw.views import VIEWS

__all__ = ["VIEWS", "draw", "show", "to_html"]
