"""Votes on the room screen: what was asked for, a bar, how many, in figures and in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from facilitator.session.room import Bar
from facilitator.ui import shown
from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.room.look import RoomTheme
from facilitator.words import ngettext

ROW, BAR, LABEL, FIGURES, GAP = 92, 28, 560, 340, 40


def paint_bars(
    painter: QPainter, theme: RoomTheme, setter: Typesetter, area: QRect, bars: Sequence[Bar], *, mirrored: bool
) -> None:
    """The rows that fit, and how many more there are. The longest bar fills the room between words and figures."""
    row = theme.px(ROW)
    fits = max(area.height() // row, 1)
    shown_now = list(bars[:fits]) if len(bars) <= fits else list(bars[: max(fits - 1, 1)])
    most = max((count for _label, count, _words in bars), default=0)
    label_w, gap = min(theme.px(LABEL), area.width() // 3), theme.px(GAP)
    figures_w = min(theme.px(FIGURES), area.width() // 4)
    bar_w = max(area.width() - label_w - figures_w - 2 * gap, theme.px(120))
    painter.save()

    def at(x: int, y: int, width: int, height: int) -> QRect:
        left = area.right() + 1 - x - width if mirrored else area.left() + x
        return QRect(left, y, width, height)

    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    for place, (label, count, words) in enumerate(shown_now):
        y = area.top() + place * row
        wide = label_w if count >= 0 else area.width()
        laid = setter.lay(label, "room_card", wide, most=2)
        box = at(0, y + (row - laid.height) // 2, wide, laid.height)
        laid.draw(painter, box.left(), box.top(), theme.colour("text.primary"))
        if count < 0:
            painter.fillRect(at(0, y + row - 1, area.width(), 1), theme.colour("line.hairline"))
            continue
        track = at(label_w + gap, y + (row - theme.px(BAR)) // 2, bar_w, theme.px(BAR))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(track, theme.px(4), theme.px(4))
        if most and count:
            filled = at(label_w + gap, track.top(), max(round(bar_w * count / most), theme.px(6)), track.height())
            painter.setBrush(theme.colour("accent.base"))
            painter.drawRoundedRect(filled, theme.px(4), theme.px(4))
        number = theme.figures("room_prompt:40")
        x = label_w + bar_w + 2 * gap
        painter.setFont(number)
        painter.setPen(theme.colour("text.primary"))
        wide = QFontMetrics(number).horizontalAdvance(str(count)) + 1
        painter.drawText(at(x, y, wide, row), flags, str(count))
        if words:
            small = theme.font("phone_prompt", weight=400)
            room = figures_w - wide - theme.px(16)
            painter.setFont(small)
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(at(x + wide + theme.px(16), y, room, row), flags, fit(shown.one_line(words), small, room))
    left = len(bars) - len(shown_now)
    if left:
        painter.setFont(theme.font("phone_prompt", weight=400))
        painter.setPen(theme.colour("text.secondary"))
        told = ngettext("{count} more", "{count} more", left).format(count=left)
        painter.drawText(at(0, area.top() + len(shown_now) * row, label_w, row), flags, told)
    painter.restore()
