"""What the room screen is fed: the session as far as it is safely kept.

A change is *heard* before it is on the disk. The room is told only of what is *kept*; what takes words away, though,
takes them away at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from facilitator.session import tally
from facilitator.session.play import room_words
from facilitator.session.ports import Clock
from facilitator.session.room import GATE, Bar, Join, RoomBed, RoomView, groups_still, room_groups, room_view
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status, Store
from facilitator.session.votes import on_now
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN
from facilitator.words import _

OPENING = frozenset(
    {
        "wall_set",
        "wall_revealed",
        "room_told",
        "slips_revealed",
        "ask_closed",
        "group_formed",
        "group_changed",
        "group_back",
    }
)
"""Facts that let the room see more: the screen stays as it is until they are kept."""
CLOSING = frozenset(
    {
        "ask_reopened",
        "ask_removed",
        "options_changed",
        "contribution_hidden",
        "contribution_withdrawn",
        "contribution_released",
        "block_changed",
        "person_described",
        "consent_given",
        "slips_covered",
        "person_left",
        "person_taken_out",
    }
)
"""Facts after which the room may see less: looked at as soon as they are heard."""
INSTEAD = frozenset({"wall_set", "wall_revealed", "slips_revealed", "ask_opened", "ask_reopened"})
"""Facts by which something else is to be seen: the groups make way."""
GIVEN = frozenset({"contribution_given", "contribution_reworded", "contribution_restored", "contribution_shown"})


class RoomFeed:
    """Follows one session. ``changed`` is called when there may be something else to see."""

    def __init__(self, store: Store, session: str, now: Clock, changed: Callable[[], None]) -> None:
        self._store, self.session, self._now, self._changed = store, session, now, changed
        self._waiting: dict[str, tuple[str, str]] = {}
        self._last: RoomView | None = None
        self._groups_at: tuple[str, int] | None = None
        self.bars: Sequence[Bar] | None = None
        self.join: Join | None = None
        self.phones: int | None = None
        self.left: Callable[[], int | None] = lambda: None
        """The time left where a stage counts another one; None for the activity's own."""
        self._end = store.subscribe(self._heard)

    def close(self) -> None:
        """Hear nothing more."""
        self._end()

    @property
    def state(self) -> SessionState:
        """The session, to be read."""
        return self._store.state(self.session)

    @property
    def shows_groups(self) -> bool:
        """Whether the groups stand in place of the wall: asked for in this activity and step, and still there."""
        return self._groups_at is not None and self._groups_at == self._at() and self.has_groups

    @property
    def has_groups(self) -> bool:
        """Whether anybody is in a group of the running activity."""
        block = self.state.agenda.get(self.state.agenda.running)
        return block is not None and not block.is_break and bool(room_groups(self.state, block))

    def show_groups(self, on: bool) -> None:
        """Show the groups in place of the wall, until the next step or activity; or the wall again."""
        self._groups_at = self._at() if on else None
        self._changed()

    def _at(self) -> tuple[str, int] | None:
        """The activity that runs, and its step."""
        running = self.state.agenda.running
        return None if running is None else (running, self.state.running.of(running).step)

    def _heard(self, change: Change) -> None:
        if change.stream != self.session:
            return
        if change.status is Status.HEARD:
            for fact in change.facts:
                if fact.kind in OPENING or fact.kind in GIVEN:
                    self._waiting[fact.id] = (fact.kind, str(fact.body.get("contribution", "")))
            if change.folded_again or any(fact.kind in CLOSING for fact in change.facts):
                self._changed()
            return
        for fact in change.facts:
            self._waiting.pop(fact.id, None)
        kept = change.status is Status.KEPT
        if kept and (not self.shows_groups or any(fact.kind in INSTEAD for fact in change.facts)):
            self._groups_at = None
        self._changed()

    def view(self) -> RoomView:
        """What the room sees now."""
        opening = any(kind in OPENING for kind, _card in self._waiting.values())
        if opening and self._last is not None:
            return self._still_allowed(self._last)
        held = [card for _kind, card in self._waiting.values() if card]
        rows, question, told = self._vote()
        view = room_view(
            self.state,
            self._now(),
            votes=rows,
            question=question,
            told=told,
            join=self.join,
            phones=self.phones,
            left_ms=self.left(),
            held_back=held,
            groups=self.shows_groups and not opening,
        )
        self._last = view = self._play(view)
        return view

    def _play(self, view: RoomView) -> RoomView:
        """In a role play: what is played in place of a question, and beside the wall where it stands."""
        running = self.state.agenda.running
        if view.shows not in (AS_IT_COMES, BY_THEME, HIDDEN) or running is None:
            return view
        words = room_words(self.state, running)
        if not words.scenario and not words.task:
            return view
        from facilitator.ui.stages.role_play.wording import headline, phase_words

        asked = " ".join(part for part in (headline(words.scenario)[0], words.task.strip()) if part)
        where = phase_words(words.phase)
        if words.rounds > 1:
            where = _("Round {number} of {count} · {phase}").format(number=words.round, count=words.rounds, phase=where)
        return replace(view, prompt=asked, told=where)

    def _vote(self) -> tuple[Sequence[Bar] | None, str, str]:
        """(the rows of what everybody is asked now, the question, how many are in); without rows there is none.

        While it is open the options stand there without a figure.
        """
        ask = on_now(self.state)
        if self.bars is not None or ask is None:
            return self.bars, "", ""
        from facilitator.ui.stages.asks import words
        from facilitator.ui.stages.asks.results import room_bars

        rows, question = room_bars(self.state, ask), words.question_words(ask)
        vote = tally.room_view(self.state, ask)
        if vote.results is not None:
            return rows, question, ""
        _question, count, behind = rows[0]
        told = _("{count} {words}").format(count=count, words=behind)
        return [(words.option(option), -1, "") for option in vote.options], question, told

    def _still_allowed(self, view: RoomView) -> RoomView:
        """The same without the cards and names that may not be shown any more."""
        by_id = self.state.contributions.by_id
        beds = []
        for bed in view.beds:
            cards = tuple(card for card in bed.cards if card.id in by_id and GATE.carries(by_id[card.id]))
            beds.append(RoomBed(bed.title, cards, bed.count - (len(bed.cards) - len(cards))))
        block = self.state.agenda.get(self.state.agenda.running)
        groups = groups_still(self.state, block, view.groups) if block is not None else ()
        return replace(view, beds=tuple(bed for bed in beds if bed.cards), groups=groups)
