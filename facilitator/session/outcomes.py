"""Outcome answers: better informed, seeing more sides, deciding better; then and now, in the anchors of section 2.3.

An answer never carries a person: there is no field for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import FACILITATOR, GARDENER, GUEST, Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

ITEMS = ("informed", "perspective", "decision")
LOWEST, HIGHEST = 0, 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: anchors 0 to 4, None where not applicable; one line of evidence; through whom or what."""

    id: str
    item: str
    then: int | None = None
    now: int | None = None
    evidence: str = ""
    through: str = ""
    taken_back: bool = False


@dataclass
class Outcomes:
    """All answers, in the order of the record."""

    by_id: dict[str, Answer] = field(default_factory=dict)

    def standing(self) -> list[Answer]:
        """The answers that were not taken back."""
        return [answer for answer in self.by_id.values() if not answer.taken_back]


@dataclass(frozen=True, slots=True)
class OutcomeRated(Body):
    """Somebody answered one item of the outcome card."""

    KIND: ClassVar[str] = "outcome_rated"
    answer: str
    item: str
    then: int | None = None
    now: int | None = None
    evidence: str = ""
    through: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeTakenBack(Body):
    """An answer was taken back."""

    KIND: ClassVar[str] = "outcome_taken_back"
    answer: str


@dataclass(frozen=True, slots=True)
class OutcomeRestored(Body):
    """An answer taken back stands again."""

    KIND: ClassVar[str] = "outcome_restored"
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOutcome(Command):
    """Answer one item of the outcome card. The command's id is the answer's id."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    item: str
    then: int | None = None
    now: int | None = None
    evidence: str = ""
    through: str = ""


@decides(RateOutcome)
def _rate(state: SessionState, command: RateOutcome, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.item not in ITEMS:
        raise Rejected("“{item}” is no item of the outcome card.", item=command.item)
    for level in (command.then, command.now):
        if level is not None and not LOWEST <= level <= HIGHEST:
            raise Rejected("An answer lies between 0 and 4.")
    yield OutcomeRated(
        command.id, command.item, command.then, command.now, whole(command.evidence), whole(command.through)
    )


@folds(OutcomeRated)
def _rated(state: SessionState, body: OutcomeRated, fact: Fact) -> None:
    levels = [level for level in (body.then, body.now) if level is not None]
    if body.item in ITEMS and all(LOWEST <= level <= HIGHEST for level in levels):
        answer = Answer(body.answer, body.item, body.then, body.now, body.evidence, body.through)
        state.outcomes.by_id.setdefault(body.answer, answer)


def _mark(state: SessionState, answer: str, taken_back: bool) -> None:
    was = state.outcomes.by_id.get(answer)
    if was is not None:
        state.outcomes.by_id[answer] = Answer(
            was.id, was.item, was.then, was.now, was.evidence, was.through, taken_back
        )


@folds(OutcomeTakenBack)
def _taken_back(state: SessionState, body: OutcomeTakenBack, fact: Fact) -> None:
    _mark(state, body.answer, True)


@folds(OutcomeRestored)
def _restored(state: SessionState, body: OutcomeRestored, fact: Fact) -> None:
    _mark(state, body.answer, False)


@undone_by(OutcomeRated)
def _unrate(state: SessionState, body: OutcomeRated) -> Iterable[Body]:
    yield OutcomeTakenBack(body.answer)


@undone_by(OutcomeTakenBack)
def _untake(state: SessionState, body: OutcomeTakenBack) -> Iterable[Body]:
    yield OutcomeRestored(body.answer)


@undone_by(OutcomeRestored)
def _unrestore(state: SessionState, body: OutcomeRestored) -> Iterable[Body]:
    yield OutcomeTakenBack(body.answer)
