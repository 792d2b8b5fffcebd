"""Facts to entities: who and what is the same, with the reasons."""

from kg.resolve.decisions import Row, add_decision, read_decisions
from kg.resolve.resolution import resolve
from kg.resolve.ror import build_ror_index

__all__ = ["Row", "add_decision", "build_ror_index", "read_decisions", "resolve"]
