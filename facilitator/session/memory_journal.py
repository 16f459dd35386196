"""A journal that keeps nothing: for a store that only plays. What it is given is answered and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facilitator.session.facts import Fact


class NothingKept:
    """Answers at once and has no place to put anything."""

    def __init__(self, device: str = "rehearsal") -> None:
        self.device = device

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        """Forget them."""
        del facts, epoch
        done(None)
