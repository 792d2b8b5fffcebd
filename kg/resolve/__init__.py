"""Facts to entities: who and what is the same, with the reasons."""

from kg.resolve.resolution import resolve

__all__ = ["resolve"]
