"""The plan on the screen: from nothing to a plan by keys, moved, cut, pinned, undone; and quick with much in it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.catalogue import built_in
from facilitator.desktop import Desktop
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.groups import FormGroup
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Message, Messages
from facilitator.ui.plan.add_people import AddPeople
from facilitator.ui.plan.adding import AddBlockDialog
from facilitator.ui.plan.people import PersonPanel
from facilitator.ui.plan.rows import BLOCK, AgendaModel
from facilitator.ui.plan.screen import PlanScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.theme import Theme
from tests.session.rig import Rig
from tests.ui.real import real_services
from tests.waiting import until

SESSION = "s"


@asynccontextmanager
async def planning(
    folder: Path, theme: Theme, fill: Callable[[Store], None] | None = None
) -> AsyncIterator[tuple[PlanScreen, Desktop, list[Message]]]:
    """A session's plan over a real library."""

    def begin(store: Store) -> None:
        store.dispatch(SESSION, CreateSession(title="Night handover", zone="Europe/Dublin"))
        if fill is not None:
            fill(store)

    async with real_services(folder / "library", begin) as services:
        await services.open_session(SESSION)
        messages = Messages()
        said: list[Message] = []
        messages.said.connect(said.append)
        keeper = DraftKeeper(services.drafts, SESSION, QApplication.instance())
        screen = PlanScreen(Session(services, SESSION, theme, messages, keeper))
        screen.resize(1368, 844)
        screen.show()
        screen.activateWindow()
        await until(screen.isActiveWindow)
        try:
            yield screen, services, said
        finally:
            screen.close_session()
            freed(screen)


def freed(screen: QWidget) -> None:
    """Free it here and now: a window freed by a later collection may be freed in another thread."""
    screen.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def titles(screen: PlanScreen) -> list[str]:
    return [row.title for row in screen.model.rows if row.kind == BLOCK]


async def add(screen: PlanScreen, words: str) -> None:
    """B, a few letters, Enter."""
    QTest.keyClick(screen.agenda, Qt.Key.Key_B)
    await until(lambda: screen.window().findChild(AddBlockDialog) is not None)
    dialog = screen.window().findChild(AddBlockDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.field, words)
    before = len(titles(screen))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    await until(lambda: len(titles(screen)) > before)
    await until(lambda: screen.window().findChild(AddBlockDialog) is None)


def three(store: Store) -> None:
    """Three blocks, an afternoon."""
    store.dispatch(SESSION, DescribePlan(date="2026-03-12", time="13:30", minutes=60))
    for key, minutes in (("one", 10), ("two", 20), ("three", 15)):
        store.dispatch(SESSION, AddBlock(block=key, title=key, minutes=minutes, verb="talk"))


@pytest.mark.asyncio
async def test_from_nothing_to_a_plan_by_keys_alone(tmp_path: Path, theme: Theme) -> None:
    """Purpose first; then time, people, blocks with their lengths; the record holds every word."""
    async with planning(tmp_path, theme) as (screen, services, _said):
        screen.arrive()
        inform = screen.purpose.fields["inform"].field
        assert inform.hasFocus()
        QTest.keyClicks(inform, "what nights know")
        QTest.keyClick(inform, Qt.Key.Key_Tab)
        for field, words in (
            (screen.when.date, "2026-03-12"),
            (screen.when.start, "13.30, 1h30"),
            (screen.when.place, "Seminar room 2.14"),
        ):
            QTest.keyClicks(field.field, words)
            QTest.keyClick(field.field, Qt.Key.Key_Return)
        state = screen.state
        assert state.about.inform == "what nights know"
        assert state.about.starts == "2026-03-12T13:30+00:00"
        assert (state.plan.minutes, state.about.place) == (90, "Seminar room 2.14")
        assert screen.when.date.text == "Thu 12 March 2026"
        assert screen.when.start.text == "13:30, 90 min"
        screen.agenda.setFocus()
        await add(screen, "pens")
        await add(screen, "facilit")
        await add(screen, "Our own thing")
        assert titles(screen)[1:] == ["Facilitated discussion", "Our own thing"]
        QTest.keyClicks(screen.agenda, "2")
        editor = screen.agenda.viewport().focusWidget() or QApplication.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, "5m")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        await until(lambda: screen.model.rows[2].minutes == "25 min")
        block = screen.state.agenda.in_order()[0]
        assert (block.modality, block.exchange) == ("pens_first", 1)
        await until(lambda: services.store.waiting == 0)


