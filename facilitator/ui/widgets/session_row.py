"""How sessions are painted: a day, a title with what was done there, and the found words where they stand."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.ui import hues, shown
from facilitator.ui.lines import Laid, Typesetter, fit, in_two
from facilitator.ui.models.found import Found, Marks
from facilitator.ui.models.sessions import ENTRY, Entry
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SIDE = 24
INDENT = 20
"""How far the sessions of an open series are set in."""
BEFORE = 24
"""Characters of a hit's text kept before the first found word, when it stands far in."""
ICON, ICON_GAP = 16, 4
LONGEST_NAME, LONGEST_WHY = 140, 240
LARGE = 1.4
"""From this text size on a title may take two lines."""
SERIES = "series"
"""The part of a row that opens a series."""


def excerpt(hit: Found, room: int, *, lines: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """A hit's text around the first found word, about ``room`` characters long, and where the words stand in it; its
    ``lines`` are kept, or become one.
    """
    marks = [(a, b) for a, b in hit.marks]
    start = 0
    if marks and marks[0][1] > max(room, BEFORE):
        start = marks[0][0] - max(BEFORE, room // 2)
        start = max(start, 0)
        space = hit.text.find(" ", start, marks[0][0])
        start = space + 1 if space >= 0 else start
    text = hit.text[start : start + room * 2 + 80].replace("\r", " ")
    text = text if lines else text.replace("\n", " ")
    if start:
        return "…" + text, [(a - start + 1, b - start + 1) for a, b in marks if b > start]
    return text, marks


class RowDelegate(QStyledItemDelegate):
    """What the rows of this page share: their ground, and words in a line."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setter = Typesetter(theme)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, side: int, *, line: bool) -> None:
        theme, rect, state = self._theme, option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent.tint"))
        else:
            if state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, theme.colour("surface.hover"))
            if line:
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

    def _icon(self, painter: QPainter, name: str, role: str, box: QRect, x: int, mirrored: bool) -> int:
        """Paint an icon in the middle of a line; gives its width."""
        mark = self._theme.mark(ICON)
        pixmap = self._theme.pixmap(name, role, mark, painter.device().devicePixelRatioF())
        painter.drawPixmap(self._place(box, x, mark, mirrored), box.top() + (box.height() - mark) // 2, pixmap)
        return mark

    def _words(
        self, painter: QPainter, words: str, role: str, colour: str, box: QRect, mirrored: bool, *, end: bool = False
    ) -> None:
        font = self._theme.figures(role)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        painter.drawText(box, near_side(mirrored != end), words)

    def _marked(
        self, painter: QPainter, words: str, marks: Marks, role: str, colour: str, box: QRect, x: int, room: int,
        mirrored: bool,
    ) -> int:  # fmt: skip
        """Paint a few words in a line from ``x`` on, the found ones marked; gives their width, at most ``room``."""
        if room <= 0 or not words:
            return 0
        line = words.replace("\n", " ")
        spare = 10 if marks else 1  # marked words are semibold, and wider than they are measured
        wide = min(ceil(self._setter.lay(line, role, room, most=1, marks=marks).longest) + spare, room)
        laid = self._setter.lay(line, role, wide, most=1, marks=marks)
        laid.draw(painter, self._place(box, x, wide, mirrored), box.top(), self._theme.colour(colour))
        return wide


class SessionDelegate(RowDelegate):
    """Paints sessions."""

    def _day_width(self) -> int:
        return max(80, round(80 * self._theme.scale))

    def _icons(self, entry: Entry, width: int) -> tuple[tuple[str, ...], int]:
        """The marks beside the title, never more than a good third of its line, and the room they take."""
        each = self._theme.mark(ICON) + ICON_GAP
        most = max(round(self._inner(entry, width)[1] * 0.36) // each, 1)
        families = entry.families[:most]
        return families, len(families) * each - ICON_GAP + 12 if families else 0

    def _inner(self, entry: Entry, width: int) -> tuple[int, int]:
        """Where words begin, and how much room they have."""
        x = SIDE + self._day_width() + (INDENT if entry.inner else 0)
        return x, width - x - SIDE

    def _title_room(self, entry: Entry, width: int) -> int:
        return self._inner(entry, width)[1] - self._icons(entry, width)[1]

    def _title(self, entry: Entry, width: int) -> Laid:
        """One line, with large text two; what does not fit is shortened at its end."""
        room = self._title_room(entry, width)
        title = shown.one_line(entry.title)
        self._theme.fonts.ensure(title)
        if self._theme.scale < LARGE:
            return self._setter.lay(title, "body_strong", room, most=1, marks=entry.title_marks)
        lines = "\n".join(in_two(title, self._theme.font("body_strong"), room - 10))
        marks = [(start, end) for start, end in entry.title_marks if end <= len(lines)]
        return self._setter.lay(lines, "body_strong", room, most=2, marks=marks)

    def tip_at(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        """The whole title, where it is shortened."""
        del place
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            return ""
        lines = 1 if self._theme.scale < LARGE else 2
        wide = self._theme.metrics("body_strong").horizontalAdvance(entry.title)
        return shown.tip(entry.title) if wide > lines * self._title_room(entry, rect.width()) - 10 else ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as what was found needs."""
        entry: Entry | None = index.data(ENTRY)
        width = option.rect.width()
        if entry is None:
            return QSize(width, 1)
        small = self._theme.line("small")
        height = 12 + self._title(entry, width).height + 12
        height += small + 2 if entry.line else 0
        height += small + 6 if entry.others else 0
        height += len(entry.hits) * (small + 6)
        height += small + 4 if entry.more else 0
        return QSize(width, max(height, 24 + 2 * small))

    def _series_box(self, entry: Entry, rect: QRect, mirrored: bool) -> QRect:
        small = self._theme.line("small")
        x, room = self._inner(entry, rect.width())
        y = rect.top() + 12 + self._title(entry, rect.width()).height + (small + 2 if entry.line else 0)
        return QRect(self._place(rect, x, room, mirrored), y + 4, room, small)

    def part_at(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        """The line that opens a series, or folds it."""
        entry: Entry | None = index.data(ENTRY)
        if entry is None or not entry.others:
            return ""
        parent = self.parent()
        mirrored = isinstance(parent, QWidget) and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = self._series_box(entry, rect, mirrored)
        wide = self._theme.metrics("small").horizontalAdvance(entry.series_line()) + self._theme.mark(ICON) + 8
        box = QRect(box.right() + 1 - wide if mirrored else box.left(), box.top() - 2, wide, box.height() + 4)
        return SERIES if box.contains(place) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One session."""
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            return
        theme, rect = self._theme, option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._ground(painter, option, SIDE, line=index.row() < index.model().rowCount() - 1)
        day_w = self._day_width()
        y = rect.top() + 12
        body, small = theme.line("body"), theme.line("small")
        box = QRect(self._place(rect, SIDE, day_w, mirrored), y, day_w, body)
        self._day(painter, entry.day, QRect(box.left(), y, day_w, rect.bottom() - y), mirrored)
        at, inner = self._inner(entry, rect.width())
        x = self._place(rect, at, inner, mirrored)
        title = self._title(entry, rect.width())
        title.draw(painter, self._place(rect, at, title.width, mirrored), y, theme.colour("text.primary"))
        self._families(painter, entry, rect.width(), QRect(x, y, inner, body), mirrored)
        y += title.height
        if entry.line:
            box = QRect(x, y + 2, inner, small)
            if entry.line_marks:
                self._marked(painter, entry.line, entry.line_marks, "small", "text.secondary", box, 0, inner, mirrored)
            else:
                words = fit(entry.line, theme.font("small"), inner)
                self._words(painter, words, "small", "text.secondary", box, mirrored)
            y += small + 2
        if entry.others:
            box = self._series_box(entry, rect, mirrored)
            turned = "chevron-down" if entry.opened else "chevron-left" if mirrored else "chevron-right"
            mark = self._icon(painter, turned, "text.secondary", box, 0, mirrored)
            words_box = QRect(
                self._place(box, mark + 4, inner - mark - 4, mirrored), box.top(), inner - mark - 4, small
            )
            self._words(painter, entry.series_line(), "small", "text.secondary", words_box, mirrored)
            y += small + 6
        for hit in entry.hits:
            self._hit(painter, hit, QRect(x, y + 4, inner, small), mirrored)
            y += small + 6
        if entry.more:
            more = fit(entry.more, theme.font("small"), inner)
            self._words(painter, more, "small", "text.secondary", QRect(x, y + 2, inner, small), mirrored)
        painter.restore()

    def _day(self, painter: QPainter, day: str, box: QRect, mirrored: bool) -> None:
        """The day; the year of another one under it."""
        small, font = self._theme.line("small"), self._theme.figures("small")
        room = box.width() - 8
        first, _space, last = day.rpartition(" ")
        if not (len(last) == 4 and last.isdigit()):
            first, last = day, ""
        for place, words in enumerate(filter(None, (first, last))):
            line = QRect(self._place(box, 0, room, mirrored), box.top() + 1 + place * small, room, small)
            self._words(painter, fit(words, font, room), "small", "text.secondary", line, mirrored)

    def _families(self, painter: QPainter, entry: Entry, width: int, box: QRect, mirrored: bool) -> None:
        """What was done there, at the far end of the title's line."""
        families, room = self._icons(entry, width)
        at = box.width() - room + 12
        for family in families:
            at += self._icon(painter, hues.icon(family), f"modality.{family}.solid", box, at, mirrored) + ICON_GAP

    def _hit(self, painter: QPainter, hit: Found, box: QRect, mirrored: bool) -> None:
        theme = self._theme
        at = self._icon(painter, hit.icon, hit.colour, box, 0, mirrored) + 8
        for words, marks, longest in (
            (shown.one_line(hit.name), hit.name_marks, LONGEST_NAME),
            (hit.why, hit.why_marks, LONGEST_WHY),
        ):
            if words:
                theme.fonts.ensure(words)
                room = min(round(longest * theme.scale), (box.width() - at) // 2)
                at += self._marked(painter, words, marks, "small", "text.secondary", box, at, room, mirrored) + 8
        room = box.width() - at
        text, found = excerpt(hit, max(round(room / (6.6 * theme.scale)), 20))
        laid = self._setter.lay(text, "small", room, most=1, marks=found)
        laid.draw(painter, self._place(box, at, room, mirrored), box.top(), theme.colour("text.primary"))
