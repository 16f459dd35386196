"""Coming and going by phone: no steps of the facilitator's undo, and nobody comes or goes for somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body
from facilitator.session.people import PersonCameBack, PersonJoined, PersonLeft
from facilitator.session.rules import GUEST, Asking, Command, decides, name_of
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFromPhone(Command):
    """A guest comes in with a name. ``person`` is their id, new each time."""

    MAY: ClassVar[frozenset[str]] = frozenset({GUEST})
    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFromPhone(Command):
    """A guest goes."""

    MAY: ClassVar[frozenset[str]] = frozenset({GUEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFromPhone(Command):
    """A guest is here again."""

    MAY: ClassVar[frozenset[str]] = frozenset({GUEST})


@decides(JoinFromPhone)
def _join(state: SessionState, command: JoinFromPhone, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.person in state.people.by_id:
        raise Rejected("This person is in the session already.")
    yield PersonJoined(command.person, name_of(command.name))


@decides(LeaveFromPhone)
def _leave(state: SessionState, command: LeaveFromPhone, asking: Asking) -> Iterable[Body]:
    person = state.people.get(asking.person)
    if person is not None and person.here and not person.removed:
        yield PersonLeft(person.id)


@decides(ReturnFromPhone)
def _return(state: SessionState, command: ReturnFromPhone, asking: Asking) -> Iterable[Body]:
    person = state.people.get(asking.person)
    if person is not None and not person.here and not person.removed:
        yield PersonCameBack(person.id)
