"""The guests: who came in, how it stands with each, and the technical link between a guest and their cards.

Where nobody is named the link is the only trace of who gave what, so that a phone can change its own cards. It is in no
fact, in no backup and in no export, and it is destroyed when the activity closes, when the guest goes, or when their
phone was away for twenty minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

AWAY_MS = 20 * 60_000
"""Absence after which the link between a guest and their unnamed cards is destroyed."""

DOOR, HERE, HAND, WAITING, AWAY, HELD, REMOVED = "at_the_door", "here", "hand_up", "waiting", "away", "held", "removed"
STATES = (DOOR, HERE, HAND, WAITING, AWAY, HELD, REMOVED)


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest as kept beside the library, so that phones go on after a restart. Of the cookie only its hash.

    ``invited`` says that ``person`` was in the session before, and the facilitator said that it is this guest.
    """

    guest: str
    cookie_hash: str
    name: str = ""
    person: str = ""
    invited: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Whose card this is. ``block`` is the activity at whose close it is destroyed."""

    card: str
    guest: str
    block: str = ""


class Local(Protocol):
    """A small table beside the library, outside backups and bundles. Changes return at once; writing may follow."""

    def guests(self) -> Iterable[GuestRow]:
        """The guests of this session, from an earlier run of the program."""

    def links(self) -> Iterable[Link]:
        """The links that were not destroyed."""

    def keep_guest(self, row: GuestRow) -> None:
        """Keep a guest."""

    def forget_guest(self, guest: str) -> None:
        """Forget a guest and their cookie."""

    def keep_link(self, link: Link) -> None:
        """Keep a link."""

    def destroy_links(self, cards: Iterable[str]) -> None:
        """Destroy links, so that nothing of them is left on the disk."""

    async def written(self) -> None:
        """Wait until all that was kept so far is written, or could not be."""


class NoLocal:
    """Keeps nothing: phones join anew after a restart."""

    def guests(self) -> Iterable[GuestRow]:
        """None."""
        return ()

    def links(self) -> Iterable[Link]:
        """None."""
        return ()

    def keep_guest(self, row: GuestRow) -> None:
        """Forget it."""

    def forget_guest(self, guest: str) -> None:
        """There is none."""

    def keep_link(self, link: Link) -> None:
        """Forget it."""

    def destroy_links(self, cards: Iterable[str]) -> None:
        """There are none."""

    async def written(self) -> None:
        """Nothing is."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest as the window shows them. ``person`` is empty for who joined without a name.

    ``state`` is one of :data:`STATES`, so since ``since_ms``; ``waiting`` how many cards the phone said it still holds;
    ``held`` how many wait for the facilitator, ``hidden`` how many were hidden when the guest was removed, both without
    those of activities that name nobody. ``address`` is kept in memory alone.
    """

    id: str
    name: str = ""
    person: str = ""
    state: str = DOOR
    waiting: int = 0
    held: int = 0
    address: str = ""
    since_ms: int = 0
    hidden: int = 0


@dataclass(slots=True)
class Visit:
    """A guest while they are a guest: what changes from moment to moment."""

    id: str
    name: str = ""
    person: str = ""
    address: str = ""
    sockets: int = 0
    ever: bool = False
    gone_ms: int = 0
    since_ms: int = 0
    waiting: int = 0
    removed: bool = False
    invited: bool = False
    cookie_hash: str = ""
    """Kept when they were removed, so that they can be brought back."""
    hidden: tuple[str, ...] = ()
    held: set[str] = field(default_factory=set)
    photos: dict[str, tuple[str, int, str]] = field(default_factory=dict)

    def state(self, hand: bool) -> str:
        """How it stands, in one word: the first of these that holds."""
        if self.removed:
            return REMOVED
        if not self.sockets:
            return AWAY if self.ever else DOOR
        if hand:
            return HAND
        if self.waiting:
            return WAITING
        return HELD if self.held else HERE


class Links:
    """Every link between a card (or a slip) and its guest, from both ends."""

    def __init__(self, local: Local) -> None:
        self._local = local
        self._of: dict[str, Link] = {}
        self._by: dict[str, dict[str, None]] = {}
        for link in local.links():
            self._hold(link)

    def _hold(self, link: Link) -> None:
        self._of[link.card] = link
        self._by.setdefault(link.guest, {})[link.card] = None

    def make(self, card: str, guest: str, block: str | None) -> None:
        """This guest gave this card."""
        if card not in self._of:
            link = Link(card, guest, block or "")
            self._hold(link)
            self._local.keep_link(link)

    def guest_of(self, card: str) -> str | None:
        """Whose card it is, as long as anybody knows."""
        link = self._of.get(card)
        return None if link is None else link.guest

    def cards(self, guest: str) -> list[str]:
        """A guest's cards, in the order they came."""
        return list(self._by.get(guest, ()))

    def destroy(self, cards: Iterable[str]) -> set[str]:
        """Destroy these links. Returns whose they were."""
        gone: list[str] = []
        guests: set[str] = set()
        for card in list(cards):
            link = self._of.pop(card, None)
            if link is not None:
                gone.append(card)
                guests.add(link.guest)
                self._by[link.guest].pop(card, None)
                if not self._by[link.guest]:
                    del self._by[link.guest]
        if gone:
            self._local.destroy_links(gone)
        return guests

    def destroy_but(self, running: str | None) -> set[str]:
        """Destroy the links of every activity that does not run now. Returns whose they were."""
        return self.destroy([card for card, link in self._of.items() if link.block != (running or "")])
