"""The log window over a real library: real keys, kept in under a minute, drafts that survive, words changed later."""

from __future__ import annotations

import asyncio
import datetime
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from facilitator import tasks
from facilitator.desktop import Desktop
from facilitator.session.errors import FacilitatorError
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.session.talk_steps import TalkWords
from facilitator.settings import Settings
from facilitator.storage import Library
from facilitator.ui.dialogs.talk import GiveOnDialog, NormsDialog
from facilitator.ui.log import LogWindow
from facilitator.ui.log_door import LogDoor, Tray
from facilitator.ui.log_fields import read_past
from facilitator.ui.messages import Message, Messages
from facilitator.ui.theme import Theme
from facilitator.ui.window import MainWindow
from tests.ui.memory import MemoryJournal
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="function")

PRIYA = TalkWords(name="Priya Raman", where="lunch", received="She rehearses in the lift", follows="My prompt card")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desktop]:
    """The program around the window, over a library on disk."""
    loop = asyncio.get_running_loop()

    async def opens() -> Library:
        def deliver(work: Callable[[], None]) -> None:
            loop.call_soon_threadsafe(work)

        return await asyncio.to_thread(Library.open, tmp_path / "library", create=True, deliver=deliver)

    made = Desktop(tmp_path / "library", opens, Settings(), tmp_path / "settings.toml")
    await made.ready()
    yield made
    await tasks.stop_all()
    await made.close()


@pytest_asyncio.fixture
async def shown(desk: Desktop, theme: Theme) -> AsyncIterator[Callable[..., LogWindow]]:
    """Opens log windows, and closes them at the end."""
    windows: list[LogWindow] = []

    def show(session: str = "", messages: Messages | None = None) -> LogWindow:
        window = LogWindow(desk, theme, messages or Messages(), session=session)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        windows.append(window)
        window.show()
        window.activateWindow()
        return window

    yield show
    for window in windows:
        window.let_go()
    await tasks.stop_all()
    for window in windows:
        window.deleteLater()


async def talks(desk: Desktop) -> list[TalkWords]:
    """What the library on the disk holds, read anew."""
    from facilitator.session.talk_steps import words_of

    def read() -> list[TalkWords]:
        with Library.open(desk.library, write=False) as library:
            return [words_of(library.load(one.session).state) for one in library.talks(20)]

    return await asyncio.to_thread(read)


async def none_left(desk: Desktop) -> bool:
    return not await desk.talks(5)


async def ready(window: LogWindow) -> LogWindow:
    """Filled with what there was."""
    await until(lambda: "fill the log window" not in tasks.running())
    return window


def press(key: Qt.Key, shift: bool = False, control: bool = False) -> None:
    """A key, in whatever has the focus."""
    modifier = Qt.KeyboardModifier.NoModifier
    modifier |= Qt.KeyboardModifier.ShiftModifier if shift else modifier
    modifier |= Qt.KeyboardModifier.ControlModifier if control else modifier
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def types(words: str) -> None:
    """Words, into whatever has the focus."""
    QTest.keyClicks(QApplication.focusWidget(), words)


async def test_a_talk_is_kept_with_words_and_enter_alone(shown, desk) -> None:
    """With, three lines and a date typed in one go: seven presses of Enter, no mouse, and it is on the disk."""
    window = await ready(shown())
    for words in ("Zoe Sahin", "", "My prompt card", "She asks first", "She leads bay 2 by 2099-03-20", "", ""):
        types(words)
        press(Qt.Key.Key_Return)
    await until(lambda: window.state.text() == "Kept")
    assert await talks(desk) == [
        TalkWords(
            name="Zoe Sahin",
            where="coffee",
            gave="My prompt card",
            received="She asks first",
            follows="She leads bay 2",
            due=datetime.date(2099, 3, 20),
            when_ms=(await desk.talks(1))[0].at_ms,
        )
    ]
    await until(lambda: not window.isVisible())
    assert not (desk.drafts / "talk.json").exists() or await gone(desk.drafts / "talk.json")


async def gone(file: Path) -> bool:
    """Whether a file goes away."""
    await until(lambda: not file.exists())
    return True


async def test_one_line_and_control_enter_are_enough(shown, desk) -> None:
    """From any field; Tab goes from field to field, and Shift+Enter makes a line inside one."""
    window = await ready(shown())
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.form.gave
    types("first")
    press(Qt.Key.Key_Return, shift=True)
    types("second")
    press(Qt.Key.Key_Return, control=True)
    await until(lambda: window.state.text() == "Kept")
    assert (await talks(desk))[0].gave == "first\nsecond"
    assert (await talks(desk))[0].visible == "me"


