"""Counts of exchange: who gave, what was taken up, what was answered. Pure functions over a state.

The data are what was captured, not what happened; thanks are shown and never counted (domain, section 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.session.contributions import Contribution
from facilitator.session.kinds import KINDS, NOT_COUNTED
from facilitator.session.questions import answered
from facilitator.session.relations import UPTAKE
from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted over some contributions."""

    contributions: int
    by_kind: tuple[tuple[str, int], ...]
    takes_up: int
    taken_up: int
    builds_on: int
    answers: int
    questions: int
    questions_answered: int
    voices: int


def counts(state: SessionState, given: Sequence[Contribution]) -> Counts:
    """Count over ``given`` (as a gate let them through). Relations between words of one author are no uptake."""
    among = {one.id: one for one in given}
    counted = [one for one in given if one.kind not in NOT_COUNTED]
    kinds = Counter(one.kind for one in counted)
    takes: set[str] = set()
    taken: set[str] = set()
    by_relation: Counter[str] = Counter()
    for one in counted:
        for earlier, relation in state.relations.of(one.id):
            other = among.get(earlier)
            if other is None or relation not in UPTAKE or other.kind in NOT_COUNTED:
                continue
            if one.authors and set(one.authors) & set(other.authors):
                continue
            if relation == "synthesises":
                continue
            takes.add(one.id)
            taken.add(earlier)
            by_relation[relation] += 1
    questions = [one.id for one in given if one.kind == "question"]
    return Counts(
        contributions=len(counted),
        by_kind=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        takes_up=len(takes),
        taken_up=len(taken),
        builds_on=by_relation["builds_on"],
        answers=by_relation["answers"],
        questions=len(questions),
        questions_answered=sum(answered(state, question) for question in questions),
        voices=len({author for one in counted for author in one.authors}),
    )
