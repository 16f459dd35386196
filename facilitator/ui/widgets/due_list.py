"""Commitments that fall due and questions nobody answered, as rows with what can be done about them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from facilitator.session.ports import wall_clock
from facilitator.ui import shown, times
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.session.repeat import LeftOpen

COMMITMENT = "commitment"
"""The kind of what is owed; everything else here is a question."""

_Index = QModelIndex | QPersistentModelIndex
ITEM = ROW
DONE, MOVE, DROP, ANSWER = "done", "move", "drop", "answer"
_ICONS = ((DONE, "check"), (MOVE, "calendar-clock"), (DROP, "circle-x"))
_KEYS = {Qt.Key.Key_D: DONE, Qt.Key.Key_M: MOVE, Qt.Key.Key_X: DROP, Qt.Key.Key_A: ANSWER}
DATE, STEP, LEAST = 110, 36, 200
"""The last column, one small mark, and the least room words need beside the buttons of a chosen row, in px."""
EDGE = 12
"""How far a row reaches beyond its words at both ends, in px."""


class OpenModel(RowModel["LeftOpen"]):
    """The rows; where anything differs the list begins anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_told, lambda item: item, parent=parent)

    @property
    def items(self) -> list[LeftOpen]:
        """What is left open."""
        return self.rows


def _told(item: LeftOpen) -> str:
    return f"{shown.one_line(item.text)}. {second_line(item)}. {when(item, datetime.date.today())}"


def second_line(item: LeftOpen) -> str:
    """Whose it is and where it was said."""
    title = shown.isolated(item.title)
    if item.kind == COMMITMENT:
        if not item.person:
            return _("nobody named, from “{title}”").format(title=title)
        return _("{person} · from “{title}”").format(person=shown.isolated(item.person), title=title)
    day = times.short_day(item.at_ms, wall_clock())
    if not item.person:
        return _("asked on {day}, in “{title}”").format(day=day, title=title)
    return _("{person} asked on {day}, in “{title}”").format(person=shown.isolated(item.person), day=day, title=title)


def when(item: LeftOpen, today: datetime.date) -> str:
    """When a commitment is due, seen from today."""
    try:
        due = datetime.date.fromisoformat(item.due)
    except ValueError:
        return ""
    late = (today - due).days
    if late > 0:
        return ngettext("{count} day late", "{count} days late", late).format(count=late)
    if late == 0:
        return _("today")
    return _("tomorrow") if late == -1 else times.due_day(item.due)


