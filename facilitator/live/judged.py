"""What becomes of cards the facilitator reads first: those that wait, and those that were not taken.

Who took a card away is known while it happens. Of a card without a giver nobody knows it any more after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from facilitator.session.facts import Fact
from facilitator.session.state import SessionState


class Judged:
    """The cards of one session that wait for the facilitator, and those they did not take (ids)."""

    def __init__(self, state: Callable[[], SessionState]) -> None:
        self._state = state
        self.held: set[str] = set()
        self.refused: set[str] = set()

    def as_before(self, facts: Iterable[Fact]) -> None:
        """After a restart: cards that came in hidden and still are, and those with a giver who took nothing back."""
        came = ""
        for fact in facts:
            card = str(fact.body.get("contribution", ""))
            given = self._state().contributions.get(card)
            if fact.kind == "contribution_hidden" and card == came and self._waits(card):
                self.held.add(card)
            elif fact.kind == "contribution_withdrawn" and given is not None and given.authors and given.withdrawn:
                (self.refused.add if fact.actor is None else self.refused.discard)(card)
            came = card if fact.kind == "contribution_given" else ""

    def hear(self, facts: Iterable[Fact], *, from_phone: bool) -> None:
        """This is kept now."""
        for fact in facts:
            card = str(fact.body.get("contribution", ""))
            if fact.kind == "contribution_withdrawn" and not from_phone:
                self.refused.add(card)
            elif fact.kind == "contribution_restored" and card in self.refused:
                self.refused.discard(card)
                self.held.add(card)  # it waits again, if it is still hidden
        if self.held:
            self.held = {card for card in self.held if self._waits(card)}

    def _waits(self, card: str) -> bool:
        given = self._state().contributions.get(card)
        return given is not None and given.hidden and not given.withdrawn
