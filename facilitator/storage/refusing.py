"""The journal of a library that cannot be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facilitator.session.errors import FacilitatorError
from facilitator.session.facts import Fact
from facilitator.storage.journal import Deliver, Done


class RefusingJournal:
    """The journal of a library that cannot be written: says so for every fact."""

    def __init__(self, refusal: FacilitatorError, deliver: Deliver | None) -> None:
        self._refusal = refusal
        self._deliver = deliver
        self._waiting: list[Done] = []

    @property
    def device(self) -> str:
        """No facts are numbered here."""
        return "read-only"

    def append(self, facts: Sequence[Fact], epoch: int, done: Done) -> None:
        """Refuse."""
        if self._deliver is not None:
            self._deliver(lambda: done(self._refusal))
        else:
            self._waiting.append(done)

    def deliver(self, work: Callable[[], None]) -> None:
        """Run something in the store's thread."""
        if self._deliver is not None:
            self._deliver(work)
        else:
            self._waiting.append(lambda _error: work())

    def settle(self, timeout: float | None = None) -> None:
        """Say why nothing was kept."""
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(self._refusal)
        if waiting:
            raise self._refusal

    def close(self) -> None:
        """Nothing to end."""
