"""What docs/ says is so: commands run and say what the page shows, files and links are there, tables follow the code.

A ```console block is run: a line that begins with ``$`` is a command, and the lines below it must be found in what it
says, in their order; ``…`` stands for anything. A page is run from its first block to its last, in one folder. A block
of ```sh shows how something is called, and is not run. A block of Python is run where ``<!-- run -->`` stands above it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SAMPLES

from kg.export import EXPORTERS
from kg.version import __version__

BIN = Path(sys.executable).parent
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
#: The pages about how the project is used and changed; those of single rooms stand with their rooms.
OURS = (
    "adding-a-kind.md",
    "adding-a-reader.md",
    "exports.md",
    "ontology.md",
    "own-page.md",
    "questions.md",
    "security.md",
    "tour.md",
)
OTHERS = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")
}


def test_the_pages_are_there():
    assert set(OURS) <= set(PAGES)


# ---------------------------------------------------------------------------------------------------------------
# commands


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a page, each with the lines that it must say."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        said: list[str] = []
        command = ""
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, said
                command, said = line[2:], []
            else:
                said.append(line)
        if command:
            yield command, said


def as_pattern(lines: list[str]) -> re.Pattern[str]:
    """Lines in their order, perhaps with others between them."""
    patterns = (".*".join(map(re.escape, line.split("…"))) for line in lines)
    return re.compile("".join(f"(?:.*\\n)*?{pattern}\\n" for pattern in patterns))


WITH_COMMANDS = [name for name, text in PAGES.items() if "```console" in text]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader stands: a page of their own, and the samples."""
    shutil.copy(SAMPLES / "born.md", tmp_path / "about.md")
    (tmp_path / "data").symlink_to(ROOT / "data")
    return tmp_path


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "400"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_pages_show_commands():
    assert set(WITH_COMMANDS) >= {"tour.md", "own-page.md", "exports.md", "questions.md", "ontology.md", "security.md"}
    assert sum(len(list(steps(PAGES[name]))) for name in WITH_COMMANDS) >= 35


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_the_commands_of_a_page_run_and_say_what_it_shows(name, folder):
    for command, said in steps(PAGES[name]):
        done = shell(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        assert as_pattern(said).match(f"{done.stdout.rstrip()}\n"), f"{command}\n{done.stdout[:3000]}"


def test_what_is_not_said_is_noticed():
    assert as_pattern(["one", "…ee"]).match("one\ntwo\nthree\n")
    assert not as_pattern(["two", "one"]).match("one\ntwo\nthree\n")


@pytest.mark.parametrize("name", [name for name, text in PAGES.items() if "<!-- run -->" in text])
def test_the_python_of_a_page_runs(name, folder):
    (code,) = re.findall(r"^<!-- run -->\n```python\n(.*?)^```", PAGES[name], re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Erlangen" in done.stdout and "MultiDiGraph" in done.stdout


# ---------------------------------------------------------------------------------------------------------------
# links and names


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_what_a_page_links_to_is_there(name):
    folder = ROOT / "docs" if name in PAGES else ROOT
    links = re.findall(r"\]\(((?!https?:)[^)#\s]+)(?:#[^)]*)?\)", {**PAGES, **OTHERS}[name])
    assert [link for link in links if not (folder / link).exists()] == []


_PATH = re.compile(r"`((?:kg|tests|docs|data|ontology|notebooks|scripts|benchmarks)/[\w./-]+)`")


@pytest.mark.parametrize("name", OURS)
def test_the_files_that_a_page_names_are_there(name):
    assert [path for path in _PATH.findall(PAGES[name]) if not (ROOT / path).exists() and "NAME" not in path] == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param("EXTRACTORS", "kg/extract/__init__.py", id="extractors"),
        pytest.param("READERS", "kg/read/__init__.py", id="readers"),
        pytest.param("FORMATS", "kg/read/__init__.py", id="formats of files"),
        pytest.param("ASKED_FOR", "kg/read/__init__.py", id="files that lie about"),
        pytest.param("WRITTEN", "kg/read/__init__.py", id="formats that are no text"),
        pytest.param("DIALECTS", "kg/read/dialects.py", id="data formats"),
        pytest.param("LAYOUTS", "kg/read/site.py", id="layouts of sites"),
        pytest.param("NAMES", "kg/mentions.py", id="what a slot names"),
        pytest.param("TIES", "kg/draw/rdf.py", id="lines of a drawing"),
        pytest.param("WAYS", "kg/export/network.py", id="lines of a network"),
        pytest.param("HEADS", "kg/export/heads.py", id="heads of sites"),
    ],
)
def test_the_tables_that_pages_send_to_are_where_they_say(name, file):
    assert re.search(rf"^{name}\b.*=", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert any(f"`{name}`" in PAGES[page] for page in OURS)


# ---------------------------------------------------------------------------------------------------------------
# tables


def test_the_parts_that_follow_from_the_code_do():
    done = subprocess.run([sys.executable, "scripts/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}; run python scripts/docs.py"


def test_the_table_of_exports_has_all_of_them():
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*?) \| .*? \|$", PAGES["exports.md"], re.MULTILINE))
    assert {name: rows.get(name) for name in EXPORTERS} == {
        name: exporter.about.replace("_data/cv", "`_data/cv")
        .replace(".json of", ".json` of")
        .replace(".yml of", ".yml` of")
        for name, exporter in EXPORTERS.items()
    }


def test_the_number_of_formats_is_right():
    assert len(EXPORTERS) == 19
    assert "nineteen formats" in PAGES["tour.md"] and "nineteen formats" in OTHERS["CHANGELOG.md"]


def test_how_to_cite_it_is_valid_and_of_this_version():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, "CITATION.cff"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__
    assert f"## [{__version__}]" in OTHERS["CHANGELOG.md"]


def test_the_ontology_is_a_page_by_one_command():
    done = subprocess.run(["make", "--dry-run", "ontology"], cwd=ROOT, capture_output=True, text=True)
    assert "pylode ontology/rkg.ttl" in done.stdout
