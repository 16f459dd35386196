"""A row of a side column: a title, a line, and a few words under it, all of it one button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import Avatar
from facilitator.ui.widgets.plain import OneLine, Words


class SideRow(QAbstractButton):
    """The row. ``mark`` is the name whose initials stand before it."""

    def __init__(self, theme: Theme, title: str, line: str, words: str = "", *, mark: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(". ".join(part for part in (title, line, words) if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 8)
        row.setSpacing(12)
        if mark:
            row.addWidget(Avatar(theme, mark), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(OneLine(theme, title, "body"))
        column.addWidget(OneLine(theme, line, "caption", "text.secondary"))
        if words:
            told = Words(theme, words[:240], "small", "text.secondary", wraps=True)
            told.setMaximumHeight(theme.line("small") * 3 + 4)
            column.addWidget(told)
        row.addLayout(column, 1)
        theme.fonts.ensure(title + words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lit under the pointer."""
        del event
        if not self.underMouse() and not self.isDown():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self._theme.colour("surface.hover"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
