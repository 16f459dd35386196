"""The groups on the room screen: who sits with whom and where, as large as all of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from facilitator.session.room import RoomGroup
from facilitator.ui import shown
from facilitator.ui.room.groups_cells import Cell, Sheet, shorter
from facilitator.ui.room.look import RoomTheme

COLUMN, GAP, ROW_GAP, MOST_COLUMNS = 230, 44, 1.1, 6
"""The least width of a column and the room between columns, in px of the design; between rows, in sizes of a name."""
SMALLEST = 22
"""Nothing on the room screen is smaller."""
FEW = 8
"""One name in so many may take a second line before all become smaller."""

LISTED, WRAPPED, CLOSE, CLOSER = "listed", "wrapped", "close", "closer"
"""One name to a line; the same with any number in two lines; one behind the other; the same with short names."""
TRIES = (
    (LISTED, (64, 56, 48, 40, 34, 30, 28, 26, 24)),
    (WRAPPED, (34, 30, 28, 26, 24)),
    (CLOSE, (34, 30, 28, 26, 24)),
    (CLOSER, (30, 28, 26, 24)),
    (CLOSE, (SMALLEST,)),
    (CLOSER, (SMALLEST,)),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in columns, row by row. ``size`` is that of a name, in px of the design."""

    cells: tuple[Cell, ...] = ()
    columns: int = 1
    size: int = SMALLEST

    def rows(self) -> list[tuple[Cell, ...]]:
        """The cells of each row."""
        return [self.cells[at : at + self.columns] for at in range(0, len(self.cells), self.columns)]


