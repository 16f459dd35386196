"""Drives the program in its own process: gives one line, types half of another, says so, and waits to be killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401 - before qasync, which takes the first binding it finds
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
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
    pulse = folder / "drafts" / "pulse.json"
    if session.state.agenda.in_order():
        session.go("run")
        session.run.forward()
        while not pulse.exists():
            await asyncio.sleep(0.01)
    field = session.run.capture.field
    field.insert("Ana: kept before the crash")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)
    store = main_window.services.store
    while store.waiting:
        await asyncio.sleep(0.01)
    QTest.keyClicks(field, "Ana: half a wo")
    drafts = folder / "drafts"
    while not any("half a wo" in file.read_text("utf-8", "replace") for file in drafts.glob("*.json")):
        await asyncio.sleep(0.01)
    sys.stdout.write("typed\n")
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
