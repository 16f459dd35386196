"""The list one answers in: arrows go from option to option, digits, space and signs give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from facilitator.ui.stages.asks.lines import (
    DOTS,
    LINE,
    NUMBER,
    PAIR,
    PICK,
    SCALE,
    TICK,
    Line,
    LineDelegate,
    told,
)
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.row_model import RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

MOST_NUMBER = 9999
_MORE = {Qt.Key.Key_Space, Qt.Key.Key_Plus, Qt.Key.Key_Equal}
_LESS = {Qt.Key.Key_Minus, Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class AskList(RowsView):
    """Rows of one ask, as tall as they are.

    ``budget`` is how many dots are in the hand; rows with one choice take it from each other.

    Signals:
        put: the value of a row was changed by hand (the row).
        given: Enter, behind the last row or where rows are given together.
        row_left: another row is current, or the list was left.
    """

    put = Signal(int)
    given = Signal()
    row_left = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(estimate=44)
        self._theme = theme
        self.budget = 1
        self._typing = False
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("background: transparent;")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model_ = RowModel[Line](told, parent=self)
        self.delegate = LineDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setModel(self.model_)
        self.parts = self._part
        self.part_clicked.connect(self._clicked)
        self.current_moved.connect(lambda _index: self._on_other_row())
        theme.changed.connect(self.fit_height)

    # ---- what it shows ------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[Line]:
        """The rows as they are."""
        return self.model_.rows

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these."""
        for line in lines:
            self._theme.fonts.ensure(line.head + line.words + line.second + line.tail)
        self.model_.show_rows(lines)
        if lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model_.index(0))
        self.fit_height()

    @property
    def column(self) -> int:
        """The column of now (0) or then (1) that space marks, where there are two."""
        return self.delegate.column

    def to_column(self, column: int) -> None:
        """The keyboard goes to the other column."""
        self.delegate.column = column
        self.viewport().update()

    def values(self) -> tuple[int, ...]:
        """The value of each row."""
        return tuple(line.value for line in self.lines)

    def fit_height(self) -> None:
        """As tall as its rows."""
        self.forget_heights()
        self.setFixedHeight(max(self.content_height, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other heights."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_height()

    def left_in_hand(self) -> int:
        """How many dots are not given yet."""
        return self.budget - sum(line.value for line in self.lines if line.look in (DOTS, PICK))

    # ---- giving -------------------------------------------------------------------------------------------------

    def set_value(self, row: int, value: int) -> None:
        """Give a row another value by hand, if it may have it."""
        line = self.lines[row]
        if line.look == PICK and value > 0 and self.budget == 1:
            for other, one in enumerate(self.lines):
                if other != row and one.value:
                    self.model_.change(other, replace(one, value=0, told=self._told(one, 0)))
        if line.look in (DOTS, PICK):
            value = max(min(value, line.most, line.value + self.left_in_hand()), 0)
        elif line.look == SCALE:
            value = max(min(value, line.most - 1), -1)
        elif line.look == NUMBER:
            value = max(min(value, MOST_NUMBER), 0)
        if value != line.value:
            tail = "" if line.look == NUMBER else line.tail
            self.model_.change(row, replace(line, value=value, tail=tail, told=self._told(line, value)))
            self.put.emit(row)

    def _told(self, line: Line, value: int) -> str:
        if line.look == DOTS:
            return _("{count} of {most} dots").format(count=value, most=line.most)
        if line.look == SCALE:
            return line.scale[value] if 0 <= value < len(line.scale) else _("not answered")
        if line.look in (PICK, TICK):
            return _("chosen") if value > 0 else _("not chosen")
        return str(value)

    def set_pair(self, row: int, column: int) -> None:
        """Mark a row as where one stands now (0) or stood then (1); again takes it away."""
        for place, line in enumerate(self.lines):
            pair = list(line.pair)
            pair[column] = place == row and not pair[column]
            if tuple(pair) != line.pair:
                marks = [word for word, on in zip((_("now"), _("when we started")), pair, strict=True) if on]
                self.model_.change(place, replace(line, pair=(pair[0], pair[1]), told=", ".join(marks)))
        self.put.emit(row)

    def _part(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        line: Line | None = index.data(LINE)
        if line is None or line.look not in (DOTS, PICK, SCALE, PAIR, TICK):
            return ""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, box in enumerate(self.delegate.boxes(line, rect, mirrored)):
            if box.contains(place):
                return str(number)
        return "" if line.look in (SCALE, PAIR) else "row"

    def _clicked(self, index: QModelIndex, part: str) -> None:
        row, line = index.row(), self.lines[index.row()]
        if line.look == PAIR:
            self.to_column(int(part))
            self.set_pair(row, self.column)
        elif line.look == SCALE:
            self.set_value(row, -1 if line.value == int(part) else int(part))
        elif line.look == DOTS and part != "row":
            self.set_value(row, int(part) if line.value == int(part) + 1 else int(part) + 1)
        elif line.look in (PICK, TICK):
            self.set_value(row, 0 if line.value else 1)
        else:
            self.set_value(row, line.value + 1)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits type a number or choose a place; space, plus and minus give and take; Enter gives all of it."""
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if row < 0 or held != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        line = self.lines[row]
        if key in _ENTER:
            self._enter(row, line)
        elif not self._value_key(row, line, key, event.text()):
            super().keyPressEvent(event)
            return
        event.accept()

    def _enter(self, row: int, line: Line) -> None:
        if line.look == NUMBER and row + 1 < len(self.lines):
            self.setCurrentIndex(self.model_.index(row + 1))
        else:
            self.row_left.emit()
            self.given.emit()

    def _value_key(self, row: int, line: Line, key: Qt.Key, text: str) -> bool:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        more, less = (Qt.Key.Key_Left, Qt.Key.Key_Right) if mirrored else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        digit = int(text) if len(text) == 1 and text.isdecimal() else -1
        if line.look == NUMBER:
            return self._number_key(row, line, key, digit)
        if line.look == PAIR:
            if key in (more, less):
                self.to_column(1 if key == more else 0)
            elif key == Qt.Key.Key_Space:
                self.set_pair(row, self.column)
            return key in (more, less, Qt.Key.Key_Space)
        if line.look == SCALE and digit >= 0:
            self.set_value(row, digit - 1)
            return True
        if line.look == DOTS and digit >= 0:
            self.set_value(row, digit)
            return True
        if line.look in (PICK, TICK) and key == Qt.Key.Key_Space:
            self.set_value(row, 0 if line.value else 1)
            return True
        if line.look not in (DOTS, PICK, SCALE, TICK):
            return False
        if key in _MORE or key == more:
            self.set_value(row, line.value + 1)
            return True
        if key in _LESS or key == less:
            self.set_value(row, line.value - 1)
            return True
        return False

    def _number_key(self, row: int, line: Line, key: Qt.Key, digit: int) -> bool:
        if digit >= 0:
            was = max(line.value, 0) if self._typing and not line.tail else 0
            self.set_value(row, min(was * 10 + digit, MOST_NUMBER) if was < 1000 else was)
            self._typing = True
        elif key == Qt.Key.Key_Backspace:
            self.set_value(row, max(line.value, 0) // 10)
            self._typing = True
        elif key == Qt.Key.Key_Delete:
            self.set_value(row, 0)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.set_value(row, max(line.value, 0) + (1 if key == Qt.Key.Key_Plus else -1))
        else:
            return False
        return True

    def _on_other_row(self) -> None:
        self._typing = False
        self.row_left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left."""
        super().focusOutEvent(event)
        self._typing = False
        self.row_left.emit()
