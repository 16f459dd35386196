"""The page *Settings* by hand: every control reaches the file, says so, and is found and reached without the mouse."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from facilitator import settings
from facilitator.settings import Settings
from facilitator.ui.messages import Message, Messages
from facilitator.ui.screens.setting.controls import PickBox, SwitchLine, WrapChoice, Written
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.setting_names import named_settings
from tests.ui.real import real_services
from tests.waiting import turn_until, until


def _shown(page: SettingsScreen, width: int = 1368, height: int = 844) -> SettingsScreen:
    page.resize(width, height)
    page.show()
    page.activateWindow()
    return page


def _freed(page: SettingsScreen) -> None:
    page.hide()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@asynccontextmanager
async def opened(folder: Path, theme) -> AsyncIterator[tuple[SettingsScreen, Path, list[Message]]]:
    """The page over a real library, and the file it writes."""
    async with real_services(folder / "library") as services:
        messages, said = Messages(), []
        messages.said.connect(said.append)
        page = _shown(SettingsScreen(services, theme, messages))
        await until(page.isActiveWindow)
        try:
            yield page, folder / "settings.toml", said
        finally:
            _freed(page)


@pytest.fixture
def page(services, theme, monkeypatch):
    """The page where nothing is saved: however slow the machine, the pause before it is not over in a test."""
    monkeypatch.setattr("facilitator.ui.screens.settings.PAUSE_MS", 3_600_000)
    made = _shown(SettingsScreen(services, theme, Messages()))
    turn_until(made.isActiveWindow)
    yield made
    _freed(made)


def press(control: QWidget, key: Qt.Key, times: int = 1) -> None:
    control.setFocus()
    for _turn in range(times):
        QTest.keyClick(control, key)


def right(control: WrapChoice) -> None:
    press(control, Qt.Key.Key_Right)


def space(line: SwitchLine) -> None:
    press(line.switch, Qt.Key.Key_Space)


def click(line: SwitchLine) -> None:
    """On the words beside the switch."""
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(60, line.height() - 6))


def down(box: PickBox) -> None:
    press(box, Qt.Key.Key_Down)


def words(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


BY_HAND: list[tuple[str, object, Callable[[SettingsScreen], object]]] = [
    ("learning_statement", "We try it", lambda page: words(page.work.learning, "We try it")),
    ("learning_agreed", "The council, May", lambda page: words(page.work.agreed, "The council, May")),
    ("room_rule", "everything_stays", lambda page: right(page.work.room_rule)),
    ("talk_time", "group", lambda page: right(page.work.talk_time)),
    ("ask_again_weeks", 5, lambda page: down(page.work.ask_again)),
    ("lens", "clam", lambda page: space(page.work.lens)),
    ("coach", False, lambda page: click(page.work.coach)),
    ("theme", "dark", lambda page: right(page.look.theme)),
    ("text_scale", 1.25, lambda page: right(page.look.text_size)),
    ("motion", "less", lambda page: click(page.look.motion)),
    ("line_consent", "paraphrase", lambda page: right(page.keys.line_consent)),
    ("film_waits", False, lambda page: click(page.keys.film)),
    ("tray", False, lambda page: space(page.keys.tray)),
    ("keep_awake", False, lambda page: space(page.keys.awake)),
    ("phones_hold", True, lambda page: click(page.phones.hold)),
    ("phones_unnamed", False, lambda page: space(page.phones.unnamed)),
    ("phones_port", 8642, lambda page: words(page.phones.port, "8642")),
    ("phones_one_router", True, lambda page: click(page.phones.router)),
    ("anonymity", "by_group", lambda page: right(page.privacy.anonymity)),
    ("keep_months", 1, lambda page: down(page.privacy.keep)),
    ("names", "initials", lambda page: right(page.reports.names)),
    ("paper", "letter", lambda page: right(page.reports.paper)),
    ("organisation", "Ward 4B", lambda page: words(page.reports.organisation, "Ward 4B")),
    ("report_accent", "#aa00cc", lambda page: words(page.reports.accent, "#aa00cc")),
]


@pytest.mark.asyncio
async def test_every_choice_reaches_the_file(tmp_path: Path, theme):
    """Made with keys or a click, section by section, each stands in the file, and nothing else changed."""
    async with opened(tmp_path, theme) as (page, file, _said):
        want: dict[str, object] = {}
        for key, value, does in BY_HAND:
            section = next(n for n, form in enumerate(page.forms.values()) if _holds(form, does, page))
            page.sections.setCurrentRow(section)
            does(page)
            want[key] = value
        page.flush()
        await until(lambda: settings.load(file) == dataclasses.replace(Settings(theme="light"), **want))
        assert tomllib.loads(file.read_text("utf-8")).keys() - {"version"} == want.keys()
        not_here = {"language", "export_folder", "introduced"}  # one language so far; the others are remembered
        assert want.keys() == {field.name for field in dataclasses.fields(Settings)} - not_here


def _holds(form: QWidget, does: Callable[[SettingsScreen], object], page: SettingsScreen) -> bool:
    """Whether what this does is done to a control of the form."""
    rooms = ("work", "look", "keys", "phones", "privacy", "reports")
    named = next(name for name in does.__code__.co_names if name in rooms)
    return page.forms[named] is form


@pytest.mark.asyncio
async def test_saved_is_said_with_its_time(tmp_path: Path, theme):
    """Nothing is said of saving before something was saved; then every section says when."""
    async with opened(tmp_path, theme) as (page, file, _said):
        assert all(form.saved.isHidden() for form in page.forms.values())
        click(page.work.coach)
        await until(lambda: not page.forms["work"].saved.isHidden())
        assert file.exists()
        assert {form.saved.text() for form in page.forms.values()} == {page.forms["work"].saved.text()}
        assert page.forms["work"].saved.text().startswith("Saved ")


@pytest.mark.asyncio
async def test_a_full_disk_is_said(tmp_path: Path, theme):
    """What cannot be written holds all the same, nothing is called saved, and the person hears of it."""
    async with opened(tmp_path, theme) as (page, file, said):
        file.with_name(file.name + ".new").mkdir()
        click(page.work.coach)
        page.flush()
        await until(lambda: said)
        assert "could not be written" in said[0].words
        assert page.forms["work"].saved.isHidden()
        assert not page.services.settings.coach


def test_what_is_no_port_is_said_under_the_field(page):
    """The sentence stands under its control, what held goes on to hold, and goes when it is mended."""
    page.sections.setCurrentRow(3)
    words(page.phones.port, "80")
    trouble = page.phones.port_trouble
    assert trouble.isVisible() and "1024" in trouble.text()
    assert trouble.mapTo(page, QPoint()).y() > page.phones.port.mapTo(page, QPoint()).y()
    page.flush()
    assert page.services.settings.phones_port == 0
    words(page.phones.port, "8642")
    assert not trouble.isVisible()
    words(page.phones.port, "")
    QTest.keyClick(page.phones.port, Qt.Key.Key_Delete)
    assert not trouble.isVisible()


def test_what_is_no_colour_is_said_under_the_field(page):
    """The same with the accent colour."""
    page.sections.setCurrentRow(5)
    words(page.reports.accent, "#12")
    assert page.reports.accent_trouble.isVisible() and "six digits" in page.reports.accent_trouble.text()
    words(page.reports.accent, "#123456")
    assert not page.reports.accent_trouble.isVisible()


def test_words_are_one_line_and_all_in_sight(page):
    """Enter goes on, what is pasted loses its line ends, and a long sentence makes its field taller."""
    field = page.work.learning
    before = field.height()
    words(field, "We learn")
    assert page.work.learning.toPlainText() == "We learn"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not field and "\n" not in field.toPlainText()
    pasted = QMimeData()
    pasted.setText("one\ntwo\n" + "three " * 120)
    field.insertFromMimeData(pasted)
    assert "one two" in field.toPlainText() and "\n" not in field.toPlainText()
    assert field.height() > before
    assert field.document().size().height() * field.fontMetrics().lineSpacing() <= field.viewport().height() + 1


def test_sections_by_keys_then_their_controls(page):
    """Down shows the next section at once; Tab goes from the list through the controls in the order of their rows."""
    page.to_main()
    assert QApplication.focusWidget() is page.sections
    assert not page.sections.ringed
    QTest.keyClick(page.sections, Qt.Key.Key_Down)
    assert page.sections.ringed
    assert page.pages.currentWidget() is page.forms["look"]
    QTest.keyClick(page.sections, Qt.Key.Key_Up)
    assert page.pages.currentWidget() is page.forms["work"]
    seen = []
    for _turn in range(9):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    work = page.work
    assert seen == [
        work.learning, work.agreed, work.room_rule, work.talk_time, work.ask_again, work.lens.switch,
        work.coach.switch, work.headphones, page.sections,
    ]  # fmt: skip


def test_a_section_that_is_cut_is_told_whole(page):
    """Where its name has no room it stands in the tool tip; where it has, nothing pops up."""
    page.sections.setFixedWidth(120)
    turn_until(lambda: page.sections.item(3).toolTip() == "Phones and network")
    page.sections.setFixedWidth(239)
    turn_until(lambda: {page.sections.item(row).toolTip() for row in range(8)} == {""})
    assert page.sections.item(3).text() == "Phones and network"


def test_escape_leads_back_to_the_sections(page):
    """From a control, a field and a switch alike; F6 knows the list and the first control of the section."""
    for control in (page.work.learning, page.work.agreed, page.work.room_rule, page.work.coach.switch):
        control.setFocus()
        QTest.keyClick(control, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is page.sections
    assert page.regions() == [page.sections, page.work.learning]
    page.sections.setCurrentRow(3)
    assert page.regions() == [page.sections, page.phones.hold]


def test_every_control_has_a_name(page):
    """Whatever takes the focus says what it is, and a row's label leads to it."""
    assert page.named() == named_settings()
    for form in page.forms.values():
        stops = [
            one
            for one in form.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and isinstance(one, QAbstractButton | QComboBox | WrapChoice | Written)
        ]
        assert stops, form.section.name
        for one in stops:
            assert one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()), one


