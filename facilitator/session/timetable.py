"""When each block begins: computed from the lengths above it, held where a start is locked, day by day.

Pure. Minutes are minutes of real time; what the wall clock shows follows from the zone, so a session in which the
clocks change has an hour more or less on the wall and none lost. Without a date the times are those of a day without
changes; without a time of day they count from nought.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.agenda import Block
from facilitator.session.planning import Plan, planned
from facilitator.session.zones import at_wall, later, zone_named

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

_SOME_DAY = datetime.date(2001, 1, 1)
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A block with its times.

    ``offset`` is minutes since the day's beginning. ``slack`` is how many minutes nothing is planned for before this
    block's locked start; ``overlaps`` how many minutes the blocks above run into it.
    """

    block: Block
    day: int
    starts: datetime.datetime
    ends: datetime.datetime
    offset: int
    slack: int = 0
    overlaps: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the plan: its blocks' minutes against those there are (0 where nobody said).

    ``ends`` is when the last block ends; ``until`` when the day is over, if that was said.
    """

    number: int
    begins: datetime.datetime
    ends: datetime.datetime
    until: datetime.datetime | None
    planned: int
    available: int
    slots: tuple[Slot, ...] = ()

    @property
    def over(self) -> int:
        """By how many minutes the day runs past its end."""
        if self.until is None:
            return 0
        return max(_minutes(self.until, self.ends), 0)

    @property
    def spare(self) -> int:
        """Minutes that no block uses."""
        return max(self.available - self.planned, 0)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The whole plan in time. ``dated`` and ``clocked`` say whether its dates and times of day are real ones."""

    slots: tuple[Slot, ...]
    days: tuple[Day, ...]
    dated: bool
    clocked: bool
    in_days: bool

    @property
    def planned(self) -> int:
        """All blocks' minutes."""
        return sum(day.planned for day in self.days)

    @property
    def available(self) -> int:
        """All minutes there are; 0 where nobody said."""
        return sum(day.available for day in self.days)

    @property
    def over(self) -> int:
        """By how many minutes days run past their ends, together."""
        return sum(day.over for day in self.days)

    @property
    def spare(self) -> int:
        """Minutes that no block uses, where the length was said."""
        return sum(day.spare for day in self.days)

    def of(self, block: str) -> Slot | None:
        """The slot of a block."""
        return next((slot for slot in self.slots if slot.block.id == block), None)


def timetable(state: SessionState) -> Timetable:
    """The plan of a session in time."""
    return lay_out(state.agenda.in_order(), planned(state), zone_named(state.about.zone) or datetime.UTC)


def lay_out(blocks: Sequence[Block], plan: Plan, zone: datetime.tzinfo) -> Timetable:
    """Give every block its times. Blocks of one day stand in the order given, wherever days are mixed among them.

    A plan whose setting is asynchronous runs on: its blocks last days, and one begins when the one above it ends.
    """
    in_days = plan.setting == "async"
    if in_days:
        by_day = {1: list(blocks)}
    else:
        by_day = {number: [] for number in range(1, plan.days + 1)}
        for block in blocks:
            by_day.setdefault(max(block.day, 1), []).append(block)
    first = datetime.date.fromisoformat(plan.date) if plan.date else _SOME_DAY
    time, clocked = _beginning(by_day, plan)
    days = []
    for number, own in sorted(by_day.items()):
        try:
            date = first + datetime.timedelta(days=number - 1)
        except OverflowError:
            date = datetime.date.max
        begins = at_wall(date, time, zone if plan.date else datetime.UTC)
        days.append(_day(number, own, begins, plan, clocked and not in_days, in_days))
    slots = tuple(slot for day in days for slot in day.slots)
    return Timetable(slots, tuple(days), bool(plan.date), clocked, in_days)


def _beginning(by_day: dict[int, list[Block]], plan: Plan) -> tuple[str, bool]:
    """The time of day at which days begin: as said, or as the first locked start gives it, or nought."""
    if plan.time:
        return plan.time, True
    if plan.setting == "async":
        return "00:00", False
    for _number, blocks in sorted(by_day.items()):
        before = 0
        for block in blocks:
            if block.fixed:
                hour, minute = block.fixed.split(":")
                begin = max(int(hour) * 60 + int(minute) - before, 0)
                return f"{begin // 60:02}:{begin % 60:02}", True
            before += block.minutes
    return "00:00", False


def _day(
    number: int, blocks: Iterable[Block], begins: datetime.datetime, plan: Plan, clocked: bool, in_days: bool
) -> Day:
    now = begins
    slots: list[Slot] = []
    used = 0
    for block in blocks:
        slack = overlaps = 0
        if block.fixed and clocked:
            locked = _locked(begins, block.fixed)
            gap = _minutes(now, locked)
            slack, overlaps = max(gap, 0), max(-gap, 0)
            now = locked
        ends = _later(now, block.minutes)
        slots.append(Slot(block, number, now, ends, _minutes(begins, now), slack, overlaps))
        used += block.minutes
        now = ends
    available = plan.minutes
    if in_days and plan.days > 1:
        available = plan.days * DAY
    until = _later(begins, available) if available else None
    last = max([slot.ends for slot in slots], key=lambda end: end.astimezone(datetime.UTC), default=begins)
    return Day(number, begins, last, until, used, available, tuple(slots))


def _locked(begins: datetime.datetime, clock: str) -> datetime.datetime:
    """The moment of a locked start: on the day itself, or after midnight where a late session runs past it."""
    zone = begins.tzinfo or datetime.UTC
    same = at_wall(begins.date(), clock.zfill(5), zone)
    if _minutes(begins, same) >= 0 or begins.date() == datetime.date.max:
        return same
    next_day = at_wall(begins.date() + datetime.timedelta(days=1), clock.zfill(5), zone)
    return next_day if _minutes(begins, next_day) <= DAY // 2 else same


def _later(moment: datetime.datetime, minutes: int) -> datetime.datetime:
    try:
        return later(moment, minutes)
    except OverflowError:
        return moment


def _minutes(earlier: datetime.datetime, late: datetime.datetime) -> int:
    """Minutes of real time from one moment to the other."""
    return round((late.astimezone(datetime.UTC) - earlier.astimezone(datetime.UTC)).total_seconds() / 60)
