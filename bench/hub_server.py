"""The two servers of the benchmarks, each in a process with the program's loop: ours, and the least there is.

The least server keeps every post in SQLite (WAL, FULL) from one writer thread that commits together what waits, and
sends what was kept together as one text to every socket. It asks nothing: no session, no rules, no privacy, no rates.

Commands come a line each on standard input, and each is answered by a line of JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import queue
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

TICK_S = 0.005


class Least:
    """The least broadcast server with a durable writer thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sockets: set[web.WebSocketResponse] = set()
        self._waiting: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._out: asyncio.Queue[list[str]] = asyncio.Queue()
        self._runner: web.ServerRunner | None = None
        self._telling: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Nothing yet."""

    async def start(self) -> dict[str, Any]:
        self._loop = asyncio.get_running_loop()
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()
        self._telling = asyncio.ensure_future(self._tell())
        self._runner = web.ServerRunner(web.Server(self._answer))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        return {"port": self._runner.addresses[0][1], "token": "least"}

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method == "POST":
            await request.read()
            answer = web.json_response({"guest": "1"})
            answer.set_cookie("least", "1")
            return answer
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        await socket.send_str('{"t":"hello"}')
        self._sockets.add(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                said = json.loads(message.data)
                if said["t"] == "give":
                    self._waiting.put((said["id"], said["text"]))
        self._sockets.discard(socket)
        return socket

    def _write(self) -> None:
        base = sqlite3.connect(self._folder / "least.sqlite3", isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("CREATE TABLE IF NOT EXISTS post (id TEXT PRIMARY KEY, body TEXT)")
        while (first := self._waiting.get()) is not None:
            posts = [first]
            with contextlib.suppress(queue.Empty):
                while (more := self._waiting.get_nowait()) is not None:
                    posts.append(more)
            base.execute("BEGIN")
            base.executemany("INSERT OR IGNORE INTO post VALUES (?,?)", posts)
            base.execute("COMMIT")
            self._loop.call_soon_threadsafe(self._out.put_nowait, [text for _id, text in posts])
        base.close()

    async def _tell(self) -> None:
        while True:
            texts = await self._out.get()
            whole = '{"t":"wall","put":' + json.dumps(texts) + "}"
            await asyncio.gather(*(one.send_str(whole) for one in self._sockets), return_exceptions=True)

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            self._waiting.put(None)
        if self._runner is not None:
            await self._runner.cleanup()


class Ours:
    """The hub as the program has it, over a library on the disk, with an activity that runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._host: Any = None

    async def open(self) -> None:
        """What the program holds before phones are let in: the library and a running session."""
        from facilitator.session.activities import StartActivity
        from facilitator.session.agenda import AddBlock
        from facilitator.session.ports import uuid7
        from facilitator.session.sessions import CreateSession
        from facilitator.session.store import Store
        from facilitator.storage import Library

        loop = asyncio.get_running_loop()
        folder = self._folder / "library"
        self._library = Library.open(
            folder, create=True, deliver=lambda work: (loop.call_soon_threadsafe(work), None)[1]
        )
        self._store = Store(self._library.journal)
        self._stream, block = uuid7(), uuid7()
        for step in (
            CreateSession(title="Night handover"),
            AddBlock(block=block, title="What worked?", modality="discussion", minutes=20),
            StartActivity(block=block),
        ):
            self._store.dispatch(self._stream, step)

    async def start(self) -> dict[str, Any]:
        from facilitator import paths
        from facilitator.live.hosting import Given, Host

        given = Given(self._store, self._stream, self._folder, paths.resources() / "phone", one_router=True)
        self._host = await Host.start(given, "127.0.0.1")
        return {"port": self._host.server.port, "token": self._host.access.token}

    async def stop(self) -> None:
        if self._host is not None:
            await self._host.stop()
        await asyncio.to_thread(self._library.close)
        await asyncio.sleep(0)


class Gaps:
    """How long the loop was away at the longest."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def run(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK_S)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - TICK_S)
            last = now


def memory_kb() -> int:
    """What this process holds, in kB (Linux)."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


async def _lines() -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        yield line.strip()


async def serve(kind: str) -> None:
    """Obey until standard input ends."""
    gaps = Gaps()
    ticking = asyncio.ensure_future(gaps.run())
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-", ignore_cleanup_errors=True) as folder:
        server: Least | Ours | None = None
        async for line in _lines():
            answer: dict[str, Any] = {}
            if line == "open":
                if server is not None:
                    await server.stop()
                place = Path(tempfile.mkdtemp(dir=folder))
                server = Ours(place) if kind == "ours" else Least(place)
                await server.open()
            elif line == "start" and server is not None:
                answer = await server.start()
            elif line == "gap":
                answer, gaps.longest = {"gap_ms": gaps.longest * 1000}, 0.0
            elif line == "memory":
                answer = {"kb": memory_kb()}
            print(json.dumps(answer), flush=True)
        if server is not None:
            await server.stop()
    ticking.cancel()


def main() -> None:
    """In the program's own loop."""
    import PySide6.QtWidgets
    import qasync

    application = PySide6.QtWidgets.QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(application)
    with loop:
        loop.run_until_complete(serve(sys.argv[1]))


if __name__ == "__main__":
    main()
