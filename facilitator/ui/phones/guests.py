"""Everybody with a phone, one row each: who, in what state, and the at most two things to do about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.phones.door import HELD, REMOVED, PhoneGuest
from facilitator.ui.phones.wording import COLOURS, ICONS, guest_name, state_words
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
_ORDER = {HELD: 0, REMOVED: 2}
TALL, AVATAR, PAD, GAP = 44, 26, 12, 8
STATE_AT = 0.3
"""Where the state begins, as a share of the row."""

LET_THROUGH, REMOVE, BRING_BACK, IS_PERSON, SHOW = "let_through", "remove", "bring_back", "is_person", "show"


def action_words(action: str, guest: PhoneGuest) -> str:
    """What stands on the button of an action."""
    if action == IS_PERSON:
        return _("That is {name}").format(name=shown.isolated(guest.may_be_name))
    return {
        LET_THROUGH: _("Let through"),
        REMOVE: _("Remove"),
        BRING_BACK: _("Undo"),
        SHOW: _("Show"),
    }[action]


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest as the list shows them."""

    guest: PhoneGuest
    name: str
    state: str
    actions: tuple[str, ...]

    def told(self) -> str:
        """The row as one text, for a screen reader."""
        return f"{self.name}, {self.state}"


def actions_of(guest: PhoneGuest) -> tuple[str, ...]:
    """What can be done about a guest, at most two things; the first is the likelier one."""
    if guest.state == REMOVED:
        return (BRING_BACK,)
    if guest.held:
        return (SHOW, LET_THROUGH)
    if guest.may_be:
        return (IS_PERSON, REMOVE)
    return (REMOVE,)


