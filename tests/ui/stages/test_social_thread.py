"""The stage of a conversation led elsewhere: a real file comes in, posts are picked and answered, it is shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from facilitator import tasks
from facilitator.catalogue import built_in
from facilitator.conversation_files import found_in, read_conversation
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import WithdrawContribution
from facilitator.session.errors import Rejected
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.store import Change
from facilitator.session.thread_posts import MOST_POSTS, ThreadPost
from facilitator.session.threads import BringThread
from facilitator.ui.messages import Message, Messages
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.social_thread.posts import ROW, PostModel
from facilitator.ui.stages.social_thread.stage import ThreadStage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import turned, until

CHATS = Path(__file__).parent.parent.parent / "data" / "chats"
NIGHT = CHATS / "WhatsApp Chat with Night shift.txt"


class Reading(MemoryServices):
    """The program around the window, with the real reader of conversations."""

    read_conversation = staticmethod(read_conversation)


class Shown:
    """The stage on the screen, over a session of its own, as the page holds it."""

    def __init__(self, services: MemoryServices, theme: Theme, read_only: str = "") -> None:
        self.services = services
        self.session = services.begin("Night handover")
        self.ms = 1_773_320_000_000
        self.said: list[Message] = []
        self.lines: list[str] = []
        self.cards: list[str] = []
        self.messages = Messages()
        self.messages.said.connect(self.said.append)
        self.do(AddBlock(block="b", title="Thread", modality="social_thread", minutes=20, prompt="What did not work?"))
        self.do(StartActivity(block="b"))
        method = built_in().get("social_thread")
        given = StageGiven(
            services, self.session, "b", method, theme, self.messages, self.dispatch, lambda: self.ms, read_only
        )
        self.stage = ThreadStage(given)
        self._end = services.store.subscribe(self.stage.heard)
        self.stage.line_asked.connect(self.lines.append)
        self.stage.card_asked.connect(self.cards.append)
        self.stage.resize(728, 640)
        self.stage.show()

    def do(self, command: Command) -> Change:
        return self.services.store.dispatch(self.session, command)

    def dispatch(self, command: Command, said: str = "") -> Change | None:
        try:
            change = self.do(command)
        except Rejected as error:
            self.messages.refused(error)
            return None
        if said:
            self.messages.say(said)
        return change

    @property
    def state(self) -> SessionState:
        return self.services.store.state(self.session)

    def bring(self, name: str = NIGHT.name, thread: str = "t", **more: str) -> None:
        found = found_in(CHATS / name)[0]
        self.do(
            BringThread(thread=thread, block="b", title=found.title, source=found.source, posts=found.posts, **more)
        )

    def rows(self) -> list[tuple[str, str]]:
        model = self.stage.model
        found = [model.index(row).data(ROW) for row in range(model.rowCount())]
        return [(row.who, row.words) for row in found]

    def later(self, ms: int) -> None:
        self.ms += ms
        self.stage.tick(self.ms)

    def close(self) -> None:
        self._end()
        self.stage.close_stage()
        shiboken6.delete(self.stage)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """The program around the window."""
    return Reading(tmp_path / "drafts", tmp_path / "library", tmp_path / "logs")


@pytest.fixture
def shown(reading: Reading, theme: Theme) -> Iterator[Shown]:
    """The stage without a conversation."""
    made = Shown(reading, theme)
    QApplication.processEvents()
    yield made
    made.close()


def click(widget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


# ---- bringing one in ----------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_a_file_is_chosen_read_and_brought_in(shown: Shown) -> None:
    """A click asks for a file without holding anything up; what is in it is asked about once, and then it is there."""
    stage = shown.stage
    click(stage.bring.choose)
    (dialog,) = stage.findChildren(QFileDialog) or stage.window().findChildren(QFileDialog)
    dialog.fileSelected.emit(str(NIGHT))
    dialog.reject()
    assert stage.bring.currentWidget() is stage.bring.work
    await until(lambda: stage.bring.currentWidget() is stage.bring.form)
    form = stage.bring.form
    assert form.title.text() == "Night shift"
    assert form.about.text() == "\u2068WhatsApp\u2069, 5 posts by 3 people."
    assert "no report carries them" in form.follows.text()
    assert form.allowed.isHidden()
    click(form.more)
    assert form.left_out.text() == "line 9: Its author deleted it."
    click(form.yes)
    thread = stage.thread_here
    assert thread is not None
    assert (thread.title, thread.asked, len(thread.posts)) == ("Night shift", "unasked", 5)
    assert stage.about.text() == "5 posts · WhatsApp · posted by others · nobody was asked"
    assert shown.rows() == [
        ("AR", "What do we hand over at six?\n\nOne thing you saw, please."),
        ("BO", "A picture or file, left out of the export"),
        ("BO", "The list on the door: nobody reads it"),
        ("…67", "the door at five"),
        ("BO", "We paired the new ones with the old ones."),
    ]
    assert stage.list.currentIndex().row() == 0
    assert stage.notes() == [("lock", "Picked posts stay here")]
    assert shown.said[-1].words == "The conversation was brought in"
    shown.services.store.undo(shown.session)
    assert stage.thread_here is None
    assert stage.pages.currentWidget() is stage.bring


@pytest.mark.asyncio
async def test_one_of_several_is_chosen_and_named_with_permission(shown: Shown) -> None:
    """A workspace has channels; who agreed may be named; an empty name is refused in place."""
    stage = shown.stage
    stage.take_file(CHATS / "slack")
    await until(lambda: stage.bring.currentWidget() is stage.bring.form)
    form = stage.bring.form
    assert [form.which.itemText(at) for at in range(2)] == ["#night-shift, 4 posts", "#random, 1 post"]
    form.which.setCurrentIndex(1)
    assert form.title.text() == "#random"
    form.which.setCurrentIndex(0)
    form.asked.setCurrentIndex(3)
    assert form.allowed.isVisible()
    form.title.clear()
    click(form.yes)
    assert form.trouble.text() == "Say what it is called here."
    form.title.setText("Nights")
    form.permission.setText("Ana and Ben, by mail")
    press(form.permission, Qt.Key.Key_Return)
    assert [who for who, _words in shown.rows()] == ["Ana Ruiz", "Ben Okafor", "Ben Okafor", "Reminder"]
    assert stage.about.text().endswith("they agreed, with names · Ana and Ben, by mail")
    assert [stage.model.index(row).data(ROW).depth for row in range(4)] == [0, 1, 0, 0]


@pytest.mark.asyncio
async def test_what_is_no_conversation_is_said_in_place(shown: Shown, tmp_path: Path) -> None:
    """The sentence stands under the button, and another file may be tried at once."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nnothing here.\n", encoding="utf-8")
    stage = shown.stage
    stage.take_file(letter)
    await until(lambda: stage.bring.currentWidget() is stage.bring.invitation)
    assert "“letter.txt” is no conversation that is known." in stage.bring.trouble.text()
    assert stage.bring.trouble.isVisible()
    assert shown.state.threads.by_id == {}
    stage.take_file(NIGHT)
    await until(lambda: stage.bring.currentWidget() is stage.bring.form)
    click(stage.bring.form.no)
    assert stage.bring.currentWidget() is stage.bring.invitation
    assert stage.bring.trouble.isHidden()


