"""The stage of a role play under a person's hands: casting, phases, passing, briefs, sheets, words, the debrief."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QWidget

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.casting import CastPlayer, OpenBrief, PassRole, has_passed, observers, players
from facilitator.session.errors import Rejected
from facilitator.session.modalities import Modality
from facilitator.session.people import DescribePerson, LeavePerson
from facilitator.session.play import DEBRIEF, PLAY, STEP_OUT, GoToPhase, play_of
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.watching import TickBehaviour, seen_by, words_of
from facilitator.ui.messages import Messages
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.registry import build_stage
from facilitator.ui.stages.role_play.cast_rows import BRIEF_PART, PLAYER_PART
from facilitator.ui.stages.role_play.stage import RolePlayStage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.ui.phones_fake import FakePhones
from tests.ui.test_run import Room, plain

PEOPLE = ("José Carrasco", "Амина Садыкова", "يوسف حداد", "Carmen Ruiz", "Ben Okafor", "Lotte de Vries", "李娜")
ROLES = {"night": "Night nurse", "day": "Day nurse", "patient": "Patient, bed 6"}
SECRET = "The insulin was changed at three."
METHOD = Modality(
    "role_play", "Rehearse", family="role_play", debrief=("How was the chair?", "Which words?", "One line?")
)


class Played:
    """A session with a role play on its stage, and what was said."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.services, self.theme = services, theme
        self.session = services.begin("Night handover")
        self.ids = {name.split()[0]: services.person(self.session, name) for name in PEOPLE}
        self.ids["Ines"] = services.person(self.session, "Ines Moreira")
        self.do(DescribePerson(person=self.ids["Ines"], roles=("facilitator",)))
        self.do(DescribePerson(person=self.ids["Ben"], unit="nursing"))
        self.do(AddBlock(block="play", title="The seven o’clock handover", modality="role_play", minutes=40))
        checklist = ("Names the reason", "Says what is still open", "Reads back")
        self.do(WriteScenario(block="play", situation="07:00.", task="Hand over.", rounds=3, checklist=checklist))
        for role, name in ROLES.items():
            self.do(AddRole(role=role, block="play", name=name, secret=f"{name}: {SECRET}"))
        self.do(StartActivity(block="play"))
        self.clock = self.state.agenda.by_id["play"].started_ms or 0
        self.refused: list[str] = []
        self.told: list[str] = []
        self.lines: list[str] = []
        self.build()

    def build(self) -> None:
        """The stage, beside its debrief, in a window."""
        given = StageGiven(
            self.services, self.session, "play", METHOD, self.theme, Messages(), self.dispatch, lambda: self.clock
        )
        stage = build_stage(given)
        assert isinstance(stage, RolePlayStage)
        self.stage = stage
        side = stage.side()
        assert side is not None
        self.window = QWidget()
        row = QHBoxLayout(self.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.stage, 1)
        row.addWidget(side)
        self.window.resize(1112, 800)
        self.services.store.subscribe(self.stage.heard)
        self.stage.line_asked.connect(self.lines.append)
        self.window.show()
        QApplication.processEvents()

    def do(self, command: Command) -> None:
        self.services.store.dispatch(self.session, command)

    def dispatch(self, command: Command, said: str = "") -> object:
        try:
            change = self.services.store.dispatch(self.session, command)
        except Rejected as error:
            self.refused.append(str(error))
            return None
        if said:
            self.told.append(said)
        return change

    @property
    def state(self):
        return self.services.store.state(self.session)

    @property
    def play(self):
        return play_of(self.state, "play")

    def names(self, number: int = 0) -> dict[str, str]:
        return {role: person.name.split()[0] for role, person in players(self.state, "play", number).items()}

    def cast(self, **by_role: str) -> None:
        for role, name in by_role.items():
            self.do(CastPlayer(block="play", role=role, person=self.ids[name]))

    def to_play(self) -> None:
        self.do(GoToPhase(block="play", phase=PLAY, ms=self.clock))

    def click(self, role: str, part: str) -> None:
        view = self.stage.page.cast
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.box(role, part).center())

    def choose(self, words: str) -> None:
        """Take an entry of the menu that is open, or of a menu within it."""
        menu = self.stage.menus.last
        assert menu is not None
        actions = [
            *menu.actions(),
            *(inner for action in menu.actions() if action.menu() for inner in action.menu().actions()),
        ]
        found = [action for action in actions if action.text().replace("\u2068", "").replace("\u2069", "") == words]
        assert len(found) == 1, [action.text() for action in actions]
        found[0].trigger()
        menu.close()

    def shown(self) -> str:
        """All words that stand in labels of the window."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def played(services, theme, qtbot):
    made = Played(services, theme)
    qtbot.addWidget(made.window)
    yield made
    made.stage.close_stage()


def drag(start: QWidget, begin: QPoint, end_global: QPoint) -> None:
    """Press, carry and let go, as a hand does."""
    end = start.mapFromGlobal(end_global)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(start, left, pos=begin)
    for place in (begin + QPoint(20, 4), end):
        spot = QPointF(start.mapToGlobal(place))
        QApplication.sendEvent(start, QMouseEvent(QEvent.Type.MouseMove, QPointF(place), spot, left, left, none))
    QTest.mouseRelease(start, left, pos=end)


# ---- phases and rounds ----------------------------------------------------------------------------------------------


def test_the_plans_own_words_come_with_the_rules(played: Played) -> None:
    """What the plan says and wants caught stands under the rules; in the play nothing is said."""
    says = played.stage.page.says
    assert not says.more.isVisible()
    played.do(ChangeBlock(block="play", say="Three rounds. Step out by name.", catch="quoted words"))
    assert says.words.isVisible() and says.more.text() == "Three rounds. Step out by name.\nTo catch: quoted words"
    played.to_play()
    assert not says.isVisible()


def test_the_large_button_leads_through_every_phase_and_round(played: Played) -> None:
    """Rules, brief, play, step out, debrief; round by round with the roles swapped; then on to the next activity."""
    played.cast(night="José", day="Амина", patient="Carmen")
    words = []
    while (forward := played.stage.forward()) is not None:
        words.append(forward.words)
        forward.does()
    a_round = ["Play", "Step out", "Debrief"]
    assert words == ["Brief", *a_round, "Round 2", *a_round, "Round 3", *a_round]
    assert played.refused == [] and played.stage.steps() == ()
    assert played.names(2) == {"day": "José", "patient": "Амина", "night": "Carmen"}
    assert played.names(3) == {"patient": "José", "night": "Амина", "day": "Carmen"}
    assert played.stage.subtitle() == "Round 3 of 3, roles swapped · debrief"


def test_a_phase_is_clicked_in_its_bar_and_the_debrief_waits_for_the_step_out(played: Played) -> None:
    """From the play straight into the debrief is refused in a sentence; the step out says how it is done."""
    page = played.stage.page
    assert [step.name for step in page.bar.steps] == ["Rules", "Brief", "Play", "Step out", "Debrief"]
    assert [step.minutes for step in page.bar.steps] == [1, 2, 5, 1, 5]
    played.cast(night="José")
    page.bar.setFocus()
    QTest.keyClick(page.bar, Qt.Key.Key_Right)
    QTest.keyClick(page.bar, Qt.Key.Key_Right)
    assert played.play.phase == PLAY and not page.says.isVisible()
    places = page.bar._places()
    QTest.mouseClick(page.bar, Qt.MouseButton.LeftButton, pos=places[4].center())
    assert played.play.phase == PLAY
    assert played.refused == ["First everybody steps out of their role. Then the round is talked about."]
    QTest.mouseClick(page.bar, Qt.MouseButton.LeftButton, pos=places[3].center())
    assert played.play.phase == STEP_OUT and page.says.isVisible()
    assert "says their own name" in page.says.words.text()
    assert "José" in page.says.more.text() and "Night nurse" in page.says.more.text()


def test_a_phase_that_runs_over_says_by_how_much(played: Played) -> None:
    """The bar and the page's timer tell the phase's own time."""
    played.to_play()
    played.clock += 5 * 60_000 + 37_000
    played.stage.tick(played.clock)
    assert played.stage.left_ms(played.clock) == -37_000
    assert played.stage.page.bar.over == "over by 0:37"
    played.stage.tick(played.clock - 60_000)
    assert played.stage.page.bar.over == ""


def test_rounds_are_more_or_fewer_on_the_spot(played: Played) -> None:
    """From the menu and from the palette; the last round is the last."""
    QTest.mouseClick(played.stage.page.more, Qt.MouseButton.LeftButton)
    played.choose("Make it 2 rounds")
    assert played.stage.rounds == 2 and played.told == ["2 rounds now"]
    offers = {action.id: action for action in played.stage.offers()}
    offers["role_play.fewer"].does()
    assert played.stage.rounds == 1 and played.stage.subtitle() == "rules"
    assert offers["role_play.fewer"].why_not() == "This is the last round already."
    played.services.store.undo(played.session)
    assert played.stage.subtitle() == "Round 1 of 2 · rules"


@pytest.mark.asyncio
async def test_the_page_runs_by_the_phase(services, theme) -> None:
    """On the page the large button and the timer are the phase's; behind the last debrief comes the next activity."""
    room = Room(services, theme)
    room.do(AddBlock(block="play", title="The handover", modality="role_play", minutes=14))
    room.do(AddBlock(block="end", title="What each will do", minutes=5))
    room.do(WriteScenario(block="play", situation="07:00.", rounds=1))
    page = room.show().page
    words = []
    for _press in range(7):
        words.append(plain(page.bar.next.words()))
        QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
        if play_of(room.state, "play").phase == PLAY:
            room.after(2.5)
            assert page.bar.timer.words == "02:30"
        if room.running == "end":
            break
    assert words == [
        "Start: The handover", "Brief", "Play", "Step out", "Debrief", "Next: What each will do",
    ]  # fmt: skip
    assert room.running == "end"
    page.close_session()
    page.close()
    page.deleteLater()