@pytest.mark.asyncio
async def test_blocks_move_and_come_back(tmp_path: Path, theme: Theme) -> None:
    """Alt and arrows move the marked block, times follow, undo brings it back; the mark stays on it."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        screen.agenda.to_block("three")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(screen.agenda, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert titles(screen) == ["three", "one", "two"]
        assert [row.time for row in screen.model.rows] == ["13:30", "13:45", "13:55", "14:15"]
        screen.agenda.to_block("three")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert titles(screen) == ["one", "three", "two"]
        for _step in range(3):
            screen.undo()
        assert titles(screen) == ["one", "two", "three"]
        screen.redo()
        assert titles(screen) == ["one", "three", "two"]


@pytest.mark.asyncio
async def test_a_block_is_carried_by_hand(tmp_path: Path, theme: Theme) -> None:
    """Pressed, carried, let go: it stands where the line was."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        view = screen.agenda
        start = view.visualRect(screen.model.index(0)).center()
        end = view.visualRect(screen.model.index(2)).center() + QPoint(0, 20)
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for place in (start + QPoint(0, 30), end):
            QTest.mouseMove(view.viewport(), place)
            event_at(view.viewport(), place)
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
        assert titles(screen) == ["two", "three", "one"]


def event_at(widget: object, place: QPoint) -> None:
    """A move with the button held, which the screenless platform does not make of a move alone."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    spot = QPointF(place)
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, spot, spot, Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_a_start_is_pinned_and_a_clash_is_said(tmp_path: Path, theme: Theme) -> None:
    """P holds the start where it is; a block above that grows runs into it, which stands in the row."""
    async with planning(tmp_path, theme, three) as (screen, services, _said):
        screen.agenda.to_block("three")
        QTest.keyClick(screen.agenda, Qt.Key.Key_P)
        assert screen.model.rows[2].pinned == "14:00"
        services.store.dispatch(SESSION, ChangeBlock(block="one", minutes=15))
        assert screen.model.rows[2].clash == "overlaps by 5 min"
        services.store.dispatch(SESSION, ChangeBlock(block="one", minutes=1))
        assert screen.model.rows[2].note == "9 min free before it"
        QTest.keyClick(screen.agenda, Qt.Key.Key_P)
        assert screen.model.rows[2].pinned == ""


@pytest.mark.asyncio
async def test_cut_in_one_session_and_pasted_in_another(tmp_path: Path, theme: Theme) -> None:
    """The clipboard carries a block whole, with its groups; other programs get plain words."""

    def both(store: Store) -> None:
        three(store)
        store.dispatch(SESSION, FormGroup(group="g", block="two", name="Card"))
        store.dispatch("other", CreateSession(title="Other"))

    async with planning(tmp_path, theme, both) as (screen, services, _said):
        screen.agenda.to_block("two")
        QTest.keyClick(screen.agenda, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert titles(screen) == ["one", "two", "two", "three"]
        screen.agenda.to_block("two")
        QTest.keyClick(screen.agenda, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
        assert titles(screen) == ["one", "two", "three"]
        assert QApplication.clipboard().text() == "two, 20 min"
        await services.open_session("other")
        keeper = DraftKeeper(services.drafts, "other", QApplication.instance())
        other = PlanScreen(Session(services, "other", theme, Messages(), keeper))
        QTest.keyClick(other.agenda, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert titles(other) == ["two"]
        (block,) = other.state.agenda.in_order()
        assert [group.name for group in other.state.groups.of(block.id)] == ["Card"]
        other.close_session()
        freed(other)
        # The screenless platform would free what lies there after the interpreter is gone.
        QApplication.clipboard().clear()


@pytest.mark.asyncio
async def test_lengths_that_cannot_be_are_said_and_change_nothing(tmp_path: Path, theme: Theme) -> None:
    """-5 and abc: a sentence, and the block is as it was."""
    async with planning(tmp_path, theme, three) as (screen, _services, said):
        for words in ("-5", "abc"):
            screen.agenda.typed.emit("one", "minutes", words)
            assert said[-1].warns
        assert screen.model.rows[0].minutes == "10 min"
        for words, minutes in (("1h30", "90 min"), ("1:30", "90 min"), ("90", "90 min")):
            screen.agenda.typed.emit("one", "minutes", words)
            assert screen.model.rows[0].minutes == minutes
        assert screen.middle.total.text() == "125 of 60 min, 65 min over"
        assert screen.middle.total.over


@pytest.mark.asyncio
async def test_ready_says_what_is_missing(tmp_path: Path, theme: Theme) -> None:
    """The switch goes back, and the sentence stands beside it."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        screen.middle.ready.click()
        assert not screen.middle.ready.isChecked()
        assert screen.middle.refusal.text().startswith("Say first what people shall be better informed about")


