"""Keys that work from inside every text field, though fields would keep them (on some systems Ctrl+K deletes there)."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class FirmKeys(QObject):
    """Follows the focus within one window, and lets these keys through the field that has it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keys: set[str] = set()
        self._field: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def add(self, keys: str) -> None:
        """This key sequence, too."""
        self._keys.add(QKeySequence(keys).toString())

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        before, self._field = self._field, None
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit | QTextEdit) and self._window.isAncestorOf(now):
            self._field = now
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field does not get to claim one of them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False  # at once: every event of the field passes here
        firm = QKeySequence(event.keyCombination()).toString() in self._keys
        if firm:
            event.ignore()
        return firm
