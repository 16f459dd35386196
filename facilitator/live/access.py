"""Who may come in: the token of the QR code, the code that is typed, cookies, and what follows wrong tries.

The token opens the door whatever happened before it. The typed code has six digits only: an address that types it
wrongly five times waits five minutes, and after fifty wrong ones in all it is another code. Where everybody comes
through one router, tries are slowed one by one instead of locked. Nothing here knows HTTP or waits.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

WRONG_TRIES = 5
LOCKED_S = 300.0
WRONG_IN_ALL = 50
SLOWED_S = 1.0
LONGEST_WAIT_S = 20.0
"""Whoever would wait longer for their turn is told to come back."""
MOST_ADDRESSES = 4_096
COOKIE_BYTES = 24


@dataclass(slots=True)
class _Tries:
    """The wrong tries of one address: how many, until when it is locked, and when its next turn is."""

    wrong: int = 0
    until: float = 0.0
    turn: float = 0.0
    seen: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door says. ``why`` is ``ok``, ``wrong``, ``paused`` or ``locked`` (then for ``retry_s`` more)."""

    why: str
    retry_s: int = 0

    @property
    def ok(self) -> bool:
        """Whether it opens."""
        return self.why == "ok"


class Access:
    """The door of one session."""

    def __init__(
        self,
        *,
        one_router: bool = False,
        clock: Callable[[], float] = time.monotonic,
        token_of: Callable[[], str] = lambda: secrets.token_urlsafe(16),
        code_of: Callable[[], str] = lambda: f"{secrets.randbelow(1_000_000):06}",
    ) -> None:
        self.one_router = one_router
        self.joining = True
        self.on_code_changed: Callable[[str], None] | None = None
        """Told the new code after fifty wrong ones."""
        self.changed_by_tries = 0
        """How often fifty wrong tries changed the code."""
        self._clock = clock
        self._token_of, self._code_of = token_of, code_of
        self._tries: dict[str, _Tries] = {}
        self._wrong = 0
        self._guests: dict[str, str] = {}
        self.token = token_of()
        self.code = code_of()

    # ---- the door ---------------------------------------------------------------------------------------------

    def new_code(self) -> None:
        """Another token and another code: whoever has a picture of the old ones stays outside."""
        self.token = self._token_of()
        self._other_code()

    def by_token(self, given: str) -> Answer:
        """Try the token. It is never locked: nobody guesses 128 bits."""
        right = hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())
        if not right:
            return Answer("wrong")
        return Answer("ok" if self.joining else "paused")

    def turn_s(self, address: str) -> float:
        """Take a turn for a typed try: how many seconds to wait before :meth:`by_code` is asked.

        Nought but behind one router, where an address with wrong tries gets one try a second. Below nought: too many
        wait already, come back in so many seconds.
        """
        now = self._clock()
        tries = self._tries.get(address)
        if not self.one_router or tries is None or tries.wrong < WRONG_TRIES:
            return 0.0
        turn = max(tries.turn, now)
        if turn - now > LONGEST_WAIT_S:
            return now - turn
        tries.turn = turn + SLOWED_S
        return turn - now

    def by_code(self, address: str, given: str) -> Answer:
        """Try the typed code from an address."""
        now = self._clock()
        if not self.joining:
            return Answer("paused")
        tries = self._tries.get(address)
        if tries is not None and not self.one_router and tries.until > now:
            return Answer("locked", max(1, round(tries.until - now)))
        digits = "".join(char for char in given if char in "0123456789")
        if hmac.compare_digest(digits.encode(), self.code.encode()):
            if not self.one_router:
                self._tries.pop(address, None)
            return Answer("ok")
        return self._was_wrong(address, now)

    def _was_wrong(self, address: str, now: float) -> Answer:
        tries = self._tries.get(address)
        if tries is None or (tries.until and tries.until <= now and not self.one_router):
            self._make_room(now)
            tries = self._tries[address] = _Tries()
        tries.wrong += 1
        tries.seen = now
        self._wrong += 1
        if self._wrong >= WRONG_IN_ALL:
            self._other_code()
            self.changed_by_tries += 1
            if self.on_code_changed is not None:
                self.on_code_changed(self.code)
        if tries.wrong >= WRONG_TRIES and not self.one_router:
            tries.until = now + LOCKED_S
            return Answer("locked", round(LOCKED_S))
        return Answer("wrong")

    def _other_code(self) -> None:
        was = self.code
        self._wrong = 0
        while self.code == was:
            self.code = self._code_of()

    def _make_room(self, now: float) -> None:
        if len(self._tries) < MOST_ADDRESSES:
            return
        for address in [key for key, tries in self._tries.items() if max(tries.until, tries.seen + LOCKED_S) <= now]:
            del self._tries[address]
        if len(self._tries) >= MOST_ADDRESSES:  # many at once, so that a scanner does not make each try dear
            longest_ago = sorted(self._tries, key=lambda key: self._tries[key].seen)
            for address in longest_ago[: MOST_ADDRESSES // 8]:
                del self._tries[address]

    # ---- cookies ----------------------------------------------------------------------------------------------

    def give_cookie(self, guest: str) -> str:
        """A cookie for a guest: 192 bits, told once and held only as a hash."""
        cookie = secrets.token_urlsafe(COOKIE_BYTES)
        self._guests[hashed(cookie)] = guest
        return cookie

    def take_hash(self, cookie_hash: str, guest: str) -> None:
        """A cookie of an earlier run of the program goes on."""
        self._guests[cookie_hash] = guest

    def guest_of(self, cookie: str | None) -> str | None:
        """Whose cookie this is. Looked up by its hash, so that the time it takes tells nothing of it."""
        if not cookie or len(cookie) > 64:
            return None
        return self._guests.get(hashed(cookie))

    def hash_of(self, guest: str) -> str:
        """What is held of a guest's cookie; empty where there is none."""
        return next((key for key, held in self._guests.items() if held == guest), "")

    def forget(self, guest: str) -> None:
        """No cookie of this guest opens anything any more."""
        for key in [key for key, held in self._guests.items() if held == guest]:
            del self._guests[key]


def hashed(cookie: str) -> str:
    """What is held of a cookie."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
