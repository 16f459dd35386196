"""Asking everybody on the stage: entering votes by keys alone, telling nothing early, and what follows a result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import CastBallot, CloseAsk, EnterCounts, OpenAsk
from facilitator.session.errors import Rejected
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.rules import Command
from facilitator.session.tally import progress, results
from facilitator.session.themes import NameTheme
from facilitator.ui.messages import Messages, worded
from facilitator.ui.stages.asks.card import CardEntry
from facilitator.ui.stages.asks.entry import BallotEntry, NumbersEntry
from facilitator.ui.stages.asks.form import AskForm
from facilitator.ui.stages.asks.list import AskList
from facilitator.ui.stages.asks.offers import KEYS, ask_offers
from facilitator.ui.stages.asks.part import AskPart
from facilitator.ui.stages.asks.results import ResultsView, room_bars
from facilitator.ui.stages.asks.round import RoundEntry
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.pause.stage import BreakStage
from tests.waiting import turn_until

ITEMS = ("At the bed, bay 2", "Day shift at 07:10", "صيدلي نتصل به بعد السادسة")
MINUTE = 60_000


class Asked:
    """A session in a running activity, with something asked in it and shown."""

    def __init__(self, services, theme, qtbot, *, anonymity: str = "named") -> None:
        self.services, self.qtbot = services, qtbot
        self.session = services.begin("Night handover")
        self.said: list[str] = []
        self.do(AddBlock(block="talk", title="Talk", minutes=20, anonymity=anonymity))
        self.do(AddBlock(block="close", title="Close", minutes=5, prompt="What now?"))
        self.do(StartActivity(block="talk"))
        self.given = StageGiven(
            services, self.session, "talk", None, theme, Messages(), self.ask_for, lambda: 0
        )  # fmt: skip
        self.part: AskPart | None = None

    def do(self, command: Command) -> object:
        return self.services.store.dispatch(self.session, command)

    def ask_for(self, command: Command, said: str = "") -> object:
        try:
            return self.do(command)
        except Rejected as error:
            self.said.append(worded(error))
            return None

    def open(self, form: str, **more: object) -> AskPart:
        given = {"question": "Which do we try first?", "options": ITEMS if form != "outcome" else (), **more}
        self.do(OpenAsk(ask="a", form=form, **given))  # type: ignore[arg-type]
        self.part = AskPart(self.given)
        self.services.store.subscribe(self.part.heard)
        self.qtbot.addWidget(self.part)
        self.part.resize(728, 620)
        self.part.show()
        self.qtbot.waitExposed(self.part)
        self.part.take_focus()
        return self.part

    @property
    def state(self):
        return self.services.store.state(self.session)

    @property
    def ask(self):
        return self.state.votes.by_id["a"]

    @property
    def list(self) -> AskList:
        assert self.part is not None and self.part.inner is not None
        found = self.part.inner.list
        assert isinstance(found, AskList)
        return found

    def keys(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.list, key)

    def words(self) -> str:
        assert self.part is not None
        return " ".join(line.words + line.tail for line in self.list.lines) + self.part.count.text()


@pytest.fixture
def asked(services, theme, qtbot):
    """A session that asks."""
    return Asked(services, theme, qtbot)


def test_a_show_of_hands_is_entered_with_digits_and_arrows_alone(asked):
    """Digits into a row, Enter to the next, closing by the large button's action: the numbers are the result."""
    part = asked.open("poll")
    assert isinstance(part.inner, NumbersEntry)
    QTest.keyClicks(asked.list, "12")
    asked.keys(Qt.Key.Key_Return)
    QTest.keyClicks(asked.list, "7")
    asked.keys(Qt.Key.Key_Down, Qt.Key.Key_Backspace)
    assert asked.state.votes.hands["a"].counts == (12, 7, 0)
    assert part.count.text() == "19 are in"
    QTest.keyClicks(asked.list, "2")
    forward = part.forward()
    assert forward is not None and forward.words == "Close and show"
    forward.does()
    told = results(asked.state, asked.ask)
    assert [bar.count for bar in told.bars] == [12, 7, 2]
    assert [line.tail for line in asked.list.lines] == ["12", "7", "2"]
    assert asked.list.lines[0].strong and not asked.list.lines[1].strong
    assert "“\u2068At the bed, bay 2\u2069” has the most." in part.inner.told.text()


