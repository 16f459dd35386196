"""What the room screen says in its own words: how much is in, when it goes on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from facilitator.session.room import SLIPS, VOTES, Join, RoomGroup, RoomView
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN
from facilitator.ui import shown, times
from facilitator.words import _, ngettext

WALLS = frozenset({AS_IT_COMES, BY_THEME})


def middle(view: RoomView, zone: datetime.tzinfo | None = None) -> str:
    """What stands large in place of the wall: how much is in and not shown, or when a break ends. Empty for a wall."""
    if view.shows == SLIPS:
        return ngettext("{count} slip is in", "{count} slips are in", view.slips).format(count=view.slips)
    if view.shows == HIDDEN and not view.beds:
        if not view.hidden:
            return ""
        return ngettext("{count} card is in", "{count} cards are in", view.hidden).format(count=view.hidden)
    if view.shows == VOTES and not view.bars:
        return view.told
    if view.shows in WALLS and not view.beds:
        return view.told  # where a play stands, until there is a card
    if view.is_break and view.back_ms is not None and (view.left_ms or 0) > 0:
        return _("We go on at {time}").format(time=times.clock(view.back_ms, zone))
    return ""


def people_words(count: int) -> str:
    """*5 people*."""
    return ngettext("{count} person", "{count} people", count).format(count=count)


def seated(groups: Sequence[RoomGroup], left_out: int = 0) -> str:
    """How many people are in how many groups, and how many groups did not find room on the screen."""
    told = ngettext("{people} in {count} group", "{people} in {count} groups", len(groups))
    words = told.format(people=people_words(sum(group.count for group in groups)), count=len(groups))
    if left_out:
        more = ngettext("{count} more group", "{count} more groups", left_out).format(count=left_out)
        words = f"{words} · {more}"
    return words


def joining(join: Join | None) -> str:
    """How phones come in, in one line; empty while they cannot."""
    if join is None:
        return ""
    parts = [shown.one_line(join.address)]
    if join.code:
        parts.append(_("Code {code}").format(code=shown.one_line(join.code)))
    return " · ".join(parts)
