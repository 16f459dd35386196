"""Garbage of every thread is freed in the thread of the loop."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

from facilitator import garbage
from tests.waiting import until


class Ring:
    """Refers to itself, so that only a collection frees it; tells where that was."""

    freed: list[int]

    def __init__(self, freed: list[int]) -> None:
        self.freed, self.itself = freed, self

    def __del__(self) -> None:
        self.freed.append(threading.get_ident())


@pytest.mark.asyncio
async def test_what_another_thread_forgets_is_freed_in_the_loops_own() -> None:
    """A thread that makes rings enough for many collections frees none itself; the loop frees each of them."""
    freed: list[int] = []
    kept: list[list[int]] = []

    def forget() -> None:
        for _number in range(5_000):
            Ring(freed)

    def all_freed() -> bool:
        kept.extend([] for _number in range(50))  # work goes on: a few that came behind the last look wait for others
        return len(freed) == 5_000

    with garbage.put_off():
        collecting = asyncio.ensure_future(garbage.collect_here())
        await asyncio.to_thread(forget)
        await until(all_freed)
        collecting.cancel()
    assert set(freed) == {threading.get_ident()}


def test_what_grew_old_is_freed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings that outlived many looks before they were forgotten go as well, once enough has grown old."""
    monkeypatch.setattr(garbage, "OLD", 2_000)
    freed: list[int] = []
    with garbage.put_off():
        collector = garbage.Collector()
        held = [Ring(freed) for _number in range(1_000)]
        kept: list[list[int]] = []
        for _look in range(12):
            kept.extend([] for _number in range(garbage.YOUNG))
            collector.look()
        assert not freed
        held.clear()
        for _look in range(40):
            kept.extend([] for _number in range(garbage.YOUNG))
            collector.look()
        assert len(freed) == 1_000


def test_with_little_to_look_at_nothing_is_looked_at() -> None:
    """A program at rest is left at rest."""
    looks: list[str] = []
    with garbage.put_off():
        collector = garbage.Collector()
        gc.collect()

        def note(phase: str, _told: dict[str, int]) -> None:
            looks.append(phase)

        gc.callbacks.append(note)
        try:
            collector.look()
        finally:
            gc.callbacks.remove(note)
    assert not looks


@pytest.mark.parametrize("on", [True, False])
def test_afterwards_it_is_as_it_was(on: bool) -> None:
    """Who had switched the collection off before finds it off."""
    before = gc.isenabled()
    try:
        gc.enable() if on else gc.disable()
        with garbage.put_off():
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        gc.enable() if before else gc.disable()
