"""The room screen itself: the question, the time, the wall, large enough for the back row. It takes no input at all."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from facilitator.session.room import GROUPS, MESSAGE, NOTHING, SLIPS, VOTES, RoomCard, RoomView
from facilitator.session.wall import BY_THEME, HIDDEN
from facilitator.ui import shown
from facilitator.ui.lines import Laid, Typesetter
from facilitator.ui.room.groups import GroupsBoard, group_words
from facilitator.ui.room.look import RoomTheme
from facilitator.ui.room.votes import paint_bars
from facilitator.ui.room.wall import More, RoomColumn, fill
from facilitator.ui.room.wording import joining, middle, seated
from facilitator.ui.run.timer import timer_words
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoSink

    from facilitator.ui.room.film import FilmArea

TOP, SIDE, BOTTOM = 64, 80, 56
PROMPT_W, PROMPT_SIZES = 1160, (56, 48, 40, 34)
GAP, UNDER = 56, 55
QR, QR_EDGE = 168, 12
FOOT, FOOT_ALONE = 192, 40
ALIGN = {False: Qt.AlignmentFlag.AlignLeft, True: Qt.AlignmentFlag.AlignRight}


class Black(QWidget):
    """Nothing to be seen, over everything."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Black."""
        QPainter(self).fillRect(event.rect(), Qt.GlobalColor.black)


