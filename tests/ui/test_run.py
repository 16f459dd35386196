"""The page *Run*: leading an agenda on by keys and clicks, the time, the drift, what belongs where."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.session.agenda import BREAK, CLOSE, AddBlock, ChangeBlock
from facilitator.session.asks import CloseAsk, OpenAsk, PutAskAway
from facilitator.session.people import JoinPerson, LeavePerson
from facilitator.session.planning import DescribePlan
from facilitator.session.ports import uuid7
from facilitator.session.running import MINUTE
from facilitator.session.sessions import CreateSession
from facilitator.session.speaking import EndSpeech, GiveFloor
from facilitator.session.store import Store
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.agenda import SIDE
from facilitator.ui.run.going import title_and_minutes
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.run.timer import timer_role, timer_words
from facilitator.ui.screens.steps import Session
from tests.waiting import until

START = 1_773_322_200_000
"""2026-03-12 13:30 UTC."""


def plain(words: str) -> str:
    """Without the signs that keep a name's direction from moving the words around it."""
    return words.replace("\u2068", "").replace("\u2069", "")


class Room:
    """A session with three blocks on the screen, and its time in our hands."""

    def __init__(self, services, theme) -> None:
        self.now = START
        services.store = Store(services.journal, clock=lambda: self.now)
        self.services, self.session = services, uuid7()
        self.do(CreateSession(title="Night handover", zone="UTC"))
        self.do(DescribePlan(date="2026-03-12", time="13:30", minutes=60))
        self.said: list[str] = []
        messages = Messages()
        messages.said.connect(lambda message: self.said.append(message.words))
        self.keeper = DraftKeeper(services.drafts, self.session)
        self.page: RunScreen
        self._build = lambda: RunScreen(Session(services, self.session, theme, messages, self.keeper))

    def do(self, command) -> None:
        self.services.store.dispatch(self.session, command)

    def plan(self) -> Room:
        self.do(AddBlock(block="a", title="Check-in", minutes=10, exchange=3, verb="say", steps=("Alone, 2", "All, 8")))
        self.do(AddBlock(block="b", title="Talk", minutes=30, exchange=3, verb="talk", modality="discussion"))
        self.do(AddBlock(block="tea", title="Tea", minutes=10, part=BREAK, fixed="14:15"))
        self.do(AddBlock(block="c", title="What we do", minutes=5, part=CLOSE, exchange=3, verb="say"))
        return self

    def show(self) -> Room:
        self.page = self._build()
        self.page.resize(1370, 840)
        self.page.show()
        self.registry = Registry(self.page)
        self.registry.take_offers(self.page)
        return self

    def after(self, minutes: float) -> Room:
        self.now += round(minutes * MINUTE)
        self.page._tick()
        return self

    def press(self, action: str) -> None:
        does = {one.id: one for one in self.page.offers()}[action].does
        assert does is not None
        does()

    @property
    def state(self):
        return self.services.store.state(self.session)

    @property
    def running(self):
        return self.state.agenda.running


@pytest.fixture
def room(services, theme):
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


@pytest.mark.asyncio
async def test_one_button_leads_through_it_all(room):
    """Start, the next step, the next activities, the end: one button, and its word says what it will do."""
    page = room.plan().show().page
    words = []
    for _press in range(6):
        words.append(plain(page.bar.next.words()))
        QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
        room.after(1)
        if room.running == "b":  # a method with many steps: F9 goes on to the next activity at once
            room.press("run.next")
            break
    assert words == ["Start: Check-in", "Next: All", "Next: Talk"]
    assert room.running == "tea"
    assert plain(page.bar.next.words()) == "Next: What we do"
    room.press("run.next")
    assert plain(page.bar.next.words()) == "End the session"
    QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    assert room.state.running.closed_ms is not None
    assert not page.live
    assert not page.bar.isVisible()
    assert page.over.words.text() == "The session is over. Everything said is kept."
    assert not any("over" in words for words in room.said), "no message says what the line over the stream says"


@pytest.mark.asyncio
async def test_time_is_told_and_given(room):
    """What is left, minutes given, a pause, and running over in words and colours."""
    page = room.plan().show().page
    room.press("run.next")
    room.after(4)
    assert page.bar.timer.words == "06:00"
    QTest.mouseClick(page.bar.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.bar.five, Qt.MouseButton.LeftButton)
    assert page.bar.timer.words == "12:00"
    QTest.mouseClick(page.bar.pause, Qt.MouseButton.LeftButton)
    room.after(20)
    assert (page.bar.timer.words, page.bar.timer.paused) == ("12:00", True)
    assert page.bar.pause.accessibleName() == "Go on"
    QTest.mouseClick(page.bar.pause, Qt.MouseButton.LeftButton)
    room.after(12.5)
    assert page.bar.timer.words == "−00:30"
    assert page.bar.timer.accessibleName() == "over by 00:30"


