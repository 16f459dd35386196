"""Crash reports: everything a developer needs, and nobody's words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

START = """
import sys, threading
from pathlib import Path
from facilitator import crash, logs
logs.start(Path(sys.argv[1]))
crash.install(Path(sys.argv[1]))
def fail_with(words):
    raise ValueError(words)
"""


def run(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START + code, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )


def test_an_exception_in_a_thread_is_reported_without_its_words(tmp_path: Path) -> None:
    """Kind, place and versions are in the report; the exception's message, which may hold words, is not."""
    worker = "worker = threading.Thread(target=fail_with, args=('Ana said a private thing',))"
    said = run(tmp_path, f"{worker}\nworker.start()\nworker.join()")
    assert said.returncode == 0
    assert "ValueError" in said.stderr
    assert "fail_with" in said.stderr
    assert "Facilitator" in said.stderr
    assert "private" not in said.stderr


def test_who_listens_hears_the_report_instead(tmp_path: Path) -> None:
    """The window's dialog takes the place of standard error."""
    said = run(tmp_path, "crash.listen(lambda text: print('HEARD', text))\nfail_with('x')")
    assert said.stdout.startswith("HEARD Facilitator")
    assert said.stderr == ""


def test_a_hard_fault_is_told_at_the_next_start(tmp_path: Path) -> None:
    """A process that dies of a fault leaves where it was; the next start reads it, once."""
    assert run(tmp_path, "import ctypes\nctypes.string_at(0)").returncode != 0
    assert "ctypes" in run(tmp_path, "print(crash.earlier())").stdout
    assert run(tmp_path, "print(crash.earlier())").stdout.strip() == ""
