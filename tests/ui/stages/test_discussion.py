"""The stage of a discussion: the speaking list, talk time by one tap, groups, chairs, the parking place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.errors import Rejected
from facilitator.session.formats import ChooseFormat
from facilitator.session.mixing import met_in
from facilitator.session.parking import parked_now
from facilitator.session.people import DescribePerson, LeavePerson
from facilitator.session.rounds import kept_apart, rounds_of
from facilitator.session.rules import GUEST, Command
from facilitator.session.running import PauseActivity, ReachStep, ResumeActivity
from facilitator.session.seats import TakeSeat, inside
from facilitator.session.speaking import RaiseHand, speaking_now
from facilitator.session.store import Change
from facilitator.session.talk_time import by_person
from facilitator.ui.actions import Registry
from facilitator.ui.messages import Messages
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.discussion.stage import DiscussionStage
from facilitator.ui.stages.discussion.talk_list import CLOSEST, ROW
from tests.ui.memory import MemoryServices
from tests.waiting import turn_until

T0 = 1_773_400_000_000
SECOND = 1000
NAMES = ("Ana Ruiz", "Ben Okafor", "Zoë Brandt", "李娜", "يوسف الحسن", "Kim Lee")


class Talk:
    """A discussion on the screen, with a clock that is moved by hand."""

    def __init__(self, services: MemoryServices, theme, names=NAMES, steps=(), **block: object) -> None:
        self.services = services
        self.session = services.begin("Night handover")
        self.ids = {name: services.person(self.session, name) for name in names}
        self.do(AddBlock(block="talk", title="Talk", minutes=25, prompt="What got lost?", steps=tuple(steps), **block))
        self.do(StartActivity(block="talk", ms=T0))
        self.now = T0
        self.refused: list[str] = []
        given = StageGiven(services, self.session, "talk", None, theme, Messages(), self._dispatch, lambda: self.now)
        self.stage = DiscussionStage(given)
        self._end = services.store.subscribe(self.stage.heard)
        self.stage.resize(792, 592)
        self.stage.show()

    def do(self, command: Command, **how: object) -> Change:
        return self.services.store.dispatch(self.session, command, **how)

    def _dispatch(self, command: Command, said: str = "") -> Change | None:
        try:
            return self.do(command)
        except Rejected as refusal:
            self.refused.append(str(refusal))
            return None

    def after(self, seconds: int) -> None:
        """Time goes on, and the page says so."""
        self.now += seconds * SECOND
        self.stage.tick(self.now)

    def close(self) -> None:
        self._end()
        self.stage.close_stage()

    @property
    def state(self):
        return self.services.store.state(self.session)

    @property
    def speaks(self) -> str:
        turn = speaking_now(self.state, "talk")
        return "" if turn is None else turn.group or self.state.people[turn.person].name

    @property
    def waits(self) -> list[str]:
        return [row.full for row in self.stage.speaking.queue.queue.rows]

    def rows(self) -> list[tuple[str, str, bool]]:
        return [(row.name, row.time, row.on) for row in self.stage.times.view.talk.rows]

    def click(self, view, row: int, x: int = 40) -> None:
        place = view.visualRect(view.model().index(row, 0)).topLeft() + QPoint(x, 12)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def offer(self, name: str) -> None:
        action = next(one for one in self.stage.offers() if one.id == f"discussion.{name}")
        assert action.does is not None
        assert action.why_not() == ""
        action.does()

    def groups(self) -> list[set[str]]:
        return [{self.state.people[key].name for key in group.people} for group in self.state.groups.of("talk")]


Open = Callable[..., Talk]


@pytest.fixture
def talk(services, theme, qtbot) -> Iterator[Open]:
    """Opens a discussion."""
    made: list[Talk] = []

    def start(*args: object, **more: object) -> Talk:
        one = Talk(services, theme, *args, **more)
        made.append(one)
        qtbot.addWidget(one.stage)
        one.stage.activateWindow()
        turn_until(one.stage.isActiveWindow)
        return one

    yield start
    for one in made:
        one.close()


def names(count: int) -> tuple[str, ...]:
    return tuple(f"Person{number} Name" for number in range(count))


def test_one_tap_starts_a_persons_time_and_ends_the_one_before(talk):
    """Clicks in the list say who speaks; the time runs with the page's clock and the longest stands first."""
    it = talk()
    it.stage.speaking.add.setFocus()
    it.click(it.stage.times.view, 1)
    assert it.stage.speaking.add.hasFocus(), "a tap leaves the typing where it is"
    it.after(84)
    assert (it.speaks, it.stage.speaking.now.time) == ("Ben Okafor", "1:24")
    assert it.rows()[:2] == [("Ben", "1:24", True), ("Ana", "–", False)]
    it.click(it.stage.times.view, 1)
    it.after(30)
    assert it.speaks == "Ana Ruiz"
    assert it.rows()[:3] == [("Ben", "1:24", False), ("Ana", "0:30", True), ("Zoë", "–", False)]
    it.click(it.stage.times.view, 1)
    assert it.speaks == ""
    assert it.stage.speaking.now.accessibleName() == "Nobody yet. Tap who speaks."
    assert by_person(it.state, "talk", it.now) == {it.ids["Ben Okafor"]: 84_000, it.ids["Ana Ruiz"]: 30_000}


