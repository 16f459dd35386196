"""Today: what is next, what falls due, what nobody answered; and the first start."""

from __future__ import annotations

import asyncio
import datetime
import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitator.beginnings import template_called
from facilitator.planner import begin
from facilitator.session.activities import StartActivity
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.conversations import LogTalk
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Together
from facilitator.session.running import CloseSession
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.messages import Message, Messages
from facilitator.ui.screens.today import TodayScreen
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.due_list import second_line
from facilitator.ui.widgets.first_start import FirstStart
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, Words
from tests.ui.real import kept, real_services
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


async def test_buttons_over_a_row_stand_alone_there(tmp_path: Path, theme: Theme) -> None:
    """On the current row, Tab or arrow: words and keys on white, no small marks under them; elsewhere the marks."""
    async with real_services(tmp_path / "library", a_busy_week) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        due = screen.due
        due.setCurrentIndex(due.items.index(0))
        over = due.findChildren(Button)
        assert [button.toolTip() for button in over] == ["Done (D)", "Move (M)", "Drop (X)"]
        assert all(len(button.findChildren(KeyCaps)) == 1 for button in over)
        image = over[0].grab().toImage()
        assert image.pixelColor(image.width() // 2, 4) == theme.colour("surface.panel")
        assert due.delegate.covered is not None
        assert due.delegate.covered[0] == 0
        first, second = due.visualRect(due.items.index(0)), due.visualRect(due.items.index(1))
        boxes = [due.delegate.icon_boxes(rect, False)[1][1].center() for rect in (first, second)]
        assert [due.parts(due.items.index(row), rect, boxes[row]) for row, rect in enumerate((first, second))] == [
            "", "move",
        ]  # fmt: skip
        QTest.keyClick(due, Qt.Key.Key_Down)
        assert due.delegate.covered[0] == 1
        screen.unanswered.setCurrentIndex(screen.unanswered.items.index(0))
        assert [button.text().strip() for button in screen.unanswered.findChildren(Button)] == ["Answer"]
        screen.close()


@pytest.mark.parametrize(("wide", "scale"), [(1007, 1.0), (933, 2.0)])
async def test_where_words_need_the_room_the_marks_stay(tmp_path: Path, theme: Theme, wide: int, scale: float) -> None:
    """In a narrow window, or with large text, no button lies over the words of its row; letters act all the same."""
    theme.choose("light", scale)
    async with real_services(tmp_path / "library", a_busy_week) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(wide, 680)
        screen.show()
        await screen.read()
        screen.due.setCurrentIndex(screen.due.items.index(0))
        assert screen.due.delegate.covered is None
        assert [button for button in screen.due.findChildren(Button) if button.isVisible()] == []
        for part in (screen.next, screen.due, screen.next.start, screen.next.title):
            left = part.mapTo(screen, QPoint(0, 0)).x()
            assert 0 <= left <= left + part.width() <= wide
        QTest.keyClick(screen.due, Qt.Key.Key_X)
        await until(lambda: screen.due.items.rowCount() == 1)
        screen.close()


async def test_nothing_planned_is_said_whole(tmp_path: Path, theme: Theme) -> None:
    """Without a session to come its panel is as tall as its words, in a small window too, and planning is at hand."""

    def only_one(store: Store) -> None:
        store.dispatch("beds", CreateSession(title="Winter beds"))

    async with real_services(tmp_path / "library", only_one) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1007, 680)
        screen.show()
        await screen.read()
        told = next(one for one in screen.next.findChildren(Words) if one.text().startswith("Say what"))
        assert told.isVisible()
        await until(lambda: told.height() >= told.heightForWidth(told.width()))
        await until(lambda: screen.next.height() <= 28 + theme.line("title") + 10 + told.height() + 24 + 2)
        assert screen.focusWidget() is screen.next.plan
        screen.close()


async def test_the_focus_begins_where_there_is_most_to_do(tmp_path: Path, theme: Theme) -> None:
    """Once the page is filled the focus is on *Start*, its icon apart from the word; where one went, one stays."""
    async with real_services(tmp_path / "library", a_busy_week) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        start = screen.next.start
        assert screen.focusWidget() is start
        assert (start.text(), start.iconSize().width()) == ("  Start", 20)
        assert start.height() == theme.size("start_button_h")
        screen.due.setFocus()
        await screen.read()
        assert screen.focusWidget() is screen.due
        screen.close()


