"""Rounds of a role play as they may leave the session whole, and the commands that bring them into another one.

Who passed is in no record, nor whose sheet had which tick: only how many saw something. Exact words stay with the
facilitator, for nobody was asked whether they may be carried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from facilitator.session.casting import CastPlayer, players
from facilitator.session.people import Person
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.watching import CountHands, ExactWords, seen_by, words_of


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One round as plain values.

    ``players`` are pairs of a role and a person, ``seen`` how many saw each behaviour of the checklist, ``words`` what
    was written down word for word: the words, what they did, and who wrote them (empty where nobody said).
    """

    activity: str
    round: int
    players: tuple[tuple[str, str], ...] = ()
    seen: tuple[int, ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()


def records(state: SessionState, may_name: Callable[[Person], bool], *, inside: bool) -> list[RoundRecord]:
    """Every round in which something happened. ``inside`` says that the record stays with the facilitator."""
    casting = state.casting
    begun = {
        *casting.players,
        *casting.ticks,
        *casting.hands,
        *((one.block, one.round) for one in casting.words.values()),
    }
    standing = [block.id for block in state.agenda.in_order()]
    places = {block: place for place, block in enumerate(standing)}
    rounds = sorted((at for at in begun if at[0] in places), key=lambda at: (places[at[0]], at[1]))
    found = (_record(state, block, number, may_name, inside) for block, number in rounds)
    return [one for one in found if one.players or any(one.seen) or one.words]


def _record(
    state: SessionState, block: str, number: int, may_name: Callable[[Person], bool], inside: bool
) -> RoundRecord:
    held = players(state, block, number)
    checklist = state.role_play.scenario(block).checklist
    words = []
    for note in words_of(state, block, number) if inside else ():
        who = state.people.get(note.observer)
        words.append((note.words, note.mark, who.id if who is not None and not who.removed and may_name(who) else ""))
    return RoundRecord(
        block,
        number,
        tuple((role, person.id) for role, person in held.items() if may_name(person)),
        tuple(seen_by(state, block, number, behaviour) for behaviour in range(len(checklist))),
        tuple(words),
    )


def commands(told: RoundRecord) -> Iterator[Command]:
    """What brings a round into a session that has its people, its scenario and its roles."""
    for role, person in told.players:
        yield CastPlayer(block=told.activity, role=role, person=person, round=told.round)
    for behaviour, count in enumerate(told.seen):
        if count:
            yield CountHands(block=told.activity, behaviour=behaviour, count=count, round=told.round)
    for words, mark, observer in told.words:
        yield ExactWords(note=uuid7(), block=told.activity, words=words, observer=observer, mark=mark, round=told.round)
