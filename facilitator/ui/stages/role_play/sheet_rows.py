"""What observers watch for, as rows: one dot an observer, filled for each who saw it, and the count in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIntValidator, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.session.casting import observers
from facilitator.session.play import play_of
from facilitator.session.state import SessionState
from facilitator.session.watching import seen_by
from facilitator.ui import shown
from facilitator.ui.lines import Typesetter
from facilitator.ui.stages.role_play.cast_rows import INSET
from facilitator.ui.stages.role_play.wording import saw_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
PITCH, SMALLEST, WORDS_SHARE, LINES = 13.6, 6.0, 0.42, 6
"""From dot to dot at first and at least, in px; the least share of a row for its words, and their lines at most."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A behaviour, how many saw it and of how many; ``hands`` where that was a show of hands."""

    behaviour: int
    name: str
    seen: int
    whole: int
    hands: bool = False

    @property
    def words(self) -> str:
        """How many, in words."""
        return saw_words(self.seen, self.whole)


def sheet_rows(state: SessionState, block: str) -> list[SheetRow]:
    """The checklist of the round that is on."""
    number, whole = play_of(state, block).round, len(observers(state, block))
    hands = state.casting.hands.get((block, number), {})
    rows = []
    for at, name in enumerate(state.role_play.scenario(block).checklist):
        seen = seen_by(state, block, number, at)
        rows.append(SheetRow(at, name, seen, max(whole, seen), at in hands))
    return rows


