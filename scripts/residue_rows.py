"""Files of a site template → rows for ``data/gazetteers/residue_values.csv``: a new version is a new row.

Example:
    python scripts/residue_rows.py al-folio 1.0 path/to/al-folio/_data/cv.yml >> data/gazetteers/residue_values.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.extract.residue import fingerprint, telling_words
from kg.read import read


def rows(template: str, version: str, files: list[Path]) -> list[str]:
    """One row a value of two words or more, sorted: a word alone is anybody's."""
    values = {field.value for file in files for field in read(file).fields if telling_words(field.value) > 1}
    return sorted(f"{fingerprint(value)},{template},{version}" for value in values)


if __name__ == "__main__":
    template, version, *files = sys.argv[1:]
    print("\n".join(rows(template, version, [Path(file) for file in files])))