class OpenDelegate(QStyledItemDelegate):
    """Paints one row: mark, words, whose it is; at the far side what can be done, and when it is due."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.today = datetime.date.today()
        self.covered: tuple[int, int] | None = None
        """The row that buttons lie over, and their width in px: its words give way, its small marks are not painted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(option.rect.width(), self._theme.tall(self._theme.size("row_two_line_h")))

    def date_width(self) -> int:
        """The last column."""
        return round(DATE * max(self._theme.scale, 1))

    def indent(self) -> int:
        """Where the words begin."""
        return 12 + self._theme.mark(18) + 10

    def room_over(self, item: LeftOpen, width: int) -> int:
        """How wide buttons over a row may be so that enough of its words is seen, in px."""
        return width - self.indent() - self.end_width(item) - 24 - round(LEAST * max(self._theme.scale, 1))

    def end_width(self, item: LeftOpen) -> int:
        """What stands at the far end of a row, after its buttons."""
        return EDGE + (self.date_width() if item.kind == COMMITMENT else 0)

    def icon_boxes(self, rect: QRect, mirrored: bool) -> list[tuple[str, QRect]]:
        """Where the three small marks of a row are."""
        boxes = []
        end = self.date_width() + 4 + len(_ICONS) * STEP
        for place, (name, _icon) in enumerate(_ICONS):
            x = end - place * STEP
            left = rect.left() + x - STEP if mirrored else rect.right() + 1 - x
            boxes.append((name, QRect(left, rect.top(), STEP, rect.height())))
        return boxes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: LeftOpen | None = index.data(ITEM)
        if item is None:
            return
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.covered[1] if self.covered is not None and self.covered[0] == index.row() else 0
        chosen = bool(state & QStyle.StateFlag.State_Selected) or over > 0
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if chosen else "surface.hover"))
            painter.drawRoundedRect(rect, 6, 6)
        elif index.row() + 1 < index.model().rowCount():
            painter.setPen(theme.colour("line.hairline"))
            inset = self.indent()
            left = rect.left() + (12 if mirrored else inset)
            right = rect.right() - (inset if mirrored else 12)
            painter.drawLine(left, rect.bottom(), right, rect.bottom())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        self._words(painter, item, rect, mirrored, over)
        painter.restore()

    def _words(self, painter: QPainter, item: LeftOpen, rect: QRect, mirrored: bool, over: int) -> None:
        theme = self._theme
        ratio = painter.device().devicePixelRatioF()
        mark = theme.mark(18)
        icon, ink = ("flag", "kind.commitment.ink") if item.kind == COMMITMENT else (
            "circle-question-mark", "kind.question.ink",
        )  # fmt: skip
        x = rect.right() + 1 - 12 - mark if mirrored else rect.left() + 12
        painter.drawPixmap(x, rect.center().y() - mark // 2, theme.pixmap(icon, ink, mark, ratio))
        actions = item.kind == COMMITMENT
        end = self.date_width() + (len(_ICONS) * STEP + 24 if actions else 24)
        if over:
            end = self.end_width(item) + over + 12
        indent = self.indent()
        room = max(rect.width() - 12 - indent - end, 40)
        body, small = theme.line("body"), theme.line("caption")
        top = rect.top() + (rect.height() - body - small) // 2
        left = rect.right() + 1 - indent - room if mirrored else rect.left() + indent
        theme.fonts.ensure(item.text + item.person + item.title)
        align = near_side(mirrored)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.primary"))
        words = fit(shown.one_line(item.text), theme.font("body"), room)
        usual = painter.layoutDirection()
        turned = shown.right_to_left(item.text)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
        painter.drawText(QRect(left, top, room, body), align, words)
        painter.setLayoutDirection(usual)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(
            QRect(left, top + body, room, small), align, fit(second_line(item), theme.font("caption"), room)
        )
        if not actions:
            if not over:
                self._answer(painter, rect, mirrored, ratio)
            return
        said = when(item, self.today)
        late = bool(item.due) and item.due < self.today.isoformat()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("semantic.danger" if late else "text.secondary"))
        wide = self.date_width() + 9  # the marks beside it have air around them
        box = QRect(rect.left() + 12 if mirrored else rect.right() - 12 - wide, rect.top(), wide, rect.height())
        painter.drawText(box, far_side(mirrored), fit(said, theme.font("small"), wide))
        if not over:
            for (_name, place), (_also, name) in zip(self.icon_boxes(rect, mirrored), _ICONS, strict=True):
                size = theme.mark(18)
                painter.drawPixmap(
                    place.center() - QPoint(size // 2, size // 2), theme.pixmap(name, "text.secondary", size, ratio)
                )

    def _answer(self, painter: QPainter, rect: QRect, mirrored: bool, ratio: float) -> None:
        theme = self._theme
        words, size = _("Answer"), theme.mark(16)
        wide = QFontMetrics(theme.font("body", weight=500)).horizontalAdvance(words)
        box = QRect(0, rect.top(), wide, rect.height())
        mark = QRect(0, rect.center().y() - size // 2, size, size)
        if mirrored:
            box.moveLeft(rect.left() + 24)
            mark.moveLeft(box.right() + 9)
        else:
            box.moveRight(rect.right() - 24)
            mark.moveRight(box.left() - 9)
        painter.drawPixmap(mark.topLeft(), theme.pixmap("reply", "text.secondary", size, ratio, flips=True))
        painter.setFont(theme.font("body", weight=500))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


class _Doing(Button):
    """A button over a row: its word, and the key that does the same."""

    def __init__(self, theme: Theme, word: str, key: str, icon: str) -> None:
        super().__init__(theme, word, key=key, icon=icon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        caps = KeyCaps(theme, key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.addStretch()
        row.addWidget(caps)
        wide = caps.sizeHint().width()
        ground, lit = theme.hex("surface.panel"), theme.hex("surface.hover")
        self.setStyleSheet(
            f"QPushButton {{ padding-right: {wide + 20}px; background: {ground}; }}"  # the side turns with the window
            f"QPushButton:hover {{ background: {lit}; }}"
        )

    def sizeHint(self) -> QSize:
        """The word, and room for the key beside it."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: the layout within holds only the key."""
        return QPushButton.sizeHint(self)


class OpenList(RowsView):
    """The list: sized to its rows, arrows inside, letters act on the current row.

    Signals:
        wanted: something is to be done about an item (the item, what: done, move, drop, answer or open).
    """

    wanted = Signal(object, str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(estimate=56)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("background: transparent;")
        self.items = OpenModel(self)
        self.delegate = OpenDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setModel(self.items)
        self.parts = self._part
        self.part_clicked.connect(lambda index, part: self.wanted.emit(index.data(ITEM), part))
        self.chosen.connect(lambda index: self.wanted.emit(index.data(ITEM), "open"))
        self.current_moved.connect(lambda _index: self._place_overlay())
        self._overlay: QWidget | None = None

    def show_items(self, items: Sequence[LeftOpen]) -> None:
        """Show these."""
        self.delegate.today = datetime.date.today()
        self.items.show_rows(items)
        self.setFixedHeight(max(self.content_height, 1))
        self._place_overlay()

    def _part(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        item: LeftOpen | None = index.data(ITEM)
        if item is None or (self._overlay is not None and index == self.currentIndex()):
            return ""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if item.kind != COMMITMENT:
            side = rect.left() + 120 - place.x() if mirrored else place.x() - (rect.right() - 120)
            return ANSWER if side > 0 else ""
        for name, box in self.delegate.icon_boxes(rect, mirrored):
            if box.contains(place):
                return name
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters act."""
        what = _KEYS.get(Qt.Key(event.key()))
        item: LeftOpen | None = self.currentIndex().data(ITEM)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if what is not None and item is not None and plain and (item.kind == COMMITMENT) == (what != ANSWER):
            self.wanted.emit(item, what)
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stay at the end of their row."""
        super().resizeEvent(event)
        self._place_overlay()

    def _place_overlay(self) -> None:
        index = self.currentIndex()
        item: LeftOpen | None = index.data(ITEM)
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
            self._overlay = None
        self.delegate.covered = None
        self.viewport().update()
        if item is None:
            return
        holder = QWidget(self.viewport())
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        choices = (
            ((DONE, _("Done"), "D"), (MOVE, _("Move"), "M"), (DROP, _("Drop"), "X"))
            if item.kind == COMMITMENT
            else ((ANSWER, _("Answer"), "A"),)
        )
        for name, word, key in choices:
            button = _Doing(self._theme, word, key, "reply" if name == ANSWER else "")
            button.clicked.connect(lambda _on=False, name=name, item=item: self.wanted.emit(item, name))
            row.addWidget(button)
        holder.adjustSize()
        if holder.width() > self.delegate.room_over(item, self.viewport().width()):
            holder.deleteLater()  # the small marks of the row do the same
            return
        rect = self.visualRect(index)
        end = self.delegate.end_width(item)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.left() + end if mirrored else rect.right() + 1 - end - holder.width()
        holder.move(x, rect.top() + (rect.height() - holder.height()) // 2)
        holder.show()
        self._overlay = holder
        self.delegate.covered = (index.row(), holder.width())
