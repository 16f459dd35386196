"""Start times: locks, parallel days, clock changes; and lengths as people type them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.agenda import LAST_DAY, AddBlock, Block, MoveBlock
from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected
from facilitator.session.facts import Fact
from facilitator.session.planning import Plan
from facilitator.session.timetable import Timetable, lay_out, timetable
from tests.session.rig import Rig

DUBLIN = ZoneInfo("Europe/Dublin")


def clocks(table: Timetable) -> list[str]:
    """What a person reads in the first column."""
    return [slot.starts.strftime("%H:%M") for slot in table.slots]


def row(*minutes: int | tuple[int, str]) -> list[Block]:
    """Blocks of these lengths, some locked."""
    found = []
    for number, item in enumerate(minutes):
        length, fixed = (item, "") if isinstance(item, int) else item
        found.append(Block(str(number), f"Block {number}", minutes=length, fixed=fixed, rank=float(number)))
    return found


def test_the_sample_afternoon() -> None:
    """Eight blocks, coffee locked: starts as in the plan, two minutes of slack before coffee, four to spare."""
    blocks = row(10, 18, 25, (12, "14:25"), 40, 20, 13, 6)
    table = lay_out(blocks, Plan(date="2026-03-12", time="13:30", minutes=150), DUBLIN)
    assert clocks(table) == ["13:30", "13:40", "13:58", "14:25", "14:37", "15:17", "15:37", "15:50"]
    assert [slot.slack for slot in table.slots] == [0, 0, 0, 2, 0, 0, 0, 0]
    assert (table.planned, table.available, table.over) == (144, 150, 0)
    assert table.days[0].ends.strftime("%H:%M") == "15:56"


def test_a_locked_start_before_the_one_above_it_is_seen() -> None:
    """It keeps its time, and the minutes by which the blocks above run into it are said."""
    table = lay_out(row(30, (10, "13:50"), (10, "13:40")), Plan(date="2026-03-12", time="13:30", minutes=60), DUBLIN)
    assert clocks(table) == ["13:30", "13:50", "13:40"]
    assert [slot.overlaps for slot in table.slots] == [0, 10, 20]


@pytest.mark.parametrize(
    ("date", "expected", "until"),
    [
        ("2026-03-29", ["00:30", "02:00", "02:30"], "03:30"),
        ("2026-10-25", ["00:30", "01:00", "01:30"], "01:30"),
    ],
)
def test_the_clocks_change_in_the_middle(date: str, expected: list[str], until: str) -> None:
    """Half an hour stays half an hour; the wall clock jumps, and nothing overlaps or gets lost."""
    table = lay_out(row(30, 30, 60), Plan(date=date, time="00:30", minutes=120), DUBLIN)
    assert clocks(table) == expected
    assert table.days[0].until is not None
    assert table.days[0].until.strftime("%H:%M") == until
    assert (table.over, [slot.overlaps for slot in table.slots]) == (0, [0, 0, 0])


def test_a_lock_in_an_hour_that_clocks_skip() -> None:
    """A start the wall clock never shows is held as long after the jump as it would have been."""
    table = lay_out(row(30, (10, "01:30")), Plan(date="2026-03-29", time="00:30", minutes=120), DUBLIN)
    assert clocks(table) == ["00:30", "02:30"]
    assert table.slots[1].slack == 30


def test_a_late_session_runs_past_midnight() -> None:
    """A locked start after midnight belongs to the night, not to the morning before."""
    table = lay_out(row(60, (30, "00:15")), Plan(date="2026-03-12", time="22:30", minutes=180), DUBLIN)
    assert [slot.starts.isoformat() for slot in table.slots] == [
        "2026-03-12T22:30:00+00:00",
        "2026-03-13T00:15:00+00:00",
    ]
    assert table.slots[1].slack == 45


def test_without_a_time_of_day_the_first_lock_gives_it() -> None:
    """A draft that only knows when coffee comes knows when it begins."""
    table = lay_out(row(30, 15, (10, "10:30")), Plan(), DUBLIN)
    assert clocks(table) == ["09:45", "10:15", "10:30"]
    assert (table.dated, table.clocked) == (False, True)
    bare = lay_out(row(30, 15), Plan(), DUBLIN)
    assert (clocks(bare), bare.clocked) == (["00:00", "00:30"], False)


def test_several_days_and_plans_in_days() -> None:
    """Each day begins at the session's time and has its own total; a plan spread over time counts in days."""
    blocks = row(60, 90, 30)
    blocks[2] = Block("2", "Next morning", minutes=30, day=2, rank=2.0)
    table = lay_out(blocks, Plan(date="2026-03-28", time="09:00", minutes=120, days=2), DUBLIN)
    assert [(day.number, day.planned, day.over) for day in table.days] == [(1, 150, 30), (2, 30, 0)]
    assert table.days[1].begins.isoformat() == "2026-03-29T09:00:00+01:00"
    slow = lay_out(row(1440, 4 * 1440), Plan(date="2026-03-28", setting="async", days=10), DUBLIN)
    assert [slot.starts.date().isoformat() for slot in slow.slots] == ["2026-03-28", "2026-03-29"]
    assert (slow.planned, slow.available) == (5 * 1440, 10 * 1440)


