"""The web server in the program's own loop: started, moved and stopped by the facilitator, for one session.

It listens on one chosen address of this computer and nowhere else. It knows no session: what may be asked stands in
the routes, what is answered comes from the hub.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from aiohttp import WSCloseCode

from facilitator import tasks
from facilitator.live.connections import Listener
from facilitator.live.limits import Limits
from facilitator.live.middleware import Border
from facilitator.live.page import page_files
from facilitator.live.ports import Clean, Hub
from facilitator.live.routes import Routes
from facilitator.session.errors import FacilitatorError

_log = logging.getLogger(__name__)

PORTS = range(20_000, 60_001)
"""Where a port is looked for: above what other programs have, below what systems give to calls."""

FILES_WANTED = 4_096
BACKLOG = 1_024
_SEND_BUFFER = 128 * 1024
"""Bytes the system keeps for a phone that reads nothing."""


class Server:
    """The hub's way to the phones.

    Args:
        hub: Who answers.
        page: The folder of the phone's page.
        clean: Makes a clean picture of a photo; without it photos are refused.
        limits: Sizes, times and counts.
    """

    def __init__(self, hub: Hub, page: Path, *, clean: Clean | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.ip = ""
        self.port = 0
        self.on_reached: Callable[[str], None] | None = None
        """Hears the address of each device the first time it comes with a proper question; this computer's not."""
        self._page = page
        self._hub = hub
        self._clean = clean
        self._hosts: set[str] = set()
        self._reached: set[str] = set()
        self._routes: Routes | None = None
        self._listener: Listener | None = None
        self._open: asyncio.Server | None = None
        self._sweeping: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """What is typed behind ``http://``; empty while it is stopped."""
        return f"{self.ip}:{self.port}" if self._open is not None else ""

    @property
    def running(self) -> bool:
        """Whether phones can come in."""
        return self._open is not None

    @property
    def reached(self) -> int:
        """How many other devices came as far as this computer since the start."""
        return len(self._reached)

    @property
    def connections(self) -> int:
        """How many connections are open, of all kinds."""
        return 0 if self._listener is None else self._listener.open.total()

    async def start(self, ip: str, port: int = 0) -> None:
        """Listen.

        Args:
            ip: One IPv4 address of this computer.
            port: The port to have; 0, or one that is taken, chooses a free one.

        Raises:
            FacilitatorError: this computer has no such address (any more).
        """
        if self._open is not None:
            await self.stop()
        allow_many_files()
        files = page_files(self._page)
        self._routes = Routes(self._hub, files, self._clean, self.limits)
        border = Border(self._routes, self._hosts, self.limits)
        border.on_passed = self._came
        self._listener = Listener(border, self.limits)
        self._reached.clear()
        self._hosts.clear()
        await self._listen(ip, port)
        self._sweeping = tasks.start(_sweep(self._routes, self.limits), "cutting off who takes nothing")

    async def move(self, ip: str) -> None:
        """Listen on another address: the laptop changed its network. Phones that can still reach it go on.

        Raises:
            FacilitatorError: as `start`; then it listens where it did.
        """
        before = self._open
        await self._listen(ip, self.port)
        if before is not None:
            before.close()

    async def stop(self, patience_s: float = 2.0) -> None:
        """Take nobody in any more, and close everything.

        Sockets the hub said goodbye to may take it first; the others are told that we go.
        """
        if self._open is None or self._listener is None or self._routes is None:
            return
        self._open.close()
        self._open = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s / 2):
                await self._routes.emptied()
        sockets = [wire.socket for wire in self._routes.wires]
        if sockets:
            closing = (one.close(code=WSCloseCode.GOING_AWAY) for one in sockets)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    await asyncio.gather(*closing, return_exceptions=True)
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        self._listener.pre_shutdown()
        await self._listener.shutdown(patience_s)
        self._listener = self._routes = None
        self._hosts.clear()

    async def _listen(self, ip: str, port: int) -> None:
        assert self._listener is not None
        taken = _bound(ip, port)
        self._open = await asyncio.get_running_loop().create_server(self._listener, sock=taken, backlog=BACKLOG)
        self.ip, self.port = ip, taken.getsockname()[1]
        self._hosts.add(f"{self.ip}:{self.port}")
        _log.info("The hub listens on port %d.", self.port)

    def _came(self, address: str) -> None:
        if address in self._reached or address == self.ip or address.startswith("127."):
            return
        if len(self._reached) < self.limits.connections:
            self._reached.add(address)
            if self.on_reached is not None:
                self.on_reached(address)


async def _sweep(routes: Routes, limits: Limits) -> None:
    while True:
        await asyncio.sleep(min(1.0, limits.send_s / 4))
        routes.cut_off_stuck()


def _bound(ip: str, port: int) -> socket.socket:
    """A socket on this address: on the port wished for, else on a free one in our range."""
    wished = [port] if port else []
    for number in (*wished, *(secrets.choice(PORTS) for _try in range(50))):
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform != "win32":  # there it would let two programs have one port
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
            taken.bind((ip, number))
        except OSError as error:
            taken.close()
            if not _is_taken(error):
                raise FacilitatorError(
                    "This laptop has no address {ip} any more. Choose another address.", ip=ip
                ) from error
            continue
        taken.setblocking(False)
        return taken
    raise FacilitatorError("No port is free on {ip}. Close other programs, or choose another address.", ip=ip)


def is_free(ip: str, port: int) -> bool:
    """Whether nobody listens on this port of this computer; an address that is not ours is said where it is used."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trying:
        try:
            if sys.platform != "win32":
                trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trying.bind((ip, port))
        except OSError as error:
            return not _is_taken(error)
    return True


def _is_taken(error: OSError) -> bool:
    import errno

    return error.errno in (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEADDRINUSE", -1), 10013, 10048)


def allow_many_files() -> int:
    """Let this process have as many sockets as a full room needs; some systems begin with 256. Returns how many."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return FILES_WANTED
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= FILES_WANTED or soft == resource.RLIM_INFINITY:
        return soft
    most = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
