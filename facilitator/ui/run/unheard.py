"""Who has not been heard yet, for the status line. It is said, never counted or ranked."""

from __future__ import annotations

from facilitator.session.agenda import NAMED
from facilitator.session.coach_measures import Around, View
from facilitator.session.speaking import has_spoken
from facilitator.session.state import SessionState


def unheard(state: SessionState) -> list[str] | None:
    """Names of people here who have neither given nor said anything yet, in their order, as the coach looks at it.

    None where that must not be told: in an activity without names it would say by elimination who gave what.
    """
    running = state.agenda.get(state.agenda.running)
    if running is None or running.anonymity != NAMED:
        return None
    view = View(state, running, 0, Around(heard=frozenset(has_spoken(state, running.id))))
    return [one.name for one in view.unheard] if view.waited_for else None