class SheetDelegate(QStyledItemDelegate):
    """Paints a behaviour, its dots and its count."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._types = Typesetter(theme)
        self.whole = 0
        """Of how many every row tells: the dots of all rows stand under one another."""

    def count_width(self) -> int:
        """The column of words, wide enough for the longest count."""
        metrics = self._theme.metrics("small")
        longest = max((saw_words(count, self.whole) for count in (0, self.whole)), key=len)
        return max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance(saw_words(0, 0))) + 18

    def dots_width(self, width: int) -> tuple[int, float]:
        """The room of the dots and the way from one to the next; nought where a bar says it better."""
        room = width - self.count_width() - 12 - width * WORDS_SHARE
        pitch = min(PITCH * min(max(self._theme.scale, 1), 1.5), room / max(self.whole, 1))
        if pitch < SMALLEST:
            return max(min(round(room), 200), 40), 0.0
        return round(pitch * self.whole), pitch

    def boxes(self, rect: QRect, mirrored: bool) -> dict[str, QRect]:
        """Where the parts of a row are."""
        rect = rect.adjusted(INSET, 0, -INSET, 0)
        count = self.count_width()
        dots, _pitch = self.dots_width(rect.width())
        name = max(rect.width() - count - dots - 12, 40)
        found = {
            "name": QRect(0, 0, name, rect.height()),
            "dots": QRect(rect.width() - count - dots, 0, dots, rect.height()),
            "count": QRect(rect.width() - count, 0, count, rect.height()),
        }
        if mirrored:
            found = {
                key: QRect(rect.width() - box.x() - box.width(), box.y(), box.width(), box.height())
                for key, box in found.items()
            }
        return {key: box.translated(rect.topLeft()) for key, box in found.items()}

    def dot_at(self, rect: QRect, place: QPoint, mirrored: bool) -> int:
        """Which dot is at a place, from 1; nought for none."""
        box = self.boxes(rect, mirrored)["dots"]
        _width, pitch = self.dots_width(rect.width() - 2 * INSET)
        if not pitch or not box.contains(place):
            return 0
        along = box.right() + 1 - place.x() if mirrored else place.x() - box.left()
        return min(int(along / pitch) + 1, self.whole)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: SheetRow | None = index.data(ROW)
        width, least = option.rect.width(), self._theme.tall(28)
        if row is None:
            return QSize(width, least)
        name = self.boxes(QRect(0, 0, width, 30), False)["name"].width()
        return QSize(width, max(least, self._types.lay(row.name, "body", name, most=LINES).height + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: SheetRow | None = index.data(ROW)
        if row is None:
            return
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        boxes = self.boxes(rect, mirrored)
        box = boxes["name"]
        laid = self._types.lay(row.name, "body", box.width(), most=LINES)
        shift = 0
        if shown.right_to_left(row.name) != mirrored:
            spare = box.width() - min(round(laid.longest) + 1, box.width())
            shift = spare if mirrored else -spare
        top = box.y() + (box.height() - laid.height) / 2
        laid.draw(painter, box.x() + shift, top, theme.colour("text.primary"))
        self._dots(painter, row, boxes["dots"], rect.width() - 2 * INSET, mirrored)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text.secondary"))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        painter.drawText(boxes["count"], align, row.words)
        painter.restore()

    def _dots(self, painter: QPainter, row: SheetRow, box: QRect, width: int, mirrored: bool) -> None:
        theme = self._theme
        _room, pitch = self.dots_width(width)
        middle = box.top() + box.height() / 2
        if not row.whole:
            return
        if not pitch:
            track = QRectF(box.left(), middle - 3, box.width(), 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.sunken"))
            painter.drawRoundedRect(track, 3, 3)
            full = track.width() * min(row.seen / row.whole, 1)
            painter.setBrush(theme.colour("text.primary"))
            left = track.right() - full if mirrored else track.left()
            painter.drawRoundedRect(QRectF(left, track.top(), full, 6), 3, 3)
            return
        size = pitch * 0.69
        for number in range(self.whole):
            x = (number + 0.5) * pitch
            centre = QPointF(box.right() + 1 - x if mirrored else box.left() + x, middle)
            if number < row.seen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("text.primary"))
                painter.drawEllipse(centre, size / 2, size / 2)
            else:
                painter.setPen(QPen(theme.colour("line.control"), 1.4 if pitch > 9 else 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, size / 2 - 0.7, size / 2 - 0.7)


class SheetView(RowsView):
    """The rows as a list as high as they are. A click on a dot, plus and minus, or a number typed enter hands.

    Signals:
        counted: a show of hands was entered (behaviour, how many; -1 lets the ticks hold again).
    """

    counted = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, estimate=28)
        self._theme = theme
        self.rows_model = RowModel[SheetRow](
            lambda row: f"{shown.one_line(row.name)}: {row.words}", lambda row: row.behaviour, parent=self
        )
        self.delegate = SheetDelegate(theme, self)
        self.setModel(self.rows_model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("What observers watch for"))
        self.setAccessibleDescription(_("Plus and minus, or a number, enter a show of hands."))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; }")
        self.parts = self._part
        self.tips = lambda _index, _rect, _place: _("A number, + or − enters a show of hands")
        self.part_clicked.connect(self._clicked)
        self.chosen.connect(lambda index: self.ask(index))
        self.field: QLineEdit | None = None

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def show_rows(self, rows: list[SheetRow]) -> None:
        """Show these."""
        whole = max((row.whole for row in rows), default=0)
        changed, self.delegate.whole = whole != self.delegate.whole, whole
        self.rows_model.show_rows(rows)
        if changed:
            self.forget_heights()

    def row(self, index: QModelIndex | None = None) -> SheetRow | None:
        """The row at an index, or the current one."""
        found: SheetRow | None = (self.currentIndex() if index is None else index).data(ROW)
        return found

    def _part(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        del index
        dot = self.delegate.dot_at(rect, place, self._mirrored)
        return f"dot {dot}" if dot else "row"

    def _clicked(self, index: QModelIndex, part: str) -> None:
        row = self.row(index)
        if row is None:
            return
        if part == "row":
            self.ask(index)
            return
        dot = int(part.split()[1])
        self.counted.emit(row.behaviour, dot - 1 if dot == row.seen else dot)

    def ask(self, index: QModelIndex, typed: str = "") -> None:
        """Open a field for the number of hands where the count stands."""
        row = self.row(index)
        if row is None:
            return
        self._close_field()
        box = self.delegate.boxes(self.visualRect(index), self._mirrored)["count"]
        field = QLineEdit(typed, self.viewport())
        field.setProperty("look", "bare")
        field.setValidator(QIntValidator(0, 9999, field))
        field.setMaxLength(4)
        field.setPlaceholderText(_("how many"))
        field.setAccessibleName(_("How many saw it: {behaviour}").format(behaviour=shown.one_line(row.name)))
        field.setFont(self._theme.figures("small"))
        field.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        background, edge = self._theme.hex("surface.panel"), self._theme.hex("accent.focus")
        field.setStyleSheet(
            f"QLineEdit {{ background: {background}; border: 2px solid {edge}; border-radius: 4px; padding: 0 4px; }}"
        )
        field.setGeometry(box.adjusted(6, 1, 0, -1))
        field.returnPressed.connect(lambda: self._take(row.behaviour))
        field.editingFinished.connect(self._close_field)
        self.field = field
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, behaviour: int) -> None:
        text = self.field.text().strip() if self.field is not None else ""
        self._close_field()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.counted.emit(behaviour, int(text) if text.isdecimal() else -1)

    def _close_field(self) -> None:
        field, self.field = self.field, None
        if field is not None:
            field.hide()
            field.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus and figures."""
        row, key, text = self.row(), Qt.Key(event.key()), event.text()
        if self.field is not None and key == Qt.Key.Key_Escape:
            self._close_field()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row is None or event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        ):
            super().keyPressEvent(event)
            return
        elif text and text in "+=":
            self.counted.emit(row.behaviour, row.seen + 1)
        elif text and text in "-−":
            self.counted.emit(row.behaviour, max(row.seen - 1, 0))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.counted.emit(row.behaviour, -1)
        elif text.isdecimal():
            self.ask(self.currentIndex(), text)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
