"""The cast as rows: the role, who plays it, whether the brief was read, and the brief for the facilitator's eyes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.session.casting import brief_state, open_roles, players
from facilitator.session.people import Person
from facilitator.session.play import BRIEF, PLAY, PREBRIEF, play_of
from facilitator.session.role_play import Role
from facilitator.session.state import SessionState
from facilitator.ui import shown, times
from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.stages.role_play.wording import brief_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
ROLE_W, PLAYER_W, GAP, LEAST_STATE = 172, 176, 12, 150
LINES = 6
"""Lines of a role's name at most."""
INSET = 8
"""The room at both sides of a row, for the light under the pointer; the view stands out by as much."""
BRIEF_PART, DRAW_PART, PLAYER_PART, PRINT_PART = "brief", "draw", "player", "print"


@dataclass(frozen=True, slots=True)
class CastRow:
    """A role as it is shown; ``how`` says how it stands with its brief: read, open, gone, or nothing.

    ``prints`` says that no phone can open it, so that it is printed.
    """

    role: str
    name: str
    player: str = ""
    person: str = ""
    how: str = ""
    words: str = ""
    pressing: bool = False
    draws: bool = False
    prints: bool = False

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        parts = (shown.one_line(self.name), shown.one_line(self.player) or _("Who plays this?"), self.words)
        return ", ".join(part for part in parts if part)


def cast_rows(state: SessionState, block: str, zone: datetime.tzinfo | None, *, phones: bool = True) -> list[CastRow]:
    """The rows of the round that is on. Without ``phones`` a brief that was not read is to be printed."""
    held, phase = players(state, block), play_of(state, block).phase
    free = {role.id for role in open_roles(state, block)}
    cast = state.role_play.cast(block)
    rows = [_row(state, block, role, held.get(role.id), phase, zone, role.id in free) for role in cast]
    if phones or phase not in (PREBRIEF, BRIEF, PLAY):
        return rows
    return [replace(row, prints=row.how == "open" and not row.draws) for row in rows]


def _row(
    state: SessionState,
    block: str,
    role: Role,
    player: Person | None,
    phase: str,
    zone: datetime.tzinfo | None,
    free: bool,
) -> CastRow:
    if player is None:
        return CastRow(role.id, role.name, draws=free)
    opened = brief_state(state, block, role.id)
    time = times.clock(opened.ms, zone) if opened is not None else ""
    how, words = brief_words(state, block, role.id, player, time)
    pressing = how == "gone" or (how == "open" and phase in (BRIEF, PLAY))
    return CastRow(role.id, role.name, player.name, player.id, how, words, pressing, free)


