"""Every control of every screen: a name for screen readers, a way by keyboard, a key told where it is only an icon."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator import tasks
from facilitator.demo import Sample
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import BREAK, CLOSE, AddBlock
from facilitator.session.asks import CHECK_IN, DOTS, OUTCOME, POLL, PULSE, RATING, CloseAsk, OpenAsk, PutAskAway
from facilitator.session.film import AddCue, ChooseFilm
from facilitator.session.formats import ChooseFormat
from facilitator.session.groups import FormGroup
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.running import CloseSession
from facilitator.session.seats import chairs
from facilitator.session.thread_posts import ThreadPost
from facilitator.session.threads import BringThread
from facilitator.ui.messages import Message
from facilitator.ui.widgets.plain import IconButton
from facilitator.ui.window import MainWindow
from tests.ui.controls import controls, troubles
from tests.ui.flashes import Flashes
from tests.ui.phones_fake import FakePhones
from tests.ui.real import real_services
from tests.waiting import turned, until

pytestmark = pytest.mark.asyncio(loop_scope="function")

PEOPLE = ("Ana", "Ben", "Zoë", "Kwame", "Lotte", "Hiroshi")


@pytest_asyncio.fixture
async def window(services, theme, tmp_path):
    """The whole window over one session that has every kind of activity."""
    services.phones = FakePhones()
    session = services.begin("Night handover")
    do = lambda command: services.store.dispatch(session, command)  # noqa: E731
    ids = [services.person(session, name) for name in PEOPLE]
    do(AddBlock(block="talk", title="Talk", minutes=20, modality="discussion", prompt="What got lost?"))
    do(AddBlock(block="bowl", title="Fishbowl", minutes=20, modality="discussion"))
    do(ChooseFormat(block="bowl", format="fishbowl"))
    do(AddBlock(block="film", title="Film", minutes=10, modality="video"))
    do(ChooseFilm(block="film", file="", external=True, duration_ms=360_000))
    do(AddCue(cue="cue", block="film", at_ms=60_000, prompt="What did she know?"))
    do(AddBlock(block="play", title="Play", minutes=40, modality="role_play"))
    do(WriteScenario(block="play", situation="Seven o'clock.", rounds=2, checklist=("Names the reason",)))
    do(AddRole(role="nurse", block="play", name="Night nurse"))
    do(AddBlock(block="thread", title="Thread", minutes=10, modality="social_thread"))
    do(
        BringThread(
            thread="t", block="thread", title="Chat", source="chat", posts=(ThreadPost("p", "Kim", "Who is on?"),)
        )
    )
    do(AddBlock(block="make", title="Make", minutes=20, modality="hands_on"))
    do(FormGroup(group="g", block="make", name="Card", people=tuple(ids[:3])))
    do(AddBlock(block="tea", title="Tea", minutes=10, part=BREAK))
    do(AddBlock(block="pens", title="What each will do", minutes=13, modality="pens_first", part=CLOSE))
    services.give(session, "Hand over at the bedside", ids[0], "idea")
    services.sessions_made = [session]
    flashes = Flashes()
    made = MainWindow(services, theme, remember=tmp_path / "window.ini")
    made.resize(1440, 900)
    made.show()
    made.session_under_test = session
    yield made
    flashes.end()
    assert flashes.seen == [], "a part flashed as a window, and took the keys away"
    made.close()
    await tasks.stop_all()
    if made.session is not None:
        made.session.close_session()
    for place in made._places.values():
        getattr(place, "rest", lambda: None)()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # a theme that changes dresses whatever is left


async def settle() -> None:
    """Let what was asked for be done and laid out."""
    await until(lambda: not tasks.running(), "what was begun")
    await turned()


def wrong(window: MainWindow, where: str, root: QWidget | None = None) -> list[str]:
    """What is wrong here, where something is; and that there was something to look at."""
    seen = root or window
    if len(list(controls(seen))) < 2:
        return [f"{where}: nothing was seen"]
    return [f"{where}: {one}" for one in troubles(seen, window.registry)]


async def in_step(window: MainWindow, step: str) -> None:
    await window._open(window.session_under_test, step=step)
    await settle()


async def test_the_places_of_the_rail(theme, tmp_path):
    """Today with what falls due, Sessions with and without words looked for, Methods, Settings: over the sample."""
    sample = Sample()

    def fill(store):
        for _ms, command in sample.steps():
            store.dispatch(sample.stream, command)

    async with real_services(tmp_path / "library", fill) as services:
        made = MainWindow(services, theme, remember=tmp_path / "window.ini")
        made.resize(1440, 900)
        made.show()
        made.start()
        for place in ("today", "sessions", "methods", "settings"):
            made.go(place)
            await getattr(made.pages.currentWidget(), "read", settle)()
            await settle()
            assert wrong(made, place) == []
        made.go("sessions")
        made.sessions.field.line.setText("bedside")
        await until(lambda: "hits" in made.sessions.field.count.text(), "hits")
        assert wrong(made, "what was looked for") == []
        made.close()
        for place in made._places.values():
            getattr(place, "rest", lambda: None)()
        made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def test_plan_and_what_opens_in_it(window):
    """The plan, the details of every block, the guide's questions; in the smallest window the drawers, too."""
    await in_step(window, "plan")
    page = window.session.current()
    assert wrong(window, "plan") == []
    for block in ("talk", "film", "play", "make", "pens"):
        page.show_details(block)
        await settle()
        assert wrong(window, f"details of {block}") == []
    page._leave_editor()
    page.open_question()
    await settle()
    assert wrong(window, "the guide's questions") == []
    page.close_questions()
    window.resize(1080, 680)
    await settle()
    assert wrong(window, "plan in the smallest window") == []
    for side in ("guide", "left"):
        page.to_column(side)
        await settle()
        assert wrong(window, f"drawer {side}") == []


