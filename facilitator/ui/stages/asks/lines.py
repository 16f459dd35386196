"""Rows of an ask, painted: an option with a number, dots, a place on a scale, a bar, or a spread at its far end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.shown import FSI, PDI
from facilitator.ui.sides import far_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.row_model import ROW

NUMBER, DOTS, PICK, SCALE, PAIR, TICK, BAR, SPREAD = (
    "number", "dots", "pick", "scale", "pair", "tick", "bar", "spread",
)  # fmt: skip
"""What stands at the far end: a number to type; dots, one choice, a place on a scale, now and then; a tick; results."""

LINE = ROW
SIDE, PAD, GAP = 8, 9, 16
MOST_CIRCLES = 10
"""More dots than this are told as a number."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row. All words in it may be drawn as they are (:mod:`.shown`). ``head`` stands over it, where several rows
    belong together. ``value`` is a number, dots, or a place from 0 (-1 for none); ``most`` how many dots or places.

    ``pair`` are now and then on a row of the outcome card; ``counts`` (and ``before``) how many chose each place;
    ``scale`` the words of the places; ``told`` what a screen reader says of the value.
    """

    look: str
    words: str
    second: str = ""
    head: str = ""
    value: int = 0
    most: int = 1
    pair: tuple[bool, bool] = (False, False)
    share: float = 0.0
    strong: bool = False
    tail: str = ""
    counts: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    scale: tuple[str, ...] = ()
    told: str = ""


def told(line: Line) -> str:
    """A row as one text, for a screen reader."""
    return ". ".join(part for part in (line.head, line.words, line.second, line.told or line.tail) if part)


class LineDelegate(QStyledItemDelegate):
    """Paints one row: words in their own direction, then what they were given."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setter = Typesetter(theme)
        self.column = 0
        """Which of two columns the keyboard is in; it has a ring in the current row."""

    # ---- measures -----------------------------------------------------------------------------------------------

    def circle(self) -> int:
        """How wide a circle is, in px."""
        return self._theme.mark(20)

    def _cell(self, line: Line) -> int:
        if line.look == PAIR:
            return self._theme.mark(64)
        if line.look == SPREAD:
            return self._theme.mark(40)
        return self.circle() + 8

    def _cells(self, line: Line) -> int:
        if line.look in (DOTS, SCALE):
            return line.most if line.most <= MOST_CIRCLES else 0
        return {PICK: 1, TICK: 1, PAIR: 2, SPREAD: len(line.counts)}.get(line.look, 0)

    def value_width(self, line: Line) -> int:
        """How wide what stands at the far end is."""
        theme = self._theme
        wide = self._cells(line) * self._cell(line)
        if line.look == NUMBER or (line.look == DOTS and not wide):
            return theme.mark(64)
        if line.look == SCALE:
            metrics = QFontMetrics(theme.font("caption"))
            return max(wide, max((metrics.horizontalAdvance(word) for word in line.scale), default=0))
        if line.look == SPREAD and line.before:
            return wide + self._heads()
        if line.look in (BAR, TICK):
            tail = QFontMetrics(theme.font("body", weight=600)).horizontalAdvance(line.tail)
            return min(tail + 4, theme.mark(240)) + wide
        return wide

    def _heads(self) -> int:
        from facilitator.words import _

        metrics = QFontMetrics(self._theme.font("caption"))
        return max(metrics.horizontalAdvance(word) for word in (_("then"), _("now"))) + 8

    def _stacked(self, line: Line, width: int) -> bool:
        return self.value_width(line) > max(width - 2 * SIDE, 1) * 0.56

    def _value_tall(self, line: Line) -> int:
        theme = self._theme
        if line.look == SPREAD:
            rows = 2 if line.before else 1
            return rows * (theme.mark(26) + 2) + (0 if line.before else theme.mark(14))
        if line.look == SCALE:
            return self.circle() + theme.line("caption") + 2
        if line.look in (NUMBER,):
            return theme.tall(32)
        return self.circle()

    def _word_room(self, line: Line, width: int) -> int:
        room = width - 2 * SIDE
        return room if self._stacked(line, width) else room - self.value_width(line) - GAP

    def _words_tall(self, line: Line, width: int) -> tuple[int, int]:
        room = max(self._word_room(line, width), 60)
        first = self._setter.lay(
            line.words, "body", room, most=6, weight=600 if line.strong else None, safe=True
        ).height
        second = self._setter.lay(line.second, "small", room, most=6, safe=True).height if line.second else 0
        return first, second

    def head_tall(self, line: Line, width: int) -> int:
        """How tall the words over a row are, with the room under them."""
        return (
            self._setter.lay(line.head, "body_strong", max(width - 2 * SIDE, 60), most=4, safe=True).height + 8
            if (line.head)
            else 0
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line | None = index.data(LINE)
        if line is None:
            return QSize(option.rect.width(), 1)
        width = option.rect.width()
        words = sum(self._words_tall(line, width))
        value = self._value_tall(line)
        tall = words + value + 6 if self._stacked(line, width) else max(words, value)
        if line.look == BAR:
            tall = words + (self._theme.line("body") if self._stacked(line, width) else 0) + 6 + 8
        return QSize(width, max(tall + 2 * PAD, self._theme.tall(40)) + self.head_tall(line, width))

    def _value_box(self, line: Line, rect: QRect, mirrored: bool) -> QRect:
        wide, tall = self.value_width(line), self._value_tall(line)
        inner = rect.adjusted(SIDE, PAD, -SIDE, -PAD)
        if self._stacked(line, rect.width()):
            top = inner.bottom() + 1 - tall
        else:
            top = inner.top() + (inner.height() - tall) // 2
        left = inner.left() if mirrored else inner.right() + 1 - wide
        return QRect(left, top, wide, tall)

    def boxes(self, line: Line, rect: QRect, mirrored: bool) -> list[QRect]:
        """Where the circles of a row are, first to last in the direction one reads."""
        rect = rect.adjusted(0, self.head_tall(line, rect.width()), 0, 0)
        count, cell = self._cells(line), self._cell(line)
        if not count or line.look == SPREAD:
            return []
        value = self._value_box(line, rect, mirrored)
        tall = self.circle() + (8 if line.look != SCALE else 0)
        top = value.top() if line.look == SCALE else value.top() + (value.height() - tall) // 2
        end = value.left() + count * cell if mirrored else value.right() + 1 - count * cell
        return [
            QRect(end - (place + 1) * cell if mirrored else end + place * cell, top, cell, tall)
            for place in range(count)
        ]

    # ---- painting -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line | None = index.data(LINE)
        if line is None:
            return
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = rect
        if line.head:
            head = self._setter.lay(line.head, "body_strong", max(rect.width() - 2 * SIDE, 60), most=4, safe=True)
            head.draw(painter, rect.left() + SIDE, rect.top() + 8, theme.colour("text.primary"))
            rect = rect.adjusted(0, self.head_tall(line, rect.width()), 0, 0)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if current else "surface.hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        if index.row() + 1 < index.model().rowCount():
            painter.setPen(theme.colour("line.hairline"))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if current:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), 6, 6)
        self._words(painter, line, rect, mirrored)
        value = self._value_box(line, rect, mirrored)
        if line.look == BAR:
            self._bar(painter, line, rect, mirrored)
        elif line.look == SPREAD:
            self._spread(painter, line, value, mirrored)
        elif line.look == NUMBER:
            self._number(painter, line, value, current)
        elif line.look == TICK:
            self._tick(painter, line, whole, value, mirrored)
        elif self._cells(line):
            self._circles(painter, line, whole, value, mirrored, current=current)
        else:
            self._number(painter, line, value, current)
        painter.restore()

    def _words(self, painter: QPainter, line: Line, rect: QRect, mirrored: bool) -> None:
        theme, width = self._theme, rect.width()
        room = max(self._word_room(line, width), 60)
        first, second = self._words_tall(line, width)
        inner = rect.adjusted(SIDE, PAD, -SIDE, -PAD)
        left = inner.right() + 1 - room if mirrored else inner.left()
        top = inner.top()
        if not self._stacked(line, width) and line.look != BAR:
            top += (inner.height() - first - second) // 2
        weight = 600 if line.strong else None
        laid = self._setter.lay(line.words, "body", room, most=6, weight=weight, safe=True)
        laid.draw(painter, left, top, theme.colour("text.primary"))
        if line.second:
            told = self._setter.lay(line.second, "small", room, most=6, safe=True)
            told.draw(painter, left, top + first, theme.colour("text.secondary"))

    def _number(self, painter: QPainter, line: Line, box: QRect, current: bool) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.colour("accent.focus" if current else "line.control"), 2 if current else 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(theme.figures("body_strong"))
        painter.setPen(theme.colour("text.primary" if line.value >= 0 else "text.tertiary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.tail or str(max(line.value, 0)))

    def _circles(
        self, painter: QPainter, line: Line, rect: QRect, value: QRect, mirrored: bool, *, current: bool
    ) -> None:
        theme, wide = self._theme, self.circle()
        boxes = self.boxes(line, rect, mirrored)
        for place, box in enumerate(boxes):
            if line.look == PAIR:
                filled = line.pair[place]
            elif line.look == SCALE:
                filled = place == line.value
            else:
                filled = place < line.value
            ink = "accent.base" if line.look != PAIR or place == 0 else "text.secondary"
            if current and line.look == PAIR and place == self.column:
                painter.setPen(QPen(theme.colour("accent.focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QRectF(box).center(), wide / 2 + 3, wide / 2 + 3)
            self._circle(painter, QRectF(box).center(), wide, filled, ink, dotted=line.look in (PICK, PAIR, SCALE))
        if line.look == SCALE and boxes:
            word = line.scale[line.value] if 0 <= line.value < len(line.scale) else "–"
            font = theme.font("caption", weight=600 if line.value >= 0 else None)
            painter.setFont(font)
            painter.setPen(theme.colour("text.primary" if line.value >= 0 else "text.tertiary"))
            room = QRect(value.left(), boxes[0].bottom() + 2, value.width(), theme.line("caption"))
            painter.drawText(room, far_side(mirrored), fit(word, font, value.width()))

    def _circle(self, painter: QPainter, at: QPointF, wide: int, filled: bool, ink: str, *, dotted: bool) -> None:
        theme = self._theme
        box = QRectF(at.x() - wide / 2 + 0.75, at.y() - wide / 2 + 0.75, wide - 1.5, wide - 1.5)
        painter.setPen(QPen(theme.colour(ink if filled else "line.control"), 1.5))
        painter.setBrush(theme.colour(ink) if filled else theme.colour("surface.panel"))
        painter.drawEllipse(box)
        if filled and dotted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.panel"))
            painter.drawEllipse(box.center(), wide * 0.18, wide * 0.18)

    def _tick(self, painter: QPainter, line: Line, rect: QRect, value: QRect, mirrored: bool) -> None:
        theme, size = self._theme, self._theme.mark(18)
        (box,) = self.boxes(line, rect, mirrored)
        icon, ink = ("check", "accent.base") if line.value > 0 else ("circle", "line.control")
        pixmap = theme.pixmap(icon, ink, size, painter.device().devicePixelRatioF())
        painter.drawPixmap(box.center() - QPoint(size // 2 - 1, size // 2 - 1), pixmap)
        if line.tail:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text.secondary"))
            room = value.adjusted(box.width(), 0, 0, 0) if mirrored else value.adjusted(0, 0, -box.width(), 0)
            painter.drawText(room, far_side(mirrored), fit(line.tail, theme.font("small"), room.width()))

    def _bar(self, painter: QPainter, line: Line, rect: QRect, mirrored: bool) -> None:
        theme = self._theme
        inner = rect.adjusted(SIDE, PAD, -SIDE, -PAD)
        track = QRectF(inner.left(), inner.bottom() - 7, inner.width(), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(track, 4, 4)
        wide = track.width() * min(max(line.share, 0.0), 1.0)
        if wide >= 1:
            painter.setBrush(theme.colour("accent.base" if line.strong else "line.control"))
            left = track.right() - wide if mirrored else track.left()
            painter.drawRoundedRect(QRectF(left, track.top(), max(wide, 8), 8), 4, 4)
        font = theme.figures("body_strong" if line.strong else "body")
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        room = self.value_width(line)
        line_tall = theme.line("body")
        top = int(track.top()) - 6 - line_tall if self._stacked(line, rect.width()) else inner.top()
        words = sum(self._words_tall(line, rect.width()))
        tall = line_tall if self._stacked(line, rect.width()) else max(min(words, line_tall * 2), line_tall)
        if words > 2 * line_tall:
            tall = line_tall
        box = QRect(inner.left() if mirrored else inner.right() + 1 - room, top, room, tall)
        painter.drawText(box, far_side(mirrored), FSI + fit(line.tail, font, room) + PDI)

    def _spread(self, painter: QPainter, line: Line, value: QRect, mirrored: bool) -> None:
        from facilitator.words import _

        theme, cell = self._theme, self._cell(line)
        rows = [(_("then"), line.before), (_("now"), line.counts)] if line.before else [("", line.counts)]
        heads = self._heads() if line.before else 0
        top, size = value.top(), theme.mark(26)
        for head, counts in rows:
            if head:
                painter.setFont(theme.font("caption"))
                painter.setPen(theme.colour("text.secondary"))
                left = value.right() + 1 - heads if mirrored else value.left()
                box = QRect(left, top, heads, size)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, head)
            for place, count in enumerate(counts):
                along = heads + place * cell
                left = value.right() + 1 - along - cell if mirrored else value.left() + along
                box = QRect(left + (cell - size) // 2, top, size, size)
                painter.setPen(QPen(theme.colour("accent.base" if count else "line.strong"), 1.5))
                painter.setBrush(theme.colour("accent.tint_strong") if count else Qt.BrushStyle.NoBrush)
                small = box if count else box.adjusted(size // 3, size // 3, -size // 3, -size // 3)
                painter.drawEllipse(QRectF(small).adjusted(0.75, 0.75, -0.75, -0.75))
                if count:
                    painter.setFont(theme.figures("caption_strong"))
                    painter.setPen(theme.colour("text.primary"))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))
            top += size + 2
        if not line.before and line.scale:
            self._ends(painter, line, QRect(value.left(), top, value.width(), theme.mark(14)), mirrored)

    def _ends(self, painter: QPainter, line: Line, box: QRect, mirrored: bool) -> None:
        font = self._theme.font("caption")
        painter.setFont(font)
        painter.setPen(self._theme.colour("text.tertiary"))
        half = box.width() // 2
        ends = (line.scale[0], line.scale[-1])
        left, right = (ends[1], ends[0]) if mirrored else ends
        level = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        room = QRect(box.left(), box.top() - 2, half - 2, box.height() + 4)
        painter.drawText(room, level | Qt.AlignmentFlag.AlignLeft, fit(left, font, half - 2))
        room.moveLeft(box.right() - half + 2)
        painter.drawText(room, level | Qt.AlignmentFlag.AlignRight, fit(right, font, half - 2))
