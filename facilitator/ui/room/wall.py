"""The columns of the wall: a list each, read only, painted for the back row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEasingCurve,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QVariantAnimation,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.session.room import RoomCard
from facilitator.ui import kinds, motion, shown
from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.room.look import RoomTheme
from facilitator.words import _, ngettext

_Index = QModelIndex | QPersistentModelIndex
CARD = Qt.ItemDataRole.UserRole + 1
TOP, BOTTOM, NAME_GAP, MARK, BESIDE = 20, 18, 6, 24, 10
HEAD, MORE = 58, 44
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class More:
    """The last row of a column that holds more than it shows."""

    count: int

    def words(self) -> str:
        """*5 more*."""
        return ngettext("{count} more", "{count} more", self.count).format(count=self.count)


def names_line(card: RoomCard) -> str:
    """Who gave it, as far as the room is told."""
    names = [shown.one_line(name) for name in card.names]
    names += [_("a participant")] * card.unnamed
    if not names and card.group:
        names = [shown.one_line(card.group)]
    return ", ".join(names)


class CardsModel(QAbstractListModel):
    """The rows of a column: cards, then perhaps how many more there are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RoomCard | More] = []

    def show_rows(self, rows: list[RoomCard | More]) -> None:
        """Other rows."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card or the last row; their words for tests and whoever reads the screen."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == CARD:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words() if isinstance(row, More) else shown.one_line(row.text)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Nothing can be done with a row."""
        del index
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class WallDelegate(QStyledItemDelegate):
    """Paints the cards of a column."""

    def __init__(self, theme: RoomTheme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setter = Typesetter(theme)
        self.fresh: frozenset[str] = frozenset()
        self.arrived = 1.0

    def height(self, row: RoomCard | More, width: int) -> int:
        """How high a row is at this width, in px."""
        theme = self._theme
        if isinstance(row, More):
            return theme.px(MORE)
        high = self._setter.lay(row.text, "room_card", width, most=MOST_LINES).height
        if row.title:
            high += self._setter.lay(row.title, "room_card", width, most=2, weight=600).height
        return high + theme.px(TOP + NAME_GAP + BOTTOM) + theme.line("phone_prompt") + 1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as its words."""
        width = option.rect.width() if option.rect.width() > 0 else 400
        row = index.data(CARD)
        return QSize(width, 0 if row is None else self.height(row, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The words, then kind, names and what it builds on."""
        row: RoomCard | More | None = index.data(CARD)
        rect: QRect = option.rect
        if row is None:
            return
        theme = self._theme
        painter.save()
        if isinstance(row, More):
            painter.setFont(theme.font("phone_prompt", weight=400))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, row.words())
            painter.restore()
            return
        y = rect.top() + theme.px(TOP)
        if row.id in self.fresh and self.arrived < 1:
            painter.setOpacity(self.arrived)
            y -= round((1 - self.arrived) * theme.px(12))
        x, width = rect.left(), rect.width()
        if row.title:
            title = self._setter.lay(row.title, "room_card", width, most=2, weight=600)
            title.draw(painter, x, y, theme.colour("text.primary"))
            y += title.height
        words = self._setter.lay(row.text, "room_card", width, most=MOST_LINES)
        words.draw(painter, x, y, theme.colour("text.primary"))
        y += words.height + theme.px(NAME_GAP)
        self._name_line(painter, row, QRect(x, y, width, theme.line("phone_prompt")), words.cut)
        painter.setPen(QPen(theme.colour("line.hairline"), max(theme.px(1), 1)))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def _name_line(self, painter: QPainter, card: RoomCard, line: QRect, cut: bool) -> None:
        theme = self._theme
        ratio = painter.device().devicePixelRatioF()
        mirrored = self._mirrored
        font = theme.font("phone_prompt", weight=400)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        at, end = 0, line.width()

        def mark(icon: str, colour: str, size: int, *, flips: bool = False) -> None:
            nonlocal at
            left = line.right() + 1 - at - size if mirrored else line.left() + at
            pixmap = theme.pixmap(icon, colour, size, ratio, flips=flips)
            painter.drawPixmap(left, line.top() + (line.height() - size) // 2, pixmap)
            at += size + theme.px(BESIDE)

        def words(text: str) -> None:
            nonlocal at
            theme.fonts.ensure(text)
            told = fit(text, font, end - at)
            wide = metrics.horizontalAdvance(told) + 1
            left = line.right() + 1 - at - wide if mirrored else line.left() + at
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            painter.setPen(theme.colour("text.secondary"))
            flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(QRect(left, line.top(), wide, line.height()), flags, told)
            at += wide + theme.px(BESIDE + 2)

        mark(kinds.icon(card.kind), f"kind.{kinds.hue(card.kind)}.solid", theme.px(MARK))
        given = names_line(card)
        words(given or kinds.word(card.kind))
        for relation, names in card.refers:
            if end - at > theme.px(120):
                icon = "reply" if relation == "answers" else "corner-down-right"
                mark(icon, "text.secondary", theme.px(20), flips=True)
                at -= theme.px(2)
                words(kinds.sentence(relation).format(name=shown.isolated(", ".join(names))))
        if cut and end - at > theme.px(30):
            words("…")

    @property
    def _mirrored(self) -> bool:
        parent = self.parent()
        return isinstance(parent, QWidget) and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft


class RoomColumn(QWidget):
    """A bed: its title over a rule, and the newest cards that fit. Without a title the cards begin at the top."""

    def __init__(self, theme: RoomTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title, self.count = "", 0
        self.model = CardsModel(self)
        self.list = QListView(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setStyleSheet("QListView { background: transparent; border: none; padding: 0; }")
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.delegate = WallDelegate(theme, self.list)
        self.list.setItemDelegate(self.delegate)
        self.list.setModel(self.model)
        self._landing = QVariantAnimation(self)
        self._landing.setStartValue(0.0)
        self._landing.setEndValue(1.0)
        self._landing.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._landing.valueChanged.connect(self._land)

    def _land(self, value: object) -> None:
        self.delegate.arrived = float(value) if isinstance(value, float | int) else 1.0
        self.list.viewport().update()

    @property
    def head(self) -> int:
        """The height of title and rule, in px."""
        return self._theme.px(HEAD) if self.title else 0

    def room(self) -> int:
        """The height there is for cards, in px."""
        return self.height() - self.head

    def take(self, title: str, count: int) -> None:
        """Be the column of this bed."""
        if (title, count) != (self.title, self.count):
            self.title, self.count = title, count
            self._theme.fonts.ensure(title)
            self.update()
        self.list.setGeometry(0, self.head, self.width(), max(self.room(), 0))

    def show_rows(self, rows: list[RoomCard | More], seen: frozenset[str] | None) -> None:
        """Show these. Cards not ``seen`` on the screen before arrive; with None all stand there at once."""
        now = {row.id for row in rows if isinstance(row, RoomCard)}
        self.model.show_rows(rows)
        fresh = frozenset(now - seen) if seen is not None else frozenset()
        length = motion.lasts("land_ms")
        if fresh and length:
            self.delegate.fresh = fresh
            self._landing.stop()
            self._landing.setDuration(length)
            self._landing.start()

    def shown(self) -> list[str]:
        """The words of its rows."""
        return [str(self.model.index(row).data()) for row in range(self.model.rowCount())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The title, how many, and the rule."""
        del event
        if not self.title:
            return
        theme, painter = self._theme, QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        line = theme.line("room_card")
        number = str(self.count)
        small = theme.figures("phone_prompt")
        small.setWeight(theme.font("room_card").weight())
        number_w = QFontMetrics(small).horizontalAdvance(number) + 1
        bold = theme.font("room_card", weight=600)
        room = QRect(0, 0, self.width() - number_w - theme.px(12), line)
        if mirrored:
            room.moveLeft(self.width() - room.width())
        painter.setFont(bold)
        painter.setPen(theme.colour("text.primary"))
        told = fit(shown.one_line(self.title), bold, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, told)
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary"))
        whole = QRect(0, 0, self.width(), line)
        painter.drawText(whole, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, number)
        painter.fillRect(0, theme.px(HEAD - 3), self.width(), max(theme.px(3), 1), theme.colour("text.primary"))


def fill(column: RoomColumn, cards: Sequence[RoomCard], count: int, *, more: bool = True) -> list[RoomCard | More]:
    """The newest cards that fit into a column, and how many more; not so with ``more`` off."""
    width, free = column.width(), column.room()
    rows: list[RoomCard | More] = []
    heights = [column.delegate.height(card, width) for card in cards]
    tail = column.delegate.height(More(1), width) if more else 0
    for place, card in enumerate(cards):
        left = count - place - 1
        if heights[place] + (tail if left else 0) > free:
            break
        rows.append(card)
        free -= heights[place]
    if not rows and cards:
        rows.append(cards[0])
    if more and len(rows) < count:
        rows.append(More(count - len(rows)))
    return rows
