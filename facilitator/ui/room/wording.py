"""What the room screen says in its own words: how much is in, when it goes on."""

from __future__ import annotations

import datetime

from facilitator.session.room import SLIPS, VOTES, RoomView
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN
from facilitator.ui import times
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
