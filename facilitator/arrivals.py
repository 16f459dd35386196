"""A file that arrives becomes commands: the one way in for the window, the command line and drops.

Reading is pure and may run in any thread; what is dispatched where, and when, is the caller's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitator.catalogue import built_in
from facilitator.chat_sessions import read_chat
from facilitator.intake import (
    LONGEST_NAME,
    GuestList,
    NotUnderstood,
    Skipped,
    Transcript,
    mended_method,
    read_file,
    read_guest_file,
    read_method_document,
    read_session,
    read_transcript,
)
from facilitator.intake.chats import is_chat
from facilitator.session.contributions import GiveContribution
from facilitator.session.library import LIBRARY
from facilitator.session.methods import WriteMethod
from facilitator.session.modalities import read_method
from facilitator.session.people import JoinPerson, name_key
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rebuild import commands_from_export
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.state import SessionState
from facilitator.words import _

TRANSCRIPT, SESSION, METHOD, PEOPLE, CHAT = "transcript", "session", "method", "people", "chat"
KINDS = (TRANSCRIPT, CHAT, SESSION, METHOD, PEOPLE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file understood: the stream it belongs to, the one step that takes it in, and what was left out.

    ``taken`` counts contributions, people of a list, or the one method. ``stream`` is the session's id: a new one, the
    file's own, or the one asked for.
    """

    kind: str
    stream: str
    title: str
    step: Together
    taken: int
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def read_arrival(
    path: Path,
    *,
    kind: str | None = None,
    into: SessionState | None = None,
    ids: Ids = uuid7,
    tick: Callable[[float], None] | None = None,
) -> Arrival:
    """Read a file and turn it into one step. With ``into``, what it says joins that session.

    Raises:
        FacilitatorError: the file cannot be understood; nothing of it is taken.
        Rejected: it is a session, and its words break a rule.
    """
    if kind == CHAT:
        return _chat(path, into, ids, tick)
    insisted = kind
    try:
        kind, content = _content(path, kind, tick)
    except NotUnderstood as refusal:
        # What is no transcript may be a chat; if it is none either, the first sentence holds.
        if insisted is not None:
            raise
        try:
            return _chat(path, into, ids, tick)
        except NotUnderstood:
            raise refusal from None
    if insisted is None and isinstance(content, Transcript) and content.form in ("text", "json") and is_chat(path):
        return _chat(path, into, ids, tick)
    if kind == SESSION:
        stream, commands = commands_from_export(content)
        create = next(command for command in commands if isinstance(command, CreateSession))
        taken = sum(isinstance(command, GiveContribution) for command in commands)
        return Arrival(SESSION, stream, create.title, Together(id=ids(), commands=tuple(commands)), taken)
    if isinstance(content, GuestList):
        return _people(content, into, ids)
    if not isinstance(content, Transcript):
        return _method(content, ids)
    transcript = content
    commands = _commands(transcript, path, into, ids)
    stream = ids() if into is None else into.stream
    title = transcript.title if into is None else into.about.title
    step = Together(id=ids(), commands=tuple(commands))
    return Arrival(TRANSCRIPT, stream, title, step, len(transcript.turns), transcript.skipped, transcript.notes)


def _chat(path: Path, into: SessionState | None, ids: Ids, tick: Callable[[float], None] | None) -> Arrival:
    """A conversation that was exported from a chat program: into a session, or a new one."""
    chat = read_chat(path, into=into, ids=ids, tick=tick)
    stream, title = (ids(), chat.title) if into is None else (into.stream, into.about.title)
    return Arrival(
        CHAT, stream, title, Together(id=ids(), commands=chat.commands), chat.taken, chat.skipped, chat.notes
    )


def _content(path: Path, kind: str | None, tick: Callable[[float], None] | None) -> tuple[str, object]:
    """What the file is and holds; ``kind`` insists on what it is. However large it is, it is read once."""
    if kind is None:
        return read_file(path, tick=tick)
    if kind == SESSION:
        return kind, read_session(path)
    if kind == METHOD:
        return kind, read_method_document(path)
    if kind == PEOPLE:
        return kind, read_guest_file(path)
    return kind, read_transcript(path, kind=kind, tick=tick)


