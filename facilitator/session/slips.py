"""Pens first: slips that are in and not yet read, and what their writers wish for them.

Nobody reads a slip before the reveal, the facilitator neither: :func:`visible_slips` is the one way to the words, and
until then a slip is no contribution, so no wall, no search, no report and no export knows of it. With the reveal those
to be shared become contributions, in the same batch, named only where the activity names people then. What is to be
kept never does.

The record is never written over. Words put in with the wish to keep them, and who put one in without a name, are in no
fact. But a slip put in first without a wish or with a name, and kept or made nameless afterwards, leaves its words and
its writer in the fact of the first time: nobody is shown them, and whoever reads the file of the library finds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import NAMED, Block, known_block
from facilitator.session.contributions import ContributionGiven, ContributionRestored, kind_of
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.people import expected, known
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
    whole,
)

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

UNSAID, KEEP, WITHOUT_NAME, SHARE = "", "keep", "share_without_name", "share"
WISHES = (UNSAID, KEEP, WITHOUT_NAME, SHARE)
"""What a writer wishes. What nobody said is treated as *keep*."""
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person wrote alone. ``writer`` is a person's id, None where it is without a name."""

    id: str
    block: str
    text: str = ""
    writer: str | None = None
    wish: str = UNSAID
    kind: str = "note"
    taken: bool = False

    @property
    def shared(self) -> bool:
        """Whether its writer lets others read it."""
        return self.wish in (WITHOUT_NAME, SHARE)


@dataclass
class Slips:
    """Every slip by id, how many were counted by hand in each block, and the blocks that were revealed."""

    by_id: dict[str, Slip] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    revealed: dict[str, bool] = field(default_factory=dict)

    def of(self, block: str) -> list[Slip]:
        """The slips of a block, in the order they came in. To be counted; for words ask :func:`visible_slips`."""
        return [slip for slip in self.by_id.values() if slip.block == block and not slip.taken]

    def is_revealed(self, block: str) -> bool:
        """Whether the slips of a block were opened."""
        return self.revealed.get(block, False)

    def written(self, block: str) -> int:
        """How many have written: those counted by hand, and at least as many as slips are in."""
        return max(len(self.of(block)), self.counted.get(block, 0))


@dataclass(frozen=True, slots=True)
class SlipIn(Body):
    """A slip came in, or was written anew before the reveal. Its words are for nobody until then."""

    KIND: ClassVar[str] = "slip_in"
    slip: str
    block: str
    text: str = ""
    writer: str | None = None
    wish: str = UNSAID
    card_kind: str = "note"


@dataclass(frozen=True, slots=True)
class SlipTaken(Body):
    """A slip was taken back."""

    KIND: ClassVar[str] = "slip_taken"
    slip: str


@dataclass(frozen=True, slots=True)
class SlipPutBack(Body):
    """A slip taken back is in again."""

    KIND: ClassVar[str] = "slip_put_back"
    slip: str


@dataclass(frozen=True, slots=True)
class SlipsCounted(Body):
    """So many have written, counted by hand."""

    KIND: ClassVar[str] = "slips_counted"
    block: str
    count: int


@dataclass(frozen=True, slots=True)
class SlipsRevealed(Body):
    """The slips of a block were opened."""

    KIND: ClassVar[str] = "slips_revealed"
    block: str


@dataclass(frozen=True, slots=True)
class SlipsCovered(Body):
    """The reveal was taken back."""

    KIND: ClassVar[str] = "slips_covered"
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSlip(Command):
    """Put a slip in, or write it anew before the reveal. ``block`` defaults to the running one.

    When everybody here has written and chosen, the slips open in the same step.
    """

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    slip: str
    text: str = ""
    writer: str | None = None
    wish: str = UNSAID
    kind: str = "note"
    block: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSlips(Command):
    """Say how many have written, where slips are on paper."""

    block: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealSlips(Command):
    """Open the slips of a block: those to be shared become contributions, with or without a name."""

    block: str


def visible_slips(state: SessionState, block: str) -> list[Slip]:
    """The slips of a block that may be read: none before the reveal, then those to be shared, unnamed where wished."""
    if not state.slips.is_revealed(block):
        return []
    found = [slip for slip in state.slips.of(block) if slip.shared and _still_given(state, slip)]
    return [_named(state, slip) for slip in found]


def hides_words(state: SessionState, block: str) -> bool:
    """Whether what is written in this block now is to stay hidden."""
    return not state.slips.is_revealed(block)


def _named(state: SessionState, slip: Slip) -> Slip:
    """A slip with its writer only where that is wished, and the activity names people now."""
    block = state.agenda.get(slip.block)
    named = slip.wish == SHARE and block is not None and block.anonymity == NAMED
    return slip if named else replace(slip, writer=None)


def _still_given(state: SessionState, slip: Slip) -> bool:
    given = state.contributions.get(slip.id)
    return given is not None and not given.withdrawn and not given.hidden


# ---- deciding ---------------------------------------------------------------------------------------------------


def _block_of(state: SessionState, block: str | None) -> Block:
    wanted = state.agenda.running if block is None else block
    if wanted is None:
        raise Rejected("Nothing is running.")
    return known_block(state, wanted)


def _given(state: SessionState, slip: Slip) -> Iterable[Body]:
    """The contribution a slip becomes, once; one that a taken-back reveal withdrew stands again."""
    if not slip.shared or not slip.text.strip():
        return
    was = state.contributions.get(slip.id)
    if was is None:
        writer = _named(state, slip).writer
        authors = () if writer is None else (writer,)
        yield ContributionGiven(slip.id, slip.text, slip.kind, authors, activity=slip.block)
    elif was.withdrawn and not state.slips.is_revealed(slip.block):
        yield ContributionRestored(slip.id)


