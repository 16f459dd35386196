"""The agenda as one line: blocks in proportion to their minutes, in the hue of their modality, named by icons below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui import hues
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.words import _

BAR, GAP = 8, 2
WORDS_FROM = 56
"""Minutes are written under a block from this width on."""


class Part(NamedTuple):
    """A block on the strip; without a family it is time for which nothing is planned."""

    family: str
    minutes: int
    title: str


class AgendaStrip(QWidget):
    """The strip. ``marks`` shows icons and minutes under it. What is left of ``available`` minutes stays empty."""

    def __init__(self, theme: Theme, *, marks: bool = True) -> None:
        super().__init__()
        self._theme, self._marks = theme, marks
        self._parts: Sequence[Part] = ()
        self._available = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def show_parts(self, parts: Sequence[Part], available: int = 0) -> None:
        """Show these blocks."""
        self._parts, self._available = parts, available
        told = "; ".join(
            _("{title}, {minutes} min").format(title=part.title, minutes=part.minutes) for part in parts if part.family
        )
        self.setAccessibleName(_("Agenda: {blocks}").format(blocks=told) if told else _("The agenda is empty"))
        self.update()

    def sizeHint(self) -> QSize:
        """The bar, and the line under it."""
        return QSize(200, BAR + (12 + self._theme.line("small") if self._marks else 0))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine."""
        return QSize(80, self.sizeHint().height())

    def _spans(self) -> list[tuple[Part, float, float]]:
        total = max(sum(part.minutes for part in self._parts), self._available, 1)
        spans, at = [], 0.0
        for part in self._parts:
            width = self.width() * part.minutes / total
            spans.append((part, at, width))
            at += width
        return spans

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar, icons, minutes; mirrored where the window reads from right to left."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(0, 0, self.width(), BAR), 4, 4)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(QRectF(0, 0, self.width(), BAR), theme.colour("surface.sunken"))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        spans = self._spans()
        for part, at, width in spans:
            if not part.family:
                continue
            left = self.width() - at - width if mirrored else at
            room = max(width - GAP, 1.0)
            box = QRectF(left + (GAP if mirrored else 0), 0, room, BAR)
            painter.fillRect(box, theme.colour(f"modality.{part.family}.solid"))
        used = sum(part.minutes for part in self._parts)
        if 0 < self._available < used:
            beyond = self.width() * (used - self._available) / used
            left = 0 if mirrored else self.width() - beyond
            painter.fillRect(QRectF(left, 0, beyond, BAR), theme.colour("semantic.danger_solid"))
        painter.restore()
        if not self._marks:
            return
        size, line = theme.mark(16), theme.line("small")
        painter.setFont(theme.figures("small"))
        ratio = self.devicePixelRatioF()
        for part, at, width in spans:
            if width < size or not part.family:
                continue
            x = self.width() - at - size if mirrored else at
            top = BAR + 12
            pixmap = theme.pixmap(hues.icon(part.family), f"modality.{part.family}.ink", size, ratio)
            painter.drawPixmap(round(x), top + (line - size) // 2, pixmap)
            if width >= WORDS_FROM * max(theme.scale, 1):
                words = _("{minutes} min").format(minutes=part.minutes)
                room = width - size - 6 - GAP
                left = self.width() - at - size - 6 - room if mirrored else at + size + 6
                painter.setPen(theme.colour("text.secondary"))
                align = near_side(mirrored)
                if painter.fontMetrics().horizontalAdvance(words) <= room:
                    painter.drawText(QRectF(left, top, room, line), align, words)
