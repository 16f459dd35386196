"""How safe the work is, in words: saved, and when; or not saved yet."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from facilitator.session.store import Store
from facilitator.ui import times
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words
from facilitator.words import _, ngettext

LATE_MS = 300
"""A save that takes longer than this is said to be late."""


class SavedLine(QWidget):
    """The end of the status line. *Saved* is said only when the disk has said so."""

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__()
        self._store, self._theme = store, theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = QLabel()
        self.words = Words(theme, "", "caption", "semantic.success")
        row.addWidget(self._icon)
        row.addWidget(self.words)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._say_late)
        theme.changed.connect(self.say)
        self.hide()  # until its place in a window is known: alone it would be a window of its own

    def text(self) -> str:
        """What is said now."""
        return self.words.text()

    def heard(self) -> None:
        """Something was given and is not kept yet."""
        if not self._late.isActive():
            self._late.start()

    def restored(self, at: str) -> None:
        """A draft of an earlier run stands in the bar."""
        self._put("history", "semantic.success", _("Restored {time}").format(time=at))

    def say(self) -> None:
        """Say how things stand."""
        if self._store.waiting:
            self.heard()
            return
        self._late.stop()
        saved = self._store.saved_ms
        self.setVisible(saved is not None)
        if saved is not None:
            words = _("Saved {time}").format(time=times.clock_seconds(saved))
            self._put("circle-check", "semantic.success", words)

    def _say_late(self) -> None:
        waiting = self._store.waiting
        if waiting:
            words = ngettext(
                "Not saved yet, kept in a draft, {count} card", "Not saved yet, kept in a draft, {count} cards", waiting
            )
            self._put("clock", "semantic.warning", words.format(count=waiting))

    def _put(self, icon: str, role: str, words: str) -> None:
        self.setVisible(True)
        self.words.recolour(role)
        self.words.setText(words)
        self._icon.setPixmap(self._theme.pixmap(icon, role, self._theme.mark(14), self.devicePixelRatioF()))
