"""Leading a session on: start, next, back, skip, in between, end early. Every wish goes through the one door."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from facilitator import tasks
from facilitator.session.activities import EndActivity, ReturnToActivity, StartActivity
from facilitator.session.agenda import NAMED, AddBlock, Block
from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.running import (
    CloseSession,
    ExtendActivity,
    PauseActivity,
    ReachStep,
    ReopenSession,
    ResumeActivity,
    SkipBlock,
    block_before,
    is_done,
    next_block,
)
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.stages.base import Dispatch
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

INSERTED_MINUTES = 5

OF_THE_RUN = frozenset(
    {
        "activity_started",
        "activity_ended",
        "activity_returned",
        "activity_reset",
        "activity_extended",
        "activity_paused",
        "activity_resumed",
        "run_reset",
        "step_reached",
        "block_skipped",
        "block_added",
        "block_changed",
        "block_removed",
        "block_restored",
        "session_closed",
        "session_reopened",
        "plan_described",
        "session_described",
    }
)
"""Facts after which the page shows another activity, or another time of it."""


class Going(QObject):
    """What leads the agenda on."""

    def __init__(self, state: Callable[[], SessionState], dispatch: Dispatch, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._state, self._dispatch, self._theme, self._page = state, dispatch, theme, page
        self.anonymity: Callable[[], str] = lambda: NAMED
        """How people appear in an activity begun in between."""

    # ---- what there is ------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session, to be read."""
        return self._state()

    @property
    def running(self) -> Block | None:
        """The running block."""
        return self.state.agenda.get(self.state.agenda.running)

    @property
    def over(self) -> bool:
        """Whether the session was ended."""
        return self.state.running.closed_ms is not None

    def to_come(self) -> list[Block]:
        """Blocks that neither ran nor were left out."""
        state = self.state
        return [b for b in state.agenda.in_order() if not is_done(state, b) and b.id != state.agenda.running]

    def why_not_running(self) -> str:
        """Why something that needs a running activity cannot be done now."""
        return "" if self.running is not None else _("Nothing is running.")

    # ---- on and back --------------------------------------------------------------------------------------------

    def next(self) -> None:
        """On to the next activity; behind the last one the session ends."""
        if self.over:
            self.reopen()
            return
        following = next_block(self.state)
        if following is None:
            self.end()
        else:
            self._dispatch(StartActivity(block=following.id))

    def back(self) -> None:
        """Back to the activity before, and on with it where it stopped."""
        before = block_before(self.state)
        if before is not None:
            title = shown.isolated(shown.one_line(before.title))
            self._dispatch(ReturnToActivity(block=before.id), _("Back to {title}").format(title=title))

    def go_to(self, block: str) -> None:
        """To any activity: one that ended goes on, another begins."""
        found = self.state.agenda.get(block)
        if found is None or self.state.agenda.running == block:
            return
        command: Command = StartActivity(block=block)
        if found.ended_ms is not None:
            command = ReturnToActivity(block=block)
        title = shown.isolated(shown.one_line(found.title))
        self._dispatch(command, _("{title} runs now").format(title=title))

    def step(self, by: int, count: int) -> None:
        """To the step beside, within the running activity."""
        block = self.running
        if block is not None:
            wanted = self.state.running.of(block.id).step + by
            if 0 <= wanted < max(count, 1):
                self._dispatch(ReachStep(step=wanted))

    def skip(self, block: str, skipped: bool = True) -> None:
        """Leave a block out, or take it in again."""
        found = self.state.agenda.get(block)
        if found is None:
            return
        title = shown.isolated(shown.one_line(found.title))
        said = _("{title} is left out").format(title=title) if skipped else _("{title} is in again").format(title=title)
        self._dispatch(SkipBlock(block=block, skipped=skipped), said)

    def skip_next(self) -> None:
        """Leave the next block out."""
        following = next_block(self.state)
        if following is not None:
            self.skip(following.id)

    def stop(self) -> None:
        """End what runs without beginning the next."""
        self._dispatch(EndActivity(), _("The activity has ended"))

    # ---- time ---------------------------------------------------------------------------------------------------

    def more(self, minutes: int) -> None:
        """Give the running activity minutes, or take some."""
        words = ngettext("{count} minute more", "{count} minutes more", minutes).format(count=minutes)
        if minutes < 0:
            words = ngettext("{count} minute less", "{count} minutes less", -minutes).format(count=-minutes)
        self._dispatch(ExtendActivity(minutes=minutes), words)

    def pause(self) -> None:
        """Stop the time, or let it go on."""
        block = self.running
        if block is not None:
            paused = self.state.running.of(block.id).paused_ms is not None
            self._dispatch(ResumeActivity() if paused else PauseActivity())

    # ---- in between, and the end --------------------------------------------------------------------------------

    def insert(self) -> None:
        """Something that is not in the plan: asked for in one line, put behind what runs and begun at once."""
        tasks.start(self._insert(), "insert an activity")

    async def _insert(self) -> None:
        from facilitator.ui.dialogs.ask import AskLine, ask

        dialog = AskLine(
            self._theme,
            _("Something in between"),
            _("What is it, and how long? Such as: breathe, 3m"),
            _("Begin it now"),
            "",
            self._page.window(),
        )
        if await ask(dialog) == QDialog.DialogCode.Accepted:
            self.insert_now(dialog.text)

    def insert_now(self, line: str) -> None:
        """Put ``Title, 5m`` behind what runs and begin it."""
        title, minutes = title_and_minutes(line)
        if not title:
            return
        block = uuid7()
        after = self.state.agenda.running
        added = AddBlock(block=block, title=title, minutes=minutes, after=after, anonymity=self.anonymity())
        commands = (added, StartActivity(block=block))
        told = _("{title} runs now").format(title=shown.isolated(shown.one_line(title)))
        self._dispatch(Together(commands=commands), told)

    def end(self) -> None:
        """End the session, however much of the plan is left. The line over the stream tells of it."""
        self._dispatch(CloseSession())

    def end_words(self) -> str:
        """What is told of a session that is over."""
        left = len(self.to_come())
        if not left:
            return _("The session is over. Everything said is kept.")
        told = ngettext(
            "The session is over; {count} activity did not run. Everything said is kept.",
            "The session is over; {count} activities did not run. Everything said is kept.",
            left,
        )
        return told.format(count=left)

    def reopen(self) -> None:
        """Let a session that was ended go on."""
        self._dispatch(ReopenSession(), _("The session goes on"))

    # ---- the menu of a block ------------------------------------------------------------------------------------

    def menu_for(self, block: str, place: QPoint) -> QMenu | None:
        """What can be done with a block of the agenda."""
        found = self.state.agenda.get(block)
        if found is None:
            return None
        menu = QMenu(self._page)
        skipped = self.state.running.of(block).skipped
        icon = self._theme.icon
        if self.state.agenda.running != block:
            menu.addAction(icon("play", size=16), _("Go to it now")).triggered.connect(lambda: self.go_to(block))
            words = _("Take it in again") if skipped else _("Leave it out")
            mark = "rotate-ccw" if skipped else "minus"
            menu.addAction(icon(mark, size=16), words).triggered.connect(lambda: self.skip(block, not skipped))
        else:
            menu.addAction(icon("square", size=16), _("End it, without the next one")).triggered.connect(self.stop)
        menu.addAction(icon("plus", size=16), _("Something in between…")).triggered.connect(self.insert)
        menu.popup(place)
        return menu


def title_and_minutes(line: str) -> tuple[str, int]:
    """``Breathe, 3m`` as a title and minutes; without a length five minutes."""
    title, comma, tail = line.rpartition(",")
    if comma:
        try:
            return title.strip(), read_minutes(tail)
        except Rejected:
            pass
    words = line.rsplit(None, 1)
    if len(words) == 2 and any(sign.isdigit() for sign in words[1]):
        try:
            return words[0].strip(), read_minutes(words[1])
        except Rejected:
            pass
    return line.strip(), INSERTED_MINUTES
