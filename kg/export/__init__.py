"""A graph to every other format: for the owner of a page, for graph tools, for linked data.

The room is loaded when something of it is first asked for, so that ``kg --help`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.export.exporting import EXPORTERS, export, exported
    from kg.export.heads import embed
    from kg.export.network import to_networkx

__all__ = ["EXPORTERS", "embed", "export", "exported", "to_networkx"]

_FROM = {"embed": "heads", "to_networkx": "network"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FROM.get(name, 'exporting')}"), name)