def test_rows_stay_where_they_are_while_somebody_taps(talk):
    """With the pointer or the focus in the list nothing moves under the finger; after that the order is made again."""
    it = talk()
    view = it.stage.times.view
    view.setFocus()
    QTest.keyClicks(view, "3")
    it.after(60)
    it.stage.show_state()
    assert [name for name, _time, _on in it.rows()] == ["Ana", "Ben", "Zoë", "李娜", "يوسف", "Kim"]
    it.stage.speaking.add.setFocus()
    assert it.rows()[0][0] == "Zoë"
    it.stage.tap(it.ids["Ben Okafor"])
    it.after(59)
    assert it.rows()[0][0] == "Zoë"
    it.after(2)
    assert it.rows()[0][0] == "Ben"


def test_the_key_beside_a_name_taps_it(talk):
    """Digits and letters, Enter and Space work in the list; each person keeps the key when the order changes."""
    it = talk(names(14))
    view = it.stage.times.view
    it.offer("tap")
    assert view.hasFocus()
    QTest.keyClicks(view, "2")
    assert it.speaks == "Person1 Name"
    it.after(20)
    QTest.keyClicks(view, "b")
    assert it.speaks == "Person10 Name"
    it.after(10)
    it.stage.speaking.add.setFocus()
    view.setFocus()
    assert it.rows()[0][0] == "Person1"
    QTest.keyClicks(view, "1")
    assert it.speaks == "Person0 Name"
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert it.speaks == "Person1 Name"
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert it.speaks == ""


def test_hands_wait_in_their_order_and_f8_takes_the_next(talk):
    """A phone's hand and one added by name wait; *Next speaker* gives the floor and clears the row."""
    it = talk()
    it.do(RaiseHand(person=it.ids["Kim Lee"], ms=T0), role=GUEST, person=it.ids["Kim Lee"])
    it.offer("hand")
    line = it.stage.speaking.line
    assert line.hasFocus()
    QTest.keyClicks(line, "zo")
    assert line.offered == ["Zoë Brandt"]
    QTest.keyClick(line, Qt.Key.Key_Return)
    line.insert("李")
    line.textEdited.emit("李")  # test keys type Latin only
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert it.waits == ["Kim Lee", "Zoë Brandt", "李娜"]
    rows = it.stage.speaking.queue.queue.rows
    assert [(row.phone, row.note) for row in rows] == [
        (True, "first time"),
        (False, "first time"),
        (False, "first time"),
    ]
    it.offer("next")
    assert (it.speaks, it.waits) == ("Kim Lee", ["Zoë Brandt", "李娜"])
    QTest.mouseClick(it.stage.speaking.next, Qt.MouseButton.LeftButton)
    assert it.speaks == "Zoë Brandt"
    it.offer("end")
    assert it.speaks == ""
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.isHidden()


def test_a_name_nobody_has_is_added_on_a_second_enter(talk):
    """It is asked first; then the person is in the session and waits, in one step that one undo takes back."""
    it = talk()
    it.offer("hand")
    QTest.keyClicks(it.stage.speaking.line, "Omar")
    QTest.keyClick(it.stage.speaking.line, Qt.Key.Key_Return)
    assert it.waits == []
    assert "Omar" in it.stage.speaking.new.text()
    QTest.keyClick(it.stage.speaking.new, Qt.Key.Key_Space)
    assert it.waits == ["Omar"]
    it.services.store.undo(it.session)
    assert it.waits == []
    assert len(it.state.people.present()) == len(NAMES)


