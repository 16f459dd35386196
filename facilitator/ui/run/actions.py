"""Everything that can be done on the page *Run*, with its keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from facilitator.session.running import block_before, next_block
from facilitator.ui.actions import Action
from facilitator.ui.run.bar import DRAWER_KEY, FIVE_KEY, MORE_KEY, PAUSE_KEY
from facilitator.ui.stages.asks.offers import ask_offers
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.run.screen import RunScreen

FORWARD_KEY, NEXT_KEY, BACK_KEY = "Ctrl+Shift+Return", "F9", "Shift+F9"


READS = frozenset({"run.agenda"})
"""What changes nothing, and so can be done where nothing can be written."""


def run_actions(page: RunScreen) -> list[Action]:
    """The actions of a running session, for the registry."""
    leads = [one if one.id in READS else _writes(page, one) for one in _leading(page)]
    return [
        *page.coach.offers(),
        *page.room.offers(),
        *page.phones.offers(),
        *page.room_film.offers(),
        *page.starters.offers(),
        *page.pictures.offers(),
        *ask_offers(page.given_now, page.ask_form),
        *leads,
    ]


def _writes(page: RunScreen, action: Action) -> Action:
    """Not where nothing can be written."""
    return replace(action, why_not=lambda: page.read_only or action.why_not())


def _leading(page: RunScreen) -> list[Action]:
    """What leads the session on."""
    going = page.going

    def live() -> str:
        return "" if page.live else _("There is no agenda to run. Plan one first.")

    def to_come() -> str:
        return live() or ("" if next_block(page.model.state) is not None else _("No further activity is planned."))

    def why_not_back() -> str:
        return "" if block_before(page.model.state) is not None else _("Nothing ran before.")

    return [
        Action(
            "run.forward", lambda: page.forward_words() if page.live else _("Next step"), page.forward,
            (FORWARD_KEY,), "skip-forward", "run", why_not=live, firm=True,
        ),
        Action(
            "run.next", lambda: _("Next activity"), going.next, (NEXT_KEY,), "skip-forward", "run",
            why_not=live, firm=True,
            told=lambda: _("Ends the running activity and begins the next; behind the last the session ends."),
        ),
        Action(
            "run.back", lambda: _("Back to the activity before"), going.back, (BACK_KEY,), "undo-2", "run",
            why_not=lambda: live() or why_not_back(), firm=True,
            told=lambda: _("It goes on where it stopped; the time in between does not count."),
        ),
        Action(
            "run.step_before", lambda: _("Step before"), lambda: going.step(-1, len(page.steps())),
            icon="arrow-left", group="run", why_not=going.why_not_running,
        ),
        Action(
            "run.agenda", lambda: _("Agenda"), page.to_agenda, (DRAWER_KEY,), "panel-left", "run", why_not=live,
            firm=True, told=lambda: _("Into the agenda; where the window is narrow it opens in place of the stream."),
        ),
        Action(
            "run.skip", lambda: _("Leave the next activity out"), going.skip_next, icon="minus", group="run",
            why_not=to_come,
        ),
        Action(
            "run.insert", lambda: _("Something in between"), going.insert, ("Ctrl+Shift+N",), "plus", "run",
            menu=True, told=lambda: _("An activity that is not in the plan, begun at once."),
        ),
        Action(
            "run.more", lambda: _("One minute more"), lambda: going.more(1), (MORE_KEY,), "timer", "run",
            why_not=going.why_not_running, firm=True,
        ),
        Action(
            "run.five", lambda: _("Five minutes more"), lambda: going.more(5), (FIVE_KEY,), "timer", "run",
            why_not=going.why_not_running, firm=True,
        ),
        Action(
            "run.less", lambda: _("One minute less"), lambda: going.more(-1), ("Ctrl+-",), "timer", "run",
            why_not=going.why_not_running, firm=True,
        ),
        Action(
            "run.pause", lambda: _("Pause, or go on"), going.pause, (PAUSE_KEY,), "pause", "run",
            why_not=going.why_not_running, firm=True,
        ),
        Action(
            "run.offer", lambda: page.agenda.said.offer or _("Take the offer against the delay"), page.take_offer,
            icon="timer", group="run",
            why_not=lambda: live() or ("" if page.found.offer.commands() else _("Nothing is offered now.")),
        ),
        Action(
            "run.end", lambda: _("End the session"), going.end, icon="square", group="run", menu=True,
            why_not=live, told=lambda: _("Everything said stays, and the report shows what did not run."),
        ),
        Action(
            "run.reopen", lambda: _("Let the session go on"), going.reopen, icon="play", group="run",
            why_not=lambda: "" if going.over else _("The session is not over."),
        ),
    ]  # fmt: skip
