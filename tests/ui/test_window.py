"""The main window, in the loop the program runs in: finding, opening, taking in, exporting, choosing."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from facilitator import tasks
from facilitator.session.errors import FacilitatorError
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.dialogs.begin import BeginDialog
from facilitator.ui.dialogs.export import ExportDialog
from facilitator.ui.dialogs.tell import CrashDialog, LeftOutDialog
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.services import ExportRequest
from facilitator.ui.widgets.work import WorkLine
from facilitator.ui.window import MainWindow
from tests.ui.memory import MemoryServices
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="function")


@pytest_asyncio.fixture
async def window(services: MemoryServices, theme, tmp_path):
    """A window over three sessions."""
    services.sessions_made = [services.begin(title) for title in ("Coffee corner", "Ward round", "Night handover")]
    coffee, ward, night = services.sessions_made
    ana = services.person(night, "Ana")
    services.give(night, "Hand over at the bedside", ana, "idea")
    services.give(night, "Beds are gone by seven", ana, "knowledge")
    services.give(ward, "Bedside lockers are locked", None, "concern")
    services.give(coffee, "He corrected my list", None, "story")
    made = MainWindow(services, theme, remember=tmp_path / "window.ini")
    made.go("sessions")
    made.show()
    yield made
    made.close()
    await tasks.stop_all()
    if made.session is not None:
        made.session.close_session()
    for place in made._places.values():
        getattr(place, "rest", lambda: None)()
    made.deleteLater()


def dialog(kind: type) -> object:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


def plain(words: str) -> str:
    """Words without the signs that keep a name's direction to itself."""
    return words.replace("\u2068", "").replace("\u2069", "")


def works(window: MainWindow) -> list[WorkLine]:
    return [work for work in window.findChildren(WorkLine) if not work.isHidden()]


async def test_every_session_is_listed(window):
    """The list holds every session, and the marked one is shown beside it with what was said."""
    window.start()
    await until(lambda: window.sessions.model.rowCount() == 3)
    assert window.sessions.field.count.text() == "3 sessions"
    await until(lambda: window.sessions.preview.cards.isVisible())


async def test_search_as_you_type(window, services):
    """Hits come while the words are typed, after a short pause and not at every key."""
    window.start()
    await until(lambda: window.sessions.model.rowCount() == 3)
    QTest.keyClicks(window.sessions.field.line, "bedside")
    await until(lambda: window.sessions.model.rowCount() == 2)
    assert len(services.asked) < 7
    assert window.sessions.field.count.text().startswith("2 hits in 2 of 3 sessions")
    entry = window.sessions.model.entry(0)
    assert entry.hits[0].text[slice(*entry.hits[0].marks[0])].casefold() == "bedside"
    window.sessions.field.line.clear()
    assert window.sessions.model.rowCount() == 3


async def test_an_old_answer_never_replaces_a_newer_one(window, services):
    """An answer that comes late, for words no longer there, is left aside."""
    window.start()
    await until(lambda: window.sessions.model.rowCount() == 3)
    services.search_gate.clear()
    window.sessions.field.line.setText("bedside")
    await until(lambda: services.asked == ["bedside"])
    await until(lambda: window.sessions.field.count.text() == "searching")
    window.sessions.field.line.setText("list")
    await until(lambda: services.asked == ["bedside", "list"])
    services.search_gate.set()
    await until(lambda: window.sessions.model.rowCount() == 1)
    assert window.sessions.model.entry(0).title == "Coffee corner"


async def test_no_hit_names_the_nearest(window, services):
    """Words nobody said lead to the nearest that somebody did."""
    window.start()
    window.sessions.field.line.setText("bedside cart")
    empty = window.sessions.empty
    await until(lambda: empty.nearest.isVisible())
    assert plain(empty.title.text()) == "Nothing says “bedside cart”."
    assert plain(empty.nearest.text()) == "Two sessions say “bedside”"
    QTest.mouseClick(empty.nearest, Qt.MouseButton.LeftButton)
    await until(lambda: window.sessions.model.rowCount() == 2)


async def test_opening_at_a_hit(window, services):
    """A hit opens its session at that very card."""
    window.start()
    window.sessions.field.line.setText("bedside")
    await until(lambda: window.sessions.preview.hits.isVisible())
    hits = window.sessions.preview.hits
    hits.chosen.emit(hits.model().index(0, 0))
    await until(lambda: window.session is not None)
    assert window.session.run.selected().text in ("Bedside lockers are locked", "Hand over at the bedside")
    assert window.pages.currentWidget() is window.session


async def test_keys_in_the_list(window):
    """Down leads into the list, Enter opens, letters lead back to the words, F6 goes round."""
    window.start()
    await until(lambda: window.sessions.model.rowCount() == 3)
    QTest.keyClick(window.sessions.field.line, Qt.Key.Key_Down)
    QTest.keyClick(window.sessions.list, Qt.Key.Key_Down)
    assert window.sessions.list.currentIndex().row() == 1
    QTest.keyClicks(window.sessions.list, "x")
    assert window.sessions.field.line.text() == "x"
    window.sessions.field.line.clear()
    window.next_region(1)
    QTest.keyClick(window.sessions.list, Qt.Key.Key_Return)
    await until(lambda: window.session is not None)


