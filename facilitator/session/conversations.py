"""Conversations: a talk over coffee, at lunch, in a mentoring hour, kept in a minute.

Each talk is a stream of its own. Its lines are contributions (what was given and received are notes, what follows is a
commitment), so that search, dates and undo know them without a word of it here; this slice says which line is which,
where the talk was and who may see it. A line leaves a talk only with the other person's leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import Contribution, GiveContribution, known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.masking import masked
from facilitator.session.people import known
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

WHERE = ("coffee", "lunch", "mentoring", "desk", "call")
ME, BOTH, GARDEN = "me", "both", "garden"
VISIBLE = (ME, BOTH, GARDEN)
EXCHANGED = ("idea", "knowledge", "information", "question", "story", "encouragement", "contact")
"""What a talk may have carried, to be ticked (domain, section 7.1)."""

MOST_TOPICS = 3
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Talk:
    """What is said about a talk. ``gave``, ``received`` and ``follows`` are ids of its contributions, ``person`` the
    other's id; ``when_ms`` is ms UTC. ``visible`` is empty where the stream is no talk.
    """

    logged: bool = False
    where: str = ""
    visible: str = ""
    person: str = ""
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    gave: str = ""
    received: str = ""
    follows: str = ""
    shared: tuple[str, ...] = ()

    @property
    def guarded(self) -> bool:
        """Whether the rule of a talk holds here. It goes on holding when the logging was taken back."""
        return bool(self.visible)

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of its lines, in their order."""
        return tuple(line for line in (self.gave, self.received, self.follows) if line)


@dataclass(frozen=True, slots=True)
class TalkLogged(Body):
    """A talk was logged: this stream is one."""

    KIND: ClassVar[str] = "talk_logged"
    where: str
    visible: str
    person: str = ""
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    gave: str = ""
    received: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class TalkChanged(Body):
    """Something about a talk was changed; None leaves a field as it was, 0 minutes clears them."""

    KIND: ClassVar[str] = "talk_changed"
    logged: bool | None = None
    where: str | None = None
    visible: str | None = None
    person: str | None = None
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] | None = None
    exchanged: tuple[str, ...] | None = None
    gave: str | None = None
    received: str | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class TalkLineShared(Body):
    """The other person gave leave that a line becomes a contribution elsewhere; ``shared`` false takes that back."""

    KIND: ClassVar[str] = "talk_line_shared"
    contribution: str
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTalk(Command):
    """Make this stream a talk. Its lines are there already, given in the same step."""

    where: str = "coffee"
    visible: str = ME
    person: str = ""
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    gave: str = ""
    received: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTalk(Command):
    """Change what is said about a talk; None leaves a field as it is, 0 minutes clears them."""

    where: str | None = None
    visible: str | None = None
    person: str | None = None
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] | None = None
    exchanged: tuple[str, ...] | None = None
    gave: str | None = None
    received: str | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine(Command):
    """Let a line become a contribution elsewhere. ``leave`` says that the other person agreed."""

    contribution: str
    leave: bool = False


def _where(given: str) -> str:
    if given not in WHERE:
        raise Rejected("A talk is over coffee, at lunch, mentoring, at the desk or a call; “{word}” is none of these.",
                       word=given)  # fmt: skip
    return given


def _visible(given: str) -> str:
    if given not in VISIBLE:
        raise Rejected("A talk is seen by me, by both or by the garden; “{word}” is none of these.", word=given)
    return given


def _minutes(given: int | None) -> int | None:
    if given is not None and not 0 <= given <= LONGEST_MINUTES:
        raise Rejected("A talk lasts up to {most} minutes.", most=LONGEST_MINUTES)
    return given


def _topics(given: tuple[str, ...]) -> tuple[str, ...]:
    if len(given) > MOST_TOPICS:
        raise Rejected("A talk has up to {most} topics.", most=MOST_TOPICS)
    return tuple(name_of(topic) for topic in given)


def _exchanged(given: tuple[str, ...]) -> tuple[str, ...]:
    for word in given:
        if word not in EXCHANGED:
            raise Rejected("“{word}” is not among what a talk may carry.", word=word)
    return tuple(word for word in EXCHANGED if word in given)


def _talk(state: SessionState) -> Talk:
    must_exist(state)
    if not state.talk.logged:
        raise Rejected("This is no talk.")
    return state.talk


def need_a_line(lines: Iterable[str]) -> None:
    """Refuse a talk that says nothing."""
    if not any(line.strip() for line in lines):
        raise Rejected("Write one line first: what you gave, what you received or what follows.")


