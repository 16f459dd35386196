"""Talk time: a bar for everybody, the longest one the whole track. One click or key says who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
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
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.session.notation import fold
from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.times import offset
from facilitator.ui.widgets import row_model
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
ROW, BAR = 26, 8
CLOSEST = 21
"""The least height of a row, in px at 100 %: so close rows stand where more people are here than 26 px each hold."""
NAME_W, TIME_W = 82, 47
LEAST_ROWS = 5
NAME_KEY = "/"
"""Opens the line for a name, for those who have no key of their own."""

TALKS = row_model.ROW


@dataclass(frozen=True, slots=True)
class Talks:
    """One row: a person, or a category. ``letter`` is its key while the list has the focus."""

    key: str
    name: str
    full: str
    ms: int = 0
    on: bool = False
    letter: str = ""

    @property
    def time(self) -> str:
        """How long, in minutes and seconds; a dash for not yet."""
        return offset(self.ms) if self.ms >= 1000 else "–"


class TalkModel(row_model.RowModel[Talks]):
    """The rows as they were ordered when somebody last changed; a running time moves none of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_told, lambda row: row.key, parent=parent)
        self.longest = 0

    def put(self, rows: Sequence[Talks], *, stay: bool = False) -> None:
        """Show these; with ``stay`` those that are there keep their place."""
        wanted = list(rows)
        if stay:
            place = {row.key: at for at, row in enumerate(self.rows)}
            wanted.sort(key=lambda row: place.get(row.key, len(place)))
        self.longest = max((row.ms for row in wanted), default=0)
        self.show_rows(wanted)

    def run(self, ms: int) -> bool:
        """The time of whoever speaks is this now. Gives whether a second was reached."""
        for place, row in enumerate(self.rows):
            if row.on:
                if ms // 1000 == row.ms // 1000:
                    return False
                self.rows[place] = replace(row, ms=ms)
                self.longest = max(self.longest, ms)
                return True
        return False

    def passed(self) -> str:
        """The row above whoever speaks, where it is shorter by now (its key)."""
        at = next((place for place, row in enumerate(self.rows) if row.on), 0)
        return self.rows[at - 1].key if at and self.rows[at - 1].ms < self.rows[at].ms else ""


def _told(row: Talks) -> str:
    time = offset(row.ms) if row.ms >= 1000 else _("not yet")
    return ", ".join(part for part in (row.full, time, _("speaks now") if row.on else "") if part)


