"""Half-sent requests by the hundred and phones that never read: the others are served as if they were alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bench.phones import Way, join, seen_by_all
from facilitator.live.access import Access
from facilitator.live.hub import Hub
from facilitator.live.limits import Limits
from facilitator.live.server import Server
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from tests.conftest import full_faults
from tests.live.rooms import HERE
from tests.session.rig import Rig
from tests.waiting import until

HALVES, SILENT, ROUNDS = (300, 50, 100) if full_faults() else (120, 15, 15)
AT_MOST_MS, OF_THEM = (50, 0.99) if full_faults() else (2_000, 0.5)
"""What so great a share of the cards may take; wide where the computer is busy with other tests, too."""


@pytest.mark.asyncio
async def test_bad_company_costs_the_others_nothing(tmp_path: Path) -> None:
    """While hundreds hold half a request and dozens read nothing, a card is on every other phone at once."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=20))
    rig.do(StartActivity(block="talk"))
    hub = Hub(rig.store, rig.stream, Access(one_router=True))
    limits = replace(Limits().one_router, idle_s=3.0, send_s=1.0)
    server = Server(hub, tmp_path, limits=limits)
    hub.start()
    await server.start(HERE)
    loop = asyncio.get_running_loop()
    try:
        way = Way(server.port, hub.access.token)
        phones = await join(way, 10)
        silent = await join(way, SILENT, 1)
        for one in silent:
            one.pause()
        halves = []
        for _one in range(HALVES):
            transport, _protocol = await loop.create_connection(asyncio.Protocol, HERE, server.port)
            transport.write(b"GET /api/hello HTTP/1.1\r\nHost: h")
            halves.append(transport)
        late: list[float] = []
        for number in range(ROUNDS):
            start = phones[number % 10].give(number, "x" * 140)
            end = await seen_by_all(phones, range(number + 1))
            late.append((end - start) * 1000)
        late.sort()
        assert late[int(len(late) * OF_THEM)] < AT_MOST_MS
        await until(lambda: all(one.is_closing() for one in halves), "the half requests are cut off")
        await until(lambda: server.connections <= 10 + SILENT, "nothing of them is left")
        assert all(not phone.gone for phone in phones)
        for phone in (*phones, *silent):
            phone.close()
    finally:
        hub.close()
        await server.stop(0.5)