@decides(LogTalk)
def _log(state: SessionState, command: LogTalk, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if state.talk.logged:
        raise Rejected("This talk is logged already.")
    need_a_line((command.gave, command.received, command.follows))
    for line in (command.gave, command.received, command.follows):
        if line:
            known_contribution(state, line)
    if command.person:
        known(state, command.person)
    yield TalkLogged(
        _where(command.where),
        _visible(command.visible),
        command.person,
        asking.now_ms if command.when_ms is None else command.when_ms,
        _minutes(command.minutes) or None,
        _topics(command.topics),
        _exchanged(command.exchanged),
        command.gave,
        command.received,
        command.follows,
    )


@decides(ChangeTalk)
def _change(state: SessionState, command: ChangeTalk, asking: Asking) -> Iterable[Body]:
    was = _talk(state)
    lines = [
        old if new is None else new
        for old, new in (
            (was.gave, command.gave),
            (was.received, command.received),
            (was.follows, command.follows),
        )
    ]
    need_a_line(lines)
    for line in lines:
        if line:
            known_contribution(state, line)
    if command.person:
        known(state, command.person)
    body = TalkChanged(
        None,
        None if command.where is None else _where(command.where),
        None if command.visible is None else _visible(command.visible),
        command.person,
        command.when_ms,
        _minutes(command.minutes),
        None if command.topics is None else _topics(command.topics),
        None if command.exchanged is None else _exchanged(command.exchanged),
        command.gave,
        command.received,
        command.follows,
    )
    if any((value or None) != (getattr(was, name) or None) for name, value in said(body).items()):
        yield body


@decides(ShareLine)
def _share(state: SessionState, command: ShareLine, asking: Asking) -> Iterable[Body]:
    talk = _talk(state)
    line = known_contribution(state, command.contribution)
    if line.id not in talk.lines:
        raise Rejected("This is no line of the talk.")
    if not command.leave:
        raise Rejected("Ask the other person first: a line leaves a talk only with their leave.")
    if line.id not in talk.shared:
        yield TalkLineShared(line.id)


@folds(TalkLogged)
def _logged(state: SessionState, body: TalkLogged, fact: Fact) -> None:
    state.talk = replace(
        state.talk,
        logged=True,
        where=body.where if body.where in WHERE else "",
        visible=body.visible if body.visible in VISIBLE else ME,
        person=body.person,
        when_ms=fact.ms if body.when_ms is None else body.when_ms,
        minutes=body.minutes,
        topics=body.topics,
        exchanged=body.exchanged,
        gave=body.gave,
        received=body.received,
        follows=body.follows,
    )


@folds(TalkChanged)
def _changed(state: SessionState, body: TalkChanged, fact: Fact) -> None:
    if not state.talk.guarded:
        return
    news = said(body)
    if "where" in news and news["where"] not in WHERE:
        news["where"] = ""
    if "visible" in news and news["visible"] not in VISIBLE:
        news["visible"] = ME
    if "minutes" in news:
        news["minutes"] = news["minutes"] or None
    state.talk = replace(state.talk, **news)


@folds(TalkLineShared)
def _shared(state: SessionState, body: TalkLineShared, fact: Fact) -> None:
    rest = tuple(line for line in state.talk.shared if line != body.contribution)
    state.talk = replace(state.talk, shared=(*rest, body.contribution) if body.shared else rest)


@undone_by(TalkLogged)
def _unlog(state: SessionState, body: TalkLogged) -> Iterable[Body]:
    yield TalkChanged(logged=False)


@undone_by(TalkChanged)
def _unchange(state: SessionState, body: TalkChanged) -> Iterable[Body]:
    was = state.talk if state.talk.minutes is not None else replace(state.talk, minutes=0)
    yield as_it_was(was, body)


@undone_by(TalkLineShared)
def _unshare(state: SessionState, body: TalkLineShared) -> Iterable[Body]:
    yield TalkLineShared(body.contribution, shared=not body.shared)


# ---- what others ask of a talk ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TalkGlimpse:
    """A talk as a list shows it, for its owner: ``line`` is the first one, ``promise`` what follows with its date
    (ISO 8601 or empty); ``open`` says that it is neither done nor dropped.
    """

    session: str
    person: str
    where: str
    at_ms: int
    visible: str
    line: str
    promise: str = ""
    due: str = ""
    open: bool = False


def glimpse(state: SessionState) -> TalkGlimpse | None:
    """The talk of a stream at a glance; None where there is none."""
    talk = state.talk
    if not talk.logged or not state.about.exists:
        return None
    person = state.people.get(talk.person)
    gave, received, follows = (standing(state, line) for line in (talk.gave, talk.received, talk.follows))
    made = state.commitments.get(talk.follows)
    first = received or gave or follows
    return TalkGlimpse(
        state.stream,
        "" if person is None or person.removed else person.name,
        talk.where,
        talk.when_ms or state.about.created_ms or 0,
        talk.visible,
        first.text if first is not None else "",
        follows.text if follows is not None else "",
        made.due if made is not None and follows is not None else "",
        follows is not None and (made is None or made.state == "open"),
    )


def standing(state: SessionState, line: str) -> Contribution | None:
    """A line of the talk, as long as it stands."""
    found = state.contributions.get(line or None)
    return None if found is None or found.withdrawn or found.hidden else found


def names_in(state: SessionState) -> list[str]:
    """Every name that may stand for somebody in a talk, the other ones they go by too."""
    return [name for person in state.people.by_id.values() for name in (person.name, *person.also)]


def line_for_sharing(state: SessionState, contribution: str, instead: str, *, ids: Ids = uuid7) -> GiveContribution:
    """What to give in another session for a line that may be shared: its words without names, and without a giver.

    ``instead`` stands where a name stood. A promise is shared as a note: whose it is stays in the talk.
    """
    if contribution not in _talk(state).shared:
        raise Rejected("Ask the other person first: a line leaves a talk only with their leave.")
    line = known_contribution(state, contribution)
    words: Mapping[str, str] = dict.fromkeys(names_in(state), instead)
    return GiveContribution(id=ids(), text=masked(line.text, words), activity="")