async def test_save_waits_and_says_why(shown) -> None:
    """Without a line Save is reached, tells what is missing and saves nothing; a line is all it needed."""
    window = await ready(shown())
    window.save.setFocus()
    sentence = "Write one line first: what you gave, what you received or what follows."
    assert (window.state.text(), window.save.accessibleDescription()) == (sentence, sentence)
    press(Qt.Key.Key_Return)
    assert window.isVisible()
    assert window.state.text() == sentence
    window.form.received.setFocus()
    types("x")
    assert window.save.waits == ""
    assert window.save.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("fri", lambda today: today + datetime.timedelta((4 - today.weekday() - 1) % 7 + 1)),
        ("next week", lambda today: today + datetime.timedelta(7)),
        ("2099-03-20", lambda today: datetime.date(2099, 3, 20)),
        ("tomorrow", lambda today: today + datetime.timedelta(1)),
    ],
)
async def test_the_day_is_understood_as_typed(shown, typed: str, day: Callable[..., datetime.date]) -> None:
    """What was understood stands in the field once it is left, and is what is saved."""
    window = await ready(shown())
    window.form.due.setFocus()
    types(typed)
    wanted = day(datetime.datetime.now().astimezone().date())
    assert window.form.due.day == wanted
    window.form.gave.setFocus()
    assert window.form.due.text() != typed
    assert str(wanted.day) in window.form.due.text()
    assert window.form.words.due == wanted


async def test_a_day_that_is_none_is_said_in_place(shown, desk) -> None:
    """Nothing is saved with a date nobody understands, and the words stay to be mended."""
    window = await ready(shown())
    window.form.follows.setFocus()
    types("She leads")
    press(Qt.Key.Key_Return)
    types("soonish")
    press(Qt.Key.Key_Return, control=True)
    assert "says no day" in window.state.text()
    assert await talks(desk) == []
    assert window.form.due.text() == "soonish"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("thu", datetime.date(2026, 3, 12)),
        ("fri", datetime.date(2026, 3, 13)),
        ("sat", datetime.date(2026, 3, 7)),
        ("12.3.", datetime.date(2026, 3, 12)),
        ("14.3.", datetime.date(2025, 3, 14)),
        ("2026-01-02", datetime.date(2026, 1, 2)),
        ("today", datetime.date(2026, 3, 13)),
        ("tomorrow", None),
        ("in 2 weeks", None),
        ("soon", None),
    ],
)
async def test_a_day_gone_by_is_the_last_one(text: str, day: datetime.date | None) -> None:
    """When the talk was looks back, as by when looks ahead."""
    assert read_past(text, datetime.date(2026, 3, 13)) == day


async def test_a_draft_survives_the_window_and_the_program(shown, desk) -> None:
    """Every word is on the disk soon after it was typed; closing asks nothing; the next window has it again."""
    window = await ready(shown())
    window.form.person.setFocus()
    types("Zoe")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    types("half a th")
    await until(lambda: "Draft kept" in window.state.text())
    assert "half a th" in (desk.drafts / "talk.json").read_text("utf-8")
    press(Qt.Key.Key_Escape)
    await until(lambda: not window.isVisible())
    again = await ready(shown())
    await until(lambda: again.form.gave.toPlainText())
    assert (again.form.words.name, again.form.words.gave, again.form.words.where) == ("Zoe", "half a th", "lunch")
    assert "Restored" in again.state.text()
    assert await talks(desk) == []
    again.form.gave.setPlainText("")
    again.form.person.setText("")
    assert await gone(desk.drafts / "talk.json")


async def test_a_talk_saved_without_being_told_does_not_come_back(shown, desk) -> None:
    """The program died between the disk and the word *kept*: what is in the record is no draft any more."""
    stream = uuid7()
    window = await ready(shown())
    window._drafts.given(stream, "{}")
    window._drafts.settle()
    await desk.log_talk(PRIYA, stream)
    window.let_go()
    again = await ready(shown())
    await until(lambda: not again._drafts.draft.waiting)
    assert again.form.words.name == ""
    assert len(await talks(desk)) == 1


