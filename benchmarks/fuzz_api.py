"""Schemathesis against the JSON API of a service, by its own description in OpenAPI.

    python benchmarks/fuzz_api.py GRAPH [--examples 30] [--schemathesis PATH]

Schemathesis is no dependency of ours: ``pip install schemathesis`` into an environment of its own, and name its
command. Every check of it is on: no answer of status 500, only the statuses, media types and schemas that are
described, and no bad request taken for a good one. The exit status is that of Schemathesis.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from serve import serving


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("--examples", type=int, default=30, help="requests for each operation")
    parser.add_argument("--schemathesis", default="schemathesis", help="the command")
    given = parser.parse_args()
    with serving(given.graph, 30) as address:
        command = [given.schemathesis, "run", f"{address}/openapi.json", "--checks", "all"]
        more = ["--max-examples", str(given.examples), "--seed", "1", "--generation-database", "none"]
        return subprocess.run([*command, *more], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
