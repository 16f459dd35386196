"""What the status line tells, one thing after another, each behind its icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from facilitator.ui.lines import fit
from facilitator.ui.sides import near_side
from facilitator.ui.widgets.plain import OneLine

Note = tuple[str, str]
"""(icon, words); without an icon the words stand alone."""

APART, GAP, LEAST = 20, 6, 40
"""Between two notes; between an icon and its words; the least room worth a further note, in px."""
BETWEEN = "  ·  "


class NotesLine(OneLine):
    """One line. What does not fit is shortened; all of it stands in the tool tip and is its name."""

    notes: tuple[Note, ...] = ()

    def setText(self, text: str) -> None:
        """Plain words, without icons."""
        self.notes = ()
        super().setText(text)

    def tell(self, notes: Sequence[Note]) -> None:
        """These, each behind its icon."""
        if tuple(notes) != self.notes:
            super().setText(BETWEEN.join(words for _icon, words in notes))
            self.notes = tuple(notes)
            self.updateGeometry()

    def _mark(self) -> int:
        return self._theme.mark(14)

    def sizeHint(self) -> QSize:
        """As wide as all of it."""
        if not self.notes:
            return super().sizeHint()
        metrics = self.fontMetrics()
        wide = sum(
            metrics.horizontalAdvance(words) + 2 + (self._mark() + GAP if icon else 0) for icon, words in self.notes
        )
        return QSize(wide + APART * (len(self.notes) - 1), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, words, icon, words."""
        if not self.notes:
            super().paintEvent(event)
            return
        theme, painter, mark = self._theme, QPainter(self), self._mark()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setFont(self.font())
        painter.setPen(theme.colour(self._colour))
        x = 0
        for icon, words in self.notes:
            if self.width() - x < LEAST:
                break
            if icon:
                left = self.width() - x - mark if mirrored else x
                pixmap = theme.pixmap(icon, self._colour, mark, self.devicePixelRatioF())
                painter.drawPixmap(left, (self.height() - mark) // 2, pixmap)
                x += mark + GAP
            shortened = fit(words, self.font(), self.width() - x)
            wide = painter.fontMetrics().horizontalAdvance(shortened) + 2
            place = QRect(self.width() - x - wide if mirrored else x, 0, wide, self.height())
            painter.drawText(place, near_side(mirrored), shortened)
            x += wide + APART
