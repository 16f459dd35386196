"""What the benchmarks of the record share: a library in a fresh folder, real talk, medians."""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from facilitator.session.store import Store
from facilitator.storage import Library

MEETINGS = Path(__file__).resolve().parent.parent / "tests" / "data" / "meetings"
SMALL = "FACILITATOR_BENCH_SMALL"
"""A variable: when it is set, everything runs with tiny sizes, which shows that the benchmarks work and no more."""


def size(full: int, small: int) -> int:
    """How many of something: the full count, or a tiny one."""
    return small if os.environ.get(SMALL) else full


@contextmanager
def library() -> Iterator[tuple[Library, Store]]:
    """A new library and a store over it."""
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as folder:
        opened = Library.open(Path(folder) / "library", create=True)
        try:
            yield opened, Store(opened.journal)
        finally:
            opened.close()


@contextmanager
def bare(folder: Path) -> Iterator[sqlite3.Connection]:
    """The floor's table: the same columns, one INSERT and COMMIT at a time, WAL and FULL."""
    connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE fact (id TEXT PRIMARY KEY, stream TEXT, ms INTEGER, body TEXT)")
    try:
        yield connection
    finally:
        connection.close()


def talk() -> Iterator[tuple[str, str]]:
    """Turns of real talk, for ever: speaker and words, recombined after the first lap so that no two are alike."""
    turns: list[tuple[str, str]] = []
    for file in sorted(MEETINGS.glob("*.json")):
        meeting = json.loads(file.read_text(encoding="utf-8"))["meeting_transcripts"]
        turns += [(turn["speaker"], turn["content"]) for turn in meeting if turn["content"].strip()]
    for lap in count():
        for at, (speaker, words) in enumerate(turns):
            other = turns[(at * 7 + lap * 13) % len(turns)][1].split()
            mine = words.split()
            yield speaker, words if not lap else " ".join((*mine[: len(mine) // 2], *other[len(other) // 2 :])) or words


def timed(work: Callable[[], object]) -> float:
    """How long something takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def figure(
    name: str, what: str, unit: str, ours: float, floor: float, rounds: int, note: str, digits: int = 4
) -> dict[str, object]:
    """A figure with its ratio."""
    return {
        "name": name,
        "figure": what,
        "unit": unit,
        "ours": round(ours, digits),
        "floor": round(floor, digits),
        "ratio": round(ours / floor, 3),
        "rounds": rounds,
        "note": note,
    }
