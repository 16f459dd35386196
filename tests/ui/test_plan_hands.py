"""The plan under a person's hands: room made, days crossed, groups typed, fields that keep what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from facilitator.session.agenda import ChangeBlock
from facilitator.session.errors import Rejected
from facilitator.session.groups import FormGroup
from facilitator.session.guiding import AnswerGuide
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.sessions import DescribeSession
from facilitator.session.store import Store
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.plan.rows import BLOCK, GROUP, SUGGESTION
from facilitator.ui.plan.screen import PlanScreen
from facilitator.ui.screens.steps import PLAN, Session, SessionPages
from facilitator.ui.theme import Theme
from tests.ui.test_plan import SESSION, event_at, freed, planning, three, titles
from tests.waiting import until

ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def clash(store: Store) -> None:
    """The third block is fixed, the second grew into it."""
    three(store)
    store.dispatch(SESSION, ChangeBlock(block="three", fixed="14:00"))
    store.dispatch(SESSION, ChangeBlock(block="two", minutes=35))


def two_days(store: Store) -> None:
    """Three blocks on the first of two days."""
    three(store)
    store.dispatch(SESSION, DescribePlan(days=2))


def at(screen: PlanScreen, key: str) -> QPoint:
    """The middle of a row."""
    row = screen.agenda.visualRect(screen.model.index(screen.model.row_of(key)))
    return QPoint(row.left() + row.width() // 2, row.top() + 20)


@pytest.mark.asyncio
async def test_room_is_made_before_a_fixed_start(tmp_path: Path, theme: Theme) -> None:
    """Both rows say the clash; S on the fixed one, or a click on the word, shortens what runs into it."""
    async with planning(tmp_path, theme, clash) as (screen, _services, _said):
        rows = {row.block: row for row in screen.model.rows if row.kind == BLOCK}
        assert rows["three"].clash == "overlaps by 15 min"
        assert rows["two"].clash == "runs 15 min into the fixed start below"
        screen.agenda.to_block("three")
        QTest.keyClick(screen.agenda, Qt.Key.Key_S)
        assert screen.state.agenda.by_id["two"].minutes == 20
        assert not any(row.clash for row in screen.model.rows)
        screen.undo()
        row = screen.model.rows[screen.model.row_of("block:three")]
        rect = screen.agenda.visualRect(screen.model.index(screen.model.row_of("block:three")))
        place = screen.agenda.delegate.shorten_box(rect, False, row).center()
        QTest.mouseClick(screen.agenda.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert screen.state.agenda.by_id["two"].minutes == 20


@pytest.mark.asyncio
async def test_blocks_cross_days_by_key_and_by_hand(tmp_path: Path, theme: Theme) -> None:
    """Alt with arrows walks over the edge of a day; a block let go under a heading belongs to that day."""
    async with planning(tmp_path, theme, two_days) as (screen, _services, _said):
        assert [row.kind for row in screen.model.rows] == ["day", "block", "block", "block", "day", "add"]
        screen.agenda.to_block("three")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Down, ALT)
        assert screen.state.agenda.by_id["three"].day == 2
        assert screen.agenda.block == "three"
        QTest.keyClick(screen.agenda, Qt.Key.Key_Up, ALT)
        assert screen.state.agenda.by_id["three"].day == 1
        screen.agenda.to_block("one")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Right, ALT | SHIFT)
        assert screen.state.agenda.by_id["one"].day == 2
        assert "10 of 60 min" in screen.model.rows[screen.model.row_of("day:2")].minutes
        view, heading = screen.agenda.viewport(), at(screen, "day:2") + QPoint(0, 18)
        start = at(screen, "block:two")
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        event_at(view, start + QPoint(0, 30))
        event_at(view, heading)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=heading)
        assert [(row.title, row.kind) for row in screen.model.rows][-4:-1] == [
            ("Day 2, Friday 13 March", "day"), ("two", "block"), ("one", "block"),
        ]  # fmt: skip
        screen.middle.add("break", after="one")
        assert [row.title for row in screen.model.rows][-3:] == ["one", "Break", "Add a block"]


@pytest.mark.asyncio
async def test_a_group_is_typed_in_its_row(tmp_path: Path, theme: Theme) -> None:
    """F2 opens name and people; whoever is named leaves the other group; nobody's name is said and changes nothing."""

    def groups(store: Store) -> None:
        three(store)
        for key, name in (("a", "Ana Ruiz"), ("b", "Ben Okafor"), ("c", "Carmen Ruiz")):
            store.dispatch(SESSION, JoinPerson(person=key, name=name))
        store.dispatch(SESSION, FormGroup(group="g", block="two", name="Card", people=("a",)))
        store.dispatch(SESSION, FormGroup(group="h", block="two", name="Board", people=("b", "c")))

    async with planning(tmp_path, theme, groups) as (screen, _services, said):
        place = screen.model.row_of("group:g")
        screen.agenda.setCurrentIndex(screen.model.index(place))
        for words in ("Bedside: ana, ben", "Bedside: Zoe"):
            QTest.keyClick(screen.agenda, Qt.Key.Key_F2)
            field = screen.agenda.indexWidget(screen.model.index(place)) or QApplication.focusWidget()
            assert isinstance(field, QLineEdit)
            field.selectAll()
            QTest.keyClicks(field, words)
            QTest.keyClick(field, Qt.Key.Key_Return)
            await until(lambda: screen.model.rows[place].title == "Bedside")
        assert [row.line for row in screen.model.rows if row.kind == GROUP] == ["Ana Ruiz, Ben Okafor", "Carmen Ruiz"]
        assert said[-1].words == "“Zoe” is nobody in this session."


