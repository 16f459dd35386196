"""One socket's way out: at once where the network takes it, and cut off where it takes nothing.

In a full room every card goes to every phone. Waking a task for each costs many times what the sending costs, so a text
goes to the network without one while nothing waits before it; a text for all is made into a frame once; and what one
phone is told in one turn of the loop (its card is kept, its own list, the wall) goes out in one piece.
"""

from __future__ import annotations

import asyncio
import struct
import time
from functools import lru_cache

from aiohttp import web

_TEXT = 0x81
"""The first byte of a text that is sent in one piece."""


class Outbox:
    """Sends, once in a turn of the loop, what all sockets were given in it."""

    def __init__(self) -> None:
        self._full: list[Wire] = []

    def add(self, wire: Wire) -> None:
        """This socket has something to send."""
        if not self._full:
            # A turn later than asked: what follows from this turn's news (the wall) goes with it.
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self.send)
        self._full.append(wire)

    def send(self) -> None:
        """Send everything."""
        full, self._full = self._full, []
        for wire in full:
            wire.flush()


class Wire:
    """The socket of one phone."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport, outbox: Outbox) -> None:
        self.socket = socket
        self._transport = transport
        self._outbox = outbox
        self._frames: list[bytes] = []
        self._since = 0.0

    def direct(self, text: str) -> bool:
        """Send a text in this turn of the loop; false where something waits before it, or the socket is closing."""
        transport = self._transport
        if self._since or self.socket.closed or transport.is_closing() or transport.get_write_buffer_size():
            return False
        if not self._frames:
            self._outbox.add(self)
        self._frames.append(frame(text))
        return True

    def flush(self) -> None:
        """Send what was given in this turn."""
        frames, self._frames = self._frames, []
        if frames and not self._transport.is_closing():
            self._transport.write(frames[0] if len(frames) == 1 else b"".join(frames))

    async def send(self, text: str) -> None:
        """Send a text when the network takes it.

        Raises:
            ConnectionError: the socket is closed.
        """
        self.flush()
        self._since = time.monotonic()
        try:
            await self.socket.send_str(text)
        finally:
            self._since = 0.0

    def stuck_s(self) -> float:
        """How long a text has been on its way."""
        return time.monotonic() - self._since if self._since else 0.0

    def cut(self) -> None:
        """Close it without a word: nothing reaches the other side anyway."""
        self._transport.abort()


@lru_cache(maxsize=16)
def frame(text: str) -> bytes:
    """A text as one frame of a socket, as servers send it (RFC 6455, 5.2: unmasked)."""
    data = text.encode("utf-8", "replace")
    size = len(data)
    if size < 126:
        return struct.pack("!BB", _TEXT, size) + data
    if size < 65_536:
        return struct.pack("!BBH", _TEXT, 126, size) + data
    return struct.pack("!BBQ", _TEXT, 127, size) + data
