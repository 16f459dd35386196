"""Run benchmarks: all, or those named. One line of JSON a figure on standard output.

A benchmark is a module of this package with a function ``figures`` that gives dictionaries as `line` checks them.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile

NAMES = ("startup", "give", "replay", "search", "pdf", "typing", "hub", "join")
FIELDS = ("name", "figure", "unit", "ours", "floor", "ratio", "rounds", "note")


def main(wanted: list[str]) -> int:
    """Run what is wanted; 2 when a name is unknown."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"bench: no benchmark is called {', '.join(unknown)}. There are: {' '.join(NAMES)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as home:
        os.environ["FACILITATOR_HOME"] = home
        for name in wanted or NAMES:
            for figure in importlib.import_module(f"bench.{name}").figures():
                print(line(figure), flush=True)
    return 0


def line(figure: dict[str, object]) -> str:
    """A figure as a line of JSON, with every field in its place."""
    return json.dumps({field: figure[field] for field in FIELDS}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
