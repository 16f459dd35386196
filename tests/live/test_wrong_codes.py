"""Guessing the code over real sockets: from one address, from fifty, and from the router everybody comes through."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.live.access import Access
from facilitator.live.hub import Hub
from facilitator.live.limits import Limits
from facilitator.live.server import Server
from tests.conftest import full_faults
from tests.live.rooms import HERE, read
from tests.session.rig import Rig
from tests.waiting import PATIENCE

TRIES = 10_000 if full_faults() else 500
OPEN = replace(Limits(), rate=1e9, burst=1e9)
"""Without the border's own rate, so that only the door is asked."""

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this computer has one address to itself"),
]


@contextlib.asynccontextmanager
async def house(page: Path, limits: Limits = OPEN, *, one_router: bool = False) -> AsyncIterator[tuple[Server, Access]]:
    """The real hub behind the real server."""
    rig, access = (
        Rig(),
        Access(one_router=one_router, code_of=iter(f"{n:06}" for n in range(900_000, 999_999)).__next__),
    )
    hub = Hub(rig.store, rig.stream, access)
    server = Server(hub, page, limits=limits)
    hub.start()
    await server.start(HERE)
    try:
        yield server, access
    finally:
        hub.close()
        await server.stop(0.5)


class Knocker:
    """One connection from one address, kept open."""

    def __init__(self, server: Server, address: str) -> None:
        self.server, self.address = server, address
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def knock(self, **asked: str) -> int:
        """Ask to join; the status."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                HERE, self.server.port, local_addr=(self.address, 0)
            )
        body = json.dumps({"name": "", **asked}).encode()
        head = f"POST /api/join HTTP/1.1\r\nHost: {self.server.address}\r\nContent-Type: application/json\r\n"
        self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = read(await self.reader.readuntil(b"\r\n\r\n"))
        await self.reader.readexactly(int(answer.headers["content-length"]))
        return answer.status

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


async def test_one_address_guesses_five_times(tmp_path: Path) -> None:
    """Thousands of guesses from one address are four tries and a lock; the room's code stays, and others come in."""
    async with house(tmp_path) as (server, access):
        code = access.code
        guesser, other = Knocker(server, "127.0.0.9"), Knocker(server, "127.0.0.10")
        told = Counter([await guesser.knock(code=f"{number:06}") for number in range(TRIES)])
        assert told == {401: 4, 429: TRIES - 4}
        assert access.code == code
        assert await guesser.knock(code=code) == 429
        assert await guesser.knock(k=access.token) == 200
        assert await other.knock(code=code) == 200
        guesser.close()
        other.close()


async def test_fifty_addresses_change_the_code_in_time(tmp_path: Path) -> None:
    """From fifty addresses no code meets more than fifty guesses; each change is told, and the room still joins."""
    async with house(tmp_path) as (server, access):
        codes = [access.code]
        access.on_code_changed = codes.append
        crowd = [Knocker(server, f"127.0.0.{20 + number}") for number in range(50)]
        told: Counter[int] = Counter()
        for number in range(TRIES // 50):
            told.update(await asyncio.gather(*(one.knock(code=f"{number:06}") for one in crowd)))
        assert told == {401: 200, 429: TRIES // 50 * 50 - 200}
        assert len(codes) == 1 + 250 // 50
        assert len(set(codes)) == len(codes)
        room = [Knocker(server, "127.0.0.99") for _one in range(20)]
        assert set(await asyncio.gather(*(one.knock(code=access.code) for one in room))) == {200}
        assert await room[0].knock(code=codes[0]) == 401
        for one in (*crowd, *room):
            one.close()


async def test_a_room_behind_one_router_joins_beside_a_guesser(tmp_path: Path) -> None:
    """Everybody has the guesser's address: whoever has the camera's code is in at once, and guesses are slowed."""
    async with house(tmp_path, replace(OPEN, per_address=400), one_router=True) as (server, access):
        guessers = [Knocker(server, HERE) for _one in range(40)]
        guessing = [asyncio.ensure_future(one.knock(code=f"{number:06}")) for number, one in enumerate(guessers)]
        room = [Knocker(server, HERE) for _one in range(100)]
        clock = asyncio.get_running_loop().time
        begun = clock()
        async with asyncio.timeout(PATIENCE):
            assert set(await asyncio.gather(*(one.knock(k=access.token) for one in room))) == {200}
        tried = sum(one.done() and one.result() == 401 for one in guessing)
        assert tried <= 12 + clock() - begun  # one a second
        for one in guessing:
            one.cancel()
        await asyncio.gather(*guessing, return_exceptions=True)
        for knocker in (*guessers, *room):
            knocker.close()
