"""The one door for changes.

``dispatch`` decides a command against the state, takes the facts in at once (*heard*), and hands them to the journal;
when the journal has them on disk the same change is *kept*; if it could not, everything heard and not kept is
*withdrawn* by folding again. ``admit`` is the second door, for facts decided elsewhere: checked for shape, never
judged.

Everything here runs in one thread, without waiting. Listeners do not dispatch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from facilitator.session.clock import HybridClock, Stamp
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.frozen import quickly_made
from facilitator.session.ledger import Ledger
from facilitator.session.ports import Clock, Ids, Journal, uuid7, wall_clock
from facilitator.session.rules import DECIDES, FACILITATOR, GUEST, OPPOSITES, Asking, Command, Together, allowed
from facilitator.session.state import SessionState

STEPS_REMEMBERED = 500


class Status(Enum):
    """How safe a change is."""

    HEARD = "heard"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@quickly_made
@dataclass(frozen=True, slots=True)
class Change:
    """What happened, told to every listener: first *heard*, then *kept* or *withdrawn*."""

    stream: str
    status: Status
    facts: tuple[Fact, ...]
    bodies: tuple[Body, ...] = ()
    command: Command | None = None
    origin: object | None = None
    folded_again: bool = False
    error: Exception | None = None


@dataclass(slots=True)
class _Step:
    """One undoable step: the bodies that take it back."""

    opposites: list[Body]


@dataclass(slots=True)
class _Open:
    """An open session: its ledger and what may be undone and redone in it."""

    ledger: Ledger
    undo: list[_Step] = field(default_factory=list)
    redo: list[_Step] = field(default_factory=list)


Listener = Callable[[Change], None]


class Store:
    """All open sessions of a library, one door in, one voice out."""

    def __init__(
        self,
        journal: Journal,
        *,
        clock: Clock = wall_clock,
        ids: Ids = uuid7,
        epoch: int = 0,
        on_listener_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._journal = journal
        self._wall = clock
        self._clock = HybridClock(clock)
        self._ids = ids
        self._open: dict[str, _Open] = {}
        self._listeners: list[Listener] = []
        self._pending: dict[int, Change] = {}
        self._ticket = 0
        self._epoch = epoch
        self._on_listener_error = on_listener_error
        self.saved_ms: int | None = None
        """Wall milliseconds of the last durable save in this run."""

    # ---- sessions -----------------------------------------------------------------------------------------------

    def adopt(self, ledger: Ledger) -> None:
        """Open a session from its folded ledger (folded elsewhere, so that no window waits)."""
        if ledger.stream not in self._open:
            self._open[ledger.stream] = _Open(ledger)
            self._clock.observe(ledger.state.newest)

    def close(self, stream: str) -> None:
        """Forget an open session. What waits to be kept is still kept."""
        if not any(change.stream == stream for change in self._pending.values()):
            self._open.pop(stream, None)

    def is_open(self, stream: str) -> bool:
        """Whether this session is open here."""
        return stream in self._open

    def ledger(self, stream: str) -> Ledger:
        """The ledger of an open session."""
        return self._open[stream].ledger

    def state(self, stream: str) -> SessionState:
        """The state of an open session, to be read, never written."""
        return self._open[stream].ledger.state

    def now_ms(self) -> int:
        """Now, in ms UTC, by the clock that stamps facts; while a session runs it is steady."""
        return self._wall()

    # ---- listening ----------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every change. Returns the function that ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception as error:  # one of three doors where a bug is caught: a listener never stops the others
                if self._on_listener_error is None:
                    raise
                self._on_listener_error(error)

    # ---- the two doors ------------------------------------------------------------------------------------------

    def dispatch(
        self,
        stream: str,
        command: Command,
        *,
        role: str = FACILITATOR,
        person: str | None = None,
        origin: object | None = None,
    ) -> Change:
        """Decide a command. Returns the change as heard, or raises :class:`Rejected`.

        A command seen before gives a change without facts.
        """
        session = self._open.get(stream)
        if session is None:
            session = self._open[stream] = _Open(Ledger(stream))
        if command.id in session.ledger.by_id:
            return Change(stream, Status.HEARD, (), command=command, origin=origin)
        asking = Asking(role, person, self._wall())
        facts, bodies, opposites = self._decide(session, command, asking)
        if facts and command.STEP and role != GUEST:  # what a guest gave is theirs to take back
            session.undo.append(_Step(opposites))
            del session.undo[:-STEPS_REMEMBERED]
            session.redo.clear()
        return self._heard(stream, facts, bodies, command, origin)

    def admit(self, stream: str, facts: Iterable[Fact], *, origin: object | None = None, keep: bool = True) -> Change:
        """Take facts decided elsewhere. ``keep`` is false for what another writer already put into this journal."""
        session = self._open.get(stream)
        if session is None:
            session = self._open[stream] = _Open(Ledger(stream))
        new, again = session.ledger.add(facts)
        for fact in new:
            self._clock.observe(fact.stamp)
        change = Change(stream, Status.HEARD, tuple(new), origin=origin, folded_again=again)
        if not new:
            return change
        self._tell(change)
        if keep:
            self._append(change)
        else:
            self._tell(replace(change, status=Status.KEPT))
        return change

    def undo(self, stream: str) -> Change | None:
        """Take back the last step of this run, by opposite facts. None when there is nothing to take back.

        A step that stands for good (a pulse whose result the room has seen) gives a change without facts.
        """
        return self._step_back(stream, redo=False)

    def redo(self, stream: str) -> Change | None:
        """Take back the last undo."""
        return self._step_back(stream, redo=True)

    def can_undo(self, stream: str) -> bool:
        """Whether there is a step to take back."""
        return stream in self._open and bool(self._open[stream].undo)

    def can_redo(self, stream: str) -> bool:
        """Whether there is an undone step to do again."""
        return stream in self._open and bool(self._open[stream].redo)

    @property
    def waiting(self) -> int:
        """How many changes are heard and not yet kept."""
        return len(self._pending)

    @property
    def epoch(self) -> int:
        """The count of failures so far: what is appended now stands on ground that is known to be kept."""
        return self._epoch

    def renew(self) -> None:
        """Take note that a batch of this epoch failed elsewhere, so that the journal takes ours again."""
        if not self._pending:
            self._epoch += 1

    # ---- inside -------------------------------------------------------------------------------------------------

    def _step_back(self, stream: str, *, redo: bool) -> Change | None:
        session = self._open[stream]
        source, target = (session.redo, session.undo) if redo else (session.undo, session.redo)
        if not source:
            return None
        step = source.pop()
        facts: list[Fact] = []
        opposites: list[Body] = []
        for body in reversed(step.opposites):
            self._take(session.ledger, body, None, self._ids(), facts, opposites)
        if facts:
            target.append(_Step(opposites))
        return self._heard(stream, facts, list(reversed(step.opposites)), None, None)

    def _decide(self, session: _Open, command: Command, asking: Asking) -> tuple[list[Fact], list[Body], list[Body]]:
        facts: list[Fact] = []
        bodies: list[Body] = []
        opposites: list[Body] = []
        commands = command.commands if isinstance(command, Together) else (command,)
        try:
            for part in commands:
                allowed(part, asking)
                if part.id in session.ledger.by_id:
                    continue
                # The first fact carries the command's id: that is how a repeated command is known for ever.
                next_id: str | None = part.id
                for body in DECIDES[type(part)](session.ledger.state, part, asking):
                    self._take(session.ledger, body, asking.person, next_id or self._ids(), facts, opposites)
                    bodies.append(body)
                    next_id = None
        except Rejected:
            if facts:
                session.ledger.remove(fact.id for fact in facts)
            raise
        return facts, bodies, opposites

    def _take(
        self, ledger: Ledger, body: Body, actor: str | None, fact_id: str, facts: list[Fact], opposites: list[Body]
    ) -> None:
        opposite = OPPOSITES.get(type(body))
        if opposite is not None:
            opposites.extend(reversed(list(opposite(ledger.state, body))))
        device = self._journal.device
        stamp = self._clock.now()
        newest = ledger.state.newest
        if stamp <= newest:  # the wall clock went back by days: here nothing stands before what it answers
            stamp = Stamp(newest.ms, newest.n + 1)
        seq = ledger.vector.get(device, 0) + 1
        fact = Fact(
            fact_id, ledger.stream, device, seq, stamp.ms, stamp.n, actor, body.KIND, body.VERSION, body.as_json()
        )
        facts.append(fact)
        ledger.append(fact, body)

    def _heard(
        self, stream: str, facts: list[Fact], bodies: list[Body], command: Command | None, origin: object | None
    ) -> Change:
        change = Change(stream, Status.HEARD, tuple(facts), tuple(bodies), command, origin)
        if facts:
            self._tell(change)
            self._append(change)
        return change

    def _append(self, change: Change) -> None:
        self._ticket += 1
        ticket = self._ticket
        self._pending[ticket] = change
        self._journal.append(change.facts, self._epoch, lambda error: self._settled(ticket, error))

    def _settled(self, ticket: int, error: Exception | None) -> None:
        change = self._pending.pop(ticket, None)
        if change is None:
            return
        if error is None:
            self.saved_ms = self._wall()
            if self._listeners:
                self._tell(replace(change, status=Status.KEPT))
            return
        lost = [change, *(self._pending[key] for key in sorted(self._pending))]
        self._pending.clear()
        self._epoch += 1
        for stream in {item.stream for item in lost}:
            session = self._open.get(stream)
            if session is not None:
                session.ledger.remove(fact.id for item in lost if item.stream == stream for fact in item.facts)
                session.undo.clear()
                session.redo.clear()
        reason = error if isinstance(error, FacilitatorError) else FacilitatorError("It could not be saved.")
        for item in lost:
            self._tell(replace(item, status=Status.WITHDRAWN, folded_again=True, error=reason))
