"""Headphones mode: rehearse alone with a sample talk, then look at two captures side by side. Nothing is kept.

The window stands on a store of its own in memory. It is given no services, so nothing of it can reach a library.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from facilitator.session.rehearsal import SPEEDS, Talk, TalkClock, begin_room, experienced
from facilitator.session.side_by_side import Compared, compare, gists
from facilitator.ui.actions import Registry, native, tip
from facilitator.ui.messages import Message, Messages
from facilitator.ui.rehearsal.compared import ComparedView
from facilitator.ui.rehearsal.room import RehearsalRoom
from facilitator.ui.rehearsal.subtitles import Subtitles
from facilitator.ui.rehearsal.talks import built_in_talks
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Choice, Hairline, IconButton, OneLine, Track, Words
from facilitator.ui.widgets.toast import Toast
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.ui.rehearsal.voice import Voice

TICK_MS = 100
PAUSE_KEY, COMPARE_KEY, ALOUD_KEY = "Ctrl+P", "Ctrl+Return", "Ctrl+Shift+V"


def _real_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class RehearsalWindow(QDialog):
    """Choose a talk, rehearse it, compare. Open it with ``open()``; it frees itself when it is closed."""

    def __init__(
        self,
        theme: Theme,
        messages: Messages,
        parent: QWidget | None = None,
        *,
        talks: tuple[Talk, ...] | None = None,
        real: Callable[[], int] = _real_ms,
        engine: str = "",
    ) -> None:
        super().__init__(parent)
        self._theme, self._messages, self._real = theme, messages, real
        self.talks = built_in_talks() if talks is None else talks
        self.room: RehearsalRoom | None = None
        self.registry: Registry | None = None
        self.talk = self.talks[0]
        self.clock = TalkClock(0)
        self.found: Compared | None = None
        self.voice: Voice | None = None
        self._engine = engine
        self._begin_ms = 0
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Rehearse alone"))
        self.resize(1180, 760)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        column.addWidget(self.pages)
        self.pages.addWidget(self._choosing())
        self.pages.addWidget(self._playing())
        self.pages.addWidget(self._comparing())
        for keys, does in ((PAUSE_KEY, self.pause), (COMPARE_KEY, self.finish), (ALOUD_KEY, self._turn_aloud)):
            QShortcut(QKeySequence(keys), self).activated.connect(does)
        theme.changed.connect(self._restyle)

    # ---- building -----------------------------------------------------------------------------------------------

    def _choosing(self) -> QWidget:
        theme, page = self._theme, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(64, 56, 64, 40)
        column.setSpacing(10)
        column.addWidget(Words(theme, _("Headphones mode"), "heading"))
        said = _(
            "Nobody hears you. Listen to a sample talk, catch it as it goes, then compare with how an experienced hand "
            "typed it. Nothing is kept, and nothing of it comes near your sessions."
        )
        column.addWidget(Words(theme, said, "body", "text.secondary", wraps=True))
        column.addSpacing(16)
        self.choices: list[Button] = []
        for place, talk in enumerate(self.talks):
            if place:
                column.addWidget(Hairline(theme))
            row, words = QHBoxLayout(), QVBoxLayout()
            words.setSpacing(2)
            minutes = -(-talk.length_ms // 60_000)
            about = ngettext("{count} minute. {about}", "{count} minutes. {about}", minutes)
            words.addWidget(Words(theme, _(talk.title), "title_small", wraps=True))
            told = about.format(count=minutes, about=_(talk.about))
            words.addWidget(Words(theme, told, "body", "text.secondary", wraps=True))
            row.addLayout(words, 1)
            button = Button(theme, _("Listen"), look="" if place else "filled", icon="play")
            button.setAccessibleName(_("Listen to {title}").format(title=_(talk.title)))
            button.clicked.connect(lambda _checked=False, talk=talk: self.begin(talk))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
            self.choices.append(button)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button(theme, _("Close"))
        close.clicked.connect(self.close)
        foot.addWidget(close)
        column.addLayout(foot)
        return page

    def _playing(self) -> QWidget:
        theme, page = self._theme, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = self._head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(32, 0, 24, 0)
        row.setSpacing(12)
        about = QVBoxLayout()
        about.setSpacing(0)
        about.addStretch(1)
        self.title = OneLine(theme, "", "title")
        self.under = OneLine(theme, "", "small", "text.secondary")
        about.addWidget(self.title)
        about.addWidget(self.under)
        about.addStretch(1)
        row.addLayout(about, 1)
        self.time = Words(theme, "", "title")
        row.addWidget(self.time)
        self.speed = Choice(theme, _("Speed"), [(str(one), f"\u2066{one}×\u2069") for one in SPEEDS], "1")
        self.speed.chosen.connect(self.go_at)
        row.addWidget(self.speed)
        self.aloud = IconButton(theme, "volume-2", _("Read aloud"), native(ALOUD_KEY))
        self.aloud.setCheckable(True)
        self.aloud.toggled.connect(self.read_aloud)
        row.addWidget(self.aloud)
        self.pause_button = Button(theme, _("Begin"), look="filled", icon="play")
        self.pause_button.clicked.connect(self.pause)
        self.pause_button.setFixedWidth(round(120 * min(theme.scale, 1.6)))
        row.addWidget(self.pause_button)
        self.compare_button = Button(theme, _("Compare"))
        self.compare_button.setToolTip(tip(_("Stop here and compare"), COMPARE_KEY))
        self.compare_button.clicked.connect(self.finish)
        row.addWidget(self.compare_button)
        column.addWidget(head)
        self.track = Track(theme)
        column.addWidget(self.track)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self.subtitles = Subtitles(theme)
        self._body.addWidget(self.subtitles, 9)
        self._body.addWidget(Hairline(theme, upright=True))
        column.addLayout(self._body, 1)
        self._restyle_head()
        return page

    def _comparing(self) -> QWidget:
        theme, page = self._theme, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 24, 0, 16)
        head = QHBoxLayout()
        head.setContentsMargins(40, 0, 40, 0)
        head.addWidget(Words(theme, _("Side by side"), "heading"))
        head.addStretch(1)
        again = Button(theme, _("Rehearse it again"), icon="rotate-ccw")
        again.clicked.connect(lambda: self.begin(self.talk))
        other = Button(theme, _("Another talk"))
        other.clicked.connect(self.choose)
        close = Button(theme, _("Close"), look="filled")
        close.clicked.connect(self.close)
        self.again_button, self.other_button, self.close_button = again, other, close
        for button in (again, other, close):
            head.addWidget(button)
        column.addLayout(head)
        self.both = ComparedView(theme)
        column.addWidget(self.both, 1)
        return page

    # ---- what is done -------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Back to the talks."""
        self._leave_room()
        self.pages.setCurrentIndex(0)
        self.choices[0].setFocus()

    def begin(self, talk: Talk) -> None:
        """A talk from its beginning, in a room of its own; it stands still until it is begun."""
        self._leave_room()
        self.talk, self.found = talk, None
        self.clock = TalkClock(talk.length_ms)
        self.speed.take("1")
        morning = datetime.datetime.now().astimezone().replace(hour=9, minute=0, second=0, microsecond=0)
        self._begin_ms = round(morning.timestamp() * 1_000)
        store, session = begin_room(talk, lambda: self._begin_ms + self.clock.now(self._real()))
        said = Messages()
        self.room = room = RehearsalRoom(store, session, self._theme, said)
        self._toast = Toast(self._theme, room, foot=lambda: room.foot_height)
        said.said.connect(self._toast.show_message)
        self.registry = Registry(room)
        self.registry.take_offers(room)
        room.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._body.addWidget(room, 11)
        self.title.setText(_(talk.title))
        self.subtitles.begin(talk)
        self.pages.setCurrentIndex(1)
        self._show()
        room.arrive()
        self._timer.start()

    def pause(self) -> None:
        """Begin, let it stand, let it go on."""
        if self.room is None or self.pages.currentIndex() != 1:
            return
        now = self._real()
        self.clock = self.clock.still(now) if self.clock.runs else self.clock.going(now)
        if not self.clock.runs:
            self._hush()
        self._show()
        self.room.to_capture()

    def read_aloud(self, on: bool) -> None:
        """Let the computer's voice read the talk, from the next turn on; or no more."""
        if on and self.voice is None:
            from facilitator.ui.rehearsal.voice import Voice  # loads the system's speech, which few will want

            self.voice = Voice(self._engine, self)
            self.voice.failed.connect(self._no_voice)
        if on and self.voice is not None and not self.voice.works:
            self._no_voice()
        elif not on:
            self._hush()

    def _turn_aloud(self) -> None:
        if self.pages.currentIndex() == 1:
            self.aloud.toggle()

    def _no_voice(self) -> None:
        voice, self.voice = self.voice, None
        self.aloud.setChecked(False)
        if voice is not None:
            voice.deleteLater()
            if self.room is not None:
                self._toast.show_message(
                    Message(_("This computer has no voice to read with. The words stand here."), "info")
                )

    def _hush(self) -> None:
        if self.voice is not None:
            self.voice.hush()

    def go_at(self, speed: str) -> None:
        """Another speed."""
        self.clock = self.clock.at_speed(int(speed), self._real())

    def tick(self) -> None:
        """Time went on."""
        if self.clock.runs and self.clock.over(self._real()):
            self.clock = self.clock.still(self._real())
        self._show()
        if self.room is not None and self.clock.runs:
            now = self.clock.now(self._real())
            heard = frozenset(turn.who for turn in self.talk.turns[: self.talk.said(now)])
            self.room.look(self._begin_ms + now, heard)

    def finish(self) -> None:
        """Stop here and compare what was caught by now."""
        if self.room is None or self.pages.currentIndex() != 1:
            return
        self.clock = self.clock.still(self._real())
        self._timer.stop()
        self._hush()
        store, session, lines = experienced(self.talk, self.clock.at_ms, self._begin_ms)
        theirs, mine = store.state(session), self.room.model.state
        self.found = compare(gists(theirs), gists(mine))
        self.both.show_both(self.found, theirs, mine, lines, self._begin_ms)
        self.pages.setCurrentIndex(2)
        self.again_button.setFocus()

    # ---- showing ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now = self.clock.now(self._real())
        over = now >= self.talk.length_ms
        self.time.setText(f"{_minutes(now)} / {_minutes(self.talk.length_ms)}")
        self.track.put(now / self.talk.length_ms)
        self._show_turns(now)
        words, icon = (_("Pause"), "pause") if self.clock.runs else (_("Go on") if now else _("Begin"), "play")
        if words != self.pause_button.text().strip():
            self.pause_button._icon = icon
            self.pause_button.setText(words)
            self.pause_button.restyle()
        self.pause_button.setToolTip(tip(words, PAUSE_KEY))
        self.pause_button.setEnabled(not over)
        look = "filled" if over else ""
        if self.compare_button.property("look") != look:
            self.compare_button.setProperty("look", look)
            self.compare_button.style().unpolish(self.compare_button)
            self.compare_button.style().polish(self.compare_button)
        if over:
            said = _("The talk is over. Finish your line, then compare.")
        elif not now and not self.clock.runs:
            said = _("Begin when you are ready: {key}").format(key=native(PAUSE_KEY))
        else:
            said = _("Nobody hears you, and nothing is kept.")
        if said != self.under.text():
            self.under.setText(said)

    def _show_turns(self, now: int) -> None:
        said = self.talk.said(now)
        if said == self.subtitles.told:
            return
        self.subtitles.show_turns(said)
        turn = self.subtitles.running()
        if turn is not None and self.aloud.isChecked() and self.voice is not None and self.clock.runs:
            place = [key for key, _name in self.talk.people].index(turn.who)
            self.voice.say(turn.says, place, self.clock.speed)

    def _restyle(self) -> None:
        self._restyle_head()

    def _restyle_head(self) -> None:
        self._head.setFixedHeight(self._theme.tall(80))
        self.time.setFont(self._theme.figures("title"))

    # ---- the end ------------------------------------------------------------------------------------------------

    def _leave_room(self) -> None:
        self._timer.stop()
        self._hush()
        room, self.room, self.registry = self.room, None, None
        if room is not None:
            room.close_session()
            self._body.removeWidget(room)
            room.hide()
            room.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends no rehearsal by mistake: it leads back to the line."""
        if event.key() == Qt.Key.Key_Escape and self.pages.currentIndex() == 1 and self.room is not None:
            self.room.to_capture()
            event.accept()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """The rehearsal is over; what was typed goes with it."""
        typed = self.room is not None and bool(self.room.model.state.contributions.by_id)
        self._leave_room()
        super().done(result)
        if typed:
            self._messages.say(_("The rehearsal is over. Nothing of it was kept."))


def _minutes(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1_000 % 60:02}"
