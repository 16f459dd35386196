"""Drives the program in its own process: lets phones in, says where, and waits to be killed."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from facilitator import settings, window
from facilitator.ui.instance import SingleInstance
from tests.journeys.driven import start, window_with_session
from tests.waiting import until


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


if __name__ == "__main__":
    start(drive)
