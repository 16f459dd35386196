"""The bench: everybody who does not play, to be dragged onto a role, or given one by Enter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from facilitator.session.casting import bench, has_passed
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.stages.role_play.cast_rows import INSET
from facilitator.ui.stages.role_play.wording import person_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
SEAT = ROW
WIDEST = 200


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the bench."""

    person: str
    name: str
    passed: str
    spoken: str


def seats(state: SessionState, block: str) -> list[Seat]:
    """Who does not play in the round that is on."""
    return [
        Seat(one.id, one.name, has_passed(state, block, one.id), person_words(state, block, one))
        for one in bench(state, block)
    ]


class BenchModel(RowModel[Seat]):
    """The seats."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda seat: seat.spoken, tip=lambda seat: seat.spoken, parent=parent)

    @property
    def seats(self) -> list[Seat]:
        """Who sits there."""
        return self.rows


class BenchDelegate(QStyledItemDelegate):
    """Paints a seat: initials and name, quieter for who passed."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option
        seat: Seat | None = index.data(SEAT)
        theme, side = self._theme, self._theme.mark(self._theme.size("avatar_small"))
        if seat is None:
            return QSize(side, side)
        theme.fonts.ensure(seat.name)
        words = theme.metrics("small").horizontalAdvance(shown.one_line(seat.name))
        mark = theme.mark(14) + 4 if seat.passed else 0
        wide = min(words + 2, round(WIDEST * max(theme.scale, 1))) + side + 6 + mark + INSET + 6
        return QSize(wide, theme.tall(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        seat: Seat | None = index.data(SEAT)
        if seat is None:
            return
        painter.save()
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        lit = focused or bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint_seat(painter, self._theme, option.rect, seat, lit=lit, focused=focused)
        painter.restore()


def paint_seat(painter: QPainter, theme: Theme, rect: QRect, seat: Seat, *, lit: bool, focused: bool) -> None:
    """Initials and name of somebody, in a place."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    if lit:
        painter.setPen(QPen(theme.colour("accent.focus"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.hover"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
    side = theme.mark(theme.size("avatar_small"))
    inner = rect.adjusted(INSET, 0, -6, 0) if not mirrored else rect.adjusted(6, 0, -INSET, 0)
    x = inner.right() + 1 - side if mirrored else inner.left()
    circle = QRect(x, rect.top() + (rect.height() - side) // 2, side, side)
    paint_initials(painter, theme, circle.toRectF(), seat.name)
    rest = inner.adjusted(0, 0, -side - 6, 0) if mirrored else inner.adjusted(side + 6, 0, 0, 0)
    if seat.passed:
        mark = theme.mark(14)
        at = rest.left() if mirrored else rest.right() + 1 - mark
        place = QPoint(at, rect.top() + (rect.height() - mark) // 2)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place, theme.pixmap("hand", "text.tertiary", mark, ratio))
        rest = rest.adjusted(mark + 4, 0, 0, 0) if mirrored else rest.adjusted(0, 0, -mark - 4, 0)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text.tertiary" if seat.passed else "text.primary"))
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(rest, align, fit(shown.one_line(seat.name), theme.font("small"), rest.width()))


class _Carried(QWidget):
    """Who is being dragged, under the pointer."""

    def __init__(self, theme: Theme, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._seat = theme, seat
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The seat, raised."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("surface.raised"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        paint_seat(painter, self._theme, self.rect(), self._seat, lit=False, focused=False)


class BenchView(QListView):
    """The seats side by side, wrapped, as high as they are.

    Signals:
        carried: somebody is dragged over a global place.
        dropped: somebody was let go at a global place (their id).
        menu_asked: what can be done with somebody (their id) is wanted, at a global place.
    """

    carried = Signal(QPoint)
    dropped = Signal(str, QPoint)
    menu_asked = Signal(str, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._start: QPoint | None = None
        self._held: Seat | None = None
        self._ghost: _Carried | None = None
        self.seats_model = BenchModel(self)
        self.setModel(self.seats_model)
        self.setItemDelegate(BenchDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setAccessibleName(_("Bench"))
        self.setAccessibleDescription(_("Drag somebody onto a role, or press Enter."))

    def show_seats(self, seats: list[Seat]) -> None:
        """Show these."""
        if seats == self.seats_model.seats:
            return
        at = self.currentIndex().row()
        self.seats_model.start_over(seats)
        if at >= 0:
            self.setCurrentIndex(self.seats_model.index(min(at, len(seats) - 1)))
        self.fit_height()

    def fit_height(self) -> None:
        """As high as the seats need at this width."""
        wide, x, lines = max(self.viewport().width(), 60), 0, 1
        delegate, option = self.itemDelegate(), QStyleOptionViewItem()
        for row in range(self.seats_model.rowCount()):
            seat = delegate.sizeHint(option, self.seats_model.index(row)).width()
            if x and x + seat > wide:
                lines, x = lines + 1, 0
            x += seat
        self.setFixedHeight(lines * self._theme.tall(32) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_height()

    def _seat(self, index: QModelIndex) -> Seat | None:
        found: Seat | None = index.data(SEAT)
        return found

    # ---- dragging -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of somebody."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.position().toPoint()
            self._held = self._seat(self.indexAt(self._start))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry them."""
        place = event.position().toPoint()
        inside = self._seat(self.indexAt(place)) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor)
        if self._held is None or self._start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (place - self._start).manhattanLength() >= QApplication.startDragDistance()
        if self._ghost is None and far:
            self._ghost = _Carried(self._theme, self._held, self.window())
            self._ghost.resize(self.itemDelegate().sizeHint(QStyleOptionViewItem(), self.indexAt(self._start)))
            self._ghost.show()
        if self._ghost is not None:
            spot = event.globalPosition().toPoint()
            self._ghost.move(self.window().mapFromGlobal(spot) + QPoint(-12, -self._ghost.height() // 2))
            self._ghost.raise_()
            self.carried.emit(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of them, or ask what can be done."""
        super().mouseReleaseEvent(event)
        held, ghost = self._held, self._ghost
        self._let_go()
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        spot = event.globalPosition().toPoint()
        if ghost is not None:
            self.dropped.emit(held.person, spot)
        else:
            self.menu_asked.emit(held.person, spot)

    def _let_go(self) -> None:
        self._held = self._start = None
        ghost, self._ghost = self._ghost, None
        if ghost is not None:
            ghost.hide()
            ghost.deleteLater()

    # ---- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks what can be done; Esc puts who is carried back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex())
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self._ghost is not None:
            self._let_go()
            self.carried.emit(QPoint(-1, -1))
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by the menu key or the other button."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._ask(self.currentIndex() if by_key else self.indexAt(event.pos()))

    def _ask(self, index: QModelIndex) -> None:
        seat = self._seat(index)
        if seat is not None:
            self.menu_asked.emit(seat.person, self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))
