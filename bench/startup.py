"""How long it takes until the window stands with its sessions, beside a bare window of the same toolkit.

Both are processes of their own, from the moment they are started to the first painting, with their modules compiled
as any earlier start leaves them. Ours has a library of 1,000 sessions and is done when their list is painted. Memory
is the proportional set size a moment later, when the library has been opened (Linux only).
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import facilitator
from bench.common import figure, middle, size
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from facilitator.window import PAINTED

SESSIONS = size(1_000, 3)
WARM_ROUNDS = size(9, 1)
COLD_ROUNDS = size(3, 0)
MEMORY_ROUNDS = size(3, 1)
PATIENCE = 60.0
SETTLING_SECONDS = 2.0
DROP_CACHES = Path("/proc/sys/vm/drop_caches")

BARE = """
import os, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        file = Path(os.environ["FACILITATOR_BENCH_PAINTED"])
        if not file.exists():
            beside = file.with_suffix(".part")
            beside.write_text(str(time.monotonic()))
            beside.replace(file)
application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
sys.exit(application.exec())
"""


class Started(NamedTuple):
    """Seconds until painted, and megabytes held then (0 where nothing tells): our share, and all there is."""

    seconds: float
    megabytes: float
    resident: float


def figures() -> Iterator[dict[str, object]]:
    """Warm and cold start, and memory."""
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as name:
        folder = Path(name)
        _fill(folder / "library")
        compileall.compile_dir(facilitator.__path__[0], quiet=2)
        ours = [sys.executable, "-m", "facilitator", "--library", str(folder / "library")]
        bare = [sys.executable, "-c", BARE]
        _start(ours, folder)
        _start(bare, folder)
        pairs = [(_start(ours, folder), _start(bare, folder)) for _round in range(WARM_ROUNDS)]
        mine = middle([one.seconds for one, _floor in pairs])
        floor = middle([other.seconds for _one, other in pairs])
        note = (
            f"s from the start of the process to the painted list of {SESSIONS:,} sessions, read at a glance; "
            "the library itself opens after that"
        )
        yield figure("startup", "warm", "s", mine, floor, WARM_ROUNDS, note)
        if COLD_ROUNDS and _can_drop():
            cold = [(_start(ours, folder, cold=True), _start(bare, folder, cold=True)) for _round in range(COLD_ROUNDS)]
            mine = middle([one.seconds for one, _floor in cold])
            floor = middle([other.seconds for _one, other in cold])
            yield figure("startup", "cold", "s", mine, floor, COLD_ROUNDS, "the same after the page cache was dropped")
        settled = [(_start(ours, folder, settle=True), _start(bare, folder)) for _round in range(MEMORY_ROUNDS)]
        mine = middle([one.megabytes for one, _floor in settled])
        floor = middle([other.megabytes for _one, other in settled])
        if floor:
            resident = middle([one.resident for one, _floor in settled])
            note = (
                f"PSS {SETTLING_SECONDS:.0f} s after the first painting; RSS, which no other Qt program "
                f"beside it makes look smaller, is {resident:.0f} MB"
            )
            yield figure("startup", "memory", "MB", mine, floor, MEMORY_ROUNDS, note)


def _fill(folder: Path) -> None:
    library = Library.open(folder, create=True)
    try:
        store = Store(library.journal)
        for number in range(SESSIONS):
            stream, person = uuid7(), uuid7()
            given = [GiveContribution(text=f"Session {number} says {word}", authors=(person,)) for word in ("so", "no")]
            join = JoinPerson(person=person, name=f"Person {number % 40}")
            store.dispatch(stream, Together(commands=(CreateSession(title=f"Session {number}"), join, *given)))
            store.close(stream)
        library.settle()
    finally:
        library.close()


def _start(command: list[str], folder: Path, *, cold: bool = False, settle: bool = False) -> Started:
    painted = folder / "painted"
    painted.unlink(missing_ok=True)
    if cold:
        os.sync()
        DROP_CACHES.write_text("3", encoding="ascii")
    where = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), PAINTED: str(painted)}
    began = time.monotonic()
    process = subprocess.Popen(command, env=where, stderr=subprocess.DEVNULL)
    try:
        while not painted.exists():
            if time.monotonic() - began > PATIENCE or process.poll() is not None:
                raise SystemExit("bench: the window was never painted")
            time.sleep(0.002)
        seconds = float(painted.read_text(encoding="ascii")) - began
        if settle:
            time.sleep(SETTLING_SECONDS)
        return Started(seconds, _megabytes(process.pid, "Pss:"), _megabytes(process.pid, "Rss:"))
    finally:
        process.kill()
        process.wait()


def _megabytes(pid: int, field: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    return 0.0


def _can_drop() -> bool:
    return os.access(DROP_CACHES, os.W_OK)