@pytest.mark.parametrize("block", ["talk", "bowl", "film", "play", "thread", "make", "tea", "pens"])
async def test_run_with_every_stage(window, services, block):
    """Each stage, in the usual window and in the smallest."""
    services.store.dispatch(window.session_under_test, StartActivity(block=block))
    await in_step(window, "run")
    assert window.session.run.stage is not None
    assert wrong(window, block) == []
    window.resize(1080, 680)
    await settle()
    assert wrong(window, f"{block} in the smallest window") == []


@pytest.mark.parametrize("form", [POLL, DOTS, RATING, OUTCOME, PULSE, CHECK_IN])
async def test_what_everybody_is_asked(window, services, form):
    """While it is open, and its result; a form that prepares it."""
    session = window.session_under_test
    services.store.dispatch(session, StartActivity(block="talk"))
    await in_step(window, "run")
    page = window.session.run
    if form in (POLL, DOTS, RATING):
        page.ask_form(form)
        await settle()
        dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
        assert wrong(window, f"form of {form}", dialog) == []
        dialog.close()
    options = ("this", "that") if form in (POLL, DOTS, RATING, PULSE) else ()
    criteria = ("useful",) if form == RATING else ()
    scale = ("little", "much") if form == RATING else ()
    asks = OpenAsk(ask="a", form=form, question="Which?", options=options, criteria=criteria, scale=scale)
    services.store.dispatch(session, asks)
    await settle()
    assert page.host.ask is not None
    assert wrong(window, form) == []
    services.store.dispatch(session, PutAskAway(ask="a") if form == CHECK_IN else CloseAsk(ask="a"))
    await settle()
    assert wrong(window, f"result of {form}") == []


async def test_after_the_end(window, services):
    """The line that says it is over, the stream, what it can be narrowed to."""
    services.store.dispatch(window.session_under_test, StartActivity(block="talk"))
    services.store.dispatch(window.session_under_test, CloseSession())
    await in_step(window, "run")
    assert window.session.run.over.isVisible()
    assert wrong(window, "over") == []


async def test_the_drawer_of_the_phones(window, services):
    """Before phones are let in and while they are, with the ways out open."""
    services.store.dispatch(window.session_under_test, StartActivity(block="talk"))
    await in_step(window, "run")
    phones = window.session.run.phones
    phones.toggle()
    await settle()
    assert wrong(window, "phones, off") == []
    phones.service.status = replace(
        phones.service.status, session=window.session_under_test, address="192.168.8.1", port=42137, code="418206"
    )
    phones.service.put()
    phones.drawer.ways.open(True)
    await settle()
    assert wrong(window, "phones, on") == []
    phones.toggle()


async def test_palette_log_and_messages(window):
    """What lies over the window: find or run, the keys, a warning that stays."""
    window.show_palette()
    await settle()
    assert wrong(window, "palette") == []
    window._palette.hide()
    window.toast.show_message(Message("The disk is full.", warns=True, action="Show", does=lambda: None))
    await settle()
    assert window.toast.isVisible()
    assert wrong(window, "a warning") == []
    assert window.registry.do("window.dismiss")
    assert not window.toast.isVisible()


async def test_what_opens_over_the_window(window):
    """A report, a session, a talk, the keys, the introduction, a rehearsal: each by what opens it."""
    session = window.session_under_test
    opens = {
        "a report": lambda: window.files.export(session),
        "a new session": window.new_session,
        "a talk": window.log,
        "the keys": window.show_keys,
        "the introduction": window.introduce,
        "a rehearsal": window.rehearse,
    }
    for name, open_it in opens.items():
        before = set(QApplication.topLevelWidgets())
        open_it()

        def opened(before: set[QWidget] = before) -> list[QWidget]:
            return [one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible()]

        await until(lambda opened=opened: bool(opened()), name)
        for one in opened():
            assert wrong(window, name, one) == []
            one.close()
        await until(lambda opened=opened: not opened(), f"{name} closed")