def test_figures_of_the_timer():
    """Seconds are rounded so that it reads 00:00 exactly at the end; hours come in; colours follow."""
    assert [timer_words(ms) for ms in (600_000, 599_001, 1, 0, -1, -1_000, -61_500, 3_660_000)] == [
        "10:00", "10:00", "00:01", "00:00", "00:00", "−00:01", "−01:01", "1:01:00",
    ]  # fmt: skip
    roles = [timer_role(ms) for ms in (None, 5_000, 0, -500, -1_000, -180_000, -181_000)]
    assert roles == [
        "text.tertiary", "text.primary", "text.primary", "text.primary", "semantic.warning_solid",
        "semantic.warning_solid", "semantic.danger_solid",
    ]  # fmt: skip


@pytest.mark.asyncio
async def test_drift_and_its_offer(room):
    """A late start eats the free minutes first; then an offer stands under the agenda, and one click takes it."""
    page = room.plan().show().page
    room.now += 3 * MINUTE
    room.press("run.next")
    room.after(0)
    page._drift_again()
    assert page.agenda.head.text() == "3 min behind plan"
    assert page.agenda.body.text() == "There are 2 to spare."
    assert not page.agenda.offer.isVisible()
    room.after(13)
    page._drift_again()
    assert page.agenda.offer.text().replace("\u2068", "").replace("\u2069", "") == "Shorten Talk to 29"
    QTest.mouseClick(page.agenda.offer, Qt.MouseButton.LeftButton)
    assert room.state.agenda.by_id["b"].minutes == 29
    assert room.state.running.planned["b"] == 30
    room.services.store.undo(room.session)
    assert room.state.agenda.by_id["b"].minutes == 30


@pytest.mark.asyncio
async def test_back_skip_and_in_between(room):
    """Back goes on where it stopped; the next one can be left out; something not planned begins at once."""
    page = room.plan().show().page
    room.press("run.next")
    room.after(2)
    room.press("run.next")
    room.after(5)
    room.press("run.back")
    assert room.running == "a"
    assert page.bar.timer.words == "08:00"
    room.press("run.skip")
    assert page.agenda.model.rows[1].skipped
    page.going.insert_now("Breathe, 3m")
    block = room.state.agenda.get(room.running)
    assert (block.title, block.minutes) == ("Breathe", 3)
    assert [row.title for row in page.agenda.model.rows] == ["Check-in", "Breathe", "Talk", "Tea", "What we do"]
    room.services.store.undo(room.session)
    assert room.running == "a"


def test_in_between_in_one_line():
    """A title with a length behind a comma or a blank; without one, five minutes."""
    assert title_and_minutes("Breathe, 3m") == ("Breathe", 3)
    assert title_and_minutes("Stretch 10") == ("Stretch", 10)
    assert title_and_minutes("Why, and how?") == ("Why, and how?", 5)
    assert title_and_minutes("Energiser") == ("Energiser", 5)


@pytest.mark.asyncio
async def test_the_agenda_leads_anywhere(room):
    """Enter on a block of the agenda goes there; a block that ran goes on, another begins."""
    page = room.plan().show().page
    room.press("run.next")
    room.after(1)
    page.agenda.list.setFocus()
    page.agenda.list.setCurrentIndex(page.agenda.model.index(3))
    QTest.keyClick(page.agenda.list, Qt.Key.Key_Return)
    assert room.running == "c"
    page.agenda.list.setCurrentIndex(page.agenda.model.index(0))
    QTest.keyClick(page.agenda.list, Qt.Key.Key_Return)
    assert room.running == "a"
    assert page.bar.timer.words == "09:00"


@pytest.mark.asyncio
async def test_ending_early_keeps_all_and_can_go_on(room):
    """Ended with activities left: it says how many did not run; the words stand; it can go on after all."""
    page = room.plan().show().page
    room.press("run.next")
    QTest.keyClicks(page.capture.field, "Ana: before the end")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    room.press("run.end")
    assert page.over.isVisible()
    assert page.over.words.text() == "The session is over; 3 activities did not run. Everything said is kept."
    assert not any("over" in words for words in room.said)
    assert [one.text for one in room.state.contributions.standing()] == ["before the end"]
    assert page.stream_part.parentWidget() is page, "the stream has the page to itself"
    room.press("run.reopen")
    assert page.live
    assert plain(page.bar.next.words()) == "Next: Talk"


@pytest.mark.asyncio
async def test_without_an_agenda_the_stream_has_the_page(room):
    """Nothing planned: no bar, no agenda; the first block planned brings them."""
    page = room.show().page
    assert (page.live, page.bar.isVisible(), page.side.isVisible()) == (False, False, True)
    room.plan()
    assert (page.live, page.bar.isVisible(), page.side.isVisible()) == (True, True, False)