@pytest.mark.asyncio
async def test_a_list_is_pasted_and_nobody_comes_twice(tmp_path: Path, theme: Theme) -> None:
    """Names in three forms; who is there already stays once; the line without a name is said."""

    def ana(store: Store) -> None:
        store.dispatch(SESSION, JoinPerson(person="ana", name="Ana Ruiz"))

    async with planning(tmp_path, theme, ana) as (screen, _services, said):
        screen.people.ask()
        await until(lambda: screen.window().findChild(AddPeople) is not None)
        dialog = screen.window().findChild(AddPeople)
        assert dialog is not None
        dialog.field.setPlainText("ana ruiz\nBen Okafor, assistant\n???\n李娜 (gardener)")
        dialog.accept()
        await until(lambda: len(screen.state.people.present()) == 3)
        people = {person.name: person for person in screen.state.people.present()}
        assert people["李娜"].roles == ("gardener",)
        assert people["Ben Okafor"].unit == "assistant"
        await until(lambda: any(message.words.startswith("Left out: ") for message in said))


@pytest.mark.asyncio
async def test_how_many_people_a_list_has_is_said_before_they_are_added(tmp_path: Path, theme: Theme) -> None:
    """While one types: the count, names that share a line, and what is left out; nothing once the field is empty."""
    async with planning(tmp_path, theme) as (screen, _services, _said):
        screen.people.ask()
        await until(lambda: screen.window().findChild(AddPeople) is not None)
        dialog = screen.window().findChild(AddPeople)
        assert dialog is not None
        dialog.field.setPlainText("Ana Ruiz\nBen Okafor, assistant")
        await until(lambda: dialog.found.text() == "2 people found")
        dialog.field.setPlainText("Ana Ruiz\nBen; Cem\n???")
        await until(lambda: dialog.left_out.text().startswith("Left out: line 3"))
        plain = dialog.found.text().replace("\u2068", "").replace("\u2069", "")
        assert plain == "3 people found. On one line, each of them counts: Ben; Cem."
        dialog.field.setPlainText("  ")
        await until(lambda: not dialog.found.text())
        assert not dialog.left_out.isVisible()
        dialog.field.setPlainText("Ana Ruiz")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(screen.state.people.present()) == 1)


@pytest.mark.asyncio
async def test_guide_and_plan_know_of_one_another(tmp_path: Path, theme: Theme) -> None:
    """Answered in the guide, the plan says it; one undo takes both back; said in the plan, the guide has it."""
    async with planning(tmp_path, theme) as (screen, _services, _said):
        screen.open_question("setting")
        pages = screen.questions
        assert pages is not None
        pages.page.choices["hybrid"].click()
        pages.open_at("minutes")
        field = pages.page.field
        assert field is not None
        QTest.keyClicks(field, "45")
        QTest.keyClick(field, Qt.Key.Key_Return)
        pages.open_at("people")
        field = pages.page.field
        assert field is not None
        QTest.keyClicks(field, "14")
        QTest.keyClick(field, Qt.Key.Key_Return)
        screen.close_questions()
        assert screen.when.setting.currentData() == "hybrid"
        assert screen.when.start.field.text() == "45 min"
        assert screen.people.people.title.text() == "People, 14 expected"
        for _step in range(3):
            screen.undo()
        assert (screen.state.plan.setting, screen.state.plan.minutes, screen.state.answers.people) == ("", 0, 0)
        assert screen.people.people.title.text() == "People"
        screen.dispatch(DescribeSession(perspective="the ward at 07:00"))
        screen.dispatch(DescribePlan(setting="online"))
        screen.open_question("purpose")
        assert pages.page.choices["perspective"].isChecked()
        assert pages.said.text() == "The plan says so; here you can say something else."
        assert pages.rows["setting"].value.text() == "online"
        pages.page.choices["ideas"].click()
        assert pages.said.text() == ""
        screen.close_questions()
        assert screen.state.about.perspective == "the ward at 07:00"
        assert screen.purpose.kind.text() == "From the guide: have more ideas"