async def test_what_could_not_be_saved_stays(shown, desk) -> None:
    """A full disk is said, the window stays with its words, and they are a draft again."""
    journal = MemoryJournal()
    journal.slow = True
    desk._opened = (desk._opened[0], Store(journal))
    window = await ready(shown())
    window.form.gave.setFocus()
    types("precious")
    press(Qt.Key.Key_Return, control=True)
    await until(lambda: journal.waiting)
    window.close()
    assert window.isVisible()
    journal.settle(FacilitatorError("The disk is full. Nothing was saved."))
    await until(lambda: window.state.text() == "The disk is full. Nothing was saved.")
    window._drafts.settle()
    assert "precious" in (desk.drafts / "talk.json").read_text("utf-8")
    assert window.form.gave.toPlainText() == "precious"


async def test_the_last_talk_stands_on_top(shown, desk) -> None:
    """With the same person, in any case: what was said and what was promised, still open. With a new one: nothing."""
    await desk.log_talk(PRIYA, uuid7())
    window = await ready(shown())
    assert window.form.where.value == "lunch"
    assert window.last.isHidden()
    window.form.person.setText("priya raman")
    await until(window.last.isVisible)
    assert "Priya" in window.last.head.text()
    assert window.last.words.text() == "She rehearses in the lift"
    assert "My prompt card" in window.last.promise.text()
    assert window.last.chip.isVisible()
    window.form.person.setText("Zoe")
    await until(window.last.isHidden)


async def test_known_people_are_completed_and_new_ones_added(shown) -> None:
    """Two letters offer who is known and *Add* for somebody new; Tab takes the marked one, arrows choose."""
    window = await ready(shown())
    window.form.person.know([("Priya Raman", "nurse"), ("Prisca Ot", "")])
    types("pri")
    offered = window.form.person._list
    assert offered is not None
    assert [offered.item(row).text() for row in range(offered.count())][:2] == ["Priya Raman", "Prisca Ot"]
    assert "Add" in offered.item(2).text()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert window.form.words.name == "Prisca Ot"
    assert not window.form.person.list_open
    window.form.person.setText("")
    window.form.person.setFocus()
    types("Pri")
    for _twice in range(2):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert window.form.words.name == "Pri"
    window.form.person.setText("priya raman")
    assert (window.form.words.name, window.form.words.unit) == ("Priya Raman", "nurse")
    window.form.person.setText("")
    window.form.person.setFocus()
    types("pr")
    press(Qt.Key.Key_Escape)
    assert window.isVisible()


async def test_more_is_there_when_wanted(shown, desk) -> None:
    """When, how long, topics and what it carried, with their usual values; nobody is asked for them."""
    window = await ready(shown())
    assert not window.form.shows_more
    window.more.click()
    assert window.form.shows_more
    assert window.form.minutes.value == "20"
    window.form.day.setText("2026-01-02")
    window.form.topics.setText("handover, nerves")
    window.form.carried.buttons["story"].click()
    window.form.gave.setPlainText("x")
    window.send()
    await until(lambda: window.state.text() == "Kept")
    [talk] = await talks(desk)
    assert (talk.minutes, talk.topics, talk.exchanged) == (20, ("handover", "nerves"), ("story",))
    at = datetime.datetime.fromtimestamp(talk.when_ms / 1000).astimezone()
    assert at.date() == datetime.date(2026, 1, 2)


async def test_a_logged_talk_is_changed_and_put_away(shown, desk) -> None:
    """Words, date and who may see it change later; taking the talk away can be taken back."""
    session = await desk.log_talk(PRIYA, uuid7())
    window = await ready(shown(session))
    await until(lambda: window.form.words.name == "Priya Raman")
    window.form.visible_to.buttons["garden"].click()
    window.form.gave.setPlainText("Time")
    window.form.follows.setText("")
    window.send()
    await until(lambda: window.state.text() == "Kept")
    [talk] = await talks(desk)
    assert (talk.visible, talk.gave, talk.received, talk.follows) == ("garden", "Time", PRIYA.received, "")
    said: list[Message] = []
    messages = Messages()
    messages.said.connect(said.append)
    again = await ready(shown(session, messages))
    again.remove.click()
    await until(lambda: not again.isVisible())
    await until(lambda: none_left(desk), "the talk put away")
    assert said[0].does is not None
    said[0].does()
    await until(lambda: desk.talks(5), "the talk again")


