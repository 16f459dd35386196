"""A laptop in small: serves the phone's page and speaks its protocol, so that a test decides what it says and when."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from tests.waiting import PATIENCE

PAGE = Path(__file__).parents[2] / "resources" / "phone"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".html": "text/html"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
TOKEN, CODE = "tok-en_1", "482913"


def stage(**other: Any) -> dict[str, Any]:
    """What runs, as the sample session has it."""
    return {
        "t": "stage", "block": "b1", "title": "What got lost", "modality": "discussion", "part": "",
        "prompt": "What got lost on the way, and when did you notice?", "left_ms": 522_000, "paused": False,
        "over": False,
        "kinds": ["idea", "knowledge", "information", "question", "story", "concern", "commitment", "thanks"],
        "promise": "", "anonymity": "named", "notice": "", "wall": "by_theme", "in": 0, "frozen": False, "held": False,
        "group": "", "slip": "", "hand": True,
    } | other  # fmt: skip


class Laptop:
    """The other side of the line. ``got`` is all that came, each id once; ``late_s`` it answers, ``silent`` never."""

    def __init__(self) -> None:
        self.hello: dict[str, Any] = {
            "v": 1, "title": "Night handover, Ward 4B", "joining": True, "started": True, "unnamed": True,
            "lead": "Ines", "until": "16:00", "languages": ["en", "de", "fr", "es", "tr", "ar"],
            "promise": "Lessons leave, stories stay. The report names you only if you agree. "
            "It stays on Ines’s laptop, 12 months.",
        }  # fmt: skip
        self.join_status: tuple[int, dict[str, Any]] = (200, {})
        self.guest: dict[str, str] | None = None
        self.says: list[dict[str, Any]] = [stage()]
        self.wall: list[dict[str, Any]] = []
        self.got: list[dict[str, Any]] = []
        self.repeats = 0
        self.refuse: dict[str, Any] | None = None
        self.silent = False
        self.late_s = 0.0
        self.photos: dict[str, bytes] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        """Listen, on the port of before if there was one."""
        app = web.Application(client_max_size=5 * 2**20)
        app.router.add_get("/", self._file)
        app.router.add_get("/static/{name}", self._file)
        app.router.add_get("/strings/{name}", self._strings)
        app.router.add_get("/api/hello", self._hello)
        app.router.add_get("/api/me", self._me)
        app.router.add_post("/api/join", self._join)
        app.router.add_post("/api/photo", self._photo)
        app.router.add_get("/ws", self._talk)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Gone, as when a laptop closes: every line breaks."""
        if self._runner is not None:
            for socket in self.sockets:
                await socket.close()
            self.sockets.clear()
            await self._runner.cleanup()
            self._runner = None

    async def tell(self, **said: Any) -> None:
        """Say something to every phone on the line."""
        for socket in self.sockets:
            await socket.send_json(said)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What came of one kind, in order."""
        return [said for said in self.got if said["t"] == kind]

    async def _file(self, request: web.Request) -> web.Response:
        return self._send(PAGE / request.match_info.get("name", "index.html"))

    async def _strings(self, request: web.Request) -> web.Response:
        return self._send(PAGE / "strings" / request.match_info["name"])

    @staticmethod
    def _send(file: Path) -> web.Response:
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8", headers=headers)

    async def _hello(self, _request: web.Request) -> web.Response:
        return web.json_response(self.hello)

    async def _me(self, _request: web.Request) -> web.Response:
        return web.json_response(self.guest or {}, status=200 if self.guest else 401)

    async def _join(self, request: web.Request) -> web.Response:
        said = await request.json()
        status, extra = self.join_status
        if status == 200 and said.get("k") != TOKEN and said.get("code") != CODE:
            status = 401
        if status == 200:
            self.guest = {"guest": "g1", "name": said["name"]}
            return web.json_response(self.guest)
        return web.json_response(extra, status=status)

    async def _photo(self, request: web.Request) -> web.Response:
        self.photos[request.query["id"]] = await request.read()
        return web.json_response({"photo": "a" * 64})

    async def _talk(self, request: web.Request) -> web.StreamResponse:
        if self.guest is None:
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"t": "hello", **self.guest, "n": 1, "now": 0, "limits": {"text": 2000}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, json.loads(message.data))
        return socket

    async def _answer(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["t"] == "ping":
            await socket.send_json({"t": "pong"})
        elif said["t"] == "since":
            for one in self.says:
                await socket.send_json(one)
            await socket.send_json({"t": "wall", "n": 5, "block": "b1", "put": self.wall, "gone": [], "all": True})
        elif said.get("text") == "unreadable":
            await socket.close(code=1008)
        elif any(had["id"] == said["id"] for had in self.got):
            self.repeats += 1
            await socket.send_json({"t": "ok", "id": said["id"], "at": 1_773_321_420_000})
        elif self.refuse is not None and said["t"] != "hand":
            await socket.send_json({"t": "no", "id": said["id"], **self.refuse})
        else:
            self.got.append(said)
            await asyncio.sleep(self.late_s)
            if not self.silent:
                await socket.send_json({"t": "ok", "id": said["id"], "at": 1_773_321_420_000})

    async def heard(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many of a kind came."""
        async with asyncio.timeout(PATIENCE):
            while len(self.of(kind)) < count:
                await asyncio.sleep(0.02)
        return self.of(kind)
