"""What the guide asks and the plan says, too: told in one place it is known in the other, as one step.

Setting and length have a field in the plan and a question in the guide. While the guide was not told, the plan answers
it (:mod:`.situation`); what the guide is told goes into the plan where the plan says nothing yet, or still says what
the guide told it before. What somebody wrote into the plan themselves stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facilitator.session.agenda import LAST_DAY
from facilitator.session.guiding import AnswerGuide
from facilitator.session.planning import ASYNC, DescribePlan, planned
from facilitator.session.rules import Together
from facilitator.session.timetable import DAY

if TYPE_CHECKING:
    from facilitator.session.rules import Command
    from facilitator.session.state import SessionState

ALIKE = {"setting": "setting", "minutes": "minutes", "days": "minutes"}
"""Fields of the plan that are answers of the guide, too, by the question they answer."""


def with_its_like(state: SessionState, command: Command) -> Command:
    """The command, and with it, as one step, what it says about the same thing in the other place."""
    if isinstance(command, AnswerGuide):
        told = _told(state, command)
        return Together(commands=(command, told)) if told is not None else command
    if isinstance(command, DescribePlan):
        freed = _freed(state, command)
        return Together(commands=(command, freed)) if freed is not None else command
    return command


def _told(state: SessionState, command: AnswerGuide) -> DescribePlan | None:
    """What an answer says to the plan. A careful answer of somebody who is not sure is none."""
    said, unsure = state.answers, command.unsure or ()
    news: dict[str, Any] = {}
    for name, question in ALIKE.items():
        value = getattr(command, name)
        if value is None or (question in unsure and question not in said.unsure):
            continue
        here, before = _planned(state, name), getattr(said, name)
        if here != value and (not here or (before and here == before)):
            news[name] = value
    setting = news.get("setting", planned(state).setting)
    if "setting" in news and said.days and command.days is None and _planned(state, "days") in (0, said.days):
        news["days"] = said.days if setting == ASYNC else 0
    if setting == ASYNC or not 0 <= news.get("minutes", 0) <= DAY:
        news.pop("minutes", None)
    if "days" in news:
        days = news.pop("days")
        if 0 <= days <= LAST_DAY and (setting == ASYNC or days == 0):
            news["days"] = max(days, 1)
    return DescribePlan(**news) if news else None


def _freed(state: SessionState, command: DescribePlan) -> AnswerGuide | None:
    """The answers that the plan gives from now on: those it had from the guide, and those nobody was sure of."""
    said, unsure = state.answers, state.answers.unsure
    news: dict[str, Any] = {}
    for name, question in ALIKE.items():
        value, here = getattr(command, name), _planned(state, name)
        if value is None or value == here:
            continue
        before = getattr(said, name)
        if question in unsure or (before and before == here):
            news[name] = type(before)()
            unsure = tuple(one for one in unsure if one != question)
    if unsure != said.unsure:
        news["unsure"] = unsure
    return AnswerGuide(**news) if any(value != getattr(said, name) for name, value in news.items()) else None


def _planned(state: SessionState, name: str) -> Any:
    """What the plan says; nothing where it has never been said."""
    value = getattr(planned(state), name)
    return 0 if name == "days" and value == 1 else value
