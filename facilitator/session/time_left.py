"""The time left that everybody sees, on the laptop, on the room screen and on phones: a phase's where a phase runs.

One rule for all three, so that a room is never told two times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.play import phase_left_ms, weights_of
from facilitator.session.running import MINUTE, elapsed_ms, minutes_of, remaining_ms
from facilitator.session.stage_names import PENS_FIRST, ROLE_PLAY, stage_name
from facilitator.session.steps import steps_of

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


def step_left_ms(state: SessionState, block: Block, method: Modality | None, now_ms: int) -> int | None:
    """What is left of the step that is on, by the plan of steps; None where nobody said how long it is.

    Minutes given while it runs are for the step that is on, and the last step has all that is left of the activity.
    """
    steps, run = steps_of(block, method, minutes_of(state, block)), state.running.of(block.id)
    so_far = steps[: run.step + 1]
    if block.started_ms is None or not so_far or not so_far[-1].minutes:
        return None
    if len(so_far) == len(steps):
        return remaining_ms(state, block, now_ms)
    given = max(run.extra, 0) if block.steps else 0  # a method's own steps are scaled to them already
    return (sum(step.minutes for step in so_far) + given) * MINUTE - elapsed_ms(state, block, now_ms)


def phase_time_ms(state: SessionState, block: Block, method: Modality | None, now_ms: int) -> int | None:
    """What is left of the phase that is on, in ms; None where an activity has no phases and its own time counts."""
    stage = stage_name(block, method)
    if stage == ROLE_PLAY:
        return phase_left_ms(state, block.id, now_ms, weights_of(method))
    if stage == PENS_FIRST:
        return step_left_ms(state, block, method, now_ms)
    return None


def time_left_ms(state: SessionState, block: Block, method: Modality | None, now_ms: int) -> int:
    """What is left of what runs, as everybody is told, in ms; below nought once it runs over."""
    phase = phase_time_ms(state, block, method, now_ms)
    return remaining_ms(state, block, now_ms) if phase is None else phase
