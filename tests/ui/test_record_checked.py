"""Checking the record from the settings: what was lost before is no damage of today, and is not called whole either."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from facilitator.ui.messages import Messages
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.services import Tick
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices, Report
from tests.waiting import until


@pytest.fixture
def page(services: MemoryServices, theme: Theme) -> Iterator[SettingsScreen]:
    made = SettingsScreen(services, theme, Messages())
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report(True, 2, 40), "Everything is whole: 40 facts were read."),
        (
            Report(True, 2, 40, ("one entry is lost",)),
            "All that is here is whole: 40 facts were read. The command “facilitator check” names what is lost.",
        ),
        (
            Report(False, 2, 40, ("a page is rubbish",)),
            "1 place is damaged. What is whole was kept; the command “facilitator check” names it.",
        ),
    ],
)
async def test_what_a_check_says(
    services: MemoryServices, page: SettingsScreen, report: Report, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, whole but for what was told before, and damaged: three sentences."""

    async def check(tick: Tick) -> Report:
        del tick
        return report

    monkeypatch.setattr(services, "check", check)
    page.backups.check.click()
    await until(lambda: page.backups.found.text() == words)
