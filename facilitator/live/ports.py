"""What the web asks of the hub behind it. The hub knows no HTTP, and the web knows no session.

Everything here is called in the loop's thread and waits for nothing but where it says ``async``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol


class Refusal(Exception):
    """No, as HTTP says it: ``status``, one sentence for the person, a word for the page, and what else it may know."""

    def __init__(self, status: int, why: str, code: str = "", **more: object) -> None:
        super().__init__(status, code)
        self.status = status
        self.why = why
        self.code = code
        self.more = more


class NotUnderstood(Exception):
    """A socket's message is none of the protocol's. The socket is closed; a page of ours never sends one."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came in. ``cookie`` is told to this phone alone, once."""

    guest: str
    name: str
    cookie: str = field(repr=False)


class Guest(Protocol):
    """Who a cookie belongs to."""

    @property
    def id(self) -> str:
        """The guest's id."""

    @property
    def name(self) -> str:
        """The guest's name; empty without one."""


class Phone(Protocol):
    """One open socket, from the hub's side: a bounded queue out, messages in."""

    bye: str
    """Why it is to be closed, once it is; empty before."""

    direct: Callable[[str], bool] | None
    """Set by the web: sends a text at once where nothing waits before it; false where it has to queue."""

    async def next(self) -> str | None:
        """The next text to send; None when the socket is to be closed."""

    def heard(self, text: str) -> None:
        """Take one message of the phone.

        Raises:
            NotUnderstood: it is none of the protocol's.
        """

    def gone(self) -> None:
        """The socket is closed, whoever closed it."""


class Hub(Protocol):
    """The hub, as far as the web needs it."""

    def hello(self) -> dict[str, Any]:
        """What anybody may know before joining."""

    async def join(self, body: bytes, address: str) -> Joined:
        """Let somebody in, once that is safely kept.

        Raises:
            Refusal: with the status the protocol names.
        """

    def guest_of(self, cookie: str) -> Guest | None:
        """Who this cookie belongs to, if to anybody."""

    def connect(self, guest: Guest) -> Phone | None:
        """Another socket of this guest; None when there are as many as one guest may have."""

    def may_send_photo(self, guest: Guest, give: str) -> None:
        """Whether this guest may send a photo for the card with the id ``give`` now.

        Raises:
            Refusal: not now, not so many, no such id.
        """

    def add_photo(self, guest: Guest, give: str, picture: Picture) -> Awaitable[str]:
        """Keep a clean picture for this card; the SHA-256 that names it."""

    def photo(self, guest: Guest, sha256: str) -> Awaitable[tuple[bytes, str] | None]:
        """The bytes and media type of a picture this guest may see now."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was painted anew: nothing is left of where and with what it was taken."""

    data: bytes = field(repr=False)
    media_type: str
    name: str


Clean = Callable[[bytes], Picture]
"""Makes a clean picture of what a phone sent; runs in a thread. Raises a :class:`Told` sentence when it is none."""
