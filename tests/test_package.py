"""The wheel carries all that kg needs: what is installed from it works without the checkout and without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what pip would put into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def python(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with the installed package before the checkout, and with addresses that lead nowhere."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere, "PYTHONPATH": str(installed)}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("kg/ontology/rkg.ttl", id="ontology"),
        pytest.param("kg/ontology/shapes.ttl", id="shapes"),
        pytest.param("kg/ontology/context.jsonld", id="context"),
        pytest.param("kg/ontology/queries/education.rq", id="queries"),
        pytest.param("kg/data/model/weights.npz", id="model"),
        pytest.param("kg/data/gazetteers/organizations.csv", id="gazetteers"),
        pytest.param("kg/draw/vendor/vis-network.min.js", id="web assets"),
        pytest.param("kg/draw/vendor/vis-network.LICENSE.txt", id="their licence"),
    ],
)
def test_the_wheel_has(path, installed):
    assert (installed / path).stat().st_size > 0


def test_what_is_installed_builds_checks_asks_draws_and_exports(installed, tmp_path):
    where = python(installed, "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(installed), where.stderr
    for command in (
        ["build", str(SAMPLES / "born.md"), "-o", "born.ttl"],
        ["check", "born.ttl"],
        ["query", "born.ttl", "positions"],
        ["draw", "born.ttl", "-o", "born.html"],
        ["export", "born.ttl", "--to", "schema-org", "-o", "born.jsonld"],
    ):
        done = python(installed, "-m", "kg", *command, cwd=tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert {path.name for path in tmp_path.iterdir()} == {"born.ttl", "born.html", "born.jsonld"}