def test_ctrl_enter_gives_the_floor_at_once(talk):
    """Typing a name is enough to say who speaks."""
    it = talk()
    it.offer("hand")
    QTest.keyClicks(it.stage.speaking.line, "ben")
    QTest.keyClick(it.stage.speaking.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (it.speaks, it.waits) == ("Ben Okafor", [])


def test_a_slash_in_the_list_asks_for_the_name_of_who_speaks(talk):
    """With two hundred people not everybody has a key: their name gives them the floor."""
    it = talk(names(200))
    it.offer("tap")
    assert [row.letter for row in it.stage.times.view.talk.rows[:11]] == [*"123456789", "a", "b"]
    assert it.stage.times.view.talk.rows[150].letter == ""
    QTest.keyClicks(it.stage.times.view, "/")
    assert it.stage.speaking.line.hasFocus()
    QTest.keyClicks(it.stage.speaking.line, "person150")
    QTest.keyClick(it.stage.speaking.line, Qt.Key.Key_Return)
    assert (it.speaks, it.waits) == ("Person150 Name", [])


def test_a_hand_is_taken_down_or_is_a_point_of_order(talk):
    """Delete and the cross take a hand down; ``!`` puts it before all others, and its turn is no talk time."""
    it = talk()
    for place, name in enumerate(("Ana Ruiz", "Ben Okafor", "Kim Lee")):
        it.do(RaiseHand(person=it.ids[name], ms=T0 + place))
    view = it.stage.speaking.queue
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    QTest.keyClick(view, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier)
    assert it.waits[0] == "Kim Lee"
    it.offer("next")
    it.after(30)
    assert it.stage.speaking.now.point_of_order
    assert all(time == "–" for _name, time, _on in it.rows())
    it.do(RaiseHand(person=it.ids["Zoë Brandt"], ms=T0 + 9))
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert it.waits == ["Zoë Brandt"], "the next one is current at once"
    it.click(view, 0, view.viewport().width() - 6)
    assert it.waits == []


def test_first_time_speakers_first_is_a_switch(talk):
    """The switch and its words both turn it."""
    it = talk()
    it.click(it.stage.times.view, 0)
    it.after(20)
    it.offer("end")
    for place, name in enumerate(("Ana Ruiz", "Ben Okafor")):
        it.do(RaiseHand(person=it.ids[name], ms=T0 + place))
    assert it.waits == ["Ana Ruiz", "Ben Okafor"]
    QTest.mouseClick(it.stage.speaking.first, Qt.MouseButton.LeftButton)
    assert it.waits == ["Ben Okafor", "Ana Ruiz"]
    QTest.mouseClick(it.stage.speaking.first.words, Qt.MouseButton.LeftButton)
    assert it.waits == ["Ana Ruiz", "Ben Okafor"]


def test_a_pause_stops_the_running_time(talk):
    """While the activity rests, so does the time on the screen."""
    it = talk()
    it.click(it.stage.times.view, 0)
    it.after(10)
    it.do(PauseActivity(ms=it.now))
    it.after(50)
    assert it.stage.speaking.now.time == "0:10"
    it.do(ResumeActivity(ms=it.now))
    it.after(5)
    assert it.stage.speaking.now.time == "0:15"


def test_talk_time_by_where_people_come_from(talk):
    """*Group* sums it up; a tap there gives the floor to the group as a whole."""
    it = talk()
    for name in ("Ana Ruiz", "Ben Okafor"):
        it.do(DescribePerson(person=it.ids[name], unit="Nights"))
    it.click(it.stage.times.view, 0)
    it.after(20)
    QTest.keyClick(it.stage.times.by, Qt.Key.Key_Right)
    assert it.rows() == [("Nights", "0:20", True), ("Everybody else", "–", False)]
    it.after(5)
    assert it.rows()[0] == ("Nights", "0:25", True)
    it.click(it.stage.times.view, 1)
    it.after(40)
    assert it.speaks == "Everybody else"
    it.stage.times.view.calmed.emit()
    assert it.rows() == [("Everybody else", "0:40", True), ("Nights", "0:25", False)]


def test_the_footnote_tells_how_few_hold_half_and_not_below_four_people(talk):
    """In words, and nothing is told of a small group."""
    it = talk()
    for row, seconds in ((0, 100), (1, 90), (2, 20), (3, 20)):
        it.do(DescribePerson(person=it.ids[NAMES[row]], note="x"))
        it.stage.tap(it.ids[NAMES[row]])
        it.after(seconds)
    it.offer("end")
    assert it.stage.times.foot.text() == "Only on this screen. Two voices hold about three quarters."
    for name in NAMES[3:]:
        it.do(LeavePerson(person=it.ids[name]))
    assert it.stage.times.foot.text() == "Only on this screen."


def test_where_nobody_is_named_no_time_is_shown_or_taken(talk):
    """There is nothing to tap and no list of hands is kept, and it says why."""
    it = talk()
    it.do(ChangeBlock(block="talk", anonymity="without_names"))
    assert it.stage.times.view.isHidden()
    assert it.stage.times.foot.text() == "Nobody is named in this activity, so no talk time is taken."
    with pytest.raises(Rejected, match="no list of hands is kept"):
        it.do(RaiseHand(person=it.ids["Kim Lee"]))
    assert (it.waits, it.speaks) == ([], "")
    it.after(30)
    assert it.stage.speaking.now.time == ""
    it.do(ChangeBlock(block="talk", anonymity="by_group"))
    assert it.stage.times.by.isHidden()
    assert [name for name, _time, _on in it.rows()] == ["Everybody else"]


def test_the_parking_place_keeps_what_was_said_and_by_whom(talk):
    """With a name before it, or from whoever speaks; Delete takes it out, and that can be undone."""
    it = talk()
    it.click(it.stage.times.view, 1)
    it.offer("park")
    line = it.stage.speaking.parking.line
    QTest.keyClicks(line, "who pays?")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClicks(line, "kim: and who calls: the vendor?")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert it.stage.speaking.parking.model.rows[0][1:] == ("who pays?", "Ben")
    assert it.stage.speaking.parking.model.rows[1][1:] == ("and who calls: the vendor?", "Kim")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    view = it.stage.speaking.parking.view
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [one.text for one in parked_now(it.state)] == ["and who calls: the vendor?"]
    it.services.store.undo(it.session)
    assert len(parked_now(it.state)) == 2


def test_a_round_goes_on_to_the_next_in_the_circle(talk):
    """Where no hand is up, F8 leads round the circle and ends when everybody had a turn."""
    it = talk()
    it.do(ChooseFormat(block="talk", format="round"))
    assert it.stage.speaking.nobody.text() == "In the circle: \u2068Ana\u2069"
    heard = []
    for _turn in NAMES:
        it.offer("next")
        heard.append(it.speaks)
        it.after(30)
    assert heard == list(NAMES)
    assert not it.stage.speaking.next.isEnabled()
    assert it.stage.speaking.nobody.text() == "Everybody has had a turn."


def test_the_format_is_chosen_on_the_stage(talk):
    """The menu names them all with the one that is on; choosing one says so to the page around."""
    it = talk()
    told = []
    it.stage.told.connect(lambda: told.append(it.stage.subtitle()))
    menu = it.stage.menu()
    words = [action.text() for action in menu.actions() if action.isCheckable()]
    assert words == [
        "Open talk", "Round", "Pairs to plenary", "Widening circles", "Fishbowl", "World cafe", "Case clinic",
    ]  # fmt: skip
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Open talk"]
    next(action for action in menu.actions() if action.text() == "Fishbowl").trigger()
    assert told == ["Fishbowl"]
    assert not it.stage.chairs.isHidden()
    it.do(ChangeBlock(block="talk", method="Circle within a circle", steps=STEPS))
    assert told[-1] == "Fishbowl · step 1 of 4, Alone"
    it.do(ChooseFormat(block="talk"))
    assert told[-1] == "Circle within a circle · step 1 of 4, Alone"
    assert it.stage.chairs.isHidden()


def test_in_a_fishbowl_chairs_are_taken_and_left(talk):
    """One sits down by name on the free chair and leaves by a click; who sits inside stands first in the talk time."""
    it = talk(method="fishbowl")
    for name in NAMES[2:5]:
        it.do(TakeSeat(person=it.ids[name]))
    assert [name for name, _time, _on in it.rows()][:3] == ["Zoë", "李娜", "يوسف"]
    free = [button for button in it.stage.chairs.buttons if "Free" in button.text()]
    assert len(free) == 2
    QTest.mouseClick(free[0], Qt.MouseButton.LeftButton)
    QTest.keyClicks(it.stage.chairs.line, "kim")
    QTest.keyClick(it.stage.chairs.line, Qt.Key.Key_Return)
    assert inside(it.state, "talk")[-1] == it.ids["Kim Lee"]
    QTest.mouseClick(it.stage.chairs.buttons[0], Qt.MouseButton.LeftButton)
    assert it.ids["Zoë Brandt"] not in inside(it.state, "talk")
    it.stage.chairs.buttons[1].setFocus()
    QTest.keyClick(it.stage.chairs.buttons[1], Qt.Key.Key_Space)
    assert it.stage.chairs.buttons[1].hasFocus(), "the focus stays at the row of chairs"
    it.do(TakeSeat(person=it.ids["Zoë Brandt"]))
    QTest.mouseClick(it.stage.chairs.more, Qt.MouseButton.LeftButton)
    assert len(it.stage.chairs.buttons) == 6


# ---- groups ------------------------------------------------------------------------------------------------------

STEPS = ("Alone, 2 min", "Pairs, 8 min", "Fours, 5 min", "Plenary, 15 min")


def test_a_step_in_pairs_shows_the_groups_and_fours_join_whole_pairs(talk):
    """Pairs are drawn; at the step of fours they join, no pair parted; the plenary shows who speaks again."""
    it = talk(names(12), STEPS)
    assert not it.stage.in_groups
    it.do(ReachStep(step=1))
    assert it.stage.in_groups
    assert it.stage.groups.told.text() == "12 people make 6 groups."
    QTest.mouseClick(it.stage.groups.draw_button, Qt.MouseButton.LeftButton)
    pairs = it.groups()
    assert sorted(map(len, pairs)) == [2] * 6
    assert it.stage.groups.told.text() == "Everybody meets new people."
    it.do(ReachStep(step=2))
    QTest.mouseClick(it.stage.groups.join_button, Qt.MouseButton.LeftButton)
    fours = it.groups()
    assert [len(four) for four in fours] == [4, 4, 4]
    assert all(any(pair <= four for four in fours) for pair in pairs)
    assert len(rounds_of(it.state, "talk")) == 1
    it.do(ReachStep(step=3))
    assert not it.stage.in_groups
    assert it.stage.talk.isVisible()


def test_cafe_tables_travel_while_the_host_stays(talk):
    """Three rounds of sixteen people: hosts keep their table, nobody meets twice, one undo takes a round back."""
    it = talk(names(16), method="world_cafe")
    assert it.stage.in_groups
    QTest.mouseClick(it.stage.groups.draw_button, Qt.MouseButton.LeftButton)
    rounds = [[group.people for group in it.state.groups.of("talk")]]
    for number in (2, 3):
        QTest.mouseClick(it.stage.groups.travel_button, Qt.MouseButton.LeftButton)
        rounds.append([group.people for group in it.state.groups.of("talk")])
        assert it.stage.groups.told.text() == f"Round {number}. Everybody meets new people."
    assert max(met_in(rounds).values()) == 1
    for before, after in pairwise(rounds):
        assert [table[0] for table in before] == [table[0] for table in after]
    assert [group.name for group in it.state.groups.of("talk")] == ["Table 1", "Table 2", "Table 3", "Table 4"]
    assert it.stage.groups.view.board.cells[0].first_word == "host"
    it.services.store.undo(it.session)
    assert [group.people for group in it.state.groups.of("talk")] == rounds[1]
    assert len(rounds_of(it.state, "talk")) == 1


def test_drawn_again_in_a_later_round_hosts_keep_their_tables(talk):
    """Another lot for those who travel, and only for them."""
    it = talk(names(20), method="world_cafe")
    it.offer("draw")
    QTest.mouseClick(it.stage.groups.travel_button, Qt.MouseButton.LeftButton)
    before = [group.people for group in it.state.groups.of("talk")]
    QTest.mouseClick(it.stage.groups.again_button, Qt.MouseButton.LeftButton)
    after = [group.people for group in it.state.groups.of("talk")]
    assert after != before
    assert [table[0] for table in after] == [table[0] for table in before]
    assert len(rounds_of(it.state, "talk")) == 1


def test_groups_of_an_earlier_activity_count_as_met(talk):
    """What was drawn before is known in the next draw."""
    it = talk(names(8), ("Fours, 5 min",))
    it.offer("draw")
    first = [group.people for group in it.state.groups.of("talk")]
    it.do(AddBlock(block="later", title="Later", minutes=10, steps=("Pairs, 5 min",)))
    it.do(StartActivity(block="later", ms=T0 + 1))
    given = StageGiven(it.services, it.session, "later", None, it.stage.theme, Messages(), it._dispatch, lambda: it.now)
    later = DiscussionStage(given)
    later.groups.draw()
    second = [group.people for group in it.state.groups.of("later")]
    assert max(met_in([first, second]).values()) == 1
    later.deleteLater()


def test_somebody_came_or_left_mends_the_groups(talk):
    """Only then the button is there; those who stayed stay where they are."""
    it = talk(names(8), ("Fours, 5 min",))
    it.offer("draw")
    assert it.stage.groups.mend_button.isHidden()
    before = it.groups()
    new = it.services.person(it.session, "Nora New")
    it.do(LeavePerson(person=it.ids["Person0 Name"]))
    assert it.stage.groups.told.text() == "\u2068Nora\u2069 is in no group yet. \u2068Person0\u2069 has left."
    cell = next(cell for cell in it.stage.groups.view.board.cells if it.ids["Person0 Name"] in dict(cell.people))
    assert "Person0 (left)" in it.stage.groups.view.board.index(it.stage.groups.view.board.cells.index(cell)).data()
    QTest.mouseClick(it.stage.groups.mend_button, Qt.MouseButton.LeftButton)
    after = it.groups()
    assert [was - {"Person0 Name"} for was in before] == [now - {"Nora New"} for now in after]
    assert any(new in group.people for group in it.state.groups.of("talk"))
    assert it.stage.groups.mend_button.isHidden()


def test_a_person_is_dragged_or_sent_to_another_group(talk):
    """By mouse onto another cell, by Ctrl and an arrow, by the number of the group."""
    it = talk(names(8), ("Fours, 5 min",))
    it.offer("draw")
    view = it.stage.groups.view
    QApplication.processEvents()
    cells = view.board.cells
    person = cells[0].people[1][0]
    start = view.place_of(person).center()
    target = view.visualRect(view.board.index(1)).center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), target)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert person in it.state.groups.of("talk")[1].people
    assert [len(group.people) for group in it.state.groups.of("talk")] == [3, 5]
    assert view.person == person
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert person in it.state.groups.of("talk")[0].people
    QTest.keyClicks(view, "2")
    assert person in it.state.groups.of("talk")[1].people
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.person in it.state.groups.of("talk")[0].people
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.person in {key for cell in view.board.cells for key, _name in cell.people}


