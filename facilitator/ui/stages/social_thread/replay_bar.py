"""Showing a conversation again: begin, rest, faster, all; and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from facilitator.session.thread_replay import Timeline
from facilitator.session.threads import SPEEDS, Replay, position
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

REPLAY_KEY, FASTER_KEY = "Ctrl+Shift+Space", "Ctrl+J"


def faster(speed: float) -> float:
    """The next speed; behind the fastest the ordinary one."""
    return next((one for one in SPEEDS if one > speed), 1.0)


def times_sign(speed: float) -> str:
    """A speed in a few signs: 2×."""
    return f"{speed:g}×"


class ReplayBar(QWidget):
    """A row of buttons that wraps; ``before`` are others that stand in it first.

    Signals:
        begin_asked, rest_asked, faster_asked, all_asked: what the buttons say.
    """

    begin_asked = Signal()
    rest_asked = Signal()
    faster_asked = Signal()
    all_asked = Signal()

    def __init__(self, theme: Theme, *before: QWidget) -> None:
        super().__init__()
        self._theme = theme
        row = Flow(self, gap=8)
        for part in before:
            row.addWidget(part)
        self.begin = Button(theme, _("Show it as it came"), icon="play", key=REPLAY_KEY)
        self.rest = Button(theme, _("Pause"), icon="pause", key=REPLAY_KEY)
        self.go_on = Button(theme, _("Go on"), icon="play", key=REPLAY_KEY)
        self.speed = Button(theme, times_sign(1.0), key=FASTER_KEY)
        self.all = Button(theme, _("All of it"), look="quiet")
        self.words = Words(theme, "", "small", "text.secondary")
        self.buttons = (self.begin, self.rest, self.go_on, self.speed, self.all)
        for button, signal in (
            (self.begin, self.begin_asked),
            (self.rest, self.rest_asked),
            (self.go_on, self.rest_asked),
            (self.speed, self.faster_asked),
            (self.all, self.all_asked),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            row.addWidget(button)
        row.addWidget(self.words)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """The words stand in the middle beside the buttons."""
        self.words.setMinimumHeight(self._theme.tall(36))

    def show_replay(self, replay: Replay | None, line: Timeline, now_ms: int) -> None:
        """The buttons that make sense now, and how many posts have come."""
        on = replay is not None
        rests = replay is not None and replay.since_ms is None
        count = len(line.order)
        come = count if replay is None else line.shown(position(replay, now_ms))
        over = come >= count
        self.begin.setVisible(not on or over)
        self.rest.setVisible(on and not rests and not over)
        self.go_on.setVisible(on and rests and not over)
        self.speed.setVisible(on and not over)
        self.all.setVisible(on)
        self.words.setVisible(on)
        if replay is None:
            return
        speed = times_sign(replay.speed)
        if self.speed.text() != speed:
            self.speed.setText(speed)
            self.speed.setAccessibleName(_("Speed {speed}; faster").format(speed=speed))
            self.speed.setToolTip(_("Speed {speed}; faster ({key})").format(speed=speed, key=FASTER_KEY))
        words = _("{come} of {count} posts").format(come=come, count=count)
        if not over and not rests:
            wait = (line.at_ms[come] - position(replay, now_ms)) / replay.speed / 1000
            words = _("{posts}, the next in {seconds} s").format(posts=words, seconds=max(round(wait), 1))
        elif rests and not over:
            words = _("{posts}, resting").format(posts=words)
        if self.words.text() != words:
            self.words.setText(words)
