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
from tests.waiting import until


def window_with_session() -> MainWindow | None:
    windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    return next((one for one in windows if one.session is not None), None)


async def drive(folder: Path, identity: str, application: QApplication, instance: SingleInstance) -> None:
    wanted = window.Wanted(folder, identity)
    life = asyncio.ensure_future(
        window.live(wanted, settings.Settings(), folder.parent / "settings.toml", instance, application)
    )
    await until(window_with_session, "the session in its window")
    main_window = window_with_session()
    assert main_window is not None
    session = main_window.session
    assert session is not None
    session.go("run")
    session.run.forward()
    session.run.phones.start("127.0.0.1")
    phones = main_window.services.phones
    assert phones is not None
    await until(lambda: phones.status.link and not main_window.services.store.waiting, "the way in, and all kept")
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
