"""How blocks ran, as plain values that may leave the session whole, and the commands that bring them into another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import LONGEST_MINUTES, ChangeBlock
from facilitator.session.rules import Command
from facilitator.session.running import (
    CloseSession,
    ExtendActivity,
    PauseActivity,
    ReachStep,
    ResumeActivity,
    SkipBlock,
)
from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One block as it ran. Times in ms UTC; ``planned`` minutes are those it had when the session began to run.

    ``extra`` minutes were given while it ran, ``rested_ms`` did not count, ``step`` is the last one reached. A pause
    that is still on began at ``paused_ms``.
    """

    block: str
    minutes: int = 0
    planned: int | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    running: bool = False
    extra: int = 0
    rested_ms: int = 0
    step: int = 0
    skipped: bool = False
    paused_ms: int | None = None


def record(state: SessionState, block: str) -> RunRecord:
    """How a block ran."""
    found, run = state.agenda.by_id[block], state.running.of(block)
    return RunRecord(
        block,
        found.minutes,
        state.running.planned.get(block),
        found.started_ms,
        found.ended_ms,
        state.agenda.running == block and not found.removed,
        run.extra,
        run.rested_ms,
        run.step,
        run.skipped,
        run.paused_ms,
    )


def planned_minutes(told: RunRecord) -> int:
    """The minutes with which a block is put into an agenda, so that what was planned is noted again as it was."""
    return told.minutes if told.planned is None else told.planned


def commands(told: Iterable[RunRecord], closed_ms: int | None) -> Iterator[Command]:
    """What brings all of it into a session whose blocks have their planned minutes; the running block comes last."""
    every = list(told)
    ran = [one for one in every if one.started_ms is not None]
    for one in sorted(ran, key=lambda one: (one.running, one.started_ms or 0)):
        yield StartActivity(block=one.block, ms=one.started_ms)
        if one.extra:
            # What it was given fitted the minutes it had then, not always those it has now.
            yield ChangeBlock(block=one.block, minutes=min(max(-one.extra, 0), LONGEST_MINUTES))
            yield ExtendActivity(minutes=one.extra)
        if one.step:
            yield ReachStep(step=one.step)
        if one.rested_ms and one.started_ms is not None:
            yield PauseActivity(ms=one.started_ms)
            yield ResumeActivity(ms=one.started_ms + one.rested_ms)
        if one.running and one.paused_ms is not None:
            yield PauseActivity(ms=one.paused_ms)
        if not one.running:
            yield EndActivity(ms=one.started_ms if one.ended_ms is None else one.ended_ms)
    for one in every:
        if one.extra or (one.planned is not None and one.planned != one.minutes):
            yield ChangeBlock(block=one.block, minutes=one.minutes)
        if one.skipped:
            yield SkipBlock(block=one.block)
    if closed_ms is not None:
        yield CloseSession(ms=closed_ms)