async def test_methods_compared_and_written(window):
    """Two methods side by side, and the form of a method of one's own."""
    window.go("methods")
    await settle()
    page = window.pages.currentWidget()
    await page.read()
    for row in [page.list.model.rows[0], page.list.model.rows[2]]:
        page.list.mark(row.id)
    await settle()
    assert len(page.list.marked) == 2
    assert wrong(window, "two are marked") == []
    assert window.registry.do("methods.compare")
    await settle()
    assert wrong(window, "compared") == []
    page._leave_compared()
    assert window.registry.do("methods.copy")
    await settle()
    assert wrong(window, "a method is written") == []


async def test_the_look_at_controls_sees_what_is_wrong(window, theme, qtbot):
    """It can fail: a button without name, one out of the Tab order, an icon without key, a key nobody answers to."""
    wrong = QWidget()
    qtbot.addWidget(wrong)
    column = QVBoxLayout(wrong)
    nameless, unreached = QLineEdit(), QPushButton("Go")
    unreached.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    keyless, lying = IconButton(theme, "x", "Away"), IconButton(theme, "x", "Away", "Ctrl+Alt+Shift+F12")
    fine = IconButton(theme, "search", "Find or run", "Ctrl+K")
    for one in (nameless, unreached, keyless, lying, fine):
        column.addWidget(one)
    wrong.show()
    told = troubles(wrong, window.registry)
    assert len(told) == 4
    assert "no accessible name" in told[0]
    assert "cannot be reached" in told[1]
    assert "tells no key" in told[2]
    assert "nothing answers" in told[3]


def button(root: QWidget, words: str) -> QWidget:
    """The button of this name that can be seen."""
    return next(one for one in root.findChildren(QAbstractButton) if one.isVisible() and one.accessibleName() == words)


async def test_the_columns_of_the_plan_by_key(window):
    """F4 leads into what it is for and back to the agenda, Shift+F4 into the guide; drawers open and close with it."""
    await in_step(window, "plan")
    window.activateWindow()
    await until(window.isActiveWindow)
    page = window.session.current()
    for width in (1440, 1080):
        window.resize(width, 680)
        await settle()
        for key, column in (("F4", page.left), ("Shift+F4", page.side)):
            QTest.keySequence(window, QKeySequence(key))
            await settle()
            assert column.isVisible() and column.isAncestorOf(QApplication.focusWidget()), (width, key)
            QTest.keySequence(window, QKeySequence(key))
            await settle()
            assert page.agenda.hasFocus(), (width, key)


async def test_chairs_kinds_and_menus_by_key(window, services, monkeypatch):
    """In a fishbowl a chair comes and goes by key; the menus of the stage, the session and the kinds open by theirs."""
    services.store.dispatch(window.session_under_test, StartActivity(block="bowl"))
    await in_step(window, "run")
    window.activateWindow()
    await until(window.isActiveWindow)
    state = lambda: services.store.state(window.session_under_test)  # noqa: E731
    before = chairs(state(), "bowl")
    QTest.keySequence(window, QKeySequence("Alt+Up"))
    assert chairs(state(), "bowl") == before + 1
    QTest.keySequence(window, QKeySequence("Alt+Down"))
    assert chairs(state(), "bowl") == before
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_place: opened.append(menu))
    for key in ("Alt+M", "F10"):
        QTest.keySequence(window, QKeySequence(key))
        assert opened and opened[-1].actions(), key
    assert len(opened) == 2
    monkeypatch.setattr(QToolButton, "showMenu", lambda tool: opened.append(tool.menu()))
    QTest.keySequence(window, QKeySequence("Alt+K"))
    assert len(opened) == 3


async def test_what_is_shown_by_key(window, services):
    """Ctrl+Shift+F leads to what the stream can be narrowed to, and back to the line."""
    services.store.dispatch(window.session_under_test, StartActivity(block="talk"))
    await in_step(window, "run")
    window.activateWindow()
    await until(window.isActiveWindow)
    page = window.session.run
    QTest.keySequence(window, QKeySequence("Ctrl+Shift+F"))
    await settle()
    assert page.side.hasFocus() and page.side.isVisible()
    QTest.keySequence(window, QKeySequence("Ctrl+Shift+F"))
    await settle()
    assert page.capture.field.hasFocus() and not page.side.isVisible()


async def test_a_group_of_the_plan_is_dissolved_by_key(window, services):
    """From its field in the details of a block."""
    await in_step(window, "plan")
    window.activateWindow()
    await until(window.isActiveWindow)
    page = window.session.current()
    page.show_details("make")
    await settle()
    away = button(page.editor, "Dissolve Card")
    away.parentWidget().findChild(QPlainTextEdit).setFocus()
    QTest.keySequence(QApplication.focusWidget(), QKeySequence("Ctrl+Shift+Del"))
    await settle()
    assert not services.store.state(window.session_under_test).groups.of("make")