def joining(guests: GuestList, state: SessionState | None, ids: Ids = uuid7) -> tuple[list[JoinPerson], list[Skipped]]:
    """The commands that bring a list into a session, and who is there already: nobody is there twice.

    Whoever was taken out of the session comes back as the person they were.
    """
    here: set[str] = set()
    gone: dict[str, str] = {}
    if state is not None:
        here = {name_key(name) for person in state.people.present() for name in (person.name, *person.also)}
        gone = {name_key(person.name): person.id for person in state.people.by_id.values() if person.removed}
    joins, there = [], []
    for guest in guests.guests:
        key = name_key(guest.name)
        if key in here:
            there.append(Skipped(guest.where, _("“{name}” is already there.").format(name=guest.name)))
            continue
        joins.append(
            JoinPerson(
                id=ids(),
                person=gone.pop(key, "") or ids(),
                name=guest.name,
                also=guest.also,
                roles=guest.roles or ("participant",),
                unit=guest.unit,
                note=guest.told,
                named=guest.named is not False,
            )
        )
    return joins, there


def _people(guests: GuestList, into: SessionState | None, ids: Ids) -> Arrival:
    """A list of people: into a session, or a new one called after the file."""
    joins, there = joining(guests, into, ids)
    commands: list[Command] = [*joins]
    if into is None:
        commands.insert(0, CreateSession(id=ids(), title=guests.title))
    stream, title = (ids(), guests.title) if into is None else (into.stream, into.about.title)
    step = Together(id=ids(), commands=tuple(commands))
    return Arrival(PEOPLE, stream, title, step, len(joins), (*guests.skipped, *there), guests.notes)


def _method(document: object, ids: Ids) -> Arrival:
    """A method of somebody's own, for the stream of the library. What is good in it stays as it was written.

    A changed copy of a method that came with the program gets an id beside it; an unchanged copy is here already.
    """
    document, left = mended_method(document)
    method = read_method(document, purposeless=True)
    coming = built_in()
    if coming.get(method.id) == method:
        here = Skipped(method.id, _("it came with the program"))
        return Arrival(METHOD, LIBRARY, method.name, Together(id=ids(), commands=()), 0, (here,))
    content = json.dumps(document, ensure_ascii=False)
    write = WriteMethod(id=ids(), method=coming.free_id(method.id), content=content)
    return Arrival(METHOD, LIBRARY, method.name, Together(id=ids(), commands=(write,)), 1, tuple(left))


def _commands(transcript: Transcript, path: Path, into: SessionState | None, ids: Ids) -> list[Command]:
    commands: list[Command] = []
    people: dict[str, str] = {}
    activity: str | None = None
    if into is None:
        source = f"{path.name} ({transcript.form}, {transcript.encoding})"
        commands.append(
            CreateSession(id=ids(), title=transcript.title, language=transcript.language or "", source=source)
        )
        if transcript.date is not None:
            commands.append(DescribeSession(id=ids(), starts=_zoned(transcript.date).isoformat()))
        activity = ""
    else:
        people = {person.name: person.id for person in into.people.present()}
    for name in transcript.speakers:
        if name not in people:
            people[name] = ids()
            commands.append(JoinPerson(id=ids(), person=people[name], name=name))
    for turn in transcript.turns:
        authors = () if turn.speaker is None else (people[turn.speaker],)
        commands.append(
            GiveContribution(
                id=ids(),
                text=turn.text,
                authors=authors,
                activity=activity,
                said_ms=None if turn.said_at is None else int(_zoned(turn.said_at).timestamp() * 1000),
                offset_ms=turn.start_ms,
                until_ms=turn.end_ms,
                source="" if into is None else path.name[:LONGEST_NAME],
            )
        )
    return commands


def _zoned(moment: datetime) -> datetime:
    """A moment with a zone: the file's own, or this computer's where the file says none."""
    return moment if moment.tzinfo is not None else moment.astimezone()
