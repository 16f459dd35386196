"""The speaking list of an activity: who speaks, who waits, who has not spoken yet, and what was parked for later.

A turn begins when somebody is given the floor and ends when the next one is, or nobody. How long people spoke is told
by :mod:`.talk_time`. Where nobody is named, neither hands nor turns are recorded: a moment and a person
beside a card without a name would tell whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session import formats, seats
from facilitator.session.agenda import BY_GROUP, NAMED, Block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.parking import Parked
from facilitator.session.people import known, leads
from facilitator.session.rounds import Round
from facilitator.session.rules import FACILITATOR, GARDENER, GUEST, Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.running import running_block

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

SLIP_MS = 2_000
"""Whoever has the floor for less than this did not speak: they passed, or it was a slip of the finger."""

_RESTARTED_MS = 5_000

BESIDE = (formats, seats)
"""Concepts without a slice of their own: what they say is kept in this one."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody wants to speak. ``phone`` says that they raised the hand there themselves."""

    person: str
    ms: int
    point_of_order: bool = False
    phone: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody has the floor, or had it: a person, or a group as a whole. Times in ms UTC.

    ``rest_start`` and ``rest_end`` are how long the activity had rested until then, so that pauses can be left out.
    """

    id: str
    block: str
    person: str = ""
    group: str = ""
    started_ms: int = 0
    ended_ms: int | None = None
    rest_start: int = 0
    rest_end: int = 0
    point_of_order: bool = False
    removed: bool = False


@dataclass
class Speaking:
    """Turns by id; hands, seats and formats by block; what is parked; rounds in groups and who is kept apart."""

    turns: dict[str, Turn] = field(default_factory=dict)
    on: dict[str, str] = field(default_factory=dict)
    hands: dict[str, dict[str, Hand]] = field(default_factory=dict)
    first_time_first: bool = False
    formats: dict[str, str] = field(default_factory=dict)
    seats: dict[str, dict[str, int]] = field(default_factory=dict)
    chairs: dict[str, int] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    apart: dict[str, dict[str, bool]] = field(default_factory=dict)

    def of(self, block: str) -> list[Turn]:
        """The turns of a block, first to last."""
        found = (turn for turn in self.turns.values() if turn.block == block and not turn.removed)
        return sorted(found, key=lambda turn: turn.started_ms)


@dataclass(frozen=True, slots=True)
class HandRaised(Body):
    """Somebody wants to speak. ``ms`` is since when, if not now."""

    KIND: ClassVar[str] = "hand_raised"
    block: str
    person: str
    point_of_order: bool = False
    phone: bool = False
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class HandLowered(Body):
    """Somebody does not wait to speak any more."""

    KIND: ClassVar[str] = "hand_lowered"
    block: str
    person: str


@dataclass(frozen=True, slots=True)
class TurnBegan(Body):
    """Somebody was given the floor: a person, or a group as a whole. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "turn_began"
    turn: str
    block: str
    person: str = ""
    group: str = ""
    point_of_order: bool = False
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class TurnEnded(Body):
    """Somebody stopped speaking. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "turn_ended"
    turn: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class TurnGoesOn(Body):
    """A turn did not end after all."""

    KIND: ClassVar[str] = "turn_goes_on"
    turn: str


@dataclass(frozen=True, slots=True)
class TurnTakenBack(Body):
    """A turn was a mistake and does not count."""

    KIND: ClassVar[str] = "turn_taken_back"
    turn: str


@dataclass(frozen=True, slots=True)
class TurnPutBack(Body):
    """A turn that was taken back counts again."""

    KIND: ClassVar[str] = "turn_put_back"
    turn: str


@dataclass(frozen=True, slots=True)
class FirstTimeFirst(Body):
    """Whoever has not spoken yet comes first, or no longer does."""

    KIND: ClassVar[str] = "first_time_first"
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseHand(Command):
    """Put somebody on the speaking list of the running block. A guest raises nobody's hand but their own.

    ``ms`` is when, if not now.
    """

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    person: str
    point_of_order: bool = False
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerHand(Command):
    """Take somebody off the speaking list of the running block. A guest lowers nobody's hand but their own."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSpeaker(Command):
    """Give the floor to whoever is next. With ``circle``, where no hand is up, to the next in the circle."""

    circle: bool = False
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFloor(Command):
    """Somebody speaks now: a person, or a ``group`` as a whole. Whoever spoke before has finished."""

    person: str = ""
    group: str = ""
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSpeech(Command):
    """Nobody speaks now."""

    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFirstTimeFirst(Command):
    """Let those who have not spoken in an activity come first in its list, or not."""

    on: bool


