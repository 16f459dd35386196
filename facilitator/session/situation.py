"""What the guide is asked about a session: its answers, and what the plan already says where nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.session.guide import Situation
from facilitator.session.planning import planned

if TYPE_CHECKING:
    from facilitator.session.guiding import Answers
    from facilitator.session.state import SessionState

CAREFUL_TRUST, CAREFUL_PEOPLE, CAREFUL_MINUTES = 1, 8, 60
"""Taken while nobody answered: strangers, a small group, an hour."""


def answered(state: SessionState) -> frozenset[str]:
    """The questions (by the ids of :mod:`.interview`) that have an answer: by hand, from the plan, or the careful one
    that was taken by somebody who is not sure.
    """
    said, plan = state.answers, planned(state)
    found = {
        "purpose": bool(said.purpose),
        "in_hands": bool(said.in_hands or state.about.work),
        "people": bool(said.people or state.people.present()),
        "minutes": bool(said.minutes or said.days or plan.minutes),
        "trust": bool(said.trust),
        "setting": bool(said.setting or plan.setting),
        "energy": bool(said.energy),
        "has": said.has_said,
        "prior": bool(said.prior),
        "power_gap": bool(said.power_gap),
        "private": bool(said.private),
        "access": said.access_said,
        "prep": said.prep >= 0,
    }
    return frozenset(name for name, there in found.items() if there or name in said.unsure)


def situation_of(state: SessionState, answers: Answers | None = None) -> Situation | None:
    """The situation for the rule, None while the purpose is not known: the guide never begins with the tools.

    People are those in the list where there are some, time and setting those of the plan, where the guide was not told
    otherwise. ``answers`` asks what would be if these were given instead of those there are.
    """
    said, plan = answers or state.answers, planned(state)
    if not said.purpose:
        return None
    setting = said.setting or plan.setting or "in_person"
    spread = setting == "async"
    days = said.days or (plan.days if spread else 0) or (7 if spread else 0)
    return Situation(
        purpose=said.purpose,
        second=said.second if said.second != said.purpose else "",
        people=said.people or len(state.people.present()) or CAREFUL_PEOPLE,
        minutes=0 if spread else said.minutes or plan.minutes or CAREFUL_MINUTES,
        days=days,
        trust=said.trust or CAREFUL_TRUST,
        setting=setting,
        network=said.network != "no",
        energy=said.energy or "ok",
        has=frozenset(said.has),
        prior=said.prior or "mixed",
        power_gap=said.power_gap == "yes",
        private=said.private == "yes",
        access=frozenset(said.access),
        prep=said.prep if said.prep >= 0 else None,
    )
