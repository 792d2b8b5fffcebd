"""Where the files lie that travel with the program: ontology, queries, gazetteers, model."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """A file or folder of ``ontology/`` or ``data/``, in a checkout or in an installed wheel.

    >>> resource("ontology", "queries").is_dir()
    True
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)
