"""A session on the screen: giving, changing, taking back; nothing typed is lost."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import CastBallot, CloseAsk, OpenAsk
from facilitator.session.errors import FacilitatorError
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Message, Messages
from facilitator.ui.models.facets import FACET
from facilitator.ui.screens.session import SessionScreen
from facilitator.ui.screens.steps import SessionPages
from facilitator.ui.widgets.rows import RowsView
from tests.ui.memory import MemoryServices
from tests.waiting import turn_until

NAUGHTY = json.loads((Path(__file__).parent.parent / "data" / "naughty.json").read_text("utf-8"))


class Open:
    """An open session on the screen, with what it said."""

    def __init__(self, services: MemoryServices, theme, session: str) -> None:
        self.services, self.session = services, session
        self.said: list[Message] = []
        messages = Messages()
        messages.said.connect(self.said.append)
        self.messages = messages
        self.keeper = DraftKeeper(services.drafts, session)
        self.keeper.read()
        self.screen = SessionScreen(services.store, session, theme, messages, self.keeper)
        self.screen.resize(1200, 800)
        self.screen.show()
        self.screen.to_capture()

    def type(self, line: str) -> None:
        QTest.keyClicks(self.screen.capture.field, line)
        QTest.keyClick(self.screen.capture.field, Qt.Key.Key_Return)

    @property
    def state(self):
        return self.services.store.state(self.session)

    def texts(self) -> list[str]:
        return [self.screen.model.card(row).text for row in range(self.screen.model.rowCount())]


@pytest.fixture
def opened(services, theme, qtbot):
    made = Open(services, theme, services.begin("Night handover"))
    qtbot.addWidget(made.screen)
    yield made
    made.screen.close_session()


def test_a_line_becomes_a_card(opened):
    """A typed line gives person, theme and card in one step, and the bar is empty again."""
    opened.type("& Ana: we paired juniors with the night shift #onboarding")
    assert opened.texts() == ["we paired juniors with the night shift"]
    card = opened.screen.model.card(0)
    assert (card.kind, card.names, card.themes) == ("knowledge", "Ana", ("Onboarding",))
    assert opened.screen.capture.text() == ""
    assert opened.screen.saved.text().startswith("Saved ")


def test_undo_takes_the_whole_step_back(opened):
    """Ctrl+Z in the empty bar takes card, person and theme back together; once more gives them again."""
    opened.type("& Ana: we paired #onboarding")
    QTest.keyClick(opened.screen.capture.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.texts() == []
    assert opened.state.people.present() == []
    QTest.keyClick(
        opened.screen.capture.field,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert opened.texts() == ["we paired"]
    assert [person.name for person in opened.state.people.present()] == ["Ana"]


def test_building_on_the_marked_card(opened):
    """``^`` builds on the newest card by itself, and on another one when that is marked; on a question it answers."""
    opened.type("? Ana: who decides")
    opened.type("Ben: beds are gone")
    opened.type("^ Zoe: and nobody tells us")
    newest = opened.screen.model.card(0)
    assert newest.refers == (("builds_on", "builds on \u2068Ben\u2069"),)
    index = opened.screen.model.index(2)
    qtest_click(opened.screen.stream, index)
    assert "Ana" in opened.screen.capture._builds_on
    opened.type("^ Ben: the one in charge")
    card = opened.screen.model.card(0)
    assert card.kind == "answer"
    assert card.refers[0][0] == "answers"


def qtest_click(view: RowsView, index) -> None:
    place = view.visualRect(index).topLeft() + QPoint(120, 14)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_refusal_keeps_the_line(opened):
    """What a rule refuses stays in the bar, with the sentence above it."""
    opened.type("^ nothing to build on")
    assert opened.screen.capture.text() == "^ nothing to build on"
    assert opened.screen.capture.trouble.text() == "There is nothing to build on yet."
    opened.screen.capture.put("x" * 20_001)
    QTest.keyClick(opened.screen.capture.field, Qt.Key.Key_Return)
    assert "20001" in opened.screen.capture.trouble.text()
    assert len(opened.screen.capture.text()) == 20_001


def test_saved_is_said_when_it_is_kept(opened):
    """A slow disk is said to be slow; *Saved* comes with the disk's answer and not before."""
    opened.services.journal.slow = True
    opened.type("Ana: slow")
    assert opened.texts() == ["slow"]
    turn_until(lambda: opened.screen.saved.text().startswith("Not saved yet, kept in a draft"))
    opened.services.journal.settle()
    assert opened.screen.saved.text().startswith("Saved ")


