"""Commitments: somebody will do something by a date. A commitment belongs to the contribution it was said in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agreements import date_of
from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.people import known
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = (OPEN, DONE, DROPPED)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What became of a commitment. ``owner`` is a person's id or empty, ``due`` a date (ISO 8601) or empty."""

    contribution: str
    owner: str = ""
    due: str = ""
    due_words: str = ""
    state: str = OPEN


@dataclass
class Commitments:
    """The details of commitments by the contribution they were said in."""

    by_id: dict[str, Commitment] = field(default_factory=dict)

    def get(self, contribution: str) -> Commitment | None:
        """The details, if any were given."""
        return self.by_id.get(contribution)


@dataclass(frozen=True, slots=True)
class CommitmentMade(Body):
    """Owner, date or state of a commitment were said; None leaves a field as it was."""

    KIND: ClassVar[str] = "commitment_made"
    contribution: str
    owner: str | None = None
    due: str | None = None
    due_words: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCommitment(Command):
    """Say who will do it by when, or what became of it; None leaves a field as it is."""

    contribution: str
    owner: str | None = None
    due: str | None = None
    due_words: str | None = None
    state: str | None = None


@decides(MakeCommitment)
def _make(state: SessionState, command: MakeCommitment, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if given.kind != "commitment":
        raise Rejected("Only a commitment has an owner and a date.")
    if command.owner:
        known(state, command.owner)
    if command.due:
        date_of(command.due)
    if command.state is not None and command.state not in STATES:
        raise Rejected("A commitment is open, done or dropped; “{word}” is none of these.", word=command.state)
    words = None if command.due_words is None else whole(command.due_words)
    body = CommitmentMade(given.id, command.owner, command.due, words, command.state)
    was = state.commitments.get(given.id) or Commitment(given.id)
    if given.id not in state.commitments.by_id or any(
        value != getattr(was, name) for name, value in said(body, "contribution").items()
    ):
        yield body


@folds(CommitmentMade)
def _made(state: SessionState, body: CommitmentMade, fact: Fact) -> None:
    if body.contribution in state.contributions.by_id:
        was = state.commitments.get(body.contribution) or Commitment(body.contribution)
        state.commitments.by_id[body.contribution] = replace(was, **said(body, "contribution"))


@undone_by(CommitmentMade)
def _unmake(state: SessionState, body: CommitmentMade) -> Iterable[Body]:
    was = state.commitments.get(body.contribution) or Commitment(body.contribution)
    yield as_it_was(was, body, "contribution")
