"""The sockets of the domain: what it needs from outside, so that a replay is exact and tests are too."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from facilitator.session.facts import Fact

Clock = Callable[[], int]
"""Gives wall time in milliseconds since 1970, UTC."""

Ids = Callable[[], str]
"""Gives a new id, sortable by the time it was made (UUIDv7, RFC 9562)."""


def wall_clock() -> int:
    """Milliseconds since 1970 by this machine's clock. It may jump; :class:`~.clock.HybridClock` mends that."""
    return time.time_ns() // 1_000_000


class _Chance:
    """Random bytes of the system, fetched many at a time: asking the system each time lets every other thread in."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0
        self._lock = threading.Lock()

    def ten(self) -> bytes:
        with self._lock:
            at = self._at
            if at >= len(self._bytes):
                self._bytes, at = os.urandom(5120), 0
            self._at = at + 10
            return self._bytes[at : at + 10]

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]  # after a fork, parent and child would give the same ids


_chance = _Chance()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_chance.forget)


def uuid7(ms: int | None = None) -> str:
    """A UUIDv7 as text: 48 bits of milliseconds, then random bits (RFC 9562, section 5.7)."""
    when = (wall_clock() if ms is None else ms) & 0xFFFF_FFFF_FFFF
    rand = int.from_bytes(_chance.ten(), "big")
    value = (when << 80) | 0x7000_0000_0000_0000_0000 | ((rand >> 68) << 64) | 0x8000_0000_0000_0000
    text = f"{value | (rand & 0x3FFF_FFFF_FFFF_FFFF):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Journal(Protocol):
    """Where facts are kept. Appending returns at once; the outcome is told to the store later, in its thread.

    After a failed batch all of the same ``epoch`` are refused too, so that nothing is kept whose ground is lost.
    """

    @property
    def device(self) -> str:
        """The writer id held by this program (one per running program that writes)."""

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        """Keep ``facts``, all or none; then ``done(None)`` once durable, or ``done(error)``, in the store's thread."""
