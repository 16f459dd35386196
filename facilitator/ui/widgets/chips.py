"""Chips under the capture bar: what was understood of a line, before it is given."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.lines import fit
from facilitator.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood. ``look`` is plain, kind, person or new."""

    words: str
    icon: str = ""
    colour: str = "text.secondary"
    look: str = "plain"
    letters: str = ""


class ChipRow(QWidget):
    """Chips under the bar, painted from what the parser found."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips: list[Chip] = []
        self.hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: list[Chip], hint: str = "") -> None:
        """Show these; the hint stands where there are none."""
        self.chips, self.hint = chips, hint
        self.setAccessibleName(", ".join(chip.words for chip in chips) or hint)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(200, self._theme.tall(24))

    def minimumSizeHint(self) -> QSize:
        """One row, as narrow as there is room."""
        return QSize(40, self._theme.tall(24))

    def _font(self, chip: Chip) -> QFont:
        return self._theme.font("small", weight=600 if chip.look == "kind" else 500)

    def _most(self) -> int:
        """The most px the words of a chip have: the longest give way until all have room, for each is an answer."""
        asks = [(QFontMetrics(self._font(chip)).horizontalAdvance(chip.words) + 1, chip.look) for chip in self.chips]
        wide = sorted(width for width, look in asks if look != "kind")
        room = self.width() - sum(46 if chip.icon or chip.letters else 26 for chip in self.chips)
        room -= sum(width for width, look in asks if look == "kind")  # which is whole, whatever else there is
        most = round(220 * self._theme.scale)
        for left in range(len(wide), 0, -1):
            share = room // left
            if wide[-left] >= share:
                return max(min(share, most), 24)
            room -= wide[-left]
        return most

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chips, as many as there is room for."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        height = theme.tall(24)
        if not self.chips:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text.tertiary"))
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(
                QRect(0, 0, self.width(), height), align, fit(self.hint, theme.font("small"), self.width())
            )
            return
        x, most = 0, self._most()
        for chip in self.chips:
            font = self._font(chip)
            room = self.width() - x - 28
            if room < 24:
                break
            theme.fonts.ensure(chip.words)
            words = fit(chip.words, font, room if chip.look == "kind" else min(room, most))
            painter.setFont(font)
            text_w = painter.fontMetrics().horizontalAdvance(words) + 1
            mark_w = 20 if chip.icon or chip.letters else 0
            width = text_w + mark_w + 18
            rect = QRect(self.width() - x - width if mirrored else x, 0, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("semantic.warning_tint" if chip.look == "new" else "surface.sunken"))
            painter.drawRoundedRect(rect, 4, 4)
            mark_x = rect.right() - 8 - 14 if mirrored else rect.left() + 8
            if chip.icon:
                top = rect.top() + (height - 14) // 2
                painter.drawPixmap(mark_x, top, theme.pixmap(chip.icon, chip.colour, 14, ratio, flips=True))
            elif chip.letters:
                circle = QRect(mark_x - 2, rect.top() + (height - 18) // 2, 18, 18)
                painter.setBrush(theme.colour("surface.panel"))
                painter.drawEllipse(circle)
                tiny = QFont(theme.font("caption_strong"))
                tiny.setPixelSize(max(round(8 * min(theme.scale, 1.3)), 7))
                painter.setFont(tiny)
                painter.setPen(theme.colour("text.secondary"))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, chip.letters[:2])
            painter.setFont(font)
            painter.setPen(theme.colour("semantic.warning" if chip.look == "new" else chip.colour))
            start = rect.left() + 9 if mirrored else rect.left() + 9 + mark_w
            painter.drawText(QRect(start, rect.top(), text_w, height), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 8
