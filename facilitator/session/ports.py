"""The sockets of the domain: what it needs from outside, so that a replay is exact and tests are too."""

from __future__ import annotations

import os
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


_TAILS_AT_ONCE = 256
_tails: list[str] = []
"""What stands behind the time in the next ids. Asking the system for each would let every other thread in each time."""


def _more_tails() -> str:
    """Random tails of ids: the version and 12 bits, the variant and 14 bits, 48 bits. One is given, the others wait."""
    chance = os.urandom(10 * _TAILS_AT_ONCE).hex()
    tails = []
    for at in range(0, len(chance), 20):
        variant = "89ab"[int(chance[at + 3], 16) & 3]
        tails.append(f"7{chance[at : at + 3]}-{variant}{chance[at + 4 : at + 7]}-{chance[at + 8 : at + 20]}")
    last = tails.pop()
    _tails.extend(tails)
    return last


if hasattr(os, "register_at_fork"):
    # After a fork, parent and child would give the same ids.
    os.register_at_fork(after_in_child=_tails.clear)


def uuid7(ms: int | None = None) -> str:
    """A UUIDv7 as text: 48 bits of milliseconds, then random bits (RFC 9562, section 5.7)."""
    when = f"{(wall_clock() if ms is None else ms) & 0xFFFF_FFFF_FFFF:012x}"
    try:
        tail = _tails.pop()
    except IndexError:
        tail = _more_tails()
    return f"{when[:8]}-{when[8:]}-{tail}"


class Journal(Protocol):
    """Where facts are kept. Appending returns at once; the outcome is told to the store later, in its thread.

    After a failed batch all of the same ``epoch`` are refused too, so that nothing is kept whose ground is lost.
    """

    @property
    def device(self) -> str:
        """The writer id held by this program (one per running program that writes)."""

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        """Keep ``facts``, all or none; then ``done(None)`` once durable, or ``done(error)``, in the store's thread."""