class GroupsBoard(QWidget):
    """All groups at once. One name to a line where that can be read from the back, otherwise closer together."""

    def __init__(self, theme: RoomTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: tuple[RoomGroup, ...] = ()
        self._put: tuple[tuple[RoomGroup, ...], QSize, int] | None = None
        self.grid = Grid()
        self.left_out = 0
        """Groups there is no room for."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def put(self, groups: Sequence[RoomGroup]) -> None:
        """Show these, in the room there is now."""
        wanted = (tuple(groups), self.size(), self._theme.generation)
        if wanted == self._put:
            return
        self._put = wanted
        self._groups = wanted[0]
        self.left_out = 0
        self.grid = self._arranged()
        self.update()

    def shown(self) -> list[str]:
        """What each group says, line by line."""
        return ["\n".join(line.words() for line in (*cell.head, *cell.body)) for cell in self.grid.cells]

    # ---- how large, and how many side by side -------------------------------------------------------------------

    def _arranged(self) -> Grid:
        if not self._groups or self.width() <= 0:
            return Grid()
        short = shorter([seat for group in self._groups for seat in group.seats])
        for how, sizes in TRIES:
            for size in sizes:
                sheet = Sheet(self._theme, size, short if how == CLOSER else {}, close=how in (CLOSE, CLOSER))
                grid = self._at_size(sheet, few_wrapped=how == LISTED)
                if grid is not None:
                    return grid
        return self._cut(Sheet(self._theme, SMALLEST, short, close=True))

    def _most_columns(self) -> int:
        theme = self._theme
        room = (self.width() + theme.px(GAP)) // max(theme.px(COLUMN + GAP), 1)
        return max(1, min(room, MOST_COLUMNS, len(self._groups)))

    def _column(self, columns: int) -> int:
        """How wide one of so many columns is, in px."""
        return max((self.width() - self._theme.px(GAP) * (columns - 1)) // columns, 1)

    def _row_gap(self, size: int) -> int:
        return self._theme.px(ROW_GAP * size)

    def _at_size(self, sheet: Sheet, *, few_wrapped: bool) -> Grid | None:
        """The grid that suits best; None where nothing fits, or too many names would take two lines."""
        best: tuple[tuple[int, int, int], Grid] | None = None
        most = self._most_columns()
        for columns in range(min(most, 2), most + 1):
            width = self._column(columns)
            if (
                self._stacked([sheet.least(group, width) for group in self._groups], columns, sheet.size)
                > self.height()
            ):
                continue
            grid = Grid(tuple(sheet.cell(group, width) for group in self._groups), columns, sheet.size)
            wrapped = sum(cell.wrapped for cell in grid.cells)
            people = sum(group.count for group in self._groups)
            if self._height(grid) > self.height() or (few_wrapped and wrapped * FEW > people):
                continue
            empty = -len(grid.cells) % columns
            score = (wrapped, empty, abs(columns - min(len(grid.cells), 4)))
            if best is None or score < best[0]:
                best = (score, grid)
        return best[1] if best is not None else None

    def _stacked(self, heights: Sequence[int], columns: int, size: int) -> int:
        """How high cells of these heights are together, row by row, in px."""
        rows = [max(heights[at : at + columns]) for at in range(0, len(heights), columns)]
        return sum(rows) + self._row_gap(size) * max(len(rows) - 1, 0)

    def _height(self, grid: Grid) -> int:
        return self._stacked([cell.height for cell in grid.cells], grid.columns, grid.size)

    def _cut(self, sheet: Sheet) -> Grid:
        """What fits at the smallest size: as many groups as can have two lines of names, what is left is counted."""
        tries = [self._cut_to(sheet, columns) for columns in range(self._most_columns(), 0, -1)]
        best = min(tries, key=lambda grid: (-len(grid.cells), sum(cell.more for cell in grid.cells)))
        self.left_out = len(self._groups) - len(best.cells)
        return best

    def _cut_to(self, sheet: Sheet, columns: int) -> Grid:
        gap, width = self._row_gap(sheet.size), self._column(columns)
        heads = max(sheet.cell(group, width, 1).head_height for group in self._groups)
        least = heads + 2 * sheet.line
        rows = min(ceil(len(self._groups) / columns), max((self.height() + gap) // (least + gap), 1))
        high = (self.height() - gap * (rows - 1)) // rows
        lines = max((high - heads) // sheet.line, 1)
        some = self._groups[: rows * columns]
        return Grid(tuple(sheet.cell(group, width, lines) for group in some), columns, sheet.size)

    # ---- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Heading, rule and names of every group."""
        del event
        painter, grid, y = QPainter(self), self.grid, 0
        width, gap = self._column(grid.columns), self._theme.px(GAP)
        for row in grid.rows():
            for place, cell in enumerate(row):
                x = place * (width + gap)
                self._paint_cell(painter, cell, QPoint(x, y), width)
            y += max(cell.height for cell in row) + self._row_gap(grid.size)

    def _paint_cell(self, painter: QPainter, cell: Cell, at: QPoint, width: int) -> None:
        """A cell; ``at`` is counted from the edge the screen is read from."""
        theme = self._theme
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute

        def box(x: int, y: int, wide: int, high: int) -> QRect:
            return QRect(self.width() - x - wide if mirrored else x, y, wide, high)

        y = at.y()
        for lines in (cell.head, cell.body):
            for line in lines:
                for piece in line.pieces:
                    painter.setFont(theme.font(cell.role, weight=piece.weight))
                    painter.setPen(theme.colour(piece.colour))
                    leftwards = shown.right_to_left(piece.words)
                    painter.setLayoutDirection(
                        Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight
                    )
                    place = box(at.x() + piece.at, y, width - piece.at, cell.line)
                    painter.drawText(place, flags | Qt.TextFlag.TextSingleLine, piece.words)
                y += cell.line
            if lines is cell.head:
                rule = at.y() + cell.head_height - cell.under_rule - cell.rule
                painter.fillRect(box(at.x(), rule, width, cell.rule), theme.colour("text.primary"))
                y = at.y() + cell.head_height


def group_words(groups: Sequence[RoomGroup]) -> list[str]:
    """All words in them, for the faces they need."""
    return [f"{one.name}{one.place}{''.join(seat.name for seat in one.seats)}" for one in groups]
