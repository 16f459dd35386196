"""The agenda: blocks in order, each what people do with one another and by what modality, planned and as it ran."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

NAMED, BY_GROUP, WITHOUT_NAMES = "named", "by_group", "without_names"
ANONYMITY = (NAMED, BY_GROUP, WITHOUT_NAMES)
LONGEST_MINUTES = 60 * 24 * 60
LAST_DAY = 60
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")

UNSAID, INPUT, INCLUDED, WHOLE = 0, 1, 2, 3
"""How much of a block is an exchange: not said (a break, for one), an input, an exchange included, all of it."""

OPENING, CLOSE, BREAK = "opening", "close", "break"
PARTS = ("", OPENING, CLOSE, BREAK)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``rank`` orders blocks; ``fixed`` is a locked start (HH:MM) or empty; times in ms UTC.

    ``verb`` is what people do with one another; ``exchange`` how much of it that is, ``then`` what they do with one
    another after an input. ``say`` is what the facilitator says and does, ``catch`` what to capture. ``prepare`` is for
    before, ``trouble`` holds lines ``sign: remedy``. ``day`` counts from 1; ``stage`` names a step of a lens.
    ``steps`` are lines such as ``Pairs, 8 min``, instead of the method's order; ``optional`` ones are the first to go.
    """

    id: str
    title: str
    modality: str = ""
    method: str = ""
    minutes: int = 0
    fixed: str = ""
    prompt: str = ""
    verb: str = ""
    rank: float = 0.0
    anonymity: str = NAMED
    exchange: int = 0
    part: str = ""
    then: str = ""
    say: str = ""
    catch: str = ""
    materials: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    day: int = 1
    stage: str = ""
    steps: tuple[str, ...] = ()
    optional: bool = False
    started_ms: int | None = None
    ended_ms: int | None = None
    removed: bool = False

    @property
    def is_break(self) -> bool:
        """Whether nothing is learned here on purpose."""
        return self.part == BREAK or self.modality == BREAK

    @property
    def is_input(self) -> bool:
        """Whether people only take something in, with nothing said of what they do with one another after it."""
        return self.exchange == INPUT and not self.then.strip()

    @property
    def exchanges(self) -> bool:
        """Whether people give each other something here."""
        if self.exchange == UNSAID:
            return bool(self.verb.strip()) and not self.is_break
        return self.exchange >= INCLUDED or bool(self.then.strip())


@dataclass
class Agenda:
    """All blocks by id, and which one runs now."""

    by_id: dict[str, Block] = field(default_factory=dict)
    running: str | None = None

    def get(self, block: str | None) -> Block | None:
        """The block with this id, if there is one."""
        return None if block is None else self.by_id.get(block)

    def in_order(self) -> list[Block]:
        """The blocks as planned, first to last."""
        return sorted((b for b in self.by_id.values() if not b.removed), key=lambda b: (b.rank, b.id))


@dataclass(frozen=True, slots=True)
class BlockAdded(Body):
    """A block was put into the agenda."""

    KIND: ClassVar[str] = "block_added"
    block: str
    title: str
    modality: str = ""
    method: str = ""
    minutes: int = 0
    fixed: str = ""
    prompt: str = ""
    verb: str = ""
    rank: float = 0.0
    anonymity: str = NAMED
    exchange: int = 0
    part: str = ""
    then: str = ""
    say: str = ""
    catch: str = ""
    materials: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    day: int = 1
    stage: str = ""
    steps: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class BlockChanged(Body):
    """A block was changed or moved; None leaves a field as it was."""

    KIND: ClassVar[str] = "block_changed"
    block: str
    title: str | None = None
    modality: str | None = None
    method: str | None = None
    minutes: int | None = None
    fixed: str | None = None
    prompt: str | None = None
    verb: str | None = None
    rank: float | None = None
    anonymity: str | None = None
    exchange: int | None = None
    part: str | None = None
    then: str | None = None
    say: str | None = None
    catch: str | None = None
    materials: tuple[str, ...] | None = None
    prepare: tuple[str, ...] | None = None
    trouble: tuple[str, ...] | None = None
    day: int | None = None
    stage: str | None = None
    steps: tuple[str, ...] | None = None
    optional: bool | None = None