def test_a_failed_save_gives_the_line_back(opened):
    """What could not be saved goes from the stream and stands in the bar again, with the reason."""
    opened.services.journal.slow = True
    opened.type("Ana: lost")
    opened.services.journal.settle(FacilitatorError("The disk is full. Your line is kept in a draft."))
    assert opened.texts() == []
    assert opened.screen.capture.text() == "Ana: lost"
    assert opened.screen.capture.trouble.text() == "The disk is full. Your line is kept in a draft."


def test_several_failed_lines_come_back_one_by_one(opened):
    """When more than one line comes back, each is offered in its turn."""
    opened.services.journal.slow = True
    opened.type("one")
    opened.type("two")
    opened.services.journal.settle(FacilitatorError("The disk is full."))
    opened.services.journal.slow = False
    assert opened.screen.capture.text() == "one"
    QTest.keyClick(opened.screen.capture.field, Qt.Key.Key_Return)
    assert opened.screen.capture.text() == "two"


def test_the_draft_survives(services, theme, qtbot):
    """A line being typed is on disk a moment later, and stands in the bar at the next start, with its time."""
    session = services.begin("Night handover")
    first = Open(services, theme, session)
    qtbot.addWidget(first.screen)
    QTest.keyClicks(first.screen.capture.field, "Ana: half a sent")
    first.keeper.settle()
    second = Open(services, theme, session)
    qtbot.addWidget(second.screen)
    assert second.screen.capture.text() == "Ana: half a sent"
    assert second.said[-1].words.startswith("Restored ")
    first.screen.close_session()
    second.screen.close_session()


@pytest.mark.parametrize("begun", ["^ ", "? ", "!"])
def test_a_sign_alone_is_no_draft(services, theme, qtbot, begun):
    """A line in which only its sign was typed is not brought back, and nobody is told of it."""
    session = services.begin("Night handover")
    first = Open(services, theme, session)
    qtbot.addWidget(first.screen)
    QTest.keyClicks(first.screen.capture.field, begun)
    first.keeper.settle()
    second = Open(services, theme, session)
    qtbot.addWidget(second.screen)
    assert second.screen.capture.text() == ""
    assert not [one for one in second.said if one.words.startswith("Restored ")]
    first.screen.close_session()
    second.screen.close_session()


def test_a_given_line_does_not_come_back_twice(services, theme, qtbot):
    """A line whose card did reach the record is not offered again; one that did not is."""
    session = services.begin("Night handover")
    reached = services.give(session, "it arrived")
    keeper = DraftKeeper(services.drafts, session)
    keeper.given(reached, "it arrived")
    keeper.given("0190-never", "it did not")
    keeper.settle()
    opened = Open(services, theme, session)
    qtbot.addWidget(opened.screen)
    assert opened.screen.capture.text() == "it did not"
    opened.screen.close_session()


def test_changing_the_words_in_place(opened):
    """F2 opens the words, Enter keeps them, and the earlier ones stay in the record."""
    opened.type("Ana: beds ar gone")
    opened.screen.stream.setFocus()
    opened.screen.stream.setCurrentIndex(opened.screen.model.index(0))
    QTest.keyClick(opened.screen.stream, Qt.Key.Key_F2)
    editor = opened.screen.stream.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    editor.setPlainText("beds are gone")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    given = next(iter(opened.state.contributions.by_id.values()))
    assert given.text == "beds are gone"
    assert given.earlier == ("beds ar gone",)
    assert opened.said[-1].action == "Undo"


def test_leaving_an_edit_changes_nothing(opened):
    """Esc leaves the words as they were."""
    opened.type("Ana: beds are gone")
    opened.screen.edit(opened.screen.model.card(0).id)
    editor = opened.screen.stream.viewport().findChild(QPlainTextEdit)
    editor.setPlainText("something else")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert opened.texts() == ["beds are gone"]


