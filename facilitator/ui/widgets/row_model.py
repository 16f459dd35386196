"""The model behind the lists: values in a row, told apart by a key, and only what differs is told to the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from facilitator.ui import shown

ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a row's value is had."""
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)

Value = TypeVar("Value")
Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel, Generic[Value]):
    """A list of values. A delegate paints them, ``told`` words them for those who listen.

    ``key`` says which row is which; without one rows are known by their place alone. ``tip`` are the words of a tool
    tip, ``heading`` whether a row only stands over others and cannot be chosen.

    Three ways to show other rows: :meth:`show_rows` where other rows are another list, :meth:`become` where rows come
    and go one by one and the hand should stay on its row, :meth:`start_over` where what is found is new each time.
    """

    def __init__(
        self,
        told: Callable[[Value], str],
        key: Callable[[Value], object] = lambda _row: None,
        *,
        tip: Callable[[Value], str] | None = None,
        heading: Callable[[Value], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._told, self._key, self._tip, self._heading = told, key, tip, heading
        self.rows: list[Value] = []

    # ---- what it shows ------------------------------------------------------------------------------------------

    def show_rows(self, rows: Iterable[Value]) -> None:
        """Show these. The same rows stay, and those that say something else are told; other rows begin anew."""
        wanted = list(rows)
        if self._keys(wanted) != self._keys(self.rows):
            self.start_over(wanted)
            return
        was, self.rows = self.rows, wanted
        differ = (place for place, (old, new) in enumerate(zip(was, wanted, strict=True)) if old != new)
        for first, last in _runs(differ):
            self.dataChanged.emit(self.index(first), self.index(last))

    def become(self, rows: Iterable[Value]) -> None:
        """Show these. Rows go and come in place; those that stay keep their selection and what is edited in them."""
        wanted = list(rows)
        before, after = self._keys(self.rows), self._keys(wanted)
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if before != after else []
        for step, first, end, comes, upto in reversed(steps):  # from behind: places before it still hold
            if step in ("delete", "replace"):
                self.beginRemoveRows(QModelIndex(), first, end - 1)
                del self.rows[first:end]
                self.endRemoveRows()
            if step in ("insert", "replace"):
                self.beginInsertRows(QModelIndex(), first, first + upto - comes - 1)
                self.rows[first:first] = wanted[comes:upto]
                self.endInsertRows()
        self.show_rows(wanted)

    def start_over(self, rows: Iterable[Value]) -> None:
        """Show these as new ones, whatever stood there."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def change(self, place: int, row: Value) -> None:
        """One row says something else."""
        self.rows[place] = row
        self.dataChanged.emit(self.index(place), self.index(place))

    def _keys(self, rows: Iterable[Value]) -> list[object]:
        return [self._key(row) for row in rows]

    # ---- finding ------------------------------------------------------------------------------------------------

    def row(self, place: int) -> Value | None:
        """What stands at a place, None where nothing does."""
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def row_of(self, key: object) -> int:
        """Where the row with a key stands, -1 where there is none."""
        return next((place for place, row in enumerate(self.rows) if self._key(row) == key), -1)

    # ---- what Qt asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its words for those who listen, or its tool tip."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in _SPOKEN:
            return self._told(row)
        if role == Qt.ItemDataRole.ToolTipRole and self._tip is not None:
            return shown.tip(self._tip(row))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen, headings cannot."""
        if self._heading is not None and index.isValid() and self._heading(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Places that follow one another, as first and last of each run."""
    first = last = -2
    for place in places:
        if place != last + 1:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
