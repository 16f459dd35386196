"""The guide's questions, answered with keys alone; what fits follows each answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.catalogue import built_in
from facilitator.session.guiding import Answers
from facilitator.session.interview import QUESTIONS
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.sessions import DescribeSession
from facilitator.ui.messages import Messages
from facilitator.ui.models.guide import guidance
from facilitator.ui.screens.guide import GuidePages
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices


class Asked:
    """The pages over a session of their own."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.store = services.store
        self.session = services.begin("Night handover")
        self.pages = GuidePages(theme, Messages(), lambda command: self.store.dispatch(self.session, command))
        self.left: list[bool] = []
        self.pages.left.connect(lambda: self.left.append(True))
        self.end = self.store.subscribe(lambda _change: self.show())
        self.show()
        self.pages.resize(1368, 844)
        self.pages.show()
        self.pages.open_at()

    def show(self) -> None:
        self.pages.show_state(self.store.state(self.session), built_in())

    @property
    def answers(self) -> Answers:
        return self.store.state(self.session).answers

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.pages.page.focusWidget() or self.pages.page, key)

    def type(self, words: str) -> None:
        field = self.pages.page.field
        assert field is not None
        QTest.keyClicks(field, words)


@pytest.fixture
def asked(services: MemoryServices, theme: Theme) -> Iterator[Asked]:
    """The pages before the first answer."""
    made = Asked(services, theme)
    yield made
    made.end()
    shiboken6.delete(made.pages)


def test_all_thirteen_by_keys(asked: Asked) -> None:
    """Purpose first and tools last; digits, arrows and Enter alone; at the end the plan, with the ward's advice."""
    key = Qt.Key
    assert asked.pages.page.question.id == "purpose"
    assert not asked.pages.back.isEnabled()
    asked.press(key.Key_5, key.Key_Return)
    assert asked.pages.page.question.id == "in_hands"
    work = asked.pages.page.work
    QTest.keyClicks(work, "the 07:00 handover")
    asked.type("one practised move")
    QTest.keyClick(asked.pages.page.field, key.Key_Return)
    asked.type("14")
    asked.press(key.Key_Return)
    asked.type("2h30")
    asked.press(key.Key_Return)
    asked.press(key.Key_Down, key.Key_Return)
    assert asked.answers.trust == 2
    asked.press(key.Key_1, key.Key_Return)
    asked.press(key.Key_1, key.Key_Return)
    for digit in (key.Key_1, key.Key_3, key.Key_4, key.Key_5, key.Key_6):
        asked.press(digit)
    asked.press(key.Key_Return)
    asked.press(key.Key_3, key.Key_Return)
    asked.press(key.Key_1, key.Key_Return)
    asked.press(key.Key_2, key.Key_Return)
    asked.press(key.Key_4, key.Key_Return)
    assert asked.pages.page.question.id == QUESTIONS[-1].id == "prep"
    assert asked.pages.go.text() == "See the plan"
    asked.press(key.Key_4, key.Key_Return)
    assert asked.left == [True]
    said = asked.answers
    assert (said.purpose, said.people, said.minutes, said.setting, said.energy) == (
        "skill_people", 14, 150, "in_person", "low",
    )  # fmt: skip
    assert said.has == ("screen", "pens", "tables", "movable_chairs", "floor")
    assert (said.prior, said.power_gap, said.private, said.access, said.prep) == (
        "experienced", "yes", "no", ("language",), 60,
    )  # fmt: skip
    state = asked.store.state(asked.session)
    assert (state.about.work, said.in_hands) == ("the 07:00 handover", "one practised move")
    assert next(iter(asked.pages.fits.rows)) == "role_play"


def test_a_choice_says_what_it_would_set_aside_before_it_is_taken(asked: Asked) -> None:
    """With what fits on the page, thirty minutes of preparation set role play aside, and say so beforehand."""
    test_all_thirteen_by_keys(asked)
    asked.pages.open_at("prep")
    half_an_hour = asked.pages.page.choices["30"]
    assert half_an_hour.note == "sets Rehearse a real conversation aside: needs 45 min preparation"
    assert half_an_hour.note in half_an_hour.accessibleName()
    assert asked.answers.prep == 60
    half_an_hour.click()
    assert asked.answers.prep == 30
    assert "role_play" not in asked.pages.fits.rows
    assert asked.pages.page.choices["30"].note == ""


def test_enter_alone_answers_nothing(asked: Asked) -> None:
    """Enter on a page nobody touched goes on and leaves the question open; Back returns to it."""
    asked.press(Qt.Key.Key_Return)
    assert asked.pages.page.question.id == "in_hands"
    assert asked.answers.purpose == ""
    asked.pages.back.click()
    assert asked.pages.page.question.id == "purpose"


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_not_sure_takes_the_careful_answer_and_says_which(asked: Asked, number: int) -> None:
    """On every question: a sentence, the question counts as answered, and its row says that nobody was sure."""
    question = QUESTIONS[number].id
    asked.pages.open_at(question)
    asked.pages.unsure.click()
    assert asked.pages.said.text().endswith(".")
    assert question in asked.answers.unsure
    assert "(not sure)" in asked.pages.rows[question].value.text()
    if asked.pages.page.choices and QUESTIONS[number].careful:
        assert asked.pages.page.choices[QUESTIONS[number].careful].isChecked()
        other = next(row for row in asked.pages.page.choices.values() if not row.isChecked())
        other.click()
        assert question not in asked.answers.unsure


