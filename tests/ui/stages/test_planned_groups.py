"""Groups of the plan in the running activity, and what the plan says and wants caught, on the stages that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from facilitator.catalogue import built_in
from facilitator.session.activities import StartActivity
from facilitator.session.adding import block_from
from facilitator.session.agenda import AddBlock
from facilitator.session.errors import Rejected
from facilitator.session.groups import DissolveGroup, FormGroup
from facilitator.session.people import JoinPerson, LeavePerson
from facilitator.session.rules import Command
from facilitator.session.running import ReachStep
from facilitator.session.speaking import speaking_now
from facilitator.session.store import Change
from facilitator.ui.messages import Messages
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.discussion.groups import GroupsPart
from facilitator.ui.stages.discussion.stage import DiscussionStage
from facilitator.ui.stages.plain import PlainStage
from facilitator.ui.stages.registry import build_stage
from facilitator.ui.stages.video.stage import VideoStage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import turn_until

T0 = 1_773_400_000_000
NAMES = tuple(f"Person{number} Name" for number in range(14))
TASKS = ("Card", "Bedside board", "Night phone list")


class Work:
    """An activity with groups of its plan, on the stage that belongs to it."""

    def __init__(self, services: MemoryServices, theme: Theme, modality: str, *, seats: bool = True) -> None:
        self.services, self.theme = services, theme
        self.session = services.begin("Night handover")
        self.ids = [services.person(self.session, name) for name in NAMES]
        self.modality, self.seats = modality, seats
        self.stage: Stage

    def plan(self, *, groups: bool = True, **block: object) -> Work:
        self.do(AddBlock(block="make", title="Make", minutes=20, modality=self.modality, **block))  # type: ignore[arg-type]
        for place, name in enumerate(TASKS if groups else ()):
            people = tuple(self.ids[place::3]) if self.seats else ()
            self.do(FormGroup(group=name, block="make", name=name, people=people))
        return self

    def start(self) -> Work:
        self.do(StartActivity(block="make", ms=T0))
        method = built_in().get(self.modality)
        given = StageGiven(
            self.services, self.session, "make", method, self.theme, Messages(), self._dispatch, lambda: T0 + 1000
        )
        self.stage = build_stage(given)
        self._end = self.services.store.subscribe(self.stage.heard)
        self.stage.resize(792, 592)
        self.stage.show()
        return self

    def do(self, command: Command) -> Change:
        return self.services.store.dispatch(self.session, command)

    def _dispatch(self, command: Command, said: str = "") -> Change | None:
        del said
        try:
            return self.do(command)
        except Rejected:
            return None

    def close(self) -> None:
        self._end()
        self.stage.close_stage()

    @property
    def part(self) -> GroupsPart:
        found = self.stage.findChild(GroupsPart)
        assert isinstance(found, GroupsPart)
        return found

    def board(self) -> dict[str, int]:
        """The groups on the stage, and how many are in each."""
        return {cell.name: len(cell.people) for cell in self.part.view.board.cells}

    def people(self) -> list[str]:
        return sorted(key for cell in self.part.view.board.cells for key, _name in cell.people)

    def click(self, button: object) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


Start = Callable[..., Work]


@pytest.fixture
def work(services: MemoryServices, theme: Theme, qtbot: QtBot) -> Iterator[Start]:
    made: list[Work] = []

    def begin(modality: str, *, seats: bool = True, groups: bool = True, **block: object) -> Work:
        one = Work(services, theme, modality, seats=seats).plan(groups=groups, **block).start()
        qtbot.addWidget(one.stage)
        made.append(one)
        return one

    yield begin
    for one in made:
        one.close()


@pytest.mark.parametrize("modality", ["hands_on", "discussion"])
def test_the_groups_of_the_plan_are_there_when_it_begins(work: Start, modality: str) -> None:
    """Who works with whom stands on the stage at once, with the tasks the plan gave the groups."""
    it = work(modality)
    assert isinstance(it.stage, PlainStage if modality == "hands_on" else DiscussionStage)
    assert it.part.isVisible()
    assert it.board() == {"Card": 5, "Bedside board": 5, "Night phone list": 4}
    assert it.part.again_button.isVisible() and not it.part.draw_button.isVisible()
    assert it.stage.regions() == [it.part.view]


@pytest.mark.parametrize("modality", ["hands_on", "discussion"])
def test_a_draw_keeps_the_groups_of_the_plan(work: Start, modality: str) -> None:
    """Drawn again there are other people at the same three tasks, all of them; another size makes other groups."""
    it = work(modality)
    before = [cell.people for cell in it.part.view.board.cells]
    it.click(it.part.again_button)
    assert it.board() == {"Card": 5, "Bedside board": 5, "Night phone list": 4}
    assert [cell.people for cell in it.part.view.board.cells] != before
    assert it.people() == sorted(it.ids)
    it.part.people_in.chosen.emit("2")
    it.click(it.part.again_button)
    assert len(it.board()) == 7 and it.people() == sorted(it.ids)


@pytest.mark.parametrize("modality", ["hands_on", "discussion"])
def test_who_came_and_who_left_is_told_and_mended(work: Start, modality: str) -> None:
    """Two of the last group leave, one comes: the three tasks stay, nobody else moves, who came joins the smallest."""
    it = work(modality)
    assert not it.part.mend_button.isVisible()
    last = [key for key, _name in it.part.view.board.cells[2].people]
    for key in last[:2]:
        it.do(LeavePerson(person=key))
    it.do(JoinPerson(person="new", name="Zoë Brandt"))
    assert it.part.mend_button.isVisible() and "Zoë" in it.part.told.text()
    before = {key: cell.id for cell in it.part.view.board.cells for key, _name in cell.people}
    it.click(it.part.mend_button)
    assert it.board() == {"Card": 5, "Bedside board": 5, "Night phone list": 3}
    after = {key: cell.id for cell in it.part.view.board.cells for key, _name in cell.people}
    assert after["new"] == "Night phone list" and not set(last[:2]) & set(after)
    assert all(before[key] == group for key, group in after.items() if key != "new")
    assert not it.part.mend_button.isVisible()


def test_large_groups_of_the_plan_stay_as_many(work: Start) -> None:
    """Thirty people at three tasks are three groups of ten, although talk groups are no larger than five."""
    it = work("hands_on")
    for number in range(16):
        it.do(JoinPerson(person=f"more{number}", name=f"More{number} Name"))
    it.click(it.part.again_button)
    assert it.board() == dict.fromkeys(TASKS, 10)


def test_a_task_whose_people_all_left_stays(work: Start) -> None:
    """A group of the plan is no group too many when it is empty: who comes next takes up its task."""
    it = work("hands_on")
    for key, _name in it.part.view.board.cells[2].people:
        it.do(LeavePerson(person=key))
    it.click(it.part.mend_button)
    assert it.board() == {"Card": 5, "Bedside board": 5, "Night phone list": 0}
    it.do(JoinPerson(person="new", name="Zoë Brandt"))
    it.click(it.part.mend_button)
    assert it.board()["Night phone list"] == 1


def test_groups_named_in_the_plan_are_filled_by_one_draw(work: Start) -> None:
    """A template knows the tasks and nobody yet: the button draws everybody to them."""
    it = work("hands_on", seats=False)
    assert it.board() == dict.fromkeys(TASKS, 0)
    assert it.part.draw_button.isVisible() and not it.part.again_button.isVisible()
    assert it.part.told.text() == "14 people make 3 groups."
    it.click(it.part.draw_button)
    assert sorted(it.board().values()) == [4, 5, 5] and set(it.board()) == set(TASKS)


def test_what_a_group_says_is_stamped_with_it(work: Start) -> None:
    """A click on a group's heading, and what is captured is from it; the next step forgets it."""
    it = work("hands_on", steps=("Make, 15 min", "Hang up, 5 min"))
    view = it.part.view
    place = view.visualRect(view.board.index(1)).topLeft() + QPoint(20, 16)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert it.stage.stamps() == {"group": "Bedside board"} and "Bedside board" in it.stage.hint()
    it.do(ReachStep(step=1))
    assert it.stage.stamps() == {} and it.part.isVisible()


