"""What a line carries besides its words: consent at the moment of capture, paper cards, saying it again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.session.contributions import DO_NOT_CARRY, PARAPHRASE, QUOTE
from facilitator.session.privacy import Audience, Gate
from facilitator.ui.actions import Registry
from tests.ui.test_session_screen import Open


@pytest.fixture
def opened(services, theme, qtbot):
    made = Open(services, theme, services.begin("Night handover"))
    qtbot.addWidget(made.screen)
    made.registry = Registry(made.screen)
    made.registry.take_offers(made.screen)
    yield made
    made.screen.close_session()


def press(opened: Open, action: str) -> None:
    """Do what stands in the palette under this id."""
    does = {one.id: one for one in opened.screen.offers()}[action].does
    assert does is not None
    does()


def given(opened: Open) -> list:
    return opened.state.contributions.standing()


def test_consent_holds_for_one_line(opened):
    """Chosen before Enter, shown as a chip, kept with the line, and the next line may be quoted again."""
    press(opened, "run.consent")
    opened.type("Ana: not in these words")
    opened.type("Ana: as I said it")
    press(opened, "run.consent")
    press(opened, "run.consent")
    QTest.keyClicks(opened.screen.capture.field, "Ana: only here")
    assert "Stays in the room" in [chip.words for chip in opened.screen.capture.chips.chips]
    QTest.keyClick(opened.screen.capture.field, Qt.Key.Key_Return)
    assert [one.consent for one in given(opened)] == [PARAPHRASE, QUOTE, DO_NOT_CARRY]
    gate = Gate(Audience.EVERYONE)
    carried = [one.text for one in given(opened) if gate.carries(one)]
    assert "only here" not in carried
    assert "as I said it" in carried


def test_paper_cards_count_on(opened):
    """Numbers go up by themselves; a number before the words is the card's own, and counting goes on from there."""
    press(opened, "run.paper")
    opened.type("Ana: first")
    opened.type("12 Ben: twelfth")
    opened.type("Ana: thirteenth")
    press(opened, "run.paper")
    opened.type("10:30 is when tea comes")
    assert [(one.text, one.source) for one in given(opened)] == [
        ("first", "paper card 1"),
        ("twelfth", "paper card 12"),
        ("thirteenth", "paper card 13"),
        ("10:30 is when tea comes", ""),
    ]


def test_the_line_before_again(opened):
    """One key puts kind and names of the line before into the next, whatever its words were."""
    opened.type("& Ana, Ben: we paired juniors")
    press(opened, "run.again")
    assert opened.screen.capture.text() == "& Ana, Ben: "
    QTest.keyClicks(opened.screen.capture.field, "and it held")
    QTest.keyClick(opened.screen.capture.field, Qt.Key.Key_Return)
    first, second = given(opened)
    assert (second.text, second.kind, second.authors) == ("and it held", first.kind, first.authors)


def test_a_button_says_how_it_may_be_carried(opened):
    """The button beside the kinds has a name that says what holds, and turns it with a click."""
    button = opened.screen.capture._consent
    assert button.accessibleName() == "May be quoted"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Only in other words"
