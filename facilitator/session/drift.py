"""Where a running session stands against its plan, and the one honest offer when it runs late. Pure.

An offer first uses what was left free, then what may be left out, then shortens the longest, then leaves out, and only
where nothing else is left ends what runs now sooner. Breaks and the close are never touched: people need them, and a
debrief cut short teaches nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.agenda import CLOSE, Block, ChangeBlock
from facilitator.session.rules import Command
from facilitator.session.running import MINUTE, ExtendActivity, SkipBlock, is_done, minutes_of, remaining_ms
from facilitator.session.shortening import LEAST
from facilitator.session.timetable import Slot, timetable

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

OTHER_TIME_MS = 6 * 60 * MINUTE
"""A session that begins further than this from its planned hour is run at another time: the plan moves with it."""

KEEPS = 0.6
"""A block is shortened for the sake of others to no less than this share of its minutes, while another way is left."""

ON_TIME, SLACK, TRIM, SHORTEN, DROP, SOONER, LATE = "on_time", "slack", "trim", "shorten", "drop", "sooner", "late"
"""What is offered: nothing; nothing, for free minutes take it; less of what is optional; less; leave out; end what runs
sooner; no way."""


@dataclass(frozen=True, slots=True)
class Place:
    """A block with the times it has or will have, ms UTC. ``minutes`` is what it took, or what it will have."""

    block: Block
    starts_ms: int
    ends_ms: int
    minutes: int
    done: bool = False
    running: bool = False
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do about it. ``block`` is the one concerned, ``minutes`` what it would have then.

    ``until`` is the block whose locked start is at stake, or None for the end; ``until_ms`` is when that is, ``over``
    by how many minutes it would be missed, ``spare`` how many are still free before it.
    """

    kind: str = ON_TIME
    block: Block | None = None
    minutes: int = 0
    until: Block | None = None
    until_ms: int | None = None
    over: int = 0
    spare: int = 0

    def commands(self) -> tuple[Command, ...]:
        """What would be done; empty where there is nothing to do."""
        if self.block is None:
            return ()
        if self.kind == SOONER:
            return (ExtendActivity(minutes=-self.over),)
        if self.kind == DROP:
            return (SkipBlock(block=self.block.id),)
        if self.kind in (TRIM, SHORTEN):
            return (ChangeBlock(block=self.block.id, minutes=self.minutes),)
        return ()


@dataclass(frozen=True, slots=True)
class Drift:
    """The session as it runs. ``behind`` is minutes behind plan, below nought ahead of it; None before it began.

    ``clocked`` says whether the times of day are real ones.
    """

    places: tuple[Place, ...]
    behind: int | None
    offer: Offer
    clocked: bool = True

    def of(self, block: str) -> Place | None:
        """The place of a block."""
        return next((place for place in self.places if place.block.id == block), None)


def drift(state: SessionState, now_ms: int) -> Drift:
    """Where the session stands at ``now_ms`` (ms UTC)."""
    slots = timetable(state).slots
    shift = _shift(state, slots)
    planned = {slot.block.id: _ms(slot) + shift for slot in slots}
    places = _places(state, slots, planned, shift, now_ms)
    behind = _behind(state, places, planned)
    clocked = state.running.began_ms is not None or timetable(state).clocked
    return Drift(tuple(places), behind, _offer(state, places, planned, shift, behind), clocked)


def _ms(slot: Slot) -> int:
    return round(slot.starts.timestamp() * 1000)


def _shift(state: SessionState, slots: Sequence[Slot]) -> int:
    """By how much the plan's times are moved: nothing where the session is run at about its hour."""
    began = state.running.began_ms
    if began is None or not slots:
        return 0
    first = next((slot for slot in slots if slot.block.started_ms is not None), slots[0])
    table = timetable(state)
    off = began - _ms(first)
    if table.dated and table.clocked and abs(off) <= OTHER_TIME_MS:
        return 0
    return off


def _places(
    state: SessionState, slots: Sequence[Slot], planned: dict[str, int], shift: int, now_ms: int
) -> list[Place]:
    """Past blocks as they ran, the running one until its time is over, the rest one after the other."""
    places: list[Place] = []
    clocked = timetable(state).clocked
    at = now_ms if state.running.began_ms is not None else None
    for slot in slots:
        block, running = slot.block, state.agenda.running == slot.block.id
        skipped = state.running.of(block.id).skipped
        if running and block.started_ms is not None:
            ends = now_ms + max(remaining_ms(state, block, now_ms), 0)
            places.append(Place(block, block.started_ms, ends, minutes_of(state, block), running=True))
            at = ends
        elif is_done(state, block) and block.started_ms is not None and block.ended_ms is not None and not skipped:
            took = round((block.ended_ms - block.started_ms - state.running.of(block.id).rested_ms) / MINUTE)
            places.append(Place(block, block.started_ms, block.ended_ms, max(took, 0), done=True))
        else:
            begins = planned[block.id] if at is None else at
            if block.fixed and clocked and at is not None and not shift:
                begins = max(at, planned[block.id])
            minutes = 0 if skipped else block.minutes
            ends = begins + minutes * MINUTE
            places.append(Place(block, begins, ends, block.minutes, skipped=skipped, done=skipped))
            at = ends if at is not None else None
    return places