# ---- asking ---------------------------------------------------------------------------------------------------


def speaking_now(state: SessionState, block: str) -> Turn | None:
    """The turn that is on in a block, if somebody has the floor."""
    found = state.speaking.turns.get(state.speaking.on.get(block, ""))
    ran = state.agenda.get(block)
    if found is None or found.removed or found.ended_ms is not None or ran is None:
        return None
    return None if _is_of_an_earlier_run(found, ran) else found


def _is_of_an_earlier_run(turn: Turn, block: Block) -> bool:
    """Whether the block was begun anew since; a moment is allowed for clocks that differ."""
    return block.started_ms is None or turn.started_ms + _RESTARTED_MS < block.started_ms


def rested_ms(state: SessionState, block: str, ms: int) -> int:
    """How long a block has rested until a moment."""
    run = state.running.of(block)
    return run.rested_ms + (max(ms - run.paused_ms, 0) if run.paused_ms is not None else 0)


def talk_ms(state: SessionState, turn: Turn, now_ms: int) -> int:
    """How long a turn lasts or lasted, without pauses, in ms."""
    if turn.ended_ms is not None:
        return max(turn.ended_ms - turn.started_ms - max(turn.rest_end - turn.rest_start, 0), 0)
    block = state.agenda.get(turn.block)
    if block is None or speaking_now(state, turn.block) is not turn:
        return 0
    until = now_ms if block.ended_ms is None else min(now_ms, block.ended_ms)
    rest = rested_ms(state, turn.block, until) - turn.rest_start
    return max(until - turn.started_ms - max(rest, 0), 0)


def is_speech(state: SessionState, turn: Turn) -> bool:
    """Whether a turn counts as having spoken: neither a point of order nor a slip of the finger."""
    return not turn.point_of_order and (turn.ended_ms is None or talk_ms(state, turn, turn.ended_ms) >= SLIP_MS)


def has_spoken(state: SessionState, block: str) -> set[str]:
    """Everybody who has spoken in a block, or speaks now."""
    return {turn.person for turn in state.speaking.of(block) if turn.person and is_speech(state, turn)}


def waiting(state: SessionState, block: str) -> list[Hand]:
    """Who waits to speak, the next one first: points of order, then first-time speakers if asked, then by time."""
    spoken = has_spoken(state, block) if state.speaking.first_time_first else set()
    hands = [
        hand
        for hand in state.speaking.hands.get(block, {}).values()
        if (person := state.people.get(hand.person)) is not None and person.here and not person.removed
    ]
    return sorted(hands, key=lambda hand: (not hand.point_of_order, hand.person in spoken, hand.ms))


def next_in_circle(state: SessionState, block: str) -> str:
    """In a round: the next in the circle who has not had a turn; empty once everybody had one."""
    circle = [person.id for person in state.people.present() if person.here and not leads(person)]
    turns = [turn for turn in state.speaking.of(block) if not turn.point_of_order and turn.person in circle]
    had = {turn.person for turn in turns}
    start = circle.index(turns[-1].person) + 1 if turns else 0
    return next((person for person in circle[start:] + circle[:start] if person not in had), "")


# ---- deciding ---------------------------------------------------------------------------------------------------


def _stop(state: SessionState, block: str, ms: int | None) -> Iterable[Body]:
    turn = state.speaking.turns.get(state.speaking.on.get(block, ""))
    if turn is not None:
        yield TurnEnded(turn.id, ms)


