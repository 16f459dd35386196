"""How the hits of one session are painted: who, what kind, in which activity and when, and the words in full."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from facilitator.ui import shown, times
from facilitator.ui.lines import Laid, fit
from facilitator.ui.models.found import Found
from facilitator.ui.models.sessions import ENTRY, Rest
from facilitator.ui.widgets.session_row import Index, RowDelegate, excerpt
from facilitator.words import _

SIDE, PAD = 40, 12
REST = "rest"
"""The row that stands for the hits not shown."""


class HitDelegate(RowDelegate):
    """Paints hits. ``tells_times`` is false where nobody knows when it was said."""

    tells_times = True

    def _laid(self, hit: Found, width: int) -> Laid:
        measure = round(640 * self._theme.scale)
        text, marks = excerpt(hit, 600, lines=True)
        return self._setter.lay(text, "card", min(width - 2 * SIDE, measure), most=6, marks=marks)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Name line and words."""
        hit: Found | Rest | None = index.data(ENTRY)
        width = option.rect.width()
        if hit is None:
            return QSize(width, 1)
        if isinstance(hit, Rest):
            return QSize(width, self._theme.tall(44))
        return QSize(width, 2 * PAD + self._theme.line("small") + 3 + self._laid(hit, width).height)

    def part_at(self, index: QModelIndex, rect: QRect, place: object) -> str:
        """The row for the rest is a part as a whole: one click is enough."""
        del rect, place
        return REST if isinstance(index.data(ENTRY), Rest) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One hit."""
        hit: Found | Rest | None = index.data(ENTRY)
        if hit is None:
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        follows = index.model().index(index.row() + 1, 0).data(ENTRY)
        self._ground(painter, option, SIDE, line=isinstance(follows, Found))
        inner = rect.width() - 2 * SIDE
        if isinstance(hit, Rest):
            box = QRect(rect.left() + SIDE, rect.top(), inner, rect.height())
            self._words(painter, hit.told(), "body", "text.link", box, mirrored)
            painter.restore()
            return
        small = theme.line("small")
        box = QRect(rect.left() + SIDE, rect.top() + PAD, inner, small)
        where = self._where(hit, inner // 2)
        if where:
            self._words(painter, where, "caption", "text.secondary", box, mirrored, end=True)
        room = inner - (QFontMetrics(theme.figures("caption")).horizontalAdvance(where) + 16 if where else 0)
        at = self._icon(painter, hit.icon, hit.colour, box, 0, mirrored) + 8
        for words, marks, role, colour in (
            (shown.one_line(hit.name), hit.name_marks, "caption_strong", "text.primary"),
            (hit.word, (), "caption", "text.secondary"),
            (hit.why, hit.why_marks, "caption", "text.secondary"),
        ):
            if words and (role != "caption" or theme.metrics(role).horizontalAdvance(words) < room - at):
                theme.fonts.ensure(words)
                at += self._marked(painter, words, marks, role, colour, box, at, room - at, mirrored) + 8
        laid = self._laid(hit, rect.width())
        x = self._place(rect, SIDE, laid.width, mirrored)
        laid.draw(painter, x, box.top() + small + 3, theme.colour("text.primary"))
        painter.restore()

    def _where(self, hit: Found, room: int) -> str:
        """In which activity it was given, and when; the time alone where there is no room for both."""
        clock = times.clock(hit.at_ms) if self.tells_times and hit.at_ms is not None else ""
        font = self._theme.figures("caption")
        if not clock or not hit.activity:
            return clock or fit(hit.activity, font, room)
        both = _("{activity}, {time}").format(activity=hit.activity, time=clock)
        return both if QFontMetrics(font).horizontalAdvance(both) <= room else clock
