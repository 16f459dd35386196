"""Drives the program in its own process: gives one line, types half of another, says so, and waits to be killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
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
    pulse = folder / "drafts" / "pulse.json"
    if session.state.agenda.in_order():
        session.go("run")
        session.run.forward()
        await until(pulse.exists, "the pulse of a session that runs")
    field = session.run.capture.field
    field.insert("Ana: kept before the crash")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)
    store = main_window.services.store
    await until(lambda: not store.waiting, "all kept")
    QTest.keyClicks(field, "Ana: half a wo")
    drafts = folder / "drafts"
    await until(
        lambda: any("half a wo" in one.read_text("utf-8", "replace") for one in drafts.glob("*.json")), "it kept"
    )
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    await life


if __name__ == "__main__":
    start(drive)
