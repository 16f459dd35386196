"""The activity bar: what runs, how long it still has, and the one large button that leads on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import hues, shown
from facilitator.ui.actions import tip
from facilitator.ui.lines import fit
from facilitator.ui.run.timer import TimerFace
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, OneLine
from facilitator.words import _

NEXT_WIDTH = 176
"""The large button has one width, so that the timer never moves when its label changes."""

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


class NextButton(Button):
    """The large filled button: a word that is shortened rather than widening it, and an arrow at its end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", look="filled")
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fix()
        theme.changed.connect(self._fix)

    def _fix(self) -> None:
        self.setFixedSize(round(NEXT_WIDTH * min(self._theme.scale, 1.6)), self._theme.tall(40))

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
        """Button, word and arrow."""
        super().paintEvent(event)
        theme, painter = self._theme, QPainter(self)
        colour = "accent.on" if self.isEnabled() else "text.tertiary"
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        font = theme.font("body", weight=600)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        mark = theme.mark(16)
        room = self.width() - 34 - mark
        words = fit(self._words, font, room)
        wide = painter.fontMetrics().horizontalAdvance(words)
        start = (self.width() - wide - mark - 10) // 2
        text = QRect(start + (mark + 10 if mirrored else 0), 0, wide + 2, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, words)
        arrow = start if mirrored else start + wide + 10
        top = (self.height() - mark) // 2
        painter.drawPixmap(
            arrow, top, theme.pixmap("skip-forward", colour, mark, self.devicePixelRatioF(), flips=mirrored)
        )


class ActivityBar(QWidget):
    """88 px over the page.

    Signals:
        forward: the large button was pressed.
        minutes_asked: minutes are wanted (how many).
        pause_asked: the time is to stop, or to go on.
        drawer_asked: the agenda is to be seen, or not, where it has no place of its own.
    """

    forward = Signal()
    minutes_asked = Signal(int)
    pause_asked = Signal()
    drawer_asked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(16)
        self.drawer = IconButton(theme, "panel-left", _("Agenda"), DRAWER_KEY, flips=True)
        self.drawer.setCheckable(True)
        self.drawer.toggled.connect(self.drawer_asked)
        self.drawer.hide()
        row.addWidget(self.drawer)
        self.mark = Mark(theme)
        row.addWidget(self.mark)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        self.title = OneLine(theme, "", "title")
        self.subtitle = OneLine(theme, "", "small", "text.secondary")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch()
        row.addLayout(words, 1)
        self.timer = TimerFace(theme)
        row.addWidget(self.timer)
        clock = QHBoxLayout()
        clock.setSpacing(6)
        self.more = self._minutes(1, MORE_KEY)
        self.five = self._minutes(5, FIVE_KEY)
        self.pause = Button(theme, "", icon="pause")
        self.pause.setAccessibleName(_("Pause"))
        self.pause.setToolTip(tip(_("Pause"), PAUSE_KEY))
        self.pause.clicked.connect(self.pause_asked)
        for button in (self.more, self.five, self.pause):
            clock.addWidget(button)
        row.addLayout(clock)
        self.next = NextButton(theme)
        self.next.clicked.connect(self.forward)
        for part in (self.drawer, self.more, self.five, self.pause, self.next):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the capture bar
        row.addSpacing(8)
        row.addWidget(self.next)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _minutes(self, minutes: int, key: str) -> Button:
        button = Button(self._theme, f"\u2066+{minutes}\u2069")
        name = _("{minutes} min more").format(minutes=minutes)
        button.setAccessibleName(name)
        button.setToolTip(tip(name, key))
        button.clicked.connect(lambda: self.minutes_asked.emit(minutes))
        return button

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.tall(88))
        for button in (self.more, self.five):
            button.setFixedSize(QSize(self._theme.mark(44), self._theme.tall(32)))
        self.pause.setFixedSize(QSize(self._theme.mark(32), self._theme.tall(32)))

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
            self.subtitle.setVisible(bool(row.subtitle))
        self.mark.put(row.family)
        self.next.put(row.forward, key)
        self.timer.put(row.left_ms, row.paused)
        for button in (self.more, self.five, self.pause):
            button.setVisible(row.running)
        self.timer.setVisible(row.running)
        name = _("Go on") if row.paused else _("Pause")
        if self.pause.accessibleName() != name:
            self.pause.show_icon("play" if row.paused else "pause")
            self.pause.setAccessibleName(name)
            self.pause.setToolTip(tip(name, PAUSE_KEY))
