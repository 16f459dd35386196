"""The room screen as a room meets it: what is on it, when it gets there, where it is, and that it asks for nothing."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import POLL, CastBallot, CloseAsk, OpenAsk, PutAskAway
from facilitator.session.contributions import HideContribution
from facilitator.session.errors import FacilitatorError
from facilitator.session.play import BRIEF, GoToPhase
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.room import Join, RoomBed, RoomCard, RoomView
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.session.wall import BY_THEME, HIDDEN, SetWall, TellRoom
from facilitator.ui.actions import Action
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.messages import Message, Messages
from facilitator.ui.room.displays import Display, Displays, for_the_room
from facilitator.ui.room.door import RoomDoor
from facilitator.ui.room.look import RoomTheme
from facilitator.ui.room.screen import RoomScreen
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import turn_until, until

PROJECT = Path(__file__).resolve().parents[2]
QUESTION = "What got lost on the way, and when did you notice?"


class FakeDisplays(Displays):
    """Displays that come and go by hand."""

    def __init__(self) -> None:
        super().__init__()
        screen = QGuiApplication.primaryScreen()
        self.there = [Display(1, QRect(0, 0, 1440, 900), screen)]

    def all(self) -> list[Display]:
        return self.there

    def plug(self) -> None:
        self.there = [self.there[0], Display(2, QRect(1440, 0, 1920, 1080), self.there[0].screen)]
        self.changed.emit()

    def unplug(self) -> None:
        self.there = self.there[:1]
        self.changed.emit()


class Rig:
    """A session with a running block and its door to the room."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.services = services
        self.session = services.begin("Night handover")
        self.do(AddBlock(block="talk", title="Talk", minutes=10, prompt=QUESTION))
        self.do(StartActivity(block="talk", ms=0))
        self.now = 60_000
        self.told: list[str] = []
        messages = Messages()
        messages.said.connect(self._said)
        self._messages = messages
        self.displays = FakeDisplays()
        self.door = RoomDoor(
            services.store,
            self.session,
            theme,
            messages,
            lambda: self.now,
            lambda command, said="": services.store.dispatch(self.session, command),
            QGuiApplication.primaryScreen,
            self.displays,
        )

    def _said(self, message: Message) -> None:
        self.told.append(message.words)

    def do(self, command: object) -> None:
        self.services.store.dispatch(self.session, command)  # type: ignore[arg-type]

    def give(self, text: str, **more: object) -> str:
        return self.services.give(self.session, text, activity="talk", **more)  # type: ignore[arg-type]

    @property
    def screen(self) -> RoomScreen:
        assert self.door.screen is not None
        return self.door.screen

    def words(self) -> list[str]:
        return [word for column in self.screen.columns if not column.isHidden() for word in column.shown()]


@pytest.fixture
def rig(services: MemoryServices, theme: Theme, qapp: QApplication) -> Iterator[Rig]:
    made = Rig(services, theme)
    yield made
    made.door.close()


def at_size(theme: Theme, qtbot: QtBot, view: RoomView, width: int = 1920, height: int = 1080) -> RoomScreen:
    screen = RoomScreen(theme)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show_view(view)
    screen.show()
    return screen


def rested(rig: Rig) -> None:
    """Everything that was gathered is shown."""
    turn_until(lambda: not rig.door._gather.isActive())


def card(number: int, text: str = "Some words") -> RoomCard:
    return RoomCard(str(number), f"{text} {number}", "idea", names=("Ana",))


def test_a_card_is_on_the_wall_once_it_is_kept_and_not_before(rig: Rig, qtbot: QtBot) -> None:
    """Heard is not kept: the room sees a card when it is on the disk, and never one that could not be saved."""
    rig.door.open()
    journal = rig.services.journal
    journal.slow = True
    rig.give("waits for the disk")
    rested(rig)
    assert rig.words() == []
    journal.settle()
    turn_until(lambda: rig.words() == ["waits for the disk"])
    rig.give("never saved")
    journal.settle(FacilitatorError("The disk is full."))
    rested(rig)
    assert rig.words() == ["waits for the disk"]


def test_hiding_a_card_takes_it_away_before_it_is_kept(rig: Rig) -> None:
    """What is to vanish vanishes at once, also while the disk is slow; also while a wall waits to be opened."""
    first, second = rig.give("one"), rig.give("two")
    rig.door.open()
    assert rig.words() == ["two", "one"]
    rig.services.journal.slow = True
    rig.do(HideContribution(contribution=first))
    turn_until(lambda: rig.words() == ["two"])
    rig.do(TellRoom(text="wait"))
    rig.do(HideContribution(contribution=second))
    turn_until(lambda: rig.words() == [])
    assert rig.screen.view.message == "", "a message not kept yet is not told"
    rig.services.journal.settle()
    turn_until(lambda: rig.screen.view.message == "wait")


