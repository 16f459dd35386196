"""How a session runs beside how it was planned: minutes given, pauses, steps, what was skipped, when it was over.

What was planned is noted when the first block begins and never changed by running, so that both can be told apart
for ever. Times are ms UTC by the clock of the facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import LONGEST_MINUTES, Block, known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json
from facilitator.session.rules import Asking, Command, decides, folds, undone_by
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

MINUTE = 60_000
MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Run:
    """How one block ran. ``extra`` is minutes given on top of the plan, ``step`` the running step from 0.

    ``rested_ms`` is all time that did not count: pauses that are over, and being away in another block.
    """

    block: str
    extra: int = 0
    step: int = 0
    paused_ms: int | None = None
    rested_ms: int = 0
    skipped: bool = False


@dataclass
class Running:
    """Every block's run; ``planned`` holds the minutes each block had when the session began to run."""

    by_block: dict[str, Run] = field(default_factory=dict)
    planned: dict[str, int] = field(default_factory=dict)
    began_ms: int | None = None
    closed_ms: int | None = None

    def of(self, block: str) -> Run:
        """How a block ran; an untouched one where nothing happened yet."""
        return self.by_block.get(block) or Run(block)


@dataclass(frozen=True, slots=True)
class ActivityExtended(Body):
    """The running block was given minutes, or had them taken away."""

    KIND: ClassVar[str] = "activity_extended"
    block: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ActivityPaused(Body):
    """The block's time was stopped. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "activity_paused"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityResumed(Body):
    """The block's time goes on. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "activity_resumed"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class RunReset(Body):
    """The pauses of a block were put back to what they were before."""

    KIND: ClassVar[str] = "run_reset"
    block: str
    paused_ms: int | None = None
    rested_ms: int = 0


@dataclass(frozen=True, slots=True)
class StepReached(Body):
    """A step of the block's running order is on, counted from 0."""

    KIND: ClassVar[str] = "step_reached"
    block: str
    step: int


@dataclass(frozen=True, slots=True)
class BlockSkipped(Body):
    """The block is left out this time, though it stays in the plan."""

    KIND: ClassVar[str] = "block_skipped"
    block: str
    skipped: bool = True


@dataclass(frozen=True, slots=True)
class SessionClosed(Body):
    """The session is over. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "session_closed"
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class SessionReopened(Body):
    """The session goes on after all."""

    KIND: ClassVar[str] = "session_reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendActivity(Command):
    """Give the running block ``minutes`` more; fewer with a minus."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseActivity(Command):
    """Stop the time of the running block."""

    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeActivity(Command):
    """Let the time of the running block go on."""

    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachStep(Command):
    """Go to a step of the running block's order, counted from 0."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipBlock(Command):
    """Leave a block out this time, or take it in again with ``skipped=False``."""

    block: str
    skipped: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession(Command):
    """End the session, early or in time. Everything said stays; the running block ends."""

    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenSession(Command):
    """Let a session that was ended go on."""


# ---- asking ---------------------------------------------------------------------------------------------------


def minutes_of(state: SessionState, block: Block) -> int:
    """The minutes a block has now: as planned, and what it was given while it ran."""
    return max(block.minutes + state.running.of(block.id).extra, 0)


def elapsed_ms(state: SessionState, block: Block, now_ms: int) -> int:
    """How long a block has run, without pauses, in ms; 0 where it has not begun."""
    if block.started_ms is None:
        return 0
    run = state.running.of(block.id)
    until = now_ms if block.ended_ms is None else block.ended_ms
    if run.paused_ms is not None:
        until = min(until, run.paused_ms)
    return max(until - block.started_ms - run.rested_ms, 0)


def remaining_ms(state: SessionState, block: Block, now_ms: int) -> int:
    """How much of a block's time is left, in ms; below nought once it runs over."""
    return minutes_of(state, block) * MINUTE - elapsed_ms(state, block, now_ms)


def is_done(state: SessionState, block: Block) -> bool:
    """Whether a block is behind us: it ran, or was skipped."""
    over = block.ended_ms is not None and state.agenda.running != block.id
    return over or state.running.of(block.id).skipped


def next_block(state: SessionState) -> Block | None:
    """What comes after the running block, or first where nothing ran yet; None at the end.

    Behind the last one it is the first that has not begun: blocks are moved while one of them runs.
    """
    order = state.agenda.in_order()
    at = next((place for place, block in enumerate(order) if block.id == state.agenda.running), None)
    if at is None:
        begun = [place for place, block in enumerate(order) if block.started_ms is not None]
        at = max(begun, default=-1)
    left = order[at + 1 :] + [block for block in order[: at + 1] if block.started_ms is None]
    return next((block for block in left if not state.running.of(block.id).skipped), None)


def block_before(state: SessionState) -> Block | None:
    """The block before the running one that is not skipped; where nothing runs, the last one that did."""
    order = state.agenda.in_order()
    if state.agenda.running is None:
        return max((b for b in order if b.ended_ms is not None), key=lambda b: b.ended_ms or 0, default=None)
    at = next((place for place, block in enumerate(order) if block.id == state.agenda.running), 0)
    return next((block for block in reversed(order[:at]) if not state.running.of(block.id).skipped), None)


# ---- deciding ---------------------------------------------------------------------------------------------------


def running_block(state: SessionState) -> Block:
    """The running block, or a refusal in words."""
    found = state.agenda.get(state.agenda.running)
    if found is None:
        raise Rejected("Nothing is running.")
    return found


