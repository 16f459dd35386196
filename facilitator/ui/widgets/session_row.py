"""How sessions and hits are painted: a day, a title, and the found words where they stand."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import shown, times
from facilitator.ui.lines import Laid, Typesetter, fit
from facilitator.ui.models.sessions import ENTRY, Entry, hit_icon, hit_word
from facilitator.ui.services import Hit
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

_Index = QModelIndex | QPersistentModelIndex
SIDE = 24
BEFORE = 24
"""Characters of a hit's text kept before the first found word, when it stands far in."""


def excerpt(hit: Hit, room: int) -> tuple[str, list[tuple[int, int]]]:
    """A hit's text around the first found word, about ``room`` characters long, and where the words stand in it."""
    marks = [(a, b) for a, b in hit.marks]
    start = 0
    if marks and marks[0][1] > max(room, BEFORE):
        start = marks[0][0] - max(BEFORE, room // 2)
        start = max(start, 0)
        space = hit.text.find(" ", start, marks[0][0])
        start = space + 1 if space >= 0 else start
    text = hit.text[start : start + room * 2 + 80].replace("\n", " ").replace("\r", " ")
    if start:
        return "…" + text, [(a - start + 1, b - start + 1) for a, b in marks if b > start]
    return text, marks


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setter = Typesetter(theme)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, side: int) -> None:
        theme, rect, state = self._theme, option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent.tint"))
        else:
            if state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, theme.colour("surface.hover"))
            painter.setPen(theme.colour("line.hairline"))
            painter.drawLine(rect.left() + side, rect.bottom(), rect.right() - side, rect.bottom())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 6, 6)

    @staticmethod
    def _place(rect: QRect, x: int, width: int, mirrored: bool) -> int:
        return rect.right() + 1 - x - width if mirrored else rect.left() + x

    def _words(
        self, painter: QPainter, words: str, role: str, colour: str, box: QRect, mirrored: bool, *, end: bool = False
    ) -> None:
        font = self._theme.figures(role)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        painter.drawText(box, near_side(mirrored != end), words)


class SessionDelegate(_RowDelegate):
    """Paints sessions."""

    def _day_width(self) -> int:
        return max(80, round(80 * self._theme.scale))

    def _title(self, entry: Entry, width: int) -> Laid:
        return self._setter.lay(
            entry.title.replace("\n", " ")[:400],
            "body_strong",
            width - 2 * SIDE - self._day_width(),
            most=2,
            marks=entry.title_marks,
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As tall as what was found needs."""
        entry: Entry | None = index.data(ENTRY)
        width = option.rect.width()
        if entry is None:
            return QSize(width, 1)
        theme = self._theme
        height = 12 + self._title(entry, width).height + 12
        if entry.line:
            height += theme.line("small") + 2
        height += len(entry.hits) * (theme.line("small") + 6)
        if entry.more:
            height += theme.line("small") + 4
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One session."""
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._ground(painter, option, SIDE)
        day_w = self._day_width()
        y = rect.top() + 12
        body, small = theme.line("body"), theme.line("small")
        box = QRect(self._place(rect, SIDE, day_w, mirrored), y, day_w, body)
        day = fit(entry.day, theme.font("small"), day_w - 4)
        self._words(painter, day, "small", "text.secondary", box, mirrored)
        inner = rect.width() - 2 * SIDE - day_w
        x = self._place(rect, SIDE + day_w, inner, mirrored)
        title = self._title(entry, rect.width())
        title.draw(painter, x, y, theme.colour("text.primary"))
        y += title.height
        if entry.line:
            words = fit(entry.line, theme.font("small"), inner)
            self._words(painter, words, "small", "text.secondary", QRect(x, y + 2, inner, small), mirrored)
            y += small + 2
        for hit in entry.hits:
            self._hit(painter, hit, QRect(x, y + 4, inner, small), mirrored)
            y += small + 6
        if entry.more:
            more = ngettext("{count} more", "{count} more", entry.more).format(count=entry.more)
            self._words(painter, more, "small", "text.secondary", QRect(x, y + 2, inner, small), mirrored)
        painter.restore()

    def _hit(self, painter: QPainter, hit: Hit, box: QRect, mirrored: bool) -> None:
        theme = self._theme
        icon, colour = hit_icon(hit)
        mark = theme.mark(16)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            self._place(box, 0, mark, mirrored),
            box.top() + (box.height() - mark) // 2,
            theme.pixmap(icon, colour, mark, ratio),
        )
        at = mark + 8
        if hit.person and hit.what == "contribution":
            theme.fonts.ensure(hit.person)
            name = fit(shown.one_line(hit.person), theme.font("small"), round(140 * theme.scale))
            width = QFontMetrics(theme.font("small")).horizontalAdvance(name) + 1
            name_box = QRect(self._place(box, at, width, mirrored), box.top(), width, box.height())
            self._words(painter, name, "small", "text.secondary", name_box, mirrored)
            at += width + 8
        room = box.width() - at
        text, marks = excerpt(hit, max(round(room / (6.6 * theme.scale)), 20))
        laid = self._setter.lay(text, "small", room, most=1, marks=marks)
        laid.draw(painter, self._place(box, at, room, mirrored), box.top(), theme.colour("text.primary"))


class HitDelegate(_RowDelegate):
    """Paints the hits of one session, in full. ``tells_times`` is false where nobody knows when it was said."""

    tells_times = True

    def _laid(self, hit: Hit, width: int) -> Laid:
        measure = round(640 * self._theme.scale)
        text, marks = excerpt(hit, 600)
        return self._setter.lay(text, "card", min(width - 80, measure), most=6, marks=marks)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Name line and words."""
        hit: Hit | None = index.data(ENTRY)
        width = option.rect.width()
        if hit is None:
            return QSize(width, 1)
        return QSize(width, 11 + self._theme.line("small") + 3 + self._laid(hit, width).height + 11)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One hit."""
        hit: Hit | None = index.data(ENTRY)
        if hit is None:
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._ground(painter, option, 40)
        y, small = rect.top() + 11, theme.line("small")
        inner = rect.width() - 80
        icon, colour = hit_icon(hit)
        mark = theme.mark(16)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            self._place(rect, 40, mark, mirrored), y + (small - mark) // 2, theme.pixmap(icon, colour, mark, ratio)
        )
        at = 40 + mark + 8
        if hit.person and hit.what == "contribution":
            theme.fonts.ensure(hit.person)
            font = theme.font("caption_strong")
            name = fit(shown.one_line(hit.person), font, inner // 2)
            width = QFontMetrics(font).horizontalAdvance(name) + 1
            box = QRect(self._place(rect, at, width, mirrored), y, width, small)
            self._words(painter, name, "caption_strong", "text.primary", box, mirrored)
            at += width + 8
        word = hit_word(hit)
        width = QFontMetrics(theme.font("caption")).horizontalAdvance(word) + 2
        box = QRect(self._place(rect, at, width, mirrored), y, width, small)
        self._words(painter, word, "caption", "text.secondary", box, mirrored)
        if self.tells_times and hit.at_ms is not None and hit.what == "contribution":
            box = QRect(self._place(rect, rect.width() - 40 - 120, 120, mirrored), y, 120, small)
            self._words(painter, times.clock(hit.at_ms), "caption", "text.secondary", box, mirrored, end=True)
        laid = self._laid(hit, rect.width())
        laid.draw(painter, self._place(rect, 40, laid.width, mirrored), y + small + 3, theme.colour("text.primary"))
        painter.restore()


def found_words(query: str) -> str:
    """The heading over the hits of a session."""
    return _("“{words}” in this session").format(words=shown.isolated(query))
