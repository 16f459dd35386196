"""The plan check: every remark has its reason and a mend that one key does, and the mend mends it."""

from __future__ import annotations

import datetime

import pytest

from facilitator.catalogue import built_in
from facilitator.session.agenda import CLOSE, AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.guiding import AnswerGuide
from facilitator.session.modalities import PURPOSES
from facilitator.session.people import JoinPerson
from facilitator.session.plan_check import plan_check
from facilitator.session.planning import DescribePlan, MakeReady
from facilitator.session.remarks import Remark
from facilitator.session.rules import Together
from facilitator.session.sessions import DescribeSession
from tests.session.rig import Rig

TODAY = datetime.date(2026, 3, 2)


def remarks(rig: Rig) -> dict[str, Remark]:
    """What is still missing, by id."""
    return {item.id: item for item in plan_check(rig.state, built_in(), TODAY) if not item.ok}


def mended(rig: Rig, name: str) -> None:
    """Press the one key of a remark."""
    mend = remarks(rig)[name].mend
    assert mend is not None
    assert mend.commands
    rig.do(Together(commands=mend.commands))


def test_a_film_alone_is_challenged_and_mended_until_it_is_ready() -> None:
    """The check says all that is missing; one key each, and two answers only a person can give, make it ready."""
    rig = Rig()
    rig.do(JoinPerson(person="ines", name="Ines", roles=("facilitator",)))
    rig.do(AddBlock(block="film", title="The film", modality="video", minutes=15, exchange=1))
    rig.do(DescribePlan(date="2026-03-12", time="13:30", minutes=60))
    found = remarks(rig)
    assert set(found) == {
        "purpose", "work", "input", "close", "capture", "follow_up", "hears_back", "leader", "consent",
    }  # fmt: skip
    assert all(item.why.message and item.mend is not None for item in found.values())
    assert str(found["input"].words.message) == "After “{title}”, people do what with one another?"
    for name in ("purpose", "work"):
        mend = found[name].mend
        assert mend is not None
        assert mend.field
    for name in ("input", "close", "capture", "follow_up", "hears_back", "leader", "consent"):
        mended(rig, name)
    rig.do(DescribeSession(inform="what nights know", work="the handover"))
    assert remarks(rig) == {}
    rig.do(MakeReady())
    said = {item.id for item in plan_check(rig.state, built_in(), TODAY) if item.ok}
    assert said == {"input", "close"}


@pytest.mark.parametrize(("people", "said"), [(14, False), (15, True), (40, True)])
def test_a_plenary_above_fourteen_is_broken_up(people: int, said: bool) -> None:
    """Fifteen in one circle mostly listen; one key breaks them into threes to fives."""
    rig = Rig()
    for number in range(people):
        rig.do(JoinPerson(person=f"p{number}", name=f"P {number}"))
    rig.do(AddBlock(block="talk", title="Talk", modality="discussion", minutes=20, exchange=3))
    assert ("plenary" in remarks(rig)) == said
    if said:
        mended(rig, "plenary")
        assert "plenary" not in remarks(rig)
        sizes = [len(group.people) for group in rig.state.groups.of("talk")]
        assert sum(sizes) == people
        assert set(sizes) <= {3, 4, 5}
        rig.store.undo(rig.stream)
        assert rig.state.groups.of("talk") == []


def test_a_method_made_for_many_is_no_plenary() -> None:
    """Widening circles take two hundred, by twos and fours."""
    rig = Rig()
    for number in range(30):
        rig.do(JoinPerson(person=f"p{number}", name=f"P {number}"))
    rig.do(AddBlock(block="c", title="Circles", modality="one_two_four_all", minutes=20, exchange=3))
    assert "plenary" not in remarks(rig)


def test_what_does_not_fit_is_shortened() -> None:
    """A clash with a fixed start and a plan that is too long are said with their minutes and mended."""
    rig = Rig()
    rig.do(DescribePlan(date="2026-03-12", time="13:30", minutes=60))
    rig.do(AddBlock(block="talk", title="Talk", minutes=40, exchange=3))
    rig.do(AddBlock(block="tea", title="Tea", minutes=10, part="break", fixed="14:00"))
    rig.do(AddBlock(block="more", title="More", minutes=50, exchange=3))
    found = remarks(rig)
    assert found["overlap"].words.params["minutes"] == 10
    mended(rig, "overlap")
    assert remarks(rig)["over"].words.params["minutes"] == 30
    mended(rig, "over")
    assert not {"over", "overlap"} & set(remarks(rig))


def test_much_rehearsal_at_low_energy_is_said() -> None:
    """What asks a lot of tired people is shortened, so that the debrief stays whole."""
    rig = Rig()
    rig.do(AnswerGuide(energy="low"))
    rig.do(AddBlock(block="play", title="Play", modality="role_play", minutes=60, exchange=3))
    assert remarks(rig)["energy"].words.params["minutes"] == 60
    mended(rig, "energy")
    assert "energy" not in remarks(rig)


def test_a_close_that_is_too_short_is_lengthened() -> None:
    """A tenth of the time, five minutes at least."""
    rig = Rig()
    rig.do(DescribePlan(minutes=150))
    rig.do(AddBlock(block="talk", title="Talk", minutes=100, exchange=3))
    rig.do(AddBlock(block="end", title="End", minutes=5, part=CLOSE, exchange=2))
    assert remarks(rig)["close_short"].words.params == {"minutes": 5, "wanted": 15}
    mended(rig, "close_short")
    assert "close_short" not in remarks(rig)


def test_an_empty_plan_is_only_asked_for_its_purpose() -> None:
    """Before there is an agenda, nothing is held against it."""
    rig = Rig()
    rig.do(MakeAgreement(rule=""))
    assert set(remarks(rig)) == {"purpose"}


def test_the_guides_answer_asks_for_the_plans_own_words() -> None:
    """Where the guide knows the kind of purpose, the check asks for what is still missing, at the field that fits."""
    rig = Rig()
    rig.do(AnswerGuide(purpose="perspective"))
    found = remarks(rig)["purpose"]
    assert found.words.message == "People shall see more sides afterwards: of what?"
    assert found.mend is not None
    assert found.mend.field == "perspective"
    rig.do(DescribeSession(perspective="the ward at 07:00"))
    assert "purpose" not in remarks(rig)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_has_its_question(purpose: str) -> None:
    """None of the guide's purposes is forgotten."""
    rig = Rig()
    rig.do(AnswerGuide(purpose=purpose))
    assert "Nobody" not in remarks(rig)["purpose"].words.message


def test_where_guide_and_plan_differ_one_key_goes_by_the_plan() -> None:
    """Another setting, more time than there is, fewer people than are on the list."""
    rig = Rig()
    rig.do(AnswerGuide(setting="online", minutes=120, people=1))
    rig.do(DescribePlan(setting="in_person", minutes=90))
    assert {"setting", "length"} <= set(remarks(rig))
    for number in range(3):
        rig.do(JoinPerson(person=f"p{number}", name=f"P {number}"))
    assert remarks(rig)["people"].words.params == {"told": 1, "people": 3}
    for name in ("setting", "length", "people"):
        mended(rig, name)
    assert not {"setting", "length", "people"} & set(remarks(rig))
    said = rig.state.answers
    assert (said.setting, said.minutes, said.people) == ("", 0, 0)