async def test_a_new_session(window, services):
    """A title and Enter begin a session, in its plan, where its purpose is asked first."""
    window.start()
    window.new_session()
    await until(lambda: dialog(BeginDialog))
    asked = dialog(BeginDialog)
    assert not asked.go.isEnabled()
    QTest.keyClicks(asked.field, "Mentoring hour")
    QTest.keyClick(asked, Qt.Key.Key_Return)
    await until(lambda: window.session is not None)
    assert window.session.title.text() == "Mentoring hour"
    assert "Mentoring hour" in window.windowTitle()
    assert window.session.step == "plan"


async def test_down_from_the_title_is_at_the_first_plan(window):
    """One key leads from the title to the first plan to begin from: the empty one was chosen all along."""
    window.start()
    window.new_session()
    await until(lambda: dialog(BeginDialog))
    asked = dialog(BeginDialog)
    QTest.keyClicks(asked.field, "Ward round")
    assert asked.template is None
    QTest.keyClick(asked, Qt.Key.Key_Down)
    assert asked.list.hasFocus()
    assert asked.template is not None
    QTest.keyClick(asked.list, Qt.Key.Key_Up)
    assert asked.template is None
    asked.reject()


async def test_another_title_can_be_taken_back(window, services):
    """The title is changed through the one door, and undone like anything else."""
    window.open_session(services.sessions_made[0])
    await until(lambda: window.session is not None)
    window.retitle(services.sessions_made[0])
    await until(lambda: dialog(AskLine))
    asked = dialog(AskLine)
    asked.field.setText("Coffee with Zoe")
    asked.accept()
    await until(lambda: window.session.title.text() == "Coffee with Zoe")
    window.session.undo()
    assert window.session.title.text() == "Coffee corner"


async def test_files_dropped_are_taken_in(window, services, tmp_path):
    """Files dropped on the window become sessions; what was left out can be read."""
    window.start()
    file = tmp_path / "Standup.txt"
    file.write_text("Ana: one\n\nBen: two\n", "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    await until(lambda: works(window))
    line = works(window)[0]
    assert "Standup" in line.title.text()
    assert "1 line was left out" in line.title.text()
    await until(lambda: window.sessions.model.rowCount() == 4)
    line.second.click()
    await until(lambda: dialog(LeftOutDialog))
    assert "line 2: It is empty." in dialog(LeftOutDialog).text.toPlainText()
    dialog(LeftOutDialog).close()
    line.first.click()
    await until(lambda: window.session is not None)


async def test_a_file_that_is_no_transcript(window, tmp_path):
    """A file that cannot be read gives one sentence, and nothing is taken in."""
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff\xfe")
    window.files.import_files([file])
    await until(lambda: works(window))
    assert works(window)[0].title.text() == "This is no transcript."
    assert "danger" in works(window)[0]._role


async def test_import_by_the_menu(window, tmp_path):
    """Ctrl+I opens a window to choose files in, and the program goes on meanwhile."""
    window.files.choose_files()
    await until(lambda: dialog(QFileDialog))
    chooser = dialog(QFileDialog)
    assert chooser.fileMode() == QFileDialog.FileMode.ExistingFiles
    window.go("settings")
    assert chooser.isVisible() and window.isVisible(), "the program goes on behind it"
    chooser.reject()
    await until(lambda: dialog(QFileDialog) is None)
    assert works(window) == []


async def test_a_report_while_work_goes_on(window, services, tmp_path):
    """Export shows how far it is, the capture bar goes on working, and the file is named at the end."""
    night = services.sessions_made[2]
    window.open_session(night)
    await until(lambda: window.session is not None)
    services.export_gate.clear()
    target = tmp_path / "night.pdf"
    tasks.start(window.files.write(ExportRequest(night, "pdf", target)), "export")
    await until(lambda: works(window))
    line = works(window)[0]
    assert line.words.text() == "page 2 of 4"
    assert line.track.share == 0.5
    QTest.keyClicks(window.session.run.capture.field, "Ana: meanwhile")
    QTest.keyClick(window.session.run.capture.field, Qt.Key.Key_Return)
    assert window.session.run.model.card(0).text == "meanwhile"
    services.export_gate.set()
    await until(lambda: line.title.text().startswith("Saved as"))
    assert target.exists()
    assert [button.text() for button in (line.first, line.second)] == ["Show", "Open"]


async def test_cancelled_export_leaves_nothing(window, services, tmp_path):
    """Cancel stops it; no file is there and it is said."""
    services.export_gate.clear()
    target = tmp_path / "night.pdf"
    tasks.start(window.files.write(ExportRequest(services.sessions_made[2], "pdf", target)), "export")
    await until(lambda: works(window))
    works(window)[0].cancel.click()
    await until(lambda: window.toast.words == "Stopped. Nothing was written.")
    assert not target.exists()
    assert works(window) == []


async def test_a_failed_export_says_what_to_do(window, services, tmp_path):
    """A full folder is one sentence with one thing to do, and leads back to the choices."""
    services.export_error = FacilitatorError("The folder is full. Nothing was written.")
    await window.files.write(ExportRequest(services.sessions_made[2], "pdf", tmp_path / "x.pdf"))
    line = works(window)[0]
    assert line.title.text() == "The folder is full. Nothing was written."
    assert line.first.text() == "Choose another place"
    services.export_error = None
    line.first.click()
    await until(lambda: dialog(ExportDialog))
    dialog(ExportDialog).reject()


async def test_what_a_report_is_asked_for(window, services, tmp_path):
    """The choices become the request: audience, names, format, paper, and a name nothing has yet."""
    from dataclasses import replace

    (tmp_path / "night-handover.pdf").write_text("old")
    services.settings = replace(services.settings, export_folder=str(tmp_path), paper="letter")
    window.files.export(services.sessions_made[2])
    await until(lambda: dialog(ExportDialog))
    asked = dialog(ExportDialog)
    assert asked.request.target == tmp_path / "night-handover-2.pdf"
    assert (asked.request.paper, asked.request.audience, asked.request.names) == ("letter", "everyone", "full")
    asked.format.setFocus()
    QTest.keyClick(asked.format, Qt.Key.Key_Right)
    assert asked.request.target == tmp_path / "night-handover.md"
    assert not asked.paper.isEnabled()
    asked._for.buttons()[3].click()
    assert (asked.request.audience, asked.request.names) == ("research", "none")
    asked.accept()
    await until(lambda: (tmp_path / "night-handover.md").exists())
    assert services.exports[-1].format == "md"


async def test_settings_hold_at_once(window, services, theme):
    """A choice holds when it is made, is saved a moment later, and the time is said."""
    window.show_settings()
    screen = window.pages.currentWidget()
    assert isinstance(screen, SettingsScreen)
    screen.look.theme.setFocus()
    QTest.keyClick(screen.look.theme, Qt.Key.Key_Left)
    assert theme.dark
    await until(lambda: services.settings.theme == "dark")
    screen.work.learning.setPlainText("We learn from each other.")
    await until(lambda: services.settings.learning_statement == "We learn from each other.")
    await until(lambda: "1 backup" in screen.backups.line.text())
    screen.backups.check.click()
    await until(lambda: "whole" in screen.backups.found.text())


async def test_a_fault_is_told(window):
    """The crash dialog says that the work is safe; its report can be copied."""
    window.show_crash("Facilitator 0.1.0\nbuiltins.KeyError")
    window.show_crash("another")
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog) and one.isVisible()]
    assert len(shown) == 1
    shown[0].copy.click()
    assert QApplication.clipboard().text().startswith("Facilitator 0.1.0")
    shown[0].accept()


