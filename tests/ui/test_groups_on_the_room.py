"""Groups for everybody to see: shown to the room from beside the draw, followed as they change, gone in time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.asks import POLL, OpenAsk
from facilitator.session.groups import FormGroup
from facilitator.session.people import GiveConsent, JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.room import GROUPS, Join, RoomGroup, RoomSeat, RoomView
from facilitator.session.sessions import CreateSession
from facilitator.session.wall import AS_IT_COMES, TellRoom
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.room.groups_cells import shorter
from facilitator.ui.room.look import RoomTheme
from facilitator.ui.room.screen import RoomScreen
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.stages.discussion.groups import GroupsPart
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import until

NAMES = ("Ana Ruiz", "Ben Okafor", "Zoë Brandt", "李娜", "يوسف الحسن", "Kim Lee", "Priya Nair", "José da Silva")
QUESTION = "What got lost on the way, and when did you notice?"


class Talk:
    """The page of a running session, at the step in which pairs are drawn."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.services, self.session = services, uuid7()
        self.do(CreateSession(title="Night handover", zone="UTC"))
        self.ids = {name: uuid7() for name in NAMES}
        for name, key in self.ids.items():
            self.do(JoinPerson(person=key, name=name))
        more = {"modality": "discussion", "prompt": QUESTION, "steps": ("Pairs, 4", "Fours, 6", "All, 5")}
        self.do(AddBlock(block="talk", title="Talk", minutes=15, **more))  # type: ignore[arg-type]
        self.do(AddBlock(block="end", title="Close", minutes=5, verb="say"))
        self.said: list[str] = []
        messages = Messages()
        messages.said.connect(lambda message: self.said.append(message.words))
        self._given = Session(services, self.session, theme, messages, DraftKeeper(services.drafts, self.session))
        self.page: RunScreen

    def show(self) -> Talk:
        self.page = RunScreen(self._given)
        self.page.resize(1370, 840)
        self.page.show()
        self.registry = Registry(self.page)
        self.registry.take_offers(self.page)
        self.registry.refused.connect(self.said.append)
        self.registry.do("run.next")
        return self

    def do(self, command: object) -> None:
        self.services.store.dispatch(self.session, command)  # type: ignore[arg-type]

    @property
    def part(self) -> GroupsPart:
        stage = self.page.stage
        assert stage is not None
        found = stage.findChild(GroupsPart)
        assert isinstance(found, GroupsPart)
        return found

    def click(self, button: object) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]

    def shown(self) -> RoomScreen:
        """Open the page, draw, and show it to the room."""
        self.show()
        self.click(self.part.draw_button)
        self.click(self.part.room_button)
        return self.screen

    @property
    def screen(self) -> RoomScreen:
        assert self.page.room.screen is not None
        return self.page.room.screen

    def look(self) -> None:
        """Whatever made it do so, the room screen looks at the session now."""
        self.page.room.joining(None, 3)
        self.page.room._show()

    def board(self) -> list[set[str]]:
        """Who sits together on the room screen."""
        return [set(words.split("\n")[1:]) for words in self.screen.groups.shown()]

    def drawn(self) -> list[set[str]]:
        """Who sits together."""
        state = self.services.store.state(self.session)
        return [{state.people[key].name for key in group.people} for group in state.groups.of("talk")]


