"""From the words of a talk to one step: its stream, the other person, its lines and what is said about it.

Used by the window and the command line alike, so that a talk logged by either is the same talk.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import (
    AttributeContribution,
    GiveContribution,
    RestoreContribution,
    RewordContribution,
    WithdrawContribution,
)
from facilitator.session.conversations import ME, ChangeTalk, LogTalk, need_a_line
from facilitator.session.dates import DateWords
from facilitator.session.notation import read_due
from facilitator.session.people import DescribePerson, JoinPerson, TakeOutPerson
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import CreateSession, DescribeSession

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class TalkWords:
    """What somebody says about a talk. ``due`` is the date of what follows; without it a final *by DATE* in
    ``follows`` is read. ``when_ms`` is ms UTC, None for now; ``unit`` is the other person's, where known.
    """

    name: str = ""
    where: str = "coffee"
    gave: str = ""
    received: str = ""
    follows: str = ""
    due: datetime.date | None = None
    visible: str = ME
    when_ms: int | None = None
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    unit: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is one line of content, which is all that is needed."""
        return any(line.strip() for line in (self.gave, self.received, self.follows))


@dataclass(frozen=True, slots=True)
class LogStep:
    """One step that logs a talk: the stream it makes, and the id of its first line."""

    stream: str
    first: str
    step: Together


def log_step(
    words: TalkWords,
    title: str,
    today: datetime.date,
    *,
    dates: DateWords | None = None,
    stream: str | None = None,
    ids: Ids = uuid7,
) -> LogStep:
    """The step that logs a talk in a stream of its own; a ``stream`` named by the sender is refused the second time.

    Raises:
        Rejected: there is no line in it.
    """
    need_a_line((words.gave, words.received, words.follows))
    stream = stream or ids()
    name = words.name.strip()
    person = ids() if name else ""
    before: list[Command] = [CreateSession(id=ids(), title=title, created_ms=words.when_ms)]
    if person:
        before.append(
            JoinPerson(id=ids(), person=person, name=name, unit=words.unit.strip(), named=False, quoted=False)
        )
    lines = {"gave": "", "received": "", "follows": ""}
    for line in lines:
        commands = _give(line, words, person, today, dates, ids)
        if commands:
            lines[line] = commands[0].id
            before += commands
    log = LogTalk(
        id=ids(),
        where=words.where,
        visible=words.visible,
        person=person,
        when_ms=words.when_ms,
        minutes=words.minutes,
        topics=_clean(words.topics),
        exchanged=words.exchanged,
        **lines,
    )
    first = next(line for line in lines.values() if line)
    return LogStep(stream, first, Together(id=ids(), commands=(*before, log)))


def change_step(
    state: SessionState,
    words: TalkWords,
    title: str | None,
    today: datetime.date,
    *,
    dates: DateWords | None = None,
    ids: Ids = uuid7,
) -> Together:
    """The step that makes a logged talk say these words. With ``title`` None the title stays.

    Raises:
        Rejected: there is no line in it.
    """
    need_a_line((words.gave, words.received, words.follows))
    commands: list[Command] = []
    if title is not None and title != state.about.title:
        commands.append(DescribeSession(id=ids(), title=title))
    person = _person_changes(state, words.name.strip(), commands, ids)
    lines: dict[str, str | None] = {}
    for line in ("gave", "received", "follows"):
        lines[line] = _line_changes(state, line, words, person, today, dates, commands, ids)
    commands.append(
        ChangeTalk(
            id=ids(),
            where=words.where,
            visible=words.visible,
            person=person,
            when_ms=words.when_ms,
            minutes=words.minutes or 0,
            topics=_clean(words.topics),
            exchanged=words.exchanged,
            **lines,
        )
    )
    was = state.people.get(state.talk.person)
    if not person and was is not None and not was.removed:
        commands.append(TakeOutPerson(id=ids(), person=was.id))
    return Together(id=ids(), commands=tuple(commands))


