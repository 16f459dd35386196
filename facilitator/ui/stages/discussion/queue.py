"""The speaking list: who waits, in the order they come, painted in rows of 44."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets import row_model
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
ROW = 44
MOST_ROWS = 5
"""Beyond so many the list scrolls within itself."""
WAITS = row_model.ROW
LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Waits:
    """One row of the list."""

    person: str
    name: str
    full: str
    first_time: bool = False
    point_of_order: bool = False
    phone: bool = False

    @property
    def note(self) -> str:
        """The words before the icon."""
        return _("point of order") if self.point_of_order else _("first time") if self.first_time else ""


def _told(row: Waits) -> str:
    way = _("by phone") if row.phone else _("hand up")
    return ", ".join(part for part in (row.full, row.note, way) if part)


class QueueDelegate(QStyledItemDelegate):
    """Face, name, what is special about it, and how the hand was raised; under the pointer, taking it down."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(option.rect.width(), self._theme.tall(ROW))

    def close_box(self, rect: QRect, *, mirrored: bool) -> QRect:
        """Where taking the hand down is clicked."""
        wide = self._theme.mark(16) + 16
        return QRect(rect.left() if mirrored else rect.right() - wide + 1, rect.top(), wide, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(WAITS)
        if not isinstance(row, Waits):
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        near = bool(option.state & QStyle.StateFlag.State_MouseOver)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if near or current:
            painter.setPen(theme.colour("accent.focus") if current else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6)
        face = theme.mark(28)
        left = rect.right() - face + 1 if mirrored else rect.left()
        inset = 6 if near or current else 0
        left += -inset if mirrored else inset
        paint_initials(painter, theme, QRectF(left, rect.top() + (rect.height() - face) / 2, face, face), row.full)
        icon = theme.mark(16)
        close = self.close_box(rect, mirrored=mirrored)
        name = "x" if near or current else "smartphone" if row.phone else "hand"
        x = close.left() if mirrored else close.right() - icon + 1
        x += inset if mirrored else -inset
        mark = theme.pixmap(name, "text.secondary", icon, painter.device().devicePixelRatio())
        painter.drawPixmap(x, rect.top() + (rect.height() - icon) // 2, mark)
        room = QRect(rect)
        ends = (face + 12 + inset, icon + 12 + inset)
        room.adjust(ends[1] if mirrored else ends[0], 0, -(ends[0] if mirrored else ends[1]), 0)
        lead, trail = near_side(mirrored), far_side(mirrored)
        if row.note:
            font = theme.font("caption", weight=500)
            painter.setFont(font)
            painter.setPen(theme.colour("semantic.warning" if row.point_of_order else "accent.base"))
            note = fit(row.note, font, room.width() * 3 // 5)
            painter.drawText(room, trail, note)
            wide = painter.fontMetrics().horizontalAdvance(note) + 8
            room.adjust(wide if mirrored else 0, 0, 0 if mirrored else -wide, 0)
        font = theme.font("body", weight=600 if index.row() == 0 else 400)
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(room, lead, fit(row.name, font, room.width()))
        painter.restore()


class QueueView(RowsView):
    """The list. A click or Enter gives the floor, the cross or Delete takes the hand down.

    Signals:
        given: this person is to speak now.
        lowered: this person does not wait any more.
    """

    given = Signal(str)
    lowered = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(estimate=ROW)
        self._theme = theme
        self.queue = row_model.RowModel[Waits](_told, lambda row: row.person, parent=self)
        self.setModel(self.queue)
        self._delegate = QueueDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Who waits to speak"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it is
        self.activate_on_click = True
        self.parts = self._part
        self.tips = self._tip
        self.part_clicked.connect(lambda index, _part: self.lowered.emit(self._person(index)))
        self.chosen.connect(lambda index: self.given.emit(self._person(index)))
        theme.changed.connect(self._fit)

    def put(self, rows: Sequence[Waits]) -> None:
        """Show these; the list is as tall as they are, up to a few."""
        for row in rows:
            self._theme.fonts.ensure(row.full)
        current = self.currentIndex().row()
        self.queue.show_rows(rows)
        if current >= 0 and rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.queue.index(min(current, len(rows) - 1)))
        self._fit()

    def _fit(self) -> None:
        rows = len(self.queue.rows)
        self.setVisible(rows > 0)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(on if rows > MOST_ROWS else off)
        self.setFixedHeight(self._theme.tall(ROW) * min(max(rows, 1), MOST_ROWS))
        self.forget_heights()

    def _person(self, index: QModelIndex) -> str:
        row = index.data(WAITS)
        return row.person if isinstance(row, Waits) else ""

    def _part(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        del index
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return LOWER if self._delegate.close_box(rect, mirrored=mirrored).contains(place) else ""

    def _tip(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        if self._part(index, rect, place):
            return _("Take the hand down (Delete)")
        row = index.data(WAITS)
        return shown.tip(_("{name} speaks now").format(name=row.full)) if isinstance(row, Waits) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the hand down."""
        person = self._person(self.currentIndex())
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and person:
            self.lowered.emit(person)
            event.accept()
            return
        super().keyPressEvent(event)
