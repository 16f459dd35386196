"""A running session in a library that can only be read: nothing leads it on, and nothing reaches the store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.session.activities import StartActivity
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from tests.ui.test_run import Room

WHY = "This library can only be read."


@pytest.mark.asyncio
async def test_nothing_is_asked_of_the_store(services, theme):
    """Buttons are off, each action says why, and what gets through all the same is refused with one sentence."""
    room = Room(services, theme).plan()
    room.do(StartActivity(block="b"))
    said: list[str] = []
    messages = Messages()
    messages.said.connect(lambda message: said.append(message.words))
    page = RunScreen(Session(services, room.session, theme, messages, room.keeper, read_only=WHY))
    page.resize(1370, 840)
    page.show()
    asked = []
    services.store.subscribe(asked.append)
    for button in (page.bar.next, page.bar.more, page.bar.five, page.bar.pause):
        assert not button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    offers = {one.id: one for one in page.offers()}
    leads = (
        "forward",
        "next",
        "back",
        "step_before",
        "skip",
        "insert",
        "more",
        "five",
        "less",
        "pause",
        "offer",
        "end",
    )
    assert {offers[f"run.{one}"].why_not() for one in leads} == {WHY}
    for key in ("room.comes", "room.themes", "room.hidden", "room.message", "room.open"):
        assert offers[key].why_not() == WHY
    assert not offers["room.screen"].why_not()
    page.going.next()
    page.agenda.block_asked.emit("c")
    assert not asked
    assert said == [WHY, WHY]
    assert room.running == "b"
    page.close_session()
    page.deleteLater()


@pytest.mark.asyncio
async def test_no_message_covers_the_coach(services, theme):
    """What a message stays clear of begins above the coach's line, as long as there is one."""
    room = Room(services, theme).plan().show()
    page = room.page
    room.press("run.next")
    foot = page.foot_height
    assert page.coach.height() > 0
    services.settings = replace(services.settings, coach=False)
    page.arrange()
    assert page.foot_height == foot - page.coach.height()
    page.close_session()
    page.close()
    page.deleteLater()
