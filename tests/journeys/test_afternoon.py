"""The composed program, driven as a person would: real keys, a real library on disk, a real report."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator import settings, window
from facilitator.app import main
from facilitator.storage import Library
from facilitator.ui.dialogs.begin import BeginDialog
from facilitator.ui.dialogs.export import ExportDialog
from facilitator.ui.dialogs.rescue import RescueDialog
from facilitator.ui.instance import SingleInstance
from facilitator.ui.services import ExportRequest
from facilitator.ui.window import MainWindow
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ROOT = Path(__file__).parent.parent.parent
MEETING = ROOT / "tests" / "data" / "meetings" / "ES2005a.json"


def shown(kind: type) -> object | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


@asynccontextmanager
async def program(folder: Path, home: Path) -> AsyncIterator[MainWindow]:
    """The whole program over a library, from its start to its orderly end."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    with SingleInstance(folder) as instance:
        life = asyncio.ensure_future(
            window.live(
                window.Wanted(folder), settings.Settings(theme="light"), home / "settings.toml", instance, application
            )
        )
        await until(lambda: shown(MainWindow) or life.done())
        main_window = shown(MainWindow)
        assert isinstance(main_window, MainWindow)
        try:
            yield main_window
        finally:
            main_window.close()
            await asyncio.wait_for(life, PATIENCE)
            await until(lambda: shown(MainWindow) is None)


async def begin(main_window: MainWindow, title: str) -> None:
    QTest.keyClick(main_window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: shown(BeginDialog))
    dialog = shown(BeginDialog)
    assert isinstance(dialog, BeginDialog)
    QTest.keyClicks(dialog.field, title)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    await until(lambda: main_window.session is not None)
    QTest.keyClick(main_window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)


def give(main_window: MainWindow, line: str) -> None:
    assert main_window.session is not None
    field = main_window.session.run.capture.field
    field.setFocus()
    field.insert(line)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)


async def test_from_the_first_start_to_a_report(tmp_path: Path, home: Path) -> None:
    """A session begun, words caught by keyboard, found again, exported; closed, opened again, everything there."""
    folder, report = tmp_path / "library", tmp_path / "report.pdf"
    async with program(folder, home) as main_window:
        await begin(main_window, "Night handover")
        give(main_window, "* Ana: hand over at the bedside #bedside")
        give(main_window, "^ Ben: the patient was there all night")
        give(main_window, "? Lotte: who decides")
        session = main_window.session
        assert session is not None
        store = main_window.services.store
        await until(lambda: store.waiting == 0)
        given = store.state(session.session).contributions.standing()
        assert [one.text for one in given] == [
            "hand over at the bedside",
            "the patient was there all night",
            "who decides",
        ]
        QTest.keyClick(session.run.capture.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(store.state(session.session).contributions.standing()) == 2)
        QTest.mouseClick(session.header.steps["report"], Qt.MouseButton.LeftButton)
        await until(lambda: shown(ExportDialog))
        dialog = shown(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        dialog.reject()
        await main_window.write(ExportRequest(session.session, "pdf", report))
        identity = session.session
    text = subprocess.run(["pdftotext", report, "-"], capture_output=True, check=True).stdout.decode()
    assert "hand over at the bedside" in text
    assert "who decides" not in text
    async with program(folder, home) as main_window:
        main_window.go("sessions")
        await until(lambda: main_window.sessions.model.rowCount() == 1)
        QTest.keyClicks(main_window.sessions.field.line, "patient")
        await until(lambda: "1 hit" in main_window.sessions.field.count.text())
        main_window.open_session(identity)
        await until(lambda: main_window.session is not None)
        assert main_window.session is not None
        await until(lambda: main_window.session is not None and main_window.session.run.model.rowCount() >= 2)
    library = Library.open(folder, write=False)
    try:
        assert library.check().ok
    finally:
        library.close()


async def test_the_command_line_writes_beside_the_window(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What another program gives into the open session appears in the window by itself, and nothing clashes."""
    folder = tmp_path / "library"
    async with program(folder, home) as main_window:
        await begin(main_window, "Shared")
        give(main_window, "Ana: from the window")
        store = main_window.services.store
        await until(lambda: store.waiting == 0)
        assert main_window.session is not None
        state = lambda: store.state(main_window.session.session)  # noqa: E731
        words = ["--library", str(folder), "give", "Shared", "--as", "Ana", "from the command line"]
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "facilitator", *words, stdout=asyncio.subprocess.DEVNULL, cwd=ROOT
        )
        assert await asyncio.wait_for(other.wait(), PATIENCE) == 0
        await until(lambda: len(state().contributions) == 2)
        give(main_window, "Ben: and back")
        await until(lambda: store.waiting == 0)
        assert len({person.name for person in state().people.present()}) == 2
    capsys.readouterr()
    assert main(["--library", str(folder), "show", "Shared", "--json"]) == 0
    texts = [one["text"] for one in json.loads(capsys.readouterr().out)["contributions"]]
    assert texts == ["from the window", "from the command line", "and back"]


async def test_a_meeting_is_taken_in_and_opened(tmp_path: Path, home: Path) -> None:
    """A transcript imported in the window is a session with every turn, and the window stays alive meanwhile."""
    async with program(tmp_path / "library", home) as main_window:
        main_window.import_files([MEETING])
        await until(lambda: main_window.sessions.model.rowCount() == 1)
        rows = await main_window.services.sessions()
        assert rows[0].contributions == 105
        main_window.open_session(rows[0].id)
        await until(lambda: main_window.session is not None and main_window.session.run.model.rowCount() >= 105)


async def test_a_damaged_library_is_offered_its_last_good_backup(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program opens, says what is the matter, goes back to the backup when told to, and keeps the bad file."""
    folder = tmp_path / "library"
    assert main(["--library", str(folder), "new", "Kept"]) == 0
    assert main(["--library", str(folder), "backup"]) == 0
    capsys.readouterr()
    (folder / "library.sqlite3").write_bytes(b"no database at all" * 100)
    async with program(folder, home) as main_window:
        await until(lambda: shown(RescueDialog))
        dialog = shown(RescueDialog)
        assert isinstance(dialog, RescueDialog)
        dialog.accept()
        main_window.go("sessions")
        await until(lambda: main_window.sessions.model.rowCount() == 1)
    assert any(b"no database" in file.read_bytes()[:40] for file in folder.iterdir() if file.is_file())


async def test_a_killed_window_loses_neither_record_nor_draft(tmp_path: Path, home: Path) -> None:
    """A real process, killed in the middle of a word: what was given is on disk, the half word is back in the bar."""
    folder = tmp_path / "library"
    async with program(folder, home) as main_window:
        await begin(main_window, "Crash")
        identity = main_window.session.session if main_window.session else ""
    driver = Path(__file__).with_name("half_a_word.py")
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        str(driver),
        str(folder),
        identity,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        said = await asyncio.wait_for(child.stdout.readline(), 60)
    finally:
        child.kill()
        await child.wait()
    assert said.strip() == b"typed"
    async with program(folder, home) as main_window:
        main_window.open_session(identity)
        await until(lambda: main_window.session is not None)
        session = main_window.session
        assert session is not None
        await until(lambda: session.run.capture.field.text() == "Ana: half a wo")
        given = main_window.services.store.state(identity).contributions.standing()
        assert [one.text for one in given] == ["kept before the crash"]
