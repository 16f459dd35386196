"""Background work in the event loop: no task is lost, no failure is silent.

The loop itself keeps only weak references to tasks and says nothing about an exception nobody awaits. So no
other module creates tasks: `start` keeps each until it is done and reports what goes wrong.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

_T = TypeVar("_T")
_P = ParamSpec("_P")

_running: set[asyncio.Task[Any]] = set()
_log = logging.getLogger(__name__)


def start(
    coroutine: Coroutine[Any, Any, _T],
    name: str,
    on_error: Callable[[BaseException], None] | None = None,
) -> asyncio.Task[_T]:
    """Run a coroutine in the background, in the running loop.

    Args:
        coroutine: The work.
        name: What it does, for the log: constant words, never a participant's.
        on_error: Hears the exception if the work fails. Without it the failure is a bug and goes the way of every
            bug, to ``sys.excepthook``. Being cancelled is no failure.

    Returns:
        The task; it may be awaited or cancelled, and may also be forgotten.
    """
    task = asyncio.get_running_loop().create_task(coroutine, name=name)
    _running.add(task)

    def done(finished: asyncio.Task[_T]) -> None:
        _running.discard(finished)
        if finished.cancelled():
            return
        error = finished.exception()
        if error is None:
            return
        if on_error is not None:
            on_error(error)
            return
        _log.error("A background task failed: %s", name)
        sys.excepthook(type(error), error, error.__traceback__)

    task.add_done_callback(done)
    return task


async def in_thread(work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do blocking work (rendering, reading files) in a worker thread, so that the window stays alive.

    The thread cannot be stopped from outside: long work takes a flag of its own to look at.
    """
    return await asyncio.to_thread(work, *args, **kwargs)


def running() -> list[str]:
    """The names of the tasks not done yet, for the log and for tests."""
    return sorted(task.get_name() for task in _running)


async def stop_all(patience: float = 5.0) -> list[str]:
    """Cancel every task and wait until each has unwound: the last thing before the loop closes.

    Args:
        patience: Seconds to wait at most.

    Returns:
        The names of the tasks that had not ended by then.
    """
    here = asyncio.current_task()
    others = [task for task in _running if task is not here and task.get_loop() is asyncio.get_running_loop()]
    for task in others:
        task.cancel()
    if not others:
        return []
    _done, pending = await asyncio.wait(others, timeout=patience)
    return sorted(task.get_name() for task in pending)
