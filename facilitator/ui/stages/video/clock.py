"""What a film runs by. Two kinds: a player with its frames, and a clock run by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from facilitator.session.ports import Clock

TICK_MS = 40
"""How often a clock that runs tells where it is."""


class FilmClock(QObject):
    """Where a film is, and moving it. Times are ms of the film.

    Signals:
        moved: it runs and is here now (ms).
        changed: it began or stopped to run, was sent elsewhere, or is of another length.
        ended: it came to its end.
    """

    moved = Signal(int)
    changed = Signal()
    ended = Signal()

    there = False
    """Whether there is anything to run."""

    by_hand = False
    """Whether it is run by hand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._poll = QTimer(self)
        self._poll.setInterval(TICK_MS)
        self._poll.timeout.connect(self._polled)

    def _polled(self) -> None:
        if self.playing:
            self.moved.emit(self.position())

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return False

    def position(self) -> int:
        """Where it is."""
        return 0

    def duration(self) -> int:
        """How long it is, 0 where nobody knows."""
        return 0

    def play(self) -> None:
        """Let it run."""

    def pause(self) -> None:
        """Stop it where it is."""

    def seek(self, ms: int) -> None:
        """Send it to a place; it goes on or stands as before."""

    def set_speed(self, speed: float) -> None:
        """How fast it runs; 1 is as filmed."""

    def close(self) -> None:
        """Let go of everything."""
        self._poll.stop()


class HandClock(FilmClock):
    """For a film that plays elsewhere, or people who play on a stage: started and stopped by hand."""

    there = True
    by_hand = True

    def __init__(self, now: Clock, at_ms: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._at = at_ms
        self._since: int | None = None

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self._since is not None

    def position(self) -> int:
        """Where it is."""
        return self._at + (max(self._now() - self._since, 0) if self._since is not None else 0)

    def play(self) -> None:
        """Start it."""
        if self._since is None:
            self._since = self._now()
            self._poll.start()
            self.changed.emit()

    def pause(self) -> None:
        """Stop it."""
        if self._since is not None:
            self._at, self._since = self.position(), None
            self._poll.stop()
            self.changed.emit()

    def seek(self, ms: int) -> None:
        """Put it to a time."""
        self._at = max(ms, 0)
        if self._since is not None:
            self._since = self._now()
        self.changed.emit()
