"""What several tests share: the command line, the graph of the samples, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "profiles"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run the command line in this process: ``kg("build", page)``."""
    from kg.cli import run

    def command(*arguments: object) -> Ended:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Ended(status, *capsys.readouterr())

    return command


def kg_process(*arguments: object, **more: object) -> Ended:
    """Run the command line as users do, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", **more
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of ``data/profiles``, built once."""
    from kg.cli import run

    path = tmp_path_factory.mktemp("samples") / "graph.ttl"
    assert run(["build", "--quiet", str(SAMPLES), "-o", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one a test is skipped and says so, but in CI it fails."""
    names = (os.environ.get("KG_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found:
        return found
    reason = "needs Chromium: install it (Debian: apt-get install chromium) or name its path in KG_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
