"""What a session is about: its title, its purpose, when and where, and the work it is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

LONGEST_WORDS = 20_000


@dataclass(frozen=True)
class About:
    """The head of a session. Times are ISO 8601 with a zone offset, ``zone`` an IANA name; empty means not said."""

    title: str = ""
    created_ms: int | None = None
    removed: bool = False
    report_title: str = ""
    purpose: str = ""
    inform: str = ""
    perspective: str = ""
    decision: str = ""
    work: str = ""
    place: str = ""
    zone: str = ""
    starts: str = ""
    ends: str = ""
    ended: str = ""
    organisation: str = ""
    learning: str = ""
    verbs: str = ""
    units: str = ""
    language: str = ""
    source: str = ""

    @property
    def exists(self) -> bool:
        """Whether the session was created (its first fact is here) and not removed."""
        return self.created_ms is not None and not self.removed


@dataclass(frozen=True, slots=True)
class SessionCreated(Body):
    """A session came to be."""

    KIND: ClassVar[str] = "session_created"
    title: str
    zone: str = ""
    language: str = ""
    source: str = ""
    created_ms: int | None = None


@dataclass(frozen=True, slots=True)
class SessionDescribed(Body):
    """Something about the session was said; None leaves a field as it was, an empty text clears it."""

    KIND: ClassVar[str] = "session_described"
    title: str | None = None
    report_title: str | None = None
    purpose: str | None = None
    inform: str | None = None
    perspective: str | None = None
    decision: str | None = None
    work: str | None = None
    place: str | None = None
    zone: str | None = None
    starts: str | None = None
    ends: str | None = None
    ended: str | None = None
    organisation: str | None = None
    learning: str | None = None
    verbs: str | None = None
    units: str | None = None
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRemoved(Body):
    """The session was put away; its facts stay."""

    KIND: ClassVar[str] = "session_removed"


@dataclass(frozen=True, slots=True)
class SessionRestored(Body):
    """A session put away was taken back."""

    KIND: ClassVar[str] = "session_restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSession(Command):
    """Begin a session. ``created_ms`` is when it began first, for a session that comes back from an export."""

    title: str
    zone: str = ""
    language: str = ""
    source: str = ""
    created_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeSession(Command):
    """Say something about the session; None leaves a field as it is."""

    title: str | None = None
    report_title: str | None = None
    purpose: str | None = None
    inform: str | None = None
    perspective: str | None = None
    decision: str | None = None
    work: str | None = None
    place: str | None = None
    zone: str | None = None
    starts: str | None = None
    ends: str | None = None
    ended: str | None = None
    organisation: str | None = None
    learning: str | None = None
    verbs: str | None = None
    units: str | None = None
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSession(Command):
    """Put the session away. It can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreSession(Command):
    """Take a session back that was put away."""


def must_exist(state: SessionState) -> None:
    """Refuse what needs a session when there is none."""
    if not state.about.exists:
        raise Rejected("There is no such session.")


@decides(CreateSession)
def _create(state: SessionState, command: CreateSession, asking: Asking) -> Iterable[Body]:
    if state.about.created_ms is not None:
        raise Rejected("This session exists already.")
    yield SessionCreated(
        name_of(command.title), command.zone, command.language, whole(command.source), command.created_ms
    )


@decides(DescribeSession)
def _describe(state: SessionState, command: DescribeSession, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    news: dict[str, str] = {}
    for item in fields(SessionDescribed):
        value = getattr(command, item.name)
        if value is None:
            continue
        value = name_of(value) if item.name == "title" else whole(value)
        if len(value) > LONGEST_WORDS:
            raise Rejected(
                "That is {length} characters long; {longest} is the most.", length=len(value), longest=LONGEST_WORDS
            )
        if value != getattr(state.about, item.name):
            news[item.name] = value
    if news:
        yield SessionDescribed(**news)


@decides(RemoveSession)
def _remove(state: SessionState, command: RemoveSession, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    yield SessionRemoved()


@decides(RestoreSession)
def _restore(state: SessionState, command: RestoreSession, asking: Asking) -> Iterable[Body]:
    if state.about.created_ms is None or not state.about.removed:
        raise Rejected("There is nothing to take back.")
    yield SessionRestored()


@folds(SessionCreated)
def _created(state: SessionState, body: SessionCreated, fact: Fact) -> None:
    if state.about.created_ms is None:
        state.about = replace(
            state.about,
            title=body.title,
            created_ms=fact.ms if body.created_ms is None else body.created_ms,
            zone=body.zone,
            language=body.language,
            source=body.source,
        )


@folds(SessionDescribed)
def _described(state: SessionState, body: SessionDescribed, fact: Fact) -> None:
    state.about = replace(state.about, **said(body))


@folds(SessionRemoved)
def _removed(state: SessionState, body: SessionRemoved, fact: Fact) -> None:
    state.about = replace(state.about, removed=True)


@folds(SessionRestored)
def _restored(state: SessionState, body: SessionRestored, fact: Fact) -> None:
    state.about = replace(state.about, removed=False)


@undone_by(SessionCreated)
def _uncreate(state: SessionState, body: SessionCreated) -> Iterable[Body]:
    yield SessionRemoved()


@undone_by(SessionDescribed)
def _undescribe(state: SessionState, body: SessionDescribed) -> Iterable[Body]:
    yield as_it_was(state.about, body)


@undone_by(SessionRemoved)
def _unremove(state: SessionState, body: SessionRemoved) -> Iterable[Body]:
    yield SessionRestored()


@undone_by(SessionRestored)
def _unrestore(state: SessionState, body: SessionRestored) -> Iterable[Body]:
    yield SessionRemoved()
