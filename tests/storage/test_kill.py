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
from tests.storage.shelf import fill

pytestmark = pytest.mark.faults

RUNS = 200 if os.environ.get("FACILITATOR_FAULTS") == "full" else 12
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
@pytest.mark.timeout(600)
def test_killed_in_mid_stream(tmp_path: Path) -> None:
    """SIGKILL at any moment: nothing acknowledged is missing, nothing is there twice, `check` is clean."""
    stream = fill(tmp_path, [])
    rnd = random.Random(3)
    acknowledged: set[str] = set()
    for _run in range(RUNS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(tmp_path), stream], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        wanted = rnd.randrange(1, 120)
        for _line in range(wanted):
            acknowledged.add(process.stdout.readline().decode().strip())
        process.send_signal(signal.SIGKILL)
        out, said = process.communicate(timeout=60)
        assert not said, said.decode()
        acknowledged.update(out.decode().rpartition("\n")[0].split())
    acknowledged.discard("")
    with Library.open(tmp_path) as library:
        ledger = library.load(stream)
        ids = [fact.id for fact in ledger.facts]
        assert len(ids) == len(set(ids))
        assert acknowledged <= set(ids)
        report = library.check()
        assert report.ok, report.problems
        assert library.search("word", limit=1).total == len(ledger.state.contributions)
