"""Planned lengths learn from what activities really took."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator.catalogue import built_in
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.adding import block_from
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.lengths import Took, Usual, took, usual
from facilitator.session.running import MINUTE, PauseActivity, ResumeActivity
from tests.session.test_running import Room


def test_what_a_session_took() -> None:
    """Pauses do not count, what was begun by mistake neither; what was planned is told as it was planned."""
    room = Room(("a", 10))
    room.do(AddBlock(block="film", title="Film", modality="video", minutes=20))
    room.do(AddBlock(block="talk", title="Talk", modality="discussion", minutes=30))
    room.do(AddBlock(block="slip", title="Slip", modality="discussion", minutes=30))
    room.do(StartActivity(block="film"))
    room.after(5).do(PauseActivity())
    room.after(60).do(ResumeActivity())
    room.do(ChangeBlock(block="film", minutes=15))
    room.after(21).do(StartActivity(block="slip"))
    room.after(0.5).do(StartActivity(block="talk"))
    room.after(44).do(EndActivity())
    assert took(room.state) == [Took("video", 20, 26), Took("discussion", 30, 44)]


def test_three_runs_say_something() -> None:
    """Two runs are chance; from three on the middle one counts, and a runaway does not."""
    runs = [Took("discussion", 30, 44), Took("discussion", 30, 41), Took("video", 10, 9)]
    assert usual(runs) == {}
    assert usual([*runs, Took("discussion", 25, 300)]) == {"discussion": Usual(44, 30, 3)}
    assert Usual(44, 30, 3).suggested() == 45
    assert Usual(9, 10, 3).suggested() == 9


def test_a_new_block_begins_with_it() -> None:
    """The method's own length gives way to what it takes here, within the time that is left."""
    method = built_in().get("discussion")
    assert method is not None
    assert block_from(method).minutes == method.time[1]
    assert block_from(method, usual=45).minutes == 45
    assert block_from(method, usual=45, minutes_left=35).minutes == 35
    assert block_from(method, usual=45, minutes_left=5).minutes == method.time[0]


@given(st.lists(st.builds(Took, st.sampled_from(["a", "b"]), st.integers(0, 90), st.integers(1, 600)), max_size=12))
def test_the_middle_lies_among_the_runs(runs: list[Took]) -> None:
    """What is told lies between the shortest and the longest run, and is never nothing."""
    for modality, here in usual(runs).items():
        mine = [one.took for one in runs if one.modality == modality]
        assert min(mine) <= here.minutes <= max(mine)
        assert here.suggested() >= 1
        assert here.times == len(mine) >= 3
        assert here.minutes * MINUTE > 0
