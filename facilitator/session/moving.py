"""Where a block goes when it is moved: one place up or down, over the edge of a day, or into a day by hand. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.session.agenda import Block, ChangeBlock, MoveBlock
from facilitator.session.planning import ASYNC, planned
from facilitator.session.rules import Command

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


def days_of(state: SessionState) -> dict[int, list[Block]]:
    """The blocks of every day there is, as the plan shows them. A plan spread over days runs on as one."""
    plan, blocks = planned(state), state.agenda.in_order()
    if plan.setting == ASYNC:
        return {1: blocks}
    days: dict[int, list[Block]] = {number: [] for number in range(1, plan.days + 1)}
    for block in blocks:
        days.setdefault(max(block.day, 1), []).append(block)
    return dict(sorted(days.items()))


def into(state: SessionState, block: str, day: int, after: str = "") -> tuple[Command, ...]:
    """Put a block into a day, behind another block of that day, or at its beginning."""
    days = days_of(state)
    found = state.agenda.get(block)
    if found is None or day not in days:
        return ()
    others = [other.id for other in days[day] if other.id != block]
    commands: list[Command] = []
    if len(days) > 1 and found.day != day:
        commands.append(ChangeBlock(block=block, day=day))
    if after in others:
        commands.append(MoveBlock(block=block, after=after))
    elif others:
        order = [other.id for other in state.agenda.in_order() if other.id != block]
        before = order.index(others[0])
        commands.append(MoveBlock(block=block, after=order[before - 1] if before else ""))
    return tuple(commands)


def stepped(state: SessionState, block: str, by: int) -> tuple[Command, ...]:
    """Move a block one place down (1) or up (-1); from the edge of a day it goes over into the next one."""
    days = days_of(state)
    day = next((number for number, blocks in days.items() if any(one.id == block for one in blocks)), 0)
    if not day:
        return ()
    own = [one.id for one in days[day]]
    place = own.index(block) + by
    if 0 <= place < len(own):
        rest = [one for one in own if one != block]
        return into(state, block, day, rest[place - 1] if place else "")
    other = day + by
    if other not in days:
        return ()
    there = days[other]
    return into(state, block, other, there[-1].id if by < 0 and there else "")
