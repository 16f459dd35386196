"""The veil over the window while files are carried over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from facilitator.ui.theme import Theme
from facilitator.words import _


class DropVeil(QWidget):
    """Says what dropping will do."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self) -> None:
        """Cover the window."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint, a dashed edge, one line."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("accent.tint")
        ground.setAlpha(235)
        painter.fillRect(self.rect(), ground)
        pen = QPen(theme.colour("accent.base"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 12, 12)
        painter.setFont(theme.font("title"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Drop to take these files in"))
