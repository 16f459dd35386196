"""Open ends: what became of questions, concerns, requests and offers, and who looks after those still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.people import known
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

OPEN, SETTLED, PARKED = "open", "settled", "parked"
STATES = (OPEN, SETTLED, PARKED)
HAVE_ENDS = frozenset({"question", "concern", "request", "offer"})


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """What was said about an open end: its state (empty: not said, then answers decide) and who looks after it."""

    contribution: str
    state: str = ""
    keeper: str = ""
    keeper_words: str = ""


@dataclass
class OpenEnds:
    """What was said about open ends, by contribution."""

    by_id: dict[str, OpenEnd] = field(default_factory=dict)

    def get(self, contribution: str) -> OpenEnd | None:
        """What was said about it, if anything was."""
        return self.by_id.get(contribution)


@dataclass(frozen=True, slots=True)
class OpenEndSettled(Body):
    """State or keeper of an open end were said; None leaves a field as it was."""

    KIND: ClassVar[str] = "open_end_settled"
    contribution: str
    state: str | None = None
    keeper: str | None = None
    keeper_words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOpenEnd(Command):
    """Say what became of an open end, and who looks after it; None leaves a field as it is."""

    contribution: str
    state: str | None = None
    keeper: str | None = None
    keeper_words: str | None = None


def answered(state: SessionState, question: str) -> bool:
    """Whether a question counts as answered: it was said so, or an answer stands and nobody said otherwise."""
    end = state.open_ends.get(question)
    if end is not None and end.state:
        return end.state == SETTLED
    given = state.contributions.by_id
    return any(
        relation == "answers" and not given[later].withdrawn and not given[later].hidden
        for later, relation in state.relations.to(question)
    )


@decides(SettleOpenEnd)
def _settle(state: SessionState, command: SettleOpenEnd, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if given.kind not in HAVE_ENDS:
        raise Rejected("Only a question, a concern, a request or an offer can stay open.")
    if command.state and command.state not in STATES:
        raise Rejected("It is open, settled or parked; “{word}” is none of these.", word=command.state)
    if command.keeper:
        known(state, command.keeper)
    words = None if command.keeper_words is None else whole(command.keeper_words)
    body = OpenEndSettled(given.id, command.state, command.keeper, words)
    was = state.open_ends.get(given.id) or OpenEnd(given.id)
    if any(value != getattr(was, name) for name, value in said(body, "contribution").items()):
        yield body


@folds(OpenEndSettled)
def _settled(state: SessionState, body: OpenEndSettled, fact: Fact) -> None:
    if body.contribution in state.contributions.by_id:
        was = state.open_ends.get(body.contribution) or OpenEnd(body.contribution)
        state.open_ends.by_id[body.contribution] = replace(was, **said(body, "contribution"))


@undone_by(OpenEndSettled)
def _unsettle(state: SessionState, body: OpenEndSettled) -> Iterable[Body]:
    was = state.open_ends.get(body.contribution) or OpenEnd(body.contribution)
    yield as_it_was(was, body, "contribution")
