"""One socket's way out: at once where the network takes it, and cut off where it takes nothing.

In a full room every card goes to every phone. Waking a task for each costs many times what the sending costs, so a text
is written straight away while nothing waits before it; a text for all is made into a frame once.
"""

from __future__ import annotations

import asyncio
import struct
import time
from functools import lru_cache

from aiohttp import web

_TEXT = 0x81
"""The first byte of a text that is sent in one piece."""


class Wire:
    """The socket of one phone."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self.socket = socket
        self._transport = transport
        self._since = 0.0

    def direct(self, text: str) -> bool:
        """Send a text at once; false where something waits before it, or the socket is closing."""
        transport = self._transport
        if self._since or self.socket.closed or transport.is_closing() or transport.get_write_buffer_size():
            return False
        transport.write(frame(text))
        return True

    async def send(self, text: str) -> None:
        """Send a text when the network takes it.

        Raises:
            ConnectionError: the socket is closed.
        """
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