def test_a_group_is_named_and_placed_and_keeps_it_over_a_draw(talk):
    """F2 writes *name, place* over the heading; a new draw leaves both as they are."""
    it = talk(names(8), ("Fours, 5 min",))
    it.offer("draw")
    view = it.stage.groups.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClicks(it.stage.groups.name, "Owls, by the window")
    QTest.keyClick(it.stage.groups.name, Qt.Key.Key_Return)
    first = it.state.groups.of("talk")[0]
    assert (first.name, first.place) == ("Owls", "by the window")
    before = it.groups()
    QTest.mouseClick(it.stage.groups.again_button, Qt.MouseButton.LeftButton)
    assert it.groups() != before
    assert it.state.groups.of("talk")[0].name == "Owls"


def test_two_people_are_kept_apart(talk):
    """The menu of a person says from whom; the next draws hold to it."""
    it = talk(names(6), ("Threes, 5 min",))
    it.offer("draw")
    one, other = it.ids["Person0 Name"], it.ids["Person1 Name"]
    menu = it.stage.groups.menu_for(one)
    apart = next(action.menu() for action in menu.actions() if action.text() == "Keep apart from")
    next(action for action in apart.actions() if action.text() == "Person1").trigger()
    assert kept_apart(it.state) == [frozenset((one, other))]
    for _draw in range(5):
        it.stage.groups.draw()
        assert not any({one, other} <= set(group.people) for group in it.state.groups.of("talk"))


