"""The rows of the palette as a list model; headings cannot be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from facilitator.ui.actions import native
from facilitator.ui.finding import Row

ROW = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """What is found now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Headings and entries."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its words as a screen reader says them."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return told(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are not to be chosen."""
        if not index.isValid() or self.rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def step(self, row: int, by: int) -> int:
        """The row that many entries further, round the ends; -1 where there is none."""
        chosen = [place for place, one in enumerate(self.rows) if one.entry is not None]
        if not chosen:
            return -1
        if row not in chosen:
            return chosen[0] if by > 0 else chosen[-1]
        here = chosen.index(row)
        if abs(by) == 1:
            return chosen[(here + by) % len(chosen)]
        return chosen[min(max(here + by, 0), len(chosen) - 1)]

    def first(self) -> int:
        """The first row that can be chosen; -1 where there is none."""
        return self.step(-1, 1)


def told(row: Row) -> str:
    """A row as one text."""
    if row.entry is None:
        return row.heading
    entry = row.entry
    key = native(entry.keys) if entry.keys else ""
    return ", ".join(part for part in (entry.words, entry.why_not, entry.place, key) if part)
