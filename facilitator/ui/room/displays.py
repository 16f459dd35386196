"""The displays there are, and which of them the room looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen


@dataclass(frozen=True, slots=True)
class Display:
    """One display: its number as people count, and its place on the desk in px."""

    number: int
    place: QRect
    screen: QScreen


def for_the_room(displays: Sequence[Display], home: QScreen | None) -> Display | None:
    """The display for the room: the largest that the window is not on. None where there is no other.

    Two displays in the same place show the same picture (mirrored): the second is none of its own.
    """
    own = next((display for display in displays if display.screen is home), None)
    if own is None:
        own = displays[0] if displays else None
    others = [display for display in displays if own is not None and display.place != own.place]
    return max(others, key=lambda one: (one.place.width() * one.place.height(), -one.number), default=None)


class Displays(QObject):
    """Follows displays as they come, go, move and change their size.

    Signals:
        changed: something about them is different.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._came)
            app.screenRemoved.connect(self._tell)
            app.primaryScreenChanged.connect(self._tell)
        for screen in QGuiApplication.screens():
            self._follow(screen)

    def all(self) -> list[Display]:
        """The displays, as the system orders them."""
        found = QGuiApplication.screens()
        return [Display(number, screen.geometry(), screen) for number, screen in enumerate(found, 1)]

    def _came(self, screen: QScreen) -> None:
        self._follow(screen)
        self._tell()

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._tell)
        screen.logicalDotsPerInchChanged.connect(self._tell)

    def _tell(self, _what: object = None) -> None:
        self.changed.emit()
