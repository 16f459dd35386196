"""Two questions at once: whichever answer comes later, the newer one is what stands on the screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from facilitator import tasks
from facilitator.ui.actions import Registry
from facilitator.ui.finder import Doors, Finder
from facilitator.ui.messages import Messages
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices, Row
from tests.waiting import until

pytestmark = pytest.mark.asyncio


class SlowAtFirst(MemoryServices):
    """The first answer about the sessions is held back until it is let go; those after it come at once."""

    def hold_back(self) -> asyncio.Event:
        self.let_go, self.reached = asyncio.Event(), False
        return self.let_go

    async def sessions(self) -> list[Row]:
        rows = await super().sessions()
        if not self.reached:
            self.reached = True
            await self.let_go.wait()
        return rows


@pytest.fixture
def slow(tmp_path: Path) -> SlowAtFirst:
    return SlowAtFirst(tmp_path / "drafts", tmp_path / "library", tmp_path / "logs")


async def test_a_list_read_before_a_session_began_does_not_take_it_away(slow: SlowAtFirst, theme: Theme) -> None:
    """An import asks for the list anew while an older reading is under way: the session taken in stays in it."""
    let_go = slow.hold_back()
    screen = SessionsScreen(slow, theme, Messages())
    older = asyncio.ensure_future(screen.read())
    await until(lambda: slow.reached)
    slow.begin("Ward round")
    newer = asyncio.ensure_future(screen.read())
    asyncio.get_running_loop().call_later(0.03, let_go.set)
    await newer
    assert screen.model.rowCount() == 1
    await older
    assert screen.model.rowCount() == 1
    screen.rest()
    screen.close()
    await tasks.stop_all()


async def test_the_palette_finds_what_its_newest_reading_found(slow: SlowAtFirst, qtbot: QtBot) -> None:
    """The same for what is found by name."""
    let_go = slow.hold_back()
    doors = Doors(*[lambda *_words: ""] * len(Doors.__dataclass_fields__))
    window = QWidget()
    qtbot.addWidget(window)
    finder = Finder(Registry(window), slow, doors)
    older = asyncio.ensure_future(finder.refresh())
    await until(lambda: slow.reached)
    session = slow.begin("Ward round")
    newer = asyncio.ensure_future(finder.refresh())
    asyncio.get_running_loop().call_later(0.03, let_go.set)
    await asyncio.gather(older, newer)
    assert f"session:{session}" in [entry.id for entry in finder.entries()]
