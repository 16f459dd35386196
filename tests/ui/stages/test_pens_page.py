"""Pens first on the page *Run*, with the real line, the real stream and the room screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import until

SECRET = "xylophone"


@pytest_asyncio.fixture
async def page(services: MemoryServices, theme: Theme) -> AsyncIterator[RunScreen]:
    """The page of a session in which people write."""
    session = services.begin("Night handover")
    services.person(session, "Ana Ruiz")
    services.person(session, "Ben Okafor")
    block = AddBlock(
        block="pens", title="Pens", minutes=12, modality="pens_first", prompt="What now?", exchange=3, verb="w"
    )
    services.store.dispatch(session, block)
    services.store.dispatch(session, StartActivity(block="pens"))
    made = RunScreen(Session(services, session, theme, Messages(), DraftKeeper(services.drafts, session)))
    made.resize(1370, 840)
    made.show()
    yield made
    made.close_session()
    made.close()
    made.deleteLater()


@pytest.mark.asyncio
async def test_a_slip_typed_into_the_line_is_read_by_nobody_before_the_reveal(page: RunScreen) -> None:
    """Typed, Enter: on no card, not on the room screen; Ctrl+Enter's action opens it there."""
    page.room.open()
    room = page.room.screen
    assert room is not None
    QTest.keyClicks(page.capture.field, f"Ana: {SECRET} on paper")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    state = page.model.state
    assert page.capture.text() == ""
    assert state.slips.written("pens") == 1
    assert not state.contributions.by_id
    assert page.model.rowCount() == 0
    await until(lambda: room.centre() == "1 slip is in")
    reveal = next(action for action in page.stage.offers() if action.id == "pens.reveal")  # type: ignore[union-attr]
    assert reveal.does is not None
    reveal.does()
    assert [given.text for given in state.contributions.standing()] == [f"{SECRET} on paper"]
    assert page.model.rowCount() == 1
    await until(lambda: [word for column in room.columns for word in column.shown()] == [f"{SECRET} on paper"])
    QTest.keyClicks(page.capture.field, "Ben: an ordinary card")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    assert len(state.contributions.standing()) == 2
