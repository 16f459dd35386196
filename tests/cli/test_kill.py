"""Pulled plugs: a program killed in the middle of its work loses nothing acknowledged, leaves nothing half done."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.conftest import full_faults

ROOT = Path(__file__).parent.parent.parent
RUNS, PARTS = (200, 4) if full_faults() else (8, 1)
"""How often the plug is pulled, and over how many libraries that is dealt, so that several processors may test."""
SEED = 4
LINES = 700
IN_ONE_SESSION = 10
"""Runs that give to the same session. Each begins by reading what was given before, so no session grows for ever."""
MEETING = ROOT / "tests" / "data" / "meetings" / "ES2005a.json"


def started(library: Path, *words: str, piped: bool = False) -> subprocess.Popen[bytes]:
    """The program as a process of its own."""
    pipes = subprocess.PIPE if piped else subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "facilitator", "--library", str(library), *words],
        cwd=ROOT,
        stdin=pipes,
        stdout=pipes,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def fed(process: subprocess.Popen[bytes], run: int) -> None:
    """Feed lines, more than will be acknowledged; the pipe breaks when the program is killed."""
    assert process.stdin is not None
    try:
        for number in range(LINES):
            process.stdin.write(f"Ana: run {run} line {number} #bed\n".encode())
            process.stdin.flush()
    except BrokenPipeError:
        pass
    process.wait()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()


@pytest.mark.faults
@pytest.mark.timeout(1800 if full_faults() else 600)
@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_acknowledged_survives_every_kill(call: Call, library: Path, part: int) -> None:
    """Killed with SIGKILL after a random acknowledgement, again and again: none missing, none twice, all clean."""
    sessions: list[str] = []
    chance = random.Random(SEED + part)
    acknowledged: dict[str, tuple[int, int]] = {}
    for run in range(RUNS // PARTS):
        if run % IN_ONE_SESSION == 0:
            sessions.append(call("new", f"Plug {run}", "--json").json["session"])
        process = started(library, "give", sessions[-1], "-", "--json", piped=True)
        feeder = threading.Thread(target=fed, args=(process, run), daemon=True)
        feeder.start()
        assert process.stdout is not None
        lines = [process.stdout.readline() for _line in range(chance.randint(1, LINES - 100))]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines(keepends=True)
        process.wait()
        feeder.join()
        process.stdout.close()
        assert all(lines), f"run {run} ended by itself"
        for line in [*lines, *rest]:
            if line.endswith(b"\n"):
                said = json.loads(line)
                acknowledged[said["id"]] = (run, said["line"])
    shown = [given for session in sessions for given in call("show", session, "--json").json["contributions"]]
    texts = {given["id"]: given["text"] for given in shown}
    assert len(shown) == len(texts) == len(set(texts.values()))
    assert set(acknowledged) <= set(texts)
    assert {run for run, _line in acknowledged.values()} == set(range(RUNS // PARTS))
    assert all(texts[key] == f"run {run} line {line - 1}" for key, (run, line) in acknowledged.items())
    report = call("check", "--json")
    assert (report.code, report.json["problems"]) == (0, [])
    assert call("search", "line", "--limit", "1", "--json").json["total"] == len(shown)


@pytest.mark.faults
def test_an_import_is_all_or_nothing(call: Call, library: Path) -> None:
    """Killed at some moment of an import, the library holds the whole meeting or none of it."""
    call("new", "Before")
    for delay in range(0, 400, 400 // min(RUNS, 20)):
        process = started(library, "import", str(MEETING), "--json")
        try:
            process.wait(timeout=delay / 1000)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    listed = call("list", "--json").json
    assert {row["contributions"] for row in listed if row["title"] != "Before"} <= {105}
    assert call("check", "--json").json["problems"] == []


@pytest.mark.faults
def test_a_killed_export_leaves_the_old_file(call: Call, library: Path, tmp_path: Path) -> None:
    """Whatever the moment, the target is the whole old file or the whole new one."""
    session = call("import", MEETING, "--json").json[0]["session"]
    target = tmp_path / "out" / "report.pdf"
    target.parent.mkdir()
    assert call("export", session, "-o", target).code == 0
    for delay in range(100, 1100, 1000 // min(RUNS, 5)):
        process = started(library, "export", session, "-o", str(target))
        try:
            process.wait(timeout=delay / 1000)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert subprocess.run(["qpdf", "--check", target], capture_output=True, check=False).returncode == 0
    assert [path.name for path in target.parent.iterdir() if not path.name.startswith(".")] == ["report.pdf"]
