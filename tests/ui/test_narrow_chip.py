"""A chip over a list and what it offers: by keys, by typing, by a click; told to those who listen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitator.ui.models.choices import Choice, modalities, since
from facilitator.ui.models.choices import series as series_of
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.choice_list import ChoiceList
from facilitator.ui.widgets.narrow_chip import NarrowChip
from tests.waiting import turn_until

NAMES = ("Amina", "Ben", "Zoë Şahin", "李娜", "يوسف", *(f"Person {number}" for number in range(20)))


@pytest.fixture
def chip(theme: Theme, qtbot: QtBot) -> NarrowChip:
    """A chip over many people, shown."""
    made = NarrowChip(theme, "People", "Anybody", "There is nobody yet.", "Alt+2")
    qtbot.addWidget(made)
    made.offer([Choice(name, name, 1, "user-round") for name in NAMES])
    made.show()
    return made


def opened(chip: NarrowChip) -> ChoiceList:
    QTest.keyClick(chip, Qt.Key.Key_Down)
    assert chip.list is not None and chip.list.isVisible()
    return chip.list


def labels(found: ChoiceList) -> list[str]:
    return [facet.label for facet in found.model.rows]


def test_a_long_list_is_narrowed_by_typing(chip: NarrowChip, qtbot: QtBot) -> None:
    """Blind to case and accents, in any script; the first left is taken by Enter, nothing where none is."""
    found = opened(chip)
    assert found.line.isVisible() and labels(found)[0] == "Anybody"
    for typed, left in (("sahin", ["Zoë Şahin"]), ("李", ["李娜"]), ("nobody at all", []), ("be", ["Ben"])):
        found.line.setText(typed)
        assert labels(found) == left
    found.line.setText("nobody at all")
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert found.isVisible() and chip.value == ""
    found.line.setText("sahin")
    with qtbot.waitSignal(chip.chosen):
        QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert (chip.value, chip.words) == ("Zoë Şahin", "Zoë Şahin")


def test_letters_in_the_list_go_to_the_field(chip: NarrowChip) -> None:
    """Whoever is in the list and types goes on in the field."""
    found = opened(chip)
    QTest.keyClick(found.line, Qt.Key.Key_Down)
    assert found.view.currentIndex().row() == 1
    found.view.setFocus()
    QTest.keyClicks(found.view, "b")
    assert found.line.text() == "b"


def test_a_click_takes_a_choice_and_the_first_takes_it_back(chip: NarrowChip, qtbot: QtBot) -> None:
    """One click is enough; *Anybody* is the way back; what holds is marked, also for those who listen."""
    found = opened(chip)
    place = found.view.visualRect(found.model.index(2)).center()
    with qtbot.waitSignal(chip.chosen):
        QTest.mouseClick(found.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chip.value == "Ben"
    assert chip.accessibleName() == "Filter People: Ben"
    turn_until(lambda: chip.list is None)
    found = opened(chip)
    assert found.view.currentIndex().row() == 2
    assert found.model.index(2).data() == "Ben, 1, chosen"
    QTest.keyClick(found.view, Qt.Key.Key_Home)
    with qtbot.waitSignal(chip.chosen):
        QTest.keyClick(found.view, Qt.Key.Key_Return)
    assert (chip.value, chip.words) == ("", "People")


def test_what_was_chosen_stays_where_it_is_no_longer_offered(chip: NarrowChip) -> None:
    """A person who left the last session is still what the list is narrowed to, until it is taken back."""
    chip.take("Ben")
    chip.offer([])
    assert (chip.value, chip.words, chip.isEnabled()) == ("Ben", "Ben", True)
    QTest.keyPress(chip, Qt.Key.Key_Backspace)  # nothing is left to choose: no release is heard any more
    assert (chip.value, chip.isEnabled()) == ("", False)
    assert chip.toolTip() == "There is nobody yet. (Alt+2)"
    chip.open()
    assert chip.list is None


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_list_stays_on_the_screen(
    chip: NarrowChip, theme: Theme, qapp: QApplication, scale: float, direction: Qt.LayoutDirection
) -> None:
    """Wherever the chip is, its list is whole on the screen, also mirrored and with large text."""
    theme.choose("dark", scale)
    qapp.setLayoutDirection(direction)
    room = chip.screen().availableGeometry()
    for corner in (room.topLeft(), room.topRight(), room.bottomLeft(), room.bottomRight()):
        chip.move(corner - QPoint(20, 20))
        found = opened(chip)
        assert room.contains(found.geometry())
        assert not found.grab().isNull()
        found.close()
        QApplication.sendPostedEvents()


@dataclass
class Row:
    """A session, as far as choices look at it."""

    date_ms: int
    modalities: tuple[str, ...] = ()
    talk: str = ""
    series: str = ""
    series_name: str = ""
    title: str = ""


def ms(year: int, month: int, day: int) -> int:
    return int(datetime.datetime(year, month, day, 12).astimezone().timestamp() * 1000)


def test_days_to_begin_from() -> None:
    """Months back to the first session, a year of them at most; then years. Each begins where its name says."""
    now = ms(2026, 3, 12)
    assert [one.label for one in since([Row(ms(2026, 1, 20))], now)] == [
        "Since March",
        "Since February",
        "Since January",
    ]  # type: ignore[list-item]
    found = since([Row(now), Row(ms(2023, 6, 1))], now)  # type: ignore[list-item]
    assert [one.label for one in found[:4]] == ["Since March", "Since February", "Since January", "Since December 2025"]
    assert [one.label for one in found[11:]] == ["Since April 2025", "Since 2025", "Since 2024", "Since 2023"]
    begins = [datetime.datetime.fromtimestamp(int(one.value) / 1000).astimezone() for one in found]
    assert all((one.day, one.hour) == (1, 0) for one in begins)
    assert begins == sorted(begins, reverse=True)
    assert since([], now) == []


def test_modalities_and_series_there_are() -> None:
    """The most frequent modality first, breaks never, talks where there are talks; series by their last session."""
    rows = [
        Row(5, ("discussion", "break"), series="b", series_name="", title="Evenings 2"),
        Row(4, ("video", "discussion")),
        Row(3, series="a", series_name="Mornings"),
        Row(2, talk="me"),
        Row(1, series="b", series_name="Evenings"),
    ]
    found = modalities(rows, None)  # type: ignore[arg-type]
    assert [(one.value, one.count) for one in found[:2]] == [("discussion", 2), ("video", 1)]
    assert [one.value for one in found[2:]] == ["coffee", "networking_lunch", "mentoring"]
    assert [(one.label, one.count) for one in series_of(rows)] == [("Evenings 2", 2), ("Mornings", 1)]  # type: ignore[arg-type]
