"""Files and folders → source texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.errors import InputError

#: Larger files are no profile pages. Reading takes about a second a megabyte, and what comes after it more.
MAX_BYTES = 5_000_000
_SKIPPED_FOLDERS = frozenset({"node_modules", "_site", "__pycache__", "venv", "vendor"})
_SKIPPED_NAMES = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct"})
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})|<\?xml[^>]{0,80}encoding=["']([A-Za-z0-9_-]{2,30})""", re.I)


def find_pages(path: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """All files below a folder with one of the suffixes, sorted; hidden and generated ones are passed over."""
    if path.is_file():
        yield path
        return
    root = path.resolve()
    folders = [path]
    found: list[Path] = []
    while folders:
        for entry in folders.pop().iterdir():
            if entry.name.startswith(".") or not entry.resolve().is_relative_to(root):
                continue
            if entry.is_dir():
                if not entry.is_symlink() and entry.name not in _SKIPPED_FOLDERS:
                    folders.append(entry)
            elif entry.is_file() and entry.suffix.lower() in suffixes and entry.stem.lower() not in _SKIPPED_NAMES:
                found.append(entry)
    yield from sorted(found, key=lambda page: page.relative_to(path).parts)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may hold a profile page."""
    try:
        if not path.is_file():
            raise InputError(f"{path}: not a file; give a page or a folder of pages")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; give the page without what is embedded in it")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path}: a binary file, not a text; give the page's Markdown, HTML or YAML source")
    return data


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding that was not UTF-8, or an empty string."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:2048])
    if declared:
        name = (declared[1] or declared[2]).decode()
        try:
            return data.decode(name), name.lower()
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