def test_the_case_owner_changes_with_the_case(talk):
    """In threes of a clinic another one owns each case."""
    it = talk(names(6), ("Case 1, 12 min", "Case 2, 12 min", "Case 3, 12 min"), method="case_clinic")
    it.offer("draw")
    owners = []
    for step in range(3):
        if step:
            it.do(ReachStep(step=step))
        cell = it.stage.groups.view.board.cells[0]
        owners.append(cell.people[cell.first][0])
    assert sorted(owners) == sorted(it.state.groups.of("talk")[0].people)


# ---- how it looks and how fast it is -----------------------------------------------------------------------------


def test_a_tick_costs_nothing_with_two_hundred_people(talk):
    """Twice a second for hours: less than a millisecond each, and no row changes its place."""
    it = talk(names(200))
    it.stage.tap(it.ids["Person7 Name"])
    order = [name for name, _time, _on in it.rows()]
    took = []
    for second in range(1, 60):
        start = time.thread_time()
        it.stage.tick(it.now + second * SECOND)
        took.append(time.thread_time() - start)
    assert sorted(took)[len(took) // 2] < 0.01
    assert [name for name, _time, _on in it.rows()] == order
    assert it.stage.speaking.now.time == "0:59"


def _inked(widget: QWidget) -> int:
    """How many colours a picture of a widget has: more than a bare ground."""
    image: QImage = widget.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 5)})


