"""One line to one phone: a bounded queue out, and how much of it comes in.

A phone that does not read is dropped: nothing of it may cost the others time or the laptop memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_WAITING = 256
MOST_BYTES = 512 * 1024
STANDS_S = 15.0
"""How long a message may wait at the head before its phone is dropped."""

SLOW = "slow"


class Bucket:
    """So many a second, and a burst of so many at once."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, now

    def wait_s(self, now: float) -> float:
        """Take one: nought, or how long until there is one again."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left >= 1.0:
            self._left -= 1.0
            return 0.0
        return (1.0 - self._left) / self._rate


@dataclass(slots=True)
class Traffic:
    """How many lines of a hub have something to read. ``drained`` is called when none has any more."""

    busy: int = 0
    drained: Callable[[], None] | None = None


class Line:
    """One connection of a guest, as the hub sees it. The web takes texts with :meth:`next` and says what it hears."""

    def __init__(self, guest: str, traffic: Traffic, now: Callable[[], float], heard: Callable[[Line, str], None],
                 gone: Callable[[Line], None]) -> None:  # fmt: skip
        self.guest = guest
        self.closed = False
        self.bye = ""
        """Why it was closed."""
        self.sent: dict[str, str] = {}
        """What this phone was told last, by the kind of message, so that nothing is said twice."""
        self.n = -1
        """How far this phone knows the wall; below nought until it has asked."""
        self.told = 0
        self.direct: Callable[[str], bool] | None = None
        """Sends a text at once; false where it has to wait. Spares a full room a wake-up for each phone."""
        self._traffic, self._now = traffic, now
        self._heard, self._gone = heard, gone
        self._queue: deque[tuple[str, float]] = deque()
        self._bytes = 0
        self._slow = False
        self._waiter: asyncio.Future[None] | None = None
        self._long: Iterator[str] | None = None
        self._caught_up: Callable[[], None] | None = None

    # ---- out --------------------------------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Send a text. A phone with too many unread ones is dropped."""
        if self.closed:
            return
        if not self._queue and self.direct is not None and self.direct(text):
            self.told += 1
            return
        if len(self._queue) >= MOST_WAITING or self._bytes + len(text) > MOST_BYTES:
            self.drop(SLOW)
            return
        if not self._queue:
            self._traffic.busy += 1
        self._queue.append((text, self._now()))
        self._bytes += len(text)
        self._wake()

    def follow(self, texts: Iterator[str], caught_up: Callable[[], None]) -> None:
        """Send what is long as fast as the phone reads it and no faster; nothing of it waits here."""
        self._long, self._caught_up = texts, caught_up
        self._wake()

    def close(self, last: str, why: str) -> None:
        """Say a last word, then close. What waits is sent first."""
        if not self.closed:
            self.put(last)
            self.closed = True
            self.bye = self.bye or why
            self._wake()

    def drop(self, why: str) -> None:
        """Close at once; what waits is lost (and told again when the phone comes back)."""
        self.closed = True
        self.bye = self.bye or why
        self._long = self._caught_up = None
        self._empty()
        self._wake()

    def _empty(self) -> None:
        if self._queue:
            self._queue.clear()
            self._bytes = 0
            self._is_drained()

    def _is_drained(self) -> None:
        if self._slow:
            self._slow = False
            return
        self._traffic.busy -= 1
        if not self._traffic.busy and self._traffic.drained is not None:
            self._traffic.drained()

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def take(self) -> str | None:
        """The next text, if there is one."""
        if not self._queue:
            return self._next_of_long()
        text, _since = self._queue.popleft()
        self._bytes -= len(text)
        self.told += 1
        if not self._queue:
            self._is_drained()
        return text

    def _next_of_long(self) -> str | None:
        if self._long is None or self.closed:
            return None
        text = next(self._long, None)
        if text is not None:
            self.told += 1
            return text
        done, self._long, self._caught_up = self._caught_up, None, None
        if done is not None:
            done()
        return self.take()

    async def next(self) -> str | None:
        """The next text, when there is one; None when the connection is to be closed."""
        while True:
            text = self.take()
            if text is not None or self.closed:
                return text
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    @property
    def waiting(self) -> int:
        """How many texts are unread."""
        return len(self._queue)

    def stands_s(self) -> float:
        """How long the oldest unread text has been waiting, in seconds."""
        return self._now() - self._queue[0][1] if self._queue else 0.0

    def leave_behind(self, after_s: float) -> None:
        """Do not let the others wait for a phone that reads slowly."""
        if self._queue and not self._slow and self.stands_s() > after_s:
            self._slow = True
            self._traffic.busy -= 1

    # ---- in ---------------------------------------------------------------------------------------------------

    def heard(self, text: str) -> None:
        """Take one message of the phone."""
        if not self.closed:
            self._heard(self, text)

    def gone(self) -> None:
        """The connection is closed, whoever closed it."""
        self.drop("")
        self._gone(self)
