"""Rounds in groups: who sat with whom before the groups were mixed again, and who is not to be put together.

Groups of a block change in place; what a round was is noted when it is over, so that the next draw knows who met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.mixing import Pair, met_in
from facilitator.session.people import known
from facilitator.session.rules import Asking, Command, decides, folds, undone_by

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Round:
    """A round that is over: the people of each group."""

    id: str
    block: str
    groups: tuple[tuple[str, ...], ...]
    removed: bool = False


@dataclass(frozen=True, slots=True)
class RoundHeld(Body):
    """A round in groups is over. ``people`` are those of one group after the other, ``sizes`` how many each has."""

    KIND: ClassVar[str] = "round_held"
    round: str
    block: str
    people: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundForgotten(Body):
    """That round does not count."""

    KIND: ClassVar[str] = "round_forgotten"
    round: str


@dataclass(frozen=True, slots=True)
class RoundCounted(Body):
    """A round that was forgotten counts again."""

    KIND: ClassVar[str] = "round_counted"
    round: str


@dataclass(frozen=True, slots=True)
class ApartKept(Body):
    """These two are not put into one group in this session; with ``apart`` false they may be again."""

    KIND: ClassVar[str] = "apart_kept"
    one: str
    other: str
    apart: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRound(Command):
    """Note who sits together in a block now: the round is over. It has the id of this command."""

    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApart(Command):
    """Never draw these two into one group, such as boss and report; or let them meet again."""

    one: str
    other: str
    apart: bool = True


def rounds_of(state: SessionState, block: str) -> list[Round]:
    """The rounds of a block that are over, in their order."""
    return [one for one in state.speaking.rounds.values() if one.block == block and not one.removed]


def met_before(state: SessionState, besides: str = "") -> Counter[Pair]:
    """Who was in a group with whom how often in this session.

    The groups that stand in the block ``besides`` do not count yet: it is they who are to be drawn.
    """
    groupings = [list(one.groups) for one in state.speaking.rounds.values() if not one.removed]
    for block in {group.block for group in state.groups.by_id.values() if group.block != besides}:
        ran = state.agenda.get(block)
        if ran is not None and not ran.removed and ran.started_ms is not None:
            groupings.append([group.people for group in state.groups.of(block)])
    return met_in(groupings)


def kept_apart(state: SessionState) -> list[Pair]:
    """Pairs who are not drawn into one group."""
    return [frozenset((one, other)) for one, others in state.speaking.apart.items() for other in others]


@decides(HoldRound)
def _hold(state: SessionState, command: HoldRound, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    groups = [group.people for group in state.groups.of(block.id) if group.people]
    if groups:
        people = tuple(person for group in groups for person in group)
        yield RoundHeld(command.id, block.id, people, tuple(map(len, groups)))


@decides(KeepApart)
def _keep(state: SessionState, command: KeepApart, asking: Asking) -> Iterable[Body]:
    one, other = sorted((known(state, command.one).id, known(state, command.other).id))
    if one == other:
        raise Rejected("Two people are needed for that.")
    if (other in state.speaking.apart.get(one, {})) != command.apart:
        yield ApartKept(one, other, command.apart)


@folds(RoundHeld)
def _held(state: SessionState, body: RoundHeld, fact: Fact) -> None:
    groups, start = [], 0
    for size in body.sizes:
        groups.append(body.people[start : start + max(size, 0)])
        start += max(size, 0)
    state.speaking.rounds.setdefault(body.round, Round(body.round, body.block, tuple(groups)))


def _mark(state: SessionState, key: str, removed: bool) -> None:
    found = state.speaking.rounds.get(key)
    if found is not None:
        state.speaking.rounds[key] = replace(found, removed=removed)


@folds(RoundForgotten)
def _forgotten(state: SessionState, body: RoundForgotten, fact: Fact) -> None:
    _mark(state, body.round, True)


@folds(RoundCounted)
def _counted(state: SessionState, body: RoundCounted, fact: Fact) -> None:
    _mark(state, body.round, False)


@folds(ApartKept)
def _apart(state: SessionState, body: ApartKept, fact: Fact) -> None:
    one, other = sorted((body.one, body.other))
    others = state.speaking.apart.setdefault(one, {})
    if body.apart:
        others[other] = True
    else:
        others.pop(other, None)
    if not others:
        del state.speaking.apart[one]


@undone_by(RoundHeld)
def _unhold(state: SessionState, body: RoundHeld) -> Iterable[Body]:
    yield RoundForgotten(body.round)


@undone_by(RoundForgotten)
def _unforget(state: SessionState, body: RoundForgotten) -> Iterable[Body]:
    yield RoundCounted(body.round)


@undone_by(RoundCounted)
def _uncount(state: SessionState, body: RoundCounted) -> Iterable[Body]:
    yield RoundForgotten(body.round)


@undone_by(ApartKept)
def _unapart(state: SessionState, body: ApartKept) -> Iterable[Body]:
    yield ApartKept(body.one, body.other, not body.apart)
