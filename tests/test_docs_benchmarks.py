"""The benchmarks run; what they measure on labelled pages is no part of the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from conftest import ROOT, SAMPLES

STAGES = ("start", "reading", "extracting", "resolving", "writing", "the whole build", "(spaCy's ner)")


def test_the_speed_of_each_stage_is_measured():
    command = [sys.executable, "benchmarks/run.py", str(SAMPLES), "--pages", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    stages = re.findall(r"^([\w(][\w' )]*?) +\d+\.\d\d +\d* +\d+$", done.stdout, re.MULTILINE)
    assert stages == [*STAGES]


def test_the_score_says_so_where_there_are_no_labelled_pages(tmp_path):
    environment = {**os.environ, "KG_EVAL": str(tmp_path)}
    command = [sys.executable, "benchmarks/score.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 2
    assert "KG_EVAL" in done.stderr and "Traceback" not in done.stderr
