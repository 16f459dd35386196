"""The line that says what was done: over everything in the window, and gone when its undo would mean another step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from facilitator.session.contributions import GiveContribution
from facilitator.session.memory_journal import NothingKept
from facilitator.session.people import JoinPerson
from facilitator.session.rules import GUEST
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.ui.messages import Messages
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.toast import MARGIN, Toast
from tests.waiting import turn_until


class Saying:
    """A toast over a window of 800 by 600, and a store it follows."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(800, 600)
        self.foot = 40
        self.toast = Toast(theme, self.window, foot=lambda: self.foot)
        self.store = Store(NothingKept())
        self.toast.follow(lambda: self.store)
        self.messages = Messages()
        self.messages.said.connect(self.toast.show_message)
        self.window.show()
        self.store.dispatch("s", CreateSession(title="Coffee"))
        self.store.dispatch("s", JoinPerson(person="p", name="Priya"))
        self.store.dispatch("s", GiveContribution(id="a", text="One", kind="note"))


@pytest.fixture
def saying(theme: Theme, qtbot: QtBot) -> Saying:
    """The toast."""
    return Saying(theme, qtbot)


def test_an_undo_line_goes_with_the_next_step(saying: Saying) -> None:
    """Its *Undo* would take back the newer step: once there is one, or this one was taken back, the line is gone."""

    def say() -> None:
        saying.messages.undoable("Given", "Undo", lambda: saying.store.undo("s"), "Ctrl+Z")

    say()
    assert saying.toast.words == "Given"
    saying.store.dispatch("s", GiveContribution(id="b", text="Two", kind="note"))
    assert saying.toast.words == ""
    say()
    assert saying.toast.words == "Given"
    saying.store.undo("s")
    assert saying.toast.words == ""


def test_what_a_phone_gives_leaves_the_line(saying: Saying) -> None:
    """A guest's card is no step of the facilitator: *Undo* still means the same."""
    saying.messages.undoable("Given", "Undo", lambda: saying.store.undo("s"), "Ctrl+Z")
    card = GiveContribution(id="g", text="From a phone", kind="note", authors=("p",))
    saying.store.dispatch("s", card, role=GUEST, person="p")
    assert saying.toast.words == "Given"


def test_other_lines_stay_for_their_time(saying: Saying) -> None:
    """What was done, and what is wrong, is not made untrue by the next step."""
    saying.messages.undoable("Given", "Undo", lambda: None, "Ctrl+Z")
    saying.messages.say("Saved as a.pdf")
    saying.store.dispatch("s", GiveContribution(id="b", text="Two", kind="note"))
    assert saying.toast.words == "Saved as a.pdf"


def test_it_stands_above_the_foot_as_it_is_now(saying: Saying) -> None:
    """Where the page is laid out anew, the line keeps off what is never covered; never in the upper half."""
    saying.messages.say("Restored: the line you were typing")
    saying.foot = 120

    def low() -> int:
        return saying.toast.geometry().bottom() - MARGIN

    turn_until(lambda: low() < 600 - 120)
    saying.foot = 560
    saying.toast.place()
    assert saying.toast.y() >= 300 - saying.toast.height()


def test_a_drawer_does_not_hide_it(saying: Saying) -> None:
    """A panel that was raised over the page lies under what is said after it."""
    drawer = QWidget(saying.window)
    drawer.setGeometry(400, 0, 400, 600)
    drawer.show()
    drawer.raise_()
    saying.messages.warn("No more than 40 phones.")
    assert saying.toast.isAncestorOf(saying.window.childAt(saying.toast.geometry().center() - QPoint(60, 0)))
