"""The parking place on the stage: what is kept for later, each with who said it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from facilitator.ui import shown
from facilitator.ui.actions import native
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import IconButton, Words
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
PARKED = ROW
PARK_KEY = "Ctrl+Shift+K"
MOST_TALL = 132
LONGEST = 600
Row = tuple[str, str, str]
"""Id, words, and the name of who said them (empty for nobody)."""


def _told(row: Row) -> str:
    _key, words, name = row
    return f"{words}, {name}" if name else words


class ParkingDelegate(QStyledItemDelegate):
    """The words, wrapped, and behind them who said them; under the pointer, taking it out."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def _lay(self, row: Row, width: int) -> tuple[QTextLayout, int]:
        theme, words = self._theme, shown.one_line(row[1])[:LONGEST]
        tail = f" {shown.isolated(row[2])}" if row[2] else ""
        layout = QTextLayout(words + tail, theme.font("small"))
        leftwards = shown.right_to_left(words)
        option = QTextOption(
            (Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
        )
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        layout.setTextOption(option)
        paler = QTextLayout.FormatRange()
        paler.start, paler.length = shown.units(words, len(words)), shown.units(tail, len(tail))
        look = QTextCharFormat()
        look.setForeground(theme.colour("text.tertiary"))
        paler.format = look
        layout.setFormats([paler] if tail else [])
        layout.beginLayout()
        y, tall = 0, theme.line("small")
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width - theme.mark(16) - 8, 40))
            line.setPosition(QPointF(0, y))
            y += tall
        layout.endLayout()
        return layout, y

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = index.data(PARKED)
        if not isinstance(row, tuple):
            return QSize(0, 0)
        return QSize(option.rect.width(), self.tall(row, option.rect.width()))

    def tall(self, row: Row, width: int) -> int:
        """How tall a row of this width is."""
        return max(self._lay(row, width)[1] + 6, self._theme.tall(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(PARKED)
        if not isinstance(row, tuple):
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        near = bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        layout, _tall = self._lay(row, rect.width())
        size = theme.mark(16)
        left = rect.left() + (size + 8 if mirrored else 0)
        painter.setPen(theme.colour("text.primary" if near else "text.secondary"))
        layout.draw(painter, QPointF(left, rect.top() + 3))
        if near:
            x = rect.left() if mirrored else rect.right() - size + 1
            mark = theme.pixmap("x", "text.secondary", size, painter.device().devicePixelRatio())
            painter.drawPixmap(x, rect.top() + 4, mark)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent.focus"))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)


class ParkingPlace(QWidget):
    """Heading, what is there, and a line to put something in.

    Signals:
        parked: these words are to be kept for later.
        taken_out: this one (its id) is done with.
    """

    parked = Signal(str)
    taken_out = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Words(theme, _("Parking place"), "caption_strong", "text.secondary"))
        head.addStretch()
        self.add = IconButton(theme, "plus", _("Keep something for later"), native(PARK_KEY), size=24)
        self.add.clicked.connect(self.ask)
        head.addWidget(self.add)
        column.addLayout(head)
        self.model = RowModel[Row](_told, lambda row: row[0], parent=self)
        self.view = RowsView(estimate=24)
        self.view.setModel(self.model)
        self._delegate = ParkingDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName(_("Parking place"))
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view.parts = self._part
        self.view.tips = lambda index, rect, place: (
            _("Take it out (Delete)") if self._part(index, rect, place) else shown.tip(str(index.data()))
        )
        self.view.part_clicked.connect(lambda index, _part: self._out(index))
        self.view.installEventFilter(self)
        column.addWidget(self.view)
        self.none = Words(theme, _("Nothing is parked."), "small", "text.tertiary")
        column.addWidget(self.none)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("What to keep for later"))
        self.line.setPlaceholderText(_("Ana: who pays for it?"))
        self.line.setMaxLength(2000)
        self.line.returnPressed.connect(self._take)
        self.line.installEventFilter(self)
        self.line.hide()
        column.addWidget(self.line)
        theme.changed.connect(self.fit)
        self.fit()

    def put(self, rows: Sequence[Row]) -> None:
        """Show what is parked."""
        for _key, words, name in rows:
            self._theme.fonts.ensure(words + name)
        current = self.view.currentIndex().row()
        self.model.show_rows(rows)
        if current >= 0 and rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(min(current, len(rows) - 1)))
        self.fit()

    def fit(self) -> None:
        """As tall as what is there, up to a few lines."""
        self.line.setFont(self._theme.font("body"))
        self.line.setMinimumHeight(self._theme.tall(32))
        empty = not self.model.rows
        self.view.setVisible(not empty)
        self.none.setVisible(empty and self.line.isHidden())
        wanted = sum(self._delegate.tall(row, self.width()) for row in self.model.rows)
        most = self._theme.tall(MOST_TALL)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.view.setVerticalScrollBarPolicy(on if wanted > most else off)
        self.view.setFixedHeight(min(wanted, most))
        self.view.forget_heights()

    def ask(self) -> None:
        """Open the line."""
        self.line.show()
        self.none.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self, words: str) -> None:
        """What could not be parked stays in the line."""
        self.line.setText(words)
        self.ask()

    def put_back(self, words: str) -> bool:
        """What could not be kept stands in the line again; False where the line is not seen, or in use."""
        if not self.isVisible() or self.line.text():
            return False
        self.line.setText(words)
        self.line.show()
        self.none.hide()
        return True

    def _take(self) -> None:
        words = self.line.text().strip()
        self.line.clear()
        if words:
            self.parked.emit(words)
        else:
            self._leave()

    def _leave(self) -> None:
        self.line.clear()
        self.line.hide()
        self.fit()

    def _part(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        del index
        wide = self._theme.mark(16) + 8
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = QRect(rect.left() if mirrored else rect.right() - wide, rect.top(), wide, rect.height())
        return "out" if box.contains(place) else ""

    def _out(self, index: QModelIndex) -> None:
        row = index.data(PARKED)
        if isinstance(row, tuple):
            self.taken_out.emit(row[0])

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Delete takes out of the list, Esc leaves the line."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if watched is self.line and event.key() == Qt.Key.Key_Escape:
                self._leave()
                self.add.setFocus()
                return True
            if watched is self.view and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._out(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self.fit()
