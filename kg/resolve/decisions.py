"""The user's word on who and what is the same: a small CSV file, read by every build, that always wins.

    decision,one,other,note
    merge,person/ada-lovelace-0123456789,letters.md#A. A. L.,she signed so
    split,organization/university-of-bologna,ada.md#UniBo,

``merge`` says that ``other`` is ``one``, whose IRI stays; ``split`` that the two are two. Each is the key of an entity
(its IRI without the base) or words on a page: ``SOURCE#WORDS``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SettingsError
from kg.model import EntityKind, Mention
from kg.resolve.links import Word
from kg.resolve.names import minted
from kg.resolve.standing import Read, Standing
from kg.whole import whole

COLUMNS = ("decision", "one", "other", "note")
_KEY = re.compile(rf"(?:{'|'.join(kind.value for kind in EntityKind)})/[a-z0-9][a-z0-9/-]*")
_WORDS = re.compile(r"(?P<source>[^#]+)#(?P<words>.+)")
#: Nobody writes so many decisions by hand; a file that is longer is another file.
_LONGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """One decision as the file has it, and where it stands."""

    decision: str
    one: str
    other: str
    note: str = ""
    where: str = ""


def read_decisions(path: Path) -> tuple[Row, ...]:
    """The decisions of a file, in its order.

    Raises:
        SettingsError: the file cannot be read, or a line of it is no decision.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise SettingsError(f"{path}: too long for a file of decisions; give the one that `kg identity` writes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as decisions ({error}); it is a CSV file in UTF-8") from error
    rows = []
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        if [name.strip() for name in header] != list(COLUMNS):
            raise SettingsError(f"{path}, line 1: the columns of a file of decisions are {','.join(COLUMNS)}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(path, reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        where = f"{path}, line {max(reader.line_num, 1)}"
        raise SettingsError(f"{where}: not CSV ({error}); close the quotation mark, or take the line out") from error
    return tuple(rows)


def _row(path: Path, number: int, cells: Sequence[str]) -> Row:
    where = f"{path}, line {number}"
    if not 3 <= len(cells) <= 4:
        cure = 'put words with a comma between quotation marks, as "a.md#X, Y"'
        raise SettingsError(f"{where}: {len(cells)} cells in place of {','.join(COLUMNS)}; {cure}")
    decision, one, other = cells[:3]
    if decision not in ("merge", "split"):
        raise SettingsError(f"{where}: {decision!r} is no decision; write merge or split")
    for side in (one, other):
        if not (_KEY.fullmatch(side) or _WORDS.fullmatch(side)):
            cure = "write the key of an entity, as person/ada-1b2c, or SOURCE#WORDS, as ada.md#A. Lovelace"
            raise SettingsError(f"{where}: {side!r} names nothing; {cure}")
    if one == other:
        raise SettingsError(f"{where}: {one!r} stands on both sides; name another on one of them")
    return Row(decision, one, other, cells[3] if len(cells) > 3 else "", where)


_PRIVATE = 0o600


def add_decision(path: Path, row: Row) -> bool:
    """Write one decision at the end of a file, which is made if it is missing; False where it stands there already.

    A decision that says the opposite of the same two is taken out.

    Raises:
        SettingsError: the decision names nothing, or the file holds something else.
    """
    _row(path, 0, (row.decision, row.one, row.other, row.note))
    rows = read_decisions(path) if path.exists() else ()
    if any((r.decision, {r.one, r.other}) == (row.decision, {row.one, row.other}) for r in rows):
        return False
    kept = [r for r in rows if {r.one, r.other} != {row.one, row.other}]
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as half:
        half.chmod(_PRIVATE)
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows((r.decision, r.one, r.other, r.note) for r in (*kept, row))
    return True


# ---------------------------------------------------------------------------------------------------------------
# what the rows mean for the pages of one build


def applied(
    rows: Sequence[Row], pages: Sequence[Read], is_known: Callable[[str], bool] = lambda key: False
) -> tuple[list[Read], list[Word]]:
    """The pages with the mentions that the user split off on keys of their own, and the user's words by keys.

    ``is_known`` says of a key whether a gazetteer has it, though no page names it. What speaks of pages and entities
    that are not of this build has no effect in it.

    Raises:
        SettingsError: a row joins things of two kinds, or splits a key from itself.
    """
    if not rows:
        return list(pages), []
    own: dict[str, dict[Mention, Standing]] = {page.profile.source: dict(page.standings) for page in pages}
    known = {standing.key for standings in own.values() for standing in standings.values()}
    known |= {side for row in rows for side in (row.one, row.other) if _KEY.fullmatch(side) and is_known(side)}
    parted: list[Row] = []
    for row in rows:
        if row.decision == "split" and _WORDS.fullmatch(row.other):
            known |= set(_split_off(row, own, known))
            parted.append(row)
    found = [word for row in rows for word in _words(row, own, known, row in parted)]
    return [Read(page.profile, own[page.profile.source]) for page in pages], found


def _mentions(side: str, own: Mapping[str, Mapping[Mention, Standing]]) -> list[Standing]:
    """The standings of words on a page, in the order of their kinds."""
    shape = _WORDS.fullmatch(side)
    if shape is None:
        return []
    standings = own.get(shape["source"], {})
    return sorted((s for m, s in standings.items() if m.text == shape["words"]), key=lambda s: (s.mention.kind, s.key))


def _keys(side: str, own: Mapping[str, Mapping[Mention, Standing]], known: set[str]) -> list[str]:
    if _KEY.fullmatch(side):
        return [side] if side in known else []
    return list(dict.fromkeys(standing.key for standing in _mentions(side, own)))


def _split_off(row: Row, own: Mapping[str, dict[Mention, Standing]], known: set[str]) -> Iterator[str]:
    """Gives the words of the other side a key of their own where the two sides have one."""
    keys = set(_keys(row.one, own, known))
    for standing in _mentions(row.other, own):
        if standing.key in keys:
            stated = standing.mention
            key = minted(stated.kind.value, stated.text, "split", stated.profile, stated.text)
            reasons = ("the user says that it is another",)
            own[stated.profile][stated] = Standing(stated, key, 1.0, reasons, by=_by(row))
            yield key


def _words(row: Row, own: Mapping[str, Mapping[Mention, Standing]], known: set[str], is_parted: bool) -> Iterator[Word]:
    ones, others = _keys(row.one, own, known), _keys(row.other, own, known)
    if not ones or not others:
        return
    pairs = [(one, other) for one in ones for other in others if _kind(one) == _kind(other)]
    if not pairs:
        raise SettingsError(
            f"{row.where}: {row.one!r} is of the kind {_kind(ones[0])} and {row.other!r} of {_kind(others[0])}; "
            f"only things of one kind can be one"
        )
    for one, other in pairs:
        if one != other:
            yield Word(one, other, row.decision == "merge", _by(row))
        elif row.decision == "split" and not is_parted:
            cure = "name the words that mean another as the second, SOURCE#WORDS"
            raise SettingsError(f"{row.where}: both sides are {one}; {cure}")


def _kind(key: str) -> str:
    return key.split("/", 1)[0]


def _by(row: Row) -> str:
    """Who decided, without the folder: the same file gives the same graph wherever it lies."""
    return re.split(r"[/\\\\]", row.where)[-1]
