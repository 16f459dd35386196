"""The activity bar: what runs, how long it still has, and the one large button that leads on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import hues, shown
from facilitator.ui.actions import tip
from facilitator.ui.lines import in_two
from facilitator.ui.run.timer import TimerFace
from facilitator.ui.screens.stream_actions import STREAM_KEY
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, OneLine
from facilitator.words import _

NEXT_WIDTH = 176
"""The large button has one width, so that the timer never moves when its label changes."""

HIGH, SIDE, GAP, BETWEEN, APART = 88, 24, 16, 6, 8
NEXT_MOST, NEXT_LEAST = 1.6, 1.25
"""So much wider than drawn the large button becomes with larger text; the second where there is little room."""

TITLE_LEAST = 160
"""Room the title has before the timer gives way (px, at 100 %)."""

MORE_KEY, FIVE_KEY, PAUSE_KEY, DRAWER_KEY = "Ctrl+=", "Ctrl+Shift+=", "Ctrl+P", "F4"


@dataclass(frozen=True, slots=True)
class BarRow:
    """What the bar shows. ``forward`` is the large button's word; ``left_ms`` None where nothing runs."""

    title: str
    subtitle: str
    family: str
    forward: str
    left_ms: int | None = None
    running: bool = False
    paused: bool = False
    filled: bool = True


class Mark(QWidget):
    """The mark of a modality: its icon on its tint."""

    def __init__(self, theme: Theme, size: int = 40) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self.family = hues.USUAL
        self.setFixedSize(self._side(), self._side())
        theme.changed.connect(self._again)

    def _side(self) -> int:
        return self._theme.mark(self._size)

    def _again(self) -> None:
        self.setFixedSize(self._side(), self._side())
        self.update()

    def put(self, family: str) -> None:
        """Another modality."""
        if family != self.family:
            self.family = family
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint and icon."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"modality.{self.family}.tint"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        icon = theme.mark(20)
        place = (self.width() - icon) // 2
        pixmap = theme.pixmap(hues.icon(self.family), f"modality.{self.family}.solid", icon, self.devicePixelRatioF())
        painter.drawPixmap(place, place, pixmap)


def paint_lines(
    painter: QPainter,
    box: QRect,
    lines: list[str],
    font: QFont,
    high: int,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
) -> None:
    """Lines of words below each other, together in the middle of a box's height."""
    painter.setFont(font)
    top = box.top() + (box.height() - high * len(lines)) // 2
    for at, line in enumerate(lines):
        place = QRect(box.left(), top + at * high, box.width(), high)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, line)


class Title(OneLine):
    """The activity's title: in one line, or smaller in two where that shows more of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "title")
        self.most = 1

    def spread(self, most: int) -> None:
        """Take so many lines at most."""
        if most != self.most:
            self.most = most
            self._role = "title" if most == 1 else "body_strong"
            self.restyle()
            self.updateGeometry()

    def wide(self) -> int:
        """How wide it is in one line, in px."""
        return self._theme.metrics("title").horizontalAdvance(self.text()) + 4

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self.wide(), self._line() * self.most)

    def minimumSizeHint(self) -> QSize:
        """It may be very short."""
        return QSize(48, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words that fit."""
        if self.most == 1:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._colour))
        paint_lines(painter, self.rect(), in_two(self.text(), self.font(), self.width()), self.font(), self._line())

    def _line(self) -> int:
        return self._theme.line(self._role)


class NextButton(Button):
    """The large filled button: what comes next, in two lines before a word of it is left out, and an arrow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", look="filled")
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.spread(NEXT_MOST)

    def wide(self, most: float) -> int:
        """How wide it is with text so much larger at most, in px."""
        return round(NEXT_WIDTH * min(max(self._theme.scale, 1.0), most))

    def spread(self, most: float) -> None:
        """Take the width for text so much larger at most."""
        self.setFixedSize(self.wide(most), max(self._theme.tall(40), 2 * self._theme.line("small") + 4))

    def put(self, words: str, key: str) -> None:
        """Another word."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.setToolTip(tip(words, key))
            self.update()

    def words(self) -> str:
        """Its word."""
        return self._words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Button, words and arrow."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        colour = "accent.on" if self.isEnabled() else "text.tertiary"
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        mark = theme.mark(16)
        room = self.width() - 34 - mark
        role = "body"
        lines = in_two(self._words, theme.font(role, weight=600), room)
        if len(lines) > 1:
            role = "small"
            lines = in_two(self._words, theme.font(role, weight=600), room)
        font = theme.font(role, weight=600)
        wide = max(QFontMetrics(font).horizontalAdvance(line) for line in lines) + 2
        start = (self.width() - wide - mark - 10) // 2
        painter.setPen(theme.colour(colour))
        box = QRect(start + (mark + 10 if mirrored else 0), 0, wide, self.height())
        paint_lines(painter, box, lines, font, theme.line(role), Qt.AlignmentFlag.AlignHCenter)
        arrow = start if mirrored else start + wide + 10
        top = (self.height() - mark) // 2
        painter.drawPixmap(
            arrow, top, theme.pixmap("skip-forward", colour, mark, self.devicePixelRatioF(), flips=mirrored)
        )


