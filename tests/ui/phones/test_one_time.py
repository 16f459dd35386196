"""Laptop, room screen and phones tell one time."""

from __future__ import annotations

import pytest

from facilitator.live import views
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.play import GoToPhase
from facilitator.session.running import ReachStep
from tests.ui.phones.test_drawer import House


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("modality", "command"),
    [
        ("role_play", GoToPhase(block="b", phase="brief")),
        ("pens_first", ReachStep(step=1)),
        ("discussion", ReachStep(step=1)),
    ],
)
async def test_laptop_room_screen_and_phones_tell_one_time(services, theme, monkeypatch, modality, command):
    """The bar's timer, the room's and the phones' are the same: a phase's where a phase runs."""
    house = House(services, theme, monkeypatch)
    house.do(AddBlock(block="b", title="The seven o'clock handover", minutes=40, modality=modality))
    house.do(StartActivity(block="b"))
    house.now += 60_000
    house.do(command)
    house.now += 5_000
    page = house.page
    try:
        state, method = page.model.state, page.catalogue.get(modality)
        phones = views.stage(state, house.now, views.Switches(), method).left_ms
        own = page.room.feed.left()
        page._say_bar()
        assert page.bar.timer.left_ms == phones
        assert own == (None if modality == "discussion" else phones)
        assert (phones != 40 * 60_000 - 65_000) == (modality != "discussion")
    finally:
        page.close_session()
        page.close()
        page.deleteLater()
