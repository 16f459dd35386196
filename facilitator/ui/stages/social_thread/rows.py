"""How a post is painted, and the list of posts with its keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.ui import shown
from facilitator.ui.lines import Laid, Typesetter, fit
from facilitator.ui.sides import near_side
from facilitator.ui.stages.social_thread.posts import ROW, PostRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

FOLDED_LINES = 12
SIDE, TOP, INDENT = 16, 10, 28
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Places:
    """Where the parts of a row stand, from its top and its leading edge."""

    lead: int
    inner: int
    day: int
    head: int
    words: Laid
    words_top: int
    more_top: int
    height: int


class PostDelegate(QStyledItemDelegate):
    """Paints a post: the day where one begins, who and when, the words, and whether it is a card."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent
        self._setter = Typesetter(theme)
        self.unfolded: set[str] = set()

    def _places(self, row: PostRow, width: int) -> _Places:
        theme = self._theme
        lead = SIDE + row.depth * INDENT
        inner = max(width - lead - SIDE, 60)
        day = theme.line("caption_strong") + 8 if row.day else 0
        head = TOP + day
        words_top = head + theme.line("small") + 4
        most = 0 if row.post.id in self.unfolded else FOLDED_LINES
        laid = self._setter.lay(row.words, "body", inner, most=most)
        more = words_top + laid.height + 2
        height = more - 2 + TOP if not self._folds(row, laid) else more + theme.line("caption") + TOP
        return _Places(lead, inner, day, head, laid, words_top, more, height)

    def _folds(self, row: PostRow, laid: Laid) -> bool:
        return laid.cut or row.post.id in self.unfolded

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As tall as the post is at this width."""
        row: PostRow | None = index.data(ROW)
        rect: QRect = option.rect
        return QSize(rect.width(), self._places(row, rect.width()).height if row is not None else 1)

    def part_at(self, index: _Index, rect: QRect, place: QPoint) -> str:
        """``more`` where the words can be unfolded, else nothing."""
        row: PostRow | None = index.data(ROW)
        if row is None:
            return ""
        places = self._places(row, rect.width())
        if not self._folds(row, places.words):
            return ""
        inside = place.y() - rect.top()
        return "more" if places.more_top - 2 <= inside <= places.height - 4 else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One post."""
        row: PostRow | None = index.data(ROW)
        if row is None:
            return
        theme = self._theme
        rect: QRect = option.rect
        places = self._places(row, rect.width())
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        body = rect.adjusted(0, places.day, 0, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(body, theme.colour("accent.tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(body, theme.colour("surface.hover"))

        def left(x: int, wide: int) -> int:
            return rect.right() + 1 - x - wide if mirrored else rect.left() + x

        if row.day:
            painter.setFont(theme.font("caption_strong"))
            painter.setPen(theme.colour("text.secondary"))
            line = QRect(rect.left() + SIDE, rect.top() + 2, rect.width() - 2 * SIDE, places.day)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown.isolated(row.day)
            )
        if row.depth:
            painter.fillRect(
                left(places.lead - 12, 2), body.top() + 6, 2, body.height() - 12, theme.colour("line.strong")
            )
        if row.card:
            painter.fillRect(left(0, 3), body.top(), 3, body.height(), theme.colour("accent.base"))
        self._head(painter, row, places, rect, mirrored)
        colour = "text.tertiary" if row.empty else "text.primary"
        places.words.draw(painter, left(places.lead, places.inner), rect.top() + places.words_top, theme.colour(colour))
        if self._folds(row, places.words):
            words = _("Less") if row.post.id in self.unfolded else _("More")
            painter.setFont(theme.font("caption_strong"))
            painter.setPen(theme.colour("text.link"))
            place = QRect(
                left(places.lead, places.inner), rect.top() + places.more_top, places.inner, theme.line("caption")
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(2, 1, -2, -1), 6, 6)
        painter.restore()

    def _head(self, painter: QPainter, row: PostRow, places: _Places, rect: QRect, mirrored: bool) -> None:
        """Who, when, what mark it has; and at the far side that it is a card."""
        theme = self._theme
        high = theme.line("small")
        y = rect.top() + places.head
        room = places.inner
        flag = near_side(mirrored)

        def place(x: int, wide: int) -> QRect:
            at = rect.right() + 1 - x - wide if mirrored else rect.left() + x
            return QRect(at, y, wide, high)

        if row.card:
            font = theme.font("caption_strong")
            words = _("Card")
            mark = theme.mark(14)
            wide = theme.metrics("caption_strong").horizontalAdvance(words)
            painter.setFont(font)
            painter.setPen(theme.colour("accent.base"))
            painter.drawText(place(places.lead + places.inner - wide, wide), flag, words)
            box = place(places.lead + places.inner - wide - mark - 4, mark)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.left(), y + (high - mark) // 2, theme.pixmap("check", "accent.base", mark, ratio))
            room -= wide + mark + 16
        font = theme.font("small", weight=600)
        who = fit(shown.one_line(row.who), font, max(room // 2, 40))
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        # Semibold is a little wider than what the role's own metrics say.
        wide = min(round(theme.metrics("small").horizontalAdvance(who) * 1.12) + 4, room)
        painter.drawText(place(places.lead, wide), flag, who)
        rest = "  ·  ".join(part for part in (row.when, row.mark) if part)
        left = room - wide - 8
        if rest and left > 30:
            font = theme.font("small")
            painter.setFont(font)
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(place(places.lead + wide + 8, left), flag, fit(rest, font, left))


class PostList(RowsView):
    """The posts. Enter and space pick, A answers, M shows all the words.

    Signals:
        pick_asked: make the current post a card.
        answer_asked: answer the current post.
    """

    pick_asked = Signal()
    answer_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(estimate=72)
        self.delegate = PostDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Posts of the conversation"))
        self.parts = self.delegate.part_at
        self.part_clicked.connect(lambda index, _part: self.unfold(index))
        self.chosen.connect(lambda _index: self.pick_asked.emit())
        theme.changed.connect(self.forget_heights)

    def unfold(self, index: QModelIndex) -> None:
        """Show all the words of a post, or fewer again."""
        row: PostRow | None = index.data(ROW)
        if row is not None:
            self.delegate.unfolded.symmetric_difference_update({row.post.id})
            self.forget_heights()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys on the current post."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and self.currentIndex().isValid():
            if event.key() == Qt.Key.Key_Space:
                self.pick_asked.emit()
                return
            if event.key() == Qt.Key.Key_A:
                self.answer_asked.emit()
                return
            if event.key() == Qt.Key.Key_M:
                self.unfold(self.currentIndex())
                return
        super().keyPressEvent(event)