FEWEST_TO_OPEN = 3
"""Slips open by themselves only where at least so many people are expected to write."""


def _all_chosen(state: SessionState, block: str, new: Slip) -> bool:
    slips = {slip.id: slip for slip in state.slips.of(block)} | {new.id: new}
    chosen = [slip for slip in slips.values() if slip.wish != UNSAID]
    writers = {slip.writer or slip.id for slip in chosen}
    here = expected(state)
    if here < FEWEST_TO_OPEN or any(slip.writer is None for slip in chosen):
        return False  # with few, or with paper typed in for somebody, only a hand opens them
    return len(chosen) == len(slips) and len(writers) >= here


@decides(PutSlip)
def _put(state: SessionState, command: PutSlip, asking: Asking) -> Iterable[Body]:
    block = _block_of(state, command.block)
    if command.wish not in WISHES:
        raise Rejected(
            "A slip is kept, shared without a name, or shared; “{word}” is none of these.", word=command.wish
        )
    was = state.slips.by_id.get(command.slip)
    revealed = state.slips.is_revealed(block.id)
    if was is not None and (was.block != block.id or revealed):
        raise Rejected("This slip was opened already. What is on it can be changed on its card.")
    if was is not None and asking.role == GUEST and was.writer not in (None, asking.person):
        raise Rejected("This slip is somebody else’s.")
    if was is None and command.slip in state.contributions.by_id:
        raise Rejected("This slip was opened already. What is on it can be changed on its card.")
    writer = None if command.writer is None else known(state, command.writer).id
    named = block.anonymity == NAMED and command.wish != WITHOUT_NAME
    text = "" if command.wish == KEEP else text_of(command.text)
    slip = Slip(command.slip, block.id, text, writer if named else None, command.wish, kind_of(command.kind))
    if slip == was:
        return
    opens = not revealed and _all_chosen(state, block.id, slip)
    yield SlipIn(slip.id, slip.block, slip.text, slip.writer, slip.wish, slip.kind)
    if revealed:
        yield from _given(state, slip)
    elif opens:
        yield from _open(state, block.id)


@decides(CountSlips)
def _count(state: SessionState, command: CountSlips, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if not 0 <= command.count <= MOST_COUNTED:
        raise Rejected("Between nobody and {most} people can have written.", most=MOST_COUNTED)
    if command.count != state.slips.counted.get(block.id, 0):
        yield SlipsCounted(block.id, command.count)


@decides(RevealSlips)
def _reveal(state: SessionState, command: RevealSlips, asking: Asking) -> Iterable[Body]:
    yield from _open(state, known_block(state, command.block).id)


def _open(state: SessionState, block: str) -> Iterable[Body]:
    """The reveal: every slip becomes what its writer wished. Asked again it only takes in what came from elsewhere."""
    bodies = [body for slip in state.slips.of(block) for body in _given(state, slip)]
    if not state.slips.is_revealed(block):
        yield SlipsRevealed(block)
    yield from bodies


# ---- folding ----------------------------------------------------------------------------------------------------


@folds(SlipIn)
def _in(state: SessionState, body: SlipIn, fact: Fact) -> None:
    wish = body.wish if body.wish in WISHES else UNSAID
    state.slips.by_id[body.slip] = Slip(body.slip, body.block, whole(body.text), body.writer, wish, body.card_kind)


def _mark(state: SessionState, slip: str, taken: bool) -> None:
    found = state.slips.by_id.get(slip)
    if found is not None:
        state.slips.by_id[slip] = replace(found, taken=taken)


@folds(SlipTaken)
def _taken(state: SessionState, body: SlipTaken, fact: Fact) -> None:
    _mark(state, body.slip, True)


@folds(SlipPutBack)
def _back(state: SessionState, body: SlipPutBack, fact: Fact) -> None:
    _mark(state, body.slip, False)


@folds(SlipsCounted)
def _counted(state: SessionState, body: SlipsCounted, fact: Fact) -> None:
    state.slips.counted[body.block] = min(max(body.count, 0), MOST_COUNTED)


@folds(SlipsRevealed)
def _revealed(state: SessionState, body: SlipsRevealed, fact: Fact) -> None:
    state.slips.revealed[body.block] = True


@folds(SlipsCovered)
def _covered(state: SessionState, body: SlipsCovered, fact: Fact) -> None:
    state.slips.revealed[body.block] = False


# ---- undoing ----------------------------------------------------------------------------------------------------


@undone_by(SlipIn)
def _unput(state: SessionState, body: SlipIn) -> Iterable[Body]:
    was = state.slips.by_id.get(body.slip)
    if was is None or was.taken:
        yield SlipTaken(body.slip)
    else:
        yield SlipIn(was.id, was.block, was.text, was.writer, was.wish, was.kind)


@undone_by(SlipTaken)
def _untake(state: SessionState, body: SlipTaken) -> Iterable[Body]:
    yield SlipPutBack(body.slip)


@undone_by(SlipPutBack)
def _unput_back(state: SessionState, body: SlipPutBack) -> Iterable[Body]:
    yield SlipTaken(body.slip)


@undone_by(SlipsCounted)
def _uncount(state: SessionState, body: SlipsCounted) -> Iterable[Body]:
    yield SlipsCounted(body.block, state.slips.counted.get(body.block, 0))


@undone_by(SlipsRevealed)
def _unreveal(state: SessionState, body: SlipsRevealed) -> Iterable[Body]:
    yield SlipsCovered(body.block)


@undone_by(SlipsCovered)
def _uncover(state: SessionState, body: SlipsCovered) -> Iterable[Body]:
    yield SlipsRevealed(body.block)
