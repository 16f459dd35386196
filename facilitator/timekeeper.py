"""Keeps the clock steady while a session runs, and finds the session's time again after the program was gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator import pulse
from facilitator.session.ports import Clock, wall_clock
from facilitator.session.steady import SteadyClock, steady_ms
from facilitator.tasks import in_thread

if TYPE_CHECKING:
    from facilitator.session.state import SessionState
    from facilitator.session.store import Change, Store

BEAT_SECONDS = 2.0
_ABOUT_RUNNING = frozenset(
    {"activity_started", "activity_ended", "activity_returned", "activity_reset", "session_closed", "block_removed"}
)


def _runs(state: SessionState) -> bool:
    return state.agenda.running is not None and state.running.closed_ms is None


class Timekeeper:
    """One for the window: it holds the clock while an activity runs in any open session.

    ``file`` is where the pulse is kept; ``boot`` tells this start of the system from others.
    """

    def __init__(
        self,
        file: Path,
        *,
        wall: Clock = wall_clock,
        steady: Clock = steady_ms,
        boot: Callable[[], str] = pulse.boot_id,
    ) -> None:
        self.clock = SteadyClock(wall, steady)
        self._file, self._wall, self._steady, self._boot = file, wall, steady, boot()
        self._running: set[str] = set()

    def listen(self, store: Store) -> None:
        """Follow what runs."""

        from facilitator.session.store import Status

        def heard(change: Change) -> None:
            if change.status is Status.KEPT or not (
                change.folded_again or any(fact.kind in _ABOUT_RUNNING for fact in change.facts)
            ):
                return
            self._take(change.stream, store.state(change.stream))

        store.subscribe(heard)

    def _take(self, stream: str, state: SessionState) -> None:
        if _runs(state):
            self._running.add(stream)
            if not self.clock.held:  # a clock that was set back would stand before what was said already
                self.clock.hold(max(self._wall(), state.newest.ms))
        else:
            self._running.discard(stream)
            if not self._running:
                self.clock.release()
                pulse.forget(self._file)

    async def opened(self, stream: str, state: SessionState) -> None:
        """A session was opened: if it runs, its time goes on from where it was when the program left it."""
        if not _runs(state) or stream in self._running:
            return
        last = await in_thread(pulse.read, self._file)
        if not _runs(state):  # it was ended meanwhile
            return
        self._running.add(stream)
        if not self.clock.held:
            now = pulse.now_by(last, self._boot, self._steady(), self._wall(), state.newest.ms)
            self.clock.hold(now)

    async def running(self) -> str:
        """The session that runs now, or ran when the program was left (its id); empty where none does."""
        if self._running:
            return next(iter(self._running))
        last = await in_thread(pulse.read, self._file)
        return last.session if last is not None else ""

    async def beat(self) -> None:
        """Keep the pulse, every other second while something runs; until cancelled."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.keep()

    async def keep(self) -> None:
        """Keep the pulse now, if something runs."""
        if self._running:
            now = pulse.Pulse(self._boot, self._steady(), self.clock(), next(iter(self._running)))
            await in_thread(pulse.write, self._file, now)
            if not self._running:
                pulse.forget(self._file)