@pytest.mark.asyncio
async def test_reading_can_be_stopped_and_outlives_no_stage(reading: Reading, theme: Theme) -> None:
    """Cancel gives the invitation back; a stage that is left meanwhile is not written to."""
    asked: list[Callable[[], bool]] = []

    async def slow(path: Path, tick: object, cancelled: Callable[[], bool]) -> Sequence[object]:
        asked.append(cancelled)
        await until(cancelled)
        return ()

    reading.read_conversation = slow  # type: ignore[method-assign]
    shown = Shown(reading, theme)
    await turned()
    shown.stage.take_file(NIGHT)
    await until(lambda: asked)
    shown.stage.bring.moved(0.4, "")
    assert shown.stage.bring.track.share == 0.4
    click(shown.stage.bring.stop)
    await until(lambda: shown.stage.bring.currentWidget() is shown.stage.bring.invitation)
    shown.stage.take_file(NIGHT)
    await until(lambda: len(asked) == 2)
    shown.close()
    await until(lambda: asked[1]())
    await until(lambda: not tasks.running())


@pytest.mark.asyncio
async def test_a_file_is_dropped(shown: Shown, tmp_path: Path) -> None:
    """One exported file is taken; a picture is left to the page."""
    stage = shown.stage

    def drop(file: Path) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
        enter.ignore()
        stage.dragEnterEvent(enter)
        if enter.isAccepted():
            stage.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
        return enter.isAccepted()

    assert not drop(tmp_path / "flip chart.jpg")
    assert drop(NIGHT)
    await until(lambda: stage.bring.currentWidget() is stage.bring.form)


# ---- picking and answering ----------------------------------------------------------------------------------------


def test_keys_pick_and_answer(shown: Shown) -> None:
    """Enter or space makes a card and brings it into sight; A does, and puts the sign of an answer into the line."""
    shown.bring()
    view = shown.stage.list
    view.setFocus()
    press(view, Qt.Key.Key_Home, Qt.Key.Key_Return)
    (first,) = shown.state.contributions.standing()
    assert (first.authors, first.kind, first.source) == ((), "information", "Night shift · WhatsApp")
    assert shown.cards == [first.id]
    assert shown.stage.model.index(0).data(ROW).card == first.id
    press(view, Qt.Key.Key_Space)
    assert shown.cards == [first.id, first.id]
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_A)
    second = shown.state.contributions.standing()[1]
    assert second.text == "The list on the door: nobody reads it"
    assert shown.cards[-1] == second.id
    assert shown.lines == ["^ "]
    shown.do(WithdrawContribution(contribution=second.id))
    assert shown.stage.model.index(2).data(ROW).card == ""


