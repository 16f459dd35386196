"""Tests wait for things and not for times: in one way, and nobody sleeps beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

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
