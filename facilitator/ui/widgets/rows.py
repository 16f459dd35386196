"""A list whose rows have heights of their own, measured only when they come near the visible part.

Qt's list asks every row for its height whenever one comes in. With ten thousand cards that is felt; here a row that was
never seen has an estimated height, and what is seen stays where it is while estimates become measures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex
Part = Callable[[QModelIndex, QRect, QPoint], str]


class RowsView(QListView):
    """Rows of their own heights, painted by the delegate.

    Signals:
        chosen: a row was opened (Enter or double click).
        part_clicked: a named part inside a row was clicked (row, name); see ``parts``.
        current_moved: another row is the current one.
        menu_asked: a menu is wanted for a row, at a global place.
    """

    chosen = Signal(QModelIndex)
    part_clicked = Signal(QModelIndex, str)
    current_moved = Signal(QModelIndex)
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self, parent: QWidget | None = None, *, estimate: int = 80) -> None:
        super().__init__(parent)
        self._estimate = estimate
        self._heights: list[int] = []
        self._known: bytearray = bytearray()
        self._tops: list[int] = [0]
        self._hover = -1
        self._laying = False
        self._moved = False
        self.parts: Part | None = None
        """Given a row, its rectangle and a place: the name of the part there, empty for none."""
        self.tips: Callable[[QModelIndex, QRect, QPoint], str] | None = None
        self.activate_on_click = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._settle)

    # ---- heights ------------------------------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; everything is measured anew."""
        super().setModel(model)
        self._start_over()

    def forget_heights(self) -> None:
        """Measure again: the text size, the width or the faces changed. What is at the top stays there."""
        anchor = self._anchor()
        self._known = bytearray(len(self._heights))
        self._settle(anchor)

    def _rows(self) -> int:
        model: QAbstractItemModel | None = self.model()  # there is none before one is set
        return model.rowCount(self.rootIndex()) if model is not None else 0

    def _start_over(self) -> None:
        rows = self._rows()
        self._heights = [self._estimate] * rows
        self._known = bytearray(rows)
        self._hover = -1
        self._recount()
        self._later.start()
        self.viewport().update()

    def _recount(self) -> None:
        self._tops = [0, *accumulate(self._heights)]
        self._moved = False

    def _anchor(self) -> tuple[int, int]:
        """The first visible row and how far its top lies above the upper edge."""
        value = self.verticalScrollBar().value()
        row = self._row_at(value)
        return (row, value - self._tops[row]) if 0 <= row < len(self._heights) else (0, 0)

    def _row_at(self, y: int) -> int:
        if not self._heights or y < 0 or y >= self._tops[-1]:
            return -1
        return bisect_right(self._tops, y) - 1

    def _option(self, rect: QRect) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        return option

    def _measure(self, first: int, upto: int) -> bool:
        """Measure rows from ``first`` until they fill ``upto`` px. Returns whether a height changed."""
        changed, y, row = False, 0, first
        width = self.viewport().width()
        model, delegate = self.model(), self.itemDelegate()
        option = self._option(QRect(0, 0, width, 0))
        while row < len(self._heights) and y < upto:
            if not self._known[row]:
                height = max(delegate.sizeHint(option, model.index(row, 0, self.rootIndex())).height(), 1)
                self._known[row] = 1
                if height != self._heights[row]:
                    self._heights[row] = height
                    self._moved = changed = True
            y += self._heights[row]
            row += 1
        return changed

    def _settle(self, anchor: tuple[int, int] | None = None) -> None:
        if self._laying:
            return
        self._laying = True
        try:
            if len(self._heights) != self._rows():
                self._heights = [self._estimate] * self._rows()
                self._known = bytearray(len(self._heights))
                self._recount()
            at_end = self._at_end()
            row, within = anchor if anchor is not None else self._anchor()
            row = min(row, max(len(self._heights) - 1, 0))
            self._measure(row, self.viewport().height() + within + 200)
            if self._moved:
                self._recount()
            self._ranges()
            if self._heights and self._tops[row] + within > 0:
                self.verticalScrollBar().setValue(self._tops[row] + within)
            elif not at_end:
                self.verticalScrollBar().setValue(0)
        finally:
            self._laying = False
        self.updateEditorGeometries()
        self.viewport().update()

    def _at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.maximum() > 0 and bar.value() == bar.maximum()

    def _ranges(self) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setSingleStep(32)
        bar.setRange(0, max(self._tops[-1] - page, 0))

    @property
    def content_height(self) -> int:
        """How tall all rows are, as far as known, in px."""
        self._measure(0, 4000)
        self._recount()
        return self._tops[-1]

    # ---- what Qt asks of a view ---------------------------------------------------------------------------------

    def doItemsLayout(self) -> None:
        """Rows are laid out as they are seen."""
        self._settle()

    def updateGeometries(self) -> None:
        """Keep the scroll bar's range."""
        self._ranges()

    def verticalOffset(self) -> int:
        """How far is scrolled, in px."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Rows are as wide as the view."""
        return 0

    def visualRect(self, index: Index) -> QRect:
        """Where a row is, in the viewport."""
        row = index.row()
        if not index.isValid() or not 0 <= row < len(self._heights):
            return QRect()
        return QRect(0, self._tops[row] - self.verticalOffset(), self.viewport().width(), self._heights[row])

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a place in the viewport."""
        row = self._row_at(point.y() + self.verticalOffset())
        model = self.model()
        return model.index(row, 0, self.rootIndex()) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight."""
        row = index.row()
        if not index.isValid() or not 0 <= row < len(self._heights):
            return
        if self._measure(row, 1):
            self._recount()
            self._ranges()
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._tops[row], self._tops[row] + self._heights[row]
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value() or bottom - top > page:
            bar.setValue(top)
        elif bottom > bar.value() + page:
            if self._measure(max(row - page // 20, 0), page * 2):
                self._recount()
                self._ranges()
            bar.setValue(self._tops[row] + self._heights[row] - page)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads."""
        del modifiers
        rows = len(self._heights)
        if not rows:
            return QModelIndex()
        row = self.currentIndex().row()
        page = self.viewport().height()
        moves = QAbstractItemView.CursorAction
        if row < 0:
            row = 0
        elif action in (moves.MoveUp, moves.MovePrevious):
            row -= 1
        elif action in (moves.MoveDown, moves.MoveNext):
            row += 1
        elif action == moves.MovePageUp:
            row = max(self._row_at(max(self._tops[row] - page, 0)), 0)
        elif action == moves.MovePageDown:
            beyond = self._row_at(self._tops[row] + page)
            row = beyond if beyond >= 0 else rows - 1
        elif action == moves.MoveHome:
            row = 0
        elif action == moves.MoveEnd:
            row = rows - 1
        return self.model().index(min(max(row, 0), rows - 1), 0, self.rootIndex())

    def isIndexHidden(self, index: Index) -> bool:
        """No row is ever hidden."""
        del index
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what lies in a rectangle of the viewport."""
        first = self.indexAt(rect.topLeft() if rect.top() >= 0 else QPoint(rect.left(), 0))
        last = self.indexAt(rect.bottomLeft())
        if first.isValid():
            chosen = QItemSelection(first, last if last.isValid() else first)
            self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the selected rows are."""
        region = QRegion()
        for index in selection.indexes():
            region = region.united(QRegion(self.visualRect(index)))
        return region

    # ---- changes ------------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Everything is new."""
        super().reset()
        self._start_over()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Rows came in; what is seen stays, unless the very beginning is seen."""
        row, within = self._anchor()
        at_top = self.verticalOffset() == 0
        count = end - start + 1
        self._heights[start:start] = [self._estimate] * count
        self._known[start:start] = bytes(count)
        if at_top:
            self._measure(0, self.viewport().height() + 200)  # what is seen, before all is added up, and only once
        self._recount()
        self._ranges()
        super().rowsInserted(parent, start, end)
        anchor = (0, 0) if at_top else (row + count if start <= row else row, within)
        self._settle(anchor)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Rows go; those that stay keep their heights."""
        super().rowsAboutToBeRemoved(parent, start, end)
        del self._heights[start : end + 1]
        del self._known[start : end + 1]
        self._hover = -1
        self._recount()
        self._later.start()

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:
        """Rows say something else now: measured again."""
        super().dataChanged(topLeft, bottomRight, list(roles))
        for row in range(topLeft.row(), min(bottomRight.row() + 1, len(self._known))):
            self._known[row] = 0
        self._settle()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say so, and bring it into sight."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_moved.emit(QModelIndex(current))  # type: ignore[arg-type]

    # ---- events -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: every height is another."""
        anchor = self._anchor()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._known = bytearray(len(self._heights))
        self._settle(anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint what came into sight."""
        del dx, dy
        if not self._laying:
            self._settle(self._anchor())
        self.updateEditorGeometries()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen."""
        if not self._heights:
            return
        painter = QPainter(self.viewport())
        offset = self.verticalOffset()
        bottom = event.rect().bottom() + offset
        row = max(self._row_at(max(event.rect().top() + offset, 0)), 0)
        model, delegate, width = self.model(), self.itemDelegate(), self.viewport().width()
        current, focused = self.currentIndex().row(), self.hasFocus()
        selection = self.selectionModel()
        while row < len(self._heights) and self._tops[row] <= bottom:
            option = self._option(QRect(0, self._tops[row] - offset, width, self._heights[row]))
            index = model.index(row, 0, self.rootIndex())
            state = QStyle.StateFlag.State_Enabled
            if selection.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == self._hover:
                state |= QStyle.StateFlag.State_MouseOver
            if row == current and focused:
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state
            delegate.paint(painter, option, index)
            row += 1
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is lit; parts that can be clicked show it."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.row() != self._hover:
            self._hover = index.row()
            self.viewport().update()
        part = self.parts(index, self.visualRect(index), place) if self.parts and index.isValid() else ""
        hand = bool(part) or (self.activate_on_click and index.isValid())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        """No row is lit any more."""
        self._hover = -1
        self.viewport().update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a part inside a row, or on the row."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid():
            return
        part = self.parts(index, self.visualRect(index), place) if self.parts else ""
        if part:
            self.part_clicked.emit(index, part)
        elif self.activate_on_click:
            self.chosen.emit(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.activate_on_click:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the row, by mouse or key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).bottomLeft() + QPoint(32, -8) if by_key else event.pos()
            self.setCurrentIndex(index)
            self.menu_asked.emit(index, self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: object) -> bool:
        """Tool tips of rows."""
        if isinstance(event, QHelpEvent) and self.tips is not None:
            index = self.indexAt(event.pos())
            tip = self.tips(index, self.visualRect(index), event.pos()) if index.isValid() else ""
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))  # type: ignore[arg-type]

    def sizeHint(self) -> QSize:
        """Any size will do."""
        return QSize(320, 240)