class TalkDelegate(QStyledItemDelegate):
    """Name, bar, time, in rows of 26."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name_w = NAME_W
        self.beside_bar = 0
        """Room between the times and the scroll bar, where there is one."""
        self.row_h = theme.tall(ROW)
        """The height of a row now, in px."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(option.rect.width(), self.row_h)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(TALKS)
        if not isinstance(row, Talks):
            return
        theme, rect = self._theme, QRect(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        beside = self.beside_bar
        rect.adjust(beside if mirrored else 0, 0, 0 if mirrored else -beside, 0)
        focused = option.widget.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            current = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(theme.colour("accent.focus") if current else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

        def part(start: int, wide: int) -> QRect:
            left = rect.right() + 1 - start - wide if mirrored else rect.left() + start
            return QRect(left, rect.top(), wide, rect.height())

        lead, trail = near_side(mirrored), far_side(mirrored)
        start = 0
        if focused and row.letter:
            font = theme.font("caption_strong")
            painter.setFont(font)
            painter.setPen(theme.colour("accent.base"))
            painter.drawText(part(5, theme.mark(14)), lead, row.letter.upper())
            start = theme.mark(14) + 8
        font = theme.font("small", weight=600 if row.on else 400)
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(part(start, self.name_w - start - 8), lead, fit(row.name, font, self.name_w - start - 8))
        time_w = round(TIME_W * min(theme.scale, 2.0))
        track = part(self.name_w, max(rect.width() - self.name_w - time_w, 0))
        bar = QRectF(track.left(), track.top() + (track.height() - BAR) / 2, track.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        model = index.model()
        longest = model.longest if isinstance(model, TalkModel) else 0
        if row.ms >= 1000 and longest:
            wide = max(bar.width() * min(row.ms / longest, 1.0), BAR)
            left = bar.right() - wide if mirrored else bar.left()
            painter.setBrush(theme.colour("accent.base" if row.on else "line.control"))
            painter.drawRoundedRect(QRectF(left, bar.top(), wide, BAR), BAR / 2, BAR / 2)
        painter.setFont(theme.figures("caption"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(part(rect.width() - time_w, time_w), trail, row.time)
        painter.restore()


class TalkView(RowsView):
    """The rows. A click, Enter or the key beside a name says that this one speaks; the same again, nobody.

    While the pointer or the focus is here the rows stay where they are, so that no tap meets the wrong name.

    Signals:
        tapped: this row (its key) speaks, or has finished.
        name_asked: whoever speaks is to be typed.
        calmed: neither pointer nor focus is here any more: the rows may be ordered again.
    """

    tapped = Signal(str)
    name_asked = Signal()
    calmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(estimate=ROW)
        self._theme = theme
        self.talk = TalkModel(self)
        self.setModel(self.talk)
        self._delegate = TalkDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Talk time, tap who speaks"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a tap leaves the typing where it is
        self.activate_on_click = True
        self.tips = self._tip
        self.chosen.connect(lambda index: self.tapped.emit(self._key(index)))
        self._pointed = False
        self._passed = ""
        theme.changed.connect(self._fit)

    @property
    def busy(self) -> bool:
        """Whether somebody is about to tap here."""
        return self._pointed or self.hasFocus()

    def put(self, rows: Sequence[Talks]) -> None:
        """Show these."""
        for row in rows:
            self._theme.fonts.ensure(row.full)
        current = self._key(self.currentIndex())
        self.talk.put(rows, stay=self.busy)
        at = self.talk.row_of(current)
        if at >= 0:
            self.setCurrentIndex(self.talk.index(at))
        self._fit()

    def run(self, ms: int) -> None:
        """The time of whoever speaks is this now. When they overtake the row above, and nobody taps, order is made."""
        if not self.talk.run(ms):
            return
        self.viewport().update()
        passed = self.talk.passed()
        if passed != self._passed and not self.busy:
            self._passed = passed
            if passed:
                self.calmed.emit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self._theme.font("small", weight=600))
        widest = max((metrics.horizontalAdvance(row.name[:40]) for row in self.talk.rows), default=0) + 10
        least = round(NAME_W * self._theme.scale)
        self._delegate.name_w = max(least, min(widest, max(self.viewport().width() * 2 // 5, least)))
        tall = self._theme.tall(ROW)
        rows = len(self.talk.rows)
        self.setMaximumHeight(tall * max(rows, 1))
        self.setMinimumHeight(tall * min(max(rows, 1), LEAST_ROWS))
        closest = max(self._theme.tall(CLOSEST), metrics.height())
        self._delegate.row_h = max(min(tall, self.height() // max(rows, 1)), min(closest, tall))
        self._delegate.beside_bar = 8 if self.height() < self._delegate.row_h * rows else 0
        self.forget_heights()

    def resizeEvent(self, event: object) -> None:
        """Another width, another room for names."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _key(self, index: QModelIndex) -> str:
        row = index.data(TALKS)
        return row.key if isinstance(row, Talks) else ""

    def _tip(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        del rect, place
        row = index.data(TALKS)
        return shown.tip(row.full) if isinstance(row, Talks) else ""

    def event(self, event: QEvent) -> bool:
        """A letter here is the key of a row, not one of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return event.text() == NAME_KEY or bool(self._letter(event))

    def _letter(self, event: QKeyEvent) -> str:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        letter = fold(event.text())
        known = any(row.letter == letter for row in self.talk.rows) if letter else False
        return letter if known and held == Qt.KeyboardModifier.NoModifier else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key beside a name taps it."""
        letter = self._letter(event)
        for row in self.talk.rows if letter else ():
            if row.letter == letter:
                self.tapped.emit(row.key)
                event.accept()
                return
        if event.text() == NAME_KEY:
            self.name_asked.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.tapped.emit(self._key(self.currentIndex()))
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """The keys show, and a row is current."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self.talk.rows:
            self.setCurrentIndex(self.talk.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """The keys go."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()
        if not self._pointed:
            self.calmed.emit()

    def enterEvent(self, event: object) -> None:
        """The pointer came."""
        super().enterEvent(event)  # type: ignore[arg-type]
        self._pointed = True

    def leaveEvent(self, event: object) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._pointed = False
        if not self.hasFocus():
            self.calmed.emit()