async def test_a_line_is_given_on_only_with_leave(shown, desk) -> None:
    """The dialog refuses without the other's yes; with it the session gets the words without the name."""
    session = await desk.log_talk(TalkWords(name="Priya Raman", received="Priya says why"), uuid7())
    into = uuid7()
    desk.store.dispatch(into, CreateSession(title="Night handover"))
    window = await ready(shown(session))
    window.give_on.click()
    find = lambda: next((one for one in window.findChildren(GiveOnDialog) if one.isVisible()), None)  # noqa: E731
    await until(find)
    dialog = find()
    assert [dialog.session.itemText(row) for row in range(dialog.session.count())] == ["Night handover"]
    dialog._give()
    assert dialog.isVisible()
    assert "Ask the other person first" in dialog.trouble.text()
    dialog.leave.setChecked(True)
    dialog._give()
    await until(lambda: window.state.text() == "Given, without names")
    [given] = desk.store.state(into).contributions.standing()
    assert (given.text, given.authors) == ("somebody says why", ())
    window.norms.click()
    await until(lambda: any(one.isVisible() for one in window.findChildren(NormsDialog)))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("mirrored", [False, True])
async def test_everything_has_a_name_a_stop_and_room(shown, theme, qapp, scale: float, mirrored: bool) -> None:
    """At 100 % and 200 %, in both directions: the Tab key visits the fields in their order, all have names, none is
    wider than the window, and the window fits the screen.
    """
    theme.choose("dark" if mirrored else "light", scale)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    window = await ready(shown())
    form = window.form
    order = [form.person, form.where, form.gave, form.received, form.follows, form.due, form.visible_to, window.save]
    form.person.setFocus()
    for field in order:
        here = QApplication.focusWidget()
        assert here is field or field.isAncestorOf(here), field.accessibleName()
        press(Qt.Key.Key_Tab)
    for control in window.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QLineEdit) or type(control).__mro__[1] is QPlainTextEdit:
            name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
            assert name.strip(), control
            if control.isVisible():
                right = control.mapTo(window, control.rect().topRight()).x()
                assert -1 <= control.mapTo(window, control.rect().topLeft()).x() <= right <= window.width()
    assert window.height() <= window.screen().availableSize().height()
    x_person, x_label = form.person.mapTo(window, form.person.rect().center()).x(), window.width() // 2
    assert (x_person < x_label) == mirrored


async def test_a_closed_window_is_freed(desk, theme) -> None:
    """Nothing keeps it: neither the door nor a timer nor a signal."""
    door = LogDoor(desk, theme, Messages())
    door.open()
    door.open()
    [window] = door.windows.values()
    await ready(window)
    gone_when = weakref.ref(window)
    window.close()
    del window
    await until(lambda: not door.windows)
    gc.collect()
    await until(lambda: gone_when() is None)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, LogWindow)]


async def test_control_l_opens_it_from_anywhere(desk, theme, tmp_path) -> None:
    """The key, and the icon beside the clock where there is one, open the one log window; closing the program closes
    it, and what was typed is a draft.
    """
    main = MainWindow(desk, theme, remember=tmp_path / "window.ini")
    main.show()
    main.activateWindow()
    main.start()
    await until(main.isActiveWindow)
    QTest.keyClick(main, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: main._log_door is not None and main._log_door.windows)
    [window] = main._log_door.windows.values()
    await ready(window)
    tray = Tray(theme, main.log, main.to_front, main.close, main)
    tray.menu.actions()[0].trigger()
    assert len(main._log_door.windows) == 1
    tray.close()
    window.form.gave.setPlainText("not yet saved")
    await main.finish()
    await until(lambda: (desk.drafts / "talk.json").exists())
    assert "not yet saved" in (desk.drafts / "talk.json").read_text("utf-8")
    await tasks.stop_all()
    main.close()
    main.deleteLater()


async def test_the_window_exports_a_talk_only_for_whom_it_is(desk, theme, tmp_path) -> None:
    """A private talk is refused in a sentence before anything is asked; one for both offers the two alone, and no
    file is called by somebody's name.
    """
    from facilitator.ui.dialogs.export import ExportDialog

    main = MainWindow(desk, theme, remember=tmp_path / "window.ini")
    main.show()
    said: list[Message] = []
    main.messages.said.connect(said.append)
    private = await desk.log_talk(PRIYA, uuid7())
    main.files.export(private)
    await until(lambda: said)
    assert "Only you may see this talk" in said[0].words
    both = await desk.log_talk(replace(PRIYA, visible="both"), uuid7())
    dialog = ExportDialog(desk, theme, both, tmp_path, main)
    assert [button.property("audience") for button in dialog._for.buttons()] == ["participant", "facilitator"]
    assert dialog.audience == "participant"
    assert "priya" not in dialog.request.target.name.casefold()
    written = await desk.export(dialog.request, lambda share, words: None, lambda: False)
    assert written is not None
    assert written.read_bytes().startswith(b"%PDF")
    await tasks.stop_all()
    main.close()
    main.deleteLater()
