"""A graph to one HTML file that works offline, or to a picture."""

from kg.draw.draw import VIEWS, draw, to_html

__all__ = ["VIEWS", "draw", "to_html"]
