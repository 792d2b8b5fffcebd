"""A graph as a service: SPARQL, the named questions, Linked Data and the explorer, over HTTP."""

from kg.serve.settings import Settings

__all__ = ["Settings"]
