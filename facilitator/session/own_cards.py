"""What a phone may do with cards: give one, thank for one with words, and change or take back its own.

Commands alone; the facts are those of :mod:`.contributions`, :mod:`.relations` and :mod:`.attachments`. Where nobody is
named a command carries no person: that the card is the phone's own is checked before, by whoever holds the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import NAMED
from facilitator.session.attachments import AttachmentAdded
from facilitator.session.contributions import (
    Contribution,
    ContributionHidden,
    ContributionReworded,
    ContributionWithdrawn,
    GiveContribution,
    known_contribution,
)
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body
from facilitator.session.relations import RELATIONS, Related
from facilitator.session.rules import DECIDES, GUEST, Asking, Command, decides, text_of

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

ONLY_PHONES = frozenset({GUEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFromPhone(Command):
    """Give a card. The command's id is the card's; whoever asks is its author, and nobody where no person asks.

    ``on`` is the card it takes up by ``relation``; ``held`` keeps it out of sight until the facilitator shows it;
    ``attachment`` is the id under which the photo ``sha256`` is attached.
    """

    MAY: ClassVar[frozenset[str]] = ONLY_PHONES
    text: str
    kind: str = "note"
    group: str = ""
    activity: str | None = None
    on: str | None = None
    relation: str = "builds_on"
    held: bool = False
    attachment: str = ""
    sha256: str = ""
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOwnCard(Command):
    """Change the words of one's own card. ``held`` puts it out of sight until the facilitator has read it again."""

    MAY: ClassVar[frozenset[str]] = ONLY_PHONES
    card: str
    text: str
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackOwnCard(Command):
    """Take one's own card back."""

    MAY: ClassVar[frozenset[str]] = ONLY_PHONES
    card: str


def names_authors(state: SessionState, block: str | None) -> bool:
    """Whether who gives something in a block is written down."""
    found = state.agenda.get(block)
    return found is None or found.anonymity == NAMED


@decides(GiveFromPhone)
def _give(state: SessionState, command: GiveFromPhone, asking: Asking) -> Iterable[Body]:
    if command.id in state.contributions.by_id:
        return
    activity = state.agenda.running if command.activity is None else command.activity or None
    if asking.person is not None and not names_authors(state, activity):
        raise Rejected("In this activity nobody is named.")
    if command.on is not None:
        earlier = known_contribution(state, command.on)
        if command.relation not in RELATIONS:
            raise Rejected("“{relation}” is no relation between contributions.", relation=command.relation)
    if command.sha256 and not (command.attachment and re.fullmatch(r"[0-9a-f]{64}", command.sha256)):
        raise Rejected("An attachment is named by the SHA-256 of its bytes.")
    authors = () if asking.person is None else (asking.person,)
    give = GiveContribution(
        id=command.id, text=command.text, kind=command.kind, authors=authors, group=command.group,
        activity=command.activity,
    )  # fmt: skip
    yield from DECIDES[GiveContribution](state, give, asking)
    if command.held:
        yield ContributionHidden(command.id)
    if command.on is not None:
        yield Related(command.id, command.relation, earlier.id)
    if command.sha256:
        yield AttachmentAdded(
            command.attachment, command.sha256, "photo", command.media_type, command.size, command.id
        )  # fmt: skip


def _own(state: SessionState, card: str, asking: Asking) -> Contribution:
    given = known_contribution(state, card)
    if asking.person is None:
        own = not given.authors or not names_authors(state, given.activity)
    else:
        own = given.authors == (asking.person,)
    if not own:
        raise Rejected("On a phone everybody speaks for themself.")
    return given


@decides(EditOwnCard)
def _edit(state: SessionState, command: EditOwnCard, asking: Asking) -> Iterable[Body]:
    given = _own(state, command.card, asking)
    text = text_of(command.text)
    if text != given.text:
        if command.held and not given.hidden:
            yield ContributionHidden(given.id)
        yield ContributionReworded(given.id, text)


@decides(TakeBackOwnCard)
def _take_back(state: SessionState, command: TakeBackOwnCard, asking: Asking) -> Iterable[Body]:
    yield ContributionWithdrawn(_own(state, command.card, asking).id)
