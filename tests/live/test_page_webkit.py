"""The phone's page in WebKit, the engine of half the phones in a room, against the real hub."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from facilitator.session.asks import CloseAsk, OpenAsk
from facilitator.session.contributions import GiveContribution
from facilitator.session.ports import uuid7
from tests.live.test_page_served import desk
from tests.waiting import PATIENCE

DRIVER = shutil.which("WebKitWebDriver") or ""
BROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), reverse=True)), None)
SCREEN = shutil.which("Xvfb") or ""

pytestmark = [
    pytest.mark.skipif(
        not (DRIVER and BROWSER and SCREEN), reason="WebKit is not installed (Debian: webkit2gtk-driver, xvfb)"
    ),
    pytest.mark.timeout(120),
]


class Phone:
    """A page in WebKit, used through its own driver: elements are clicked and typed into as a person does."""

    def __init__(self, client: aiohttp.ClientSession, base: str) -> None:
        self._client, self._base = client, base

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """One command of the WebDriver protocol."""
        sent = {"json": body} if method == "POST" else {}
        async with self._client.request(method, f"{self._base}{path}", **sent) as answer:
            said = (await answer.json())["value"]
        if isinstance(said, dict) and "error" in said:
            raise AssertionError(f"{path}: {said['error']}: {said['message']}")
        return said

    async def js(self, code: str) -> Any:
        """What an expression gives in the page."""
        return await self.call("POST", "/execute/sync", script=f"return {code}", args=[])

    async def until(self, code: str) -> None:
        """Wait until an expression is true."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while not await self.js(f"Boolean({code})"):
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"never came: {code}; the page says: {await self.js('document.body.innerText')}")
            await asyncio.sleep(0.05)

    async def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        await self.until(
            f"document.body.innerText.replace(/[\\u2068\\u2069]/g, '').includes({json.dumps(words)})"
        )  # fmt: skip

    async def _element(self, script: str) -> str:
        await self.until(script)
        found: dict[str, str] = await self.js(script)
        return next(iter(found.values()))

    async def type(self, selector: str, words: str) -> None:
        """Type into a field that can be seen."""
        shown = f"[...document.querySelectorAll('{selector}')].find(e => e.getClientRects().length)"
        await self.call("POST", f"/element/{await self._element(shown)}/value", text=words)

    async def tap(self, words: str) -> None:
        """Tap what is called so."""
        named = (
            "[...document.querySelectorAll('button, label, input')]"
            ".filter(e => e.getClientRects().length && !e.disabled)"
            ".find(e => ((e.getAttribute('aria-label') || e.innerText || '').trim().replace(/[\\u2068\\u2069]/g, ''))"
            f" === {json.dumps(words)})"
        )
        await self.until(named)
        await self.js(f"({named}).scrollIntoView({{block: 'center'}})")
        await self.call("POST", f"/element/{await self._element(named)}/click")


@asynccontextmanager
async def webkit(folder: Path) -> AsyncIterator[Phone]:
    """A phone of its own storage, on a screen of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    read, write = os.pipe()
    screen = subprocess.Popen(
        [SCREEN, "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as said:
            number = (await asyncio.to_thread(said.readline)).strip()
        own = {
            **{name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")},
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }
        words = [DRIVER, f"--port={port}", "--host=127.0.0.1"]
        driver = subprocess.Popen(words, env={**os.environ, **own}, stderr=subprocess.DEVNULL)
        try:
            async with aiohttp.ClientSession() as client:
                base = f"http://127.0.0.1:{port}"
                yield await _begun(client, base)
        finally:
            driver.terminate()
            driver.wait()
    finally:
        screen.terminate()
        screen.wait()


async def _begun(client: aiohttp.ClientSession, base: str) -> Phone:
    options = {"binary": str(BROWSER), "args": ["--automation"]}
    wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            async with client.post(f"{base}/session", json=wanted) as answer:
                said = (await answer.json())["value"]
            assert "sessionId" in said, said
            return Phone(client, f"{base}/session/{said['sessionId']}")
        except aiohttp.ClientConnectorError:
            if asyncio.get_running_loop().time() > end:
                raise
            await asyncio.sleep(0.05)


ALL_SENT = "Object.keys(localStorage).filter(k => k.includes('send')).length === 0"


def test_webkit_joins_gives_builds_votes_and_goes_on_after_a_cut(tmp_path: Path) -> None:
    """The same page, another engine: in by the picture's code, a card, one built on another, a dot, a cut line."""

    async def story() -> None:
        (tmp_path / "browser").mkdir()
        async with desk(tmp_path) as at, webkit(tmp_path / "browser") as phone:
            await phone.call("POST", "/url", url=await at.open())
            await phone.type("#name", "Lotte\ue007")
            await phone.sees("You can be the first.")
            await phone.type("#field", "We write twice")
            await phone.tap("Give")
            await phone.until(ALL_SENT)
            at.store.dispatch(at.stream, GiveContribution(text="Read it aloud"))
            await phone.sees("Read it aloud")
            await phone.tap("Build on")
            await phone.type("#field", "At the bed")
            await phone.tap("Give")
            await phone.until(ALL_SENT)
            assert at.texts() == ["We write twice", "Read it aloud", "At the bed"]
            vote = uuid7()
            at.store.dispatch(
                at.stream,
                OpenAsk(ask=vote, form="dots", question="Which first?", options=("At the bed", "By phone"), budget=2),
            )
            await phone.sees("Which first?")
            await phone.js("document.querySelectorAll('[data-step=more0]')[0].click()")
            await phone.tap("Give my dot")
            await phone.until(ALL_SENT)
            at.store.dispatch(at.stream, CloseAsk(ask=vote))
            await phone.until("(document.querySelector('.result b') || {}).textContent === '1'")
            await at.close()
            await phone.sees("No connection. Keep writing.")
            await phone.type("#field", "While it was gone")
            await phone.tap("Give")
            await phone.sees("One thing waits here")
            await at.open()
            await phone.until(ALL_SENT)
            assert at.texts()[-1] == "While it was gone"
            assert len(at.texts()) == 4

    asyncio.run(story())
