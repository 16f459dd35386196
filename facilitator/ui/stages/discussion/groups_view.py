"""The groups on the stage as a board: one cell for each group, its people in it, moved by drag or by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.theme import Theme
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
GROUP = Qt.ItemDataRole.UserRole + 1
_ACROSS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ALONG: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_DIGITS = tuple("123456789")
CELL_W, HEAD, LINE, PAD = 168, 26, 24, 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A group: its people as (id, name), and what the first of them is (host, case owner), if anything.

    ``gone`` are those of them who left the room.
    """

    id: str
    name: str
    place: str = ""
    people: tuple[tuple[str, str], ...] = ()
    first: int = -1
    first_word: str = ""
    gone: frozenset[str] = frozenset()

    def word(self, place: int) -> str:
        """What stands behind the name of somebody."""
        if self.people[place][0] in self.gone:
            return _("left")
        return self.first_word if place == self.first else ""


class BoardModel(QAbstractListModel):
    """The groups of a block, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells: list[Cell] = []

    def put(self, cells: Sequence[Cell]) -> None:
        """Show these."""
        wanted = list(cells)
        if wanted == self.cells:
            return
        if [cell.id for cell in wanted] == [cell.id for cell in self.cells]:
            self.cells = wanted
            self.dataChanged.emit(self.index(0), self.index(len(wanted) - 1))
            return
        self.beginResetModel()
        self.cells = wanted
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.cells):
            return None
        cell = self.cells[index.row()]
        if role == GROUP:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            names = [
                f"{name} ({cell.word(place)})" if cell.word(place) else name
                for place, (_key, name) in enumerate(cell.people)
            ]
            head = f"{cell.name}, {cell.place}" if cell.place else cell.name
            return f"{head}: {', '.join(names)}"
        return None


class BoardDelegate(QStyledItemDelegate):
    """A cell: the group's name and place, its people below each other."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.size = QSize(CELL_W, 120)
        self.person = ""
        self.target = ""
        self.chosen = ""
        self.dragged = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return self.size

    def head(self, rect: QRect) -> QRect:
        """Where the name of a group stands in its cell."""
        return QRect(rect.left() + PAD, rect.top() + PAD, rect.width() - 2 * PAD - 8, self._theme.tall(HEAD))

    def line(self, rect: QRect, place: int) -> QRect:
        """Where a person stands in a cell."""
        head, tall = self.head(rect), self._theme.tall(LINE)
        return QRect(head.left(), head.bottom() + 1 + place * tall, head.width(), tall)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell = index.data(GROUP)
        if not isinstance(cell, Cell):
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        lead = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        trail = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target, lit = cell.id == self.target, cell.id in (self.target, self.chosen)
        painter.setPen(QPen(theme.colour("accent.base" if target else "line.hairline"), 2 if target else 1))
        painter.setBrush(theme.colour("accent.tint") if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -8.5, -8.5), 8, 8)
        head = self.head(rect)
        strong, small = theme.font("body_strong"), theme.font("small")
        painter.setFont(strong)
        painter.setPen(theme.colour("text.primary"))
        name = fit(shown.one_line(cell.name), strong, head.width())
        wide = painter.fontMetrics().horizontalAdvance(name) + 8
        painter.drawText(head, int(align | lead), name)
        if cell.place and head.width() - wide > 24:
            painter.setFont(small)
            painter.setPen(theme.colour("text.tertiary"))
            room = head.adjusted(0 if mirrored else wide, 0, -wide if mirrored else 0, 0)
            painter.drawText(room, int(align | trail), fit(shown.one_line(cell.place), small, room.width()))
        focused = option.widget.hasFocus()
        for place, (key, person) in enumerate(cell.people):
            line = self.line(rect, place)
            if key == self.person and focused:
                painter.setPen(theme.colour("accent.focus"))
                painter.setBrush(theme.colour("surface.hover"))
                painter.drawRoundedRect(QRectF(line).adjusted(-5.5, 0.5, 5.5, -0.5), 4, 4)
            room = QRect(line)
            if cell.word(place):
                painter.setFont(small)
                painter.setPen(theme.colour("semantic.warning" if key in cell.gone else "accent.base"))
                word = fit(cell.word(place), small, room.width() // 2)
                painter.drawText(room, int(align | trail), word)
                taken = painter.fontMetrics().horizontalAdvance(word) + 8
                room.adjust(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)
            font = theme.font("body")
            painter.setFont(font)
            away = key == self.dragged or key in cell.gone
            painter.setPen(theme.colour("text.tertiary" if away else "text.primary"))
            painter.drawText(room, int(align | lead), fit(person, font, room.width()))
        painter.restore()


class BoardView(QListView):
    """The board, as tall as all its groups; the page around it scrolls.

    Arrows go from person to person; Ctrl with an arrow sends the person to the group before or behind, a digit to the
    group of that number; Enter says that this group is heard now; F2 names it; the menu key opens what else there is.

    Signals:
        moved: this person (id) goes to this group (id).
        named: this group (id) is to be named, its heading here.
        menu_asked: a menu for a person (id), at a global place.
        came_to: this place of the board is to be seen.
        chosen: this group (id) was chosen by its heading or by Enter.
    """

    moved = Signal(str, str)
    named = Signal(str, QRect)
    menu_asked = Signal(str, QPoint)
    came_to = Signal(QRect)
    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.board = BoardModel(self)
        self.setModel(self.board)
        self._delegate = BoardDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Groups"))
        self.setMouseTracking(True)
        self._pressed: tuple[str, QPoint] | None = None
        self._ghost: tuple[str, QPoint] | None = None
        theme.changed.connect(self.fit)

    # ---- what is shown ------------------------------------------------------------------------------------------

    def put(self, cells: Sequence[Cell]) -> None:
        """Show these groups."""
        for cell in cells:
            self._theme.fonts.ensure(cell.name + cell.place + "".join(name for _key, name in cell.people))
        self.board.put(cells)
        if self._cell_of(self._delegate.person) is None:
            self._delegate.person = next((cell.people[0][0] for cell in self.board.cells if cell.people), "")
        self.fit()

    def fit(self) -> None:
        """Cells as tall as the largest group, as wide as fills the row."""
        theme = self._theme
        most = max((len(cell.people) for cell in self.board.cells), default=1)
        tall = 2 * PAD + theme.tall(HEAD) + most * theme.tall(LINE) + 8
        room = self.viewport().width() - 2
        columns = max(room // round(CELL_W * min(theme.scale, 1.6)), 1)
        self._delegate.size = QSize(max(room // columns, 60), tall)
        rows = -(-len(self.board.cells) // columns)
        self.setFixedHeight(max(rows, 1) * tall + 2)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @property
    def person(self) -> str:
        """Who is current (id); empty for nobody."""
        return self._delegate.person

    def choose(self, group: str) -> None:
        """Light this group; an empty id lights none."""
        self._delegate.chosen = group
        self.viewport().update()

    def _cell_of(self, person: str) -> Cell | None:
        return next((cell for cell in self.board.cells if any(key == person for key, _name in cell.people)), None)

    def person_at(self, place: QPoint) -> str:
        """Who is at a place in the viewport; empty for nobody."""
        index = self.indexAt(place)
        cell, rect = index.data(GROUP), self.visualRect(index)
        if isinstance(cell, Cell):
            for at, (key, _name) in enumerate(cell.people):
                if self._delegate.line(rect, at).contains(place):
                    return key
        return ""

    def place_of(self, person: str) -> QRect:
        """Where somebody is in the viewport."""
        for row, cell in enumerate(self.board.cells):
            for at, (key, _name) in enumerate(cell.people):
                if key == person:
                    return self._delegate.line(self.visualRect(self.board.index(row)), at)
        return QRect()

    def _go(self, person: str) -> None:
        self._delegate.person = person
        cell = self._cell_of(person)
        if cell is not None:
            name = next(name for key, name in cell.people if key == person)
            self.setAccessibleName(_("Groups: {name} in {group}").format(name=name, group=cell.name))
            index = self.board.index(self.board.cells.index(cell))
            self.setCurrentIndex(index)
            self.came_to.emit(self.visualRect(index))
        self.viewport().update()

    # ---- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From person to person; with Ctrl, the person from group to group."""
        cells, cell = self.board.cells, self._cell_of(self.person)
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        forward = Qt.Key.Key_Left if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        across = _ACROSS.get(key, 0)
        across = across if forward == Qt.Key.Key_Right else -across
        along = _ALONG.get(key, 0)
        if cell is None or not cells:
            super().keyPressEvent(event)
            return
        row = cells.index(cell)
        if held == Qt.KeyboardModifier.ControlModifier and (across or along):
            self.moved.emit(self.person, cells[(row + (across or along)) % len(cells)].id)
        elif held == Qt.KeyboardModifier.NoModifier and (across or along):
            self._step(row, across, along)
        elif held == Qt.KeyboardModifier.NoModifier and event.text() in _DIGITS[: len(cells)]:
            self.moved.emit(self.person, cells[_DIGITS.index(event.text())].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(cell.id)
        elif key == Qt.Key.Key_F2:
            self.named.emit(cell.id, self._delegate.head(self.visualRect(self.board.index(row))))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _step(self, row: int, across: int, along: int) -> None:
        cells = self.board.cells
        people = [key for key, _name in cells[row].people]
        at = people.index(self.person)
        if along:
            everybody = [key for cell in cells for key, _name in cell.people]
            self._go(everybody[(everybody.index(self.person) + along) % len(everybody)])
            return
        for step in range(1, len(cells) + 1):
            other = cells[(row + across * step) % len(cells)].people
            if other:
                self._go(other[min(at, len(other) - 1)][0])
                return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a person."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        person = self.person if by_key else self.person_at(event.pos())
        if person:
            self._go(person)
            place = self.place_of(person).bottomLeft() if by_key else event.pos()
            self.menu_asked.emit(person, self.viewport().mapToGlobal(place))

    # ---- the pointer ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A person is taken hold of."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position().toPoint()
        person = self.person_at(place)
        if event.button() == Qt.MouseButton.LeftButton and person:
            self._pressed = (person, place)
            self._go(person)
        elif event.button() == Qt.MouseButton.LeftButton and (cell := self._headed(place)) is not None:
            self.chosen.emit(cell.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A person is carried to another group."""
        place = event.position().toPoint()
        if self._pressed is None:
            over = bool(self.person_at(place))
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        person, start = self._pressed
        if self._ghost is None and (place - start).manhattanLength() < QApplication.startDragDistance():
            return
        self._ghost = (person, place)
        self._delegate.dragged = person
        cell = self.indexAt(place).data(GROUP)
        self._delegate.target = cell.id if isinstance(cell, Cell) and cell is not self._cell_of(person) else ""
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.came_to.emit(QRect(place - QPoint(0, 24), QSize(1, 48)))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A person is put down: into the group under the pointer, or back where they were."""
        target, ghost = self._delegate.target, self._ghost
        self._let_go()
        if ghost is not None and target and event.button() == Qt.MouseButton.LeftButton:
            self.moved.emit(ghost[0], target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A heading is named anew."""
        place = event.position().toPoint()
        cell = self._headed(place)
        if cell is not None:
            self.chosen.emit(cell.id)  # the first click of the two did not mean it
            self.named.emit(cell.id, self._delegate.head(self.visualRect(self.indexAt(place))))

    def _headed(self, place: QPoint) -> Cell | None:
        """The group whose heading is at a place."""
        index = self.indexAt(place)
        cell = index.data(GROUP)
        found = isinstance(cell, Cell) and self._delegate.head(self.visualRect(index)).contains(place)
        return cell if found else None

    def _let_go(self) -> None:
        self._pressed = self._ghost = None
        self._delegate.dragged = self._delegate.target = ""
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Esc lets go of a person who is carried."""
        if (
            event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._ghost is not None
        ):
            self._let_go()
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole name of somebody, or of a group with its place, as a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            person, cell = self.person_at(event.pos()), self.indexAt(event.pos()).data(GROUP)
            words = ""
            if isinstance(cell, Cell):
                heading = f"{cell.name}, {cell.place}" if cell.place else cell.name
                words = next((name for key, name in cell.people if key == person), heading)
            QToolTip.showText(event.globalPos(), shown.tip(words) if words else "", self)
            return True
        return bool(super().viewportEvent(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The board, and over it the name that is carried."""
        super().paintEvent(event)
        if self._ghost is None:
            return
        person, place = self._ghost
        cell = self._cell_of(person)
        name = next((name for key, name in cell.people if key == person), "") if cell is not None else ""
        theme, painter = self._theme, QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("body")
        painter.setFont(font)
        words = fit(name, font, 180)
        box = QRect(place + QPoint(8, 4), QSize(painter.fontMetrics().horizontalAdvance(words) + 20, theme.tall(28)))
        painter.setPen(theme.colour("accent.base"))
        painter.setBrush(theme.colour("surface.raised"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another number of columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def focusInEvent(self, event: object) -> None:
        """Somebody is current."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()