@pytest.mark.parametrize(
    ("question", "typed", "refused"),
    [
        ("people", "abc", "How many people?"),
        ("people", "-5", "How many people?"),
        ("people", "0", "How many people?"),
        ("people", "9" * 30, "How many people?"),
        ("minutes", "abc", "is no length"),
        ("minutes", "-5", "less than nothing"),
        ("minutes", "0", "How long?"),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(asked: Asked, question: str, typed: str, refused: str) -> None:
    """One sentence under the field; the page stays, what was typed stays, nothing is taken."""
    asked.pages.open_at(question)
    asked.type(typed)
    asked.press(Qt.Key.Key_Return)
    assert asked.pages.page.question.id == question
    assert refused in asked.pages.page.trouble.text()
    assert (asked.answers.people, asked.answers.minutes) == (0, 0)
    field = asked.pages.page.field
    assert field is not None
    assert field.text() == typed


def test_days_are_a_length_too(asked: Asked) -> None:
    """Seven days mean that it is spread over time; the thread with a question then fits."""
    asked.press(Qt.Key.Key_4)
    asked.pages.open_at("minutes")
    asked.type("7 days")
    asked.press(Qt.Key.Key_Return)
    assert (asked.answers.days, asked.answers.setting) == (7, "async")
    assert asked.pages.rows["minutes"].value.text() == "7 days"


def test_the_list_of_people_answers_for_itself(asked: Asked) -> None:
    """Nobody is asked to count who is in the list."""
    for number in range(3):
        asked.store.dispatch(asked.session, JoinPerson(person=f"p{number}", name=f"Person {number}"))
    asked.pages.open_at("people")
    assert asked.pages.rows["people"].value.text() == "3"
    assert asked.pages.page.note.text() == "3 are in the list of people."
    asked.press(Qt.Key.Key_Return)
    assert asked.answers.people == 0


def test_escape_leaves_and_keeps_what_was_typed(asked: Asked) -> None:
    """Leaving loses nothing."""
    asked.pages.open_at("people")
    asked.type("22")
    asked.press(Qt.Key.Key_Escape)
    assert asked.left == [True]
    assert asked.answers.people == 22


def test_text_size_changes_under_the_hand(asked: Asked, theme: Theme) -> None:
    """The page is laid out anew, at the same question, and still answers."""
    asked.pages.open_at("trust")
    theme.choose("dark", 2.0)
    assert asked.pages.page.question.id == "trust"
    asked.pages.page.choices["3"].click()
    assert asked.answers.trust == 3


def test_after_one_answer_only_that_one_counts(asked: Asked) -> None:
    """The purpose alone sets aside; the list and the line above the ranking say what is not answered yet."""
    asked.press(Qt.Key.Key_2)
    now = guidance(asked.store.state(asked.session), built_in(), datetime.date(2026, 3, 12))
    assert {item.why for item in now.aside} == {"does not serve this purpose"}
    assert all(fit.why.startswith("Suggested because: serves the purpose") for place in now.places for fit in place)
    assert now.so_far.startswith("By 1 of 13 answers.")
    assert asked.pages.rows["trust"].value.text() == "not answered yet"
    asked.pages.open_at("trust")
    assert asked.pages.page.choices["1"].note.startswith("sets ")
    assert asked.pages.page.choices["3"].note == ""


def test_many_level_ones_are_five_and_the_rest_when_asked_for(asked: Asked) -> None:
    """After one answer many are level: the first five stand there, the others behind one button."""
    asked.press(Qt.Key.Key_2)
    more = next(button for key, button in asked.pages.fits.level_mores.items() if button.isVisible())
    count = int(more.text().split()[1])
    before = sum(row.isVisible() for row in asked.pages.fits.rows.values())
    more.click()
    assert not more.isVisible()
    assert sum(row.isVisible() for row in asked.pages.fits.rows.values()) == before + count


def test_no_row_is_ever_a_window_of_its_own(asked: Asked) -> None:
    """Rows are made anew with every answer; one shown before it has its place would take the keyboard away."""
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    watch, app = Watch(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    for digit in (Qt.Key.Key_2, Qt.Key.Key_5):
        asked.press(digit)
    app.removeEventFilter(watch)
    assert shown == []


def test_leaving_a_page_without_a_tick_says_nothing(asked: Asked) -> None:
    """Only who goes on without a tick says that there is nothing; Escape, Back and the list do not."""
    asked.pages.open_at("has")
    asked.press(Qt.Key.Key_Escape)
    asked.pages.back.click()
    asked.pages.open_at("has")
    asked.pages.rows["prep"].click()
    assert not asked.answers.has_said
    asked.pages.open_at("has")
    asked.press(Qt.Key.Key_Return)
    assert asked.answers.has_said


def test_every_choice_can_be_read(asked: Asked) -> None:
    """What is too long for one line takes two; nothing is cut at the usual size of the window."""
    for question in QUESTIONS:
        asked.pages.open_at(question.id)
        QApplication.processEvents()
        for row in asked.pages.page.choices.values():
            assert row.whole, row.text()


def test_not_sure_leaves_what_the_plan_says(asked: Asked) -> None:
    """Nothing careful is taken over what somebody put into the plan; the sentence says where it is from."""
    asked.store.dispatch(asked.session, DescribePlan(setting="online", minutes=45))
    asked.store.dispatch(asked.session, DescribeSession(inform="what nights know"))
    asked.store.dispatch(asked.session, JoinPerson(person="p", name="Zeynep"))
    for question, told in (
        ("purpose", "know more about something"),
        ("setting", "online"),
        ("minutes", "45 min"),
        ("people", "1"),
    ):
        asked.pages.open_at(question)
        asked.pages.unsure.click()
        assert asked.pages.said.text() == "What the plan says is taken."
        assert asked.pages.rows[question].value.text() == f"{told} (not sure)"
    assert (asked.answers.purpose, asked.answers.setting, asked.answers.minutes) == ("", "", 0)