def test_what_the_room_has_seen_is_not_said_to_be_taken_back(opened):
    """Closing a pulse told its figures: undo says that it stands, and offers no redo."""
    opened.type("Ana: hello")
    store, session = opened.services.store, opened.session
    store.dispatch(session, AddBlock(block="close", title="Close"))
    store.dispatch(session, StartActivity(block="close"))
    store.dispatch(session, OpenAsk(ask="a", form="pulse", question="How was it?", options=("0", "1", "2")))
    for ballot in "vwxyz":
        store.dispatch(session, CastBallot(ask="a", ballot=ballot, marks=(1, 0, 0)))
    store.dispatch(session, CloseAsk(ask="a"))
    opened.screen.undo()
    assert not opened.state.votes.by_id["a"].open
    assert "stands" in opened.said[-1].words and not opened.said[-1].action
    assert not store.can_redo(session)


def test_keys_for_a_card(opened):
    """H hides, Del takes back, B builds on, Esc returns to the line; each said, each undone."""
    for line in ("Ana: one", "Ben: two", "Zoe: three"):
        opened.type(line)
    stream = opened.screen.stream
    stream.setFocus()
    QTest.keyClick(stream, Qt.Key.Key_H)
    assert opened.texts() == ["two", "one"]
    opened.screen.undo()
    assert opened.texts() == ["three", "two", "one"]
    stream.setCurrentIndex(opened.screen.model.index(1))
    QTest.keyClick(stream, Qt.Key.Key_Delete)
    assert opened.texts() == ["three", "one"]
    stream.setCurrentIndex(opened.screen.model.index(1))
    QTest.keyClick(stream, Qt.Key.Key_B)
    assert opened.screen.capture.text() == "^ "
    assert opened.screen.capture.field.hasFocus() or not QApplication.activeWindow()


def test_the_menu_of_a_card(opened):
    """Every entry is a command: kind, theme, giver, done; each can be taken back."""
    opened.type("Ana: I call the vendor #calls")
    opened.type("Ben: hm")
    screen = opened.screen
    first = screen.model.card(1).id
    screen._menu.show_for(first, QPoint(10, 10))
    entries = {action.text().split("\t")[0]: action for action in screen._menu.menu.actions()}
    kinds = {action.text(): action for action in entries["Kind"].menu().actions()}
    kinds["Commitment"].trigger()
    assert opened.state.contributions.by_id[first].kind == "commitment"
    people = {action.text(): action for action in entries["Who gave it"].menu().actions()}
    people["Ben"].trigger()
    assert len(opened.state.contributions.by_id[first].authors) == 2
    themes = {action.text(): action for action in entries["Theme"].menu().actions()}
    themes["Calls"].trigger()
    assert opened.state.themes.of(first) == []
    screen._menu.menu.close()
    screen._menu.show_for(first, QPoint(10, 10))
    entries = {action.text().split("\t")[0]: action for action in screen._menu.menu.actions()}
    entries["It is done"].trigger()
    assert opened.state.commitments.by_id[first].state == "done"
    screen._menu.menu.close()
    screen._menu.new_theme(first, "Vendors")
    assert [opened.state.themes.by_id[t].name for t in opened.state.themes.of(first)] == ["Vendors"]
    for _ in range(5):
        screen.undo()
    assert opened.state.contributions.by_id[first].kind == "note"
    assert [opened.state.themes.by_id[t].name for t in opened.state.themes.of(first)] == ["Calls"]


def test_narrowing_and_finding(opened, qtbot):
    """A click on a kind narrows the stream; words in the field narrow it further; a button shows everything."""
    for line in ("* Ana: beds", "? Ben: beds or desks", "Zoe: tea"):
        opened.type(line)
    rows = [opened.screen.facets.index(row) for row in range(opened.screen.facets.rowCount())]
    question = next(index for index in rows if index.data(FACET).key == "question")
    qtest_click_row(opened.screen.side, question)
    assert opened.texts() == ["beds or desks"]
    QTest.keyClicks(opened.screen.find_field, "tea")
    assert opened.texts() == []
    assert opened.screen.empty.isVisible()
    qtbot.mouseClick(opened.screen.empty.action, Qt.MouseButton.LeftButton)
    assert len(opened.texts()) == 3


