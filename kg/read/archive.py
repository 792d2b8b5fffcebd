"""An archive of a site (``.zip``, ``.tar.gz``) → its text files in a folder of their own.

An archive is a stranger's: nothing is written outside the folder, no link and no device is made, and what unpacks to
more than a site ever holds is refused before it fills memory or disk.
"""

from __future__ import annotations

import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

from kg.errors import InputError
from kg.read.files import MAX_BYTES, MAX_FILES

#: Larger archives are no site of text; and what one unpacks to, images and all.
MAX_ARCHIVE = 200_000_000
MAX_UNPACKED = 500_000_000
#: Bytes of text that are written. A directory of a ZIP file that is longer lists more files than a site has.
MAX_WRITTEN = 100_000_000
_MAX_DIRECTORY = 10_000_000
_LONGEST_NAME = 200

#: A member's name, and a function that reads as many of its bytes as it is told.
_Member = tuple[str, Callable[[int], bytes]]

_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an encrypted member
    NotImplementedError,  # a compression that Python has no code for
    struct.error,
)


def is_archive(path: Path) -> bool:
    """Whether a file's name says that it is an archive."""
    return _suffix(path) in _MEMBERS


def unpack(path: Path, into: Path, suffixes: frozenset[str]) -> None:
    """Write the files of an archive that have one of the suffixes into a folder that exists.

    Raises:
        InputError: it is no archive, or it unpacks to more than a site ever holds.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file; check the spelling, or the folder you are in")
    if path.stat().st_size > MAX_ARCHIVE:
        raise InputError(f"{path}: more than {MAX_ARCHIVE // 1_000_000} MB; unpack it and give its folder")
    written = 0
    try:
        for count, (name, read) in enumerate(_MEMBERS[_suffix(path)](path)):
            if count > MAX_FILES:
                raise _too_much(path, f"{MAX_FILES:,} files")
            target = _target(into, name)
            if target is None or target.suffix.lower() not in suffixes:
                continue
            data = read(MAX_BYTES + 1)
            written += len(data)
            if written > MAX_WRITTEN:
                raise _too_much(path, f"{MAX_WRITTEN // 1_000_000} MB of text")
            _write(target, data)
    except _BROKEN as error:
        raise InputError(f"{path}: not an archive that can be read ({error}); pack it again") from error


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((suffix for suffix in _MEMBERS if name.endswith(suffix)), "")


def _too_much(path: Path, limit: str) -> InputError:
    return InputError(f"{path}: unpacks to more than {limit}; give the folder of the site's own files")


def _target(into: Path, name: str) -> Path | None:
    """Where a member goes, or None for a name that leads elsewhere or that no file has."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        return None
    if any("\0" in part or len(part.encode(errors="replace")) > _LONGEST_NAME for part in parts) or len(parts) > 30:
        return None
    if parts[0] == "__MACOSX":  # what a Mac packs beside the files
        return None
    return into.joinpath(*parts)


def _write(target: Path, data: bytes) -> None:
    # A name that is a file and a folder at once: the first one stays.
    with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)


def _zipped(path: Path) -> Iterator[_Member]:
    if _directory_size(path) > _MAX_DIRECTORY:
        raise _too_much(path, f"{MAX_FILES:,} files")
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # The upper half of the attributes is the Unix mode; a link is a file that holds an address.
            if not info.is_dir() and (info.external_attr >> 28) in (0, 0o10):

                def read(limit: int, info: zipfile.ZipInfo = info) -> bytes:
                    with archive.open(info) as member:
                        return member.read(limit)

                yield info.filename, read


_END_OF_ZIP = b"PK\x05\x06"


def _directory_size(path: Path) -> int:
    """Bytes of a ZIP file's directory, which the library reads whole; 0 if the file has none."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 66_000, 0))
        tail = file.read()
    at = tail.rfind(_END_OF_ZIP)
    return int(struct.unpack_from("<I", tail, at + 12)[0]) if 0 <= at <= len(tail) - 16 else 0


def _tarred(path: Path) -> Iterator[_Member]:
    with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as archive:
        unpacked = 0
        for info in archive:
            unpacked += info.size
            if unpacked > MAX_UNPACKED:
                raise _too_much(path, f"{MAX_UNPACKED // 1_000_000} MB")
            if info.isreg() and (member := archive.extractfile(info)) is not None:
                yield info.name, _reader(member)


def _reader(member: IO[bytes]) -> Callable[[int], bytes]:
    return member.read


_MEMBERS: Mapping[str, Callable[[Path], Iterator[_Member]]] = {
    ".zip": _zipped,
    ".tar.gz": _tarred,
    ".tgz": _tarred,
    ".tar.xz": _tarred,
    ".tar.bz2": _tarred,
    ".tar": _tarred,
}