@pytest.mark.asyncio
async def test_a_block_has_a_menu(tmp_path: Path, theme: Theme) -> None:
    """Everything that can be done with a block, with its key; the clash's mend stands first where there is one."""
    async with planning(tmp_path, theme, clash) as (screen, _services, _said):
        place = screen.model.index(screen.model.row_of("block:three"))
        screen.agenda.menu_asked.emit(place, QPoint(10, 10))
        menu = screen.middle.findChild(QMenu)
        assert menu is not None
        words = [entry.text().partition("\t")[0] for entry in menu.actions() if not entry.isSeparator()]
        assert words[0] == "Shorten what runs into it"
        assert {"Details", "Let its start move", "Duplicate", "Take it out"} <= set(words)
        next(entry for entry in menu.actions() if entry.text().startswith("Duplicate")).trigger()
        assert titles(screen) == ["one", "two", "three", "three"]
        assert screen.state.agenda.in_order()[-1].fixed == ""  # the copy does not hold the start of the other
        menu.close()


@pytest.mark.asyncio
async def test_fields_keep_what_was_said_and_say_what_is_wrong(tmp_path: Path, theme: Theme) -> None:
    """Words are kept after a pause, without leaving; a zone is a city; what is none is said under its field."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        widely = screen.purpose.fields["perspective"].field
        widely.setFocus()
        QTest.keyClicks(widely, "the ward at seven ")
        await until(lambda: screen.state.about.perspective)
        QTest.keyClicks(widely, "sharp")
        assert widely.hasFocus()
        screen.when.zone.field.setFocus()
        assert screen.state.about.perspective == "the ward at seven sharp"
        for words, trouble in (("Atlantis", "“Atlantis” is no time zone known here."), ("new york", "")):
            screen.when.zone.field.selectAll()
            QTest.keyClicks(screen.when.zone.field, words)
            QTest.keyClick(screen.when.zone.field, Qt.Key.Key_Return)
            assert screen.when.zone.trouble.text().startswith(trouble)
        assert screen.state.about.zone == "America/New_York"
        assert screen.when.zone.text == "America/New York"
        screen.when.place.field.setFocus()
        QTest.keyClicks(screen.when.place.field, "Room 2")
        await until(lambda: screen.state.about.place == "Room 2")
        screen.when.date.field.setFocus()
        screen.when.date.field.selectAll()
        QTest.keyClicks(screen.when.date.field, "Sat 14 March 2026")  # as the field itself would say it
        QTest.keyClick(screen.when.date.field, Qt.Key.Key_Return)
        assert screen.state.plan.date == "2026-03-14"
        start = screen.when.start
        start.field.setFocus()
        start.field.selectAll()
        QTest.keyClicks(start.field, "half past")
        QTest.keyClick(start.field, Qt.Key.Key_Return)
        assert start.trouble.isVisible()
        assert start.text == "half past"
        QTest.keyClick(start.field, Qt.Key.Key_Escape)
        assert start.text == "13:30, 60 min"


@pytest.mark.asyncio
async def test_photos_of_people_are_off_until_they_are_agreed(tmp_path: Path, theme: Theme) -> None:
    """Nobody's picture by default; the switch writes the agreement both ways."""
    async with planning(tmp_path, theme) as (screen, _services, _said):
        photos = screen.agreements.photos
        assert not photos.isChecked()
        photos.click()
        assert screen.state.agreement.photos == "Photos of people are agreed."
        assert photos.isChecked()
        QTest.keyClick(photos, Qt.Key.Key_Space)
        assert screen.state.agreement.photos == "No photos of people."
        assert not photos.isChecked()


