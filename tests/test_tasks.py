"""Background work is neither lost nor silent."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading

import pytest

from facilitator import tasks

pytestmark = pytest.mark.asyncio


async def test_a_forgotten_task_still_ends() -> None:
    """Nobody has to hold the task: it survives the garbage collector and gives its result."""
    ended = asyncio.Event()
    gate = asyncio.get_running_loop().create_future()

    async def work() -> None:
        await gate
        ended.set()

    tasks.start(work(), "waiting at a gate")
    assert "waiting at a gate" in tasks.running()
    await asyncio.sleep(0)
    gc.collect()
    gate.set_result(None)
    async with asyncio.timeout(5):
        await ended.wait()
        while "waiting at a gate" in tasks.running():
            await asyncio.sleep(0)


async def test_failure_reaches_who_asked() -> None:
    """The one who started the work hears what went wrong."""
    heard = asyncio.get_running_loop().create_future()

    async def fail() -> None:
        raise OSError(28, "full")

    tasks.start(fail(), "failing", heard.set_result)
    async with asyncio.timeout(5):
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
    async with asyncio.timeout(5):
        kind, _error, trace = await heard
    assert kind is ZeroDivisionError
    assert trace is not None


async def test_stopping_lets_everything_unwind() -> None:
    """Before the loop closes every task is cancelled and has cleaned up; who refuses is named."""
    unwound = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            unwound.append(True)

    release = asyncio.get_running_loop().create_future()

    async def stubborn() -> None:
        while not release.done():
            try:
                await asyncio.shield(release)
            except asyncio.CancelledError:
                continue

    tasks.start(work(), "polite", lambda error: pytest.fail(f"cancelling is no failure: {error!r}"))
    refuses = tasks.start(stubborn(), "stubborn")
    await asyncio.sleep(0)
    assert await tasks.stop_all(patience=0.05) == ["stubborn"]
    assert unwound == [True]
    release.set_result(None)
    await refuses
    assert await tasks.stop_all() == []


async def test_blocking_work_leaves_the_loop_alive() -> None:
    """While a thread works the loop goes on, and result and error come back to who waits."""
    gate = threading.Event()

    def work(factor: int, *, number: int) -> tuple[int, bool]:
        opened = gate.wait(5)
        return factor * number, opened

    waiting = tasks.start(tasks.in_thread(work, 6, number=7), "multiplying")
    await asyncio.sleep(0)
    gate.set()  # only a live loop gets here
    assert await waiting == (42, True)
    with pytest.raises(ZeroDivisionError):
        await tasks.in_thread(lambda: 1 // 0)