def test_buttons_do_the_same_and_know_what_cannot_be_picked(shown: Shown) -> None:
    """A picture that was left out has no words to pick; a post that is a card is answered, not picked again."""
    shown.bring()
    stage, model = shown.stage, shown.stage.model
    assert not stage.card.isEnabled()
    QTest.mouseClick(
        stage.list.viewport(), Qt.MouseButton.LeftButton, pos=stage.list.visualRect(model.index(1)).center()
    )
    assert (stage.card.isEnabled(), stage.reply.isEnabled()) == (False, False)
    stage.list.setCurrentIndex(model.index(2))
    click(stage.card)
    assert (stage.card.isEnabled(), stage.reply.isEnabled()) == (False, True)
    click(stage.reply)
    assert shown.lines == ["^ "]
    assert len(shown.state.contributions.standing()) == 1
    spoken = model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "BO, 22:12: The list on the door: nobody reads it A card already."


def test_long_words_fold_and_unfold(shown: Shown) -> None:
    """A post of forty lines shows a dozen, and all of it by key and by click."""
    shown.do(
        BringThread(
            thread="t", block="b", title="Long", posts=(ThreadPost("1", "Ana", "\n".join(map(str, range(40)))),)
        )
    )
    view, index = shown.stage.list, shown.stage.model.index(0)
    view.setCurrentIndex(index)
    folded = view.visualRect(index).height()
    press(view, Qt.Key.Key_M)
    QApplication.processEvents()
    assert view.visualRect(index).height() > folded * 2
    press(view, Qt.Key.Key_M)
    QApplication.processEvents()
    rect = view.visualRect(index)
    assert rect.height() == folded
    place = QPoint(rect.left() + 40, rect.bottom() - 16)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert view.visualRect(index).height() > folded * 2


def test_it_is_described_and_taken_out(shown: Shown) -> None:
    """What was asked can be said later and holds for cards picked before; taking it out leaves the cards."""
    shown.bring()
    stage = shown.stage
    stage.list.setCurrentIndex(stage.model.index(0))
    stage.pick()
    click(stage.more)
    form = stage.bring.form
    assert form.title.text() == "Night shift"
    form.asked.setCurrentIndex(1)
    form.licence.setText("CC BY 4.0")
    click(form.yes)
    (card,) = shown.state.contributions.standing()
    assert card.consent == "quote"
    assert stage.about.text().endswith("it was posted in public · CC BY 4.0")
    assert stage.notes() == []
    assert stage.list.currentIndex().row() == 0
    click(stage.out)
    assert stage.pages.currentWidget() is stage.bring
    assert shown.state.contributions.standing() == [card]
    shown.services.store.undo(shown.session)
    assert stage.thread_here is not None


# ---- showing it again ---------------------------------------------------------------------------------------------


def test_it_is_shown_as_it_came(shown: Shown) -> None:
    """The first post at once, then one by one; it rests, hurries, and all of it comes back."""
    shown.bring()
    stage, bar = shown.stage, shown.stage.replay_bar
    click(bar.begin)
    assert stage.model.rowCount() == 1
    assert bar.words.text() == "1 of 5 posts, the next in 8 s"
    shown.later(8_000)
    assert stage.model.rowCount() == 2
    click(bar.rest)
    shown.later(60_000)
    assert stage.model.rowCount() == 2
    assert bar.words.text() == "2 of 5 posts, resting"
    click(bar.go_on)
    click(bar.speed)
    assert bar.speed.text().strip() == "2×"
    shown.later(4_000)
    assert stage.model.rowCount() == 3
    stage.list.setCurrentIndex(stage.model.index(2))
    click(stage.card)
    assert len(shown.state.contributions.standing()) == 1
    click(bar.all)
    assert stage.model.rowCount() == 5
    assert bar.all.isHidden()


def test_at_the_end_it_can_be_shown_once_more(shown: Shown) -> None:
    """When every post has come, the buttons offer the beginning and all of it."""
    shown.bring()
    stage = shown.stage
    stage.rest_or_go_on()
    shown.later(600_000)
    assert stage.model.rowCount() == 5
    assert stage.replay_bar.begin.isVisible()
    assert stage.replay_bar.rest.isHidden()
    stage.rest_or_go_on()
    assert stage.model.rowCount() == 1


