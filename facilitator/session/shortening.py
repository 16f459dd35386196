"""Making room before a locked start: the blocks above it are shortened until nothing runs into it. Pure."""

from __future__ import annotations

from facilitator.session.agenda import Block, ChangeBlock
from facilitator.session.timetable import Timetable

LEAST = 5
"""No block is shortened below this many minutes for the sake of another, unless nothing else is left."""


def shortening(table: Timetable, block: str) -> tuple[ChangeBlock, ...]:
    """The changes after which nothing overlaps this block's locked start; empty where nothing does.

    The block right above gives first, then the one above that, as far as the locked start before; none is left with
    less than :data:`LEAST` minutes while another has more, and none below nothing.
    """
    slot = table.of(block)
    if slot is None or not slot.overlaps:
        return ()
    day = next(day for day in table.days if day.number == slot.day)
    above: list[Block] = []
    for earlier in day.slots[: day.slots.index(slot)]:
        if earlier.block.fixed and table.clocked:
            above.clear()  # what lies before a locked start does not push what lies behind it
        above.append(earlier.block)
    minutes = {other.id: other.minutes for other in above}
    left = slot.overlaps
    for least in (LEAST, 0):
        for other in reversed(above):
            give = min(max(minutes[other.id] - least, 0), left)
            minutes[other.id] -= give
            left -= give
    return tuple(
        ChangeBlock(block=other.id, minutes=minutes[other.id]) for other in above if minutes[other.id] != other.minutes
    )
