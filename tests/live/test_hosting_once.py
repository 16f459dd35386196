"""A session lets its phones in through one program, however slowly that one answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from facilitator.live.hosting import Given, Host
from facilitator.live.memory import Door, Memory
from facilitator.session.errors import FacilitatorError
from tests.session.rig import Rig

pytestmark = pytest.mark.asyncio

HERE = "127.0.0.1"
ANSWER = b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"v":1,"title":"Night handover"}'


async def test_a_busy_program_has_the_phones_all_the_same(tmp_path: Path) -> None:
    """The first program is so busy that it answers after a while: a second one lets nobody in."""
    rig = Rig()

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.7)
        writer.write(ANSWER)
        writer.close()

    async with await asyncio.start_server(slowly, HERE, 0) as first:
        memory = Memory(tmp_path, rig.stream)
        memory.keep_door(Door("token", "123456", first.sockets[0].getsockname()[1], HERE))
        memory.close()
        with pytest.raises(FacilitatorError, match="already, through another window or program"):
            await Host.start(Given(rig.store, rig.stream, tmp_path, tmp_path), HERE)
