"""Files and folders → source texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.errors import InputError

#: Larger files are no profile pages. Reading takes about a second a megabyte, and what comes after it more.
MAX_BYTES = 5_000_000
#: A PDF or a DOCX has pictures and fonts in it beside the text.
MAX_WRITTEN_BYTES = 20_000_000
#: A folder or an archive of more files than these is no site of a person.
MAX_FILES = 20_000
_SKIPPED_FOLDERS = frozenset({"node_modules", "_site", "__pycache__", "venv", "vendor"})
_SKIPPED_NAMES = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct"})
_CHARSET = re.compile(
    rb"""
      <meta   [^>]{0,200}  charset \s* = \s* ["']? \s* ([A-Za-z0-9_-]{2,30})
    | <\?xml [^>]{0,80}   encoding = ["'] ([A-Za-z0-9_-]{2,30})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Names of the encodings that pages had before UTF-8. Python knows others, some of them slow, that no page has.
_OLD = re.compile(r"(?:iso|latin|cp\d|windows|gb|big5|euc|shift|sjis|koi8|mac|tis)", re.IGNORECASE)
#: Bytes that no text has, but for a few; a larger part of them makes a file a binary.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\f\r\x1b")
_MOST_CONTROLS = 0.02


def find_pages(path: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """All files below a folder with one of the suffixes, in the order of their paths; a file gives itself.

    Hidden files, what a site generator or a package manager puts there, READMEs and links that lead out of the
    folder are passed over.

    Raises:
        InputError: there is no such file or folder, or a folder cannot be listed.
    """
    if path.is_file():
        yield path
        return
    yield from (page for page in all_files(path) if page.suffix.lower() in suffixes)


def all_files(path: Path) -> Iterator[Path]:
    """All files below a folder, of whatever suffix, in the order of their paths, without those that no one means.

    Raises:
        InputError: there is no such folder, or it cannot be listed.
    """
    if not path.is_dir():
        raise InputError(f"{path}: no such file or folder; give a page or a folder of pages")
    root = path.resolve()
    # Folder by folder, each in the order of names: whoever wants the first thousand files does not wait for a million.
    left = [path]
    while left:
        entry = left.pop()
        if entry is not path and (entry.name.startswith(".") or (entry.is_symlink() and not stays(entry, root))):
            continue
        if entry.is_dir():
            if entry is path or not (entry.is_symlink() or entry.name in _SKIPPED_FOLDERS):
                left += sorted(entries(entry), key=lambda inner: inner.name, reverse=True)
        elif entry.stem.lower() not in _SKIPPED_NAMES and entry.is_file():
            yield entry


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, in no order."""
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed ({error.strerror}); check its permissions") from error


def stays(link: Path, root: Path) -> bool:
    """Whether a path leads to something inside ``root``, which is resolved."""
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link to itself
        return False


def read_bytes(path: Path, *, is_text: bool = True) -> bytes:
    """The bytes of a file that may hold a profile page: of a text, or of a PDF or a DOCX."""
    most = MAX_BYTES if is_text else MAX_WRITTEN_BYTES
    try:
        if not path.exists():
            raise InputError(f"{path}: no such file; give a page or a folder of pages")
        if not path.is_file():
            raise InputError(f"{path}: a folder or a device, not a file; give a page")
        if (size := path.stat().st_size) > most:
            limit = f"{most // 1_000_000} MB"
            raise InputError(
                f"{path}: {size / 1e6:.1f} MB is more than the {limit} of a page; take out what is embedded"
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason}); check its name and its permissions") from error
    if is_text and _is_binary(data):
        raise InputError(f"{path}: a binary file, not a text; give the page's Markdown, HTML or YAML source")
    return data


def _is_binary(data: bytes) -> bool:
    if data.startswith(_UTF16):
        return False
    return b"\0" in data or len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding if that is not UTF-8, else an empty string.

    An old page is read rather than refused: its evidence counts characters of the decoded text, which are the same
    however the file is decoded, but for the Far East, where pages declare what they use.
    """
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace"), "utf-16"
    declared = _CHARSET.search(data[:2048])
    name = (declared[1] or declared[2]).decode().lower() if declared else ""
    for encoding in ("utf-8-sig", *([name] if _OLD.match(name) else []), "cp1252"):
        try:
            return data.decode(encoding), "" if encoding == "utf-8-sig" else encoding
        except (UnicodeDecodeError, LookupError):
            continue  # the next one then; the last one below takes any byte
    return data.decode("latin-1"), "latin-1"
