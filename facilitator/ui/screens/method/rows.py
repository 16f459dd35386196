"""A method in the list: how its row is painted, and the keys of the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.session.modalities import Catalogue, Modality
from facilitator.ui import hues
from facilitator.ui.lines import fit
from facilitator.ui.models.methods import ENTRY, Entry
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_rows import draw_words, paint_mark
from facilitator.ui.widgets.rows import RowsView

_Index = QModelIndex | QPersistentModelIndex
SIDE, INNER = 12, 12


class MethodDelegate(QStyledItemDelegate):
    """Paints a method: its mark, its name, how long it is at its best."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.catalogue = Catalogue()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """42 high, with a line more for a note."""
        entry: Entry | None = index.data(ENTRY)
        tall = self._theme.tall(42)
        if entry is not None and entry.note:
            tall += self._theme.line("caption")
        return QSize(option.rect.width(), tall)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if entry.method is None:
            self._heading(painter, entry, option.rect, mirrored)
        else:
            self._ground(painter, option)
            self._method(painter, entry, entry.method, option.rect, mirrored)
        painter.restore()

    def _align(self, mirrored: bool, *, end: bool = False) -> Qt.AlignmentFlag:
        return near_side(mirrored != end)

    def _heading(self, painter: QPainter, entry: Entry, rect: QRect, mirrored: bool) -> None:
        painter.setFont(self._theme.font("caption_strong"))
        painter.setPen(self._theme.colour("text.secondary"))
        draw_words(painter, rect.adjusted(24, 8, -24, 0), self._align(mirrored), entry.words)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        box = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if chosen else "surface.hover"))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def _method(self, painter: QPainter, entry: Entry, method: Modality, rect: QRect, mirrored: bool) -> None:
        theme = self._theme
        side = theme.mark(theme.size("modality_mark_small"))
        left = SIDE + INNER
        x = rect.right() + 1 - left - side if mirrored else rect.left() + left
        mark = QRectF(x, rect.top() + (rect.height() - side) / 2, side, side)
        if entry.faint:
            painter.setOpacity(0.6)
        paint_mark(painter, theme, mark, hues.family(method.id, self.catalogue))
        if entry.marked:
            tick = theme.mark(14)
            place = mark.bottomRight().toPoint()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.base"))
            painter.drawEllipse(QRectF(place.x() - tick + 3, place.y() - tick + 3, tick, tick))
            pixmap = theme.pixmap("check", "accent.on", tick - 4, painter.device().devicePixelRatioF())
            painter.drawPixmap(place.x() - tick + 5, place.y() - tick + 5, pixmap)
        painter.setFont(theme.figures("small"))
        room = rect.width() - 2 * left
        trail = fit(entry.trail, theme.font("small"), room // 2)
        wide = painter.fontMetrics().horizontalAdvance(trail) + 2
        painter.setPen(theme.colour("text.secondary"))
        draw_words(painter, rect.adjusted(left, 0, -left, 0), self._align(mirrored, end=True), trail)
        theme.fonts.ensure(entry.words)
        font = theme.font("body", weight=500)
        words_w = room - side - 12 - wide - 12
        at = rect.left() + left + wide + 12 if mirrored else rect.left() + left + side + 12
        lines = theme.line("body") + (theme.line("caption") if entry.note else 0)
        top = rect.top() + (rect.height() - lines) // 2
        painter.setFont(font)
        painter.setPen(theme.colour("text.secondary" if entry.faint else "text.primary"))
        draw_words(
            painter, QRect(at, top, words_w, theme.line("body")), self._align(mirrored), fit(entry.words, font, words_w)
        )
        if entry.note:
            small = theme.font("caption")
            painter.setFont(small)
            painter.setPen(theme.colour("semantic.warning"))
            box = QRect(at, top + theme.line("body"), words_w, theme.line("caption"))
            draw_words(painter, box, self._align(mirrored), fit(entry.note, small, words_w))


class MethodsView(RowsView):
    """The list: headings are passed over, letters go on in the search field.

    Signals:
        typed: a letter for the field.
        remove_asked, compare_asked: keys on the current row.
    """

    typed = Signal(str)
    remove_asked = Signal()
    compare_asked = Signal()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads, past headings."""
        moves = QAbstractItemView.CursorAction
        up = action in (moves.MoveUp, moves.MovePrevious, moves.MoveEnd)
        index = super().moveCursor(action, modifiers)
        model = self.model()
        while index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            row = index.row() + (-1 if up else 1)
            if not 0 <= row < model.rowCount():
                return self.currentIndex()
            index = model.index(row, 0)
        return index

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the field; Delete and the space bar act on the row."""
        text = event.text()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif event.key() == Qt.Key.Key_Space and plain:
            self.compare_asked.emit()
        elif text and text.isprintable() and plain:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