def test_a_wall_opens_when_the_opening_is_kept(rig: Rig, qtbot: QtBot) -> None:
    """Hidden cards stay hidden until the fact that opens them is on the disk."""
    rig.do(SetWall(block="talk", mode=HIDDEN))
    for number in range(11):
        rig.give(f"card {number}")
    rig.door.open()
    assert rig.screen.centre() == "11 cards are in"
    rig.services.journal.slow = True
    rig.door._reveal()
    rested(rig)
    assert rig.words() == []
    rig.services.journal.settle()
    turn_until(lambda: len(rig.words()) > 3)


def test_by_theme_each_bed_has_its_column_and_says_what_it_leaves_out(rig: Rig) -> None:
    """Newest first, as many as fit, then how many more; cards in no theme are counted at the edge."""
    for theme, count in (("Two places to write", 12), ("Bedside handover", 2), ("Who waits", 1)):
        rig.do(NameTheme(theme=theme, name=theme))
        for number in range(count):
            rig.do(PlantCard(contribution=rig.give(f"{theme} {number}"), theme=theme))
    rig.give("loose")
    rig.do(SetWall(block="talk", mode=BY_THEME))
    rig.door.open()
    rig.screen.resize(1920, 1080)
    first, second, third, fourth = rig.screen.columns
    assert [column.title for column in (first, second, third)] == [
        "Two places to write",
        "Bedside handover",
        "Who waits",
    ]
    assert fourth.isHidden()
    assert first.shown()[0] == "Two places to write 11"
    shown = len(first.shown()) - 1
    assert 3 <= shown < 12
    assert first.shown()[-1] == f"{12 - shown} more"
    assert second.shown() == ["Bedside handover 1", "Bedside handover 0"]
    assert rig.screen.counts() == "16 cards, 1 not grouped yet"


def test_four_short_beds_stand_side_by_side_and_of_four_long_ones_the_largest_three(theme: Theme, qtbot: QtBot) -> None:
    """Four columns only where each bed is whole in its own."""
    short = tuple(RoomBed(f"Bed {n}", (card(n),), 1) for n in range(4))
    screen = at_size(theme, qtbot, RoomView("by_theme", QUESTION, 1000, beds=short, cards=4))
    assert [column.isHidden() for column in screen.columns] == [False] * 4
    long = tuple(RoomBed(f"Bed {n}", tuple(card(m) for m in range(n * 4 + 2)), n * 4 + 2) for n in range(4))
    screen.show_view(RoomView("by_theme", QUESTION, 1000, beds=long, cards=30))
    assert [column.title for column in screen.columns if not column.isHidden()] == ["Bed 1", "Bed 2", "Bed 3"]
    assert screen.counts().endswith("1 more theme")


def test_as_it_comes_fills_the_columns_with_the_newest(theme: Theme, qtbot: QtBot) -> None:
    """From the leading column on, newest first; what does not fit is counted once, at the end."""
    cards = tuple(card(n) for n in range(60, 36, -1))
    screen = at_size(theme, qtbot, RoomView("as_it_comes", QUESTION, 1000, beds=(RoomBed("", cards, 60),), cards=60))
    words = [word for column in screen.columns for word in column.shown()]
    shown = len(words) - 1
    assert words[:-1] == [f"Some words {n}" for n in range(60, 60 - shown, -1)]
    assert words[-1] == f"{60 - shown} more"
    assert shown > 9


