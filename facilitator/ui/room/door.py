"""Opens and closes the room screen, keeps it up with the session, and moves it when displays come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from facilitator import tasks
from facilitator.session.agenda import NAMED, Block
from facilitator.session.ports import Clock
from facilitator.session.room import Bar, Join
from facilitator.session.rules import Command
from facilitator.session.running import remaining_ms
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Store
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN, RevealWall, SetWall, TellRoom
from facilitator.session.zones import zone_named
from facilitator.ui.actions import Action
from facilitator.ui.dialogs.ask import AskLine, ask
from facilitator.ui.messages import Messages
from facilitator.ui.room.displays import Display, Displays, for_the_room
from facilitator.ui.room.feed import RoomFeed
from facilitator.ui.room.groups_button import GROUPS_KEY, GroupsButton
from facilitator.ui.room.screen import RoomScreen
from facilitator.ui.theme import Theme
from facilitator.words import _

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoSink

TICK_MS = 200
GATHER_MS, GATHER_MOST_MS, SHARE = 15, 120, 8
"""Changes that come together are shown together. Where a large wall takes long, less often: one part in eight."""

_FULL = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
_NO_INPUT = Qt.WindowType.WindowDoesNotAcceptFocus


class RoomDoor(QObject):
    """The room screen of one session, for the page to open, black out and close.

    Signals:
        changed: where it is, or whether it is black, is different now (see :meth:`where_words`).
        groups_shown: whether the groups stand on it is different now.
    """

    changed = Signal()
    groups_shown = Signal(bool)

    def __init__(
        self,
        store: Store,
        session: str,
        theme: Theme,
        messages: Messages,
        now: Clock,
        dispatch: Callable[..., Change | None],
        home: Callable[[], QScreen | None],
        displays: Displays | None = None,
        parent: QObject | None = None,
        *,
        read_only: str = "",
    ) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._theme, self._messages, self._now = theme, messages, now
        self._dispatch, self._home = dispatch, home
        self._displays = displays or Displays(self)
        self._displays.changed.connect(self._displays_changed)
        self.screen: RoomScreen | None = None
        self._on: Display | None = None
        self._at_home: QScreen | None = None
        self._where = ""
        self._groups = False
        self.feed = RoomFeed(store, session, now, self._soon)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._show)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)

    # ---- for the page -------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the room screen is there."""
        return self.screen is not None

    def toggle(self) -> None:
        """Open the room screen, or close it (F5)."""
        if self.screen is None:
            self.open()
        else:
            self._shut()

    def open(self) -> None:
        """Open the room screen, on the second display where there is one."""
        if self.screen is not None:
            return
        self.screen = RoomScreen(self._theme)
        self.screen.closed.connect(self._shut)
        self._show()
        self._place()
        self._clock.start()
        if self._on is None:
            self._messages.say(_("There is no second display, so the room screen is a window."))
        self.changed.emit()

    def black(self) -> None:
        """Black the room screen out, or let it be seen again (F7)."""
        if self.screen is not None:
            self.screen.blacken(not self.screen.is_black)
            self.changed.emit()

    def message(self, text: str) -> None:
        """Put a message on the room screen in place of everything else; an empty one takes it away."""
        self._dispatch(TellRoom(text=text), _("The room is told") if text.strip() else "")

    @property
    def shows_groups(self) -> bool:
        """Whether the room sees who works with whom."""
        return self.is_open and self.feed.shows_groups

    def groups(self) -> None:
        """Show the groups to the room, which opens its screen where it is closed; or the wall again (Ctrl+F5)."""
        if self.shows_groups:
            self.feed.show_groups(False)
            return
        why_not = self._why_no_groups()
        if why_not:
            self._messages.say(why_not)
            return
        self.feed.show_groups(True)
        self.open()
        self._tell_groups()
        block = self._block()
        if block is not None and block.anonymity != NAMED:
            self._messages.say(_("Nobody is named in this activity, so the room sees how many are in each group."))

    def adopt(self, part: QWidget) -> None:
        """Let the buttons of a part, such as a stage, show the groups to the room."""
        for button in part.findChildren(GroupsButton):
            button.belongs(self.groups, self.shows_groups)
            self.groups_shown.connect(button.put)

    def votes(self, bars: Sequence[Bar] | None) -> None:
        """Show a vote in place of the wall, or the wall again."""
        self.feed.bars = bars
        if bars is not None:
            self.feed.show_groups(False)
        self._soon()

    def joining(self, join: Join | None, phones: int | None = None) -> None:
        """How phones come in, and how many are here."""
        self.feed.join, self.feed.phones = join, phones
        self._soon()

    def time_from(self, left: Callable[[], int | None] | None) -> None:
        """Show this time (ms left) in place of the activity's own; None for that again."""
        self.feed.left = left or (lambda: None)
        self._tick()

    def film_sink(self) -> QVideoSink:
        """Where the frames of a film go. It opens the room screen where it is closed; :meth:`end_film` ends it."""
        self.open()
        if self.screen is None:
            raise RuntimeError("the room screen is open now")
        return self.screen.film_sink()

    def film_words(self, words: str) -> None:
        """These words are to be read under the film now."""
        if self.screen is not None:
            self.screen.put_caption(words)

    def end_film(self) -> None:
        """The wall again."""
        if self.screen is not None:
            self.screen.end_film()

    def where_words(self) -> str:
        """Where the room screen is, for the status line; empty while it is closed."""
        if self.screen is None:
            return ""
        if self.screen.is_black:
            return _("Room screen is black")
        if self._on is None:
            where = _("Room screen in a window")
        else:
            where = _("Room screen on display {number}").format(number=self._on.number)
        block = self._block()
        if self._state.wall.message:
            return _("{where}, with a message").format(where=where)
        if self.feed.shows_groups:
            return _("{where}, with the groups").format(where=where)
        if block is not None and self._state.wall.of(block.id).mode == HIDDEN:
            return _("{where}, the wall is hidden").format(where=where)
        return where

    def close(self) -> None:
        """Close the room screen and hear nothing more."""
        self._shut()
        self.feed.close()
        self._displays.changed.disconnect(self._displays_changed)

    def offers(self) -> list[Action]:
        """The room screen's actions, for the page that has it."""

        def closed() -> str:
            return "" if self.is_open else _("The room screen is closed.")

        def idle() -> str:
            return self._read_only or ("" if self._block() is not None else _("Nothing is running."))

        def wall(mode: str) -> Callable[[], object]:
            return lambda: self._wall(mode)

        modes = (
            ("room.comes", lambda: _("Wall: as it comes"), AS_IT_COMES, "list"),
            ("room.themes", lambda: _("Wall: by theme"), BY_THEME, "layout-grid"),
            ("room.hidden", lambda: _("Wall: hidden until it is opened"), HIDDEN, "eye-off"),
        )
        return [
            Action(
                "room.screen", lambda: _("Room screen"), self.toggle, ("F5",), "monitor", "session",
                header=True, firm=True,
            ),
            Action(
                "room.black", lambda: _("Black room screen"), self.black, ("F7",), "moon", "session",
                why_not=closed, firm=True, quiet=True,
            ),
            *(
                Action(name, words, wall(mode), (), icon, "session", why_not=idle, also=lambda: _("Room screen"))
                for name, words, mode, icon in modes
            ),
            Action(
                "room.groups", self._groups_words, self.groups, (GROUPS_KEY,), "users-round", "session",
                why_not=lambda: "" if self.shows_groups else self._why_no_groups(), firm=True,
                also=lambda: _("Room screen"),
                told=lambda: _("The room sees who works with whom, until the next step or activity begins."),
            ),
            Action(
                "room.message",
                self._message_words,
                self._message, (), "message-circle-more", "session", also=lambda: _("Room screen"),
                why_not=lambda: self._read_only,
            ),
            Action("room.open", lambda: _("Open the hidden wall"), self._reveal, (), "eye", "session", why_not=idle,
                   also=lambda: _("Reveal the wall")),
        ]  # fmt: skip

    # ---- the session --------------------------------------------------------------------------------------------

    @property
    def _state(self) -> SessionState:
        return self.feed.state

    def _block(self) -> Block | None:
        return self._state.agenda.get(self._state.agenda.running)

    def _ask(self, command: Command, said: str = "") -> None:
        self._dispatch(command, said)

    def _groups_words(self) -> str:
        return _("Take the groups from the room screen") if self.shows_groups else _("Groups on the room screen")

    def _why_no_groups(self) -> str:
        if self._block() is None:
            return _("Nothing is running.")
        if not self.feed.has_groups:
            return _("There are no groups yet. Draw them first.")
        if self._state.wall.message:
            return _("A message stands on the room screen. Take it away first.")
        if self.screen is not None and self.screen.shows_film:
            return _("A film is on the room screen. Take it off first.")
        return ""

    def _wall(self, mode: str) -> None:
        self.feed.show_groups(False)
        block = self._block()
        if block is not None:
            self._ask(SetWall(block=block.id, mode=mode))

    def _message_words(self) -> str:
        there = bool(self._state.wall.message)
        return _("Take the message from the room screen") if there else _("Message to the room")

    def _message(self) -> None:
        if self._state.wall.message:
            self.message("")
        else:
            tasks.start(self._ask_message(), "ask for a message to the room")

    async def _ask_message(self) -> None:
        told = _("It stands on the room screen in place of everything else.")
        title = _("Message to the room")
        dialog = AskLine(self._theme, title, told, _("Show"), parent=QApplication.activeWindow())
        if await ask(dialog):
            self.open()
            self.message(dialog.text)

    def _reveal(self) -> None:
        self.feed.show_groups(False)
        block = self._block()
        if block is not None:
            by_theme = any(self._state.themes.of(given.id) for given in self._state.contributions.standing())
            self._ask(RevealWall(block=block.id, mode=BY_THEME if by_theme else AS_IT_COMES))

    # ---- showing ------------------------------------------------------------------------------------------------

    def _soon(self) -> None:
        self._tell_groups()
        if self.screen is not None and not self._gather.isActive():
            self._gather.start()

    def _show(self) -> None:
        if self.screen is not None:
            began = perf_counter()
            self.screen.show_view(self.feed.view(), zone_named(self._state.about.zone))
            took = round((perf_counter() - began) * 1000)
            self._gather.setInterval(min(max(took * SHARE, GATHER_MS), GATHER_MOST_MS))
            words = self.where_words()
            if words != self._where:
                self._where = words
                self.changed.emit()

    def _tell_groups(self) -> None:
        if self._groups != self.shows_groups:
            self._groups = self.shows_groups
            self.groups_shown.emit(self._groups)

    def _tick(self) -> None:
        if self.screen is not None and self._home() is not self._at_home:
            self.follow_displays()  # the window was moved to another display
        block = self._block()
        if self.screen is None or block is None or self.screen.view.left_ms is None:
            return
        other = self.feed.left()
        left = remaining_ms(self._state, block, self._now()) if other is None else other
        self.screen.show_time(left, self._state.running.of(block.id).paused_ms is not None)

    def _shut(self) -> None:
        screen, self.screen, self._on = self.screen, None, None
        if screen is None:
            return
        self._clock.stop()
        self._gather.stop()
        self.feed.show_groups(False)
        screen.closed.disconnect(self._shut)
        screen.end_film()
        screen.close()
        screen.deleteLater()
        self.changed.emit()

    # ---- displays -----------------------------------------------------------------------------------------------

    def _displays_changed(self) -> None:
        # Qt moves windows of a display that went by itself; what is said here comes after that.
        QTimer.singleShot(0, self, self.follow_displays)

    def follow_displays(self) -> None:
        """Look again where the room screen belongs: displays came or went, or the window moved to another."""
        if self.screen is None:
            return
        before = self._on
        self._place()
        if before is not None and self._on is None:
            told = _("Display {number} is gone. The room screen is a window now.")
            self._messages.say(told.format(number=before.number))
        elif self._on is not None and (before is None or before.number != self._on.number):
            self._messages.say(_("The room screen is on display {number} now.").format(number=self._on.number))
        self.changed.emit()

    def _place(self) -> None:
        """On the display for the room, filling it; as a window where there is none."""
        screen = self.screen
        if screen is None:
            return
        self._at_home = self._home()
        found = for_the_room(self._displays.all(), self._at_home)
        same = found is not None and self._on is not None and found.place == self._on.place and screen.isVisible()
        was_window = self._on is None and screen.isVisible()
        self._on = found
        if same or (found is None and was_window):
            return
        active = QApplication.activeWindow()
        self._show_at(screen, found)
        if active is not None and active is not screen:
            active.activateWindow()  # some systems give every new window the keys, asked or not

    def _show_at(self, screen: RoomScreen, found: Display | None) -> None:
        if found is None:
            screen.setWindowFlags(Qt.WindowType.Window | _NO_INPUT)
            home = self._home()
            if home is not None:
                room = home.availableGeometry()
                size = screen.sizeHint().boundedTo(room.size())
                screen.setScreen(home)
                screen.setGeometry(QRect(room.topLeft(), size).translated(max(room.width() - size.width(), 0) // 2, 40))
            screen.setWindowState(Qt.WindowState.WindowNoState)
            screen.show()
            return
        screen.setWindowFlags(_FULL | _NO_INPUT)
        screen.setScreen(found.screen)
        screen.setGeometry(found.place)
        # Not showFullScreen(): that takes the focus from the line.
        screen.setWindowState(Qt.WindowState.WindowFullScreen)
        screen.show()
