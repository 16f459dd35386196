"""Drives the program in its own process: lets phones in, says where, and waits to be killed."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401 - before qasync, which takes the first binding it finds
import qasync
from PySide6.QtWidgets import QApplication

from facilitator import settings, window
from facilitator.ui.instance import SingleInstance
from facilitator.ui.start import make_application
from facilitator.ui.window import MainWindow


async def drive(folder: Path, identity: str, application: QApplication, instance: SingleInstance) -> None:
    wanted = window.Wanted(folder, identity)
    life = asyncio.ensure_future(
        window.live(wanted, settings.Settings(), folder.parent / "settings.toml", instance, application)
    )
    main_window: MainWindow | None = None
    while main_window is None or main_window.session is None:
        await asyncio.sleep(0.01)
        main_window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)
    session = main_window.session
    session.go("run")
    session.run.forward()
    session.run.phones.start("127.0.0.1")
    phones = main_window.services.phones
    assert phones is not None
    while not phones.status.link or main_window.services.store.waiting:
        await asyncio.sleep(0.01)
    where = {"address": phones.status.typed, "token": phones.status.link.split("#k=")[1], "code": phones.status.code}
    sys.stdout.write(json.dumps(where) + "\n")
    sys.stdout.flush()
    await life


def start() -> None:
    folder = Path(sys.argv[1])
    application = make_application(sys.argv[:1])
    with (
        SingleInstance(folder) as instance,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
    ):
        runner.run(drive(folder, sys.argv[2], application, instance))


if __name__ == "__main__":
    start()
