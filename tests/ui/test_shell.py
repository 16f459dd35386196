"""The frame of the window: rail, steps of a session, keyboard map, introduction; by keys, light and mirrored."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session import teaching
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.running import CloseSession
from facilitator.ui.actions import Action
from facilitator.ui.dialogs.export import ExportDialog
from facilitator.ui.dialogs.introduction import IntroductionDialog
from facilitator.ui.dialogs.keys import KeysDialog
from facilitator.ui.screens import steps
from facilitator.ui.widgets.session_header import SessionHeader, StepName
from facilitator.ui.window import MainWindow
from facilitator.window import wanted
from tests.ui.memory import MemoryServices
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="function")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
INTRODUCTION = (
    "A video is not learning. Ten people watching a video are ten people watching a video. When one of them says "
    "'we tried that on nights and it failed', another asks why, and a third changes Monday's plan, they have learned "
    "from one another. The video was the instrument; the exchange was the music. This program helps you choose the "
    "instrument, play with others, keep what was worth keeping, and see later what became of it. It does not count "
    "listeners."
)


def shown(kind: type) -> object:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


class Notes(QWidget):
    """A page of a session as another engineer would write one: a field, an action of its own, nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.closed, self.did = QLineEdit(), 0, 0
        QVBoxLayout(self).addWidget(self.field)

    def arrive(self) -> None:
        self.field.setFocus()

    def offers(self) -> list[Action]:
        return [
            Action(
                "notes.print", lambda: "Print the notes", self._print, ("Ctrl+P",), "printer", header=True, menu=True
            )
        ]

    def _print(self) -> None:
        self.did += 1

    def close_session(self) -> None:
        self.closed += 1


@pytest.fixture
def notes(monkeypatch) -> list[Notes]:
    """A further step before *Run*, put in as any step is: a line in the table."""
    built: list[Notes] = []

    def build(given: steps.Session) -> QWidget:
        built.append(Notes())
        return built[-1]

    step = steps.Step("notes", lambda: "Notes", "Alt+1", build)
    monkeypatch.setattr(steps, "STEPS", (step, *(one for one in steps.STEPS if one.id in (steps.RUN, steps.REPORT))))
    return built


@pytest_asyncio.fixture
async def window(services: MemoryServices, theme, tmp_path):
    """A window over one session with a card, on the list of all."""
    services.night = services.begin("Night handover")
    services.give(services.night, "Beds are gone by seven", services.person(services.night, "Ana"), "knowledge")
    made = MainWindow(services, theme, remember=tmp_path / "window.ini")
    made.go("sessions")
    made.show()
    made.activateWindow()
    yield made
    made.close()
    await made.finish()
    await tasks.stop_all()
    made.deleteLater()


async def in_session(window, services):
    window.open_session(services.night)
    await until(lambda: window.session is not None and window.session.step == "run")
    return window.session


async def test_words_that_can_no_longer_be_read_are_told_when_a_session_opens(window, services):
    """The window says how many are missing and what brings them back; what is whole is there."""
    services.store.state(services.night).unreadable = 2
    pages = await in_session(window, services)
    await until(lambda: window.toast.words.startswith("2 entries of this session can no longer be read"))
    assert "check --repair" in window.toast.words
    assert pages.run.model.rowCount()


async def test_a_session_with_cards_opens_in_its_stream(window, services):
    """Title and date stand in the header, the current step is marked, and one can type at once."""
    pages = await in_session(window, services)
    assert pages.title.text() == "Night handover"
    assert pages.header.steps["run"].isChecked()
    assert not pages.header.steps["report"].isCheckable()
    assert QApplication.focusWidget() is pages.run.capture.field


async def test_steps_keep_words_and_places(window, services, notes):
    """From step to step and back by keys: a page is built once, its words stay, the focus is where it was."""
    pages = await in_session(window, services)
    assert notes == []
    QTest.keyClicks(pages.run.capture.field, "Ana: half a word")
    QTest.keyClick(window, Qt.Key.Key_1, ALT)
    assert pages.step == "notes"
    assert QApplication.focusWidget() is notes[0].field
    QTest.keyClicks(notes[0].field, "something")
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    assert pages.step == "run"
    assert QApplication.focusWidget() is pages.run.capture.field
    assert pages.run.capture.text() == "Ana: half a word"
    QTest.mouseClick(pages.header.steps["notes"], Qt.MouseButton.LeftButton)
    assert notes[0].field.text() == "something"
    assert len(notes) == 1


