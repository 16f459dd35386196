"""What observers of a role play saw and heard: ticks on their sheets, a show of hands, exact words, moments marked.

A sheet is counted and never shown beside a name. A show of hands, once entered, holds over the ticks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.people import known
from facilitator.session.play import play_of
from facilitator.session.rules import (
    FACILITATOR,
    GARDENER,
    GUEST,
    Asking,
    Command,
    decides,
    folds,
    text_of,
    undone_by,
)

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

K = TypeVar("K")
V = TypeVar("V")

EVERYBODY = frozenset({FACILITATOR, GARDENER, GUEST})
MOST_HANDS = 10_000
MARKS = ("", "warmer", "colder", "rewind")
"""What exact words did: nothing said, it went warmer or colder after them, or the play was rewound to them."""

At = tuple[str, int]
"""A block and a round of it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Exact words of a round. ``observer`` is who wrote them down, empty where nobody said."""

    id: str
    block: str
    round: int
    words: str
    observer: str = ""
    mark: str = ""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class BehaviourTicked(Body):
    """An observer saw a behaviour of the checklist, counted from 0, or took that back."""

    KIND: ClassVar[str] = "behaviour_ticked"
    block: str
    round: int
    observer: str
    behaviour: int
    seen: bool = True


@dataclass(frozen=True, slots=True)
class HandsCounted(Body):
    """So many hands went up for a behaviour; None where the ticks hold again."""

    KIND: ClassVar[str] = "hands_counted"
    block: str
    round: int
    behaviour: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class WordsNoted(Body):
    """Exact words were written down."""

    KIND: ClassVar[str] = "words_noted"
    note: str
    block: str
    round: int
    words: str
    observer: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WordsDropped(Body):
    """Exact words were taken out, or put back."""

    KIND: ClassVar[str] = "words_dropped"
    note: str
    dropped: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TickBehaviour(Command):
    """Tick what an observer saw, or take it back. ``round`` is the one that is on where none is said."""

    MAY: ClassVar[frozenset[str]] = EVERYBODY
    block: str
    observer: str
    behaviour: int
    round: int = 0
    seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CountHands(Command):
    """Enter a show of hands for a behaviour; None lets the ticks hold again."""

    block: str
    behaviour: int
    count: int | None
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactWords(Command):
    """Write exact words down. ``note`` is their id, made by the sender."""

    MAY: ClassVar[frozenset[str]] = EVERYBODY
    note: str
    block: str
    words: str
    observer: str = ""
    mark: str = ""
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewind(Command):
    """Play again from these words on. The moment is kept among the exact words."""

    note: str
    block: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropWords(Command):
    """Take exact words out."""

    MAY: ClassVar[frozenset[str]] = EVERYBODY
    note: str


# ---- asking ---------------------------------------------------------------------------------------------------


def only_own(asking: Asking, person: str) -> None:
    """Refuse a phone that speaks for somebody else."""
    if asking.role == GUEST and asking.person != person:
        raise Rejected("On a phone everybody speaks for themself.")


def seen_by(state: SessionState, block: str, number: int, behaviour: int) -> int:
    """How many saw a behaviour: the show of hands where there was one, otherwise the ticks."""
    hands = state.casting.hands.get((block, number), {})
    if behaviour in hands:
        return hands[behaviour]
    return sum(1 for _who, what in state.casting.ticks.get((block, number), {}) if what == behaviour)


def sheets(state: SessionState, block: str, number: int) -> int:
    """How many observers' sheets have a tick or words on them."""
    writing = {who for who, _what in state.casting.ticks.get((block, number), {})}
    writing.update(note.observer for note in words_of(state, block, number) if note.observer)
    return len(writing)


def words_of(state: SessionState, block: str, number: int) -> list[Noted]:
    """The exact words of a round, as they came."""
    notes = state.casting.words.values()
    return [note for note in notes if (note.block, note.round) == (block, number) and not note.dropped]


# ---- deciding ---------------------------------------------------------------------------------------------------


def _behaviour(state: SessionState, block: str, behaviour: int) -> int:
    if not 0 <= behaviour < len(state.role_play.scenario(block).checklist):
        raise Rejected("This is not on the observers’ sheet.")
    return behaviour


def round_said(state: SessionState, block: str, number: int) -> int:
    """The round that is meant: the one said, or the one that is on."""
    if number < 0 or number > MOST_HANDS:
        raise Rejected("There is no such round.")
    return number or play_of(state, block).round