async def test_what_was_begun_on_the_first_page_is_gone_on_with(tmp_path: Path, theme: Theme) -> None:
    """When the first start gives way to the day, the focus is on what is next; a session of today tells its hours."""
    async with real_services(tmp_path / "library") as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        assert screen.focusWidget() is screen.first.ways["plan"]
        services.store.dispatch("next", begin("Ward round", template_called("workshop"), zone="UTC"))
        services.store.dispatch("next", DescribePlan(date=today().isoformat(), time="23:58"))
        await kept(services)
        await screen.read()
        assert screen.focusWidget() is screen.next.start
        told = [words.text() for words in screen.next.findChildren(Words)]
        assert any(words.startswith("23:58 – ") for words in told)
        screen.close()


async def test_a_reading_asked_for_in_the_middle_of_another_shows_what_is_kept(tmp_path: Path, theme: Theme) -> None:
    """Two readings at once: each, when it is over, has shown everything that was kept before it was asked for."""
    async with real_services(tmp_path / "library") as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        services.store.dispatch("next", begin("Ward round", template_called("workshop"), zone="UTC"))
        services.store.dispatch("next", DescribePlan(date=today().isoformat(), time="23:58"))
        await kept(services)
        shown: list[str] = []
        screen.filled.connect(lambda: shown.append(screen.next.title.text()))
        await asyncio.gather(screen.read(), screen.read())
        assert shown[:2] == ["Ward round", "Ward round"]
        assert screen.focusWidget() is screen.next.start
        screen.close()


async def test_a_session_that_runs_is_led_back_to_on_any_day(tmp_path: Path, theme: Theme) -> None:
    """A plan of last week that runs today, and was left by a crash: *Go on*; one that was ended is over."""

    def runs(store: Store) -> None:
        day = (today() - datetime.timedelta(days=7)).isoformat()
        store.dispatch("late", begin("Ward round", template_called("workshop"), zone="UTC"))
        store.dispatch("late", DescribePlan(date=day, time="09:00"))
        store.dispatch("late", StartActivity(block=store.state("late").agenda.in_order()[0].id))
        store.dispatch("late", GiveContribution(id="c", text="One card", kind="note"))

    async with real_services(tmp_path / "library", runs) as services:
        screen = TodayScreen(services, theme, Messages())
        screen.resize(1368, 900)
        screen.show()
        await screen.read()
        assert (screen.next.title.text(), screen.next.start.text()) == ("Ward round", "  Go on")

        def told() -> list[str]:
            return [words.text() for words in screen.next.findChildren(Words) if words.isVisibleTo(screen)]

        await until(lambda: {"Runs now", "1 card so far"} <= set(told()))
        services.store.dispatch("late", CloseSession())
        await kept(services)
        await screen.read()
        assert screen.next.title.text() == "Nothing planned"
        screen.close()


async def test_my_own_promise_is_mine(tmp_path: Path, theme: Theme) -> None:
    """What I promised over coffee has no owner among the people of a session: it is *You*, not *nobody named*."""

    def coffee(store: Store) -> None:
        due = today().isoformat()
        steps = (
            CreateSession(title="Talk with Priya, coffee corner"),
            GiveContribution(id="card", text="Send my card", kind="commitment"),
            MakeCommitment(contribution="card", due=due),
            LogTalk(follows="card"),
        )
        store.dispatch("talk", Together(commands=steps))

    async with real_services(tmp_path / "library", coffee) as services:
        screen = TodayScreen(services, theme, Messages())
        await screen.read()
        assert [item.person for item in screen.due.items.items] == ["You"]
        assert second_line(screen.due.items.items[0]).startswith("\u2068You\u2069 · from ")


@pytest.mark.parametrize(
    ("wide", "scale", "stacked"), [(1367, 1.0, False), (1007, 1.0, False), (933, 2.0, True), (640, 1.0, True)]
)
async def test_the_three_ways_never_lie_over_each_other(
    theme: Theme, qtbot: QtBot, wide: int, scale: float, stacked: bool
) -> None:
    """Beside each other where all fit, otherwise one under the other, each whole; arrows lead along either way."""
    theme.choose("dark", scale)
    page = FirstStart(theme)
    qtbot.addWidget(page)
    page.resize(wide, 660)
    page.show()
    await until(lambda: all(way.height() >= way.heightForWidth(way.width()) for way in page.ways.values()))
    boxes = [QRect(way.mapTo(page, QPoint(0, 0)), way.size()) for way in page.ways.values()]
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert all(box.left() >= 0 and box.right() < wide for box in boxes)
    assert (boxes[1].top() > boxes[0].bottom()) is stacked
    if not stacked:
        assert abs(boxes[0].height() - 346) <= 6
    page.to_first()
    QTest.keyClick(page.ways["plan"], Qt.Key.Key_Down if stacked else Qt.Key.Key_Right)
    assert page.focusWidget() is page.ways["log"]
    assert page.viewport().rect().intersects(QRect(page.ways["log"].mapTo(page, QPoint(0, 0)), page.ways["log"].size()))
