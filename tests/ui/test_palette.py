"""The command palette in the whole window, by keys alone: found by name, done, never in the way."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator import tasks
from facilitator.session.agenda import AddBlock
from facilitator.session.planning import DescribePlan
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.ui import finding
from facilitator.ui.dialogs.keys import KeysDialog
from facilitator.ui.models.palette import told
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.setting_names import named_settings
from facilitator.ui.window import MainWindow
from tests.ui.memory import MemoryServices
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="function")


@pytest_asyncio.fixture
async def window(services: MemoryServices, theme, tmp_path):
    """A window over three sessions, the last one with people, a theme and cards, on the list of all."""
    services.made = [
        services.begin(title) for title in ("Coffee corner", "Winter beds: handover stories", "Night handover")
    ]
    night = services.made[2]
    services.ana = services.person(night, "Ana")
    services.person(night, "يوسف حداد")
    first = services.give(night, "Take my hand, she said", services.ana, "story")
    services.give(night, "Beds are gone by seven", services.ana, "knowledge")
    services.store.dispatch(night, NameTheme(theme="t1", name="Bedside handover"))
    services.store.dispatch(night, PlantCard(contribution=first, theme="t1"))
    made = MainWindow(services, theme, remember=tmp_path / "window.ini")
    made.go("sessions")
    made.show()
    made.activateWindow()
    yield made
    made.close()
    await made.finish()
    await tasks.stop_all()
    made.deleteLater()


async def opened(window: MainWindow, words: str = "") -> object:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window._palette
    await until(lambda: "read what the palette finds" not in tasks.running())
    QTest.keyClicks(palette.field, words)
    return palette


def lines(palette) -> list[str]:
    return [told(row) for row in palette.model.rows]


def drawn(palette) -> list[str]:
    """The words of every row that was painted: each one line, without a sign that moves what stands beside it."""
    words = [row.entry.words for row in palette.model.rows if row.entry is not None]
    assert not [one for one in words if one.splitlines() != [one] or "\t" in one or "\0" in one]
    image = palette.list.viewport().grab().toImage()
    for row in range(len(palette.model.rows)):
        rect = palette.list.visualRect(palette.model.index(row)).intersected(image.rect())
        if rect.height() > 20:
            colours = {image.pixel(x, rect.center().y()) for x in range(rect.left(), rect.right())}
            assert len(colours) > 2, f"row {row} has no ink"
    return words


async def in_session(window, services) -> None:
    window.open_session(services.made[2])
    await until(lambda: window.session is not None and window.session.step == "run")


async def test_everything_by_a_few_letters(window, services):
    """Sessions, themes and people of the open session, in their groups, with the matched letters marked."""
    await in_session(window, services)
    palette = await opened(window, "hand")
    rows = lines(palette)
    assert rows[:3] == ["Go to", "Night handover, this session", next(r for r in rows if r.startswith("Winter beds"))]
    assert "Bedside handover, theme, 1 card" in rows
    assert rows.index("People and themes") > rows.index("Go to")
    row = palette.model.rows[1]
    assert [row.entry.words[a:b] for a, b in row.marks] == ["hand"]
    palette.field.setText("حداد")
    assert lines(palette)[1].startswith("يوسف حداد")
    palette.field.setText("anA")
    assert "Ana, person" in lines(palette)


async def test_enter_does_it_and_arrows_choose(window, services):
    """Arrows go round the rows and leave out headings; Enter opens the marked session."""
    palette = await opened(window, "handover")
    first = palette.current().words
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    second = palette.current().words
    assert {first, second} == {"Night handover", "Winter beds: handover stories"}
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.current().words == first
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.current() is not None
    palette.field.setText("Night handover")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    await until(lambda: window.session is not None)
    assert window.session.session == services.made[2]
    assert not palette.isVisible()


async def test_escape_gives_the_focus_back(window, services):
    """The line being typed keeps its words, its cursor and its focus; a second Ctrl+K closes as well."""
    await in_session(window, services)
    field = window.session.run.capture.field
    QTest.keyClicks(field, "Ana: half a word")
    field.setCursorPosition(4)
    palette = await opened(window)
    assert QApplication.focusWidget() is palette.field
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
    assert (field.text(), field.cursorPosition(), field.selectedText()) == ("Ana: half a word", 4, "")
    await opened(window)
    QTest.keyClick(palette.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is field


async def test_what_was_said_comes_last_and_stale_answers_are_dropped(window, services):
    """Lines that were said come in after the names; an answer for other words than those typed now never shows."""
    await in_session(window, services)
    services.search_gate.clear()
    palette = await opened(window, "hand")
    await until(lambda: "hand" in services.asked)
    palette.field.setText("seven")
    await until(lambda: "seven" in services.asked)
    services.search_gate.set()
    await until(lambda: "What was said" in lines(palette))
    rows = lines(palette)
    assert not any("Take my hand" in row for row in rows)
    assert rows[-1].startswith("\u2068Ana\u2069 said “Beds are gone by seven”")
    row = palette.model.rows[-1]
    assert [row.entry.words[a:b] for a, b in row.marks] == ["seven"]
    palette.list.setCurrentIndex(palette.model.index(len(rows) - 1))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    await until(lambda: window.session.run.selected().text == "Beds are gone by seven")


async def test_nothing_by_that_name(window, services):
    """A slip of the fingers is named and mended by one key; another key searches every word for it."""
    palette = await opened(window, "handovre")
    assert lines(palette)[0] == "Nothing called “\u2068handovre\u2069”."
    assert lines(palette)[1] == "Did you mean “\u2068handover\u2069”?"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.field.text() == "handover"
    assert "Night handover" in lines(palette)[1]
    palette.field.setText("seven o'clock tea")
    assert lines(palette)[-1].startswith("Search every word")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.sessions
    assert window.sessions.field.line.text() == "seven o'clock tea"


async def test_what_cannot_be_done_comes_last_with_its_reason(window, services):
    """An action that is refused now stands under *Not now*; Enter on it says why and does nothing."""
    services.read_only = "This library can only be read."
    palette = await opened(window, "new session")
    rows = lines(palette)
    assert rows[-2:] == ["Not now", "New session, This library can only be read., Ctrl+N"]
    palette._take(len(rows) - 1)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.more.isVisible()
    assert "only be read" in palette._more_words.text()


async def test_last_used_comes_first_and_outlives_the_window(window, services, theme, tmp_path):
    """An empty field shows what was used last; it is remembered for the next start."""
    palette = await opened(window, "keys")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    await until(lambda: any(isinstance(w, KeysDialog) and w.isVisible() for w in QApplication.topLevelWidgets()))
    next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeysDialog) and w.isVisible()).accept()
    palette = await opened(window)
    assert lines(palette)[:2] == ["Used last", "Keys, F1"]
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    window.close()
    again = MainWindow(services, theme, remember=tmp_path / "window.ini")
    assert again.registry.used[0] == "window.keys"
    again.deleteLater()


async def test_tab_tells_more(window, services):
    """Tab shows what an entry is and where it stands, and never leaves the field."""
    palette = await opened(window, "Import")
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.more.isVisible()
    assert "a session of its own" in palette._more_words.text()
    assert QApplication.focusWidget() is palette.field
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert not palette.more.isVisible()


async def test_settings_are_found_by_name(window, services):
    """Each row of the settings page is found by its name, and Enter puts the focus into it."""
    page = window.place("settings")
    assert isinstance(page, SettingsScreen)
    assert page.named() == named_settings()
    palette = await opened(window, "text si")
    assert lines(palette)[1].startswith("Text size, Settings, Look and language")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is page
    assert QApplication.focusWidget() is page.look.text_size


async def test_people_and_themes_narrow_the_stream(window, services):
    """Enter on a theme shows its cards, Enter on a person what that person gave."""
    await in_session(window, services)
    palette = await opened(window, "Bedside hand")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.session.run.model.filter.themes == {"t1"}
    palette = await opened(window, "Ana")
    palette._take(next(n for n, row in enumerate(lines(palette)) if row.startswith("Ana")))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.session.run.model.filter.people == {services.ana}


async def test_blocks_lead_into_the_plan(window, services):
    """A block of the agenda is found by its title and by its prompt, with its time, and opens where it is planned."""
    night = services.made[2]
    services.store.dispatch(night, DescribePlan(date="2026-03-12", time="13:30", minutes=150))
    services.store.dispatch(night, AddBlock(block="b1", title="Check-in", minutes=10))
    services.store.dispatch(night, AddBlock(block="b2", title="The swap", prompt="What got lost?", minutes=20))
    await in_session(window, services)
    palette = await opened(window, "lost")
    assert lines(palette)[1] == "The swap, block, 13:40"
    palette.grab()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    await until(lambda: window.session.step == "plan")


async def test_no_more_than_eight_rows_before_scrolling(window, services):
    """With many found the panel stays inside the window and within its eight rows; with one it is small."""
    for number in range(40):
        services.begin(f"Handover {number}")
    palette = await opened(window, "handover")
    await until(lambda: finding.count(palette.model.rows) >= 12)
    assert palette.list.height() <= 8 * 40 + 3 * 36
    assert palette.panel.geometry().bottom() <= palette.height()
    tall = palette.panel.height()
    palette.field.setText("handover 39")
    assert palette.panel.height() < tall
    window.resize(760, 520)
    QApplication.sendPostedEvents()
    assert palette.rect().contains(palette.panel.geometry())


async def test_mirrored_and_large(window, services, theme, qapp):
    """At 200 % and from right to left the panel keeps inside the window and its first row is tinted on both sides."""
    theme.choose("dark", 2.0)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    palette = await opened(window, "handover")
    image = palette.grab().toImage()
    row = palette.list.visualRect(palette.list.currentIndex())
    middle = palette.list.viewport().mapTo(palette, row.center())
    left = image.pixelColor(palette.panel.x() + 12, middle.y())
    assert left == QColor(theme.hex("accent.tint"))
    assert palette.rect().contains(palette.panel.geometry())


async def test_no_name_breaks_it(window, services):
    """Titles of every hostile kind are listed and painted as words."""
    naughty = json.loads((Path(__file__).parent.parent / "data" / "naughty.json").read_text("utf-8"))
    for text in itertools.islice((one for one in naughty if one.strip()), 0, None, 12):
        services.begin(f"Hostile {text[:120]}")
    palette = await opened(window, "hostile")
    await until(lambda: finding.count(palette.model.rows) >= 12)
    assert sum("Hostile" in words for words in drawn(palette)) >= 12
    for text in naughty[::40]:
        palette.field.setText(text)
        drawn(palette)
