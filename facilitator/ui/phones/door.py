"""What the window asks of the phones: a service to start and stop, and one frozen picture of how things stand.

The service itself is no part of the window; it may be absent, and then no phone takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

AT_DOOR, HERE, HAND_UP, AWAY, ASLEEP, HELD, REMOVED = "at_door", "here", "hand_up", "away", "asleep", "held", "removed"
"""What a guest can be; one at a time, the one that asks most of the facilitator. At the door: their phone was told yes
and was not heard of since; away: it is gone with something unsent, or for long."""

UNTESTED, PASSED, REACHED, FAILED = "untested", "passed", "reached", "failed"
"""What is known of the way in: nothing, this laptop answers itself, a phone got in, not even this laptop answers."""


@dataclass(frozen=True, slots=True)
class LaptopAddress:
    """One address of this laptop: its IPv4, what it is in words, and whether phones in the room can get there."""

    ip: str
    told: str
    of_use: bool = True


@dataclass(frozen=True, slots=True)
class PhoneGuest:
    """Somebody with a phone, as far as the facilitator may know.

    Attributes:
        id: The guest.
        name: What they call themselves; empty without a name.
        state: One of the words above.
        since_ms: Since when that is so, ms UTC.
        waiting: Cards that wait on the phone to be sent.
        held: Cards of theirs that are held back.
        hidden: Cards that were hidden when they were removed.
        brief_unread: Their role brief was not opened.
        may_be: The invited person they may be (an id), where somebody with a like name has no phone yet.
        may_be_name: The name of that person.
        address: Where their phone comes from; kept in memory alone.
    """

    id: str
    name: str
    state: str = HERE
    since_ms: int = 0
    waiting: int = 0
    held: int = 0
    hidden: int = 0
    brief_unread: bool = False
    may_be: str = ""
    may_be_name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card that waits for the facilitator's word."""

    id: str
    guest: str
    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PhonesStatus:
    """How things stand.

    Attributes:
        session: The session that phones take part in; empty while the server is off.
        address: The IPv4 address that is listened on.
        port: Its port.
        link: What the code for cameras says.
        modules: The rows of that code, ``1`` is dark.
        code: The six digits to type.
        joining: Somebody new may come in.
        hold_all: Every new card is held.
        frozen: Nothing more is taken.
        guests: Everybody who ever came in, in that order.
        held: The cards that wait.
        test: What is known of the way in.
        test_ms: Since when, ms UTC.
        began_ms: Since when phones can come in, ms UTC.
        code_changed: The code was changed by itself, after fifty wrong ones.
    """

    session: str = ""
    address: str = ""
    port: int = 0
    link: str = ""
    modules: tuple[str, ...] = ()
    code: str = ""
    joining: bool = True
    hold_all: bool = False
    frozen: bool = False
    guests: tuple[PhoneGuest, ...] = ()
    held: tuple[HeldCard, ...] = ()
    test: str = UNTESTED
    test_ms: int = 0
    began_ms: int = 0
    code_changed: bool = False

    @property
    def typed(self) -> str:
        """What is typed where there is no camera."""
        return f"{self.address}:{self.port}" if self.address else ""

    def joined(self) -> int:
        """How many are in, whether their phones are awake or not."""
        return sum(guest.state != REMOVED for guest in self.guests)


class CleanPicture(Protocol):
    """A picture that was painted anew, without its place and its time."""

    @property
    def data(self) -> bytes:
        """Its bytes."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def name(self) -> str:
        """A file's name."""


Clean = Callable[[bytes], CleanPicture]
"""Paints a photo anew. Called in a thread; raises one sentence where it is none."""


class PhonesService(Protocol):
    """The phones of one session at a time. What a rule refuses is raised as one sentence."""

    @property
    def status(self) -> PhonesStatus:
        """How things stand now."""

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Hear that the status is another. Gives what ends it."""

    def addresses(self, found: Sequence[tuple[str, str]]) -> Sequence[LaptopAddress]:
        """The addresses phones may use, the likeliest first; ``found`` are pairs of an IPv4 and its adapter's name."""

    def goes_on(self, session: str) -> bool:
        """Whether phones were in this session when the program last ended without being asked to."""

    async def again(self, session: str, useful: Sequence[str], clean: Clean) -> None:
        """Let phones in where they were, or at the first of these addresses where that one is gone."""

    async def start(self, session: str, address: str, clean: Clean) -> None:
        """Let phones in at this address; at another address those that can reach it go on."""

    async def stop(self) -> None:
        """Let no phone in any more, and send those that are in away."""

    async def test(self) -> None:
        """Ask our own address whether it answers."""

    async def poster(self, session: str, target: Path, wifi: str, password: str) -> Path:
        """Write the poster with address and code, and the network where one is named."""

    def wifi_code(self, wifi: str, password: str) -> tuple[str, ...]:
        """The rows of a code with which a phone's camera joins a network, ``1`` is dark."""

    def new_code(self) -> None:
        """Another code; the old one lets nobody in any more."""

    def open_joining(self, open: bool) -> None:
        """Whether somebody new may come in."""

    def hold_all(self, hold: bool) -> None:
        """Whether every new card is held until it is let through."""

    def freeze(self, frozen: bool) -> None:
        """Whether nothing more is taken."""

    def remove(self, guest: str) -> None:
        """Send a guest away and hide their cards, in one step that can be undone."""

    def bring_back(self, guest: str) -> None:
        """Take that back."""

    def is_person(self, guest: str, person: str) -> None:
        """This guest is that invited person."""

    def let_through(self, card: str) -> None:
        """A held card takes its place."""

    def refuse(self, card: str) -> None:
        """A held card is not taken."""