LENGTHS = st.lists(
    st.tuples(st.integers(0, 300), st.one_of(st.just(""), st.times().map(lambda time: time.strftime("%H:%M"))),
              st.integers(1, 3)),
    max_size=12,
)  # fmt: skip
PLANS = st.builds(
    Plan,
    date=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)).map(str),
    time=st.times().map(lambda time: time.strftime("%H:%M")),
    minutes=st.integers(0, 600),
    days=st.integers(1, 3),
)
ZONES = st.sampled_from(["Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])


@given(LENGTHS, PLANS, ZONES)
def test_no_overlap_is_unseen_and_totals_add_up(lengths: list[tuple[int, str, int]], plan: Plan, zone: str) -> None:
    """Whatever stands where: blocks last what they last, gaps and overlaps account for every minute, sums agree."""
    blocks = [
        Block(str(place), "x", minutes=minutes, fixed=fixed, day=day, rank=float(place))
        for place, (minutes, fixed, day) in enumerate(lengths)
    ]
    table = lay_out(blocks, plan, ZoneInfo(zone))
    assert sorted(slot.block.id for slot in table.slots) == sorted(block.id for block in blocks)
    assert table.planned == sum(block.minutes for block in blocks)
    for day in table.days:
        now = day.begins.astimezone(datetime.UTC)
        for slot in day.slots:
            starts, ends = slot.starts.astimezone(datetime.UTC), slot.ends.astimezone(datetime.UTC)
            assert (ends - starts).total_seconds() == slot.block.minutes * 60
            assert starts == now + datetime.timedelta(minutes=slot.slack - slot.overlaps)
            assert slot.slack == 0 or slot.overlaps == 0
            assert slot.block.fixed or slot.slack == slot.overlaps == 0
            now = ends


@given(st.integers(2, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1), st.integers(0, n - 1))))
def test_moving_a_block_there_and_back_changes_nothing(case: tuple[int, int, int]) -> None:
    """The order and every start are as before."""
    count, which, to = case
    rig = Rig()
    for number in range(count):
        rig.do(AddBlock(block=str(number), title="x", minutes=5 + number))
    before = [(slot.block.id, slot.starts) for slot in timetable(rig.state).slots]
    order = [block.id for block in rig.state.agenda.in_order()]
    rest = [key for key in order if key != str(which)]
    rig.do(MoveBlock(block=str(which), after=rest[to - 1] if to else ""))
    rig.do(MoveBlock(block=str(which), after=rest[which - 1] if which else ""))
    assert [(slot.block.id, slot.starts) for slot in timetable(rig.state).slots] == before


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90), ("20m", 20), ("1h30", 90), ("1:30", 90), ("1 h 30 min", 90), ("1.5h", 90), ("1,5 h", 90),
        ("2d", 2880), ("0", 0), (" 45 min. ", 45), ("９０", 90), ("1d 2h", 1560), ("2 hours", 120), ("30′", 30),
        ("1H30M", 90),
    ],
)  # fmt: skip
def test_lengths_as_people_type_them(typed: str, minutes: int) -> None:
    """Minutes, hours and days in the ways people write them."""
    assert read_minutes(typed) == minutes


def test_a_plain_number_may_mean_days() -> None:
    """In a plan that counts in days, 4 is four days."""
    assert (read_minutes("4", plain_is=1440), read_minutes("30m", plain_is=1440)) == (5760, 30)


@pytest.mark.parametrize(
    "typed", ["-5", "abc", "", "  ", "1h-30", "1:75", "99999999", "∞", "1e3", "h", "10 x 3", "−20m"]
)
def test_what_is_no_length_is_said(typed: str) -> None:
    """One plain sentence, and nothing is changed."""
    with pytest.raises(Rejected) as refusal:
        read_minutes(typed)
    assert str(refusal.value).endswith((".", "1:30."))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("plan_described", {"date": "scribe", "follow_up": "never", "time": "noon"}),
        ("plan_described", {"date": "2026-03-12", "days": 2**53 - 1, "minutes": 2**53 - 1}),
        ("plan_described", {"date": "0001-01-01", "days": -5, "minutes": -5}),
        ("block_added", {"block": "b", "title": "B", "fixed": "late", "minutes": 2**53 - 1, "day": 2**53 - 1}),
        ("block_changed", {"block": "a", "fixed": "1:2:3"}),
    ],
)
def test_what_another_program_wrote_never_breaks_the_timetable(kind: str, body: dict[str, object]) -> None:
    """Dates and times that are none are left aside; what is too much is cut to the most there can be."""
    rig = Rig()
    rig.do(AddBlock(block="a", title="A", minutes=10, fixed="14:25"))
    rig.store.admit(rig.stream, [Fact("x", rig.stream, "zz", 1, rig.ms, 9, None, kind, 1, body)])
    table = timetable(rig.state)
    assert table.of("a") is not None
    assert 1 <= rig.state.plan.days <= LAST_DAY
    assert rig.state.agenda.by_id["a"].fixed == "14:25"
