"""A server in a child process, from the benchmark's side."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bench.phones import Way

ROOT = Path(__file__).resolve().parent.parent


class Child:
    """The process, and how to ask it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, line: str) -> dict[str, Any]:
        """Say a line, hear a line."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line.encode() + b"\n")
        answer = await self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the server of the benchmark ended by itself")
        told: dict[str, Any] = json.loads(answer)
        return told

    async def fresh(self) -> Way:
        """A new, empty server."""
        await self.ask("open")
        told = await self.ask("start")
        return Way(told["port"], told["token"])


@contextlib.asynccontextmanager
async def child(kind: str) -> AsyncIterator[Child]:
    """``ours`` or ``least``, for as long as it is needed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.hub_server",
        kind,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Child(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
