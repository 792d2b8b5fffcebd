"""Every command says what it does and shows it; help is there at once."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import kg as package
from kg.cli import COMMANDS, program

HEAVY = (
    "spacy",
    "rdflib",
    "pyoxigraph",
    "oxrdflib",
    "pyvis",
    "networkx",
    "pyshacl",
    "numpy",
    "rich",
    "yaml",
    "httpx",
    "pybtex",
)


def test_the_table_has_all_commands():
    assert len(COMMANDS) >= 6
    assert list(program.commands) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_an_example(name, kg):
    ended = kg(name, "--help")
    first, *_ = (COMMANDS[name].help or "").split("\n")
    assert ended.status == 0
    assert re.fullmatch(r"[A-Z].{10,70}\.", first)
    assert re.search(rf"Example:\n +kg {name} ", ended.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name):
    options = [p for p in COMMANDS[name].params if p.param_type_name == "option"]
    assert options
    assert [option.name for option in options if not option.help] == []


def test_version(kg):
    assert kg("--version").out == f"kg, version {package.__version__}\n"


def test_no_command_shows_help_and_fails(kg):
    ended = kg()
    assert ended.status == 2
    assert "Commands:" in ended.err


def test_a_command_with_a_typo_is_a_sentence(kg):
    ended = kg("biuld", "page.md")
    assert ended.status == 2
    assert "biuld" in ended.err


def test_help_loads_no_heavy_library():
    code = f"import sys, kg.cli; kg.cli.run(['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
