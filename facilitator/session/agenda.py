"""The agenda: blocks in order, each what people do with one another and by what modality, planned and as it ran."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

NAMED, BY_GROUP, WITHOUT_NAMES = "named", "by_group", "without_names"
ANONYMITY = (NAMED, BY_GROUP, WITHOUT_NAMES)
LONGEST_MINUTES = 60 * 24 * 60


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``rank`` orders blocks; ``fixed`` is a locked start (HH:MM) or empty; times in ms UTC."""

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
    started_ms: int | None = None
    ended_ms: int | None = None
    removed: bool = False


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


@dataclass(frozen=True, slots=True)
class ActivityStarted(Body):
    """A block began to run. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "activity_started"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityEnded(Body):
    """The running block ended."""

    KIND: ClassVar[str] = "activity_ended"
    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityReset(Body):
    """The times of a block were put back to what they were before."""

    KIND: ClassVar[str] = "activity_reset"
    block: str
    started_ms: int | None = None
    ended_ms: int | None = None
    running: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBlock(Command):
    """Move a block behind another (``after``), or to the beginning when that is empty."""

    block: str
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBlock(Command):
    """Take a block out of the agenda."""

    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartActivity(Command):
    """Begin a block; the one that runs ends. ``ms`` is when, if not now."""

    block: str
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndActivity(Command):
    """End the running block."""

    ms: int | None = None


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
    if given and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", given):
        raise Rejected("“{text}” is no time of day.", text=given)
    return given


def _level(given: str) -> str:
    if given not in ANONYMITY:
        raise Rejected("“{level}” is no level of anonymity.", level=given)
    return given


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
    )


@decides(ChangeBlock)
def _change_block(state: SessionState, command: ChangeBlock, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    body = BlockChanged(
        block.id,
        None if command.title is None else name_of(command.title),
        command.modality,
        command.method,
        None if command.minutes is None else _minutes(command.minutes),
        None if command.fixed is None else _fixed(command.fixed),
        command.prompt,
        command.verb,
        None,
        None if command.anonymity is None else _level(command.anonymity),
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
    yield BlockRemoved(known_block(state, command.block).id)


@decides(StartActivity)
def _start(state: SessionState, command: StartActivity, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.agenda.running == block.id:
        raise Rejected("“{title}” is running already.", title=block.title)
    if state.agenda.running is not None:
        yield ActivityEnded(state.agenda.running, command.ms)
    yield ActivityStarted(block.id, command.ms)


@decides(EndActivity)
def _end(state: SessionState, command: EndActivity, asking: Asking) -> Iterable[Body]:
    if state.agenda.running is None:
        raise Rejected("Nothing is running.")
    yield ActivityEnded(state.agenda.running, command.ms)


def _change(state: SessionState, block: str, **news: Json) -> None:
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
        body.fixed,
        body.prompt,
        body.verb,
        body.rank,
        body.anonymity if body.anonymity in ANONYMITY else WITHOUT_NAMES,
    )
    state.agenda.by_id.setdefault(body.block, block)


@folds(BlockChanged)
def _changed(state: SessionState, body: BlockChanged, fact: Fact) -> None:
    _change(state, body.block, **said(body, "block"))


@folds(BlockRemoved)
def _removed(state: SessionState, body: BlockRemoved, fact: Fact) -> None:
    _change(state, body.block, removed=True)


@folds(BlockRestored)
def _restored(state: SessionState, body: BlockRestored, fact: Fact) -> None:
    _change(state, body.block, removed=False)


@folds(ActivityStarted)
def _started(state: SessionState, body: ActivityStarted, fact: Fact) -> None:
    if body.block in state.agenda.by_id:
        _change(state, body.block, started_ms=fact.ms if body.ms is None else body.ms, ended_ms=None)
        state.agenda.running = body.block


@folds(ActivityEnded)
def _ended(state: SessionState, body: ActivityEnded, fact: Fact) -> None:
    _change(state, body.block, ended_ms=fact.ms if body.ms is None else body.ms)
    if state.agenda.running == body.block:
        state.agenda.running = None


@folds(ActivityReset)
def _reset(state: SessionState, body: ActivityReset, fact: Fact) -> None:
    _change(state, body.block, started_ms=body.started_ms, ended_ms=body.ended_ms)
    state.agenda.running = body.running if body.running in state.agenda.by_id else None


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


def _times(state: SessionState, block: str) -> Iterable[Body]:
    was = state.agenda.get(block)
    if was is not None:
        yield ActivityReset(block, was.started_ms, was.ended_ms, state.agenda.running)


@undone_by(ActivityStarted)
def _unstart(state: SessionState, body: ActivityStarted) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityEnded)
def _unend(state: SessionState, body: ActivityEnded) -> Iterable[Body]:
    yield from _times(state, body.block)


@undone_by(ActivityReset)
def _unreset(state: SessionState, body: ActivityReset) -> Iterable[Body]:
    yield from _times(state, body.block)
