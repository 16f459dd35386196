"""Pens first as a facilitator meets it: blank slips, a count by hand, a reveal, and words nobody reads before it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitator.catalogue import built_in
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.rules import Command
from facilitator.session.running import ReachStep
from facilitator.session.slips import KEEP, SHARE, UNSAID, PutSlip
from facilitator.session.store import Change
from facilitator.ui import motion
from facilitator.ui.messages import Messages
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.pens_first.stage import PensStage
from facilitator.ui.stages.registry import build_stage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import turn_until

SECRET = "xylophone"
PHASES = ("Read", "Write alone, 4 min", "Choose, 1 min", "Reveal, then round, 8 min")


class Rig:
    """A running block of writing with its stage in a window of the design's width."""

    def __init__(self, services: MemoryServices, theme: Theme, qtbot: QtBot, people: int = 4) -> None:
        self.services = services
        self.session = services.begin("Night handover")
        self.people = [services.person(self.session, f"Person {number}") for number in range(people)]
        self.refused: list[str] = []
        self.now = 192_000
        self.do(
            AddBlock(block="pens", title="Pens", minutes=13, modality="pens_first", prompt="What now?", steps=PHASES)
        )
        self.do(StartActivity(block="pens", ms=0))
        self.do(ReachStep(step=1))
        method = built_in().get("pens_first")
        given = StageGiven(services, self.session, "pens", method, theme, Messages(), self.do, lambda: self.now)
        made = build_stage(given)
        assert isinstance(made, PensStage)
        self.stage = made
        self.window = QWidget()
        row = QVBoxLayout(self.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(made)
        qtbot.addWidget(self.window)
        self.window.resize(792, 700)
        self.window.show()
        self.end = services.store.subscribe(made.heard)

    def do(self, command: Command, said: str = "") -> Change | None:
        try:
            return self.services.store.dispatch(self.session, command)
        except Rejected as error:
            self.refused.append(str(error))
            return None

    def slip(self, number: int, text: str = "words", wish: str = SHARE) -> None:
        self.do(PutSlip(slip=f"s{number}", text=text, writer=self.people[number], wish=wish))

    def cards(self) -> list[tuple[str, int]]:
        """(words, how many authors) of every card."""
        state = self.services.store.state(self.session)
        return [(given.text, len(given.authors)) for given in state.contributions.standing()]


@pytest.fixture
def rig(services: MemoryServices, theme: Theme, qtbot: QtBot) -> Iterator[Rig]:
    made = Rig(services, theme, qtbot)
    yield made
    made.end()
    made.stage.close_stage()


def act(rig: Rig, name: str) -> Callable[[], object]:
    """What an action of the stage does."""
    found = next(action for action in rig.stage.offers() if action.id == name)
    assert found.does is not None
    return found.does


def every_word(widget: QWidget) -> str:
    """Everything a person or a screen reader could read on a widget."""
    parts = [widget, *widget.findChildren(QWidget)]
    told = [part.accessibleName() + part.toolTip() for part in parts]
    return " ".join([*told, *(part.text() for part in parts if isinstance(part, QLabel))])


def test_before_the_reveal_only_how_many_is_to_be_seen(rig: Rig) -> None:
    """Blank cards, empty places, one for paper; the words are in no label, name, tip or face."""
    rig.slip(0, SECRET)
    rig.slip(1, f"{SECRET} {SECRET} {SECRET}", UNSAID)
    side = rig.stage.side()
    assert side is not None
    stage = rig.stage
    assert stage.count.text() == "2 of 4 have written"
    assert (stage.grid.written, stage.grid.places, stage.grid.paper, stage.grid.faces) == (2, 4, 3, None)
    assert stage.stream_rests()
    assert stage.hint() == "Name: what they wrote on paper"
    assert stage.notes() == [("pencil", "2 still write")]
    assert SECRET not in every_word(stage) + every_word(side)
    assert "2 slips are in" in every_word(side)
    side.deleteLater()


def test_blank_cards_tell_nothing_about_what_is_written(rig: Rig) -> None:
    """A short and a long slip, whoever wrote them, look the same to the last pixel."""
    rig.slip(0, "short")
    short = rig.stage.grid.grab().toImage()
    rig.do(PutSlip(slip="s0", text="long " * 400, writer=rig.people[2], wish=KEEP))
    assert rig.stage.grid.grab().toImage() == short
    rig.slip(1)
    assert rig.stage.grid.grab().toImage() != short


def test_the_reveal_shows_what_was_shared_and_ends_the_rest_of_the_stream(rig: Rig, qtbot: QtBot) -> None:
    """A click on the button: words with and without a name, what is kept is only counted, cards are in the record."""
    rig.slip(0, "with my name")
    rig.do(PutSlip(slip="x", text="nobody's", wish="share_without_name"))
    rig.slip(1, "mine alone", KEEP)
    told: list[bool] = []
    rig.stage.told.connect(lambda: told.append(True))
    qtbot.mouseClick(rig.stage.reveal_button, Qt.MouseButton.LeftButton)
    faces = rig.stage.grid.faces or ()
    assert [(face.text, face.name) for face in faces] == [("with my name", "Person 0"), ("nobody's", "")]
    assert rig.cards() == [("with my name", 1), ("nobody's", 0)]
    assert rig.stage.count.text() == "2 slips are open"
    assert rig.stage.hidden_words.text() == "1 is kept by its writer"
    assert not rig.stage.stream_rests()
    assert rig.stage.foot.isHidden()
    assert told
    rig.services.store.undo(rig.session)
    assert rig.stage.grid.faces is None
    assert rig.stage.count.text() == "3 of 4 have written"


def test_slips_turn_in_120_ms_and_at_once_where_motion_is_reduced(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The turn is one short motion; with reduced motion the words stand there at once."""
    rig.slip(0, "words")
    rig.stage.reveal()
    assert rig.stage.grid.turning
    assert rig.stage.grid._turning.duration() == 120
    turn_until(lambda: not rig.stage.grid.turning)
    rig.services.store.undo(rig.session)
    monkeypatch.setattr(motion, "reduced", lambda: True)
    rig.stage.reveal()
    assert rig.stage.grid.faces
    assert not rig.stage.grid.turning


def test_a_line_typed_while_people_write_is_a_hidden_slip(rig: Rig) -> None:
    """With a name it is shared with it, without one without; an unknown name joins; signs and dates are kept."""
    stage = rig.stage
    assert stage.takes_line(f"Person 1: {SECRET} one")
    assert stage.takes_line(f"* {SECRET} two")
    assert stage.takes_line(f"! Zoë: {SECRET} three by fri")
    assert rig.cards() == []
    assert SECRET not in every_word(stage)
    assert stage.written == 3
    stage.reveal()
    assert [(text.split()[1], authors) for text, authors in rig.cards()] == [("one", 1), ("two", 0), ("three", 1)]
    assert rig.cards()[2][0].endswith("(fri)")
    assert [face.kind for face in stage.grid.faces or ()] == ["note", "idea", "commitment"]
    assert not stage.takes_line("after the reveal a line is an ordinary card")
    assert stage.hint() == ""


def test_a_refused_line_goes_back_into_the_line_and_nowhere_else(rig: Rig) -> None:
    """Too long or empty: said, nothing kept, and the page must not give it openly instead."""
    asked: list[str] = []
    rig.stage.line_asked.connect(asked.append)
    assert rig.stage.takes_line("Person 1: ")
    assert rig.refused
    turn_until(lambda: bool(asked))
    assert asked == ["Person 1: "]
    assert rig.stage.written == 0


def test_slips_that_could_not_be_saved_go_back_into_the_line_one_by_one(rig: Rig) -> None:
    """The disk is full: nothing typed is lost, and nothing that is being typed is overwritten."""
    asked: list[str] = []
    rig.stage.line_asked.connect(asked.append)
    journal = rig.services.journal
    journal.slow = True
    rig.stage.takes_line("Person 1: one")
    rig.stage.takes_line("Person 2: two")
    rig.stage.typing("thr")
    assert rig.stage.written == 2
    journal.settle(FacilitatorError("The disk is full."))
    turned: list[bool] = []
    QTimer.singleShot(0, lambda: turned.append(True))
    turn_until(lambda: bool(turned))
    assert rig.stage.written == 0
    assert rig.stage.count.text() == "0 of 4 have written"
    assert asked == []
    rig.stage.typing("")
    turn_until(lambda: asked == ["Person 1: one"])
    rig.stage.typing("")
    turn_until(lambda: asked == ["Person 1: one", "Person 2: two"])


def test_the_place_for_paper_leaves_in_the_line_what_is_in_it(rig: Rig, qtbot: QtBot) -> None:
    """It brings the focus there; half a slip that was typed stays."""
    asked: list[str] = []
    rig.stage.line_asked.connect(asked.append)
    rig.stage.typing("Person 1: half a")
    qtbot.mouseClick(rig.stage.grid, Qt.MouseButton.LeftButton, pos=rig.stage.grid.blanks()[3].center())
    assert asked == ["Person 1: half a"]


def test_without_phones_people_are_counted_by_hand(rig: Rig, qtbot: QtBot) -> None:
    """Buttons and keys count up and down; below what is in there is no counting; all in fills the button."""
    stage = rig.stage
    rig.slip(0)
    qtbot.mouseClick(stage.more, Qt.MouseButton.LeftButton)
    act(rig, "pens.more")()
    assert stage.count.text() == "3 of 4 have written"
    assert not stage.reveal_button.filled
    qtbot.mouseClick(stage.more, Qt.MouseButton.LeftButton)
    assert stage.reveal_button.filled
    assert stage.grid.paper == -1
    for _time in range(5):
        act(rig, "pens.fewer")()
    assert stage.count.text() == "1 of 4 has written"
    assert not stage.fewer.isEnabled()
    assert not stage.reveal_button.filled


def test_when_all_have_chosen_the_slips_open_by_themselves(rig: Rig) -> None:
    """The last choice reveals; the stage shows it without being asked."""
    for number in range(4):
        rig.slip(number, f"words {number}")
    assert rig.stage.open
    assert len(rig.stage.grid.faces or ()) == 4


def test_the_large_button_reveals_in_the_last_phase_alone(rig: Rig) -> None:
    """Before it leads to the next phase; once all is open it leads on again."""
    rig.slip(0)
    assert rig.stage.forward() is None
    rig.do(ReachStep(step=3))
    forward = rig.stage.forward()
    assert forward is not None
    assert forward.words == "Reveal"
    forward.does()
    assert rig.stage.open
    assert rig.stage.forward() is None


def test_the_timer_is_the_phases(rig: Rig) -> None:
    """Four minutes of writing from the beginning: 48 seconds are left after 3:12; a phase without minutes has none."""
    assert rig.stage.left_ms(rig.now) == 48_000
    rig.do(ReachStep(step=0))
    assert rig.stage.left_ms(rig.now) is None


def test_phases_and_places_work_by_mouse_and_keys(rig: Rig, qtbot: QtBot) -> None:
    """A phase is reached by a click; the place for paper leads to the line; revealed slips by arrows and Enter."""
    stage = rig.stage
    rect = stage.bar._places()[2]
    qtbot.mouseClick(stage.bar, Qt.MouseButton.LeftButton, pos=rect.center())
    assert stage.step == 2
    asked: list[str] = []
    stage.line_asked.connect(asked.append)
    qtbot.mouseClick(stage.grid, Qt.MouseButton.LeftButton, pos=stage.grid.blanks()[3].center())
    stage.grid.setFocus()
    qtbot.keyClick(stage.grid, Qt.Key.Key_Return)
    assert asked == ["", ""]
    rig.slip(0, "one")
    rig.slip(1, "two")
    act(rig, "pens.reveal")()
    cards: list[str] = []
    stage.card_asked.connect(cards.append)
    qtbot.keyClick(stage.grid, Qt.Key.Key_Down)
    assert "two" in stage.grid.accessibleName()
    qtbot.keyClick(stage.grid, Qt.Key.Key_Return)
    assert cards == ["s1"]


def test_right_to_left_and_with_many_people_every_place_is_within_the_grid(
    rig: Rig, theme: Theme, qapp: QApplication
) -> None:
    """200 places are small ones, none outside; mirrored the first stands at the right."""
    grid = rig.stage.grid
    for places in (14, 60, 200):
        grid.show_blank(places // 2, places)
        rects = grid.blanks()
        assert len(rects) == places
        assert all(grid.rect().contains(rect) for rect in rects)
        assert not any(one.intersects(other) for one, other in itertools.pairwise(rects))
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert grid.blanks()[0].right() == grid.width() - 1


def test_who_only_reads_along_reveals_nothing(services: MemoryServices, theme: Theme, qtbot: QtBot) -> None:
    """In a library opened read-only there is no reveal, no count, and a typed line is not taken."""
    made = Rig(services, theme, qtbot)
    given = made.stage.given
    still = PensStage(
        StageGiven(
            given.services,
            given.session,
            "pens",
            given.method,
            theme,
            given.messages,
            made.do,
            given.now,
            "It is read only.",
        )
    )
    qtbot.addWidget(still)
    assert still.foot.isHidden()
    still.reveal()
    still.count_by(1)
    assert not still.open
    assert still.written == 0
    made.end()


def test_what_to_say_is_in_sight_under_sixteen_slips(services: MemoryServices, theme: Theme, qtbot: QtBot) -> None:
    """Nothing has to be scrolled for it in the room the page gives the stage: what the plan says and wants caught."""
    rig = Rig(services, theme, qtbot, people=16)
    rig.do(ChangeBlock(block="pens", say="Three minutes in silence.", catch="commitments"))
    rig.window.resize(792, 580)
    QApplication.processEvents()
    said = rig.stage.say
    assert said.words.text() == "Three minutes in silence.\nTo catch: commitments"
    assert said.mapTo(rig.stage, said.rect().bottomLeft()).y() <= rig.stage.height()
    rig.end()