@pytest.mark.asyncio
async def test_who_was_not_heard_is_said(room, services):
    """Names in the status line until each has given something; in an activity without names nothing is told."""
    page = room.plan().show().page
    for name in ("Ana", "Ben"):
        services.person(room.session, name)
    room.press("run.next")
    plain = page.about.text().replace("\u2068", "").replace("\u2069", "")
    assert "Not heard yet: Ana, Ben" in plain
    for line in ("Ana: here", "Ben: here too"):
        QTest.keyClicks(page.capture.field, line)
        QTest.keyClick(page.capture.field, Qt.Key.Key_Escape)
        QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    assert "Everyone has been heard" in page.about.text()
    from facilitator.session.agenda import ChangeBlock

    room.do(ChangeBlock(block="a", anonymity="without_names"))
    assert "heard" not in page.about.text()


@pytest.mark.asyncio
async def test_who_spoke_was_heard_and_who_left_is_not_waited_for(room):
    """The status line looks at people as the coach does: a turn counts as a word, only those here are waited for."""
    page = room.plan().show().page
    people = {name: JoinPerson(person=name.lower(), name=name) for name in ("Ana", "Ben", "Cleo")}
    people["Olu"] = JoinPerson(person="olu", name="Olu", roles=("observer",))
    for joins in people.values():
        room.do(joins)
    room.press("run.next")
    room.press("run.next")
    assert room.running == "b"

    def told() -> str:
        return plain(page.about.text())

    assert "Not heard yet: Ana, Ben, Cleo" in told()
    room.do(GiveFloor(person="ana", ms=room.now))
    room.after(1)
    room.do(EndSpeech(ms=room.now))
    assert "Not heard yet: Ben, Cleo" in told()
    room.do(LeavePerson(person="ben"))
    assert "Not heard yet: Cleo" in told()


@pytest.mark.asyncio
async def test_columns_give_way(room):
    """Narrow windows: the stream goes first, then the agenda, each behind a button; the line and the stage stay."""
    page = room.plan().show().page
    room.press("run.next")
    beside = page.agenda.width()
    assert page.host.x() >= beside
    assert page.bar.drawer.isHidden() and page.bar.stream.isHidden(), "everything has its place"
    page.resize(1010, 640)
    assert page.agenda.isVisible()
    assert not page._right.isVisible()
    QTest.mouseClick(page.bar.stream, Qt.MouseButton.LeftButton)
    assert page._right.isVisible(), "a drawer, in place of the agenda"
    assert not page.agenda.isVisible()
    room.press("run.agenda")
    assert page.agenda.isVisible()
    assert not page._right.isVisible()
    page.resize(780, 640)
    assert not page.agenda.isVisible()
    assert page.host.x() < beside, "it takes the room the agenda left"
    room.press("run.agenda")
    assert page.agenda.isVisible()
    QTest.mouseClick(page.bar.stream, Qt.MouseButton.LeftButton)
    assert page._right.isVisible()
    assert not page.agenda.isVisible(), "one drawer at a time"
    page.resize(1370, 840)
    assert page.agenda.isVisible() and page._right.isVisible()
    page.resize(780, 640)
    assert not page.agenda.isVisible() and not page._right.isVisible(), "no drawer is left open behind one's back"
    assert page.capture.field.isVisible()


@pytest.mark.asyncio
async def test_the_stream_is_a_key_away_in_a_narrow_window(room):
    """Shift+F4 opens it with the focus in it; the same key, and Esc, lead back and close it. A click lets it stay."""
    page = room.plan().show().page
    room.press("run.next")
    page.resize(780, 640)
    page.activateWindow()
    await until(page.isActiveWindow)
    page.to_capture()
    QTest.keyClicks(page.capture.field, "* Ana: bedside")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    for leave in (lambda: room.press("run.stream"), lambda: QTest.keyClick(page.stream, Qt.Key.Key_Escape)):
        room.press("run.stream")
        assert page.stream.isVisible() and page.stream.hasFocus()
        leave()
        assert not page._right.isVisible()
        assert page.capture.field.hasFocus()
    QTest.mouseClick(page.bar.stream, Qt.MouseButton.LeftButton)
    page.to_capture()
    assert page._right.isVisible(), "what was opened to be read stays while one types"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page._right.isVisible()