# ---- casting --------------------------------------------------------------------------------------------------------


def test_enter_on_a_role_finds_a_player_by_name(played: Played) -> None:
    """Two letters and Enter; somebody who plays already is refused with a sentence; Esc leaves everything."""
    view = played.stage.page.cast
    view.setFocus()
    view.setCurrentIndex(view.rows_model.index(0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert played.stage.field is not None
    QTest.keyClicks(played.stage.field, "carm")
    assert [name for _key, name in played.stage.field.found()] == ["Carmen Ruiz"]
    QTest.keyClick(played.stage.field, Qt.Key.Key_Return)
    assert played.names() == {"night": "Carmen"} and played.stage.field is None
    played.stage.ask_player("day")
    QTest.keyClicks(played.stage.field, "carm")
    QTest.keyClick(played.stage.field, Qt.Key.Key_Return)
    assert played.refused == ["Carmen Ruiz plays “Night nurse” in this round already. Nobody plays two roles at once."]
    played.stage.ask_player("day")
    QTest.keyClick(played.stage.field, Qt.Key.Key_Down)
    QTest.keyClick(played.stage.field, Qt.Key.Key_Down)
    QTest.keyClick(played.stage.field, Qt.Key.Key_Return)
    assert played.names() == {"night": "Carmen", "day": "Амина"}
    played.stage.ask_player("patient")
    QTest.keyClick(played.stage.field, Qt.Key.Key_Escape)
    assert played.stage.field is None and "patient" not in played.names()
    view.setCurrentIndex(view.rows_model.index(0))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert played.names() == {"day": "Амина"}


def test_somebody_is_dragged_from_the_bench_onto_a_role(played: Played) -> None:
    """The row under the hand is lit; beside every row nothing happens; in the play nobody is on a bench."""
    page = played.stage.page
    assert page.bench.isVisible()
    index = next(i for i in range(page.bench.seats_model.rowCount()) if page.bench.seats_model.seats[i].name == "李娜")
    begin = page.bench.visualRect(page.bench.seats_model.index(index)).center()
    aim = page.cast.viewport().mapToGlobal(page.cast.box("patient", PLAYER_PART).center())
    drag(page.bench.viewport(), begin, aim)
    assert played.names() == {"patient": "李娜"}
    assert page.cast.delegate.drop_row == -1
    drag(page.bench.viewport(), QPoint(30, 10), page.title.mapToGlobal(QPoint(5, 5)))
    assert played.names() == {"patient": "李娜"}
    played.cast(night="José", day="Амина")
    played.to_play()
    assert not page.bench.isVisible()


def test_a_click_on_the_bench_gives_a_role_and_takes_a_pass(played: Played) -> None:
    """What can be done with somebody: play, pass, sit out, be kept apart; the pass is never asked a reason."""
    bench = played.stage.page.bench
    bench.setFocus()
    seat = next(i for i, one in enumerate(bench.seats_model.seats) if one.name == "Ben Okafor")
    bench.setCurrentIndex(bench.seats_model.index(seat))
    QTest.keyClick(bench, Qt.Key.Key_Return)
    played.choose("Plays Day nurse")
    assert played.names() == {"day": "Ben"}
    played.stage.menus.person(played.ids["Lotte"], QPoint())
    played.choose("Sits this one out")
    assert has_passed(played.state, "play", played.ids["Lotte"]) == "all"
    assert "Lotte de Vries" not in [one.name for one in observers(played.state, "play")]
    played.stage.menus.person(played.ids["Carmen"], QPoint())
    played.choose("José Carrasco")
    assert played.state.casting.rules["play"].apart == (tuple(sorted((played.ids["Carmen"], played.ids["José"]))),)
    played.stage.menus.role(played.stage.page.cast.row(played.stage.page.cast.rows_model.index(0)), QPoint())
    played.choose("nursing")
    assert played.state.casting.rules["play"].barred == (("night", "nursing"),)
    played.stage.menus.rounds(QPoint())
    played.choose("Night nurse is not drawn from nursing")
    assert played.state.casting.rules["play"].barred == ()
    played.stage.menus.person(played.ids["Carmen"], QPoint())
    played.choose("Observes")
    assert played.ids["Carmen"] not in [one.id for one in observers(played.state, "play")]
    assert "Observers, 4" in played.shown()
    spoken = [seat.spoken for seat in bench.seats_model.seats]
    assert spoken[-1] == "Lotte de Vries, sits this one out"


def test_lots_are_drawn_for_one_role_for_all_and_for_the_next_round(played: Played) -> None:
    """In the row, by the button, and while a round is played for the one after it."""
    page = played.stage.page
    assert page.cast.row(page.cast.rows_model.index(0)).spoken == "Night nurse, Who plays this?"
    played.click("day", "state")
    assert set(played.names()) == {"day"}
    QTest.mouseClick(page.draws, Qt.MouseButton.LeftButton)
    assert set(played.names()) == set(ROLES) and len(set(played.names().values())) == 3
    assert "Ines" not in played.names().values()
    first = played.names()
    played.to_play()
    QTest.mouseClick(page.draws, Qt.MouseButton.LeftButton)
    assert played.names() == first and not set(first.values()) & set(played.names(2).values())
    assert page.later.isVisible() and page.later.text().startswith("Round 2")
    prepared = played.names(2)
    played.stage.next_round()
    assert played.names() == prepared and played.stage.subtitle() == "Round 2 of 3, others play · brief"


def test_a_pass_is_one_click_away_in_every_phase(played: Played) -> None:
    """The button is there also in the play; who passed is taken out at once, and may be in again."""
    played.cast(night="José", day="Амина")
    for phase in (PLAY, STEP_OUT, DEBRIEF):
        played.do(GoToPhase(block="play", phase=phase, ms=played.clock))
        assert played.stage.page.passes.isVisible()
    played.to_play()
    QTest.mouseClick(played.stage.page.passes, Qt.MouseButton.LeftButton)
    played.choose("José Carrasco passes")
    assert played.names() == {"day": "Амина"}
    assert "José Carrasco" in [one.name for one in observers(played.state, "play")]
    QTest.mouseClick(played.stage.page.passes, Qt.MouseButton.LeftButton)
    played.choose("José Carrasco is in again")
    assert has_passed(played.state, "play", played.ids["José"]) == ""


def test_somebody_takes_over_in_the_middle(played: Played) -> None:
    """In the play a name given to a role that is played tags in."""
    played.cast(night="José")
    played.to_play()
    played.click("night", PLAYER_PART)
    QTest.keyClicks(played.stage.field, "ben")
    QTest.keyClick(played.stage.field, Qt.Key.Key_Return)
    assert played.names() == {"night": "Ben"}
    assert played.state.casting.tagged[("play", 1)] == (played.ids["José"],)
    played.services.store.undo(played.session)
    assert played.names() == {"night": "José"} and ("play", 1) not in played.state.casting.tagged


def test_roles_are_swapped_in_pairs_for_the_next_round(played: Played) -> None:
    """While a round is played the menu speaks of the next one; before it, of the round itself."""
    played.cast(night="José", day="Амина")
    QTest.mouseClick(played.stage.page.swaps, Qt.MouseButton.LeftButton)
    played.choose("Two by two")
    assert played.names() == {"night": "Амина", "day": "José"}
    played.to_play()
    QTest.mouseClick(played.stage.page.swaps, Qt.MouseButton.LeftButton)
    played.choose("The same cast again")
    assert played.names(2) == played.names()
    assert played.told[-1] == "Roles swapped for round 2"


def test_who_left_the_room_is_seen_and_drawn_for(played: Played) -> None:
    """The row says so and offers the lot; names that wait come from the room."""
    played.cast(night="José")
    played.do(LeavePerson(person=played.ids["José"]))
    row = played.stage.page.cast.row(played.stage.page.cast.rows_model.index(0))
    assert row.words == "has left the room" and row.draws
    played.click("night", "state")
    assert played.names()["night"] != "José"


# ---- briefs ---------------------------------------------------------------------------------------------------------


def test_a_brief_is_shown_to_the_facilitator_and_closed_again(played: Played) -> None:
    """Its secret stands in the popover and nowhere else on the page; Esc and a click beside it close it."""
    played.cast(night="José")
    assert SECRET not in played.shown()
    played.click("night", BRIEF_PART)
    popover = played.stage._popover
    assert popover is not None and popover.isVisible()
    assert f"Night nurse: {SECRET}" in played.shown() and "Day nurse: " not in played.shown()
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert played.stage._popover is None and SECRET not in played.shown()
    view = played.stage.page.cast
    view.setCurrentIndex(view.rows_model.index(1))
    QTest.keyClick(view, Qt.Key.Key_B)
    assert f"Day nurse: {SECRET}" in played.shown()
    QTest.mouseClick(played.stage.page.says, Qt.MouseButton.LeftButton)
    assert played.stage._popover is None


def test_a_brief_read_on_paper_is_ticked_by_hand(played: Played) -> None:
    """From the popover, and taken back from the row's menu; not opened presses once the round is briefed."""
    played.cast(night="José", day="Амина")
    model = played.stage.page.cast.rows_model
    assert [(row.how, row.pressing) for row in model.rows] == [("open", False), ("open", False), ("", False)]
    played.click("night", BRIEF_PART)
    QTest.mouseClick(played.stage._popover.paper, Qt.MouseButton.LeftButton)
    assert model.rows[0].how == "read" and model.rows[0].words.startswith("read on paper")
    played.do(OpenBrief(block="play", person=played.ids["Амина"]))
    assert model.rows[1].words.startswith("brief read")
    played.stage.menus.role(model.rows[0], QPoint())
    played.choose("Not read after all")
    played.to_play()
    assert (model.rows[0].words, model.rows[0].pressing) == ("brief not opened", True)
    QTest.mouseClick(played.stage.page.more, Qt.MouseButton.LeftButton)
    played.choose("Everybody has read their brief")
    assert [row.how for row in model.rows] == ["read", "read", ""]


def test_briefs_are_printed_from_the_row(played: Played) -> None:
    """The row's menu asks where the slips go."""
    played.cast(night="José")
    played.stage.menus.role(played.stage.page.cast.rows_model.rows[0], QPoint())
    played.choose("Print the briefs")
    dialog = next(found for found in played.window.findChildren(QFileDialog))
    assert dialog.isVisible() and "slips" in dialog.selectedFiles()[0]
    dialog.reject()


def test_without_phones_a_brief_is_printed_from_its_row(played: Played) -> None:
    """Nothing can open it, so the row offers paper, by click and by P; with phones on it says how it stands."""
    played.services.phones = phones = FakePhones()
    played.cast(night="José", day="Амина")
    played.do(OpenBrief(block="play", person=played.ids["Амина"], paper=True))
    model = played.stage.page.cast.rows_model
    assert [row.prints for row in model.rows] == [True, False, False]
    assert "brief not opened" in model.rows[0].spoken
    view = played.stage.page.cast
    view.setCurrentIndex(view.rows_model.index(0))
    for ask in (lambda: played.click("night", "state"), lambda: QTest.keyClick(view, Qt.Key.Key_P)):
        ask()
        (dialog,) = [found for found in played.window.findChildren(QFileDialog) if found.isVisible()]
        assert "slips" in dialog.selectedFiles()[0]
        dialog.reject()
    phones.put(session=played.session)
    played.stage.tick(played.clock)
    assert (model.rows[0].prints, model.rows[0].words) == (False, "brief not opened")
    phones.put(session="")
    played.to_play()
    assert model.rows[0].prints
    played.stage.to_phase("step_out")
    assert not model.rows[0].prints, "what is over needs no paper"


def test_the_status_line_says_whose_the_briefs_are(played: Played) -> None:
    """And the empty line asks for what was said."""
    assert played.stage.notes() == [("lock", "Each brief is for its player alone")]
    assert played.stage.hint() == "Name: what they said"


# ---- observers ------------------------------------------------------------------------------------------------------


def test_observers_sheets_are_counted_in_dots_and_words(played: Played) -> None:
    """A dot an observer, filled for each tick; sheets that were begun are counted, never named."""
    played.cast(night="José", day="Амина")
    for name in ("Ben", "Lotte"):
        played.do(TickBehaviour(block="play", observer=played.ids[name], behaviour=0))
    page = played.stage.page
    assert [row.words for row in page.sheet.rows_model.rows] == ["2 of 5 saw it", "nobody yet", "nobody yet"]
    assert page.sheet.delegate.whole == 5 and page.seen_head.label.text() == "Observers, 5"
    assert page.progress.text() == "2 sheets in progress"


def test_a_show_of_hands_is_entered_by_dot_key_and_number(played: Played) -> None:
    """A click on the third dot is three; plus, minus and a typed number; nothing typed lets the ticks hold again."""
    sheet = played.stage.page.sheet

    def seen(behaviour: int) -> int:
        return seen_by(played.state, "play", 1, behaviour)

    rect = sheet.visualRect(sheet.rows_model.index(1))
    dots = sheet.delegate.boxes(rect, False)["dots"]
    _width, pitch = sheet.delegate.dots_width(rect.width() - 16)
    third = QPoint(round(dots.left() + 2.5 * pitch), dots.center().y())
    QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=third)
    assert seen(1) == 3
    QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=third)
    assert seen(1) == 2
    sheet.setFocus()
    sheet.setCurrentIndex(sheet.rows_model.index(1))
    for key in "++-":
        QTest.keyClicks(sheet, key)
    assert seen(1) == 3
    QTest.keyClicks(sheet, "1")
    assert sheet.field is not None
    QTest.keyClicks(sheet.field, "2")
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert seen(1) == 12 and sheet.rows_model.rows[1].words == "12 of 12 saw it"
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    assert seen(1) == 0
    QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(20, 10))
    assert sheet.field is not None
    QTest.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert sheet.field is None and seen(1) == 0


