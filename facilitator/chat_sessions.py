"""A conversation somebody exported as a session of its own, for whoever imports it: posts become contributions.

This is for a group's own chat. Who posted becomes a person who has not agreed to be named; what was only passed on has
no author; answers build on what they answer. (A conversation of others is brought into a block instead:
`conversation_files`.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitator.intake import LONGEST_NAME, Skipped
from facilitator.intake.chats import OTHERS, Conversation, Post, read_conversations
from facilitator.intake.transcript import Tick
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson, name_key
from facilitator.session.ports import Ids, uuid7
from facilitator.session.relations import Relate
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.state import SessionState
from facilitator.words import _


@dataclass(frozen=True, slots=True)
class ChatTaken:
    """What a conversation becomes: the commands in their order, and what was left out."""

    title: str
    commands: tuple[Command, ...]
    taken: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def read_chat(path: Path, *, into: SessionState | None = None, ids: Ids = uuid7, tick: Tick | None = None) -> ChatTaken:
    """Read a conversation and turn it into commands; of several in one export the fullest is taken.

    Raises:
        NotUnderstood: it cannot be read; nothing of it is taken.
    """
    first, *others = read_conversations(path, tick=tick)
    notes = list(first.notes)
    if others:
        names = ", ".join(one.title for one in others[:5])
        notes.append(_("The export holds other conversations, which were left out: {names}.").format(names=names))
    skipped = list(first.skipped)
    commands: list[Command] = []
    if into is None:
        commands.append(CreateSession(id=ids(), title=first.title, source=f"{path.name} ({first.form})"[:LONGEST_NAME]))
        begun = next((post.at for post in first.said if post.at is not None), None)
        if begun is not None:
            commands.append(DescribeSession(id=ids(), starts=begun.astimezone().isoformat()))
    people = _people(first, into, commands, ids)
    given: dict[str, str] = {}
    for post in first.said:
        if not post.text.strip():
            skipped.append(Skipped(post.where, _("A picture or file, left out of the export")))
            continue
        give = _give(post, people, path.name if into is not None else "", ids, new=into is None)
        given[post.id] = give.id
        commands.append(give)
    commands += [
        Relate(id=ids(), later=given[post.id], earlier=given[post.reply_to])
        for post in first.said
        if post.id in given and post.reply_to in given and given[post.id] != given[post.reply_to]
    ]
    return ChatTaken(first.title, tuple(commands), len(given), tuple(skipped), tuple(notes))


def _people(conversation: Conversation, into: SessionState | None, commands: list[Command], ids: Ids) -> dict[str, str]:
    """Everybody who posts, by name; those who are not in the session yet join it without being named in reports."""
    people: dict[str, str] = {}
    if into is not None:
        people = {name_key(person.name): person.id for person in into.people.present()}
    for post in conversation.said:
        key = name_key(post.author)
        if post.author and post.mark != OTHERS and key not in people:
            people[key] = ids()
            commands.append(JoinPerson(id=ids(), person=people[key], name=post.author, named=False))
    return people


def _give(post: Post, people: dict[str, str], source: str, ids: Ids, *, new: bool) -> GiveContribution:
    passed_on = post.mark == OTHERS
    author = "" if passed_on else people.get(name_key(post.author), "")
    if passed_on:
        source = " ".join(part for part in (post.author, source) if part)
    return GiveContribution(
        id=ids(),
        text=post.text,
        kind="resource" if passed_on else "note",
        authors=(author,) if author else (),
        activity="" if new else None,
        said_ms=None if post.at is None else _ms(post.at),
        offset_ms=post.offset_ms,
        source=source[:LONGEST_NAME],
    )


def _ms(at: datetime) -> int | None:
    try:
        return round(at.astimezone().timestamp() * 1000)
    except (OverflowError, OSError, ValueError):
        return None
