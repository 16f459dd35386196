"""The hub without a window, as a process of its own: phones join, give, and go on when it was killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.cli.conftest import Call, hears_interrupts
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
TITLE = "Night handover"


def png() -> bytes:
    """A picture of one pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack("!IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0\x10\x20\x30")) + part(b"IEND", b"")


if os.name == "nt":
    pytest.skip("signals of this kind are not on Windows", allow_module_level=True)


@pytest.fixture
def running(library: Path) -> str:
    """A session in which an activity runs."""
    stream, block = uuid7(), uuid7()
    opened = Library.open(library, create=True)
    store = Store(opened.journal)
    store.dispatch(stream, CreateSession(title=TITLE))
    store.dispatch(stream, AddBlock(block=block, title="What worked?", modality="discussion", minutes=20))
    store.dispatch(stream, StartActivity(block=block))
    opened.settle()
    opened.close()
    return stream


@dataclass
class Served:
    """The process and what its first line said."""

    process: asyncio.subprocess.Process
    told: dict[str, Any]

    @property
    def origin(self) -> str:
        return str(self.told["address"]).rstrip("/")

    async def end(self, how: int = signal.SIGTERM) -> tuple[int, str, str]:
        """End it; the exit code and the rest of what it said."""
        self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), err.decode()


@contextlib.asynccontextmanager
async def served(library: Path, *words: str) -> AsyncIterator[Served]:
    """``facilitator serve --json``, gone at the end whatever happens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "facilitator", "--library", str(library), "serve", TITLE, "--host", "127.0.0.1", "--json", *words),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=hears_interrupts,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = await process.stdout.readline()
        assert line, (await process.communicate())[1].decode()
        yield Served(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Telephone:
    """A phone as another program could write it from the protocol alone."""

    def __init__(self, web: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.web = web
        self.socket = socket
        self.heard: list[dict[str, Any]] = []

    async def hear(self, **wanted: object) -> dict[str, Any]:
        """The next message with these fields."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise ConnectionError("the socket was closed")
                told: dict[str, Any] = json.loads(message.data)
                self.heard.append(told)
                if all(told.get(key) == value for key, value in wanted.items()):
                    return told

    async def wall(self, text: str) -> dict[str, Any]:
        """Listen until a card with this text is on the wall."""
        while True:
            for card in (await self.hear(t="wall"))["put"]:
                if card["text"] == text:
                    found: dict[str, Any] = card
                    return found

    async def give(self, text: str, card: str, **more: object) -> None:
        """Give a card; back when it is kept."""
        await self.socket.send_json({"t": "give", "id": card, "text": text, "kind": "note", **more})
        await self.hear(t="ok", id=card)


@contextlib.asynccontextmanager
async def telephone(at: Served, name: str = "", cookie: str = "") -> AsyncIterator[Telephone]:
    """Join by name, or come again with a cookie."""
    jar = aiohttp.CookieJar(unsafe=True)
    port = at.origin.rpartition(":")[2]
    async with aiohttp.ClientSession(at.origin, cookie_jar=jar) as web:
        if cookie:
            jar.update_cookies({f"facilitator_{port}": cookie})
        else:
            async with web.post("/api/join", json={"k": at.told["token"], "name": name}) as answer:
                assert answer.status == 200, await answer.text()
        async with web.ws_connect("/ws", headers={"Origin": at.origin}) as socket:
            phone = Telephone(web, socket)
            await phone.hear(t="hello")
            await socket.send_json({"t": "since", "n": 0})
            yield phone


def cookie_of(phone: Telephone) -> str:
    """What this phone is known by."""
    (held,) = list(phone.web.cookie_jar)
    return held.value


