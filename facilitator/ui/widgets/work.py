"""Long work at the foot of the window: how far it is, a way to stop it, and then what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, Track, Words
from facilitator.words import _

SHOWN_AFTER_MS = 300
"""Work shorter than this shows no progress at all."""


class Progress(QObject):
    """Carries progress from a worker's thread into the window's.

    Signals:
        moved: a share from 0 to 1 (negative: not known) and words.
    """

    moved = Signal(float, str)

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def tick(self, share: float, words: str) -> None:
        """Say how far it is; from any thread."""
        self.moved.emit(share, words)

    def cancelled(self) -> bool:
        """Whether the person wants it to stop; from any thread."""
        return self.stopped


class WorkLine(QWidget):
    """One piece of work, 56 px high. It is shown when the work takes longer than a moment, or has ended."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.progress = Progress()
        self.setObjectName("work")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        self._icon = QLabel()
        self._icon.hide()
        self.title = Words(theme, title, "body_strong")
        self.words = Words(theme, "", "body", "text.secondary")
        self.track = Track(theme)
        self.keep = Words(theme, _("You can keep working"), "body", "text.secondary")
        self.cancel = Button(theme, _("Cancel"))
        self.cancel.clicked.connect(self._stop)
        self.first = Button(theme, "", look="link")
        self.second = Button(theme, "", look="link")
        self.close_button = IconButton(theme, "x", _("Dismiss"), "Esc", size=28)
        self.close_button.clicked.connect(self._dismiss)
        for part in (self._icon, self.title, self.words, self.track, self.keep, self.cancel):
            row.addWidget(part)
        row.setStretchFactor(self.track, 1)
        for button in (self.first, self.second, self.close_button):
            row.addWidget(button)
            button.hide()
        self.ended = False
        self._role = "surface.panel"
        self._icon_name: tuple[str, str] = ("", "")
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show)
        self._soon.start(SHOWN_AFTER_MS)
        self.progress.moved.connect(self._moved)

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFixedHeight(theme.tall(56))
        self.setStyleSheet(
            f"QWidget#work {{ background: {theme.hex(self._role)};"
            f" border-top: 1px solid {theme.hex('line.hairline')}; }}"
        )
        name, role = self._icon_name
        if name:
            self._icon.setPixmap(theme.pixmap(name, role, 20, self.devicePixelRatioF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc dismisses it once it has ended."""
        if event.key() == Qt.Key.Key_Escape and self.ended:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def _moved(self, share: float, words: str) -> None:
        if not self.cancel.isHidden():
            self.track.put(share)
            self.words.setText(words or (f"{round(share * 100)} %" if share >= 0 else ""))

    def _stop(self) -> None:
        self.progress.stopped = True
        self.cancel.setEnabled(False)
        self.words.setText(_("stopping"))

    def _dismiss(self) -> None:
        self.hide()
        self.deleteLater()

    def done(self, words: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """It worked: what came of it, and up to two things to do with it."""
        self._end(words, "circle-check", "semantic.success", "surface.panel", actions)

    def failed(self, words: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """It did not: what happened, what was kept, what to do."""
        self._end(words, "triangle-alert", "semantic.danger", "semantic.danger_tint", actions)

    def gone(self) -> None:
        """It was stopped, and left nothing."""
        self._soon.stop()
        self._dismiss()

    def _end(
        self, words: str, icon: str, role: str, ground: str, actions: tuple[tuple[str, Callable[[], object]], ...]
    ) -> None:
        self._soon.stop()
        self.ended = True
        for part in (self.words, self.track, self.keep, self.cancel):
            part.hide()
        self._icon_name = (icon, role)
        self._icon.show()
        self.title.setText(words)
        self.title.setToolTip(shown.tip(words))
        self.title.setMinimumWidth(80)
        self.title.setWordWrap(True)
        self._row.setStretchFactor(self.title, 1)
        for button, action in zip((self.first, self.second), actions, strict=False):
            button.setText(action[0])
            button.setAccessibleName(action[0])
            button.clicked.connect(action[1])
            button.show()
        self.close_button.show()
        self._role = ground
        self.restyle()
        self.show()