@pytest.mark.asyncio
async def test_a_person_can_be_described_and_taken_out(tmp_path: Path, theme: Theme) -> None:
    """Roles and consent are one undoable step."""

    def ana(store: Store) -> None:
        store.dispatch(SESSION, JoinPerson(person="ana", name="Ana"))

    async with planning(tmp_path, theme, ana) as (screen, _services, _said):
        screen.people.people.opened.emit("ana")
        await until(lambda: screen.window().findChild(PersonPanel) is not None)
        panel = screen.window().findChild(PersonPanel)
        assert panel is not None
        panel.roles["scribe"].setChecked(True)
        panel.named.setChecked(False)
        panel.accept()
        await until(lambda: not screen.state.people["ana"].named)
        assert screen.state.people["ana"].roles == ("participant", "scribe")
        screen.undo()
        assert screen.state.people["ana"].named


@pytest.mark.asyncio
async def test_everything_about_a_block(tmp_path: Path, theme: Theme) -> None:
    """The details at the side: words, groups by the beginnings of names, roles with what only they know."""

    def people(store: Store) -> None:
        three(store)
        for key, name in (("a", "Ana Ruiz"), ("b", "Ben Okafor"), ("c", "Ben Adams")):
            store.dispatch(SESSION, JoinPerson(person=key, name=name))

    async with planning(tmp_path, theme, people) as (screen, _services, _said):
        screen.agenda.to_block("two")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Return)
        editor = screen.editor
        assert screen.side.currentWidget() is editor
        field = editor.fields["say"].field
        field.setFocus()
        QTest.keyClicks(field, "Two rounds.")
        editor.fields["catch"].field.setFocus()
        assert screen.state.agenda.by_id["two"].say == "Two rounds."
        editor.draw.click()
        (group,) = screen.state.groups.of("two")
        assert set(group.people) == {"a", "b", "c"}
        editor.add_role.click()
        (role,) = screen.state.role_play.cast("two")
        secret = editor._briefs[role.id, "secret"]
        secret.field.setFocus()
        QTest.keyClicks(secret.field, "The insulin was changed.")
        secret.take()
        assert screen.state.role_play.cast("two")[0].secret == "The insulin was changed."
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert screen.agenda.block == "two"


@pytest.mark.asyncio
async def test_the_guide_leads_into_the_plan_and_its_questions(tmp_path: Path, theme: Theme) -> None:
    """A question opens its page and leads back; what fits goes into the agenda; a field that lacks is led to."""

    def film(store: Store) -> None:
        store.dispatch(SESSION, DescribePlan(date="2026-03-12", time="13:30", minutes=60))
        store.dispatch(SESSION, AddBlock(block="film", title="A film", minutes=10, modality="video", exchange=1))

    async with planning(tmp_path, theme, film) as (screen, _services, _said):
        assert screen.guide.isVisible()
        screen.open_question("trust")
        assert screen.pages.currentWidget() is screen.questions
        assert screen.questions is not None
        QTest.keyClick(screen.questions, Qt.Key.Key_Escape)
        assert screen.pages.currentWidget() is screen.splitter
        screen.guide.add_asked.emit("think_pair_share")
        assert "think_pair_share" in [block.modality for block in screen.state.agenda.in_order()]
        screen.guide.field_asked.emit("inform")
        assert screen.purpose.fields["inform"].field.hasFocus()


