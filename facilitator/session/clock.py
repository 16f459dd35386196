"""Hybrid logical clock: order that never runs backwards although wall clocks do (Kulkarni et al., 2014).

One clock serves all sessions, so what is stamped days ahead of it does not drag it along: a laptop that once ran in
2099 would stamp every session so. In that session itself the store stamps after what is there already.
"""

from __future__ import annotations

from typing import NamedTuple

from facilitator.session.ports import Clock

FAR_FUTURE_MS = 24 * 3600 * 1000
"""A foreign stamp further ahead than this does not drag our clock along."""


class Stamp(NamedTuple):
    """Wall milliseconds and a counter that breaks ties within one millisecond."""

    ms: int
    n: int


class HybridClock:
    """Gives stamps that always grow, and follows the stamps of others."""

    __slots__ = ("_last", "_wall")

    def __init__(self, wall: Clock) -> None:
        self._wall = wall
        self._last = Stamp(0, 0)

    def now(self) -> Stamp:
        """A stamp after every stamp given or observed before."""
        ms = self._wall()
        last = self._last
        self._last = Stamp(ms, 0) if ms > last.ms else Stamp(last.ms, last.n + 1)
        return self._last

    def observe(self, stamp: Stamp) -> None:
        """Take note of a stamp made elsewhere, unless its clock is more than a day ahead of ours."""
        if stamp > self._last and stamp.ms <= self._wall() + FAR_FUTURE_MS:
            self._last = stamp
