"""Every command and every line of Python that the README shows works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line]
TOUR = [line for line in COMMANDS if line.startswith("kg ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader stands: a page of their own, and the samples."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copy(SAMPLES / "bohr.md", folder / "about.md")
    (folder / "data").mkdir()
    (folder / "data" / "profiles").symlink_to(SAMPLES)
    return folder


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(shlex.split(command), cwd=folder, env=environment, capture_output=True, text=True)


def test_the_readme_has_its_commands():
    assert len(TOUR) >= 12
    assert COMMANDS[:2] == ["make demo", "make test"]
    assert set(COMMANDS) - set(TOUR) == {"make demo", "make test"}


def test_the_tour_runs_from_end_to_end(folder):
    # One test, since each command takes up what the one before it left.
    for command in TOUR:
        done = shell(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert done.stdout or done.stderr, command
    for name in ("me.ttl", "me.html", "graph.ttl", "facts/education.json"):
        assert (folder / name).stat().st_size > 100


def test_the_python_of_the_readme_runs(folder):
    (code,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Göttingen" in done.stdout
    assert (folder / "network.html").stat().st_size > 1_000


def test_make_demo_leaves_a_graph_and_a_network(tmp_path):
    # The virtual environment that runs this test stands for the one that make would set up.
    old = [f"-o{stamp}" for stamp in (".venv/run.stamp", ".venv/dev.stamp")]
    done = subprocess.run(
        ["make", *old, "demo", f"BIN={BIN}", f"BUILD={tmp_path}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.ttl", "network.html"]
    assert done.stdout.count("?\n") == 2  # two questions


def test_make_test_runs_pytest():
    done = subprocess.run(["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True)
    assert "pytest" in done.stdout


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))))
def test_what_the_readme_links_to_is_there(link):
    assert (ROOT / link).exists()