def test_steps_that_say_who_talks_with_whom_win(work: Start) -> None:
    """Where steps name groups, only they are in groups; where the last is for everybody, all speak there."""
    it = work("discussion", steps=("In fours, 10 min", "Compare, 10 min"))
    assert it.part.isVisible()
    it.do(ReachStep(step=1))
    assert not it.part.isVisible()


def test_a_plenary_is_not_in_groups(work: Start) -> None:
    """A step for everybody shows who speaks, also where the plan has groups."""
    it = work("discussion", steps=("At work, 15 min", "All together, 5 min"))
    assert it.part.isVisible()
    it.do(ReachStep(step=1))
    assert not it.part.isVisible()


def test_groups_drawn_by_hand_go_with_their_step(work: Start) -> None:
    """What was not planned is shown while it is asked for: the next step shows who speaks again."""
    it = work("discussion", groups=False, steps=("First, 15 min", "Then, 5 min"))
    assert not it.part.isVisible()
    next(one for one in it.stage.offers() if one.id == "discussion.draw").does()  # type: ignore[misc]
    assert it.part.isVisible() and sum(it.board().values()) == 14
    it.do(ReachStep(step=1))
    assert not it.part.isVisible()


def test_groups_can_be_drawn_where_none_were_planned(work: Start) -> None:
    """The action draws on the plain stage too, and says why it cannot while nobody is here."""
    it = work("hands_on", groups=False)
    assert not it.part.isVisible()
    draw = next(one for one in it.stage.offers() if one.id == "groups.draw")
    mend = next(one for one in it.stage.offers() if one.id == "groups.mend")
    assert draw.why_not() == "" and mend.why_not() == "There are no groups."
    draw.does()  # type: ignore[misc]
    assert it.part.isVisible() and sum(it.board().values()) == 14
    for key in it.ids:
        it.do(LeavePerson(person=key))
    assert draw.why_not() == "Nobody is here yet."