@pytest.mark.asyncio
async def test_phones_give_and_go_on_after_a_kill(library: Path, running: str, call: Call) -> None:
    """Joined, given, acknowledged; killed without a word; started again on the same address with the same code.

    The phone comes back with its cookie, sends what it is not sure of once more, and everything is there once.
    """
    first, second = uuid7(), uuid7()
    async with served(library) as hub:
        told = hub.told
        assert list(told) == ["address", "join", "code", "token", "gardener"]
        assert told["gardener"] is None
        assert told["join"] == f"{told['address']}#k={told['token']}"
        assert len(told["code"]) == 6
        async with telephone(hub, "Lotte") as phone, telephone(hub, "Ana") as other:
            await phone.give("We write twice", first)
            assert (await other.wall("We write twice"))["who"] == "Lotte"
            cookie = cookie_of(phone)
            code, _out, _err = await hub.end(signal.SIGKILL)
            assert code == -signal.SIGKILL
    async with served(library) as hub:
        assert hub.told == told
        async with telephone(hub, cookie=cookie) as phone:
            await phone.give("We write twice", first)
            await phone.give("The night shift reads it", second)
            assert (await phone.web.get("/api/me")).status == 200
        assert await hub.end() == (0, "", "")
    shown = call("show", running, "--json").json
    given = {one["id"]: (one["person"], one["text"]) for one in shown["contributions"]}
    assert given == {first: ("Lotte", "We write twice"), second: ("Lotte", "The night shift reads it")}
    assert sorted(person["name"] for person in shown["people"]) == ["Ana", "Lotte"]
    assert call("check", "--json").json["problems"] == []


@pytest.mark.asyncio
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_in_order(library: Path, running: str, how: int) -> None:
    """Told to stop, every phone hears why, its socket is closed as *going away*, and the exit code is 0."""
    del running
    async with served(library) as hub, telephone(hub, "Lotte") as phone:
        ending = asyncio.ensure_future(hub.end(how))
        assert (await phone.hear(t="bye"))["why"] == "closing"
        assert (await phone.socket.receive(PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert phone.socket.close_code == 1001
        assert await ending == (0, "", "")


@pytest.mark.asyncio
async def test_what_others_write_reaches_the_phones(library: Path, running: str) -> None:
    """A line given by another program in the same library is on the phones' wall; a photo travels with a card."""
    async with served(library, "--one-router") as hub, telephone(hub, "Lotte") as phone:
        words = [sys.executable, "-m", "facilitator", "--library", str(library), "give", running, "From the script"]
        script = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=subprocess.DEVNULL)
        assert await script.wait() == 0
        await phone.wall("From the script")
        card = uuid7()
        named = {"Content-Type": "image/png"}
        async with phone.web.post(f"/api/photo?id={card}", data=png(), headers=named) as answer:
            assert answer.status == 200, await answer.text()
            sha = (await answer.json())["photo"]
        await phone.give("The flip chart", card, photo=sha)
        assert (await phone.wall("The flip chart"))["photo"] == sha
        async with phone.web.get(f"/api/photo/{sha}") as picture:
            assert picture.status == 200
            assert (await picture.read())[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
        async with phone.web.post(f"/api/photo?id={uuid7()}", data=b"<svg/>", headers=named) as answer:
            assert answer.status == 422


@pytest.mark.asyncio
async def test_a_session_has_its_phones_once(library: Path, running: str) -> None:
    """A second program for the same session is told that there is one; the phones of the first go on."""
    words = [sys.executable, "-m", "facilitator", "--library", str(library), "serve", running, "--host", "127.0.0.1"]
    async with served(library) as hub, telephone(hub, "Lotte") as phone:
        second = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await second.communicate()
        assert (second.returncode, out) == (1, b"")
        assert b"already, through another window or program" in err
        await phone.give("Still here", uuid7())


def test_mistakes_are_one_line(call: Call, library: Path, running: str) -> None:
    """No library, no such session, no address, a strange port: said in a line, nothing is begun."""
    for words, code in (
        (("serve", "Nobody"), 2),
        (("serve", running, "--host", "203.0.113.9"), 1),
        (("serve", running, "--host", "0.0.0.0"), 2),
        (("serve", running, "--host", "everywhere"), 2),
        (("serve", running, "--port", "70000"), 2),
    ):
        said = call(*words)
        assert (said.code, said.out) == (code, ""), words
        assert said.err.startswith("facilitator: ")
        assert len(said.err.splitlines()) == 1
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = call("serve", running, "--host", "127.0.0.1", "--port", port)
    assert (taken.code, taken.err) == (2, f"facilitator: Port {port} is taken. Name another one, or none.\n")
    missing = call("serve", running, "--library", library.parent / "none")
    assert missing.code == 2
