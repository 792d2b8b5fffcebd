"""The schema.org data of a person into the head of the person's site."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.export.exporting import exported, write

if TYPE_CHECKING:
    from rdflib import Graph

BEGIN = "<!-- kg embed: begin. What stands between these two lines is written anew each time. -->"
END = "<!-- kg embed: end -->"

#: Files that a site's theme puts into the head of each page, in the order in which they are looked for; then the page
#: itself. A theme that has such a file has it for this purpose.
HEADS: Sequence[str] = (
    "_includes/head/custom.html",  # AcademicPages, Minimal Mistakes
    "_includes/head-custom.html",  # the themes of GitHub Pages
    "_includes/custom-head.html",  # Minima
    "layouts/partials/extend_head.html",  # Hugo: PaperMod
    "layouts/partials/hooks/head-end.html",  # Hugo: Hugo Blox
    "_includes/head.html",
    "_includes/head.liquid",  # al-folio
    "_layouts/default.html",
    "index.html",
    "docs/index.html",
    "public/index.html",
)
_PAGE = frozenset({".html", ".htm", ".liquid"})
_HEAD_ENDS = re.compile(r"[ \t]*</head\s*>", re.IGNORECASE)
_BLOCK = re.compile(rf"{re.escape(BEGIN)}.*?{re.escape(END)}\n?", re.DOTALL)
# JSON has these in strings only: "<" could end the script, "{{" and "{%" are commands to Liquid and to Hugo.
_UNSAFE = re.compile(r"[<>&\u2028\u2029]|\{(?=[{%])")


def embed(graph: Graph, site: Path, *, into: Path | None = None, person: str | Sequence[str] = ()) -> tuple[Path, bool]:
    """Write the schema.org data of a person into a site's head, between two lines that mark it.

    Args:
        graph: the graph of the site.
        site: the site's folder, or one page of HTML.
        into: the file to write into; if None, the first of ``HEADS`` that the site has.
        person: name or IRI of the person; needed where the graph has several.

    Returns:
        The file, and whether it has changed.

    Raises:
        SettingsError: the site has no file for it, the file is no HTML or has the marks of a half-deleted block, or
            the graph has several people.
        GraphError: the graph has no page of a person, or the file cannot be written.
    """
    file = into or head_of(site)
    content = exported(graph, to="schema-org", person=person)
    assert isinstance(content, str)
    if '"@graph"' in content[:200]:
        raise SettingsError(f"{site}: the graph has several people, and a site is one's; choose with --person")
    if not json.loads(content)["mainEntity"].get("name"):
        raise SettingsError(f"{site}: no page of it says whose it is, and search engines need a name; write it there")
    old = _text(file)
    new = embedded(old, content, file=str(file))
    if new != old:
        write(file, new)
    return file, new != old


def head_of(site: Path) -> Path:
    """The file of a site that is in the head of its pages.

    Raises:
        SettingsError: there is none.
    """
    if not site.is_dir():
        return site
    for name in HEADS:
        file = site / name
        if file.is_file() and (name.startswith(("_includes/", "layouts/")) or _HEAD_ENDS.search(_text(file))):
            return file
    raise SettingsError(
        f"{site}: no file of it goes into the head of its pages; make {HEADS[0]} or what your theme reads, or name it "
        "with --into"
    )


def embedded(html: str, json_ld: str, *, file: str = "the page") -> str:
    """A page, or a part of a head, with JSON-LD in it: in place of what was embedded before, else at the head's end.

    >>> embedded("<head></head>", "{}").count("application/ld+json")
    1
    """
    end_of_line = "\r\n" if "\r\n" in html else "\n"
    safe = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json_ld.strip())
    block = f'{BEGIN}\n<script type="application/ld+json">\n{safe}\n</script>\n{END}\n'.replace("\n", end_of_line)
    if html.count(BEGIN) != html.count(END) or html.count(BEGIN) > 1:
        raise SettingsError(f"{file}: the marks of kg embed are not two lines, one after the other; delete them first")
    if BEGIN in html:
        return _BLOCK.sub(lambda _: block, html.replace(f"{END}\r\n", f"{END}\n"), count=1)
    end = _HEAD_ENDS.search(html)
    if end is not None:
        return html[: end.start()] + block + html[end.start() :]
    if re.search(r"<(?:html|body)\b", html, re.IGNORECASE):
        raise SettingsError(f"{file}: a page without </head>; add one, or name another file with --into")
    return html + ("" if html.endswith(end_of_line) or not html else end_of_line) + block


def _text(file: Path) -> str:
    if file.suffix.lower() not in _PAGE:
        raise SettingsError(f"{file}: no page of HTML ({', '.join(sorted(_PAGE))}); name one with --into")
    try:
        # With its line ends as they are.
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}); name another file with --into") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not in UTF-8; save it so first") from error
