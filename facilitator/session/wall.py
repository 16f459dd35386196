"""What the room sees of an activity: as it comes, by theme, hidden until it is opened; and a message to the room.

What the room has seen it has seen: a wall that is hidden later goes on showing what was given before, and hides only
what comes after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.contributions import Contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

AS_IT_COMES, BY_THEME, HIDDEN = "as_it_comes", "by_theme", "hidden"
MODES = (AS_IT_COMES, BY_THEME, HIDDEN)
LONGEST_MESSAGE = 400


@dataclass(frozen=True, slots=True)
class BlockWall:
    """The wall of one block. ``hides_from_ms`` is when it was hidden: what was given before was seen already."""

    block: str
    mode: str = AS_IT_COMES
    hides_from_ms: int = 0

    def shows(self, given: Contribution) -> bool:
        """Whether a card of this block is open to the room."""
        return self.mode != HIDDEN or given.at_ms < self.hides_from_ms


@dataclass
class Wall:
    """Every block's wall, and what stands on the room screen instead of all walls (empty for nothing)."""

    by_block: dict[str, BlockWall] = field(default_factory=dict)
    message: str = ""

    def of(self, block: str) -> BlockWall:
        """The wall of a block; an open one where nothing was chosen."""
        return self.by_block.get(block) or BlockWall(block)


@dataclass(frozen=True, slots=True)
class WallSet(Body):
    """The wall of a block was shown another way."""

    KIND: ClassVar[str] = "wall_set"
    block: str
    mode: str


@dataclass(frozen=True, slots=True)
class WallRevealed(Body):
    """A hidden wall was opened, and is shown ``mode`` from then on."""

    KIND: ClassVar[str] = "wall_revealed"
    block: str
    mode: str = AS_IT_COMES


@dataclass(frozen=True, slots=True)
class RoomTold(Body):
    """A message was put on the room screen in place of everything else; an empty one took it away."""

    KIND: ClassVar[str] = "room_told"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWall(Command):
    """Show the wall of a block ``as_it_comes``, ``by_theme``, or ``hidden`` until it is opened."""

    block: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealWall(Command):
    """Open a hidden wall. ``mode`` is how it is shown from then on."""

    block: str
    mode: str = AS_IT_COMES


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRoom(Command):
    """Put a message on the room screen in place of everything else, or take it away with an empty one."""

    text: str = ""


def _open_mode(mode: str) -> str:
    if mode not in (AS_IT_COMES, BY_THEME):
        raise Rejected("“{mode}” is no way to show a wall.", mode=mode)
    return mode


@decides(SetWall)
def _set(state: SessionState, command: SetWall, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    mode = command.mode if command.mode == HIDDEN else _open_mode(command.mode)
    was = state.wall.of(block.id)
    if mode == was.mode:
        return
    yield WallRevealed(block.id, mode) if was.mode == HIDDEN else WallSet(block.id, mode)


@decides(RevealWall)
def _reveal(state: SessionState, command: RevealWall, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if state.wall.of(block.id).mode != HIDDEN:
        raise Rejected("This wall is open already.")
    yield WallRevealed(block.id, _open_mode(command.mode))


@decides(TellRoom)
def _tell(state: SessionState, command: TellRoom, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    text = whole(command.text).strip()
    if len(text) > LONGEST_MESSAGE:
        raise Rejected(
            "That is {length} characters long; {longest} is the most.", length=len(text), longest=LONGEST_MESSAGE
        )
    if text != state.wall.message:
        yield RoomTold(text)


def _put(state: SessionState, block: str, mode: str, ms: int) -> None:
    if mode not in MODES:
        return
    was = state.wall.of(block)
    # Hidden twice in a row (two laptops) counts from the first: what came between was seen by nobody.
    since = ms if mode == HIDDEN and was.mode != HIDDEN else was.hides_from_ms
    state.wall.by_block[block] = replace(was, mode=mode, hides_from_ms=since)


@folds(WallSet)
def _wall_set(state: SessionState, body: WallSet, fact: Fact) -> None:
    _put(state, body.block, body.mode, fact.ms)


@folds(WallRevealed)
def _revealed(state: SessionState, body: WallRevealed, fact: Fact) -> None:
    _put(state, body.block, body.mode if body.mode != HIDDEN else AS_IT_COMES, fact.ms)


@folds(RoomTold)
def _told(state: SessionState, body: RoomTold, fact: Fact) -> None:
    state.wall.message = body.text


@undone_by(WallSet)
def _unset(state: SessionState, body: WallSet) -> Iterable[Body]:
    yield WallSet(body.block, state.wall.of(body.block).mode)


@undone_by(WallRevealed)
def _unreveal(state: SessionState, body: WallRevealed) -> Iterable[Body]:
    # Hidden again for what comes: what was open for a moment stays open.
    yield WallSet(body.block, state.wall.of(body.block).mode)


@undone_by(RoomTold)
def _untell(state: SessionState, body: RoomTold) -> Iterable[Body]:
    yield RoomTold(state.wall.message)
