"""The activities: which block of the agenda runs, when it began and when it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import change_block, known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import Asking, Command, decides, folds, undone_by

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class ActivityStarted(Body):
    """A block began to run. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "activity_started"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityEnded(Body):
    """The running block ended."""

    KIND: ClassVar[str] = "activity_ended"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityReset(Body):
    """The times of a block were put back to what they were before."""

    KIND: ClassVar[str] = "activity_reset"
    block: str
    started_ms: int | None = None
    ended_ms: int | None = None
    running: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartActivity(Command):
    """Begin a block; the one that runs ends. ``ms`` is when, if not now."""

    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndActivity(Command):
    """End the running block."""

    ms: int | None = None


@decides(StartActivity)
def _start(state: SessionState, command: StartActivity, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.agenda.running == block.id:
        raise Rejected("“{title}” is running already.", title=block.title)
    if state.agenda.running is not None:
        yield ActivityEnded(state.agenda.running, command.ms)
    yield ActivityStarted(block.id, command.ms)


@decides(EndActivity)
def _end(state: SessionState, command: EndActivity, asking: Asking) -> Iterable[Body]:
    if state.agenda.running is None:
        raise Rejected("Nothing is running.")
    yield ActivityEnded(state.agenda.running, command.ms)


@folds(ActivityStarted)
def _started(state: SessionState, body: ActivityStarted, fact: Fact) -> None:
    if body.block in state.agenda.by_id:
        change_block(state, body.block, started_ms=fact.ms if body.ms is None else body.ms, ended_ms=None)
        state.agenda.running = body.block


@folds(ActivityEnded)
def _ended(state: SessionState, body: ActivityEnded, fact: Fact) -> None:
    change_block(state, body.block, ended_ms=fact.ms if body.ms is None else body.ms)
    if state.agenda.running == body.block:
        state.agenda.running = None


@folds(ActivityReset)
def _reset(state: SessionState, body: ActivityReset, fact: Fact) -> None:
    change_block(state, body.block, started_ms=body.started_ms, ended_ms=body.ended_ms)
    state.agenda.running = body.running if body.running in state.agenda.by_id else None


def _times(state: SessionState, block: str) -> Iterable[Body]:
    was = state.agenda.get(block)
    if was is not None:
        yield ActivityReset(block, was.started_ms, was.ended_ms, state.agenda.running)


@undone_by(ActivityStarted)
def _unstart(state: SessionState, body: ActivityStarted) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityEnded)
def _unend(state: SessionState, body: ActivityEnded) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityReset)
def _unreset(state: SessionState, body: ActivityReset) -> Iterable[Body]:
    yield from _times(state, body.block)
