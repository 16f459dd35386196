"""The agenda's total on one line, the number in it strong: **146** of 150 min, 4 to spare."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui import shown
from facilitator.ui.theme import Theme


class Total(QWidget):
    """The line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words, self._strong, self._over = "", "", False
        self._laid = QTextLayout()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._restyle)

    def text(self) -> str:
        """The words."""
        return self._words

    @property
    def over(self) -> bool:
        """Whether there is more than there is room for."""
        return self._over

    def say(self, words: str, strong: str, *, over: bool) -> None:
        """These words; ``strong`` is the number in them that counts."""
        if (words, strong, over) == (self._words, self._strong, self._over):
            return
        self._words, self._strong, self._over = words, strong, over
        self.setAccessibleName(words)
        self._restyle()

    def _restyle(self) -> None:
        self._laid = self._layout()
        self.updateGeometry()
        self.update()

    def _layout(self) -> QTextLayout:
        theme = self._theme
        layout = QTextLayout(self._words, theme.figures("body"))
        option = QTextOption()
        turned = shown.right_to_left(self._words)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
        layout.setTextOption(option)
        plain = QTextLayout.FormatRange()
        plain.start, plain.length, plain.format = 0, len(self._words), QTextCharFormat()
        plain.format.setForeground(theme.colour("semantic.danger" if self._over else "text.secondary"))
        ranges = [plain]
        at = self._words.find(self._strong) if self._strong else -1
        if at >= 0:
            strong = QTextLayout.FormatRange()
            strong.start, strong.length, form = at, len(self._strong), QTextCharFormat()
            form.setFontWeight(QFont.Weight.DemiBold)
            form.setForeground(theme.colour("semantic.danger" if self._over else "text.primary"))
            strong.format = form
            ranges.append(strong)
        layout.setFormats(ranges)
        layout.beginLayout()
        layout.createLine().setLineWidth(10_000)
        layout.endLayout()
        return layout

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        wide = self._laid.lineAt(0).naturalTextWidth() if self._words else 0
        return QSize(ceil(wide), self._theme.line("body"))

    def minimumSizeHint(self) -> QSize:
        """All of it."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        del event
        if not self._words:
            return
        line = self._laid.lineAt(0)
        left = self.width() - 10_000 if shown.right_to_left(self._words) else 0
        self._laid.draw(QPainter(self), QPointF(left, (self.height() - line.height()) / 2))
