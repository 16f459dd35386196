"""Everything the phones of one session need, started and stopped together: door, hub, server, memory."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facilitator import tasks
from facilitator.live.access import Access
from facilitator.live.hub import Hub, Methods, Photos
from facilitator.live.limits import Limits
from facilitator.live.memory import Door, Memory
from facilitator.live.ports import Clean
from facilitator.live.qr import join_address
from facilitator.live.selftest import reach_self
from facilitator.live.server import Server, is_free
from facilitator.session.errors import FacilitatorError
from facilitator.session.store import Store

ENDED, CLOSING = "ended", "closing"
"""Why phones are sent away: their session is over, or the program ends and comes again."""

ELSEWHERE_S = 5.0
"""How long a program that has the port of the session's phones may take to say that it has them: it may be busy."""


@dataclass(frozen=True, slots=True)
class Given:
    """What hosting stands on.

    Attributes:
        store: Where the session is open.
        stream: The session.
        state: The folder of what belongs to this computer alone; None remembers nothing.
        page: The folder of the phone's page.
        clean: Makes a clean picture of a photo; None refuses photos.
        photos: Keeps and reads pictures.
        one_router: Everybody comes from one address.
        unnamed: Whether one may join without a name.
        lead: Who leads, as shown to who wants to join.
        until: When it ends, in words.
        methods: A method of the catalogue by its id; without it the time of phases is told as it usually is.
    """

    store: Store
    stream: str
    state: Path | None
    page: Path
    clean: Clean | None = None
    photos: Photos | None = None
    one_router: bool = False
    unnamed: bool = True
    lead: str = ""
    until: str = ""
    methods: Methods | None = None


class Host:
    """The phones of one session while they are on. Made by :meth:`start`."""

    def __init__(self, access: Access, hub: Hub, server: Server, memory: Memory | None) -> None:
        self.access = access
        self.hub = hub
        self.server = server
        self._memory = memory
        self.on_code: Callable[[str], None] | None = None
        """Told the new code after fifty wrong ones."""
        access.on_code_changed = self._code_changed

    @classmethod
    async def start(cls, given: Given, ip: str, port: int = 0, *, limits: Limits | None = None) -> Host:
        """Let phones in. Where they were in before, port, token and code are as they were, and they go on.

        Args:
            given: What it stands on.
            ip: One IPv4 address of this computer.
            port: The port to have; 0 takes the one of the run before, else any.
            limits: Sizes, times and counts.

        Raises:
            FacilitatorError: this computer has no such address, or another program lets phones into this session.
        """
        memory = None if given.state is None else await tasks.in_thread(Memory, given.state, given.stream)
        door = None if memory is None else memory.door
        if memory is not None and door is not None and door.port and await _has_phones(door):
            await tasks.in_thread(memory.close)
            raise FacilitatorError(
                "Phones take part in this session already, through another window or program. Stop them there first."
            )
        access = Access(one_router=given.one_router)
        if door is not None:
            access.token, access.code = door.token, door.code
        hub = Hub(
            given.store,
            given.stream,
            access,
            unnamed=given.unnamed,
            local=memory,
            photos=given.photos,
            lead=given.lead,
            until=given.until,
            methods=given.methods,
        )
        usual = limits or Limits()
        chosen = usual.one_router if given.one_router else usual
        server = Server(hub, given.page, clean=given.clean, limits=chosen)
        hub.start()
        try:
            await server.start(ip, port or (door.port if door else 0))
        except BaseException:
            hub.close(CLOSING)
            if memory is not None:
                await tasks.in_thread(memory.close)
            raise
        host = cls(access, hub, server, memory)
        host.keep_door()
        gc.freeze()  # what is there when phones come stays; looking through it for garbage would keep them all waiting
        return host

    @property
    def join(self) -> str:
        """What the code for cameras says."""
        return join_address(self.server.address, self.access.token)

    async def move(self, ip: str) -> None:
        """Listen on another address of this computer; phones that can still reach it go on."""
        await self.server.move(ip)
        self.keep_door()

    def new_code(self) -> None:
        """Another token and another code."""
        self.hub.new_code()
        self.keep_door()

    def keep_door(self) -> None:
        """Remember the way in as it is now."""
        if self._memory is not None:
            self._memory.keep_door(Door(self.access.token, self.access.code, self.server.port, self.server.ip))

    async def stop(self, why: str = ENDED) -> None:
        """Send everybody away and listen no more. What is remembered goes with *ended* and stays with *closing*."""
        self.hub.close(why)
        await self.server.stop()
        if self._memory is not None:
            await tasks.in_thread(self._memory.close if why == CLOSING else self._memory.forget)

    def _code_changed(self, code: str) -> None:
        self.keep_door()
        if self.on_code is not None:
            self.on_code(code)


async def _has_phones(door: Door) -> bool:
    """Whether a program on this computer lets phones in there now."""
    return not is_free(door.ip, door.port) and (await reach_self(door.ip, door.port, patience_s=ELSEWHERE_S)).good
