"""The four checks of a skill session: what is there is told, what is missing is said with a mend that mends it."""

from __future__ import annotations

import datetime
import json

import pytest

from facilitator import paths
from facilitator.catalogue import built_in
from facilitator.session.agenda import AddBlock
from facilitator.session.guiding import AnswerGuide
from facilitator.session.people import JoinPerson
from facilitator.session.plan_check import plan_check
from facilitator.session.planning import DescribePlan
from facilitator.session.remarks import Remark
from facilitator.session.rules import Together
from tests.session.rig import Rig

TODAY = datetime.date(2026, 3, 2)
FOUR = ["see_it", "keep_it", "try_it", "want_it"]


def four(rig: Rig) -> dict[str, Remark]:
    """The four, by id, as far as they are told."""
    return {item.id: item for item in plan_check(rig.state, built_in(), TODAY) if item.id in FOUR}


def well(rig: Rig) -> set[str]:
    """Those of the four that are well."""
    return {name for name, item in four(rig).items() if item.ok}


def mend(rig: Rig, name: str) -> None:
    """Press the one key of one of the four."""
    found = four(rig)[name].mend
    assert found is not None
    assert found.commands
    rig.do(Together(commands=found.commands))


def with_purpose(purpose: str, people: int = 8) -> Rig:
    """A plan whose guide was told what it is for."""
    rig = Rig()
    for number in range(people):
        rig.do(JoinPerson(person=f"p{number}", name=f"P {number}"))
    rig.do(AnswerGuide(purpose=purpose))
    return rig


@pytest.mark.parametrize("purpose", ["skill_people", "skill_task"])
def test_a_skill_that_is_only_talked_about_is_challenged(purpose: str) -> None:
    """What is not shown, not tried and not waited for is said with its reason; three keys and one sentence mend all."""
    rig = with_purpose(purpose)
    rig.do(AddBlock(block="talk", title="What is it like?", modality="discussion", minutes=20, exchange=3))
    found = four(rig)
    assert sorted(found) == sorted(FOUR)
    assert well(rig) == {"keep_it"}  # the talk is in people's own words
    assert all(item.ok or (item.why.message and item.mend is not None) for item in found.values())
    mend(rig, "see_it")
    assert "see_it" in well(rig)
    for name in ("try_it", "keep_it"):  # what shows it may hold the first try; then the talk came too early
        if name not in well(rig):
            mend(rig, name)
    want = four(rig)["want_it"].mend
    assert want is not None
    assert want.field == "after"
    rig.do(DescribePlan(after="From Monday on the ward; Ines asks on Friday"))
    assert well(rig) == set(FOUR)


def test_what_was_only_seen_is_not_kept() -> None:
    """A film of how it is done, and home: shown, but neither said, nor tried, nor waited for."""
    rig = with_purpose("skill_task")
    rig.do(AddBlock(block="film", title="How it is done", modality="video", minutes=20, exchange=1))
    assert well(rig) == {"see_it"}
    for name in ("keep_it", "try_it"):
        mend(rig, name)
        assert name in well(rig)
    rig.store.undo(rig.stream)
    assert "try_it" not in well(rig)


@pytest.mark.parametrize("people", [1, 8, 500])
def test_however_many_there_are_a_mend_mends(people: int) -> None:
    """Also where no method takes so many at once: in groups it goes."""
    rig = with_purpose("skill_people", people)
    rig.do(AddBlock(block="talk", title="A talk", modality="", minutes=20, exchange=1))
    for name in ("see_it", "try_it", "keep_it"):
        if name not in well(rig):
            mend(rig, name)
            assert name in well(rig)


def test_other_sessions_are_not_asked() -> None:
    """A decision, even with a role play in it, is no skill session; nor is a plan without a block."""
    rig = with_purpose("decide")
    rig.do(AddBlock(block="play", title="The seven o'clock handover", modality="role_play", minutes=60, exchange=3))
    assert four(rig) == {}
    assert four(with_purpose("skill_people")) == {}


def test_the_template_for_skills_shows_all_four() -> None:
    """Nobody has told the guide anything yet: what most of its time is made for says that it is one of skills."""
    file = next((paths.resources() / "templates").glob("*skill-practice*"))
    template = json.loads(file.read_text("utf-8"))
    rig = Rig()
    for number, block in enumerate(template["blocks"]):
        told = {name: block[name] for name in ("title", "modality", "minutes", "exchange")}
        rig.do(AddBlock(block=f"b{number}", part=block.get("part", ""), **told))
    rig.do(DescribePlan(leader=template["leader"]))
    assert well(rig) == set(FOUR)
