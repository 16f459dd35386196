"""How much of everything: sizes, times and counts at the border, in one place, so that tests can have shorter ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

KIB = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one phone, one address and all together may ask. Sizes in bytes, times in seconds."""

    body: int = 64 * KIB
    photo: int = 4 * KIB * KIB
    photos_at_once: int = 6
    message: int = 16 * KIB
    read_s: float = 10.0
    """A body, and an answer to somebody who does not take it."""
    idle_s: float = 15.0
    """A connection that asks nothing, or whose question is only half there."""
    heartbeat_s: float = 10.0
    """A socket is asked whether anybody is there; half of it later without an answer it is closed."""
    send_s: float = 10.0
    linger_s: float = 2.0
    """How long what nobody wants to read is still taken, so that a refusal arrives."""
    per_address: int = 24
    connections: int = 600
    rate: float = 60.0
    """Requests a second from one address, and ``burst`` at once: a phone needs twenty to open its page."""
    burst: float = 300.0

    @property
    def one_router(self) -> Limits:
        """The same where everybody comes from one address."""
        return replace(self, per_address=400, rate=1000.0, burst=12_000.0)
