"""What was chosen in one life of the whole program holds in the next one, from its first moment on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from facilitator import settings, window
from facilitator.ui.instance import SingleInstance
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import shown
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def _menus(main_window: MainWindow) -> list[str]:
    """What the icon beside the clock offers; nothing where there is none."""
    return [action.text() for menu in main_window.findChildren(QMenu) for action in menu.actions()]


async def test_chosen_once_holds_at_the_next_start(tmp_path: Path, home: Path) -> None:
    """Dark, without motion and without the icon beside the clock: chosen by keys, kept by leaving, there at once."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    folder, file = tmp_path / "library", home / "settings.toml"
    settings.save(settings.Settings(introduced=True), file)
    asked = window.wanted(["--library", str(folder)])
    for first in (True, False):
        with SingleInstance(folder) as instance:
            life = asyncio.ensure_future(window.live(asked, settings.load(file), file, instance, application))
            await until(lambda life=life: shown(MainWindow) or life.done())  # type: ignore[misc]
            main_window = shown(MainWindow)
            assert isinstance(main_window, MainWindow)
            if first:
                await until(lambda main_window=main_window: "Open Facilitator" in _menus(main_window))  # type: ignore[misc]
                assert not main_window.theme.dark and not main_window.theme.still
                QTest.keyClick(main_window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
                page = main_window.pages.currentWidget()
                assert isinstance(page, SettingsScreen)
                page.show_named("Light or dark")
                QTest.keyClick(page.look.theme, Qt.Key.Key_Left)
                page.show_named("Motion")
                QTest.keyClick(page.look.motion.switch, Qt.Key.Key_Space)
                page.show_named("Log from anywhere")
                QTest.keyClick(page.keys.tray.switch, Qt.Key.Key_Space)
            else:
                assert main_window.theme.dark and main_window.theme.still
                await until(lambda main_window=main_window: main_window.home_filled())  # type: ignore[misc]
                main_window.show_settings()
                page = main_window.pages.currentWidget()
                assert isinstance(page, SettingsScreen)
                assert (page.look.theme.value, page.look.motion.switch.isChecked()) == ("dark", True)
                assert not page.keys.tray.switch.isChecked()
                await until(lambda page=page: page.backups.line.text())  # type: ignore[misc]
                assert "Open Facilitator" not in _menus(main_window)
            main_window.close()
            await asyncio.wait_for(life, PATIENCE)
            await until(lambda: shown(MainWindow) is None)
    held = settings.load(file)
    assert (held.theme, held.motion, held.tray) == ("dark", "less", False)
