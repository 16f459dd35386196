"""Words to read, set as one text: quick however long they are, marked and copied across paragraphs, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from facilitator.ui import shown
from facilitator.ui.theme import Theme


class Sheet(QTextEdit):
    """A text as tall as what is in it. It is filled once; :meth:`done` shows it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; padding: 0; }")
        self.document().setDocumentMargin(0)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.setFont(theme.font("small"))
        self.cursor_at = QTextCursor(self.document())
        self._empty = True
        self._filling = False

    # ---- filling --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin anew, with nothing in it."""
        self._filling = True
        self.setUpdatesEnabled(False)
        self.document().clear()
        self.document().setDocumentMargin(0)
        self.cursor_at = QTextCursor(self.document())
        self._edit = QTextCursor(self.document())
        self._edit.beginEditBlock()
        self._empty = True

    def _look(self, role: str, colour: str, weight: int | None) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._theme.font(role, weight=weight))
        look.setForeground(QBrush(self._theme.colour(colour)))
        return look

    def words(
        self,
        text: str,
        role: str = "small",
        colour: str = "text.primary",
        *,
        weight: int | None = None,
        above: int = 0,
        below: int = 0,
    ) -> None:
        """A paragraph, or several where there are line breaks."""
        self._theme.fonts.ensure(text)
        for number, line in enumerate(shown.paragraphs(text)):
            block = QTextBlockFormat()
            block.setTopMargin(0 if number else above)
            block.setLineHeight(self._theme.line(role), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
            if self._empty:
                self.cursor_at.setBlockFormat(block)
                self._empty = False
            else:
                self.cursor_at.insertBlock(block)
            self.cursor_at.insertText(line, self._look(role, colour, weight))

    def table(self, rows: int, lengths: Sequence[int]) -> QTextTable:
        """A table: a length in px for each column, 0 for one that takes what is left; turned round where the window
        reads from right to left.
        """
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        lengths = list(reversed(lengths)) if mirrored else list(lengths)
        form = QTextTableFormat()
        form.setBorder(0)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        form.setBorderCollapse(True)
        form.setCellSpacing(0)
        form.setCellPadding(0)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        fixed = QTextLength.Type.FixedLength
        rest = 100 / max(sum(not length for length in lengths), 1)
        form.setColumnWidthConstraints(
            [
                QTextLength(fixed, length)
                if length
                else QTextLength(
                    QTextLength.Type.VariableLength if any(lengths) else QTextLength.Type.PercentageLength, rest
                )
                for length in lengths
            ]
        )
        table = self.cursor_at.insertTable(rows, len(lengths), form)
        self._empty = True
        return table

    def _column(self, table: QTextTable, column: int) -> int:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return table.columns() - 1 - column if mirrored else column

    def join(self, table: QTextTable, row: int, column: int, span: int) -> None:
        """Make one cell of several beside each other."""
        first = min(self._column(table, column), self._column(table, column + span - 1))
        table.mergeCells(row, first, 1, span)

    def cell(
        self, table: QTextTable, row: int, column: int, *, line: bool, pad: int, foot: int = -1, before: int = 0
    ) -> None:
        """Go on writing in a cell: ``pad`` above and below, or ``foot`` below; ``line`` draws a hairline above it."""
        cell = table.cellAt(row, self._column(table, column))
        form = QTextTableCellFormat()
        form.setTopPadding(pad)
        form.setBottomPadding(pad if foot < 0 else foot)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        (form.setRightPadding if mirrored else form.setLeftPadding)(before)
        if line:
            form.setTopBorder(1)
            form.setTopBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            form.setTopBorderBrush(QBrush(self._theme.colour("line.hairline")))
        cell.setFormat(form)
        self.cursor_at = cell.firstCursorPosition()
        self._empty = True

    def done(self) -> None:
        """Everything is in it."""
        self._edit.endEditBlock()
        self._filling = False
        self.setUpdatesEnabled(True)
        self._fit()

    # ---- room -----------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        if self._filling:
            return
        self.document().setTextWidth(self.viewport().width())
        tall = round(self.document().size().height()) + 1
        if tall != self.height():
            self.setFixedHeight(tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(120, 1)

    def sizeHint(self) -> QSize:
        """As tall as its words."""
        return QSize(300, max(self.height(), 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the sheet."""
        event.ignore()
