"""A person's initials in a circle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.theme import Theme


def paint_initials(painter: QPainter, theme: Theme, box: QRectF, name: str) -> None:
    """The circle and up to two letters in it."""
    from facilitator.session.privacy import initials  # not on the way of a start

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line.strong"), 1))
    painter.setBrush(theme.colour("surface.sunken"))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    font = QFont(theme.font("caption_strong"))
    font.setPixelSize(max(round(box.height() * 0.4), 7))
    painter.setFont(font)
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name)[:2])
    painter.restore()


class Avatar(QWidget):
    """The circle as a widget. For the eye only: the name stands beside it."""

    def __init__(self, theme: Theme, name: str, size: str = "avatar") -> None:
        super().__init__()
        self._theme, self._name, self._size = theme, name, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.fonts.ensure(name)

    def sizeHint(self) -> QSize:
        """The size of the design, grown with the text."""
        side = self._theme.mark(self._theme.size(self._size))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The circle."""
        del event
        paint_initials(QPainter(self), self._theme, QRectF(self.rect()), self._name)
