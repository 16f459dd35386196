"""Contributions: what somebody gave the others, in their own words, with its kind.

The words are kept as given. Taking a contribution back or hiding it appends a fact; nothing is ever deleted.
In an activity without names the author is in no fact at all (decisions on anonymity), so nothing can leak later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import BY_GROUP, NAMED
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json
from facilitator.session.frozen import quickly_made
from facilitator.session.kinds import KINDS
from facilitator.session.people import known
from facilitator.session.rules import (
    FACILITATOR,
    GARDENER,
    GUEST,
    Asking,
    Command,
    decides,
    folds,
    name_of,
    text_of,
    undone_by,
    whole,
)
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

QUOTE, PARAPHRASE, DO_NOT_CARRY = "quote", "paraphrase", "no"
CONSENTS = (QUOTE, PARAPHRASE, DO_NOT_CARRY)


@quickly_made
@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing given. ``at_ms`` is when it was recorded, ``said_ms`` when it was said if that is known (ms UTC),
    ``offset_ms`` its place in a recording. ``activity`` is a block's id, ``authors`` ids of people.
    """

    id: str
    text: str
    kind: str = "note"
    authors: tuple[str, ...] = ()
    group: str = ""
    activity: str | None = None
    at_ms: int = 0
    said_ms: int | None = None
    offset_ms: int | None = None
    until_ms: int | None = None
    consent: str = QUOTE
    title: str = ""
    source: str = ""
    withdrawn: bool = False
    hidden: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def when_ms(self) -> int:
        """When it was said as far as known, otherwise when it was recorded (ms UTC)."""
        return self.at_ms if self.said_ms is None else self.said_ms


@dataclass
class Contributions:
    """Every contribution by id, in the order of the record, and counts that no window has to make again.

    ``of_kind`` and ``of_activity`` count what stands; ``of_author`` also what is hidden, for it was given all the same.
    """

    by_id: dict[str, Contribution] = field(default_factory=dict)
    standing_count: int = 0
    hidden_count: int = 0
    of_kind: dict[str, int] = field(default_factory=dict)
    of_activity: dict[str, int] = field(default_factory=dict)
    of_author: dict[str, int] = field(default_factory=dict)

    def put(self, given: Contribution) -> None:
        """Hold a contribution, new or changed. For folding."""
        was = self.by_id.get(given.id)
        if was is not None:
            self._count(was, -1)
        self.by_id[given.id] = given
        self._count(given, 1)

    def _count(self, given: Contribution, by: int) -> None:
        if given.withdrawn:
            return
        for author in given.authors:
            _add(self.of_author, author, by)
        if given.hidden:
            self.hidden_count += by
            return
        self.standing_count += by
        _add(self.of_kind, given.kind, by)
        if given.activity is not None:
            _add(self.of_activity, given.activity, by)

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, contribution: str | None) -> Contribution | None:
        """The contribution with this id, if there is one."""
        return None if contribution is None else self.by_id.get(contribution)

    def standing(self) -> list[Contribution]:
        """Those neither taken back nor hidden, in the order of the record."""
        return [given for given in self.by_id.values() if not given.withdrawn and not given.hidden]


def _add(counts: dict[str, int], key: str, by: int) -> None:
    now = counts.get(key, 0) + by
    if now:
        counts[key] = now
    else:
        counts.pop(key, None)


@dataclass(frozen=True, slots=True)
class ContributionGiven(Body):
    """Somebody gave something."""

    KIND: ClassVar[str] = "contribution_given"
    contribution: str
    text: str
    kind: str = "note"
    authors: tuple[str, ...] = ()
    group: str = ""
    activity: str | None = None
    said_ms: int | None = None
    offset_ms: int | None = None
    until_ms: int | None = None
    consent: str = QUOTE
    title: str = ""
    source: str = ""
    recorded_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ContributionReworded(Body):
    """The words were changed; the earlier ones stay in the record."""

    KIND: ClassVar[str] = "contribution_reworded"
    contribution: str
    text: str


@dataclass(frozen=True, slots=True)
class ContributionTyped(Body):
    """A contribution was given a kind, or another one."""

    KIND: ClassVar[str] = "contribution_typed"
    contribution: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContributionAttributed(Body):
    """It was said who gave it."""

    KIND: ClassVar[str] = "contribution_attributed"
    contribution: str
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContributionReleased(Body):
    """The giver said how it may be carried: ``quote``, ``paraphrase`` or ``no``."""

    KIND: ClassVar[str] = "contribution_released"
    contribution: str
    consent: str


@dataclass(frozen=True, slots=True)
class ContributionWithdrawn(Body):
    """It was taken back."""

    KIND: ClassVar[str] = "contribution_withdrawn"
    contribution: str