class GuestModel(RowModel[GuestRow]):
    """Guests; who has cards that wait stands first, who was removed last. Only rows that changed are painted again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            lambda row: row.told(),
            lambda row: row.guest.id,
            tip=lambda row: ", ".join(part for part in (row.told(), row.guest.address) if part),
            parent=parent,
        )

    def show_guests(self, guests: tuple[PhoneGuest, ...], now_ms: int, zone: datetime.tzinfo | None) -> None:
        """Take the guests as they are now."""
        ordered = sorted(guests, key=lambda guest: _ORDER.get(guest.state, 1))
        self.show_rows(
            GuestRow(guest, guest_name(guest), state_words(guest, now_ms, zone), actions_of(guest)) for guest in ordered
        )


class GuestDelegate(QStyledItemDelegate):
    """Paints a guest: initials, name, icon and state, and the actions as words at the far end."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """44 high; two lines where the words would not stand beside each other."""
        row: GuestRow | None = index.data(ROW)
        tall = self._theme.tall(TALL)
        if row is not None and self._stacked(option.rect.width()):
            tall += self._theme.line("small")
        return QSize(option.rect.width(), tall)

    def _stacked(self, width: int) -> bool:
        """Whether the state stands under the name: there is too little room for both."""
        return width < 520 * self._theme.scale

    def actions(self, row: GuestRow, rect: QRect, mirrored: bool) -> list[tuple[str, str, QRect]]:
        """The actions of a row: which, its words, and where; from the far end inwards."""
        theme = self._theme
        metrics = QFontMetrics(theme.font("body", weight=500))
        high, at, found = theme.tall(30), 0, []
        for action in reversed(row.actions):
            words = fit(action_words(action, row.guest), theme.font("body", weight=500),
                        max(rect.width() // 3, 60))  # fmt: skip
            wide = metrics.horizontalAdvance(words) + 2 * PAD
            left = rect.left() + at if mirrored else rect.right() + 1 - at - wide
            found.append((action, words, QRect(left, rect.top() + (rect.height() - high) // 2, wide, high)))
            at += wide + GAP
        return found

    def part(self, index: _Index, rect: QRect, place: QPoint, mirrored: bool) -> str:
        """The action at a place."""
        row: GuestRow | None = index.data(ROW)
        if row is None:
            return ""
        return next((action for action, _words, box in self.actions(row, rect, mirrored) if box.contains(place)), "")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One guest."""
        row: GuestRow | None = index.data(ROW)
        if row is None:
            return
        theme, rect = self._theme, QRect(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("surface.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line.hairline"))

        def box(start: int, wide: int, top: int = 0, high: int = rect.height()) -> QRect:
            left = rect.right() + 1 - start - wide if mirrored else rect.left() + start
            return QRect(left, rect.top() + top, wide, high)

        gone = row.guest.state == REMOVED
        side = theme.mark(AVATAR)
        paint_initials(painter, theme, QRectF(box(0, side, (rect.height() - side) // 2, side)), row.guest.name or "?")
        actions = self.actions(row, rect, mirrored)
        taken = sum(one.width() + GAP for _action, _words, one in actions)
        begin, room = side + 10, max(rect.width() - side - 10 - taken - 8, 60)
        middle = round(rect.width() * STATE_AT)
        flags = near_side(mirrored)
        stacked = self._stacked(rect.width())
        half = rect.height() // 2
        name = box(begin, room, 4, half - 2) if stacked else box(begin, middle - begin - 10)
        at = begin if stacked else middle
        wide = room if stacked else begin + room - middle
        top, high = (half, half - 4) if stacked else (0, rect.height())
        painter.setFont(theme.font("body", weight=500))
        painter.setPen(theme.colour("text.tertiary" if gone else "text.primary"))
        painter.drawText(name, flags, fit(row.name, theme.font("body", weight=500), name.width()))
        colour = COLOURS.get(row.guest.state, "text.secondary")
        mark = theme.mark(16)
        icon = theme.pixmap(ICONS.get(row.guest.state, "circle"), colour, mark, option.widget.devicePixelRatioF())
        painter.drawPixmap(box(at, mark, top + (high - mark) // 2, mark).topLeft(), icon)
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour(colour))
        words = box(at + mark + 6, max(wide - mark - 6, 20), top, high)
        painter.drawText(words, flags, fit(row.state, theme.figures("small"), words.width()))
        self._paint_actions(painter, row, actions)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 2, -1, -3), 6, 6)
        painter.restore()

    def _paint_actions(self, painter: QPainter, row: GuestRow, actions: list[tuple[str, str, QRect]]) -> None:
        theme = self._theme
        painter.setFont(theme.font("body", weight=500))
        for action, words, place in actions:
            if action in (SHOW, IS_PERSON):
                painter.setPen(QPen(theme.colour("line.control"), 1))
                painter.setBrush(theme.colour("surface.panel"))
                painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setPen(theme.colour("text.primary" if action in (SHOW, IS_PERSON) else "text.secondary"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


class GuestList(RowsView):
    """The guests. Enter does the first action of a row, Delete the removal; the actions are clicked, too."""

    def __init__(self, theme: Theme, does: Callable[[str, PhoneGuest], None]) -> None:
        super().__init__(estimate=TALL)
        self._does = does
        self.setAccessibleName(_("Guests"))
        self.guests = GuestModel(self)
        self.delegate = GuestDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setModel(self.guests)
        self.parts = lambda index, rect, place: self.delegate.part(index, rect, place, self._mirrored)
        self.tips = lambda index, _rect, _place: str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        self.part_clicked.connect(self._clicked)
        self.chosen.connect(lambda index: self._first(index))
        theme.changed.connect(self.forget_heights)

    def show_guests(self, guests: tuple[PhoneGuest, ...], now_ms: int, zone: datetime.tzinfo | None) -> None:
        """Take the guests as they are now; the row under the hand stays the same guest."""
        row: GuestRow | None = self.currentIndex().data(ROW) if self.currentIndex().isValid() else None
        self.guests.show_guests(guests, now_ms, zone)
        if row is not None:
            at = self.guests.row_of(row.guest.id)
            if at >= 0 and at != self.currentIndex().row():
                self.setCurrentIndex(self.guests.index(at))

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _clicked(self, index: QModelIndex, action: str) -> None:
        row: GuestRow | None = index.data(ROW)
        if row is not None:
            self._does(action, row.guest)

    def _first(self, index: QModelIndex) -> None:
        row: GuestRow | None = index.data(ROW)
        if row is not None and row.actions:
            self._does(row.actions[0], row.guest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, L lets through."""
        row: GuestRow | None = self.currentIndex().data(ROW) if self.currentIndex().isValid() else None
        wanted = {Qt.Key.Key_Delete: REMOVE, Qt.Key.Key_L: LET_THROUGH}.get(Qt.Key(event.key()))
        if row is not None and wanted in row.actions:
            self._does(wanted, row.guest)
            event.accept()
            return
        super().keyPressEvent(event)