def test_hands_with_several_dots_say_from_how_many_people(asked):
    """The fewest people is filled in by itself; a number typed there is taken, too few are refused in words."""
    asked.open("dots")
    QTest.keyClicks(asked.list, "9")
    assert asked.list.lines[-1].tail == "3"
    asked.keys(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    QTest.keyClicks(asked.list, "5")
    asked.keys(Qt.Key.Key_Return)
    assert (asked.state.votes.hands["a"].counts, asked.state.votes.hands["a"].people) == ((9, 0, 0), 5)
    asked.keys(Qt.Key.Key_Backspace)
    QTest.keyClicks(asked.list, "1")
    asked.keys(Qt.Key.Key_Return)
    assert asked.said == ["So many can only be from 3 people or more."]
    assert asked.state.votes.hands["a"].people == 5


def test_a_number_is_kept_while_the_hands_rest(asked):
    """A digit typed and not confirmed is in the record after a moment, so that a crash does not take it."""
    asked.open("poll")
    QTest.keyClicks(asked.list, "4")
    assert "a" not in asked.state.votes.hands
    turn_until(lambda: "a" in asked.state.votes.hands)
    assert asked.state.votes.hands["a"].counts == (4, 0, 0)


def test_undo_shows_the_numbers_as_they_were(asked):
    """What was taken back is gone from the fields too; a ballot that comes in meanwhile changes no field."""
    part = asked.open("poll")
    QTest.keyClicks(asked.list, "4")
    asked.keys(Qt.Key.Key_Down)
    QTest.keyClicks(asked.list, "6")
    asked.do(CastBallot(ask="a", ballot="b", marks=(0, 0, 1)))
    assert asked.list.values() == (4, 6, 0)
    assert part.count.text() == "5 are in"
    asked.services.store.undo(asked.session)
    asked.services.store.undo(asked.session)
    assert asked.list.values() == (0, 0, 0)


def test_a_ballot_is_given_by_keys_and_gone_for_the_next_person(asked):
    """Space gives a dot, minus takes it, no more than are in the hand; Enter gives all and the screen is as before."""
    part = asked.open("dots")
    QTest.keyClick(part.ways, Qt.Key.Key_Right)
    assert isinstance(part.inner, BallotEntry)
    empty = asked.list.lines[:]
    asked.keys(Qt.Key.Key_Space, Qt.Key.Key_Plus, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert asked.list.values() == (2, 1, 0)
    asked.keys(Qt.Key.Key_Minus)
    assert part.inner.button.text() == "Give 2 dots"
    asked.keys(Qt.Key.Key_Return)
    (ballot,) = asked.state.votes.ballots["a"].values()
    assert ballot.marks == (2, 0, 0)
    assert asked.list.lines == empty
    assert part.count.text() == "1 is in"
    QTest.mouseClick(part.inner.back, Qt.MouseButton.LeftButton)
    assert "a" not in asked.state.votes.ballots


def test_a_click_on_a_row_gives_a_dot_and_a_click_on_the_last_one_takes_it(asked):
    """By mouse as on a phone: the row gives, a circle sets how many, the last circle takes back."""
    part = asked.open("dots")
    part.ways._take("ballots")
    rows = asked.list
    rect = rows.visualRect(rows.model_.index(1))
    boxes = rows.delegate.boxes(rows.lines[1], rect, False)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, rect.center().y()))
    assert rows.values() == (0, 1, 0)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=boxes[1].center())
    assert rows.values() == (0, 2, 0)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=boxes[1].center())
    assert rows.values() == (0, 1, 0)


@pytest.mark.parametrize("form", ["poll", "dots"])
def test_no_word_or_pixel_tells_a_vote_before_it_is_closed(asked, form):
    """Two ballots that differ leave the same words and the same picture, the facilitator's window included."""
    part = asked.open(form)
    part.ways._take("ballots")
    pictures = []
    for marks in ((1, 0, 0), (0, 0, 1)):
        asked.do(CastBallot(ask="a", ballot="b", marks=marks))
        QApplication.processEvents()
        picture = part.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pictures.append((asked.words(), part.subtitle(), part.notes(), bytes(picture.constBits())))
        assert room_bars(asked.state, asked.ask) == [("Which do we try first?", 1, "are in")]
    assert pictures[0] == pictures[1]


