"""Decisions: why, what else was considered, who decided, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agreements import date_of
from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Decision:
    """The ground of a decision. ``review_on`` is a date (ISO 8601) or empty."""

    contribution: str
    because: str = ""
    considered: tuple[str, ...] = ()
    decided_by: str = ""
    review_on: str = ""
    review_words: str = ""


@dataclass
class Decisions:
    """The grounds of decisions by the contribution they were said in."""

    by_id: dict[str, Decision] = field(default_factory=dict)

    def get(self, contribution: str) -> Decision | None:
        """The ground, if any was given."""
        return self.by_id.get(contribution)


@dataclass(frozen=True, slots=True)
class DecisionExplained(Body):
    """The ground of a decision was said; None leaves a field as it was."""

    KIND: ClassVar[str] = "decision_explained"
    contribution: str
    because: str | None = None
    considered: tuple[str, ...] | None = None
    decided_by: str | None = None
    review_on: str | None = None
    review_words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainDecision(Command):
    """Say the ground of a decision; None leaves a field as it is."""

    contribution: str
    because: str | None = None
    considered: tuple[str, ...] | None = None
    decided_by: str | None = None
    review_on: str | None = None
    review_words: str | None = None


@decides(ExplainDecision)
def _explain(state: SessionState, command: ExplainDecision, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if given.kind != "decision":
        raise Rejected("Only a decision has reasons and a date to look again.")
    if command.review_on:
        date_of(command.review_on)
    body = DecisionExplained(
        given.id,
        None if command.because is None else whole(command.because),
        None if command.considered is None else tuple(whole(text) for text in command.considered),
        None if command.decided_by is None else whole(command.decided_by),
        command.review_on,
        None if command.review_words is None else whole(command.review_words),
    )
    was = state.decisions.get(given.id) or Decision(given.id)
    if any(value != getattr(was, name) for name, value in said(body, "contribution").items()):
        yield body


@folds(DecisionExplained)
def _explained(state: SessionState, body: DecisionExplained, fact: Fact) -> None:
    if body.contribution in state.contributions.by_id:
        was = state.decisions.get(body.contribution) or Decision(body.contribution)
        state.decisions.by_id[body.contribution] = replace(was, **said(body, "contribution"))


@undone_by(DecisionExplained)
def _unexplain(state: SessionState, body: DecisionExplained) -> Iterable[Body]:
    was = state.decisions.get(body.contribution) or Decision(body.contribution)
    yield as_it_was(was, body, "contribution")
