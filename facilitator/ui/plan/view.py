"""The agenda as a list one works in: keys that move, add, pin and cut, a hand that drags, a field in the row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit

from facilitator.ui import shown
from facilitator.ui.plan.delegate import GROUP_FIELD, MINUTES_FIELD, SIDE, TITLE_FIELD, AgendaDelegate
from facilitator.ui.plan.rows import ADD, BLOCK, DAY, GROUP, ROW, SUGGESTION, AgendaModel, Row
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _


class AgendaView(RowsView):
    """The list.

    Signals:
        wanted: something is to be done with the current row (what, the block's id or empty).
        dropped: a block was carried into a day (its id, the day), behind another (its id, or empty for the beginning).
        typed: a field in a row was finished (the block, which field, the text).
    """

    wanted = Signal(str, str)
    dropped = Signal(str, int, str)
    typed = Signal(str, str, str)

    def __init__(self, theme: Theme, model: AgendaModel) -> None:
        super().__init__(estimate=theme.tall(52))
        self._theme = theme
        self._model = model
        self._held: str = ""
        self._from = QPoint()
        self._gap = -1
        self.read_only = False
        self.setAccessibleName(_("Agenda"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.delegate = AgendaDelegate(theme, self)
        self.delegate.typed.connect(self.typed)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setEditTriggers(RowsView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.parts = self.delegate.part_at
        self.tips = self._tip
        self.chosen.connect(self._chosen)
        self.part_clicked.connect(self._part_clicked)

    # ---- which row ----------------------------------------------------------------------------------------------

    def row(self, index: QModelIndex | None = None) -> Row | None:
        """The current row, or another."""
        found: Row | None = (index if index is not None else self.currentIndex()).data(ROW)
        return found

    @property
    def block(self) -> str:
        """The block of the current row, empty where there is none."""
        row = self.row()
        return row.block if row is not None else ""

    def to_block(self, block: str) -> None:
        """Mark a block."""
        place = self._model.row_of(f"block:{block}")
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
            self.scrollTo(self._model.index(place))

    def _chosen(self, index: QModelIndex) -> None:
        row = self.row(index)
        if row is None:
            return
        if row.kind == ADD:
            self.wanted.emit("add", "")
        elif row.kind == SUGGESTION:
            self.wanted.emit("suggested", "")
        elif row.block:
            self.wanted.emit("details", row.block)

    def _part_clicked(self, index: QModelIndex, part: str) -> None:
        row = self.row(index)
        if row is not None and row.block:
            self.wanted.emit(part, row.block)

    def _tip(self, index: QModelIndex, rect: QRect, _place: QPoint) -> str:
        """The whole of what is shortened in its row."""
        row = self.row(index)
        if row is None or row.kind not in (BLOCK, GROUP, SUGGESTION):
            return ""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        words = " ".join((row.title, row.line)) if row.kind == GROUP else row.title
        room = self.delegate.title_box(rect, mirrored, row).width()
        return shown.tip(words) if self._theme.metrics("body_strong").horizontalAdvance(words) > room else ""

    # ---- fields in a row ----------------------------------------------------------------------------------------

    def edit_field(self, field: str, begin_with: str = "") -> None:
        """Open the field for the current block's length or title, or for a group's name and people."""
        row = self.row()
        if row is None or row.kind not in (BLOCK, GROUP) or self.read_only:
            return
        if (row.kind == GROUP) != (field == GROUP_FIELD):
            return
        self.delegate.field, self.delegate.begin_with = field, begin_with
        self.edit(self.currentIndex())
        editor = self.indexWidget(self.currentIndex())
        if begin_with and isinstance(editor, QLineEdit):
            editor.end(False)  # the view marks all of it; what is typed next continues the first digit

    # ---- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything can be done by keys alone."""
        if self.read_only:
            super().keyPressEvent(event)
            return
        row = self.row()
        what = self._asked(event)
        if what and (row is not None or what in ("add", "paste")):
            block = row.block if row is not None else ""
            if block or what in ("add", "paste"):
                self.wanted.emit(what, block)
                event.accept()
                return
        text = event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and row is not None and row.kind == BLOCK and text.isdigit():
            self.edit_field(MINUTES_FIELD, text)
            event.accept()
            return
        if row is not None and event.key() == Qt.Key.Key_F2:
            self.edit_field(GROUP_FIELD if row.kind == GROUP else TITLE_FIELD)
            event.accept()
            return
        super().keyPressEvent(event)

    def _asked(self, event: QKeyEvent) -> str:
        for sequence, what in (
            (QKeySequence.StandardKey.Copy, "copy"),
            (QKeySequence.StandardKey.Cut, "cut"),
            (QKeySequence.StandardKey.Paste, "paste"),
        ):
            if event.matches(sequence):
                return what
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        alt, control, shift = (
            Qt.KeyboardModifier.AltModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        on, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if mirrored else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        return {
            (on, alt | shift): "next_day",
            (back, alt | shift): "day_before",
            (Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier): "shorten",
            (Qt.Key.Key_Up, alt): "up",
            (Qt.Key.Key_Down, alt): "down",
            (Qt.Key.Key_Down, alt | shift): "next_day",
            (Qt.Key.Key_Up, alt | shift): "day_before",
            (Qt.Key.Key_D, control): "duplicate",
            (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "remove",
            (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier): "remove",
            (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier): "add",
            (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier): "pin",
        }.get((key, held), "")

    # ---- the hand -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A block is taken hold of, a length is clicked."""
        super().mousePressEvent(event)
        place = event.position().toPoint()
        row = self.row(self.indexAt(place))
        self._held, self._gap = "", -1
        if event.button() == Qt.MouseButton.LeftButton and row is not None and row.kind == BLOCK and not self.read_only:
            self._held, self._from = row.block, place

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carried: a line shows where it would go."""
        if not self._held or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = event.position().toPoint()
        if self._gap < 0 and (place - self._from).manhattanLength() < QApplication.startDragDistance():
            return
        self._gap = self._gap_at(place)
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        bar, edge = self.verticalScrollBar(), 28
        if place.y() < edge:
            bar.setValue(bar.value() - 12)
        elif place.y() > self.viewport().height() - edge:
            bar.setValue(bar.value() + 12)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: it stands there now. A click on a length opens its field."""
        held, gap = self._held, self._gap
        self._held, self._gap = "", -1
        if held and gap >= 0:
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self.viewport().update()
            self.dropped.emit(held, *self._above(gap, held))
            return
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self.row(index)
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        if row.kind in (ADD, SUGGESTION):
            self._chosen(index)
        elif row.kind == BLOCK and not self.read_only:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            if self.delegate.minutes_box(self.visualRect(index), mirrored).contains(place):
                self.edit_field(MINUTES_FIELD)

    def _gap_at(self, place: QPoint) -> int:
        """The row before which it would be put."""
        index = self.indexAt(place)
        rows = self._model.rowCount()
        first = 1 if self._model.rows[0].kind == DAY else 0
        if not index.isValid():
            return rows - 1 if place.y() > 0 else first
        rect = self.visualRect(index)
        gap = index.row() + (1 if place.y() > rect.center().y() else 0)
        while gap < rows and self._model.rows[gap].kind == GROUP:
            gap += 1
        return max(min(gap, rows - 1), first)

    def _above(self, gap: int, held: str) -> tuple[int, str]:
        """The day it lands in, and the block of that day it comes behind; empty for the day's beginning."""
        after, day = "", 1
        for row in reversed(self._model.rows[:gap]):
            if row.kind == BLOCK and row.block != held and not after:
                after = row.block
            elif row.kind == DAY:
                return row.day, after
        return day, after

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the line where a carried block would go."""
        super().paintEvent(event)
        if self._gap < 0:
            return
        top = self.visualRect(self._model.index(self._gap)).top()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.colour("accent.base"), 2))
        painter.drawLine(SIDE, top, self.viewport().width() - SIDE, top)
