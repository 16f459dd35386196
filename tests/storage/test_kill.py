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
        process = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(tmp_path), streams[-1]], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        wanted = rnd.randrange(1, 120)
        said_before = [process.stdout.readline().decode().strip() for _line in range(wanted)]
        process.send_signal(signal.SIGKILL)
        out, said = process.communicate(timeout=60)
        assert not said, said.decode()
        assert all(said_before), f"run {run} ended by itself"
        acknowledged.update(said_before)
        acknowledged.update(out.decode().rpartition("\n")[0].split())
    with Library.open(tmp_path) as library:
        ledgers = [library.load(stream) for stream in streams]
        ids = [fact.id for ledger in ledgers for fact in ledger.facts]
        assert len(ids) == len(set(ids))
        assert acknowledged <= set(ids)
        report = library.check()
        assert report.ok, report.problems
        given = sum(len(ledger.state.contributions) for ledger in ledgers)
        assert library.search("word", limit=1).total == given
