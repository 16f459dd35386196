"""The line of the capture bar: its kind before the words, the key after them, and the keys it understands."""

from __future__ import annotations

from math import ceil
from time import perf_counter

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
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
        self._drawn: tuple[str, float, QPixmap, QPixmap] | None = None
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
        self._drawn = None
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
        icon, cap = self._marks()
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size, room = icon.deviceIndependentSize().toSize(), cap.deviceIndependentSize().toSize()
        ends = (16, self.width() - room.width() - 9)
        if mirrored:
            ends = (self.width() - 16 - size.width(), 9)
        painter.drawPixmap(ends[0], (self.height() - size.height()) // 2, icon)
        painter.drawPixmap(ends[1], (self.height() - room.height()) // 2, cap)

    def _marks(self) -> tuple[QPixmap, QPixmap]:
        """The kind's icon and the key's cap, drawn once: they are painted again with every key."""
        ratio = self.devicePixelRatioF()
        if self._drawn is None or self._drawn[:2] != (self.kind, ratio):
            theme = self._theme
            name, role = kinds.icon(self.kind), f"kind.{kinds.hue(self.kind)}.solid"
            if self.kind == "note":
                name, role = "sticky-note", "text.tertiary"
            icon = theme.pixmap(name, role, theme.mark(20), ratio)
            cap = self._drawn[3] if self._drawn is not None and self._drawn[1] == ratio else self._cap(ratio)
            self._drawn = (self.kind, ratio, icon, cap)
        return self._drawn[2:]

    def _cap(self, ratio: float) -> QPixmap:
        theme, words = self._theme, _("Enter")
        wide, tall = theme.metrics("caption").horizontalAdvance(words) + 14, theme.tall(20)
        made = QPixmap(QSize(ceil((wide + 2) * ratio), ceil((tall + 2) * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("line.strong"))
        painter.setBrush(theme.colour("surface.panel"))
        place = QRect(1, 1, wide, tall)
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return made

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab takes a completion while there is one."""
        if next and self.popup_open:
            self.completing.emit(0)
            return True
        return super().focusNextPrevChild(next)

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
