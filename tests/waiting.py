"""How a test waits: for the thing itself, as long as a slow and busy machine needs, never for a time."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which what a test waits for is taken to be lost; half of what a whole test may take."""

_TURN_S = 0.005


def _lost(what: str) -> str:
    return f"It never came: {what}." if what else "It never came."


async def until(holds: Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
    """Let the loop run, and the window with it, until something holds.

    Args:
        holds: Asked at every turn; what it gives may have to be awaited.
        what: What is waited for, for the report of a test that fails.
        patience: Seconds, at most.
    """
    clock = asyncio.get_running_loop().time
    ends = clock() + patience
    while True:
        said = holds()
        if await said if inspect.isawaitable(said) else said:
            return
        assert clock() < ends, _lost(what)
        await asyncio.sleep(_TURN_S)


async def turned() -> None:
    """Let the loop handle what was posted before, such as layouts and showing.

    Never ``processEvents`` in a coroutine: it runs the loop in itself, and another task's step may be lost.
    """
    from PySide6.QtCore import QTimer

    for _turn in range(2):  # what is handled in the first may post once more
        came = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda came=came: came.done() or came.set_result(None))
        await came


def turn_until(holds: Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
    """The same for a test that is no coroutine: Qt's loop turns until something holds."""
    from PySide6.QtCore import QDeadlineTimer
    from PySide6.QtTest import QTest

    ends = QDeadlineTimer(round(patience * 1000))
    while not holds():
        assert not ends.hasExpired(), _lost(what)
        QTest.qWait(round(_TURN_S * 1000))