def test_a_poll_moves_the_one_choice(asked):
    """Another option chosen takes the choice from the first; space again takes it away and none is given."""
    part = asked.open("poll")
    part.ways._take("ballots")
    asked.keys(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert asked.list.values() == (0, 1, 0)
    asked.keys(Qt.Key.Key_Space)
    assert part.inner.button.text() == "Give none"
    asked.keys(Qt.Key.Key_Return)
    assert progress(asked.state, asked.ask).given == 1


def test_the_facilitators_own_ballot_is_kept_apart(asked):
    """Marked as mine it is in no figure on the stage or the room screen, and the stage says so."""
    part = asked.open("poll")
    part.ways._take("ballots")
    asked.keys(Qt.Key.Key_Space)
    part.inner.own.click()
    asked.keys(Qt.Key.Key_Return)
    assert part.count.text() == "0 are in"
    assert not part.inner.own.isChecked()
    part.close_ask()
    assert room_bars(asked.state, asked.ask)[0][1] == 0
    assert part.inner.own.text() == "Your own choice is not in these numbers."


def test_a_rating_is_given_by_digits(asked):
    """A digit is a place on the scale, arrows move it, what is left out is no answer; the result is a spread."""
    part = asked.open("rating", options=ITEMS[:1], criteria=("useful", "soon"), scale=("no", "partly", "yes"))
    QTest.keyClicks(asked.list, "3")
    asked.keys(Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert next(iter(asked.state.votes.ballots["a"].values())).marks == (1, -1)
    part.close_ask()
    useful, soon = asked.list.lines
    assert (useful.head, useful.words, useful.counts) == (ITEMS[0], "useful", (0, 1, 0))
    assert soon.second == "nobody said"


def test_a_pulse_under_five_shows_a_sentence_and_no_number(asked):
    """Four answers: no rows at all on stage or room screen; five: a spread, no leader, no mean."""
    part = asked.open("pulse", options=("0", "1", "2", "3", "4"))
    assert isinstance(part.inner, BallotEntry)
    for number in range(4):
        asked.do(CastBallot(ask="a", ballot=f"b{number}", marks=(0, 0, 1, 0, 0)))
    part.close_ask()
    assert asked.list.lines == []
    assert part.inner.told.text() == "Fewer than five answered, so no number is shown."
    assert part.reopen.isHidden()
    asked.services.store.undo(asked.session)
    asked.do(CastBallot(ask="a", ballot="b5", marks=(0, 0, 0, 0, 1)))
    part.close_ask()
    assert [line.tail for line in asked.list.lines] == ["0", "0", "4", "0", "1"]
    assert not any(line.strong for line in asked.list.lines)


def test_an_outcome_card_is_typed_page_by_page(asked):
    """Now, then, evidence, one item skipped, nothing to decide, through whom; given whole on the last page."""
    part = asked.open("outcome", question="the handover")
    entry = part.inner
    assert isinstance(entry, CardEntry)
    asked.keys(Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space)
    QTest.keyClicks(entry.line, "I thought days read the book")
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    assert asked.state.outcomes.standing() == []
    QTest.mouseClick(entry.skip, Qt.MouseButton.LeftButton)
    QTest.mouseClick(entry.nothing, Qt.MouseButton.LeftButton)
    asked.keys(Qt.Key.Key_Space, Qt.Key.Key_Return)
    informed, decision = asked.state.outcomes.standing()
    assert (informed.now, informed.then, informed.evidence) == (3, 2, "I thought days read the book")
    assert informed.through == "mostly from others here"
    assert (decision.item, decision.now, decision.through) == ("decision", None, "")
    assert (entry.page, entry.line.text(), part.count.text()) == (0, "", "1 is in")
    assert not any(any(line.pair) for line in asked.list.lines)


def test_the_buttons_of_the_card_stay_in_sight(asked):
    """However little room there is, Skip and Next are seen whole; the anchors scroll. They go with the card."""
    part = asked.open("outcome", question="the handover")
    part.resize(728, 420)
    QApplication.processEvents()
    assert part.area.verticalScrollBar().maximum() > 0
    for button in (part.inner.skip, part.inner.next):
        box = QRect(button.mapTo(part, QPoint(0, 0)), button.size())
        assert button.isVisible()
        assert part.rect().contains(box)
        assert not part.area.geometry().intersects(box)
    foot = part.inner.foot
    QTest.mouseClick(part.inner.next, Qt.MouseButton.LeftButton)
    assert part.inner.page == 1
    part.close_ask()
    assert not foot.isVisible()


def test_a_check_in_takes_a_word_or_a_tick_from_each(asked):
    """Enter gives the word typed, or none, ticks the person and goes on; space takes a tick away."""
    ana = asked.services.person(asked.session, "Ana")
    ben = asked.services.person(asked.session, "Ben")
    part = asked.open("check_in")
    entry = part.inner
    assert isinstance(entry, RoundEntry)
    QTest.keyClicks(entry.line, "tired, glad")
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    assert "Ben" in entry.line.placeholderText()
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    (word,) = asked.state.contributions.standing()
    assert (word.text, word.authors, word.activity) == ("tired, glad", (ana,), "talk")
    assert set(asked.state.votes.turns["a"].values()) == {ana, ben}
    assert part.count.text() == "2 of 2 have had a turn"
    asked.list.setCurrentIndex(asked.list.model_.index(1))
    asked.keys(Qt.Key.Key_Space)
    assert list(asked.state.votes.turns["a"].values()) == [ana]
    part.close_ask()
    assert not AskPart.is_on(asked.state, "talk")


def test_a_check_in_where_nobody_is_named_only_counts(services, theme, qtbot):
    """No list of people, no line: a button counts turns, and no fact holds a person."""
    asked = Asked(services, theme, qtbot, anonymity="without_names")
    ana = services.person(asked.session, "Ana")
    part = asked.open("check_in")
    entry = part.inner
    assert entry.list.isHidden() and entry.line.isHidden()
    QTest.mouseClick(entry.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(entry.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(entry.fewer, Qt.MouseButton.LeftButton)
    assert part.count.text() == "1 of 1 have had a turn"
    assert ana not in str([fact for fact in services.journal.kept if fact.kind.startswith("check_in")])


def test_the_result_can_be_written_down_as_decided(asked):
    """One button writes the current option as a decision with its reason; nothing is written before."""
    part = asked.open("poll")
    asked.do(EnterCounts(ask="a", counts=(1, 5, 0)))
    part.close_ask()
    assert asked.list.currentIndex().row() == 1
    QTest.mouseClick(part.decide, Qt.MouseButton.LeftButton)
    (made,) = asked.state.contributions.standing()
    assert (made.kind, made.text) == ("decision", ITEMS[1])
    ground = asked.state.decisions.get(made.id)
    assert ground.because == "Poll on “Which do we try first?”: 5 of 6, 6 people"
    part.put_away()
    assert not AskPart.is_on(asked.state, "talk")
    assert part.forward() is None and part.inner is None


def test_taking_back_what_was_asked_leaves_nothing_on_the_stage(asked):
    """Undo of asking, and redo: the part is empty and says that nothing is on, then shows the ask again."""
    part = asked.open("poll")
    asked.services.store.undo(asked.session)
    assert not AskPart.is_on(asked.state, "talk")
    assert (part.inner, part.forward(), part.subtitle(), part.regions(), part.notes()) == (None, None, "", [], [])
    asked.services.store.redo(asked.session)
    assert isinstance(part.inner, NumbersEntry)


def test_dots_stand_with_the_most_first_and_the_row_is_the_option(asked):
    """The result is in the order of the dots; what is written down as decided is the option of its row."""
    part = asked.open("dots")
    asked.do(CastBallot(ask="a", ballot="b", marks=(0, 1, 2)))
    part.close_ask()
    assert [line.tail for line in asked.list.lines] == ["2 dots from 1 person", "1 dot from 1 person", "0 dots"]
    assert part.inner.option() == 2
    part.make_decision()
    assert asked.state.contributions.standing()[-1].text == ITEMS[2]
    assert room_bars(asked.state, asked.ask)[0] == (ITEMS[2], 2, "from 1 person")


def test_a_session_that_may_only_be_read_is_shown_and_not_voted_in(asked):
    """Nothing can be entered, closed or asked again; the reason is the action's own."""
    asked.given = replace(asked.given, read_only="It is open elsewhere.")
    part = asked.open("poll")
    assert not part.inner.isEnabled() and not part.close_button.isEnabled()
    part.close_ask()
    assert asked.ask.open
    assert {action.why_not() for action in ask_offers(lambda: asked.given, lambda form: None)} == {
        "It is open elsewhere."
    }


def test_asked_again_with_other_options_earlier_votes_are_said_to_be_void(asked, theme):
    """The form holds the options; asked, the stage shows the new ones empty and says what became of votes."""
    part = asked.open("poll")
    asked.do(CastBallot(ask="a", ballot="b", marks=(1, 0, 0)))
    QTest.mouseClick(part.again, Qt.MouseButton.LeftButton)
    form = next(one for one in part.findChildren(AskForm))
    assert form.options.toPlainText().splitlines() == list(ITEMS)
    form.options.setPlainText("this\nthat")
    QTest.mouseClick(form.go, Qt.MouseButton.LeftButton)
    assert [line.words for line in asked.list.lines] == ["this", "that"]
    assert part.void.text() == "The options changed: 1 earlier vote holds no more and is asked for again."
    assert part.count.text() == "0 are in"


def test_a_form_takes_themes_and_cards_by_one_click(asked, qtbot):
    """Themes become options that know where they came from; a changed line is free words; trouble is said."""
    asked.do(NameTheme(theme="t1", name="Bedside"))
    asked.do(NameTheme(theme="t2", name="Two places"))
    card = asked.services.give(asked.session, "Write it\non one card", kind="idea", activity="talk")
    form = AskForm(asked.given, "dots")
    qtbot.addWidget(form)
    form.show()
    links = [button for button in form.findChildren(QWidget) if str(getattr(button, "text", str)()).startswith(" Take")]
    for link in links:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert form.options.toPlainText() == "Bedside\nTwo places\nWrite it on one card"
    QTest.mouseClick(form.go, Qt.MouseButton.LeftButton)
    assert form.trouble.text() == "There is no question yet."
    assert form.focusWidget() is form.question, "what is missing has the focus"
    QTest.keyClicks(form.question, "Which first?")
    form.options.setPlainText("Bedside\nTwo places, changed\nWrite it on one card")
    form.single.click()
    form.activateWindow()
    turn_until(form.isActiveWindow)
    QTest.keyClick(form.question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ask = asked.state.votes.on("talk")
    assert (ask.options, ask.refs) == (("Bedside", "Two places, changed", "Write it on one card"), ("t1", "", card))
    assert (ask.budget, ask.per_option, form.isVisible()) == (3, 1, False)


def test_a_form_of_a_rating_reads_criteria_and_scale_in_any_comma(asked, qtbot):
    """Arabic and Chinese commas part words as well; a poll of several answers has as many as options."""
    form = AskForm(asked.given, "rating")
    qtbot.addWidget(form)
    form.question.setText("?")
    form.options.setPlainText("one\ntwo\n\n")
    form.criteria.setText("نافع، قريب")
    form.scale.setText("不，一点、是")
    command = form.command()
    assert (command.criteria, command.scale) == (("نافع", "قريب"), ("不", "一点", "是"))
    form.form._take("poll")
    form.several.setChecked(True)
    assert (form.command().budget, form.command().criteria) == (2, ())


def test_every_way_of_asking_is_an_action_with_a_key_of_its_own(asked):
    """Ready ones ask at once without typing, others open their form; while something is open the reason is told."""
    opened: list[str] = []
    offers = {action.id: action for action in ask_offers(lambda: asked.given, opened.append)}
    assert len({key for action in offers.values() for key in action.keys}) == len(KEYS) == len(offers)
    for action in offers.values():
        assert action.words() and action.told() and not action.why_not()
    offers["ask.dots"].does()
    assert opened == ["dots"] and asked.state.votes.on("talk") is None
    for form in ("pulse", "outcome", "check_in"):
        offers[f"ask.{form}"].does()
        on = asked.state.votes.on("talk")
        assert on is not None and on.form == form
        assert "is still open" in offers["ask.poll"].why_not()
        asked.do(CloseAsk(ask=on.id))
    assert opened == ["dots"]


def test_an_entry_that_went_away_asks_nothing_more(asked):
    """Closed from elsewhere while a number is typed: the result is shown, and the entry that went asks nothing."""
    part = asked.open("poll")
    QTest.keyClicks(asked.list, "3")
    rows = asked.list
    asked.do(CloseAsk(ask="a"))
    assert isinstance(part.inner, ResultsView)
    rows.row_left.emit()
    assert asked.said == []


@pytest.mark.parametrize("look", ["dark", "large", "rtl"])
@pytest.mark.parametrize("form", ["dots", "rating", "outcome"])
def test_it_stands_in_the_width_of_a_stage(asked, theme, qapp, look, form):
    """Dark, at 200 % and mirrored, with long options in several scripts: nothing is wider than the stage."""
    if look == "rtl":
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    else:
        theme.choose("dark" if look == "dark" else "light", 2.0 if look == "large" else 1.0)
    long = ("a long option that goes on " * 8, "晚上六点以后的改动都靠电话，没有人写下原因。" * 5, "x" * 300, *ITEMS)
    more: dict[str, object] = {"criteria": ("useful", "soon"), "scale": ("no", "partly", "yes")}
    part = asked.open(form, **({"options": long} if form != "outcome" else {}), **(more if form == "rating" else {}))
    if form == "outcome":
        for number in range(6):
            asked.do(give_card("a", f"c{number}", [Rated("informed", 3, number % 3)]))
    for _shown in range(2):
        QApplication.processEvents()
        page = part.area.widget()
        assert page.minimumSizeHint().width() <= 728
        heights = [asked.list.visualRect(asked.list.model_.index(row)).height() for row in range(len(asked.list.lines))]
        assert sum(heights) == asked.list.height() and min(heights) > 24
        part.close_ask()


def break_stage(services, theme, qtbot, minutes: int = 12) -> tuple[BreakStage, Callable[[float], None]]:
    """A running break, and a way to look at it some minutes later."""
    session = services.begin("Night handover")
    services.store.dispatch(
        session, AddBlock(block="c", title="Coffee", modality="break", part="break", minutes=minutes)
    )
    services.store.dispatch(session, AddBlock(block="n", title="Café tables", minutes=40, prompt="What now?"))
    services.store.dispatch(session, StartActivity(block="c"))
    began = services.store.state(session).agenda.by_id["c"].started_ms
    now = [began]
    given = StageGiven(
        services, session, "c", None, theme, Messages(),
        lambda command, said="": services.store.dispatch(session, command), lambda: now[0],
    )  # fmt: skip
    stage = BreakStage(given)
    services.store.subscribe(stage.heard)
    qtbot.addWidget(stage)
    stage.resize(728, 560)
    stage.show()

    def later(by: float) -> None:
        now[0] = began + round(by * MINUTE)
        stage.tick(now[0])

    return stage, later


def test_a_break_says_when_it_goes_on_and_what_then(services, theme, qtbot):
    """The time is fixed while it runs; over it, it says since when, in amber; more minutes move it on."""
    from facilitator.session.running import ExtendActivity

    stage, later = break_stage(services, theme, qtbot)
    first = stage.time.text()
    assert (stage.on.text(), stage.left.text()) == ("We go on at", "in 12 minutes")
    assert (stage.next_title.text(), stage.next_told.text()) == ("Café tables", "40 minutes · What now?")
    later(2.5)
    assert (stage.time.text(), stage.left.text()) == (first, "in 10 minutes")
    later(15)
    assert (stage.on.text(), stage.left.text(), stage.time.text()) == ("It was to go on at", "3 minutes ago", first)
    assert stage.left.palette() is not None and theme.hex("semantic.warning") in stage.left.styleSheet()
    stage.dispatch(ExtendActivity(minutes=5))
    assert stage.on.text() == "We go on at" and stage.time.text() != first


def test_a_break_without_length_or_sequel_is_still_a_break(services, theme, qtbot):
    """No minutes: no time to promise; nothing after it: nothing stands under the rule."""
    from facilitator.session.agenda import RemoveBlock

    stage, _later = break_stage(services, theme, qtbot, minutes=0)
    assert (stage.on.text(), stage.time.isHidden()) == ("A break", True)
    stage.dispatch(RemoveBlock(block="n"))
    assert stage.next_title.isHidden() and stage.then.isHidden()
