"""The benchmarks run and print what they promise; how fast we are is not asked here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIELDS = ["name", "figure", "unit", "ours", "floor", "ratio", "rounds", "note"]
FIGURES = {
    "give": ["one", "thousand"],
    "replay": ["open", "live"],
    "search": ["words", "commonest"],
    "pdf": ["report"],
    "typing": ["p99", "median", "gap", "film_p99", "film_gap"],
    "hub": ["burst100", "burst200", "steady", "memory", "gap"],
    "join": ["all"],
}

pytestmark = pytest.mark.timeout(300)


def bench(*names: str) -> subprocess.CompletedProcess[str]:
    small = {**os.environ, "FACILITATOR_BENCH_SMALL": "1", "QT_QPA_PLATFORM": "offscreen"}
    call = [sys.executable, "-m", "bench", *names]
    return subprocess.run(call, cwd=ROOT, env=small, capture_output=True, encoding="utf-8", timeout=280)


@pytest.mark.parametrize("name", [*FIGURES, "startup"])
def test_figures_are_lines_of_json(name: str) -> None:
    """Every benchmark prints its figures, the headline first, each with every field and its own floor."""
    run = bench(name)
    assert run.returncode == 0, run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]
    figures = [one["figure"] for one in found]
    if name == "startup":
        assert figures[0] == "warm"
        assert set(figures) <= {"warm", "cold", "memory"}
    else:
        assert figures == FIGURES[name]
    for one in found:
        assert list(one) == FIELDS
        assert one["name"] == name
        assert one["floor"] > 0
        assert one["ours"] > 0
        assert one["ratio"] > 0
        assert one["rounds"] >= 1


def test_unknown_names_are_refused_in_one_sentence() -> None:
    """A name nobody knows is told, with the names there are, and nothing is run."""
    run = bench("speed")
    assert (run.returncode, run.stdout) == (2, "")
    assert "no benchmark is called speed" in run.stderr
    assert "startup give replay search pdf typing" in run.stderr
