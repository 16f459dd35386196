"""A full disk: what was typed into a field of a stage stands there again, or in the line where that field is gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import OpenAsk
from facilitator.session.errors import FacilitatorError
from facilitator.session.people import JoinPerson
from tests.ui.test_run import Room
from tests.waiting import until

pytestmark = pytest.mark.asyncio


@pytest.fixture
def room(services, theme):
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


def full(room, does) -> None:
    """Do this while the disk takes nothing more."""
    journal = room.services.journal
    journal.slow = True
    does()
    journal.slow = False
    journal.settle(FacilitatorError("The disk is full."))


def typed(field: QLineEdit, words: str) -> None:
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)


async def test_a_word_of_the_round(room):
    """The word stands in the line of its person; where the next word is being typed, it waits in the capture bar."""
    room.plan().show()
    room.press("run.next")
    room.do(JoinPerson(person="p", name="Ana"))
    room.do(JoinPerson(person="q", name="Bo"))
    room.do(OpenAsk(ask="k", form="check_in", question="How are you?"))
    entry = room.page.host.ask.inner
    full(room, lambda: typed(entry.line, "tired but here"))
    await until(lambda: entry.line.text() == "tired but here")
    assert "Ana" in entry.line.placeholderText()
    assert not room.state.contributions.standing()
    journal = room.services.journal
    journal.slow = True
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    entry.line.setText("fine")
    journal.settle(FacilitatorError("The disk is full."))
    await until(lambda: room.page.capture.text() == "Ana: tired but here")
    assert entry.line.text() == "fine"


async def test_exact_words_of_a_play(room):
    """Words noted word for word stand in their line again."""
    room.plan().show()
    room.do(AddBlock(block="r", title="Play", minutes=10, modality="role_play", exchange=3, verb="play"))
    room.do(StartActivity(block="r"))
    stage = room.page.host.stage
    stage.ask_words(False)
    line = stage.page.line
    full(room, lambda: typed(line.field, "you never told me"))
    await until(lambda: line.field.text() == "you never told me")
    assert line.isVisible()


async def test_what_was_parked(room):
    """What was parked stands in the parking place's line; once its activity is over it comes into the capture bar."""
    room.plan().show()
    room.do(StartActivity(block="b"))
    stage = room.page.host.stage
    parking = stage.speaking.parking
    parking.ask()
    full(room, lambda: typed(parking.line, "who pays for it?"))
    await until(lambda: parking.line.text() == "who pays for it?")
    assert parking.line.isVisible()
    journal = room.services.journal
    journal.slow = True
    QTest.keyClick(parking.line, Qt.Key.Key_Return)
    parked, journal.waiting = journal.waiting, []
    journal.slow = False
    room.do(StartActivity(block="c"))
    journal.waiting = parked
    journal.settle(FacilitatorError("The disk is full."))
    await until(lambda: room.page.capture.text() == "who pays for it?")
