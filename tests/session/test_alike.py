"""What guide and plan both ask for: told once, known in both, as one step, and nobody's own words are overwritten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.alike import with_its_like
from facilitator.session.guiding import AnswerGuide
from facilitator.session.planning import DescribePlan, planned
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import DescribeSession
from facilitator.session.situation import answered, purposes, situation_of
from tests.session.rig import Rig


def do(rig: Rig, command: Command) -> None:
    """Send it as the plan's page does."""
    rig.do(with_its_like(rig.state, command))


def test_an_answer_fills_what_the_plan_does_not_say_and_is_one_step() -> None:
    """Where and how long go into the plan; one undo takes both back."""
    rig = Rig()
    do(rig, AnswerGuide(setting="hybrid", minutes=45))
    assert (rig.state.plan.setting, rig.state.plan.minutes) == ("hybrid", 45)
    rig.store.undo(rig.stream)
    assert (rig.state.plan.setting, rig.state.plan.minutes) == ("", 0)
    assert (rig.state.answers.setting, rig.state.answers.minutes) == ("", 0)
    rig.store.redo(rig.stream)
    assert (rig.state.plan.setting, rig.state.answers.minutes) == ("hybrid", 45)


def test_another_answer_follows_into_the_plan_that_the_guide_had_filled() -> None:
    """Who thinks again in the guide does not have to in the plan; an answer taken back empties it there, too."""
    rig = Rig()
    do(rig, AnswerGuide(setting="hybrid", minutes=45))
    do(rig, AnswerGuide(setting="online", minutes=60))
    assert (rig.state.plan.setting, rig.state.plan.minutes) == ("online", 60)
    do(rig, AnswerGuide(minutes=0))
    assert rig.state.plan.minutes == 0
    assert "minutes" not in answered(rig.state)


def test_what_somebody_wrote_into_the_plan_stays() -> None:
    """The guide may be told something else; it goes by that, and the plan keeps its own."""
    rig = Rig()
    do(rig, DescribePlan(setting="online", minutes=90))
    do(rig, AnswerGuide(purpose="ideas", setting="in_person", minutes=60))
    assert (rig.state.plan.setting, rig.state.plan.minutes) == ("online", 90)
    at = situation_of(rig.state)
    assert at is not None
    assert (at.setting, at.minutes) == ("in_person", 60)


def test_the_plan_answers_again_what_the_guide_had_told_it() -> None:
    """Changed in the plan, the guide goes by the plan: there is no second truth left behind."""
    rig = Rig()
    do(rig, AnswerGuide(purpose="ideas", setting="in_person", minutes=60))
    do(rig, DescribePlan(setting="online", minutes=90))
    at = situation_of(rig.state)
    assert at is not None
    assert (at.setting, at.minutes) == ("online", 90)
    rig.store.undo(rig.stream)
    assert (rig.state.plan.setting, rig.state.answers.setting) == ("in_person", "in_person")


def test_a_careful_guess_is_not_written_into_the_plan() -> None:
    """“I am not sure” is nobody's word on where it is; said in the plan, the guess is forgotten."""
    rig = Rig()
    do(rig, AnswerGuide(setting="in_person", unsure=("setting", "trust")))
    assert rig.state.plan.setting == ""
    do(rig, DescribePlan(setting="hybrid"))
    assert (rig.state.answers.setting, rig.state.answers.unsure) == ("", ("trust",))
    assert "setting" in answered(rig.state)


def test_spread_over_days_and_back() -> None:
    """Seven days are the plan's days as long as it is spread over time, and one day again when it is not."""
    rig = Rig()
    do(rig, AnswerGuide(days=7, setting="async"))
    assert (rig.state.plan.setting, rig.state.plan.days, rig.state.plan.minutes) == ("async", 7, 0)
    do(rig, AnswerGuide(setting="in_person"))
    assert (rig.state.plan.setting, rig.state.plan.days) == ("in_person", 1)
    do(rig, AnswerGuide(setting="async"))
    assert rig.state.plan.days == 7


def test_a_length_no_plan_can_hold_is_the_guides_alone() -> None:
    """Nobody is refused in the guide for what the plan cannot take."""
    rig = Rig()
    do(rig, AnswerGuide(minutes=100_000))
    do(rig, AnswerGuide(days=1_000, setting="async"))
    assert (rig.state.plan.minutes, rig.state.plan.days) == (0, 1)
    assert rig.state.answers.days == 1_000


def test_other_commands_pass_as_they_are() -> None:
    """What is asked for in one place only stays one command."""
    rig = Rig()
    for command in (AnswerGuide(trust=2), DescribePlan(leader="listens"), DescribeSession(work="the handover")):
        assert with_its_like(rig.state, command) is command


def test_what_people_get_from_it_answers_the_first_question() -> None:
    """The plan's three fields are the purpose until the guide is told one, in the plan's order."""
    rig = Rig()
    assert purposes(rig.state) == ("", "")
    rig.do(DescribeSession(decision="what we say at the bed"))
    assert purposes(rig.state) == ("decide", "")
    rig.do(DescribeSession(inform="what nights know", perspective="  "))
    assert purposes(rig.state) == ("inform", "decide")
    assert "purpose" in answered(rig.state)
    assert situation_of(rig.state) is not None
    rig.do(AnswerGuide(purpose="skill_people"))
    assert purposes(rig.state) == ("skill_people", "")


_STEPS = st.lists(
    st.one_of(
        st.builds(AnswerGuide, setting=st.sampled_from(("", "online", "hybrid", "async", "in_person"))),
        st.builds(AnswerGuide, minutes=st.integers(0, 2_000)),
        st.builds(AnswerGuide, days=st.integers(0, 100)),
        st.builds(DescribePlan, setting=st.sampled_from(("", "online", "hybrid", "async", "in_person"))),
        st.builds(DescribePlan, minutes=st.integers(0, 1_440), days=st.integers(1, 60)),
    ),
    max_size=12,
)


@given(_STEPS)
def test_the_plans_own_words_always_win_in_the_plan(steps: list[Command]) -> None:
    """Whatever came before: what is said in the plan is what it says, and every step is undone as one."""
    rig = Rig()
    for command in steps:
        before = (rig.state.plan, rig.state.answers)
        step = with_its_like(rig.state, command)
        change = rig.do(step)
        if isinstance(command, DescribePlan):
            for name in ("setting", "minutes", "days"):
                said = getattr(command, name)
                assert said is None or getattr(planned(rig.state), name) == said
        if change.facts:
            rig.store.undo(rig.stream)
            assert (rig.state.plan, rig.state.answers) == before
            rig.store.redo(rig.stream)
        assert not isinstance(step, Together) or len(step.commands) == 2