EVERYTHING = {
    "wall": RoomView(
        "by_theme",
        QUESTION,
        -5000,
        beds=(RoomBed("Bed", tuple(card(n) for n in range(20)), 20),),
        cards=25,
        loose=5,
        phones=3,
        join=Join("192.168.8.1:42137", "418 206", ("101", "010", "111")),
    ),
    "long": RoomView("as_it_comes", QUESTION * 12, 1000, beds=(RoomBed("", (card(1, "word " * 200),), 1),), cards=1),
    "votes": RoomView("votes", QUESTION, 1000, bars=tuple((f"Choice {n}", n, "some") for n in range(14))),
    "message": RoomView("message", message="word " * 80),
    "slips": RoomView("slips", QUESTION, 1000, slips=11),
    "break": RoomView("nothing", "Coffee", 1000, is_break=True, back_ms=1_773_322_200_000),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_is_smaller_than_22_px(name: str, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 1920 x 1080 every face that is asked for is large enough for the back row, whatever size the person reads."""
    theme.choose("light", 2.0)
    used: set[int] = set()
    before = RoomTheme.font

    def font(self: RoomTheme, role: str, *, weight: int | None = None) -> QFont:
        made = before(self, role, weight=weight)
        used.add(made.pixelSize())
        return made

    monkeypatch.setattr(RoomTheme, "font", font)
    screen = at_size(theme, qtbot, EVERYTHING[name])
    picture = screen.grab().toImage()
    assert used
    assert min(used) >= 22
    assert any(
        picture.pixelColor(x, y) != picture.pixelColor(2, 2) for x in range(80, 1840, 3) for y in (100, 540, 980)
    )


def test_everything_grows_and_shrinks_with_the_display(theme: Theme, qtbot: QtBot) -> None:
    """Half as large a display, half as large a face; the columns keep their share."""
    screen = at_size(theme, qtbot, EVERYTHING["wall"])
    assert screen.theme.font("room_prompt").pixelSize() == 56
    whole = screen.columns[0].width()
    screen.resize(960, 540)
    assert screen.theme.font("room_prompt").pixelSize() == 28
    assert abs(screen.columns[0].width() - whole / 2) <= 1


def _colours(screen: RoomScreen, area: QRect) -> set[str]:
    picture = screen.grab(area).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 2)}


def test_overrun_colours_the_timer_alone(theme: Theme, qtbot: QtBot) -> None:
    """The figures turn amber with a minus sign, the question stays as it is."""
    screen = at_size(theme, qtbot, RoomView("as_it_comes", QUESTION, 1000))
    amber, ink = theme.hex("semantic.warning_solid"), theme.hex("text.primary")
    prompt = QRect(80, 64, 1000, 68)
    assert amber not in _colours(screen, screen._timer_rect())
    screen.show_time(-75_000, False)
    assert amber in _colours(screen, screen._timer_rect())
    assert ink not in _colours(screen, screen._timer_rect())
    assert amber not in _colours(screen, prompt)
    assert ink in _colours(screen, prompt)


def test_right_to_left_the_screen_is_mirrored(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    """Question at the right, time at the left, the first column at the right; card words keep their own direction."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    screen = at_size(theme, qtbot, EVERYTHING["wall"])
    assert screen._timer_rect().left() == 80
    assert screen.columns[0].geometry().right() == 1920 - 80 - 1


def test_it_takes_neither_keys_nor_focus(rig: Rig, qtbot: QtBot) -> None:
    """Who types in the window goes on typing there; nothing on the room screen can be reached."""
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit(window)
    window.show()
    line.setFocus()
    rig.give("a card")
    rig.door.toggle()
    screen = rig.screen
    assert screen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert screen.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    widgets = [screen, *screen.findChildren(QWidget)]
    assert {widget.focusPolicy() for widget in widgets if widget.isVisible()} == {Qt.FocusPolicy.NoFocus}
    assert all(column.list.selectionModel().selectedIndexes() == [] for column in screen.columns)
    qtbot.keyClicks(line, "still here")
    assert line.text() == "still here"


def test_f7_blacks_out_everything_and_lets_it_be_seen_again(rig: Rig) -> None:
    """Black is black to the last pixel, over a film too; it is a switch, no fact."""
    rig.give("a card")
    facts = len(rig.services.journal.kept)
    rig.door.open()
    rig.door.film_sink()
    rig.door.black()
    assert rig.door.where_words() == "Room screen is black"
    assert _colours(rig.screen, rig.screen.rect()) == {"#000000"}
    rig.door.end_film()
    rig.door.black()
    assert len(_colours(rig.screen, rig.screen.rect())) > 3
    assert len(rig.services.journal.kept) == facts


@pytest.mark.qt_log_ignore("No RHI backend")
def test_a_film_fills_the_screen_until_it_ends(rig: Rig) -> None:
    """Frames put into the sink are painted, on black where they leave room; then the wall is back."""
    sink = rig.door.film_sink()
    rig.screen.resize(640, 640)
    picture = QImage(64, 32, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    sink.setVideoFrame(QVideoFrame(picture))
    seen = rig.screen.grab().toImage()
    middle = seen.pixelColor(seen.width() // 2, seen.height() // 2)
    assert middle.red() > 200
    assert middle.green() < 60
    assert seen.pixelColor(seen.width() // 2, 4) == QColor("#000000")
    assert rig.screen.shows_film
    foot = QRect(rig.screen.width() // 4, rig.screen.height() - 60, rig.screen.width() // 2, 60)
    assert _colours(rig.screen, foot) == {"#000000"}
    rig.door.film_words("Nothing special, really.")
    assert "#ffffff" in _colours(rig.screen, foot), "captions are read in the room, too"
    rig.door.film_words("")
    assert _colours(rig.screen, foot) == {"#000000"}
    rig.door.end_film()
    assert not rig.screen.shows_film
    assert rig.screen.grab().toImage().pixelColor(4, 4) != QColor("#000000")


def test_a_role_play_shows_its_situation_and_where_it_stands(rig: Rig) -> None:
    """What is played in place of a question, the round and the phase where there is no card and beside the wall; no
    role and no brief, ever.
    """
    rig.do(AddBlock(block="play", title="The handover", minutes=30, modality="role_play"))
    rig.do(WriteScenario(block="play", situation="It is seven.", task="Hand over.", rounds=2))
    rig.do(AddRole(role="r", block="play", name="Night nurse", secret="You are tired of it all."))
    rig.do(StartActivity(block="play", ms=0))
    rig.door.open()
    assert rig.screen.view.prompt == "It is seven. Hand over."
    assert rig.screen.centre() == "Round 1 of 2 · Rules"
    rig.do(GoToPhase(block="play", phase=BRIEF, ms=1_000))
    turn_until(lambda: rig.screen.centre() == "Round 1 of 2 · Brief")
    rig.services.give(rig.session, "She waited.", activity="play")
    turn_until(lambda: "Round 1 of 2 · Brief" in rig.screen.counts())
    assert rig.screen.centre() == ""
    assert "Night" not in repr(rig.screen.view)
    assert "tired" not in repr(rig.screen.view)


def test_a_vote_shows_what_is_asked_and_its_figures_only_once_closed(rig: Rig, qtbot: QtBot) -> None:
    """Options without a figure and how many are in; then bars, without the facilitator's own choice; then the wall."""
    rig.do(OpenAsk(ask="v", form=POLL, question="What first?", options=("Bedside", "One book")))
    rig.do(CastBallot(ask="v", ballot="a", marks=(1, 0)))
    rig.do(CastBallot(ask="v", ballot="b", marks=(0, 1), own=True))
    rig.door.open()
    view = rig.screen.view
    assert (view.shows, view.prompt) == ("votes", "What first?")
    assert view.bars == (("Bedside", -1, ""), ("One book", -1, ""))
    assert rig.screen.counts().startswith("1 ")
    rig.services.journal.slow = True
    rig.do(CloseAsk(ask="v"))
    rested(rig)
    assert rig.screen.view.bars == view.bars, "no figure before the closing is kept"
    rig.services.journal.settle()
    turn_until(lambda: rig.screen.view.bars[0][1] == 1)
    assert [bar[:2] for bar in rig.screen.view.bars] == [("Bedside", 1), ("One book", 0)]
    rig.services.journal.slow = False
    rig.do(PutAskAway(ask="v"))
    turn_until(lambda: rig.screen.view.shows == "as_it_comes")


def test_a_message_is_written_shown_and_taken_away(rig: Rig, qtbot: QtBot) -> None:
    """One action writes it and opens the room screen, and the same takes it away."""

    def action() -> Action:
        return next(one for one in rig.door.offers() if one.id == "room.message")

    def asks() -> list[AskLine]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, AskLine) and one.isVisible()]

    async def course() -> None:
        action().does()  # type: ignore[misc]
        await until(asks, "the dialog")
        (dialog,) = asks()
        qtbot.keyClicks(dialog.field, "Fire drill at 15:00")
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        await until(lambda: rig.door.is_open)

    asyncio.run(course())
    turn_until(lambda: rig.screen.view.message == "Fire drill at 15:00")
    assert action().words() == "Take the message from the room screen"
    action().does()  # type: ignore[misc]
    turn_until(lambda: rig.screen.view.message == "")


def test_f5_and_f7_are_told_with_their_keys(rig: Rig) -> None:
    """The keys of the design, also from inside the line; blacking a closed screen gives its reason."""
    found = {one.id: one for one in rig.door.offers()}
    assert (found["room.screen"].keys, found["room.screen"].firm) == (("F5",), True)
    assert (found["room.black"].keys, found["room.black"].firm) == (("F7",), True)
    assert found["room.black"].why_not() == "The room screen is closed."
    found["room.hidden"].does()  # type: ignore[misc]
    assert rig.services.store.state(rig.session).wall.of("talk").mode == HIDDEN


def test_it_follows_displays_as_they_come_and_go(rig: Rig) -> None:
    """A window without a second display, full on it once it is there, a window again when it is unplugged: in words."""
    rig.door.toggle()
    assert rig.door.where_words() == "Room screen in a window"
    assert rig.told == ["There is no second display, so the room screen is a window."]
    rig.displays.plug()
    turn_until(lambda: rig.door.where_words() == "Room screen on display 2")
    assert rig.screen.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert rig.screen.isVisible()
    rig.displays.unplug()
    turn_until(lambda: rig.door.where_words() == "Room screen in a window")
    assert not rig.screen.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert rig.screen.isVisible()
    assert rig.told[1:] == [
        "The room screen is on display 2 now.",
        "Display 2 is gone. The room screen is a window now.",
    ]
    rig.screen.close()
    assert not rig.door.is_open
    assert rig.door.where_words() == ""


def test_the_status_line_hears_what_the_room_sees_instead_of_the_wall(rig: Rig) -> None:
    """A hidden wall and a message are told where the room screen is told, so that neither is forgotten."""
    told: list[str] = []
    rig.door.changed.connect(lambda: told.append(rig.door.where_words()))
    rig.door.open()
    rig.do(SetWall(block="talk", mode=HIDDEN))
    turn_until(lambda: told[-1] == "Room screen in a window, the wall is hidden")
    rig.do(TellRoom(text="Back soon"))
    turn_until(lambda: told[-1] == "Room screen in a window, with a message")
    assert rig.door.where_words() == told[-1]


def test_the_display_for_the_room_is_another_one_than_the_windows(qapp: QApplication) -> None:
    """The largest of the others; none where there is one, or where two show the same picture."""
    screen = qapp.primaryScreen()
    one = Display(1, QRect(0, 0, 1440, 900), screen)
    mirror = Display(2, QRect(0, 0, 1440, 900), screen)
    small = Display(2, QRect(1440, 0, 800, 600), screen)
    large = Display(3, QRect(-1920, 0, 1920, 1080), screen)
    assert for_the_room([one], screen) is None
    assert for_the_room([one, mirror], screen) is None
    assert for_the_room([one, small, large], screen) == large
    assert for_the_room([one, small], None) == small
    assert for_the_room([], screen) is None


def test_the_time_goes_on_by_the_sessions_clock(rig: Rig) -> None:
    """The figures follow the given clock, or a stage's own time."""
    rig.door.open()
    assert rig.screen.view.left_ms == 540_000
    rig.now = 601_000
    turn_until(lambda: rig.screen.view.left_ms == -1000)
    rig.door.time_from(lambda: 42_000)
    assert rig.screen.view.left_ms == 42_000


_TWO = """
import json
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.ui.messages import Messages
from facilitator.ui.room.door import RoomDoor
from facilitator.ui.theme import Theme
class Journal:
    device = "w1"
    def append(self, facts, epoch, done): done(None)
store, session = Store(Journal()), uuid7()
store.dispatch(session, CreateSession(title="Two displays"))
line = QLineEdit(); line.show(); line.setFocus(); app.processEvents()
home = [line.screen()]
door = RoomDoor(store, session, Theme("light"), Messages(), lambda: 0, lambda *a: None, lambda: home[0])
told = []
def tell():
    box = door.screen.geometry()
    told.append([door.where_words(), box.x(), box.y(), box.width(), box.height(), line.hasFocus()])
door.toggle(); app.processEvents(); tell()
home[0] = app.screens()[1]
while door.where_words().endswith("2"): app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
tell()
print(json.dumps(told))
door.close()
"""


def test_on_two_real_displays_it_fills_the_second(tmp_path: Path) -> None:
    """Two displays: it covers the second, the focus stays, and it makes way when the window is moved to that one."""
    screens = [
        {"name": "one", "x": 0, "y": 0, "width": 1440, "height": 900},
        {"name": "two", "x": 1440, "y": 0, "width": 1920, "height": 1080},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), "utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, "-c", _TWO], cwd=PROJECT, env=environment, capture_output=True, check=True, timeout=100
    )
    told = json.loads(done.stdout.decode().splitlines()[-1])
    assert told == [
        ["Room screen on display 2", 1440, 0, 1920, 1080, True],
        ["Room screen on display 1", 0, 0, 1440, 900, True],
    ]