@pytest.mark.asyncio
async def test_an_empty_agenda_shows_the_first_suggestion_in_place(tmp_path: Path, theme: Theme) -> None:
    """Once the guide knows enough its first method stands there as an outline; Enter makes it a block."""

    def answered(store: Store) -> None:
        store.dispatch(SESSION, DescribePlan(date="2026-03-12", time="13:30", minutes=90, setting="in_person"))
        store.dispatch(SESSION, AnswerGuide(purpose="perspective", people=14, trust=2, energy="ok", prior="mixed"))

    async with planning(tmp_path, theme, answered) as (screen, _services, _said):
        await until(lambda: screen.model.rows[-1].kind == SUGGESTION)
        name = screen.model.rows[-1].title
        screen.agenda.setFocus()
        screen.agenda.setCurrentIndex(screen.model.index(len(screen.model.rows) - 1))
        screen.grab()
        QTest.keyClick(screen.agenda, Qt.Key.Key_Return)
        assert [row.kind for row in screen.model.rows] == ["block", "add"]
        assert screen.state.agenda.in_order()[0].title.startswith(name.partition(" (")[0])
        assert screen.model.rows[0].minutes != ""


@pytest.mark.asyncio
async def test_undo_is_the_fields_first_and_then_the_sessions(tmp_path: Path, theme: Theme) -> None:
    """Ctrl+Z takes back typing where there is some, otherwise the last step, also from inside a field."""
    async with planning(tmp_path, theme, three) as (plan, services, said):
        plan.close_session()
        window = QWidget()
        keeper = DraftKeeper(services.drafts, SESSION, QApplication.instance())
        messages = Messages()
        messages.said.connect(said.append)
        pages = SessionPages(services, SESSION, theme, messages, keeper, Registry(window))
        QVBoxLayout(window).addWidget(pages)
        pages.go(PLAN)
        window.resize(1368, 900)
        window.show()
        window.activateWindow()
        await until(window.isActiveWindow)
        screen = pages.current()
        assert isinstance(screen, PlanScreen)
        field = screen.purpose.fields["inform"].field
        field.setFocus()
        QTest.keyClicks(field, "nights")
        QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
        assert screen.purpose.fields["inform"].text == ""
        assert titles(screen) == ["one", "two", "three"]
        place = screen.when.place.field
        services.store.dispatch(SESSION, DescribeSession(place="Room 2"))
        place.setFocus()
        QTest.keyClick(place, Qt.Key.Key_Z, CONTROL)
        assert screen.state.about.place == ""
        QTest.keyClick(place, Qt.Key.Key_Z, CONTROL | SHIFT)
        assert screen.state.about.place == "Room 2"
        pages.close_session()
        freed(window)


@pytest.mark.asyncio
async def test_side_columns_are_drawers_where_there_is_no_room(tmp_path: Path, theme: Theme) -> None:
    """Narrow: the guide opens over the left column and closes. Text of 200 %: both are drawers. Wide: none is."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        middle = screen.middle
        assert (screen.left.isVisible(), screen.side.isVisible()) == (True, True)
        assert not middle.head.to_side.isVisible()
        screen.resize(1000, 700)
        assert (screen.left.isVisible(), screen.side.isVisible()) == (True, False)
        middle.head.to_side.click()
        assert (screen.left.isVisible(), screen.side.isVisible()) == (False, True)
        middle.head.to_side.click()
        assert (screen.left.isVisible(), screen.side.isVisible()) == (True, False)
        theme.choose("dark", 2.0)
        screen.resize(1368, 800)
        assert (screen.left.isVisible(), screen.side.isVisible(), middle.isVisible()) == (False, False, True)
        middle.head.to_left.click()
        assert screen.left.isVisible()
        screen.agenda.to_block("two")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Return)
        assert screen.side.isVisible()
        assert screen.editor.first.hasFocus()
        QTest.keyClick(screen.editor.first, Qt.Key.Key_Escape)
        assert not screen.side.isVisible()
        assert screen.agenda.hasFocus()


@pytest.mark.asyncio
async def test_mirrored_rows_have_their_lengths_at_the_left(tmp_path: Path, theme: Theme, qapp: QApplication) -> None:
    """Right to left: the length is clicked at the left, arrows for days turn round, fields stand at the far side."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    async with planning(tmp_path, theme, two_days) as (screen, _services, _said):
        rect = screen.agenda.visualRect(screen.model.index(1))
        box = screen.agenda.delegate.minutes_box(rect, True)
        assert box.center().x() < rect.width() // 4
        QTest.mouseClick(screen.agenda.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, "12")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert screen.state.agenda.by_id["one"].minutes == 12
        QTest.keyClick(screen.agenda, Qt.Key.Key_Left, ALT | SHIFT)
        assert screen.state.agenda.by_id["one"].day == 2
        assert screen.when.place.field.alignment() & Qt.AlignmentFlag.AlignLeft
        screen.grab()