@pytest.mark.asyncio
async def test_a_sheet_is_written_and_said(tmp_path: Path, theme: Theme) -> None:
    """The run sheet is a button of the page, and lands whole where it was sent."""
    async with planning(tmp_path, theme, three) as (screen, _services, said):
        offered = {action.id: action for action in screen.offers()}
        assert offered["plan.print.run-sheet"].header
        file = tmp_path / "sheet.pdf"
        screen.paper.write("run-sheet", file)
        await until(lambda: any(message.words.startswith("Saved as") for message in said))
        assert file.read_bytes().startswith(b"%PDF-")
        screen.paper.write("role-slips", tmp_path / "no" / "where.pdf")
        await until(lambda: said[-1].warns)
        assert not (tmp_path / "no").exists()


@pytest.mark.asyncio
async def test_two_hundred_blocks_and_five_hundred_people_stay_instant(
    tmp_path: Path, theme: Theme, capsys: pytest.CaptureFixture[str]
) -> None:
    """No action takes the window's thread longer than a blink; the figures are printed."""

    def much(store: Store) -> None:
        store.dispatch(SESSION, DescribePlan(date="2026-03-12", time="08:00", minutes=600))
        blocks = [
            AddBlock(
                block=f"b{n}", title=f"Block {n}", minutes=3, modality="discussion", exchange=3, materials=("Pens",)
            )
            for n in range(200)
        ]
        people = [JoinPerson(person=f"p{n}", name=f"Person {n}", unit="Ward 4B") for n in range(500)]
        store.dispatch(SESSION, Together(commands=(*blocks, *people)))

    async with planning(tmp_path, theme, much) as (screen, services, _said):
        took: dict[str, float] = {}
        least: dict[str, float] = {}

        def timed(name: str, does: Callable[[], object]) -> None:
            times = []
            for _round in range(5):
                began = time.thread_time()
                does()
                screen.grab()
                times.append(time.thread_time() - began)
            grab = min(timed_grab(screen) for _round in range(3))
            took[name] = max(statistics.median(times) - grab, 0.0)
            least[name] = max(min(times) - grab, 0.0)

        screen.agenda.to_block("b100")
        key = QTest.keyClick
        timed("move", lambda: key(screen.agenda, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
        timed("length", lambda: screen.agenda.typed.emit("b3", "minutes", str(time.perf_counter_ns() % 7 + 1)))
        timed("duplicate", lambda: key(screen.agenda, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier))
        timed("remove", lambda: key(screen.agenda, Qt.Key.Key_Delete))
        timed("undo", screen.undo)
        timed(
            "person",
            lambda: services.store.dispatch(SESSION, JoinPerson(person=str(time.perf_counter_ns()), name="New")),
        )
        timed("select", lambda: key(screen.agenda, Qt.Key.Key_Down))
        with capsys.disabled():
            print({name: f"{value * 1000:.1f} ms" for name, value in took.items()}, end=" ")  # noqa: T201 - figures for whoever reads the log
        counted = 3 if "coverage" in sys.modules else 1  # counting lines takes its own time
        assert max(least.values()) < 0.1 * counted  # of this thread's own time
        assert max(took.values()) < 0.15 * counted  # whatever else the machine does


def timed_grab(screen: PlanScreen) -> float:
    """Painting the whole window once, which is part of no action."""
    began = time.thread_time()
    screen.grab()
    return time.thread_time() - began


def test_the_rows_are_a_sound_model(theme: Theme) -> None:
    """Qt's own tester, while blocks, groups and days come and go."""
    rig = Rig()
    model = AgendaModel(built_in())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for command in (
        DescribePlan(date="2026-03-12", time="09:00", minutes=120, days=2),
        AddBlock(block="a", title="A", minutes=10),
        AddBlock(block="b", title="B", minutes=20, day=2),
        FormGroup(group="g", block="a", name="G"),
        AddBlock(block="c", title="C", minutes=5, after=""),
        DescribePlan(days=1, setting="async"),
    ):
        rig.do(command)
        model.show_state(rig.state)
    for _step in range(6):
        rig.store.undo(rig.stream)
        model.show_state(rig.state)
    assert [row.kind for row in model.rows] == ["add"]
    assert tester is not None