def qtest_click_row(view: RowsView, index) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def test_thanks_open_on_a_click(opened):
    """The mark of thanks opens to who thanked and for what, and the card grows."""
    opened.type("Ana: one")
    opened.type("^+ Ben: for saying it")
    screen = opened.screen
    index = screen.model.index(1)
    before = screen.stream.visualRect(index).height()
    screen.stream.setFocus()
    screen.stream.setCurrentIndex(index)
    QTest.keyClick(screen.stream, Qt.Key.Key_T)
    assert screen.stream.visualRect(index).height() > before


def test_long_words_fold(opened):
    """Twenty thousand characters fold to a few lines with *more*, and open to all of them."""
    opened.services.give(opened.session, "a long story " * 1500)
    screen = opened.screen
    index = screen.model.index(0)
    folded = screen.stream.visualRect(index).height()
    assert folded < 300
    screen._part(index, "more")
    assert screen.stream.visualRect(index).height() > 2000


def test_ten_thousand_cards(opened):
    """A card given among ten thousand lays out itself and no other, and the view stays where it is."""
    from facilitator.session.contributions import GiveContribution
    from facilitator.session.rules import Together

    many = tuple(GiveContribution(text=f"card {number}") for number in range(10_000))
    opened.services.store.dispatch(opened.session, Together(commands=many))
    screen = opened.screen
    assert screen.model.rowCount() == 10_000
    measured = []
    original = screen.cards.sizeHint
    screen.cards.sizeHint = lambda option, index: (measured.append(index.row()), original(option, index))[1]
    opened.type("Ana: one more")
    assert len(measured) < 30
    screen.stream.scrollToBottom()
    QApplication.processEvents()
    assert screen.stream.indexAt(QPoint(50, screen.stream.viewport().height() - 20)).row() == 10_000
    assert len(measured) < 120


def test_what_is_read_stays_in_place(opened):
    """While somebody reads further down, a new card at the top moves nothing."""
    for number in range(60):
        opened.services.give(opened.session, f"card {number}")
    stream = opened.screen.stream
    stream.verticalScrollBar().setValue(600)
    top = stream.indexAt(QPoint(50, 5)).data()
    opened.screen._follow = False
    opened.services.give(opened.session, "another")
    assert stream.indexAt(QPoint(50, 5)).data() == top


def test_naughty_strings_are_shown(opened):
    """Every naughty string as words and as a name is painted, and nothing acts on it."""
    for number, text in enumerate(NAUGHTY):
        if text.strip():
            name = text.strip()[:190]
            person = opened.services.person(opened.session, name)
            opened.services.give(opened.session, text, person, ("idea", "story", "note")[number % 3])
    screen = opened.screen
    bar = screen.stream.verticalScrollBar()
    while True:
        screen.grab()
        if bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + bar.pageStep())
    assert screen.model.rowCount() == sum(bool(text.strip()) for text in NAUGHTY)


