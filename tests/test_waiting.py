"""Tests wait for things and not for times: in one way, and nobody sleeps beside it."""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from facilitator import tasks
from tests.conftest import _program_loop
from tests.waiting import turn_until, until

TESTS = Path(__file__).parent

SLEEPS = {
    "waiting.py": "the one place",
    "cli/test_serve_kill.py": "so long the hub says a phone should wait",
    "cli/test_world.py": "between two looks at the work another process has done",
    "live/browser.py": "between two looks at a page",
    "live/laptop.py": "between two looks at what phones said",
    "live/phones.py": "one turn of a loop without threads",
    "live/test_page_served.py": "one turn for what a closed server leaves",
    "live/test_page_webkit.py": "between two looks at a page",
}
"""Files of the tests that may sleep, and for what."""


@pytest.mark.asyncio
async def test_a_coroutine_waits_until_something_holds() -> None:
    """It is asked again and again, may have to be awaited, and is told by name when it never comes."""
    asked = iter([False, 0, "", "now"])
    await until(lambda: next(asked))
    answers = iter([False, True])

    async def holds() -> bool:
        return next(answers)

    await until(holds)
    assert next(asked, None) is next(answers, None) is None
    with pytest.raises(AssertionError, match="It never came: the tide"):
        await until(lambda: False, "the tide", patience=0)


def test_qts_loop_turns_until_something_holds() -> None:
    """What a timer brings about is waited for, and what never comes is told by name."""
    came: list[bool] = []
    QTimer.singleShot(1, lambda: came.append(True))
    turn_until(lambda: came)
    assert came == [True]
    with pytest.raises(AssertionError, match="It never came: the tide"):
        turn_until(lambda: False, "the tide", patience=0)


def _sleeps(file: Path) -> Iterator[int]:
    """The lines on which a test waits for time to pass."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            whose = node.func.value
            name = whose.id if isinstance(whose, ast.Name) else ""
            if node.func.attr in ("sleep", "qWait", "qSleep") or (name, node.func.attr) == ("qtbot", "wait"):
                yield node.lineno


def test_no_test_sleeps() -> None:
    """Who waits for a time waits too short on a busy machine and too long on every other."""
    asleep = {
        file.relative_to(TESTS).as_posix(): lines for file in TESTS.rglob("*.py") if (lines := list(_sleeps(file)))
    }
    assert {name: lines for name, lines in asleep.items() if name not in SLEEPS} == {}
    assert SLEEPS.keys() <= asleep.keys(), "who sleeps no more is no exception"


def test_a_timer_that_is_due_when_a_test_ends_may_begin_its_task(qapp: QApplication) -> None:
    """A pause after typing that is over in the very moment the test is: what it asks for is begun, not refused."""
    loop = _program_loop()
    pause, begun = QTimer(), []
    pause.setSingleShot(True)

    async def asked() -> None:
        begun.append("asked")

    pause.timeout.connect(lambda: tasks.start(asked(), "ask"))

    def typed(_ended: object) -> None:
        pause.start(1)
        ends = time.monotonic() + 0.01
        while time.monotonic() < ends:
            pass

    with capture_exceptions() as wrong:
        test = loop.create_task(asked())
        test.add_done_callback(typed)
        loop.run_until_complete(test)
        loop.run_until_complete(tasks.stop_all())
    loop.close()
    assert wrong == []
    assert not pause.isActive(), "it was due"
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
