"""What the coach is told of the room, and what is done when its offer is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from facilitator.session.agenda import BREAK, AddBlock
from facilitator.session.coach import Hint
from facilitator.session.coach_measures import Around
from facilitator.session.kinds import SIGN_OF
from facilitator.session.modalities import Catalogue, Modality
from facilitator.session.ports import uuid7
from facilitator.session.speaking import GiveFloor, has_spoken, waiting
from facilitator.session.state import SessionState
from facilitator.ui import kinds, shown
from facilitator.ui.agreed import rule_meaning
from facilitator.ui.messages import Messages
from facilitator.ui.run.coach import CoachLine
from facilitator.ui.run.going import Going
from facilitator.ui.screens.session import SessionScreen
from facilitator.ui.stages.base import Dispatch
from facilitator.words import _

BREAK_MINUTES = 10
MORE_MINUTES = 5
APART_MS = 500
"""So long after one look at what the coach says the next one waits, however many cards come meanwhile."""


class Hints(QObject):
    """Between the coach's line and the page."""

    def __init__(self, page: SessionScreen, going: Going, messages: Messages, dispatch: Dispatch) -> None:
        super().__init__(page)
        self._page, self._going, self._messages, self._dispatch = page, going, messages, dispatch
        self.consent_said = False
        """Whether the agreement was read out in this run of the program."""
        self._again: Callable[[], None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=APART_MS)
        self._rest.timeout.connect(self._rested)

    def around(self, state: SessionState, method: Modality | None) -> Around:
        """What is so in the room and stands in no card."""
        block = state.agenda.running or ""
        hands = tuple((hand.person, hand.ms) for hand in waiting(state, block)) if block else ()
        reported: frozenset[str] = frozenset()
        if block and state.groups.of(block):
            every = state.contributions.by_id.values()
            reported = frozenset(given.group for given in every if given.group and given.activity == block)
        return Around(
            method,
            hands,
            frozenset(has_spoken(state, block)) if block else frozenset(),
            sum(not item.removed for item in state.speaking.parked.values()),
            reported,
            self.consent_said,
        )

    def look(
        self, line: CoachLine, catalogue: Catalogue, now_ms: int, *, heard: bool = False, waits: bool = False
    ) -> None:
        """Let the coach look when it is due; at what it says already at once, where something was ``heard``.

        So a hint goes with what it asked for, not seconds after it. What ``waits`` (cards that keep coming) is looked
        at with the first of them and the last, and not between.
        """
        wanted = line.hint is not None if heard else line.is_due(now_ms)
        if line.isHidden() or not wanted:
            return
        if waits and self._rest.isActive():
            self._again = partial(self.look, line, catalogue, now_ms, heard=True)
            return
        if waits:
            self._rest.start()
        state = self._page.model.state
        running = state.agenda.get(state.agenda.running)
        method = catalogue.get(running.modality) if running is not None else None
        line.watch(state, now_ms, self.around(state, method), at_once=heard)

    def _rested(self) -> None:
        again, self._again = self._again, None
        if again is not None:
            again()

    def take(self, hint: Hint) -> None:
        """Do what a hint offers."""
        does = {
            "consent": self._consent,
            "let_in": self._let_in,
            "break": self._break,
            "add_minutes": self._more,
            "show_card": self._card,
            "show_ungrouped": self._card,
            "next_group": self._group,
            "parked": self._parked,
            "signs": self._signs,
        }.get(hint.action, self._line)
        does(hint)

    def _consent(self, hint: Hint) -> None:
        """The agreement, to be read out."""
        del hint
        self.consent_said = True
        rule = rule_meaning(self._page.model.state.agreement.rule)
        said = rule or _(
            "What is written down here can be read by whoever gets the report. Say so if something is not to be."
        )
        self._messages.say(shown.one_line(said))

    def _let_in(self, hint: Hint) -> None:
        if hint.ids:
            self._dispatch(GiveFloor(person=hint.ids[0]))

    def _break(self, hint: Hint) -> None:
        del hint
        state = self._page.model.state
        block = AddBlock(
            block=uuid7(),
            title=_("Break"),
            modality=BREAK,
            part=BREAK,
            minutes=BREAK_MINUTES,
            after=state.agenda.running,
        )
        self._dispatch(block, _("A break comes next"))

    def _more(self, hint: Hint) -> None:
        del hint
        self._going.more(MORE_MINUTES)

    def _card(self, hint: Hint) -> None:
        if hint.ids:
            self._page.show_card(hint.ids[0])
        else:
            self._page.to_stream()

    def _group(self, hint: Hint) -> None:
        """The group that has not reported, at the beginning of the line."""
        groups = self._page.model.state.groups
        name = next((group.name for key in hint.ids if (group := groups.get(key)) is not None), "")
        if name and not self._page.capture.text().strip():
            self._page.capture.put(f"{name}: ")
        self._page.to_capture()
        self._page.capture.field.end(False)

    def _parked(self, hint: Hint) -> None:
        """What still waits, to be read out."""
        del hint
        parked = [item.text for item in self._page.model.state.speaking.parked.values() if not item.removed]
        self._messages.say(" · ".join(shown.one_line(text) for text in parked))

    def _signs(self, hint: Hint) -> None:
        """What the signs before a line mean."""
        del hint
        told = ", ".join(f"{SIGN_OF[kind]} {kinds.word(kind)}" for kind in kinds.EIGHT if kind in SIGN_OF)
        self._messages.say(told)

    def _line(self, hint: Hint) -> None:
        """Into the line, with what belongs at its beginning."""
        if hint.fills and not self._page.capture.text().strip():
            self._page.capture.put(hint.fills)
        self._page.to_capture()
        self._page.capture.field.end(False)
