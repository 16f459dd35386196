"""A code for cameras, painted as modules: dark on white in dark mode too, each module on whole pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.theme import Theme

QUIET = 2
"""White around it at the least, in modules: cameras want it."""


class CodePicture(QWidget):
    """The picture, as large as it may be and always square."""

    def __init__(self, theme: Theme, side: int, name: str) -> None:
        super().__init__()
        self._theme, self._side = theme, side
        self.modules: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def put(self, modules: tuple[str, ...], told: str) -> None:
        """Show another code; ``told`` is what a screen reader says of it."""
        self.setAccessibleDescription(told)
        if modules != self.modules:
            self.modules = modules
            self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White ground, dark modules."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.hairline"), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        count = len(self.modules)
        if not count:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        cell = max(self.width() // (count + 2 * QUIET), 1)
        left, top = (self.width() - cell * count) // 2, (self.height() - cell * count) // 2
        dark = QColor(Qt.GlobalColor.black)
        for y, row in enumerate(self.modules):
            for x, module in enumerate(row):
                if module == "1":
                    painter.fillRect(left + x * cell, top + y * cell, cell, cell, dark)