@pytest.mark.parametrize(
    ("look", "scale", "mirrored", "count"),
    [("light", 1.0, False, 200), ("dark", 2.0, True, 7), ("light", 2.0, False, 0)],
    ids=["two hundred", "mirrored and large", "nobody"],
)
def test_it_stands_in_every_size_and_direction(talk, theme, qapp, look, scale, mirrored, count):
    """Nobody, a few, two hundred; at 200 %, in dark, mirrored: nothing is cut off at the side, something is painted."""
    theme.choose(look, scale)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    it = talk(tuple(f"Maximiliana-Theodora{n} von Hohenstein-Wittgenstein" for n in range(count)), STEPS)
    for name in list(it.ids)[:3]:
        it.do(RaiseHand(person=it.ids[name]))
    it.stage.next_speaker()
    qapp.processEvents()
    page = it.stage._page
    assert page.width() <= it.stage.width()
    assert page.minimumSizeHint().width() <= it.stage.width()
    assert _inked(it.stage) > 3
    it.do(ReachStep(step=1))
    it.stage.groups.draw()
    qapp.processEvents()
    assert page.minimumSizeHint().width() <= it.stage.width()
    assert len(it.state.groups.of("talk")) == count // 2


def test_what_a_group_says_is_stamped_with_it(talk):
    """A click on its heading, or Enter, and the line is this group's until the same again or another step."""
    it = talk(names(8), STEPS)
    it.do(ReachStep(step=2))
    it.offer("draw")
    QApplication.processEvents()
    view = it.stage.groups.view
    assert (it.stage.stamps(), it.stage.chips()) == ({}, [])
    place = view.visualRect(view.board.index(1)).topLeft() + QPoint(20, 20)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert it.stage.stamps() == {"group": "Group 2"}
    assert [chip.words for chip in it.stage.chips()] == ["Group 2"]
    assert it.stage.hint() == "What \u2068Group 2\u2069 says"
    view._go(view.board.cells[1].people[0][0])
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert it.stage.stamps() == {}
    QTest.keyClick(view, Qt.Key.Key_Return)
    it.do(ReachStep(step=3))
    assert it.stage.stamps() == {}