async def test_read_only_says_so(window, services):
    """A library that cannot be written refuses in words before anything is asked."""
    services.read_only = "This library was written by a newer program. It can be read here."
    window.new_session()
    assert window.toast.words.startswith("This library was written by a newer program")
    window.open_session(services.sessions_made[0])
    await until(lambda: window.session is not None)
    assert not window.session.run.capture.field.isEnabled()


async def test_the_window_remembers_its_size(window, services, theme, tmp_path):
    """Closed and opened again, the window has the size it had."""
    window.resize(780, 600)
    window.close()
    again = MainWindow(services, theme, remember=tmp_path / "window.ini")
    assert (again.width(), again.height()) == (780, 600)
    again.deleteLater()


async def test_a_session_left_is_freed(window, services):
    """Going back to the list lets the session's screen go."""
    window.start()
    window.open_session(services.sessions_made[2])
    await until(lambda: window.session is not None)
    watch = weakref.ref(window.session)
    window.go("sessions")
    await until(lambda: (QApplication.sendPostedEvents(None, 52), gc.collect(), watch())[2] is None)
    assert window.session is None


async def test_every_icon_button_has_a_name(window, services):
    """Every button that shows only an icon is named for a screen reader and has a tip."""
    from PySide6.QtWidgets import QAbstractButton

    window.open_session(services.sessions_made[2])
    window.show_settings()
    await until(lambda: window.session is not None)
    for button in window.findChildren(QAbstractButton):
        if not button.text() and not button.icon().isNull():
            assert button.accessibleName(), button.parent()
            assert button.toolTip() or not button.isVisible(), button.accessibleName()


async def test_nothing_waits_in_a_loop_of_its_own():
    """No page runs a dialog in a loop of its own, pumps events, or starts a task nobody watches."""
    folder = Path(__file__).parents[2] / "facilitator" / "ui"
    for file in folder.rglob("*.py"):
        text = file.read_text("utf-8")
        for banned in (".exec(", "processEvents", "create_task"):
            assert banned not in text, (file.name, banned)


async def test_an_unknown_session_is_said_to_be_unknown(window, services):
    """A session asked for that is not there opens nothing and says so."""
    from facilitator.session.ledger import Ledger

    services.store.adopt(Ledger("0190-unknown"))
    window.open_session("0190-unknown")
    await until(lambda: window.toast.words == "There is no such session in this library.")
    assert window.session is None