def test_posts_come_between_others_where_they_belong() -> None:
    """An answer that comes later stands below what it answers; rows are put in, and the day is said once."""
    posts = tuple(
        ThreadPost(str(n), "Ana", f"words {n}", 1_710_239_000_000 + n * 1_000, "1" if n == 3 else "")
        for n in range(1, 5)
    )
    from facilitator.session.thread_posts import Thread

    model = PostModel()
    thread = Thread("t", "b", "Night", posts=posts)
    put: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: put.append((first, last)))
    model.show_thread(thread, {}, frozenset({"1", "2"}), 0)
    model.show_thread(thread, {}, frozenset({"1", "2", "3", "4"}), 0)
    rows = [model.index(row).data(ROW) for row in range(model.rowCount())]
    assert [row.post.id for row in rows] == ["1", "3", "2", "4"]
    assert [bool(row.day) for row in rows] == [True, False, False, False]
    assert put == [(1, 1), (3, 3)]


# ---- what it stands on --------------------------------------------------------------------------------------------


def test_without_a_reader_or_when_nothing_can_be_written_it_says_so(
    services: MemoryServices, reading: Reading, theme: Theme
) -> None:
    """The reason stands where the button is, and no key gets past it."""
    bare = Shown(services, theme)
    assert bare.stage.bring.why.text() == "Conversations cannot be read in this window."
    assert not bare.stage.bring.choose.isEnabled()
    bare.close()
    still = Shown(reading, theme, read_only="Nothing can be written here.")
    still.bring()
    stage = still.stage
    assert stage.bring.why.text() == "Nothing can be written here."
    stage.list.setCurrentIndex(stage.model.index(0))
    press(stage.list, Qt.Key.Key_Return, Qt.Key.Key_A)
    assert still.state.contributions.standing() == []
    assert not stage.card.isEnabled()
    still.close()


def test_the_longest_conversation_is_shown_at_once(shown: Shown) -> None:
    """Five thousand posts are laid out only as far as they are seen."""
    posts = tuple(ThreadPost(str(n), f"Ana {n % 9}", f"words {n}", n * 1_000) for n in range(MOST_POSTS))
    shown.do(BringThread(thread="t", block="b", title="Long", posts=posts))
    stage = shown.stage
    assert stage.model.rowCount() == MOST_POSTS
    stage.list.setCurrentIndex(stage.model.index(0))
    press(stage.list, Qt.Key.Key_End)
    assert stage.list.currentIndex().row() == MOST_POSTS - 1
    assert len(stage.model._rows) < 200


def test_actions_have_words_keys_and_reasons(shown: Shown) -> None:
    """Every action says what it does, and why it cannot be done while nothing was brought in."""
    found = {action.id: action for action in shown.stage.offers()}
    assert all(action.words() for action in found.values())
    assert found["thread.replay"].why_not() == "No conversation was brought in yet."
    shown.bring()
    assert found["thread.replay"].why_not() == ""
    assert found["thread.bring"].keys == ("Ctrl+Shift+O",)


@pytest.mark.parametrize(
    ("choice", "scale", "mirrored"), [("dark", 1.0, False), ("light", 2.0, False), ("light", 1.0, True)]
)
def test_it_is_painted_in_every_dress(
    shown: Shown, theme: Theme, qapp: QApplication, choice: str, scale: float, mirrored: bool
) -> None:
    """Dark, large and mirrored: rows are laid out anew and nothing stands over another."""
    shown.bring()
    stage = shown.stage
    stage.list.setCurrentIndex(stage.model.index(2))
    stage.pick()
    height = stage.list.visualRect(stage.model.index(0)).height()
    theme.choose(choice, scale)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    stage.restyle()
    QApplication.processEvents()
    image = stage.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 4
    grown = stage.list.visualRect(stage.model.index(0)).height()
    assert grown > height * 1.6 if scale > 1 else grown == height
    assert stage.list.geometry().bottom() < stage.replay_bar.geometry().top()


def test_the_newest_posts_are_taken_where_there_are_too_many(tmp_path: Path) -> None:
    """A chat of years comes in with its newest part, and this is said; no id of a program comes along."""
    file = tmp_path / "long.txt"
    file.write_text(
        "".join(f"13/01/2024, 10:{n % 60:02} - Ana: message {n}\n" for n in range(MOST_POSTS + 3)), encoding="utf-8"
    )
    (found,) = found_in(file)
    assert (len(found.posts), found.posts[0].text, found.posts[0].id) == (MOST_POSTS, "message 3", "1")
    assert found.notes[-1] == f"The newest {MOST_POSTS} posts are taken; 3 older ones are left out."
    (mail,) = found_in(CHATS / "handover.mbox")
    assert [(post.id, post.reply_to) for post in mail.posts] == [("1", ""), ("2", "1"), ("3", "2")]
    assert mail.posts[0].when_ms == 1_710_234_240_000
