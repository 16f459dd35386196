"""A clock for people's time together: while it is held, no change of the machine's clock disturbs it.

Wall clocks are set back, forward and by a day; a room of people is not. Held, this clock goes on from where it was by
the time that has really passed; let go, it is the wall clock again.
"""

from __future__ import annotations

import time

from facilitator.session.ports import Clock, wall_clock

_COUNTS_SLEEP: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux's clock that goes on while the machine sleeps. Windows' and the Mac's plain ones do so by themselves."""


def steady_ms() -> int:
    """Milliseconds that only grow, also while the machine sleeps where the system counts that. No date is in them."""
    if _COUNTS_SLEEP is None:
        return time.monotonic_ns() // 1_000_000
    return time.clock_gettime_ns(_COUNTS_SLEEP) // 1_000_000


class SteadyClock:
    """Wall time in ms since 1970, UTC; steady while it is held. Called like any :data:`~.ports.Clock`."""

    __slots__ = ("_anchor", "_steady", "_wall")

    def __init__(self, wall: Clock = wall_clock, steady: Clock = steady_ms) -> None:
        self._wall, self._steady = wall, steady
        self._anchor: tuple[int, int] | None = None

    def __call__(self) -> int:
        """Now."""
        if self._anchor is None:
            return self._wall()
        wall, steady = self._anchor
        return wall + self._steady() - steady

    @property
    def held(self) -> bool:
        """Whether changes of the machine's clock are ignored now."""
        return self._anchor is not None

    @property
    def off_ms(self) -> int:
        """By how much the machine's clock has been set since this one is held; 0 while it is not."""
        return 0 if self._anchor is None else self._wall() - self()

    def hold(self, at_ms: int | None = None) -> None:
        """Go on steadily, from now or from ``at_ms``. Held already, it stays as it is unless ``at_ms`` is given."""
        if self._anchor is None or at_ms is not None:
            self._anchor = (self._wall() if at_ms is None else at_ms, self._steady())

    def release(self) -> None:
        """Follow the machine's clock again."""
        self._anchor = None
