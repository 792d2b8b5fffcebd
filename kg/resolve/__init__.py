"""Facts to entities: who and what is the same, with the reasons."""

from kg.resolve.resolution import resolve
from kg.resolve.ror import build_ror_index

__all__ = ["build_ror_index", "resolve"]
