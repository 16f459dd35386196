"""The real hub behind the real server: a guest comes in, talks over the socket, and goes on after a restart."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp

from facilitator.live.access import Access
from facilitator.live.hub import Hub
from facilitator.live.server import Server
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from tests.live.phones import Table
from tests.session.rig import Rig
from tests.waiting import PATIENCE


async def _hear(socket: aiohttp.ClientWebSocketResponse, t: str) -> dict[str, Any]:
    while True:
        message = json.loads(await asyncio.wait_for(socket.receive_str(), PATIENCE))
        if message["t"] == t:
            return dict(message)


def test_a_guest_comes_in_gives_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Join by the token, see the stage, give a card, be told that it is kept; the cookie opens the next run too."""

    async def evening() -> None:
        rig, table = Rig(), Table()
        rig.do(AddBlock(block="talk", title="Talk", minutes=20))
        rig.do(StartActivity(block="talk"))

        async def open_door(port: int = 0) -> tuple[Hub, Server]:
            hub = Hub(rig.store, rig.stream, Access(), local=table)
            server = Server(hub, tmp_path)
            hub.start()
            await server.start("127.0.0.1", port)
            return hub, server

        hub, server = await open_door()
        port = server.port
        home = f"http://127.0.0.1:{port}"
        origin = {"Origin": home}
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as web:
            async with web.get(f"{home}/api/hello") as answer:
                assert (await answer.json())["title"] == "Night handover"
            async with web.post(f"{home}/api/join", json={"k": "wrong", "name": "Lotte"}, headers=origin) as answer:
                assert answer.status == 401
            asked = {"k": hub.access.token, "name": "Lotte"}
            async with web.post(f"{home}/api/join", json=asked, headers=origin) as answer:
                assert answer.status == 200 and (await answer.json())["name"] == "Lotte"
            async with web.post(f"{home}/api/join", json=asked, headers=origin) as answer:
                assert answer.status == 409 and (await answer.json())["suggest"] == "Lotte B"
            async with web.ws_connect(f"{home}/ws", headers=origin) as socket:
                assert (await _hear(socket, "hello"))["name"] == "Lotte"
                assert (await _hear(socket, "stage"))["title"] == "Talk"
                await socket.send_json({"t": "since", "n": 0})
                card = uuid7()
                await socket.send_json({"t": "give", "id": card, "text": "hello", "kind": "idea"})
                assert (await _hear(socket, "ok"))["id"] == card
                while not (await _hear(socket, "wall"))["put"]:
                    pass
                hub.close("closing")
                assert (await _hear(socket, "bye"))["why"] == "closing"
            await server.stop()
            hub, server = await open_door(port)
            async with web.ws_connect(f"{home}/ws", headers=origin) as socket:
                await socket.send_json({"t": "since", "n": 0})
                wall = await _hear(socket, "wall")
                assert wall["all"] and [one["id"] for one in wall["put"]] == [card]
                hub.close("ended")
                assert (await _hear(socket, "bye"))["why"] == "ended"
            async with web.get(f"{home}/api/me") as answer:
                assert answer.status == 401
            await server.stop()

    asyncio.run(evening())
