"""Where a film stops, told from where it was and where it is now; and where people reacted.

Pure, for every clock a film can run by: a player's frames or a clock run by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from facilitator.session.film import FilmCue

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

START = -1
"""Where a film is before it began: a cue at 0 stops it, too."""


class CueWatch:
    """Tells at which cue to stop, while a film moves. It stops once at a cue, and again only after going back.

    What a player says right after a jump may still be from before it: such a place counts only once it is nearer to
    where the film was sent than to where it was.
    """

    def __init__(self) -> None:
        self._last = START
        self._from: int | None = None

    def moved(self, now_ms: int, cues: Sequence[FilmCue]) -> FilmCue | None:
        """The film is here now; the first cue it passed on the way, if any. ``cues`` are in their order."""
        if self.stale(now_ms):
            return None
        self._from = None
        for cue in cues:
            if self._last < cue.at_ms <= now_ms:
                self._last = cue.at_ms
                return cue
        # A frame may begin a little before the cue it was stopped at: that is no way back.
        self._last = max(self._last, now_ms)
        return None

    def stale(self, now_ms: int) -> bool:
        """Whether this place is still from before the last jump."""
        return self._from is not None and abs(now_ms - self._last) > abs(now_ms - self._from)

    def sent(self, to_ms: int, from_ms: int) -> None:
        """The film was sent to a place: what lies between is not passed, and what lies behind counts again."""
        self._last = to_ms if to_ms > 0 else START
        self._from = from_ms if abs(from_ms - to_ms) > 1 else None


def next_cue(cues: Sequence[FilmCue], now_ms: int) -> FilmCue | None:
    """The next cue ahead of a place; None behind the last."""
    return next((cue for cue in cues if cue.at_ms > now_ms), None)


def number(cues: Sequence[FilmCue], cue: str) -> int:
    """Which cue it is, from 1; 0 for none of these."""
    return next((place for place, other in enumerate(cues, 1) if other.id == cue), 0)


def reactions(state: SessionState, block: str) -> list[int]:
    """The film times at which people said something in a block, in order, in ms."""
    return sorted(
        given.offset_ms
        for given in state.contributions.standing()
        if given.activity == block and given.offset_ms is not None
    )


def last_place(state: SessionState, block: str) -> int:
    """Where a film was when something was last said or it last stopped, in ms: there it goes on. 0 at the beginning."""
    places = [
        (given.at_ms, given.offset_ms)
        for given in state.contributions.standing()
        if given.activity == block and given.offset_ms is not None
    ]
    places += [(cue.reached_ms, cue.at_ms) for cue in state.films.cues(block) if cue.reached_ms is not None]
    return max(places, default=(0, 0))[1]
