"""Who may open a connection: caps in total and for each address, and silence towards what is no HTTP.

A connection over the cap is closed before a byte of it is read, so a scanner costs next to nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Any

from aiohttp import web

from facilitator.live.limits import Limits
from facilitator.live.middleware import plain_answer

_log = logging.getLogger(__name__)


class Listener(web.Server):
    """Makes a connection's protocol, and knows how many there are."""

    def __init__(self, handler: Any, limits: Limits) -> None:
        quiet = logging.Logger("facilitator.live.http", logging.CRITICAL)
        super().__init__(
            handler,
            keepalive_timeout=limits.idle_s,
            lingering_time=limits.linger_s,
            auto_decompress=False,
            access_log=None,
            logger=quiet,
            max_line_size=2048,
            max_field_size=4096,
            max_headers=64,
        )
        self.limits = limits
        self.open: Counter[str] = Counter()
        self.refused = 0
        self._options: dict[str, Any] = self._kwargs

    def __call__(self) -> Connection:
        """A protocol for a connection that just came."""
        return Connection(self, loop=asyncio.get_running_loop(), **self._options)

    def takes(self, address: str) -> bool:
        """Count a connection in, or refuse it."""
        if self.open.total() >= self.limits.connections or self.open[address] >= self.limits.per_address:
            self.refused += 1
            return False
        self.open[address] += 1
        return True

    def left(self, address: str) -> None:
        """Count a connection out."""
        self.open[address] -= 1
        if self.open[address] <= 0:
            del self.open[address]


class Connection(web.RequestHandler):
    """One connection. Over the cap it hears nothing and says nothing."""

    __slots__ = ("_address", "_listener", "_taken")

    def __init__(self, listener: Listener, *, loop: asyncio.AbstractEventLoop, **options: Any) -> None:
        super().__init__(listener, loop=loop, **options)
        self._listener = listener
        self._address = ""
        self._taken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take it, or close it at once."""
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        self._taken = self._listener.takes(self._address)
        if self._taken:
            super().connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """What comes over a connection that was refused is dropped."""
        if self._taken:
            super().data_received(data)

    def eof_received(self) -> None:
        """The same for its end."""
        if self._taken:
            super().eof_received()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give its place back."""
        if self._taken:
            self._listener.left(self._address)
            super().connection_lost(exc)

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """What is no HTTP, or a bug of ours: a short neutral answer, and nothing of either in it."""
        del message
        if status >= 500 and exc is not None:
            _log.error("A request failed: %s", type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        answer = plain_answer(status)
        answer.force_close()
        return answer
