"""Headphones mode in the window: a talk in simulated time, the real line and stream, two captures, and no trace."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator import paths
from facilitator.ui.messages import Message, Messages
from facilitator.ui.rehearsal.compared import differs, told
from facilitator.ui.rehearsal.talks import built_in_talks
from facilitator.ui.rehearsal.window import COMPARE_KEY, PAUSE_KEY, RehearsalWindow

NOISE = ("This plugin does not support", "pipewire", "Text-to-speech plug-in")
"""What the system's sound says of itself where there is none."""


class Alone:
    """Somebody with headphones on, and a clock turned by hand."""

    def __init__(self, theme, qtbot) -> None:
        self.ms = 5_000_000
        self.messages = Messages()
        self.said: list[Message] = []
        self.messages.said.connect(self.said.append)
        self.window = RehearsalWindow(theme, self.messages, real=lambda: self.ms, engine="mock")
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.window)
        self.window.open()
        QApplication.processEvents()

    def listen(self, place: int = 0) -> None:
        QTest.mouseClick(self.window.choices[place], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def press(self, keys: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        modifiers = held[0] if held else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.window.room.capture.field, keys, modifiers)
        QApplication.processEvents()

    def wait(self, seconds: float) -> None:
        self.ms += round(seconds * 1_000)
        self.window.tick()

    def type(self, line: str) -> None:
        self.window.room.capture.field.insert(line)
        self.press(Qt.Key.Key_Return)


@pytest.fixture
def alone(theme, qtbot):
    made = Alone(theme, qtbot)
    yield made
    made.window.close()


def test_a_rehearsal_from_start_to_end(alone):
    """Listen, begin, catch two lines, let the talk end, compare: it is told what both caught, in words."""
    alone.listen()
    window = alone.window
    assert window.subtitles.told == 0 and window.pause_button.text().strip() == "Begin"
    assert window.room.capture.field.hasFocus()
    alone.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.clock.runs and window.pause_button.text().strip() == "Pause"
    alone.wait(16)
    assert "half past six" in window.subtitles.running().says
    alone.wait(12)
    alone.type("& Kwame: beds promised for 06:30 were gone at 07:10, nobody told the night why")
    alone.type("^= Zeynep: the office moves the beds and the change stays there")
    room = window.room
    assert [room.model.card(row).names for row in range(2)] == ["Zeynep Şahin", "Kwame Mensah"]
    assert room.model.card(0).refers[0][0] == "builds_on"
    assert room.model.card(1).time.startswith("09:00")
    alone.wait(400)
    assert window.time.text() == "6:00 / 6:00" and not window.clock.runs
    assert window.under.text() == "The talk is over. Finish your line, then compare."
    QTest.mouseClick(window.compare_button, Qt.MouseButton.LeftButton)
    assert window.pages.currentIndex() == 2
    found = window.found
    assert (len(found.pairs), found.of, found.links, found.more) == (2, 22, (1, 1), ())
    assert all(pair.same_kind and pair.same_people and not differs(pair) for pair in found.pairs)
    assert told(found)[0] == "An experienced hand caught 22 exchanges by then. 2 of them are in yours."


def test_time_stands_while_it_is_paused(alone):
    """Paused, nothing more is said; faster, more is; the talk goes on where it stood."""
    alone.listen(1)
    window = alone.window
    alone.wait(60)
    assert window.time.text() == "0:00 / 10:00" and window.subtitles.told == 0
    alone.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    alone.wait(10)
    alone.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    alone.wait(100)
    assert window.time.text() == "0:10 / 10:00" and window.pause_button.text().strip() == "Go on"
    window.speed._take("8")
    QTest.mouseClick(window.pause_button, Qt.MouseButton.LeftButton)
    alone.wait(10)
    assert window.time.text() == "1:30 / 10:00"
    assert window.subtitles.told == window.talk.said(90_000)


def test_who_stops_early_is_compared_with_that_much(alone):
    """Compare by key in the middle; again from the beginning there is nothing of the first try."""
    alone.listen()
    window = alone.window
    window.pause()
    alone.wait(60)
    alone.type("something else altogether")
    alone.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentIndex() == 2
    assert 0 < window.found.of < 6 and len(window.found.more) == 1
    assert told(window.found)[-1] == "1 card is only in yours."
    QTest.mouseClick(window.again_button, Qt.MouseButton.LeftButton)
    assert window.pages.currentIndex() == 1 and window.time.text() == "0:00 / 6:00"
    assert window.room.model.rowCount() == 0
    window.finish()
    assert told(window.found) == ["Nothing had been caught yet when you stopped."]


def test_escape_ends_no_rehearsal(alone):
    """Escape leads back to the line; only *Close* ends it, and it says that nothing was kept."""
    alone.listen()
    alone.type("Ana: words")
    alone.window.setFocus()
    QTest.keyClick(alone.window, Qt.Key.Key_Escape)
    assert alone.window.isVisible() and alone.window.room.capture.field.hasFocus()
    alone.window.close()
    assert not alone.window.isVisible() and alone.window.room is None
    assert [message.words for message in alone.said] == ["The rehearsal is over. Nothing of it was kept."]


def test_the_coach_looks_on(alone):
    """Twelve lines without a sign: the coach says so as in a session, in the time of the talk; one key dismisses it."""
    alone.listen()
    alone.window.pause()
    alone.wait(5)
    for number in range(12):
        alone.type(f"words {number}")
    assert alone.window.room.coach.text() == ""
    alone.wait(3)
    coach = alone.window.room.coach
    assert coach.text() == "12 cards here are in no theme yet."
    alone.press(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert coach.text() == ""


def test_undo_works_as_in_a_session(alone):
    """Ctrl+Z in the empty line takes a card back: it is the same line and the same door."""
    alone.listen()
    alone.type("Ana: words")
    alone.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert alone.window.room.model.rowCount() == 0
    assert alone.window.room.saved.text() == "Nothing of this is kept"


def test_no_trace(alone, home, services, monkeypatch):
    """After a whole rehearsal there is no file, no session in the library, and no line in a draft."""
    session = services.begin("A real one")
    before = services.store.state(session).newest
    kept = len(services.journal.kept)
    monkeypatch.setattr(Path, "mkdir", lambda *_a, **_k: pytest.fail("a folder was made"))
    alone.listen()
    alone.window.pause()
    alone.wait(30)
    alone.type("& Kwame: the beds were gone")
    alone.window.room.capture.field.insert("half a word")
    alone.wait(300)
    alone.window.finish()
    rehearsed = alone.window.room.session
    alone.window.close()
    monkeypatch.undo()
    assert [file for file in home.rglob("*") if file.is_file()] == []
    assert not services.store.is_open(rehearsed) and services.store.state(session).newest == before
    assert len(services.journal.kept) == kept


@pytest.mark.qt_log_ignore(*NOISE)
def test_the_talk_is_read_aloud(alone, qtbot):
    """With the key the computer's voice reads each turn from the next one on; a pause, and great speed, silence it."""
    alone.listen()
    window = alone.window
    assert window.voice is None
    alone.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.aloud.isChecked() and window.voice.works and not window.voice.speaks
    window.pause()
    alone.wait(2)
    assert window.voice.speaks
    window.pause()
    assert not window.voice.speaks
    window.pause()
    window.go_at("8")
    alone.wait(2)
    assert window.subtitles.told > 1 and not window.voice.speaks
    window.go_at("1")
    alone.wait(12)
    assert window.voice.speaks
    window.finish()
    assert not window.voice.speaks


@pytest.mark.qt_log_ignore(*NOISE)
def test_a_computer_without_a_voice(alone):
    """Where there is no voice it is said, the button goes out, and the words stand as before."""
    alone.window._engine = "no such engine"
    alone.listen()
    alone.window.aloud.click()
    QApplication.processEvents()
    assert not alone.window.aloud.isChecked() and alone.window.voice is None
    assert alone.window._toast.words == "This computer has no voice to read with. The words stand here."
    alone.window.pause()
    alone.wait(5)
    assert alone.window.subtitles.told > 0


@pytest.mark.parametrize("name", ["talks", "room", "subtitles", "compared", "window", "voice"])
def test_nothing_leads_to_a_library(name):
    """The window of a rehearsal imports no services, no storage and no settings, and opens no file to write."""
    source = (paths.resources().parent / "facilitator" / "ui" / "rehearsal" / f"{name}.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert not module.startswith(("facilitator.storage", "facilitator.settings", "facilitator.desktop"))
            assert "services" not in module and "services" not in {alias.name for alias in node.names}
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "open"
            assert not getattr(node.func, "attr", "").startswith("write_")


def test_a_running_turn_is_never_cut(alone, theme):
    """At 200 % and in a low window the running turn is made smaller rather than cut."""
    theme.choose("light", 2.0)
    window = alone.window
    alone.listen()
    longest = max(range(len(window.talk.turns)), key=lambda place: len(window.talk.turns[place].says))
    window.subtitles.show_turns(longest + 1)
    QApplication.processEvents()
    view = window.subtitles
    room = view.height() - 48
    name, says, _now = view._block(window.talk, window.talk.turns[longest], view.width() - 64, room, now=True)
    assert name.height + says.height <= room and not says.cut


def test_keys_are_told(alone):
    """The buttons tell their keys; both talks can be reached with Tab."""
    alone.listen()
    assert "P" in PAUSE_KEY and alone.window.pause_button.toolTip().endswith(f"({PAUSE_KEY})")
    assert COMPARE_KEY.split("+")[0] in alone.window.compare_button.toolTip()
    assert len(built_in_talks()) == len(alone.window.choices) == 2
    assert {button.accessibleName() for button in alone.window.choices} == {
        f"Listen to {talk.title}" for talk in built_in_talks()
    }


def test_dark_and_mirrored(alone, theme, qapp):
    """All three pages paint in the dark and from right to left without a word from Qt."""
    theme.choose("dark", 1.0)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    alone.listen()
    alone.window.pause()
    alone.wait(50)
    alone.type("~ يوسف: لا أحد يخبرنا")
    ground = alone.window.subtitles.grab().toImage().pixelColor(3, 3)
    assert ground == theme.colour("surface.canvas")
    alone.window.finish()
    assert not alone.window.grab().isNull()
    assert [gist.text for gist in alone.window.found.more] == ["لا أحد يخبرنا"]
