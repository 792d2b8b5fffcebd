"""A graph against the shapes of the ontology: what does not hold, and where."""

from kg.check.shapes import Report, Violation, check

__all__ = ["Report", "Violation", "check"]
