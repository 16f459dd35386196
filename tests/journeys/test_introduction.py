"""The very first start of the whole program, and the second."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator import settings, window
from facilitator.ui.dialogs.introduction import IntroductionDialog
from facilitator.ui.instance import SingleInstance
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import shown
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


async def test_introduced_once(tmp_path: Path, home: Path) -> None:
    """A person's first start shows the introduction over the window; Esc leaves it, and the next start has none."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    folder, file = tmp_path / "library", home / "settings.toml"
    asked = window.wanted(["--library", str(folder)])
    for first in (True, False):
        with SingleInstance(folder) as instance:
            life = asyncio.ensure_future(window.live(asked, settings.load(file), file, instance, application))
            await until(lambda life=life: shown(MainWindow) or life.done())  # type: ignore[misc]
            main_window = shown(MainWindow)
            assert isinstance(main_window, MainWindow)
            if first:
                await until(lambda: shown(IntroductionDialog))
                dialog = shown(IntroductionDialog)
                assert isinstance(dialog, IntroductionDialog)
                QTest.keyClick(dialog, Qt.Key.Key_Escape)
                await until(lambda: settings.load(file).introduced)
            else:
                await until(lambda main_window=main_window: main_window.home_filled())  # type: ignore[misc]
                assert shown(IntroductionDialog) is None
            main_window.close()
            await asyncio.wait_for(life, PATIENCE)
            await until(lambda: shown(MainWindow) is None)
