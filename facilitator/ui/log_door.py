"""The way to the log window, from anywhere: a key, the rail, the icon beside the clock. One window at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from facilitator.ui import icons
from facilitator.ui.log import LogWindow
from facilitator.ui.messages import Messages
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.words import _


class LogDoor(QObject):
    """Opens the log window.

    Signals:
        kept: a talk was logged, changed or put away (its session).
    """

    kept = Signal(str)

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self.windows: dict[str, LogWindow] = {}

    def open(self, session: str = "") -> None:
        """Log a conversation, or change one that is logged. One that is open comes to the front."""
        window = self.windows.get(session)
        if window is None:
            window = self.windows[session] = LogWindow(self._services, self._theme, self._messages, session=session)
            window.kept.connect(self.kept)
            window.destroyed.connect(lambda: self.windows.pop(session, None))
            window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """Let go of every window; drafts are kept."""
        for window in list(self.windows.values()):
            window.let_go()
        self.windows.clear()


class Tray(QObject):
    """The icon beside the clock, where the desktop has such a place; elsewhere there is none, and nothing is said."""

    def __init__(
        self, theme: Theme, log: Callable[[], object], show: Callable[[], object], leave: Callable[[], object],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self.icon: QSystemTrayIcon | None = None
        # Owned by the window: one owned by nobody might be freed in whichever thread collects the garbage.
        self.menu = QMenu(parent)
        self._show = show
        self._log = log
        for words, does in (
            (_("Log a conversation"), log),
            (_("Open Facilitator"), show),
            (_("Quit"), leave),
        ):
            action = QAction(words, self.menu)
            action.triggered.connect(lambda _checked=False, does=does: does())
            self.menu.addAction(action)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self.icon = QSystemTrayIcon(self)
        self.icon.setToolTip("Facilitator")
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.icon.show()

    def _restyle(self) -> None:
        if self.icon is not None:
            theme = self._theme
            mark = icons.mark(theme.colour("accent.base").rgba(), theme.colour("text.primary").rgba(), 22, 2.0)
            self.icon.setIcon(mark)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._log()
        elif reason == QSystemTrayIcon.ActivationReason.DoubleClick:
            self._show()

    def close(self) -> None:
        """Take the icon away."""
        if self.icon is not None:
            self.icon.hide()
        self.menu.deleteLater()
