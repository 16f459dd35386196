"""The time left that laptop, room screen and phones all tell: a phase's where a phase runs, else the activity's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.catalogue import built_in
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.play import GoToPhase, NextRound
from facilitator.session.role_play import WriteScenario
from facilitator.session.running import MINUTE, ExtendActivity, ReachStep, remaining_ms
from facilitator.session.stage_names import NAMES, stage_name
from facilitator.session.time_left import phase_time_ms, time_left_ms
from facilitator.ui.stages.registry import STAGES
from tests.session.rig import Rig

METHODS = built_in()


def runs(modality: str, minutes: int = 40) -> Rig:
    """An activity of this method that has just begun."""
    rig = Rig()
    rig.do(AddBlock(block="b", title="Talk", minutes=minutes, modality=modality))
    rig.do(StartActivity(block="b"))
    return rig


def left(rig: Rig, method: str, after: int = 0) -> int:
    """What everybody is told after so many minutes."""
    block = rig.state.agenda.by_id["b"]
    assert block.started_ms is not None
    return time_left_ms(rig.state, block, METHODS.get(method), block.started_ms + after * MINUTE)


def test_a_discussion_tells_its_own_time() -> None:
    """No phases: what is left of the activity, and below nought once it runs over."""
    rig = runs("discussion")
    assert (left(rig, "discussion"), left(rig, "discussion", 41)) == (40 * MINUTE, -MINUTE)
    block = rig.state.agenda.by_id["b"]
    assert phase_time_ms(rig.state, block, METHODS.get("discussion"), rig.ms) is None


def test_a_role_play_tells_the_time_of_its_phase() -> None:
    """The brief of a round has its few minutes, not the forty of the activity; the next round has its own."""
    rig = runs("role_play")
    rig.do(WriteScenario(block="b", rounds=2))
    rig.do(GoToPhase(block="b", phase="brief", ms=rig.state.agenda.by_id["b"].started_ms))
    assert 0 < left(rig, "role_play") < 10 * MINUTE
    assert left(rig, "role_play", 12) < 0
    started = rig.state.agenda.by_id["b"].started_ms
    assert started is not None
    rig.do(NextRound(block="b", ms=started + 12 * MINUTE))
    assert 0 < left(rig, "role_play", 12) < 10 * MINUTE


def test_pens_first_tells_the_time_of_its_step() -> None:
    """While people write, the minutes of writing."""
    rig = runs("pens_first", 12)
    assert left(rig, "pens_first") == MINUTE
    rig.do(ReachStep(step=1))
    assert left(rig, "pens_first", 1) == 5 * MINUTE


def test_minutes_given_are_for_the_phase_that_is_on_and_the_last_has_the_rest() -> None:
    """Five more while people write are theirs; the last phase of a plan has all that is left of the activity."""
    rig = Rig()
    steps = ("Read, 1 min", "Write alone, 4 min", "Reveal, then round, 8 min")
    rig.do(AddBlock(block="b", title="Pens", minutes=15, modality="pens_first", steps=steps))
    rig.do(StartActivity(block="b"))
    rig.do(ReachStep(step=1))
    assert left(rig, "pens_first", 2) == 3 * MINUTE
    rig.do(ExtendActivity(minutes=5))
    assert left(rig, "pens_first", 2) == 8 * MINUTE
    rig.do(ReachStep(step=2))
    assert left(rig, "pens_first", 10) == (15 + 5 - 10) * MINUTE
    rig.do(ExtendActivity(minutes=2))
    assert left(rig, "pens_first", 10) == 12 * MINUTE


def test_a_method_of_ones_own_says_how_long_its_phases_are() -> None:
    """Its file's ``phases`` count, and where nobody knows the method the activity's time does."""
    model = METHODS.get("role_play")
    assert model is not None
    minutes = {"prebrief": 10, "brief": 10, "play": 10, "step_out": 5, "debrief": 5}
    own = replace(model, id="own", extra={"phases": minutes})
    rig = runs("own")
    block = rig.state.agenda.by_id["b"]
    assert block.started_ms is not None and stage_name(block, own) == "role_play"
    assert time_left_ms(rig.state, block, own, block.started_ms) == 10 * MINUTE
    assert time_left_ms(rig.state, block, None, block.started_ms) == 40 * MINUTE


@given(
    modality=st.sampled_from([method.id for method in METHODS]), minutes=st.integers(1, 120),
    after=st.integers(0, 200), step=st.integers(0, 12),
)  # fmt: skip
def test_there_is_always_a_time_and_it_runs(modality: str, minutes: int, after: int, step: int) -> None:
    """Whatever runs: a minute later a minute less, and the activity's own time where it has no phases."""
    rig = runs(modality, minutes)
    if step:
        rig.do(ReachStep(step=step))
    assert left(rig, modality, after) - left(rig, modality, after + 1) == MINUTE
    block = rig.state.agenda.by_id["b"]
    if phase_time_ms(rig.state, block, METHODS.get(modality), rig.ms) is None:
        assert left(rig, modality) == remaining_ms(rig.state, block, block.started_ms or 0)


@pytest.mark.parametrize("method", list(METHODS), ids=lambda method: method.id)
def test_every_stage_that_is_named_is_built(method) -> None:
    """The names of the rule are those of the window."""
    rig = runs(method.id)
    assert stage_name(rig.state.agenda.by_id["b"], method) in STAGES
    assert set(STAGES) == NAMES