class RoomScreen(QWidget):
    """The room screen. It is shown what the room may see and asks for nothing.

    Signals:
        closed: somebody closed its window.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None)
        self.theme = RoomTheme(theme)
        self._setter = Typesetter(self.theme)
        self.view = RoomView()
        self.zone: datetime.tzinfo | None = None
        self.setWindowTitle(_("Room screen"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(480, 270)
        self.columns = [RoomColumn(self.theme, self) for _place in range(4)]
        for column in self.columns:
            column.hide()
        self.groups = GroupsBoard(self.theme, self)
        self.groups.hide()
        self._film: FilmArea | None = None
        self._black = Black(self)
        self._black.hide()
        self.theme.changed.connect(self._arrange)
        self.theme.fonts.grown.connect(self._arrange)

    def sizeHint(self) -> QSize:
        """Half the size it is drawn for, as a window."""
        return QSize(960, 540)

    # ---- what it is told ----------------------------------------------------------------------------------------

    def show_view(self, view: RoomView, zone: datetime.tzinfo | None = None) -> None:
        """Show this. ``zone`` is where the session is, for times of day."""
        if (view, zone) == (self.view, self.zone):
            return
        lands = view.shows == self.view.shows and view.prompt == self.view.prompt
        for words in (view.prompt, view.message, *(bar[0] for bar in view.bars), *group_words(view.groups)):
            self.theme.fonts.ensure(words)
        self.view, self.zone = view, zone
        self._arrange(lands=lands)

    def show_time(self, left_ms: int | None, paused: bool) -> None:
        """Time went on. Only the figures are painted again, and only when one of them changes."""
        was = self.view
        if (left_ms, paused) == (was.left_ms, was.paused):
            return
        self.view = replace(was, left_ms=left_ms, paused=paused)
        if self._time_look(was) != self._time_look(self.view):
            self.update(self._timer_rect())

    def blacken(self, black: bool) -> None:
        """Black out everything, or let it be seen again."""
        self._black.setVisible(black)
        self._black.raise_()

    @property
    def is_black(self) -> bool:
        """Whether it is blacked out."""
        return not self._black.isHidden()

    def film_sink(self) -> QVideoSink:
        """Where the frames of a film go; it fills the screen until :meth:`end_film`."""
        if self._film is None:
            from facilitator.ui.room.film import FilmArea  # only where a film is shown

            self._film = FilmArea(self.theme, self)
            self._film.setGeometry(self.rect())
            self._film.show()
            self._black.raise_()
        return self._film.sink

    def put_caption(self, words: str) -> None:
        """These words are to be read under the film."""
        if self._film is not None:
            self._film.put(words)

    @property
    def caption(self) -> str:
        """What is to be read under the film now."""
        return self._film.caption if self._film is not None else ""

    def end_film(self) -> None:
        """The wall again."""
        if self._film is not None:
            self._film.hide()
            self._film.deleteLater()
            self._film = None

    @property
    def shows_film(self) -> bool:
        """Whether a film fills the screen."""
        return self._film is not None

    # ---- places -------------------------------------------------------------------------------------------------

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _at(self, x: int, y: int, width: int, height: int) -> QRect:
        """A place counted from the leading edge, in px of the screen."""
        return QRect(self.width() - x - width if self._mirrored else x, y, width, height)

    def _timer_rect(self) -> QRect:
        theme = self.theme
        width = theme.px(560)
        return self._at(self.width() - theme.px(SIDE) - width, theme.px(TOP - 8), width, theme.line("room_timer"))

    def _prompt(self) -> Laid:
        """The question, as large as fits in three lines."""
        theme, words = self.theme, self.view.prompt
        width = theme.px(PROMPT_W) if self.view.left_ms is not None else self.width() - 2 * theme.px(SIDE)
        laid = self._setter.lay(words, "room_prompt", width, most=3)
        for size in PROMPT_SIZES[1:]:
            if not laid.cut:
                break
            laid = self._setter.lay(words, f"room_prompt:{size}", width, most=3 if size > 40 else 4)
        return laid

    def _wall_rect(self) -> QRect:
        theme = self.theme
        under = max(self._prompt().height, theme.line("room_timer") if self.view.left_ms is not None else 0)
        top = theme.px(TOP) + under + theme.px(UNDER)
        bottom = self.height() - theme.px(BOTTOM) - theme.px(self._foot) - theme.px(8 if self._foot == FOOT else 20)
        return QRect(theme.px(SIDE), top, self.width() - 2 * theme.px(SIDE), max(bottom - top, 0))

    @property
    def _foot(self) -> int:
        return FOOT if self.view.join is not None and self.view.shows != GROUPS else FOOT_ALONE

    def _arrange(self, *, lands: bool = False) -> None:
        """Give every column its place and its cards."""
        view = self.view
        self.groups.setVisible(view.shows == GROUPS)
        if view.shows == GROUPS:
            self.groups.setGeometry(self._wall_rect().adjusted(0, 0, 0, -self.theme.px(16)))
            self.groups.put(view.groups)
        if not view.beds or view.shows in (MESSAGE, VOTES, SLIPS, GROUPS, NOTHING):
            self._use(0)
        elif view.shows == BY_THEME:
            self._by_theme(lands)
        else:
            self._as_it_comes(lands)
        self.update()

    def _use(self, count: int) -> list[RoomColumn]:
        """So many columns side by side."""
        theme, wall = self.theme, self._wall_rect()
        gap = theme.px(GAP)
        width = (wall.width() - gap * (max(count, 1) - 1)) // max(count, 1)
        for place, column in enumerate(self.columns):
            if place < count:
                column.setGeometry(self._at(wall.left() + place * (width + gap), wall.top(), width, wall.height()))
            column.setVisible(place < count)
        return self.columns[:count]

    def _seen(self) -> frozenset[str]:
        """The cards that are on the screen, by id: what moves from column to column is not new."""
        return frozenset(
            row.id
            for column in self.columns
            if not column.isHidden()
            for row in column.model.rows
            if isinstance(row, RoomCard)
        )

    def _by_theme(self, lands: bool) -> None:
        beds = list(self.view.beds)
        count = 3
        if len(beds) > 3:
            four = self._use(4)
            for column, bed in zip(four, beds, strict=False):
                column.take(bed.title, bed.count)
            short = all(
                not isinstance(fill(column, bed.cards, bed.count)[-1], More)
                for column, bed in zip(four, beds, strict=False)
            )
            count = 4 if short else 3
        if len(beds) > count:
            largest = sorted(range(len(beds)), key=lambda at: (-beds[at].count, at))[:count]
            beds = [beds[at] for at in sorted(largest)]
        self.left_out = len(self.view.beds) - len(beds)
        seen = self._seen()
        for column, bed in zip(self._use(count), beds, strict=False):
            column.take(bed.title, bed.count)
            column.show_rows(fill(column, bed.cards, bed.count), seen if lands else None)
        for column in self.columns[len(beds) : count]:
            column.hide()

    def _as_it_comes(self, lands: bool) -> None:
        (bed,) = self.view.beds
        self.left_out = 0
        cards: tuple[RoomCard, ...] = bed.cards
        left = bed.count
        seen = self._seen()
        columns = self._use(3)
        for place, column in enumerate(columns):
            column.take("", 0)
            last = place == len(columns) - 1
            rows = fill(column, cards, left, more=last) if cards else []
            column.show_rows(rows, seen if lands else None)
            used = sum(isinstance(row, RoomCard) for row in rows)
            cards, left = cards[used:], left - used

    left_out = 0
    """Themes that have no column here although they were made ready."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows with the screen."""
        super().resizeEvent(event)
        self._black.setGeometry(self.rect())
        if self._film is not None:
            self._film.setGeometry(self.rect())
        self.theme.fit(self.width(), self.height())
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Another direction of reading."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Somebody closed the window."""
        super().closeEvent(event)
        self.closed.emit()

    # ---- painting -----------------------------------------------------------------------------------------------

    def counts(self) -> str:
        """What stands at the far edge below: phones, cards, those in no theme yet."""
        view, parts = self.view, []
        if view.phones is not None and view.join is not None:
            parts.append(ngettext("{count} phone here", "{count} phones here", view.phones).format(count=view.phones))
        if view.cards and view.shows not in (HIDDEN, VOTES):
            told = ngettext("{count} card", "{count} cards", view.cards).format(count=view.cards)
            if view.shows == BY_THEME and view.loose:
                loose = ngettext("{count} not grouped yet", "{count} not grouped yet", view.loose)
                told = _("{cards}, {loose}").format(cards=told, loose=loose.format(count=view.loose))
            elif view.hidden:
                told = _("{cards}, {hidden} of them still hidden").format(cards=told, hidden=view.hidden)
            parts.append(told)
        if view.shows == GROUPS:
            parts.append(seated(view.groups, self.groups.left_out))
        if view.told and (view.bars if view.shows == VOTES else view.beds):
            parts.append(view.told)
        more = view.more_beds + (self.left_out if view.shows == BY_THEME else 0)
        if more:
            parts.append(ngettext("{count} more theme", "{count} more themes", more).format(count=more))
        return " · ".join(parts)

    def centre(self) -> str:
        """What stands large in the middle in place of the wall; empty where there is a wall."""
        return middle(self.view, self.zone)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Everything but the cards."""
        theme, view = self.theme, self.view
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface.canvas"))
        if view.shows == MESSAGE:
            self._paint_message(painter)
            return
        prompt = self._prompt()
        x = theme.px(SIDE)
        place = self._at(x, theme.px(TOP), prompt.width, prompt.height)
        prompt.draw(painter, place.left(), place.top(), theme.colour("text.primary"))
        self._paint_timer(painter)
        wall = self._wall_rect()
        if view.shows == VOTES:
            paint_bars(painter, theme, self._setter, wall, view.bars, mirrored=self._mirrored)
        words = self.centre()
        if words:
            painter.setFont(theme.font("room_prompt", weight=500))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(wall, Qt.AlignmentFlag.AlignCenter, words)
        self._paint_foot(painter)

    def _time_look(self, view: RoomView) -> tuple[str, str]:
        if view.left_ms is None:
            return "", ""
        words = timer_words(view.left_ms)
        over = words.startswith("−")
        return words, "text.tertiary" if view.paused else "semantic.warning_solid" if over else "text.primary"

    def _paint_timer(self, painter: QPainter) -> None:
        words, role = self._time_look(self.view)
        if not words:
            return
        painter.setFont(self.theme.figures("room_timer"))
        painter.setPen(self.theme.colour(role))
        flags = Qt.AlignmentFlag.AlignVCenter | ALIGN[not self._mirrored] | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self._timer_rect(), flags, words)

    def _paint_message(self, painter: QPainter) -> None:
        theme = self.theme
        width = min(self.width() - 2 * theme.px(SIDE), theme.px(1500))
        high = self.height() - theme.px(TOP + BOTTOM)
        laid = self._setter.lay(self.view.message, "room_prompt:80", width)
        for size in (64, 56, 44, 34):
            if laid.height <= high:
                break
            laid = self._setter.lay(self.view.message, f"room_prompt:{size}", width)
        place = self._at(theme.px(SIDE), (self.height() - min(laid.height, high)) // 2, width, laid.height)
        laid.draw(painter, place.left(), place.top(), theme.colour("text.primary"))

    def _paint_foot(self, painter: QPainter) -> None:
        theme, view = self.theme, self.view
        side, high = theme.px(SIDE), theme.px(self._foot)
        top = self.height() - theme.px(BOTTOM) - high
        font = theme.font("room_card")
        painter.setFont(font)
        painter.setPen(theme.colour("text.secondary"))
        half = (self.width() - 2 * side) // 2
        far = self._at(self.width() - side - half, top, half, high)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(far, flags | ALIGN[not self._mirrored], self.counts())
        if view.shows == GROUPS:
            # Everybody looks for their own name now: how to come in takes one line.
            painter.drawText(self._at(side, top, half, high), flags | ALIGN[self._mirrored], joining(view.join))
            return
        if view.join is None:
            if not view.is_break and view.shows != NOTHING:
                words = _("Write on paper, we take it along")
                painter.drawText(self._at(side, top, half, high), flags | ALIGN[self._mirrored], words)
            return
        at = side
        if view.join.modules:
            box = self._at(side, top, theme.px(QR + 2 * QR_EDGE), theme.px(QR + 2 * QR_EDGE))
            self._paint_code(painter, box)
            at += box.width() + theme.px(32)
        lines = [(_("Join with your phone’s camera, or type"), font, "text.secondary", 38)]
        lines.append((view.join.address, theme.font("room_prompt:42"), "text.primary", 56))
        if view.join.code:
            told = _("Code {code}").format(code=view.join.code)
            lines.append((told, theme.font("room_card", weight=600), "text.primary", 40))
        y = top + (high - sum(theme.px(tall) for *_rest, tall in lines)) // 2
        for words, face, role, tall in lines:
            painter.setFont(face)
            painter.setPen(theme.colour(role))
            place = self._at(at, y, half, theme.px(tall))
            painter.drawText(place, flags | ALIGN[self._mirrored], shown.one_line(words))
            y += theme.px(tall)

    def _paint_code(self, painter: QPainter, box: QRect) -> None:
        """The QR code: dark on white in dark mode too, its modules on whole pixels."""
        rows = self.view.join.modules if self.view.join is not None else ()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(box, self.theme.px(8), self.theme.px(8))
        cell = max((box.width() - 2 * self.theme.px(QR_EDGE)) // max(len(rows), 1), 1)
        left = box.left() + (box.width() - cell * len(rows)) // 2
        top = box.top() + (box.height() - cell * len(rows)) // 2
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark == "1":
                    painter.fillRect(left + x * cell, top + y * cell, cell, cell, Qt.GlobalColor.black)
