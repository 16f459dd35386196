"""What the guide is asked about a session: its answers, and what the plan already says where nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.session.guide import Situation
from facilitator.session.planning import ASYNC, planned

if TYPE_CHECKING:
    from facilitator.session.guiding import Answers
    from facilitator.session.state import SessionState

CAREFUL_TRUST, CAREFUL_PEOPLE, CAREFUL_MINUTES = 1, 8, 60
"""Taken by somebody who is not sure: strangers, a small group, an hour."""


PLANNED_FOR = (("inform", "inform"), ("perspective", "perspective"), ("decision", "decide"))
"""The fields of a plan that say a purpose, and the answer each of them is to the guide's first question."""


def purposes(state: SessionState, answers: Answers | None = None) -> tuple[str, str]:
    """The purpose and the second one: as the guide was told; otherwise what the plan says people get from it.

    Where the plan says several, the first two count, in the order in which the plan asks for them.
    """
    said = answers or state.answers
    first, *others = [value for name, value in PLANNED_FOR if getattr(state.about, name).strip()] or [""]
    if said.purpose:
        first, others = said.purpose, []
    second = said.second or next(iter(others), "")
    return first, second if first and second != first else ""


def answered(state: SessionState, answers: Answers | None = None) -> frozenset[str]:
    """The questions (by the ids of :mod:`.interview`) that have an answer: by hand, from the plan, or the careful one
    that was taken by somebody who is not sure. ``answers`` asks about these instead of those there are.
    """
    said, plan = answers or state.answers, planned(state)
    found = {
        "purpose": bool(purposes(state, said)[0]),
        "in_hands": bool(said.in_hands or state.about.work),
        "people": bool(said.people or state.people.present()),
        "minutes": bool(said.minutes or said.days or plan.minutes or (plan.setting == ASYNC and plan.days > 1)),
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

    Purpose, people, time and setting are those of the plan, where the guide was not told otherwise. What nobody said
    at all has a careful value, which counts only where its question is :func:`answered`. ``answers`` asks what would be
    if these were given instead of those there are.
    """
    said, plan = answers or state.answers, planned(state)
    purpose, second = purposes(state, said)
    if not purpose:
        return None
    setting = said.setting or plan.setting or "in_person"
    spread = setting == ASYNC
    days = said.days or (plan.days if spread else 0) or (7 if spread else 0)
    return Situation(
        purpose=purpose,
        second=second,
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
