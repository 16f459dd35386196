"""The routes of docs/protocol.md, thin: each asks the border's questions, then the hub."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from facilitator import tasks
from facilitator.live.limits import Limits
from facilitator.live.middleware import body, dress, json_answer, of_type, same_origin
from facilitator.live.page import PageFile
from facilitator.live.ports import Clean, Guest, Hub, NotUnderstood, Phone, Refusal
from facilitator.live.wire import Outbox, Wire
from facilitator.words import _

COOKIE = "facilitator_{port}"
"""Cookies know no ports, so the port is in the name: two programs on one computer do not take each other's."""

SLOW = "slow"
"""Why the hub closes a phone that does not read: nothing more can be told it."""

_JSON = ("application/json",)
_PHOTOS = ("image/jpeg", "image/png", "image/webp")
_ID = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
_SHA = re.compile(r"[0-9a-f]{64}\Z")

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """A way in. ``path`` ends with a slash where a name follows."""

    method: str
    path: str
    run: Handler
    cookie: bool = False


class Routes:
    """Every way in, and the sockets that are open."""

    def __init__(self, hub: Hub, files: Mapping[str, PageFile], clean: Clean | None, limits: Limits) -> None:
        self._hub = hub
        self._files = files
        self._clean = clean
        self._limits = limits
        self._uploads = 0
        self.wires: dict[Wire, Phone] = {}
        """Every open socket, and the hub's side of it."""
        self._outbox = Outbox()
        self._empty = asyncio.Event()
        self._empty.set()
        self.table = (
            Route("GET", "/api/hello", self._hello),
            Route("POST", "/api/join", self._join),
            Route("GET", "/api/me", self._me, cookie=True),
            Route("POST", "/api/photo", self._add_photo, cookie=True),
            Route("GET", "/api/photo/", self._photo, cookie=True),
            Route("GET", "/ws", self._socket, cookie=True),
        )

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Find the way and go it."""
        path = request.path
        if request.method == "GET" and (request.content_length or "Transfer-Encoding" in request.headers):
            raise Refusal(400, _("This cannot be taken in that form."), "type")
        if path == "/" or path.startswith(("/static/", "/strings/")):
            return self._page(request, path)
        ways = [one for one in self.table if path == one.path or (one.path[-1] == "/" and path.startswith(one.path))]
        if not ways:
            raise Refusal(404, _("There is nothing here."), "nothing")
        way = next((one for one in ways if one.method == request.method), None)
        if way is None:
            raise Refusal(405, _("There is nothing here."), "nothing")
        same_origin(request, required=path == "/ws")
        return await way.run(request)

    async def emptied(self) -> None:
        """Wait until no socket is open."""
        await self._empty.wait()

    # ---- the page -------------------------------------------------------------------------------------------------

    def _page(self, request: web.BaseRequest, path: str) -> web.Response:
        if request.method != "GET":
            raise Refusal(405, _("There is nothing here."), "nothing")
        if path != "/":  # the page itself may be opened from anywhere: a link, another page, the camera
            same_origin_or_typed(request)
        file = self._files.get(path)
        if file is None:
            raise Refusal(404, _("There is nothing here."), "nothing")
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        headers = {"Vary": "Accept-Encoding", **({"Content-Encoding": "gzip"} if packed else {})}
        return web.Response(
            body=file.packed if packed else file.data,
            content_type=file.media_type,
            charset=_charset(file),
            headers=headers,
        )

    # ---- coming in ------------------------------------------------------------------------------------------------

    async def _hello(self, request: web.BaseRequest) -> web.Response:
        del request
        return json_answer(self._hub.hello())

    async def _join(self, request: web.BaseRequest) -> web.Response:
        of_type(request, _JSON)
        asked = await body(request, self._limits.body, self._limits)
        joined = await self._hub.join(asked, request.remote or "")
        answer = json_answer({"guest": joined.guest, "name": joined.name})
        answer.set_cookie(_cookie(request), joined.cookie, path="/", httponly=True, samesite="Strict")
        return answer

    async def _me(self, request: web.BaseRequest) -> web.Response:
        guest = self._guest(request)
        return json_answer({"guest": guest.id, "name": guest.name})

    def _guest(self, request: web.BaseRequest) -> Guest:
        shown = request.cookies.get(_cookie(request), "")
        guest = self._hub.guest_of(shown) if shown else None
        if guest is None:
            raise Refusal(401, _("Join first."), "join")
        return guest

    # ---- photos ---------------------------------------------------------------------------------------------------

    async def _add_photo(self, request: web.BaseRequest) -> web.Response:
        guest = self._guest(request)
        of_type(request, _PHOTOS)
        give = request.query.get("id", "")
        if not _ID.match(give):
            raise Refusal(400, _("This cannot be taken in that form."), "id")
        if self._clean is None:
            raise Refusal(
                501,
                _("Photos cannot be taken in here. Write it down, or give the photo to your facilitator."),
                "photos",
            )
        if self._uploads >= self._limits.photos_at_once:
            raise Refusal(503, _("Other photos are on their way. Try again in a moment."), "busy", retry_s=2)
        self._hub.may_send_photo(guest, give)
        self._uploads += 1
        try:
            sent = await body(request, self._limits.photo, self._limits)
            picture = await tasks.in_thread(self._clean, sent)
            sha256 = await self._hub.add_photo(guest, give, picture)
        finally:
            self._uploads -= 1
        return json_answer({"photo": sha256})

    async def _photo(self, request: web.BaseRequest) -> web.Response:
        guest = self._guest(request)
        sha256 = request.path.removeprefix("/api/photo/")
        found = await self._hub.photo(guest, sha256) if _SHA.match(sha256) else None
        if found is None:
            raise Refusal(404, _("There is nothing here."), "nothing")
        return web.Response(body=found[0], content_type=found[1])

    # ---- the socket -----------------------------------------------------------------------------------------------

    async def _socket(self, request: web.BaseRequest) -> web.StreamResponse:
        guest = self._guest(request)
        socket = web.WebSocketResponse(
            timeout=2.0,
            heartbeat=self._limits.heartbeat_s,
            compress=False,
            max_msg_size=self._limits.message,
            writer_limit=16 * 1024,
        )
        if not socket.can_prepare(request).ok:
            raise Refusal(400, _("This cannot be taken in that form."), "type")
        phone = self._hub.connect(guest)
        if phone is None:
            raise Refusal(429, _("This page is open too often. Close the other ones."), "open", retry_s=5)
        dress(socket, request.headers["Host"])
        await self._talk(request, socket, phone)
        return socket

    async def _talk(self, request: web.BaseRequest, socket: web.WebSocketResponse, phone: Phone) -> None:
        """Carry what is said both ways until either side closes."""
        if request.transport is None:
            phone.gone()
            return
        wire = Wire(socket, request.transport, self._outbox)
        self.wires[wire] = phone
        self._empty.clear()
        try:
            await socket.prepare(request)
            phone.direct = wire.direct
            telling = tasks.start(self._tell(wire, phone), "telling a phone", lambda _error: None)
            try:
                await self._hear(socket, phone)
            finally:
                telling.cancel()
                await asyncio.wait([telling])
        finally:
            phone.direct = None
            del self.wires[wire]
            if not self.wires:
                self._empty.set()
            phone.gone()

    async def _hear(self, socket: web.WebSocketResponse, phone: Phone) -> None:
        """Take what a phone says, until either side closes."""
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                await socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            try:
                phone.heard(message.data)
            except NotUnderstood:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION)
                return

    async def _tell(self, wire: Wire, phone: Phone) -> None:
        """Send what had to wait for a phone, and close when the hub is done with it."""
        with contextlib.suppress(ConnectionError):
            while (text := await phone.next()) is not None:
                await wire.send(text)
            wire.flush()
            if phone.bye == SLOW:
                wire.cut()
            else:
                await wire.socket.close(code=WSCloseCode.GOING_AWAY)

    def cut_off_stuck(self) -> None:
        """Cut off who takes nothing, to be called now and then; the others never wait for them."""
        for wire, phone in self.wires.items():
            if wire.stuck_s() > self._limits.send_s or (phone.bye == SLOW and wire.stuck_s()):
                wire.cut()


def same_origin_or_typed(request: web.BaseRequest) -> None:
    """What may be typed into a browser's own line, too."""
    if request.headers.getall("Sec-Fetch-Site", []) != ["none"]:
        same_origin(request)


def _cookie(request: web.BaseRequest) -> str:
    return COOKIE.format(port=request.headers["Host"].rpartition(":")[2])


def _charset(file: PageFile) -> str | None:
    return "utf-8" if file.media_type.startswith("text/") else None