class ActivityBar(QWidget):
    """88 px over the page. Where there is little room the timer's figures give way first, then the mark, then the
    large button, which takes two lines; nothing is ever cut.

    Signals:
        forward: the large button was pressed.
        minutes_asked: minutes are wanted (how many).
        pause_asked: the time is to stop, or to go on.
        drawer_asked: the agenda is to be seen, or not, where it has no place of its own.
        stream_asked: the stream is to be seen, or not, where it has no place of its own.
    """

    forward = Signal()
    minutes_asked = Signal(int)
    pause_asked = Signal()
    drawer_asked = Signal(bool)
    stream_asked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fitted: tuple[object, ...] = ()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(GAP)
        self.drawer = self._drawer("panel-left", _("Agenda"), DRAWER_KEY, self.drawer_asked)
        row.addWidget(self.drawer)
        self.mark = Mark(theme)
        row.addWidget(self.mark)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        self.title = Title(theme)
        self.subtitle = OneLine(theme, "", "small", "text.secondary")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch()
        row.addLayout(words, 1)
        self.timer = TimerFace(theme)
        row.addWidget(self.timer)
        self._clock = QWidget()
        clock = QHBoxLayout(self._clock)
        clock.setContentsMargins(0, 0, 0, 0)
        clock.setSpacing(BETWEEN)
        self.more = self._minutes(1, MORE_KEY)
        self.five = self._minutes(5, FIVE_KEY)
        self.pause = Button(theme, "", icon="pause")
        self.pause.setAccessibleName(_("Pause"))
        self.pause.setToolTip(tip(_("Pause"), PAUSE_KEY))
        self.pause.clicked.connect(self.pause_asked)
        for button in (self.more, self.five, self.pause):
            clock.addWidget(button)
        row.addWidget(self._clock)
        self.next = NextButton(theme)
        self.next.clicked.connect(self.forward)
        self.stream = self._drawer("panel-right", _("Stream"), STREAM_KEY, self.stream_asked)
        for part in (self.drawer, self.more, self.five, self.pause, self.next, self.stream):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the capture bar
        row.addSpacing(APART)
        row.addWidget(self.next)
        row.addWidget(self.stream)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _drawer(self, icon: str, name: str, key: str, asked: SignalInstance) -> IconButton:
        """A button that opens a column which has no place of its own."""
        button = IconButton(self._theme, icon, name, key, flips=True)
        button.setCheckable(True)
        button.toggled.connect(asked)
        button.hide()
        return button

    def _minutes(self, minutes: int, key: str) -> Button:
        button = Button(self._theme, f"\u2066+{minutes}\u2069")
        name = _("{minutes} min more").format(minutes=minutes)
        button.setAccessibleName(name)
        button.setToolTip(tip(name, key))
        button.clicked.connect(lambda: self.minutes_asked.emit(minutes))
        return button

    def _restyle(self) -> None:
        theme = self._theme
        lines = theme.line("title") + theme.line("small") + 2
        self.setFixedHeight(max(HIGH, -(-(lines + 20) // 4) * 4))
        for button in (self.more, self.five):
            button.setFixedSize(QSize(theme.mark(44), theme.tall(32)))
        self.pause.setFixedSize(QSize(theme.mark(32), theme.tall(32)))
        for drawer in (self.drawer, self.stream):
            drawer.setFixedSize(theme.mark(32), theme.mark(32))
            drawer.restyle()
        self._fitted = ()
        self._fit()

    def _fit(self) -> None:
        """Give every part its room."""
        parts = (self.drawer, self.stream, self.timer)
        shown_now = (*(not part.isHidden() for part in parts), bool(self.subtitle.text()))
        key = (self.width(), shown_now, self.timer.wide(), self.title.text(), self._theme.generation)
        if key == self._fitted:
            return
        self._fitted = key
        drawer, stream, timed, told = shown_now
        room = self.width() - 2 * SIDE - self.next.wide(NEXT_MOST) - GAP - APART
        room -= sum(part.width() + GAP for part, seen in ((self.drawer, drawer), (self.stream, stream)) if seen)
        if timed:
            room -= sum(part.width() for part in (self.more, self.five, self.pause)) + 2 * BETWEEN + GAP
        mark, timer = self.mark.width() + GAP, self.timer.wide() + GAP if timed else 0
        title = round(TITLE_LEAST * max(self._theme.scale, 1.0))
        self.timer.fit(room - mark - title - GAP)
        if timed:
            timer = self.timer.sizeHint().width() + GAP
        self.mark.setVisible(room - timer - mark >= title)
        if self.mark.isHidden():
            mark = 0
        narrow = room - timer - mark < title
        self.next.spread(NEXT_LEAST if narrow else NEXT_MOST)
        if narrow:
            room += self.next.wide(NEXT_MOST) - self.next.wide(NEXT_LEAST)
        left = room - timer - mark
        two = narrow and self.title.wide() > left
        self.title.spread(2 if two else 1)
        self.subtitle.setVisible(told and not two)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fit()

    def offer_drawers(self, *, agenda: bool, stream: bool) -> None:
        """Which columns have no place of their own, so that a button opens them."""
        self.drawer.setVisible(agenda)
        self.stream.setVisible(stream)
        self._fit()

    def lock(self, why: str) -> None:
        """Nothing can be led on here, for this reason; empty where it can."""
        for button in (self.more, self.five, self.pause, self.next):
            button.setEnabled(not why)
            button.setAccessibleDescription(why)

    def put(self, row: BarRow, key: str) -> None:
        """Show this."""
        self._theme.fonts.ensure(row.title + row.subtitle)
        title = shown.one_line(row.title)
        if title != self.title.text():
            self.title.setText(title)
        if row.subtitle != self.subtitle.text():
            self.subtitle.setText(row.subtitle)
        self.mark.put(row.family)
        self.next.put(row.forward, key)
        self.timer.put(row.left_ms, row.paused)
        self._clock.setVisible(row.running)
        self.timer.setVisible(row.running)
        self._fit()
        name = _("Go on") if row.paused else _("Pause")
        if self.pause.accessibleName() != name:
            self.pause.show_icon("play" if row.paused else "pause")
            self.pause.setAccessibleName(name)
            self.pause.setToolTip(tip(name, PAUSE_KEY))
