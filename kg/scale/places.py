"""The files of a run: in a folder, or in an object store by fsspec. A file is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import InputError, SettingsError
from kg.whole import whole


@dataclass(frozen=True, slots=True)
class Place:
    """A folder by its path, or by an address such as ``s3://bucket/run``."""

    url: str

    @property
    def is_local(self) -> bool:
        return "://" not in self.url

    def path(self, name: str) -> Path:
        """Where a file of a local place lies."""
        return Path(self.url) / name


@lru_cache(maxsize=8)
def _remote(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise SettingsError(f"{url}: fsspec is not installed; run: pip install 'researcher-kg[cluster]'") from error
    try:
        return cast(tuple[Any, str], url_to_fs(url))
    except (ImportError, ValueError) as error:  # a protocol that needs a package of its own, or none at all
        raise SettingsError(f"{url}: cannot be opened ({error})") from error


def exists(place: Place, name: str) -> bool:
    if place.is_local:
        return place.path(name).exists()
    files, root = _remote(place.url)
    return bool(files.exists(f"{root}/{name}"))


@contextmanager
def opened(place: Place, name: str) -> Iterator[IO[bytes]]:
    """A file to read, in parts if need be."""
    if place.is_local:
        with place.path(name).open("rb") as file:
            yield file
        return
    files, root = _remote(place.url)
    with files.open(f"{root}/{name}", "rb") as file:
        yield file


def read(place: Place, name: str) -> bytes:
    with opened(place, name) as file:
        return file.read()


def write(place: Place, name: str, content: bytes) -> None:
    """Write a file; who looks meanwhile, or after a kill, sees none or all of it."""
    if not place.is_local:
        files, root = _remote(place.url)
        # One request to an object store, which shows an object when it has all of it; a folder needs a move.
        folder, _, short = f"{root}/{name}".rpartition("/")
        files.makedirs(folder, exist_ok=True)
        files.pipe_file(f"{folder}/.{short}.{os.getpid()}", content)
        files.mv(f"{folder}/.{short}.{os.getpid()}", f"{folder}/{short}")
        return
    path = place.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as half:
        half.chmod(0o644)  # workers of other users read it, too
        half.write_bytes(content)


def pages_at(place: Place, suffixes: frozenset[str]) -> list[str]:
    """The names of the pages beneath an address, sorted; what is hidden or set apart by ``_`` is passed over."""
    files, root = _remote(place.url)
    names = sorted(found.removeprefix(root).lstrip("/") for found in files.find(root))
    shown = [name for name in names if not any(part[0] in "._" for part in name.split("/"))]
    return [name for name in shown if Path(name).suffix.lower() in suffixes]


def fetch(place: Place, name: str, folder: Path) -> Path:
    """Copy a file from an address into a folder, under its name.

    Raises:
        InputError: it is gone, or its name leads out of the folder.
    """
    files, root = _remote(place.url)
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{place.url}/{name}: a name that leads elsewhere; rename the file")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        files.get_file(f"{root}/{name}", str(target))
    except OSError as error:
        raise InputError(f"{place.url}/{name}: cannot be read ({error})") from error
    return target
