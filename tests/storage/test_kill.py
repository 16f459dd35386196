"""Killed in mid-stream: what was acknowledged is there, once, and the record is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.storage import Library
from tests.conftest import full_faults
from tests.storage.shelf import fill

pytestmark = pytest.mark.faults

RUNS, PARTS = (200, 4) if full_faults() else (12, 1)
"""How often the plug is pulled, and over how many libraries that is dealt, so that several processors may test."""
IN_ONE_SESSION = 12
"""Runs that write to the same session, which each of them reads first."""
WRITE = """
import pathlib, queue, sys
from facilitator.session.contributions import GiveContribution
from facilitator.session.store import Status, Store
from facilitator.storage import Library

told = queue.SimpleQueue()
library = Library.open(pathlib.Path(sys.argv[1]), deliver=told.put)
store = Store(library.journal)
stream = sys.argv[2]
store.adopt(library.load(stream))

def hear(change):
    if change.status is Status.KEPT:
        sys.stdout.write(change.command.id + "\\n")
        sys.stdout.flush()

store.subscribe(hear)
number = 0
while True:
    for _ in range(7):
        number += 1
        store.dispatch(stream, GiveContribution(text="word %d" % number))
    told.get()()
"""


def started(script: str, *words: str) -> subprocess.Popen[bytes]:
    """A writer. Its pipe is read as it is: a buffer that reads ahead keeps lines that `communicate` then misses."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", script, *words], bufsize=0, stdout=pipe, stderr=pipe)


def killed_after(process: subprocess.Popen[bytes], lines: int) -> list[str] | None:
    """Pull the plug after so many lines. Every whole line that was said by then, or None if it ended by itself."""
    assert process.stdout is not None
    before = [process.stdout.readline().decode() for _line in range(lines)]
    process.send_signal(signal.SIGKILL)
    out, complaint = process.communicate(timeout=60)
    assert not complaint, complaint.decode()
    whole, _cut, _half = out.decode().rpartition("\n")
    return [line.strip() for line in before] + whole.split() if all(line.endswith("\n") for line in before) else None


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_no_acknowledgement_escapes_the_count() -> None:
    """A writer far ahead of its reader, killed in the middle of a line: each whole line counts, and nothing else."""
    script = (
        "import os, signal\n"
        "for number in range(900): print(f'{number:036}', flush=True)\n"
        "print('half a li', end='', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = started(script)
    process.wait()  # what it said waits in the pipe
    assert killed_after(process, 5) == [f"{number:036}" for number in range(900)]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_in_mid_stream(tmp_path: Path, part: int) -> None:
    """SIGKILL at any moment: nothing acknowledged is missing, nothing is there twice, `check` is clean."""
    rnd = random.Random(3 + part)
    streams: list[str] = []
    acknowledged: set[str] = set()
    for run in range(RUNS // PARTS):
        if run % IN_ONE_SESSION == 0:
            streams.append(fill(tmp_path, []))
        said = killed_after(started(WRITE, str(tmp_path), streams[-1]), rnd.randrange(1, 120))
        assert said is not None, f"run {run} ended by itself"
        acknowledged.update(said)
    with Library.open(tmp_path) as library:
        ledgers = [library.load(stream) for stream in streams]
        ids = [fact.id for ledger in ledgers for fact in ledger.facts]
        assert len(ids) == len(set(ids))
        assert acknowledged <= set(ids)
        report = library.check()
        assert report.ok, report.problems
        given = sum(len(ledger.state.contributions) for ledger in ledgers)
        assert library.search("word", limit=1).total == given
