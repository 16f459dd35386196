"""The inner circle of a fishbowl: who sits in it, and how many chairs it has, one of them always free for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.people import known
from facilitator.session.rules import FACILITATOR, GARDENER, GUEST, Asking, Command, decides, folds, undone_by
from facilitator.session.running import running_block

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

CHAIRS = 5
FEWEST, MOST = 3, 9


@dataclass(frozen=True, slots=True)
class SeatTaken(Body):
    """Somebody sat down in the inner circle. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "seat_taken"
    block: str
    person: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class SeatLeft(Body):
    """Somebody left the inner circle."""

    KIND: ClassVar[str] = "seat_left"
    block: str
    person: str


@dataclass(frozen=True, slots=True)
class ChairsSet(Body):
    """The inner circle has so many chairs now."""

    KIND: ClassVar[str] = "chairs_set"
    block: str
    chairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSeat(Command):
    """Sit down in the inner circle of the running block. A guest may seat nobody but themselves."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSeat(Command):
    """Leave the inner circle."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChairs(Command):
    """Have so many chairs in the inner circle of the running block."""

    chairs: int


def inside(state: SessionState, block: str) -> list[str]:
    """Who sits in the inner circle, in the order they sat down."""
    seats = state.speaking.seats.get(block, {})
    order = sorted(seats, key=lambda key: (seats[key], key))
    return [key for key in order if (person := state.people.get(key)) is not None and not person.removed]


def chairs(state: SessionState, block: str) -> int:
    """How many chairs the inner circle of a block has, the free one among them."""
    return state.speaking.chairs.get(block, CHAIRS)


def own_only(asking: Asking, person: str) -> None:
    """Refuse a guest who speaks for somebody else."""
    if asking.role == GUEST and asking.person != person:
        raise Rejected("You can do that for yourself only.")


@decides(TakeSeat)
def _take(state: SessionState, command: TakeSeat, asking: Asking) -> Iterable[Body]:
    own_only(asking, command.person)
    block = running_block(state)
    person = known(state, command.person)
    there = inside(state, block.id)
    if person.id in there:
        return
    if len(there) >= chairs(state, block.id):
        raise Rejected("All chairs are taken. Somebody inside leaves one first.")
    yield SeatTaken(block.id, person.id)


@decides(LeaveSeat)
def _leave(state: SessionState, command: LeaveSeat, asking: Asking) -> Iterable[Body]:
    own_only(asking, command.person)
    block = running_block(state)
    if command.person in state.speaking.seats.get(block.id, {}):
        yield SeatLeft(block.id, command.person)


@decides(SetChairs)
def _set(state: SessionState, command: SetChairs, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if not FEWEST <= command.chairs <= MOST:
        raise Rejected("An inner circle has {fewest} to {most} chairs.", fewest=FEWEST, most=MOST)
    if command.chairs < len(inside(state, block.id)):
        raise Rejected("More people than that sit in the inner circle.")
    if command.chairs != chairs(state, block.id):
        yield ChairsSet(block.id, command.chairs)


@folds(SeatTaken)
def _taken(state: SessionState, body: SeatTaken, fact: Fact) -> None:
    state.speaking.seats.setdefault(body.block, {})[body.person] = fact.ms if body.ms is None else body.ms


@folds(SeatLeft)
def _left(state: SessionState, body: SeatLeft, fact: Fact) -> None:
    state.speaking.seats.get(body.block, {}).pop(body.person, None)


@folds(ChairsSet)
def _chairs(state: SessionState, body: ChairsSet, fact: Fact) -> None:
    state.speaking.chairs[body.block] = body.chairs


@undone_by(SeatTaken)
def _untake(state: SessionState, body: SeatTaken) -> Iterable[Body]:
    yield SeatLeft(body.block, body.person)


@undone_by(SeatLeft)
def _unleave(state: SessionState, body: SeatLeft) -> Iterable[Body]:
    yield SeatTaken(body.block, body.person, state.speaking.seats.get(body.block, {}).get(body.person))


@undone_by(ChairsSet)
def _unset(state: SessionState, body: ChairsSet) -> Iterable[Body]:
    yield ChairsSet(body.block, chairs(state, body.block))