def test_every_setting_is_shown_by_its_name(page):
    """The palette's names lead into the section and onto the control; where nothing is to choose, onto the section."""
    for setting in named_settings():
        page.show_named(setting.name)
        form = page.pages.currentWidget()
        assert form.section.name == setting.section
        control = next(control for named, control in form.controls if named == setting)
        focus = QApplication.focusWidget()
        assert focus is page.sections or focus in (control, control.focusProxy()), setting.name
        if focus is not page.sections:
            place = focus.mapTo(form.viewport(), focus.rect().center())
            assert form.viewport().rect().contains(place), setting.name
    assert len({setting.name for setting in named_settings()}) == len(named_settings())
    assert len({setting.id for setting in named_settings()}) == len(named_settings())


@pytest.mark.parametrize(("width", "scale"), [(688, 1.0), (1008, 1.0), (1008, 2.0), (1368, 1.5), (1368, 2.0)])
def test_nothing_is_wider_than_its_page(page, theme, width, scale):
    """In the smallest window, in the usual one, at every text size: every control stands inside its page."""
    theme.choose("light", scale)
    page.resize(width, 600)
    for place, form in enumerate(page.forms.values()):
        page.sections.setCurrentRow(place)
        turn_until(lambda form=form: form.widget().width() <= form.viewport().width())
        room = form.viewport().width()
        for one in form.widget().findChildren(QWidget):
            if one.isVisible() and one.width() > 1:
                right = one.mapTo(form.widget(), QPoint(one.width(), 0)).x()
                assert right <= room, (form.section.id, one, right, room)


def test_choices_wrap_and_stay_clickable(page, theme):
    """A choice in the second line is where it is painted: a click there takes it."""
    theme.choose("light", 2.0)
    page.resize(900, 700)
    choice = page.work.room_rule
    turn_until(lambda: choice.height() > theme.tall(32))
    place = choice._rects()[-1]
    assert place.top() >= theme.tall(32)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=place.center())
    assert choice.value == "everything_stays"


def test_buttons_open_what_they_say(page, qtbot):
    """Headphones mode, the keyboard map and the introduction are asked for by their buttons, with Enter too."""
    for button, asked in (
        (page.work.headphones, page.rehearsal_asked),
        (page.keys.map, page.keys_asked),
        (page.about.introduction, page.introduction_asked),
    ):
        with qtbot.waitSignal(asked):
            QTest.keyClick(button, Qt.Key.Key_Return)