STAGES = ["pens_first", "role_play", "video", "social_thread"]


@pytest.mark.parametrize("modality", STAGES)
def test_every_stage_shows_the_groups_of_the_plan(work: Start, modality: str) -> None:
    """A film, a play, slips and a thread too: who is with whom, mended, heard; without groups nothing is there."""
    it = work(modality)
    assert it.part.isVisibleTo(it.stage)
    assert it.board() == {"Card": 5, "Bedside board": 5, "Night phone list": 4}
    assert it.part.view in it.stage.regions()
    it.do(LeavePerson(person=it.people()[0]))
    mend = next(one for one in it.stage.offers() if one.id == "groups.mend")
    assert mend.why_not() == ""
    mend.does()  # type: ignore[misc]
    assert sum(it.board().values()) == 13
    it.part.view.chosen.emit("Bedside board")
    assert it.stage.stamps()["group"] == "Bedside board"
    assert "Bedside board" in it.stage.hint()
    assert [chip.words for chip in it.stage.chips()][:1] == ["Bedside board"]
    for group in TASKS:
        it.do(DissolveGroup(group=group))
    assert not it.part.isVisibleTo(it.stage)
    assert it.part.view not in it.stage.regions() and "group" not in it.stage.stamps()


@pytest.mark.parametrize("modality", STAGES)
def test_groups_under_a_stage_lie_over_nothing(work: Start, modality: str) -> None:
    """They come below what the stage is for, whole, and the page scrolls; without them it is as it was."""
    it = work(modality, groups=False, prompt="What did she know and not say?")
    assert not it.part.isVisibleTo(it.stage)
    draw = next(one for one in it.stage.offers() if one.id == "groups.draw")
    assert draw.why_not() == ""
    draw.does()  # type: ignore[misc]
    assert it.part.isVisibleTo(it.stage) and sum(it.board().values()) == 14
    page = next(one for one in it.stage.findChildren(QScrollArea) if one.isAncestorOf(it.part))
    turn_until(lambda: page.widget().height() > page.viewport().height())
    own: QWidget = it.part
    while own.parentWidget() is not page.widget():  # a part may stand in a place of its own
        own = own.parentWidget()
    others = [
        one for one in page.widget().children() if isinstance(one, QWidget) and one.isVisible() and one is not own
    ]
    assert others
    assert all(not one.geometry().intersects(own.geometry()) for one in others)
    for one in others:
        for other in others:
            assert one is other or not one.geometry().intersects(other.geometry()), (one, other)
    board = it.part.view
    assert board.verticalScrollBar().maximum() == 0, "every group is whole"


