"""The plug is pulled while a room gives: nothing acknowledged is lost, nothing is there twice, phones go on alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import sys
from collections import deque
from pathlib import Path

import aiohttp
import pytest

from facilitator.session.ports import uuid7
from tests.cli.conftest import Call
from tests.cli.test_serve import Served, Telephone, cookie_of, running, served, telephone
from tests.conftest import full_faults
from tests.waiting import until

__all__ = ["running"]

KILLS = 100 if full_faults() else 3
PHONES = 6
SEED = 11


class Queue:
    """One phone's queue: cards leave it when they are acknowledged, in order, whatever happens between."""

    def __init__(self, number: int) -> None:
        self.name = f"Guest {number}"
        self.cookie = ""
        self.waiting: deque[tuple[str, str]] = deque()
        self.acknowledged: dict[str, str] = {}
        self.made = 0

    async def send(self, hub: Served, *, more: bool) -> None:
        """Come in (again) and send; with ``more`` it goes on for ever."""
        async with telephone(hub, self.name, self.cookie) as phone:
            self.cookie = self.cookie or cookie_of(phone)
            while more or self.waiting:
                if not self.waiting:
                    self.made += 1
                    self.waiting.append((uuid7(), f"{self.name} says {self.made}"))
                await self._first(phone)

    async def _first(self, phone: Telephone) -> None:
        card, text = self.waiting[0]
        await phone.socket.send_json({"t": "give", "id": card, "text": text, "kind": "note"})
        while True:
            message = await phone.socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError("the hub is gone")
            told = json.loads(message.data)
            if told.get("id") == card and told["t"] == "ok":
                self.acknowledged[card] = text
                self.waiting.popleft()
                return
            if told.get("id") == card and told["t"] == "no":
                assert told["code"] in ("slow", "busy"), told
                await asyncio.sleep(told.get("retry_ms", 100) / 1000)
                return


def burst(queues: list[Queue]) -> int:
    """How many cards of them all were acknowledged."""
    return sum(len(one.acknowledged) for one in queues)


async def until_gone(queue: Queue, hub: Served) -> None:
    """Send until the plug is pulled."""
    with contextlib.suppress(aiohttp.ClientError, ConnectionError):
        await queue.send(hub, more=True)


@pytest.mark.faults
@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
@pytest.mark.timeout(1800 if full_faults() else 600)
async def test_killed_in_mid_burst_again_and_again(library: Path, running: str, call: Call) -> None:
    """SIGKILL at some moment of a burst, then the program again: the same address, the same cookies, each card once."""
    chance = random.Random(SEED)
    queues = [Queue(number) for number in range(PHONES)]
    for lap in range(KILLS):
        async with served(library) as hub:
            sending = [asyncio.ensure_future(until_gone(one, hub)) for one in queues]
            wanted = burst(queues) + (PHONES if lap == 0 else chance.randint(1, 40))
            await until(lambda: burst(queues) >= wanted and all(one.cookie for one in queues))  # noqa: B023
            await hub.end(signal.SIGKILL)
            await asyncio.gather(*sending)
    async with served(library) as hub:
        await asyncio.gather(*(one.send(hub, more=False) for one in queues))
        assert await hub.end() == (0, "", "")
    shown = call("show", running, "--json").json["contributions"]
    texts = {given["id"]: given["text"] for given in shown}
    assert len(texts) == len(shown)
    assert texts == {card: text for one in queues for card, text in one.acknowledged.items()}
    assert len(shown) == sum(one.made for one in queues)
    for one in queues:
        mine = [given["text"] for given in shown if given["person"] == one.name]
        assert mine == [f"{one.name} says {number + 1}" for number in range(one.made)]
    assert call("check", "--json").json["problems"] == []
