"""What hands do to a plan, as rules: moving over days, making room, reading what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.durations import read_start, read_start_and_length
from facilitator.session.errors import Rejected
from facilitator.session.groups import FormGroup, group_words, read_group
from facilitator.session.moving import days_of, into, stepped
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Together
from facilitator.session.shortening import LEAST, shortening
from facilitator.session.timetable import timetable
from facilitator.session.zones import read_zone
from tests.session.rig import Rig


def planned(*blocks: tuple[str, int, int], days: int = 1, setting: str = "") -> Rig:
    """A session with these blocks (id, minutes, day)."""
    rig = Rig()
    rig.do(DescribePlan(date="2026-03-12", time="09:00", minutes=120, days=days, setting=setting))
    for key, minutes, day in blocks:
        rig.do(AddBlock(block=key, title=key, minutes=minutes, day=day))
    return rig


def shown(rig: Rig) -> dict[int, list[str]]:
    return {day: [block.id for block in blocks] for day, blocks in days_of(rig.state).items()}


def step(rig: Rig, block: str, by: int) -> None:
    commands = stepped(rig.state, block, by)
    if commands:
        rig.do(Together(commands=commands))


# ---- moving --------------------------------------------------------------------------------------------------------


def test_a_block_walks_through_the_days_and_back() -> None:
    """Down over the edge of a day it is the first of the next; an empty day is a stop; the ends are ends."""
    rig = planned(("a", 10, 1), ("b", 10, 1), ("c", 10, 3), days=3)
    step(rig, "b", 1)
    assert shown(rig) == {1: ["a"], 2: ["b"], 3: ["c"]}
    step(rig, "b", 1)
    assert shown(rig) == {1: ["a"], 2: [], 3: ["b", "c"]}
    step(rig, "b", 1)
    assert shown(rig)[3] == ["c", "b"]
    assert stepped(rig.state, "b", 1) == ()
    for _back in range(3):
        step(rig, "b", -1)
    assert shown(rig) == {1: ["a", "b"], 2: [], 3: ["c"]}
    step(rig, "b", -1)
    step(rig, "b", -1)
    assert shown(rig)[1] == ["b", "a"]
    assert stepped(rig.state, "b", -1) == ()


def test_a_day_is_entered_where_the_hand_lets_go() -> None:
    """Behind a block of that day, or at its beginning, however the ranks of days are mixed; one undo brings it back."""
    rig = planned(("late", 10, 2), ("a", 10, 1), ("b", 10, 1), ("later", 10, 2), days=2)
    rig.do(Together(commands=into(rig.state, "b", 2, "")))
    assert shown(rig) == {1: ["a"], 2: ["b", "late", "later"]}
    rig.do(Together(commands=into(rig.state, "a", 2, "late")))
    assert shown(rig) == {1: [], 2: ["b", "late", "a", "later"]}
    rig.store.undo(rig.stream)
    assert shown(rig) == {1: ["a"], 2: ["b", "late", "later"]}
    assert into(rig.state, "a", 7) == ()
    assert into(rig.state, "nobody", 1) == ()


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from((-1, 1))), max_size=12), st.booleans())
def test_there_and_back_changes_nothing(steps: list[tuple[int, int]], spread: bool) -> None:
    """Whatever was moved before: one step and the step back leave the plan as it was."""
    blocks = (("a", 10, 1), ("b", 20, 1), ("c", 30, 2), ("d", 5, 2))
    rig = planned(*blocks, days=2, setting="async" if spread else "")
    for place, by in steps:
        step(rig, "abcd"[place], by)
    for block in "abcd":
        for by in (1, -1):
            before = shown(rig)
            if stepped(rig.state, block, by):
                step(rig, block, by)
                step(rig, block, -by)
            assert shown(rig) == before


# ---- making room ---------------------------------------------------------------------------------------------------


def test_what_runs_into_a_fixed_start_is_shortened() -> None:
    """The block right above gives first and keeps what a block needs; then the one above it."""
    rig = planned(("a", 30, 1), ("b", 8, 1), ("c", 20, 1))
    rig.do(ChangeBlock(block="c", fixed="09:31"))
    commands = shortening(timetable(rig.state), "c")
    assert {change.block: change.minutes for change in commands} == {"a": 26, "b": LEAST}
    rig.do(Together(commands=commands))
    slot = timetable(rig.state).of("c")
    assert slot is not None
    assert (slot.overlaps, slot.slack) == (0, 0)
    assert shortening(timetable(rig.state), "c") == ()


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=6),
    st.integers(0, 90),
    st.one_of(st.none(), st.tuples(st.integers(0, 5), st.integers(0, 60))),
)
def test_after_shortening_nothing_overlaps_there(lengths: list[int], fixed: int, other: tuple[int, int] | None) -> None:
    """Any lengths, any fixed start, another fixed start above it or none: what can be mended is mended."""
    rig = planned(*((str(place), minutes, 1) for place, minutes in enumerate(lengths)), ("end", 10, 1))
    if other is not None and other[0] < len(lengths):
        rig.do(ChangeBlock(block=str(other[0]), fixed=f"09:{other[1]:02}" if other[1] < 60 else "10:00"))
    rig.do(ChangeBlock(block="end", fixed=f"{9 + fixed // 60:02}:{fixed % 60:02}"))
    before = timetable(rig.state)
    commands = shortening(before, "end")
    if commands:
        rig.do(Together(commands=commands))
    after = timetable(rig.state).of("end")
    assert after is not None
    held = before.of(str(other[0])) if other is not None and other[0] < len(lengths) else None
    reach = 0 if held is None else max(held.offset - fixed, 0)
    assert after.overlaps == reach  # only a later fixed start above it cannot be moved by shortening
    assert all(change.minutes is not None and change.minutes >= 0 for change in commands)


# ---- what is typed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "time", "minutes"),
    [
        ("13:30, 150 min", "13:30", 150),
        ("13.30 2h30", "13:30", 150),
        ("9 am, 1h", "09:00", 60),
        ("1330, 1:30", "13:30", 90),
        ("12pm, 20", "12:00", 20),
        ("13:30", "13:30", None),
        ("90", None, 90),
        ("", "", 0),
    ],
)
def test_start_and_length_in_one_line(text: str, time: str | None, minutes: int | None) -> None:
    """Either part, or both."""
    assert read_start_and_length(text) == (time, minutes)


@pytest.mark.parametrize("text", ["25:00", "soon", "13:75", "13pm", "-5", "13:30:10"])
def test_no_time_of_day_is_said(text: str) -> None:
    """One sentence that shows how it is written."""
    with pytest.raises(Rejected, match="no time of day"):
        read_start(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing typed ends in a bug."""
    try:
        time, minutes = read_start_and_length(text)
    except Rejected:
        return
    assert time is None or time == "" or (len(time) == 5 and time[2] == ":")
    assert minutes is None or minutes >= 0