@dataclass(frozen=True, slots=True)
class BlockRemoved(Body):
    """A block was taken out of the agenda; what was said in it stays."""

    KIND: ClassVar[str] = "block_removed"
    block: str


@dataclass(frozen=True, slots=True)
class BlockRestored(Body):
    """A block taken out was put back."""

    KIND: ClassVar[str] = "block_restored"
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBlock(Command):
    """Put a block into the agenda, at the end when ``after`` is not given; ``after=""`` is the beginning."""

    block: str
    title: str
    modality: str = ""
    method: str = ""
    minutes: int = 0
    fixed: str = ""
    prompt: str = ""
    verb: str = ""
    anonymity: str = NAMED
    exchange: int = 0
    part: str = ""
    then: str = ""
    say: str = ""
    catch: str = ""
    materials: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    day: int = 1
    stage: str = ""
    steps: tuple[str, ...] = ()
    optional: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBlock(Command):
    """Change a block; None leaves a field as it is."""

    block: str
    title: str | None = None
    modality: str | None = None
    method: str | None = None
    minutes: int | None = None
    fixed: str | None = None
    prompt: str | None = None
    verb: str | None = None
    anonymity: str | None = None
    exchange: int | None = None
    part: str | None = None
    then: str | None = None
    say: str | None = None
    catch: str | None = None
    materials: tuple[str, ...] | None = None
    prepare: tuple[str, ...] | None = None
    trouble: tuple[str, ...] | None = None
    day: int | None = None
    stage: str | None = None
    steps: tuple[str, ...] | None = None
    optional: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBlock(Command):
    """Move a block behind another (``after``), or to the beginning when that is empty."""

    block: str
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBlock(Command):
    """Take a block out of the agenda."""

    block: str


def known_block(state: SessionState, block: str) -> Block:
    """The block, or a refusal in words."""
    found = state.agenda.get(block)
    if found is None or found.removed:
        raise Rejected("This block is not in the agenda.")
    return found


def _minutes(given: int) -> int:
    if not 0 <= given <= LONGEST_MINUTES:
        raise Rejected("A block lasts between nothing and sixty days.")
    return given


def _fixed(given: str) -> str:
    if given and not _CLOCK.fullmatch(given):
        raise Rejected("“{text}” is no time of day.", text=given)
    return given


def _level(given: str) -> str:
    if given not in ANONYMITY:
        raise Rejected("“{level}” is no level of anonymity.", level=given)
    return given


def _exchange(given: int) -> int:
    if given not in (UNSAID, INPUT, INCLUDED, WHOLE):
        raise Rejected("How much a block is an exchange is a number from 0 to 3.")
    return given


def _part(given: str) -> str:
    if given not in PARTS:
        raise Rejected("“{part}” is no part of a session known here.", part=given)
    return given


def _day(given: int) -> int:
    if not 1 <= given <= LAST_DAY:
        raise Rejected("A session has at most {most} days.", most=LAST_DAY)
    return given


def _lines(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for item in given if (line := whole(item).strip()))


def _maybe(check: Callable[[T], T], given: T | None) -> T | None:
    """A value that was said, checked; None where nothing was said."""
    return None if given is None else check(given)


def _rank_after(state: SessionState, after: str | None, but: str = "") -> float:
    order = [block for block in state.agenda.in_order() if block.id != but]
    if after is None:
        return order[-1].rank + 1.0 if order else 1.0
    place = 0 if after == "" else [block.id for block in order].index(known_block(state, after).id) + 1
    before = order[place - 1].rank if place > 0 else None
    behind = order[place].rank if place < len(order) else None
    if before is None:
        return 1.0 if behind is None else behind - 1.0
    return before + 1.0 if behind is None else (before + behind) / 2