def words_of(state: SessionState) -> TalkWords:
    """What a logged talk says, to be changed."""
    talk = state.talk
    person = state.people.get(talk.person)
    here = person is not None and not person.removed
    made = state.commitments.get(talk.follows)
    return TalkWords(
        name=person.name if person is not None and here else "",
        where=talk.where,
        gave=_text(state, talk.gave),
        received=_text(state, talk.received),
        follows=_text(state, talk.follows),
        due=datetime.date.fromisoformat(made.due) if made is not None and made.due else None,
        visible=talk.visible,
        when_ms=talk.when_ms,
        minutes=talk.minutes,
        topics=talk.topics,
        exchanged=talk.exchanged,
        unit=person.unit if person is not None and here else "",
    )


def _clean(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))


def _text(state: SessionState, line: str) -> str:
    given = state.contributions.get(line or None)
    return "" if given is None or given.withdrawn else given.text


def _promise(words: TalkWords, today: datetime.date, dates: DateWords | None) -> tuple[str, datetime.date | None, str]:
    """What follows, its date and the words of the date."""
    if words.due is not None:
        return words.follows, words.due, ""
    return read_due(words.follows, today, dates)


def _give(
    line: str, words: TalkWords, person: str, today: datetime.date, dates: DateWords | None, ids: Ids
) -> list[Command]:
    """The commands that give one line; none where nothing was said."""
    text: str = getattr(words, line)
    if not text.strip():
        return []
    if line != "follows":
        authors = (person,) if line == "received" and person else ()
        return [GiveContribution(id=ids(), text=text, authors=authors, activity="", said_ms=words.when_ms)]
    text, due, due_words = _promise(words, today, dates)
    give = GiveContribution(id=ids(), text=text, kind="commitment", activity="", said_ms=words.when_ms)
    made = MakeCommitment(
        id=ids(), contribution=give.id, due=due.isoformat() if due else None, due_words=due_words or None
    )
    return [give, made]


def _person_changes(state: SessionState, name: str, commands: list[Command], ids: Ids) -> str:
    """Whom the talk is with from now on."""
    was = state.people.get(state.talk.person)
    if not name:
        return ""
    if was is not None and not was.removed:
        if was.name != name:
            commands.append(DescribePerson(id=ids(), person=was.id, name=name))
        return was.id
    person = ids()
    commands.append(JoinPerson(id=ids(), person=person, name=name, named=False, quoted=False))
    return person


def _line_changes(
    state: SessionState,
    line: str,
    words: TalkWords,
    person: str,
    today: datetime.date,
    dates: DateWords | None,
    commands: list[Command],
    ids: Ids,
) -> str | None:
    """Makes one line say what it should; gives its id, empty where it says nothing any more."""
    now: str = getattr(state.talk, line)
    given = state.contributions.get(now or None)
    text: str = getattr(words, line)
    if given is None:
        made = _give(line, words, person, today, dates, ids)
        commands += made
        return made[0].id if made else ""
    if not text.strip():
        if not given.withdrawn:
            commands.append(WithdrawContribution(id=ids(), contribution=given.id))
        return ""
    if given.withdrawn:
        commands.append(RestoreContribution(id=ids(), contribution=given.id))
    due: datetime.date | None = None
    if line == "follows":
        text, due, due_words = _promise(words, today, dates)
        was = state.commitments.get(given.id)
        wanted = due.isoformat() if due else ""
        if wanted != (was.due if was is not None else ""):
            commands.append(MakeCommitment(id=ids(), contribution=given.id, due=wanted, due_words=due_words))
    if text != given.text:
        commands.append(RewordContribution(id=ids(), contribution=given.id, text=text))
    authors = (person,) if line == "received" and person else ()
    if line == "received" and authors != given.authors:
        commands.append(AttributeContribution(id=ids(), contribution=given.id, authors=authors))
    return given.id