def test_exact_words_and_a_rewind_are_kept_as_lines(played: Played) -> None:
    """Word for word, with what they did; a click makes a card of them in the line."""
    page = played.stage.page
    played.to_play()
    QTest.mouseClick(page.quotes, Qt.MouseButton.LeftButton)
    assert page.line.isVisible()
    page.line.mark.setFocus()
    QTest.keyClick(page.line.mark, Qt.Key.Key_Left)
    QTest.keyClicks(page.line.field, "I hear the phone")
    QTest.keyClick(page.line.field, Qt.Key.Key_Return)
    QTest.keyClick(page.line.field, Qt.Key.Key_Escape)
    QTest.mouseClick(page.rewinds, Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.line.field, "What is still open?")
    QTest.keyClick(page.line.field, Qt.Key.Key_Return)
    assert not page.line.isVisible()
    assert [(note.words, note.mark) for note in words_of(played.state, "play", 1)] == [
        ("I hear the phone", "colder"), ("What is still open?", "rewind"),
    ]  # fmt: skip
    QTest.mouseClick(page.noted.buttons[0], Qt.MouseButton.LeftButton)
    assert played.lines == ["/observation “What is still open?”"]


# ---- the debrief ----------------------------------------------------------------------------------------------------


def test_the_debrief_stands_beside_the_stream_in_its_order(played: Played) -> None:
    """Four steps with their questions; the current one is marked, with what the method itself asks; a click moves."""
    script = played.stage._script
    assert [row._name for row in script.rows] == ["Feelings", "Facts", "What it means", "What we take along"]
    assert not any(row.on for row in script.rows) and script.heading.text() == "After this round, in this order"
    QTest.mouseClick(script.rows[1], Qt.MouseButton.LeftButton)
    assert len(played.refused) == 1 and played.play.phase == "prebrief"
    played.to_play()
    played.do(GoToPhase(block="play", phase=STEP_OUT))
    QTest.mouseClick(script.rows[0], Qt.MouseButton.LeftButton)
    assert played.play.phase == DEBRIEF and [row.on for row in script.rows] == [True, False, False, False]
    script.rows[0].setFocus()
    QTest.keyClick(script.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(script.rows[1], Qt.Key.Key_Space)
    assert played.play.question == 1
    assert script.rows[1].accessibleName() == "Step 2: Facts. Observers. What did you see and hear?. Which words?"
    assert played.stage.page.says.heading.text() == "Facts"
    assert "Which words?" in played.stage.page.says.more.text()
    offers = {action.id: action for action in played.stage.offers()}
    offers["role_play.question"].does()
    assert played.play.question == 2 and script.rows[2].on


def test_a_long_situation_is_a_heading_and_text(played: Played) -> None:
    """The heading ends behind a sentence; nothing of the situation is lost, whatever it is made of."""
    page = played.stage.page
    long = "It is seven in the morning. " * 5 + "Then the phone rings and nobody takes it. " * 4
    for situation in (long, "x" * 500, "One line.\nAnother line.", "夜勤の引き継ぎ。" * 60):
        played.do(WriteScenario(block="play", situation=situation, task="Hand over."))
        title, task = page.title.text(), page.task.text()
        assert 0 < len(title) <= 160 and task.endswith("\nHand over.")
        assert "".join(situation.split()) == "".join((title + task.removesuffix("Hand over.")).split())
    assert page.title.text().endswith("。")


# ---- how it looks ---------------------------------------------------------------------------------------------------


def narrow(played: Played) -> None:
    """A small dark window with large type."""
    played.theme.choose("dark", 2.0)
    played.window.resize(900, 900)


def mirrored(played: Played) -> None:
    """Right to left."""
    QApplication.instance().setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def crowded(played: Played) -> None:
    """Forty people and a role whose name needs four lines."""
    for number in range(33):
        played.services.person(played.session, f"Somebody {number}")
    name = "Day nurse who took over from somebody who fell ill at four in the morning and went home"
    played.do(AddRole(role="long", block="play", name=name))


@pytest.mark.parametrize("change", [narrow, mirrored, crowded])
def test_nothing_is_cut_or_lies_over_another(played: Played, change: Callable[[Played], None]) -> None:
    """Rows are as high as their words, their parts stand beside one another, the page does not overflow."""
    played.cast(night="José", patient="يوسف")
    played.do(PassRole(block="play", person=played.ids["Lotte"]))
    change(played)
    played.stage.ask_words(False)
    for _time in range(3):  # a scroll bar that comes makes the page narrower
        QApplication.processEvents()
    page = played.stage.page
    assert page.widget().width() <= page.viewport().width()
    for at, row in enumerate(page.cast.rows_model.rows):
        rect = page.cast.visualRect(page.cast.rows_model.index(at))
        boxes = list(page.cast.delegate.boxes(rect, page.cast._mirrored, row).values())
        assert all(rect.contains(box) for box in boxes)
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
    assert page.cast.height() == page.cast.content_height and page.sheet.height() == page.sheet.content_height
    for part in (page.line.label, page.line.field, page.line.mark, page.line.away):
        assert page.line.rect().contains(part.geometry())
    buttons = [button.geometry() for button in page.head.buttons if button.isVisible()]
    assert len(buttons) == 4 and all(page.head.rect().contains(box) for box in buttons)
    assert not any(one.intersects(other) for one in buttons for other in buttons if one is not other)
    assert not played.window.grab().isNull()


def test_a_stage_that_is_left_is_let_go_of(played: Played) -> None:
    """No page, no field and no menu outlives the activity, and nothing of it hears the theme any more."""
    given = StageGiven(
        played.services, played.session, "play", METHOD, played.theme, Messages(), played.dispatch, lambda: played.clock
    )
    stage = RolePlayStage(given)
    stage.show()
    stage.menus.rounds(QPoint())
    stage.menus.last.close()
    stage.ask_player("night")
    gone = [weakref.ref(part) for part in (stage, stage.page, stage.page.cast, stage.page.line)]
    stage.close_stage()
    stage.close()
    stage.deleteLater()
    del stage
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert [ref() for ref in gone] == [None, None, None, None]
    played.theme.choose("dark", 1.0)


def test_without_roles_and_sheet_the_stage_says_what_to_do(played: Played) -> None:
    """An activity of which nothing was written teaches the one thing to do."""
    played.do(AddBlock(block="bare", title="Try it", modality="role_play", minutes=20))
    given = StageGiven(
        played.services, played.session, "bare", None, played.theme, Messages(), played.dispatch, lambda: played.clock
    )
    stage = RolePlayStage(given)
    stage.resize(792, 600)
    stage.show()
    assert stage.page.no_roles.isVisible() and stage.page.no_sheet.isVisible()
    assert not stage.page.draws.isEnabled() and not stage.page.cast.isVisible()
    assert stage.page.title.text() == "What is played is written in the plan."
    stage.deleteLater()
