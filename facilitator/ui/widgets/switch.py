"""A switch: on or off, at once. Its words stand before it, as on a form, or behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme

TRACK_W, TRACK_H = 28, 16
GAP = 10


class Switch(QAbstractButton):
    """A labelled switch. With ``spread`` words and switch stand at the two ends of the row."""

    def __init__(self, theme: Theme, words: str, *, spread: bool = False, inset: int = 0, gap: int = GAP) -> None:
        super().__init__()
        self._theme, self._spread, self._inset, self._gap = theme, spread, inset, gap
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        across = QSizePolicy.Policy.Expanding if spread else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self.updateGeometry()
        self.update()

    def _track(self) -> QSize:
        return QSize(self._theme.mark(TRACK_W), self._theme.mark(TRACK_H))

    def sizeHint(self) -> QSize:
        """Words, gap, switch."""
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(words + self._gap + self._track().width() + 2 * self._inset + 2, self._theme.tall(28))

    def minimumSizeHint(self) -> QSize:
        """Long words may be shortened."""
        return QSize(min(self.sizeHint().width(), 120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words and the switch."""
        del event
        theme, track = self._theme, self._track()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at_end = self.width() - self._inset - track.width()
        at = at_end if self._spread else self._inset
        left = self.width() - at - track.width() if mirrored else at
        box = QRectF(left + 0.5, (self.height() - track.height()) / 2 + 0.5, track.width() - 1, track.height() - 1)
        on = self.isChecked()
        line = theme.colour(("accent.base" if on else "text.secondary") if self.isEnabled() else "line.control")
        painter.setPen(QPen(line, 1.25))
        painter.setBrush(line if on else theme.colour("surface.sunken"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        knob = box.height() - 5
        start = box.right() - knob - 2.5 if on != mirrored else box.left() + 2.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent.on") if on else line)
        painter.drawEllipse(QRectF(start, box.top() + 2.5, knob, knob))
        room = self.rect().adjusted(self._inset, 0, -self._inset, 0)
        space = track.width() + self._gap
        words_first = self._spread != mirrored
        room.adjust(*((0, 0, -space, 0) if words_first else (space, 0, 0, 0)))
        align = near_side(mirrored)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        words = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align, words)
