"""Phones for the benchmarks of the hub: bare sockets that count what they see and hardly cost a thing."""

from __future__ import annotations

import asyncio
import json
import re
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitator.session.ports import uuid7

_NUMBER = re.compile(rb"~(\d+)~")
_WALL = b'{"t":"wall"'
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Way:
    """The way in."""

    port: int
    token: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


class Phone(asyncio.Protocol):
    """One phone. ``seen`` are the numbers of the cards it was shown, with the moment."""

    def __init__(self, way: Way, name: str) -> None:
        self.way = way
        self.name = name
        self.seen: dict[int, float] = {}
        self.here: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone = False
        self.refused: list[bytes] = []
        self.on_seen: Callable[[Phone], None] | None = None
        self._buffer = bytearray()
        self._stage = "join"
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        body = json.dumps({"k": self.way.token, "name": self.name}).encode()
        head = f"POST /api/join HTTP/1.1\r\nHost: {self.way.host}\r\nContent-Type: application/json\r\n"
        transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone = True
        if not self.here.done():
            self.here.set_exception(exc or ConnectionError("closed before it was in"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._stage != "in" and self._answered():
            pass
        if self._stage == "in":
            self._frames()

    def _answered(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._buffer[:end]).decode()
        length = re.search(r"(?i)content-length: (\d+)", head)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return False
        told = bytes(self._buffer[end + 4 : whole])
        del self._buffer[:whole]
        if self._stage == "join":
            cookie = re.search(r"(?i)set-cookie: ([^;]+)", head)
            if cookie is None:
                self._fail(told)
                return False
            self._upgrade(cookie[1])
            self._stage = "upgrade"
        elif head.startswith("HTTP/1.1 101"):
            self._stage = "in"
        else:
            self._fail(told)
            return False
        return True

    def _fail(self, told: bytes) -> None:
        if not self.here.done():
            self.here.set_exception(ConnectionError(told.decode()))
        self.close()

    def _upgrade(self, cookie: str) -> None:
        assert self._transport is not None
        lines = (
            "GET /ws HTTP/1.1",
            f"Host: {self.way.host}",
            f"Origin: http://{self.way.host}",
            f"Cookie: {cookie}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        self._transport.write("\r\n".join((*lines, "", "")).encode())

    def _frames(self) -> None:
        at = 0
        buffer = self._buffer
        while len(buffer) - at >= 2:
            kind, size = buffer[at] & 15, buffer[at + 1] & 127
            head = 2
            if size == 126:
                if len(buffer) - at < 4:
                    break
                (size,), head = struct.unpack_from("!H", buffer, at + 2), 4
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                (size,), head = struct.unpack_from("!Q", buffer, at + 2), 10
            if len(buffer) - at < head + size:
                break
            self._frame(kind, bytes(buffer[at + head : at + head + size]))
            at += head + size
        del buffer[:at]

    def _frame(self, kind: int, payload: bytes) -> None:
        if kind == 9:
            self._write(10, payload)
        elif kind == 1:
            if not self.here.done():
                self.here.set_result(None)
                self.say({"t": "since", "n": 0})
            if payload.startswith(_WALL):
                now = time.perf_counter()
                for number in _NUMBER.findall(payload):
                    self.seen.setdefault(int(number), now)
                if self.on_seen is not None:
                    self.on_seen(self)
            elif payload.startswith(b'{"t":"no"'):
                self.refused.append(payload)

    def say(self, message: dict[str, object]) -> None:
        """Send a message."""
        self._write(1, json.dumps(message).encode())

    def give(self, number: int, words: str) -> float:
        """Give a card with a number in it; the moment it was given."""
        self.say({"t": "give", "id": uuid7(), "text": f"{words[:150]} ~{number}~", "kind": "note"})
        return time.perf_counter()

    def _write(self, kind: int, payload: bytes) -> None:
        if self._transport is None:
            return
        size = len(payload)
        head = struct.pack("!BB", 128 | kind, 128 | size) if size < 126 else struct.pack("!BBH", 128 | kind, 254, size)
        self._transport.write(head + b"\0\0\0\0" + payload)

    def pause(self) -> None:
        """Read nothing any more."""
        if self._transport is not None:
            self._transport.pause_reading()

    def close(self) -> None:
        """Go without a word."""
        if self._transport is not None:
            self._transport.abort()


async def join(way: Way, many: int, lap: int = 0) -> list[Phone]:
    """So many phones at one instant; they are in when each was greeted."""
    phones = [Phone(way, f"Guest {lap * many + number}") for number in range(many)]
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(loop.create_connection(lambda one=one: one, "127.0.0.1", way.port) for one in phones))
        await asyncio.gather(*(one.here for one in phones))
    return phones


async def seen_by_all(phones: Sequence[Phone], numbers: Sequence[int]) -> float:
    """Wait until each of these phones was shown each of these cards; the moment the last one was."""
    wanted = len(numbers)
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    missing = {phone for phone in phones if len(phone.seen) < wanted}

    def looked(phone: Phone) -> None:
        if len(phone.seen) >= wanted:
            missing.discard(phone)
            if not missing and not done.done():
                done.set_result(None)

    for phone in phones:
        phone.on_seen = looked
    if missing:
        async with asyncio.timeout(PATIENCE_S):
            await done
    for phone in phones:
        phone.on_seen = None
    return max(phone.seen[number] for phone in phones for number in numbers)
