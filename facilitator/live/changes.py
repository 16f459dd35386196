"""Which of a guest's views a fact may change, so that little is computed anew when much happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from facilitator.session.facts import Fact

CARD, WALL, STAGE, ASK, FLOOR, PLAY = "card", "wall", "stage", "ask", "floor", "play"
"""One card; the whole wall; what runs; the vote; the speaking list; briefs and sheets."""
EVERYTHING = frozenset({WALL, STAGE, ASK, FLOOR, PLAY})

_NOTHING: frozenset[str] = frozenset()
_BY_START: tuple[tuple[str, frozenset[str]], ...] = (
    ("contribution_hidden", frozenset({CARD, ASK})),
    ("contribution_shown", frozenset({CARD, ASK})),
    ("contribution_withdrawn", frozenset({CARD, ASK})),
    ("contribution_restored", frozenset({CARD, ASK})),
    ("contribution_", frozenset({CARD})),
    ("relat", frozenset({CARD})),
    ("attachment_added", frozenset({CARD})),
    ("person_joined", _NOTHING),
    ("person_left", frozenset({FLOOR, PLAY})),
    ("person_came_back", frozenset({FLOOR, PLAY})),
    ("ask_", frozenset({ASK})),
    ("ballot_", frozenset({ASK})),
    ("counts_", frozenset({ASK})),
    ("options_", frozenset({ASK})),
    ("outcome_", frozenset({ASK})),
    ("check_in_", frozenset({ASK})),
    ("hand_", frozenset({FLOOR})),
    ("turn_", frozenset({FLOOR})),
    ("seat_", _NOTHING),
    ("brief_opened", frozenset({PLAY})),
    ("behaviour_", frozenset({PLAY})),
    ("words_", _NOTHING),
    ("hands_", _NOTHING),
    ("slip", frozenset({STAGE, WALL})),
    ("theme_", frozenset({WALL})),
    ("card_", frozenset({WALL})),
    ("decision_", _NOTHING),
    ("commitment_", _NOTHING),
    ("film_", _NOTHING),
    ("caption_", _NOTHING),
)

CLOSES = frozenset(
    {"activity_started", "activity_ended", "activity_returned", "activity_reset", "session_closed", "block_removed"}
)
"""Facts after which another activity may be the running one."""


@cache
def touches(kind: str) -> frozenset[str]:
    """The views a kind of fact may change; all of them where nobody said."""
    return next((views for start, views in _BY_START if kind.startswith(start)), EVERYTHING)


@dataclass(slots=True)
class Touched:
    """What some facts may have changed: views as a whole, and single cards by id."""

    views: set[str] = field(default_factory=set)
    cards: dict[str, None] = field(default_factory=dict)

    def add(self, other: Touched) -> None:
        """Both together."""
        self.views |= other.views
        self.cards.update(other.cards)


def touched(facts: Iterable[Fact]) -> Touched:
    """What these facts may have changed."""
    found = Touched()
    for fact in facts:
        views = touches(fact.kind)
        found.views |= views - {CARD}
        if CARD not in views:
            continue
        for name in ("contribution", "later", "earlier"):
            key = fact.body.get(name)
            if isinstance(key, str):
                found.cards[key] = None
    return found