def test_right_to_left(services, theme, qapp, qtbot):
    """With a language read from the right the page mirrors; each card's words keep their own direction."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    session = services.begin("נייט")
    opened = Open(services, theme, session)
    qtbot.addWidget(opened.screen)
    opened.type("Ana: we paired")
    screen = opened.screen
    assert screen.side.mapTo(screen, QPoint(0, 0)).x() > screen.stream.mapTo(screen, QPoint(0, 0)).x()
    assert not screen.grab().isNull()
    screen.close_session()


def test_larger_text_needs_more_room(opened, theme):
    """At 200 % rows and bar grow with the text, and the side column gives way."""
    opened.type("Ana: we paired")
    before = opened.screen.stream.visualRect(opened.screen.model.index(0)).height()
    assert opened.screen.side.isVisible()
    theme.choose("light", 2.0)
    QApplication.processEvents()
    assert opened.screen.stream.visualRect(opened.screen.model.index(0)).height() > before * 1.5
    assert opened.screen.capture.field.height() > 60
    assert not opened.screen.side.isVisible()


def test_dark_is_dark(opened, theme):
    """The dark theme paints the page dark at once."""
    opened.type("Ana: we paired")
    light = opened.screen.grab().toImage().pixelColor(900, 400).lightness()
    theme.choose("dark", 1.0)
    QApplication.processEvents()
    dark = opened.screen.grab().toImage().pixelColor(900, 400).lightness()
    assert light > 200 > 60 > dark


def test_everything_can_be_reached_by_keys(opened):
    """Every control takes the focus by Tab, and each icon-only one has a name."""
    opened.type("Ana: we paired")
    seen = set()
    opened.screen.activateWindow()
    widget = opened.screen.find_field
    for _ in range(60):
        seen.add(widget)
        widget = widget.nextInFocusChain()
    for control in (opened.screen.stream, opened.screen.side, opened.screen.order, opened.screen.capture.field):
        assert control in seen
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.accessibleName() or getattr(control, "text", lambda: "")()


def test_a_closed_screen_is_freed(services, theme):
    """A session left is a session let go: nothing keeps its screen alive."""
    session = services.begin("Night handover")
    opened = Open(services, theme, session)
    opened.type("Ana: we paired")
    watch = weakref.ref(opened.screen)
    opened.screen.close_session()
    opened.screen.close()
    opened.screen.deleteLater()
    del opened
    QApplication.sendPostedEvents(None, 52)
    QApplication.processEvents()
    gc.collect()
    assert watch() is None


def test_little_room_keeps_everything_within_reach(opened, qtbot):
    """In a narrow window the column of kinds and people is one button away."""
    opened.screen.resize(700, 700)
    QApplication.processEvents()
    assert not opened.screen.side.isVisible()
    button = opened.screen.narrow
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.screen.side.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not opened.screen.side.isVisible()


def test_the_focus_is_seen(opened):
    """A button reached by key wears the ring, two pixels away from it; one that was clicked does not."""
    from PySide6.QtWidgets import QFocusFrame

    screen = opened.screen
    screen.activateWindow()
    screen.order.setFocus(Qt.FocusReason.TabFocusReason)
    rings = [ring for ring in screen.findChildren(QFocusFrame) if ring.isVisible()]
    if QApplication.focusWidget() is screen.order:
        assert len(rings) == 1
        assert rings[0].width() == screen.order.width() + 8


def test_words_in_text_name_and_theme_together(opened):
    """Words may stand partly in the text and partly in the giver's name or the theme."""
    opened.type("Zoe: hand over at the bed #Bay-two")
    opened.type("Ben: hand over at the desk")
    opened.screen.find_field.setText("hand zoë bay")
    assert opened.texts() == ["hand over at the bed"]


def test_words_are_never_markup(services, theme, qtbot):
    """A title or a refusal that looks like markup is shown as it is, in tool tips too."""
    title = "<img src='file:///etc/hostname'><b>R&D</b>"
    session = services.begin(title)
    opened = Open(services, theme, session)
    qtbot.addWidget(opened.screen)
    window = QWidget()
    qtbot.addWidget(window)
    pages = SessionPages(services, session, theme, opened.messages, opened.keeper, Registry(window))
    qtbot.addWidget(pages)
    assert pages.title.text() == title
    assert "<img" not in pages.title.toolTip()
    pages.close_session()
    assert opened.screen.capture.trouble.textFormat() == Qt.TextFormat.PlainText
    opened.screen.close_session()


def test_every_script_is_set_in_a_face_of_ours(opened, theme):
    """Each of the scripts finds its letters in a face the program brings along: nothing is left to chance."""
    from PySide6.QtGui import QFont, QFontMetrics

    scripts = json.loads((Path(__file__).parent.parent / "data" / "scripts.json").read_text("utf-8"))
    for script in scripts:
        opened.services.give(opened.session, f"{script['text']} (2026) Ana 15:30", None, "idea")
    bar = opened.screen.stream.verticalScrollBar()
    while bar.value() < bar.maximum():
        opened.screen.grab()
        bar.setValue(bar.value() + bar.pageStep())
    for script in scripts:
        for char in set(script["text"]) - set(" \u200b\u200c\u200d\u200e\u200f"):
            held = [family for family in theme.fonts.families if QFontMetrics(QFont(family)).inFontUcs4(ord(char))]
            assert held, (script["language"], char)