def test_whoever_leads_is_told_apart(talk):
    """The facilitator's bar stands last, has no turn in the round, no group, and no part in the footnote."""
    it = talk(steps=("Pairs, 5 min",))
    it.do(DescribePerson(person=it.ids["Ana Ruiz"], roles=("facilitator",)))
    it.offer("draw")
    assert not any("Ana Ruiz" in group for group in it.groups())
    it.stage.show_view("talk")
    for name, seconds in (("Ana Ruiz", 400), ("Ben Okafor", 50), ("Kim Lee", 50)):
        it.stage.tap(it.ids[name])
        it.after(seconds)
    it.offer("end")
    assert it.rows()[-1] == ("Ana", "6:40", False)
    assert it.stage.times.foot.text() == "Only on this screen. One voice holds about half."


def test_by_group_the_drawn_groups_are_tapped(talk):
    """Where only groups are told, their names stand there to be tapped."""
    it = talk(names(8), STEPS, anonymity="by_group")
    it.do(ReachStep(step=2))
    it.offer("draw")
    it.do(ReachStep(step=3))
    assert [name for name, _time, _on in it.rows()] == ["Group 1", "Group 2"]
    it.click(it.stage.times.view, 1)
    it.after(10)
    assert it.speaks == "Group 2"
    assert it.rows()[0] == ("Group 2", "0:10", True)