def test_zones_by_their_city() -> None:
    """A city is enough where it is one; what may be several is none."""
    assert read_zone("dublin") == "Europe/Dublin"
    assert read_zone("New York") == "America/New_York"
    assert read_zone("europe/amsterdam") == "Europe/Amsterdam"
    assert read_zone("utc") == "UTC"
    assert read_zone("san") is None
    assert read_zone("Atlantis") is None
    assert read_zone("  ") is None


def test_a_group_as_it_is_typed() -> None:
    """Beginnings of names where they are one person's; anything else is refused by name."""
    rig = planned(("a", 10, 1))
    ana, ben = rig.join("Ana Ruiz"), rig.join("Ben Okafor")
    rig.join("Ben Adams")
    people = rig.state.people.present()
    assert read_group(people, "Card: ana, ben o") == ("Card", (ana, ben))
    assert read_group(people, "Card") == ("Card", ())
    with pytest.raises(Rejected, match="several"):
        read_group(people, "Card: ben")
    with pytest.raises(Rejected, match="nobody"):
        read_group(people, "Card: Zoe")
    rig.do(FormGroup(group="g", block="a", name="Card", people=(ana, ben)))
    group = rig.state.groups.of("a")[0]
    words = group_words(rig.state, group)
    assert words == "Card: Ana Ruiz, Ben Okafor"
    assert read_group(people, words) == (group.name, group.people)
