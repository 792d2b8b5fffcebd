"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, to be written inside the block; it takes its place when the block ends.

    It has the rights that any new file gets. When the block raises, ``path`` stays as it was and nothing is left.

    Raises:
        OSError: it cannot be made or moved.
    """
    # Beside it, so that the move is within one file system and happens at once.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    half = Path(name)
    try:
        mask = os.umask(0)  # mkstemp keeps others out
        os.umask(mask)
        half.chmod(0o666 & ~mask)
        yield half
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
