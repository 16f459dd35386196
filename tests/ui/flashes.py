"""Sees what a person sees flash: a part that is shown before it has its place is a window of its own for a moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

ALONE = "shownAlone"


class Flashes(QObject):
    """Watches the whole application. ``seen`` is the kinds of parts that were windows and then parts of another."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note who is shown alone, and who had been when a place is found for it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            watched.setProperty(ALONE, True)
        elif event.type() == QEvent.Type.ParentChange and watched.property(ALONE):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False

    def end(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
