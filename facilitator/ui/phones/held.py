"""Cards that wait for the facilitator's word: read them, let them through, or not, by keys or clicks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import kinds, shown
from facilitator.ui.lines import Laid, Typesetter, fit
from facilitator.ui.phones.door import HeldCard
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
THROUGH, REFUSE = "through", "refuse"
PAD, GAP, SIDE = 12, 8, 12
"""Inside a button, between two, and from the words to the edge of their row (px)."""


def head_of(card: HeldCard) -> str:
    """Who gave it, and of what kind it is."""
    name = shown.one_line(card.name) or _("Without a name")
    return _("{name} · {kind}").format(name=shown.isolated(name), kind=kinds.word(card.kind))


class HeldModel(RowModel[HeldCard]):
    """The cards that wait, the oldest first; those that stay are not moved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            lambda card: f"{head_of(card)}: {shown.one_line(card.text)}", lambda card: card.id, parent=parent
        )

    @property
    def cards(self) -> tuple[HeldCard, ...]:
        """Them."""
        return tuple(self.rows)

    def show_cards(self, cards: tuple[HeldCard, ...]) -> None:
        """Take the cards as they are now."""
        self.become(cards)


class HeldDelegate(QStyledItemDelegate):
    """Paints a card: who and what kind, the whole text, and two words to click."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._setter = theme, Typesetter(theme)

    def _buttons(self, rect: QRect, mirrored: bool) -> list[tuple[str, str, QRect]]:
        theme = self._theme
        font = theme.font("body", weight=500)
        metrics, high, at = QFontMetrics(font), theme.tall(30), 0
        found = []
        for action, words in ((REFUSE, _("Not this one")), (THROUGH, _("Let through"))):
            words = fit(words, font, max(rect.width() // 3, 60))
            wide = metrics.horizontalAdvance(words) + 2 * PAD
            left = rect.left() + SIDE + at if mirrored else rect.right() + 1 - SIDE - at - wide
            top = rect.bottom() - 8 - high if self._stacked(rect.width()) else rect.top() + 7
            found.append((action, words, QRect(left, top, wide, high)))
            at += wide + GAP
        return found

    def _stacked(self, width: int) -> bool:
        """Whether the words to click stand under the text: beside it they would leave it too little room."""
        return width < 440 * self._theme.scale

    def _room(self, width: int) -> int:
        if self._stacked(width):
            return max(width - 2 * SIDE, 80)
        taken = sum(box.width() + GAP for _action, _words, box in self._buttons(QRect(0, 0, width, 44), False))
        return max(width - 2 * SIDE - taken - 8, 80)

    def _laid(self, card: HeldCard, width: int) -> Laid:
        return self._setter.lay(shown.visible(card.text), "body", width)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As tall as the text is: it wraps and is never cut."""
        card: HeldCard | None = index.data(ROW)
        width = option.rect.width()
        if card is None:
            return QSize(width, 44)
        tall = self._theme.line("caption") + self._laid(card, self._room(width)).height + 20
        if self._stacked(width):
            tall += self._theme.tall(30) + 8
        return QSize(width, max(tall, self._theme.tall(44)))

    def part(self, rect: QRect, place: QPoint, mirrored: bool) -> str:
        """The action at a place."""
        return next((action for action, _words, box in self._buttons(rect, mirrored) if box.contains(place)), "")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One card."""
        card: HeldCard | None = index.data(ROW)
        if card is None:
            return
        theme, rect = self._theme, QRect(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line.hairline"))
        room, line = self._room(rect.width()), theme.line("caption")
        left = rect.right() + 1 - SIDE - room if mirrored else rect.left() + SIDE
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        flags = near_side(mirrored)
        head = fit(head_of(card), theme.font("caption"), room)
        painter.drawText(QRect(left, rect.top() + 8, room, line), flags, head)
        self._laid(card, room).draw(painter, left, rect.top() + 10 + line, theme.colour("text.primary"))
        painter.setFont(theme.font("body", weight=500))
        for action, words, box in self._buttons(rect, mirrored):
            if action == THROUGH:
                painter.setPen(QPen(theme.colour("line.control"), 1))
                painter.setBrush(theme.colour("surface.panel"))
                painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 6, 6)
            painter.setPen(theme.colour("text.primary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 2, -2, -3), 6, 6)
        painter.restore()


class HeldList(RowsView):
    """The cards. Enter lets the current one through, Delete does not take it."""

    def __init__(self, theme: Theme, does: Callable[[str, HeldCard], None]) -> None:
        super().__init__(estimate=64)
        self._theme, self._does = theme, does
        self.setAccessibleName(_("Cards that are held"))
        self.held = HeldModel(self)
        self.delegate = HeldDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setModel(self.held)
        self.parts = lambda _index, rect, place: self.delegate.part(
            rect, place, self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        self.part_clicked.connect(self._clicked)
        self.chosen.connect(lambda index: self._clicked(index, THROUGH))
        theme.changed.connect(self.forget_heights)

    def _clicked(self, index: QModelIndex, action: str) -> None:
        card: HeldCard | None = index.data(ROW)
        if card is None:
            return
        row = index.row()
        self._does(action, card)
        if self.held.cards:  # the next one is under the hand
            self.setCurrentIndex(self.held.index(min(row, len(self.held.cards) - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete or Backspace: not this one."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self._clicked(self.currentIndex(), REFUSE)
            event.accept()
            return
        super().keyPressEvent(event)
