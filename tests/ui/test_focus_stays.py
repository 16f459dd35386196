"""While a session runs, a click beside the line leaves the typing in the line: whoever types next means it."""

from __future__ import annotations

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from facilitator import tasks
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.ui.window import MainWindow
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="function")


@pytest_asyncio.fixture
async def window(services, theme, tmp_path):
    """The window over a session that runs, the focus in its line."""
    session = services.begin("Night handover")
    ana = services.person(session, "Ana")
    services.store.dispatch(session, AddBlock(block="talk", title="Talk", minutes=20, modality="discussion"))
    services.store.dispatch(session, AddBlock(block="more", title="More", minutes=20, modality="discussion"))
    services.store.dispatch(session, StartActivity(block="talk"))
    services.give(session, "Hand over at the bedside", ana, "idea")
    services.sessions_made = [session]
    made = MainWindow(services, theme, remember=tmp_path / "window.ini")
    made.resize(1440, 900)
    made.show()
    await made._open(session, step="run")
    made.activateWindow()
    await until(made.isActiveWindow)
    made.session.run.to_capture()
    yield made
    made.close()
    await tasks.stop_all()
    if made.session is not None:
        made.session.close_session()
    for place in made._places.values():
        getattr(place, "rest", lambda: None)()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def click(button: QAbstractButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_taking_back_by_the_message_keeps_the_line(window):
    """*Undo* on the line that offers it: done, the message about it, and the next letter is in the line."""
    run = window.session.run
    click(run.bar.five)
    await until(lambda: window.toast.words == "5 minutes more")
    click(window.toast._action)
    await until(lambda: window.toast.words == "Taken back")
    assert run.capture.field.hasFocus()
    window.messages.warn("The disk is nearly full.")
    await until(lambda: window.toast._close.isVisible())
    click(window.toast._close)
    assert not window.toast.words and run.capture.field.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "so")
    assert run.capture.text() == "so"


async def test_buttons_around_the_stage_keep_the_line(window):
    """Room screen, the order of the cards, minutes, pause, the steps ahead: none takes the typing away."""
    run = window.session.run
    room = next(
        one for one in window.session.header.findChildren(QAbstractButton) if one.accessibleName() == "Room screen"
    )
    for button in (room, room, run.order, run.bar.more, run.bar.pause, run.bar.next, run.narrow, run.narrow):
        click(button)
        await until(lambda: run.capture.field.hasFocus(), button.accessibleName())
    assert not run.room.is_open


async def test_the_palette_opened_by_a_click_gives_the_line_back(window):
    """*Find or run* by the mouse, then Esc: where one typed before."""
    run = window.session.run
    click(window.session.header.find_button)
    await until(lambda: window._palette is not None and window._palette.isVisible())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    await until(lambda: not window._palette.isVisible())
    assert run.capture.field.hasFocus()
