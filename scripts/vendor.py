"""npm packages to the vendor folders: the JavaScript and the icons that pages carry, each with licence and version.

    python scripts/vendor.py            take the versions below again, and write what has changed
    python scripts/vendor.py --check    only say whether the folder is what the packages hold (exit status 1 if not)

Needs npm and node. Only the files named here are taken; nothing of a package is run but ``svgpath``, which turns the
arcs of the icons into curves that every drawing library knows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent / "kg"

#: The packages of each folder, and their versions.
VERSIONS: Mapping[str, Mapping[str, str]] = {
    "draw/vendor": {"vis-network": "10.1.5", "@mdi/js": "7.4.47", "svgpath": "2.6.0"},
    # Zazuko's is the YASGUI that is kept up. It is a fork of Triply's, whose package has the text of their licence.
    "serve/vendor": {"@zazuko/yasgui": "4.6.2", "@triply/yasgui": "4.2.28"},
}

#: A file of ours, and the package and the file in it that it is a copy of.
COPIES: Mapping[str, tuple[str, str]] = {
    # The build in dist/ needs no other package and, unlike standalone/, adds no style sheet to the page that runs it.
    "draw/vendor/vis-network.min.js": ("vis-network", "dist/vis-network.min.js"),
    "draw/vendor/vis-network.LICENSE.txt": ("vis-network", "LICENSE-MIT"),
    "draw/vendor/icons.LICENSE.txt": ("@mdi/js", "LICENSE"),
    "serve/vendor/yasgui.min.js": ("@zazuko/yasgui", "build/yasgui.min.js"),
    "serve/vendor/yasgui.min.css": ("@zazuko/yasgui", "build/yasgui.min.css"),
    "serve/vendor/yasgui.LICENSE.txt": ("@triply/yasgui", "LICENSE.txt"),
}

#: The icon of each kind of thing, by its name in Material Design Icons.
ICONS: Mapping[str, str] = {
    "person": "mdiAccount",
    "organization": "mdiBank",
    "place": "mdiMapMarker",
    "award": "mdiTrophy",
    "work": "mdiFileDocument",
    "event": "mdiCalendar",
    "topic": "mdiLightbulb",
    "course": "mdiSchool",
    "project": "mdiCube",
}

_AS_CURVES = """
const icons = require("./@mdi/js/commonjs/mdi.js"), path = require("./svgpath");
const wanted = JSON.parse(process.argv[1]), found = {};
for (const kind of Object.keys(wanted)) {
  found[kind] = path(icons[wanted[kind]]).abs().unarc().unshort().round(2).toString();
}
console.log(JSON.stringify(found));
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if the folder differs")
    only_check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        files = vendored(Path(folder))
    changed = sorted(name for name, content in files.items() if _held(name) != content)
    for name in changed:
        print(f"{name}: differs from its package" if only_check else f"{name}: written")
        if not only_check:
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_bytes(files[name])
    return 1 if only_check and changed else 0


def vendored(folder: Path) -> Mapping[str, bytes]:
    """The content of each file of the vendor folders, taken from the packages by way of ``folder``."""
    for packages in VERSIONS.values():
        for name, version in packages.items():
            _unpack(name, version, folder)
    files = {ours: (folder / package / theirs).read_bytes() for ours, (package, theirs) in COPIES.items()}
    files["draw/vendor/icons.json"] = _json(json.loads(_node(_AS_CURVES, json.dumps(ICONS), folder)))
    for place, packages in VERSIONS.items():
        files[f"{place}/versions.json"] = _json(
            {name: {"version": version, "license": _license(folder / name)} for name, version in packages.items()}
        )
    return files


def _unpack(name: str, version: str, folder: Path) -> None:
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    target = folder / name
    target.mkdir(parents=True)
    with tarfile.open(folder / archive) as packed:
        for member in packed.getmembers():
            member.name = member.name.partition("/")[2]  # all stands in one folder, mostly "package"
            if member.name:
                packed.extract(member, target, filter="data")


def _node(script: str, argument: str, folder: Path) -> str:
    return subprocess.run(
        ["node", "-e", script, argument], check=True, capture_output=True, text=True, cwd=folder
    ).stdout


def _license(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["license"])


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _held(name: str) -> bytes | None:
    path = ROOT / name
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