@decides(TickBehaviour)
def _tick(state: SessionState, command: TickBehaviour, asking: Asking) -> Iterable[Body]:
    only_own(asking, command.observer)
    block, observer = known_block(state, command.block), known(state, command.observer)
    at = (block.id, round_said(state, block.id, command.round))
    behaviour = _behaviour(state, block.id, command.behaviour)
    if observer.id in state.casting.players.get(at, {}).values():
        raise Rejected("{name} plays in this round and does not observe it.", name=observer.name)
    if command.seen != ((observer.id, behaviour) in state.casting.ticks.get(at, {})):
        yield BehaviourTicked(*at, observer.id, behaviour, command.seen)


@decides(CountHands)
def _count(state: SessionState, command: CountHands, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    at = (block.id, round_said(state, block.id, command.round))
    behaviour = _behaviour(state, block.id, command.behaviour)
    if command.count is not None and not 0 <= command.count <= MOST_HANDS:
        raise Rejected("A show of hands is a number from nought up.")
    if command.count != state.casting.hands.get(at, {}).get(behaviour):
        yield HandsCounted(*at, behaviour, command.count)


def _noted(state: SessionState, command: ExactWords | Rewind, observer: str, mark: str, number: int) -> WordsNoted:
    block = known_block(state, command.block)
    if command.note in state.casting.words:
        raise Rejected("These words are written down already.")
    words = text_of(command.words).strip()
    return WordsNoted(command.note, block.id, round_said(state, block.id, number), words, observer, mark)


@decides(ExactWords)
def _exact(state: SessionState, command: ExactWords, asking: Asking) -> Iterable[Body]:
    if command.observer:
        only_own(asking, known(state, command.observer).id)
    if command.mark not in MARKS:
        raise Rejected("“{mark}” is nothing that words do here.", mark=command.mark)
    yield _noted(state, command, command.observer, command.mark, command.round)


@decides(Rewind)
def _rewind(state: SessionState, command: Rewind, asking: Asking) -> Iterable[Body]:
    yield _noted(state, command, "", "rewind", 0)


@decides(DropWords)
def _drop(state: SessionState, command: DropWords, asking: Asking) -> Iterable[Body]:
    found = state.casting.words.get(command.note)
    if found is None or found.dropped:
        raise Rejected("These words are not written down here.")
    only_own(asking, found.observer)
    yield WordsDropped(found.id)


# ---- folding ---------------------------------------------------------------------------------------------------


@folds(BehaviourTicked)
def _ticked(state: SessionState, body: BehaviourTicked, fact: Fact) -> None:
    at, tick = (body.block, body.round), (body.observer, body.behaviour)
    ticks = dict(state.casting.ticks.get(at, {}))
    if body.seen:
        ticks[tick] = True
    else:
        ticks.pop(tick, None)
    put(state.casting.ticks, at, ticks)


@folds(HandsCounted)
def _counted(state: SessionState, body: HandsCounted, fact: Fact) -> None:
    at = (body.block, body.round)
    hands = dict(state.casting.hands.get(at, {}))
    if body.count is None:
        hands.pop(body.behaviour, None)
    else:
        hands[body.behaviour] = max(body.count, 0)
    put(state.casting.hands, at, hands)


@folds(WordsNoted)
def _written(state: SessionState, body: WordsNoted, fact: Fact) -> None:
    note = Noted(body.note, body.block, body.round, body.words, body.observer, body.mark)
    state.casting.words.setdefault(body.note, note)


@folds(WordsDropped)
def _dropped(state: SessionState, body: WordsDropped, fact: Fact) -> None:
    found = state.casting.words.get(body.note)
    if found is not None:
        state.casting.words[body.note] = replace(found, dropped=body.dropped)


def put(where: dict[K, V], key: K, value: V) -> None:
    """Hold a value, or nothing at all where it is empty: what was taken back leaves no trace in the state."""
    if value:
        where[key] = value
    else:
        where.pop(key, None)


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(BehaviourTicked)
def _untick(state: SessionState, body: BehaviourTicked) -> Iterable[Body]:
    held = (body.observer, body.behaviour) in state.casting.ticks.get((body.block, body.round), {})
    yield BehaviourTicked(body.block, body.round, body.observer, body.behaviour, held)


@undone_by(HandsCounted)
def _uncount(state: SessionState, body: HandsCounted) -> Iterable[Body]:
    was = state.casting.hands.get((body.block, body.round), {}).get(body.behaviour)
    yield HandsCounted(body.block, body.round, body.behaviour, was)


@undone_by(WordsNoted)
def _unwrite(state: SessionState, body: WordsNoted) -> Iterable[Body]:
    yield WordsDropped(body.note)


@undone_by(WordsDropped)
def _undrop(state: SessionState, body: WordsDropped) -> Iterable[Body]:
    found = state.casting.words.get(body.note)
    yield WordsDropped(body.note, found.dropped if found is not None else not body.dropped)
