"""Crash reports: everything a developer needs, and nobody's words."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import crash


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[list[crash.Report]]:
    heard: list[crash.Report] = []
    crash.install(tmp_path)
    crash.listen(heard.append)
    yield heard
    crash.uninstall()


def fail_with(words: str) -> None:
    raise ValueError(words)


def test_an_exception_in_a_thread_is_reported_without_its_words(reports: list[crash.Report]) -> None:
    """Kind, place and versions are in the report; the exception's message, which may hold words, is not."""
    worker = threading.Thread(target=fail_with, args=("Ana said a private thing",))
    worker.start()
    worker.join()
    (report,) = reports
    assert "ValueError" in report.headline
    assert "fail_with" in report.text
    assert "Facilitator" in report.text
    assert "private" not in report.text + report.headline


def test_the_same_place_is_reported_once(reports: list[crash.Report]) -> None:
    """A fault that repeats with every key press does not open a hundred dialogs."""
    for _again in range(3):
        try:
            fail_with("x")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(reports) == 1


def test_a_hard_fault_is_told_at_the_next_start(tmp_path: Path) -> None:
    """A process that dies of a fault leaves where it was; the next start reads it."""
    code = "import ctypes, pathlib, sys; from facilitator import crash; "
    code += "crash.install(pathlib.Path(sys.argv[1])); ctypes.string_at(0)"
    died = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert died.returncode != 0
    crash.install(tmp_path)
    try:
        told = crash.before()
        assert told is not None
        assert "ctypes" in told.text
    finally:
        crash.uninstall()
