"""The program around a screen, real: the services of the window over a library on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from facilitator import tasks
from facilitator.desktop import Desktop
from facilitator.session.store import Store
from facilitator.settings import Settings
from facilitator.storage import Library
from tests.waiting import until


async def kept(services: Desktop) -> None:
    """Wait until all that was given is on the disk: the lists are read from there."""
    await until(lambda: not services.store.waiting, "what was given on the disk")


@asynccontextmanager
async def real_services(folder: Path, fill: Callable[[Store], None] | None = None) -> AsyncIterator[Desktop]:
    """The services over a library in ``folder``, filled through the one door."""
    loop = asyncio.get_running_loop()
    QApplication.setQuitOnLastWindowClosed(False)  # as the program has it: the loop unwinds first
    with Library.open(folder, create=True) as library:
        if fill is not None:
            fill(Store(library.journal))
            library.settle()

    async def opens() -> Library:
        return await tasks.in_thread(lambda: Library.open(folder, deliver=loop.call_soon_threadsafe))

    desktop = Desktop(folder, opens, Settings(theme="light"), folder.parent / "settings.toml")
    try:
        yield desktop
    finally:
        await tasks.stop_all()
        await desktop.close()
