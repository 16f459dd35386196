"""The clock is set by a day while a session runs, and the clocks change: people's time goes on as it passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator.session.agenda import AddBlock
from facilitator.session.planning import DescribePlan
from facilitator.session.ports import uuid7
from facilitator.session.running import MINUTE
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.timekeeper import Timekeeper
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices

pytestmark = [
    pytest.mark.journey,
    pytest.mark.asyncio,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
DAY = 24 * 60 * MINUTE
BEFORE_SPRING = 1_774_744_200_000
"""2026-03-29 00:30 UTC in Dublin: at 01:00 the clocks go to 02:00."""


class Machine:
    """A computer whose clock can be set while the program runs on it."""

    def __init__(self, tmp_path: Path, qapp: QApplication, wall: int) -> None:
        self.wall, self.count = wall, 1_000
        self.services = MemoryServices(tmp_path / "drafts", tmp_path / "library", tmp_path / "logs")
        keeper = Timekeeper(
            tmp_path / "pulse.json", wall=lambda: self.wall, steady=lambda: self.count, boot=lambda: "one"
        )
        store = self.services.store = Store(self.services.journal, clock=keeper.clock)
        keeper.listen(store)
        self.session = uuid7()
        for command in (
            CreateSession(title="Night handover", zone="Europe/Dublin"),
            DescribePlan(date="2026-03-29", time="00:30"),
            AddBlock(block="a", title="Night", minutes=20, exchange=3, verb="tell"),
            AddBlock(block="b", title="Change", minutes=20, exchange=3, verb="tell"),
            AddBlock(block="c", title="Morning", minutes=20, exchange=3, verb="tell"),
        ):
            store.dispatch(self.session, command)
        given = Session(
            self.services, self.session, Theme("light"), Messages(), DraftKeeper(self.services.drafts, self.session)
        )
        self.page = RunScreen(given)
        self.page.resize(1370, 840)
        self.page.show()

    def passes(self, minutes: float) -> None:
        """Time goes by, and the page takes note of it."""
        self.wall += round(minutes * MINUTE)
        self.count += round(minutes * MINUTE)
        self.page._tick()
        self.page._drift_again()

    def times(self) -> list[str]:
        """The agenda's times of day, as shown."""
        return [row.time for row in self.page.agenda.model.rows]

    def end(self) -> None:
        """The program ends."""
        self.page.close_session()
        self.page.close()
        self.page.deleteLater()


async def test_the_clock_set_by_a_day_and_the_clocks_change(tmp_path: Path, qapp: QApplication) -> None:
    """Set by a day forward and back, across the change to summer time: what is left, what is shown and what is kept."""
    machine = Machine(tmp_path, qapp, BEFORE_SPRING)
    page, store = machine.page, machine.services.store
    try:
        assert machine.times() == ["00:30", "00:50", "02:10"], "the wall clock leaps over an hour, the plan does not"
        QTest.keyClicks(page.capture.field, "")
        page.forward()
        machine.passes(5)
        assert page.bar.timer.words == "15:00"
        machine.wall += DAY
        machine.passes(5)
        assert page.bar.timer.words == "10:00"
        machine.wall -= 3 * DAY
        machine.passes(10)
        assert page.bar.timer.words == "00:00"
        page.forward()
        machine.passes(20)
        page.forward()
        machine.passes(3)
        assert machine.times() == ["00:30", "00:50", "02:10"]
        assert page.bar.timer.words == "17:00"
        state = store.state(machine.session)
        took = [
            (block.ended_ms or 0) - (block.started_ms or 0)
            for block in state.agenda.in_order()
            if block.ended_ms is not None
        ]
        assert took == [20 * MINUTE, 20 * MINUTE], "what happened is kept as it passed"
        assert page.found.behind == 0
    finally:
        machine.end()