def _behind(state: SessionState, places: Sequence[Place], planned: dict[str, int]) -> int | None:
    """Minutes behind plan where the running block will end, or the last one ended."""
    if state.running.began_ms is None:
        return None
    now = next((place for place in places if place.running), None)
    if now is None:
        now = max((place for place in places if place.done and not place.skipped), key=_end, default=None)
    if now is None:
        return None
    was = state.running.planned.get(now.block.id, now.block.minutes)
    return math.trunc((now.ends_ms - planned[now.block.id] - was * MINUTE) / MINUTE)


def _minutes(ms: int) -> int:
    """Whole minutes; half a minute is nothing anybody would shorten a talk for."""
    return math.floor((ms + MINUTE // 2 - 1) / MINUTE)


def _running(places: Sequence[Place]) -> Place | None:
    return next((place for place in places if place.running), None)


def _end(place: Place) -> int:
    return place.ends_ms


def _offer(
    state: SessionState, places: Sequence[Place], planned: dict[str, int], shift: int, behind: int | None
) -> Offer:
    if behind is None:
        return Offer()
    table = timetable(state)
    ahead: list[Place] = []
    spare_at_end = Offer(kind=SLACK if behind > 0 else ON_TIME)
    end = _until(state, shift)
    for place in places:
        if place.done or place.running:
            continue
        if place.block.fixed and table.clocked and not shift:
            wanted = planned[place.block.id]
            over = _minutes(place.starts_ms - wanted)
            if over > 0:
                return _make_room(ahead, _running(places), over, place.block, wanted)
            before = _end_before(places, place)
            spare = math.floor((wanted - before) / MINUTE)
            if behind > 0 and spare_at_end.until is None:
                spare_at_end = Offer(SLACK, until=place.block, until_ms=wanted, spare=max(spare, 0))
            ahead = []
            continue
        ahead.append(place)
    last = max((place.ends_ms for place in places if not place.skipped), default=None)
    if end is not None and last is not None:
        over = _minutes(last - end)
        if over > 0:
            return _make_room(ahead, _running(places), over, None, end)
        if behind > 0 and spare_at_end.until is None:
            return Offer(SLACK, until_ms=end, spare=max(math.floor((end - last) / MINUTE), 0))
    return spare_at_end


def _end_before(places: Sequence[Place], place: Place) -> int:
    earlier = [other.ends_ms for other in places[: places.index(place)] if not other.skipped]
    return max(earlier, default=place.starts_ms)


def _until(state: SessionState, shift: int) -> int | None:
    """When the day should be over, ms UTC; None where nobody said how long there is."""
    days = timetable(state).days
    running = next((slot for day in days for slot in day.slots if slot.block.id == state.agenda.running), None)
    day = next((day for day in days if running is None or running in day.slots), None)
    if day is None or day.until is None:
        return None
    return round(day.until.timestamp() * 1000) + shift


def protected(block: Block) -> bool:
    """Whether a block is never shortened or left out for the sake of others."""
    return block.is_break or block.part == CLOSE


def _make_room(ahead: Sequence[Place], running: Place | None, over: int, until: Block | None, until_ms: int) -> Offer:
    """The first of the ways that gives ``over`` minutes: what is optional, the longest, one left out, the running one.

    The running one may only end sooner where nothing else is left, where it can, and where it is no break or close.
    """
    told = {"until": until, "until_ms": until_ms, "over": over}
    free = [place.block for place in ahead if not protected(place.block)]
    optional = sorted((block for block in free if block.optional), key=lambda block: -block.minutes)
    for block in optional:
        if block.minutes - over >= LEAST:
            return Offer(TRIM, block, block.minutes - over, **told)  # type: ignore[arg-type]  # names are the fields'
    for block in reversed(optional):
        if block.minutes >= over:
            return Offer(DROP, block, 0, **told)  # type: ignore[arg-type]
    for block in sorted(free, key=lambda block: -block.minutes):
        left = block.minutes - over
        if left >= LEAST and left >= block.minutes * KEEPS:
            return Offer(SHORTEN, block, left, **told)  # type: ignore[arg-type]
    drops = sorted((block for block in free if block.minutes >= over), key=lambda b: (b.exchanges, b.minutes))
    for block in drops:
        return Offer(DROP, block, 0, **told)  # type: ignore[arg-type]
    if free:
        longest = max(free, key=lambda block: block.minutes)
        if longest.minutes > LEAST:
            return Offer(SHORTEN, longest, LEAST, **told)  # type: ignore[arg-type]
        return Offer(DROP, longest, 0, **told)  # type: ignore[arg-type]
    if running is not None and not protected(running.block) and running.minutes - over >= LEAST:
        return Offer(SOONER, running.block, running.minutes - over, **told)  # type: ignore[arg-type]
    return Offer(LATE, **told)  # type: ignore[arg-type]
