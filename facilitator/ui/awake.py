"""While a session runs the laptop stays awake, and no notification covers the room screen, where the system lets us.

Each system has its own way (:mod:`.awake_ways`). Asking it happens in a thread, so that the window never waits for
another program; what was held is given back when the session ends, when the program ends, and by the system itself
when the program dies.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from facilitator import tasks
from facilitator.words import _

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What the system agreed to. ``quiet`` is None where it decides about notifications by itself."""

    awake: bool
    quiet: bool | None = None


class Way(Protocol):
    """How one system is asked. Both run in a thread, one after the other, and may raise: that means *not possible*."""

    def hold(self) -> Held:
        """Keep awake, and notifications back."""
        ...

    def release(self) -> None:
        """Give both back."""
        ...


class Awake:
    """Keeps the laptop awake on request.

    Args:
        told: Hears, once, in one sentence, what is not possible here.
        way: How the system is asked; this system's own when not given.
    """

    def __init__(self, told: Callable[[str], None], way: Way | None = None) -> None:
        self._told = told
        self._way = way
        self._wanted = self._working = False
        self.held: Held | None = None
        self._said: set[str] = set()

    def hold(self) -> None:
        """Keep the laptop awake from now on. Asking again changes nothing."""
        self._want(True)

    def release(self) -> None:
        """Let it sleep again."""
        self._want(False)

    def close(self) -> None:
        """The program ends: give everything back, without the window waiting for another program.

        The thread is none of the loop's, which may be about to stop; the program ends when it has ended.
        """
        self._wanted = False
        if not self._working and self.held is not None:
            self.held = None
            threading.Thread(target=self._release, name="give sleep back").start()

    def _want(self, wanted: bool) -> None:
        self._wanted = wanted
        if not self._working and wanted != (self.held is not None):
            self._working = True
            tasks.start(self._work(), "keep the laptop awake", self._failed)

    async def _work(self) -> None:
        """Do what is wanted, and again if something else is wanted by then."""
        try:
            while self._wanted != (self.held is not None):
                if self._wanted:
                    self.held = await tasks.in_thread(self._hold)
                    self._tell(self.held)
                else:
                    await tasks.in_thread(self._release)
        finally:
            self._working = False

    def _failed(self, error: BaseException) -> None:
        _log.warning("Keeping awake failed: %s", type(error).__name__)

    def _hold(self) -> Held:
        try:
            if self._way is None:
                from facilitator.ui.awake_ways import way_here  # not on the way of a start

                self._way = way_here()
            return self._way.hold()
        except Exception as error:  # whatever another program answers, a session goes on
            _log.info("This system keeps no laptop awake: %s", type(error).__name__)
            return Held(False, False)

    def _release(self) -> None:
        self.held = None
        try:
            if self._way is not None:
                self._way.release()
        except Exception as error:
            _log.info("Giving sleep back failed: %s", type(error).__name__)

    def _tell(self, held: Held) -> None:
        if not held.awake:
            self._say(_("The program cannot keep this laptop awake. Switch sleep off in the system’s settings."))
        if held.quiet is False:
            self._say(_("Notifications may show over the room screen. Switch on “Do not disturb”."))

    def _say(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            self._told(words)
