"""What was answered to the guide's questions, and where its advice was overridden, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True)
class Answers:
    """The answers so far, by the questions of the domain, section 4.1.

    Empty texts and zeros mean *not answered*; ``yes`` and ``no`` are answers. ``unsure`` names the questions for which
    the careful answer was taken.
    """

    purpose: str = ""
    second: str = ""
    in_hands: str = ""
    people: int = 0
    minutes: int = 0
    days: int = 0
    trust: int = 0
    setting: str = ""
    network: str = ""
    energy: str = ""
    has: tuple[str, ...] = ()
    has_said: bool = False
    prior: str = ""
    power_gap: str = ""
    private: str = ""
    access: tuple[str, ...] = ()
    access_said: bool = False
    prep: int = -1
    unsure: tuple[str, ...] = ()
    overridden: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class GuideAnswered(Body):
    """Questions of the guide were answered; None leaves an answer as it was."""

    KIND: ClassVar[str] = "guide_answered"
    purpose: str | None = None
    second: str | None = None
    in_hands: str | None = None
    people: int | None = None
    minutes: int | None = None
    days: int | None = None
    trust: int | None = None
    setting: str | None = None
    network: str | None = None
    energy: str | None = None
    has: tuple[str, ...] | None = None
    has_said: bool | None = None
    prior: str | None = None
    power_gap: str | None = None
    private: str | None = None
    access: tuple[str, ...] | None = None
    access_said: bool | None = None
    prep: int | None = None
    unsure: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GuideOverridden(Body):
    """A method the guide set aside was chosen all the same, for a reason; an empty reason takes it back."""

    KIND: ClassVar[str] = "guide_overridden"
    method: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGuide(Command):
    """Answer questions of the guide; None leaves an answer as it is."""

    purpose: str | None = None
    second: str | None = None
    in_hands: str | None = None
    people: int | None = None
    minutes: int | None = None
    days: int | None = None
    trust: int | None = None
    setting: str | None = None
    network: str | None = None
    energy: str | None = None
    has: tuple[str, ...] | None = None
    has_said: bool | None = None
    prior: str | None = None
    power_gap: str | None = None
    private: str | None = None
    access: tuple[str, ...] | None = None
    access_said: bool | None = None
    prep: int | None = None
    unsure: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideGuide(Command):
    """Choose a method that was set aside, with one line of reason, which helps when looking back."""

    method: str
    reason: str


@decides(AnswerGuide)
def _answer(state: SessionState, command: AnswerGuide, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    news: dict[str, Any] = {}
    for item in fields(GuideAnswered):
        value = getattr(command, item.name)
        if value is None:
            continue
        if isinstance(value, str):
            value = whole(value)
        elif type(value) is int and not -1 <= value <= 1_000_000:
            raise Rejected("That number is out of reach.")
        if value != getattr(state.answers, item.name):
            news[item.name] = value
    if news:
        yield GuideAnswered(**news)


@decides(OverrideGuide)
def _override(state: SessionState, command: OverrideGuide, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    reason = whole(command.reason).strip()
    if not reason:
        raise Rejected("Say in one line why you choose it all the same.")
    yield GuideOverridden(command.method, reason)


@folds(GuideAnswered)
def _answered(state: SessionState, body: GuideAnswered, fact: Fact) -> None:
    state.answers = replace(state.answers, **said(body))


@folds(GuideOverridden)
def _overridden(state: SessionState, body: GuideOverridden, fact: Fact) -> None:
    others = tuple(item for item in state.answers.overridden if item[0] != body.method)
    news = ((body.method, body.reason),) if body.reason else ()
    state.answers = replace(state.answers, overridden=(*others, *news))


@undone_by(GuideAnswered)
def _unanswer(state: SessionState, body: GuideAnswered) -> Iterable[Body]:
    yield as_it_was(state.answers, body)


@undone_by(GuideOverridden)
def _unoverride(state: SessionState, body: GuideOverridden) -> Iterable[Body]:
    yield GuideOverridden(body.method, dict(state.answers.overridden).get(body.method, ""))