@decides(ExtendActivity)
def _extend(state: SessionState, command: ExtendActivity, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    now = minutes_of(state, block)
    wanted = now + command.minutes
    if not 0 <= wanted <= LONGEST_MINUTES:
        raise Rejected("A block lasts between nothing and sixty days.")
    if command.minutes:
        yield ActivityExtended(block.id, command.minutes)


@decides(PauseActivity)
def _pause(state: SessionState, command: PauseActivity, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if state.running.of(block.id).paused_ms is None:
        yield ActivityPaused(block.id, command.ms)


@decides(ResumeActivity)
def _resume(state: SessionState, command: ResumeActivity, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if state.running.of(block.id).paused_ms is not None:
        yield ActivityResumed(block.id, command.ms)


@decides(ReachStep)
def _reach(state: SessionState, command: ReachStep, asking: Asking) -> Iterable[Body]:
    block = running_block(state)
    if not 0 <= command.step <= MOST_STEPS:
        raise Rejected("There is no such step.")
    if command.step != state.running.of(block.id).step:
        yield StepReached(block.id, command.step)


@decides(SkipBlock)
def _skip(state: SessionState, command: SkipBlock, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.skipped and state.agenda.running == block.id:
        raise Rejected("“{title}” is running. Go on to the next one instead.", title=block.title)
    if command.skipped != state.running.of(block.id).skipped:
        yield BlockSkipped(block.id, command.skipped)


@decides(CloseSession)
def _close(state: SessionState, command: CloseSession, asking: Asking) -> Iterable[Body]:
    from facilitator.session.activities import ActivityEnded
    from facilitator.session.votes import closes

    must_exist(state)
    if state.running.closed_ms is not None:
        raise Rejected("This session is over already.")
    yield from closes(state)
    if state.agenda.running is not None:
        yield ActivityEnded(state.agenda.running, command.ms)
    yield SessionClosed(command.ms)


@decides(ReopenSession)
def _reopen(state: SessionState, command: ReopenSession, asking: Asking) -> Iterable[Body]:
    if state.running.closed_ms is not None:
        yield SessionReopened()


# ---- folding ---------------------------------------------------------------------------------------------------


def note_plan(state: SessionState, ms: int) -> None:
    """The first block begins: note what was planned. For folding."""
    if state.running.began_ms is None:
        state.running.began_ms = ms
        state.running.planned = {block.id: block.minutes for block in state.agenda.in_order()}


def change_run(state: SessionState, block: str, **news: Json) -> None:
    """Give a block's run new values. For folding."""
    if block in state.agenda.by_id:
        state.running.by_block[block] = replace(state.running.of(block), **news)


def end_pause(state: SessionState, block: str, ms: int) -> None:
    """A pause that is on is over. For folding."""
    run = state.running.of(block)
    if run.paused_ms is not None:
        change_run(state, block, paused_ms=None, rested_ms=run.rested_ms + max(ms - run.paused_ms, 0))


@folds(ActivityExtended)
def _extended(state: SessionState, body: ActivityExtended, fact: Fact) -> None:
    change_run(state, body.block, extra=state.running.of(body.block).extra + body.minutes)


@folds(ActivityPaused)
def _paused(state: SessionState, body: ActivityPaused, fact: Fact) -> None:
    change_run(state, body.block, paused_ms=fact.ms if body.ms is None else body.ms)


@folds(ActivityResumed)
def _resumed(state: SessionState, body: ActivityResumed, fact: Fact) -> None:
    end_pause(state, body.block, fact.ms if body.ms is None else body.ms)


@folds(RunReset)
def _reset(state: SessionState, body: RunReset, fact: Fact) -> None:
    change_run(state, body.block, paused_ms=body.paused_ms, rested_ms=body.rested_ms)


@folds(StepReached)
def _reached(state: SessionState, body: StepReached, fact: Fact) -> None:
    change_run(state, body.block, step=min(max(body.step, 0), MOST_STEPS))


@folds(BlockSkipped)
def _skipped(state: SessionState, body: BlockSkipped, fact: Fact) -> None:
    change_run(state, body.block, skipped=body.skipped)


@folds(SessionClosed)
def _closed(state: SessionState, body: SessionClosed, fact: Fact) -> None:
    state.running.closed_ms = fact.ms if body.ms is None else body.ms


@folds(SessionReopened)
def _reopened(state: SessionState, body: SessionReopened, fact: Fact) -> None:
    state.running.closed_ms = None


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(ActivityExtended)
def _unextend(state: SessionState, body: ActivityExtended) -> Iterable[Body]:
    yield ActivityExtended(body.block, -body.minutes)


def rests_as_they_were(state: SessionState, block: str) -> Iterable[Body]:
    """The fact that puts a block's pauses back to what they are now."""
    run = state.running.of(block)
    yield RunReset(block, run.paused_ms, run.rested_ms)


@undone_by(ActivityPaused)
def _unpause(state: SessionState, body: ActivityPaused) -> Iterable[Body]:
    yield from rests_as_they_were(state, body.block)


@undone_by(ActivityResumed)
def _unresume(state: SessionState, body: ActivityResumed) -> Iterable[Body]:
    yield from rests_as_they_were(state, body.block)


@undone_by(RunReset)
def _unreset(state: SessionState, body: RunReset) -> Iterable[Body]:
    yield from rests_as_they_were(state, body.block)


@undone_by(StepReached)
def _unreach(state: SessionState, body: StepReached) -> Iterable[Body]:
    yield StepReached(body.block, state.running.of(body.block).step)


@undone_by(BlockSkipped)
def _unskip(state: SessionState, body: BlockSkipped) -> Iterable[Body]:
    yield BlockSkipped(body.block, state.running.of(body.block).skipped)


@undone_by(SessionClosed)
def _unclose(state: SessionState, body: SessionClosed) -> Iterable[Body]:
    yield SessionReopened()


@undone_by(SessionReopened)
def _unreopen(state: SessionState, body: SessionReopened) -> Iterable[Body]:
    yield SessionClosed(state.running.closed_ms)