@decides(AddBlock)
def _add(state: SessionState, command: AddBlock, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.block in state.agenda.by_id:
        raise Rejected("This block is in the agenda already.")
    yield BlockAdded(
        command.block,
        name_of(command.title),
        command.modality,
        whole(command.method),
        _minutes(command.minutes),
        _fixed(command.fixed),
        whole(command.prompt),
        whole(command.verb),
        _rank_after(state, command.after),
        _level(command.anonymity),
        _exchange(command.exchange),
        _part(command.part),
        whole(command.then),
        whole(command.say),
        whole(command.catch),
        _lines(command.materials),
        _lines(command.prepare),
        _lines(command.trouble),
        _day(command.day),
        whole(command.stage),
        _lines(command.steps),
        command.optional,
    )


@decides(ChangeBlock)
def _change_block(state: SessionState, command: ChangeBlock, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    body = BlockChanged(
        block.id,
        _maybe(name_of, command.title),
        command.modality,
        _maybe(whole, command.method),
        _maybe(_minutes, command.minutes),
        _maybe(_fixed, command.fixed),
        _maybe(whole, command.prompt),
        _maybe(whole, command.verb),
        None,
        _maybe(_level, command.anonymity),
        _maybe(_exchange, command.exchange),
        _maybe(_part, command.part),
        _maybe(whole, command.then),
        _maybe(whole, command.say),
        _maybe(whole, command.catch),
        _maybe(_lines, command.materials),
        _maybe(_lines, command.prepare),
        _maybe(_lines, command.trouble),
        _maybe(_day, command.day),
        _maybe(whole, command.stage),
        _maybe(_lines, command.steps),
        command.optional,
    )
    if any(value != getattr(block, name) for name, value in said(body, "block").items()):
        yield body


@decides(MoveBlock)
def _move(state: SessionState, command: MoveBlock, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.after == command.block:
        return
    yield BlockChanged(block.id, rank=_rank_after(state, command.after, but=block.id))


@decides(RemoveBlock)
def _remove(state: SessionState, command: RemoveBlock, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.agenda.running == block.id:
        raise Rejected("“{title}” is running. Go on to the next one instead.", title=block.title)
    yield BlockRemoved(block.id)


def change_block(state: SessionState, block: str, **news: Json) -> None:
    """Give a block new values; one that is not known stays unknown. For folding."""
    found = state.agenda.by_id.get(block)
    if found is not None:
        state.agenda.by_id[block] = replace(found, **news)


@folds(BlockAdded)
def _added(state: SessionState, body: BlockAdded, fact: Fact) -> None:
    block = Block(
        body.block,
        body.title,
        body.modality,
        body.method,
        body.minutes,
        body.fixed if _CLOCK.fullmatch(body.fixed) else "",
        body.prompt,
        body.verb,
        body.rank,
        body.anonymity if body.anonymity in ANONYMITY else WITHOUT_NAMES,
        body.exchange,
        body.part,
        body.then,
        body.say,
        body.catch,
        body.materials,
        body.prepare,
        body.trouble,
        body.day,
        body.stage,
        body.steps,
        body.optional,
    )
    state.agenda.by_id.setdefault(body.block, block)


@folds(BlockChanged)
def _changed(state: SessionState, body: BlockChanged, fact: Fact) -> None:
    news = said(body, "block")
    if body.fixed and not _CLOCK.fullmatch(body.fixed):
        del news["fixed"]
    change_block(state, body.block, **news)


@folds(BlockRemoved)
def _removed(state: SessionState, body: BlockRemoved, fact: Fact) -> None:
    change_block(state, body.block, removed=True)


@folds(BlockRestored)
def _restored(state: SessionState, body: BlockRestored, fact: Fact) -> None:
    change_block(state, body.block, removed=False)


@undone_by(BlockAdded)
def _unadd(state: SessionState, body: BlockAdded) -> Iterable[Body]:
    yield BlockRemoved(body.block)


@undone_by(BlockChanged)
def _unchange(state: SessionState, body: BlockChanged) -> Iterable[Body]:
    was = state.agenda.get(body.block)
    if was is not None:
        yield as_it_was(was, body, "block")


@undone_by(BlockRemoved)
def _unremove(state: SessionState, body: BlockRemoved) -> Iterable[Body]:
    yield BlockRestored(body.block)


@undone_by(BlockRestored)
def _unrestore(state: SessionState, body: BlockRestored) -> Iterable[Body]:
    yield BlockRemoved(body.block)
