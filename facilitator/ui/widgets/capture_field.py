"""The line of the capture bar: its kind before the words, the key after them, and the keys it understands."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from facilitator.ui import kinds
from facilitator.ui.theme import Theme
from facilitator.words import _

TYPING_SECONDS = 0.1
"""After a key, so long somebody counts as typing."""


class CaptureField(QLineEdit):
    """The line itself.

    Signals:
        sent: Enter was pressed.
        undo_asked, redo_asked: Ctrl+Z or Ctrl+Shift+Z with no typing to take back.
        left: Esc or an arrow upwards: the focus wants to go to the stream.
        painted: a key's character is on the screen, and there is time for other work.
    """

    sent = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    left = Signal()
    completing = Signal(int)
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.kind = "note"
        self.popup_open = False
        self._key_at = 0.0
        self._key_waits = False
        self.setObjectName("capture")
        self.setAccessibleName(_("Capture what is said"))
        self.setPlaceholderText(_("Name: what was said #theme"))
        self.setMaxLength(30_000)
        self.restyle()

    def say_hint(self, words: str) -> None:
        """What stands in the empty line; without words the usual."""
        self.setPlaceholderText(words or _("Name: what was said #theme"))

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.font("capture"))
        tall = max(theme.size("capture_bar_h"), theme.line("capture") + 24)
        self.setMinimumHeight(tall)
        cap = theme.metrics("caption").horizontalAdvance(_("Enter")) + 34
        lead = theme.mark(20) + 24
        self.setStyleSheet(
            f"QLineEdit#capture {{ border: 1px solid {theme.hex('line.control')}; border-radius: 8px;"
            f" background: {theme.hex('surface.panel')}; padding: 0 1px;"
            f" min-height: {tall - 2}px; }}"
            f"QLineEdit#capture:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 0;"
            f" min-height: {tall - 4}px; }}"
        )
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.setTextMargins(cap, 0, lead, 0)
        else:
            self.setTextMargins(lead, 0, cap, 0)

    def changeEvent(self, event: QEvent) -> None:
        """The window turned round."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.restyle()

    def is_typed_in(self) -> bool:
        """Whether somebody is in the middle of a line: what can wait should."""
        return bool(self.text()) and perf_counter() - self._key_at < TYPING_SECONDS

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the kind's icon before the words and the key after them."""
        if self._key_waits:
            self._key_waits = False
            QTimer.singleShot(0, self, self.painted.emit)
        super().paintEvent(event)
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size = theme.mark(20)
        x = self.width() - 16 - size if mirrored else 16
        icon = theme.pixmap(kinds.icon(self.kind), f"kind.{kinds.hue(self.kind)}.solid", size, self.devicePixelRatioF())
        if self.kind == "note":
            icon = theme.pixmap("sticky-note", "text.tertiary", size, self.devicePixelRatioF())
        painter.drawPixmap(x, (self.height() - size) // 2, icon)
        font = theme.font("caption")
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(_("Enter")) + 14
        tall = theme.tall(20)
        left = 10 if mirrored else self.width() - width - 10
        cap = QRect(left, (self.height() - tall) // 2, width, tall)
        painter.setPen(theme.colour("line.strong"))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, _("Enter"))

    def event(self, event: QEvent) -> bool:
        """Tab takes a completion while there is one."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self.popup_open:
            self.completing.emit(0)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives, arrows choose a completion, undo goes on to commands when there is no typing left."""
        key = event.key()
        self._key_at, self._key_waits = perf_counter(), True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sent.emit()
        elif self.popup_open and key == Qt.Key.Key_Down:
            self.completing.emit(1)
        elif self.popup_open and key == Qt.Key.Key_Up:
            self.completing.emit(-1)
        elif key == Qt.Key.Key_Escape and self.popup_open:
            self.completing.emit(9)
        elif key == Qt.Key.Key_Up or (key == Qt.Key.Key_Escape and not self.text()):
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            if not self.text():
                self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            if not self.text():
                self.redo_asked.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
