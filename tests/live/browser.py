"""A real browser as a phone: headless Chromium over its DevTools protocol, with nothing but aiohttp in between."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.waiting import PATIENCE

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
WITHOUT = "a browser to be the phone is not installed (Debian: chromium)"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--mute-audio",
    "--disable-dev-shm-usage", "--remote-debugging-port=0", "--disable-features=Translate",
)  # fmt: skip


LEAVING = ("navigated", "context was destroyed", "Cannot find context", "Cannot find default execution context")
"""How a browser says that a page was asked something while another took its place."""


class PageTrouble(AssertionError):
    """The page did not come to what was waited for, or threw something."""


class Phone:
    """One page in a browser of its own storage, used as a person would: look, tap, type, wait until it is there."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: str) -> None:
        self._socket, self._session = socket, session
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._last = 0
        self.complaints: list[str] = []

    def hear(self, message: dict[str, Any]) -> None:
        """Take in what the browser says of this page."""
        if (waiting := self._answers.pop(message.get("id", -1), None)) is not None:
            if not waiting.done():
                waiting.set_result(message)
        elif message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(message["params"]["exceptionDetails"])[:600])
        elif message.get("method") == "Log.entryAdded":
            entry = message["params"]["entry"]
            if entry["source"] in ("security", "violation", "javascript") or "Content Security" in entry["text"]:
                self.complaints.append(f"{entry['source']}: {entry['text']}")

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the protocol."""
        self._last += 1
        number = self._last
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "method": method, "params": params, "sessionId": self._session})
        said = await asyncio.wait_for(answer, PATIENCE)
        if "error" in said:
            raise PageTrouble(f"{method}: {said['error']}")
        return dict(said["result"])

    async def js(self, code: str) -> Any:
        """What an expression gives in the page."""
        found = await self.call(
            "Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in found:
            raise PageTrouble(f"{code}: {found['exceptionDetails']}")
        return found["result"].get("value")

    async def until(self, code: str, what: str = "") -> Any:
        """Wait until an expression is true; what it gives."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:
            try:
                if found := await self.js(f"Boolean({code})"):
                    return found
            except PageTrouble as trouble:  # a page that is just being left has no answer
                if not any(words in str(trouble) for words in LEAVING):
                    raise
            await asyncio.sleep(0.03)
        raise PageTrouble(f"never came: {what or code}; the page says: {await self.text()}")

    async def text(self) -> str:
        """All words that can be seen, without the marks that keep names apart."""
        said = str(await self.js("document.body.innerText"))
        return said.replace("\u2068", "").replace("\u2069", "")

    async def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        code = f"document.body.innerText.replace(/[\\u2068\\u2069]/g, '').includes({json.dumps(words)})"
        await self.until(code, f"“{words}”")

    async def loses(self, words: str) -> None:
        """Wait until these words stand on the page no more."""
        code = f"!document.body.innerText.replace(/[\\u2068\\u2069]/g, '').includes({json.dumps(words)})"
        await self.until(code, f"no “{words}”")

    async def tap(self, words: str, within: str = "body") -> None:
        """Tap what is called so: by its words or by its name for those who hear the page."""
        find = (
            f"[...document.querySelectorAll('{within} button, {within} label, {within} input')]"
            f".filter(e => e.getClientRects().length && !e.disabled)"
            f".find(e => ((e.getAttribute('aria-label') || e.innerText || '').trim().replace(/[\\u2068\\u2069]/g, ''))"
            f" === {json.dumps(words)})"
        )
        await self.until(find, f"something to tap called “{words}”")
        where = (
            f"(e => {{ if (!e) return null; e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
            f" const spot = [r.x + r.width / 2, r.y + r.height / 2]; const hit = document.elementFromPoint(...spot);"
            f" return hit && (e.contains(hit) || hit.contains(e)) ? spot : null }})({find})"
        )
        before: Any = None
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:  # it may still be moving: a finger waits, too
            spot = await self.js(where)
            if spot is not None and spot == before:
                return await self.touch(*spot)
            before = spot
            await asyncio.sleep(0.03)
        raise PageTrouble(f"“{words}” never lay still or was covered; the page says: {await self.text()}")

    async def touch(self, x: float, y: float) -> None:
        """A finger down and up at once: however busy the machine, it is no long press."""
        where: dict[str, Any] = {"x": x, "y": y, "button": "left", "clickCount": 1}
        kinds = ("mousePressed", "mouseReleased")
        await asyncio.gather(*(self.call("Input.dispatchMouseEvent", type=kind, **where) for kind in kinds))

    async def type(self, selector: str, words: str) -> None:
        """Type into a field in place of what is there."""
        await self.until(f"(e => e && e.getClientRects().length)(document.querySelector('{selector}'))", selector)
        await self.js(f"(e => {{ e.focus(); e.select && e.select() }})(document.querySelector('{selector}'))")
        await self.call("Input.insertText", text=words)

    async def key(self, key: str, code: int = 0) -> None:
        """One key."""
        more = {"text": "\r"} if key == "Enter" else {"text": " "} if key == " " else {}
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code="Space" if key == " " else key,
                windowsVirtualKeyCode=code, **(more if kind == "keyDown" else {}),
            )  # fmt: skip

    async def look(self, *, width: int = 390, height: int = 844, dark: bool = False, still: bool = False) -> None:
        """A screen of this size, light or dark."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=True
        )
        await self.call(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
            ],
        )

    async def go(self, address: str) -> None:
        """Open an address."""
        await self.call("Page.navigate", url=address)
        await self.until(
            "document.readyState === 'complete' && document.querySelector('#main > section') !== null", address
        )

    async def reload(self) -> None:
        """Load the page anew."""
        await self.js("window.wasHere = true")
        await self.call("Page.reload")
        await self.until("!window.wasHere && document.querySelector('#main > section') !== null", "the page again")

    async def picture(self, file: Path) -> None:
        """A picture of what is seen."""
        shot = await self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))


class Browser:
    """Chromium, started once; each phone has storage and cookies of its own."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._phones: dict[str, Phone] = {}
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._last = 0
        self._contexts: list[str] = []
        self.reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if (phone := self._phones.get(said.get("sessionId", ""))) is not None:
                phone.hear(said)
            elif (waiting := self._answers.pop(said.get("id", -1), None)) is not None and not waiting.done():
                waiting.set_result(said)

    async def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers[self._last] = answer
        await self._socket.send_json({"id": self._last, "method": method, "params": params})
        return dict((await asyncio.wait_for(answer, PATIENCE))["result"])

    async def close(self) -> None:
        """Throw the phones away, with all they kept."""
        for context in self._contexts:
            await self._call("Target.disposeBrowserContext", browserContextId=context)
        self.reading.cancel()

    async def phone(self, *languages: str) -> Phone:
        """Another phone, set to these languages."""
        context = (await self._call("Target.createBrowserContext"))["browserContextId"]
        self._contexts.append(context)
        target = (await self._call("Target.createTarget", url="about:blank", browserContextId=context))["targetId"]
        session = (await self._call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        phone = self._phones[session] = Phone(self._socket, session)
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            await phone.call(f"{domain}.enable")
        agent = (await self._call("Browser.getVersion"))["userAgent"]
        await phone.call(
            "Network.setUserAgentOverride", userAgent=agent, acceptLanguage=",".join(languages or ("en-GB", "en"))
        )
        await phone.look()
        return phone


@contextmanager
def running(text_px: int = 16) -> Iterator[str]:
    """Start a browser, and end it; its address. ``text_px`` is the size of text the phone is set to; 16 is usual."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "Default").mkdir()
        wanted = {"webkit": {"webprefs": {"default_font_size": text_px}}}
        (home / "Default" / "Preferences").write_text(json.dumps(wanted), "utf-8")
        process = subprocess.Popen(
            [PROGRAM, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            said, end = home / "DevToolsActivePort", time.monotonic() + PATIENCE
            while len(place := said.read_text("utf-8").split() if said.exists() else []) < 2:
                if time.monotonic() > end:
                    raise PageTrouble("the browser did not start")
                time.sleep(0.02)
            yield f"ws://127.0.0.1:{place[0]}{place[1]}"
        finally:
            process.kill()
            process.wait()


@asynccontextmanager
async def talking(address: str) -> AsyncIterator[Browser]:
    """A line to a browser that runs."""
    async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
        browser = Browser(socket)
        try:
            yield browser
        finally:
            await browser.close()
