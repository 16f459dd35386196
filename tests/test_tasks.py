"""Background work is neither lost nor silent."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading

import pytest

from facilitator import tasks
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.asyncio


async def test_a_forgotten_task_still_ends() -> None:
    """Nobody has to hold the task: it survives the garbage collector and gives its result."""
    begun, ended = asyncio.Event(), asyncio.Event()
    gate = asyncio.get_running_loop().create_future()

    async def work() -> None:
        begun.set()
        await gate
        ended.set()

    tasks.start(work(), "waiting at a gate")
    assert "waiting at a gate" in tasks.running()
    await begun.wait()
    gc.collect()
    gate.set_result(None)
    await until(ended.is_set)
    await until(lambda: "waiting at a gate" not in tasks.running())


async def test_failure_reaches_who_asked() -> None:
    """The one who started the work hears what went wrong."""
    heard = asyncio.get_running_loop().create_future()

    async def fail() -> None:
        raise OSError(28, "full")

    tasks.start(fail(), "failing", heard.set_result)
    async with asyncio.timeout(PATIENCE):
        error = await heard
    assert isinstance(error, OSError)
    assert error.errno == 28


async def test_unheard_failure_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure nobody asked for goes the way of every bug."""
    heard = asyncio.get_running_loop().create_future()
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: heard.set_result((kind, error, trace)))

    async def fail() -> None:
        raise ZeroDivisionError

    tasks.start(fail(), "failing")
    async with asyncio.timeout(PATIENCE):
        kind, _error, trace = await heard
    assert kind is ZeroDivisionError
    assert trace is not None


async def test_stopping_lets_everything_unwind() -> None:
    """Before the loop closes every task is cancelled and has cleaned up; who refuses is named."""
    begun, unwound = [], []

    async def work() -> None:
        begun.append("polite")
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            unwound.append(True)

    release = asyncio.get_running_loop().create_future()

    async def stubborn() -> None:
        begun.append("stubborn")
        while not release.done():
            try:
                await asyncio.shield(release)
            except asyncio.CancelledError:
                continue

    tasks.start(work(), "polite", lambda error: pytest.fail(f"cancelling is no failure: {error!r}"))
    refuses = tasks.start(stubborn(), "stubborn")
    await until(lambda: len(begun) == 2)
    assert await tasks.stop_all(patience=0.05) == ["stubborn"]
    assert unwound == [True]
    release.set_result(None)
    await refuses
    assert await tasks.stop_all() == []


async def test_blocking_work_leaves_the_loop_alive() -> None:
    """While a thread works the loop goes on, and result and error come back to who waits."""
    begun, gate = threading.Event(), threading.Event()

    def work(factor: int, *, number: int) -> tuple[int, bool]:
        begun.set()
        opened = gate.wait(PATIENCE)
        return factor * number, opened

    waiting = tasks.start(tasks.in_thread(work, 6, number=7), "multiplying")
    await until(begun.is_set)
    gate.set()  # only a live loop gets here
    assert await waiting == (42, True)
    with pytest.raises(ZeroDivisionError):
        await tasks.in_thread(lambda: 1 // 0)
