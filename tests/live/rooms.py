"""A hub of straw behind the real server, and ways to speak to it over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from facilitator.live.limits import Limits
from facilitator.live.ports import Clean, Joined, NotUnderstood, Picture, Refusal
from facilitator.live.server import Server
from tests.waiting import PATIENCE

HERE = "127.0.0.1"
TOKEN = "right-token"
COOKIE = "a-cookie"
PATIENT = replace(Limits(), read_s=PATIENCE, idle_s=PATIENCE, heartbeat_s=PATIENCE, send_s=PATIENCE)
"""The same border, with times that no busy machine uses up. A test of one of them shortens that one."""

ROUTES = [
    ("GET", "/"),
    ("GET", "/static/app.js"),
    ("GET", "/strings/de.json"),
    ("GET", "/api/hello"),
    ("POST", "/api/join"),
    ("GET", "/api/me"),
    ("POST", "/api/photo?id=c1"),
    ("GET", f"/api/photo/{'ab' * 32}"),
    ("GET", "/ws"),
]
"""Every way in."""


@dataclass
class StrawGuest:
    id: str = "g1"
    name: str = "Lotte"


class StrawPhone:
    """Says back what it hears."""

    def __init__(self, hub: StrawHub) -> None:
        self.bye = ""
        self.direct: Callable[[str], bool] | None = None
        self.hub = hub
        self.out: asyncio.Queue[str | None] = asyncio.Queue()
        hub.phones.append(self)
        hub.came += 1

    async def next(self) -> str | None:
        return await self.out.get()

    def heard(self, text: str) -> None:
        if not text.startswith("{"):
            raise NotUnderstood
        self.out.put_nowait(text)

    def gone(self) -> None:
        self.hub.phones.remove(self)


class StrawHub:
    """Lets in whoever has the token; everything else in its hands is plain."""

    def __init__(self) -> None:
        self.phones: list[StrawPhone] = []
        self.came = 0
        self.kept: dict[str, Picture] = {}
        self.breaks = False
        self.full = False

    def hello(self) -> dict[str, Any]:
        if self.breaks:
            raise RuntimeError("Lotte said something")
        return {"v": 1, "title": "Night handover", "joining": True}

    async def join(self, body: bytes, address: str) -> Joined:
        del address
        with contextlib.suppress(ValueError, AttributeError):
            if json.loads(body).get("k") == TOKEN:
                return Joined("g1", "Lotte", COOKIE)
        raise Refusal(401, "The code is not right.", "wrong")

    def guest_of(self, cookie: str) -> StrawGuest | None:
        return StrawGuest() if cookie == COOKIE else None

    def connect(self, guest: object) -> StrawPhone | None:
        del guest
        return None if self.full else StrawPhone(self)

    def may_send_photo(self, guest: object, give: str) -> None:
        del guest
        if give == "not-mine":
            raise Refusal(404, "There is no such card.", "gone")

    async def add_photo(self, guest: object, give: str, picture: Picture) -> str:
        del guest, give
        sha = "ab" * 32
        self.kept[sha] = picture
        return sha

    async def photo(self, guest: object, sha256: str) -> tuple[bytes, str] | None:
        del guest
        found = self.kept.get(sha256)
        return None if found is None else (found.data, found.media_type)


@contextlib.asynccontextmanager
async def serving(
    page: Path, limits: Limits = PATIENT, *, clean: Clean | None = None, hub: StrawHub | None = None
) -> AsyncIterator[tuple[Server, StrawHub]]:
    """A server on a free port of this computer."""
    behind = hub or StrawHub()
    server = Server(behind, page, clean=clean, limits=limits)
    await server.start(HERE)
    try:
        yield server, behind
    finally:
        await server.stop(0.5)


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def opened(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection with nothing said yet."""
    return await asyncio.open_connection(HERE, server.port)


async def raw(server: Server, sent: bytes, *, one: bool = False) -> bytes:
    """Everything that comes back for these bytes, until the server closes; or ``one`` answer."""
    reader, writer = await opened(server)
    came = b""
    try:
        writer.write(sent)
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(ConnectionError):
                while (part := await reader.read(1 << 16)) and not (one and _is_whole(came + part)):
                    came += part
                came += part
        return came
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _is_whole(came: bytes) -> bool:
    """Whether this is an answer with all of its body."""
    head, end, _body = came.partition(b"\r\n\r\n")
    length = read(came).headers.get("content-length") if end else None
    return length is not None and len(came) >= len(head) + len(end) + int(length)


async def ask(server: Server, method: str, path: str, body: bytes = b"", **named: str | None) -> Answer:
    """One request. Headers by name (``sec_fetch_site`` for *Sec-Fetch-Site*); None leaves a usual one out."""
    usual: dict[str, str | None] = {"Host": server.address, "Connection": "close"}
    if method == "POST":
        usual |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    for name, value in named.items():
        usual[name.replace("_", "-").title()] = value
    head = "".join(f"{name}: {value}\r\n" for name, value in usual.items() if value is not None)
    return read(await raw(server, f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body, one=True))


def read(came: bytes) -> Answer:
    """An answer's bytes, taken apart."""
    head, _, body = came.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Answer(int(first.split(" ")[1]), headers, body)


def cookie(server: Server, value: str = COOKIE) -> str:
    """The header of somebody who joined."""
    return f"facilitator_{server.port}={value}"


def assert_dressed(answer: Answer, host: str | None = None) -> None:
    """Every header of the security rules, and nothing of what runs here."""
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert part in policy
    if host is not None:
        assert f"connect-src 'self' ws://{host};" in policy
    assert "unsafe" not in policy
    assert "aiohttp" not in headers["server"].lower()
    assert "python" not in headers["server"].lower()
    assert not [name for name in headers if name.startswith("access-control")]
