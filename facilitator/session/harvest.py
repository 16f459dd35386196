"""The harvest: words written for the report by those who tend it, beside what people gave.

The one-minute reading, the standpoints with what a disagreement turns on, the chains worth showing, and the sources.
Syntheses are contributions of their own kind (they gather others), so they are not kept here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, text_of, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

PARTS = ("standpoint", "disagreement", "minority", "changed", "source", "method")
"""What a written passage may be: a standpoint, what a disagreement turns on, a minority view in full, what it changed,
a source with licence and permission, a line of the method note."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The one-minute reading: five sentences, each may be empty."""

    why: str = ""
    found: str = ""
    decided: str = ""
    next: str = ""
    open: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words written for the report. ``title`` and ``note`` as the part needs: standpoint's name, a source's licence."""

    id: str
    part: str
    title: str = ""
    text: str = ""
    note: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A thread worth showing: contributions from the first spark on, the word that links each to
    the one before (a relation, empty for the first), and the turn of thought in a sentence.
    """

    id: str
    title: str
    cards: tuple[str, ...] = ()
    turn: str = ""
    links: tuple[str, ...] = ()
    removed: bool = False


@dataclass
class Harvest:
    """All that was written for the report."""

    summary: Summary = field(default_factory=Summary)
    passages: dict[str, Passage] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)

    def of(self, part: str) -> list[Passage]:
        """The standing passages of one part, in the order they were written."""
        return [item for item in self.passages.values() if item.part == part and not item.removed]

    def shown_chains(self) -> list[Chain]:
        """The standing chains, in the order they were picked."""
        return [chain for chain in self.chains.values() if not chain.removed]


@dataclass(frozen=True, slots=True)
class SummaryWritten(Body):
    """A sentence of the one-minute reading was written; None leaves one as it was."""

    KIND: ClassVar[str] = "summary_written"
    why: str | None = None
    found: str | None = None
    decided: str | None = None
    next: str | None = None
    open: str | None = None


@dataclass(frozen=True, slots=True)
class PassageWritten(Body):
    """A passage was written or changed."""

    KIND: ClassVar[str] = "passage_written"
    passage: str
    part: str
    title: str = ""
    text: str = ""
    note: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class ChainPicked(Body):
    """A chain was picked or changed."""

    KIND: ClassVar[str] = "chain_picked"
    chain: str
    title: str
    cards: tuple[str, ...] = ()
    turn: str = ""
    links: tuple[str, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSummary(Command):
    """Write sentences of the one-minute reading; None leaves one as it is."""

    why: str | None = None
    found: str | None = None
    decided: str | None = None
    next: str | None = None
    open: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePassage(Command):
    """Write a passage, or change the one with this id."""

    passage: str
    part: str
    title: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePassage(Command):
    """Take a passage out of the report."""

    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickChain(Command):
    """Pick a chain for the report, or change the one with this id."""

    chain: str
    title: str
    cards: tuple[str, ...]
    turn: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DropChain(Command):
    """Take a chain out of the report."""

    chain: str


@decides(WriteSummary)
def _summarise(state: SessionState, command: WriteSummary, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    given = (command.why, command.found, command.decided, command.next, command.open)
    body = SummaryWritten(*(None if text is None else whole(text) for text in given))
    if any(value != getattr(state.harvest.summary, name) for name, value in said(body).items()):
        yield body


@decides(WritePassage)
def _write(state: SessionState, command: WritePassage, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.part not in PARTS:
        raise Rejected("“{part}” is no part of a report.", part=command.part)
    yield PassageWritten(
        command.passage,
        command.part,
        whole(command.title),
        text_of(command.text) if command.part != "source" else whole(command.text),
        whole(command.note),
    )


@decides(RemovePassage)
def _remove(state: SessionState, command: RemovePassage, asking: Asking) -> Iterable[Body]:
    was = state.harvest.passages.get(command.passage)
    if was is None or was.removed:
        raise Rejected("There is no such passage.")
    yield PassageWritten(was.id, was.part, was.title, was.text, was.note, removed=True)


@decides(PickChain)
def _pick(state: SessionState, command: PickChain, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    for card in command.cards:
        known_contribution(state, card)
    if len(command.cards) < 2:
        raise Rejected("A chain needs two contributions at least.")
    links = tuple(whole(word) for word in command.links)
    yield ChainPicked(command.chain, name_of(command.title), command.cards, whole(command.turn), links)


@decides(DropChain)
def _drop(state: SessionState, command: DropChain, asking: Asking) -> Iterable[Body]:
    was = state.harvest.chains.get(command.chain)
    if was is None or was.removed:
        raise Rejected("There is no such chain.")
    yield ChainPicked(was.id, was.title, was.cards, was.turn, was.links, removed=True)


@folds(SummaryWritten)
def _summarised(state: SessionState, body: SummaryWritten, fact: Fact) -> None:
    state.harvest.summary = replace(state.harvest.summary, **said(body))


@folds(PassageWritten)
def _written(state: SessionState, body: PassageWritten, fact: Fact) -> None:
    state.harvest.passages[body.passage] = Passage(
        body.passage, body.part, body.title, body.text, body.note, body.removed
    )


@folds(ChainPicked)
def _picked(state: SessionState, body: ChainPicked, fact: Fact) -> None:
    state.harvest.chains[body.chain] = Chain(body.chain, body.title, body.cards, body.turn, body.links, body.removed)


@undone_by(SummaryWritten)
def _unsummarise(state: SessionState, body: SummaryWritten) -> Iterable[Body]:
    yield as_it_was(state.harvest.summary, body)


@undone_by(PassageWritten)
def _unwrite(state: SessionState, body: PassageWritten) -> Iterable[Body]:
    was = state.harvest.passages.get(body.passage)
    if was is None:
        yield PassageWritten(body.passage, body.part, body.title, body.text, body.note, removed=True)
    else:
        yield PassageWritten(was.id, was.part, was.title, was.text, was.note, was.removed)


@undone_by(ChainPicked)
def _unpick(state: SessionState, body: ChainPicked) -> Iterable[Body]:
    was = state.harvest.chains.get(body.chain)
    if was is None:
        yield ChainPicked(body.chain, body.title, body.cards, body.turn, body.links, removed=True)
    else:
        yield ChainPicked(was.id, was.title, was.cards, was.turn, was.links, was.removed)