@pytest.fixture
def talk(services: MemoryServices, theme: Theme, qapp: QApplication) -> Iterator[Talk]:
    made = Talk(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


@pytest.mark.asyncio
async def test_after_a_draw_one_click_shows_the_groups_and_one_takes_them_off(talk: Talk) -> None:
    """The button is there once there is something to show, opens the room screen, and says what it will do next."""
    button = talk.show().part.room_button
    assert not button.isVisible()
    talk.click(talk.part.draw_button)
    assert button.isVisible()
    assert (button.accessibleName(), button.toolTip()) == (
        "Show on the room screen",
        "Show on the room screen (Ctrl+F5)",
    )
    assert not talk.page.room.is_open, "a draw is for the facilitator first"
    talk.click(button)
    assert talk.board() == talk.drawn()
    assert len(talk.drawn()) == 4
    assert talk.screen.groups.isVisible()
    assert talk.screen.counts() == "8 people in 4 groups"
    assert talk.page.where.text() == "Room screen in a window, with the groups"
    assert button.accessibleName() == "Take from the room screen"
    talk.click(button)
    await until(lambda: talk.screen.view.shows == AS_IT_COMES)
    assert not talk.screen.groups.isVisible()
    assert button.accessibleName() == "Show on the room screen"


@pytest.mark.asyncio
async def test_its_key_does_the_same_and_says_why_it_cannot(talk: Talk) -> None:
    """Ctrl+F5, from anywhere on the page; without groups, or under a message, the reason is told."""
    (action,) = (one for one in talk.show().page.offers() if one.id == "room.groups")
    assert action.keys == ("Ctrl+F5",) and action.firm
    assert not talk.registry.do("room.groups")
    assert talk.said[-1] == "There are no groups yet. Draw them first."
    talk.click(talk.part.draw_button)
    talk.do(TellRoom(text="Wait"))
    talk.click(talk.part.room_button)
    assert talk.said[-1] == "A message stands on the room screen. Take it away first."
    assert not talk.page.room.is_open
    talk.do(TellRoom())
    talk.page.activateWindow()
    await until(talk.page.isActiveWindow)
    talk.page.capture.field.setFocus()
    QTest.keyClick(talk.page.capture.field, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    assert talk.board() == talk.drawn()
    assert action.words() == "Take the groups from the room screen"
    assert talk.registry.do("room.groups")
    assert not talk.page.room.shows_groups


@pytest.mark.asyncio
async def test_groups_go_with_their_step_and_do_not_come_back_by_themselves(talk: Talk) -> None:
    """The next step shows the wall; one step back is no reason to show groups again; nor is the screen opened anew."""
    talk.shown()
    talk.registry.do("run.forward")
    await until(lambda: talk.screen.view.shows == AS_IT_COMES)
    assert talk.part.room_button.accessibleName() == "Show on the room screen"
    talk.registry.do("run.step_before")
    talk.look()
    assert talk.screen.view.shows == AS_IT_COMES
    talk.click(talk.part.room_button)
    await until(lambda: talk.screen.view.shows == GROUPS)
    talk.page.room.toggle()
    talk.page.room.toggle()
    assert talk.screen.view.shows == AS_IT_COMES
    talk.click(talk.part.room_button)
    talk.registry.do("run.next")
    await until(lambda: talk.screen.view.prompt == "say")
    assert talk.screen.view.groups == ()


@pytest.mark.asyncio
async def test_groups_made_in_the_plan_are_shown_on_whatever_stage(talk: Talk) -> None:
    """An activity that is no discussion, after one whose stage is gone with its button; and a page opened anew."""
    people = list(talk.ids.values())
    talk.do(FormGroup(group="g", block="end", name="Card", place="the hall", people=tuple(people[:4])))
    talk.shown()
    talk.registry.do("run.next")
    await until(lambda: talk.screen.view.groups == ())
    assert talk.registry.do("room.groups")
    await until(lambda: talk.screen.view.shows == GROUPS)
    assert [words.split("\n")[0] for words in talk.screen.groups.shown()] == ["Card the hall"]
    talk.registry.do("run.back")
    await until(lambda: talk.page.stage is not None and talk.page.stage.block.id == "talk")
    assert talk.part.room_button.isVisible(), "the groups of before are still there"
    talk.click(talk.part.room_button)
    await until(lambda: talk.screen.view.shows == GROUPS and talk.board() == talk.drawn())


@pytest.mark.asyncio
async def test_a_draw_taken_back_is_off_the_room_screen_as_well(talk: Talk) -> None:
    """Without groups there is the wall, and no button that would show what is not there."""
    talk.shown()
    talk.registry.do("room.comes")
    talk.registry.do("room.groups")
    talk.page.undo()
    await until(lambda: talk.screen.view.shows == AS_IT_COMES)
    assert talk.drawn() == []
    assert not talk.part.room_button.isVisible()


@pytest.mark.asyncio
async def test_another_draw_is_followed_once_it_is_kept(talk: Talk) -> None:
    """While the disk is slow the room sees the old groups whole, then the new ones; never half a draw."""
    talk.shown()
    before = talk.drawn()
    talk.services.journal.slow = True
    talk.click(talk.part.again_button)
    talk.look()
    assert talk.drawn() != before
    assert talk.board() == before
    talk.services.journal.settle()
    await until(lambda: talk.board() == talk.drawn())


@pytest.mark.asyncio
async def test_a_name_taken_back_is_gone_at_once(talk: Talk) -> None:
    """Also before it is on the disk, and while another draw waits for the disk."""
    talk.shown()
    talk.services.journal.slow = True
    talk.click(talk.part.again_button)
    talk.do(GiveConsent(person=talk.ids["Ana Ruiz"], named=False))
    await until(lambda: not any("Ana Ruiz" in row for row in talk.board()))
    assert sum("a participant" in row for row in talk.board()) == 1
    talk.services.journal.settle()
    talk.look()
    assert "Ana" not in repr(talk.screen.view)


@pytest.mark.asyncio
async def test_what_is_asked_or_chosen_afterwards_takes_the_place_of_the_groups(talk: Talk) -> None:
    """A question to everybody, or a way to show the wall: whoever asks for it wants it seen."""
    talk.shown()
    talk.do(OpenAsk(ask="q", block="talk", form=POLL, question="Go on?", options=("Yes", "No")))
    await until(lambda: talk.screen.view.shows == "votes")
    talk.registry.do("room.groups")
    await until(lambda: talk.screen.view.shows == GROUPS)
    talk.registry.do("room.comes")
    await until(lambda: talk.screen.view.shows == "votes")
    assert not any(name in repr(talk.screen.view) for name in NAMES)


@pytest.mark.asyncio
async def test_where_nobody_is_named_only_numbers_are_shown_and_that_is_said(talk: Talk) -> None:
    """Groups, places and how many; the facilitator hears why there are no names."""
    talk.do(ChangeBlock(block="talk", anonymity="without_names"))
    talk.shown()
    assert talk.board() == [{"2 people"}] * 4
    assert talk.said[-1] == "Nobody is named in this activity, so the room sees how many are in each group."
    assert not any(name in repr(talk.screen.view) for name in NAMES)


# ---- the board itself -------------------------------------------------------------------------------------------

LONG = ("Maximiliana von Hohenstein", "Oluwaseun Adeyemi", "Nguyễn Thị Minh", "يوسف عبد الرحمن الحسن", "欧阳娜娜")
SHORT = ("Ana", "Ben", "Zoë", "李娜", "يوسف")


def groups(count: int, size: int, first: tuple[str, ...]) -> tuple[RoomGroup, ...]:
    """Groups of people who are all called otherwise; every seventh does not want to be named."""
    made = []
    for group in range(count):
        seats = []
        for place in range(size):
            number = group * size + place
            name = f"{first[number % len(first)]} {number}"
            seats.append(RoomSeat(f"p{number}", "" if number % 7 == 6 else name, host=place == 0))
        made.append(RoomGroup(f"Table {group + 1}", ("by the window", "", "قاعة")[group % 3], tuple(seats), size))
    return tuple(made)


def room_screen(theme: Theme, qtbot: QtBot, shown: tuple[RoomGroup, ...], width: int, height: int) -> RoomScreen:
    screen = RoomScreen(theme)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    join = Join("192.168.8.1:42137", "418 206")
    screen.show_view(RoomView(GROUPS, QUESTION, 1000, groups=shown, join=join, phones=3))
    screen.show()
    return screen


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize(
    ("count", "size", "first"),
    [(2, 2, LONG), (2, 15, LONG), (6, 4, LONG), (12, 4, LONG), (12, 15, SHORT), (5, 15, LONG), (20, 2, SHORT)],
)
def test_everybody_is_on_the_screen_in_their_group(
    theme: Theme, qtbot: QtBot, count: int, size: int, first: tuple[str, ...], width: int, height: int
) -> None:
    """Each name in its own group and nothing cut, as large as that leaves; the whole board on the screen."""
    shown = groups(count, size, first)
    screen = room_screen(theme, qtbot, shown, width, height)
    board = screen.groups
    assert board.left_out == 0
    short = shorter([seat for group in shown for seat in group.seats])
    for group, words in zip(shown, board.shown(), strict=True):
        told = " ".join(words.split())
        assert told.startswith(" ".join(f"{group.name} {group.place}".split()))
        for seat in group.seats:
            assert not seat.name or seat.name in told or short[seat.id] in told
        assert ("participant" in told) == any(not seat.name for seat in group.seats)
        assert "…" not in told and " more" not in told
    grid = board.grid
    assert grid.size >= 22
    assert board._height(grid) <= board.height()
    metrics = {weight: QFontMetrics(board._theme.font(grid.cells[0].role, weight=weight)) for weight in (400, 600)}
    ends = [
        piece.at + metrics[piece.weight].horizontalAdvance(piece.words)
        for cell in grid.cells
        for line in (*cell.head, *cell.body)
        for piece in line.pieces
    ]
    assert max(ends) <= board._column(grid.columns)


def test_few_groups_are_larger_than_many(theme: Theme, qtbot: QtBot) -> None:
    """The back row reads as much as the room on the screen allows."""
    screens = [room_screen(theme, qtbot, groups(count, 4, LONG), 1920, 1080) for count in (2, 6, 12)]
    sizes = [screen.groups.grid.size for screen in screens]
    assert sizes == sorted(set(sizes), reverse=True)


def test_what_finds_no_room_is_counted(theme: Theme, qtbot: QtBot) -> None:
    """Sixty pairs are more than a wall holds: groups left out are told, and no group is shown by halves unsaid."""
    screen = room_screen(theme, qtbot, groups(60, 2, LONG), 1920, 1080)
    board = screen.groups
    assert 0 < board.left_out < 60
    assert len(board.shown()) == 60 - board.left_out
    assert screen.counts() == f"3 phones here · 120 people in 60 groups · {board.left_out} more groups"
    full = room_screen(theme, qtbot, groups(12, 60, LONG), 1920, 1080)
    crowd = full.groups
    for words, cell in zip(crowd.shown(), crowd.grid.cells, strict=True):
        assert cell.more and f"{cell.more} more" in words
    assert crowd._height(crowd.grid) <= crowd.height()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
def test_names_begin_at_the_edge_that_is_read_from(
    theme: Theme, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, dark: bool, mirrored: bool
) -> None:
    """In light and dark, from left and from right, in whatever script a name is; and nothing below 22 px."""
    theme.choose("dark" if dark else "light", 2.0)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    used: set[int] = set()
    before = RoomTheme.font

    def font(self: RoomTheme, role: str, *, weight: int | None = None) -> QFont:
        made = before(self, role, weight=weight)
        used.add(made.pixelSize())
        return made

    monkeypatch.setattr(RoomTheme, "font", font)
    seats = (RoomSeat("a", "Ana"), RoomSeat("y", "يوسف"), RoomSeat("l", "李娜"))
    two = (RoomGroup("One", "", seats, 3), RoomGroup("Two", "", seats, 3))
    screen = room_screen(theme, qtbot, two, 1920, 1080)
    board = screen.groups
    assert min(used) >= 22
    picture = board.grab().toImage()
    ground = picture.pixelColor(board.width() // 2, board.height() - 2)
    (cell, _other), width = board.grid.cells, board._column(board.grid.columns)
    for line in range(len(seats)):
        top = cell.head_height + line * cell.line
        inked = [
            x
            for x in range(width)
            for y in range(top + 4, top + cell.line - 4, 2)
            if picture.pixelColor(board.width() - 1 - x if mirrored else x, y) != ground
        ]
        assert inked and min(inked) < 12 and max(inked) < width // 2


def test_short_names_tell_people_apart() -> None:
    """One word where that is enough, an initial where it is not, the whole name where neither is."""
    people = ("Ana Ruiz", "ana Okafor", "Ben Lee", "Ben Long", "李娜", "")
    seats = [RoomSeat(str(number), name) for number, name in enumerate(people)]
    assert list(shorter(seats).values()) == ["Ana R.", "ana O.", "Ben Lee", "Ben Long", "李娜"]
    assert shorter([RoomSeat("0", "Ana Ruiz"), RoomSeat("1", "Ben Lee")]) == {"0": "Ana", "1": "Ben"}
