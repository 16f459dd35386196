"""The activities: which block of the agenda runs, when it began, when it ended, and going back to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import change_block, known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import Asking, Command, decides, folds, undone_by
from facilitator.session.running import (
    BlockSkipped,
    StepReached,
    change_run,
    end_pause,
    note_plan,
    rests_as_they_were,
)
from facilitator.session.votes import closes

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
class ActivityReturned(Body):
    """A block that had ended goes on where it stopped; the time between does not count."""

    KIND: ClassVar[str] = "activity_returned"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToActivity(Command):
    """Go back to a block that ended, and on with it where it stopped; the one that runs ends."""

    block: str
    ms: int | None = None


@decides(StartActivity)
def _start(state: SessionState, command: StartActivity, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.agenda.running == block.id:
        raise Rejected("“{title}” is running already.", title=block.title)
    if state.running.closed_ms is not None:
        raise Rejected("This session is over. Let it go on first.")
    if state.agenda.running is not None:
        yield from closes(state, state.agenda.running)
        yield ActivityEnded(state.agenda.running, command.ms)
    yield ActivityStarted(block.id, command.ms)


@decides(ReturnToActivity)
def _return(state: SessionState, command: ReturnToActivity, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.agenda.running == block.id:
        return
    if state.running.closed_ms is not None:
        raise Rejected("This session is over. Let it go on first.")
    if state.agenda.running is not None:
        yield from closes(state, state.agenda.running)
        yield ActivityEnded(state.agenda.running, command.ms)
    if block.started_ms is None or block.ended_ms is None:
        yield ActivityStarted(block.id, command.ms)
    else:
        yield ActivityReturned(block.id, command.ms)


@decides(EndActivity)
def _end(state: SessionState, command: EndActivity, asking: Asking) -> Iterable[Body]:
    if state.agenda.running is None:
        raise Rejected("Nothing is running.")
    yield from closes(state, state.agenda.running)
    yield ActivityEnded(state.agenda.running, command.ms)


@folds(ActivityStarted)
def _started(state: SessionState, body: ActivityStarted, fact: Fact) -> None:
    if body.block in state.agenda.by_id:
        ms = fact.ms if body.ms is None else body.ms
        note_plan(state, ms)
        change_block(state, body.block, started_ms=ms, ended_ms=None)
        change_run(state, body.block, paused_ms=None, rested_ms=0, step=0, skipped=False)
        state.agenda.running = body.block


@folds(ActivityEnded)
def _ended(state: SessionState, body: ActivityEnded, fact: Fact) -> None:
    ms = fact.ms if body.ms is None else body.ms
    end_pause(state, body.block, ms)
    change_block(state, body.block, ended_ms=ms)
    if state.agenda.running == body.block:
        state.agenda.running = None


@folds(ActivityReturned)
def _returned(state: SessionState, body: ActivityReturned, fact: Fact) -> None:
    block = state.agenda.by_id.get(body.block)
    if block is None or block.ended_ms is None:
        return
    away = max((fact.ms if body.ms is None else body.ms) - block.ended_ms, 0)
    change_run(state, body.block, rested_ms=state.running.of(body.block).rested_ms + away, skipped=False)
    change_block(state, body.block, ended_ms=None)
    state.agenda.running = body.block


@folds(ActivityReset)
def _reset(state: SessionState, body: ActivityReset, fact: Fact) -> None:
    change_block(state, body.block, started_ms=body.started_ms, ended_ms=body.ended_ms)
    state.agenda.running = body.running if body.running in state.agenda.by_id else None


def _times(state: SessionState, block: str) -> Iterable[Body]:
    was = state.agenda.get(block)
    if was is not None:
        yield from rests_as_they_were(state, block)
        yield ActivityReset(block, was.started_ms, was.ended_ms, state.agenda.running)
        run = state.running.of(block)
        yield StepReached(block, run.step)
        yield BlockSkipped(block, run.skipped)


@undone_by(ActivityStarted)
def _unstart(state: SessionState, body: ActivityStarted) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityReturned)
def _unreturn(state: SessionState, body: ActivityReturned) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityEnded)
def _unend(state: SessionState, body: ActivityEnded) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityReset)
def _unreset(state: SessionState, body: ActivityReset) -> Iterable[Body]:
    yield from _times(state, body.block)