def test_f8_works_wherever_the_focus_is(talk):
    """The stage's offers give the keys: also from within a line one types in."""
    it = talk()
    registry = Registry(it.stage)
    registry.take_offers(it.stage)
    for name in NAMES[:2]:
        it.do(RaiseHand(person=it.ids[name]))
    it.offer("hand")
    QTest.keyClick(it.stage.speaking.line, Qt.Key.Key_F8)
    assert it.speaks == NAMES[0]
    QTest.keyClick(it.stage.times.view, Qt.Key.Key_F8)
    assert it.speaks == NAMES[1]
    QTest.keyClick(it.stage.times.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert it.speaks == ""
    refused = []
    registry.refused.connect(refused.append)
    QTest.keyClick(it.stage.times.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert refused == ["Nobody is speaking."]


def test_what_can_be_done_with_groups_says_why_not(talk):
    """Each action of the groups tells in a sentence what stands against it."""
    it = talk(names(8), STEPS)

    def why(name: str) -> str:
        return next(one for one in it.stage.offers() if one.id == f"discussion.{name}").why_not()

    assert why("mend") == "Show the groups first."
    it.do(ReachStep(step=1))
    assert why("travel") == "There are no groups yet. Draw them first."
    it.offer("draw")
    assert why("mend") == "Everybody who is here is in a group."
    assert why("join") == "These groups are not pairs, or fours are not wanted yet."
    it.do(ReachStep(step=2))
    it.offer("join")
    assert [len(group) for group in it.groups()] == [4, 4]


def test_every_control_says_what_it_is(talk):
    """Lists, lines and buttons have a name for screen readers, rows say what they show."""
    it = talk()
    it.do(RaiseHand(person=it.ids["Ben Okafor"]))
    it.click(it.stage.times.view, 0)
    it.after(65)
    named = (
        it.stage.speaking.queue, it.stage.times.view, it.stage.speaking.add, it.stage.speaking.next, it.stage.more,
        it.stage.speaking.line, it.stage.speaking.first, it.stage.times.by, it.stage.groups.view,
        it.stage.speaking.parking.add, it.stage.speaking.parking.line,
    )  # fmt: skip
    assert all(widget.accessibleName() for widget in named)
    told = Qt.ItemDataRole.AccessibleTextRole
    assert it.stage.times.view.model().index(0, 0).data(told) == "Ana Ruiz, 1:05, speaks now"
    assert it.stage.speaking.queue.model().index(0, 0).data(told) == "Ben Okafor, first time, hand up"
    assert it.stage.speaking.now.accessibleName() == "Speaking now: \u2068Ana Ruiz\u2069, 1:05"
    keys = [key for action in it.stage.offers() for key in action.keys]
    assert "F8" in keys
    assert len(keys) == len(set(keys))


def test_sixteen_people_fit_without_scrolling(talk, theme):
    """In a stage as large as at 1440 by 900 with two lines of question, rows stand closer rather than scroll."""
    it = talk(names(16), steps=("Alone, 2 min", "Pairs, 8 min", "Plenary, 15 min"))
    asked = "Think of one handover this month. What got lost on the way, and when did you notice?"
    it.do(ChangeBlock(block="talk", prompt=asked, say="2 alone, 8 in pairs, 15 together."))
    it.do(ReachStep(step=2))
    view = it.stage.times.view
    it.stage.resize(792, 585)
    turn_until(lambda: view.height() > 300)
    assert len(view.talk.rows) == 16
    assert view.verticalScrollBar().maximum() == 0
    rows = [view.visualRect(view.talk.index(row)) for row in range(16)]
    assert all(rect.height() >= theme.tall(CLOSEST) for rect in rows)
    assert rows[-1].bottom() < view.viewport().height()


def test_fewer_people_have_rows_of_26(talk):
    """Where everybody fits, nothing is pushed together; with forty the list scrolls and no row is lower than 21."""
    few, many = talk(names(6)), talk(names(40))
    for it, tall in ((few, ROW), (many, CLOSEST)):
        it.stage.resize(792, 585)
        view = it.stage.times.view
        turn_until(lambda view=view, tall=tall: view.visualRect(view.talk.index(0)).height() == tall)
    assert many.stage.times.view.verticalScrollBar().maximum() > 0
