"""What can be asked of everybody, as actions with keys: three with a form, three that are ready."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.session.asks import CHECK_IN, DOTS, OUTCOME, POLL, PULSE, RATING
from facilitator.session.votes import Votes
from facilitator.ui.actions import Action
from facilitator.ui.stages.asks import words
from facilitator.ui.stages.base import StageGiven
from facilitator.words import _

KEYS = {
    POLL: "Ctrl+Shift+A",
    DOTS: "Ctrl+Shift+V",
    RATING: "Ctrl+Shift+R",
    OUTCOME: "Ctrl+Shift+G",
    PULSE: "Ctrl+Shift+L",
    CHECK_IN: "Ctrl+Shift+I",
}
WITH_FORM = frozenset({POLL, DOTS, RATING})

OpenForm = Callable[[str], object]
"""Shows the form that prepares an ask (poll, dots or rating)."""


def still_open(votes: Votes, block: str) -> str:
    """Why nothing else can be asked now; empty where it can."""
    on = votes.on(block)
    if on is None or not on.open:
        return ""
    return _("One thing at a time: “{question}” is still open.").format(question=words.question_words(on))


def ask_offers(now: Callable[[], StageGiven], open_form: OpenForm) -> list[Action]:
    """Actions for the running activity, which ``now`` tells. The ready ones ask at once, the others open their form."""

    def why_not() -> str:
        given = now()
        if not given.block:
            return _("Nothing is running.")
        return given.read_only or still_open(given.services.store.state(given.session).votes, given.block)

    def ask(form: str) -> None:
        given = now()
        if form in WITH_FORM:
            open_form(form)
            return
        command = words.ready(form, given.services.store.state(given.session))
        if command is not None:
            given.dispatch(command, "")

    return [
        Action(
            f"ask.{form}",
            lambda form=form: words.offer_words(form),  # type: ignore[misc]
            lambda form=form: ask(form),  # type: ignore[misc]
            keys=(keys,),
            icon=words.ICONS[form],
            group="run",
            told=lambda form=form: words.offer_told(form),  # type: ignore[misc]
            also=lambda form=form: words.form_word(form),  # type: ignore[misc]
            why_not=why_not,
            firm=True,
        )
        for form, keys in KEYS.items()
    ]
