"""Who has not been heard yet, for the status line. It is said, never counted or ranked."""

from __future__ import annotations

from facilitator.session.agenda import NAMED
from facilitator.session.state import SessionState

NOT_ASKED = frozenset({"facilitator", "co_facilitator", "gardener", "scribe"})
"""Roles that are there for others: nobody waits for their words."""


def unheard(state: SessionState) -> list[str] | None:
    """Names of people here who have given nothing yet, in their order; None where that must not be told.

    In an activity without names it is not told: by elimination it would say who gave what.
    """
    running = state.agenda.get(state.agenda.running)
    if running is None or running.anonymity != NAMED:
        return None
    people = [one for one in state.people.present() if not NOT_ASKED & set(one.roles)]
    if not people:
        return None
    gave = state.contributions.of_author
    return [one.name for one in people if one.id not in gave]