@pytest.mark.asyncio
async def test_mirrored(room, qapp):
    """From right to left the agenda leads at the right and the stream closes at the left; the timer does not turn."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page = room.plan().show().page
    qapp.sendPostedEvents()
    assert page.agenda.mapTo(page, QPoint(0, 0)).x() > page.stream_part.mapTo(page, QPoint(0, 0)).x()
    assert page.bar.timer.layoutDirection() == Qt.LayoutDirection.LeftToRight


@pytest.mark.asyncio
async def test_every_control_has_a_name_and_a_key(room):
    """Buttons of the bar name themselves and tell their keys; the page's keys are told once each."""
    page = room.plan().show().page
    room.press("run.next")
    for button in (page.bar.more, page.bar.five, page.bar.pause, page.bar.next):
        assert button.accessibleName()
        assert "(" in button.toolTip()
    keys = [key for action in page.offers() for key in action.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.asyncio
async def test_whoever_types_means_the_line(room):
    """Clicks on the bar leave the focus in the line; letters and Esc from elsewhere lead there; nothing runs on."""
    page = room.plan().show().page
    page.to_capture()
    QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.bar.more, Qt.MouseButton.LeftButton)
    for button in (page.bar.next, page.bar.more, page.bar.five, page.bar.pause):
        assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus
    QTest.keyClick(page, Qt.Key.Key_A)
    assert page.capture.text() == "a"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.capture.text() == "a"
    assert room.running == "a"
    for button in page.host.stage.findChildren(type(page.bar.more)):
        assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus


@pytest.mark.asyncio
async def test_an_offer_with_a_long_title_is_not_cut(room):
    """It takes two lines in the narrow column, and its number is in sight."""
    room.plan().do(ChangeBlock(block="b", title="Where do we see it differently, and why?"))
    page = room.show().page
    room.now += 3 * MINUTE
    room.press("run.next")
    room.after(13)
    page._drift_again()
    offer = page.agenda.offer
    assert plain(offer.text()).replace("\n", " ") == "Shorten Where do we see… to 29"
    assert offer.sizeHint().width() <= page.agenda.width() - 24 - 2 * SIDE
    assert offer.accessibleName().endswith("to 29")


@pytest.mark.asyncio
async def test_after_a_vote_whoever_types_means_the_line_again(room):
    """Closed by Enter on the focused button and put away: the focus is in the line, not nowhere."""
    page = room.plan().show().page
    QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    page.activateWindow()
    await until(page.isActiveWindow)
    room.do(OpenAsk(ask="a", form="poll", question="Which?", options=("this", "that")))
    part = page.host.ask
    assert part is not None
    part.take_focus()
    assert part.isAncestorOf(QApplication.focusWidget())
    room.do(CloseAsk(ask="a"))
    for child in part.findChildren(QWidget):
        if child.hasFocus():
            child.hide()  # as the list of options is when the vote ends
            child.clearFocus()
    room.do(PutAskAway(ask="a"))
    assert page.host.ask is None
    assert page.capture.field.hasFocus()


@pytest.mark.asyncio
async def test_the_end_is_said_as_long_as_it_is_so(room):
    """A session ended by one key too many says so over its stream, and goes on with a click."""
    page = room.plan().show().page
    room.press("run.next")
    assert not page.over.isVisible()
    room.press("run.end")
    assert page.over.isVisible()
    QTest.mouseClick(page.over.go_on, Qt.MouseButton.LeftButton)
    assert page.live
    assert not page.over.isVisible()


@pytest.mark.asyncio
async def test_names_keep_their_direction_to_themselves(room):
    """A title from right to left on the large button, a step of such a name in the subtitle: each is set apart."""
    room.do(AddBlock(block="r", title="الافتتاح", minutes=10, exchange=3, verb="say", steps=("وحدك, 2", "معًا, 8")))
    page = room.show().page
    assert page.bar.next.words() == "Start: \u2068الافتتاح\u2069"
    room.press("run.next")
    assert page.bar.next.words() == "Next: \u2068معًا\u2069"
    assert page.bar.subtitle.text().endswith("step 1 of 2, \u2068وحدك\u2069")


@pytest.mark.asyncio
async def test_a_poll_over_a_phase_tells_the_phases_time(room):
    """An ask has no time of its own: over a play that has phases the bar says what the room is told, as before it."""
    room.do(AddBlock(block="p", title="Play", minutes=40, exchange=3, verb="play", modality="role_play"))
    page = room.show().page
    room.press("run.next")
    room.after(1)
    before = page.bar.timer.words
    assert before != "39:00", "a phase is shorter than its activity"
    room.do(OpenAsk(ask="a", form="poll", question="Which?", options=("this", "that")))
    room.after(0)
    assert page.host.ask is not None
    assert page.bar.timer.words == before == timer_words(page._room_time() or 0)


@pytest.mark.asyncio
async def test_nothing_stands_under_the_agenda_before_there_is_a_drift(room):
    """Planned and not begun: no clock, no line; once it runs, both."""
    page = room.plan().show().page
    assert not page.agenda.head.isVisible() and not page.agenda._mark.isVisible()
    room.press("run.next")
    room.after(1)
    assert page.agenda.head.isVisible() and page.agenda._mark.isVisible()