@pytest.mark.asyncio
async def test_a_library_that_cannot_be_written_shows_and_changes_nothing(tmp_path: Path, theme: Theme) -> None:
    """Fields and switches rest, keys of the agenda do nothing, and asking all the same is refused with the reason."""
    async with planning(tmp_path, theme, three) as (plan, services, _said):
        plan.close_session()
        keeper = DraftKeeper(services.drafts, SESSION, QApplication.instance())
        given = Session(services, SESSION, theme, Messages(), keeper, "This library is open elsewhere.")
        screen = PlanScreen(given)
        screen.show()
        assert screen.purpose.fields["inform"].field.isReadOnly()
        assert not screen.agreements.photos.isEnabled()
        assert not screen.middle.ready.isEnabled()
        screen.agenda.to_block("one")
        QTest.keyClick(screen.agenda, Qt.Key.Key_Delete)
        QTest.keyClick(screen.agenda, Qt.Key.Key_Down, ALT)
        assert titles(screen) == ["one", "two", "three"]
        with pytest.raises(Rejected, match="open elsewhere"):
            screen._told(ChangeBlock(block="one", minutes=3))
        screen.close_session()
        freed(screen)


@pytest.mark.asyncio
async def test_a_title_that_is_cut_can_be_read_whole(tmp_path: Path, theme: Theme) -> None:
    """The tip holds all of it, never as markup; a title that fits has none."""

    def long(store: Store) -> None:
        three(store)
        store.dispatch(SESSION, ChangeBlock(block="one", title="<b>What nights know</b> " * 8))

    async with planning(tmp_path, theme, long) as (screen, _services, _said):
        tips = []
        for key in ("block:one", "block:two"):
            index = screen.model.index(screen.model.row_of(key))
            rect = screen.agenda.visualRect(index)
            assert screen.agenda.tips is not None
            tips.append(screen.agenda.tips(index, rect, rect.center()))
        assert tips[0].count("&lt;b&gt;What nights know") == 8
        assert tips[1] == ""


@pytest.mark.asyncio
@pytest.mark.parametrize("mirrored", [False, True])
async def test_nothing_of_the_plan_is_cut_in_the_smallest_window(
    tmp_path: Path, theme: Theme, qapp: QApplication, mirrored: bool
) -> None:
    """200 % at 1080 wide, with either drawer open: the head in two lines, the columns as wide as their words."""
    theme.choose("light", 2.0)
    if mirrored:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        screen.resize(957, 580)
        head, title = screen.middle.head, screen.middle.head.title
        for side, column in (("guide", screen.guide), ("left", screen.left)):
            screen.to_column(side)
            await until(lambda: head.total.y() > title.y() + title.height() // 2, "the total under the name")
            for part in (title, head.ready, head.total, head.to_left, head.to_side):
                if part.isVisible():
                    assert part.width() >= part.sizeHint().width(), (side, part)
                    assert head.rect().contains(part.geometry())
            page = column.widget()
            assert page.minimumSizeHint().width() <= column.viewport().width()
            assert screen.middle.isVisible()
            screen.agenda.setFocus()
    theme.choose("light", 1.0)


@pytest.mark.asyncio
async def test_the_head_of_the_plan_is_one_line_where_it_fits(tmp_path: Path, theme: Theme) -> None:
    """At 100 % the total stands beside the name; it goes under it and comes back with the width."""
    async with planning(tmp_path, theme, three) as (screen, _services, _said):
        head = screen.middle.head
        head.setParent(None)
        head.show()
        for width, under in ((700, False), (300, True), (700, False)):
            head.resize(width, 90)
            await until(lambda under=under: (head.total.y() > head.title.geometry().bottom()) is under, "the lines")
            assert head.total.geometry().right() <= head.width()
        head.deleteLater()
