"""From a method to a block, and from a plan to the guide's situation."""

from __future__ import annotations

import pytest

from facilitator.catalogue import built_in
from facilitator.session.adding import block_from
from facilitator.session.agenda import AddBlock
from facilitator.session.guide import recommend
from facilitator.session.guiding import AnswerGuide
from facilitator.session.interview import QUESTIONS
from facilitator.session.planning import DescribePlan
from facilitator.session.sessions import DescribeSession
from facilitator.session.situation import answered, situation_of
from tests.session.rig import Rig

CATALOGUE = built_in()


@pytest.mark.parametrize("method", [method.id for method in CATALOGUE])
def test_every_method_becomes_a_whole_block(method: str) -> None:
    """What people do with one another, how much of it is an exchange, what to say, to catch, and when it goes wrong."""
    rig = Rig()
    found = CATALOGUE.get(method)
    assert found is not None
    command = block_from(found)
    rig.do(command)
    block = rig.state.agenda.in_order()[0]
    assert (block.title, block.verb, block.exchange) == (found.name, found.verb, found.exchange)
    assert block.prompt
    assert block.say
    assert block.catch
    assert block.trouble
    assert block.is_input == found.is_input


def test_a_method_takes_the_room_there_is() -> None:
    """Between its least and its best time; without a limit, where it begins to be at its best."""
    talk = CATALOGUE.get("discussion")
    thread = CATALOGUE.get("social_thread")
    assert talk is not None
    assert thread is not None
    assert [block_from(talk, minutes_left=left).minutes for left in (0, 5, 25, 200)] == [30, 20, 25, 60]
    assert block_from(thread, in_days=True).minutes == 4 * 1440


def test_the_plan_answers_what_it_knows() -> None:
    """People, time, setting and work come from the plan; without a purpose there is no advice."""
    rig = Rig()
    assert situation_of(rig.state) is None
    for name in ("Ana", "Ben", "Cem"):
        rig.join(name)
    rig.do(DescribePlan(minutes=90, setting="in_person"))
    rig.do(DescribeSession(work="the handover"))
    rig.do(AnswerGuide(purpose="ideas", second="ideas", has=("pens",), has_said=True))
    at = situation_of(rig.state)
    assert at is not None
    assert (at.people, at.minutes, at.trust, at.second, at.prep) == (3, 90, 1, "", None)
    assert answered(rig.state) == {"purpose", "in_hands", "people", "minutes", "setting", "has"}
    assert recommend(at, CATALOGUE).ranking[0].id == "pens_first"
    rig.do(AnswerGuide(people=24, minutes=20, prep=0))
    later = situation_of(rig.state)
    assert later is not None
    assert (later.people, later.minutes, later.prep) == (24, 20, 0)


def test_a_plan_spread_over_days_asks_for_days() -> None:
    """Asynchronous plans are ranked by days, a week where nobody said."""
    rig = Rig()
    rig.do(DescribePlan(setting="async", days=10))
    rig.do(AnswerGuide(purpose="ideas"))
    at = situation_of(rig.state)
    assert at is not None
    assert (at.minutes, at.days) == (0, 10)


def test_thirteen_questions_purpose_first_and_tools_last() -> None:
    """The guide never asks for a tool first; every question with choices has a careful answer among them."""
    assert [question.id for question in QUESTIONS] == [
        "purpose", "in_hands", "people", "minutes", "trust", "setting", "energy", "has", "prior", "power_gap",
        "private", "access", "prep",
    ]  # fmt: skip
    for question in QUESTIONS:
        if question.careful:
            assert question.careful in {choice.value for choice in question.choices}
            assert question.careful_words
    assert AddBlock(block="x", title="x").exchange == 0


def test_what_to_catch_and_to_bring_is_in_plain_words() -> None:
    """No half of a bracket among the kinds, no code word among the things."""
    for method in built_in():
        block = block_from(method)
        assert not set("()_") & set(block.catch), method.id
        assert not any("_" in thing or thing in ("text", "model person") for thing in block.materials), method.id
