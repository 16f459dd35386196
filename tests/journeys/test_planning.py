"""From the first start to a plan people can hold in their hands: by keys, on disk, read back by other programs."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.app import main
from facilitator.ui.dialogs.begin import BeginDialog
from facilitator.ui.plan.adding import AddBlockDialog
from facilitator.ui.plan.rows import BLOCK
from facilitator.ui.plan.screen import PlanScreen
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import program, shown
from tests.waiting import until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def types(field: QWidget, words: str) -> None:
    """Words typed: key by key, or as an input method gives them where the keyboard has no such letters."""
    if words.isascii():
        QTest.keyClicks(field, words)
        return
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def plan_of(main_window: MainWindow) -> PlanScreen | None:
    """The plan on the screen."""
    page = main_window.session.current() if main_window.session is not None else None
    return page if isinstance(page, PlanScreen) else None


async def begin_from_template(main_window: MainWindow, title: str) -> PlanScreen:
    """Ctrl+N, a title, the first template, Enter."""
    QTest.keyClick(main_window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: shown(BeginDialog))
    dialog = shown(BeginDialog)
    assert isinstance(dialog, BeginDialog)
    types(dialog.field, title)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    await until(lambda: plan_of(main_window) is not None)
    page = plan_of(main_window)
    assert page is not None
    main_window.activateWindow()
    await until(main_window.isActiveWindow)
    return page


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    """A window that reads from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.usefixtures("mirrored")
async def test_from_first_start_to_paper_right_to_left(tmp_path: Path, home: Path) -> None:
    """The window mirrored, the words Arabic: begun by keys, planned, made ready, read back from the run sheet."""
    title, purpose, place = "تسليم المناوبة الليلية", "ما يعرفه الليل", "قاعة ٢"
    sheet = tmp_path / "sheet.pdf"
    async with program(tmp_path / "library", home) as main_window:
        page = await begin_from_template(main_window, title)
        rail, guide, agenda = (
            part.mapTo(main_window, QPoint(part.width() // 2, 0)).x()
            for part in (main_window.rail, page.side, page.agenda)
        )
        assert guide < agenda < rail, "the rail leads at the right, the guide closes at the left"
        for name, words in (("inform", purpose), ("work", "تسليم الساعة السابعة")):
            field = page.purpose.fields[name].field
            field.setFocus()
            types(field, words)
        for part, words in ((page.when.date, "2027-03-12"), (page.when.start, "13:30"), (page.when.place, place)):
            part.field.setFocus()
            part.field.selectAll()
            types(part.field, words)
            QTest.keyClick(part.field, Qt.Key.Key_Return)
        page.agreements.capture.field.setFocus()
        types(page.agreements.capture.field, "أمينة تكتب")
        page.agreements.follow_up.field.setFocus()
        types(page.agreements.follow_up.field, "2027-04-09")
        first = page.state.agenda.in_order()[0].id
        page.agenda.setFocus()
        page.agenda.setCurrentIndex(page.model.index(next(n for n, r in enumerate(page.model.rows) if r.kind == BLOCK)))
        QTest.keyClick(page.agenda, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert page.state.agenda.in_order()[1].id == first
        page.middle.ready.click()
        assert page.state.plan.ready, page.middle.refusal.text()
        page.paper.write("run-sheet", sheet)
        await until(sheet.exists)
    read = subprocess.run(["pdftotext", "-raw", sheet, "-"], capture_output=True, check=True).stdout.decode()
    marks = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f"))
    letters = "".join(unicodedata.normalize("NFKC", read).translate(marks).split())
    for words in (title, purpose):
        for word in words.split():
            assert word in letters, word


async def test_from_a_template_to_paper_and_the_next_one(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template filled in, a method added by name, ready; on the run sheet; the next of the series stands there."""
    folder, sheet = tmp_path / "library", tmp_path / "sheet.pdf"
    async with program(folder, home) as main_window:
        page = await begin_from_template(main_window, "Night handover")
        templated = [row for row in page.model.rows if row.kind == BLOCK]
        assert len(templated) >= 4
        for name, words in (("inform", "what nights know"), ("work", "the handover at seven")):
            field = page.purpose.fields[name].field
            field.setFocus()
            types(field, words)
        for part, words in ((page.when.date, "2027-03-12"), (page.when.start, "13:30"), (page.when.place, "Room 2.14")):
            part.field.setFocus()
            part.field.selectAll()
            types(part.field, words)
            QTest.keyClick(part.field, Qt.Key.Key_Return)
        page.agreements.capture.field.setFocus()
        types(page.agreements.capture.field, "Priya, word for word")
        page.agreements.follow_up.field.setFocus()
        types(page.agreements.follow_up.field, "2027-04-09")
        page.agenda.setFocus()
        QTest.keyClick(page.agenda, Qt.Key.Key_B)
        await until(lambda: main_window.findChild(AddBlockDialog) is not None)
        dialog = main_window.findChild(AddBlockDialog)
        assert dialog is not None
        types(dialog.field, "peer case")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        await until(lambda: any(block.modality == "case_clinic" for block in page.state.agenda.in_order()))
        page.middle.ready.click()
        assert page.state.plan.ready, page.middle.refusal.text()
        session = page.session
        page.paper.write("run-sheet", sheet)
        await until(sheet.exists)
        offers = {action.id: action for action in page.offers()}
        repeat = offers["plan.repeat"].does
        assert repeat is not None
        repeat()
        await until(lambda: main_window.session is not None and main_window.session.session != session)
        follower = main_window.session
        assert follower is not None
        await until(lambda: main_window.services.store.is_open(follower.session))
        assert main_window.services.store.state(follower.session).series.follows == session
    read = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, check=True).stdout.decode()
    for words in ("Night handover", "13:30", "Peer case clinic", "what nights know", "room 2.14"):
        assert words in read, words
    capsys.readouterr()
    calendar = tmp_path / "handover.ics"
    assert main(["--library", str(folder), "export", session, "-o", str(calendar), "--format", "ics"]) == 0
    assert "DTSTART" in calendar.read_text(encoding="utf-8")
    async with program(folder, home) as main_window:
        main_window.plan_session(session)
        await until(lambda: plan_of(main_window) is not None)
        page = plan_of(main_window)
        assert page is not None
        assert page.state.plan.ready
        assert page.when.place.text == "Room 2.14"
