"""Today: what is next, what falls due, what nobody answered; and the first start."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.beginnings import template_called
from facilitator.planner import begin
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.messages import Message, Messages
from facilitator.ui.screens.today import TodayScreen
from facilitator.ui.theme import Theme
from tests.ui.real import real_services
from tests.waiting import until

pytestmark = pytest.mark.asyncio
today = datetime.date.today  # asked in each test: the suite may run over midnight


def a_busy_week(store: Store) -> None:
    """A session to come, a draft, commitments and questions left open."""
    tomorrow = today() + datetime.timedelta(days=1)
    store.dispatch("next", begin("Night handover, Ward 4B", template_called("workshop"), zone="UTC"))
    store.dispatch("next", DescribePlan(date=tomorrow.isoformat(), time="13:30"))
    store.dispatch("next", DescribeSession(place="Seminar room 2.14"))
    store.dispatch("next", JoinPerson(person="z", name="Zeynep", named=False))
    store.dispatch("draft", begin("Case clinic", template_called("case-clinic")))
    parts: list[object] = [CreateSession(title="Winter beds"), JoinPerson(person="t", name="Tomasz")]
    for key, text, days in (("late", "Put the phone on the list", -2), ("soon", "Try quiet", 4), ("far", "Later", 40)):
        parts.append(GiveContribution(id=key, text=text, kind="commitment", authors=("t",)))
        due = (today() + datetime.timedelta(days=days)).isoformat()
        parts.append(MakeCommitment(contribution=key, owner="t", due=due))
    parts.append(GiveContribution(id="ask", text="Who decides?", kind="question", authors=("t",)))
    store.dispatch("beds", Together(commands=tuple(parts)))  # type: ignore[arg-type]


async def test_what_there_is_to_do(tmp_path: Path, theme: Theme) -> None:
    """The next session with its plan, what is due within a week in order, what nobody answered, and the drafts."""
    async with real_services(tmp_path / "library", a_busy_week) as services:
        screen = TodayScreen(services, theme, Messages())
        await screen.read()
        assert screen.next.title.text() == "Night handover, Ward 4B"
        assert screen.next.strip.accessibleName().startswith("Agenda: Check-in")
        assert [item.text for item in screen.due.items.items] == ["Put the phone on the list", "Try quiet"]
        assert "2 days late" in str(screen.due.items.index(0).data(Qt.ItemDataRole.DisplayRole))
        assert [item.text for item in screen.unanswered.items.items] == ["Who decides?"]
        assert screen.today is not None
        assert [draft.title for draft in screen.today.drafts] == ["Case clinic"]
        assert screen.today.next is not None
        assert (screen.today.next.unnamed, screen.today.next.ready) == (1, False)


async def test_letters_act_on_the_marked_commitment(tmp_path: Path, theme: Theme) -> None:
    """D is done, X lets it go, both can be taken back; the list follows the record."""
    async with real_services(tmp_path / "library", a_busy_week) as services:
        messages = Messages()
        said: list[Message] = []
        messages.said.connect(said.append)
        screen = TodayScreen(services, theme, messages)
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        screen.due.setCurrentIndex(screen.due.items.index(0))
        QTest.keyClick(screen.due, Qt.Key.Key_D)
        await until(lambda: screen.due.items.rowCount() == 1)
        made = services.store.state("beds").commitments.get("late")
        assert made is not None
        assert made.state == "done"
        assert said[-1].words == "Done"
        assert said[-1].does is not None
        said[-1].does()
        await until(lambda: screen.due.items.rowCount() == 2)
        screen.due.setCurrentIndex(screen.due.items.index(1))
        QTest.keyClick(screen.due, Qt.Key.Key_X)
        await until(lambda: screen.due.items.rowCount() == 1)
        assert said[-1].words == "Let go"
        screen.close()


async def test_a_commitment_moves_to_a_day_as_people_say_it(tmp_path: Path, theme: Theme) -> None:
    """M asks for a day in words; the date it means is written, and it leaves the week."""
    async with real_services(tmp_path / "library", a_busy_week) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.show()
        await screen.read()
        screen.due.setCurrentIndex(screen.due.items.index(0))
        QTest.keyClick(screen.due, Qt.Key.Key_M)
        await until(lambda: screen.findChild(AskLine))
        dialog = screen.findChild(AskLine)
        assert dialog is not None
        dialog.field.setText("in 3 weeks")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: screen.due.items.rowCount() == 1)
        made = services.store.state("beds").commitments.get("late")
        assert made is not None
        assert made.due == (today() + datetime.timedelta(weeks=3)).isoformat()
        screen.close()


async def test_the_first_start_has_three_ways_in(tmp_path: Path, theme: Theme) -> None:
    """Nothing else is there; arrows move between them, and the sample opens whole."""
    async with real_services(tmp_path / "library") as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        assert screen.first.isVisible()
        assert list(screen.first.ways) == ["plan", "log", "sample"]
        screen.first.to_first()
        QTest.keyClick(screen.first.ways["plan"], Qt.Key.Key_Right)
        QTest.keyClick(screen.first.ways["log"], Qt.Key.Key_Right)
        opened: list[str] = []
        screen.open_asked.connect(lambda session, _card: opened.append(session))
        QTest.keyClick(screen.first.ways["sample"], Qt.Key.Key_Space)
        await until(lambda: opened)
        await services.open_session(opened[0])
        assert services.store.state(opened[0]).about.title == "Night handover, Ward 4B"
        await until(lambda: not screen.first.isVisible())
        screen.close()
