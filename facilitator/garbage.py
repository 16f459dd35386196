"""Where garbage is collected: in the window's thread, never in another.

Python looks for cycles of forgotten objects in whatever thread happens to ask for memory next. Among them may be
windows, timers and models, and Qt's objects may only be freed in the thread they live in: a report that is written in
a worker thread could take a closed dialog down under Qt's hands. So while a window is there the automatic collection
is put off, and the loop collects between two events instead, by the rule Python itself goes by: the young often, the
old when enough of them came together.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Iterator

PAUSE_S = 0.2
"""Seconds between two looks."""

YOUNG = 700
"""From this many new objects on a look is worth it; Python's own measure."""

MIDDLE = 10
"""So many looks at the young, then one at those that outlived them."""

OLD = 20_000
"""As many objects must have grown old, and a quarter of what was there, before everything is looked through."""


@contextlib.contextmanager
def put_off() -> Iterator[None]:
    """No automatic collection while this lasts; afterwards it is as it was before."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


async def collect_here() -> None:
    """Collect in this loop's thread until cancelled."""
    collector = Collector()
    while True:
        await asyncio.sleep(PAUSE_S)
        collector.look()


class Collector:
    """Decides at each look how far back to look."""

    def __init__(self) -> None:
        self._aged = 0  # objects that outlived a look since everything was looked through
        self._standing = 0  # objects that were there then

    def look(self) -> None:
        """Collect what is due, if anything is."""
        young, middle, *_rest = gc.get_count()
        if young < YOUNG:
            return
        self._aged += young
        if self._aged > max(OLD, self._standing // 4):
            gone = gc.collect()
            self._standing, self._aged = max(0, self._standing + self._aged - gone), 0
            return
        gone = gc.collect(1 if middle >= MIDDLE else 0)
        self._aged = max(0, self._aged - gone)
