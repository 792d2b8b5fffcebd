"""Imports go down, never sideways: the contracts of pyproject.toml. What is imported is locked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT


def test_the_import_contracts_are_kept():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))], ids=["to run", "to test"]
)
def test_every_dependency_is_locked_with_hashes_and_without_an_address(lock, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(name for extra in extras for name in project["optional-dependencies"][extra])]
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==", text, re.MULTILINE))
    assert len(wanted) > 10
    assert [name for name in wanted if _normal(name) not in locked] == []
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text and "index" not in text


def _normal(requirement: str) -> str:
    """``types-PyYAML>=6`` → ``types-pyyaml``."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()
