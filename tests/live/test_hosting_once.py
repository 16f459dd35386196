"""A session lets its phones in through one program, however slowly that one answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from facilitator.live import hosting
from facilitator.live.memory import Door, Memory
from facilitator.live.selftest import SelfTest, reach_self
from facilitator.session.errors import FacilitatorError
from tests.session.rig import Rig

pytestmark = pytest.mark.asyncio

HERE = "127.0.0.1"
ANSWER = b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"v":1,"title":"Night handover"}'


async def test_a_busy_program_has_the_phones_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first program is so busy that it answers late: it is waited for some seconds, and then nobody is let in."""
    rig = Rig()
    asked, answers = asyncio.Event(), asyncio.Event()
    patience: list[float] = []

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await answers.wait()
        writer.write(ANSWER)
        writer.close()

    async def reached(ip: str, port: int, *, patience_s: float) -> SelfTest:
        patience.append(patience_s)
        return await reach_self(ip, port, patience_s=patience_s)

    monkeypatch.setattr(hosting, "reach_self", reached)
    async with await asyncio.start_server(slowly, HERE, 0) as first:
        memory = Memory(tmp_path, rig.stream)
        memory.keep_door(Door("token", "123456", first.sockets[0].getsockname()[1], HERE))
        memory.close()
        given = hosting.Given(rig.store, rig.stream, tmp_path, tmp_path)
        second = asyncio.ensure_future(hosting.Host.start(given, HERE))
        await asked.wait()
        assert not second.done()
        answers.set()
        with pytest.raises(FacilitatorError, match="already, through another window or program"):
            await second
    assert patience[0] >= 3