@dataclass(frozen=True, slots=True)
class ContributionRestored(Body):
    """What was taken back stands again."""

    KIND: ClassVar[str] = "contribution_restored"
    contribution: str


@dataclass(frozen=True, slots=True)
class ContributionHidden(Body):
    """The facilitator put it out of sight."""

    KIND: ClassVar[str] = "contribution_hidden"
    contribution: str


@dataclass(frozen=True, slots=True)
class ContributionShown(Body):
    """The facilitator put it back into sight."""

    KIND: ClassVar[str] = "contribution_shown"
    contribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveContribution(Command):
    """Give something. The command's id is the contribution's id; ``activity`` defaults to the running one.

    ``recorded_ms`` is when it was recorded first, for words that come back from an exported session.
    """

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    text: str
    kind: str = "note"
    authors: tuple[str, ...] = ()
    group: str = ""
    activity: str | None = None
    said_ms: int | None = None
    offset_ms: int | None = None
    until_ms: int | None = None
    consent: str = QUOTE
    title: str = ""
    source: str = ""
    recorded_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordContribution(Command):
    """Change the words."""

    contribution: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeContribution(Command):
    """Give it a kind."""

    contribution: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeContribution(Command):
    """Say who gave it."""

    contribution: str
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseContribution(Command):
    """Say how it may be carried out of the room."""

    contribution: str
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawContribution(Command):
    """Take it back."""

    contribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreContribution(Command):
    """Let what was taken back stand again."""

    contribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HideContribution(Command):
    """Put it out of sight, or back with ``hidden=False``."""

    contribution: str
    hidden: bool = True


def kind_of(given: str) -> str:
    """A kind's id, or a refusal in words."""
    if given not in KINDS:
        raise Rejected("“{kind}” is no kind of contribution.", kind=given)
    return given


def known_contribution(state: SessionState, contribution: str) -> Contribution:
    """The contribution, not taken back, or a refusal in words."""
    found = state.contributions.by_id.get(contribution)
    if found is None:
        raise Rejected("There is no such contribution in this session.")
    if found.withdrawn:
        raise Rejected("That contribution was taken back.")
    return found


def _consent(given: str) -> str:
    if given not in CONSENTS:
        raise Rejected(
            "A contribution may be quoted, paraphrased or not carried; “{word}” is none of these.", word=given
        )
    return given