def test_a_film_says_what_the_plan_says_while_it_stands(work: Start) -> None:
    """Before it runs the plan's words stand under its question, and the empty line says what is to be caught."""
    it = work("video", groups=False, say="Half watch the one who talks.", catch="questions")
    assert isinstance(it.stage, VideoStage)
    assert it.stage.says.text() == "Half watch the one who talks." and it.stage.says.isVisible()
    assert it.stage.hint() == "Name: what was said, to catch: questions"


# ---- what is said and caught ---------------------------------------------------------------------------------------


def test_the_plans_own_words_are_said(work: Start) -> None:
    """What the plan says and wants caught stands on the stage, not the method's line, at every step."""
    own = {"say": "Ask who sees it otherwise.", "catch": "decisions"}
    it = work("discussion", groups=False, **own)
    assert isinstance(it.stage, DiscussionStage) and len(it.stage.steps()) == 7
    for step in (0, 3):
        it.do(ReachStep(step=step))
        assert it.stage.say.text() == own["say"] and it.stage.say.isVisible()
        assert it.stage.hint() == "Name: what was said, to catch: decisions"


def test_the_plans_own_words_are_said_on_the_plain_stage(work: Start) -> None:
    """The same where the plain stage shows it; its people still do what their method's step says."""
    it = work("hands_on", groups=False, say="Walk and ask.", catch="photos")
    assert isinstance(it.stage, PlainStage)
    assert (it.stage.say.words.text(), it.stage.catch.words.text()) == ("Walk and ask.", "photos")
    assert it.stage.people.words.text() == "Choose roles"


def test_a_block_from_the_catalogue_says_its_steps_own_line(
    services: MemoryServices, theme: Theme, qtbot: QtBot
) -> None:
    """Taken from the catalogue it carries the whole running order in short: the line of the step that is on is told."""
    it = Work(services, theme, "discussion")
    method = built_in().get("discussion")
    assert method is not None
    added = block_from(method)
    it.do(added)
    it.do(StartActivity(block=added.block, ms=T0))
    given = StageGiven(services, it.session, added.block, method, theme, Messages(), it._dispatch, lambda: T0)
    stage = build_stage(given)
    qtbot.addWidget(stage)
    assert isinstance(stage, DiscussionStage)
    assert stage.say.text() == method.steps[0].facilitator
    assert stage.hint() == f"Name: what was said, to catch: {method.steps[0].capture}"


def test_a_check_out_offers_no_other_question_of_its_method(work: Start) -> None:
    """A closing round in one step asks its own question and closes with nothing else."""
    it = work("anecdote", groups=False, part="close", prompt="What was useful?", steps=("One sentence each, 20 min",))
    assert isinstance(it.stage, PlainStage)
    assert it.stage._asks.count() == 0 and not it.stage.close_with.isVisible()
    assert [step.name for step in it.stage.line.steps] == ["One sentence each"]


def test_something_in_between_says_what_comes_then(services: MemoryServices, theme: Theme, qtbot: QtBot) -> None:
    """A block with a title and nothing else is no empty page: its title, and what all go on with."""
    it = Work(services, theme, "").plan(groups=False)
    it.do(AddBlock(block="talk", title="What do we know?", minutes=20, prompt="What have you seen work?"))
    it.start()
    qtbot.addWidget(it.stage)
    assert isinstance(it.stage, PlainStage)
    assert it.stage.prompt.text() == "Make" and not it.stage.line.isVisible()
    assert it.stage.then.words.text() == "What do we know?\n20 minutes · What have you seen work?"
    it.close()


def test_an_only_step_is_no_first_of_one(work: Start) -> None:
    """Where there is one step, the line under the title names it and counts nothing."""
    it = work("discussion", groups=False, method="Round", steps=("One word each, 20 min",))
    assert it.stage.subtitle() == "Round · One word each"


def test_a_round_in_the_plans_words_goes_round(work: Start) -> None:
    """The plan says *Round*, so everybody has a turn: the next speaker is there before a hand is up."""
    it = work("discussion", groups=False, method="Round")
    assert isinstance(it.stage, DiscussionStage)
    assert it.stage.format.circle
    it.click(it.stage.speaking.next)
    turn = speaking_now(it.services.store.state(it.session), "make")
    assert turn is not None and turn.person == it.ids[0]
