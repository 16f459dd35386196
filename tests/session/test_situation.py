"""What the guide is asked about a session, with answers there are and with others."""

from __future__ import annotations

from dataclasses import replace

from facilitator.session.guiding import AnswerGuide
from facilitator.session.planning import DescribePlan
from facilitator.session.situation import CAREFUL_MINUTES, CAREFUL_PEOPLE, answered, situation_of
from tests.session.rig import Rig


def test_careful_values_stand_in_for_what_nobody_answered() -> None:
    """With a purpose alone: strangers, a small group, an hour, in one room, and all the time to prepare."""
    rig = Rig()
    rig.do(AnswerGuide(purpose="solve"))
    at = situation_of(rig.state)
    assert at is not None
    assert (at.people, at.minutes, at.trust, at.setting, at.prep) == (
        CAREFUL_PEOPLE, CAREFUL_MINUTES, 1, "in_person", None,
    )  # fmt: skip
    assert answered(rig.state) == {"purpose"}


def test_somebody_who_is_not_sure_has_answered() -> None:
    """The careful answer counts, also where it leaves the plan to speak."""
    rig = Rig()
    rig.do(AnswerGuide(purpose="solve", people=0, unsure=("people",)))
    assert answered(rig.state) == {"purpose", "people"}


def test_other_answers_are_asked_about_without_being_given() -> None:
    """What would be, if: the record stays as it was, and the plan still answers what it knows."""
    rig = Rig()
    rig.do(DescribePlan(minutes=45))
    rig.do(AnswerGuide(purpose="solve", trust=3))
    before = len(rig.journal.facts)
    then = situation_of(rig.state, replace(rig.state.answers, trust=1, people=200))
    assert then is not None
    assert (then.trust, then.people, then.minutes) == (1, 200, 45)
    now = situation_of(rig.state)
    assert now is not None
    assert (now.trust, len(rig.journal.facts)) == (3, before)