@decides(GiveContribution)
def _give(state: SessionState, command: GiveContribution, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.id in state.contributions.by_id:
        return
    text, kind, consent = text_of(command.text), kind_of(command.kind), _consent(command.consent)
    for author in command.authors:
        known(state, author)
    activity = state.agenda.running if command.activity is None else command.activity or None
    block = state.agenda.get(activity)
    if activity is not None and block is None:
        raise Rejected("This block is not in the agenda.")
    level = NAMED if block is None else block.anonymity
    yield ContributionGiven(
        command.id,
        text,
        kind,
        command.authors if level == NAMED else (),
        whole(command.group) if level in (NAMED, BY_GROUP) else "",
        activity,
        command.said_ms,
        command.offset_ms,
        command.until_ms,
        consent,
        name_of(command.title) if command.title else "",
        whole(command.source),
        command.recorded_ms if asking.role == FACILITATOR else None,
    )


@decides(RewordContribution)
def _reword(state: SessionState, command: RewordContribution, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    text = text_of(command.text)
    if text != given.text:
        yield ContributionReworded(given.id, text)


@decides(TypeContribution)
def _type(state: SessionState, command: TypeContribution, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if kind_of(command.kind) != given.kind:
        yield ContributionTyped(given.id, command.kind)


@decides(AttributeContribution)
def _attribute(state: SessionState, command: AttributeContribution, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    for author in command.authors:
        known(state, author)
    block = state.agenda.get(given.activity)
    if block is not None and block.anonymity != NAMED and command.authors:
        raise Rejected("In this activity nobody is named.")
    if command.authors != given.authors:
        yield ContributionAttributed(given.id, command.authors)


@decides(ReleaseContribution)
def _release(state: SessionState, command: ReleaseContribution, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if _consent(command.consent) != given.consent:
        yield ContributionReleased(given.id, command.consent)


@decides(WithdrawContribution)
def _withdraw(state: SessionState, command: WithdrawContribution, asking: Asking) -> Iterable[Body]:
    yield ContributionWithdrawn(known_contribution(state, command.contribution).id)


@decides(RestoreContribution)
def _restore(state: SessionState, command: RestoreContribution, asking: Asking) -> Iterable[Body]:
    found = state.contributions.get(command.contribution)
    if found is None or not found.withdrawn:
        raise Rejected("There is nothing to take back.")
    yield ContributionRestored(found.id)


@decides(HideContribution)
def _hide(state: SessionState, command: HideContribution, asking: Asking) -> Iterable[Body]:
    given = known_contribution(state, command.contribution)
    if command.hidden != given.hidden:
        yield ContributionHidden(given.id) if command.hidden else ContributionShown(given.id)


@folds(ContributionGiven)
def _given(state: SessionState, body: ContributionGiven, fact: Fact) -> None:
    if body.contribution in state.contributions.by_id:
        return
    given = Contribution(
        body.contribution,
        body.text,
        body.kind if body.kind in KINDS else "note",
        body.authors,
        body.group,
        body.activity,
        fact.ms if body.recorded_ms is None else body.recorded_ms,
        body.said_ms,
        body.offset_ms,
        body.until_ms,
        body.consent if body.consent in CONSENTS else DO_NOT_CARRY,
        body.title,
        body.source,
    )
    state.contributions.put(given)


def _change(state: SessionState, contribution: str, **news: Json) -> None:
    found = state.contributions.by_id.get(contribution)
    if found is not None:
        state.contributions.put(replace(found, **news))


@folds(ContributionReworded)
def _reworded(state: SessionState, body: ContributionReworded, fact: Fact) -> None:
    found = state.contributions.by_id.get(body.contribution)
    if found is not None and found.text != body.text:
        _change(state, body.contribution, text=body.text, earlier=(*found.earlier, found.text))


@folds(ContributionTyped)
def _typed(state: SessionState, body: ContributionTyped, fact: Fact) -> None:
    if body.kind in KINDS:
        _change(state, body.contribution, kind=body.kind)


@folds(ContributionAttributed)
def _attributed(state: SessionState, body: ContributionAttributed, fact: Fact) -> None:
    _change(state, body.contribution, authors=body.authors)


@folds(ContributionReleased)
def _released(state: SessionState, body: ContributionReleased, fact: Fact) -> None:
    _change(state, body.contribution, consent=body.consent if body.consent in CONSENTS else DO_NOT_CARRY)


@folds(ContributionWithdrawn)
def _withdrawn(state: SessionState, body: ContributionWithdrawn, fact: Fact) -> None:
    _change(state, body.contribution, withdrawn=True)


@folds(ContributionRestored)
def _restored(state: SessionState, body: ContributionRestored, fact: Fact) -> None:
    _change(state, body.contribution, withdrawn=False)


@folds(ContributionHidden)
def _hidden(state: SessionState, body: ContributionHidden, fact: Fact) -> None:
    _change(state, body.contribution, hidden=True)


@folds(ContributionShown)
def _shown(state: SessionState, body: ContributionShown, fact: Fact) -> None:
    _change(state, body.contribution, hidden=False)


@undone_by(ContributionGiven)
def _ungive(state: SessionState, body: ContributionGiven) -> Iterable[Body]:
    yield ContributionWithdrawn(body.contribution)


@undone_by(ContributionReworded)
def _unreword(state: SessionState, body: ContributionReworded) -> Iterable[Body]:
    was = state.contributions.get(body.contribution)
    if was is not None:
        yield ContributionReworded(was.id, was.text)


@undone_by(ContributionTyped)
def _untype(state: SessionState, body: ContributionTyped) -> Iterable[Body]:
    was = state.contributions.get(body.contribution)
    if was is not None:
        yield ContributionTyped(was.id, was.kind)


@undone_by(ContributionAttributed)
def _unattribute(state: SessionState, body: ContributionAttributed) -> Iterable[Body]:
    was = state.contributions.get(body.contribution)
    if was is not None:
        yield ContributionAttributed(was.id, was.authors)


@undone_by(ContributionReleased)
def _unrelease(state: SessionState, body: ContributionReleased) -> Iterable[Body]:
    was = state.contributions.get(body.contribution)
    if was is not None:
        yield ContributionReleased(was.id, was.consent)


@undone_by(ContributionWithdrawn)
def _unwithdraw(state: SessionState, body: ContributionWithdrawn) -> Iterable[Body]:
    yield ContributionRestored(body.contribution)


@undone_by(ContributionRestored)
def _unrestore(state: SessionState, body: ContributionRestored) -> Iterable[Body]:
    yield ContributionWithdrawn(body.contribution)


@undone_by(ContributionHidden)
def _unhide(state: SessionState, body: ContributionHidden) -> Iterable[Body]:
    yield ContributionShown(body.contribution)


@undone_by(ContributionShown)
def _unshow(state: SessionState, body: ContributionShown) -> Iterable[Body]:
    yield ContributionHidden(body.contribution)
