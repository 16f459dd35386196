"""What the people of a session agreed on: the rule of the room, who may be named, how long it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

RULES = ("", "chatham_house", "lessons_leave_stories_stay", "everything_stays")
"""The three rules of the domain, section 7.2, and none."""


@dataclass(frozen=True)
class Agreement:
    """What holds now. ``kept_until`` is a date (ISO 8601) or empty; ``capture`` says who captured and how fully."""

    rule: str = ""
    kept_until: str = ""
    photos: str = ""
    capture: str = ""


@dataclass(frozen=True, slots=True)
class AgreementMade(Body):
    """Something was agreed; None leaves a field as it was."""

    KIND: ClassVar[str] = "agreement_made"
    rule: str | None = None
    kept_until: str | None = None
    photos: str | None = None
    capture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAgreement(Command):
    """Record what is agreed; None leaves a field as it is."""

    rule: str | None = None
    kept_until: str | None = None
    photos: str | None = None
    capture: str | None = None


def date_of(given: str) -> str:
    """A date as ISO 8601, or empty; anything else is refused."""
    if given:
        try:
            datetime.date.fromisoformat(given)
        except ValueError:
            raise Rejected("“{text}” is no date. Write it as year-month-day.", text=given) from None
    return given


@decides(MakeAgreement)
def _make(state: SessionState, command: MakeAgreement, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.rule is not None and command.rule not in RULES:
        raise Rejected("“{rule}” is no rule known here.", rule=command.rule)
    if command.kept_until is not None:
        date_of(command.kept_until)
    body = AgreementMade(
        command.rule,
        command.kept_until,
        None if command.photos is None else whole(command.photos),
        None if command.capture is None else whole(command.capture),
    )
    if any(value != getattr(state.agreement, name) for name, value in said(body).items()):
        yield body


@folds(AgreementMade)
def _made(state: SessionState, body: AgreementMade, fact: Fact) -> None:
    state.agreement = replace(state.agreement, **said(body))


@undone_by(AgreementMade)
def _unmake(state: SessionState, body: AgreementMade) -> Iterable[Body]:
    yield as_it_was(state.agreement, body)
