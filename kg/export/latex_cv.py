"""A person to a CV in LaTeX that stands by itself: pdflatex, xelatex and lualatex make a PDF of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.export.cv import TITLE, Entry, Style, Words, contacts, introduction, sections
from kg.export.records import Records

_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
\else
  \usepackage{fontspec}
\fi
\usepackage[margin=25mm]{geometry}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\pagestyle{plain}
"""

_SPECIAL: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
}
_FOUND = re.compile("|".join(map(re.escape, _SPECIAL)))
# TeX has no way to write these; a blank stands for all white space, an empty line would end a paragraph.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_STYLES = {Style.PLAIN: "{}", Style.STRONG: "\\textbf{{{}}}", Style.EMPHASIS: "\\emph{{{}}}"}


def latex_cv(records: Records) -> str:
    """An article with a section for each kind of fact."""
    (person,) = records.people
    name = escaped(person.name or TITLE)
    lines = [
        _HEAD + f"\\hypersetup{{pdftitle={{{name}}}}}",
        "",
        "\\begin{document}",
        f"{{\\LARGE {name}}}\\par\\medskip",
    ]
    lines += [f"{escaped(label)}: {_written(words)}\\par" for label, words in contacts(person)]
    lines += ["", *(f"{escaped(said)}\\par" for said in introduction(person))]
    for section in sections(person):
        items = (f"  \\item {_item(entry)}" for entry in section.entries)
        lines += ["", f"\\section*{{{escaped(section.title)}}}", "\\begin{itemize}", *items, "\\end{itemize}"]
    return "\n".join([*lines, "", "\\end{document}", ""])


def _item(entry: Entry) -> str:
    text = "".join(map(_written, entry))
    return f"{{}}{text}" if text.startswith("[") else text  # \item[…] would be its label


def _written(words: Words) -> str:
    text = _STYLES[words.style].format(escaped(words.text))
    return f"\\href{{{_address(words.url)}}}{{{text}}}" if words.url else text


def _address(url: str) -> str:
    # hyperref reads an address as it stands but for these.
    return re.sub(r"[\\{}^~%#&]", lambda found: _IN_ADDRESS.get(found[0], f"\\%{ord(found[0]):02X}"), url)


_IN_ADDRESS = {"%": r"\%", "#": r"\#", "&": r"\&"}


def escaped(text: str) -> str:
    """Text that TeX sets to the letter.

    >>> escaped("50% of R&D_1")
    '50\\\\% of R\\\\&D\\\\_1'
    """
    folded = re.sub(r"\s+", " ", _CONTROL.sub("", text))
    return _FOUND.sub(lambda found: _SPECIAL[found[0]], folded)
