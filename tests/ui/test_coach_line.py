"""The coach's line on the screen: its place never moves, its keys and buttons do what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.coach_measures import Around
from facilitator.session.modalities import Failure, Modality
from facilitator.ui.run.coach import AWAY, DO, CoachLine

MINUTE = 60_000
METHOD = Modality("discussion", "Talk", failures=(Failure("Two talk, ten listen", "Pairs for three minutes"),))


class Page:
    """A line above a field, watching a session in which a hand is up."""

    def __init__(self, services, theme) -> None:
        self.services, self.session = services, services.begin("Night handover")
        self.dispatch(AddBlock(block="b", title="Talk", minutes=30, verb="Compare"))
        self.ana = services.person(self.session, "Ana Ruiz")
        self.long = services.person(self.session, "Bartholomew " * 8)
        self.dispatch(StartActivity(block="b"))
        self.now = self.state.agenda.by_id["b"].started_ms
        self.page = QWidget()
        self.line = CoachLine(theme)
        self.below = QWidget()
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch()
        column.addWidget(self.line)
        column.addWidget(self.below)
        self.below.setFixedHeight(48)
        self.asked: list[object] = []
        self.line.asked.connect(self.asked.append)
        self.page.resize(728, 300)
        self.page.show()

    def dispatch(self, command) -> None:
        self.services.store.dispatch(self.session, command)

    @property
    def state(self):
        return self.services.store.state(self.session)

    def watch(self, minutes: float, *up: str) -> None:
        self.now += int(minutes * MINUTE)
        hands = tuple((person, self.now - 5 * MINUTE) for person in up)
        self.line.watch(self.state, self.now, Around(METHOD, hands, consent_said=True))


@pytest.fixture
def page(services, theme, qtbot):
    made = Page(services, theme)
    qtbot.addWidget(made.page)
    return made


def test_its_place_is_kept(page):
    """With a hint and without one everything under it stands where it stood."""
    where = (page.line.height(), page.below.y())
    assert page.line.height() == 40 and page.line.text() == ""
    page.watch(6, page.ana)
    assert page.line.text() == "\u2068Ana Ruiz\u2069 has had a hand up for 5 minutes."
    QApplication.processEvents()
    assert (page.line.height(), page.below.y()) == where
    page.line.dismiss()
    QApplication.processEvents()
    assert (page.line.height(), page.below.y()) == where


def test_the_offer_is_taken_with_a_click(page):
    """The button says what it does, asks for it once and takes the hint away."""
    page.watch(6, page.ana)
    assert page.line._do.text() == "Let \u2068Ana Ruiz\u2069 in"
    QTest.mouseClick(page.line._do, Qt.MouseButton.LeftButton)
    assert [(hint.action, hint.ids) for hint in page.asked] == [("let_in", (page.ana,))]
    assert page.line.text() == "" and not page.line._do.isVisible()


def test_it_is_waved_away_with_a_click(page):
    """The cross takes it away; nothing is told for a while, and the same never again."""
    page.watch(6, page.ana)
    QTest.mouseClick(page.line._away, Qt.MouseButton.LeftButton)
    assert page.line.text() == "" and page.asked == []
    page.watch(1, page.ana)
    assert page.line.text() == ""


def test_keys(page):
    """Its actions are offered with their keys, and say why they cannot be done while there is no hint."""
    actions = {action.id: action for action in page.line.offers()}
    assert actions["run.coach.do"].keys == (DO,) and actions["run.coach.dismiss"].keys == (AWAY,)
    assert actions["run.coach.do"].why_not() and actions["run.coach.dismiss"].why_not()
    page.watch(6, page.ana)
    assert not actions["run.coach.do"].why_not()
    assert actions["run.coach.do"].words() == page.line._do.accessibleName()
    actions["run.coach.do"].does()
    assert len(page.asked) == 1
    assert page.line._away.toolTip() == f"Dismiss the hint ({AWAY})"


def test_its_reason_is_there_for_everybody(page):
    """Whoever hears the screen or points at the line gets the reason too."""
    page.watch(6, page.ana)
    assert page.line.accessibleName().startswith("Hint: ")
    assert page.line.accessibleDescription() == page.line.reason() != ""
    assert page.line.reason() in page.line._words.toolTip().replace("&#x27;", "'")


def test_it_is_not_looked_at_more_often_than_needed(page):
    """Between two looks a tick costs nothing and changes nothing."""
    page.watch(6)
    hands = ((page.ana, page.now - 9 * MINUTE),)
    page.line.watch(page.state, page.now + 500, Around(METHOD, hands, consent_said=True))
    assert page.line.text() == ""
    page.line.watch(page.state, page.now + 2_500, Around(METHOD, hands, consent_said=True))
    assert page.line.text() != ""


def test_a_long_name_is_cut_and_never_widens(page):
    """A name longer than the line is shortened at the end; the line may be as narrow as before."""
    least = page.page.minimumSizeHint().width()
    page.watch(6, page.long)
    QApplication.processEvents()
    assert page.page.width() == 728
    assert page.page.minimumSizeHint().width() < 728 or least >= 728
    assert page.line._away.geometry().right() <= 728 - 32
    assert page.line._words.width() > 100


def test_what_may_go_wrong_when_asked(page, qtbot):
    """The method's signs in a menu; the remedy of the chosen one stands in the line, the hint comes back after it."""
    page.watch(6, page.ana)
    {action.id: action for action in page.line.offers()}["run.coach.ask"].does()
    menu = page.line.findChild(QMenu)
    entry = menu.actions()[0]
    assert entry.text() == "Two talk, ten listen"
    entry.trigger()
    menu.close()
    assert page.line.text() == "Pairs for three minutes"
    page.line.dismiss()
    assert page.line.text().startswith("\u2068Ana Ruiz\u2069")


def test_dark_and_large(page, theme):
    """It takes the theme as it is: taller with larger text, never lower than its place."""
    page.watch(6, page.ana)
    theme.choose("dark", 2.0)
    assert page.line.height() >= theme.line("body") + 8 > 40
    theme.choose("light", 1.0)
    assert page.line.height() == 40


def test_in_a_very_low_window_its_place_is_given_while_it_is_silent(page, theme):
    """The stage gets it; with a hint the line is as high as ever, and after it gives way again."""
    theme.choose("light", 2.0)
    whole = page.line.height()
    page.line.give_way(True)
    assert not page.line.text()
    assert page.line.height() < whole / 2
    page.watch(6, page.ana)
    assert page.line.text()
    assert page.line.height() == whole
    page.line.dismiss()
    assert page.line.height() < whole / 2
    page.line.give_way(False)
    assert page.line.height() == whole
