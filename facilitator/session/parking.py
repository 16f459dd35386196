"""The parking place: what is kept for later without being talked about now, and who said it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import NAMED
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.people import known
from facilitator.session.rules import Asking, Command, decides, folds, text_of, undone_by
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Parked:
    """Something kept for later. ``person`` is empty where nobody was said, or nobody is named in that activity."""

    id: str
    text: str
    person: str = ""
    block: str = ""
    at_ms: int = 0
    removed: bool = False


@dataclass(frozen=True, slots=True)
class ThingParked(Body):
    """Something was put into the parking place."""

    KIND: ClassVar[str] = "thing_parked"
    parked: str
    text: str
    person: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class ThingUnparked(Body):
    """It was taken out of the parking place."""

    KIND: ClassVar[str] = "thing_unparked"
    parked: str


@dataclass(frozen=True, slots=True)
class ThingParkedAgain(Body):
    """What had been taken out is in the parking place again."""

    KIND: ClassVar[str] = "thing_parked_again"
    parked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkForLater(Command):
    """Put something into the parking place. It has the id of this command."""

    text: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpark(Command):
    """Take something out of the parking place."""

    parked: str


def parked_now(state: SessionState) -> list[Parked]:
    """What is in the parking place, in the order it came there."""
    return [one for one in state.speaking.parked.values() if not one.removed]


@decides(ParkForLater)
def _park(state: SessionState, command: ParkForLater, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    text = text_of(command.text).strip()
    block = state.agenda.get(state.agenda.running)
    person = known(state, command.person).id if command.person else ""
    if block is not None and block.anonymity != NAMED:
        person = ""
    yield ThingParked(command.id, text, person, block.id if block is not None else "")


@decides(Unpark)
def _unpark(state: SessionState, command: Unpark, asking: Asking) -> Iterable[Body]:
    found = state.speaking.parked.get(command.parked)
    if found is None or found.removed:
        raise Rejected("This is not in the parking place.")
    yield ThingUnparked(found.id)


@folds(ThingParked)
def _parked(state: SessionState, body: ThingParked, fact: Fact) -> None:
    state.speaking.parked.setdefault(body.parked, Parked(body.parked, body.text, body.person, body.block, fact.ms))


def _mark(state: SessionState, parked: str, removed: bool) -> None:
    found = state.speaking.parked.get(parked)
    if found is not None:
        state.speaking.parked[parked] = replace(found, removed=removed)


@folds(ThingUnparked)
def _unparked(state: SessionState, body: ThingUnparked, fact: Fact) -> None:
    _mark(state, body.parked, True)


@folds(ThingParkedAgain)
def _again(state: SessionState, body: ThingParkedAgain, fact: Fact) -> None:
    _mark(state, body.parked, False)


@undone_by(ThingParked)
def _undo_park(state: SessionState, body: ThingParked) -> Iterable[Body]:
    yield ThingUnparked(body.parked)


@undone_by(ThingUnparked)
def _undo_unpark(state: SessionState, body: ThingUnparked) -> Iterable[Body]:
    yield ThingParkedAgain(body.parked)


@undone_by(ThingParkedAgain)
def _undo_again(state: SessionState, body: ThingParkedAgain) -> Iterable[Body]:
    yield ThingUnparked(body.parked)
