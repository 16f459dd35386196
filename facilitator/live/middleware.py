"""The border: what every request is asked before anybody looks at it, and what every answer carries.

In a room's Wi-Fi anybody may send anything. A page open in somebody's browser elsewhere is kept out by Host and Origin,
a flood by rates and sizes, a crawl by times. What is wrong inside comes out of one door, as a status and a sentence.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from aiohttp import ClientPayloadError, web
from aiohttp.http import HttpProcessingError

from facilitator.live.limits import Limits
from facilitator.live.ports import Refusal
from facilitator.session.errors import Told
from facilitator.words import _, tell

_log = logging.getLogger(__name__)

SERVER = "hub"
"""What answers call themselves: nothing of what runs here, or in which version."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": SERVER,
}

MOST_ADDRESSES = 4_096
"""Addresses whose rate is remembered; beyond it the oldest is forgotten."""

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def policy(host: str) -> str:
    """What a page of ours may load and do: only ours. An older Safari wants the socket's address spelled out."""
    socket = f" ws://{host}" if host else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{socket}; manifest-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def dress(answer: web.StreamResponse, host: str = "") -> None:
    """Give an answer the headers that every answer carries."""
    answer.headers["Content-Security-Policy"] = policy(host)
    for name, value in _ALWAYS.items():
        answer.headers[name] = value


def json_answer(document: dict[str, Any], status: int = 200) -> web.Response:
    """A small JSON document."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=status, content_type="application/json", charset="utf-8")


def plain_answer(status: int) -> web.Response:
    """An answer to what was no question; dressed already."""
    answer = web.Response(status=status, text="", content_type="text/plain", charset="utf-8")
    dress(answer)
    return answer


def _refused(refusal: Refusal) -> web.Response:
    document = {"why": refusal.why, "code": refusal.code, **refusal.more}
    return json_answer(document, refusal.status)


class Rates:
    """So many requests a second from one address; a bucket each, in memory only."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> float:
        """Take one; how many seconds to wait instead, 0 when there was one to take."""
        now = self._clock()
        left, at = self._buckets.pop(address, (self._limits.burst, now))
        left = min(left + (now - at) * self._limits.rate, self._limits.burst)
        taken = left >= 1
        self._buckets[address] = (left - 1 if taken else left, now)
        if len(self._buckets) > MOST_ADDRESSES:
            del self._buckets[next(iter(self._buckets))]
        return 0 if taken else (1 - left) / self._limits.rate


class Border:
    """Stands before the routes.

    Args:
        inside: Answers what passed.
        hosts: The addresses (``IP:PORT``) a request may be for.
        limits: Sizes and times.
    """

    def __init__(self, inside: Handler, hosts: Collection[str], limits: Limits) -> None:
        self._inside = inside
        self._hosts = hosts
        self._limits = limits
        self._rates = Rates(limits)
        self.on_passed: Callable[[str], None] | None = None
        """Hears the address of everybody who came with a proper question."""

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request, whatever it is."""
        host = ""
        try:
            host = self._host(request)
            self._slow_down(request)
            if self.on_passed is not None and request.remote is not None:
                self.on_passed(request.remote)
            answer = await self._inside(request)
        except Refusal as refusal:
            answer = _refused(refusal)
            if refusal.status == 429 and "retry_s" in refusal.more:
                answer.headers["Retry-After"] = str(refusal.more["retry_s"])
        except Told as told:
            answer = json_answer({"why": tell(told.message, told.params), "code": "refused"}, 422)
        except TimeoutError:
            answer = json_answer({"why": _("That took too long. Try again."), "code": "slow"}, 408)
            answer.force_close()
        except (HttpProcessingError, ClientPayloadError, ConnectionError):
            answer = plain_answer(400)  # what came was broken off, or no HTTP after all
            answer.force_close()
        except Exception as error:  # the error door: a bug of ours is told to the log, never to the network
            _log.exception("A request failed: %s", type(error).__name__)
            answer = json_answer({"why": _("Something went wrong here. Try again."), "code": "bug"}, 500)
        if not answer.prepared:
            dress(answer, host)
            await self._sent(request, answer)
        return answer

    async def _sent(self, request: web.BaseRequest, answer: web.StreamResponse) -> None:
        """Send it; who does not take it within the time is cut off."""
        try:
            async with asyncio.timeout(self._limits.send_s):
                await answer.prepare(request)
                await answer.write_eof()
        except TimeoutError:
            if request.transport is not None:
                request.transport.abort()
            raise ConnectionResetError from None

    def _host(self, request: web.BaseRequest) -> str:
        named = request.headers.getall("Host", [])
        if len(named) != 1 or named[0] not in self._hosts or not request.raw_path.startswith("/"):
            raise Refusal(421, _("Type the address as it is shown."), "host")
        return named[0]

    def _slow_down(self, request: web.BaseRequest) -> None:
        wait = self._rates.wait(request.remote or "")
        if wait:
            raise Refusal(429, _("Too many at once. Try again in a moment."), "slow", retry_s=max(1, round(wait)))


def same_origin(request: web.BaseRequest, *, required: bool = False) -> None:
    """Only a page of ours may ask this.

    Browsers send ``Sec-Fetch-Site`` on plain http only for some addresses, so that it is missing says nothing.

    Raises:
        Refusal: it comes from another page.
    """
    origins = request.headers.getall("Origin", [])
    sites = request.headers.getall("Sec-Fetch-Site", [])
    good = [f"http://{request.headers['Host']}"]
    if (origins or required) and origins != good:
        raise Refusal(403, _("Open the page itself first."), "origin")
    if sites and sites != ["same-origin"]:
        raise Refusal(403, _("Open the page itself first."), "origin")


def of_type(request: web.BaseRequest, allowed: Collection[str]) -> str:
    """The type of what is sent, one of those allowed; anything packed or of another type is refused."""
    named = request.headers.getall("Content-Type", [])
    if len(named) != 1 or request.content_type not in allowed or "Content-Encoding" in request.headers:
        raise Refusal(415, _("This cannot be taken in that form."), "type")
    return request.content_type


async def body(request: web.BaseRequest, most: int, limits: Limits) -> bytes:
    """What was sent, within a size and a time.

    Raises:
        Refusal: it is too large.
        TimeoutError: it does not come.
    """
    if (request.content_length or 0) > most:
        raise Refusal(413, _("That is too large."), "large")
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(limits.read_s):
        async for part in request.content.iter_any():
            size += len(part)
            if size > most:
                raise Refusal(413, _("That is too large."), "large")
            parts.append(part)
    return b"".join(parts)