async def test_actions_of_a_step(window, services, notes):
    """Its button stands in the header while the step is shown, its key works then and only then."""
    pages = await in_session(window, services)
    QTest.keyClick(window, Qt.Key.Key_1, ALT)
    button = next(one for one in pages.header.findChildren(QWidget) if one.accessibleName() == "Print the notes")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Qt.Key.Key_P, CTRL)
    assert notes[0].did == 2
    pages.go("run")
    QTest.keyClick(window, Qt.Key.Key_P, CTRL)
    assert notes[0].did == 2
    assert not button.isVisible()
    window.go("sessions")
    assert notes[0].closed == 1


async def test_a_new_session_opens_in_its_first_step(services):
    """Something given, or taken from a file, opens in the stream; an empty session where one plans, once that is."""
    empty = services.begin("Empty")
    state = services.store.state(empty)
    plans = any(step.id == steps.PLAN for step in steps.STEPS)
    assert steps.first_step(state) == (steps.PLAN if plans else steps.RUN)
    services.give(empty, "Said")
    assert steps.first_step(services.store.state(empty)) == steps.RUN


async def test_report_and_more(window, services):
    """*Report* opens the choices and stays on the page; *More* holds what can be done, with keys and reasons."""
    pages = await in_session(window, services)
    QTest.mouseClick(pages.header.steps["report"], Qt.MouseButton.LeftButton)
    await until(lambda: shown(ExportDialog))
    shown(ExportDialog).reject()
    assert pages.step == "run"
    QTest.mouseClick(pages.header.more, Qt.MouseButton.LeftButton)
    menu = next(one for one in pages.findChildren(QMenu) if one.isVisible())
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert words[:4] == ["Undo", "Redo", "Change the title", "Make a report"]
    assert not menu.actions()[1].isEnabled()
    assert "nothing to do again" in menu.actions()[1].toolTip()
    menu.close()


async def test_a_session_that_was_ended_leads_to_its_report(window, services):
    """Over the stream of a session that is over stands *Make a report*, beside *Go on*: it opens the choices."""
    pages = await in_session(window, services)
    store = services.store
    store.dispatch(services.night, AddBlock(block="talk", title="Talk", minutes=10))
    store.dispatch(services.night, StartActivity(block="talk"))
    assert not pages.run.over.isVisible()
    store.dispatch(services.night, CloseSession())
    await until(lambda: pages.run.over.report.isVisible())
    assert pages.run.over.report.toolTip() == "Make a report (Ctrl+R)"
    QTest.mouseClick(pages.run.over.report, Qt.MouseButton.LeftButton)
    await until(lambda: shown(ExportDialog))
    shown(ExportDialog).reject()


async def test_settings_and_back(window, services):
    """Another place and back by keys: the session is still open, its half word and its focus too; Alt+Left leaves."""
    pages = await in_session(window, services)
    QTest.keyClicks(pages.run.capture.field, "half")
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert window.pages.currentWidget() is window.place("settings")
    assert window.rail.buttons["settings"].isChecked()
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.pages.currentWidget() is pages
    assert QApplication.focusWidget() is pages.run.capture.field
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.pages.currentWidget() is window.sessions
    assert window.session is None


async def test_every_place_has_its_key(window):
    """Places are numbered from the top; each button says its key, and *Log talk* is never the current place."""
    tips = {name: button.toolTip() for name, button in window.rail.buttons.items()}
    assert tips["today"] == "Today (Ctrl+1)"
    assert tips["sessions"] == "Sessions (Ctrl+2)"
    assert tips["log"] == "Log talk (Ctrl+L)"
    assert not window.rail.buttons["log"].isCheckable()


async def test_no_two_actions_share_a_key(window, services):
    """Where two keys are the same, neither would work: among what can be pressed at one time none is given twice."""
    pages = await in_session(window, services)
    for step in steps.STEPS:
        if step.build is not None:
            pages.go(step.id)
            keys = [keys for action in window.registry.here() for keys in action.keys]
            assert len(keys) == len(set(keys)), step.id


@pytest.mark.parametrize(("width", "scale"), [(1440, 1.0), (1080, 1.0), (760, 1.0), (1440, 2.0), (1080, 2.0)])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
async def test_the_header_never_overlaps(theme, qtbot, qapp, width, scale, direction):
    """Title, five steps and the end stand side by side at every width, mirrored too; in a wide one in the middle."""
    theme.choose("light", scale)
    qapp.setLayoutDirection(direction)
    names = [StepName(word, lambda word=word: word, "") for word in ("Plan", "Run", "Tend", "Reflect", "Report")]
    header = SessionHeader(theme, names)
    qtbot.addWidget(header)
    header.title.setText("Night handover, Ward 4B, and everything nobody wrote down")
    header.resize(width, header.height())
    header.show()
    boxes = sorted((part.geometry() for part in (header._titles, header._middle, header._end)), key=lambda box: box.x())
    for before, after in itertools.pairwise(boxes):
        assert before.x() + before.width() <= after.x()
    if width == 1440 and scale == 1.0:
        assert abs(header._middle.geometry().center().x() - header.width() / 2) <= 1
        assert {button.width() for button in header.steps.values()} == {84}
        assert not header.find_button.small
    leading = boxes[0] if direction == Qt.LayoutDirection.LeftToRight else boxes[-1]
    assert leading == header._titles.geometry()


