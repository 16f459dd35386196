"""The rows of the palette as a list model; headings cannot be chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject

from facilitator.ui.actions import native
from facilitator.ui.finding import Row
from facilitator.ui.widgets import row_model

ROW = row_model.ROW


class PaletteModel(row_model.RowModel[Row]):
    """What is found now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(told, heading=lambda row: row.entry is None, parent=parent)

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
