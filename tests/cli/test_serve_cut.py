"""Half the network goes while a whole room gives: nothing is lost, nothing comes twice, and soon all agree again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from facilitator.session.ports import uuid7
from tests.cli.conftest import Call
from tests.cli.test_serve import Served, running, served
from tests.conftest import full_faults
from tests.waiting import PATIENCE, until

__all__ = ["running"]

ROOM, CUT_S, AGREED_S = (60, 30.0, 3.0) if full_faults() else (16, 0.0, PATIENCE)
"""How many phones, how long half of them are cut off, and how soon all must hold the same afterwards."""


class Keeper:
    """A phone that keeps what it gave until it is acknowledged, comes again by itself, and sends the rest in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: dict[str, dict[str, object]] = {}
        self.given: list[str] = []
        self.acknowledged: set[str] = set()
        self.refused: list[dict[str, Any]] = []
        self.wall: dict[str, str] = {}
        self.online = asyncio.Event()
        self._sent: set[str] = set()
        self._greeted = False
        self._sending = asyncio.Lock()
        self._n = 0
        self._cookie = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def give(self, text: str) -> None:
        """Write a card; it goes out now if the line is up, and otherwise later."""
        card = uuid7()
        self.given.append(card)
        self.waiting[card] = {"t": "give", "id": card, "text": text, "kind": "note"}
        await self._send()

    async def live(self, web: aiohttp.ClientSession, hub: Served) -> None:
        """Be in the room; back by itself when the line was cut."""
        header = {"Origin": hub.origin}
        with contextlib.suppress(aiohttp.ClientError, ConnectionError):
            if not self._cookie:
                body = {"k": hub.told["token"], "name": self.name}
                async with web.post(f"{hub.origin}/api/join", json=body) as answer:
                    assert answer.status == 200, await answer.text()
                    self._cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
            header["Cookie"] = self._cookie
            while True:
                await self.online.wait()
                async with web.ws_connect(f"{hub.origin}/ws", headers=header) as self._socket:
                    self._greeted = False
                    self._sent.clear()
                    await self._listen(self._socket)

    def cut(self) -> None:
        """The network is gone for this phone."""
        self.online.clear()
        if self._socket is not None and (line := self._socket.get_extra_info("socket")) is not None:
            line.shutdown(2)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            told = json.loads(message.data)
            if told["t"] == "hello":
                await socket.send_json({"t": "since", "n": self._n, "waiting": len(self.waiting)})
                self._greeted = True
                await self._send()
            elif told["t"] == "ok":
                self.waiting.pop(told["id"], None)
                self.acknowledged.add(told["id"])
            elif told["t"] == "no":
                self.refused.append(told)
            elif told["t"] == "wall":
                if told["all"]:
                    self.wall.clear()
                self.wall.update((card["id"], card["text"]) for card in told["put"])
                self._n = told["n"]

    async def _send(self) -> None:
        """Send what this connection has not sent yet, in order, once it was greeted."""
        async with self._sending:
            while self._greeted and self._socket is not None and self.online.is_set():
                card = next((one for one in self.waiting if one not in self._sent), None)
                if card is None:
                    return
                self._sent.add(card)
                with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                    await self._socket.send_json(self.waiting[card])


def a_room(many: int) -> list[Keeper]:
    phones = [Keeper(f"Guest {number}") for number in range(many)]
    for phone in phones:
        phone.online.set()
    return phones


@contextlib.asynccontextmanager
async def in_the_room(web: aiohttp.ClientSession, hub: Served, phones: list[Keeper]) -> AsyncIterator[None]:
    """All phones in the room; what went wrong with one of them is raised at the end."""
    lives = [asyncio.create_task(phone.live(web, hub)) for phone in phones]
    try:
        yield
    finally:
        for life in lives:
            if hub.process.returncode is None:
                life.cancel()
        for said in await asyncio.gather(*lives, return_exceptions=True):
            if isinstance(said, Exception):
                raise said


def all_agree(phones: list[Keeper]) -> bool:
    """Nothing waits, and every wall shows every card."""
    cards = {card for phone in phones for card in phone.given}
    return all(not phone.waiting and phone.wall.keys() == cards for phone in phones)


def assert_whole(call: Call, stream: str, phones: list[Keeper]) -> None:
    """The record holds every card once, under its giver's name, in the giver's order."""
    kept = [(one["id"], one["person"]) for one in call("show", stream, "--json").json["contributions"]]
    assert len(kept) == sum(len(phone.given) for phone in phones)
    for phone in phones:
        assert [card for card, person in kept if person == phone.name] == phone.given
        assert phone.acknowledged == set(phone.given)
        assert phone.refused == []
    assert call("check", "--json").json["problems"] == []


@pytest.mark.faults
@pytest.mark.asyncio
@pytest.mark.timeout(240)
async def test_half_the_room_is_cut_off_in_mid_burst(library: Path, running: str, call: Call) -> None:
    """Half the phones lose the network while all are giving, and write on: once it is back, all soon hold the same."""
    phones = a_room(ROOM)
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web,
        served(library, "--one-router") as hub,
        in_the_room(web, hub, phones),
    ):
        for number in range(5):
            for phone in phones:
                await phone.give(f"{phone.name}, card {number}")
        for phone in phones[::2]:
            phone.cut()
        cut = time.monotonic()
        for number in range(5, 10):
            for phone in phones:
                await phone.give(f"{phone.name}, card {number}")
            await until(lambda: not any(phone.waiting for phone in phones[1::2]), "what the others gave")
        await until(lambda: time.monotonic() - cut >= CUT_S, "the end of the cut")
        assert all(len(phone.waiting) >= 5 for phone in phones[::2])
        back = time.monotonic()
        for phone in phones[::2]:
            phone.online.set()
        await until(lambda: all_agree(phones))
        assert time.monotonic() - back < AGREED_S
    assert_whole(call, running, phones)