async def test_the_keyboard_map(window, services):
    """F1 shows every key there is, in groups; typing narrows it to what fits; it leads to the introduction."""
    await in_session(window, services)
    QTest.keyClick(window, Qt.Key.Key_F1)
    await until(lambda: shown(KeysDialog))
    keys = shown(KeysDialog)
    told = {name.accessibleName() for name in keys.findChildren(QLabel)}
    for line in ("Find or run, Ctrl+K", "Undo, Ctrl+Z", "Build on it, Return, B", "Run, Alt+2", "Question, ?"):
        assert any(one.replace("Enter", "Return") == line for one in told), line
    everything = sum(len(group.lines) for group in keys.groups)
    assert keys.field.count.text() == f"{everything} keys"
    QTest.keyClicks(keys.field.line, "take back")
    lines = [line.said for group in keys.groups for line in group.lines if line.isVisible()]
    assert 0 < len(lines) < 5
    assert all("ake" in line for line in lines)
    QTest.keyClicks(keys.field.line, "xyz")
    assert keys._nothing.isVisible()
    QTest.keyClick(keys, Qt.Key.Key_Escape)
    await until(lambda: shown(KeysDialog) is None)


async def test_the_introduction_word_for_word(theme, qtbot):
    """Example and counter-example are the words of the domain, in their order; the card has its ten sentences."""
    said = " ".join(getattr(teaching.INTRODUCTION, field.name) for field in dataclasses.fields(teaching.INTRODUCTION))
    straight = str.maketrans({"‘": "'", "’": "'"})
    assert said.translate(straight) == INTRODUCTION
    dialog = IntroductionDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    first = [label.text() for label in dialog.pages.widget(0).findChildren(QLabel) if label.text()]
    places = [first.index(getattr(teaching.INTRODUCTION, f.name)) for f in dataclasses.fields(teaching.INTRODUCTION)]
    assert places == sorted(places)
    QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    second = [label.text() for label in dialog.pages.widget(1).findChildren(QLabel)]
    assert [text for text in second if text in teaching.CARD] == list(teaching.CARD)
    assert len(teaching.CARD) == 10


async def test_the_introduction_is_shown_once_and_found_again(window, services):
    """Shown once it is remembered; the palette finds it by *help*, and a call never opens two."""
    assert not services.settings.introduced
    window.introduce()
    window.introduce()
    await until(lambda: services.settings.introduced)
    open_now = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, IntroductionDialog) and one.isVisible()
    ]
    assert len(open_now) == 1
    open_now[0].accept()
    window.show_palette()
    QTest.keyClicks(window._palette.field, "help introduction")
    assert window._palette.current().id == "window.introduction"
    QTest.keyClick(window._palette.field, Qt.Key.Key_Return)
    await until(lambda: shown(IntroductionDialog))
    shown(IntroductionDialog).accept()


async def test_settings_never_forget_the_introduction(window, services):
    """A choice made on the page of settings leaves alone what was remembered elsewhere meanwhile."""
    window.go("settings")
    page = window.place("settings")
    services.settings = dataclasses.replace(services.settings, introduced=True, export_folder="here")
    page.reports.organisation.setText("Ward 4B")
    page.reports.organisation.textEdited.emit("Ward 4B")
    await until(lambda: services.settings.organisation == "Ward 4B")
    assert services.settings.introduced
    assert services.settings.export_folder == "here"


async def test_only_a_person_s_start_introduces(tmp_path: Path):
    """The command line's window may introduce; a window opened by another program or a test does not by itself."""
    assert wanted(["--library", str(tmp_path)]).introduce


async def test_nothing_flashes_while_a_session_opens(window, services):
    """Opening a session shows no window of its own for a moment, and the main window stays the active one."""
    from PySide6.QtCore import QEvent, QObject

    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    try:
        pages = await in_session(window, services)
        pages.run.capture.field.setFocus()
    finally:
        QApplication.instance().removeEventFilter(watch)
    assert seen == []
    assert window.isActiveWindow()