class CastDelegate(QStyledItemDelegate):
    """Paints a row in four columns, or in two lines where there is no room for four."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._types = Typesetter(theme)
        self.drop_row = -1

    # ---- places -------------------------------------------------------------------------------------------------

    def _px(self, px: int) -> int:
        return round(px * max(self._theme.scale, 1))

    def brief_width(self) -> int:
        """The room of *Brief* with its eye."""
        return self._theme.metrics("body").horizontalAdvance(_("Brief")) + self._theme.mark(16) + 8 + 28

    def wide(self, width: int) -> bool:
        """Whether the four columns stand beside one another."""
        return width >= self._px(ROLE_W + PLAYER_W + LEAST_STATE) + 3 * GAP + self.brief_width()

    def _avatar(self) -> int:
        return self._theme.mark(self._theme.size("avatar"))

    def boxes(self, rect: QRect, mirrored: bool, row: CastRow) -> dict[str, QRect]:
        """Where the columns of a row are."""
        rect = rect.adjusted(INSET, 0, -INSET, 0)
        brief = self.brief_width()
        if self.wide(rect.width()):
            role, player = self._px(ROLE_W), self._px(PLAYER_W)
            state_at = role + GAP + player + GAP
            found = {
                "role": QRect(0, 0, role, rect.height()),
                PLAYER_PART: QRect(role + GAP, 0, player, rect.height()),
                "state": QRect(state_at, 0, rect.width() - state_at - brief - GAP, rect.height()),
                BRIEF_PART: QRect(rect.width() - brief, 0, brief, rect.height()),
            }
        else:
            room = max(rect.width() - brief - GAP, 40)
            half = self._types.lay(row.name, "body", room, most=LINES, weight=500).height + 12
            player = max(rect.width() // 2, 60)
            found = {
                "role": QRect(0, 0, room, half),
                BRIEF_PART: QRect(rect.width() - brief, 0, brief, half),
                PLAYER_PART: QRect(0, half, player, rect.height() - half),
                "state": QRect(player + GAP, half, rect.width() - player - GAP, rect.height() - half),
            }
        if mirrored:
            found = {
                name: QRect(rect.width() - box.x() - box.width(), box.y(), box.width(), box.height())
                for name, box in found.items()
            }
        return {name: box.translated(rect.topLeft()) for name, box in found.items()}

    def part_at(self, rect: QRect, place: QPoint, row: CastRow, mirrored: bool) -> str:
        """The part of a row at a place that can be clicked."""
        boxes = self.boxes(rect, mirrored, row)
        if boxes[BRIEF_PART].contains(place):
            return BRIEF_PART
        if row.draws and boxes["state"].contains(place):
            return DRAW_PART
        if row.prints and boxes["state"].contains(place):
            return PRINT_PART
        return PLAYER_PART if boxes[PLAYER_PART].contains(place) else ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: CastRow | None = index.data(ROW)
        width, least = option.rect.width(), self._theme.tall(48)
        if row is None:
            return QSize(width, least)
        boxes = self.boxes(QRect(0, 0, width, 100), False, row)
        avatar = self._avatar() + 8
        role = self._types.lay(row.name, "body", boxes["role"].width(), most=LINES, weight=500).height
        player = self._types.lay(row.player, "body", max(boxes[PLAYER_PART].width() - avatar, 20), most=2).height
        if self.wide(width - 2 * INSET):
            return QSize(width, max(least, role + 14, player + 14))
        return QSize(width, max(least, role + 12 + max(player, self._avatar()) + 12))

    # ---- painting -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: CastRow | None = index.data(ROW)
        if row is None:
            return
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = index.row() == self.drop_row
        if over or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if over else "surface.hover"))
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, -1), 6, 6)
        if index.row() + 1 < index.model().rowCount():
            painter.setPen(theme.colour("line.hairline"))
            painter.drawLine(rect.left() + INSET, rect.bottom(), rect.right() - INSET, rect.bottom())
        if over or state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 6, 6)
        boxes = self.boxes(rect, mirrored, row)
        self._role(painter, row, boxes["role"])
        self._player(painter, row, boxes[PLAYER_PART], mirrored)
        self._state(painter, row, boxes["state"], mirrored)
        self._brief(painter, boxes[BRIEF_PART], mirrored, bool(state & QStyle.StateFlag.State_MouseOver))
        painter.restore()

    def _words(self, painter: QPainter, text: str, box: QRect, most: int, weight: int, colour: str) -> None:
        """Words in a box, in the middle of its height, at the side the window is read from."""
        laid = self._types.lay(text, "body", box.width(), most=most, weight=weight)
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        turned = shown.right_to_left(text)
        shift = 0
        if turned != mirrored:
            spare = box.width() - min(round(laid.longest) + 1, box.width())
            shift = spare if mirrored else -spare
        painter.save()
        painter.setClipRect(box)
        laid.draw(painter, box.x() + shift, box.y() + (box.height() - laid.height) / 2, self._theme.colour(colour))
        painter.restore()

    def _role(self, painter: QPainter, row: CastRow, box: QRect) -> None:
        self._words(painter, row.name, box, LINES, 500, "text.primary")

    def _player(self, painter: QPainter, row: CastRow, box: QRect, mirrored: bool) -> None:
        theme, side = self._theme, self._avatar()
        x = box.right() + 1 - side if mirrored else box.left()
        circle = QRect(x, box.top() + (box.height() - side) // 2, side, side)
        inner = box.adjusted(0, 0, -side - 8, 0) if mirrored else box.adjusted(side + 8, 0, 0, 0)
        if row.player:
            theme.fonts.ensure(row.player)
            paint_initials(painter, theme, circle.toRectF(), row.player)
            self._words(painter, row.player, inner, 2, 400, "text.secondary" if row.how == "gone" else "text.primary")
            return
        pen = QPen(theme.colour("line.control"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.toRectF().adjusted(0.5, 0.5, -0.5, -0.5))
        self._words(painter, _("Who plays this?"), inner, 2, 400, "text.secondary")

    def _state(self, painter: QPainter, row: CastRow, box: QRect, mirrored: bool) -> None:
        theme = self._theme
        if row.draws:
            icon, ink, words, colour = "shuffle", "text.link", _("Draw by lot"), "text.link"
            if row.how == "gone":
                words = _("has left, draw by lot")
        elif row.prints:
            icon, ink, words, colour = "printer", "text.link", _("Print the briefs"), "text.link"
        elif row.how == "read":
            icon, ink, words, colour = "check", "accent.base", row.words, "text.secondary"
        elif row.how:
            colour = "semantic.warning" if row.pressing else "text.secondary"
            icon, ink, words = "smartphone", colour, row.words
        else:
            return
        size = theme.mark(16)
        x = box.right() + 1 - size if mirrored else box.left()
        top = box.top() + (box.height() - size) // 2
        painter.drawPixmap(x, top, theme.pixmap(icon, ink, size, painter.device().devicePixelRatioF()))
        strong = row.draws or row.prints or row.pressing
        font = theme.font("small", weight=500 if strong else 400)
        inner = box.adjusted(0, 0, -size - 8, 0) if mirrored else box.adjusted(size + 8, 0, 0, 0)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(inner, align, fit(words, font, inner.width()))

    def _brief(self, painter: QPainter, box: QRect, mirrored: bool, lit: bool) -> None:
        theme, size = self._theme, self._theme.mark(16)
        ink = "text.primary" if lit else "text.secondary"
        font = theme.font("body", weight=500)
        inner = box.adjusted(14, 0, -14, 0)
        x = inner.right() + 1 - size if mirrored else inner.left()
        top = box.top() + (box.height() - size) // 2
        painter.drawPixmap(x, top, theme.pixmap("eye", ink, size, painter.device().devicePixelRatioF()))
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        rest = inner.adjusted(0, 0, -size - 8, 0) if mirrored else inner.adjusted(size + 8, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, _("Brief"))


class CastView(RowsView):
    """The rows, as high as they are: Enter asks who plays, B opens the brief, P prints, Delete clears the role."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, estimate=48)
        self.rows_model = RowModel[CastRow](lambda row: row.spoken, lambda row: row.role, parent=self)
        self.delegate = CastDelegate(theme, self)
        self.setModel(self.rows_model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Cast"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; }")
        self.parts = lambda index, rect, place: self.delegate.part_at(rect, place, index.data(ROW), self._mirrored)
        self.tips = lambda index, _rect, _place: shown.tip(index.data(ROW).spoken)

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def row(self, index: QModelIndex | None = None) -> CastRow | None:
        """The row at an index, or the current one."""
        found: CastRow | None = (self.currentIndex() if index is None else index).data(ROW)
        return found

    def box(self, role: str, part: str) -> QRect:
        """Where a part of a role's row is, in the viewport."""
        place = self.rows_model.row_of(role)
        rect = self.visualRect(self.rows_model.index(place))
        return self.delegate.boxes(rect, self._mirrored, self.rows_model.rows[place])[part]

    def mark_drop(self, place: QPoint | None) -> str:
        """Light the row at a place in the viewport, or none. Gives its role."""
        index = self.indexAt(place) if place is not None else QModelIndex()
        if index.row() != self.delegate.drop_row:
            self.delegate.drop_row = index.row()
            self.viewport().update()
        row = self.row(index) if index.isValid() else None
        return "" if row is None else row.role

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a row."""
        keys = Qt.Key
        parts = {keys.Key_B: BRIEF_PART, keys.Key_L: DRAW_PART, keys.Key_P: PRINT_PART, keys.Key_Delete: "out"}
        part = parts.get(Qt.Key(event.key()), "")
        if part and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.currentIndex().isValid():
            self.part_clicked.emit(self.currentIndex(), part)
            event.accept()
            return
        super().keyPressEvent(event)