@decides(RaiseHand)
def _raise(state: SessionState, command: RaiseHand, asking: Asking) -> Iterable[Body]:
    seats.own_only(asking, command.person)
    block, person = running_block(state), known(state, command.person)
    if block.anonymity != NAMED:
        raise Rejected(
            "Nobody is named in “{title}”, so no list of hands is kept. Raise a hand in the room.", title=block.title
        )
    was = state.speaking.hands.get(block.id, {}).get(person.id)
    if was is None:
        yield HandRaised(block.id, person.id, command.point_of_order, asking.role == GUEST, command.ms)
    elif was.point_of_order != command.point_of_order:
        yield HandRaised(block.id, person.id, command.point_of_order, was.phone, was.ms)


@decides(LowerHand)
def _lower(state: SessionState, command: LowerHand, asking: Asking) -> Iterable[Body]:
    seats.own_only(asking, command.person)
    block = running_block(state)
    if command.person in state.speaking.hands.get(block.id, {}):
        yield HandLowered(block.id, command.person)


@decides(NextSpeaker)
def _next(state: SessionState, command: NextSpeaker, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if block.anonymity != NAMED:
        raise Rejected("Nobody is named in “{title}”, so no turn is recorded.", title=block.title)
    hands = waiting(state, block.id)
    person = hands[0].person if hands else ""
    if not hands and command.circle:
        person = next_in_circle(state, block.id)
        if not person:
            raise Rejected("Everybody has had a turn.")
    if not person:
        raise Rejected("Nobody waits to speak.")
    yield from _floor(state, command.id, block.id, person, command.ms, hands[0].point_of_order if hands else False)


@decides(GiveFloor)
def _give(state: SessionState, command: GiveFloor, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if block.anonymity not in (NAMED, BY_GROUP):
        raise Rejected("Nobody is named in “{title}”, so no talk time is taken.", title=block.title)
    if command.group:
        yield from _stop(state, block.id, command.ms)
        yield TurnBegan(command.id, block.id, group=name_of(command.group), ms=command.ms)
        return
    person = known(state, command.person)
    if block.anonymity == BY_GROUP:
        raise Rejected("In “{title}” people are told by group. Give the floor to a group instead.", title=block.title)
    now = speaking_now(state, block.id)
    if now is None or now.person != person.id:
        hand = state.speaking.hands.get(block.id, {}).get(person.id)
        yield from _floor(
            state, command.id, block.id, person.id, command.ms, hand.point_of_order if hand is not None else False
        )


def _floor(
    state: SessionState, turn: str, block: str, person: str, ms: int | None, point_of_order: bool
) -> Iterable[Body]:
    yield from _stop(state, block, ms)
    if person in state.speaking.hands.get(block, {}):
        yield HandLowered(block, person)
    yield TurnBegan(turn, block, person, point_of_order=point_of_order, ms=ms)


@decides(EndSpeech)
def _end(state: SessionState, command: EndSpeech, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if speaking_now(state, block.id) is None:
        raise Rejected("Nobody is speaking.")
    yield from _stop(state, block.id, command.ms)


@decides(SetFirstTimeFirst)
def _first(state: SessionState, command: SetFirstTimeFirst, asking: Asking) -> Iterable[Body]:
    if command.on != state.speaking.first_time_first:
        yield FirstTimeFirst(command.on)


# ---- folding ---------------------------------------------------------------------------------------------------


@folds(HandRaised)
def _raised(state: SessionState, body: HandRaised, fact: Fact) -> None:
    ms = fact.ms if body.ms is None else body.ms
    hand = Hand(body.person, ms, body.point_of_order, body.phone)
    state.speaking.hands.setdefault(body.block, {})[body.person] = hand


@folds(HandLowered)
def _lowered(state: SessionState, body: HandLowered, fact: Fact) -> None:
    hands = state.speaking.hands.get(body.block, {})
    hands.pop(body.person, None)
    if not hands:
        state.speaking.hands.pop(body.block, None)


@folds(TurnBegan)
def _began(state: SessionState, body: TurnBegan, fact: Fact) -> None:
    if body.turn in state.speaking.turns:
        return
    ms = fact.ms if body.ms is None else body.ms
    other = state.speaking.on.get(body.block)
    if other is not None:  # two windows gave the floor at once: one voice at a time
        _close(state, other, ms)
    rest = rested_ms(state, body.block, ms)
    turn = Turn(body.turn, body.block, body.person, body.group, ms, None, rest, 0, body.point_of_order)
    state.speaking.turns[body.turn] = turn
    state.speaking.on[body.block] = body.turn


def _close(state: SessionState, key: str, ms: int) -> None:
    turn = state.speaking.turns.get(key)
    if turn is None:
        return
    block = state.agenda.get(turn.block)
    if block is not None and _is_of_an_earlier_run(turn, block):
        ms = turn.started_ms  # when it ended is not known: it counts for nothing
    elif block is not None and block.ended_ms is not None:
        ms = min(ms, block.ended_ms)
    rest = rested_ms(state, turn.block, ms)
    state.speaking.turns[key] = replace(turn, ended_ms=ms, rest_end=rest)
    if state.speaking.on.get(turn.block) == key:
        del state.speaking.on[turn.block]


@folds(TurnEnded)
def _ended(state: SessionState, body: TurnEnded, fact: Fact) -> None:
    _close(state, body.turn, fact.ms if body.ms is None else body.ms)


@folds(TurnGoesOn)
def _goes_on(state: SessionState, body: TurnGoesOn, fact: Fact) -> None:
    turn = state.speaking.turns.get(body.turn)
    if turn is not None and not turn.removed:
        state.speaking.turns[body.turn] = replace(turn, ended_ms=None, rest_end=0)
        state.speaking.on[turn.block] = body.turn


@folds(TurnTakenBack)
def _taken_back(state: SessionState, body: TurnTakenBack, fact: Fact) -> None:
    turn = state.speaking.turns.get(body.turn)
    if turn is not None:
        state.speaking.turns[body.turn] = replace(turn, removed=True)
        if state.speaking.on.get(turn.block) == body.turn:
            del state.speaking.on[turn.block]


@folds(TurnPutBack)
def _put_back(state: SessionState, body: TurnPutBack, fact: Fact) -> None:
    turn = state.speaking.turns.get(body.turn)
    if turn is not None:
        state.speaking.turns[body.turn] = replace(turn, removed=False)
        if turn.ended_ms is None:
            state.speaking.on[turn.block] = body.turn


@folds(FirstTimeFirst)
def _first_time(state: SessionState, body: FirstTimeFirst, fact: Fact) -> None:
    state.speaking.first_time_first = body.on


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(HandRaised)
def _unraise(state: SessionState, body: HandRaised) -> Iterable[Body]:
    was = state.speaking.hands.get(body.block, {}).get(body.person)
    if was is None:
        yield HandLowered(body.block, body.person)
    else:
        yield HandRaised(body.block, body.person, was.point_of_order, was.phone, was.ms)


@undone_by(HandLowered)
def _unlower(state: SessionState, body: HandLowered) -> Iterable[Body]:
    was = state.speaking.hands.get(body.block, {}).get(body.person)
    if was is not None:
        yield HandRaised(body.block, body.person, was.point_of_order, was.phone, was.ms)


@undone_by(TurnBegan)
def _unbegin(state: SessionState, body: TurnBegan) -> Iterable[Body]:
    yield TurnTakenBack(body.turn)


@undone_by(TurnEnded)
def _unend(state: SessionState, body: TurnEnded) -> Iterable[Body]:
    was = state.speaking.turns.get(body.turn)
    if was is not None and was.ended_ms is None:
        yield TurnGoesOn(body.turn)


@undone_by(TurnGoesOn)
def _ungo(state: SessionState, body: TurnGoesOn) -> Iterable[Body]:
    was = state.speaking.turns.get(body.turn)
    if was is not None and was.ended_ms is not None:
        yield TurnEnded(body.turn, was.ended_ms)


@undone_by(TurnTakenBack)
def _untake(state: SessionState, body: TurnTakenBack) -> Iterable[Body]:
    yield TurnPutBack(body.turn)


@undone_by(TurnPutBack)
def _unput(state: SessionState, body: TurnPutBack) -> Iterable[Body]:
    yield TurnTakenBack(body.turn)


@undone_by(FirstTimeFirst)
def _unfirst(state: SessionState, body: FirstTimeFirst) -> Iterable[Body]:
    yield FirstTimeFirst(not body.on)
